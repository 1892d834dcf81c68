"""How well each row of one reviewer fits each row of another, from 0 to 1."""

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.reconcile.assignment import Numbers
from ivig_abstractor.reconcile.features import (
    Feature,
    How,
    Known,
    Sheet,
    features_of,
)
from ivig_abstractor.reconcile.normalising import BESIDE_UNIT, unit_stated
from ivig_abstractor.reconcile.weights import IDENTITY, UNKNOWN_SHARE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = 4096
"""Scores are whole multiples of 1/4096, so that sums of them are exact."""

_FINE = 1024
"""Fits are multiples of 1/1024 and weights of 1/64: their sums are exact too."""

_COUNTS = ("kofn", "span")
"""Of counts only the digits can be near: 21 patients are not nearly 20."""

_NEAR = 0.6
_ALMOST = 0.9
HALF = 0.5
_MOST_REASONS = 6
_DAYS = {"days": 1.0, "months": 30.4375}
_LONGEST_TIME = Decimal(10**9)
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


class Scores:
    """The scores of all pairs of rows of two reviewers, and the reasons for each."""

    def __init__(
        self, one: Sheet, rows: Sequence[str], other: Sheet, columns: Sequence[str]
    ) -> None:
        self._one, self._other = one, other
        self._rows, self._others = rows, columns
        features = features_of(one.abstraction.form, paths.pattern_of(rows[0]))
        self._mine = [one.features(row) for row in rows]
        self._theirs = [other.features(row) for row in columns]
        used = {at for known in (*self._mine, *self._theirs) for at in known}
        self._features = [(at, features[at]) for at in sorted(used)]
        self._fits = self._fit()
        self.matrix = self._score()

    def _fit(self) -> Numbers:
        """How well each feature of each pair fits, in steps that add up exactly."""
        import numpy as np

        shape = (len(self._features), len(self._rows), len(self._others))
        fits = np.zeros(shape)
        for place, (at, feature) in enumerate(self._features):
            ones, my_values = _numbered(self._mine, at)
            others, their_values = _numbered(self._theirs, at)
            if not my_values or not their_values:
                continue
            if my_values == their_values and len(my_values) == 1:
                fits[place] = 1
            else:
                held = _FIT[feature.how](my_values, their_values)
                fits[place] = held[ones][:, others]
        rounded: Numbers = np.round(fits * _FINE) / _FINE
        return rounded

    def _score(self) -> Numbers:
        import numpy as np

        mine, theirs = (
            np.array(
                [[at in known for known in side] for at, _feature in self._features]
            )
            for side in (self._mine, self._theirs)
        )
        if not self._features:
            return np.ones((len(self._rows), len(self._others)))
        known = mine[:, :, None] & theirs[:, None, :]
        half = mine[:, :, None] ^ theirs[:, None, :]
        match, clash = (
            np.array(numbers)[:, None, None]
            for numbers in zip(
                *(
                    (feature.weight.match, feature.weight.clash)
                    for _at, feature in self._features
                ),
                strict=True,
            )
        )
        unknown = half * (match * UNKNOWN_SHARE)
        gains = match * self._fits
        gained = (known * gains + unknown / 2).sum(axis=0)
        weighs = known * (gains + clash * (1 - self._fits))
        possible = (weighs + unknown).sum(axis=0)
        empty = possible == 0
        score = np.where(empty, 1.0, gained / np.where(empty, 1.0, possible))
        rounded: Numbers = np.round(score * _STEPS) / _STEPS
        return rounded

    def clashes(self) -> bool:
        """Say whether the first two rows differ in what tells such rows apart."""
        return any(
            feature.weight.clash >= IDENTITY
            and at in self._mine[0]
            and at in self._theirs[0]
            and self._fits[place, 0, 0] < HALF
            for place, (at, feature) in enumerate(self._features)
        )

    def reasons(self, row: int, column: int) -> tuple[str, ...]:
        """What speaks for and against a pair, the weightiest first."""
        mine, theirs = self._mine[row], self._theirs[column]
        if not mine and not theirs:
            return (_("Nothing is answered in either"),)
        found: list[tuple[float, float, Feature]] = []
        fits: list[float] = self._fits[:, row, column].tolist()
        for (at, feature), fit in zip(self._features, fits, strict=True):
            if at not in mine or at not in theirs:
                continue
            weight = feature.weight
            weighs = weight.match * fit + weight.clash * (1 - fit)
            if weighs >= 1:
                found.append((weighs, fit, feature))
        found.sort(key=lambda one: -one[0])
        return tuple(
            self._reason(feature, row, column, fit)
            for _weighs, fit, feature in found[:_MOST_REASONS]
        )

    def _reason(self, feature: Feature, row: int, column: int, fit: float) -> str:
        label, spec = _(feature.label), feature.spec
        if spec is None and feature.how is How.CODE:
            return label
        if fit == 0:
            return _("{label} differs").format(label=label)
        if spec is None or feature.how is How.PIECES:
            same = _("{label} same").format(label=label)
            close = _("{label} {score}").format(label=label, score=f"{fit:.2f}")
            return same if fit == 1 else close
        if fit == 1 and self._typed_alike(spec, row, column):
            return _("{label} same").format(label=label)
        one = _shown(self._one, self._rows[row], spec)
        other = _shown(self._other, self._others[column], spec)
        if fit < 1:
            return _("{label} {one} against {other}").format(
                label=label, one=one, other=other
            )
        if one == other:
            return _("{label} same").format(label=label)
        return _("{one} = {other}").format(one=one, other=other)

    def _typed_alike(self, spec: FieldSpec, row: int, column: int) -> bool:
        """Say whether both typed the very same, as is nearly always so."""
        if spec.kind in (Kind.CHOICE, Kind.ARM):
            return True
        if spec.pattern in BESIDE_UNIT:
            return False
        tail = spec.pattern[len(paths.pattern_of(self._rows[row])) :]
        one = self._one.abstraction.entries.get((self._rows[row] + tail, ANSWER))
        other = (self._others[column] + tail, ANSWER)
        return one == self._other.abstraction.entries.get(other)


