"""What a page may hold, as plain data: chapters make blocks, `report.pdf` draws them.

Nothing here knows how a page looks. Numbers come as printed text; the column they stand
in says how they hang under each other. Chapters, tables and figures are numbered in the
order in which they are printed, by `Numbering`, so that leaving one out leaves no gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias


class Style(StrEnum):
    """How a run of text stands out."""

    PLAIN = "plain"
    ITALIC = "italic"
    STRONG = "strong"
    MUTED = "muted"
    ACCENT = "accent"
    DERIVED = "derived"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style; it may lead to an anchor or an address, and carry a note.

    `note` is printed under the table it stands in, behind a letter. A derived run gets
    the mark d, and `formula` says under the table how it was computed.
    """

    text: str
    style: Style = Style.PLAIN
    target: str = ""
    url: str = ""
    note: str = ""
    formula: str = ""


Words: TypeAlias = tuple[Run, ...]


def words(*parts: str | Run) -> Words:
    """Put plain texts and runs together, leaving out the empty ones."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text or run.note)


def text_of(runs: Iterable[Run]) -> str:
    """The bare text of runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a cell, with an optional muted line under them."""

    runs: Words
    under: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: 42.0, 6/19, 18–55, 43.5 (16.8), < 0.001."""

    text: str
    derived: bool = False
    formula: str = ""
    note: str = ""
    target: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A stated absence in words; equal neighbours in a row are printed once."""

    word: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A cell that holds nothing on purpose, such as a name that is not repeated."""


class Level(StrEnum):
    """The shape and colour of a judgement."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    CRITICAL = "critical"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement: its level, the letters in the shape, and the word they stand for."""

    level: Level
    letters: str
    word: str


class MarkKind(StrEnum):
    """The marks of the evidence map and of the directions of effect."""

    NUMBERS = "numbers"
    WORDS_ONLY = "words only"
    UNCLEAR = "unclear"
    ABSENT = "absent"
    NOT_ASSESSED = "not assessed"
    BETTER = "better"
    BETTER_BETWEEN = "better between"
    WORSE = "worse"
    WORSE_BETWEEN = "worse between"
    SAME = "same"
    SAME_BETWEEN = "same between"


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn mark and the word it stands for; `size` 1 to 3 for directions."""

    kind: MarkKind
    word: str
    size: int = 2
    target: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share from 0 to 1 as a bar."""

    share: float


@dataclass(frozen=True, slots=True)
class Check:
    """Whether something holds: a tick or a cross, with the word."""

    holds: bool
    word: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval, drawn on a `scale`: its ticks from end to end."""

    value: float
    low: float
    high: float
    scale: tuple[float, ...]


Cell: TypeAlias = (
    Text | Number | Absent | Nothing | Judgement | Mark | Bar | Check | Interval
)


class Align(StrEnum):
    """What the cells of a column hang on."""

    TEXT = "text"
    NUMBER = "number"
    FRACTION = "fraction"
    RANGE = "range"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; neighbours with the same `head` share it as a spanning head.

    `least` is the smallest width in points, `weight` the share in what is left over.
    The ticks of a `scale` are printed under the title, for a column of intervals.
    """

    title: str
    unit: str = ""
    align: Align = Align.TEXT
    head: str = ""
    least: float = 0.0
    weight: float = 1.0
    scale: tuple[float, ...] = ()

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `indent` for a phase or arm of the row above, `total` for a sum."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    indent: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one head; an empty title prints no head."""

    rows: Sequence[Row]
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what stands above and below it.

    `group_column` names a first column that holds the group titles (dense tables);
    without it they stand on lines of their own. `notes` stand under the last part;
    `abbreviations` and the notes of cells under each part in which they occur.
    """

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    notes: tuple[Words, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    legend: tuple[Mark | Judgement, ...] = ()
    group_column: str = ""
    landscape: bool = False
    is_figure: bool = False
    empty: str = ""
    anchor: str = ""
    aside: str = ""

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 begins a chapter on a new page, level 2 a study page, level 3 a part.

    `listed` headings stand in the contents; `aside` is printed muted at the right.
    """

    level: Literal[1, 2, 3]
    text: str
    anchor: str = ""
    aside: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `small` is set like a note under a table."""

    runs: Words
    small: bool = False


@dataclass(frozen=True, slots=True)
class BulletList:
    """Short paragraphs, one under the other, with a hanging mark."""

    items: tuple[Words, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large number with what it counts."""

    value: str
    label: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Four or five key figures between two hairlines."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A muted label and what it labels."""

    label: str
    runs: Words


@dataclass(frozen=True, slots=True)
class LabelledLines:
    """Labels at the left, words at the right, under an optional head."""

    title: str
    lines: tuple[LabelledLine, ...]


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A tinted band that must not be overlooked."""

    title: str
    runs: Words


@dataclass(frozen=True, slots=True)
class Contents:
    """The listed headings with their pages."""

    title: str


@dataclass(frozen=True, slots=True)
class FingerprintBars:
    """The fingerprint of the data, to be compared at a glance and digit by digit."""

    title: str
    label: str
    digits: str


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One bar of counted judgements: `parts` from best to worst."""

    code: str
    name: str
    parts: tuple[tuple[Judgement, int], ...]


@dataclass(frozen=True, slots=True)
class ShareBars:
    """Bars of counted judgements, one for each domain."""

    title: str
    bars: tuple[ShareBar, ...]


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The head of the first page."""

    kicker: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A hairline across the page."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page of this orientation."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Two stacks of blocks side by side; `split` is the share of the left one."""

    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"
    split: float = 0.6


Block: TypeAlias = (
    Heading
    | Paragraph
    | BulletList
    | KeyFigures
    | LabelledLines
    | NoteBlock
    | Contents
    | FingerprintBars
    | ShareBars
    | TitleBlock
    | Divider
    | PageBreak
    | Beside
    | Table
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `data_date` is the day of the last change of the data.

    `draft` says why it is not final yet, if it is not.
    """

    title: str
    author: str
    language: str
    data_date: date | None
    fingerprint: str
    blocks: tuple[Block, ...]
    short_title: str = ""
    subject: str = ""
    draft: str = ""


class Numbering:
    """Numbers chapters, and the tables and figures within them: 5, 5.2."""

    def __init__(self) -> None:
        self._chapter = self._tables = self._figures = 0

    def of(self, block: Block) -> str:
        """The number a block is printed with; empty for what has none."""
        if isinstance(block, Heading) and block.level == 1:
            self._chapter, self._tables, self._figures = self._chapter + 1, 0, 0
            return str(self._chapter)
        if isinstance(block, Table) and block.caption and self._chapter:
            self._figures += block.is_figure
            self._tables += not block.is_figure
            item = self._figures if block.is_figure else self._tables
            return f"{self._chapter}.{item}"
        return ""
