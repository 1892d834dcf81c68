"""What a screen reader is told of the real window, asked for as one would ask."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ivig_abstractor.operations.example import build_example

SCRIPT = Path(__file__).parents[1] / "tools" / "read_atspi.py"
PYTHONS = ("/usr/bin/python3", sys.executable)
"""The one of the system has its bindings; that of the program seldom has."""
ASKING = "import runpy, sys; print(runpy.run_path(sys.argv[1])['missing']())"


def reader() -> str:
    """A Python that can read the tree; skips the test when there is none."""
    why = "there is no Python here"
    for python in PYTHONS:
        if shutil.which(python) is None:
            continue
        asking = [python, "-c", ASKING, str(SCRIPT)]
        told = subprocess.run(asking, check=False, capture_output=True, text=True)
        why = told.stdout.strip() or told.stderr.strip()
        if not why:
            return python
    pytest.skip(f"AT-SPI cannot be read: {why}")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    python = reader()
    home = tmp_path_factory.mktemp("atspi")
    review = home / "example.ivig"
    build_example(review)
    program = [sys.executable, "-m", "ivig_abstractor", str(review)]
    env = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    env |= {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "DATA", "STATE")}
    done = subprocess.run(
        [python, str(SCRIPT), *program, "--geometry", "1366x768", "--language", "en"],
        check=False,
        capture_output=True,
        text=True,
        env=env,
        timeout=120,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stderr
    return [json.loads(line) for line in lines]


def of(tree, role):
    return [one for one in tree if one["role"] == role]


def test_the_window_and_its_places_are_announced(tree):
    [window] = of(tree, "frame")
    assert "IVIG Abstractor" in window["name"]
    assert {one["name"] for one in of(tree, "list")} == {"Studies", "Findings"}
    sections = of(tree, "radio button")
    assert len(sections) == 11
    assert sum("checked" in one["states"] for one in sections) == 1
    assert all(", " in one["name"] for one in sections)


def test_whatever_takes_the_focus_has_a_name(tree):
    focusable = [one for one in tree if "focusable" in one["states"]]
    assert len(focusable) > 50
    assert not [one for one in focusable if not (one["name"] or one["labelled"])]


def test_a_field_is_announced_by_its_label_and_told_about(tree):
    author = next(one for one in of(tree, "text") if one["name"] == "First author")
    assert author["labelled"] == "First author"
    assert "Family name" in author["description"]
    read = next(
        one for one in of(tree, "combo box") if one["labelled"] == "What was read"
    )
    assert "full text" in read["description"]


def test_the_cells_of_a_grid_say_their_column(tree):
    headers = {one["name"] for one in of(tree, "table column header")}
    cells = of(tree, "table cell")
    assert cells
    assert all(one["name"].split(":")[0] in headers for one in cells)


def test_no_markup_is_read_aloud(tree):
    said = [one["name"] + one["description"] for one in tree]
    assert not [text for text in said if "<p" in text or "</" in text]
