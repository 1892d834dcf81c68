"""The small parts of a field row: evidence chip, missing button, and what was read."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.reading import SHORT_CODES


def place_words(evidence: Sequence[Evidence]) -> str:
    """Where the evidence stands: its locator, or the part that was read."""
    if not evidence:
        return ""
    first = evidence[0]
    words = first.locator or capitalised(_(first.place.label))
    return words if len(evidence) == 1 else f"{words} +{len(evidence) - 1}"


class EvidenceChip(QAbstractButton):
    """A pilcrow with the place of the quotation, or a dashed wish for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = ""
        self._wanted = False

    def show_evidence(self, evidence: Sequence[Evidence], *, wanted: bool) -> None:
        """Show where the answer comes from; `wanted`: evidence is asked for."""
        self._words = place_words(evidence)
        self._wanted = wanted and not evidence
        words = self._words or (_("Add quote") if self._wanted else "")
        quoted = next((one.quotation for one in evidence if one.quotation), "")
        self.setText(words)
        self.setAccessibleName(_("Evidence: {place}").format(place=words or _("none")))
        set_tip(self, f"{quoted}\n{_('Alt+E')}".strip())
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Sign and words."""
        words = theme.metrics(theme.TEXT).horizontalAdvance(self.text())
        return QSize(words + 32, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sign and words, elided to the place there is."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._wanted:
                painter.setPen(QPen(colours.colour("ctl"), 1, Qt.PenStyle.DashLine))
                frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(frame, 3, 3)
            elif self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.colour("selsoft"))
                painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            name = "plus" if self._wanted else "pilcrow"
            icons.paint_icon(painter, name, 5, (self.height() - 14) / 2, 14, "text2")
            painter.setPen(colours.colour("text2"))
            painter.setFont(theme.font())
            room = self.rect().adjusted(23, 0, -4, 0)
            side = Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(self.text(), side, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


class MissingButton(QAbstractButton):
    """The struck circle that opens the missing codes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(
            _("Missing code: why there is no value (Ctrl+M), or type {letters}").format(
                letters=", ".join(map(str.casefold, SHORT_CODES.values()))
            )
        )
        self.setAccessibleName(_("Missing code"))

    def sizeHint(self) -> QSize:
        """As wide as its column."""
        return QSize(theme.MISSING, theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign, with a frame under the mouse."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.isDown():
                painter.setPen(theme.tokens().colour("line"))
                painter.setBrush(theme.tokens().colour("selsoft"))
                frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(frame, 4, 4)
            x, y = (self.width() - 14) / 2, (self.height() - 14) / 2
            icons.paint_icon(painter, "missing", x, y, 14, "text3")


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that was read; `used` is ticked, `waiting` is dashed, else plain."""

    text: str
    used: bool = False
    waiting: bool = False


def token_width(token: Token) -> int:
    """What a token needs to be shown whole."""
    words = theme.metrics(theme.SMALL).horizontalAdvance(token.text)
    return words + (28 if token.used else 14)


def paint_token(painter: QPainter, token: Token, box: QRect) -> None:
    """Draw one token, cut to its place."""
    colours = theme.tokens()
    if token.waiting:
        painter.setPen(QPen(colours.colour("acc"), 1, Qt.PenStyle.DashLine))
    else:
        painter.setPen(colours.colour("line"))
    painter.setBrush(colours.colour("base"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    room = box.adjusted(7, 0, -5, 0)
    if token.used:
        icons.paint_icon(painter, "tick", box.x() + 6, box.y() + 4, 12, "text2")
        room.adjust(15, 0, 0, 0)
    painter.setPen(colours.colour("text"))
    side = Qt.TextElideMode.ElideRight
    words = painter.fontMetrics().elidedText(token.text, side, room.width() + 2)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


class ReadingStrip(QWidget):
    """What was read in the text above, shown before it is used."""

    used = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lead = ""
        self._tokens: tuple[Token, ...] = ()
        self._problem = ""
        self._boxes: list[QRect] = []
        self._use = QPushButton(self)
        self._use.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._use.setProperty("type", "small")
        self._use.setText(_("Use") + "  " + _("Ctrl+Enter"))
        self._use.clicked.connect(self.used)
        self._use.hide()

    def show_tokens(self, tokens: Sequence[Token], *, usable: bool = False) -> None:
        """Show what was read; `usable` offers to put it into the fields."""
        self._lead, self._problem = _("Reads as"), ""
        self._tokens = tuple(tokens)
        self._use.setVisible(usable)
        self._finish()

    def show_problem(self, message: str) -> None:
        """Show why nothing can be read yet."""
        self._lead, self._problem = _("Not read yet"), message
        self._tokens = ()
        self._use.hide()
        self._finish()

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self._tokens or self._problem)

    def words(self) -> list[str]:
        """What is shown, for those who cannot see it."""
        return [self._problem] if self._problem else [one.text for one in self._tokens]

    def clear(self) -> None:
        """Show nothing."""
        self._tokens, self._problem = (), ""
        self._use.hide()

    def height_for(self, width: int) -> int:
        """Place everything into a width, and say how high it is."""
        metrics = theme.metrics(theme.SMALL)
        left = metrics.horizontalAdvance(self._lead) + 12
        if self._problem:
            flags = Qt.TextFlag.TextWordWrap
            room = QRect(0, 0, max(width - left, 80), 1000)
            box = metrics.boundingRect(room, flags, self._problem)
            self._boxes = [QRect(left, 4, room.width(), box.height())]
            return max(theme.ROW, box.height() + 8)
        x, y = left, 4
        self._boxes = []
        for token in self._tokens:
            wide = token_width(token)
            if x + wide > width and x > left:
                x, y = left, y + 24
            self._boxes.append(QRect(x, y, min(wide, width - left), 20))
            x += wide + 5
        if not self._use.isHidden():
            size = self._use.sizeHint()
            if x + size.width() > width and x > left:
                x, y = left, y + 24
            self._use.setGeometry(x + 3, y - 1, size.width(), 22)
        return y + 24

    def _finish(self) -> None:
        self.setAccessibleName(self._lead + ": " + ", ".join(self.words()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lead and the tokens."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colours.colour("text3"))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, 4, self.width(), 20), middle, self._lead)
            if self._problem:
                for box in self._boxes[:1]:
                    painter.drawText(
                        box.translated(0, 2), Qt.TextFlag.TextWordWrap, self._problem
                    )
                return
            for token, box in zip(self._tokens, self._boxes, strict=False):
                paint_token(painter, token, box)
