"""A page that says why there is nothing to show, and what leads to something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.gui.views.parts import IconLabel, label


class Message(QWidget):
    """A title and a few sentences in the middle of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(tone="title")
        self.words = label(tone="text2")
        self.words.setWordWrap(True)
        self.words.setFixedWidth(520)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        inner = QVBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(IconLabel("activity-reconcile", "text3", 32))
        inner.addWidget(self.title)
        inner.addWidget(self.words)
        inner.addLayout(self.buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(inner)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(across)
        column.addStretch(3)

    def say(self, title: str, words: str) -> None:
        """Show other words."""
        self.title.setText(title)
        self.words.setText(words)
        self.setAccessibleName(f"{title}. {words}")
