"""How the line that is decided is laid out, drawn, and walked with Tab."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.views.reconcile.choosing import ConsensusColumn
from ivig_abstractor.gui.views.reconcile.columns import FieldColumn, SideColumn

LEAST = 96


class CardFrame(QFrame):
    """The columns of a line side by side: the field, each reviewer, the consensus."""

    field: FieldColumn
    sides: list[SideColumn]
    consensus: ConsensusColumn

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reconcileCard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def lay_out(self, widths: Sequence[int]) -> int:
        """Place the columns; gives the height all of them need."""
        columns: list[QWidget] = [self.field, *self.sides, self.consensus]
        high = LEAST
        for column, width in zip(columns, widths, strict=False):
            column.setFixedWidth(width)
            layout = column.layout()
            if isinstance(layout, QVBoxLayout):
                layout.activate()
                high = max(high, layout.totalHeightForWidth(width))
        x = 0
        for column, width in zip(columns, widths, strict=False):
            column.setGeometry(x, 0, width, high)
            x += width
        return high

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tinted ground, the columns, and a frame that shows the focus."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.colour("selsoft"))
            painter.setPen(colours.colour("line"))
            for side in self.sides:
                painter.drawLine(side.x() - 1, 1, side.x() - 1, self.height() - 2)
            painter.fillRect(
                self.consensus.x(), 0, 2, self.height(), colours.colour("ctl")
            )
            focus = QApplication.focusWidget()
            inside = focus is not None and (focus is self or self.isAncestorOf(focus))
            wide = 2 if inside else 1
            painter.setPen(QPen(colours.colour("acc" if inside else "ctl"), wide))
            edge = wide / 2
            painter.drawRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab goes through the parts of the card, and from the last one on."""
        focus = QApplication.focusWidget()
        stops: list[QWidget] = [self, *self._stops()]
        held = [one for one in stops[1:] if one is focus or _holds(one, focus)]
        at = stops.index(held[-1]) if held else 0
        following = at + (1 if next else -1)
        if not 0 <= following < len(stops):
            return super().focusNextPrevChild(next)
        reason = Qt.FocusReason
        stops[following].setFocus(
            reason.TabFocusReason if next else reason.BacktabFocusReason
        )
        return True

    def _stops(self) -> list[QWidget]:
        """What can take the keys inside, as one reads it."""
        mine = self.consensus
        parts = [*(side.button for side in self.sides), mine.edit, mine.editor]
        parts += [mine.reason, mine.decide, mine.unclear, mine.reopen]
        shown = [one for one in parts if one is not None and one.isVisible()]
        return [one for one in shown if one.isEnabled()]


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and part.isAncestorOf(focus)
