"""The headers of a grid: numbers with signs at the left, labels above."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.grid import Role
from ivig_abstractor.gui.forms.sticky import StickyColumn
from ivig_abstractor.gui.forms.wrapping import label_widths
from ivig_abstractor.model.finding import Severity

ROW_HEADER = 40
_AROUND = 2 * theme.CELL_SIDE + 2
_SIGNS = {Severity.ERROR: ("error", "err"), Severity.QUERY: ("query", "qry")}


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
        # Of the height nothing is made; Qt would measure every row for it.
        return QSize(ROW_HEADER, theme.ROW)

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

    def __init__(self, parent: QWidget, sticky: StickyColumn) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sticky = sticky
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setSectionsClickable(True)
        self.setFixedHeight(theme.GRID_HEADER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the labels, and that of the names where these stay in sight."""
        super().paintEvent(event)
        self._end_at_the_last_column()
        stub = self._sticky.stub()
        if stub is not None:
            box = QRect(stub.x, 0, stub.width, self.height() - 1)
            with QPainter(self.viewport()) as painter:
                painter.fillRect(box, theme.tokens().colour("head"))
        held, half = self._sticky.held(), self._sticky.half_covered()
        if half is None and not held:
            return
        with QPainter(self.viewport()) as painter:
            if half is not None:
                box = QRect(half.x, 0, half.width, self.height())
                self.paintSection(painter, box, half.column)
            for one in held:
                box = QRect(one.x, 0, one.width, self.height())
                self.paintSection(painter, box, one.column)
                painter.setPen(theme.tokens().colour("ctl"))
                right = one.x + one.width - 1
                painter.drawLine(right, 0, right, self.height())

    def _end_at_the_last_column(self) -> None:
        """Leave no band beside the labels: it would look like a wider table."""
        end = self.length() - self.offset()
        if end < self.width():
            beside = QRect(end, 0, self.width() - end, self.height())
            with QPainter(self.viewport()) as painter:
                painter.fillRect(beside, theme.tokens().colour("base"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the label of the names selects their column."""
        grid = self.parent()
        column = self._sticky.column_at(int(event.position().x()))
        if column >= 0 and isinstance(grid, QTableView):
            grid.selectColumn(column)
            return
        super().mousePressEvent(event)

    @staticmethod
    def width_for(label: str) -> tuple[int, int]:
        """What a label needs on one line, and on two."""
        whole, half = label_widths(label)
        return whole + _AROUND, half + _AROUND

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
        room = rect.adjusted(theme.CELL_SIDE, 0, -theme.CELL_SIDE, 0)
        if rect.width() < self.width_for(text)[1]:
            side = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(text, side, room.width())
        painter.drawText(room, int(align) | int(Qt.TextFlag.TextWordWrap), text)
        painter.restore()
