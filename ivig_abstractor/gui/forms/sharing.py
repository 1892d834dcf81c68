"""How the columns of a grid share its width: what holds text is cut last."""

from collections.abc import Sequence
from typing import NamedTuple

_LEAST = 90
"""A column of words keeps at least this much, whatever it holds."""

_SQUEEZED = 160
"""Columns of words give up to this much together, if that spares a scroll bar."""

_GENEROUS = 120
_ROOMIEST = 240


class ColumnNeed(NamedTuple):
    """What a column takes: usually, with nothing cut, and with long texts cut."""

    usual: int
    least: int
    cut: int
    is_wordy: bool
    is_empty: bool

    def joined(self, earlier: "ColumnNeed") -> "ColumnNeed":
        """As much as it needs now, and no less than it needed before."""
        return ColumnNeed(
            max(self.usual, earlier.usual),
            max(self.least, earlier.least),
            max(self.cut, earlier.cut),
            self.is_wordy,
            self.is_empty and earlier.is_empty,
        )


def shared(needs: Sequence[ColumnNeed], room: int) -> list[int]:
    """The widths of columns in the room there is.

    Where it is short, columns that hold nothing give first, then those that have more
    than they hold; long texts are cut after that, and short ones only if all columns
    fit then.
    """
    widths = [one.usual for one in needs]
    over = sum(widths) - room
    if over <= 0:
        return _spread_out(needs, widths, -over)
    empty = [one.least if one.is_empty else one.usual for one in needs]
    for floors in (empty, [one.least for one in needs], [one.cut for one in needs]):
        over -= _take(widths, floors, over)
    wordy = [
        min(width, _LEAST) if one.is_wordy else width
        for one, width in zip(needs, widths, strict=True)
    ]
    if 0 < over <= min(sum(widths) - sum(wordy), _SQUEEZED):
        _take(widths, wordy, over)
    return widths


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
