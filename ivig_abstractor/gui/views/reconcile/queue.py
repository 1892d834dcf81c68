"""What is still to be decided in one study, ordered by how the answers differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.views.reconcile.cutting import (
    Measure,
    fits_differing,
    fitting_answers,
)
from ivig_abstractor.gui.views.reconcile.drawing import (
    paint_focus,
    paint_sign,
    paint_words,
)
from ivig_abstractor.gui.views.reconcile.lines import Book
from ivig_abstractor.model.discrepancy import Difference
from ivig_abstractor.operations.settling import Line

_Index = QModelIndex | QPersistentModelIndex
ITEM = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
WIDTH = 288
_GROUP = 28
_LINE = 36
_BADGE = 12
_GAP = 10
_SIGNS: dict[Difference, str] = {
    Difference.ROW: "dash",
    Difference.NUMBER: "pencil",
    Difference.UNIT: "places",
    Difference.CHOICE: "differs",
    Difference.WORDING: "note",
    Difference.ABSENT: "missing",
    Difference.SILENT: "dash",
    Difference.CODES: "missing",
}
ARMS = "arms"
BY_KIND, IN_FORM_ORDER, DECIDED = "by_kind", "form", "decided"
WITHOUT_EVIDENCE = "without_evidence"
ORDERS: tuple[tuple[str, str], ...] = (
    (BY_KIND, N_("By kind")),
    (IN_FORM_ORDER, N_("In form order")),
    (DECIDED, N_("Decided ones")),
    (WITHOUT_EVIDENCE, N_("Without evidence")),
    *((one.value, one.label) for one in Difference),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The heading of some lines, with their number."""

    words: str
    count: int
    sign: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line to be decided, with where it stands and both answers in short.

    `lacks` says so where somebody does not say where it was read.
    """

    line: Line
    name: str
    where: str
    answers: str
    lacks: str = ""


def waiting_lines(book: Book, section: str, order: str) -> list[Line]:
    """The lines the queue lists, in its order."""
    listed = [one for one in book.held.lines if in_section(book, one, section)]
    if order == DECIDED:
        return [one for one in listed if one.state == "decided"]
    still_open = [one for one in listed if not one.is_settled]
    if order == IN_FORM_ORDER:
        return still_open
    if order == WITHOUT_EVIDENCE:
        return [one for one in still_open if one.lacks_evidence]
    if order != BY_KIND:
        return [one for one in still_open if one.difference == order]
    return sorted(still_open, key=_rank)


def _rank(line: Line) -> int:
    """Those opened again first, those that need no more than a nod last."""
    if _is_again(line):
        return -1
    if line.difference is None:
        return len(Difference)
    return list(Difference).index(line.difference)


def _is_again(line: Line) -> bool:
    return line.is_open and (line.decision is not None or line.difference is None)


def _grouped(book: Book, lines: Sequence[Line], order: str) -> list[Group | Waiting]:
    items: list[Group | Waiting] = []
    title = None
    for line in lines:
        words, sign = _group_of(book, line, order)
        if words != title:
            title = words
            alike = [one for one in lines if _group_of(book, one, order)[0] == words]
            items.append(Group(words, len(alike), sign))
        where = line.place.replace(" › ", " · ")
        lacks = _("without evidence") if line.lacks_evidence else ""
        items.append(Waiting(line, book.name(line), where, book.short(line), lacks))
    return items


def _group_of(book: Book, line: Line, order: str) -> tuple[str, str]:
    if order in (IN_FORM_ORDER, DECIDED):
        return book.section(line)[1], "field"
    if _is_again(line):
        return _("Opened again"), "undo"
    kind = line.difference
    if kind is None:
        return _("Same after normalising"), "derived"
    return _(kind.label), _SIGNS[kind]


class QueueModel(QAbstractListModel):
    """Groups and lines; only lines can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Group | Waiting] = []

    def show(self, book: Book | None, section: str, order: str) -> None:
        """Show what waits now."""
        self.beginResetModel()
        lines = waiting_lines(book, section, order) if book is not None else []
        self.items = _grouped(book, lines, order) if book is not None else []
        self.endResetModel()

    def paths(self) -> list[str]:
        """The lines listed, in order."""
        return [o.line.compared.path for o in self.items if isinstance(o, Waiting)]

    def row_of(self, path: str) -> int:
        """Where a line stands, -1 if it is not listed."""
        for at, one in enumerate(self.items):
            if isinstance(one, Waiting) and one.line.compared.path == path:
                return at
        return -1

    def path_at(self, row: int) -> str:
        """The path of a line; empty for a group."""
        one = self.items[row] if 0 <= row < len(self.items) else None
        return one.line.compared.path if isinstance(one, Waiting) else ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Groups and lines."""
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A group is read, not chosen."""
        if not index.isValid() or isinstance(self.items[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        one = self.items[index.row()]
        if role == ITEM:
            return one
        if isinstance(one, Group):
            said = f"{one.words} {one.count}"
            return said if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = f"{one.name}, {one.where}: {one.answers}"
            return f"{said}, {one.lacks}" if one.lacks else said
        if role == Qt.ItemDataRole.ToolTipRole:
            words = (one.name, one.where, one.answers, one.lacks)
            return plain_tip("\n".join(filter(None, words)))
        return None


def section_choices(book: Book) -> Iterable[tuple[str, str]]:
    """The sections in which anything waits or was decided."""
    found = (book.section(one) for one in book.held.lines if one.state != "agreed")
    return dict.fromkeys((key or ARMS, words) for key, words in found)


def in_section(book: Book, line: Line, section: str) -> bool:
    """Say whether a line stands in a section; empty stands for all of them."""
    return not section or (book.section(line)[0] or ARMS) == section


class QueueDelegate(QStyledItemDelegate):
    """Draws a group in one line; what waits in two, with its answers in the first."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Lines are higher than groups."""
        if isinstance(index.data(ITEM), Group):
            return QSize(WIDTH, _GROUP)
        lines = theme.line_height(theme.SMALL) + theme.line_height(theme.TINY)
        return QSize(WIDTH, max(_LINE, lines + 6))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one item."""
        one = index.data(ITEM)
        area: QRect = option.rect
        painter.save()
        if isinstance(one, Group):
            y = area.y() + (area.height() - 12) / 2
            paint_sign(painter, one.sign, area.x() + 12, y)
            box = area.adjusted(30, 0, -12, 0)
            used = paint_words(
                painter, box, one.words, tint="text2", size=theme.TINY, weight=600
            )
            box.setLeft(box.x() + used + 8)
            paint_words(painter, box, str(one.count), tint="text3", size=theme.TINY)
        else:
            state: QStyle.StateFlag = option.state
            self._paint_line(painter, area, one, state)
        painter.restore()

    @staticmethod
    def _paint_line(
        painter: QPainter, area: QRect, one: Waiting, state: QStyle.StateFlag
    ) -> None:
        t = theme.tokens()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, t.colour("sel"))
            mark = QRect(area.topLeft(), QSize(3, area.height()))
            painter.fillRect(mark, t.colour("acc"))
            if state & QStyle.StateFlag.State_HasFocus:
                paint_focus(painter, area)
        inner = area.adjusted(12, 2, -12, -2)
        first = QRect(inner)
        first.setHeight(theme.line_height(theme.SMALL))
        first.moveTop(area.y() + (area.height() - 30) // 2)
        second = QRect(first)
        second.setHeight(theme.line_height(theme.TINY))
        second.moveTop(first.bottom() + 1)
        if one.lacks:
            used = paint_words(
                painter, second, one.lacks, tint="text2", size=theme.TINY, right=True
            )
            second.setRight(second.right() - used - 4)
            _paint_struck(painter, second)
            second.setRight(second.right() - _BADGE - 6)
        paint_words(painter, second, one.where, tint="text2", size=theme.TINY)
        _paint_answers(painter, first, one, chosen=chosen)


def _paint_struck(painter: QPainter, box: QRect) -> None:
    """The sign of evidence at the right of a box, struck out: there is none."""
    x, y = box.right() - _BADGE, box.y() + (box.height() - _BADGE) // 2
    paint_sign(painter, "pilcrow", x, y)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.tokens().colour("text2"), 1.2))
    painter.drawLine(x, y + _BADGE - 1, x + _BADGE, y + 1)
    painter.restore()


def _paint_answers(
    painter: QPainter, box: QRect, one: Waiting, *, chosen: bool
) -> None:
    """The name of a line, and at its right the answers: what differs is cut last."""
    tint = "onsel" if chosen else "text"
    weight = 600 if chosen else 500
    measure = theme.metrics(theme.SMALL).horizontalAdvance
    need = theme.metrics(theme.SMALL, weight).horizontalAdvance(one.name) + 1
    left, right = QRect(box), QRect(box)
    words, name = beside_name(one.answers, need, box.width() - _GAP, measure)
    left.setWidth(name)
    right.setLeft(left.right() + _GAP)
    paint_words(painter, left, one.name, tint=tint, weight=weight)
    paint_words(painter, right, words, tint=tint, right=True)


def beside_name(
    answers: str, need: int, room: int, measure: Measure
) -> tuple[str, int]:
    """The answers as shown beside a name, and how wide the name may be."""
    least = min(need, room // 3)
    name = need if fits_differing(answers, room - need, measure) else least
    shown = fitting_answers(answers, room - name, measure)
    return shown, max(name, min(need, room - measure(shown) - 1))
