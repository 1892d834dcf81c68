"""A table as measured rows with the header, group heads and notes around them.

Every row is measured once, in order, so that the work grows with the number of rows and
not faster. Where pages end is decided in `report.table_flow`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ivig_abstractor.base.i18n import _
from ivig_abstractor.report import shapes
from ivig_abstractor.report.blocks import (
    Absent,
    Align,
    Column,
    Group,
    Interval,
    Nothing,
    Row,
    Run,
    Style,
    Table,
    Text,
)
from ivig_abstractor.report.cells import (
    CellBox,
    LinesBox,
    ShapeBox,
    Slot,
    cell_box,
    leader_box,
    spans,
)
from ivig_abstractor.report.columns import slots_for
from ivig_abstractor.report.page import Page
from ivig_abstractor.report.typesetting import (
    CAPTION,
    DENSE,
    PLAIN_CAPTION,
    TABLE,
    Letters,
    Line,
    Piece,
    line_of,
    wrap,
)

TOP_RULE, HEAD_RULE, SPAN_RULE, TOTAL_RULE = 0.9, 0.5, 0.4, 0.35
CAPTION_TO_RULE, RULE_TO_TEXT, TEXT_TO_RULE = 3.0, 3.2, 2.4
RULE_TO_ROWS, GROUP_GAP, DENSE_GAP = 3.0, 4.0, 3.5


class Placed(NamedTuple):
    """A measured cell and the place it is drawn in."""

    box: CellBox
    slot: Slot


@dataclass(frozen=True, slots=True)
class RowBox:
    """A measured row; `name`, that of a dense group, may reach down beside others."""

    cells: tuple[Placed, ...]
    pad: float
    anchor: str = ""
    total: bool = False
    name: Placed | None = None

    @property
    def height(self) -> float:
        """The height with the room below it."""
        return max((one.box.height for one in self.cells), default=11.0) + self.pad

    @property
    def name_height(self) -> float:
        """How far the name of the group reaches down."""
        return self.name.box.height + self.pad if self.name else 0.0

    def draw(self, page: Page, x: float, y: float, letters: Letters) -> None:
        """Draw the cells side by side; shapes and lines of words share a middle."""
        first = min((one.box.height for one in self.cells), default=0.0)
        has_badge = any(_is_badge(one.box) for one in self.cells)
        drop = (shapes.BADGE_HEIGHT - first) / 2 if has_badge else 0.0
        for box, slot in self._drawn:
            if isinstance(box, ShapeBox) and isinstance(box.cell, Interval):
                at = slot.x + x
                scale = box.cell.scale
                shapes.draw_ticks(page, scale, at, y, slot.width, self.height)
            down = 0.0 if _is_badge(box) else max(drop, 0.0)
            box.draw(page, replace(slot, x=slot.x + x), y + down, letters)

    @property
    def _drawn(self) -> tuple[Placed, ...]:
        return (self.name, *self.cells) if self.name else self.cells

    def pieces(self) -> Iterator[Piece]:
        """Every piece of text in it."""
        for one in self._drawn:
            yield from one.box.pieces()

    def cut(self, height: float) -> "tuple[RowBox, RowBox]":
        """Divide a row that is too high for a page after the lines that fit."""
        above: list[Placed] = []
        below: list[Placed] = []
        for box, slot in self.cells:
            if not isinstance(box, LinesBox):
                above.append(Placed(box, slot))
                continue
            fits = max(int((height - self.pad) / box.kind.lead), 1)
            above.append(Placed(replace(box, lines=box.lines[:fits]), slot))
            if len(box.lines) > fits:
                below.append(Placed(replace(box, lines=box.lines[fits:]), slot))
        head = replace(self, cells=tuple(above))
        return head, replace(self, cells=tuple(below), anchor="", name=None)


def _is_badge(box: CellBox) -> bool:
    return box.height == shapes.BADGE_HEIGHT


class TableBox:
    """A table measured for a width: caption, header and rows, not yet on pages."""

    def __init__(self, table: Table, number: str, room: float) -> None:
        self.table = table
        self.number = number
        self.room = room
        self.kind = DENSE if table.landscape else TABLE
        self.pad = 4.0 if table.landscape else 2.4
        self.columns = _columns(table)
        self.slots = slots_for(
            self.columns, [row for row, _group in self.flat()], self.kind, room
        )
        self._heads = [
            self._head(column, slot)
            for column, slot in zip(self.columns, self.slots, strict=True)
        ]
        self._spans = list(_spanning(self.columns))

    def _head(self, column: Column, slot: Slot) -> tuple[Line, ...]:
        """The title of a column, and a line for the ticks of its scale."""
        lines = wrap((Run(column.heading, Style.STRONG),), self.kind, slot.width)
        return (*lines, Line((), 0.0)) if column.scale else tuple(lines)

    def flat(self) -> Iterator[tuple[Row, Group]]:
        """Every row with its group, the group's name in its first cell if dense."""
        for group in self.table.groups:
            for at, row in enumerate(group.rows):
                if self.table.group_column:
                    name = Run(group.title, Style.HEAD)
                    first = Text((name,)) if at == 0 and group.title else Nothing()
                    yield replace(row, cells=(first, *row.cells)), group
                else:
                    yield row, group

    def measure(self, row: Row) -> RowBox:
        """Measure one row."""
        placed: list[Placed] = []
        count = len(self.slots)
        for first, last in spans(row.cells[:count]):
            cell, slot = row.cells[first], self.slots[first]
            if last > first and isinstance(cell, Absent):
                end = self.slots[last]
                wide = end.x + end.width - slot.x
                whole = Slot(slot.x, wide, Align.CENTRE)
                placed.append(Placed(leader_box(cell, self.kind), whole))
                continue
            indent = row.indent if first == 0 else 0
            box = cell_box(cell, slot, self.kind, indent=indent, total=row.total)
            if box is not None:
                placed.append(Placed(box, slot))
        name = None
        if self.table.group_column and placed and placed[0].slot == self.slots[0]:
            name = placed.pop(0)
        has_badge = any(_is_badge(one.box) for one in placed)
        pad = self.pad + 2.0 if has_badge else self.pad
        return RowBox(tuple(placed), pad, row.anchor, row.total, name)

    @property
    def header_height(self) -> float:
        """From the top rule to the first row."""
        lines = max(len(head) for head in self._heads) * self.kind.lead
        spanning = self.kind.lead + 5.0 if self._spans else 0.0
        return RULE_TO_TEXT + spanning + lines + TEXT_TO_RULE + RULE_TO_ROWS

    def draw_header(self, page: Page, x: float, y: float) -> float:
        """Draw the top rule and the header; return where the rows begin."""
        end = x + self.room
        page.rule(x, y, end, TOP_RULE)
        top = y + RULE_TO_TEXT
        if self._spans:
            for title, first, last in self._spans:
                start = x + self.slots[first].x
                stop = x + self.slots[last].x + self.slots[last].width
                line = line_of((Run(title, Style.STRONG),), self.kind)
                middle = max((start + stop - line.width) / 2, start)
                page.write(line, middle, top + self.kind.baseline)
                page.rule(start, top + self.kind.lead + 2.5, stop, SPAN_RULE)
            top += self.kind.lead + 5.0
        deepest = max(len(head) for head in self._heads)
        for head, slot in zip(self._heads, self.slots, strict=True):
            down = (deepest - len(head)) * self.kind.lead
            box = LinesBox(head, self.kind, centred=not slot.is_text)
            box.draw(page, replace(slot, x=slot.x + x), top + down, lambda _piece: "")
        lowest = top + (deepest - 1) * self.kind.lead + self.kind.baseline
        self._draw_scales(page, x, lowest)
        under = top + deepest * self.kind.lead + TEXT_TO_RULE
        page.rule(x, under, end, HEAD_RULE)
        return under + RULE_TO_ROWS

    def _draw_scales(self, page: Page, x: float, baseline: float) -> None:
        """Write the ticks of the scales where their columns draw them."""
        for column, slot in zip(self.columns, self.slots, strict=True):
            for tick in column.scale:
                said = line_of((Run(f"{tick:g}", Style.MUTED),), self.kind)
                at = shapes.on_scale(tick, column.scale, x + slot.x, slot.width)
                page.write(said, at - said.width / 2, baseline)

    def caption_lines(self, *, continued: bool) -> list[Line]:
        """The caption, wrapped; muted words say that it continues."""
        table = self.table
        if not table.caption:
            return []
        word = _("Figure") if table.is_figure else _("Table")
        runs = [Run(f"{word} {self.number} ", Style.ACCENT)] if self.number else []
        runs.append(Run(table.caption))
        lines = wrap(runs, CAPTION, self.room * 0.92)
        if continued:
            said = line_of((Run(" " + _("(continued)"), Style.MUTED),), PLAIN_CAPTION)
            last = lines[-1]
            pieces = (*last.pieces, *said.pieces)
            lines[-1] = Line(pieces, last.width + said.width)
        return lines

    def group_line(self, group: Group, *, continued: bool) -> Line:
        """The head of a group of rows."""
        detail = f", {group.detail}" if group.detail and not continued else ""
        runs = [Run(group.title + detail, Style.HEAD)]
        if continued:
            runs.append(Run(" " + _("(continued)"), Style.MUTED))
        return line_of(runs, self.kind)

    def named(self, row: RowBox, group: Group) -> RowBox:
        """A row with the name of its group, where a part of a dense table begins."""
        if row.name or not (self.table.group_column and group.title):
            return row
        said = (Run(group.title, Style.HEAD), Run(" " + _("(continued)"), Style.MUTED))
        box = cell_box(Text(said), self.slots[0], self.kind)
        return replace(row, name=Placed(box, self.slots[0])) if box else row


def _columns(table: Table) -> tuple[Column, ...]:
    if not table.group_column:
        return table.columns
    return (Column(table.group_column), *table.columns)


def _spanning(columns: Sequence[Column]) -> Iterator[tuple[str, int, int]]:
    """Heads that span neighbouring columns: title, first and last column."""
    start = 0
    for at, column in enumerate(columns):
        if at + 1 < len(columns) and columns[at + 1].head == column.head:
            continue
        if column.head:
            yield column.head, start, at
        start = at + 1
