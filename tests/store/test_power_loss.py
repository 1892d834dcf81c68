"""What was reported as saved survives a power cut; the test proves that it can fail."""

import shutil
import sqlite3
from collections import Counter
from random import Random

import pytest

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.store import verification
from ivig_abstractor.store.driver import uri_of
from ivig_abstractor.store.witness import Witness
from tests.store.making import SCALE, connect_unsynced, edit, everything, open_review
from tests.store.recording import ApswConnection, Op, RecordingVFS, after_power_cut

EDITS = 60
STATES = 1_000 * SCALE
RECOVERIES = 60 * SCALE
UNSAFE = ("synchronous=EXTRA", "synchronous=OFF")


@pytest.fixture
def recorder():
    vfs = RecordingVFS("recording")
    yield vfs
    vfs.unregister()


def record(review, witness, recorder, swap=("", "")):
    """Edit a review through our own code; return the files before, and the record."""
    before = {review.name: review.read_bytes()}

    def connect(uri):
        return ApswConnection(uri, "recording", lambda sql: sql.replace(*swap))

    with open_review(review, witness, connect=connect) as project:
        for number in range(EDITS):
            edit(project, 100 + number)
            recorder.ops.append(Op("saved"))
        ops = list(recorder.ops)
    return before, ops


def found_after(files, place, saved, already):
    """Say in a word what the review is like that is found after a power cut."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    path = place / "review.ivig"
    connection = connect_unsynced(uri_of(path, "rw"))
    try:
        connection.execute("PRAGMA synchronous=OFF")
        verified = verification.verify(connection, path, "review-1")
    except sqlite3.Error:
        return "corrupt"
    finally:
        connection.close()
    if not verified.is_intact:
        return "corrupt"
    lost = already + 2 * saved - verified.events
    return "lost" if lost > 0 else "partial" if lost % 2 else "sound"


def tally(before, ops, place, states):
    random = Random(7)
    already = 2 * 6
    found = Counter()
    for _ in range(states):
        done = ops[: random.randint(1, len(ops))]
        saved = sum(op.what == "saved" for op in done)
        disk = after_power_cut(before, [op for op in done if op.name], random)
        found[found_after(disk, place, saved, already)] += 1
    return found


@pytest.mark.slow
def test_no_saved_edit_is_lost_in_a_power_cut(review, witness, recorder, tmp_path):
    before, ops = record(review, witness, recorder)
    found = tally(before, ops, tmp_path / "found", STATES)
    assert found == {"sound": STATES}


@pytest.mark.slow
def test_without_syncs_the_same_test_finds_damage(review, witness, recorder, tmp_path):
    before, ops = record(review, witness, recorder, UNSAFE)
    found = tally(before, ops, tmp_path / "found", 100)
    assert found["corrupt"] > 10
    assert found["lost"] > 5


@pytest.mark.slow
def test_a_second_power_cut_during_recovery_loses_nothing(
    review, witness, recorder, tmp_path
):
    before, ops = record(review, witness, recorder)
    random = Random(11)
    place = tmp_path / "recovering"
    repeated = 0
    for _ in range(RECOVERIES):
        done = ops[: random.randint(1, len(ops))]
        saved = sum(op.what == "saved" for op in done)
        disk = after_power_cut(before, [op for op in done if op.name], random)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, content in disk.items():
            (place / name).write_bytes(content)
        recorder.ops.clear()
        connection = ApswConnection(uri_of(place / review.name, "rw"), "recording")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.close()
        recovery = recorder.ops[: random.randint(0, len(recorder.ops))]
        repeated += bool(recovery)
        again = after_power_cut(disk, recovery, random)
        assert found_after(again, tmp_path / "found", saved, 2 * 6) == "sound"
    assert repeated > RECOVERIES // 10


def test_after_a_power_cut_the_review_opens_as_always(
    review, witness, recorder, tmp_path
):
    before, ops = record(review, witness, recorder)
    with open_review(review, witness) as project:
        expected = everything(project)["events"]
    random = Random(13)
    for number in range(15):
        disk = after_power_cut(
            before, [op for op in ops[: random.randint(1, len(ops))] if op.name], random
        )
        place = tmp_path / str(number)
        place.mkdir()
        for name, content in disk.items():
            (place / name).write_bytes(content)
        fresh = Witness(tmp_path / f"memory-{number}")
        with open_review(place / review.name, fresh) as project:
            assert project.verify().is_intact
            events = list(project.events())
            assert events == expected[: len(events)]
            edit(project, 1000)


def test_imagined_disks_are_refused_by_name_never_by_a_crash(
    review, witness, recorder, tmp_path
):
    before, ops = record(review, witness, recorder, UNSAFE)
    random = Random(17)
    refused = 0
    for number in range(20):
        disk = after_power_cut(
            before, [op for op in ops[: random.randint(1, len(ops))] if op.name], random
        )
        place = tmp_path / str(number)
        place.mkdir()
        for name, content in disk.items():
            (place / name).write_bytes(content)
        try:
            open_review(place / review.name, Witness(place / "memory")).close()
        except AppError:
            refused += 1
    assert refused
