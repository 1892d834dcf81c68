"""How the form of a study and its findings share the height of a window."""

import pytest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.gui.views.abstraction_parts import AbstractionParts
from ivig_abstractor.gui.views.parts import FINDINGS_HEAD
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import the_form
from tests.builders import an_abstraction

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FOUND = [
    Finding(f"S-R0{number}", Severity.QUERY, "population", "Something is odd.")
    for number in range(6)
]


@pytest.fixture
def parts(qapp, qtbot):
    apply_theme(qapp, "light")
    made = AbstractionParts(the_form())
    qtbot.addWidget(made)
    made.parts.hide()
    made.show()
    return made


def show(parts: AbstractionParts, section: str, height: int) -> int:
    """How high the findings are beside a section."""
    parts.resize(1036, height)
    abstraction = an_abstraction()
    parts.stack.show_section(
        the_form().by_section[section], section, abstraction, (), read_only=False
    )
    parts.findings.show_findings(FOUND, abstraction)
    QApplication.processEvents()
    parts.fit_findings()
    return parts.splitter.sizes()[1]


def test_beside_a_grid_two_findings_leave_the_height_to_the_form(parts):
    low, usual = 560, 760
    high = show(parts, "outcomes", usual)
    assert show(parts, "population", usual) == high
    capped = show(parts, "outcomes", low)
    assert FINDINGS_HEAD + 2 * 24 <= capped < FINDINGS_HEAD + 3 * 24
    parts.findings_height = 150
    assert show(parts, "outcomes", low) == 150, "the reviewer chose that height"


def test_a_form_that_leaves_room_leaves_it_to_five_findings(parts):
    five = FINDINGS_HEAD + 5 * 24
    assert show(parts, "declarations", 760) >= five
    assert show(parts, "bias", 760) >= five, "there is no assessment yet"
    assert show(parts, "declarations", 360) < five, "its fields come first"
    assert show(parts, "population", 760) < five
    assert show(parts, "outcomes", 900) < five, "a wide grid takes what there is"
