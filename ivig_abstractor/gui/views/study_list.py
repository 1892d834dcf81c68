"""The studies of the review: how far each is, what is wrong in it; choose one."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.gui.icons import icon, paint_icon, study_icon
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.theme import fill, font, metrics, tokens
from ivig_abstractor.gui.views.parts import IconButton, label, line_across
from ivig_abstractor.model.codes import ExclusionReason
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.changes import StudyLine

_Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
APART = Qt.ItemDataRole.UserRole + 1
WIDTH = 244
_ROW = 36
_LEAST = 28
_INSET, _NARROW = 12, 200
_BESIDE = 22
"""What a count takes besides its digits: its sign, and the gap to the next."""


def design_words(line: StudyLine) -> str:
    """The study's design as the form calls it; empty while it is not answered."""
    option = the_form().by_pattern["design.design_code"].option(line.design)
    return _(option.label) if option is not None else line.design


_SHORT: dict[str, str] = {
    "RCT_PARALLEL": N_("RCT, parallel"),
    "RCT_CROSSOVER": N_("RCT, crossover"),
    "RCT_CLUSTER": N_("RCT, cluster"),
    "NRCT": N_("Controlled trial"),
    "COHORT_UNSPECIFIED": N_("Cohort"),
}
"""Designs whose words would leave no room for the number of patients."""

_BETWEEN = " · "
_JOURNAL = LatePattern(r"(?:^|[.?!]\s+)([^.?!]{2,60}?)[.,]?\s+(?:19|20)\d\d\b")

_STATUS: dict[str, str] = {
    "complete": N_("complete"),
    "in_progress": N_("in progress"),
    "not_started": N_("not started"),
}
_ORDERS: tuple[tuple[str, str, Callable[[StudyLine], Any]], ...] = (
    ("entered", N_("As entered"), lambda line: 0),
    ("name", N_("By name"), lambda line: line.label.casefold()),
    ("year", N_("By year"), lambda line: (line.year or 0, line.label.casefold())),
    ("design", N_("By design"), design_words),
    ("progress", N_("By progress"), lambda line: line.percent),
    ("findings", N_("By findings"), lambda line: (-line.errors, -line.queries)),
    ("status", N_("By status"), lambda line: list(_STATUS).index(line.status)),
)


def second_line(line: StudyLine) -> str:
    """What stands under a study's name."""
    return _BETWEEN.join(one for one in _second_parts(line) if one)


def _second_parts(line: StudyLine) -> tuple[str, str]:
    """The words under a study's name, and the number of patients."""
    if line.exclusion:
        return _("Excluded · {code}").format(code=exclusion_words(line)), ""
    short = _SHORT.get(line.design)
    said = _(short) if short else design_words(line)
    if said:
        said = said[0].upper() + said[1:]
        return said, str(line.n) if line.n is not None else ""
    return journal_of(line.citation) or _(_STATUS[line.status]), ""


def exclusion_words(line: StudyLine) -> str:
    """Why a study was excluded, as the form says it."""
    reasons = (one for one in ExclusionReason if one.value == line.exclusion)
    found = next(reasons, None)
    return _(found.label) if found is not None else line.exclusion


def journal_of(citation: str) -> str:
    """The journal of a citation: its authors stand in the name of the study already."""
    found = _JOURNAL.search(citation)
    return found[1] if found is not None else citation


def apart(label: str, others: Iterable[str]) -> tuple[str, str]:
    """A label in two, where another has the same beginning: `Cherin 1991`, `Lancet`."""
    head, bracket, tail = label.partition(" (")
    if not bracket or not tail.endswith(")"):
        return label, ""
    has_twin = any(
        one != label and (one == head or one.startswith(f"{head} (")) for one in others
    )
    return (head, tail[:-1]) if has_twin else (label, "")


def spoken(line: StudyLine) -> str:
    """The row for somebody who hears it."""
    answered = _("{percent} % answered").format(percent=line.percent)
    said = [line.label, second_line(line), answered, _(_STATUS[line.status])]
    if line.errors:
        said.append(
            ngettext("{n} error", "{n} errors", line.errors).format(n=line.errors)
        )
    if line.queries:
        said.append(
            ngettext("{n} query", "{n} queries", line.queries).format(n=line.queries)
        )
    return ", ".join(said)


