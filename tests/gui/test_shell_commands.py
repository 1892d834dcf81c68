from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from ivig_abstractor.gui.actions.everything import Actions
from ivig_abstractor.gui.commands import MENUS, commands
from ivig_abstractor.gui.desk import Situation
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.views.dialogs.sheets import ShortcutSheet
from ivig_abstractor.gui.views.parts import KeyCap
from tests.gui.shell_builders import dialogs, do

FULL = Situation(
    review=True,
    writable=True,
    study=True,
    editable=True,
    findings=True,
    queries=True,
    place="abstract",
    undo="Days per course",
    redo="Route",
)


class Asked:
    """Stands for what carries commands out, and remembers what was asked."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getattr__(self, name):
        return lambda *_said: self.names.append(name)


def test_ids_and_keys_are_unique():
    names = [one.id for one in commands()]
    keys = [QKeySequence(key).toString() for one in commands() for key in one.keys]

    assert len(names) == len(set(names))
    assert len(keys) == len(set(keys))
    assert "" not in keys


def test_no_menu_takes_a_key_of_the_form():
    letters = {title[title.index("&") + 1].upper() for _name, title in MENUS}
    taken = {
        key.removeprefix("Alt+").upper()
        for one in commands()
        for key in one.keys
        if key.startswith("Alt+")
    }

    assert not letters & taken
    assert len(letters) == len(MENUS)


@pytest.mark.parametrize(
    "command", [c for c in commands() if c.action], ids=lambda c: c.id
)
def test_every_command_is_carried_out(command):
    asked = Asked()
    command.action(asked)

    [name] = asked.names
    assert callable(getattr(Actions, name))


def test_nothing_of_a_review_is_offered_without_one():
    offered = {one.id for one in commands() if one.enabled(Situation())}

    assert {"new", "open", "example", "quit", "palette"} <= offered
    assert not offered & {"undo", "complete", "export_pdf", "next_study", "missing"}


def test_reading_only_offers_no_change():
    reading = replace(FULL, writable=False, editable=False, undo="", redo="")
    offered = {one.id for one in commands() if one.enabled(reading)}

    assert "next_section" in offered
    assert not offered & {"undo", "redo", "complete", "add_study", "answer", "missing"}


def test_undo_says_what_it_takes_back():
    undo = next(one for one in commands() if one.id == "undo")

    assert undo.title_now(FULL) == "Undo: Days per course"
    assert undo.title_now(Situation()) == "Undo"


def test_the_sheet_shows_every_key(qtbot):
    sheet = ShortcutSheet(commands())
    qtbot.addWidget(sheet)
    shown = {cap.text() for cap in sheet.findChildren(KeyCap)}
    wanted = {key_text(key) for one in commands() for key in one.keys}

    assert shown == wanted
    assert sheet.findChildren(QLabel)


def test_every_key_of_the_sheet_has_room(window, file):
    window.open_file(file)
    window.resize(1366, 768)
    do(window, "shortcuts")
    [sheet] = dialogs()
    QApplication.processEvents()
    area = sheet.findChild(QScrollArea, "sheet")
    port = area.viewport()
    caps = area.findChildren(KeyCap)
    assert len(caps) > 40
    for cap in caps:
        assert cap.mapTo(port, cap.rect().topRight()).x() <= port.width()


def test_the_sheet_ends_with_a_whole_line(window, file):
    window.open_file(file)
    for size in ((1366, 768), (911, 512)):
        window.resize(*size)
        do(window, "shortcuts")
        [sheet] = dialogs()
        QApplication.processEvents()
        area = sheet.findChild(QScrollArea, "sheet")
        bar = area.verticalScrollBar()
        assert area.viewport().height() % bar.singleStep() == 0
        before = bar.value()
        QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Down)
        assert bar.value() == min(before + bar.singleStep(), bar.maximum())
        sheet.close()
