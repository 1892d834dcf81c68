"""A wide grid leaves room for the row in full, and does not move under the hands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms import folding
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.finding import Finding, Severity
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk, focused, press, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ARMS = {"arms[a1].arm.name": "IVIG", "arms[a2].arm.name": "Placebo"}
ROWS = {
    f"outcomes.rows[o{number}].{name}": answer
    for number in range(9)
    for name, answer in (
        ("arm", "a1"),
        ("outcome_code", "STRENGTH"),
        ("analysis_set", "ever treated"),
        ("before", "67.0"),
    )
}
LONG = "The count is of twelve, but eight patients were randomised to this arm. " * 9


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    folding.restore("panels", "")
    desks = []

    def open_rows(findings=(), **answers) -> tuple[FormDesk, GridPanel]:
        desk = FormDesk("outcomes", an_abstraction(**answers), findings)
        qtbot.addWidget(desk.view)
        # What a window of 1366 x 768 leaves for the form.
        desk.view.resize(1036, 518)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        QApplication.processEvents()
        panel = desk.panel("rows")
        panel.grid.setFocus()
        desks.append(desk)
        return desk, panel

    yield open_rows
    for desk in desks:
        desk.view.hide()


def column(panel: GridPanel, name: str) -> int:
    columns = enumerate(panel.model.columns)
    return next(at for at, c in columns if c.spec and c.spec.name == name)


def go(panel: GridPanel, row: int, name: str) -> None:
    panel.grid.go_to(panel.model.index(row, column(panel, name)))


def rows_in_sight(desk: FormDesk, panel: GridPanel) -> int:
    assert panel.detail is not None
    area = desk.view._area
    high = area.viewport().rect()
    rows = [one for one in panel.detail.findChildren(FieldRow) if one.isVisible()]
    tops = [one.mapTo(area.viewport(), one.rect().center()).y() for one in rows]
    return sum(0 <= top <= high.height() for top in tops)


def test_the_row_in_full_shows_six_fields_below_many_rows(opened):
    desk, panel = opened(**ARMS, **ROWS)
    go(panel, 0, "outcome_code")
    QApplication.processEvents()
    assert panel.grid.height() <= desk.view.height() * 0.36
    assert rows_in_sight(desk, panel) >= 6


def test_few_rows_make_a_low_table(opened):
    _desk, many = opened(**ARMS, **ROWS)
    few = {path: one for path, one in ROWS.items() if "[o0]" in path}
    _desk, panel = opened(**ARMS, **few)
    assert panel.grid.height() < many.grid.height()
    assert panel.grid.verticalScrollBar().maximum() == 0


def test_a_long_query_takes_two_lines_and_is_whole_in_its_tip(opened):
    at = "outcomes.rows[o0].before"
    _desk, panel = opened([Finding("S-R04", Severity.QUERY, at, LONG)], **ARMS, **ROWS)
    go(panel, 0, "before")
    QApplication.processEvents()
    assert panel.query.isVisible()
    assert panel.query.height() <= 48
    panel.query.grab()
    assert LONG.strip() in panel.query._words.accessibleDescription()


def test_a_message_elsewhere_is_never_cut(opened):
    bar = MessageBar()
    bar.show_finding(Finding("S-R04", Severity.QUERY, "population", LONG))
    assert bar.height_for(600) > 60


def test_the_arm_stays_beside_the_outcome_where_there_are_several(opened):
    desk, panel = opened(**ARMS, **ROWS)
    grid = panel.grid
    arm, outcome = column(panel, "arm"), column(panel, "outcome_code")
    assert grid.sticky.columns == [arm, outcome]
    panel.toggle_more()
    go(panel, 0, "raw")
    assert [one.column for one in grid.sticky.held()] == [arm, outcome]
    desk.view.grab()
    go(panel, 0, "analysis_set")
    left = grid.columnViewportPosition(column(panel, "analysis_set"))
    assert left >= grid.sticky.width()
    go(panel, 0, "raw")
    go(panel, 0, "outcome_code")
    before = sum(one.width for one in grid.sticky.held() if one.column < outcome)
    assert grid.columnViewportPosition(outcome) >= before


def test_another_study_is_shown_from_its_first_column(opened):
    desk, panel = opened(**ARMS, **ROWS)
    panel.toggle_more()
    go(panel, 8, "within_p")
    assert panel.grid.horizontalScrollBar().value() > 0
    desk.view.start_over()
    assert panel.grid.horizontalScrollBar().value() == 0
    assert panel.grid.verticalScrollBar().value() == 0


def test_a_required_blank_has_its_sign_in_the_cell(opened):
    _desk, panel = opened(**ARMS, **ROWS)

    def is_left(row: int, name: str) -> bool:
        return panel.model.look(panel.model.index(row, column(panel, name))).is_left

    assert is_left(0, "time")
    assert is_left(0, "instrument")
    assert not is_left(0, "outcome_code")
    assert not is_left(0, "after")
    assert not is_left(9, "time")


def test_columns_grow_only_when_the_row_is_left(opened, qtbot):
    _desk, panel = opened(**ARMS, **ROWS)
    go(panel, 0, "analysis_set")
    at = column(panel, "analysis_set")
    panel.grid.fit()
    before = panel.grid.columnWidth(at)
    type_text("all patients who were ever treated with it")
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert panel.grid.columnWidth(at) == before
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: panel.grid._needs[at].usual > before - 1)
    go(panel, 0, "analysis_set")
    wide = panel.grid._needs[at].usual
    type_text("x")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert panel.grid._needs[at].usual == wide
    assert focused() is panel.grid
