"""Windows of tests are drawn in memory, on any machine."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings

from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.forms import builder
from ivig_abstractor.gui.main_window import MainWindow
from ivig_abstractor.gui.preferences import KeptPreferences
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.gui.window_state import WindowState
from tests.gui.shell_builders import ImmediateRunner, a_review, dialogs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def kept(tmp_path, qapp):
    def apply(preferences):
        apply_theme(qapp, preferences.theme)

    return KeptPreferences(tmp_path / "preferences.json", apply)


@pytest.fixture
def window(tmp_path, qapp, kept):
    apply_theme(qapp, "light")
    builder._opened.clear()  # what a window before this one had unfolded
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    runner = ImmediateRunner()
    made = MainWindow(Desk(runner), WindowState(settings), kept)
    made.resize(1366, 768)
    made.show()
    yield made
    for dialog in dialogs():
        dialog.close()
    made.hide()
    made.proofs.end()
    runner.stop()
    # Now: a window that waits to be deleted is dressed anew with every theme.
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def file(tmp_path) -> Path:
    return a_review(tmp_path, "Cherin 2002", "Hara 2003")
