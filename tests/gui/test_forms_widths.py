"""Columns share the width of a grid: what holds text is cut last."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.headers import ColumnHeader
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.sharing import (
    CellNeed,
    ColumnNeed,
    is_crowded,
    most_of,
    shared,
)
from ivig_abstractor.gui.forms.wrapping import wrapped
from ivig_abstractor.gui.theme import apply_theme
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def a_column(usual: int, label: int, *cells: CellNeed, wordy: bool = False):
    """A column with these cells, whose longest word is as wide as its third line."""
    most = most_of(cells)
    return ColumnNeed(usual, label, most[2], cells, most, wordy)


TERM = a_column(108, 60, (150, 90, 90), wordy=True)
COUNT = a_column(84, 44, (60, 60, 60))
EMPTY = a_column(108, 62, (0, 0, 0), wordy=True)
MEAN = a_column(88, 50, (150, 80, 70))

AT = "adverse_effects.rows"
EFFECTS = {
    "arms[a1].arm.name": "IVIG",
    f"{AT}[e1].arm": "a1",
    f"{AT}[e1].preferred_term": "Myocardial infarction",
    f"{AT}[e1].printed": "asymptomatic myocardial infarction",
    f"{AT}[e1].patients": "2/15 infusions (13%)",
    f"{AT}[e2].preferred_term": "Blood urea increased",
    f"{AT}[e2].printed": "raised BUN",
}
OUTCOMES = {
    "arms[a1].arm.name": "IVIG",
    **{
        f"outcomes.rows[o{number}].{name}": answer
        for number in range(4)
        for name, answer in (
            ("arm", "a1"),
            ("outcome_code", "STRENGTH"),
            ("time", "12 weeks"),
            ("n", "8"),
            ("before", "67.0"),
            ("after", "81.0"),
        )
    },
}


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desks = []

    def open_rows(section, answers, width=1036) -> GridPanel:
        desk = FormDesk(section, an_abstraction(**answers))
        qtbot.addWidget(desk.view)
        desk.view.resize(width, 518)
        desk.view.show()
        QApplication.processEvents()
        QApplication.processEvents()
        desks.append(desk)
        return desk.panel("rows")

    yield open_rows
    for desk in desks:
        desk.view.hide()


def column(panel: GridPanel, name: str) -> int:
    columns = enumerate(panel.model.columns)
    return next(at for at, one in columns if one.spec and one.spec.name == name)


def is_whole(panel: GridPanel, name: str) -> bool:
    at = column(panel, name)
    metrics = theme.metrics(theme.SMALL)
    needs = max(map(metrics.horizontalAdvance, panel.model.texts(at)))
    return panel.grid.columnWidth(at) > needs + 2 * theme.CELL_SIDE


def test_room_for_all_is_given_to_words():
    assert shared([TERM, COUNT], 300) == [216, 84]
    assert shared([COUNT, COUNT], 300) == [84, 84]


def test_columns_that_hold_nothing_give_first():
    widths = shared([TERM, COUNT, EMPTY, EMPTY], 150 + 84 + 140)
    assert widths == [150, 84, 70, 70]


def test_then_columns_with_more_than_they_hold():
    assert shared([TERM, COUNT, EMPTY], 150 + 70 + 62) == [150, 70, 62]


def test_then_words_are_broken_over_two_lines():
    assert not is_crowded([TERM, COUNT, EMPTY], 272)
    assert is_crowded([TERM, COUNT, EMPTY], 271)
    assert shared([TERM, COUNT, EMPTY], 272) == [150, 60, 62]
    widths = shared([TERM, COUNT, EMPTY], 250)
    assert widths == [128, 60, 62], "the word has what is left"


def test_more_lines_come_where_two_do_not_fit():
    two = TERM.on(2) + MEAN.on(2)
    assert shared([TERM, MEAN], two) == [90, 80]
    assert shared([TERM, MEAN], two - 10) == [90, 70]


def test_without_room_for_that_the_grid_scrolls_and_numbers_stand_on_one_line():
    assert shared([TERM, MEAN], 100) == [90, 150]


def test_long_words_are_cut_before_the_grid_scrolls():
    long = a_column(116, 70, (320, 320, 300), wordy=True)._replace(word=80)
    assert shared([long, MEAN], 150) == [80, 70]
    assert shared([long, MEAN], 149) == [170, 150], "scrolled anyway"


def test_room_is_given_where_it_spares_most_lines():
    """Two rows need a wider first column, one a wider second."""
    long, short = (150, 80, 80), (60, 60, 60)
    one = a_column(60, 60, long, long, short)
    two = a_column(60, 60, short, short, long)
    widths = shared([one, two], 60 + 60 + 120)
    assert widths[0] >= 150
    assert widths[1] < 150


def test_a_row_that_one_column_does_not_know_yet_takes_no_room_there():
    longer = a_column(60, 44, (150, 80, 80), (120, 70, 70))
    assert sum(shared([TERM, longer], 280)) == 280


@pytest.mark.parametrize("room", range(180, 700, 13))
def test_no_pixel_is_lost(room):
    needs = [TERM, MEAN, COUNT, EMPTY, EMPTY]
    total = sum(shared(needs, room))
    assert total == room or total > room < sum(one.on(3) for one in needs)


def test_terms_are_whole_beside_empty_columns(opened):
    panel = opened("adverse_effects", EFFECTS)
    for name in ("preferred_term", "printed", "patients"):
        assert is_whole(panel, name), name
    assert panel.grid.horizontalScrollBar().maximum() == 0
    for name in ("serious", "related"):
        _one, two = ColumnHeader.width_for(
            panel.model.columns[column(panel, name)].head
        )
        assert panel.grid.columnWidth(column(panel, name)) >= two


def test_all_essential_outcomes_are_in_sight_where_they_fit(opened):
    panel = opened("outcomes", OUTCOMES, 1150)
    assert panel.grid.horizontalScrollBar().maximum() == 0
    for name in ("outcome_code", "time", "before", "after"):
        assert is_whole(panel, name), name


def test_what_is_computed_and_the_printed_change_are_told_apart(opened):
    panel = opened("outcomes", OUTCOMES)
    at = next(n for n, one in enumerate(panel.model.columns) if one.keys)
    across, role = Qt.Orientation.Horizontal, Qt.ItemDataRole
    head = panel.model.headerData(at, across)
    assert " ".join(head.split()) == "= After − before, %"
    named = panel.model.headerData(at, across, role.AccessibleTextRole)
    assert named == "Computed: after − before, or the share of patients"
    printed = column(panel, "change")
    assert panel.model.headerData(printed, across) == "Change, as printed"
    assert panel.model.headerData(at, across, role.ToolTipRole) == named
    said = panel.model.data(panel.model.index(0, at), role.AccessibleTextRole)
    assert said == f"{named}: +14.0"


def test_a_row_with_means_and_a_count_says_both_that_are_computed(opened):
    panel = opened("outcomes", {**OUTCOMES, "outcomes.rows[o1].responders": "3/8"})
    at = next(n for n, one in enumerate(panel.model.columns) if one.keys)
    assert panel.model.index(0, at).data() == "+14.0"
    assert panel.model.index(1, at).data() == "+14.0, 37.5 %"
    tip = panel.model.index(1, at).data(Qt.ItemDataRole.ToolTipRole)
    assert "81.0 − 67.0" in tip
    assert "3" in tip.splitlines()[-1]


HARA = {
    **OUTCOMES,
    "outcomes.rows[o0].analysis_set": "7 improved patients",
    "outcomes.rows[o0].outcome_code": "STEROID_SPARING",
    "outcomes.rows[o0].change": "by or to 47.1 mg/day",
    "outcomes.rows[o1].instrument": "VAS_CM",
}


def test_lines_are_broken_before_the_grid_scrolls(opened):
    panel = opened("outcomes", HARA)
    grid = panel.grid
    assert grid.horizontalScrollBar().maximum() == 0
    evidence = len(panel.model.columns) - 1
    right = grid.columnViewportPosition(evidence) + grid.columnWidth(evidence)
    assert right <= grid.viewport().width()
    for at in grid.shown_columns():
        room = grid.columnWidth(at) - 1 - 2 * theme.CELL_SIDE + 1
        for row, text in enumerate(panel.model.texts(at)):
            lines = wrapped(text, room)
            high = theme.ROW + (len(lines) - 1) * theme.line_height(theme.SMALL)
            assert grid.rowHeight(row) >= high, text
            widest = theme.metrics(theme.SMALL).horizontalAdvance
            assert all(widest(line) <= room for line in lines), text
    assert grid.rowHeight(0) > theme.ROW == grid.rowHeight(3)


def test_a_column_half_out_of_sight_is_drawn_in_what_is_seen_of_it(opened):
    panel = opened("outcomes", OUTCOMES, 600)
    grid, at = panel.grid, column(panel, "time")
    bar = grid.horizontalScrollBar()
    bar.setValue(grid.columnViewportPosition(at) - grid.sticky.width() + 30)
    edge = grid.sticky.width()
    bar.setValue(bar.value() + grid.columnViewportPosition(at) + 30 - edge)
    half = grid.sticky.half_covered()
    assert half is not None
    assert (half.column, half.x) == (at, grid.sticky.width())
    assert half.width == grid.columnWidth(at) - 30
    # Nothing of the text is left in the padding of the cell.
    picture = grid.viewport().grab(QRect(QPoint(half.x, 4), QPoint(half.x + 6, 20)))
    ground = theme.tokens().colour("base").rgb()
    image = picture.toImage()
    seen = {
        image.pixel(x, y) for x in range(image.width()) for y in range(image.height())
    }
    assert seen == {ground}
    bar.setValue(0)
    assert grid.sticky.half_covered() is None


def test_of_a_column_cut_at_the_edge_nothing_is_drawn_that_reads_as_a_value(opened):
    panel = opened("outcomes", OUTCOMES, 600)
    grid, at = panel.grid, column(panel, "change")
    bar = grid.horizontalScrollBar()
    end = grid.columnViewportPosition(at) + 30
    bar.setValue(bar.value() + end - grid.viewport().width())
    stub = grid.sticky.stub()
    assert stub is not None
    assert (stub.column, stub.width) == (at, 30)
    for part, ground in ((grid, "base"), (grid.horizontalHeader(), "head")):
        box = QRect(stub.x + 1, 2, 28, 22)
        image = part.viewport().grab(box).toImage()
        seen = {
            image.pixel(x, y)
            for x in range(image.width())
            for y in range(image.height())
        }
        assert seen == {theme.tokens().colour(ground).rgb()}
    bar.setValue(bar.value() + grid.columnWidth(at))
    assert grid.sticky.stub() is None or grid.sticky.stub().column != at
