"""What is printed under one part of a table: only what occurs in its rows.

Letters are given in the order of the page; d always means derived.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ivig_abstractor.base.i18n import _
from ivig_abstractor.report import shapes
from ivig_abstractor.report.blocks import Judgement, Mark, Run, Style, Table
from ivig_abstractor.report.page import Page
from ivig_abstractor.report.table import RowBox
from ivig_abstractor.report.typesetting import NOTE, Line, Piece, line_of, wrap

LEGEND_LEAD = 15.0
LEGEND_GAP = 16.0
_WORD = re.compile(r"[^\W\d_][\w-]*")


@dataclass(slots=True)
class Seen:
    """What occurred in the rows of a part so far."""

    abbreviations: set[str] = field(default_factory=set)
    formulas: dict[str, None] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    derived: bool = False

    @property
    def size(self) -> tuple[int, int, int, bool]:
        """Tells whether anything was added."""
        counts = (len(self.abbreviations), len(self.formulas), len(self.notes))
        return (*counts, self.derived)

    def with_row(self, row: RowBox, known: Mapping[str, str]) -> "Seen":
        """The same with what occurs in one more row."""
        more = Seen(
            set(self.abbreviations),
            dict(self.formulas),
            dict(self.notes),
            self.derived,
        )
        for piece in row.pieces():
            if piece.is_mark:
                more.see_mark(piece)
            else:
                more.see_words(piece.text, known)
        return more

    def see_words(self, text: str, known: Mapping[str, str]) -> None:
        """Take up the abbreviations in a text."""
        if known:
            self.abbreviations.update(w for w in _WORD.findall(text) if w in known)

    def see_mark(self, piece: Piece) -> None:
        """Take up a note or a derivation."""
        self.derived |= piece.derived
        if piece.formula:
            self.formulas.setdefault(piece.formula)
        if piece.note and piece.note not in self.notes:
            self.notes[piece.note] = note_letter(len(self.notes))


_ENDS = tuple(".?!”)。？！）")


class PartNotes:
    """The notes and the legend of one part of a table."""

    def __init__(self, table: Table, room: float, seen: Seen | None = None) -> None:
        self._table = table
        self._room = room
        self._lines: list[Line] | None = None
        self._seen = seen or Seen()
        if seen is None:
            self._seen.see_words(table.caption, table.abbreviations)
            for column in table.columns:
                said = f"{column.heading} {column.head}"
                self._seen.see_words(said, table.abbreviations)

    def including(self, row: RowBox) -> "PartNotes":
        """The notes with those of one more row; the same object if it adds none."""
        seen = self._seen.with_row(row, self._table.abbreviations)
        if seen.size == self._seen.size:
            return self
        return PartNotes(self._table, self._room, seen)

    def widened(self, room: float) -> "PartNotes":
        """The same notes with more room for their lines."""
        return PartNotes(self._table, room, self._seen)

    def letter(self, piece: Piece) -> str:
        """The text of a mark."""
        letter = self._seen.notes.get(piece.note, "") if piece.note else ""
        return ", ".join(one for one in ("d" if piece.derived else "", letter) if one)

    def lines(self) -> list[Line]:
        """The notes, wrapped."""
        if self._lines is None:
            runs = list(self._runs())
            self._lines = wrap(runs, NOTE, self._room) if runs else []
        return self._lines

    @property
    def height(self) -> float:
        """The height of the notes and the legend."""
        return len(self.lines()) * NOTE.lead + self.legend_height

    @property
    def legend_height(self) -> float:
        """The height of the legend of marks."""
        return len(_legend_rows(self._table.legend, self._room)) * LEGEND_LEAD

    def draw_legend(self, page: Page, x: float, y: float) -> None:
        """Draw each mark with its word."""
        for row in _legend_rows(self._table.legend, self._room):
            left = x
            for entry, word, wide in row:
                middle = y + LEGEND_LEAD / 2
                if isinstance(entry, Judgement):
                    shapes.draw_badge(page, entry, left, middle - 6.75)
                else:
                    shapes.draw_mark(page, entry, left + shapes.MARK / 2, middle)
                page.write(word, left + wide, middle + 2.9)
                left += wide + word.width + LEGEND_GAP
            y += LEGEND_LEAD

    def _runs(self) -> Iterable[Run]:
        known = self._table.abbreviations
        short = sorted(self._seen.abbreviations, key=str.casefold)
        if short:
            said = "; ".join(f"{one}, {_(known[one])}" for one in short)
            yield Run(f"{said}. ")
        if self._seen.derived:
            yield Run("", Style.DERIVED)
            formulas = "; ".join(self._seen.formulas)
            yield Run(" " + _("Derived") + (f": {formulas}. " if formulas else ". "))
        for note in self._seen.notes:
            yield Run("", note=note)
            ending = "" if note.endswith(_ENDS) else "."
            yield Run(f" {note}{ending} ")


def note_letter(place: int) -> str:
    """The letter of the note at a place: a, b, c, e, …, z, aa; never d."""
    letters = "abcefghijklmnopqrstuvwxyz"
    first, last = divmod(place, len(letters))
    return (letters[first - 1] if first else "") + letters[last]


def _legend_rows(
    legend: Iterable[Mark | Judgement], room: float
) -> list[list[tuple[Mark | Judgement, Line, float]]]:
    rows: list[list[tuple[Mark | Judgement, Line, float]]] = []
    left = room
    for entry in legend:
        word = line_of((Run(entry.word),), NOTE)
        wide = shapes.MARK
        if isinstance(entry, Judgement):
            wide = shapes.badge_width(entry)
        wide += 6
        if not rows or left + wide + word.width > room:
            rows.append([])
            left = 0.0
        rows[-1].append((entry, word, wide))
        left += wide + word.width + LEGEND_GAP
    return rows
