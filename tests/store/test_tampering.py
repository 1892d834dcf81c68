"""Editing a review outside the program is noticed."""

import shutil

import pytest

from ivig_abstractor.base.errors import (
    AppError,
    AuditBroken,
    ContentMismatch,
    EquivocationDetected,
    RolledBack,
)
from ivig_abstractor.store.events import Event, beginning, sealed
from ivig_abstractor.store.replay import rebuild
from ivig_abstractor.store.witness import Witness
from tests.store.making import (
    ANN,
    STUDY,
    a_review,
    behind_its_back,
    edit,
    everything,
    open_review,
)

SWAP = """
UPDATE event SET author_seq = CASE author_seq
  WHEN 1 THEN -2 WHEN 2 THEN -1 END WHERE author_id = 'ann' AND author_seq IN (1, 2)
"""
INSERT = """
INSERT INTO event SELECT NULL, 'f' || substr(event_id, 2), author_id, author_seq + 1,
  event_id, lamport + 100, wall_utc, utc_offset_min, 'forged', 0, kind, label, target,
  document, path, facet, old, '"forged"', reason, form_version, app_version
FROM event WHERE author_id = 'ann' ORDER BY author_seq DESC LIMIT 1
"""
FORGET = """
DELETE FROM current WHERE event IN
  (SELECT arrival FROM event WHERE author_id = 'ann' AND author_seq = 3)
"""
CUT = """
DELETE FROM event WHERE arrival IN
  (SELECT arrival FROM event WHERE author_id = ? ORDER BY author_seq DESC LIMIT ?)
"""
NOTICED_ALONE = {
    "old": ["UPDATE event SET old = '\"x\"' WHERE author_seq = 2"],
    "new": ["UPDATE event SET new = '\"x\"' WHERE author_seq = 2"],
    "who": ["UPDATE event SET author_id = 'eve' WHERE author_id = 'ann'"],
    "when": ["UPDATE event SET wall_utc = '2020-01-01T00:00:00.000000Z'"],
    "why": ["UPDATE event SET reason = 'because' WHERE author_seq = 1"],
    "label": ["UPDATE event SET label = 'Harmless' WHERE author_seq = 1"],
    "operation": ["UPDATE event SET operation_id = 'x' WHERE author_seq = 1"],
    "delete": [
        FORGET,
        "DELETE FROM event WHERE author_id = 'ann' AND author_seq = 3",
    ],
    "swap": [SWAP, "UPDATE event SET author_seq = -author_seq WHERE author_seq < 0"],
    "insert": [INSERT],
}


def cut_tail(connection, author=ANN, events=2):
    """Take the last events away, and make the current values fit."""
    connection.execute("DELETE FROM current")
    connection.execute(CUT, (author, events))
    rebuild(connection)


def forge_everything(connection):
    """Change a reason and make all hashes after it fit again."""
    rows = connection.execute(
        "SELECT * FROM event WHERE author_id = ? ORDER BY author_seq", (ANN,)
    ).fetchall()
    prev = beginning("review-1")
    for arrival, *row in rows:
        event = sealed(Event._make(row)._replace(reason="forged", prev=prev))
        prev = event.event_id
        connection.execute(
            "UPDATE event SET event_id = ?, prev = ?, reason = ? WHERE arrival = ?",
            (event.event_id, event.prev, event.reason, arrival),
        )


def verified(review, memory, **more):
    with open_review(review, memory, read_only=True, despite_damage=True) as project:
        return project.verify(**more)


@pytest.mark.parametrize("statements", NOTICED_ALONE.values(), ids=NOTICED_ALONE)
def test_changes_to_the_trail_are_noticed_by_the_file_alone(
    statements, review, stranger
):
    with behind_its_back(review) as connection:
        for statement in statements:
            connection.execute(statement)
    found = verified(review, stranger)
    assert not found.is_intact
    assert AuditBroken in {problem.kind for problem in found.problems}
    for read_only in (False, True):
        with pytest.raises(AuditBroken, match="cannot be trusted"):
            open_review(review, stranger, read_only=read_only)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE current SET value = '\"x\"' WHERE path LIKE '%o1%'",
        "UPDATE current SET document = 'abstraction:s2/ann'",
        "UPDATE current SET value = 'no JSON'",
        "UPDATE current SET event = (SELECT min(arrival) FROM event)",
    ],
)
def test_changes_to_current_values_are_noticed(change, review, stranger):
    with behind_its_back(review) as connection:
        connection.execute(change)
    assert not verified(review, stranger).is_intact
    with pytest.raises(ContentMismatch):
        open_review(review, stranger)


def test_missing_and_invented_current_values_are_noticed(review, stranger):
    with behind_its_back(review) as connection:
        connection.execute("DELETE FROM current WHERE path LIKE '%o1%'")
    found = verified(review, stranger)
    assert {problem.kind for problem in found.problems} == {ContentMismatch}
    assert "o1" in found.problems[0].sentence


def test_current_values_are_rebuilt_from_a_sound_trail(review, witness, stranger):
    with open_review(review, witness) as project:
        before = everything(project)
    with behind_its_back(review) as connection:
        connection.execute("UPDATE current SET value = '\"x\"'")
    with open_review(review, stranger, rebuild=True) as project:
        assert everything(project) == before | {"summaries": {}}
        assert project.verify().is_intact


