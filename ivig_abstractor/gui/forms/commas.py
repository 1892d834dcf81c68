"""Cells of a pasted block that wait for one word: that their comma is a decimal one."""

from collections.abc import Collection
from typing import Any

from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.notation.commas import shows_decimal_comma, with_points
from ivig_abstractor.model.reading import as_printed

Cell = tuple[str, str]
"""The name of a field, and the text that could not be read as an answer to it."""


def waiting(model: RowsItemModel, unread: Collection[Cell]) -> frozenset[Cell]:
    """The cells that can be read with a decimal comma.

    None at all unless one of them shows that the comma is no mark of thousands: a
    table is printed in one way.
    """
    found = frozenset(
        (name, text)
        for name, text in unread
        if with_points(text) != text
        and not isinstance(model.read(name, with_points(text)), Unread)
    )
    known = any(shows_decimal_comma(text) for _name, text in found)
    return found if known else frozenset()


def read_with_comma(
    model: RowsItemModel, cells: Collection[Cell]
) -> list[tuple[str, Any]]:
    """The answers, by path, of these cells; what was printed is kept with them."""
    answers = []
    for row in range(len(model.rows)):
        for at, column in enumerate(model.columns):
            held = model.answer(model.index(row, at))
            if column.spec is None or not isinstance(held, Unread):
                continue
            name = column.spec.name
            if (name, held.unread) in cells:
                read = model.read(name, with_points(held.unread))
                path = f"{model.row_path(row)}.{name}"
                answers.append((path, as_printed(read, held)))
    return answers
