"""The row of a derived value: shown with its formula, never typed."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.editors import with_dashes
from ivig_abstractor.gui.forms.steps import label_room
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.model.deriving import DerivedLine

_GAP = 8


class DerivedRow(QWidget):
    """A derived value: an equals sign, the result, the formula, what was assumed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = self._text = self._formula = self._assumption = ""
        self._label_width = theme.LABEL
        self.setFixedHeight(theme.ROW)

    def show_line(self, line: DerivedLine) -> None:
        """Show a result with its formula, or why there is none."""
        self._label, self._text = line.label, with_dashes(line.text)
        formula = with_dashes(line.formula)
        # A result that stood there already is not worked out from itself.
        self._formula = f"= {formula}" if formula not in ("", self._text) else ""
        if not line.text:
            self._formula = line.reason
        self._assumption = line.assumption if line.text else ""
        said = [one for one in (self._text, self._formula, self._assumption) if one]
        self.setAccessibleName(f"{line.label}: {', '.join(said)}")
        set_tip(self, "\n".join(said[1:]))
        self.update()

    def text(self) -> str:
        """Label and result as shown."""
        return f"{self._label}: {self._text or self._formula}"

    def set_label_width(self, width: int) -> None:
        """Line up with the editors of the other rows."""
        self._label_width = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            icons.paint_icon(painter, "derived", 6, 8, 12, "text2")
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setFont(theme.font())
            painter.setPen(colours.colour("text2"))
            width = label_room(self._label_width, self.width())
            painter.drawText(
                QRect(theme.GUTTER, 0, self.width(), 28), middle, self._label
            )
            # A long label moves its result aside, rather than lying under it.
            label = painter.fontMetrics().horizontalAdvance(self._label)
            x = theme.GUTTER + max(width, label + 12)
            painter.setFont(theme.font(theme.TEXT, 600))
            painter.setPen(colours.colour("text"))
            shown = self._text or "–"
            painter.drawText(QRect(x, 0, self.width() - x, 28), middle, shown)
            x += painter.fontMetrics().horizontalAdvance(shown) + _GAP
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colours.colour("text3"))
            metrics = painter.fontMetrics()
            chip = (
                metrics.horizontalAdvance(self._assumption) + 30
                if self._assumption
                else 0
            )
            room = max(self.width() - x - 12 - min(chip, 240), 40)
            words = metrics.elidedText(self._formula, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(x, 0, room, 28), middle, words)
            x += metrics.horizontalAdvance(words) + _GAP
            if chip:
                self._paint_chip(painter, x, min(chip, self.width() - x - 8))

    def _paint_chip(self, painter: QPainter, x: int, wide: int) -> None:
        colours = theme.tokens()
        painter.setPen(colours.colour("line"))
        painter.drawRoundedRect(QRectF(x + 0.5, 4.5, wide - 1, 19), 3, 3)
        icons.paint_icon(painter, "note", x + 5, 8, 12, "text2")
        painter.setPen(colours.colour("text2"))
        side = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self._assumption, side, wide - 26)
        box = QRect(x + 21, 4, wide - 24, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
