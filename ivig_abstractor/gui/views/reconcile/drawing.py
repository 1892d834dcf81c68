"""What the lists and tables of Reconcile draw alike: letters, pills, cut words."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme

BOX = 18
SIGN = 12
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def shared(needs: Sequence[int], room: int) -> list[int]:
    """Share a room by need: who needs little has it all, the others share alike."""
    given = list(needs)
    left, open_ = room, sorted(range(len(needs)), key=needs.__getitem__)
    for done, at in enumerate(open_):
        given[at] = max(0, min(needs[at], left // (len(open_) - done)))
        left -= given[at]
    return given


def paint_focus(painter: QPainter, area: QRect) -> None:
    """Draw the frame of what has the keys, as wide as that of every other part."""
    painter.save()
    painter.setPen(QPen(theme.tokens().colour("acc"), 2))
    painter.drawRect(area.adjusted(1, 1, -1, -1))
    painter.restore()


def paint_letter(
    painter: QPainter, letter: str, x: float, middle: float, *, disc: bool = False
) -> None:
    """Draw a reviewer's letter in a square, or the consensus' in a disc."""
    colours = theme.tokens()
    box = QRectF(x + 0.5, middle - BOX / 2 + 0.5, BOX - 1, BOX - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if disc:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("text2"))
        painter.drawEllipse(box)
    else:
        painter.setPen(QPen(colours.colour("text"), 1))
        painter.setBrush(colours.colour("base"))
        painter.drawRoundedRect(box, 3, 3)
    painter.setPen(colours.colour("base" if disc else "text"))
    painter.setFont(theme.font(theme.TINY, 600))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


def paint_words(
    painter: QPainter,
    box: QRect,
    words: str,
    *,
    tint: str = "text",
    size: int = theme.SMALL,
    weight: int = 400,
    right: bool = False,
) -> int:
    """Draw words cut to their room; returns how wide they are."""
    painter.setFont(theme.font(size, weight))
    painter.setPen(theme.tokens().colour(tint))
    metrics = theme.metrics(size, weight)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, _MIDDLE | side, shown)
    return metrics.horizontalAdvance(shown)


def paint_sign(
    painter: QPainter, name: str, x: float, y: float, tint: str = "text2"
) -> None:
    """Draw a small icon at whole pixels, as drawn before: a table has hundreds."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(round(x), round(y), icons.pixmap(name, tint, SIGN, ratio))


def paint_pill(painter: QPainter, box: QRect, words: str) -> int:
    """Draw a missing code as its pill; returns how wide it is."""
    colours = theme.tokens()
    metrics = theme.metrics(theme.SMALL)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 32)
    wide = metrics.horizontalAdvance(shown) + 32
    high = min(20, box.height() - 4)
    pill = QRectF(box.x(), box.y() + (box.height() - high) / 2, wide, high)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour("pill"))
    painter.drawRoundedRect(pill, high / 2, high / 2)
    paint_sign(painter, "missing", pill.x() + 8, pill.y() + (high - SIGN) / 2)
    painter.setPen(colours.colour("text"))
    painter.setFont(theme.font(theme.SMALL))
    painter.drawText(pill.adjusted(24, 0, 0, 0), _MIDDLE, shown)
    painter.restore()
    return round(wide)


class LetterBox(QWidget):
    """A reviewer's letter as a small part of a row."""

    def __init__(
        self, letter: str, *, disc: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._letter, self._disc = letter, disc
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            _("Consensus") if disc else _("Reviewer {who}").format(who=letter)
        )

    def sizeHint(self) -> QSize:
        """One letter in its square."""
        return QSize(BOX, BOX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            paint_letter(painter, self._letter, 0, self.height() / 2, disc=self._disc)
