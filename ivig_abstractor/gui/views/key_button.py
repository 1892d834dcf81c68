"""A button that shows the key that does the same."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.views.parts import TextButton

_SIGN = 19
"""Before the words, a sign and its gap take this much."""


class KeyButton(TextButton):
    """A button that shows the key that does the same.

    With `gives_way`, the key is left out where there is no room for it.
    """

    def __init__(
        self,
        words: str,
        key: str,
        *,
        look: str = "",
        sign: str = "",
        gives_way: bool = False,
    ) -> None:
        super().__init__(words, look=look)
        self._words, self._key = words, key_text(key)
        self._primary = look == "primary"
        self._sign, self._gives_way = sign, gives_way
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText("")
        if gives_way:
            most, fixed = QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed
            self.setSizePolicy(most, fixed)

    def say(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Words and key."""
        key = theme.metrics(theme.TINY).horizontalAdvance(self._key)
        return QSize(self._bare() + key + 6, 24)

    def minimumSizeHint(self) -> QSize:
        """Nothing of the words is cut."""
        return QSize(self._bare(), 24) if self._gives_way else self.sizeHint()

    def _bare(self) -> int:
        """How wide it is without its key."""
        weight = 600 if self._primary else 400
        wide = theme.metrics(theme.SMALL, weight).horizontalAdvance(self._words)
        return wide + 18 + (_SIGN if self._sign else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and key."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            on = self.isEnabled()
            tint = ("onacc" if self._primary else "text") if on else "text3"
            painter.setFont(theme.font(theme.SMALL, 600 if self._primary else 400))
            painter.setPen(theme.tokens().colour(tint))
            middle = Qt.AlignmentFlag.AlignVCenter
            box = self.rect().adjusted(9, 0, -9, 0)
            is_bare = self.width() < self.sizeHint().width()
            if is_bare:  # the words matter more than the key
                box.setLeft(max(9, (self.width() - self._bare()) // 2 + 9))
            if self._sign:
                y = (self.height() - 14) / 2
                paint_icon(painter, self._sign, box.x(), y, 14, tint)
            words = box.adjusted(_SIGN if self._sign else 0, 0, 0, 0)
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self._words)
            if is_bare:
                return
            painter.setFont(theme.font(theme.TINY))
            painter.setPen(
                theme.tokens().colour(tint if self._primary or not on else "text3")
            )
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, self._key)
