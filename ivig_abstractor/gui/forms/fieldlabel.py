"""The label of a field: its lines break and stand the same, current or not."""

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QWidget

from ivig_abstractor.gui import theme

_FIRST = theme.CONTROL
"""The first line is centred in this height, as the words in the editor beside it."""


class FieldLabel(QLabel):
    """Breaks its words where the bold ones break, so that nothing moves."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("tone", "text2")

    def lines(self, width: int) -> tuple[str, ...]:
        """The words of each line in a width."""
        if not self.wordWrap():
            return (self.text(),)
        return _lines(theme.family(), self.text(), width)

    def height_for(self, width: int) -> int:
        """How high the lines are together."""
        return _FIRST + (len(self.lines(width)) - 1) * theme.line_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines under each other, the first beside its editor."""
        with QPainter(self) as painter:
            strong = self.property("tone") == "strong"
            painter.setFont(theme.font(theme.TEXT, 600 if strong else 400))
            painter.setPen(theme.tokens().colour("text" if strong else "text2"))
            lines = self.lines(self.width())
            first = min(_FIRST, self.height()) if len(lines) > 1 else self.height()
            box = QRect(0, 0, self.width(), first)
            for line in lines:
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)
                box.translate(0, theme.line_height())


@lru_cache(maxsize=1024)
def _lines(family: str, text: str, width: int) -> tuple[str, ...]:
    """Where bold words break in a width."""
    del family  # part of the key: the metrics change with the application's font
    layout = QTextLayout(text, theme.font(theme.TEXT, 600))
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        found.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    return tuple(found) or (text,)
