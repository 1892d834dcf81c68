"""What is worked in stays where it is on the screen, whatever comes above it."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms import builder
from ivig_abstractor.gui.forms.derived import DerivedRow
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.codes import ComparatorType
from ivig_abstractor.model.finding import Finding, Severity
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ANSWERS = {
    "design.control_type": "PLACEBO",
    "comparator.gc_agent": "PREDNISOLONE",
    "comparator.gc_baseline": "25 ± 10",
}


@pytest.fixture
def desk(qapp, qtbot):
    apply_theme(qapp, "light")
    builder._opened.clear()
    made = FormDesk("comparator", an_abstraction(**ANSWERS))
    qtbot.addWidget(made.view)
    made.view.resize(760, 240)
    made.view.show()
    made.view.activateWindow()
    qtbot.waitUntil(made.view.isActiveWindow)
    yield made
    made.view.hide()
    builder._opened.clear()


def go(desk: FormDesk, path: str) -> int:
    """Stand in a field, and say how far down on the screen it is."""
    desk.view.reveal(path)
    QApplication.processEvents()
    return top(desk, path)


def top(desk: FormDesk, path: str) -> int:
    return desk.cell(path).shown.mapTo(desk.view, QPoint()).y()


def test_a_field_that_comes_above_does_not_move_the_current_one(desk):
    desk.view.toggle_more()
    here = "comparator.gc_schedule"
    before = go(desk, here)
    height = desk.view.content.height()
    desk.change("comparator.comparator", ComparatorType.PLACEBO)
    assert desk.view.content.height() > height, "a field came"
    assert top(desk, here) == before
    QApplication.processEvents()
    assert top(desk, here) == before
    desk.change("comparator.comparator", ComparatorType.NONE)
    QApplication.processEvents()
    assert top(desk, here) == before


def test_a_message_that_comes_above_does_not_move_the_current_field(desk):
    before = go(desk, "comparator.gc_baseline")
    words = "This cannot be right."
    desk.find(Finding("H-C01", Severity.ERROR, "comparator.comparator", words))
    QApplication.processEvents()
    assert top(desk, "comparator.gc_baseline") == before


def test_what_is_derived_keeps_its_place_when_fields_are_unfolded(desk):
    def derived() -> int:
        order = desk.view.order
        [at] = [n for n, one in enumerate(order) if isinstance(one, DerivedRow)]
        return at

    before = derived()
    desk.view.toggle_more()
    assert derived() == before


def test_a_form_with_too_little_room_never_hides_its_labels(desk):
    desk.view.resize(300, 240)
    for path in ("comparator.gc_baseline", "comparator.gc_agent"):
        go(desk, path)
        assert desk.view.content.x() == 0
