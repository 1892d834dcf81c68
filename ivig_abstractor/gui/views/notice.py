"""A bar below the form that says what went wrong, or that the file is only read."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.theme import line_height, look
from ivig_abstractor.gui.views.parts import IconButton, IconLabel, TextButton

_SIGNS = {
    "error": ("error", "err"),
    "query": ("warning", "qry"),
    "plain": ("note", "acc"),
}
_LINE = 24


class Notice(QFrame):
    """One message with what can be done about it; it never stands in the way."""

    closed = Signal()
    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.sign = IconLabel("error", "err")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # The sign, the first line and the buttons stand on one height.
        self.sign.setFixedHeight(_LINE)
        around = (_LINE - line_height()) // 2
        self.words.setContentsMargins(0, around, 0, around)
        self._buttons: list[TextButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 8, 4)
        self._row.setSpacing(10)
        self._row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.words, 1)
        self.dismiss = IconButton("cross", _("Close this message"))
        self.dismiss.clicked.connect(self.clear)
        self._row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(
        self,
        words: str,
        kind: str = "error",
        ways: Sequence[tuple[str, Callable[[], None]]] = (),
        *,
        stays: bool = False,
    ) -> None:
        """Show a message; `stays` means it cannot be closed."""
        self._drop_buttons()
        look(self, kind=kind)
        self.sign.show_icon(*_SIGNS[kind])
        self.words.setText(words)
        self.setAccessibleName(words)
        for at, (title, do) in enumerate(ways):
            button = TextButton(title)
            button.setObjectName("way")
            button.clicked.connect(do)
            self._row.insertWidget(2 + at, button, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(button)
        self.dismiss.setVisible(not stays)
        self.show()
        self.said.emit()

    def offers(self, title: str) -> bool:
        """Say whether the message that is shown offers this way out."""
        return not self.isHidden() and any(one.text() == title for one in self._buttons)

    def clear(self) -> None:
        """Take the message away."""
        self._drop_buttons()
        self.hide()
        self.closed.emit()

    def _drop_buttons(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
