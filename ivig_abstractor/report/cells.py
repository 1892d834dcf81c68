"""Cells of a table as measured boxes that can be drawn at a place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ivig_abstractor.report import shapes
from ivig_abstractor.report.blocks import (
    Absent,
    Align,
    Bar,
    Cell,
    Check,
    Interval,
    Judgement,
    Mark,
    Nothing,
    Number,
    Run,
    Style,
    Text,
)
from ivig_abstractor.report.page import Page
from ivig_abstractor.report.typesetting import (
    ACCENT,
    HAIRLINE,
    NBSP,
    Letters,
    Line,
    Piece,
    Type,
    line_of,
    wrap,
)

INDENT = 2 * NBSP
LEADER = 0.6
_WHOLE = re.compile(r"^\D*\d+(?:[,\u00a0 ]\d{3}(?!\d))*")


class Split(NamedTuple):
    """A number cut where its column hangs it."""

    left: Line
    right: Line

    @property
    def width(self) -> float:
        """The width of both halves."""
        return self.left.width + self.right.width


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a column; `hang` is where its numbers hang, from its left edge."""

    x: float
    width: float
    align: Align
    hang: float = 0.0

    @property
    def is_text(self) -> bool:
        """Say whether words stand left in it."""
        return self.align is Align.TEXT


@dataclass(frozen=True, slots=True)
class LinesBox:
    """Wrapped words."""

    lines: tuple[Line, ...]
    kind: Type
    centred: bool = False

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * self.kind.lead

    def draw(self, page: Page, slot: Slot, y: float, letters: Letters) -> None:
        """Write the lines."""
        for number, line in enumerate(self.lines):
            indent = max((slot.width - line.width) / 2, 0.0) if self.centred else 0.0
            baseline = y + number * self.kind.lead + self.kind.baseline
            page.write(line, slot.x + indent, baseline, letters)

    def pieces(self) -> Iterator[Piece]:
        """Every piece, for notes and abbreviations."""
        for line in self.lines:
            yield from line.pieces


@dataclass(frozen=True, slots=True)
class NumberBox:
    """A number that hangs on its point, slash or dash."""

    split: Split
    kind: Type

    @property
    def height(self) -> float:
        """One line."""
        return self.kind.lead

    def draw(self, page: Page, slot: Slot, y: float, letters: Letters) -> None:
        """Write both halves around the hanging point."""
        point = slot.x + slot.hang
        baseline = y + self.kind.baseline
        page.write(self.split.left, point - self.split.left.width, baseline, letters)
        page.write(self.split.right, point, baseline, letters)

    def pieces(self) -> Iterator[Piece]:
        """Every piece, for notes and abbreviations."""
        yield from self.split.left.pieces
        yield from self.split.right.pieces


@dataclass(frozen=True, slots=True)
class LeaderBox:
    """One absence that holds for several neighbouring cells."""

    line: Line
    kind: Type

    @property
    def height(self) -> float:
        """One line."""
        return self.kind.lead

    def draw(self, page: Page, slot: Slot, y: float, letters: Letters) -> None:
        """Write the word between two hairlines."""
        start, end = slot.x + 4, slot.x + slot.width - 4
        x = max((start + end - self.line.width) / 2, slot.x)
        page.write(self.line, x, y + self.kind.baseline, letters)
        middle = y + self.kind.baseline - 2.9
        for near, far in ((start, x - 5), (x + self.line.width + 5, end)):
            if far - near > 3:
                page.rule(near, middle, far, LEADER, HAIRLINE)

    def pieces(self) -> Iterator[Piece]:
        """Every piece, for notes and abbreviations."""
        yield from self.line.pieces


@dataclass(frozen=True, slots=True)
class ShapeBox:
    """A drawn cell."""

    cell: Judgement | Mark | Bar | Check | Interval
    kind: Type

    @property
    def height(self) -> float:
        """The height of the shape, or of a line."""
        if isinstance(self.cell, Judgement):
            return shapes.BADGE_HEIGHT
        return self.kind.lead

    def draw(self, page: Page, slot: Slot, y: float, letters: Letters) -> None:
        """Draw the shape in the middle of its cell."""
        del letters
        cell = self.cell
        middle = y + self.height / 2
        if isinstance(cell, Judgement):
            wide = shapes.badge_width(cell)
            indent = 0.0 if slot.is_text else max((slot.width - wide) / 2, 0.0)
            shapes.draw_badge(page, cell, slot.x + indent, y)
        elif isinstance(cell, Mark):
            shapes.draw_mark(page, cell, slot.x + slot.width / 2, middle)
            page.jump_over(slot.x, y, slot.x + slot.width, y + self.height, cell.target)
        elif isinstance(cell, Bar):
            shapes.draw_bar(page, cell, slot.x, middle, slot.width)
        elif isinstance(cell, Interval):
            shapes.draw_interval(page, cell, slot.x, middle, slot.width)
        else:
            shapes.draw_check(page, cell, slot.x, middle)
            word = line_of((Run(cell.word),), self.kind)
            page.write(word, slot.x + 12, y + self.kind.baseline)

    def pieces(self) -> Iterator[Piece]:
        """A shape has no words in it."""
        yield from ()


