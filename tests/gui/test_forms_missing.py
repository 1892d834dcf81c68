"""A missing code on the screen is written over, kept and left by keys alone."""

import pytest
from PySide6.QtCore import Qt

from ivig_abstractor.gui.forms.missing import MissingMenu, MissingPill
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.finding import Finding, Repair, Severity
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk, focused, press, type_text

# Lists of options are windows of their own, which the offscreen platform cannot raise.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RETURN = Qt.Key.Key_Return
ROWS = {
    "arms[a1].arm.name": "IVIG",
    "arms[a1].phases[p1].dose.dose_text": "1 g/kg",
    "outcomes.rows[o1].outcome_code": "STRENGTH",
    "adverse_effects.rows[e1].printed": "headache",
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
        desk.view.more.setChecked(True)
        desks.append(desk)
        return desk

    yield open_section
    for desk in desks:
        desk.view.more.setChecked(False)
        desk.view.hide()


def codes_of(desk: FormDesk) -> list[str]:
    """The fields of a section, each with a missing code, where they can be gone to."""
    for panel in desk.view.panels:
        if panel.model.rows:
            panel.grid.go_to(panel.model.index(0, 0))
    paths = [cell.path for cell in desk.view.cells()]
    for path in paths:
        desk.change(path, Missing(missing=MissingCode.NA_SRC))
    return paths


@pytest.mark.parametrize(
    "section",
    ["identification", "design", "population", "dose", "outcomes", "adverse_effects"],
)
@pytest.mark.parametrize("typed", ["zqxw", "zq 48"])
def test_what_is_typed_over_a_missing_code_keeps_its_order(opened, section, typed):
    desk = opened(section)
    told = {}
    for path in codes_of(desk):
        desk.view.reveal(path)
        assert isinstance(focused(), MissingPill), path
        type_text(typed)
        told[path] = desk.cell(path).editor.draft()
    assert told
    assert {path: text for path, text in told.items() if text != typed} == {}


def test_enter_on_a_missing_code_goes_on_and_backspace_replaces_it(opened):
    desk = opened("design")
    codes_of(desk)
    desk.view.reveal("design.follow_up")
    here = focused()
    press(RETURN)
    assert focused() is not here
    assert not desk.asked_for("answered")
    desk.view.reveal("design.follow_up")
    press(Qt.Key.Key_Backspace)
    assert focused() is desk.cell("design.follow_up").editor


def test_the_menu_names_the_letters_that_are_typed(opened):
    desk = opened("design")
    menu = MissingMenu(desk.view)
    shown = [action.text() for action in menu.actions()]
    assert "Not in source (ns)\tS" in shown
    assert "Not reported (nr)\tR" in shown
    assert "ns" in menu.actions()[1].toolTip().split()


def test_the_button_of_one_repair_shows_its_key(opened):
    desk = opened("design")
    path = "design.follow_up"
    fix = Repair("Use “not in source”", path, "ns")
    wrong = Finding("H-M01", Severity.ERROR, path, "Not so.", repairs=(fix,))
    desk.find(wrong)
    desk.view.reveal(path)
    row = next(one for one in desk.view.shown_rows() if path in one.paths)
    buttons = row.notes.bars()[0].buttons()
    assert [one.text() for one in buttons] == ["Use “not in source”  Ctrl+Enter"]
    assert buttons[0].accessibleName() == "Use “not in source”"
