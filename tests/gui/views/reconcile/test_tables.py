"""What the tables of Reconcile have in common."""

import pytest
from PySide6.QtCore import QModelIndex, Qt

from ivig_abstractor.gui.views.reconcile.tables import FlatModel


class Squares(FlatModel):
    """Two columns: a number and its square."""

    numbers = (2, 3)

    def size(self):
        return len(self.numbers), 2

    def heading(self, column, role):
        return "n²"[: column + 1] if role == Qt.ItemDataRole.DisplayRole else None

    def told(self, row, column, role):
        return self.numbers[row] ** (column + 1)


@pytest.fixture
def model(qapp):
    return Squares()


def test_rows_and_columns_have_none_below_them(model):
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    inside = model.index(0, 0)
    assert (model.rowCount(inside), model.columnCount(inside)) == (0, 0)


def test_cells_are_told_and_no_others(model):
    assert model.index(1, 1).data() == 9
    assert model.data(QModelIndex()) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "n²"
    assert model.headerData(1, Qt.Orientation.Vertical) is None


def test_only_cells_that_are_there_are_announced(model, qtbot):
    with qtbot.waitSignal(model.dataChanged) as announced:
        model.announce_cells()
    first, last, _roles = announced.args
    assert (first.row(), last.row(), last.column()) == (0, 1, 1)
    model.numbers = ()
    with qtbot.assertNotEmitted(model.dataChanged):
        model.announce_cells()
