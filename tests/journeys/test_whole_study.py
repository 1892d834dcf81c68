"""A study from empty to complete, closed, reopened and printed, by keyboard alone.

What is answered is what the abstract of Cherin 2002 says (resources/example); all else
is "not in source", as a reviewer with nothing but the abstract would answer.
"""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QLineEdit

from ivig_abstractor import cli
from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.model.finding import Severity
from ivig_abstractor.model.progress import blanks
from tests.journeys.driving import (
    Person,
    at,
    dialog,
    is_saved,
    opened,
    run,
    settle,
    start,
    window,
)

TITLE = (
    "Results and long-term followup of intravenous immunoglobulin infusions in "
    "chronic, refractory polymyositis: an open study with thirty-five adult patients"
)
DOSE = "1 g/kg/day on 2 consecutive days per month"
NOT_SAID = "ns"
ANSWERS = {
    "identification.authors": "Cherin P, et al.",
    "identification.title": TITLE,
    "identification.journal": "Arthritis Rheum",
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

SUBTYPES = [{"code": "polym", "patients": "35"}]
TREATED_BEFORE = [
    {"drug": "gluco", "printed": "prednisone", "patients": "35"},
    {"drug": "methotr", "patients": "24"},
    {"drug": "azath", "patients": "13"},
    {"drug": "cyclop", "patients": "4"},
    {"drug": "ciclo", "patients": "7"},
    {"drug": "other", "printed": "chlorambucil", "patients": "1"},
    {"drug": "plasma", "printed": "plasmapheresis", "patients": "8"},
    {"drug": "other", "printed": "lymphopheresis", "patients": "1"},
    {"drug": "other", "printed": "total body irradiation", "patients": "1"},
]
OUTCOMES = [
    {
        "arm": "ivig",
        "outcome_code": "overall",
        "n": "35",
        "responders": "25/35 (71.4%)",
    },
    {"arm": "ivig", "outcome_code": "strength", "within_p": "<0.01"},
    {"arm": "ivig", "outcome_code": "enzymes", "after": "ns"},
]
EFFECTS = [{"arm": "ivig", "patients": "ns"}]


@pytest.fixture
def file(own_home: Path) -> Path:
    folder = own_home / "Documents"
    folder.mkdir()
    return folder / "ivig-in-myositis.ivig"


class Typist(Person):
    """Counts the letters typed apart from the other keys."""

    def __init__(self):
        super().__init__()
        self.letters = 0

    def type(self, text):
        self.letters += len(text)
        super().type(text)


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
    yield lambda: held(path) is not None and window().isActiveWindow()


def go_back(person, beginning):
    """Enter went on to the next section, and further fields are left in this one."""
    while not window().screens.abstraction.path.startswith(beginning):
        person.press("Ctrl+PgUp")
        yield settle()


def answer_section(person, beginning):
    """Answer what is blank and asked in the section that is shown."""
    begun = False
    while any(path.startswith(beginning) for path in left()):
        if begun:
            yield from go_back(person, beginning)
        begun = True
        yield from go_to_blank(person)
        path = here()
        assert path.startswith(beginning), path
        yield from answer(person, ANSWERS.get(pattern_of(path), NOT_SAID))


def into_grid(person, words, container):
    """Find a grid by its name, and go to the line for a new row."""
    person.press("Ctrl+F")
    person.type(words)
    person.press("Return")
    yield at(container)


def fill_grid(person, container, lines):
    """Type rows as into a spreadsheet: Tab goes right, Enter to the next row."""
    for line in lines:
        before = len(rows(container))
        for name, text in line.items():
            while column() != name:
                person.press("Tab")
                assert at(container)(), f"no column {name} was met"
            person.type(text)
            # So much time as the list of options needs to come up.
            yield settle(5)
            person.press("Tab")
            yield is_saved
        person.press("Return")
        yield lambda before=before: len(rows(container)) == before + 1


def column():
    """The field of the current cell, as its header tells."""
    grid = QApplication.focusWidget()
    spec = grid.rows_model.spec_at(grid.currentIndex())
    return spec.name if spec is not None else ""


def abstract_sections(person):
    """Answer all sections in the order of the form."""
    for part in ("identification", "design", "population"):
        yield from answer_section(person, part)
    yield from into_grid(person, "subtypes", "population.subtypes")
    yield from fill_grid(person, "population.subtypes", SUBTYPES)
    yield from into_grid(person, "treated before", "population.prior_treatments")
    yield from fill_grid(person, "population.prior_treatments", TREATED_BEFORE)
    person.press("Ctrl+Shift+M")
    yield lambda: here().endswith(".arm.name")
    yield from answer_section(person, f"arms[{rows('arms')[0]}].arm")
    yield from read_the_dose(person)
    for part in ("arms", "comparator", "outcomes"):
        yield from answer_section(person, part)
    yield from into_grid(person, "outcome rows", "outcomes.rows")
    yield from fill_grid(person, "outcomes.rows", OUTCOMES)
    yield from answer_section(person, "outcomes")
    yield from answer_section(person, "adverse_effects")
    yield from into_grid(person, "adverse effect rows", "adverse_effects.rows")
    yield from fill_grid(person, "adverse_effects.rows", EFFECTS)
    yield from answer_section(person, "adverse_effects")
    person.press("Ctrl+K")
    person.type(">assess")
    person.press("Return")
    yield lambda: here().endswith(".bias.outcome")
    yield from answer_section(person, "assessments")


def read_the_dose(person):
    """Type the sentence as printed, and let the program fill in what it reads."""
    if not here().endswith("dose.dose_text"):
        person.press("Ctrl+F")
        person.type("Dose as printed")
        person.press("Return")
    yield lambda: here().endswith("dose.dose_text")
    phase = here().removesuffix(".dose.dose_text")
    person.type(DOSE)
    person.press("Ctrl+Return")
    yield lambda: held(f"{phase}.course.interval") is not None
    read = {
        name: str(held(f"{phase}.dose.{name}"))
        for name in ("value", "unit", "days_consecutive")
    }
    assert read == {"value": "1", "unit": "g/kg/day", "days_consecutive": "YES"}
    assert held(f"{phase}.dose.days_per_course").raw == "2"


def cite_and_annotate(person, path, label, quotation, note):
    """Put a quotation and a note beside an answer, and go back to it."""
    person.press("Ctrl+F")
    person.type(label)
    person.press("Return")
    yield lambda: here() == path
    person.press("Alt+E")
    yield at("evidence.quotation")
    person.type(quotation)
    while not at("note")():
        person.press("Tab")
    person.type(note)
    person.press("Escape")
    yield lambda: here() == path and study().abstraction.note(path) == note
    [evidence] = study().abstraction.evidence(path)
    assert evidence.quotation == quotation


def open_queries():
    return [
        one
        for one in study().findings
        if one.severity is Severity.QUERY and one.is_open
    ]


def answer_queries(person):
    """Walk the findings with F8, and answer each query with a reason."""
    while open_queries():
        count = len(open_queries())
        person.press("F8")
        yield lambda: here() in [one.path for one in open_queries()]
        person.press("Alt+A")
        yield at("reason")
        person.type("The abstract does not say more.")
        person.press("Ctrl+Return")
        yield lambda count=count: len(open_queries()) < count
        yield lambda: window().isActiveWindow()


def try_to_complete(person):
    """Complete, and where that is refused go to the first thing on the list."""
    person.press("Ctrl+Shift+Return")
    yield opened("blockers")
    first = dialog("blockers").paths()[0]
    person.press("Return")
    yield lambda: here() == first and window().isActiveWindow()


def meet_the_lock(person):
    """Type into a completed study: nothing changes."""
    person.press("Alt+1")
    yield settle()
    before = dict(study().abstraction.entries)
    person.type("Somebody else")
    person.press("Return")
    yield settle()
    yield is_saved
    assert study().abstraction.entries == before


def reopen(person):
    """Unlock the study with a reason."""
    person.press("Ctrl+K")
    person.type(">reopen")
    person.press("Return")
    yield at("reason")
    person.type("The full text has come.")
    person.press("Ctrl+Return")
    yield lambda: not study().abstraction.is_complete
    yield lambda: window().isActiveWindow()


def export(person, pdf):
    """Print to a file whose name is typed."""
    person.press("Ctrl+Shift+P")
    yield opened("file")
    line = dialog("file").findChild(QLineEdit)
    yield line.hasFocus
    person.press("Ctrl+A")
    person.type(str(pdf))
    person.press("Return")
    yield window().screens.report.bar.open.isVisible
    yield lambda: window().isActiveWindow()


def close(person):
    """Close the program; the journey ends with it."""
    person.press("Ctrl+Q")
    yield lambda: False


def found():
    """What the window shows as found, in an order of its own."""
    return sorted(
        (one.path, one.rule, one.severity.value, one.message, one.reason)
        for one in study().findings
    )


def test_a_whole_study_by_keyboard(file, capsys):
    keys, shown = {}, []
    pdf = file.with_name("printed.pdf")

    def first_day(_person):
        person = Typist()
        yield from start(person)
        before, letters = person.presses, person.letters
        yield from abstract_sections(person)
        yield from cite_and_annotate(
            person,
            "population.n_female",
            "women",
            "20 women and 15 men",
            "Adds up to all 35.",
        )
        yield from try_to_complete(person)
        yield from answer_section(person, "declarations")
        yield from answer_queries(person)
        person.press("Ctrl+Shift+Return")
        yield opened("complete")
        person.press("Return")
        yield lambda: study().abstraction.is_complete
        keys["pressed"] = person.presses - before
        keys["letters"] = person.letters - letters
        keys["fields"] = sum(
            placed.answer is not None for placed in study().abstraction.walk()
        )
        yield from close(person)

    assert run([], first_day) == 0
    around = (keys["pressed"] - keys["letters"]) / keys["fields"]
    with capsys.disabled():
        print(
            "\n{pressed} key presses, {letters} of them letters, for {fields} "
            "answers: {around:.2f} other keys an answer".format(**keys, around=around)
        )
    # The aim is two keys beyond the letters of an answer.
    assert around < 2

    def second_day(person):
        yield lambda: study() is not None
        yield settle()
        assert study().abstraction.is_complete
        assert held("identification.first_author") == "Cherin"
        assert held("population.n_enrolled") == 35
        assert len(rows("population.prior_treatments")) == len(TREATED_BEFORE)
        assert len(rows("outcomes.rows")) == len(OUTCOMES)
        assert len(rows("adverse_effects.rows")) == len(EFFECTS)
        assert study().abstraction.note("population.n_female")
        yield from meet_the_lock(person)
        yield from reopen(person)
        yield from export(person, pdf)
        shown.append(found())
        yield from close(person)

    assert run([str(file)], second_day) == 0
    assert len(shown) == 1
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    words = " ".join(text.split())
    for said in ("Cherin 2002", "Arthritis Rheum", "open, prospective", "25/35"):
        assert said in words
    capsys.readouterr()
    assert cli.main(["check", str(file), "--json"]) == cli.OK
    listed = json.loads(capsys.readouterr().out)
    names = ("path", "rule", "severity", "message", "reason")
    of_study = [one for one in listed if one["study"]]
    assert {one["study"] for one in of_study} == {"cherin2002"}
    assert sorted(tuple(one[name] for name in names) for one in of_study) == shown[0]
