"""How well each row of one reviewer fits each row of another, from 0 to 1."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.reconcile.assignment import Numbers
from ivig_abstractor.reconcile.features import Feature, How, Sheet, features_of
from ivig_abstractor.reconcile.normalising import unit_beside
from ivig_abstractor.reconcile.weights import UNKNOWN_SHARE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = 4096
"""Scores are whole multiples of 1/4096, so that sums of them are exact."""

_NEAR = 0.6
_MOST_REASONS = 6
_DAYS_PER_MONTH = 30.4375
_PARTS = {
    "number": (1,),
    "stat": (3, 5, 6, 7, 8),
    "kofn": (2, 3, 4, 5, 6),
    "change": (2, 3, 4, 5),
    "time": (2, 3),
    "span": (1, 2),
    "measure": (2,),
    "effect": (2, 3, 4, 5),
}


@dataclass(slots=True)
class _Column:
    """One feature of all rows of both sides: which value each has, and their fit."""

    feature: Feature
    ones: list[int]
    others: list[int]
    fits: Numbers


class Scores:
    """The scores of all pairs of rows of two reviewers, and the reasons for each."""

    def __init__(
        self, one: Sheet, rows: Sequence[str], other: Sheet, columns: Sequence[str]
    ) -> None:
        self._one, self._other = one, other
        self._rows, self._others = rows, columns
        pattern = paths.pattern_of(rows[0])
        form = one.abstraction.form
        mine = [one.features(row) for row in rows]
        theirs = [other.features(row) for row in columns]
        self._columns = [
            _column(feature, [v[at] for v in mine], [v[at] for v in theirs])
            for at, feature in enumerate(features_of(form, pattern))
            if any(v[at] is not None for v in mine)
            or any(v[at] is not None for v in theirs)
        ]
        self.matrix = self._score()

    def reasons(self, row: int, column: int) -> tuple[str, ...]:
        """What speaks for and against a pair, the weightiest first."""
        found: list[tuple[float, float, Feature]] = []
        for held in self._columns:
            mine, theirs = held.ones[row], held.others[column]
            if mine < 0 or theirs < 0:
                continue
            fit = float(held.fits[mine, theirs])
            weight = held.feature.weight
            weighs = weight.match * fit + weight.clash * (1 - fit)
            if weighs >= 1:
                found.append((weighs, fit, held.feature))
        found.sort(key=lambda one: -one[0])
        return tuple(
            self._reason(feature, row, column, fit)
            for _weighs, fit, feature in found[:_MOST_REASONS]
        )

    def _score(self) -> Numbers:
        import numpy as np

        shape = (len(self._rows), len(self._others))
        gained, possible = np.zeros(shape), np.zeros(shape)
        for held in self._columns:
            weight = held.feature.weight
            mine, theirs = np.array(held.ones), np.array(held.others)
            known = (mine >= 0)[:, None] & (theirs >= 0)[None, :]
            half = (mine >= 0)[:, None] ^ (theirs >= 0)[None, :]
            fit = held.fits[mine][:, theirs]
            gained += np.where(known, weight.match * fit, 0)
            gained += half * (weight.match * UNKNOWN_SHARE / 2)
            weighs = weight.match * fit + weight.clash * (1 - fit)
            possible += np.where(known, weighs, 0)
            possible += half * (weight.match * UNKNOWN_SHARE)
        empty = possible == 0
        score = np.where(empty, 1.0, gained / np.where(empty, 1.0, possible))
        rounded: Numbers = np.round(score * _STEPS) / _STEPS
        return rounded

    def _reason(self, feature: Feature, row: int, column: int, fit: float) -> str:
        label = _(feature.label)
        if feature.spec is None and feature.how is How.CODE:
            return label
        if fit == 1:
            return self._same(feature, row, column, label)
        if fit == 0:
            return _("{label} differs").format(label=label)
        if feature.how is How.PIECES or feature.spec is None:
            return _("{label} {score}").format(label=label, score=f"{fit:.2f}")
        return _("{label} {one} against {other}").format(
            label=label,
            one=_shown(self._one, self._rows[row], feature),
            other=_shown(self._other, self._others[column], feature),
        )

    def _same(self, feature: Feature, row: int, column: int, label: str) -> str:
        if feature.how is How.NUMBERS:
            one = _shown(self._one, self._rows[row], feature)
            other = _shown(self._other, self._others[column], feature)
            if one != other:
                return _("{one} = {other}").format(one=one, other=other)
        return _("{label} same").format(label=label)


def _shown(sheet: Sheet, row: str, feature: Feature) -> str:
    spec = feature.spec
    if spec is None or spec.kind is Kind.ARM:
        return ""
    path = row + spec.pattern[len(paths.pattern_of(row)) :]
    words = show_answer(spec, sheet.abstraction.get(path))
    unit = unit_beside(sheet.abstraction.owner(paths.parent(path)), spec)
    if spec.name == "value" and unit:
        stated = sheet.abstraction.get(paths.join(paths.parent(path), "unit"))
        words = f"{words} {stated}"
    return words


def _column(
    feature: Feature,
    mine: Sequence[Hashable | None],
    theirs: Sequence[Hashable | None],
) -> _Column:
    ones, my_values = _numbered(mine)
    others, their_values = _numbered(theirs)
    if not my_values or not their_values:
        import numpy as np

        shape = (max(1, len(my_values)), max(1, len(their_values)))
        return _Column(feature, ones, others, np.zeros(shape))
    fit = {How.CODE: _equal, How.PIECES: _shared, How.NUMBERS: _near}[feature.how]
    return _Column(feature, ones, others, fit(my_values, their_values))


def _numbered(values: Sequence[Hashable | None]) -> tuple[list[int], list[Hashable]]:
    """Which of the distinct values each row has (-1: none), and those values."""
    known: dict[Hashable, int] = {}
    at = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
    return at, list(known)


def _equal(mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> Numbers:
    import numpy as np

    return np.array([[float(a == b) for b in theirs] for a in mine])


def _shared(mine: Sequence[Any], theirs: Sequence[Any]) -> Numbers:
    """Twice the pieces two sets share, through all pieces of both."""
    import numpy as np

    if len(mine) * len(theirs) <= 4:
        sizes = [[len(a) + len(b) for b in theirs] for a in mine]
        common = [[2 * len(a & b) for b in theirs] for a in mine]
        few: Numbers = np.array(common) / np.array(sizes)
        return few
    known: dict[str, int] = {}
    held = [
        [[known.setdefault(piece, len(known)) for piece in value] for value in values]
        for values in (mine, theirs)
    ]
    tables = [np.zeros((len(values), len(known)), np.float32) for values in held]
    for table, values in zip(tables, held, strict=True):
        for at, pieces in enumerate(values):
            table[at, pieces] = 1
    shared = tables[0] @ tables[1].T
    counts = [np.array([len(v) for v in values]) for values in (mine, theirs)]
    fits: Numbers = 2.0 * shared / (counts[0][:, None] + counts[1][None, :])
    return fits


def _near(mine: Sequence[Any], theirs: Sequence[Any]) -> Numbers:
    """Equal parts count whole; near ones, and those of the same digits, for most."""
    import numpy as np

    one, my_digits = _parts(mine)
    other, their_digits = _parts(theirs)
    a, b = one[:, None, :], other[None, :, :]
    both = ~np.isnan(a) & ~np.isnan(b)
    equal = both & (a == b)
    near = np.abs(a - b) <= 0.1 * np.maximum(np.abs(a), np.abs(b))
    near = both & (near | (my_digits[:, None, :] == their_digits[None, :, :]))
    fit = np.where(equal, 1.0, np.where(near, _NEAR, 0.0)).sum(axis=2)
    count = both.sum(axis=2)
    fits: Numbers = np.where(count > 0, fit / np.maximum(count, 1), 0.5)
    index = {value: at for at, value in enumerate(theirs)}
    fits = np.minimum(fits, 0.9)
    for at, value in enumerate(mine):
        if value in index:
            fits[at, index[value]] = 1.0
    return fits


def _parts(values: Sequence[Any]) -> tuple[Numbers, "NDArray[np.int64]"]:
    """The parts of each value as numbers, and a mark of the digits of each."""
    import numpy as np

    most = max(len(_PARTS[value[0]]) for value in values)
    numbers = np.full((len(values), most), np.nan)
    digits = np.full((len(values), most), -1, np.int64)
    for at, value in enumerate(values):
        days = _DAYS_PER_MONTH if value[0] == "time" and value[4] == "months" else 1.0
        for place, part in enumerate(_PARTS[value[0]]):
            if value[part] is not None:
                numbers[at, place] = float(value[part]) * days
                digits[at, place] = _digits(value[part])
    return numbers, digits


def _digits(part: Decimal | str) -> int:
    """The digits of a number in rising order, without zeros; one number for each."""
    ordered = sorted(one for one in str(part) if one in "123456789")
    return int("".join(ordered[:18]) or "0")
