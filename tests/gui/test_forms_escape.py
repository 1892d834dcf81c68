"""Escape takes back what was typed into a field, and undo brings it back."""

import pytest
from PySide6.QtCore import Qt

from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Missing, MissingCode
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk, focused, press, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ESCAPE = Qt.Key.Key_Escape
DOSE = "arms[a1].phases[p1].dose"
ANSWERS = {
    "arms[a1].arm.name": "IVIG",
    f"{DOSE}.dose_text": "1 g/kg",
    f"{DOSE}.product": "BIVIGAM",
    f"{DOSE}.route": "IV",
    "population.n_enrolled": "35",
    "design.blinding": "PARTICIPANT",
    "design.allocation": "RANDOM",
    "design.follow_up": "nr",
}


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desks = []

    def open_section(section) -> FormDesk:
        desk = FormDesk(section, an_abstraction(**ANSWERS))
        qtbot.addWidget(desk.view)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        desks.append(desk)
        return desk

    yield open_section
    for desk in desks:
        desk.view.hide()


def close_list() -> None:
    completer = getattr(focused(), "completer", lambda: None)()
    if completer is not None and completer.popup() is not None:
        completer.popup().hide()


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("population.n_enrolled", "36"),
        (f"{DOSE}.dose_text", "2 g/kg"),
        (f"{DOSE}.product", "privi"),
        (f"{DOSE}.route", "s"),
        ("design.allocation", "n"),
        ("design.blinding", "out"),
    ],
)
def test_escape_shows_the_kept_answer_and_loses_nothing(opened, path, typed):
    desk = opened(path.rpartition(".")[0].rpartition(".")[2])
    before = desk.abstraction.get(path)
    editor = desk.editor(path)
    kept = editor.draft()
    type_text(typed)
    close_list()
    assert editor.draft() != kept
    press(ESCAPE)
    assert editor.draft() == kept
    assert desk.cell(path).has_focus()
    said = [text for at, text in desk.asked_for("answered") if at == path]
    assert said[-1] == kept
    assert len(said) == 2, "what was typed is a step that undo goes back to"
    assert desk.abstraction.get(path) == before


def test_escape_also_takes_back_what_was_saved_while_typing(opened):
    desk = opened("population")
    editor = desk.editor("population.n_enrolled")
    type_text("36")
    desk.view.save_typing()
    type_text("1")
    desk.view.save_typing()
    assert desk.abstraction.get("population.n_enrolled") == 361
    press(ESCAPE)
    assert editor.draft() == "35"
    assert desk.abstraction.get("population.n_enrolled") == 35


def test_escape_while_the_file_is_slow_ends_with_the_kept_answer(opened):
    desk = opened("population")
    editor = desk.editor("population.n_enrolled")
    desk.at_once = False
    type_text("36")
    press(ESCAPE)
    desk.deliver()
    assert editor.draft() == "35"
    assert desk.abstraction.get("population.n_enrolled") == 35


def test_escape_gives_a_missing_code_back(opened):
    desk = opened("design")
    path = "design.follow_up"
    desk.editor(path)
    type_text("3")
    press(ESCAPE)
    assert desk.abstraction.get(path) == Missing(missing=MissingCode.NR)
    cell = desk.cell(path)
    assert cell.shown is not cell.editor


def test_escape_without_typing_asks_for_nothing(opened):
    desk = opened("population")
    desk.editor("population.n_enrolled")
    press(ESCAPE)
    assert not desk.asked_for("answered")
