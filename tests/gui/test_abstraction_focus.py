"""What is clicked or completed leads to its own field, and the details with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms.missing import MissingMenu
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.operations import abstracting
from tests.gui.shell_builders import dialogs, do
from tests.gui.test_open_study import state

ANALYSED, TREATED = "population.n_analysed", "population.n_treated"
ROWS = "outcomes.rows"


@pytest.fixture
def opened(window, file):
    """A study whose patients were counted, with the cursor behind the last count."""
    window.open_file(file)
    window.show()
    window.resize(1366, 768)
    view = window.screens.abstraction
    view.complete()
    study = window.desk.study.line.study_id
    for path, text in ((TREATED, "12"), (ANALYSED, "11")):
        window.desk.perform(
            lambda r, at=path, said=text: abstracting.answer(r, study, at, said)
        )
    view.reveal(ANALYSED)
    QApplication.processEvents()
    return window


def row_of(view, path):
    rows = view.stack.current().findChildren(FieldRow)
    return next(one for one in rows if path in one.paths)


def cite_by_chip(view, path):
    QTest.mouseClick(row_of(view, path)._chip, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("wide", "shown"), [(1366, True), (1366, False), (911, True), (911, False)]
)
def test_a_quote_that_is_added_by_a_click_belongs_to_the_row_clicked(
    opened, wide, shown
):
    opened.resize(wide, 700)
    QApplication.processEvents()
    view = opened.screens.abstraction
    view.set_inspector(shown=shown)
    view.reveal(ANALYSED)
    cite_by_chip(view, TREATED)
    assert view.path == TREATED
    assert view.inspector.path == TREATED
    assert not view.inspector.isHidden()
    assert opened.focusWidget() is view.inspector.citing.quotation
    QTest.keyClicks(view.inspector.citing.quotation, "Twelve patients")
    view.commit_pending()
    kept = opened.desk.study.abstraction
    assert [one.quotation for one in kept.evidence(TREATED)] == ["Twelve patients"]
    assert kept.evidence(ANALYSED) == ()


def test_typing_in_the_details_stays_with_its_field_when_another_row_is_cited(opened):
    view = opened.screens.abstraction
    view.inspector.setFocus()
    QTest.keyClicks(view.inspector.citing.quotation, "Eleven")
    cite_by_chip(view, TREATED)
    kept = opened.desk.study.abstraction
    assert [one.quotation for one in kept.evidence(ANALYSED)] == ["Eleven"]
    assert view.inspector.path == TREATED
    assert view.inspector.citing.quotation.toPlainText() == ""


def add_outcome(window, *cited):
    """A row of the widest grid, with an answer and perhaps its evidence."""
    study = window.desk.study

    def add(review):
        return abstracting.add_row(review, study.line.study_id, ROWS)

    window.desk.perform(add)
    at = f"{ROWS}[{window.desk.study.abstraction.rows(ROWS)[0]}]"
    for name in cited:
        window.desk.perform(
            lambda r, one=name: abstracting.cite(
                r, study.line.study_id, f"{at}.{one}", [Evidence(place=Place.TABLE)]
            )
        )
    return at


def test_the_evidence_column_stands_for_the_field_that_is_cited(opened):
    view = opened.screens.abstraction
    at = add_outcome(opened, "after")
    view.reveal(f"{at}.outcome")
    view.set_inspector(shown=True)
    panel = next(one for one in view.stack.current().panels if one.container == ROWS)
    column = next(n for n, c in enumerate(panel.model.columns) if c.is_evidence)
    panel.grid.setFocus()
    panel.grid.go_to(panel.model.index(0, column))
    assert view.path == f"{at}.after"
    assert view.inspector.path == f"{at}.after"
    panel.grid.evidence_requested.emit(f"{at}.after")
    assert view.inspector.path == f"{at}.after"
    assert opened.focusWidget() is view.inspector.citing.quotation


def test_the_line_for_a_new_row_is_not_told_of_as_the_last_field(opened):
    view = opened.screens.abstraction
    view.set_inspector(shown=True)
    view.go_to_section("adverse_effects")
    view.set_inspector(shown=True)
    [panel] = view.stack.current().panels
    view._leave_field()
    panel.grid.setFocus()
    panel.grid.go_to(panel.model.index(len(panel.model.rows), 0))
    assert view.path == panel.container
    assert view.inspector.path == ""
    assert "no row in this line yet" in view.inspector._nothing.text()


def test_the_details_of_the_last_field_are_told_apart_from_the_line_one_is_in(opened):
    view = opened.screens.abstraction
    panel = view.stack.current().panels[0]
    opened.activateWindow()
    QApplication.processEvents()
    panel.grid.setFocus()
    panel.grid.go_to(panel.model.index(len(panel.model.rows), 0))
    above = view.inspector._above
    assert not above.isHidden()
    assert "no row in this line yet" in above.text()
    assert view.inspector.path == ANALYSED, "Tab leads into its details"
    view.reveal(TREATED)
    assert above.isHidden()


def complete_and_reopen(window, ways):
    """Complete and reopen the study as its reviewer does, through the dialogs."""
    study = window.desk.study.line.study_id
    header = window.screens.abstraction.header.complete
    for way in ways:
        header.setFocus()
        window.desk.perform(lambda r, to=way: state(r, study, to))
        QApplication.processEvents()


@pytest.mark.parametrize(
    "ways", [("complete",), ("complete", "in_progress")], ids=["completed", "reopened"]
)
def test_the_cursor_goes_back_to_the_field_when_the_button_turns_over(opened, ways):
    view = opened.screens.abstraction
    complete_and_reopen(opened, ways)
    field = row_of(view, ANALYSED).cells[0].shown
    assert opened.focusWidget() is field
    locked = ways[-1] == "complete"
    assert view.inspector.citing.quotation.isReadOnly() == locked
    assert view.inspector.note.isReadOnly() == locked


def test_a_reopened_study_is_typed_into_at_once(opened):
    view, study = opened.screens.abstraction, opened.desk.study.line.study_id
    opened.desk.perform(lambda r: state(r, study, "complete"))
    view.header.complete.setFocus()
    do(opened, "reopen")
    [dialog] = dialogs()
    dialog.editors["reason"].setPlainText("A correction came")
    dialog.accept()
    QApplication.processEvents()
    assert opened.focusWidget() is row_of(view, ANALYSED).cells[0].shown
    assert not view.inspector.citing.quotation.isReadOnly()


def letter_after_ctrl_m(window, letter):
    """Set a missing code in the field one stands in, as hands do."""
    window.does.choose_missing()
    menu = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, MissingMenu) and one.isVisible()
    )
    QTest.keyClick(menu, letter)
    QApplication.processEvents()


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_what_is_unclear_leads_to_its_note_and_back(opened, shown, key):
    view = opened.screens.abstraction
    view.set_inspector(shown=shown)
    view.reveal(ANALYSED)
    letter_after_ctrl_m(opened, "u")
    note = view.inspector.note
    assert view.inspector.path == ANALYSED
    assert opened.focusWidget() is note
    QTest.keyClicks(note, "The text says eleven, the table twelve.")
    QTest.keyClick(note, key)
    QApplication.processEvents()
    kept = opened.desk.study.abstraction
    assert kept.note(ANALYSED).startswith("The text says eleven")
    assert opened.focusWidget() is row_of(view, ANALYSED).cells[0].shown
    assert view.inspector.isHidden() != shown, "what was opened for the note is closed"


def test_the_note_waits_for_a_code_that_is_not_saved_yet(opened):
    view = opened.screens.abstraction
    view._take_missing(ANALYSED, MissingCode.UNCLEAR)
    opened.answering.answer_value(TREATED, 13)
    QApplication.processEvents()
    assert opened.focusWidget() is row_of(view, ANALYSED).cells[0].shown
    opened.answering.choose_missing(ANALYSED, MissingCode.UNCLEAR)
    QApplication.processEvents()
    assert opened.focusWidget() is view.inspector.note


def test_no_note_is_asked_for_where_there_is_one_or_for_other_codes(opened):
    view = opened.screens.abstraction
    letter_after_ctrl_m(opened, "s")
    assert opened.focusWidget() is row_of(view, ANALYSED).cells[0].shown
    study = opened.desk.study.line.study_id
    opened.desk.perform(
        lambda r: abstracting.annotate(r, study, TREATED, "Told twice.")
    )
    # A menu that closes leaves no window active where none is managed.
    opened.activateWindow()
    QApplication.processEvents()
    view.reveal(TREATED)
    assert view.path == TREATED
    letter_after_ctrl_m(opened, "u")
    assert opened.focusWidget() is row_of(view, TREATED).cells[0].shown


def test_the_missing_codes_lead_to_those_of_many_fields(opened):
    opened.does.choose_missing()
    menu = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, MissingMenu) and one.isVisible()
    )
    last = menu.actions()[-1]
    assert last is opened.menus.action("set_blanks")
    menu.close()
    last.trigger()
    assert any("missing codes" in one.windowTitle() for one in dialogs())
