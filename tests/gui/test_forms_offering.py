"""What is typed into a choice is taken as it would be read: the exact word first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Missing, MissingCode, Unread, value_of
from ivig_abstractor.model.codes import Allocation
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk, focused, press, type_text

# Lists of options are windows of their own, which the offscreen platform cannot raise.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FORM = the_form()
TAB, RETURN = Qt.Key.Key_Tab, Qt.Key.Key_Return
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up
PRODUCT = "arms[a1].phases[p1].dose.product"
ROWS = {
    "arms[a1].arm.name": "IVIG",
    "arms[a1].phases[p1].dose.dose_text": "1 g/kg",
    "population.subtypes[s1].patients": "20",
    "outcomes.rows[o1].n": "20",
}


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desks = []

    def open_section(section: str) -> FormDesk:
        desk = FormDesk(section, an_abstraction(**ROWS))
        qtbot.addWidget(desk.view)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        desks.append(desk)
        return desk

    yield open_section
    for desk in desks:
        desk.view.hide()


def popup():
    completer = focused().completer()
    assert completer is not None
    return completer.popup()


def offered() -> list[str]:
    shown = popup()
    if not shown.isVisible():
        return []
    model = shown.model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def in_grid(opened, path: str) -> FormDesk:
    section, _dot, row = path.partition(".")
    desk = opened(section)
    name, _dot, field = row.rpartition(".")
    panel = desk.panel(name.partition("[")[0])
    columns = [c.spec.name if c.spec else "" for c in panel.model.columns]
    panel.grid.setFocus()
    panel.grid.go_to(panel.model.index(0, columns.index(field)))
    return desk


@pytest.mark.parametrize(
    ("path", "typed", "code"),
    [
        ("population.subtypes[s1].code", "dm", "DM"),
        ("population.subtypes[s1].code", "pm", "PM"),
        ("population.subtypes[s1].code", "amyop", "CADM"),
        ("outcomes.rows[o1].instrument", "CPK", "CK"),
        ("outcomes.rows[o1].instrument", "own muscle", "MMT_STUDY"),
    ],
)
@pytest.mark.parametrize("key", [TAB, RETURN])
def test_the_exact_word_wins_over_a_part_of_others(
    opened, qtbot, path, typed, code, key
):
    desk = in_grid(opened, path)
    type_text(typed)
    qtbot.wait(5)
    shown = popup().currentIndex().data()
    press(key)
    answer = desk.abstraction.get(path)
    assert value_of(answer) == code
    assert shown.casefold() == answer.label.casefold(), (
        "what is marked is what is taken"
    )


@pytest.mark.parametrize("key", [TAB, RETURN])
def test_a_name_of_several_options_is_asked_about_and_not_taken(opened, qtbot, key):
    path = "outcomes.rows[o1].instrument"
    desk = in_grid(opened, path)
    type_text("MMT")
    qtbot.wait(5)
    assert "The study's own muscle test" in offered()
    assert not popup().currentIndex().isValid()
    press(key)
    assert desk.abstraction.get(path) == Unread(unread="MMT")


@pytest.mark.parametrize("key", [TAB, RETURN])
def test_a_letter_that_several_options_begin_with_takes_none(opened, qtbot, key):
    desk = opened("design")
    desk.view.reveal("design.allocation")
    type_text("n")
    qtbot.wait(5)
    assert offered()[:2] == ["Not random", "No allocation"]
    press(key)
    assert desk.abstraction.get("design.allocation") == Unread(unread="n")
    problem = read_answer(FORM.field("design.allocation"), "n")
    assert isinstance(problem, Problem)
    assert "“n” can be any of: not random · no allocation." in problem.message


def test_one_option_that_begins_so_is_taken(opened, qtbot):
    desk = opened("design")
    desk.view.reveal("design.allocation")
    type_text("ran")
    qtbot.wait(5)
    press(RETURN)
    assert value_of(desk.abstraction.get("design.allocation")) == "RANDOM"


def test_one_of_several_is_chosen_by_the_arrow_keys(opened, qtbot):
    desk = opened("design")
    desk.view.reveal("design.allocation")
    type_text("n")
    qtbot.wait(5)
    QTest.keyClick(popup(), DOWN)
    QTest.keyClick(popup(), RETURN)
    assert value_of(desk.abstraction.get("design.allocation")) == "NON_RANDOM"


def test_nobody_is_chosen_among_those_who_were_blinded_by_its_first_letter(
    opened, qtbot
):
    desk = opened("design")
    desk.view.reveal("design.blinding")
    type_text("n")
    qtbot.wait(5)
    press(RETURN)
    assert [str(one) for one in desk.cell("design.blinding").editor._chosen] == ["NONE"]


def test_that_no_option_fits_is_said_at_once(opened, qtbot):
    desk = opened("dose")
    desk.view.reveal(PRODUCT)
    type_text("peg")
    qtbot.wait(5)
    assert offered() == ["No option has these words."]
    QTest.keyClick(popup(), DOWN)
    press(TAB)
    assert desk.abstraction.get(PRODUCT) == Unread(unread="peg")


def test_the_beginning_of_a_missing_code_is_no_wrong_word(opened, qtbot):
    desk = opened("dose")
    desk.view.reveal(PRODUCT)
    type_text("not rep")
    qtbot.wait(5)
    assert offered() == []


ALLOCATION = "design.allocation"


def said_below(desk: FormDesk, path: str) -> list[str]:
    row = next(one for one in desk.view.shown_rows() if path in one.paths)
    return [one.message for one in row.notes.messages()]


def test_a_half_typed_option_is_kept_as_text_and_not_as_an_answer(opened):
    desk = opened("design")
    desk.view.reveal(ALLOCATION)
    type_text("ran")
    desk.view.save_typing()
    assert desk.abstraction.get(ALLOCATION) == Unread(unread="ran")
    assert said_below(desk, ALLOCATION) == []
    type_text("d")
    desk.view.save_typing()
    assert desk.abstraction.get(ALLOCATION) == Unread(unread="rand")
    assert desk.cell(ALLOCATION).editor.lineEdit().text() == "rand"
    press(RETURN)
    assert value_of(desk.abstraction.get(ALLOCATION)) == "RANDOM"


def test_what_is_typed_of_a_choice_can_be_deleted_again(opened):
    desk = opened("design")
    desk.view.reveal(ALLOCATION)
    type_text("r")
    desk.view.save_typing()
    press(Qt.Key.Key_Backspace)
    press(TAB)
    assert desk.abstraction.get(ALLOCATION) is None


def test_what_cannot_be_told_apart_is_said_when_the_field_is_left(opened):
    desk = opened("design")
    desk.view.reveal(ALLOCATION)
    type_text("n")
    desk.view.save_typing()
    desk.find(Finding("U-01", Severity.ERROR, ALLOCATION, "Any of two."))
    assert said_below(desk, ALLOCATION) == []
    press(TAB)
    assert desk.abstraction.get(ALLOCATION) == Unread(unread="n")
    assert said_below(desk, ALLOCATION) == ["Any of two."]


def test_a_half_typed_option_stands_beside_those_that_are_chosen(opened, qtbot):
    desk = opened("design")
    path = "design.blinding"
    desk.view.reveal(path)
    type_text("part")
    press(RETURN)
    type_text("outc")
    desk.view.save_typing()
    assert desk.abstraction.get(path) == Unread(unread="PARTICIPANT; outc")
    press(RETURN)
    press(TAB)
    assert desk.abstraction.get(path) == ("PARTICIPANT", "OUTCOME_ASSESSOR")


def test_escape_takes_back_what_is_half_typed(opened):
    desk = opened("design")
    desk.change(ALLOCATION, Allocation.RANDOM)
    desk.view.reveal(ALLOCATION)
    type_text("qua")
    desk.view.save_typing()
    popup().hide()
    press(Qt.Key.Key_Escape)
    assert value_of(desk.abstraction.get(ALLOCATION)) == "RANDOM"


def test_what_is_typed_after_an_option_of_the_list_replaces_it(opened, qtbot):
    desk = opened("design")
    desk.view.reveal(ALLOCATION)
    combo = desk.cell(ALLOCATION).editor
    combo.put_draft("RANDOM")
    combo.lineEdit().deselect()
    combo.activated.emit(0)
    qtbot.waitUntil(lambda: combo.lineEdit().selectedText() == "Random")


def test_the_same_missing_code_typed_over_itself_is_shown_as_one(opened):
    desk = opened("population")
    path = "population.n_analysed"
    desk.change(path, Missing(missing=MissingCode.NA_SRC))
    desk.view.reveal(path)
    asked = len(desk.asked_for("answered"))
    type_text("ns")
    press(RETURN)
    cell = desk.cell(path)
    assert cell.shown is not cell.editor
    assert len(desk.asked_for("answered")) == asked
