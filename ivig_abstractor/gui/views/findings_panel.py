"""What the checks found in the open study: walk it, go there, answer a query."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.gui.icons import icon, paint_icon
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.theme import font, metrics, theme_changes, tokens
from ivig_abstractor.gui.views.parts import FINDINGS_HEAD as HEAD
from ivig_abstractor.gui.views.parts import IconLabel, KeyHint, label
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import COMPLETENESS, Finding, Severity
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.model.naming import place_words

_Index = QModelIndex | QPersistentModelIndex
FINDING = Qt.ItemDataRole.UserRole
PLACE = Qt.ItemDataRole.UserRole + 1
ROW = 24
_SHARE = 0.4
_PLACE = 248
"""A place takes no more of a row, and no larger share: the sentence needs the rest."""

_PLACE_AT = 48
_INSET = 12
_SIGNS: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("error", "err"),
    Severity.QUERY: ("query", "qry"),
    Severity.NOTE: ("note", "text3"),
}
_RANK = {Severity.ERROR: 0, Severity.QUERY: 1, Severity.NOTE: 2}


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Open errors, open queries, notes, then what was answered; each in form order."""
    return sorted(findings, key=lambda one: (bool(one.reason), _RANK[one.severity]))


class FindingItemModel(QAbstractListModel):
    """The findings with the words for their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []
        self._abstraction: Abstraction | None = None
        self._places: dict[str, str] = {}
        self._widest = 0

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many findings there are."""
        return 0 if parent.isValid() else len(self.findings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        if role == FINDING:
            return finding
        place = self._place(finding.path)
        if role == PLACE:
            return place
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(finding, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{place}: {message(finding)}")
        return None

    def show(
        self,
        findings: Sequence[Finding],
        abstraction: Abstraction,
        *,
        sort: bool = True,
    ) -> None:
        """Show other findings; the chosen one stays when they are the same."""
        ordered = in_order(findings) if sort else list(findings)
        self._abstraction, self._places, self._widest = abstraction, {}, 0
        if ordered == self.findings:
            # The same places may have other names by now.
            last = self.index(max(0, len(ordered) - 1))
            self.dataChanged.emit(self.index(0), last)
            return
        self.beginResetModel()
        self.findings = ordered
        self.endResetModel()

    def widest_place(self) -> int:
        """How many pixels the longest place takes; asked for when rows are drawn."""
        if not self._widest:
            how = metrics(12, 600)
            places = (self._place(one.path) for one in self.findings)
            self._widest = max(map(how.horizontalAdvance, places), default=0) + 1
        return self._widest

    def _place(self, path: str) -> str:
        """Where a finding is, in words; made only for those that are looked at."""
        if path not in self._places and self._abstraction is not None:
            self._places[path] = place_words(self._abstraction, path)
        return self._places.get(path, "")


def message(finding: Finding) -> str:
    """The sentence, with the reviewer's answer behind it."""
    return f"{_(finding.message)} {finding.answered}".rstrip()


def spoken(finding: Finding, place: str) -> str:
    """The row of a finding for somebody who hears it."""
    return f"{_(finding.severity.label)}: {place}: {message(finding)}"


def sign_of(finding: Finding) -> tuple[str, str]:
    """The icon of a finding and its colour; a blank that blocks is a ring."""
    if finding.rule == COMPLETENESS:
        return "blank", "text2"
    return ("tick", "text3") if finding.reason else _SIGNS[finding.severity]


class FindingDelegate(QStyledItemDelegate):
    """Draws a finding: sign, place, sentence, rule, and the way there.

    The current one is told in as many lines as it needs, every other in one.
    """

    def __init__(self, view: "FindingListView") -> None:
        super().__init__(view)
        self._list = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line, or what the current row needs."""
        line = metrics(12).height()
        one = max(ROW, line + 6)
        if index != self._list.currentIndex():
            return QSize(200, one)
        area = QRect(0, 0, self._list.viewport().width(), one)
        finding: Finding = index.data(FINDING)
        place, said = self._areas(area, index)
        high = max(
            wrapped(index.data(PLACE), place.width(), 600),
            wrapped(message(finding), said.width(), 400),
        )
        return QSize(200, one + high - min(line, high))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one finding."""
        finding: Finding = index.data(FINDING)
        t = tokens()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        tone = "onsel" if chosen else "text"
        painter.save()
        if chosen:
            painter.fillRect(area, t.colour("sel"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(t.colour("acc"))
                painter.drawRect(area.adjusted(0, 0, -1, -1))
        # What stands beside several lines stands beside the first of them.
        line = QRect(area)
        line.setHeight(min(area.height(), max(ROW, metrics(12).height() + 6)))
        sign, tint = sign_of(finding)
        y = line.y() + (line.height() - 16) / 2
        paint_icon(painter, sign, area.x() + 24, y, 16, tint)
        draw = draw_lines if area.height() > line.height() else draw_words
        place, said = self._areas(area, index)
        draw(painter, place, index.data(PLACE), (12, 600), tone)
        draw(painter, said, message(finding), (12, 400), tone)
        go = go_area(line)
        draw_rule(painter, go, finding, chosen=chosen)
        draw_go(painter, go, chosen=chosen)
        painter.restore()

    def _areas(self, area: QRect, index: _Index) -> tuple[QRect, QRect]:
        """Where the place stands, and where the sentence."""
        most = min(_PLACE, int(area.width() * _SHARE))
        wide = min(self._place_width(index), most)
        place = QRect(area.x() + _PLACE_AT, area.y(), wide, area.height())
        said = QRect(place.right() + 17, area.y(), 0, area.height())
        said.setRight(rule_area(go_area(area), index.data(FINDING)).x() - 16)
        return place, said

    @staticmethod
    def _place_width(index: _Index) -> int:
        model = index.model()
        return model.widest_place() if isinstance(model, FindingItemModel) else 0


def draw_words(
    painter: QPainter, area: QRect, text: str, how: tuple[int, int], tint: str
) -> None:
    """Draw a text in one line, cut with an ellipsis."""
    painter.setFont(font(*how))
    painter.setPen(tokens().colour(tint))
    one_line = text.replace("\n", " ")
    right = Qt.TextElideMode.ElideRight
    shown = metrics(*how).elidedText(one_line, right, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def draw_lines(
    painter: QPainter, area: QRect, text: str, how: tuple[int, int], tint: str
) -> None:
    """Draw a text in as many lines as it needs, the first where one would stand."""
    painter.setFont(font(*how))
    painter.setPen(tokens().colour(tint))
    line = metrics(*how).height()
    inner = area.adjusted(0, (max(ROW, line + 6) - line) // 2, 0, 0)
    painter.drawText(inner, Qt.TextFlag.TextWordWrap, text)


def wrapped(text: str, width: int, weight: int) -> int:
    """How high a text is in lines of this width."""
    room = QRect(0, 0, max(width, 1), 10_000)
    how = Qt.TextFlag.TextWordWrap
    return metrics(12, weight).boundingRect(room, how, text).height()


def rule_area(go: QRect, finding: Finding) -> QRect:
    """Where the rule stands, right before the way there."""
    width = metrics(11).horizontalAdvance(finding.rule) + 1
    return QRect(go.x() - 6 - width, go.y(), width, go.height())


def draw_rule(painter: QPainter, go: QRect, finding: Finding, *, chosen: bool) -> int:
    """Draw the rule right before the way there; returns where it begins."""
    rule = rule_area(go, finding)
    draw_words(painter, rule, finding.rule, (11, 400), "onsel" if chosen else "text3")
    return rule.x()


def draw_go(painter: QPainter, go: QRect, *, chosen: bool) -> None:
    """Draw the link in the place for the way there."""
    link = font(12)
    link.setUnderline(True)
    painter.setFont(link)
    painter.setPen(tokens().colour("onsel" if chosen else "acc"))
    painter.drawText(go, Qt.AlignmentFlag.AlignCenter, _("Go"))


def go_area(area: QRect, inset: int = _INSET) -> QRect:
    """Where the way there stands in a row, with some room to hit it."""
    width = metrics(12).horizontalAdvance(_("Go")) + 12
    x = area.right() + 1 - inset - width + 6
    return QRect(x, area.y(), width, area.height())


class FindingListView(QListView):
    """The rows; a click on the way there, a double click or Enter goes there."""

    gone = Signal(int)
    came_or_went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[int, QRect] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note the link that is pressed: the row grows, and moves all below it."""
        where = event.position().toPoint()
        at = self.indexAt(where)
        link = self.go_rect(at) if at.isValid() else QRect()
        self._pressed = (at.row(), link) if link.contains(where) else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there when the link is clicked."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed[1].contains(event.position().toPoint()):
            self.gone.emit(pressed[0])

    def go_rect(self, at: _Index) -> QRect:
        """Where the way there is drawn in a row."""
        return go_area(self.visualRect(at))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Give the current row the lines it needs."""
        super().currentChanged(current, previous)
        if not self.uniformItemSizes():
            self.scheduleDelayedItemsLayout()
        if self.hasFocus():
            self.came_or_went.emit()

    def doItemsLayout(self) -> None:
        """Keep the current row in sight when it grows."""
        super().doItemsLayout()
        if not self.uniformItemSizes() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to what the first of the two clicks chose, wherever it is by now."""
        at = self.currentIndex()
        if at.isValid() and self.indexAt(event.position().toPoint()).isValid():
            self.gone.emit(at.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose a row when there is none, so that one sees where the keys go."""
        super().focusInEvent(event)
        if self.model() is not None and not self.selectedIndexes():
            row = max(self.currentIndex().row(), 0)
            self.setCurrentIndex(self.model().index(row, 0))
        self.scrollTo(self.currentIndex())
        self.came_or_went.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys go elsewhere."""
        super().focusOutEvent(event)
        self.came_or_went.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there."""
        at = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self.gone.emit(at.row())
            return
        super().keyPressEvent(event)


class FindingsPanel(QWidget):
    """The findings under the form, foldable to one line."""

    go_requested = Signal(str)
    answer_requested = Signal(str, str)
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsPanel")
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = FindingItemModel(self)
        self.fold_button = QToolButton()
        self.list = FindingListView()
        self.empty = label(tone="text3", size="small")
        self._counts: dict[Severity | None, tuple[IconLabel, Any]] = {}
        self._at: str = ""
        self._hints: list[KeyHint] = []
        self._arrange()
        self.fold_button.clicked.connect(self._toggle)
        self.list.gone.connect(self._go)
        self.list.customContextMenuRequested.connect(self._offer_answer)
        theme_changes().changed.connect(self._draw_fold)

    @property
    def is_folded(self) -> bool:
        """Say whether only the head is shown."""
        return self.fold_button.isChecked()

    def show_findings(
        self, findings: Sequence[Finding], abstraction: Abstraction
    ) -> None:
        """Show the findings of the open study."""
        self.model.show(findings, abstraction)
        for severity, words in (
            (Severity.ERROR, ("{n} error", "{n} errors")),
            (Severity.QUERY, ("{n} query", "{n} queries")),
            (Severity.NOTE, ("{n} note", "{n} notes")),
        ):
            count = sum(one.severity is severity and not one.reason for one in findings)
            self._say(
                severity, ngettext(*words, count).format(n=count) if count else ""
            )
        answered = sum(bool(one.reason) for one in findings)
        self._say(None, _("{n} answered").format(n=answered) if answered else "")
        self.empty.setText("" if findings else _("Nothing found so far."))
        self.empty.setVisible(not findings)
        self._fit()
        # An empty list would press the head out of its line.
        self.list.setVisible(bool(findings) and not self.is_folded)

    def bring_in(self, section: SectionSpec) -> None:
        """Scroll to the findings of a section, the first of them last of all.

        Not for whoever goes through the list: it stays where they are.
        """
        if self.list.hasFocus():
            return
        here = {spec.pattern for spec in section.all_fields()}
        found = [
            row
            for row, one in enumerate(self.model.findings)
            if pattern_of(one.path) in here
        ]
        for row in (*found[-1:], *found[:1]):
            self.list.scrollTo(self.model.index(row))

    def step(self, steps: int, stood: str = "") -> None:
        """Go to the next open finding, or an earlier one.

        `stood` is the field one stands in: to stay there would be no step.
        """
        still_open = [one for one in self.model.findings if one.is_open]
        walk = still_open or self.model.findings
        if not walk:
            return
        here = self.list.currentIndex().row()
        current = (
            self.model.findings[here] if 0 <= here < len(self.model.findings) else None
        )
        if current in walk:
            meant = walk[(walk.index(current) + steps) % len(walk)]
        else:
            elsewhere = [one for one in walk if one.path != stood] or walk
            meant = elsewhere[0 if steps > 0 else -1]
        self._go(self.model.findings.index(meant))

    def chosen_query(self) -> Finding | None:
        """The query that the list stands at, if it is one and still open."""
        here = self.list.currentIndex().row()
        found = self.model.findings[here : here + 1] if here >= 0 else []
        return next((one for one in found if one in self._queries()), None)

    def next_query(self) -> Finding | None:
        """The open query that the list stands at, or the next one, or the first."""
        here = max(self.list.currentIndex().row(), 0)
        later = [one for one in self.model.findings[here:] if one in self._queries()]
        return next(iter(later or self._queries()), None)

    def _queries(self) -> list[Finding]:
        query = Severity.QUERY
        return [o for o in self.model.findings if o.severity is query and o.is_open]

    def set_folded(self, folded: bool) -> None:
        """Show only the head, or all."""
        self.fold_button.setChecked(folded)
        self.list.setVisible(not folded and self.model.rowCount() > 0)
        self.setMaximumHeight(HEAD if folded else 16_777_215)
        self.setMinimumHeight(HEAD)
        self._draw_fold()
        self.folded.emit(folded)

    def height_for(self, most: int) -> int:
        """What the panel needs for its rows, and no more than `most`."""
        rows = 0 if self.is_folded else self.model.rowCount()
        if not rows:
            return min(most, HEAD + 2)
        high = HEAD + 8
        for row in range(rows):
            high += max(self.list.sizeHintForRow(row), ROW)
            if high >= most:
                return most
        return high

    def _arrange(self) -> None:
        self.fold_button.setObjectName("fold")
        self.fold_button.setText(_("Findings"))
        self.fold_button.setCheckable(True)
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold_button.setAccessibleName(_("Fold the findings"))
        head = QHBoxLayout()
        head.setContentsMargins(22, 0, 12, 0)
        head.setSpacing(12)
        head.addWidget(self.fold_button)
        for severity, (sign, tint) in (
            *_SIGNS.items(),
            (None, ("tick", "text2")),
        ):
            sign_label = IconLabel(sign, tint, 14)
            said = label(tone=tint, size="small")
            self._counts[severity] = (sign_label, said)
            pair = QHBoxLayout()
            pair.setSpacing(5)
            pair.addWidget(sign_label)
            pair.addWidget(said)
            head.addLayout(pair)
        head.addWidget(self.empty)
        head.addStretch(1)
        for keys, words in (
            ("F8", N_("next")),
            ("Shift+F8", N_("previous")),
            ("Alt+A", N_("answer")),
        ):
            hint = KeyHint(keys, _(words))
            hint.setToolTip(_(words))
            self._hints.append(hint)
            head.addWidget(hint)
        top = QWidget()
        top.setFixedHeight(HEAD)
        top.setLayout(head)
        self._head = head
        self.list.setObjectName("findings")
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName(_("Findings"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.list, 1)
        self.setMinimumHeight(HEAD)
        self._draw_fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what the keys do where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the keys alone rather than words that are cut to nothing."""
        words = [one.words for one in self._hints]
        lacking = sum(one.sizeHint().width() + 5 for one in words if one.isHidden())
        fits = self._head.sizeHint().width() + lacking <= self.width()
        for one in words:
            one.setVisible(fits)

    def _say(self, severity: Severity | None, words: str) -> None:
        sign, said = self._counts[severity]
        sign.setVisible(bool(words))
        said.setVisible(bool(words))
        said.setText(words)

    def _go(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row))
        self.go_requested.emit(self.model.findings[row].path)

    def _offer_answer(self, where: QPoint) -> None:
        at = self.list.indexAt(where)
        if at.isValid():
            finding = self.model.findings[at.row()]
            if finding.severity is Severity.QUERY:
                self.answer_requested.emit(finding.path, finding.rule)

    def _toggle(self) -> None:
        self.set_folded(self.fold_button.isChecked())

    def _draw_fold(self) -> None:
        self.fold_button.setIcon(
            icon("chevron-right" if self.is_folded else "chevron-down", "text")
        )
