"""The review panels on one line: what each of them says, to be clicked open."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.gui import icons, theme

SIGNS = {"error": "err", "query": "qry", "blank": "text3"}
_GAP = 18
_SIGN = 13


@dataclass(frozen=True, slots=True)
class PanelWords:
    """The name of a panel, what it says in a few words, and its sign."""

    name: str
    words: str
    sign: str

    def width(self, *, named: bool) -> int:
        """What it needs on the line, with the words or with the name alone."""
        wide = theme.metrics(theme.SMALL, 600).horizontalAdvance(self.name)
        if self.sign:
            wide += _SIGN + 5
        if not named and self.words:
            wide += theme.metrics(theme.TINY).horizontalAdvance(self.words) + 6
        return wide


class PanelLine(QWidget):
    """Paints the panels side by side; a click asks for one of them in full."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._panels: tuple[PanelWords, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_panels(self, panels: Sequence[PanelWords]) -> None:
        """Say something else."""
        if self._panels != tuple(panels):
            self._panels = tuple(panels)
            said = [f"{one.name}: {one.words}" for one in panels]
            self.setToolTip("\n".join(said))
            self.setAccessibleName("; ".join(said))
            self.update()

    def _places(self) -> list[QRect]:
        named = not self._has_room()
        places, x = [], 0
        for one in self._panels:
            wide = one.width(named=named)
            places.append(QRect(x, 0, wide, self.height()))
            x += wide + _GAP
        return places

    def _has_room(self) -> bool:
        needs = sum(one.width(named=False) + _GAP for one in self._panels)
        return needs - _GAP <= self.width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the panel under the mouse."""
        at = event.position().toPoint()
        places = enumerate(self._places())
        here = (n for n, one in places if one.adjusted(-8, 0, 8, 0).contains(at))
        self.chosen.emit(next(here, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, sign and words of each."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            middle = Qt.AlignmentFlag.AlignVCenter
            room = self._has_room()
            for one, box in zip(self._panels, self._places(), strict=True):
                tint = SIGNS.get(one.sign, "text3")
                painter.setFont(theme.font(theme.SMALL, 600))
                painter.setPen(colours.colour("text2"))
                painter.drawText(box, middle, one.name)
                x = box.x() + painter.fontMetrics().horizontalAdvance(one.name) + 6
                if one.sign:
                    size = 9 if one.sign == "blank" else _SIGN
                    icons.paint_icon(
                        painter, one.sign, x, (self.height() - size) / 2, size, tint
                    )
                    x += _SIGN + 5
                if room:
                    painter.setFont(theme.font(theme.TINY))
                    painter.setPen(colours.colour(tint))
                    rest = QRect(x, 0, box.right() - x + 4, self.height())
                    painter.drawText(rest, middle, one.words)
