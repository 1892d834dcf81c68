"""The grid of repeating rows, under the hands what a spreadsheet is."""

from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
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
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.bands import RowBands
from ivig_abstractor.gui.forms.delegate import CellDelegate
from ivig_abstractor.gui.forms.grid import Index, Role, RowsItemModel
from ivig_abstractor.gui.forms.sticky import StickyColumn
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import Kind

_WIDTHS: dict[Kind, int] = {
    Kind.INTEGER: 52,
    Kind.DECIMAL: 60,
    Kind.DATE: 84,
    Kind.CHOICE: 108,
    Kind.CHOICES: 120,
    Kind.ARM: 64,
    Kind.STAT: 88,
    Kind.KOFN: 84,
    Kind.CHANGE: 88,
    Kind.TIME: 76,
    Kind.SPAN: 60,
    Kind.MEASURE: 64,
    Kind.EFFECT: 108,
    Kind.TEXT: 116,
    Kind.TEXTS: 116,
}
_ROOMY = {Kind.TEXT, Kind.TEXTS, Kind.CHOICE, Kind.CHOICES}
_SIGNS = {Severity.ERROR: ("error", "err"), Severity.QUERY: ("query", "qry")}
ROW_HEADER = 40
_LEAST = 90
_SQUEEZED = 160
_GENEROUS = 120
_ROOMIEST = 240


