"""The column that names the rows of a grid stays in sight while it scrolls sideways."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.model.form import Kind

_WIDEST_PART = 0.45
"""A name that would take more of the grid than this scrolls away with the rest."""


class StickyColumn:
    """Draws the naming column at the left edge once it has scrolled past it.

    It is the same column drawn a second time: whoever goes into it scrolls back.
    """

    def __init__(self, grid: QTableView, model: RowsItemModel) -> None:
        self._grid = grid
        self._model = model

    @property
    def column(self) -> int:
        """The column that tells the rows apart, -1 if none is shown."""
        shown = [
            at
            for at, one in enumerate(self._model.columns)
            if one.spec is not None and not self._grid.isColumnHidden(at)
        ]
        for at in shown:
            spec = self._model.columns[at].spec
            if spec and spec.kind is not Kind.ARM and not spec.item.optional:
                return at
        return next(iter(shown), -1)

    def width(self) -> int:
        """How much of the left edge the column covers; nothing while it is in place."""
        if self._grid.horizontalScrollBar().value() == 0:
            return 0
        column = self.column
        if column < 0 or self._grid.columnViewportPosition(column) >= 0:
            return 0
        wide = self._grid.columnWidth(column)
        most = self._grid.viewport().width() * _WIDEST_PART
        return wide if wide <= most else 0

    def row_at(self, place: QPoint) -> int:
        """The row whose name is drawn at a place, -1 beside the names."""
        covered = 0 <= place.x() < self.width()
        return self._grid.rowAt(place.y()) if covered else -1

    def paint(self) -> None:
        """Draw the names of the rows that can be seen."""
        wide = self.width()
        if not wide:
            return
        grid, column = self._grid, self.column
        colours = theme.tokens()
        painter = QPainter(grid.viewport())
        option = QStyleOptionViewItem()
        option.initFrom(grid)
        delegate = grid.itemDelegate()
        first = max(grid.rowAt(0), 0)
        last = grid.rowAt(grid.viewport().height() - 1)
        last = self._model.rowCount() - 1 if last < 0 else last
        for row in range(first, last + 1):
            index = self._model.index(row, column)
            top = grid.rowViewportPosition(row)
            option.rect = QRect(0, top, wide - 1, theme.ROW - 1)
            option.state = QStyle.StateFlag.State_Enabled
            if grid.selectionModel().isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == grid.currentIndex() and grid.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            delegate.paint(painter, option, index)
            painter.setPen(colours.colour("line"))
            painter.drawLine(0, top + theme.ROW - 1, wide - 1, top + theme.ROW - 1)
            painter.setPen(colours.colour("ctl"))
            painter.drawLine(wide - 1, top, wide - 1, top + theme.ROW - 1)
