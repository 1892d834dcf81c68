"""The documents keep up with the program: links resolve, commands are described."""

import re
from pathlib import Path

import pytest

from ivig_abstractor.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    found = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    found += sorted((ROOT / "docs").rglob("*.md"))
    found += sorted((ROOT / "resources").rglob("*.md"))
    return found


def place(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def anchors(document: Path) -> set[str]:
    """Return the addresses of a document's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("document", documents(), ids=place)
def test_links_resolve(document):
    for target in LINK.findall(document.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme(command):
    assert f"`ivig-abstractor {command} " in (ROOT / "README.md").read_text("utf-8")


def test_every_exit_code_is_in_the_readme():
    text = (ROOT / "README.md").read_text("utf-8")
    for code in range(4):
        assert f"**{code}**" in text


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text("utf-8")
    for decision in folder.glob("[0-9]*.md"):
        assert f"({decision.name})" in listed


def test_documents_name_only_paths_that_exist():
    for name in ("architecture.md", "contributing.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        paths = re.findall(
            r"`((?:ivig_abstractor|tests|packaging|resources|docs)/[\w./-]+)`", text
        )
        assert paths
        # Made on demand: golden files, and catalogues of a language yet to come.
        later = ("tests/data/golden/", "resources/locale/LANGUAGE")
        paths = [path for path in paths if not path.startswith(later)]
        missing = [path for path in paths if not (ROOT / path).exists()]
        assert not missing
