"""The open review is backed up beside the work, and restored from the menu."""

import pytest
from PySide6.QtWidgets import QListWidget

from ivig_abstractor.base.errors import RolledBack
from ivig_abstractor.gui.backing_up import EVERY, SOON
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import backups, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.events import Problem
from tests.gui.shell_builders import dialogs, do


@pytest.fixture
def folder(kept, tmp_path):
    kept.set("backups", str(tmp_path / "backups"))
    yield tmp_path / "backups"
    backups.arrange()


def kept_in(folder):
    return sorted(one.name for one in folder.glob("*/*.ivig"))


def finish(window):
    """Wait for the thread that reads a copy back."""
    if window.backing_up._keeping is not None:
        window.backing_up._keeping.join()


def change(window, label):
    facts = StudyFacts(key=label.casefold().replace(" ", ""), label=label)
    window.desk.perform(lambda r: reviewing.add_study(r, facts))


def test_a_review_is_backed_up_soon_then_regularly_if_it_changed(window, file, folder):
    timers = window.backing_up
    assert not timers.soon.isActive()
    window.open_file(file)
    assert timers.soon.isActive()
    assert (timers.soon.interval(), timers.regularly.interval()) == (SOON, EVERY)
    assert not folder.exists()

    timers.soon.timeout.emit()
    finish(window)
    assert len(kept_in(folder)) == 1
    timers.regularly.timeout.emit()
    finish(window)
    assert len(kept_in(folder)) == 1
    change(window, "Dalakas 1993")
    timers.regularly.timeout.emit()
    finish(window)
    assert len(kept_in(folder)) == 2

    do(window, "close")
    assert not timers.regularly.isActive()
    assert len(kept_in(folder)) == 2


def test_what_changed_is_backed_up_when_the_review_is_closed(window, file, folder):
    window.open_file(file)
    change(window, "Dalakas 1993")
    do(window, "close")
    assert len(kept_in(folder)) == 1


def test_a_folder_that_is_chosen_later_is_used_at_once(window, file, folder, tmp_path):
    window.open_file(file)
    window.preferences.set("backups", str(tmp_path / "usb"))
    window.backing_up.back_up()
    finish(window)
    assert len(kept_in(tmp_path / "usb")) == 1
    assert not folder.exists()


def test_a_backup_that_cannot_be_made_is_said_and_nothing_waits(window, file, folder):
    folder.write_text("in the way")
    window.open_file(file)
    window.backing_up.back_up()
    notice = window.screens.notice
    assert "No backup of “review.ivig” could be made" in notice.words.text()
    notice.clear()
    window.backing_up.back_up()
    assert notice.isHidden()
    change(window, "Dalakas 1993")
    assert len(window.desk.lines()) == 3


def test_without_backups_there_is_nothing_to_restore(window, folder):
    do(window, "restore")
    assert dialogs() == []
    assert "no backups yet" in window.screens.notice.words.text()


def test_a_backup_is_restored_beside_the_review_and_opened(
    window, file, folder, still_clock
):
    window.open_file(file)
    window.backing_up.back_up()
    finish(window)
    still_clock.advance(hours=3)
    change(window, "Dalakas 1993")
    window.backing_up.back_up()
    finish(window)

    do(window, "restore")
    [dialog] = dialogs()
    listed = dialog.findChild(QListWidget)
    assert listed.count() == 2
    assert listed.item(0).text() > listed.item(1).text()
    listed.setCurrentRow(1)
    _source, target = dialog.chosen()
    assert target.name in dialog.said.text()
    dialog.accept()

    assert window.desk.overview.path == target
    assert [one.label for one in window.desk.lines()] == ["Cherin 2002", "Hara 2003"]
    with OpenReview.open(file) as earlier:
        assert len(earlier.studies()) == 3
    assert any("restore" in name for name in kept_in(folder))


def test_what_is_odd_of_a_file_is_said_in_turn(window, file, monkeypatch):
    def oddly(path, **more):
        review = opening(path, **more)
        who = review.reviewer_id
        lacks = f"The file lacks later changes of reviewer {who}."
        review.project.notices = (
            Problem(RolledBack, lacks, who),
            Problem(ValueError, "Two versions of reviewer x.", "x"),
        )
        return review

    opening = OpenReview.open
    monkeypatch.setattr(OpenReview, "open", oddly)
    window.open_file(file)
    notice = window.screens.notice
    assert notice.words.text().startswith(
        "The file lacks later changes of reviewer Dana Wu. If you went back"
    )
    notice.dismiss.click()
    assert notice.words.text().startswith("Two versions of reviewer x. Go on with one")
    notice.dismiss.click()
    assert notice.isHidden()


def test_what_is_odd_does_not_push_a_standing_notice_away(window, file, monkeypatch):
    file.chmod(0o444)
    opening = OpenReview.open

    def oddly(path, **more):
        review = opening(path, **more)
        review.project.notices = (Problem(RolledBack, "Odd."),)
        return review

    monkeypatch.setattr(OpenReview, "open", oddly)
    window.open_file(file)
    assert window.screens.notice.words.text().startswith("Odd.")
    window.screens.notice.dismiss.click()
    assert "reading only" in window.screens.notice.words.text()


def test_figures_and_dates_change_at_once_where_they_are_shown(window, file):
    window.open_file(file)
    study = window.desk.lines()[0].study_id
    shown = window.screens.abstraction
    window.showing.show_study(study)
    window.preferences.set("decimal", "comma")
    assert shown.stack.current() is not None
    window.preferences.set("decimal", "point")
