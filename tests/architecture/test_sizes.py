"""Modules, classes and functions stay small enough to be read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ivig_abstractor"

LONGEST_FUNCTION = 60
LONGEST_CLASS = 250
LONGEST_MODULE = 750
LONGEST = {
    "ivig_abstractor/gui/main_window.py": 300,
    "ivig_abstractor/model/codes.py": 1500,  # a list of options, not a program
}

# Sections are the paper form written down: as long as the form is.
FORM = PACKAGE / "model" / "sections"


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", modules(), ids=place)
def test_functions_and_classes_stay_small(module):
    tree = ast.parse(module.read_text("utf-8"))
    functions = [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length(node) > LONGEST_FUNCTION
    ]
    classes = [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and length(node) > LONGEST_CLASS
        and FORM not in module.parents
    ]
    assert not functions + classes


@pytest.mark.parametrize("module", modules(), ids=place)
def test_modules_stay_small(module):
    lines = module.read_text("utf-8").count("\n")
    if FORM not in module.parents:
        assert lines <= LONGEST.get(place(module), LONGEST_MODULE)


@pytest.mark.parametrize("module", modules(), ids=place)
def test_every_module_says_what_it_is_for(module):
    text = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    assert text, "the module has no docstring"


def test_packages_export_nothing():
    for module in PACKAGE.rglob("__init__.py"):
        body = ast.parse(module.read_text("utf-8")).body[1:]
        if module.parent == PACKAGE:  # the version, which the build reads
            body = body[1:]
        assert not body, place(module)
