"""A reviewer starts a review and abstracts a study, by keyboard, through `main`."""

from pathlib import Path

import pytest

from ivig_abstractor.operations import reading
from ivig_abstractor.operations.open_review import OpenReview
from tests.journeys.driving import dialog, is_saved, opened, run, settle, start, window


@pytest.fixture
def file(own_home: Path) -> Path:
    folder = own_home / "Documents"
    folder.mkdir()
    return folder / "ivig-in-myositis.ivig"


def held(path: str) -> object:
    study = window().desk.study
    return study.abstraction.get(path) if study else None


def test_a_review_is_made_abstracted_closed_and_found_again(file):
    def first_day(person):
        yield from start(person)
        assert held("identification.study_id") == "cherin2002"
        assert held("identification.first_author") == "Cherin"
        assert held("identification.year") == 2002
        assert window().screens.abstraction.path == "identification.title"
        person.type("An open study")
        person.press("Return")
        yield lambda: held("identification.title") == "An open study"
        person.press("Ctrl+K")
        person.type("#journal")
        person.press("Return")
        yield lambda: window().screens.abstraction.path == "identification.journal"
        person.type("Arthritis Rheum")
        person.press("Return")
        yield lambda: held("identification.journal") == "Arthritis Rheum"
        person.press("Ctrl+K")
        person.type("#volume")
        person.press("Return")
        yield settle()
        person.type("46")
        yield is_saved
        # Closed while the last answer is still being typed.

    assert run([], first_day) == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]

    def second_day(person):
        yield lambda: window().desk.study is not None
        assert held("identification.title") == "An open study"
        assert held("identification.volume") == "46"
        assert window().screens.status.saved.text() == "All saved"
        person.press("Ctrl+Z")
        yield lambda: held("identification.volume") is None
        assert window().screens.abstraction.path == "identification.volume"
        person.press("Ctrl+Shift+Z")
        yield lambda: held("identification.volume") == "46"
        person.press("Ctrl+Shift+Return")
        yield opened("blockers")
        blockers = dialog("blockers")
        assert len(blockers.paths()) > 20
        first = blockers.paths()[0]
        person.press("Return")
        yield lambda: window().screens.abstraction.path == first

    assert run([str(file)], second_day) == 0
    with OpenReview.open(file) as review:
        [line] = reading.overview(review).studies
        assert (line.label, line.status, line.answered) == (
            "Cherin 2002",
            "in_progress",
            6,
        )
