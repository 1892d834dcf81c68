"""Two abstractions are reconciled by keyboard, through `main`, and undone again."""

from pathlib import Path

import pytest

from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconciling import open_reconciliation
from tests.gui.shell_builders import a_review
from tests.journeys.driving import dialog, is_saved, opened, run, settle, window
from tests.operations.two_reviewers import (
    AE_A,
    AE_B,
    ARM_A,
    ARM_B,
    JOURNAL,
    YEAR,
    abstracted,
    second_reviewer,
)

VOLUME = "identification.volume"
PAGES = "identification.pages"
FIRST = {JOURNAL: "Arthritis Rheum", YEAR: "1993", VOLUME: "36", PAGES: "1-9"}
SECOND = {JOURNAL: "arthritis rheum.", YEAR: "1994", VOLUME: "37", PAGES: "nr"}


@pytest.fixture
def file(own_home: Path) -> Path:
    made = a_review(own_home, "Dalakas 1993")
    with OpenReview.open(made) as review:
        [study_id] = review.studies()
        one, two = sorted((review.reviewer_id, second_reviewer(review)))
        abstracted(review, study_id, one, **AE_A, **ARM_A, **FIRST)
        abstracted(review, study_id, two, **AE_B, **ARM_B, **SECOND)
        reviewing.add_study(review, StudyFacts(key="hara2003", label="Hara 2003"))
    return made


def decide():
    place = window().screens.reconcile
    return place.decide if place is not None else None


def line(path: str):
    book = decide().book
    return book.by_path.get(path) if book is not None else None


def state(path: str):
    found = line(path)
    return found.state if found is not None else ""


def unfolded() -> bool:
    view = decide()
    return view is not None and view.card is not None and view.card.hasFocus()


def waiting() -> list[str]:
    return decide().side.model.paths()


def to(person, path: str):
    """Walk the open lines to one of them."""
    for _step in range(20):
        if decide().path == path:
            return
        person.press("N")
        yield unfolded


def test_a_study_is_reconciled_by_keyboard(file):
    def day(person):
        yield lambda: window().desk.study is not None
        yield is_saved
        person.press("Ctrl+2")
        yield unfolded
        assert set(waiting()) >= {YEAR, VOLUME, PAGES}

        # Take A, undo, and decide what neither of them says.
        yield from to(person, YEAR)
        person.press("A")
        person.press("Return")
        yield lambda: state(YEAR) == "decided" and is_saved()
        person.press("Ctrl+Z")
        yield lambda: state(YEAR) == "open" and decide().path == YEAR and unfolded()
        person.press("E")
        yield settle()
        person.press("Ctrl+A")
        person.type("1995")
        person.press("Return")
        person.type("Printed in 1995")
        person.press("Return")
        yield lambda: state(YEAR) == "decided" and is_saved()
        assert line(YEAR).answer == 1995

        # Unclear, with its reason.
        yield unfolded
        yield from to(person, VOLUME)
        person.press("U")
        yield settle()
        person.type("Not said")
        person.press("Return")
        yield lambda: state(VOLUME) == "decided" and is_saved()

        # All that is the same after normalising, then the rest as B has it.
        person.press("Ctrl+Shift+S")
        yield lambda: state(JOURNAL) == "agreed" and is_saved()
        while waiting():
            yield unfolded
            path = decide().path
            person.press("B")
            person.press("Return")
            yield lambda path=path: state(path) == "decided" and is_saved()

        # The errors of the consensus itself are listed, each a link.
        person.press("Ctrl+Shift+C")
        yield lambda: opened("consensusOpen")() or decide().book.held.is_complete
        found = dialog("consensusOpen")
        if found is not None:
            assert all(one.sign == "error" for one in found.found)
            person.press("Esc")
            yield unfolded

        person.press("Ctrl+Shift+K")
        yield lambda: window().screens.reconcile.agreement.agreement is not None
        person.press("Return")
        yield unfolded
        person.press("Ctrl+1")
        yield settle()
        assert window().desk.place == "abstract"

    assert run([str(file)], day) == 0
    with OpenReview.open(file) as review:
        held = open_reconciliation(review, next(iter(review.studies())))
        assert not held.open_lines
        assert held.consensus.get(YEAR) == 1995
        said = {one.decision.reason for one in held.lines if one.decision}
        assert {"Printed in 1995", "Not said"} <= said
