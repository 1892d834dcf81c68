"""Turns the blocks of a document into finished pages, still without painting them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from ivig_abstractor.base.i18n import _
from ivig_abstractor.report import boxes
from ivig_abstractor.report.blocks import (
    Beside,
    Block,
    BulletList,
    Contents,
    Divider,
    Document,
    FingerprintBars,
    Heading,
    KeyFigures,
    LabelledLines,
    NoteBlock,
    Numbering,
    PageBreak,
    Paragraph,
    Run,
    ShareBars,
    Style,
    Table,
    TitleBlock,
)
from ivig_abstractor.report.boxes import Box, stack_height
from ivig_abstractor.report.flow import Flow
from ivig_abstractor.report.page import (
    MARGIN,
    Landing,
    Page,
    PageNumber,
    Stroke,
)
from ivig_abstractor.report.table_flow import TableFlow, table_boxes
from ivig_abstractor.report.typesetting import (
    CAPTION,
    DOT,
    INK,
    MUTED,
    NBSP,
    TABLE,
    line_of,
    wrap,
)

_GUTTER = 33.0


@dataclass(slots=True)
class Layout:
    """The pages, and the page of every anchor."""

    pages: list[Page]
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    text: str
    anchor: str
    level: int


def units(blocks: Iterable[Block]) -> int:
    """How many steps of work a document is: one for each block and each row."""
    return sum(
        1 + (block.row_count if isinstance(block, Table) else 0) for block in blocks
    )


def lay_out(
    document: Document, paper: str, step: Callable[[], None] | None = None
) -> Layout:
    """Lay a document out; `step` is called before each block and each row."""
    pages = _Layouter(document, Flow(paper, step)).pages()
    layout = Layout(pages)
    for number, page in enumerate(pages, start=1):
        for mark in page.marks:
            if isinstance(mark, Landing):
                layout.places.setdefault(mark.anchor, number)
    return layout


class _Layouter:
    def __init__(self, document: Document, flow: Flow) -> None:
        self._document = document
        self._flow = flow
        self._numbering = Numbering()
        self._headings = list(_entries(document.blocks))
        self._next_heading = 0
        self._after_title = False

    def pages(self) -> list[Page]:
        """Lay every block out."""
        blocks = self._document.blocks
        for at, block in enumerate(blocks):
            self._flow.step()
            self._place(block, blocks[at + 1 : at + 4])
            self._flow.after_heading = isinstance(block, Heading | Divider)
            self._after_title = isinstance(block, TitleBlock)
        if not self._flow.pages:
            self._place(Paragraph((Run(_("This document is empty.")),)), ())
        return self._flow.pages

    def _place(self, block: Block, following: Sequence[Block]) -> None:
        if isinstance(block, Heading):
            self._place_heading(block, following)
        else:
            self._place_numbered(block, self._numbering.of(block))

    def _place_numbered(self, block: Block, number: str) -> None:
        flow = self._flow
        match block:
            case Table():
                TableFlow(flow, block, number).place()
            case PageBreak():
                flow.new_page(landscape=block.landscape)
            case Beside():
                self._place_beside(block)
            case TitleBlock():
                flow.page.is_title = True
                entry = Landing("title", 0.0, self._document.title, 0)
                flow.page.marks.append(entry)
                self._stack(self._boxes(block, flow.page.text_width))
            case _:
                self._stack(self._boxes(block, flow.page.text_width, number))

    def _boxes(self, block: Block, room: float, number: str = "") -> list[Box]:
        """A block as boxes of a width."""
        made: Iterable[Box]
        match block:
            case Paragraph():
                made = boxes.paragraph_boxes(block, room)
            case BulletList():
                made = boxes.bullet_boxes(block, room)
            case KeyFigures():
                made = boxes.key_figure_boxes(block, room)
            case LabelledLines():
                made = boxes.labelled_boxes(block, room)
            case NoteBlock():
                made = boxes.note_boxes(block, room)
            case Contents():
                made = _contents_boxes(block, self._headings, room)
            case FingerprintBars():
                made = boxes.fingerprint_boxes(block, room)
            case ShareBars():
                made = boxes.share_boxes(block, room)
            case TitleBlock():
                made = boxes.title_boxes(block, room)
            case Divider():
                made = self._divider(room)
            case Table():
                made = table_boxes(block, number, room)
            case Heading():
                made = boxes.heading_boxes(block, number, room)
            case Beside():
                stacks = (*block.left, *block.right)
                made = [box for one in stacks for box in self._boxes(one, room)]
            case PageBreak():
                made = ()
            case _:
                assert_never(block)
        return list(made)

    def _divider(self, room: float) -> list[Box]:
        """A hairline; the head of the first page has a rule of its own."""
        if self._after_title:
            return []

        def draw(page: Page, x: float, y: float) -> None:
            page.hairline(x, y, x + room)

        return [Box(7.0, draw, 8)]

    def _place_heading(self, block: Heading, following: Sequence[Block]) -> None:
        flow = self._flow
        number = self._numbering.of(block)
        if block.level == 1:
            name = f"{number}{NBSP}{NBSP}{block.text}"
            flow.begin_chapter(name, landscape=_turned(following))
        made = list(boxes.heading_boxes(block, number, flow.page.text_width))
        following_room = 3 * TABLE.lead
        flow.need(stack_height(made) + made[0].gap + following_room)
        if flow.at_top and block.level < 3:
            flow.y -= 4.0
        entry = self._headings[self._next_heading]
        self._next_heading += 1
        title = f"{number} {block.text}".strip() if block.level < 3 else ""
        level = 0 if block.level == 1 else 1
        flow.page.marks.append(Landing(entry.anchor, flow.y - 4, title, level))
        self._stack(made)

    def _place_beside(self, block: Beside) -> None:
        flow = self._flow
        room = flow.page.text_width
        wide = room * block.split - _GUTTER / 2
        numbers = [self._numbering.of(one) for one in (*block.left, *block.right)]
        left, right = len(block.left), room - wide - _GUTTER
        sides = [
            [
                box
                for one, number in zip(stack, given, strict=True)
                for box in self._boxes(one, width, number)
            ]
            for stack, given, width in (
                (block.left, numbers[:left], wide),
                (block.right, numbers[left:], right),
            )
        ]
        height = max((stack_height(side) for side in sides), default=0.0)
        page = flow.page
        if height > page.bottom - page.top:
            # Too high to stand side by side on one page: one under the other.
            for one, number in zip((*block.left, *block.right), numbers, strict=True):
                self._place_numbered(one, number)
            return
        flow.space(13.0)
        flow.need(height)
        for side, x in zip(sides, (flow.left, flow.left + wide + _GUTTER), strict=True):
            y = flow.y
            for at, box in enumerate(side):
                y += box.gap if at else 0.0
                box.draw(flow.page, x, y)
                y += box.height
        flow.y += height

    def _stack(self, made: Sequence[Box]) -> None:
        """Put boxes under each other, over pages where they must be."""
        flow = self._flow
        for at, box in enumerate(made):
            flow.space(box.gap)
            needed = box.height
            for held, following in zip(made[at:], made[at + 1 :], strict=False):
                if not held.keep:
                    break
                needed += following.gap + following.height
            page = flow.page
            if needed <= page.bottom - page.top:
                flow.need(needed)
            box.draw(flow.page, flow.left, flow.y)
            flow.y += box.height


def _turned(following: Sequence[Block]) -> bool:
    """Say whether a chapter begins on a landscape page: if its first table does."""
    for one in following:
        if isinstance(one, Table | PageBreak):
            return one.landscape
        if isinstance(one, Heading) and one.level == 1:
            break
    return False


def _entries(blocks: Iterable[Block]) -> Iterator[_Entry]:
    """Every heading, with the anchor it gets if it has none of its own."""
    numbering = Numbering()
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            listed = block.listed or block.level == 1
            yield _Entry(
                numbering.of(block),
                block.text,
                block.anchor or f"heading-{at}",
                block.level if listed else 0,
            )


def _contents_boxes(
    block: Contents, entries: Sequence[_Entry], room: float
) -> Iterator[Box]:
    """Listed headings with leader dots and the page, all of it a link."""
    yield from boxes.line_boxes(wrap((Run(block.title),), CAPTION, room), CAPTION)
    for entry in entries:
        if entry.level:
            yield _contents_box(entry, room)


def _contents_box(entry: _Entry, room: float) -> Box:
    first = entry.level == 1
    indent = 18.0 if first else 28.0
    style = Style.PLAIN if first else Style.MUTED
    lines = wrap((Run(entry.text, style),), TABLE, room - indent - 30)
    number = line_of((Run(entry.number, Style.ACCENT),), TABLE)
    height = (len(lines) - 1) * TABLE.lead + 15.1

    def draw(page: Page, x: float, y: float) -> None:
        page.write(number, x, y + 2 + TABLE.baseline)
        baseline = y + 2 + TABLE.baseline
        for at, line in enumerate(lines):
            baseline = y + 2 + TABLE.baseline + at * TABLE.lead
            page.write(line, x + indent, baseline)
        start = x + indent + lines[-1].width + 6
        end = x + room - 16
        if end > start:
            dotted = Stroke(start, baseline, end, baseline, 0.5, DOT, (0.5, 3.0))
            page.marks.append(dotted)
        colour = INK if first else MUTED
        page.marks.append(PageNumber(x + room, baseline, entry.anchor, colour))
        page.jump_over(x, y, x + room, y + height, entry.anchor)

    return Box(height, draw)


def furniture(layout: Layout, document: Document) -> None:
    """Write the running header and footer of every page."""
    total = len(layout.pages)
    short = document.short_title or document.title
    digits = document.fingerprint[:8]
    print_of_data = f"{digits[:4]} {digits[4:]}".strip()
    for number, page in enumerate(layout.pages, start=1):
        right = page.width - MARGIN
        footer = page.height - 34
        page_text = _("Page {number} of {total}").format(number=number, total=total)
        said = line_of((Run(page_text, Style.MUTED),), TABLE)
        page.write(said, right - said.width, footer)
        if print_of_data:
            text = _("Data fingerprint {digits}").format(digits=print_of_data)
            page.write(line_of((Run(text, Style.MUTED),), TABLE), MARGIN, footer)
        if document.draft:
            draft = line_of((Run(document.draft, Style.STRONG),), TABLE)
            page.write(draft, (page.width - draft.width) / 2, footer)
        if page.is_title:
            continue
        chapter = _shortened(page.chapter, page.text_width * 0.48)
        title = _shortened(short, page.text_width * 0.48)
        page.write(line_of((title,), TABLE), MARGIN, 38)
        line = line_of((chapter,), TABLE)
        page.write(line, right - line.width, 38)
        page.hairline(MARGIN, 44, right)


def _shortened(text: str, room: float) -> Run:
    """As much of a text as fits on a line of the header."""
    lines = wrap((Run(text.replace("\n", " ")),), TABLE, room)
    shown = "".join(piece.text for piece in lines[0].pieces).strip(" ")
    return Run(shown + " …" if len(lines) > 1 else shown, Style.MUTED)
