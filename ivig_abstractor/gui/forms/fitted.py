"""A table that is as wide and high as its rows need; many scroll inside it."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QTableView,
    QWidget,
)

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.bands import RowBands
from ivig_abstractor.gui.forms.delegate import SIGN
from ivig_abstractor.gui.forms.grid import Index, RowsItemModel
from ivig_abstractor.gui.forms.headers import ROW_HEADER, ColumnHeader, RowHeader
from ivig_abstractor.gui.forms.sharing import (
    LINES,
    CellNeed,
    ColumnNeed,
    is_crowded,
    most_of,
    shared,
)
from ivig_abstractor.gui.forms.sticky import StickyColumn
from ivig_abstractor.gui.forms.wrapping import least_width, widest_piece, wrapped
from ivig_abstractor.model.finding import Finding
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
_BAR = 12
_MANY_ROWS = 22
_NARROWEST = 46
_AROUND = 2 * theme.CELL_SIDE + 2
_WHOLE = 320
"""What is longer does not count."""

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_AS_NEEDED = Qt.ScrollBarPolicy.ScrollBarAsNeeded
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class FittedTable(QTableView):
    """Rows with messages under them, columns that share the width there is."""

    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    row_left = Signal()

    def __init__(self, model: RowsItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.sticky = StickyColumn(self, model, self.text_height)
        self.bands = RowBands(self, self.text_height)
        self.bands.reply_requested.connect(self.reply_requested)
        self.bands.repair_chosen.connect(self.repair_chosen)
        self.most_rows = _MANY_ROWS
        self.scrolls = False
        self.setVerticalScrollBarPolicy(_NEVER)
        self._needs: dict[int, ColumnNeed] = {}
        self._texts: dict[int, list[str]] = {}
        self._cells: dict[int, tuple[CellNeed, ...]] = {}
        self._room = -1
        self._lines: list[int] = []
        self._is_late = False
        self.setVerticalHeader(RowHeader(self))
        self.setHorizontalHeader(ColumnHeader(self, self.sticky))
        self.setModel(model)

    def fit(self) -> None:
        """Give columns the width of what they hold, and the grid that of its rows.

        Who gives the model other rows calls this once, when all of them are there.
        While a row is worked in, columns of words keep their width, and all do where
        lines are broken anyway, unless a number would take more than two.
        """
        model = self.rows_model
        shown = [at for at in range(len(model.columns)) if not self.isColumnHidden(at)]
        self._texts = {at: model.texts(at) for at in shown}
        needs = {at: self._need(at) for at in shown}
        self._cells = {at: need.cells for at, need in needs.items()}
        before = self._needs
        self._is_late = False
        if self.is_worked_in():
            kept = {
                at: before.get(at, need) if need.is_wordy else need
                for at, need in needs.items()
            }
            if is_crowded(kept.values(), self.room()) and self._can_hold(kept):
                kept = before
            self._is_late, needs = kept != needs, kept
        if needs != before:
            self._needs = needs
            self._share_width()
        self._wrap()
        self.fit_height()

    def _can_hold(self, needs: dict[int, ColumnNeed]) -> bool:
        """Say whether all columns are wide enough to be read, were they to stay."""
        if needs.keys() != self._needs.keys():
            return False
        return all(
            one.is_wordy or self.columnWidth(at) >= one.on(2)
            for at, one in needs.items()
        )

    def _need(self, at: int) -> ColumnNeed:
        """What a column needs for its label and its rows, and no less than before."""
        column, spec = self.rows_model.columns[at], self.rows_model.columns[at].spec
        usual = 64 if column.keys else 80 if spec is None else _WIDTHS[spec.kind]
        wordy = spec is None or spec.kind in _ROOMY
        _one_line, two_lines = ColumnHeader.width_for(column.head)
        label = max(two_lines, _NARROWEST)
        around = _AROUND + (SIGN if column.is_evidence else 0)
        texts = self._texts[at]
        needs = {text: _cell_need(text, around, label) for text in {*texts}}
        cells = tuple(needs[text] for text in texts)
        long = (text for text, need in needs.items() if need[0] > label)
        word = max((widest_piece(text) + around for text in long), default=0)
        need = ColumnNeed(usual, label, word, cells, most_of(needs.values()), wordy)
        return need.joined(self._needs.get(at, need))

    def is_worked_in(self) -> bool:
        """Say whether the cursor stands in a row, or in its fields below.

        What was just pasted is seen as a whole, wherever the cursor stands.
        """
        if self.rows_model.fresh:
            return False
        focus, panel = QApplication.focusWidget(), self.parentWidget()
        inside = focus is not None and panel is not None and panel.isAncestorOf(focus)
        return inside and 0 <= self.currentIndex().row() < len(self.rows_model.rows)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Make up for the widths that waited until the row was left."""
        super().currentChanged(current, previous)
        if current.row() == previous.row():
            return
        self.row_left.emit()
        if self._is_late:
            self._is_late = False
            QTimer.singleShot(0, self, self.fit)

    def start_over(self) -> None:
        """Forget the widths, the places and the cell of other rows."""
        self.selectionModel().clear()
        self._needs = {}
        self._is_late = False
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def _share_width(self) -> None:
        """Let the columns share the room, under labels of one line or two."""
        needs, self._room = self._needs, self.room()
        widths = shared([*needs.values()], self._room)
        high = theme.GRID_HEADER
        for at, wide in zip(needs, widths, strict=True):
            self.setColumnWidth(at, wide)
            if wide < ColumnHeader.width_for(self.rows_model.columns[at].head)[0]:
                high = theme.GRID_HEADER + theme.line_height(theme.SMALL)
        self.horizontalHeader().setFixedHeight(high)

    def text_height(self, row: int) -> int:
        """The height of a row, without the messages under it."""
        lines = self._lines[row] if row < len(self._lines) else 1
        return theme.ROW + (lines - 1) * theme.line_height(theme.SMALL)

    def _wrap(self) -> None:
        """Give each row as many lines as its longest cell needs in its column."""
        model, lines = self.rows_model, [1] * len(self.rows_model.rows)
        for at, cells in self._cells.items():
            wide = self.columnWidth(at)
            # As the delegate draws it.
            room = wide - 2 * theme.CELL_SIDE
            room -= SIGN if model.columns[at].is_evidence else 0
            for row, (text, cell) in enumerate(
                zip(self._texts[at], cells, strict=True)
            ):
                if cell[0] > wide:
                    lines[row] = max(lines[row], len(wrapped(text, room)))
        if lines != self._lines:
            self._lines = lines
            self.bands.forget()

    def fit_height(self) -> None:
        """Be as high as the rows, up to a limit; then scroll."""
        self.bands.place(self.rows_model.rowCount())
        rows = sum(self.rowHeight(row) for row in range(self.rows_model.rowCount()))
        needed = self.horizontalHeader().height() + rows + 1
        if self._is_wide():
            needed += _BAR
        most = needed - self._rows_beyond()
        if self.scrolls != (needed > most):
            # The bar beside the rows takes its width from the columns.
            self.scrolls = needed > most
            self.setVerticalScrollBarPolicy(_AS_NEEDED if self.scrolls else _NEVER)
            self._share_width()
            self._wrap()
            self.bands.place(self.rows_model.rowCount())
        self.setFixedHeight(min(needed, most))

    def _rows_beyond(self) -> int:
        """The height of the rows that are too many to be shown beside each other.

        Up to there, and with the line for another row, only the form scrolls.
        """
        beyond = range(self.most_rows + 1, self.rows_model.rowCount())
        return sum(self.rowHeight(row) for row in beyond)

    def _is_wide(self) -> bool:
        columns = sum(
            self.columnWidth(at)
            for at in range(self.rows_model.columnCount())
            if not self.isColumnHidden(at)
        )
        return columns > self.room() + 1

    def room(self) -> int:
        """The width for columns, between the heads of rows and the bar beside them."""
        return self.width() - ROW_HEADER - 1 - (_BAR if self.scrolls else 0)

    def updateGeometries(self) -> None:
        """Keep the messages at their rows when the grid changes its size."""
        super().updateGeometries()
        self.bands.place(self.rows_model.rowCount())

    def resizeEvent(self, event: Any) -> None:
        """A narrower grid may need its scroll bar."""
        super().resizeEvent(event)
        if self.room() != self._room:
            self._share_width()
            self._wrap()
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
        before = (one for one in self.sticky.held() if one.column < index.column())
        covered = sum(one.width for one in before)
        under = covered - self.visualRect(index).x()
        if covered and under > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - under)

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """The cell at a place; over the names, that of the name."""
        row = self.sticky.row_at(pos)
        if row >= 0:
            return self.rows_model.index(row, self.sticky.column_at(pos.x()))
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


def _cell_need(text: str, around: int, label: int) -> CellNeed:
    """The widths of a cell with a text on one line, and on more."""
    if not text:
        return 0, 0, 0
    whole = theme.metrics(theme.SMALL).horizontalAdvance(text) + around
    if whole <= label:
        return whole, whole, whole
    two, more = (least_width(text, lines) + around for lines in (2, LINES))
    return min(whole, _WHOLE), min(two, _WHOLE), min(more, _WHOLE)