class StudyItemModel(QAbstractListModel):
    """The lines that pass the filter, in the chosen order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, StudyLine] = {}
        self._shown: list[str] = []
        self._words: tuple[str, ...] = ()
        self._order = "entered"

    @property
    def order(self) -> str:
        """The name of the order in use."""
        return self._order

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many studies are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        line = self._lines[self._shown[index.row()]]
        if role == LINE:
            return line
        if role == APART:
            return apart(line.label, (one.label for one in self._lines.values()))
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            said = (line.label, second_line(line), line.citation)
            return plain_tip("\n".join(dict.fromkeys(one for one in said if one)))
        return None

    def set_lines(self, lines: Iterable[StudyLine]) -> None:
        """Show other studies."""
        self._lines = {line.study_id: line for line in lines}
        self._arrange()

    def update_line(self, line: StudyLine) -> None:
        """Show one study anew, where it stands: rows do not jump while one types."""
        known = line.study_id in self._lines
        self._lines[line.study_id] = line
        if not known:
            self._arrange()
        elif line.study_id in self._shown:
            at = self.index(self._shown.index(line.study_id))
            self.dataChanged.emit(at, at)

    def filter(self, text: str) -> None:
        """Show the studies in which every word of the text occurs."""
        self._words = tuple(text.casefold().split())
        self._arrange()

    def sort_by(self, order: str) -> None:
        """Put the studies in another order."""
        self._order = order
        self._arrange()

    def lines(self) -> Iterable[StudyLine]:
        """All studies, shown or not."""
        return self._lines.values()

    def row_of(self, study_id: str) -> int:
        """Where a study stands, -1 if it is not shown."""
        return self._shown.index(study_id) if study_id in self._shown else -1

    def study_at(self, row: int) -> str:
        """The study in a row."""
        return self._shown[row]

    def _arrange(self) -> None:
        self.beginResetModel()
        key = next(how for name, _words, how in _ORDERS if name == self._order)
        passing = (one for one in self._lines.values() if self._passes(one))
        self._shown = [
            line.study_id
            for line in sorted(
                passing, key=lambda line: (bool(line.exclusion), key(line))
            )
        ]
        self.endResetModel()

    def _passes(self, line: StudyLine) -> bool:
        if not self._words:
            return True
        known = (spoken(line), design_words(line), line.citation, line.key)
        text = " ".join((*known, line.exclusion)).casefold()
        return all(word in text for word in self._words)


class StudyDelegate(QStyledItemDelegate):
    """Draws a study in two lines with its sign, per cent and counts."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._list = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Every row is as high as its two lines need."""
        return QSize(WIDTH, max(_ROW, _heights()[2]))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one study."""
        line: StudyLine = index.data(LINE)
        t = tokens()
        area: QRect = option.rect
        # Asked of the list: the state of the option loads all of QStyle at the start.
        chosen = self._list.selectionModel().isSelected(index)
        inset = _inset(area)
        painter.save()
        if chosen:
            fill(painter, area, t.colour("sel"))
            fill(
                painter, QRect(area.topLeft(), QSize(3, area.height())), t.colour("acc")
            )
        if chosen and self._list.hasFocus():
            painter.setPen(t.colour("acc"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        sign = (
            "study-excluded"
            if line.exclusion
            else study_icon(line.status, line.percent)
        )
        paint_icon(
            painter,
            sign,
            area.x() + inset,
            area.y() + (area.height() - 16) / 2,
            16,
            "onsel" if chosen else "text2",
        )
        self._paint_words(painter, area, index, chosen=chosen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, area: QRect, index: _Index, *, chosen: bool
    ) -> None:
        line: StudyLine = index.data(LINE)
        upper, lower, _all = _heights()
        top = area.y() + (area.height() - upper - lower) // 2
        inset = _inset(area)
        inner = area.adjusted(inset + 16 + inset * 2 // 3, 0, -inset, 0)
        first = QRect(inner.x(), top, inner.width(), upper)
        second = QRect(inner.x(), top + upper, inner.width(), lower)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(13))
        painter.setPen(tokens().colour("onsel" if chosen else "text2"))
        percent = "" if line.exclusion else f"{line.percent} %"
        painter.drawText(first, align | Qt.AlignmentFlag.AlignRight, percent)
        wide = metrics(13).horizontalAdvance(percent) + 8
        weight = 600 if chosen else 500
        counts = _counts_width(line)
        named = metrics(13, weight).horizontalAdvance(index.data(APART)[0])
        # In a narrow list the counts stand below: no name is cut to a letter or two.
        beside = named + counts + wide <= first.width()
        if beside:
            self._paint_counts(painter, first.adjusted(0, 0, -wide, 0), line)
        else:
            self._paint_counts(painter, second, line)
            second.setWidth(second.width() - counts)
        room = first.width() - wide - (counts if beside else 0)
        painter.setFont(font(13, weight))
        painter.setPen(
            tokens().colour(
                "onsel" if chosen else "text3" if line.exclusion else "text"
            )
        )
        # What tells it from another study is not cut: it goes to the second line.
        fits = metrics(13, weight).horizontalAdvance(line.label) <= room
        head, tail = (line.label, "") if fits else index.data(APART)
        middle = Qt.TextElideMode.ElideMiddle
        painter.drawText(first, align, _cut(13, weight, head, room, middle))
        painter.setFont(font(11))
        painter.setPen(tokens().colour("text2"))
        below = _below(tail, line, second.width())
        painter.drawText(second, align, _cut(11, 400, below, second.width()))

    @staticmethod
    def _paint_counts(painter: QPainter, area: QRect, line: StudyLine) -> None:
        """Draw the counts from the right."""
        right = area.right() + 1
        painter.setFont(font(11, 600))
        for text, sign, tint in _counts(line):
            width = metrics(11, 600).horizontalAdvance(text)
            box = QRect(right - width, area.y(), width, area.height())
            painter.setPen(tokens().colour(tint))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            y = area.y() + (area.height() - 12) / 2
            paint_icon(painter, sign, right - width - 15, y, 12, tint)
            right -= width + _BESIDE


def _counts(line: StudyLine) -> list[tuple[str, str, str]]:
    """The open findings from the right: how many, their sign and its colour."""
    both = ((line.queries, "query", "qry"), (line.errors, "error", "err"))
    if line.exclusion:
        return []
    return [(str(count), sign, tint) for count, sign, tint in both if count]


def _counts_width(line: StudyLine) -> int:
    """What the counts take, with the gap before them."""
    advance = metrics(11, 600).horizontalAdvance
    return sum(advance(text) + _BESIDE for text, _sign, _tint in _counts(line))


def _below(tail: str, line: StudyLine, room: int) -> str:
    """The second line: the design gives way first, then what tells the study apart.

    The number of patients is never cut.
    """
    said, number = _second_parts(line)
    advance = metrics(11).horizontalAdvance
    apart_too = tail if tail != said else ""
    whole = _BETWEEN.join(one for one in (apart_too, said, number) if one)
    if advance(whole) <= room or not (apart_too or number):
        return whole
    if not number:
        left = max(room - advance(_BETWEEN + said), _LEAST)
        return _cut(11, 400, apart_too, left) + _BETWEEN + said
    left = room - advance(_BETWEEN + number)
    return _cut(11, 400, apart_too or said, left) + _BETWEEN + number


def _inset(area: QRect) -> int:
    """How far from the edge a row begins; in a narrow list the names need it."""
    return _INSET if area.width() >= _NARROW else _INSET // 2


def _heights() -> tuple[int, int, int]:
    upper, lower = metrics(13).height(), metrics(11).height()
    return upper, lower, upper + lower + 4


def _cut(
    size: int,
    weight: int,
    text: str,
    room: int,
    side: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> str:
    return metrics(size, weight).elidedText(text, side, room)


class _Lines(QListView):
    """Letters typed on the list are told, and do not jump to another study."""

    searched = Signal(str)

    def keyboardSearch(self, search: str) -> None:
        """Tell the letters; Qt would open the first study that begins with them."""
        self.searched.emit(search)


class StudyListView(QWidget):
    """The list with its filter and order; it edits nothing."""

    chosen = Signal(str)
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyList")
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(180)
        self.model = StudyItemModel(self)
        self._quiet = False
        self._open = ""
        self.count = label(tone="text3")
        self.sort_button = IconButton("sort", _("Order of the studies"))
        self.add_button = IconButton("plus", _("Add a study"))
        self.filter_box = QLineEdit()
        self.list = _Lines()
        self.foot = label(tone="text3", size="tiny")
        self._arrange()
        self._connect()

    def set_lines(self, lines: Iterable[StudyLine]) -> None:
        """Show the studies of a review."""
        current = self.current()
        self._keeping_quiet(lambda: self.model.set_lines(lines))
        self._count()
        if current:
            self.select(current)

    def update_line(self, line: StudyLine) -> None:
        """Show one study anew."""
        self.model.update_line(line)
        self._count()

    def set_writable(self, writable: bool) -> None:
        """Let studies be added, or not."""
        self.add_button.setEnabled(writable)

    def select(self, study_id: str) -> None:
        """Mark a study as the open one, without asking for it."""
        self._open = study_id
        row = self.model.row_of(study_id)
        self._keeping_quiet(
            lambda: self.list.setCurrentIndex(
                self.model.index(row) if row >= 0 else QModelIndex()
            )
        )

    def current(self) -> str:
        """The marked study, or empty text."""
        at = self.list.currentIndex()
        return self.model.study_at(at.row()) if at.isValid() else ""

    def has_keyboard(self) -> bool:
        """Say whether the reviewer walks or filters the list just now."""
        return self.list.hasFocus() or self.filter_box.hasFocus()

    def step(self, steps: int) -> None:
        """Choose the next or an earlier study."""
        at = self.list.currentIndex()
        row = at.row() + steps if at.isValid() else 0
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))

    def sort_by(self, order: str) -> None:
        """Put the studies in the order of this name."""
        current = self.current()
        known = any(order == name for name, _words, _how in _ORDERS)
        self._keeping_quiet(lambda: self.model.sort_by(order if known else "entered"))
        self.select(current)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.setSpacing(8)
        title = label(_("Studies"), tone="strong")
        title.setMinimumWidth(title.sizeHint().width())
        head.addWidget(title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.sort_button)
        head.addWidget(self.add_button)
        top = QWidget()
        top.setFixedHeight(40)
        top.setLayout(head)
        self.filter_box.setPlaceholderText(_("Filter by name, design…"))
        self.filter_box.setAccessibleName(_("Filter the studies"))
        sign = self.filter_box.addAction(
            icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition
        )
        sign.setText(self.filter_box.accessibleName())
        box = QHBoxLayout()
        box.setContentsMargins(12, 0, 12, 8)
        box.addWidget(self.filter_box)
        self.list.setObjectName("side")
        self.list.setAccessibleName(_("Studies"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(StudyDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(box)
        column.addWidget(self.list, 1)
        rule = QHBoxLayout()
        rule.setContentsMargins(12, 0, 12, 0)
        rule.addWidget(line_across())
        column.addLayout(rule)
        self.foot.setContentsMargins(12, 4, 12, 6)
        self.foot.setWordWrap(True)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, words, _how in _ORDERS:
            action = QAction(_(words), group)
            action.setCheckable(True)
            action.setChecked(name == self.model.order)
            action.triggered.connect(lambda _on, chosen=name: self.sort_by(chosen))
            menu.addAction(action)
        self.sort_button.setMenu(menu)
        self.sort_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.add_button.clicked.connect(self.add_requested)
        self.filter_box.textChanged.connect(self._filter)
        self.filter_box.returnPressed.connect(self._take_first)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.searched.connect(self._search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the filter into the list, Escape without the filter."""
        down, escape = Qt.Key.Key_Down, Qt.Key.Key_Escape
        if event.key() in (down, escape) and self.filter_box.hasFocus():
            if event.key() == escape:
                self.filter_box.clear()
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _search(self, letters: str) -> None:
        """Go on in the filter with letters that were typed on the list."""
        if letters.strip():
            self.filter_box.setFocus()
            self.filter_box.setCursorPosition(len(self.filter_box.text()))
            self.filter_box.insert(letters)

    def _filter(self, text: str) -> None:
        # Qt looks for its sign in all icon themes of the system: not at the start.
        self.filter_box.setClearButtonEnabled(True)
        self._keeping_quiet(lambda: self.model.filter(text))
        # The open study is marked again as soon as the filter lets it through.
        self.select(self._open)

    def _take_first(self) -> None:
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self._open = self.model.study_at(current.row())
            self.chosen.emit(self._open)

    def _keeping_quiet(self, do: Callable[[], None]) -> None:
        self._quiet = True
        try:
            do()
        finally:
            self._quiet = False

    def _count(self) -> None:
        lines = [line for line in self.model.lines() if line.included]
        self.count.setText(str(len(lines)))
        by_status = dict.fromkeys(_STATUS, 0)
        for line in lines:
            by_status[line.status] += 1
        self.foot.setText(
            _("{complete} complete, {progress} in progress, {rest} to start").format(
                complete=by_status["complete"],
                progress=by_status["in_progress"],
                rest=by_status["not_started"],
            )
        )