def _shown(sheet: Sheet, row: str, spec: FieldSpec) -> str:
    path = row + spec.pattern[len(paths.pattern_of(row)) :]
    words = show_answer(spec, sheet.abstraction.get(path))
    unit = unit_stated(sheet.abstraction.owner(paths.parent(path)), spec)
    return f"{words} {unit}" if spec.name == "value" and unit else words


def _numbered(rows: Sequence[Known], at: int) -> tuple[list[int], list[Hashable]]:
    """Which of the distinct values each row has, and those values."""
    known: dict[Hashable, int] = {}
    places = [known.setdefault(row[at], len(known)) if at in row else 0 for row in rows]
    return places, list(known)


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
    known: dict[Hashable, int] = {}
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
    """Equal parts count whole, near ones and those of the same digits for most."""
    import numpy as np

    one, my_digits = _parts(mine)
    other, their_digits = _parts(theirs)
    a, b = one[:, None, :], other[None, :, :]
    both = ~np.isnan(a) & ~np.isnan(b)
    equal = both & (a == b)
    near = my_digits[:, None, :] == their_digits[None, :, :]
    if mine[0][0] not in _COUNTS:
        near |= np.abs(a - b) <= 0.1 * np.maximum(np.abs(a), np.abs(b))
    near &= both
    fit = np.where(equal, 1.0, np.where(near, _NEAR, 0.0)).sum(axis=2)
    count = both.sum(axis=2)
    fits: Numbers = np.where(count > 0, fit / np.maximum(count, 1), 0.5)
    index = {value: at for at, value in enumerate(theirs)}
    fits = np.minimum(fits, _ALMOST)
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
        for place, part in enumerate(_PARTS[value[0]]):
            number = value[part]
            if number is None:
                continue
            if value[0] == "time":
                numbers[at, place] = float(number) * _DAYS.get(value[4], 1.0)
                digits[at, place] = _count_of_time(number, value[4])
            else:
                numbers[at, place] = float(number)
                digits[at, place] = _digits(number)
    return numbers, digits


def _digits(part: Decimal | str) -> int:
    """The digits of a number in rising order, without zeros; one number for each."""
    ordered = sorted(one for one in str(part) if one in "123456789")
    return int("".join(ordered[:18]) or "0")


def _count_of_time(number: Decimal, unit: str) -> int:
    """The number that was printed, so that 4 weeks and 4 months are near."""
    weeks = number / 7
    printed = weeks if unit == "days" and weeks == weeks.to_integral() else number
    return int(min(abs(printed), _LONGEST_TIME) * 1000)


_FIT: dict[How, Callable[[Sequence[Any], Sequence[Any]], Numbers]] = {
    How.CODE: _equal,
    How.PIECES: _shared,
    How.NUMBERS: _near,
}
