"""Every block but tables as boxes: a height, and what is drawn in it.

Long blocks give a box for each line or entry, so that they can go on on the next page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ivig_abstractor.report import shapes
from ivig_abstractor.report.blocks import (
    BulletList,
    FingerprintBars,
    Heading,
    KeyFigure,
    KeyFigures,
    LabelledLine,
    LabelledLines,
    NoteBlock,
    Paragraph,
    Run,
    ShareBar,
    ShareBars,
    Style,
    TitleBlock,
)
from ivig_abstractor.report.page import Letter, Outline, Page
from ivig_abstractor.report.typesetting import (
    ACCENT,
    CAPTION,
    CHAPTER,
    INK,
    MUTED,
    NOTE,
    PLAIN_CAPTION,
    PROSE,
    SUBTITLE,
    TABLE,
    TINT,
    TITLE,
    WHITE,
    Line,
    Type,
    line_of,
    wrap,
)

MEASURE = 326.0
_LABEL = 72.6
_DIGITS, _GROUP = 64, 8


@dataclass(frozen=True, slots=True)
class Box:
    """Something of a fixed height; `keep` holds it on the page of the next box."""

    height: float
    draw: Callable[[Page, float, float], None]
    gap: float = 0.0
    keep: bool = False


def stack_height(boxes: Sequence[Box]) -> float:
    """The height of boxes under each other, without the gap above the first."""
    gaps = sum(box.gap for box in boxes[1:])
    return sum(box.height for box in boxes) + gaps


def line_boxes(
    lines: Sequence[Line], kind: Type, *, indent: float = 0.0, gap: float = 0.0
) -> Iterator[Box]:
    """A box for each line; the first keeps the second, the last but one the last."""
    for at, line in enumerate(lines):
        keep = len(lines) > 1 and at in (0, len(lines) - 2)

        def draw(page: Page, x: float, y: float, line: Line = line) -> None:
            page.write(line, x + indent, y + kind.baseline)

        yield Box(kind.lead, draw, gap if at == 0 else 0.0, keep)


def title_boxes(block: TitleBlock, room: float) -> Iterator[Box]:
    """The head of the first page."""
    kicker = wrap((Run(block.kicker, Style.ACCENT),), PLAIN_CAPTION, room)
    yield from line_boxes(kicker, PLAIN_CAPTION)
    yield from line_boxes(wrap((Run(block.title),), TITLE, room), TITLE, gap=6)
    subtitle = wrap((Run(block.subtitle, Style.MUTED),), SUBTITLE, room)
    yield from line_boxes(subtitle, SUBTITLE, gap=10)

    def rule(page: Page, x: float, y: float) -> None:
        page.rule(x, y, x + room, 0.6, INK)

    yield Box(1.0, rule, 17)


def heading_boxes(block: Heading, number: str, room: float) -> Iterator[Box]:
    """A heading of any level."""
    if block.level == 3:
        lines = wrap((Run(block.text),), CAPTION, room)
        yield from _kept(line_boxes(lines, CAPTION, gap=14))
        return
    mark = line_of((Run(number, Style.ACCENT),), CHAPTER)
    indent = max(22.4, mark.width + 8) if number else 0.0
    aside = line_of((Run(block.aside, Style.MUTED),), NOTE)
    lines = wrap((Run(block.text),), CHAPTER, room - indent - aside.width - 10)

    def draw_extras(page: Page, x: float, y: float) -> None:
        page.write(mark, x, y + CHAPTER.baseline)
        page.write(aside, x + room - aside.width, y + CHAPTER.baseline)

    gap = 0.0 if block.level == 1 else 26.0
    yield Box(0.0, draw_extras, gap, keep=True)
    yield from _kept(line_boxes(lines, CHAPTER, indent=indent))
    yield Box(4.0, _nothing, keep=True)


def _kept(boxes: Iterator[Box]) -> Iterator[Box]:
    for box in boxes:
        yield Box(box.height, box.draw, box.gap, keep=True)


def _nothing(page: Page, x: float, y: float) -> None:
    del page, x, y


def paragraph_boxes(block: Paragraph, room: float) -> Iterator[Box]:
    """Running text, never wider than about 68 characters; notes as wide as the page."""
    if block.small:
        yield from line_boxes(wrap(block.runs, NOTE, room), NOTE, gap=4)
    else:
        lines = wrap(block.runs, PROSE, min(room, MEASURE))
        yield from line_boxes(lines, PROSE, gap=5)


def bullet_boxes(block: BulletList, room: float) -> Iterator[Box]:
    """Short paragraphs behind a hanging mark."""
    kind = NOTE if block.small else PROSE
    width = room if block.small else min(room, MEASURE)
    bullet = line_of((Run("•", Style.ACCENT),), kind)
    for item in block.items:

        def mark(page: Page, x: float, y: float) -> None:
            page.write(bullet, x, y + kind.baseline)

        yield Box(0.0, mark, 3, keep=True)
        yield from line_boxes(wrap(item, kind, width - 11), kind, indent=11)


def key_figure_boxes(block: KeyFigures, room: float) -> Iterator[Box]:
    """Large numbers side by side between two hairlines."""
    count = len(block.figures)
    if not count:
        return
    gap = 14.0
    wide = (room - gap * (count - 1)) / count
    labels = [wrap((Run(one.label),), NOTE, wide) for one in block.figures]
    deepest = max(len(lines) for lines in labels)
    height = 10 + TITLE.lead + deepest * NOTE.lead + 7

    def draw(page: Page, x: float, y: float) -> None:
        page.hairline(x, y, x + room)
        page.hairline(x, y + height, x + room)
        for at, (one, lines) in enumerate(zip(block.figures, labels, strict=True)):
            left = x + at * (wide + gap)
            _write_figure(page, one, left, y + 4, wide)
            for number, line in enumerate(lines):
                top = y + 6 + TITLE.lead + number * NOTE.lead
                page.write(line, left, top + NOTE.baseline)

    yield Box(height, draw, 8)


def _write_figure(
    page: Page, figure: KeyFigure, x: float, y: float, room: float
) -> None:
    run = Run(figure.value, Style.ACCENT, target=figure.target)
    line = line_of((run,), TITLE)
    if line.width > room:
        line = line_of((run,), CHAPTER)
    page.write(line, x, y + TITLE.baseline)


def labelled_boxes(block: LabelledLines, room: float) -> Iterator[Box]:
    """Labels at the left, what they label at the right."""
    if block.title:
        title = wrap((Run(block.title),), CAPTION, room)
        yield from _kept(line_boxes(title, CAPTION, gap=14))
    label_width = min(_LABEL, room * 0.36)
    for entry in block.lines:
        yield from _labelled(entry, label_width, room)


def _labelled(entry: LabelledLine, label_width: float, room: float) -> Iterator[Box]:
    label = wrap((Run(entry.label, Style.MUTED),), TABLE, label_width - 6)
    said = wrap(entry.runs or (Run(""),), TABLE, room - label_width)
    for at in range(max(len(label), len(said))):

        def draw(page: Page, x: float, y: float, at: int = at) -> None:
            baseline = y + TABLE.baseline
            if at < len(label):
                page.write(label[at], x, baseline)
            if at < len(said):
                page.write(said[at], x + label_width, baseline)

        yield Box(TABLE.lead, draw, 4.0 if at == 0 else 0.0)


def note_boxes(block: NoteBlock, room: float) -> Iterator[Box]:
    """A tinted band with an accent at its left edge."""
    title = line_of((Run(block.title, Style.STRONG),), NOTE)
    indent = 9.0 + (title.width + 10 if block.title else 0.0)
    lines = wrap(block.runs, NOTE, room - indent - 9)
    last = len(lines) - 1
    for at, line in enumerate(lines):
        above = 5.0 if at == 0 else 0.0
        height = above + NOTE.lead + (5.0 if at == last else 0.0)

        def draw(
            page: Page,
            x: float,
            y: float,
            at: int = at,
            line: Line = line,
            above: float = above,
            height: float = height,
        ) -> None:
            band = shapes.box(x, y, room, height)
            page.marks.append(Outline(band, TINT, "", 0))
            page.marks.append(Outline(shapes.box(x, y, 2, height), ACCENT, "", 0))
            baseline = y + above + NOTE.baseline
            if at == 0:
                page.write(title, x + 9, baseline)
            page.write(line, x + indent, baseline)

        yield Box(height, draw, 8.0 if at == 0 else 0.0)


def fingerprint_boxes(block: FingerprintBars, room: float) -> Iterator[Box]:
    """64 bars to be seen at a glance, and the digits in eight groups under them."""
    digits = block.digits.lower()
    left = 133.0

    def draw(page: Page, x: float, y: float) -> None:
        page.write(line_of((Run(block.title),), CAPTION), x, y + CAPTION.baseline)
        label = line_of((Run(block.label, Style.MUTED),), NOTE)
        page.write(label, x, y + CAPTION.lead + 1 + NOTE.baseline)
        pitch = (room - left) / _DIGITS
        for at, digit in enumerate(digits[:_DIGITS]):
            high = 1.5 + 10.5 * (int(digit, 16) + 1) / 16
            bar = shapes.box(x + left + at * pitch, y + 12.5 - high, pitch * 0.62, high)
            page.marks.append(Outline(bar, ACCENT, "", 0))
        for at in range(0, min(len(digits), _DIGITS), _GROUP):
            group = line_of((Run(digits[at : at + _GROUP]),), NOTE)
            baseline = y + CAPTION.lead + 1 + NOTE.baseline
            page.write(group, x + left + at * pitch, baseline)

    yield Box(CAPTION.lead + 1 + NOTE.lead, draw, 6)


def share_boxes(block: ShareBars, room: float) -> Iterator[Box]:
    """Counted judgements as bars, under a head like that of a table."""
    title = line_of((Run(block.title, Style.STRONG),), TABLE)

    def head(page: Page, x: float, y: float) -> None:
        page.rule(x, y, x + room, 0.9)
        page.write(title, x, y + 3.2 + TABLE.baseline)
        page.rule(x, y + 16.6, x + room, 0.5)

    yield Box(CAPTION.lead + 3.0, _nothing, keep=True)
    yield Box(19.0, head, keep=True)
    for bar in block.bars:
        yield Box(TABLE.lead + 17, _share_drawer(bar, room))

    def foot(page: Page, x: float, y: float) -> None:
        page.rule(x, y, x + room, 0.9)

    yield Box(2.0, foot)


def _share_drawer(bar: ShareBar, room: float) -> Callable[[Page, float, float], None]:
    runs = [Run(bar.code + "  ", Style.STRONG)] if bar.code else []
    runs.append(Run(bar.name, Style.PLAIN if bar.code else Style.STRONG))
    lines = wrap(runs, TABLE, room)
    total = sum(count for _judgement, count in bar.parts) or 1

    def draw(page: Page, x: float, y: float) -> None:
        page.write(lines[0], x, y + 2 + TABLE.baseline)
        left, top, high = x, y + TABLE.lead + 2.5, 11.5
        for judgement, count in bar.parts:
            wide = room * count / total
            fill = shapes.level_fill(judgement.level)
            stroke = MUTED if fill == WHITE else WHITE
            page.marks.append(
                Outline(shapes.box(left, top, wide, high), fill, stroke, 0.7)
            )
            ink = shapes.level_ink(judgement.level)
            for text in (f"{judgement.letters} {count}", str(count)):
                said = line_of((Run(text, Style.STRONG),), TABLE)
                if said.width + 4 <= wide:
                    _centre(page, said, left, wide, top + 8.9, ink)
                    break
            left += wide

    return draw


def _centre(
    page: Page, line: Line, x: float, wide: float, baseline: float, ink: str
) -> None:
    at = x + (wide - line.width) / 2
    for piece in line.pieces:
        page.marks.append(Letter(at, baseline, piece.text, piece.face, piece.size, ink))
        at += piece.width
