"""Builds the program, hands its parts to each other, and runs it."""

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ivig_abstractor import __version__
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import SOURCE_LANGUAGE, _, set_language
from ivig_abstractor.gui import places
from ivig_abstractor.gui.preferences import (
    KeptPreferences,
    Preferences,
    load_preferences,
    preferences_file,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ivig_abstractor.gui.runner import Runner
    from ivig_abstractor.gui.theme import Mode

_NAME = "IVIG Abstractor"
_MODES: dict[str, "Mode"] = {"system": "system", "light": "light", "dark": "dark"}


def main(argv: Sequence[str]) -> int:
    """Open the window, perhaps with a review, and return when it is closed."""
    # What is made at the start stays: looking there for rubbish costs a tenth of it.
    # While the window is open, its own timer collects.
    gc.disable()
    try:
        return _open(argv)
    finally:
        gc.unfreeze()
        gc.enable()


def _open(argv: Sequence[str]) -> int:
    said = _read(argv)
    _import_qt()
    preferences = load_preferences(preferences_file())
    if preferences.scale != "100" and "QT_SCALE_FACTOR" not in os.environ:
        # Qt reads it once, before there is an application.
        os.environ["QT_SCALE_FACTOR"] = str(int(preferences.scale) / 100)
    set_language(_language(said.language or preferences.language))
    app = _application()
    from ivig_abstractor.gui.exceptions import Failures
    from ivig_abstractor.gui.garbage import GarbageTimer

    failures = Failures()
    failures.install(places.log_folder())
    garbage = GarbageTimer()
    try:
        return _run(app, said)
    finally:
        garbage.stop()
        failures.uninstall()


def _import_qt() -> None:
    """Load Qt, and take out the hook with which it looks at all later imports.

    The hook reads the source of every module, for `from __feature__ import …`, which
    this program does not use; it would cost a tenth of the start.
    """
    import PySide6.QtWidgets  # noqa: F401  (its first import puts the hook in)

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@dataclass(slots=True)
class _Said:
    """What the command line says; what stands here where it does not say it."""

    file: Path | None = None
    example: bool = False
    theme: str = ""
    language: str = ""
    geometry: tuple[int, int] | None = None


def _read(argv: Sequence[str]) -> _Said:
    if not argv:
        return _Said()
    if len(argv) == 1 and not argv[0].startswith("-"):
        # As a file manager does it: what reads options is not loaded for that.
        return _Said(file=Path(argv[0]))
    import argparse

    parser = argparse.ArgumentParser(
        prog="ivig-abstractor",
        description=_("Abstract, check and print the studies of a systematic review."),
    )
    parser.add_argument("file", nargs="?", type=Path, help=_("a review, .ivig"))
    parser.add_argument(
        "--example", action="store_true", help=_("open the example review")
    )
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    parser.add_argument("--language", choices=("en", "zh_CN"))
    parser.add_argument(
        "--geometry", type=_size, help=_("size of the window, such as 1366x768")
    )
    return parser.parse_args(list(argv), namespace=_Said())


def _language(wanted: str) -> str:
    """The catalogue for a preference; the system's language if there is one for it."""
    if wanted != "system":
        return wanted
    from PySide6.QtCore import QLocale

    system = QLocale.system()
    chinese = system.language() is QLocale.Language.Chinese
    return "zh_CN" if chinese else SOURCE_LANGUAGE


def _size(text: str) -> tuple[int, int]:
    width, _cross, height = text.partition("x")
    return int(width), int(height)


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from ivig_abstractor.gui.theme import STYLE

    running = QApplication.instance()
    if isinstance(running, QApplication):
        app = running
    else:
        # Given the style here, nobody has to ask Python for a class of it.
        app = QApplication([*sys.argv[:1], "-style", STYLE])
        app.setProperty("style", STYLE)
    app.setApplicationName(_NAME)
    app.setApplicationVersion(__version__)
    app.setOrganizationName("ivig-abstractor")
    app.setDesktopFileName("ivig-abstractor")
    return app


def _run(app: "QApplication", said: _Said) -> int:
    from ivig_abstractor.gui.runner import Runner

    runner = Runner()
    try:
        return _show(app, said, runner)
    finally:
        runner.stop()


def _show(app: "QApplication", said: _Said, runner: "Runner") -> int:
    from ivig_abstractor.gui.desk import Desk, opening_of

    desk = Desk(runner)
    file = said.file.absolute() if said.file is not None else None
    is_review = file is not None and file.suffix.lower() == ".ivig"
    if file is not None and is_review:
        # Read by the worker while the window is built, which is told of it later.
        desk.open(opening_of(file), lambda error: window.does.refuse(error, file))
    from PySide6.QtCore import QEvent, QSettings, Qt

    from ivig_abstractor.gui.icons import icon
    from ivig_abstractor.gui.main_window import MainWindow
    from ivig_abstractor.gui.theme import apply_theme, put_sheet
    from ivig_abstractor.gui.translator import Translator
    from ivig_abstractor.gui.window_state import WindowState, fit

    shown: list[str] = []

    def dress(preferences: Preferences) -> None:
        if shown != [preferences.theme]:
            shown[:] = [preferences.theme]
            apply_theme(app, _MODES[preferences.theme])

    kept = KeptPreferences(preferences_file(), dress)
    theme = said.theme or kept.current.theme
    shown[:] = [theme]
    apply_theme(app, _MODES[theme], sheet=False)
    translator = Translator()
    app.installTranslator(translator)
    app.setWindowIcon(icon("program", "acc", 64))
    state = WindowState(QSettings("ivig-abstractor", "window"))
    is_first = not state.has_geometry()
    window = MainWindow(desk, state, kept)
    put_sheet(app)
    try:
        if said.geometry:
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.resize(*said.geometry)
        elif is_first:
            fit(window, window.screen().availableGeometry())
        if file is not None and not is_review:
            window.open_file(file)
        window.show()
        if said.file is None and said.example:
            window.does.open_example()
        gc.freeze()
        return app.exec()
    finally:
        runner.stop()
        app.removeTranslator(translator)
        # Now, while everything it stands on is still there.
        window.deleteLater()
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
