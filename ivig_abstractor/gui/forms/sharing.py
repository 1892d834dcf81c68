"""How the columns of a grid share its width: lines are broken before it must scroll."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

LINES = 3
"""A cell has at most so many lines; its tip says the whole."""

_GENEROUS = 120
_ROOMIEST = 240
_LONG = 170
"""Words are no wider than this in a grid that scrolls."""

CellNeed: TypeAlias = tuple[int, int, int]
"""The widths of a cell in pixels: with its text on one line, on two, on `LINES`."""

_NOTHING: CellNeed = (0, 0, 0)


def most_of(cells: Iterable[CellNeed]) -> CellNeed:
    """What the widest of these cells takes, on as many lines each."""
    one, two, more = zip(_NOTHING, *cells, strict=True)
    return max(one), max(two), max(more)


class ColumnNeed(NamedTuple):
    """What a column takes, in pixels.

    Usually (`usual`), for its label (`label`), for the longest word (`word`), for each
    row (`cells`), and for all rows that it ever had to hold (`most`).
    """

    usual: int
    label: int
    word: int
    cells: tuple[CellNeed, ...]
    most: CellNeed
    is_wordy: bool

    @property
    def is_empty(self) -> bool:
        """Say whether the column never held anything."""
        return not self.most[0]

    def on(self, lines: int) -> int:
        """The width with which no cell takes more lines than so many."""
        return max(self.label, self.most[lines - 1])

    def joined(self, earlier: "ColumnNeed") -> "ColumnNeed":
        """As much as it needs now, and no less than it needed before."""
        return self._replace(
            word=max(self.word, earlier.word),
            most=most_of([self.most, earlier.most]),
        )


def is_crowded(needs: Iterable[ColumnNeed], room: int) -> bool:
    """Say whether lines must be broken for the columns to find room."""
    return sum(one.on(1) for one in needs) > room


def shared(needs: Sequence[ColumnNeed], room: int) -> list[int]:
    """The widths of columns in the room there is.

    Where it is short, columns that hold nothing give first, then those that have more
    than they hold. After that lines are broken: first with no word cut, then with long
    texts cut after `LINES`. Where even that does not fit, the grid scrolls.
    """
    widths = [max(one.usual, one.on(1)) for one in needs]
    over = sum(widths) - room
    if over <= 0:
        return _spread_out(needs, widths, -over)
    whole = [one.on(1) for one in needs]
    if is_crowded(needs, room):
        return _broken(needs, room) or [
            min(wide, max(one.label, min(one.on(2), _LONG))) if one.is_wordy else wide
            for one, wide in zip(needs, whole, strict=True)
        ]
    first = [
        least if one.is_empty else wide
        for one, wide, least in zip(needs, widths, whole, strict=True)
    ]
    for floors in (first, whole):
        over -= _take(widths, floors, over)
    return widths


def _broken(needs: Sequence[ColumnNeed], room: int) -> list[int]:
    """The widths with lines broken, as few as there is room for; none without room."""
    cut = [
        max(one.label, min(one.word, one.most[-1])) if one.is_wordy else one.on(LINES)
        for one in needs
    ]
    for least in (*([one.on(n) for one in needs] for n in range(2, LINES + 1)), cut):
        left = room - sum(least)
        if left >= 0:
            widths, left = _flattened(needs, least, left)
            _give(widths, [one.on(1) for one in needs], left)
            return widths
    return []


def _flattened(
    needs: Sequence[ColumnNeed], widths: list[int], left: int
) -> tuple[list[int], int]:
    """Widen columns for rows on fewer lines: for most rows with the least, first."""
    for lines in range(LINES - 1, 0, -1):
        rows = [
            tuple(cell[lines - 1] for cell in row)
            # A column that keeps its width may not know of a row that was added.
            for row in zip_longest(*(one.cells for one in needs), fillvalue=_NOTHING)
        ]
        for row in sorted(
            dict.fromkeys(rows), key=lambda row: -_worth(row, rows, widths)
        ):
            more = _missing(row, widths)
            if more <= left:
                widths = [*map(max, row, widths)]
                left -= more
    return widths, left


def _worth(
    row: Sequence[int], rows: Sequence[Sequence[int]], widths: Sequence[int]
) -> float:
    """How many rows have room for each pixel that is given to have it for this one."""
    wider = [*map(max, row, widths)]
    helped = sum(not _missing(one, wider) for one in rows)
    return helped / (1 + _missing(row, widths))


def _missing(row: Sequence[int], widths: Sequence[int]) -> int:
    """How much wider the columns must be for a row."""
    pairs = zip(row, widths, strict=True)
    return sum(max(0, needed - wide) for needed, wide in pairs)


def _give(widths: list[int], whole: Sequence[int], left: int) -> None:
    """Give columns what is left, in proportion to what they still miss."""
    spread = [-one for one in widths]
    _take(spread, [-one for one in whole], left)
    widths[:] = [-one for one in spread]


def _take(widths: list[int], floors: Sequence[int], over: int) -> int:
    """Take from columns in proportion to what they can give; says how much."""
    spare = sum(widths) - sum(floors)
    given = min(over, spare)
    if given <= 0:
        return 0
    seen = taken = 0
    for at, floor in enumerate(floors):
        seen += widths[at] - floor
        share = given * seen // spare - taken
        widths[at] -= share
        taken += share
    return given


def _spread_out(needs: Sequence[ColumnNeed], widths: list[int], room: int) -> list[int]:
    """Give columns of words some of the room that is left beside the rows."""
    wordy = sum(one.is_wordy for one in needs)
    share = min(room // wordy, _GENEROUS) if wordy else 0
    wider = [
        max(width, min(width + share, _ROOMIEST)) if one.is_wordy else width
        for one, width in zip(needs, widths, strict=True)
    ]
    left = room - (sum(wider) - sum(widths))
    if 0 < left < wordy:
        # So few pixels beside the last column would look like a slip.
        last = max(at for at, one in enumerate(needs) if one.is_wordy)
        wider[last] += left
    return wider
