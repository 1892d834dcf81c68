"""One thing has one word: the glossary's avoided words are shown to nobody."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ivig_abstractor"
GLOSSARY = ROOT / "docs" / "glossary.md"

TRANSLATED = {"_", "N_", "ngettext"}
FORBIDDEN_SUFFIXES = ("Manager", "Helper", "Helpers", "Utils", "Util")


def avoided_words(table: str) -> list[str]:
    """Read the last column of the glossary's table; italics are left to people."""
    rows = [line for line in table.splitlines() if line.startswith("| **")]
    cells = [row.strip().strip("|").split("|")[-1] for row in rows]
    words = [word.strip() for cell in cells for word in cell.split(",")]
    return sorted({word for word in words if word and not word.startswith("*")})


def shown_strings(tree: ast.AST) -> list[tuple[int, str]]:
    """Find what is handed to gettext: the words a reviewer sees."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            found += [
                (word.lineno, word.value)
                for word in node.args
                if isinstance(word, ast.Constant) and isinstance(word.value, str)
            ]
    return found


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(module: Path) -> str:
    return str(module.relative_to(ROOT))


AVOIDED = avoided_words(GLOSSARY.read_text("utf-8"))
PATTERN = re.compile(rf"\b({'|'.join(map(re.escape, AVOIDED))})s?\b", re.IGNORECASE)


def test_the_glossary_names_avoided_words():
    assert {"project", "extraction", "rater", "conflict"} <= set(AVOIDED)
    assert "cohort" not in AVOIDED


@pytest.mark.parametrize("module", modules(), ids=place)
def test_no_avoided_word_is_shown(module):
    said = shown_strings(ast.parse(module.read_text("utf-8")))
    wrong = [(line, text) for line, text in said if PATTERN.search(text)]
    assert not wrong


@pytest.mark.parametrize("module", modules(), ids=place)
def test_shown_words_can_be_translated(module):
    """An f-string inside gettext is a different key every time, so never found."""
    calls = [
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_"}
    ]
    for call in calls:
        assert len(call.args) == 1, f"{place(module)}:{call.lineno}"
        assert not isinstance(call.args[0], ast.JoinedStr), call.lineno


@pytest.mark.parametrize("module", modules(), ids=place)
def test_names_say_what_a_thing_is_for(module):
    tree = ast.parse(module.read_text("utf-8"))
    names = [n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    assert not [n for n in names if n.endswith(FORBIDDEN_SUFFIXES)]
    assert module.stem not in {"utils", "util", "helpers", "helper", "misc", "common"}
