"""What the tables of Reconcile have in common: rows without branches, and cells."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ivig_abstractor.gui import theme

Index = QModelIndex | QPersistentModelIndex


class FlatModel(QAbstractTableModel):
    """A table of rows and columns; what stands where is said by who inherits it."""

    def size(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        raise NotImplementedError

    def heading(self, column: int, role: int) -> Any:
        """What a column's heading is, for one of Qt's roles."""
        raise NotImplementedError

    def told(self, row: int, column: int, role: int) -> Any:
        """What a cell is, for one of Qt's roles."""
        raise NotImplementedError

    def announce_cells(self) -> None:
        """Say that all cells may be others; an empty table has none."""
        rows, columns = self.size()
        if rows and columns:
            last = self.index(rows - 1, columns - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The rows; those of a cell are none."""
        return 0 if parent.isValid() else self.size()[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns; those of a cell are none."""
        return 0 if parent.isValid() else self.size()[1]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The headings of the columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return self.heading(section, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        return self.told(index.row(), index.column(), role)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRect, bool]:
    """Paint what a cell stands on; where it is, and whether it is chosen."""
    area: QRect = option.rect
    state: QStyle.StateFlag = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    painter.fillRect(area, theme.tokens().colour("sel" if chosen else "base"))
    return area, chosen
