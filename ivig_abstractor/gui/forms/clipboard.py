"""Blocks of cells on the clipboard: from spreadsheets, from PDF tables, and back."""

import csv
import io
from collections.abc import Sequence

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern

MOST_CHARACTERS = 1_000_000
MOST_ROWS = 1_000
MOST_COLUMNS = 100

_NUMBER = LatePattern(r"[<>≤≥~≈=]?[-−–+±]?\d[\d.,·]*%?\)?\Z|\(\d[\d.,·]*%?\)\Z")
_JOINS_ON = LatePattern(r"(?:[-−–±/=<>≤≥~(,]|\bto|\bof|\band|\bor)\Z")
_COLUMNS = LatePattern(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of cells as text; `ragged` when they are not equally long."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(len(row) for row in self.rows)

    @property
    def ragged(self) -> bool:
        """Say whether some rows are shorter than others."""
        return len({len(row) for row in self.rows}) > 1


@dataclass(frozen=True, slots=True)
class NoBlock:
    """Why the clipboard cannot be pasted, in a sentence."""

    message: str


def read_block(text: str) -> Block | NoBlock:
    """Read cells from a spreadsheet (tabs) or from a printed table (aligned spaces)."""
    refused = _refused(text)
    if refused is not None:
        return refused
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if any("\t" in line for line in lines):
        rows = _tabbed("\n".join(lines))
    else:
        rows = _aligned([line for line in lines if line.strip()])
    # A line without anything leaves its row as it is; empty cells blank theirs.
    rows = [tuple(cell.strip() for cell in row) if row != ("",) else () for row in rows]
    if len(rows) > MOST_ROWS or max(len(row) for row in rows) > MOST_COLUMNS:
        said = _(
            "The clipboard holds {rows} rows and {columns} columns; at most {most} rows"
            " and {widest} columns can be pasted at once. Nothing was pasted."
        )
        wide = max(len(row) for row in rows)
        return NoBlock(
            said.format(
                rows=len(rows), columns=wide, most=MOST_ROWS, widest=MOST_COLUMNS
            )
        )
    return Block(tuple(rows))


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Cells as spreadsheets take them: tabs between, quotes where a cell needs them."""
    written = io.StringIO()
    csv.writer(written, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return written.getvalue().removesuffix("\n")


def _refused(text: str) -> NoBlock | None:
    if not text.strip():
        return NoBlock(_("There is no text on the clipboard, so nothing was pasted."))
    if len(text) > MOST_CHARACTERS:
        said = _(
            "The clipboard holds {count} characters, which is too much for a table."
            " Nothing was pasted; copy only the cells you need."
        )
        return NoBlock(said.format(count=len(text)))
    strange = sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\v\f")
    if strange or "\ufffd" in text:
        said = _(
            "The clipboard holds something that is not text, so nothing was pasted."
            " Copy the cells as text and paste again."
        )
        return NoBlock(said)
    return None


def _tabbed(text: str) -> list[tuple[str, ...]]:
    plain = [tuple(line.split("\t")) for line in text.split("\n")]
    # A quotation mark that opens and never closes would swallow the rest as one cell.
    if '"' not in text or text.count('"') % 2:
        return plain
    try:
        quoted = csv.reader(io.StringIO(text), dialect="excel-tab", strict=True)
        return [tuple(row) for row in quoted]
    except csv.Error:
        return plain


def _aligned(lines: Sequence[str]) -> list[tuple[str, ...]]:
    columns = [tuple(_COLUMNS.split(line.strip())) for line in lines]
    if any(len(row) > 1 for row in columns):
        return columns
    return _numbers_behind(lines) or columns


def _numbers_behind(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Split `Muscle strength 67.0 81.0`: words, then as many numbers each time."""
    if len(lines) < 2:
        return []
    split: list[tuple[str, ...]] = []
    for line in lines:
        words = line.split()
        count = 0
        while count < len(words) and _NUMBER.match(words[-1 - count]):
            count += 1
        lead = " ".join(words[: len(words) - count])
        if not count or _JOINS_ON.search(lead):
            return []
        split.append((lead, *words[len(words) - count :]))
    if len({len(row) for row in split}) > 1:
        return []
    if not any(row[0] for row in split):
        split = [row[1:] for row in split]
    return split
