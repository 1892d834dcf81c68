"""The grid of repeating rows, under the hands what a spreadsheet is."""

from typing import NamedTuple

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.delegate import CellDelegate
from ivig_abstractor.gui.forms.fitted import FittedTable
from ivig_abstractor.gui.forms.grid import Index, RowsItemModel, field_meant


class GridView(FittedTable):
    """A table that behaves as a spreadsheet does under the hands.

    It changes nothing itself: `asked_for` names what the reviewer wants done.
    """

    asked_for = Signal(str)
    moved_to = Signal(str)
    went_out = Signal(bool)
    typed_in_vain = Signal()
    evidence_requested = Signal(str)

    def __init__(self, model: RowsItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._tabbed_from = -1
        self.setObjectName(model.container)
        self.cell_delegate = CellDelegate(model, self.text_height, self)
        self.cell_delegate.leaving.connect(self._leave_cell)
        self.cell_delegate.block_wanted.connect(self._ask_paste)
        self.setItemDelegate(self.cell_delegate)
        heads = self.verticalHeader()
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self._offer_row)
        _set_up(self)

    def _ask_paste(self) -> None:
        self.asked_for.emit("paste")

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, edit, and ask for what changes rows or cells."""
        wish = _WISHES.get((event.key(), event.modifiers() & ~_KEYPAD))
        if wish is not None:
            self.asked_for.emit(wish)
            event.accept()
        elif event.key() in _MOVES and not event.modifiers() & _COMMANDS:
            self._leave_cell(event.key())
            event.accept()
        elif event.modifiers() & _COMMANDS and event.text().isprintable():
            event.ignore()
        elif event.text() and event.text().isprintable() and self._refuses_typing():
            self.typed_in_vain.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _refuses_typing(self) -> bool:
        here, model = self.currentIndex(), self.rows_model
        return here.isValid() and not model.read_only and not model.is_asked(here)

    def _leave_cell(self, key: int) -> None:
        """Go where a key leads: Enter and Down down, Up up, Tab right, Backtab left.

        Enter goes back to where the line of Tabs began, as spreadsheets do.
        """
        now = self.currentIndex()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if self._tabbed_from < 0:
                self._tabbed_from = now.column()
            self._go_sideways(1 if key == Qt.Key.Key_Tab else -1)
            return
        back = self._tabbed_from >= 0 and key not in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        column = self._tabbed_from if back else now.column()
        self._tabbed_from = -1
        by = -1 if key == Qt.Key.Key_Up else 1
        row = min(max(now.row() + by, 0), self.rows_model.rowCount() - 1)
        self.go_to(self.rows_model.index(row, max(column, 0)))

    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,  # noqa: N803
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """An arrow ends a line of Tabs."""
        self._tabbed_from = -1
        return super().moveCursor(cursorAction, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ends a line of Tabs; one on the words of the last line begins it."""
        self._tabbed_from = -1
        there = self.indexAt(event.position().toPoint())
        new = len(self.rows_model.rows)
        comes_here = there.row() == new != self.currentIndex().row()
        if comes_here and not self.rows_model.is_typed_into(new):
            self.go_to(self.rows_model.index(new, self.first_column()))
            self.setFocus()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """One on the evidence of a row asks for that of its first field with any."""
        super().mouseDoubleClickEvent(event)
        there, model = self.indexAt(event.position().toPoint()), self.rows_model
        if not there.isValid() or not model.columns[there.column()].is_evidence:
            return
        if path := field_meant(model, there):
            self.evidence_requested.emit(path)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done, with the cell under the mouse."""
        self._offer(self.indexAt(event.pos()), event.globalPos())

    def _offer_row(self, at: QPoint) -> None:
        heads = self.verticalHeader()
        there = self.rows_model.index(heads.logicalIndexAt(at), self.first_column())
        self._offer(there, heads.mapToGlobal(at))

    def _offer(self, there: QModelIndex, at: QPoint) -> None:
        from ivig_abstractor.gui.forms.gridmenu import open_grid_menu

        if there.isValid() and not self.selectionModel().isSelected(there):
            self.go_to(there)
        self.setFocus()
        reads = self.rows_model.read_only
        open_grid_menu(self, at, self.asked_for.emit, read_only=reads)

    def _go_sideways(self, by: int) -> None:
        now = self.currentIndex()
        row, column = max(now.row(), 0), now.column() + by
        columns = self.rows_model.columnCount()
        while 0 <= row < self.rows_model.rowCount():
            while 0 <= column < columns:
                there = self.rows_model.index(row, column)
                if not self.isColumnHidden(column) and self.rows_model.is_asked(there):
                    self.go_to(there)
                    return
                column += by
            row += by
            column = 0 if by > 0 else columns - 1
        self.went_out.emit(by > 0)

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one."""
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, select)
        self.scrollTo(index)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab is a move inside the grid; at its ends it leaves."""
        del next
        return False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which field is the current one."""
        super().currentChanged(current, previous)
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()
        self.tell_place_if_here()

    def tell_place_if_here(self) -> None:
        """Announce the current cell's field, if one stands in it."""
        if self.hasFocus() or self.is_open():
            self.tell_place()

    def tell_place(self) -> None:
        """Announce the current cell's field."""
        index = self.currentIndex()
        model = self.rows_model
        path = field_meant(model, index) or model.row_path(index.row())
        self.moved_to.emit(path or model.container)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Entering the grid makes a cell current."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(self.rows_model.index(0, self.first_column()))
        elif event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.tell_place()
        self.verticalHeader().viewport().update()

    def selected_cells(self) -> list[QModelIndex]:
        """The selected cells on the screen, row by row."""
        chosen = [one for one in self.selectedIndexes() if not self._is_hidden(one)]
        return sorted(chosen, key=lambda one: (one.row(), one.column()))

    def _is_hidden(self, index: QModelIndex) -> bool:
        return self.isColumnHidden(index.column())

    def first_column(self) -> int:
        """The first column on the screen that holds answers."""
        return next(iter(self.shown_fields()), 0)

    def shown_fields(self) -> list[int]:
        """The columns on the screen that hold answers, from left to right."""
        return [
            at
            for at, column in enumerate(self.rows_model.columns)
            if column.spec is not None and not self.isColumnHidden(at)
        ]

    def shown_columns(self) -> list[int]:
        """All columns on the screen, computed ones and the evidence among them."""
        every = range(len(self.rows_model.columns))
        return [at for at in every if not self.isColumnHidden(at)]

    def shown_names(self) -> frozenset[str]:
        """The fields that have a column on the screen."""
        specs = (self.rows_model.columns[at].spec for at in self.shown_fields())
        return frozenset(spec.name for spec in specs if spec is not None)

    def is_open(self) -> bool:
        """Say whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grid, the names of its rows, a dashed frame around what is new."""
        super().paintEvent(event)
        self.sticky.paint_stub()
        self.sticky.paint()
        paint_invitation(self)
        paint_fresh(self)

    def row_box(self) -> QRect:
        """Where the current row stands; the first with the names of the columns."""
        row = max(self.currentIndex().row(), 0)
        top = self.horizontalHeader().height() + self.rowViewportPosition(row)
        box = QRect(0, top, self.width(), self.rowHeight(row))
        return box if row else box.united(self.horizontalHeader().geometry())

    def cell_corner(self, index: QModelIndex) -> QPoint:
        """The lower left corner of a cell, in global coordinates."""
        box = self.visualRect(index)
        foot = box.y() + self.text_height(index.row())
        return self.viewport().mapToGlobal(QPoint(box.x(), foot))


