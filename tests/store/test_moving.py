"""We notice when the file is taken away under us, and when we leave, it is one file."""

import os
import shutil
import subprocess
import sys

import pytest

from ivig_abstractor.base.errors import ProjectMoved
from tests.store.making import SCALE, a_review, edit, everything, open_review

POSIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows keeps an open file in place"
)
COPY = "import shutil, sys; shutil.copy(*sys.argv[1:])"


def unlinked(review, _other):
    review.unlink()


def renamed(review, _other):
    review.rename(review.with_name("elsewhere.ivig"))


def replaced(review, other):
    other.replace(review)


def folder_renamed(review, _other):
    review.parent.rename(review.parent.with_name("away"))


@POSIX
@pytest.mark.parametrize("taken", [unlinked, renamed, replaced, folder_renamed])
def test_the_next_edit_says_so_and_a_copy_holds_everything(
    taken, review, witness, tmp_path
):
    other = a_review(tmp_path / "other.ivig", witness, edits=1)
    theirs = other.read_bytes()
    project = open_review(review, witness)
    edit(project, 50)
    before = everything(project)
    taken(review, other)
    with pytest.raises(ProjectMoved, match="Save a copy"):
        edit(project, 51)
    assert everything(project) == before
    copy = tmp_path / "rescued.ivig"
    project.save_copy(copy)
    project.close()
    with open_review(copy, witness) as rescued:
        assert everything(rescued) == before
        edit(rescued, 51)
    if taken is replaced:
        assert review.read_bytes() == theirs


@POSIX
def test_a_file_put_back_goes_on(review, witness):
    with open_review(review, witness) as project:
        review.rename(review.with_name("away.ivig"))
        with pytest.raises(ProjectMoved):
            edit(project, 50)
        review.with_name("away.ivig").rename(review)
        edit(project, 50)
        assert project.verify().is_intact


def test_a_closed_review_is_exactly_one_file(review, witness):
    with open_review(review, witness) as project:
        edit(project, 50)
        beside = {one.name for one in review.parent.iterdir()}
        assert beside == {
            review.name,
            f"{review.name}-journal",
            f".{review.name}.lock",
        }
    assert [one.name for one in review.parent.iterdir()] == [review.name]


def test_a_copy_taken_by_another_program_while_idle_is_complete(
    review, stranger, witness, tmp_path
):
    with open_review(review, witness) as project:
        for number in range(10 * SCALE):
            edit(project, 100 + number)
            copy = tmp_path / f"copy-{number}.ivig"
            # Not by this process: closing the file would let go of our lock.
            subprocess.run([sys.executable, "-SIc", COPY, review, copy], check=True)
            with open_review(copy, stranger, read_only=True) as copied:
                assert everything(copied) == everything(project)


def test_a_journal_left_by_a_crash_is_removed(review, witness):
    shutil.copy(review, review.with_name("x"))
    review.with_name("x").rename(review.with_name(f"{review.name}-journal"))
    open_review(review, witness).close()
    assert [one.name for one in review.parent.iterdir()] == [review.name]
