"""Columns share the width of a grid: what holds text is cut last."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.headers import ColumnHeader
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.sharing import ColumnNeed, shared
from ivig_abstractor.gui.theme import apply_theme
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TERM = ColumnNeed(150, 150, 150, is_wordy=True, is_empty=False)
LONG = ColumnNeed(300, 300, 220, is_wordy=True, is_empty=False)
COUNT = ColumnNeed(84, 60, 60, is_wordy=False, is_empty=False)
EMPTY = ColumnNeed(108, 62, 62, is_wordy=True, is_empty=True)

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
    return panel.grid.columnWidth(at) >= needs + 17


def test_room_for_all_is_given_to_words():
    assert shared([TERM, COUNT], 300) == [216, 84]
    assert shared([COUNT, COUNT], 300) == [84, 84]


def test_columns_that_hold_nothing_give_first():
    widths = shared([TERM, COUNT, EMPTY, EMPTY], 150 + 84 + 140)
    assert widths == [150, 84, 70, 70]


def test_then_columns_with_more_than_they_hold():
    assert shared([TERM, COUNT, EMPTY], 150 + 70 + 62) == [150, 70, 62]


def test_long_texts_are_cut_after_that_and_short_ones_to_spare_a_bar():
    assert shared([LONG, COUNT, EMPTY], 240 + 60 + 62) == [240, 60, 62]
    assert shared([LONG, COUNT], 160) == [100, 60]
    assert shared([TERM, LONG, COUNT], 100) == [150, 220, 60], "scrolled anyway"


@pytest.mark.parametrize("room", range(200, 700, 13))
def test_no_pixel_is_lost(room):
    needs = [TERM, LONG, COUNT, EMPTY, EMPTY]
    total = sum(shared(needs, room))
    assert total == room or total > room < sum(one.cut for one in needs)


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


def test_the_computed_change_and_the_printed_one_are_told_apart(opened):
    panel = opened("outcomes", OUTCOMES)
    at = next(n for n, one in enumerate(panel.model.columns) if one.key == "difference")
    across, role = Qt.Orientation.Horizontal, Qt.ItemDataRole
    head = panel.model.headerData(at, across)
    assert " ".join(head.split()) == "= After − before"
    named = panel.model.headerData(at, across, role.AccessibleTextRole)
    assert named == "After − before, computed"
    printed = column(panel, "change")
    assert panel.model.headerData(printed, across) == "Change, as printed"
    assert panel.model.headerData(at, across, role.ToolTipRole) == named
    said = panel.model.data(panel.model.index(0, at), role.AccessibleTextRole)
    assert said.startswith(named)


def test_long_words_give_way_to_the_change_but_not_the_names_of_rows(opened):
    rows = {
        **OUTCOMES,
        "outcomes.rows[o0].analysis_set": "7 improved patients",
        "outcomes.rows[o0].outcome_code": "STEROID_SPARING",
        "outcomes.rows[o0].change": "by or to 47.1 mg/day",
        "outcomes.rows[o1].instrument": "VAS_CM",
    }
    panel = opened("outcomes", rows)
    grid, change = panel.grid, column(panel, "change")
    right = grid.columnViewportPosition(change) + grid.columnWidth(change)
    assert right <= grid.viewport().width()
    for name in ("change", "outcome_code", "before", "after", "time"):
        assert is_whole(panel, name), name
    assert grid.columnWidth(column(panel, "analysis_set")) <= 112


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
    grid, at = panel.grid, column(panel, "before")
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
