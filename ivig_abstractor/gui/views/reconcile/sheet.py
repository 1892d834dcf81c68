"""The table of a reconciliation; the line that is looked at unfolds in its place."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.views.reconcile.card import Card
from ivig_abstractor.gui.views.reconcile.drawing import (
    BOX,
    paint_letter,
    paint_pill,
    paint_sign,
    paint_words,
)
from ivig_abstractor.gui.views.reconcile.lines import (
    CELL,
    ROW,
    Book,
    Cell,
    Heading,
    LineModel,
)
from ivig_abstractor.gui.views.reconcile.words import SIGNS, date_words
from ivig_abstractor.operations.settling import Line

_Index = QModelIndex | QPersistentModelIndex
HEADING = 24
HEAD = 28
PAD = 12
_FIELD_LEFT = 24
_NARROW = 230
_CONSENSUS = "="


def column_widths(total: int, parties: int) -> list[int]:
    """Field, reviewers and consensus: the last ones share what the field leaves."""
    least = 150 if total > 720 else 120
    field = max(least, min(220, total * 19 // 100)) if parties < 3 else least
    each = max(60, (total - field) // (parties + 1))
    return [field, *[each] * parties, total - field - each * parties]


class SheetHead(QWidget):
    """Who answered in which column, and when it was completed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD + 1)
        self._book: Book | None = None
        self._room = 0

    def show_book(self, book: Book) -> None:
        """Show other reviewers."""
        self._book = book
        names = [f"{one.letter}: {one.reviewer.name}" for one in book.held.parties]
        self.setAccessibleName(", ".join(names))
        self.setToolTip("\n".join(names))
        self.update()

    def set_room(self, width: int) -> None:
        """Follow the width of the table below."""
        self._room = width
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw letters, initials and dates above their columns."""
        with QPainter(self) as painter:
            colours = theme.tokens()
            painter.fillRect(self.rect(), colours.colour("head"))
            painter.setPen(colours.colour("ctl"))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            if self._book is None:
                return
            held = self._book.held
            wide = column_widths(self._room or self.width(), len(held.parties))
            box = QRect(_FIELD_LEFT, 0, wide[0] - _FIELD_LEFT, HEAD)
            paint_words(painter, box, _("Field"), tint="text2", weight=600)
            x = wide[0]
            for one, room in zip(held.parties, wide[1:], strict=False):
                who = one.reviewer.initials or one.reviewer.name
                day = date_words(one.completed_at)
                said = (_("completed {date}").format(date=day), day) if day else ()
                self._paint_one(painter, x, room, one.letter, who, said)
                x += room
            who = held.adjudicator.initials or held.adjudicator.name
            self._paint_one(painter, x, wide[-1], "", _("Consensus"), (who,))
            painter.fillRect(QRect(x, 0, 2, HEAD), colours.colour("ctl"))

    def _paint_one(
        self,
        painter: QPainter,
        x: int,
        room: int,
        sign: str,
        who: str,
        more: Sequence[str],
    ) -> None:
        """A sign, who it is, and as much more as there is room for, never cut."""
        paint_letter(painter, sign or _CONSENSUS, x + PAD, HEAD / 2, disc=not sign)
        box = QRect(x + PAD + BOX + 8, 0, room - BOX - 2 * PAD - 8, HEAD)
        used = paint_words(painter, box, who, weight=600)
        box.setLeft(box.x() + used + 8)
        metrics = theme.metrics(theme.SMALL)
        fits = (o for o in more if metrics.horizontalAdvance(o) <= box.width())
        paint_words(painter, box, next(fits, ""), tint="text3")


class LineDelegate(QStyledItemDelegate):
    """Draws headings, signs, answers and what the consensus holds."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Rows have the heights the view gives them."""
        return QSize(80, theme.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one cell."""
        row = index.data(ROW)
        area: QRect = option.rect
        colours = theme.tokens()
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, area, row)
        else:
            last = index.column() == index.model().columnCount() - 1
            painter.fillRect(area, colours.colour("pane" if last else "base"))
            if index.column() == 0:
                self._paint_field(painter, area, row)
            else:
                self._paint_cell(painter, area, index.data(CELL))
            painter.setPen(colours.colour("line"))
            painter.drawLine(area.right(), area.top(), area.right(), area.bottom())
            if last:
                painter.fillRect(
                    QRect(area.x(), area.y(), 2, area.height()), colours.colour("ctl")
                )
        painter.setPen(colours.colour("line"))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())
        painter.restore()

    @staticmethod
    def _paint_heading(painter: QPainter, area: QRect, row: Heading) -> None:
        painter.fillRect(area, theme.tokens().colour("head"))
        box = area.adjusted(_FIELD_LEFT, 0, -PAD, 0)
        used = paint_words(painter, box, row.words, weight=600)
        box.setLeft(box.x() + used + 12)
        paint_words(painter, box, row.more, tint="text3", size=theme.TINY)

    @staticmethod
    def _paint_field(painter: QPainter, area: QRect, row: Line) -> None:
        y = area.y() + (area.height() - 12) / 2
        sign = SIGNS[row.compared.sameness]
        paint_sign(painter, sign, area.x() + 6, y)
        box = area.adjusted(_FIELD_LEFT, 0, -6, 0)
        label = row.label if row.compared.spec else capitalised(row.label)
        paint_words(painter, box, label, tint="text2")

    @staticmethod
    def _paint_cell(painter: QPainter, area: QRect, cell: Cell) -> None:
        box = area.adjusted(PAD, 0, -PAD, 0)
        if cell.end:
            used = paint_words(painter, box, cell.end, tint="text3", right=True)
            box.setRight(box.right() - used - 4)
        if cell.cited:
            x, y = box.right() - 13, box.y() + (box.height() - 12) / 2
            paint_sign(painter, "pilcrow", x, y)
            box.setRight(box.right() - 18)
        if cell.said.is_code:
            paint_pill(painter, box, cell.said.text)
            return
        quiet = cell.quiet or cell.said.is_blank
        tint = "text3" if quiet else "text"
        used = paint_words(painter, box, cell.said.text, tint=tint)
        if cell.said.unit:
            box.setLeft(box.x() + used + 4)
            paint_words(painter, box, cell.said.unit, tint="text2")


class SheetView(QTableView):
    """All lines in form order; one of them may be unfolded as a card of widgets."""

    chosen = Signal(str)
    room_changed = Signal(int)
    card_misfits = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAccessibleName(_("Fields of both abstractions and the consensus"))
        self.lines = LineModel(self)
        self.card: Card | None = None
        self._open_row = -1
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEADING)
        self.verticalHeader().setDefaultSectionSize(theme.ROW)

    def show_lines(self, book: Book, shown: Iterable[Line]) -> None:
        """Show other lines, or the same ones as they are now."""
        if not self.lines.show(book, shown):
            return
        self.fold()
        self.clearSpans()
        for at, row in enumerate(self.lines.rows):
            is_heading = isinstance(row, Heading)
            if is_heading:
                self.setSpan(at, 0, 1, self.lines.columnCount())
            high = HEADING if is_heading else theme.ROW
            if self.rowHeight(at) != high:
                self.setRowHeight(at, high)
        self._lay_columns()

    def unfold(self, path: str, card: Card) -> bool:
        """Put a card in the place of a line; says whether the line is shown."""
        row = self.lines.row_of(path)
        self.fold()
        if row < 0:
            card.deleteLater()
            return False
        self.card, self._open_row = card, row
        card.setParent(self.viewport())
        self._size_card()
        card.show()
        self.show_card()
        return True

    def fold(self) -> None:
        """Fold the card, if there is one."""
        if self.card is None:
            return
        card, self.card = self.card, None
        card.hide()
        card.deleteLater()
        if 0 <= self._open_row < self.lines.rowCount():
            self.setRowHeight(self._open_row, theme.ROW)
        self._open_row = -1

    @property
    def is_narrow(self) -> bool:
        """Say whether the columns leave a figure no room beside its button."""
        wide = column_widths(self.viewport().width(), len(self.lines.parties()))
        return wide[1] < _NARROW

    def show_card(self) -> None:
        """Bring the whole card on the screen, with the line above it."""
        if self.card is None:
            return
        top = self.rowViewportPosition(self._open_row)
        high = self.rowHeight(self._open_row)
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        # Qt learns a little later how much the card has made the table longer.
        self.updateGeometries()
        wanted = bar.value()
        if top < theme.ROW or top + high > room:
            # A third of what is left stays above it: one reads downwards.
            wanted += top - max(0, (room - high) // 3)
        bar.setValue(self._at_whole_row(wanted))
        self._place_card()

    def _at_whole_row(self, wanted: int) -> int:
        """How far to scroll so that the first row is seen whole, and so is the card."""
        header = self.verticalHeader()
        top = header.sectionPosition(self._open_row)
        bottom = top + self.rowHeight(self._open_row)
        first = header.logicalIndexAt(wanted - header.offset())
        if first < 0:
            return wanted
        start = header.sectionPosition(first)
        if wanted <= start or bottom - start <= self.viewport().height():
            return start
        after = header.sectionPosition(first + 1)
        return after if first + 1 <= self._open_row else wanted

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._lay_columns()
        self._size_card()
        if self.card is not None and self.card.is_narrow != self.is_narrow:
            self.card_misfits.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the card in its place."""
        super().scrollContentsBy(dx, dy)
        self._place_card()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a line unfolds it."""
        line = self.lines.line(self.rowAt(event.position().toPoint().y()))
        if line is not None:
            self.chosen.emit(line.compared.path)
        event.accept()

    def resize_card(self) -> None:
        """Give the card the height it needs now."""
        self._size_card()
        self.show_card()

    def _lay_columns(self) -> None:
        room = self.viewport().width()
        wide = column_widths(room, max(1, len(self.lines.parties())))
        for at, width in enumerate(wide[: self.lines.columnCount()]):
            self.setColumnWidth(at, width)
        self.room_changed.emit(room)

    def _size_card(self) -> None:
        if self.card is None:
            return
        wide = column_widths(self.viewport().width(), len(self.lines.parties()))
        high = self.card.lay_out(wide)
        self.setRowHeight(self._open_row, high)
        self.card.resize(self.viewport().width(), high)
        self._place_card()

    def _place_card(self) -> None:
        if self.card is not None:
            self.card.move(0, self.rowViewportPosition(self._open_row))
