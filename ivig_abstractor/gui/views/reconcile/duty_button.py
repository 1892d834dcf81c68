"""The buttons that say what a reviewer does for a study, and show what is so now."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.views.parts import TextButton
from ivig_abstractor.model.review import Duty

_PAD, _GAP, _TICK = 9, 6, 16


class DutyButton(TextButton):
    """Gives a duty; ticked and bold while it is that of the selected cells."""

    def __init__(self, duty: Duty, words: str, key: str) -> None:
        super().__init__(words)
        self.duty = duty
        self._words, self._key = words, key
        self.setText("")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def nextCheckState(self) -> None:
        """A click asks for the duty: what is checked is what the cells then hold."""

    def sizeHint(self) -> QSize:
        """Room for the tick is always kept, so that nothing moves."""
        words = theme.metrics(theme.SMALL, 600).horizontalAdvance(self._words)
        key = theme.metrics(theme.TINY).horizontalAdvance(self._key)
        return QSize(_TICK + words + _GAP + key + 2 * _PAD, 24)

    def minimumSizeHint(self) -> QSize:
        """Nothing of it is cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tick, the words and the key."""
        super().paintEvent(event)
        present, on = self.isChecked(), self.isEnabled()
        tint = ("onsel" if present else "text") if on else "text3"
        weight = 600 if present else 400
        measure = theme.metrics(theme.SMALL, weight).horizontalAdvance
        key = theme.metrics(theme.TINY).horizontalAdvance(self._key)
        used = (_TICK if present else 0) + measure(self._words) + _GAP + key
        box = self.rect().adjusted((self.width() - used) // 2, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            if present:
                y = (self.height() - 12) / 2
                icons.paint_icon(painter, "tick", box.x(), y, 12, tint)
                box.setLeft(box.x() + _TICK)
            painter.setFont(theme.font(theme.SMALL, weight))
            painter.setPen(theme.tokens().colour(tint))
            painter.drawText(box, middle, self._words)
            box.setLeft(box.x() + measure(self._words) + _GAP)
            painter.setFont(theme.font(theme.TINY))
            painter.setPen(theme.tokens().colour(tint if present else "text3"))
            painter.drawText(box, middle, self._key)
