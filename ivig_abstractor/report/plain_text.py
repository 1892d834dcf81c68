"""Blocks as plain text, for golden files and for a quick look without a PDF."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from ivig_abstractor.report.blocks import (
    Absent,
    Bar,
    Beside,
    Block,
    BulletList,
    Cell,
    Check,
    Contents,
    Divider,
    FingerprintBars,
    Heading,
    Interval,
    Judgement,
    KeyFigures,
    LabelledLines,
    Mark,
    NoteBlock,
    Nothing,
    Number,
    Numbering,
    PageBreak,
    Paragraph,
    Row,
    Run,
    ShareBars,
    Style,
    Table,
    Text,
    TitleBlock,
)


def as_text(blocks: Iterable[Block]) -> str:
    """All blocks, numbered as they are printed; every table row on one line."""
    numbering = Numbering()
    lines = [line for block in blocks for line in _lines(block, numbering)]
    return "\n".join(lines) + "\n"


def _lines(block: Block, numbering: Numbering) -> Iterator[str]:
    match block:
        case Heading():
            number = numbering.of(block)
            yield ""
            yield " ".join(filter(None, ("#" * block.level, number, block.text)))
            if block.aside:
                yield f"({block.aside})"
        case Paragraph():
            yield _words(block.runs)
        case BulletList():
            yield from (f"- {_words(item)}" for item in block.items)
        case Table():
            yield from _table(block, numbering.of(block))
        case Beside():
            for inner in (*block.left, *block.right):
                yield from _lines(inner, numbering)
        case KeyFigures():
            yield from (f"{one.value}: {one.label}" for one in block.figures)
        case LabelledLines():
            yield block.title
            yield from (f"  {one.label}: {_words(one.runs)}" for one in block.lines)
        case NoteBlock():
            yield f"[{block.title}] {_words(block.runs)}"
        case FingerprintBars():
            yield f"{block.title}: {block.digits}"
        case ShareBars():
            yield block.title
            for bar in block.bars:
                parts = ", ".join(f"{one.letters} {count}" for one, count in bar.parts)
                yield f"  {bar.code} {bar.name}: {parts}".replace("   ", "  ")
        case TitleBlock():
            yield from (block.kicker, block.title, block.subtitle)
        case Contents():
            yield f"<{block.title}>"
        case Divider():
            yield "---"
        case PageBreak():
            yield "=== landscape" if block.landscape else "==="
        case _:
            assert_never(block)


def _table(table: Table, number: str) -> Iterator[str]:
    word = "Figure" if table.is_figure else "Table"
    yield ""
    yield " ".join(filter(None, (word, number, table.caption)))
    if table.aside:
        yield f"({table.aside})"
    if not table.row_count:
        yield f"  {table.empty}"
    else:
        heads = [
            f"{column.head} / {column.heading}" if column.head else column.heading
            for column in table.columns
        ]
        yield "| " + " | ".join(heads)
    for group in table.groups:
        if group.title:
            yield ", ".join(filter(None, (f"  {group.title}", group.detail)))
        yield from (_row(row) for row in group.rows)
    yield from (_words(note) for note in table.notes)


def _row(row: Row) -> str:
    cells = [cell_text(cell) for cell in row.cells]
    mark = "=" if row.total else "|"
    return f"{mark} {'  ' * row.indent}" + " | ".join(cells)


def cell_text(cell: Cell) -> str:
    """One cell as text: a derivation behind `ᵈ`, a note in square brackets."""
    match cell:
        case Text():
            return " / ".join(filter(None, (_words(cell.runs), cell.under)))
        case Number():
            return _noted(cell.text, cell.note, cell.formula, derived=cell.derived)
        case Absent():
            return _noted(f"({cell.word})", cell.note)
        case Judgement():
            return f"<{cell.letters}: {cell.word}>"
        case Mark():
            return f"<{cell.word}>"
        case Bar():
            return f"{cell.share:.0%}"
        case Check():
            return f"{'yes' if cell.holds else 'no'}: {cell.word}"
        case Interval():
            return f"{cell.value:.4g} ({cell.low:.4g}–{cell.high:.4g})"
        case Nothing():
            return ""
    assert_never(cell)


def _words(runs: Iterable[Run]) -> str:
    return "".join(
        _noted(run.text, run.note, run.formula, derived=run.style is Style.DERIVED)
        for run in runs
    ).replace("\n", " / ")


def _noted(text: str, note: str, formula: str = "", *, derived: bool = False) -> str:
    if derived:
        text += f"ᵈ{{{formula}}}" if formula else "ᵈ"
    return f"{text}[{note}]" if note else text
