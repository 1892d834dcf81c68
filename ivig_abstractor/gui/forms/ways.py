"""What a text that is being typed may mean: one line and one letter for each."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.disclosure import paint_key
from ivig_abstractor.model.notation.reading import Way

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class WayChoices(QWidget):
    """The ways, the safe one marked: its letter, the arrows and Enter choose."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ways: tuple[Way, ...] = ()
        self._marked = 0
        self._step = theme.CONTROL

    @property
    def ways(self) -> tuple[Way, ...]:
        """What is offered."""
        return self._ways

    @property
    def marked(self) -> Way | None:
        """The way that Enter takes."""
        return self._ways[self._marked] if self._ways else None

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Offer other ways; the mark stays while they are the same in kind."""
        same = [one.letter for one in ways] == [one.letter for one in self._ways]
        self._ways = tuple(ways)
        if not same:
            safe = (at for at, one in enumerate(ways) if one.safe)
            self._marked = next(safe, 0)
        lines = [f"{one.letter}: {one.label} {one.result}".strip() for one in ways]
        self.setAccessibleName("; ".join(lines))
        self._step = max(theme.CONTROL, theme.line_height(theme.SMALL) + 6)
        self.update()

    def wanted_width(self) -> int:
        """What the longest line needs."""
        metrics = theme.metrics(theme.SMALL, 600)
        wide = [
            metrics.horizontalAdvance(one.label)
            + metrics.horizontalAdvance(one.result or _("Enter"))
            for one in self._ways
        ]
        return max(wide, default=0) + 90

    def wanted_height(self) -> int:
        """One line for each."""
        return self._step * len(self._ways)

    def takes(self, event: QKeyEvent, text: str) -> bool:
        """Choose by letter or move the mark; a letter behind a space is typing."""
        if not self._ways or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._marked = (self._marked + step) % len(self._ways)
            self.update()
            return True
        letter = event.text().upper()
        if not letter or text[-1:].isspace():
            return False
        chosen = next((one for one in self._ways if one.letter == letter), None)
        if chosen is not None:
            self.taken.emit(chosen)
        return chosen is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a line takes it."""
        at = int(event.position().y()) // self._step
        if 0 <= at < len(self._ways):
            self.taken.emit(self._ways[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = Qt.AlignmentFlag.AlignVCenter
            for at, way in enumerate(self._ways):
                line = QRect(0, at * self._step, self.width(), self._step)
                here = at == self._marked
                if here:
                    painter.fillRect(line, colours.colour("sel"))
                painter.save()
                painter.translate(QPoint(0, line.y()))
                paint_key(painter, way.letter, 8, self._step)
                painter.restore()
                painter.setFont(theme.font(theme.SMALL, 600 if here else 400))
                painter.setPen(colours.colour("onsel" if here else "text"))
                painter.drawText(line.adjusted(36, 0, 0, 0), middle, way.label)
                painter.setFont(theme.font(theme.SMALL))
                painter.setPen(colours.colour("onsel" if here else "text3"))
                end = _("Enter") if here else way.result
                right = middle | Qt.AlignmentFlag.AlignRight
                painter.drawText(QRectF(line.adjusted(0, 0, -10, 0)), right, end)
