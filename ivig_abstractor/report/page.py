"""A page as a list of what is on it, with y counted from the top; no PDF library.

Pages are laid out before any is painted, because contents, links and “page x of y” need
to know them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ivig_abstractor.report.fonts import Face
from ivig_abstractor.report.typesetting import HAIRLINE, INK, Line, Piece

PAPERS: dict[str, tuple[float, float]] = {"a4": (595.28, 841.89), "letter": (612, 792)}
MARGIN = 56.7
TOP, TOP_LANDSCAPE = 62.0, 56.0
FOOTER, BODY_ABOVE_FOOTER = 34.0, 22.0
HEADER, HEADER_RULE = 38.0, 44.0


class Letter(NamedTuple):
    """Text at a place; `baseline` counts from the top of the page."""

    x: float
    baseline: float
    text: str
    face: Face
    size: float
    colour: str


class Stroke(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float
    colour: str
    dash: tuple[float, ...] = ()


class Outline(NamedTuple):
    """A closed or open shape of straight lines, filled, stroked or both."""

    points: tuple[tuple[float, float], ...]
    fill: str
    stroke: str
    weight: float
    closed: bool = True


class Rounded(NamedTuple):
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str


class Jump(NamedTuple):
    """An area that leads to an anchor of the document or to an address."""

    x: float
    y: float
    to_x: float
    to_y: float
    target: str
    url: str


class Landing(NamedTuple):
    """A place that links lead to; with a title it is also a bookmark."""

    anchor: str
    y: float
    title: str = ""
    level: int = 0


class PageNumber(NamedTuple):
    """The number of the page an anchor is on, right-aligned at `x`."""

    x: float
    baseline: float
    anchor: str
    colour: str


Mark: TypeAlias = Letter | Stroke | Outline | Rounded | Jump | Landing | PageNumber


@dataclass(slots=True)
class Page:
    """One page: its size, what is on it, and the words of its running header."""

    width: float
    height: float
    chapter: str = ""
    is_title: bool = False
    marks: list[Mark] = field(default_factory=list)

    @property
    def landscape(self) -> bool:
        """Say whether it is wider than high."""
        return self.width > self.height

    @property
    def top(self) -> float:
        """Where content begins."""
        return TOP_LANDSCAPE if self.landscape else TOP

    @property
    def bottom(self) -> float:
        """Where content must end."""
        return self.height - FOOTER - BODY_ABOVE_FOOTER

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    def rule(
        self, x: float, y: float, to_x: float, weight: float, colour: str = INK
    ) -> None:
        """Draw a horizontal rule."""
        self.marks.append(Stroke(x, y, to_x, y, weight, colour))

    def hairline(self, x: float, y: float, to_x: float) -> None:
        """Draw a hairline."""
        self.rule(x, y, to_x, 0.35, HAIRLINE)

    def write(
        self,
        line: Line,
        x: float,
        baseline: float,
        letters: "Callable[[Piece], str] | None" = None,
    ) -> None:
        """Write a measured line; `letters` gives the text of a mark."""
        start, leads_to = x, ("", "")
        for piece in line.pieces:
            text = piece.text
            if piece.is_mark:
                text = letters(piece) if letters else "d"
            if text:
                self.marks.append(
                    Letter(
                        x,
                        baseline - piece.rise,
                        text,
                        piece.face,
                        piece.size,
                        piece.colour,
                    )
                )
            if (piece.target, piece.url) != leads_to:
                self._jump(start, x, baseline, leads_to)
                start, leads_to = x, (piece.target, piece.url)
            x += piece.width
        self._jump(start, x, baseline, leads_to)

    def jump_over(
        self, x: float, y: float, to_x: float, to_y: float, target: str
    ) -> None:
        """Let an area lead to an anchor, if there is one."""
        if target:
            self.marks.append(Jump(x, y, to_x, to_y, target, ""))

    def _jump(
        self, start: float, end: float, baseline: float, leads_to: tuple[str, str]
    ) -> None:
        if any(leads_to) and end > start:
            self.marks.append(Jump(start, baseline - 8, end, baseline + 3, *leads_to))


def new_page(paper: str, *, landscape: bool, chapter: str = "") -> Page:
    """An empty page."""
    short, long = PAPERS[paper]
    if landscape:
        return Page(long, short, chapter)
    return Page(short, long, chapter)


def right_of(page: Page) -> float:
    """The right margin of a page."""
    return page.width - MARGIN
