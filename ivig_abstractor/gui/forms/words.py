"""Wrapped plain text with a few emphasised stretches, painted without any markup."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.plain import set_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QTextLayout


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with its token of colour and its weight.

    `joined`: it never begins a line, but takes the word before it along.
    """

    text: str
    tint: str = "text"
    weight: int = 400
    joined: bool = False


class WrappedText(QLabel):
    """Shows spans of plain text, wrapped to the width it is given.

    What needs more lines than `most_lines` is cut there, and said whole as a tip.
    """

    def __init__(
        self,
        size: int = theme.SMALL,
        parent: QWidget | None = None,
        *,
        most_lines: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size = size
        self._most = most_lines
        self._spans: tuple[Span, ...] = ()
        self._heights: dict[int, int] = {}
        self._laid: tuple[int, theme.Tokens, QTextLayout, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show other words."""
        if self._spans != tuple(spans):
            self._spans = tuple(spans)
            self._heights.clear()
            self._laid = None
            self.setAccessibleName("".join(span.text for span in spans))
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """The words shown."""
        return "".join(span.text for span in self._spans)

    def hasHeightForWidth(self) -> bool:
        """Text that wraps is higher when it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height all words need at a width."""
        if width not in self._heights:
            layout, height = self._lay_out(width)
            if self._most:
                is_cut = layout.lineCount() > self._most
                set_tip(self, self.text() if is_cut else "")
                height = min(height, self._most * self._line_height())
            self._heights[width] = max(height, self._line_height())
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """One line, as wide as it may get."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def minimumSizeHint(self) -> QSize:
        """One line of a few words."""
        return QSize(40, self._line_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines in the colours in use."""
        layout, _height = self._lay_out(self.width())
        with QPainter(self) as painter:
            painter.setPen(theme.tokens().colour("text"))
            if not self._most or layout.lineCount() <= self._most:
                layout.draw(painter, QPointF(0, 0))
                return
            for at in range(self._most - 1):
                layout.lineAt(at).draw(painter, QPointF(0, 0))
            last = layout.lineAt(self._most - 1)
            painter.setFont(theme.font(self._size))
            rest = layout.text()[last.textStart() :]
            side = Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(rest, side, self.width())
            box = QRectF(0, last.y(), self.width(), self._line_height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _line_height(self) -> int:
        return theme.line_height(self._size)

    def _lay_out(self, width: int) -> tuple["QTextLayout", int]:
        """The lines in a width, and their height; those asked for last are kept."""
        colours, laid = theme.tokens(), self._laid
        if laid is not None and laid[0] == width and laid[1] is colours:
            return laid[2:]
        layout, height = self._lay_out_anew(width)
        self._laid = width, colours, layout, height
        return layout, height

    def _lay_out_anew(self, width: int) -> tuple["QTextLayout", int]:
        # Qt's classes for rich text are dear to load, and few words are there at first.
        from PySide6.QtGui import QTextLayout, QTextOption

        font: QFont = theme.font(self._size)
        layout = QTextLayout(_bound(self._spans), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        top, step = 0, self._line_height()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, top + (step - line.height()) / 2))
            top += step
        layout.endLayout()
        return layout, top

    def _formats(self) -> list["QTextLayout.FormatRange"]:
        from PySide6.QtGui import QTextCharFormat, QTextLayout

        formats: list[QTextLayout.FormatRange] = []
        start = 0
        for span in self._spans:
            looks = QTextCharFormat()
            looks.setForeground(theme.tokens().colour(span.tint))
            looks.setFontWeight(span.weight)
            made = QTextLayout.FormatRange()
            made.start = start
            made.length = len(span.text.encode("utf-16-le")) // 2
            made.format = looks
            start += len(span.text.encode("utf-16-le")) // 2
            formats.append(made)
        return formats


def _bound(spans: Sequence[Span]) -> str:
    """The text of spans, as long as it was, with no break before a joined one."""
    text = ""
    for span in spans:
        begun = span.text
        if span.joined:
            begun = begun.lstrip(" ").rjust(len(begun), "\N{NO-BREAK SPACE}")
        text += begun
    return text