def _set_up(grid: GridView) -> None:
    """Edit by typing, select one block, scroll smoothly, draw no frame."""
    grid.setEditTriggers(
        QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.DoubleClicked
    )
    grid.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    per_pixel = QAbstractItemView.ScrollMode.ScrollPerPixel
    grid.setHorizontalScrollMode(per_pixel)
    grid.setVerticalScrollMode(per_pixel)
    grid.setTabKeyNavigation(False)
    grid.setWordWrap(False)
    grid.setCornerButtonEnabled(False)
    grid.setFrameShape(QTableView.Shape.NoFrame)


def paint_fresh(grid: GridView) -> None:
    """A dashed frame stands around what was just pasted."""
    fresh = grid.rows_model.fresh
    if not fresh:
        return
    box = QRect()
    for row, column in fresh:
        cell = grid.visualRect(grid.rows_model.index(row, column))
        cell.setHeight(grid.text_height(row) - 1)
        box = box.united(cell)
    with QPainter(grid.viewport()) as painter:
        painter.setPen(QPen(theme.tokens().colour("acc"), 2, Qt.PenStyle.DashLine))
        painter.drawRect(box.adjusted(1, 1, -1, -1))


def paint_invitation(grid: GridView) -> None:
    """The last line says what it is for, across its empty cells."""
    model = grid.rows_model
    row = len(model.rows)
    if model.read_only or model.is_typed_into(row):
        return
    place = invitation(grid)
    if place is None:
        return
    with QPainter(grid.viewport()) as painter:
        painter.setFont(theme.font(theme.SMALL))
        painter.fillRect(place.box.adjusted(0, 3, 0, -3), theme.tokens().colour("base"))
        painter.setPen(theme.tokens().colour("text3"))
        painter.drawText(place.box, Qt.AlignmentFlag.AlignVCenter, place.words)


