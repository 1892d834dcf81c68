"""How wide the columns of a table are, from what stands in them.

Numbers get the width of their widest left and right part. Columns of words share the
rest so that as few lines as possible are needed; what is still left is spread evenly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ivig_abstractor.report import shapes
from ivig_abstractor.report.blocks import (
    Absent,
    Bar,
    Cell,
    Check,
    Column,
    Interval,
    Judgement,
    Mark,
    Nothing,
    Number,
    Row,
    Run,
    Style,
)
from ivig_abstractor.report.cells import Slot, cell_runs, hangs, spans, split_number
from ivig_abstractor.report.typesetting import Type, line_of, widest_word

_SAMPLE = 240
_WIDEST_HALF = 130.0
_WIDEST_WORD = 96.0
_LONE_ABSENCE = 54.0
_BAR = 60.0
_MOST_LINES = 30
_TYPICAL = 0.9
_MANY_COLUMNS = 5
_BALANCED_ROWS, _BALANCED_STEPS, _MOVED = 24, 24, 9.0
_WORTH = 0.25
_AIR = 10.0


@dataclass(slots=True)
class _Demand:
    """What the cells of one column ask for."""

    left: float = 0.0
    right: float = 0.0
    least: float = 0.0
    word: float = 0.0
    wanted: list[float] = field(default_factory=list)

    @property
    def numbers(self) -> float:
        """The width of the block of numbers."""
        return self.left + self.right

    def at_most(self, lines: int) -> float:
        """The width in which most cells need no more than these lines."""
        if not self.wanted:
            return max(self.least, self.numbers)
        if lines == 1:
            typical = self.wanted[-1]
        else:
            spare = 1.12
            typical = self.wanted[int((len(self.wanted) - 1) * _TYPICAL)]
            typical = max(typical, self.wanted[-1] / 3) * spare / lines
        return max(self.least, self.numbers, typical)


def slots_for(
    columns: Sequence[Column], rows: Sequence[Row], kind: Type, room: float
) -> tuple[Slot, ...]:
    """Place the columns in `room` points."""
    demands = [_header_demand(column, kind) for column in columns]
    for row in rows:
        _add_numbers(demands, columns, row, kind)
    naturals = [_add_words(demands, columns, row, kind) for row in _sampled(rows)]
    for demand in demands:
        demand.wanted.sort()
    gap = _gap(len(columns), room)
    available = room - gap * (len(columns) - 1)
    widths = _widths(columns, demands, available)
    if len(columns) >= _MANY_COLUMNS:
        floors = [max(d.numbers + _AIR, d.least) for d in demands]
        step = max(len(naturals) // _BALANCED_ROWS, 1)
        widths = _balanced(widths, floors, naturals[::step])
    return tuple(_slots(columns, demands, widths, gap))


def _gap(count: int, room: float) -> float:
    few = 8
    return 12.0 if count <= few else max(min(12.0, room / count * 0.14), 5.0)


def _sampled(rows: Sequence[Row]) -> Iterator[Row]:
    step = max(len(rows) // _SAMPLE, 1)
    yield from rows[::step]


def _header_demand(column: Column, kind: Type) -> _Demand:
    heading = (Run(column.heading, Style.STRONG),)
    least = min(widest_word(heading, kind), _WIDEST_WORD)
    demand = _Demand(least=max(least, column.least), word=least)
    whole = line_of(heading, kind).width
    demand.wanted.append(min(whole, _WIDEST_WORD))
    return demand


def _add_numbers(
    demands: list[_Demand], columns: Sequence[Column], row: Row, kind: Type
) -> None:
    for demand, column, cell in zip(demands, columns, row.cells, strict=False):
        if isinstance(cell, Number) and hangs(cell, column.align):
            split = split_number(cell, column.align, kind, total=row.total)
            demand.left = max(demand.left, min(split.left.width, _WIDEST_HALF))
            demand.right = max(demand.right, min(split.right.width, _WIDEST_HALF))


def _add_words(
    demands: list[_Demand], columns: Sequence[Column], row: Row, kind: Type
) -> list[float]:
    """Take up the words of a row; return how wide each cell would like to be."""
    wished = [0.0] * len(demands)
    for first, last in spans(row.cells):
        if last >= len(demands):
            continue
        cell, demand, column = row.cells[first], demands[first], columns[first]
        if first == last and not hangs(cell, column.align):
            before = len(demand.wanted)
            _add_cell(demand, cell, row, kind)
            if len(demand.wanted) > before:
                wished[first] = demand.wanted[-1]
    return wished


def _add_cell(demand: _Demand, cell: Cell, row: Row, kind: Type) -> None:
    if isinstance(cell, Nothing):
        return
    if isinstance(cell, Judgement):
        demand.word = max(demand.word, shapes.badge_width(cell))
        demand.least = max(demand.least, demand.word)
    elif isinstance(cell, Mark):
        demand.least = max(demand.least, shapes.MARK + 4)
    elif isinstance(cell, Bar | Interval):
        demand.least = max(demand.least, _BAR)
    else:
        runs = cell_runs(cell, indent=row.indent, total=row.total)
        word = min(widest_word(runs, kind), _WIDEST_WORD)
        demand.least = max(demand.least, word)
        demand.word = max(demand.word, word)
        if isinstance(cell, Absent):
            demand.wanted.append(_LONE_ABSENCE)
        else:
            sign = 12.0 if isinstance(cell, Check) else 0.0
            demand.wanted.append(line_of(runs, kind).width + sign)


def _widths(
    columns: Sequence[Column], demands: Sequence[_Demand], available: float
) -> list[float]:
    widths: list[float] = []
    for lines in range(1, _MOST_LINES):
        widths = [demand.at_most(lines) for demand in demands]
        if sum(widths) <= available:
            break
    spare = available - sum(widths)
    if spare < 0:
        return _squeezed(demands, widths, available)
    wished = [max(d.at_most(1) - w, 0.0) for d, w in zip(demands, widths, strict=True)]
    if sum(wished) > spare:
        shares = wished
    else:
        widths = [w + more for w, more in zip(widths, wished, strict=True)]
        spare -= sum(wished)
        shares = [column.weight for column in columns]
    whole = sum(shares) or 1.0
    return [
        width + spare * share / whole
        for width, share in zip(widths, shares, strict=True)
    ]


def _balanced(
    widths: list[float], floors: Sequence[float], rows: Sequence[Sequence[float]]
) -> list[float]:
    """Move width to the columns that make rows high, while that lowers them."""
    lowest = _lines(widths, rows)
    for _step in range(_BALANCED_STEPS):
        best: list[float] | None = None
        for giver in range(len(widths)):
            if widths[giver] - _MOVED < floors[giver]:
                continue
            for taker in range(len(widths)):
                tried = list(widths)
                tried[giver] -= _MOVED
                tried[taker] += _MOVED
                lines = _lines(tried, rows)
                if giver != taker and lines < lowest - _WORTH:
                    lowest, best = lines, tried
        if best is None:
            break
        widths = best
    return widths


def _lines(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> float:
    """About how many lines the rows need; broken lines are seldom quite full."""
    filled = 0.88
    total = 0.0
    for row in rows:
        lines = [wish / width for wish, width in zip(row, widths, strict=True)]
        total += max(1.0 if part <= 1 else part / filled for part in lines)
    return total


def _squeezed(
    demands: Sequence[_Demand], widths: list[float], available: float
) -> list[float]:
    """Too many columns: wishes go first, then words are broken, numbers last."""
    narrow = 24.0
    whole_words = [max(d.numbers, d.word) for d in demands]
    broken_words = [max(d.numbers, min(narrow, d.word)) for d in demands]
    for floors in (whole_words, broken_words):
        over = sum(widths) - available
        give = [max(w - floor, 0.0) for w, floor in zip(widths, floors, strict=True)]
        whole = sum(give)
        if whole >= over:
            return [w - over * g / whole for w, g in zip(widths, give, strict=True)]
        widths = [w - g for w, g in zip(widths, give, strict=True)]
    scale = available / sum(widths)
    return [width * scale for width in widths]


def _slots(
    columns: Sequence[Column],
    demands: Sequence[_Demand],
    widths: Sequence[float],
    gap: float,
) -> Iterator[Slot]:
    x = 0.0
    for column, demand, width in zip(columns, demands, widths, strict=True):
        indent = max((width - demand.numbers) / 2, 0.0)
        yield Slot(x, width, column.align, indent + demand.left)
        x += width + gap
