"""Puts a table on pages: parts with repeated headers, whole rows, notes under each."""

from collections.abc import Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.report.blocks import Group, Run, Style, Table
from ivig_abstractor.report.boxes import Box, line_boxes
from ivig_abstractor.report.flow import Flow
from ivig_abstractor.report.page import Landing, Page
from ivig_abstractor.report.table import (
    CAPTION_TO_RULE,
    DENSE_GAP,
    GROUP_GAP,
    TOP_RULE,
    RowBox,
    TableBox,
)
from ivig_abstractor.report.table_notes import PartNotes
from ivig_abstractor.report.typesetting import (
    CAPTION,
    NOTE,
    line_of,
    wrap,
)

AFTER_TABLE, AFTER_HEADING = 20.0, 4.0
_CONTINUES_ROOM = 130.0
_RULE_TO_NOTES = 4.0
_TOTAL_GAP = 4.0


class TableFlow:
    """Places one table, row by row, over as many pages as it needs."""

    def __init__(self, flow: Flow, table: Table, number: str) -> None:
        self._flow = flow
        self._table = table
        flow.turn(landscape=table.landscape)
        self._box = TableBox(table, number, flow.page.text_width)
        self._notes = self._new_notes()
        self._group: Group | None = None
        self._first_row = True
        self._name_ends = 0.0

    def place(self) -> None:
        """Place the whole table."""
        flow, table = self._flow, self._table
        flow.space(AFTER_HEADING if flow.after_heading else AFTER_TABLE)
        if not table.row_count:
            self._place_empty()
            return
        rows = iter(self._measured())
        first = next(rows)
        half = self._half_page
        closing = _closing(self._notes.including(first[0]), half)
        flow.need(self._opening + min(first[0].height, half) + closing)
        self._open(continued=False)
        held = first
        for following in rows:
            self._place_row(*held)
            held = following
        self._place_row(*held, tail=self._tail)
        self._close(continues=False)
        self._place_final_notes()

    def _measured(self) -> Iterator[tuple[RowBox, Group]]:
        for row, group in self._box.flat():
            self._flow.step()
            yield self._box.measure(row), group

    def _new_notes(self) -> PartNotes:
        return PartNotes(self._table, self._box.room - _CONTINUES_ROOM)

    @property
    def _half_page(self) -> float:
        page = self._flow.page
        return (page.bottom - page.top) / 2

    @property
    def _tail(self) -> float:
        """How much of the final notes must stand on the page of the last row."""
        room = self._flow.page.text_width
        lines = sum(len(wrap(note, NOTE, room)) for note in self._table.notes)
        return min(lines * NOTE.lead + 4, self._half_page / 2) if lines else 0.0

    @property
    def _opening(self) -> float:
        caption = len(self._box.caption_lines(continued=False)) * CAPTION.lead
        group = self._box.kind.lead + GROUP_GAP + self._box.pad
        return caption + CAPTION_TO_RULE + self._box.header_height + group

    def _open(self, *, continued: bool) -> None:
        """Draw the caption and the header."""
        flow, box = self._flow, self._box
        page = flow.page
        if self._table.anchor and not continued:
            page.marks.append(Landing(self._table.anchor, flow.y))
        lines = box.caption_lines(continued=continued)
        for line in lines:
            page.write(line, flow.left, flow.y + CAPTION.baseline)
            flow.y += CAPTION.lead
        if lines and self._table.aside and not continued:
            aside = line_of((Run(self._table.aside, Style.MUTED),), NOTE)
            x = flow.right - aside.width
            page.write(aside, x, flow.y - CAPTION.lead + CAPTION.baseline)
        flow.y += CAPTION_TO_RULE if lines else 0.0
        flow.y = box.draw_header(page, flow.left, flow.y)
        self._first_row = True

    def _place_row(self, row: RowBox, group: Group, tail: float = 0.0) -> None:
        grown = self._notes.including(row)
        if self._fits(row, group, grown, tail):
            self._notes = grown
            self._draw(row, group)
            return
        tall = row.height > self._half_page
        least = self._head_height(row, group) + _closing(grown, self._half_page)
        if tall and self._flow.room > least + 5 * self._box.kind.lead:
            self._place_in_parts(row, group)
            return
        if not self._first_row:
            self._continue()
            if group is self._group:
                row = self._box.named(row, group)
        self._place_in_parts(row, group)

    def _fits(
        self, row: RowBox, group: Group, notes: PartNotes, tail: float = 0.0
    ) -> bool:
        height = max(row.height, row.name_height)
        needed = self._head_height(row, group) + height + tail
        return self._flow.room >= needed + _closing(notes, self._half_page)

    def _place_in_parts(self, row: RowBox, group: Group) -> None:
        """Place a row; if it is too high, as many lines at a time as there is room."""
        rest = row
        while True:
            self._notes = self._notes.including(rest)
            if self._fits(rest, group, self._notes):
                self._draw(rest, group)
                return
            head = self._head_height(rest, group)
            room = self._flow.room - head - _closing(self._notes, self._half_page)
            above, below = rest.cut(max(room, self._box.kind.lead + rest.pad))
            self._draw(above, group)
            if not below.cells:
                return
            rest = below
            self._continue()

    def _head_height(self, row: RowBox, group: Group) -> float:
        """What stands between the rows so far and this one."""
        is_new = group is not self._group
        if row.total:
            return _TOTAL_GAP + (self._overhang if is_new else 0.0)
        if self._table.group_column:
            return DENSE_GAP + self._overhang if is_new and not self._first_row else 0.0
        if not group.title:
            return 0.0
        if is_new or self._first_row:
            gap = 0.0 if self._first_row else GROUP_GAP
            return gap + self._box.kind.lead + self._box.pad
        return 0.0

    def _draw(self, row: RowBox, group: Group) -> None:
        flow = self._flow
        page = flow.page
        height = self._head_height(row, group)
        if row.total:
            rule = flow.y + height - _TOTAL_GAP + 1.0
            page.hairline(flow.left, rule, flow.right)
        elif height and not self._table.group_column:
            kind = self._box.kind
            continued = group is self._group
            line = self._box.group_line(group, continued=continued)
            top = flow.y + height - kind.lead - self._box.pad
            page.write(line, flow.left, top + kind.baseline)
        flow.y += height
        if row.anchor:
            page.marks.append(Landing(row.anchor, flow.y - 4))
        row.draw(page, flow.left, flow.y, self._notes.letter)
        if row.name:
            self._name_ends = flow.y + row.name_height
        flow.y += row.height
        self._group, self._first_row = group, False

    @property
    def _overhang(self) -> float:
        """How far the name of the group reaches below its rows."""
        return max(self._name_ends - self._flow.y, 0.0)

    def _continue(self) -> None:
        """End this part of the table and begin the next."""
        self._close(continues=True)
        self._flow.new_page()
        self._notes = self._new_notes()
        self._open(continued=True)

    def _close(self, *, continues: bool) -> None:
        """Draw the last rule and the notes of this part."""
        flow, page = self._flow, self._flow.page
        if not continues:
            self._notes = self._notes.widened(self._box.room)
        flow.y += self._overhang + 2.0
        self._name_ends = 0.0
        page.rule(flow.left, flow.y, flow.right, TOP_RULE)
        flow.y += _RULE_TO_NOTES
        if continues:
            said = line_of(
                (Run(_("Table continues on the next page"), Style.MUTED),), NOTE
            )
            page.write(said, flow.right - said.width, flow.y + NOTE.baseline)
        if self._notes.legend_height:
            self._notes.draw_legend(page, flow.left, flow.y)
            flow.y += self._notes.legend_height
        for line in self._notes.lines():
            if flow.room < NOTE.lead:
                flow.new_page()
            flow.page.write(line, flow.left, flow.y + NOTE.baseline, self._notes.letter)
            flow.y += NOTE.lead
        flow.y += 2.0

    def _place_final_notes(self) -> None:
        flow = self._flow
        for note in self._table.notes:
            for line in wrap(note, NOTE, flow.page.text_width):
                if flow.room < NOTE.lead:
                    flow.new_page()
                flow.page.write(line, flow.left, flow.y + NOTE.baseline)
                flow.y += NOTE.lead
            flow.y += 2.0

    def _place_empty(self) -> None:
        """A table without rows says so, instead of showing a header over nothing."""
        flow, table = self._flow, self._table
        said = table.empty or _("There is nothing to show here.")
        flow.need(3 * CAPTION.lead + self._tail)
        if table.anchor:
            flow.page.marks.append(Landing(table.anchor, flow.y))
        for line in self._box.caption_lines(continued=False):
            flow.page.write(line, flow.left, flow.y + CAPTION.baseline)
            flow.y += CAPTION.lead
        for line in wrap((Run(said, Style.MUTED),), NOTE, flow.page.text_width):
            flow.page.write(line, flow.left, flow.y + NOTE.baseline)
            flow.y += NOTE.lead
        flow.y += 2.0
        self._place_final_notes()


