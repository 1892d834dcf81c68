"""Below a grid stands what the grid does not show and say already."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.finding import Finding, Severity
from tests.builders import an_abstraction
from tests.gui.form_builders import ALT, FormDesk, press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

AT = "adverse_effects.rows"
ROWS = {
    "arms[a1].arm.name": "IVIG",
    f"{AT}[e1].preferred_term": "Myocardial infarction",
    f"{AT}[e1].patients": "3/12",
    f"{AT}[e2].preferred_term": "Headache",
}
TERM = Finding("S-A03", Severity.QUERY, f"{AT}[e1].preferred_term", "Of interest.")
GRADE = Finding("S-A09", Severity.QUERY, f"{AT}[e1].grade", "More than there are.")
WRONG = Finding("H-A01", Severity.ERROR, f"{AT}[e1].grade", "This is wrong.")
OTHER = Finding("S-A03", Severity.QUERY, f"{AT}[e2].grade", "Say of what.")


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desks = []

    def open_rows(*findings: Finding) -> tuple[FormDesk, GridPanel]:
        desk = FormDesk("adverse_effects", an_abstraction(**ROWS), findings)
        qtbot.addWidget(desk.view)
        desk.view.resize(1036, 518)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        panel = desk.panel("rows")
        panel.grid.setFocus()
        go(panel, 0, "preferred_term")
        desks.append(desk)
        return desk, panel

    yield open_rows
    for desk in desks:
        desk.view.hide()


def go(panel: GridPanel, row: int, name: str) -> None:
    columns = enumerate(panel.model.columns)
    at = next(at for at, one in columns if one.spec and one.spec.name == name)
    panel.grid.go_to(panel.model.index(row, at))
    QApplication.processEvents()


def row_of(panel: GridPanel, name: str) -> FieldRow:
    assert panel.detail is not None
    return panel.detail._rows[name]


def said_below(panel: GridPanel) -> list[str]:
    assert panel.detail is not None
    rows = panel.detail._rows.values()
    return [one.rule for row in rows for one in row.notes.messages()]


def test_a_query_is_not_said_a_second_time_below(opened):
    desk, panel = opened(GRADE)
    assert panel.query.shown == GRADE
    assert said_below(panel) == []
    row = row_of(panel, "grade")
    assert row.sign == "query"
    assert row.notes.left_out() == [GRADE]
    assert row.height() == row_of(panel, "outcome").height()
    described = desk.cell(GRADE.path).editor.accessibleDescription()
    assert "query: More than there are." in f"{described}."
    assert row.toolTip() == "More than there are."
    desk.view.grab()


def test_what_the_bar_does_not_say_stands_below(opened):
    _desk, panel = opened(TERM, GRADE)
    assert panel.query.shown == TERM
    assert said_below(panel) == ["S-A09"]


def test_an_error_that_stands_under_its_row_is_not_said_below(opened):
    _desk, panel = opened(WRONG, TERM)
    assert [bar.finding for bar in panel.grid.bands.bars()] == [WRONG]
    assert said_below(panel) == []
    assert row_of(panel, "grade").sign == "error"


def test_another_row_leaves_out_its_own_query(opened):
    desk, panel = opened(TERM, OTHER)
    go(panel, 1, "preferred_term")
    assert panel.query.shown == OTHER
    assert said_below(panel) == []
    assert row_of(panel, "grade").notes.left_out() == [OTHER]
    desk.find()
    assert row_of(panel, "grade").notes.left_out() == []
    assert row_of(panel, "grade").toolTip() != "Say of what."


def test_alt_a_answers_the_query_of_the_field_one_stands_in(opened):
    desk, panel = opened(TERM, GRADE)
    assert panel.detail is not None
    panel.detail.reveal(GRADE.path)
    press(Qt.Key.Key_A, ALT)
    panel.reveal(TERM.path)
    press(Qt.Key.Key_A, ALT)
    asked = desk.asked_for("reply_requested")
    assert asked == [(GRADE.path, "S-A09"), (TERM.path, "S-A03")]


@pytest.mark.parametrize("width", range(100, 220, 7))
def test_a_rule_never_stands_alone_on_a_line(qapp, qtbot, width):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_finding(Finding("S-A03", Severity.NOTE, "", "When it came and ended."))
    layout, _height = bar._words._lay_out(width)
    last = layout.lineAt(layout.lineCount() - 1)
    shown = layout.text()[last.textStart() :].replace("\N{NO-BREAK SPACE}", " ")
    assert "ended.  S" in shown
    assert "ended.  S" in bar._words.text()


def test_joined_words_keep_their_places(qapp, qtbot):
    words = WrappedText()
    qtbot.addWidget(words)
    words.show_spans([Span("One two"), Span("  R1", joined=True), Span("  more")])
    layout, _height = words._lay_out(400)
    assert len(layout.text()) == len(words.text())
    assert layout.text().endswith("R1  more")


def test_a_missing_code_in_the_head_says_what_is_missing(opened):
    desk, panel = opened()
    desk.change(f"{AT}[e1].arm", Missing(missing=MissingCode.NA_SRC))
    head = panel.detail._head.accessibleName()
    assert head.startswith("Further fields of row 1 (")
    assert "Arm: not in source" in head


def test_the_bar_says_how_many_columns_there_are_in_all(opened):
    _desk, panel = opened()
    words = panel.bar._more.text()
    every = [
        at for at in range(len(panel.model.columns)) if panel.model.is_column_asked(at)
    ]
    assert words == f"Show all {len(every)} columns"
    panel.toggle_more()
    assert panel.bar._more.text() == "Fewer columns"
    shown = [at for at in every if not panel.grid.isColumnHidden(at)]
    assert shown == every
