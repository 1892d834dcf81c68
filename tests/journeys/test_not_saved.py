"""What the reviewer sees and keeps when the disk refuses."""

import threading

import pytest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.base.errors import DiskFull
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.project import ProjectFile
from tests.gui.shell_builders import a_review
from tests.journeys.driving import dialog, is_saved, opened, run, settle, window


class Disk:
    """Lets commits wait, and then fail, as long as it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.is_full = False
        commit = ProjectFile.commit

        def guarded(project, *args, **more):
            self.may_go_on.wait(10)
            if self.is_full:
                raise DiskFull("The disk is full.", unchanged="Nothing was saved.")
            return commit(project, *args, **more)

        monkeypatch.setattr(ProjectFile, "commit", guarded)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


def status():
    return window().screens.status.saved.text()


def held(path):
    return window().desk.study.abstraction.get(path)


def author():
    return (
        window()
        .screens.abstraction.stack.current()
        .findChild(object, "identification.first_author")
    )


def open_study(person):
    yield lambda: window().desk.study is not None
    yield settle()
    person.press("Alt+1")
    yield settle()


def test_saving_then_not_saved_then_saved(tmp_path, disk):
    file = a_review(tmp_path, "Cherin 2002")

    def journey(person):
        yield from open_study(person)
        disk.may_go_on.clear()
        disk.is_full = True
        person.type("Cherin P")
        person.press("Return")
        yield settle(300)
        assert status() == "Saving…"

        disk.may_go_on.set()
        yield is_saved
        assert status().startswith("Not saved: The disk is full.")
        assert "disk is full" in window().screens.notice.words.text()
        assert author().text() == "Cherin P"

        # It stands there still after another section was looked at.
        person.press("Alt+2")
        yield settle()
        person.press("Alt+1")
        yield settle()
        assert author().text() == "Cherin P"

        disk.is_full = False
        window().desk.runner.retry()
        yield is_saved
        assert status().startswith("Saved ")
        assert window().screens.notice.isHidden()
        assert held("identification.first_author") == "Cherin P"

    assert run([str(file)], journey) == 0


def test_closing_refuses_and_offers_ways_out(tmp_path, disk):
    file = a_review(tmp_path, "Cherin 2002")

    def journey(person):
        yield from open_study(person)
        disk.is_full = True
        person.type("Cherin P")
        window().close()
        assert window().isVisible()
        yield opened("unsaved")
        person.press("Escape")
        yield lambda: not dialog("unsaved")
        assert window().isVisible()

        window().close()
        yield opened("unsaved")
        copy = dialog("unsaved").findChild(object, "copy")
        copy.click()
        assert "Cherin P" in QApplication.clipboard().text()
        disk.is_full = False
        dialog("unsaved").findChild(object, "retry").click()
        yield lambda: not window_is_open()

    def window_is_open():
        return any(
            one.isVisible() and one.inherits("QMainWindow")
            for one in QApplication.topLevelWidgets()
        )

    assert run([str(file)], journey) == 0
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        answers = review.abstraction(study_id)
        assert answers.get("identification.first_author") == "Cherin P"


def test_what_was_typed_is_saved_by_closing(tmp_path, disk):
    file = a_review(tmp_path, "Cherin 2002")

    def journey(person):
        yield from open_study(person)
        disk.may_go_on.clear()
        person.type("Cherin P")
        window().close()
        yield settle(200)
        assert window().isVisible()
        assert "Waiting" in window().screens.notice.words.text()
        disk.may_go_on.set()
        yield settle(2000)

    assert run([str(file)], journey) == 0
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        answers = review.abstraction(study_id)
        assert answers.get("identification.first_author") == "Cherin P"
