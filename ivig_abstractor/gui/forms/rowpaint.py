"""What a field row draws itself: its sign, its unit, what was read in its text."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.chips import Token, paint_token, token_width
from ivig_abstractor.model.finding import Finding, Severity

_SIGNS = {"error": "err", "query": "qry", "blank": "text3"}
_TINTS = {Severity.ERROR: "err", Severity.QUERY: "qry", Severity.NOTE: "text2"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEAST_WORDS = 16
"""What is shorter than this stands in the editor beside it already."""

_LEAST = 28


def paint_sign(painter: QPainter, sign: str) -> None:
    """Draw a sign into the gutter: filled, outlined or hollow, never colour alone."""
    size = 10 if sign == "blank" else 14
    x = (theme.GUTTER - size) / 2
    icons.paint_icon(painter, sign, x, (theme.ROW - size) / 2, size, _SIGNS[sign])


def paint_unit(painter: QPainter, x: int, unit: str) -> int:
    """Draw a unit behind its editor; returns where the next thing may stand."""
    painter.setFont(theme.font())
    painter.setPen(theme.tokens().colour("text3"))
    wide = painter.fontMetrics().horizontalAdvance(unit)
    painter.drawText(QRect(x, 2, wide + 2, 24), _MIDDLE, unit)
    return x + wide + 8


def paint_tokens(painter: QPainter, x: int, end: int, tokens: Sequence[Token]) -> None:
    """Draw what was read, as far as there is room; with a lead if all of it fits."""
    painter.setFont(theme.font(theme.SMALL))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lead = _("Reads as")
    ahead = painter.fontMetrics().horizontalAdvance(lead) + 12
    whole = sum(token_width(one) + 4 for one in tokens)
    if any(map(_says_more, tokens)) and x + ahead + whole <= end:
        painter.setPen(theme.tokens().colour("text3"))
        painter.drawText(QRect(x, 4, ahead, 20), _MIDDLE, lead)
        x += ahead
    for token in tokens:
        wide = min(token_width(token), end - x)
        if wide < _LEAST or not _says_more(token):
            break
        paint_token(painter, token, QRect(x, 4, wide, 20))
        x += wide + 4


def _says_more(token: Token) -> bool:
    return theme.metrics(theme.SMALL).horizontalAdvance(token.text) >= _LEAST_WORDS


def paint_rules(
    painter: QPainter, x: int, end: int, findings: Iterable[Finding]
) -> None:
    """Draw the rules whose sentences stand elsewhere, as far as there is room."""
    painter.setFont(theme.font(theme.TINY))
    for finding in findings:
        wide = painter.fontMetrics().horizontalAdvance(finding.rule) + 2
        if x + wide > end:
            break
        painter.setPen(theme.tokens().colour(_TINTS[finding.severity]))
        painter.drawText(QRect(x, 2, wide, 24), _MIDDLE, finding.rule)
        x += wide + 8