class RowHeader(QHeaderView):
    """The number of each row, with the sign of its worst finding."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setDefaultSectionSize(theme.ROW)
        self.setMinimumSectionSize(theme.ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Room for a sign and a number."""
        return QSize(ROW_HEADER, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the number at the height of its row, whatever stands below it."""
        colours = theme.tokens()
        model = self.model()
        view = self.parent()
        here = isinstance(view, QTableView) and view.currentIndex().row() == section
        active = here and isinstance(view, QTableView) and view.hasFocus()
        painter.save()
        painter.fillRect(rect, colours.colour("sel" if active else "head"))
        painter.setPen(colours.colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = QRect(rect.x(), rect.y(), rect.width() - 8, theme.ROW - 1)
        text = str(model.headerData(section, Qt.Orientation.Vertical) or "")
        if text == "+":
            x = rect.x() + (rect.width() - 12) / 2
            icons.paint_icon(painter, "plus", x, rect.y() + 8, 12, "text3")
        else:
            painter.setFont(theme.font(theme.TINY))
            painter.setPen(colours.colour("onsel" if active else "text3"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, right, text)
            worst = model.headerData(section, Qt.Orientation.Vertical, Role.SEVERITY)
            if worst in _SIGNS:
                name, tint = _SIGNS[worst]
                icons.paint_icon(painter, name, rect.x() + 4, rect.y() + 7, 14, tint)
        painter.restore()


class ColumnHeader(QHeaderView):
    """The labels of the columns, on two lines where one would be too wide."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the labels, and that of the names where these stay in sight."""
        super().paintEvent(event)
        grid = self.parent()
        wide = grid.sticky.width() if isinstance(grid, GridView) else 0
        if wide and isinstance(grid, GridView):
            painter = QPainter(self.viewport())
            box = QRect(0, 0, wide, self.height())
            self.paintSection(painter, box, grid.sticky.column)
            painter.setPen(theme.tokens().colour("ctl"))
            painter.drawLine(wide - 1, 0, wide - 1, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the label of the names selects their column."""
        grid = self.parent()
        x = event.position().x()
        if isinstance(grid, GridView) and x < grid.sticky.width():
            grid.selectColumn(grid.sticky.column)
            return
        super().mousePressEvent(event)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setSectionsClickable(True)
        self.setFixedHeight(theme.GRID_HEADER)

    @staticmethod
    def width_for(label: str) -> tuple[int, int]:
        """What a label needs on one line, and on two."""
        metrics = theme.metrics(theme.SMALL, 600)
        words = label.split(" ")
        whole = metrics.horizontalAdvance(label)
        halves = [
            max(
                metrics.horizontalAdvance(" ".join(words[:at])),
                metrics.horizontalAdvance(" ".join(words[at:])),
            )
            for at in range(1, len(words))
        ]
        return whole + 18, min(halves, default=whole) + 18

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a label, marked over the current column."""
        colours = theme.tokens()
        view = self.parent()
        grid = view if isinstance(view, QTableView) else None
        here = grid is not None and grid.currentIndex().column() == section
        active = here and grid is not None and grid.hasFocus()
        painter.save()
        painter.fillRect(rect, colours.colour("sel" if active else "head"))
        painter.setPen(colours.colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = self.model()
        across = Qt.Orientation.Horizontal
        text = str(model.headerData(section, across) or "")
        align = model.headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        painter.setFont(theme.font(theme.SMALL, 600))
        painter.setPen(colours.colour("onsel" if active else "text2"))
        room = rect.adjusted(8, 0, -8, 0)
        painter.drawText(room, int(align) | int(Qt.TextFlag.TextWordWrap), text)
        painter.restore()


_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class GridView(QTableView):
    """A table that behaves as a spreadsheet does under the hands.

    It changes nothing itself: `asked_for` names what the reviewer wants done.
    """

    asked_for = Signal(str)
    moved_to = Signal(str)
    went_out = Signal(bool)
    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)

    def __init__(self, model: RowsItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.sticky = StickyColumn(self, model)
        self.bands = RowBands(self)
        self.bands.reply_requested.connect(self.reply_requested)
        self.bands.repair_chosen.connect(self.repair_chosen)
        self.most_height = 640
        self._tabbed_from = -1
        self._natural: dict[int, int] = {}
        self.setObjectName(model.container)
        self.cell_delegate = CellDelegate(self)
        self.cell_delegate.leaving.connect(self._leave_cell)
        self.cell_delegate.block_wanted.connect(self._ask_paste)
        self.setItemDelegate(self.cell_delegate)
        self.setVerticalHeader(RowHeader(self))
        self.setHorizontalHeader(ColumnHeader(self))
        self.setModel(model)
        _set_up(self)

    def _ask_paste(self) -> None:
        self.asked_for.emit("paste")

    # Size

    def fit(self) -> None:
        """Give columns the width of what they hold, and the grid that of its rows.

        Who gives the model other rows calls this once, when all of them are there.
        """
        metrics = theme.metrics(theme.SMALL)
        model = self.rows_model
        self._natural = {}
        for at, column in enumerate(model.columns):
            if self.isColumnHidden(at):
                continue
            spec = column.spec
            wanted = 64 if column.key else 80 if spec is None else _WIDTHS[spec.kind]
            longest = max(
                (
                    metrics.horizontalAdvance(str(model.index(row, at).data() or ""))
                    for row in range(min(len(model.rows), 60))
                ),
                default=0,
            )
            most = 220 if spec is not None and spec.kind in _ROOMY else 170
            sign = 17 if column.is_evidence else 0
            wide = max(wanted, min(longest + sign + 20, most))
            _one_line, two_lines = ColumnHeader.width_for(column.label)
            self._natural[at] = max(wide, two_lines)
        self._share_width()
        self.fit_height()

    def _share_width(self) -> None:
        """Start from what columns hold; take from words or give to them."""
        for at, wide in self._natural.items():
            self.setColumnWidth(at, wide)
        squeeze(self)
        high = theme.GRID_HEADER
        for at in self._natural:
            label = self.rows_model.columns[at].label
            if self.columnWidth(at) < ColumnHeader.width_for(label)[0]:
                high = theme.GRID_HEADER + theme.line_height(theme.SMALL)
        self.horizontalHeader().setFixedHeight(high)

    def fit_height(self) -> None:
        """Be as high as the rows, up to a limit; then scroll."""
        self.bands.place(self.rows_model.rowCount())
        rows = sum(self.rowHeight(row) for row in range(self.rows_model.rowCount()))
        needed = self.horizontalHeader().height() + rows + 1
        if self._is_wide():
            needed += 12
        self.setFixedHeight(min(needed, self.most_height))

    def _is_wide(self) -> bool:
        columns = sum(
            self.columnWidth(at)
            for at in range(self.rows_model.columnCount())
            if not self.isColumnHidden(at)
        )
        return columns > self.width() - ROW_HEADER

    def updateGeometries(self) -> None:
        """Keep the messages at their rows when the grid changes its size."""
        super().updateGeometries()
        self.bands.place(self.rows_model.rowCount())

    def resizeEvent(self, event: Any) -> None:
        """A narrower grid may need its scroll bar."""
        super().resizeEvent(event)
        self._share_width()
        self.fit_height()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Messages move with their rows, and not sideways."""
        super().scrollContentsBy(dx, dy)
        if dx:
            # What stays in place must not be moved with the rest.
            self.viewport().update()
            self.horizontalHeader().viewport().update()
        self.bands.place(self.rows_model.rowCount())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE,
    ) -> None:
        """Bring a cell into sight, and out from under the names of the rows."""
        super().scrollTo(index, hint)
        covered = self.sticky.width()
        if covered and index.column() != self.sticky.column:
            under = covered - self.visualRect(index).x()
            if under > 0:
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - under)

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """The cell at a place; over the names, that of the name."""
        row = self.sticky.row_at(pos)
        if row >= 0:
            return self.rows_model.index(row, self.sticky.column)
        return super().indexAt(pos)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form unless the grid itself is cut off."""
        bar = self.verticalScrollBar()
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        if sideways or bar.maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def show_bands(self, found: dict[int, list[Finding]], *, read_only: bool) -> None:
        """Put the errors of rows under them."""
        self.bands.show_findings(found, read_only=read_only)
        self.fit_height()

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
        else:
            super().keyPressEvent(event)

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
        """A click ends a line of Tabs."""
        self._tabbed_from = -1
        super().mousePressEvent(event)

    def _go_sideways(self, by: int) -> None:
        now = self.currentIndex()
        row, column = max(now.row(), 0), now.column() + by
        is_new = row >= len(self.rows_model.rows)
        if by > 0 and is_new and not self.rows_model.is_typed_into(row):
            # Nothing is written into the line for a new row: Tab goes past it.
            row, column = row + 1, 0
        columns = self.rows_model.columnCount()
        while 0 <= row < self.rows_model.rowCount():
            while 0 <= column < columns:
                there = self.rows_model.index(row, column)
                asked = there.data(Role.KIND) in ("asked", "new")
                asked = asked and self.rows_model.spec_at(there) is not None
                if not self.isColumnHidden(column) and asked:
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
        if self.hasFocus() or self.is_open():
            self.tell_place()

    def tell_place(self) -> None:
        """Announce the current cell's field."""
        index = self.currentIndex()
        path = self.rows_model.path(index) or self.rows_model.row_path(index.row())
        self.moved_to.emit(path or self.rows_model.container)

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

    def is_open(self) -> bool:
        """Say whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grid, the names of its rows, a dashed frame around what is new."""
        super().paintEvent(event)
        self.sticky.paint()
        paint_invitation(self)
        paint_fresh(self)

    def cell_corner(self, index: QModelIndex) -> QPoint:
        """The lower left corner of a cell, in global coordinates."""
        box = self.visualRect(index)
        return self.viewport().mapToGlobal(QPoint(box.x(), box.y() + theme.ROW))


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


def squeeze(grid: GridView) -> None:
    """Take a little from columns of words, if that spares a scroll bar."""
    model = grid.rows_model
    shown = [at for at in range(len(model.columns)) if not grid.isColumnHidden(at)]
    over = sum(map(grid.columnWidth, shown)) - (grid.width() - ROW_HEADER - 1)
    wordy = [
        at
        for at in shown
        if (spec := model.columns[at].spec) is not None and spec.kind in _ROOMY
    ]
    if over < 0 and wordy:
        spread_out(grid, wordy, -over)
        return
    spare = sum(max(0, grid.columnWidth(at) - _LEAST) for at in wordy)
    if not 0 < over <= min(spare, _SQUEEZED):
        return
    for at in wordy:
        give = max(0, grid.columnWidth(at) - _LEAST)
        grid.setColumnWidth(at, grid.columnWidth(at) - -(-over * give // spare))


def spread_out(grid: GridView, wordy: list[int], room: int) -> None:
    """Give columns of words some of the room that is left beside the rows."""
    share = min(room // len(wordy), _GENEROUS)
    for at in wordy:
        wide = grid.columnWidth(at)
        grid.setColumnWidth(at, max(wide, min(wide + share, _ROOMIEST)))


def paint_fresh(grid: GridView) -> None:
    """A dashed frame stands around what was just pasted."""
    fresh = grid.rows_model.fresh
    if not fresh:
        return
    box = QRect()
    for row, column in fresh:
        cell = grid.visualRect(grid.rows_model.index(row, column))
        cell.setHeight(theme.ROW - 1)
        box = box.united(cell)
    painter = QPainter(grid.viewport())
    painter.setPen(QPen(theme.tokens().colour("acc"), 2, Qt.PenStyle.DashLine))
    painter.drawRect(box.adjusted(1, 1, -1, -1))


def paint_invitation(grid: GridView) -> None:
    """The last line says what it is for, across its empty cells."""
    model = grid.rows_model
    row = len(model.rows)
    if model.read_only or model.is_typed_into(row):
        return
    left = 8
    if grid.currentIndex().row() == row and (grid.hasFocus() or grid.is_open()):
        # The frame of the cell one stands in is not painted over.
        left += max(0, grid.visualRect(grid.currentIndex()).right())
        if grid.is_open() or left > grid.viewport().width() // 2:
            return
    painter = QPainter(grid.viewport())
    painter.setFont(theme.font(theme.SMALL))
    words = _("Type or paste to add a row")
    if left > 8:
        words = _("Type here, or paste rows from a spreadsheet or a PDF table")
    wide = painter.fontMetrics().horizontalAdvance(words) + 8
    box = QRect(left, grid.rowViewportPosition(row), wide, theme.ROW - 1)
    painter.fillRect(box.adjusted(0, 3, 0, -3), theme.tokens().colour("base"))
    painter.setPen(theme.tokens().colour("text3"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NO = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COMMANDS = _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier
_MOVES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_WISHES: dict[tuple[int, Qt.KeyboardModifier], str] = {
    (Qt.Key.Key_Insert, _NO): "add",
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
