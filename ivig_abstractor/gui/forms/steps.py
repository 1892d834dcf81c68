"""The few widths that editors have, so that their edges line up down a form."""

from collections.abc import Iterable

from ivig_abstractor.gui import theme

STEPS = (80, 160, 200, 264)
"""An editor that needs more than these takes the whole column of editors."""

LABELS = 168
"""The column of labels, the same on every screen; longer ones wrap."""

_QUESTIONS = 244
_WIDEST = 480
_SHARE = 0.42
_LEAST = 200
_FAIR = 224
"""The words of nearly all choices fit into this."""

_BESIDE = theme.MISSING + 2 * 8 + 120
"""The missing button and the evidence stand beside the editors."""


def stepped(wanted: int, room: int, before: int = 0) -> int:
    """What is enough to end where the next of the widths ends, or all the room.

    `before` is what stands in the column already, and is no part of the room.
    """
    ends = (one - before for one in STEPS)
    return min(next((one for one in ends if one >= wanted), room), room)


def label_column(questions: Iterable[int]) -> int:
    """The column of labels, wider only for the widths of whole questions."""
    return max(LABELS, min(max(questions, default=0), _QUESTIONS))


def label_room(column: int, width: int) -> int:
    """What a narrow form leaves of the column of labels; the rest wraps."""
    left = width - theme.GUTTER - _BESIDE - _FAIR
    return max(theme.LABEL, min(column, left))


def editor_room(width: int, left: int) -> int:
    """The width of the column of editors that begins at `left`."""
    wanted = max(theme.EDITOR, min(_WIDEST, round(width * _SHARE)))
    return max(_LEAST, min(wanted, width - left - _BESIDE))
