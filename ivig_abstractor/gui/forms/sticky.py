"""The columns that name the rows of a grid stay in sight while it scrolls sideways."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.model.form import Kind

_WIDEST_PART = 0.45
"""Names that would take more of the grid than this scroll away with the rest."""

_READABLE = 64
"""What is seen of the last column says nothing where it is narrower than this."""


@dataclass(frozen=True, slots=True)
class Held:
    """A column that is drawn at the left edge: which, from where, and how wide."""

    column: int
    x: int
    width: int


class StickyColumn:
    """Draws the naming columns at the left edge once it has scrolled past them.

    They are the same columns drawn a second time: whoever goes into one scrolls back.
    They are the arm, and the first answer that every row has.
    """

    def __init__(
        self, grid: QTableView, model: RowsItemModel, text_height: Callable[[int], int]
    ) -> None:
        self._grid = grid
        self._text_height = text_height
        self._model = model

    @property
    def columns(self) -> list[int]:
        """The columns that tell the rows apart, from left to right."""
        shown = [
            (at, one.spec)
            for at, one in enumerate(self._model.columns)
            if one.spec is not None and not self._grid.isColumnHidden(at)
        ]
        arms = [at for at, spec in shown if spec.kind is Kind.ARM]
        rest = (
            at
            for at, spec in shown
            if spec.kind is not Kind.ARM and not spec.item.optional
        )
        name = next(rest, next((at for at, _spec in shown), -1))
        return sorted({*arms[:1], *([name] if name >= 0 else ())})

    def held(self) -> list[Held]:
        """The columns that cover the left edge; none while all are in place."""
        if self._grid.horizontalScrollBar().value() == 0:
            return []
        most = self._grid.viewport().width() * _WIDEST_PART
        held: list[Held] = []
        x = 0
        for column in self.columns:
            wide = self._grid.columnWidth(column)
            if self._grid.columnViewportPosition(column) >= x or x + wide > most:
                break
            held.append(Held(column, x, wide))
            x += wide
        return held

    def width(self) -> int:
        """How much of the left edge the columns cover."""
        return sum(one.width for one in self.held())

    def half_covered(self) -> Held | None:
        """What is seen of the column whose beginning is out of sight, if one is."""
        grid, edge = self._grid, self.width()
        column = grid.columnAt(edge)
        begins = grid.columnViewportPosition(column) if column >= 0 else edge
        if begins >= edge:
            return None
        return Held(column, edge, begins + grid.columnWidth(column) - edge)

    def stub(self) -> Held | None:
        """What is seen of the last column, if it is too little to be read."""
        grid, wide = self._grid, self._grid.viewport().width()
        column = grid.columnAt(wide - 1)
        if column < 0 or column == grid.currentIndex().column():
            return None
        begins, whole = grid.columnViewportPosition(column), grid.columnWidth(column)
        seen = wide - begins
        readable = seen >= min(whole, max(_READABLE, whole // 2))
        return None if readable or begins < self.width() else Held(column, begins, seen)

    def paint_stub(self) -> None:
        """Leave the cells of a cut column empty: half a number reads as another one."""
        stub = self.stub()
        if stub is None:
            return
        with QPainter(self._grid.viewport()) as painter:
            base = theme.tokens().colour("base")
            for row in range(self._model.rowCount()):
                top = self._grid.rowViewportPosition(row)
                high = self._text_height(row) - 1
                painter.fillRect(QRect(stub.x, top, stub.width, high), base)

    def column_at(self, x: int) -> int:
        """The column that is drawn over a place, -1 beside them."""
        here = (one.column for one in self.held() if 0 <= x - one.x < one.width)
        return next(here, -1)

    def row_at(self, place: QPoint) -> int:
        """The row whose name is drawn at a place, -1 beside the names."""
        covered = self.column_at(place.x()) >= 0
        return self._grid.rowAt(place.y()) if covered else -1

    def paint(self) -> None:
        """Draw the names of the rows that can be seen.

        Beside them a text is cut at its end, as everywhere, not in its middle.
        """
        held, half = self.held(), self.half_covered()
        if half is None and not held:
            return
        grid = self._grid
        with QPainter(grid.viewport()) as painter:
            option = QStyleOptionViewItem()
            option.initFrom(grid)
            first = max(grid.rowAt(0), 0)
            last = grid.rowAt(grid.viewport().height() - 1)
            last = self._model.rowCount() - 1 if last < 0 else last
            for row in range(first, last + 1):
                for one in held:
                    self._paint_cell(painter, option, row, one, "ctl")
                if half is not None:
                    self._paint_cell(painter, option, row, half, "line")

    def _paint_cell(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: int,
        held: Held,
        edge: str,
    ) -> None:
        grid, colours = self._grid, theme.tokens()
        index = self._model.index(row, held.column)
        top, right = grid.rowViewportPosition(row), held.x + held.width - 1
        high = self._text_height(row)
        option.rect = QRect(held.x, top, held.width - 1, high - 1)
        option.state = QStyle.StateFlag.State_Enabled
        if grid.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if index == grid.currentIndex() and grid.hasFocus():
            option.state |= QStyle.StateFlag.State_HasFocus
        grid.itemDelegate().paint(painter, option, index)
        # Filled, a line leaves nothing of what lies below at a scale of 1.5.
        below = QRect(held.x, top + high - 1, held.width, 1)
        painter.fillRect(below, colours.colour("line"))
        painter.fillRect(QRect(right, top, 1, high), colours.colour(edge))
