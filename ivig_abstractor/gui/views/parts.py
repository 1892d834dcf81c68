"""Small pieces the screens share: plain labels, tinted buttons, key caps."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ivig_abstractor.gui.icons import icon, paint_icon, pixmap
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.theme import theme_changes

FINDINGS_HEAD = 30
"""The line that is left of the findings when they are folded."""


def label(
    text: str = "", *, tone: str = "", size: str = "", parent: QWidget | None = None
) -> QLabel:
    """A label that shows its text as it is: never rich text, never a link."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if tone:
        made.setProperty("tone", tone)
    if size:
        made.setProperty("type", size)
    return made


class ChoiceBox(QComboBox):
    """A list to choose from, with the chevron of the window's other lists."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls what is around; it chooses nothing in passing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its chevron."""
        super().paintEvent(event)
        x, y = self.width() - 19, (self.height() - 12) / 2
        with QPainter(self) as painter:
            paint_icon(painter, "chevron-down", x, y, 12, "text2")


class ChoiceButton(QToolButton):
    """A flat button that opens a menu, with the chevron that says so."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and its chevron."""
        super().paintEvent(event)
        if self.isEnabled():
            x, y = self.width() - 17, (self.height() - 12) / 2
            with QPainter(self) as painter:
                paint_icon(painter, "chevron-down", x, y, 12, "text2")


class KeyCap(QLabel):
    """A key as it is printed on the keyboard."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(key_text(keys), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("keyCap")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class KeyHint(QWidget):
    """A key and what it does, side by side."""

    def __init__(
        self,
        keys: str,
        words: str,
        *,
        key_first: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.words = ElidedLabel(tone="text2")
        self.words.setProperty("type", "small")
        self.words.setSizePolicy(
            QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        )
        self.words.setText(words)
        cap = KeyCap(keys)
        for part in (cap, self.words) if key_first else (self.words, cap):
            row.addWidget(part)

    def say(self, words: str) -> None:
        """Change what the key does, in words."""
        self.words.setText(words)


class IconLabel(QLabel):
    """An icon without words; what it means stands in its accessible name."""

    def __init__(
        self,
        name: str,
        tint: str = "text2",
        size: int = 16,
        said: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._tint, self._size = name, tint, size
        self.setAccessibleName(said)
        self.setFixedSize(size, size)
        theme_changes().changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, tint: str) -> None:
        """Show another icon."""
        self._name, self._tint = name, tint
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.setPixmap(pixmap(self._name, self._tint, self._size, ratio))


class IconButton(QToolButton):
    """A small button with an icon; its name is its tooltip."""

    def __init__(
        self,
        name: str,
        said: str,
        *,
        tint: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._tint = name, tint
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(24, 24)
        self.setAutoRaise(True)
        theme_changes().changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name, self._tint))


class TextButton(QPushButton):
    """A button with words and perhaps an icon and the key that does the same."""

    def __init__(
        self,
        words: str,
        *,
        icon_name: str = "",
        look: str = "",
        tint: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._name, self._tint = icon_name, tint
        self.setProperty("type", "small")
        if look:
            self.setProperty("look", look)
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        if icon_name:
            theme_changes().changed.connect(self._draw)
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name, self._tint))


class ElidedLabel(QLabel):
    """One line of plain text that is cut with an ellipsis; whole in its tooltip."""

    def __init__(self, *, tone: str = "text2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._text, self._tone = "", tone
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self._tell()
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another width, of which Qt knows nothing."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        metrics = QFontMetrics(self.font())
        # Qt rounds the width of a text, and cuts it where half a pixel is missing.
        wide = metrics.horizontalAdvance(self._text) + 1 if self._text else 0
        return QSize(wide, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text when it does not fit any more."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        from ivig_abstractor.gui.theme import tokens

        with QPainter(self) as painter:
            painter.setPen(tokens().colour(self._tone))
            shown = painter.fontMetrics().elidedText(
                self._text, Qt.TextElideMode.ElideRight, self.width()
            )
            side = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
            painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _tell(self) -> None:
        fits = self.sizeHint().width() <= self.width()
        self.setToolTip("" if fits else plain_tip(self._text))


def line_across() -> QFrame:
    """A thin line from left to right."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedHeight(1)
    return made


def line_down(height: int = 0) -> QFrame:
    """A thin line from top to bottom."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedWidth(1)
    if height:
        made.setFixedHeight(height)
    return made


def spread(row: QHBoxLayout) -> None:
    """Push what follows to the right end of a row."""
    row.addStretch(1)
