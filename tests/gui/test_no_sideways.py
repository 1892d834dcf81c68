"""Nothing scrolls sideways on a small laptop, whatever the example's studies say."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.wrapping import wrapped
from ivig_abstractor.model.form import Kind
from ivig_abstractor.operations.example import build_example
from tests.gui.every_screen import name_in, settle, within

NUMBERS = {
    Kind.INTEGER,
    Kind.DECIMAL,
    Kind.STAT,
    Kind.KOFN,
    Kind.CHANGE,
    Kind.MEASURE,
    Kind.SPAN,
    Kind.TIME,
}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return build_example(tmp_path_factory.mktemp("example") / "example.ivig").path


@pytest.fixture
def sections(window, example):
    """Each section of each study, in a window of 1366 x 768."""
    window.open_file(example)
    window.activateWindow()
    view = window.screens.abstraction
    view.complete()

    def each():
        for line in window.desk.lines():
            window.desk.show_study(line.study_id)
            for key in view.strip.keys():  # noqa: SIM118  (no mapping)
                view.go_to_section(key)
                settle()
                yield f"{line.label}, {key}", view

    return each()


def grids(view):
    panels = view.findChildren(GridPanel)
    return [one.grid for one in panels if one.isVisible() and one.model.rows]


def test_no_study_of_the_example_scrolls_sideways(window, sections):
    seen = 0
    for name, _view in sections:
        for area in within(window):
            if isinstance(area, QAbstractScrollArea):
                seen += 1
                # A space at the end of a line of text may hang over its edge.
                over = area.horizontalScrollBar().maximum()
                assert over < 5, (name, name_in(window, area))
    assert seen > 1000


def test_evidence_is_in_sight_and_no_number_is_cut(window, sections):
    looked = 0
    for name, view in sections:
        for grid in grids(view):
            model = grid.rows_model
            for at in grid.shown_columns():
                column = model.columns[at]
                room = grid.columnWidth(at) - 2 * theme.CELL_SIDE
                right = grid.columnViewportPosition(at) + grid.columnWidth(at)
                assert right <= grid.viewport().width(), (name, column.label)
                if column.is_evidence or not (
                    column.keys or column.spec.kind in NUMBERS
                ):
                    continue
                for row, text in enumerate(model.texts(at)):
                    lines = wrapped(text, room)
                    wide = max(map(theme.metrics(theme.SMALL).horizontalAdvance, lines))
                    box = QRect(
                        QPoint(0, 0), grid.visualRect(model.index(row, at)).size()
                    )
                    high = theme.ROW + (len(lines) - 1) * theme.line_height(theme.SMALL)
                    assert wide <= room, (name, text)
                    assert box.height() >= high - 1, (name, text)
                    looked += bool(text)
    assert looked > 200
