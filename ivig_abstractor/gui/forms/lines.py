"""Lines of the details pane: a sign, wrapped words, and a word at the right."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.disclosure import paint_key
from ivig_abstractor.gui.forms.words import Span, WrappedText


class SignLine(QWidget):
    """One line of a list: sign, words that may wrap, and a short word at the end."""

    def __init__(
        self,
        sign: str,
        tint: str,
        spans: Sequence[Span],
        end: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign, self._tint, self._end = sign, tint, end
        self._end_wide = theme.metrics(theme.TINY).horizontalAdvance(end)
        self._words = WrappedText(theme.SMALL, self)
        self._words.show_spans(spans)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{self._words.text()} {end}".strip())

    def text(self) -> str:
        """The words, and the one at the end."""
        return f"{self._words.text()} {self._end}".strip()

    def _room(self, width: int) -> QRect:
        left = 18 if self._sign else 0
        end = self._end_wide
        return QRect(left, 2, max(width - left - (end + 8 if end else 0), 60), 0)

    def hasHeightForWidth(self) -> bool:
        """Words that wrap are higher when they are narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words are.

        The layout asks for it. A line that gave itself a height while it is resized
        could bring a scroll bar, be narrower for it and higher, and so on for ever.
        """
        return self._words.heightForWidth(self._room(width).width()) + 4

    def sizeHint(self) -> QSize:
        """Its words in the width there is."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """One line of a few words."""
        return QSize(60, theme.line_height(theme.SMALL) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the words."""
        super().resizeEvent(event)
        room = self._room(self.width())
        room.setHeight(self._words.heightForWidth(room.width()))
        self._words.setGeometry(room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign and the word at the end."""
        with QPainter(self) as painter:
            if self._sign:
                icons.paint_icon(painter, self._sign, 0, 4, 12, self._tint)
            if self._end:
                painter.setFont(theme.font(theme.TINY))
                painter.setPen(theme.tokens().colour("text3"))
                box = QRect(0, 2, self.width(), 16)
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, right, self._end)


class Heading(QWidget):
    """A heading of the details pane, with the key that leads there."""

    def __init__(
        self, words: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._key = words, key
        self.setFixedHeight(34)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, words and key."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            # Smoothed, a line of one pixel would be a paler one of two.
            painter.fillRect(0, 6, self.width(), 1, colours.colour("line"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(theme.TINY, 600))
            painter.setPen(colours.colour("text3"))
            box = QRect(0, 12, self.width(), 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
            if self._key:
                wide = theme.metrics(theme.TINY).horizontalAdvance(self._key) + 10
                painter.translate(0, 12)
                paint_key(painter, self._key, self.width() - wide - 1, 20)


class Line(NamedTuple):
    """What one line of a list says, before there is a widget for it."""

    sign: str
    tint: str
    spans: tuple[Span, ...]
    beside: str = ""
    tip: str = ""


class ListedLines:
    """A heading with lines below it, which is there only if there are any."""

    def __init__(self, words: str, column: QVBoxLayout) -> None:
        self._heading = Heading(words)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._lines: list[SignLine] = []
        self._shown: tuple[Line, ...] | None = None
        column.addWidget(self._heading)
        column.addLayout(self._column)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines and no others; the same again costs nothing."""
        if self._shown == tuple(lines):
            return
        self._shown = tuple(lines)
        self._heading.setVisible(bool(lines))
        for gone in self._lines:
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._lines = []
        for line in lines:
            made = SignLine(line.sign, line.tint, line.spans, line.beside)
            made.setToolTip(line.tip)
            self._column.addWidget(made)
            self._lines.append(made)

    def words(self) -> list[str]:
        """What the lines say."""
        return [line.text() for line in self._lines]
