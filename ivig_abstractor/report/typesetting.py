"""Runs of text into measured lines: faces, breaks, marks; no page and no PDF library.

Lines are ragged and never hyphenated. Chinese breaks between characters, a word longer
than the line between letters, and a number keeps its unit wherever there is room.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ivig_abstractor.report import fonts
from ivig_abstractor.report.blocks import Run, Style
from ivig_abstractor.report.fonts import Face

INK, MUTED, ACCENT, WHITE = "#17212B", "#5C6873", "#0B4F6C", "#FFFFFF"
DOT, HAIRLINE, TINT, DEEP_TINT = "#8A96A0", "#C3CBD2", "#EDF3F6", "#D5E3EA"
SUPERSCRIPT, RAISE = 0.70, 0.32
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Type:
    """A size of the type scale with its faces; `glued` keeps numbers with units."""

    size: float
    lead: float
    plain: Face
    italic: Face
    strong: Face
    glued: bool = False

    @property
    def baseline(self) -> float:
        """How far the baseline lies below the top of a line."""
        return self.lead - (self.lead - self.size) / 2 - 0.22 * self.size


TABLE = Type(8.5, 11, Face.SANS, Face.SANS_ITALIC, Face.SANS_STRONG, glued=True)
DENSE = Type(8.5, 10.6, Face.SANS, Face.SANS_ITALIC, Face.SANS_STRONG, glued=True)
NOTE = Type(8.5, 11, Face.SANS, Face.SANS_ITALIC, Face.SANS_STRONG, glued=True)
PROSE = Type(10, 14, Face.SERIF, Face.SERIF_ITALIC, Face.SUBHEAD)
CAPTION = Type(10, 14, Face.SANS_STRONG, Face.SANS_ITALIC, Face.SANS_STRONG)
PLAIN_CAPTION = Type(10, 14, Face.SANS, Face.SANS_ITALIC, Face.SANS_STRONG)
CHAPTER = Type(14, 18, Face.SUBHEAD, Face.SUBHEAD, Face.SUBHEAD)
SUBTITLE = Type(14, 18, Face.SUBHEAD_REGULAR, Face.SUBHEAD_REGULAR, Face.SUBHEAD)
TITLE = Type(24, 28, Face.DISPLAY, Face.DISPLAY, Face.DISPLAY)


class Piece(NamedTuple):
    """Neighbouring characters of one look. A mark is a piece whose text comes later."""

    text: str
    face: Face
    size: float
    colour: str
    width: float
    rise: float = 0.0
    target: str = ""
    url: str = ""
    derived: bool = False
    note: str = ""
    formula: str = ""

    @property
    def is_mark(self) -> bool:
        """Say whether this is the superscript of a note or a derivation."""
        return self.derived or bool(self.note)

    @property
    def mergeable(self) -> tuple[object, ...]:
        """What must be equal for two neighbours to be one piece."""
        return (self.face, self.size, self.colour, self.rise, self.target, self.url)


class Line(NamedTuple):
    """A measured line."""

    pieces: tuple[Piece, ...]
    width: float


EMPTY_LINE = Line((), 0.0)
Letters = Callable[[Piece], str]

_COLOURS = {
    Style.MUTED: MUTED,
    Style.ACCENT: ACCENT,
    Style.DERIVED: ACCENT,
    Style.HEAD: ACCENT,
}
_CJK = "\u2e80-\u30ff\u3130-\u318f\u31c0-\ud7af\uf900-\ufaff\uff00-\uffef"
# Closing marks may not begin a line, opening marks may not end one.
_NOT_FIRST = "、。，．：；！？）」』】》〉”’)\\]}%,.;:!?·ー々"
_NOT_LAST = "（「『【《〈“‘(\\[{"
_CJK_BREAK = re.compile(
    f"(?<=[{_CJK}])(?![{_NOT_FIRST}])(?<![{_NOT_LAST}])"
    f"|(?<![{_NOT_LAST}])(?=[{_CJK}])(?![{_NOT_FIRST}])"
)
_HAS_CJK = re.compile(f"[{_CJK}]")
_GLUE = re.compile(
    r"(?<=\d) (?=[A-Za-zµμ°%‰]{1,12}(?![\w]))"
    r"|(?<=[<>≤≥=±~≈]) (?=[\d−-])"
    r"|(?<=\b[A-Za-z]) (?=[<>≤≥=≈] ?\d)"
    r"|(?<=\b[A-Z][A-Z]) (?=\d)|(?<=\b[A-Z][A-Z][A-Z]) (?=\d)"
    r"|(?<=\b[A-Z][A-Z][A-Z][A-Z]) (?=\d)"
)
_SOFT_SPOT = re.compile("[/\\-_.,;:&?=)+\u00a0\u2013]")
_EDGE = 0.01


def pieces_of(run: Run, kind: Type) -> list[Piece]:
    """A run as pieces on one line that never ends (line ends become spaces)."""
    return _text_pieces(_prepared(run.text, kind).replace("\n", " "), run, kind)


def mark_width(size: float, *, derived: bool, note: bool) -> float:
    """The room a superscript takes: d, a letter, or both."""
    if not (derived or note):
        return 0.0
    shown = "d, a" if derived and note else "d"
    return fonts.width(shown, Face.SANS_ITALIC, size * SUPERSCRIPT)


def mark_piece(run: Run, kind: Type) -> Piece | None:
    """The superscript that follows a run, its letter still open."""
    derived = run.style is Style.DERIVED
    if not (derived or run.note):
        return None
    return Piece(
        "",
        Face.SANS_ITALIC if derived else Face.SANS,
        kind.size * SUPERSCRIPT,
        ACCENT if derived else INK,
        mark_width(kind.size, derived=derived, note=bool(run.note)),
        kind.size * RAISE,
        derived=derived,
        note=run.note,
        formula=run.formula,
    )


def line_of(runs: Iterable[Run], kind: Type) -> Line:
    """Runs as one line, however long."""
    pieces: list[Piece] = []
    for run in runs:
        pieces.extend(pieces_of(run, kind))
        mark = mark_piece(run, kind)
        if mark:
            pieces.append(mark)
    return Line(tuple(pieces), sum(piece.width for piece in pieces))


def wrap(runs: Sequence[Run], kind: Type, room: float) -> list[Line]:
    """Runs as lines no wider than `room`; an empty text gives one empty line."""
    if len(runs) == 1:
        short = _single_line(runs[0], kind, room)
        if short:
            return [short]
    lines = _Lines(room, fonts.width(" ", kind.plain, kind.size))
    for word in _words(runs, kind):
        if word is None:
            lines.end()
        else:
            lines.add(word)
    lines.end()
    return lines.done


def widest_word(runs: Sequence[Run], kind: Type) -> float:
    """The width of the widest part that should not be broken."""
    return max(
        (word.width for word in _words(runs, kind) if word is not None), default=0.0
    )


def _single_line(run: Run, kind: Type, room: float) -> Line | None:
    """The common case, measured without taking the text apart."""
    limit = 120
    if len(run.text) > limit or run.style is Style.DERIVED or run.note:
        return None
    pieces = _text_pieces(_prepared(run.text, kind), run, kind)
    width = sum(piece.width for piece in pieces)
    if "\n" in run.text or width > room:
        return None
    return Line(tuple(pieces), width)


class _Word(NamedTuple):
    pieces: tuple[Piece, ...]
    width: float
    spaced: bool


class _Lines:
    """Fills lines with words, breaking a word only when no line could hold it."""

    def __init__(self, room: float, space: float) -> None:
        self.done: list[Line] = []
        self._room = max(room, 1.0)
        self._space = space
        self._pieces: list[Piece] = []
        self._width = 0.0

    def add(self, word: _Word) -> None:
        """Put a word on this line or the next."""
        gap = self._gap(word)
        if self._width + gap + word.width <= self._room + _EDGE:
            self._put(word, gap)
            return
        if word.width <= self._room + _EDGE:
            self.end()
            self._put(word, 0.0)
            return
        for part in _broken(word, self._room, self._room - self._width - gap):
            gap = self._gap(part)
            if self._pieces and self._width + gap + part.width > self._room + _EDGE:
                self.end()
                gap = 0.0
            self._put(part, gap)

    def end(self) -> None:
        """End the line."""
        self.done.append(Line(tuple(_merged(self._pieces)), self._width))
        self._pieces, self._width = [], 0.0

    def _gap(self, word: _Word) -> float:
        return self._space if word.spaced and self._pieces else 0.0

    def _put(self, word: _Word, gap: float) -> None:
        pieces = word.pieces
        if gap and self._pieces:
            before = self._pieces[-1]
            wide = fonts.width(" ", before.face, before.size)
            if before.is_mark or before.face is Face.HAN:
                self._pieces.append(
                    pieces[0]._replace(text=" ", width=gap, note="", derived=False)
                )
            else:
                self._pieces[-1] = before._replace(
                    text=before.text + " ", width=before.width + wide
                )
                gap = wide
        self._pieces.extend(pieces)
        self._width += gap + word.width


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        marked = last and (last.is_mark or piece.is_mark)
        if last and not marked and last.mergeable == piece.mergeable:
            last = last._replace(
                text=last.text + piece.text, width=last.width + piece.width
            )
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _prepared(text: str, kind: Type) -> str:
    shown = fonts.printable(text)
    return _GLUE.sub(NBSP, shown) if kind.glued and " " in shown else shown


def _text_pieces(text: str, run: Run, kind: Type) -> list[Piece]:
    face = {
        Style.ITALIC: kind.italic,
        Style.DERIVED: kind.italic,
        Style.STRONG: kind.strong,
        Style.HEAD: kind.strong,
    }.get(run.style, kind.plain)
    colour = _COLOURS.get(run.style, INK)
    if run.target or run.url:
        colour = ACCENT
    size = kind.size
    return [
        Piece(
            part,
            printed_with,
            size,
            colour,
            fonts.width(part, printed_with, size),
            target=run.target,
            url=run.url,
        )
        for printed_with, part in fonts.stretches(text, face)
    ]


def _words(runs: Sequence[Run], kind: Type) -> Iterator[_Word | None]:
    """Words that stay together over the edges of runs; `None` ends a line."""
    held: list[Piece] = []
    spaced = False

    def word() -> _Word:
        return _Word(tuple(held), sum(piece.width for piece in held), spaced)

    for run in runs:
        for part in re.split(r"([ \n])", _prepared(run.text, kind)):
            if part in (" ", "\n"):
                if held:
                    yield word()
                    held = []
                spaced = part == " "
                if part == "\n":
                    yield None
            elif part:
                pieces = _CJK_BREAK.split(part) if _HAS_CJK.search(part) else [part]
                for at, chunk in enumerate(one for one in pieces if one):
                    if at and held:
                        yield word()
                        held, spaced = [], False
                    held.extend(_text_pieces(chunk, run, kind))
        mark = mark_piece(run, kind)
        if mark:
            held.append(mark)
    if held:
        yield word()


def _broken(word: _Word, room: float, first_room: float) -> Iterator[_Word]:
    """Cut a word into parts that fit, at a soft spot if there is one near the edge."""
    enough = 0.25
    begins_here = first_room > room * enough
    left = first_room if begins_here else room
    spaced = word.spaced and begins_here
    for piece in word.pieces:
        start, end, rest = 0, len(piece.text), piece.width
        while rest > left + _EDGE and start < end:
            cut, wide = _cut(piece, start, left)
            if cut == start and left < room:
                left = room
                continue
            if cut == start:
                cut, wide = start + 1, rest if end == start + 1 else 0.0
            head = piece._replace(text=piece.text[start:cut], width=wide)
            yield _Word((head,), wide, spaced)
            start, rest, left, spaced = cut, rest - wide, room, False
        if start < end or piece.is_mark:
            tail = piece._replace(text=piece.text[start:], width=rest)
            yield _Word((tail,), rest, spaced)
            left, spaced = max(left - rest, 0.0), False


def _cut(piece: Piece, start: int, room: float) -> tuple[int, float]:
    """Where to cut a piece to fill the room, and how wide the part before it is."""
    widths, other = fonts.load(piece.face)
    scale = piece.size / 1000
    reached = 0.0
    ends: list[float] = []
    for at in range(start, len(piece.text)):
        reached += widths.get(ord(piece.text[at]), other) * scale
        if reached > room:
            break
        ends.append(reached)
    count = len(ends)
    soft = [m.end() for m in _SOFT_SPOT.finditer(piece.text, start, start + count)]
    if soft and soft[-1] - start > count / 2:
        count = soft[-1] - start
    return start + count, ends[count - 1] if count else 0.0