CellBox: TypeAlias = LinesBox | NumberBox | LeaderBox | ShapeBox


def split_number(cell: Number, align: Align, kind: Type, *, total: bool) -> Split:
    """Cut a number where its column hangs it."""
    text = cell.text
    sign = {Align.FRACTION: "/", Align.RANGE: "–"}.get(align, "")
    at = text.find(sign) if sign else -1
    if at < 0:
        whole = _WHOLE.match(text)
        at = whole.end() if whole else 0
    style = _number_style(cell, total=total)
    left = line_of((Run(text[:at], style.shown, target=cell.target),), kind)
    rest = Run(text[at:], style.shown, target=cell.target)
    mark = Run("", style.marked, note=cell.note, formula=cell.formula)
    right = line_of((rest, mark), kind)
    if cell.derived:
        left, right = _tinted(left), _tinted(right)
    return Split(left, right)


class _NumberStyle(NamedTuple):
    shown: Style
    marked: Style


def _number_style(cell: Number, *, total: bool) -> _NumberStyle:
    if cell.derived:
        return _NumberStyle(Style.ITALIC, Style.DERIVED)
    if cell.strong or total:
        return _NumberStyle(Style.STRONG, Style.STRONG)
    return _NumberStyle(Style.PLAIN, Style.PLAIN)


def _tinted(line: Line) -> Line:
    """The accent of derived values; their mark comes from a run of its own."""
    return Line(tuple(one._replace(colour=ACCENT) for one in line.pieces), line.width)


def hangs(cell: Cell, slot_align: Align) -> bool:
    """Say whether a cell is a number in a column of numbers."""
    has_digit = isinstance(cell, Number) and any(one.isdigit() for one in cell.text)
    return has_digit and slot_align not in (Align.TEXT, Align.CENTRE)


def cell_runs(cell: Cell, *, indent: int = 0, total: bool = False) -> tuple[Run, ...]:
    """The words of a cell, as they are wrapped in a column of text."""
    runs: tuple[Run, ...]
    match cell:
        case Text(runs=said, under=under):
            runs = said
            if total:
                runs = tuple(_strong(run) for run in runs)
            if under:
                runs = (*runs, Run("\n" + under, Style.MUTED))
        case Number(text=text):
            style = Style.DERIVED if cell.derived else Style.PLAIN
            if style is Style.PLAIN and (cell.strong or total):
                style = Style.STRONG
            note, formula = cell.note, cell.formula
            runs = (Run(text, style, cell.target, note=note, formula=formula),)
        case Absent(word=word, note=note):
            runs = (Run(word, Style.MUTED, note=note),)
        case Check(word=word):
            runs = (Run(word),)
        case _:
            runs = (Run(""),)
    return (Run(INDENT * indent), *runs) if indent else runs


def _strong(run: Run) -> Run:
    if run.style is not Style.PLAIN:
        return run
    return Run(run.text, Style.STRONG, run.target, run.url, run.note, run.formula)


def cell_box(
    cell: Cell, slot: Slot, kind: Type, *, indent: int = 0, total: bool = False
) -> CellBox | None:
    """Measure a cell for its column; `None` for nothing."""
    if isinstance(cell, Nothing):
        return None
    if isinstance(cell, Judgement | Mark | Bar | Check | Interval):
        return ShapeBox(cell, kind)
    if isinstance(cell, Number) and hangs(cell, slot.align):
        split = split_number(cell, slot.align, kind, total=total)
        fits = split.left.width <= slot.hang + 1
        if fits and split.right.width <= slot.width - slot.hang + 8:
            return NumberBox(split, kind)
    centred = not slot.is_text and not isinstance(cell, Text)
    lines = wrap(cell_runs(cell, indent=indent, total=total), kind, slot.width)
    return LinesBox(tuple(lines), kind, centred)


def leader_box(cell: Absent, kind: Type) -> LeaderBox:
    """One absence for several cells."""
    return LeaderBox(
        line_of((Run(cell.word, Style.MUTED, note=cell.note),), kind), kind
    )


def spans(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """First and last column of each cell, equal neighbouring absences together."""
    found: list[tuple[int, int]] = []
    for at, cell in enumerate(cells):
        if found and isinstance(cell, Absent) and cell == cells[at - 1]:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
