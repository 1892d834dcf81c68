"""Keeps the translations: collects the program's words, updates and compiles them.

Usage: .venv/bin/python packaging/words.py         update and compile each catalogue
       .venv/bin/python packaging/words.py check   name what is missing; 1 if any is
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "ivig_abstractor"
LOCALE = ROOT / "resources" / "locale"
DOMAIN = "ivig_abstractor"
_MARKED = {"_": 1, "N_": 1, "ngettext": 2}
_PLACEHOLDER = re.compile(r"\{\w*\}")


def words() -> Catalog:
    """Every text of the program that is shown to people, with where it stands."""
    catalog = Catalog(domain=DOMAIN, project="IVIG Abstractor", charset="utf-8")
    for path in sorted(PROGRAM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # No line numbers: they would change the catalogue with every edit.
        place = [(path.relative_to(ROOT).as_posix(), 0)]
        titles = _titles(tree) if path.parent.name == "sections" else ()
        for text in (*_marked(tree), *titles):
            catalog.add(text, locations=place)
    return catalog


def _marked(tree: ast.Module) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        wanted = node.args[: _MARKED.get(node.func.id, 0)]
        texts = [
            one.value
            for one in wanted
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if len(texts) == 2:
            yield texts[0], texts[1]
        elif texts and texts[0]:
            yield texts[0]


def _titles(tree: ast.Module) -> Iterator[str]:
    """The titles and helps of sections, which are their docstrings."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        said = ast.get_docstring(node)
        names = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
        if said and any(ast.unparse(name) == "form_id" for name in names):
            title, _, rest = said.strip().partition("\n")
            yield title.rstrip(".")
            if rest.strip():
                yield " ".join(rest.split())


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def load(path: Path) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def update(path: Path) -> None:
    """Bring a catalogue to the words of the program, and compile it."""
    catalog = load(path)
    made = catalog.creation_date
    catalog.update(words(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = made
    catalog.fuzzy = False
    catalog.version = "all"
    catalog.copyright_holder = "IVIG Abstractor contributors"
    catalog.header_comment = "# Translation of IVIG Abstractor; same licence."
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_output=True)
    path.with_suffix(".mo").write_bytes(compiled(load(path)))


def problems(path: Path) -> list[str]:
    """What is missing, stale or wrong in a catalogue."""
    catalog, program = load(path), words()
    found = [f"missing: {m.id}" for m in program if m.id and m.id not in catalog]
    found += [f"stale: {m.id}" for m in catalog if m.id and m.id not in program]
    for one in catalog:
        if not one.id:
            continue
        said = one.string if isinstance(one.string, tuple) else (one.string,)
        meant = one.id[-1] if isinstance(one.id, tuple) else one.id
        if not all(said):
            found.append(f"not translated: {one.id}")
        elif any(_placeholders(text) != _placeholders(meant) for text in said):
            found.append(f"other placeholders: {one.id}")
    if path.with_suffix(".mo").read_bytes() != compiled(catalog):
        found.append("the .mo file is not that of the .po file")
    return found


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def main() -> int:
    """Update, or check."""
    if sys.argv[1:] != ["check"]:
        for path in catalogues():
            update(path)
    wrong = 0
    for path in catalogues():
        for problem in problems(path):
            print(f"{path.parent.parent.name}: {problem}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
