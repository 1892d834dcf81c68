"""The line that folds the less needed fields, and the captions of groups."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import decapitalised


def paint_key(painter: QPainter, text: str, x: float, height: int) -> float:
    """Draw a key cap; returns where it ends."""
    painter.setFont(theme.font(theme.TINY))
    wide = painter.fontMetrics().horizontalAdvance(text) + 10
    top = (height - 16) / 2
    painter.setPen(theme.tokens().colour("line"))
    painter.drawRoundedRect(QRectF(x + 0.5, top + 0.5, wide - 1, 15), 3, 3)
    painter.setPen(theme.tokens().colour("text3"))
    room = QRectF(x, top, wide, 16)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
    return x + wide


class MoreFields(QAbstractButton):
    """`9 more fields`: opens and folds the rest of the section."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        # Tab reaches it through the section, which knows its place among the rows.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._named = self._counts = self._signs = ""

    def show_fields(
        self, labels: Sequence[str], answered: int, left: int, signs: str
    ) -> None:
        """Say how many are folded, the first of them by name, and what is in them."""
        count = len(labels)
        said = ngettext("{count} more field", "{count} more fields", count)
        self.setText(said.format(count=count))
        named = ", ".join(decapitalised(label) for label in labels[:4])
        self._named = named + ("…" if count > 4 else "")
        self._signs = signs
        counted = ((_("{count} answered"), answered), (_("{n} left"), left))
        told = [words.format(n=n, count=n) for words, n in counted if n]
        self._counts = " · ".join(told)
        self.setAccessibleName(f"{self.text()}: {self._named} {self._counts}".strip())
        self.update()

    def stops(self) -> list[QWidget]:
        """Tab stops at it, between the rows before and behind."""
        return [self]

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(200, theme.ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw chevron, number, names and key."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.fillRect(self.rect(), colours.colour("selsoft"))
            if self.hasFocus():
                painter.setPen(QPen(colours.colour("acc"), 2))
                frame = QRectF(self.rect()).adjusted(3, 1, -3, -1)
                painter.drawRoundedRect(frame, 4, 4)
            name = "chevron-down" if self.isChecked() else "chevron-right"
            icons.paint_icon(painter, name, 5, 7, 14, "text2")
            middle = Qt.AlignmentFlag.AlignVCenter
            x = theme.GUTTER
            if self._signs and not self.isChecked():
                tint = {"error": "err", "query": "qry"}[self._signs]
                icons.paint_icon(painter, self._signs, x, 7, 14, tint)
                x += 20
            painter.setFont(theme.font(theme.TEXT, 600))
            painter.setPen(colours.colour("text"))
            painter.drawText(QRect(x, 0, self.width(), theme.ROW), middle, self.text())
            x += painter.fontMetrics().horizontalAdvance(self.text()) + 8
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colours.colour("text3"))
            metrics = painter.fontMetrics()
            room = self.width() - x - 70
            counts = f" · {self._counts}" if self._counts else ""
            # The names give way, not the counts.
            names = max(room - metrics.horizontalAdvance(counts), 40)
            words = metrics.elidedText(self._named, Qt.TextElideMode.ElideRight, names)
            words += counts
            painter.drawText(QRect(x, 0, room, theme.ROW), middle, words)
            x += metrics.horizontalAdvance(words) + 8
            paint_key(painter, _("Alt+M"), x, theme.ROW)


class GroupCaption(QWidget):
    """The name of a group of fields, over a thin line."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words)
        self.setFixedHeight(26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the line to their right."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setFont(theme.font(theme.TINY, 600))
            painter.setPen(colours.colour("text3"))
            box = QRect(theme.GUTTER, 4, self.width() - theme.GUTTER, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
            x = theme.GUTTER + painter.fontMetrics().horizontalAdvance(self._words) + 8
            painter.setPen(colours.colour("line"))
            painter.drawLine(x, 14, self.width() - 1, 14)
