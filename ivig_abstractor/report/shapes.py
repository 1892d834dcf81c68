"""The drawn marks: judgements, evidence, directions, bars and ticks, all as vectors."""

from collections.abc import Sequence
from math import sqrt

from ivig_abstractor.report import fonts
from ivig_abstractor.report.blocks import (
    Bar,
    Check,
    Interval,
    Judgement,
    Level,
    Mark,
    MarkKind,
)
from ivig_abstractor.report.fonts import Face
from ivig_abstractor.report.page import Letter, Outline, Page, Rounded, Stroke
from ivig_abstractor.report.typesetting import (
    ACCENT,
    DEEP_TINT,
    DOT,
    HAIRLINE,
    INK,
    MUTED,
    WHITE,
)

LOW, MIDDLE, HIGH, CRITICAL = "#147D78", "#F4C542", "#A5300A", "#3A0D22"
BADGE_WIDTH, BADGE_HEIGHT = 29.0, 13.5
MARK = 9.0
SCALE_INSET = 7.0
_FILLS = {
    Level.LOW: LOW,
    Level.MIDDLE: MIDDLE,
    Level.HIGH: HIGH,
    Level.CRITICAL: CRITICAL,
    Level.NONE: WHITE,
}
_INKS = {Level.MIDDLE: INK, Level.NONE: INK}
_SIZE = 8.5
_SIGN_ROOM = 10.0
_SHORT_LETTERS = 2


def level_fill(level: Level) -> str:
    """The colour of a level."""
    return _FILLS[level]


def level_ink(level: Level) -> str:
    """The colour of letters on a level."""
    return _INKS.get(level, WHITE)


def badge_width(judgement: Judgement) -> float:
    """How wide the badge of a judgement is."""
    if len(judgement.letters) <= _SHORT_LETTERS:
        return BADGE_WIDTH
    wide = fonts.width(fonts.printable(judgement.letters), Face.SANS_STRONG, _SIZE)
    return wide + _SIGN_ROOM + 14


def draw_badge(page: Page, judgement: Judgement, x: float, y: float) -> None:
    """Draw a judgement with its sign and letters; `x`, `y` are its top left corner."""
    wide, high = badge_width(judgement), BADGE_HEIGHT
    level = judgement.level
    fill, ink = level_fill(level), level_ink(level)
    if level is Level.LOW:
        page.marks.append(Rounded(x, y, wide, high, high / 2, fill))
    elif level is Level.MIDDLE or (level is Level.NONE and wide > BADGE_WIDTH):
        tip, middle = 4.5, y + high / 2
        stroke = MUTED if level is Level.NONE else ""
        points = (
            (x, middle),
            (x + tip, y),
            (x + wide - tip, y),
            (x + wide, middle),
            (x + wide - tip, y + high),
            (x + tip, y + high),
        )
        page.marks.append(Outline(points, fill, stroke, 0.6))
    else:
        stroke = MUTED if level is Level.NONE else ""
        page.marks.append(Outline(box(x, y, wide, high), fill, stroke, 0.6))
    text = fonts.printable(judgement.letters)
    letters = fonts.width(text, Face.SANS_STRONG, _SIZE)
    start = x + (wide - letters - _SIGN_ROOM) / 2
    _draw_sign(page, level, start + 3, y + high / 2, ink)
    baseline = y + high / 2 + 0.33 * _SIZE
    page.marks.append(
        Letter(start + _SIGN_ROOM, baseline, text, Face.SANS_STRONG, _SIZE, ink)
    )


def box(
    x: float, y: float, wide: float, high: float
) -> tuple[tuple[float, float], ...]:
    """The corners of a rectangle."""
    return ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))


def _draw_sign(page: Page, level: Level, x: float, y: float, ink: str) -> None:
    """Draw + ~ × ! or ? around a point."""
    reach, weight = 2.9, 1.3
    if level is Level.LOW:
        page.marks.append(Stroke(x - reach, y, x + reach, y, weight, ink))
        page.marks.append(Stroke(x, y - reach, x, y + reach, weight, ink))
    elif level is Level.MIDDLE:
        wave = (
            (x - 3.2, y + 0.9),
            (x - 1.6, y - 0.9),
            (x + 1.6, y + 0.9),
            (x + 3.2, y - 0.9),
        )
        page.marks.append(Outline(wave, "", ink, weight, closed=False))
    elif level is Level.HIGH:
        reach = 2.3
        page.marks.append(
            Stroke(x - reach, y - reach, x + reach, y + reach, weight, ink)
        )
        page.marks.append(
            Stroke(x - reach, y + reach, x + reach, y - reach, weight, ink)
        )
    else:
        sign = "!" if level is Level.CRITICAL else "?"
        wide = fonts.width(sign, Face.SANS_STRONG, _SIZE)
        page.marks.append(
            Letter(x - wide / 2, y + 0.33 * _SIZE, sign, Face.SANS_STRONG, _SIZE, ink)
        )


