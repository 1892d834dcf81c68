"""The keys of a grid, in one quiet line below it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.disclosure import paint_key

_GAP = 16
_HIGH = 28


class GridHints(QWidget):
    """Tab right, Enter down, and what else the hands need; as many as fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hints = (
            ((_("Tab"),), _("right")),
            ((_("Enter"),), _("down")),
            (("F2",), _("edit")),
            ((_("Ins"),), _("insert a row")),
            ((_("Ctrl+D"),), _("fill down")),
            ((_("Ctrl+V"),), _("paste a block")),
            ((_("Alt+Up"), _("Alt+Down")), _("move the row")),
            ((_("Ctrl+Delete"),), _("remove it")),
        )
        said = "; ".join(f"{' '.join(keys)}: {words}" for keys, words in self._hints)
        self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, max(_HIGH, theme.line_height(theme.SMALL) + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the keys and their words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = Qt.AlignmentFlag.AlignVCenter
            small, tiny = theme.metrics(theme.SMALL), theme.metrics(theme.TINY)
            x = float(theme.GUTTER)
            for keys, words in self._hints:
                wide = sum(tiny.horizontalAdvance(key) + 14 for key in keys)
                wide += small.horizontalAdvance(words)
                if x + wide > self.width() - 12:
                    break
                for key in keys:
                    x = paint_key(painter, key, x, self.height()) + 4
                painter.setFont(theme.font(theme.SMALL))
                painter.setPen(theme.tokens().colour("text3"))
                box = QRect(round(x) + 1, 0, self.width(), self.height())
                painter.drawText(box, middle, words)
                x += small.horizontalAdvance(words) + _GAP
