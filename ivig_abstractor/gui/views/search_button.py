"""The box at the right end of the menu bar that opens the palette."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.views.parts import ElidedLabel, IconLabel, KeyCap

_WIDTH = 312
_HEIGHT = 22


class SearchCorner(QWidget):
    """Keeps the box in the middle of the bar's height, clear of its end."""

    def __init__(self, button: "SearchButton", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 8, 4)
        row.addWidget(button)


class SearchButton(QPushButton):
    """Looks like a box to type in; typing happens in the palette it opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.words = ElidedLabel(tone="text3")
        self.words.setProperty("type", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 6, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("search", "text3", 14))
        row.addWidget(self.words, 1)
        row.addWidget(KeyCap("Ctrl+K"))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """What the menu bar asks when it places its corner."""
        return QSize(_WIDTH, _HEIGHT)

    def say(self, words: str) -> None:
        """Say what can be found now."""
        self.words.setText(words)
        set_tip(self, words)
        self.setAccessibleName(words)