def draw_mark(page: Page, mark: Mark, x: float, y: float) -> None:
    """Draw an evidence or direction mark centred on a point."""
    kind = mark.kind
    half = 4.2
    if kind is MarkKind.NUMBERS:
        page.marks.append(
            Outline(box(x - half, y - half, 2 * half, 2 * half), ACCENT, "", 0)
        )
    elif kind is MarkKind.WORDS_ONLY:
        _frame(page, x, y, half)
        corner = ((x - half, y - half), (x + half, y + half), (x + half, y - half))
        page.marks.append(Outline(corner, ACCENT, "", 0))
    elif kind is MarkKind.UNCLEAR:
        _frame(page, x, y, half)
        wide = fonts.width("?", Face.SANS_STRONG, 8.5)
        page.marks.append(
            Letter(x - wide / 2, y + 2.9, "?", Face.SANS_STRONG, 8.5, ACCENT)
        )
    elif kind is MarkKind.ABSENT:
        page.marks.append(Rounded(x - 0.9, y - 0.9, 1.8, 1.8, 0.9, DOT))
    elif kind is MarkKind.NOT_ASSESSED:
        page.marks.append(Stroke(x - 4, y, x + 4, y, 1.2, ACCENT))
    else:
        _draw_direction(page, mark, x, y)


def _frame(page: Page, x: float, y: float, half: float) -> None:
    inset = half - 0.4
    page.marks.append(
        Outline(box(x - inset, y - inset, 2 * inset, 2 * inset), WHITE, ACCENT, 0.8)
    )


def _draw_direction(page: Page, mark: Mark, x: float, y: float) -> None:
    """Triangles: up better, down worse, two apart the same; filled between groups."""
    kind = mark.kind
    wide = (3.2, 4.4, 5.6)[mark.size - 1]
    high = wide * sqrt(3) / 2
    between = (MarkKind.BETTER_BETWEEN, MarkKind.WORSE_BETWEEN, MarkKind.SAME_BETWEEN)
    fill = ACCENT if kind in between else ""
    if kind in (MarkKind.SAME, MarkKind.SAME_BETWEEN):
        for side in (-1, 1):
            points = (
                (x + side * 0.7, y - high),
                (x + side * 0.7, y + high),
                (x + side * (0.7 + wide), y),
            )
            page.marks.append(Outline(points, fill, ACCENT, 0.9))
        return
    up = -1 if kind in (MarkKind.BETTER, MarkKind.BETTER_BETWEEN) else 1
    points = ((x, y + up * high), (x - wide, y - up * high), (x + wide, y - up * high))
    page.marks.append(Outline(points, fill, ACCENT, 1.1))


def draw_bar(page: Page, bar: Bar, x: float, y: float, wide: float) -> None:
    """Draw a share as a bar; `y` is its middle."""
    high = 6.0
    share = min(max(bar.share, 0.0), 1.0)
    page.marks.append(Outline(box(x, y - high / 2, wide, high), DEEP_TINT, "", 0))
    if share:
        page.marks.append(
            Outline(box(x, y - high / 2, wide * share, high), ACCENT, "", 0)
        )


def on_scale(value: float, scale: Sequence[float], x: float, wide: float) -> float:
    """Where a value stands on a scale that is drawn `wide` points from `x`."""
    share = (value - scale[0]) / (scale[-1] - scale[0])
    return x + SCALE_INSET + (wide - 2 * SCALE_INSET) * min(max(share, 0.0), 1.0)


def draw_ticks(
    page: Page, scale: Sequence[float], x: float, y: float, wide: float, high: float
) -> None:
    """Draw a hairline down a row for each tick of a scale."""
    for tick in scale:
        at = on_scale(tick, scale, x, wide)
        page.marks.append(Stroke(at, y, at, y + high, 0.4, HAIRLINE))


def draw_interval(page: Page, cell: Interval, x: float, y: float, wide: float) -> None:
    """Draw a value as a dot on the line of its interval; `y` is the middle."""
    low, value, high = (
        on_scale(one, cell.scale, x, wide) for one in (cell.low, cell.value, cell.high)
    )
    reach = 2.4
    page.marks.append(Stroke(low, y, high, y, 1.0, ACCENT))
    page.marks.append(
        Rounded(value - reach, y - reach, 2 * reach, 2 * reach, reach, ACCENT)
    )


def draw_check(page: Page, check: Check, x: float, y: float) -> None:
    """Draw a tick or a cross; `x` is its left edge, `y` its middle."""
    if check.holds:
        tick = ((x, y + 0.2), (x + 3, y + 3.2), (x + 8, y - 3.6))
        page.marks.append(Outline(tick, "", LOW, 1.6, closed=False))
        return
    for slope in (-1, 1):
        page.marks.append(Stroke(x + 1, y - slope * 3, x + 7, y + slope * 3, 1.6, HIGH))
