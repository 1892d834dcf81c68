"""The first screen: start a review, open one, or go on where you were."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
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
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base import clock
from ivig_abstractor.base.display import show_day
from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.gui.icons import icon, paint_icon, study_icon
from ivig_abstractor.gui.plain import plain_tip, set_tip
from ivig_abstractor.gui.theme import font, tokens
from ivig_abstractor.gui.views.parts import (
    ElidedLabel,
    IconLabel,
    KeyCap,
    KeyHint,
    label,
)
from ivig_abstractor.gui.window_state import RecentReview

_Index = QModelIndex | QPersistentModelIndex
RECENT = Qt.ItemDataRole.UserRole
_ROW = 60
_ACTIONS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "new",
        N_("New review…"),
        N_("title, first reviewer, file"),
        "new-review",
        "Ctrl+N",
    ),
    ("open", N_("Open…"), N_("a review, .ivig"), "open-review", "Ctrl+O"),
    (
        "example",
        N_("Open the example review"),
        N_("published studies of IVIG in myositis"),
        "example-review",
        "Ctrl+Shift+E",
    ),
    (
        "simulated_example",
        N_("Open the example of two reviewers (simulated)"),
        N_("differences to reconcile, and their agreement"),
        "activity-reconcile",
        "",
    ),
    (
        "preferences",
        N_("Preferences…"),
        N_("colours, size, your name"),
        "preferences",
        "Ctrl+,",
    ),
)


class ActionCard(QPushButton):
    """A large button: what it does, more of it, and its key."""

    def __init__(
        self, title: str, more: str, name: str, keys: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumHeight(52)
        self.setAccessibleName(title)
        set_tip(self, more)
        self.setAutoDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(IconLabel(name, "acc", 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        title_label = label(title)
        title_label.setFont(font(13, 500))
        words.addWidget(title_label)
        further = ElidedLabel(tone="text2")
        further.setProperty("type", "small")
        further.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred
        )
        further.setText(more)
        words.addWidget(further)
        row.addLayout(words, 1)
        if keys:
            row.addWidget(KeyCap(keys))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()


class RecentItemModel(QAbstractListModel):
    """The reviews opened before that pass the filter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[RecentReview] = []
        self.shown: list[RecentReview] = []
        self._words = ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        recent = self.shown[index.row()]
        if role == RECENT:
            return recent
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(
                (title_of(recent), place_of(recent.path), *state_of(recent))
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(recent.path))
        return None

    def show(self, reviews: Sequence[RecentReview]) -> None:
        """Show other reviews."""
        self._all = list(reviews)
        self.filter(self._words)

    def filter(self, text: str) -> None:
        """Show the reviews in whose title or path the text occurs."""
        self._words = text.casefold()
        self.beginResetModel()
        self.shown = [
            one
            for one in self._all
            if self._words in f"{one.title} {one.path}".casefold()
        ]
        self.endResetModel()


def title_of(recent: RecentReview) -> str:
    """The title of a review, or the name of its file."""
    return recent.title or recent.path.stem


def place_of(path: Path) -> str:
    """The folders a file lies in, as far as they help to find it."""
    try:
        shown = path.relative_to(Path.home())
    except ValueError:
        shown = path
    parts = [part for part in shown.parts if part not in ("/", "\\")]
    return " › ".join(parts[-4:])


def state_of(recent: RecentReview) -> tuple[str, str]:
    """How far the review was, and who had it open when."""
    if not recent.is_there:
        return _("Not found where it was"), ""
    count = ngettext("{n} study", "{n} studies", recent.studies).format(
        n=recent.studies
    )
    how_far = _("{percent} % answered").format(percent=recent.percent)
    if _only_looks_on(recent):
        how_far = ngettext("{n} reviewer", "{n} reviewers", recent.reviewers).format(
            n=recent.reviewers
        )
    elif recent.complete:
        how_far = _("complete")
    who = _("Reviewer {who}").format(who=recent.reviewer) if recent.reviewer else ""
    at = recent.opened_at
    said = [one for one in (who, when(at) if at else "") if one]
    return f"{count} · {how_far}", " · ".join(said)