def test_a_broken_trail_is_not_rebuilt_from(review, stranger):
    with behind_its_back(review) as connection:
        connection.execute("UPDATE event SET new = '\"x\"'")
    before = review.read_bytes()
    with pytest.raises(AuditBroken):
        open_review(review, stranger, rebuild=True)
    assert review.read_bytes() == before


def test_a_cut_tail_is_noticed_by_whoever_remembers(review, witness, stranger):
    with open_review(review, witness) as project:
        heads = project.heads()
    with behind_its_back(review) as connection:
        cut_tail(connection)
    assert verified(review, stranger).is_intact  # a chain cannot see its own end
    with_export = verified(review, stranger, anchors=heads)
    assert [problem.kind for problem in with_export.problems] == [RolledBack]
    here = verified(review, witness)
    assert [problem.kind for problem in here.problems] == [RolledBack]
    with open_review(review, witness) as project:
        assert [notice.kind for notice in project.notices] == [RolledBack]


def test_a_file_rolled_back_is_noticed(review, witness, stranger, tmp_path):
    shutil.copy(review, tmp_path / "older.ivig")
    with open_review(review, witness) as project:
        edit(project, 50)
        heads = project.heads()
    shutil.copy(tmp_path / "older.ivig", review)
    assert RolledBack in {p.kind for p in verified(review, witness).problems}
    found = verified(review, stranger, anchors=heads)
    assert [problem.kind for problem in found.problems] == [RolledBack]


def test_a_forgery_with_all_hashes_made_again_is_noticed(review, witness, stranger):
    with open_review(review, witness) as project:
        heads = project.heads()
    with behind_its_back(review) as connection:
        forge_everything(connection)
    assert verified(review, stranger).is_intact
    assert not verified(review, stranger, anchors=heads).is_intact
    here = verified(review, witness)
    assert [problem.kind for problem in here.problems] == [EquivocationDetected]


def test_a_review_edited_in_two_copies_is_noticed(review, witness, stranger, tmp_path):
    copy = tmp_path / "copy.ivig"
    shutil.copy(review, copy)
    with open_review(review, witness) as project:
        edit(project, 50)
    with open_review(copy, stranger) as project:
        edit(project, 51)
    with open_review(copy, witness) as project:
        assert [n.kind for n in project.notices] == [EquivocationDetected]


def test_a_chain_from_another_review_is_not_accepted(review, stranger):
    with behind_its_back(review) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE name = 'review_id'")
    assert not verified(review, stranger).is_intact


def test_only_what_was_not_verified_here_is_read_on_opening(review, witness):
    with open_review(review, witness) as project:
        edit(project, 50)
    with behind_its_back(review) as connection:
        connection.execute("UPDATE event SET reason = 'x' WHERE lamport = 1")
    with open_review(review, witness) as project:
        found = project.verify()
    assert [problem.kind for problem in found.problems] == [AuditBroken]


def test_verification_reports_progress_and_can_be_stopped(folder, witness):
    review = a_review(folder / "longer.ivig", witness, edits=1100)
    told = []

    def tell(done, total):
        told.append((done, total))
        return len(told) < 2

    with open_review(review, witness) as project:
        assert project.verify(lambda done, total: True).is_complete
        stopped = project.verify(tell)
    assert told == [(2000, 2200), (2200, 2200)]
    assert stopped.is_complete
    with open_review(review, witness) as project:
        stopped = project.verify(lambda _done, _total: False)
    assert not stopped.is_complete
    assert not stopped.is_intact
    assert "stopped" in stopped.as_text()


def test_a_verification_speaks_in_sentences(review, witness, stranger):
    with open_review(review, witness) as project:
        found = project.verify()
        assert found.heads == project.heads()
    assert "intact" in found.as_text()
    assert f"reviewer {ANN}: {found.heads[ANN]}" in found.as_text()
    with behind_its_back(review) as connection:
        connection.execute("UPDATE event SET reason = 'x' WHERE author_seq = 1")
    text = verified(review, stranger).as_text()
    assert "Change 1 of reviewer ann was altered." in text


def test_a_flood_of_problems_is_cut_short(folder, witness, stranger):
    review = a_review(folder / "longer.ivig", witness, edits=100)
    with behind_its_back(review) as connection:
        connection.execute("UPDATE event SET reason = 'x'")
    found = verified(review, stranger)
    assert len(found.problems) == 51
    assert "150 further" in found.problems[-1].sentence


def test_flipped_bits_are_found_or_change_nothing(review, witness, tmp_path):
    with open_review(review, witness) as project:
        before = everything(project)
    content = review.read_bytes()
    noticed = 0
    damaged = tmp_path / "damaged.ivig"
    for at in range(100, len(content), 397):
        flipped = bytearray(content)
        flipped[at] ^= 1 << at % 8
        damaged.write_bytes(flipped)
        memory = Witness(tmp_path / f"memory-{at}")
        try:
            with open_review(damaged, memory, read_only=True) as project:
                assert project.verify().is_intact
                assert everything(project)["entries"] == before["entries"]
                assert everything(project)["events"] == before["events"]
        except AppError:
            noticed += 1
    assert noticed
    assert STUDY in before["entries"]
