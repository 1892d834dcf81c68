"""The icons of the window: shapes from `resources/icons`, tinted when drawn."""

import math
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ivig_abstractor.base.resources import resource
from ivig_abstractor.gui import theme


@cache
def _folder() -> Path:
    return resource("icons")


_PART = "study-part-"
_RADIUS = 4
"""Of the pie in the ring of a study that is in progress."""


@cache
def _drawing(name: str) -> str:
    if name.startswith(_PART):
        pie = f'<path fill="currentColor" d="{_pie(int(name.removeprefix(_PART)))}"/>'
        return _drawing("study-not-started").replace("</svg>", f"{pie}</svg>")
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


def _pie(percent: int) -> str:
    """The outline of so much of a disc, clockwise from the top."""
    angle = math.tau * percent / 100
    x, y = 8 + _RADIUS * math.sin(angle), 8 - _RADIUS * math.cos(angle)
    large = int(percent > 50)
    return f"M8 8 V4 A{_RADIUS} {_RADIUS} 0 {large} 1 {x:.2f} {y:.2f} Z"


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    tinted = _drawing(name).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(tinted.encode()))


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(name, colour).render(painter)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(
    name: str, tint: str = "text2", size: int = 16, ratio: float = 1.0
) -> QPixmap:
    """An icon as pixels, in the colour of a token as it is now."""
    colour: str = getattr(theme.tokens(), tint)
    return _pixmap(name, colour, size, ratio)


def icon(name: str, tint: str = "text2", size: int = 16) -> QIcon:
    """An icon for buttons and menus; take it again when the theme changes."""
    made = QIcon()
    for ratio in {one.devicePixelRatio() for one in QGuiApplication.screens()}:
        made.addPixmap(pixmap(name, tint, size, ratio))
        made.addPixmap(pixmap(name, "text3", size, ratio), QIcon.Mode.Disabled)
    return made


def paint_icon(
    painter: QPainter,
    name: str,
    x: float,
    y: float,
    size: int = 16,
    tint: str = "text2",
) -> None:
    """Draw an icon with its upper left corner at a point."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), pixmap(name, tint, size, ratio))


def study_icon(status: str, percent: int) -> str:
    """The name of the sign of a study's progress: ring, pie or ticked disc."""
    if status == "complete":
        return "study-complete"
    if percent <= 0:
        return "study-not-started"
    # Never more than the number beside it says, but for the first step: a thinner part
    # of a ring looks like an exclamation mark.
    return f"{_PART}{min(95, max(15, percent // 5 * 5))}"