def _only_looks_on(recent: RecentReview) -> bool:
    """Say whether others abstract here, so that 0 % would be said of their work."""
    return recent.reviewers > 1 and not recent.percent and not recent.complete


def when(at: datetime) -> str:
    """A moment as people say it: today, yesterday, or a date."""
    local = at.astimezone()
    days = (clock.now().astimezone().date() - local.date()).days
    time = local.strftime("%H:%M")
    if days == 0:
        return _("today {time}").format(time=time)
    if days == 1:
        return _("yesterday {time}").format(time=time)
    return show_day(local.date())


class RecentDelegate(QStyledItemDelegate):
    """Draws a review: sign, title, place, and how far it was."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Room for two lines."""
        return QSize(400, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one review."""
        recent: RecentReview = index.data(RECENT)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        t = tokens()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, t.colour("sel"))
        painter.setPen(t.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        there = recent.is_there
        sign = study_icon("complete" if recent.complete else "", recent.percent)
        sign = "activity-reconcile" if _only_looks_on(recent) else sign
        paint_icon(
            painter,
            sign if there else "warning",
            area.x() + 16,
            area.y() + (area.height() - 16) / 2,
            16,
            "onsel" if chosen else "text2",
        )
        above, below = self._paint_state(painter, area, recent, chosen=chosen)
        align = Qt.AlignmentFlag.AlignVCenter
        left = area.x() + 44 + 16
        painter.setFont(font(13, 500))
        painter.setPen(t.colour("onsel" if chosen else "text"))
        upper, lower = _lines(area, 44)
        painter.drawText(upper, align, _cut(painter, title_of(recent), above - left))
        painter.setFont(font(12))
        painter.setPen(t.colour("onsel" if chosen else "text2"))
        painter.drawText(
            lower, align, _cut(painter, place_of(recent.path), below - left)
        )
        painter.restore()

    @staticmethod
    def _paint_state(
        painter: QPainter, area: QRect, recent: RecentReview, *, chosen: bool
    ) -> tuple[int, int]:
        """Draw the right side; returns where each of its lines begins."""
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        upper, lower = _lines(area, 44)
        first, second = state_of(recent)
        painter.setFont(font(12))
        above, below = map(painter.fontMetrics().horizontalAdvance, (first, second))
        painter.setPen(tokens().colour("onsel" if chosen else "text"))
        painter.drawText(upper, align, first)
        painter.setPen(tokens().colour("onsel" if chosen else "text2"))
        painter.drawText(lower, align, second)
        if not recent.is_there:
            locate, remove = link_areas(area)
            linked = font(12)
            linked.setUnderline(True)
            painter.setFont(linked)
            painter.setPen(tokens().colour("onsel" if chosen else "acc"))
            painter.drawText(locate, align, _("Locate…"))
            painter.drawText(remove, align, _("Remove from list"))
            below = max(below, remove.right() - locate.left())
        right = area.right() - 16
        return right - above, right - below


def _lines(area: QRect, left: int) -> tuple[QRect, QRect]:
    inner = area.adjusted(left, 13, -16, 0)
    return (
        QRect(inner.x(), inner.y(), inner.width(), 17),
        QRect(inner.x(), inner.y() + 17, inner.width(), 17),
    )


def link_areas(area: QRect) -> tuple[QRect, QRect]:
    """Where "Locate" and "Remove" stand in the row of a missing file."""
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(font(12))
    _upper, lower = _lines(area, 44)
    wide = metrics.horizontalAdvance(_("Remove from list"))
    remove = QRect(lower.right() - wide, lower.y(), wide + 1, lower.height())
    wide = metrics.horizontalAdvance(_("Locate…"))
    locate = QRect(remove.left() - 12 - wide, lower.y(), wide, lower.height())
    return locate, remove


def _cut(painter: QPainter, text: str, room: int) -> str:
    # What tells two titles or two files apart often stands at their end.
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)


class RecentListView(QListView):
    """The recent reviews; Enter opens, Delete takes one from the list."""

    opened = Signal(object)
    removed = Signal(object)
    located = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, remove with Delete."""
        recent = self.currentIndex().data(RECENT)
        if recent is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(recent)
        elif recent is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(recent)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the links of a missing file, or open the review."""
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        at = self.indexAt(where)
        recent = at.data(RECENT)
        if recent is None:
            return
        locate, remove = link_areas(self.visualRect(at))
        if recent.is_there:
            self.opened.emit(recent)
        elif locate.contains(where):
            self.located.emit(recent)
        elif remove.contains(where):
            self.removed.emit(recent)

    def _open(self, recent: RecentReview) -> None:
        (self.opened if recent.is_there else self.located).emit(recent)


class WelcomeView(QWidget):
    """Four actions, the recent reviews, one keyboard path."""

    chosen = Signal(str)
    open_requested = Signal(object)
    remove_requested = Signal(object)
    locate_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.cards: dict[str, ActionCard] = {}
        self.filter_box = QLineEdit()
        self.model = RecentItemModel(self)
        self.list = RecentListView()
        self.hints = QWidget()
        self.nothing = label(
            _("No review has been opened on this computer yet."), tone="text3"
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(0)
        grid.addLayout(self._left(), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._right(), 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, 348)
        grid.setColumnStretch(0, 0)
        grid.setColumnStretch(1, 1)
        middle = QWidget()
        middle.setLayout(grid)
        middle.setMaximumWidth(1200)
        middle.setMinimumWidth(760)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 20)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(across)
        column.addStretch(3)
        self.list.opened.connect(self.open_requested)
        self.list.removed.connect(self.remove_requested)
        self.list.located.connect(self.locate_requested)
        self.filter_box.textChanged.connect(self._filter)

    def show_recent(self, reviews: Sequence[RecentReview]) -> None:
        """Show the reviews opened before."""
        self.model.show(reviews)
        self.nothing.setVisible(not reviews)
        self.hints.setVisible(bool(reviews))
        self.list.setVisible(bool(reviews))
        self.list.setFixedHeight(min(6, max(1, len(reviews))) * _ROW + 2)
        self.filter_box.setVisible(len(reviews) > 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the recent review last open, or with a new one."""
        super().showEvent(event)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
        else:
            self.cards["new"].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A slash leads to the filter."""
        if event.text() == "/" and self.filter_box.isVisible():
            self.filter_box.setFocus()
            return
        super().keyPressEvent(event)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 6)
        head.setSpacing(14)
        head.addWidget(IconLabel("program", "acc", 34))
        title = label(_("IVIG Abstractor"))
        title.setFont(font(20, 600))
        head.addWidget(title, 1)
        column.addLayout(head)
        said = label(
            _(
                "Abstract papers, check as you type, print the report.\n"
                "Everything stays in one file on this computer."
            ),
            tone="text2",
        )
        said.setWordWrap(True)
        column.addWidget(said)
        column.addSpacing(14)
        for name, title_words, more, sign, keys in _ACTIONS:
            card = ActionCard(_(title_words), _(more), sign, keys)
            card.clicked.connect(lambda _on=False, which=name: self.chosen.emit(which))
            column.addWidget(card)
            self.cards[name] = card
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        head = QHBoxLayout()
        title = label(_("Recent reviews"))
        title.setFont(font(15, 600))
        head.addWidget(title, 1)
        self.filter_box.setPlaceholderText(_("Filter"))
        self.filter_box.setAccessibleName(_("Filter the recent reviews"))
        sign = self.filter_box.addAction(
            icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition
        )
        sign.setText(self.filter_box.accessibleName())
        self.filter_box.setFixedWidth(208)
        head.addWidget(self.filter_box)
        top = QWidget()
        top.setFixedHeight(34)
        head.setContentsMargins(0, 0, 0, 0)
        top.setLayout(head)
        column.addWidget(top)
        self.list.setObjectName("recent")
        self.list.setAccessibleName(_("Recent reviews"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(RecentDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        hints = QHBoxLayout(self.hints)
        hints.setContentsMargins(0, 0, 0, 0)
        hints.setSpacing(16)
        hints.addWidget(KeyHint("Return", _("open")))
        hints.addWidget(KeyHint("Del", _("remove from this list, the file stays")))
        hints.addStretch(1)
        column.addWidget(self.hints)
        column.addStretch(1)
        return column

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
