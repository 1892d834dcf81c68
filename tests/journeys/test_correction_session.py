"""What the checks found is walked with F8 until nothing is open: mended, or answered.

The studies are those of the example, with the findings that the published papers give:
slips that are mended, doubts that a note settles, and oddities that stay as printed.
"""

from pathlib import Path

import pytest

from ivig_abstractor.model.finding import Severity
from ivig_abstractor.operations import reading
from ivig_abstractor.operations.example import build_example
from ivig_abstractor.operations.open_review import OpenReview
from tests.journeys.driving import Person, at, is_saved, run, settle, window

AS_PRINTED = "Seen in the abstract; the full text is ordered."
NOTE = "Third infusion; thrombolysis, recovered. From the abstract."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "example.ivig"
    build_example(made)
    return made


def study():
    return window().desk.study


def still_open():
    """The open findings of the open study, by place and rule."""
    return {(one.path, one.rule) for one in study().findings if one.is_open}


def chosen():
    """The finding that is chosen in the list below the form."""
    panel = window().screens.abstraction.findings
    one = panel.model.findings[panel.list.currentIndex().row()]
    return one.path, one.rule


def go_to_study(person, words, study_id):
    """Find a study by name."""
    person.press("Ctrl+K")
    person.type(f"@{words}")
    person.press("Return")
    yield lambda: study() is not None and study().line.study_id == study_id
    yield is_saved
    yield settle()


def walk(person):
    """Press F8 once for each open finding: all are met, the errors first."""
    wanted, met = still_open(), []
    graves = {
        (one.path, one.rule): one.severity for one in study().findings if one.is_open
    }
    for _each in wanted:
        person.press("F8")
        yield lambda: window().screens.abstraction.path == chosen()[0]
        met.append(chosen())
    assert set(met) == wanted
    errors = [graves[one] is Severity.ERROR for one in met]
    assert errors == sorted(errors, reverse=True)
    person.press("Shift+F8", "F8")
    assert chosen() == met[-1]


def mend_the_unit(person):
    """It was not mg that the authors gave per kg: the field behind the number is it."""
    person.press("Tab")
    yield lambda: window().screens.abstraction.path.endswith(".dose.unit")
    person.type("g/kg")
    person.press("Return")


def say_what_is_meant(person):
    """Type over the cell what the bare number means."""
    person.type("to 47.1 mg/day")
    person.press("Return")
    yield is_saved


def write_a_note(person):
    """Write beside the answer what the check asks for."""
    person.press("Alt+E")
    yield at("evidence.quotation")
    while not at("note")():
        person.press("Tab")
    person.type(NOTE)
    person.press("Escape")
    yield is_saved


def give_a_reason(person):
    """Answer the query: it is odd, and so the paper has it."""
    person.press("Alt+A")
    yield at("reason")
    person.type(AS_PRINTED)
    person.press("Ctrl+Return")


MENDED = {
    "H-D03": mend_the_unit,
    "S-D02": mend_the_unit,
    "S-G03": say_what_is_meant,
    "S-A03": write_a_note,
}


def correct(person, done):
    """Go from finding to finding until none is open; what was done, by rule."""
    while still_open():
        before = still_open()
        person.press("F8")
        yield lambda: window().screens.abstraction.path == chosen()[0]
        yield is_saved
        rule = chosen()[1]
        act = MENDED.get(rule, give_a_reason)
        done[rule] = act.__name__
        yield from act(person)
        yield lambda before=before: still_open() != before
        yield is_saved
        yield lambda: window().isActiveWindow()


def test_all_findings_of_two_studies_are_settled_by_keyboard(file, capsys):
    done, found = {}, {}
    people: list[Person] = []

    def session(person):
        people.append(person)
        yield lambda: study() is not None
        yield settle()
        for words, study_id in (("hara", "hara2003"), ("lee 1995", "lee1995")):
            yield from go_to_study(person, words, study_id)
            found[study_id] = len(still_open())
            yield from walk(person)
            yield from correct(person, done)
            assert not study().line.errors
            assert not study().line.queries
            person.press("F8")
            assert not still_open()
        person.press("Ctrl+Q")

    assert run([str(file)], session) == 0
    assert found == {"hara2003": 4, "lee1995": 3}
    assert set(done.values()) == {
        "give_a_reason",
        "mend_the_unit",
        "say_what_is_meant",
        "write_a_note",
    }
    with OpenReview.open(file, read_only=True) as review:
        for study_id in found:
            opened = reading.open_study(review, study_id)
            assert not [one for one in opened.findings if one.is_open]
            answered = [one.reason for one in opened.findings if one.reason]
            assert answered
            assert set(answered) == {AS_PRINTED}
    [person] = people
    total = sum(found.values())
    with capsys.disabled():
        print(f"\n{person.presses} key presses for {total} findings of two studies")


def test_a_journey_that_quits_leaves_the_next_window_open(file):
    def quits(person):
        yield lambda: study() is not None
        yield settle()
        person.press("Ctrl+Q")

    def stays(person):
        yield lambda: study() is not None
        yield settle(300)
        assert window().isVisible()

    assert run([str(file)], quits) == 0
    assert run([str(file)], stays) == 0
