"""Enter goes on through the form, from field to grid to the next section."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from ivig_abstractor.gui.forms import builder
from ivig_abstractor.operations import abstracting
from tests.gui.shell_builders import show_form

RETURN = Qt.Key.Key_Return


@pytest.fixture
def opened(window, file):
    builder._opened.clear()
    show_form(window, file)
    QApplication.processEvents()
    yield window
    builder._opened.clear()


def last_field(view):
    """The last field that is shown before grids and what folds."""
    shown = view.stack.current()
    pinned = shown.strip.cells if shown.strip is not None else []
    return [one for one in shown.shown_rows() if one not in pinned][-1].paths[-1]


def enter(window):
    QTest.keyClick(QApplication.focusWidget(), RETURN)
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def test_enter_after_the_last_field_goes_on_to_the_next_section(opened):
    view = opened.screens.abstraction
    view.set_inspector(shown=True)
    for key in ("design", "comparator", "declarations"):
        view.go_to_section(key)
        panels = view.stack.current().panels
        view.reveal(last_field(view))
        focus = enter(opened)
        shown = [one for one in panels if one.isVisible()]
        if shown:
            assert focus is shown[0].grid, key
        elif key != "declarations":
            assert view.section.key != key
        assert view.stack.isAncestorOf(focus), key
        assert not isinstance(focus, QAbstractButton), key


def test_enter_passes_over_what_folds_further_fields(opened):
    view = opened.screens.abstraction
    view.go_to_section("identification")
    shown = view.stack.current()
    assert not shown.more.isHidden()
    view.reveal(last_field(view))
    focus = enter(opened)
    assert focus is not shown.more
    assert focus is shown.panels[0].grid or view.section.key == "design"


def test_enter_goes_on_to_the_first_blank_of_the_next_section(opened):
    view, study = opened.screens.abstraction, opened.desk.study.line.study_id
    view.go_to_section("design")
    first = view.path
    opened.desk.perform(lambda r: abstracting.answer_text(r, study, first, "PR"))
    view.go_to_section("identification")
    for panel in view.stack.current().panels:
        panel.hide()
    view.reveal(last_field(view))
    enter(opened)
    assert view.section.key == "design"
    assert view.path.startswith("design.")


def test_enter_after_the_further_fields_of_a_row_goes_back_to_its_cells(opened):
    view, study = opened.screens.abstraction, opened.desk.study.line.study_id
    opened.desk.perform(lambda r: abstracting.add_row(r, study, "outcomes.rows"))
    [row] = opened.desk.study.abstraction.rows("outcomes.rows")
    view.reveal(f"outcomes.rows[{row}].arm")
    [panel] = [one for one in view.stack.current().panels if one.detail is not None]
    QTest.qWait(10)
    stops = [one for one in panel.detail.stops() if one.isVisible()]
    stops[-1].setFocus()
    assert enter(opened) is panel.grid
    assert view.section.key == "outcomes"
