"""Several values in one cell, with semicolons or line ends between them."""

import csv
import io
from collections.abc import Callable, Iterable

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.notation.reading import Problem, Reading, unreadable
from ivig_abstractor.model.notation.text import forbidden_character

LONGEST = 20_000


def split_list(text: str) -> tuple[str, ...] | Problem:
    """Cut a cell into its items; an item in double quotes may hold semicolons."""
    if len(text) > LONGEST:
        return unreadable(
            _("The list has {count} characters; at most {most} can be read.").format(
                count=len(text), most=LONGEST
            )
        )
    refused = forbidden_character(text)
    if refused is not None:
        return refused
    lines = csv.reader(io.StringIO(text), delimiter=";", skipinitialspace=True)
    try:
        items = [item.strip() for line in lines for item in line]
    except csv.Error:
        return unreadable(
            _("The list cannot be cut into items. Check its double quotes.")
        )
    return tuple(item for item in items if item)


def read_list(text: str, read: Callable[[str], Reading | Problem]) -> Reading | Problem:
    """Read each item of a cell with `read`; the first that cannot be read is named."""
    items = split_list(text)
    if isinstance(items, Problem):
        return items
    values: list[object] = []
    tokens: list[str] = []
    for item in items:
        got = read(item)
        if isinstance(got, Problem):
            return Problem(got.rule, f"{item[:40]}: {got.message}")
        values.append(got.value)
        tokens.extend(got.tokens)
    return Reading(tuple(values), tuple(tokens))


def join_list(items: Iterable[str]) -> str:
    """Put items into one cell, so that `split_list` gives them back."""
    return "; ".join(_quoted(item.strip()) for item in items)


def _quoted(item: str) -> str:
    if not any(char in item for char in ';"\n\r'):
        return item
    doubled = item.replace('"', '""')
    return f'"{doubled}"'
