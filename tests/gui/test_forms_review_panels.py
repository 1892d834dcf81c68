"""The outcomes of the review stand under the rows, each with its rows or its mark."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms import folding
from ivig_abstractor.gui.forms.review_panels import PanelCell, PanelStrip
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.finding import Finding, Severity
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk, focused, press, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ANSWERS = {
    "outcomes.panel_ck": "NOT_ASSESSED",
    "outcomes.panel_lung": "ns",
    "outcomes.rows[o1].outcome_code": "STRENGTH",
    "outcomes.rows[o2].outcome_code": "STRENGTH",
    "outcomes.rows[o3].outcome_code": "ns",
}
FOUND = Finding("S-O99", Severity.QUERY, "outcomes.rows[o2].after", "Is it so?")


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desk = FormDesk("outcomes", an_abstraction(**ANSWERS), [FOUND])
    qtbot.addWidget(desk.view)
    desk.view.show()
    desk.view.activateWindow()
    qtbot.waitUntil(desk.view.isActiveWindow)
    yield desk
    desk.view.hide()


def strip_of(desk: FormDesk) -> PanelStrip:
    strip = desk.view.strip
    assert strip is not None
    return strip


def cell_of(desk: FormDesk, name: str) -> PanelCell:
    path = f"outcomes.{name}"
    return next(one for one in strip_of(desk).cells if path in one.paths)


def test_each_panel_says_its_rows_its_mark_or_what_is_to_do(opened):
    said = [one.accessibleName() for one in strip_of(opened).cells]
    assert said == [
        "Strength: 2 rows, 1 query",
        "CK: ",
        "Lung: ",
        "Oesophagus: No row yet",
        "Steroid sparing: No row yet",
    ]


def test_a_mark_that_is_a_missing_code_stands_alone_in_its_place(opened):
    cell = cell_of(opened, "panel_lung").cells[0]
    assert cell.shown is not cell.editor
    assert cell.shown.isVisible()
    assert not cell.editor.isVisible()


@pytest.fixture
def low(opened):
    folding.restore("panels", "")
    opened.view.resize(1000, 500)
    QApplication.processEvents()
    yield strip_of(opened)
    folding.restore("panels", "")


def test_in_a_low_form_the_panels_share_one_line(opened, low):
    assert low.is_folded
    assert low.height() <= 32
    assert not any(one.isVisible() for one in low.cells)
    said = low.line.accessibleName()
    assert said == (
        "Strength: 2 rows, 1 query; CK: not assessed; Lung: not in source;"
        " Oesophagus: No row yet; Steroid sparing: No row yet"
    )
    assert low.stops() == [low.fold]
    opened.view.resize(1000, 620)
    QApplication.processEvents()
    assert not low.is_folded


def test_what_was_folded_stays_so(opened, low):
    low.fold.click()
    assert not low.is_folded
    assert folding.word("panels") == "open"
    low.fold.click()
    opened.view.resize(1000, 700)
    QApplication.processEvents()
    assert low.is_folded
    assert folding.word("panels") == "folded"


def test_going_to_a_panel_unfolds_them(opened, low):
    opened.view.reveal("outcomes.panel_oesophagus")
    assert not low.is_folded
    assert focused() is cell_of(opened, "panel_oesophagus").cells[0].editor
    assert folding.word("panels") == ""


def test_a_click_on_the_line_goes_to_the_panel(opened, low):
    QTest.mouseClick(low.line, Qt.MouseButton.LeftButton, pos=low.line.rect().center())
    assert not low.is_folded
    assert any(one.isAncestorOf(focused()) for one in low.cells)


def test_the_strip_scrolls_only_where_it_would_hide_the_rest(opened, qtbot):
    strip, content = strip_of(opened), opened.view.content
    qtbot.waitUntil(lambda: not content.isAncestorOf(strip))
    assert strip.isVisible()
    opened.view.resize(800, 240)
    qtbot.waitUntil(lambda: content.isAncestorOf(strip))
    opened.view.resize(800, 620)
    qtbot.waitUntil(lambda: not content.isAncestorOf(strip))


def test_a_row_of_a_panel_is_added_with_its_outcome(opened):
    cell = cell_of(opened, "panel_oesophagus")
    cell.cells[0].editor.setFocus()
    press(Qt.Key.Key_Insert)
    ((container, marks, rows, label),) = opened.asked_for("pasted")
    assert container == "outcomes.rows"
    assert marks == []  # the mark follows from the row
    assert rows == [{"outcome_code": "OESOPHAGUS"}]
    assert label == "Add a row: oesophagus"
    grid = opened.view.panels[0].grid
    assert QApplication.focusWidget() is grid
    assert grid.currentIndex().row() == 3
    assert cell.accessibleName() == "Oesophagus: 1 row"


def test_letters_mark_a_panel(opened):
    editor = cell_of(opened, "panel_oesophagus").cells[0].editor
    editor.setFocus()
    type_text("not a")
    press(Qt.Key.Key_Return)
    assert opened.asked_for("answered")[-1] == (
        "outcomes.panel_oesophagus",
        "NOT_ASSESSED",
    )


def test_panels_stand_in_as_many_lines_as_they_need(opened):
    strip = strip_of(opened)
    opened.view.resize(1200, 620)
    assert len({one.y() for one in strip.cells}) == 1
    opened.view.resize(480, 900)
    assert len({one.y() for one in strip.cells}) > 1
    for one in strip.cells:
        assert one.cells[0].shown.geometry().right() <= one.width()


def test_the_cursor_starts_in_the_rows(opened):
    opened.view.focus_first()
    assert QApplication.focusWidget() is opened.view.panels[0].grid
