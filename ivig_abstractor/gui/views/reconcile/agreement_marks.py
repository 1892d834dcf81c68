"""The marker of a kind of answers, as it stands before the words that name it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.views.reconcile.agreement_table import paint_marker
from ivig_abstractor.model.agreement import AgreementKind


class Marker(QWidget):
    """Disc, square, diamond or triangle."""

    def __init__(self, kind: AgreementKind) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a line of small words."""
        return QSize(12, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens().colour("text2"))
            paint_marker(painter, self._kind, 6, self.height() / 2)