class Invitation(NamedTuple):
    """What the last line says, and where."""

    words: str
    box: QRect


def invitation(grid: GridView) -> Invitation | None:
    """The words that have room in the last line; none while it is typed into.

    Who stands in the line reads them beside the cell, or inside its frame where the
    grid ends before they do.
    """
    row, heads = len(grid.rows_model.rows), grid.horizontalHeader()
    top, end = grid.rowViewportPosition(row), heads.length() - heads.offset()
    here = grid.currentIndex()
    stands = here.row() == row and (grid.hasFocus() or grid.is_open())
    words = _("Type or paste to add a row")
    advance = theme.metrics(theme.SMALL).horizontalAdvance
    if not stands:
        wide = min(advance(words) + 8, end - 9)
        return Invitation(words, QRect(theme.CELL_SIDE, top, wide, theme.ROW - 1))
    cell, half = grid.visualRect(here), grid.viewport().width() // 2
    left = theme.CELL_SIDE + max(0, cell.right())
    if grid.is_open() or left > half:
        return None
    more = _("Type here, or paste rows from a spreadsheet or a PDF table")
    for said in (more, words):
        if left + advance(said) + 8 < min(end, grid.viewport().width()):
            box = QRect(left, top, advance(said) + 8, theme.ROW - 1)
            return Invitation(said, box)
    inside = QRect(cell.x() + theme.CELL_SIDE, top, advance(words) + 4, theme.ROW - 1)
    return Invitation(words, inside) if inside.right() < cell.right() - 2 else None


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NO = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COMMANDS = _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier
_MOVES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_WISHES: dict[tuple[int, Qt.KeyboardModifier], str] = {
    (Qt.Key.Key_Insert, _NO): "insert",
    (Qt.Key.Key_Delete, _NO): "clear",
    (Qt.Key.Key_Backspace, _NO): "clear",
    (Qt.Key.Key_Delete, _CTRL): "remove",
    (Qt.Key.Key_D, _CTRL): "fill",
    (Qt.Key.Key_C, _CTRL): "copy",
    (Qt.Key.Key_X, _CTRL): "cut",
    (Qt.Key.Key_V, _CTRL): "paste",
    (Qt.Key.Key_Up, _ALT): "up",
    (Qt.Key.Key_Down, _ALT): "down",
}
