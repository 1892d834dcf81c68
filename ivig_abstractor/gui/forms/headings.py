"""Finds the columns of a grid that the first row of a pasted block names."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.gui.forms.content import Column
from ivig_abstractor.model.form import Kind

_BRACKETS = LatePattern(r"\s*[(\[\uff08].*?[)\]\uff09]")
_SIGNS = LatePattern(r"[\W_]+")
_NUMBER = LatePattern(r"\s*[<>≤≥~≈=]?[-−–+±]?\d[\d.,·]*%?\s*")
_LEAST = 2
_CLOSE = 0.84
_FREE = {Kind.TEXT, Kind.TEXTS}
_ALSO_CALLED = {
    "baseline": "before",
    "pre": "before",
    "post": "after",
    "final": "after",
    "group": "arm",
    "treatment": "arm",
    "measure": "instrument",
    "follow up": "time",
    "n": "n",
    "p": "within_p",
    "p value": "within_p",
}
"""What papers and spreadsheets call a field beside its label."""

Reads = Callable[[str, str], bool]


def columns_named(
    cells: Sequence[str], columns: Sequence[Column], start: int, reads: Reads
) -> list[int | None] | None:
    """The column that each cell names, `None` for one that names none.

    No list at all if the cells are data: fewer than two name a column, one is a number,
    or one reads as an answer where it would stand, from the column `start` on. `reads`
    says whether a text is an answer to the field of a name.
    """
    if any(_NUMBER.fullmatch(cell) for cell in cells):
        return None
    named = _match(cells, columns)
    if sum(at is not None and columns[at].spec is not None for at in named) < _LEAST:
        return None
    for place, (cell, at) in enumerate(zip(cells, named, strict=True), start=start):
        there = place if at is None else at
        spec = columns[there].spec if there < len(columns) else None
        free = spec is None or spec.kind in _FREE
        if cell.strip() and not free and spec is not None and reads(spec.name, cell):
            return None
    return named


def _match(cells: Sequence[str], columns: Sequence[Column]) -> list[int | None]:
    """Give every cell the best column that none before it has taken."""
    named: list[int | None] = [None] * len(cells)
    for place, cell in enumerate(cells):
        # Computed columns, and the evidence, are known by what stands above them.
        free = (at for at in range(len(columns)) if at not in named)
        word = " ".join(cell.split())
        heads = (at for at in free if columns[at].spec is None)
        found = (at for at in heads if word in _heads(columns[at]))
        named[place] = next(found, None)
    for likeness in (_is_name, _is_close, _is_part):
        for place, cell in enumerate(cells):
            word = _plain(cell)
            if named[place] is None and word:
                free = (at for at in range(len(columns)) if at not in named)
                found = (at for at in free if likeness(word, columns[at]))
                named[place] = next(found, None)
    return named


def _heads(column: Column) -> set[str]:
    """What stands above a column that takes no answers, and its label."""
    return {" ".join(one.split()) for one in (column.head, column.label)}


def _names(column: Column) -> set[str]:
    """What a column is called: in the language of the screen, in English, by name."""
    spec = column.spec
    if spec is None:
        return set()
    also = {word for word, name in _ALSO_CALLED.items() if name == spec.name}
    written = (spec.label, _(spec.label), column.head, spec.name)
    told = {_plain(one) for one in written}
    return (also | told) - {""}


def _is_name(word: str, column: Column) -> bool:
    return word in _names(column)


def _is_close(word: str, column: Column) -> bool:
    """Allow for a plural, a joined word or a slip of the keys."""
    if len(word) < 4:
        return False
    bare = word.replace(" ", "")
    return any(
        SequenceMatcher(None, bare, name.replace(" ", "")).ratio() >= _CLOSE
        for name in _names(column)
    )


def _is_part(word: str, column: Column) -> bool:
    """Take a first word for the whole: Patients for Patients at that time."""
    return any(
        name.startswith(f"{word} ") or word.startswith(f"{name} ")
        for name in _names(column)
    )


def _plain(text: str) -> str:
    """Words without case, signs, or what stands in brackets, such as a unit."""
    return " ".join(_SIGNS.sub(" ", _BRACKETS.sub("", text)).split()).casefold()
