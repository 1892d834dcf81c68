"""Which columns of a grid are on the screen, and when one may come or go."""

from PySide6.QtCore import QObject, Qt, Signal

from ivig_abstractor.gui.forms.bars import GridBar
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.model.form import RepeatSpec

_FEW = 5


class ShownColumns(QObject):
    """Shows the columns that are asked; none comes or goes under typing hands."""

    caught_up = Signal()

    def __init__(self, spec: RepeatSpec, grid: GridView, bar: GridBar) -> None:
        super().__init__(grid)
        self._grid, self._bar = grid, bar
        self._has_few = len(spec.fields) <= _FEW
        self._waits = False
        self._row = -1
        self.are_all = False
        # Not while the grid is still about to go to the other row.
        queued = Qt.ConnectionType.QueuedConnection
        grid.row_left.connect(self._catch_up, queued)

    def show(self, *, at_once: bool = True) -> None:
        """Show what is asked, or leave it as it is until the row is left."""
        model, grid = self._grid.rows_model, self._grid
        further = every = 0
        self._waits = False
        for at, column in enumerate(model.columns):
            first = column.is_essential or self._has_few
            asked = model.is_column_asked(at)
            every += asked
            further += asked and not first
            hidden = not (asked and (first or self.are_all))
            if hidden != grid.isColumnHidden(at):
                self._waits = not at_once
                if at_once:
                    grid.setColumnHidden(at, hidden)
        self._row = grid.currentIndex().row()
        self._bar.show_columns(further, every, opened=self.are_all)
        self._bar.show_codes(model.codes_in(grid.shown_names()))
        grid.fit()

    def toggle(self) -> None:
        """Show all columns, or only the essential ones."""
        self.are_all = not self.are_all
        self.show()
        # At once: who reveals a field goes to its cell with the same step.
        self._grid.updateGeometries()

    def _catch_up(self) -> None:
        # It may be told late of a row that was left before this one was typed in.
        still = self._grid.is_worked_in()
        if self._waits and not (still and self._grid.currentIndex().row() == self._row):
            self.show()
            self.caught_up.emit()
