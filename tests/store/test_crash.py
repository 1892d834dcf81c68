"""What was reported as saved survives the program being killed at any moment."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.store.making import ROOT, SCALE, open_review

CHILD = Path(__file__).with_name("child.py")
KILLS = 50 * SCALE


def killed_while_editing(review, memory, edits, seconds):
    """Let a process say some edits are saved, and kill it in one of the next.

    Counted and not timed: on a busy machine little is edited in a given time.
    """
    child = subprocess.Popen(
        [sys.executable, str(CHILD), "edit", str(review), str(memory)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout.readline() == "OPEN\n"
    before = [child.stdout.readline().strip() for _ in range(edits)]
    time.sleep(seconds)
    child.kill()
    said, _ = child.communicate()
    return [*before, *(line for line in said.split("\n")[:-1] if line)]


@pytest.mark.slow
def test_no_saved_edit_is_lost_when_the_program_is_killed(review, witness, tmp_path):
    random = Random(1)
    saved = set()
    for _ in range(KILLS):
        said = killed_while_editing(
            review, tmp_path / "memory", random.randint(0, 60), random.uniform(0, 0.02)
        )
        saved.update(said)
        with open_review(review, witness) as project:
            there = {event.operation_id for event in project.events()}
            assert saved <= there
            verified = project.verify()
            assert verified.is_intact, verified.as_text()
        assert [one.name for one in review.parent.iterdir()] == [review.name]
    assert len(saved) > 10 * KILLS
