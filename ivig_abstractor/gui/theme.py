"""The colours, sizes and type of the window, light and dark, and how they are applied.

Every colour on the screen is a token: `tokens()` for what paints itself, the palette
and one stylesheet for everything else. Widgets ask for a look by property: `surface`
(bar, side, pane, head, base), `tone` (text2, text3, err, qry, strong, title), `type`
(small, tiny) and `look` (primary, quiet, link).
"""

from functools import cache
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.base.dataclass import dataclass

Mode = Literal["system", "light", "dark"]

STYLE = "Fusion"
"""The style of Qt; an application that was made with it says so by a property."""

GUTTER = 24
LABEL = 152
EDITOR = 392
MISSING = 28
ROW = 28
CELL_SIDE = 6
CONTROL = 24
GRID_HEADER = 24
BAR = 32
TEXT = 13
SMALL = 12
TINY = 11
TITLE = 15


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour per use; `dark` says which of the two sets this is."""

    dark: bool
    bar: str
    side: str
    base: str
    pane: str
    edit: str
    head: str
    alt: str
    line: str
    ctl: str
    text: str
    text2: str
    text3: str
    acc: str
    onacc: str
    sel: str
    onsel: str
    selsoft: str
    paste: str
    err: str
    errbg: str
    errln: str
    qry: str
    qrybg: str
    qryln: str
    pill: str
    desk: str

    def colour(self, name: str) -> QColor:
        """The colour of a token by its name."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    dark=False,
    bar="#E8EBEF",
    side="#F3F5F7",
    base="#FFFFFF",
    pane="#F8F9FB",
    edit="#FFFFFF",
    head="#EEF1F4",
    alt="#F7F8FA",
    line="#D9DEE4",
    ctl="#7E8794",
    text="#18202A",
    text2="#46505E",
    text3="#5B6573",
    acc="#2457A6",
    onacc="#FFFFFF",
    sel="#DCE8F8",
    onsel="#143A73",
    selsoft="#EEF4FC",
    paste="#EAF1FB",
    err="#A9231C",
    errbg="#FCEDEB",
    errln="#C8453D",
    qry="#774A00",
    qrybg="#FCF2DE",
    qryln="#B77D14",
    pill="#E6E9EE",
    desk="#D4D9DF",
)
DARK = Tokens(
    dark=True,
    bar="#17191D",
    side="#1D2025",
    base="#23272D",
    pane="#1F2328",
    edit="#191C20",
    head="#2A2F36",
    alt="#272B32",
    line="#363C45",
    ctl="#77818E",
    text="#E9ECF0",
    text2="#BDC5CF",
    text3="#A0A9B5",
    acc="#8DB8F5",
    onacc="#0E1B2E",
    sel="#2A4165",
    onsel="#DDE9FB",
    selsoft="#253347",
    paste="#24344B",
    err="#F5A199",
    errbg="#3D2524",
    errln="#E0776D",
    qry="#EDC071",
    qrybg="#372C19",
    qryln="#C8963C",
    pill="#363C45",
    desk="#15171A",
)


class _Theme(QObject):
    """What is applied now, and the signal for those who keep a colour."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode: Mode = "system"
        self.tokens = LIGHT
        self.follows = False


_theme = _Theme()


def theme_changes() -> _Theme:
    """The object whose `changed` tells that other colours are in use now."""
    return _theme


def tokens() -> Tokens:
    """The colours in use."""
    return _theme.tokens


def apply_theme(
    app: QApplication, mode: Mode = "system", *, sheet: bool = True
) -> None:
    """Dress the whole program; `system` follows the desktop when it changes.

    Without the style sheet, widgets are built faster: with one, each is styled again
    for every parent that it gets. `put_sheet` must follow before anything is shown.
    """
    hints = app.styleHints()
    _theme.mode = mode
    scheme = {
        "light": Qt.ColorScheme.Light,
        "dark": Qt.ColorScheme.Dark,
    }.get(mode, Qt.ColorScheme.Unknown)
    hints.setColorScheme(scheme)
    if not _theme.follows:
        _theme.follows = True
        hints.colorSchemeChanged.connect(lambda _scheme: _dress(app))
        if app.property("style") != STYLE:
            app.setStyle(STYLE)
    _dress(app, sheet=sheet)


def put_sheet(app: QApplication) -> None:
    """Put the style sheet on all that was built without it."""
    from ivig_abstractor.gui.sheet import SHEET

    app.setStyleSheet(coloured(SHEET))


def _dress(app: QApplication, *, sheet: bool = True) -> None:
    asked = {"light": False, "dark": True}.get(_theme.mode)
    system = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _theme.tokens = DARK if (system if asked is None else asked) else LIGHT
    app.setFont(font())
    app.setPalette(_palette(_theme.tokens))
    if sheet:
        put_sheet(app)
    _theme.changed.emit()


def family() -> str:
    """The name of the system's font: what is measured depends on it."""
    return QApplication.font().family()


def font(size: int = TEXT, weight: int = 400) -> QFont:
    """The system's font in one of the sizes of the window, with tabular digits."""
    return QFont(_font(family(), size, weight))


@cache
def _found(family: str) -> str:
    """The family that the system has for a name."""
    return QFontInfo(QFont(family)).family()


@cache
def _font(family: str, size: int, weight: int) -> QFont:
    made = QFont(_found(family))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _metrics(family: str, size: int, weight: int) -> QFontMetrics:
    del family  # part of the key: the metrics change with the application's font
    return QFontMetrics(font(size, weight))


def metrics(size: int = TEXT, weight: int = 400) -> QFontMetrics:
    """What measures text in one of the sizes of the window."""
    return _metrics(family(), size, weight)


def line_height(size: int = TEXT) -> int:
    """The height of one line of text: the design's, or the font's if that is more."""
    wanted = {TINY: 14, SMALL: 16, TEXT: 16, TITLE: 20}.get(size, size + 4)
    return max(wanted, metrics(size).height())


def fill(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Fill an area; Qt's own call for it loads gradients, which nothing here has."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(area)
    painter.restore()


def look(widget: QWidget, **properties: str | bool) -> None:
    """Set look properties on a widget and restyle it if it is shown already."""
    changed = False
    for name, value in properties.items():
        if (widget.property(name) or "") != (value or ""):
            widget.setProperty(name, value)
            changed = True
    # What was not styled yet will be. Asked for the style itself, PySide would make a
    # class of it with hundreds of names.
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Polish))
        widget.update()


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, t.base),
        (role.WindowText, t.text),
        (role.Base, t.edit),
        (role.AlternateBase, t.alt),
        (role.Text, t.text),
        (role.Button, t.base),
        (role.ButtonText, t.text),
        (role.BrightText, t.err),
        (role.PlaceholderText, t.text3),
        (role.Highlight, t.sel),
        (role.HighlightedText, t.onsel),
        (role.Link, t.acc),
        (role.LinkVisited, t.acc),
        (role.Accent, t.acc),
        (role.ToolTipBase, t.pane),
        (role.ToolTipText, t.text),
        (role.Light, t.line),
        (role.Midlight, t.line),
        (role.Mid, t.ctl),
        (role.Dark, t.ctl),
        (role.Shadow, t.line),
    ):
        palette.setColor(which, QColor(name))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.text3))
    return palette


def coloured(sheet: str) -> str:
    """A style sheet with the colours in use for its `@tokens`."""
    # Not `fields`, with which the standard library would describe every one of them.
    for name in Tokens.__match_args__:
        sheet = sheet.replace(f"@{name};", f"{getattr(_theme.tokens, name)};")
    return sheet
