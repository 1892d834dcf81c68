"""A wide grid is as high as its rows, and does not move under the hands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms import folding
from ivig_abstractor.gui.forms.delegate import CellEditor
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.wrapping import wrapped
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.finding import Finding, Repair, Severity
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
SHORT = (
    "The paper does not say whether the dose was reduced by 47.1 or to 47.1. It is "
    "left out of all totals until the full text or the authors say which."
)
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


def rows(count: int) -> dict[str, str]:
    """The answers of so many rows."""
    return {
        f"outcomes.rows[o{number:02}].{name}": answer
        for number in range(count)
        for name, answer in (("arm", "a1"), ("outcome_code", "STRENGTH"))
    }


@pytest.mark.parametrize("count", [1, 6, 8])
def test_up_to_eight_rows_stand_whole_with_the_line_for_another(opened, count):
    desk, panel = opened(**ARMS, **rows(count))
    grid = panel.grid
    # What a window of 1366 x 690 leaves for the form.
    desk.view.resize(1036, 420)
    QApplication.processEvents()
    assert grid.verticalScrollBar().maximum() == 0
    assert not grid.verticalScrollBar().isVisible()
    lines = grid.horizontalHeader().height() + (count + 1) * theme.ROW
    assert lines <= grid.height() <= lines + 14


def test_more_rows_scroll_inside_the_grid(opened):
    _desk, whole = opened(**ARMS, **rows(8))
    _desk, panel = opened(**ARMS, **rows(20))
    assert panel.grid.height() == whole.grid.height()
    assert panel.grid.verticalScrollBar().maximum() > 0


def test_the_form_scrolls_to_the_row_one_goes_to(opened):
    desk, panel = opened(**ARMS, **rows(8))
    desk.view.resize(1036, 240)
    QApplication.processEvents()
    area = desk.view._area
    for row in (7, 0, 4):
        go(panel, row, "outcome_code")
        box = panel.grid.row_box()
        top = panel.grid.mapTo(area.viewport(), box.topLeft()).y()
        assert 0 <= top <= area.viewport().height() - box.height(), row
    go(panel, 0, "outcome_code")
    head = panel.grid.mapTo(area.viewport(), panel.grid.rect().topLeft())
    assert head.y() >= 0, "the names of the columns stand above the first row"


def test_no_field_stands_in_the_grid_and_below_it(opened):
    _desk, panel = opened(**ARMS, **rows(2))
    go(panel, 0, "outcome_code")
    assert panel.detail is not None
    below = {cell.spec.name for cell in panel.detail.cells()}
    assert "instrument_name" in below
    assert not below & {"arm", "analysis_set", "outcome_code", "instrument", "change"}
    panel.detail.reveal("outcomes.rows[o00].raw")
    panel.toggle_more()
    assert panel.detail.isHidden()
    here = panel.model.path(panel.grid.currentIndex())
    assert here == "outcomes.rows[o00].raw", "the cursor follows its field"
    panel.toggle_more()
    assert not panel.detail.isHidden()


def test_few_rows_make_a_low_table(opened):
    _desk, many = opened(**ARMS, **ROWS)
    few = {path: one for path, one in ROWS.items() if "[o0]" in path}
    _desk, panel = opened(**ARMS, **few)
    assert panel.grid.height() < many.grid.height()
    assert panel.grid.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [420, 620, 820, 1036, 1400])
def test_a_query_is_never_cut_and_begins_with_its_place(opened, width):
    at = "outcomes.rows[o1].before"
    repairs = (Repair("Reduced by 47.1 mg/day", at, "1"), Repair("To it", at, "2"))
    found = Finding("S-G03", Severity.QUERY, at, SHORT, repairs=repairs)
    desk, panel = opened([found], **ARMS, **ROWS)
    go(panel, 1, "before")
    desk.view.resize(width, 518)
    QApplication.processEvents()
    bar = panel.query
    words, buttons = bar._words, bar.buttons()
    assert words._spans[0].text.strip() == "Row 2 › Before"
    assert words._spans[0].weight == 600
    assert words.text().endswith("S\N{NON-BREAKING HYPHEN}G03")
    assert words.height() >= words.heightForWidth(words.width())
    assert bar.rect().contains(words.geometry())
    for button in buttons:
        assert bar.rect().contains(button.geometry())
        assert not button.geometry().intersects(words.geometry())
    lines = words.height() / theme.line_height(theme.SMALL)
    assert lines <= 2 or buttons[0].y() > words.geometry().bottom()
    assert bar.accessibleName().startswith("Row 2 › Before, query: ")


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
    assert not panel.grid.currentIndex().isValid()


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


def test_a_number_is_never_read_cut_in_the_row_that_is_worked_in(opened):
    _desk, panel = opened(**ARMS, **ROWS)
    go(panel, 0, "before")
    at = column(panel, "before")
    panel.grid.fit()
    type_text("1052.25 (SD 1008.13)")
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    [shown] = [one for one in panel.model.texts(at) if "1008.13" in one]
    written = theme.metrics(theme.SMALL).horizontalAdvance(shown)
    assert panel.grid.columnWidth(at) > written + 12


CROWDED = {
    f"outcomes.rows[o{number}].{name}": answer
    for number in range(3)
    for name, answer in (
        ("arm", "a1"),
        ("analysis_set", "all patients who were ever treated"),
        ("outcome_code", "STRENGTH"),
        ("instrument", "VAS_CM"),
        ("time", "12 weeks"),
        ("before", "1287.4"),
        ("after", "612.6 (SD 10.5)"),
        ("responders", "25/35 (71.4%)"),
    )
}


def widths(panel: GridPanel) -> list[int]:
    return [panel.grid.columnWidth(at) for at in panel.grid.shown_columns()]


@pytest.mark.parametrize(
    ("name", "text"),
    [("time", "104 weeks"), ("analysis_set", "responders after the third course")],
)
def test_where_lines_are_broken_columns_stay_while_a_row_is_worked_in(
    opened, qtbot, name, text
):
    _desk, panel = opened(**ARMS, **CROWDED)
    go(panel, 0, name)
    panel.grid.fit()
    before = widths(panel)
    assert panel.grid.rowHeight(0) > theme.ROW
    type_text(text)
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert widths(panel) == before
    assert panel.grid._is_late
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not panel.grid._is_late)
    assert panel.grid.horizontalScrollBar().maximum() == 0


def test_what_would_take_many_lines_has_room_at_once(opened):
    _desk, panel = opened(**ARMS, **CROWDED)
    go(panel, 0, "time")
    text = "6.2 months from last infusion"
    type_text(text)
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    room = panel.grid.columnWidth(column(panel, "time")) - 2 * theme.CELL_SIDE
    lines = wrapped(text, room)
    assert " ".join(lines) == text
    assert max(map(theme.metrics(theme.SMALL).horizontalAdvance, lines)) <= room
    assert panel.grid.horizontalScrollBar().maximum() == 0


def test_a_message_stands_below_all_lines_of_its_row(opened):
    found = [Finding("H-O02", Severity.ERROR, "outcomes.rows[o0].before", SHORT)]
    _desk, panel = opened(found, **ARMS, **CROWDED)
    grid = panel.grid
    [bar] = grid.bands.bars()
    assert grid.text_height(0) > theme.ROW
    assert bar.y() == grid.rowViewportPosition(0) + grid.text_height(0) - 1
    assert grid.rowHeight(0) == grid.text_height(0) + bar.height()


def test_the_line_of_a_cell_is_as_high_as_its_row(opened):
    _desk, panel = opened(**ARMS, **CROWDED)
    go(panel, 0, "analysis_set")
    press(Qt.Key.Key_F2)
    assert isinstance(focused(), CellEditor)
    assert focused().height() == panel.grid.text_height(0) - 1


def test_a_row_is_low_again_once_its_text_is_short(opened, qtbot):
    _desk, panel = opened(**ARMS, **{**ROWS, "outcomes.rows[o0].before": "1 (SD 2)"})
    go(panel, 0, "analysis_set")
    type_text("all patients who were ever treated with it and were seen again later")
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert panel.grid.text_height(0) > theme.ROW
    go(panel, 0, "analysis_set")
    type_text("all")
    press(Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert panel.grid.text_height(0) == theme.ROW
