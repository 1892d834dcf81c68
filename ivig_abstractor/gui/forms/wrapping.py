"""Where the words of a cell or of a label are broken over lines."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QTextBoundaryFinder

from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.sharing import LINES

_SIGN = LatePattern(r"(?<=±) | (?=%)")
_IN_BRACKETS = LatePattern(r"\([^()]{1,12}\)")
_SPACE = "\N{NO-BREAK SPACE}"
_SEEN = 1000
"""No cell has room for more letters; the rest is neither measured nor remembered."""


def one_line(text: str) -> str:
    """A text without the breaks it was written with; what belongs together is joined.

    A number keeps its sign, and `(SD 24.2)` stays whole.
    """
    line = _SIGN.sub(_SPACE, " ".join(text.split()))
    return _IN_BRACKETS.sub(lambda found: found[0].replace(" ", _SPACE), line)


@lru_cache(maxsize=2048)
def pieces(line: str) -> tuple[str, ...]:
    """The parts of a line that are never broken, by the rules of Unicode (UAX 14).

    But units such as `U/L` are not broken behind their stroke.
    """
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, line)
    # Qt counts in units of UTF-16, as the text must then be cut.
    units = line.encode("utf-16-le")
    found: list[str] = []
    begin = 0
    while (end := finder.toNextBoundary()) >= 0:
        piece = units[2 * begin : 2 * end].decode("utf-16-le")
        if found and found[-1].endswith("/"):
            found[-1] += piece
        elif piece:
            found.append(piece)
        begin = end
    return tuple(found)


def widest_piece(text: str) -> int:
    """The width in pixels of what is never broken in a text of a grid."""
    parts = _measured(theme.family(), one_line(text[:_SEEN]))
    return max((wide for _piece, wide, _gap in parts), default=0)


def least_width(text: str, lines: int) -> int:
    """The width in pixels below which a text of a grid needs more lines than this."""
    return _least_width(theme.family(), text[:_SEEN], lines)


@lru_cache(maxsize=2048)
def _least_width(family: str, text: str, lines: int) -> int:
    parts = _measured(family, one_line(text))
    least = widest_piece(text)
    most = sum(wide + gap for _piece, wide, gap in parts)
    while least < most:
        middle = (least + most) // 2
        if len(_broken(parts, middle, lines + 1)) > lines:
            least = middle + 1
        else:
            most = middle
    return least


def wrapped(text: str, room: int, most: int = LINES) -> tuple[str, ...]:
    """A text of a grid in lines of so many pixels, at `most` so many.

    The last line holds what is left, and a piece that is wider than the room stands
    alone: who draws them cuts them.
    """
    return _wrapped(theme.family(), text[:_SEEN], room, most)


@lru_cache(maxsize=2048)
def _wrapped(family: str, text: str, room: int, most: int) -> tuple[str, ...]:
    parts = _measured(family, one_line(text))
    return tuple(one.rstrip() for one in _broken(parts, room, most))


@lru_cache(maxsize=2048)
def _measured(family: str, line: str) -> tuple[tuple[str, int, int], ...]:
    """The pieces of a line, each with its width and that of the space behind it."""
    del family  # part of the key: the metrics change with the application's font
    advance = theme.metrics(theme.SMALL).horizontalAdvance
    found = []
    for piece in pieces(line):
        wide = advance(piece.rstrip())
        found.append((piece, wide, advance(piece) - wide))
    return tuple(found)


def _broken(parts: Sequence[tuple[str, int, int]], room: int, most: int) -> list[str]:
    lines, used = [""], 0
    for piece, wide, gap in parts:
        if used and used + wide > room and len(lines) < most:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += wide + gap
    return lines


@lru_cache(maxsize=512)
def _label_widths(family: str, label: str) -> tuple[int, int]:
    del family
    advance = theme.metrics(theme.SMALL, 600).horizontalAdvance
    parts = pieces(label)
    halves = [
        max(advance("".join(parts[:at]).rstrip()), advance("".join(parts[at:])))
        for at in range(1, len(parts))
    ]
    whole = advance(label)
    return whole, min(halves, default=whole)


def label_widths(label: str) -> tuple[int, int]:
    """What a label of a column takes on one line, and on two, in pixels."""
    return _label_widths(theme.family(), label)
