"""What a field row draws itself: its sign, its unit, what was read in its text."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.chips import Token
from ivig_abstractor.model.finding import Finding, Severity

_SIGNS = {"error": "err", "query": "qry", "blank": "text3"}
_TINTS = {Severity.ERROR: "err", Severity.QUERY: "qry", Severity.NOTE: "text2"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_NARROWEST = 28


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


def paint_tokens(painter: QPainter, x: int, end: int, tokens: Iterable[Token]) -> None:
    """Draw what was read, as far as there is room."""
    painter.setFont(theme.font(theme.SMALL))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = painter.fontMetrics()
    for token in tokens:
        tick = 14 if token.used else 0
        wide = min(metrics.horizontalAdvance(token.text) + 12 + tick, end - x)
        if wide < _NARROWEST:
            break
        painter.setPen(theme.tokens().colour("line"))
        painter.drawRoundedRect(QRectF(x + 0.5, 4.5, wide - 1, 19), 3, 3)
        painter.setPen(theme.tokens().colour("text2"))
        side = Qt.TextElideMode.ElideRight
        if tick:
            icons.paint_icon(painter, "tick", x + 5, 8, 12, "text2")
        words = metrics.elidedText(token.text, side, wide - 10 - tick)
        box = QRect(x + 6 + tick, 4, wide - 8 - tick, 20)
        painter.drawText(box, _MIDDLE, words)
        x += wide + 4


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
