"""The shipped faces: which one prints a character, how wide it is, and loading late.

A face is read from disk when its first character is measured, the Chinese, Japanese and
Korean one (5 MB) only when a character of a text is in none of the others. Fonts are
never looked up on the reviewer's machine: the same data must give the same bytes.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import NamedTuple

from ivig_abstractor.base.resources import resource
from ivig_abstractor.base.visible import visible


class Face(StrEnum):
    """A face by its name in the PDF."""

    SANS = "SourceSans3-Regular"
    SANS_STRONG = "SourceSans3-Semibold"
    SANS_ITALIC = "SourceSans3-It"
    SERIF = "SourceSerif4-Regular"
    SERIF_ITALIC = "SourceSerif4-It"
    SUBHEAD = "SourceSerif4Subhead-Semibold"
    SUBHEAD_REGULAR = "SourceSerif4Subhead-Regular"
    DISPLAY = "SourceSerif4Display-Semibold"
    HAN = "wqy-microhei"


class Outline(NamedTuple):
    """The widths of a loaded face, in thousandths of the size."""

    widths: Mapping[int, float]
    other: float


class Stretch(NamedTuple):
    """Neighbouring characters printed with one face."""

    face: Face
    text: str


_FALLBACKS = (Face.SANS, Face.HAN)
_WIDE_SPACES = (
    "\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f"
)
_SPACES = {ord(one): " " for one in _WIDE_SPACES}
_SPACES |= {ord(one): "\u00a0" for one in "\u2007\u202f"}
_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ASCII = re.compile(r"[ -~\n]*")
_WIDTHS_KEPT = 60_000
_SHORT = 60
_widths: dict[tuple[Face, str], float] = {}


@cache
def load(face: Face) -> Outline:
    """Read a face, make it known to reportlab, and return its widths."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    ending = ".ttc" if face is Face.HAN else ".ttf"
    path = resource(f"fonts/{face.value}{ending}")
    font = TTFont(face.value, str(path), subfontIndex=0)
    pdfmetrics.registerFont(font)
    return Outline(font.face.charWidths, font.face.defaultWidth)


def covers(face: Face, character: str) -> bool:
    """Say whether a face can print a character."""
    return ord(character) in load(face).widths


@cache
def face_for(character: str, wanted: Face) -> Face | None:
    """The face that prints a character, the wanted one first; `None` if no face can."""
    for face in (wanted, *_FALLBACKS):
        if covers(face, character):
            return face
    return None


def printable(text: str) -> str:
    r"""Text with only characters some face prints, and line ends as `\n`.

    What cannot be seen, would reorder the line, or is in no face becomes `⟨U+202E⟩`.
    """
    if _ASCII.fullmatch(text):
        return text
    lines = _ENDS.sub("\n", text).translate(_SPACES).split("\n")
    return "\n".join(_printable_line(line) for line in lines)


def _printable_line(line: str) -> str:
    # A no-break space is not "printable" to Python, yet it draws what it should.
    seen = "\u00a0".join(visible(part) for part in line.split("\u00a0"))
    return "".join(
        one if face_for(one, Face.SANS) else f"⟨U+{ord(one):04X}⟩" for one in seen
    )


def stretches(text: str, face: Face) -> list[Stretch]:
    """Cut printable text where the face that prints it changes."""
    if text.isascii():
        return [Stretch(face, text)]
    printed = groupby(text, lambda one: face_for(one, face) or face)
    return [Stretch(chosen, "".join(part)) for chosen, part in printed]


def width(text: str, face: Face, size: float) -> float:
    """The width in points of text that one face prints."""
    known = _widths.get((face, text))
    if known is None:
        outline = load(face)
        widths, other = outline
        known = sum([widths.get(ord(one), other) for one in text])
        if len(_widths) > _WIDTHS_KEPT:
            _widths.clear()
        if len(text) < _SHORT:
            _widths[face, text] = known
    return known * size / 1000
