"""The manual keeps up with the program: commands, preferences, chapters, sentences."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_abstractor.__main__ import COMMANDS
from ivig_abstractor.gui.commands import commands
from ivig_abstractor.gui.preferences import Preferences
from ivig_abstractor.report.chapters import CHAPTERS

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))
TOOL = runpy.run_path(str(ROOT / "packaging" / "manual.py"))
SCENES = runpy.run_path(str(ROOT / "packaging" / "pictures.py"))["SCENES"]


def text(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tables_are_what_the_program_says(page):
    """Write them anew with `python packaging/manual.py`."""
    kept = page.read_text("utf-8")
    assert TOOL["renewed"](kept) == kept


def test_every_table_is_used():
    every = "".join(page.read_text("utf-8") for page in PAGES)
    for name in TOOL["TABLES"]:
        assert f"<!-- table: {name} -->" in every


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_in_the_index(page):
    assert page.stem == "README" or f"({page.name})" in text("README")


def test_every_command_is_in_the_manual():
    said = text("keys")
    assert not [
        one.id for one in commands() if f"| {one.title.rstrip('…')} |" not in said
    ]


def test_every_command_of_the_command_line_is_in_the_manual():
    said = text("command-line")
    assert not [one for one in COMMANDS if f"`ivig-abstractor {one} " not in said]


def test_every_preference_is_in_the_manual():
    said = text("preferences")
    assert not [o.name for o in Preferences.settings() if f"**{o.label}**" not in said]


def test_every_chapter_is_in_the_manual():
    said = text("report")
    assert not [one.id for one in CHAPTERS if f". {one.title}\n" not in said]


@pytest.fixture(scope="module")
def words():
    """Every sentence that the program can say."""
    return runpy.run_path(str(ROOT / "packaging" / "words.py"))["words"]()


def sentences() -> Iterator[str]:
    """The sentences of the program that the manual explains."""
    for line in text("troubleshooting").splitlines():
        if line.startswith("**`"):
            yield line.removeprefix("**`").partition("`**")[0]


@pytest.mark.parametrize("sentence", list(sentences()))
def test_explained_sentences_are_those_of_the_program(sentence, words):
    assert words.get(sentence) is not None


def test_every_scene_has_its_picture_in_both_colours_and_every_picture_its_scene():
    images = {one.name for one in (ROOT / "docs" / "images").glob("*.png")}
    wanted = {f"{one.name}-{tone}.png" for one in SCENES for tone in ("light", "dark")}
    assert images == wanted
