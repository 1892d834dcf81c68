"""Backups of an open review: made, told when they cannot be, and restored."""

import json
from pathlib import Path
from random import Random

import pytest

from ivig_abstractor.base.errors import AppError, ContentMismatch
from ivig_abstractor.model.review import ReviewFacts, StudyFacts
from ivig_abstractor.operations import backups, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.verifying import verify
from ivig_abstractor.store import backups as store
from ivig_abstractor.store.project import ProjectFile
from tests.store.making import SCALE


@pytest.fixture
def told():
    return []


@pytest.fixture
def folder(tmp_path, told):
    backups.arrange(tmp_path / "backups", told.append)
    yield tmp_path / "backups"
    backups.arrange()


@pytest.fixture
def review(tmp_path, folder):
    file = tmp_path / "myositis.ivig"
    with OpenReview.create(file, title="IVIG", reviewer="Dana Wu") as opened:
        yield opened


def change(review, label="Cherin 2002"):
    key = label.casefold().replace(" ", "")
    reviewing.add_study(review, StudyFacts(key=key, label=label))


def test_a_backup_lies_in_the_folder_of_its_review(review, folder, told):
    made = backups.backup(review, "open")
    assert made.parent == folder / review.project.review_id
    assert verify(made).is_intact
    assert not told


def test_nothing_new_makes_no_new_backup_except_before_a_merge(review):
    first = backups.backup(review)
    assert backups.backup(review, "close") == first
    assert backups.take(review) is None
    second = backups.backup(review, "merge")
    assert second != first
    change(review)
    assert backups.backup(review) not in (None, first, second)
    assert len(backups.backups_of(review)) == 3


def test_by_default_backups_lie_in_the_home_of_the_person(review, own_home):
    backups.arrange()
    assert backups.backup(review).is_relative_to(own_home)


def test_a_review_that_is_only_read_is_not_backed_up(review):
    review.close()
    with OpenReview.open(review.path, read_only=True) as looked_at:
        assert backups.backup(looked_at, "open") is None


def test_a_folder_that_cannot_be_written_is_told_once(review, folder, told):
    folder.write_text("in the way")
    assert backups.backup(review) is None
    assert backups.backup(review) is None
    [said] = told
    assert "No backup of “myositis.ivig” could be made" in said
    assert "is saved all the same" in said

    folder.unlink()
    assert backups.backup(review) is not None
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("in the way again")
    assert backups.backup(review) is None
    assert len(told) == 2


def test_nothing_is_let_go_while_the_review_fails_its_check(review, told, monkeypatch):
    for number in range(5):
        change(review, f"Study {number}")
        backups.backup(review)
    before = backups.backups_of(review)
    monkeypatch.setattr(store, "retained", lambda *_said: set())
    monkeypatch.setattr(store.replay, "differences", lambda *_said: ["one"])
    change(review)
    assert backups.backup(review) is None
    assert backups.backups_of(review) == before
    assert "could not be read back" in told[0]
    assert "All earlier backups are kept" in told[0]


def test_when_there_is_no_room_the_oldest_go_and_it_is_said(review, told, monkeypatch):
    thin_out = store.thin_out
    monkeypatch.setattr(store, "thin_out", lambda place: thin_out(place, 1))
    for number in range(5):
        change(review, f"Study {number}")
        backups.backup(review)
    assert len(backups.backups_of(review)) == 3
    assert told
    assert all("more than 2 GB: the oldest one was deleted" in one for one in told)


def test_a_review_cannot_choose_another_folder(review, folder, monkeypatch):
    monkeypatch.setattr(review.project, "review_id", "../../elsewhere")
    made = backups.backup(review)
    assert made.parent.parent == folder
    assert made.parent.name.isalnum()


def test_what_is_backed_up_is_listed_by_title(review, folder, still_clock):
    backups.backup(review)
    still_clock.advance(minutes=20)
    facts = ReviewFacts(title="IVIG in myositis")
    reviewing.edit_review(review, facts)
    backups.backup(review, "merge")
    (folder / "empty").mkdir()
    [listed] = backups.backed_up_reviews()
    assert (listed.title, listed.place) == ("IVIG in myositis", review.path)
    assert [one.why for one in listed.backups] == ["merge", ""]
    assert listed.backups[0].at == still_clock.now()

    about = listed.backups[0].path.with_name("about.json")
    assert json.loads(about.read_text("utf-8"))["title"] == "IVIG in myositis"
    for broken in ("", "[]", "{"):
        about.write_text(broken)
        assert backups.backed_up_reviews()[0].place == Path("review.ivig")


def everything(review):
    project: ProjectFile = review.project
    return project.entries_of(""), list(project.events())


def test_every_backup_restores_to_what_was_backed_up(review, still_clock):
    states = []
    for number in range(4):
        change(review, f"Study {number}")
        still_clock.advance(minutes=15)
        backups.backup(review)
        states.insert(0, everything(review))
    [listed] = backups.backed_up_reviews()
    for line, state in zip(listed.backups, states, strict=True):
        target = backups.restored_name(review.path, line.at)
        assert target.parent == review.path.parent
        assert target.name.startswith("myositis (restored 2026-01-02 ")
        backups.restore(line.path, target)
        with OpenReview.open(target) as restored:
            assert everything(restored) == state
            assert restored.project.verify().is_intact or restored.project.notices
            change(restored, "Another")


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
def test_nothing_is_restored_over_or_into_the_journal_of_anything(review, suffix):
    made = backups.backup(review)
    [line] = backups.backups_of(review)
    target = backups.restored_name(review.path, line.at)
    beside = target.with_name(target.name + suffix)
    beside.write_bytes(b"stale")
    with pytest.raises(AppError, match="There is already a file"):
        backups.restore(made, target)
    assert beside.read_bytes() == b"stale"

    another = backups.restored_name(review.path, line.at)
    assert another != target
    backups.restore(made, another)
    assert verify(another).is_intact


def test_a_damaged_backup_is_not_restored(review, tmp_path):
    made = backups.backup(review)
    bytes_ = bytearray(made.read_bytes())
    at = bytes_.index(b"Dana Wu")
    bytes_[at : at + 4] = b"Dina"
    made.write_bytes(bytes_)
    with pytest.raises(ContentMismatch, match="Choose an earlier one"):
        backups.restore(made, tmp_path / "restored.ivig")
    assert not (tmp_path / "restored.ivig").exists()


def test_months_of_backups_all_restore_whatever_the_clock_said(review, still_clock):
    """P15 with files: the clock jumps by years, and no backup is worse for it."""
    draw = Random(60)
    states = {}
    for number in range(40 * SCALE):
        change(review, f"Study {number}")
        still_clock.advance(hours=36 / SCALE)
        if draw.random() < 0.1:
            still_clock.advance(days=draw.choice((3650, -3650, 0.05, -0.05)))
        made = backups.backup(review)
        states[made.name] = everything(review)
        assert backups.newest(review) == made
    kept = backups.backups_of(review)
    assert len(kept) >= 14
    assert kept[0].path == made
    for line in kept:
        target = backups.restore(line.path, backups.restored_name(review.path, line.at))
        with ProjectFile.open(target, read_only=True) as restored:
            entries = restored.entries_of("")
            assert (entries, list(restored.events())) == states[line.path.name]