def _closing(notes: PartNotes, half_page: float) -> float:
    """The rule and the notes, as far as they must stand on the same page."""
    return 2.0 + _RULE_TO_NOTES + min(max(notes.height, NOTE.lead), half_page)


def table_boxes(table: Table, number: str, room: float) -> Iterator[Box]:
    """A small table as boxes, to stand beside something else; it is not continued."""
    box = TableBox(table, number, room)
    yield from line_boxes(box.caption_lines(continued=False), CAPTION)
    if not table.row_count:
        said = table.empty or _("There is nothing to show here.")
        yield from line_boxes(wrap((Run(said, Style.MUTED),), NOTE, room), NOTE)
        return

    def header(page: Page, x: float, y: float) -> None:
        box.draw_header(page, x, y)

    yield Box(box.header_height, header, CAPTION_TO_RULE)
    notes = PartNotes(table, room)
    last: Group | None = None
    for row, group in box.flat():
        measured = box.measure(row)
        notes = notes.including(measured)
        if group is not last and group.title and not table.group_column:
            line = box.group_line(group, continued=False)
            yield from line_boxes([line], box.kind, gap=GROUP_GAP)
        last = group
        yield _row_as_box(measured, notes, room)
    yield _closing_box(table, notes, room)


def _row_as_box(row: RowBox, notes: PartNotes, room: float) -> Box:
    def draw(page: Page, x: float, y: float) -> None:
        if row.total:
            page.hairline(x, y - _TOTAL_GAP + 1, x + room)
        if row.anchor:
            page.marks.append(Landing(row.anchor, y - 4))
        row.draw(page, x, y, notes.letter)

    height = max(row.height, row.name_height)
    return Box(height, draw, _TOTAL_GAP if row.total else 0.0)


def _closing_box(table: Table, notes: PartNotes, room: float) -> Box:
    lines = list(notes.lines())
    lines.extend(line for note in table.notes for line in wrap(note, NOTE, room))
    legend = notes.legend_height

    def draw(page: Page, x: float, y: float) -> None:
        page.rule(x, y + 2, x + room, TOP_RULE)
        top = y + 2 + _RULE_TO_NOTES
        notes.draw_legend(page, x, top)
        for at, line in enumerate(lines):
            baseline = top + legend + at * NOTE.lead + NOTE.baseline
            page.write(line, x, baseline, notes.letter)

    return Box(2 + _RULE_TO_NOTES + legend + len(lines) * NOTE.lead, draw)
