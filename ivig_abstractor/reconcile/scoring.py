"""How well each row of one reviewer fits each row of another, from 0 to 1."""

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

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
from ivig_abstractor.reconcile.wording import plain_wording

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


class _Fit(NamedTuple):
    """How well the distinct values of a feature fit, and which one each row has.

    A row without one has the number -1, which is that of the last line of a table.
    """

    feature: Feature
    ones: list[int]
    others: list[int]
    held: Numbers

    def of(self, row: int, column: int) -> float | None:
        """How well two rows fit; `None` if one of them has no value."""
        one, other = self.ones[row], self.others[column]
        return None if one < 0 or other < 0 else float(self.held[one, other])

    def spread(self, known: Numbers, half: float) -> Numbers:
        """What pairs of rows count from what values do; `half` where one has none."""
        import numpy as np

        table = np.full((known.shape[0] + 1, known.shape[1] + 1), half)
        table[:-1, :-1] = known
        table[-1, -1] = 0
        spread: Numbers = table.take(self.ones, axis=0).take(self.others, axis=1)
        return spread


class Scores:
    """The scores of all pairs of rows of two reviewers, and the reasons for each."""

    def __init__(
        self, one: Sheet, rows: Sequence[str], other: Sheet, columns: Sequence[str]
    ) -> None:
        self._one, self._other = one, other
        self._rows, self._others = rows, columns
        features = features_of(one.abstraction.form, paths.pattern_of(rows[0]))
        mine = [one.features(row) for row in rows]
        theirs = [other.features(row) for row in columns]
        used = {at for known in (*mine, *theirs) for at in known}
        self._fits = [_fit(features[at], at, mine, theirs) for at in sorted(used)]
        self.matrix = self._score()

    def _score(self) -> Numbers:
        import numpy as np

        gained, possible = np.zeros((2, len(self._rows), len(self._others)))
        for fit in self._fits:
            weight = fit.feature.weight
            same = weight.match * fit.held
            unknown = weight.match * UNKNOWN_SHARE
            gained += fit.spread(same, unknown / 2)
            possible += fit.spread(same + weight.clash * (1 - fit.held), unknown)
        empty = possible == 0
        score = np.where(empty, 1.0, gained / np.where(empty, 1.0, possible))
        rounded: Numbers = np.round(score * _STEPS) / _STEPS
        return rounded

    def clashes(self) -> bool:
        """Say whether the first two rows differ in what tells such rows apart."""
        return any(
            fit.feature.weight.clash >= IDENTITY
            and (share := fit.of(0, 0)) is not None
            and share < HALF
            for fit in self._fits
        )

    def reasons(self, row: int, column: int) -> tuple[str, ...]:
        """What speaks for and against a pair, the weightiest first."""
        if all(one.ones[row] < 0 and one.others[column] < 0 for one in self._fits):
            return (_("Nothing is answered in either"),)
        found: list[tuple[float, float, Feature]] = []
        for one in self._fits:
            fit = one.of(row, column)
            if fit is None:
                continue
            weight = one.feature.weight
            weighs = weight.match * fit + weight.clash * (1 - fit)
            if weighs >= 1:
                found.append((weighs, fit, one.feature))
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
            if fit == 1 and self._reads_alike(feature, row, column):
                return _("{label} same").format(label=label)
            if fit >= HALF:
                # Other words for the same thing are alike, and still a difference.
                return _("{label} alike").format(label=label)
            return _("{label} {score}").format(label=label, score=f"{fit:.2f}")
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

    def _reads_alike(self, feature: Feature, row: int, column: int) -> bool:
        """Say whether both wrote the same words, whatever they are known to mean."""
        if feature.spec is None:
            return True
        one = _shown(self._one, self._rows[row], feature.spec)
        other = _shown(self._other, self._others[column], feature.spec)
        return plain_wording(one) == plain_wording(other)

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


def _fit(
    feature: Feature, at: int, mine: Sequence[Known], theirs: Sequence[Known]
) -> _Fit:
    """How well a feature of each pair fits, in steps that add up exactly."""
    import numpy as np

    ones, my_values = _numbered(mine, at)
    others, their_values = _numbered(theirs, at)
    if not my_values or not their_values:
        held: Numbers = np.zeros((len(my_values), len(their_values)))
    elif my_values == their_values and len(my_values) == 1:
        held = np.ones((1, 1))
    else:
        fits = _FIT[feature.how](my_values, their_values)
        held = np.round(fits * _FINE) / _FINE
    return _Fit(feature, ones, others, held)


def _numbered(rows: Sequence[Known], at: int) -> tuple[list[int], list[Hashable]]:
    """Which of the distinct values each row has, and those values."""
    known: dict[Hashable, int] = {}
    places = [
        known.setdefault(row[at], len(known)) if at in row else -1 for row in rows
    ]
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
        [known.setdefault(piece, len(known)) for value in values for piece in value]
        for values in (mine, theirs)
    ]
    counts = [np.array([len(value) for value in values]) for values in (mine, theirs)]
    # Bits are counted, not multiplied: for products of this size numpy starts threads,
    # which then wait by keeping the processor busy.
    wide = -(-len(known) // 64) * 64
    bits = []
    for pieces, count in zip(held, counts, strict=True):
        table = np.zeros((len(count), wide), np.bool_)
        table[np.repeat(np.arange(len(count)), count), pieces] = True
        bits.append(np.packbits(table, axis=1).view(np.uint64))
    shared = np.zeros((len(mine), len(theirs)))
    for one, other in zip(bits[0].T, bits[1].T, strict=True):
        shared += np.bitwise_count(one[:, None] & other)
    fits: Numbers = 2 * shared / (counts[0][:, None] + counts[1])
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
