"""A study from empty to complete, closed, reopened and printed, by keyboard alone.

What is answered is what the abstract of Cherin 2002 says (resources/example); all else
is "not in source", as a reviewer with nothing but the abstract would answer.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.model.progress import blanks
from tests.journeys.driving import at, focus, is_saved, run, settle, window

TITLE = (
    "Results and long-term followup of intravenous immunoglobulin infusions in "
    "chronic, refractory polymyositis: an open study with thirty-five adult patients"
)
DOSE = "1 g/kg/day on 2 consecutive days per month"
NOT_SAID = "ns"
ANSWERS = {
    "identification.study_id": "cherin2002",
    "identification.first_author": "Cherin P",
    "identification.authors": "Cherin P, et al.",
    "identification.title": TITLE,
    "identification.journal": "Arthritis Rheum",
    "identification.year": "2002",
    "identification.report_type": "journal",
    "identification.source_scope": "abstract",
    "identification.country": "FR",
    "identification.overlap_group": "PITIE_SALPETRIERE",
    "identification.retraction_checked": "yes",
    "design.design_code": "before and",
    "design.design_reported": "open, prospective",
    "design.direction": "prosp",
    "design.allocation": "no alloc",
    "design.blinding": "nobody",
    "design.control_type": "same",
    "design.crossover": "no",
    "population.n_enrolled": "35",
    "population.n_treated": "35",
    "population.described_set": "enrolled",
    "population.n_female": "20",
    "population.n_male": "15",
    "population.age": "43.5 ± 16.8",
    "population.adult_status": "all adult",
    "population.indication_code": "refractory",
    "population.refractory_definition": (
        "chronic PM refractory to traditional treatment"
    ),
    "arms[].arm.name": "IVIG",
    "arms[].arm.role": "ivig",
    "arms[].arm.n_treated": "35",
    "arms[].phases[].dose.dose_text": DOSE,
    "arms[].phases[].dose.phase_label": "single",
    "arms[].phases[].dose.planned_or_given": "given",
    "arms[].phases[].dose.route": "intrav",
    "arms[].phases[].course.interval": "monthly",
    "arms[].phases[].course.duration": "4-6",
    "comparator.comparator": "none",
    "comparator.comparator_name": "na",
    "comparator.comparator_dose": "na",
    "comparator.comparator_schedule": "na",
    "comparator.gc_agent": "prednisone",
    "comparator.gc_stable": "yes",
    "comparator.gc_stable_for": "2 months",
    "comparator.cointervention_changed": "unclear",
    "outcomes.panel_strength": "assessed",
    "outcomes.panel_ck": "assessed",
    "assessments[].bias.outcome": "overall",
    "assessments[].bias.tool_version": "JBI 2017",
    "assessments[].bias.jbi_quasi_1": "yes",
    "assessments[].bias.jbi_quasi_2": "not",
    "assessments[].bias.jbi_quasi_3": "unclear",
    "assessments[].bias.jbi_quasi_4": "no",
    "assessments[].bias.jbi_quasi_5": "unclear",
    "assessments[].bias.jbi_quasi_6": "unclear",
    "assessments[].bias.jbi_quasi_7": "not",
    "assessments[].bias.jbi_quasi_8": "unclear",
    "assessments[].bias.jbi_quasi_9": "unclear",
    "assessments[].bias.jbi_quasi_overall": "include",
    "declarations.include_decision": "include",
}
"""What the reviewer types, by field; a field that is not here is not in source."""

TREATED_BEFORE = (
    ("gluco", "35"),
    ("methotr", "24"),
    ("azath", "13"),
    ("cyclop", "4"),
    ("ciclo", "7"),
    ("plasma", "8"),
)


@pytest.fixture
def file(own_home: Path) -> Path:
    folder = own_home / "Documents"
    folder.mkdir()
    return folder / "ivig-in-myositis.ivig"


def study():
    return window().desk.study


def held(path):
    return study().abstraction.get(path)


def left():
    return [placed.path for placed in blanks(study().abstraction)]


def rows(container):
    return study().abstraction.rows(container)


def here():
    """The field that the keys go to; in a grid, the one of the current cell."""
    one = QApplication.focusWidget()
    path = window().screens.abstraction.path
    while one is not None and not isinstance(one, type(window())):
        if one.objectName() in (path, f"{path}:missing"):
            return path
        if one.objectName() and path.startswith(one.objectName() + "["):
            return path
        one = one.parentWidget()
    return ""


def go_to_blank(person):
    """Go to the next blank field, as somebody who sees that this one is none."""
    if here() not in left():
        person.press("Ctrl+J")
        yield lambda: here() in left()


def answer(person, text):
    """Type an answer; Enter takes it, and another one leaves a field of several."""
    path = here()
    person.type(text)
    person.press("Return")
    if here() == path:
        person.press("Return")
    yield lambda: held(path) is not None


def answer_section(person, beginning):
    """Answer what is blank and asked in the section that is shown."""
    while any(path.startswith(beginning) for path in left()):
        yield from go_to_blank(person)
        path = here()
        assert path.startswith(beginning), path
        yield from answer(person, ANSWERS.get(pattern_of(path), NOT_SAID))


def into_grid(person, container):
    """Walk on with Tab until the grid has the keys."""
    for _press in range(40):
        if at(container)():
            return
        person.press("Tab")
    raise AssertionError(f"Tab does not lead to {container}; it is at {focus()}")


def fill_grid(person, container, lines):
    """Type rows as into a spreadsheet: Tab goes right, Enter down."""
    for line in lines:
        before = len(rows(container))
        for cell in line:
            person.type(cell)
            person.press("Tab")
        yield lambda before=before: len(rows(container)) == before + 1
        yield is_saved


def start(person):
    """Make a review and its first study."""
    yield lambda: window().isVisible() and window().isActiveWindow()
    person.press("Ctrl+N")
    yield at("title")
    person.type("IVIG in myositis")
    person.press("Tab")
    person.type("Dana Wu")
    person.press("Tab")
    person.type("DW")
    person.press("Return")
    yield at("addFirstStudy")
    person.press("Return")
    yield at("label")
    person.type("Cherin 2002")
    person.press("Return")
    yield lambda: study() is not None
    yield settle()


def test_probe(file):
    def day(person):
        yield from start(person)
        began = person.presses
        for part in ("identification", "design", "population"):
            yield from answer_section(person, part)
            print(part, person.presses - began)
        into_grid(person, "population.subtypes")
        print("subtypes", person.presses - began)
        yield from fill_grid(person, "population.subtypes", [("polym", "35")])
        into_grid(person, "population.prior_treatments")
        print("prior", person.presses - began)

    assert run([], day) == 0
