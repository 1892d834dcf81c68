"""Two programs cannot silently overwrite each other."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

if os.name != "nt":
    import fcntl

from ivig_abstractor.base.errors import ProjectLocked
from ivig_abstractor.store.lock_note import held_by, leave_note
from tests.store.making import ROOT, edit, open_review, state_of

CHILD = Path(__file__).with_name("child.py")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def child(what, review, memory):
    return subprocess.Popen(
        [sys.executable, str(CHILD), what, str(review), str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.fixture
def holder(review, tmp_path):
    """Another program that has the review open."""
    process = child("hold", review, tmp_path / "memory")
    assert process.stdout.readline() == "OPEN\n"
    yield process
    process.kill()
    process.communicate()


def refusal(path, witness):
    began = time.monotonic()
    with pytest.raises(ProjectLocked) as caught:
        open_review(path, witness)
    assert time.monotonic() - began < 2
    return str(caught.value)


def test_the_second_to_open_learns_who_has_it(review, witness, holder):
    before = state_of(review)
    said = refusal(review, witness)
    note = json.loads(review.with_name(f".{review.name}.lock").read_text("utf-8"))
    assert f"{note['user']} on {note['host']} (process {holder.pid})" in said
    assert "since 20" in said
    assert state_of(review) == before


def test_even_looking_is_refused_because_the_file_may_be_half_written(
    review, witness, holder
):
    with pytest.raises(ProjectLocked):
        open_review(review, witness, read_only=True)


@POSIX
def test_a_link_to_an_open_review_is_refused(review, witness, holder, tmp_path):
    link = tmp_path / "link.ivig"
    link.symlink_to(review)
    assert str(holder.pid) in refusal(link, witness)


@POSIX
def test_a_frozen_program_keeps_its_review(review, witness, holder):
    holder.send_signal(signal.SIGSTOP)
    try:
        assert str(holder.pid) in refusal(review, witness)
    finally:
        holder.send_signal(signal.SIGCONT)


def test_a_program_that_looks_into_its_own_file_keeps_it(project, tmp_path):
    """POSIX lets go of all of a process's locks on a file when it closes one handle."""
    with project.path.open("rb") as file:
        file.read(16)
    edit(project, 50)
    said, _ = child("try", project.path, tmp_path / "memory").communicate()
    assert said.startswith("ProjectLocked")
    assert str(os.getpid()) in said
    assert project.verify().is_intact


@POSIX
def test_who_asks_does_not_stop_who_opens(review, witness):
    with review.with_name(f".{review.name}.lock").open("wb") as note:
        fcntl.flock(note, fcntl.LOCK_SH)
        with open_review(review, witness) as project:
            edit(project, 50)


def test_a_killed_program_keeps_nothing(review, witness, holder):
    holder.kill()
    holder.wait()
    began = time.monotonic()
    with open_review(review, witness) as project:
        edit(project, 50)
    assert time.monotonic() - began < 2


def test_the_other_program_is_refused_while_we_edit(project, tmp_path):
    edit(project, 50)
    other = child("try", project.path, tmp_path / "memory")
    said, _ = other.communicate()
    assert said.startswith("ProjectLocked")
    assert str(os.getpid()) in said
    edit(project, 51)
    assert project.verify().is_intact


def test_this_program_does_not_open_a_review_twice(project, witness):
    """It would let go of its own lock by closing the second handle."""
    with pytest.raises(ProjectLocked, match="already open in this program"):
        open_review(project.path, witness)


def test_a_reader_keeps_writers_away(review, witness, tmp_path):
    with open_review(review, witness, read_only=True):
        said, _ = child("try", review, tmp_path / "memory").communicate()
    assert said.startswith("ProjectLocked")
    said, _ = child("try", review, tmp_path / "memory").communicate()
    assert said == "OPEN\n"


@pytest.mark.parametrize(
    "note",
    [b"", b"{", b"[]", b'{"host": 1}', b"\xff", b"[" * 5000, b'{"pid": "x"}'],
    ids=str,
)
def test_a_note_that_cannot_be_read_costs_only_the_name(review, note):
    review.with_name(f".{review.name}.lock").write_bytes(note)
    assert "another program" in str(held_by(review))


@POSIX
def test_a_pipe_posing_as_the_note_is_not_read(review):
    os.mkfifo(review.with_name(f".{review.name}.lock"))
    assert "another program" in str(held_by(review))


@POSIX
def test_a_link_posing_as_the_note_is_not_followed(review, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    review.with_name(f".{review.name}.lock").symlink_to(precious)
    take_away = leave_note(review)
    assert precious.read_text() == "mine"
    assert str(os.getpid()) in str(held_by(review))
    take_away()
    assert not review.with_name(f".{review.name}.lock").exists()


def test_names_in_the_note_cannot_deceive(review):
    said = {"host": "h\u202e", "user": "u\n", "pid": 7, "since": "soon\u200b"}
    note = review.with_name(f".{review.name}.lock")
    note.write_text(json.dumps(said), "utf-8")
    assert str(held_by(review)).isprintable()
