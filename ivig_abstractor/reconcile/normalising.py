"""Answers in one form: what two reviewers wrote differently but mean alike is equal.

A normal form is made for comparing and is never shown or stored. Numbers are brought to
one unit only where that is exact: 2000 mg/kg is 2 g/kg and 4 weeks are 28 days, but a
month is no number of weeks.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ivig_abstractor.model.answer import Missing, Unread, value_of
from ivig_abstractor.model.codes import DoseExpression
from ivig_abstractor.model.field import Comparison, Section
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.units import unit_named
from ivig_abstractor.model.quantities import (
    Anchor,
    Change,
    Effect,
    KofN,
    Measure,
    Span,
    Stat,
    TimePoint,
    TimeUnit,
)
from ivig_abstractor.reconcile.wording import plain_wording

_ONE = Decimal(1)
_AMOUNTS = {
    "kg": ("g", Decimal(1000)),
    "g": ("g", _ONE),
    "mg": ("g", Decimal("0.001")),
    "ug": ("g", Decimal("0.000001")),
    "L": ("L", _ONE),
    "mL": ("L", Decimal("0.001")),
}
_UNITS = {
    "days": ("days", _ONE),
    "weeks": ("days", Decimal(7)),
    "months": ("months", _ONE),
    "years": ("months", Decimal(12)),
    "hours": ("minutes", Decimal(60)),
    "minutes": ("minutes", _ONE),
    "seconds": ("seconds", _ONE),
    "U/L": ("U/L", _ONE),
    "ukat/L": ("U/L", Decimal(60)),
    "g/L": ("g/L", _ONE),
    "mg/L": ("g/L", Decimal("0.001")),
    "mg/dL": ("g/L", Decimal("0.01")),
    "ug/L": ("g/L", Decimal("0.000001")),
    "ng/mL": ("g/L", Decimal("0.000001")),
    "m": ("m", _ONE),
    "cm": ("m", Decimal("0.01")),
    "mm": ("m", Decimal("0.001")),
}
_TIME_UNITS = {
    TimeUnit.DAY: ("days", _ONE),
    TimeUnit.WEEK: ("days", Decimal(7)),
    TimeUnit.MONTH: ("months", _ONE),
    TimeUnit.YEAR: ("months", Decimal(12)),
    TimeUnit.INFUSION: ("infusions", _ONE),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an answer and says what it means.

    `unit` is that of the row, for a number that has none of its own; `arm` turns the
    id of an arm into that of the consensus.
    """

    unit: str = ""
    arm: Callable[[str], str] = str


NOTHING_AROUND = Around()


@lru_cache(maxsize=4096)
def unit_scale(unit: str) -> tuple[str, Decimal]:
    """The unit a number is brought to, and by what it is multiplied for that."""
    named = unit_named(unit.strip())
    if named in _UNITS:
        return _UNITS[named]
    amount, slash, rest = named.partition("/")
    if amount in _AMOUNTS:
        base, factor = _AMOUNTS[amount]
        return base + slash + rest, factor
    return plain_wording(named), _ONE


def normal(
    spec: FieldSpec, answer: Any, around: Around = NOTHING_AROUND
) -> Hashable | None:
    """The normal form of an answer; blank is `None`."""
    match answer:
        case None:
            return None
        case Missing():
            return ("missing", answer.missing.value)
        case Unread():
            return ("unread", plain_wording(answer.unread))
        case Stat():
            return _stat(answer, answer.unit or spec.item.unit or around.unit)
        case KofN():
            return _kofn(answer)
        case Change():
            return _change(answer, answer.unit or spec.item.unit or around.unit)
        case TimePoint():
            return _time(answer)
        case Span():
            return ("span", Decimal(answer.low), Decimal(answer.high))
        case Measure():
            return ("measure", answer.op.value, answer.value)
        case Effect():
            return _effect(answer)
        case Decimal() | int():
            return _number(answer, spec.item.unit or around.unit)
        case tuple():
            return frozenset(_word(spec, str(one)) for one in answer)
        case str() if spec.kind is Kind.ARM:
            return around.arm(answer)
    return _word(spec, str(answer))


def alike(a: Hashable, b: Hashable, tolerance: float = 0.0) -> bool:
    """Say whether two normal forms are equal; numbers within the tolerance."""
    if a == b:
        return True
    if not tolerance:
        return False
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return abs(a - b) <= Decimal(str(tolerance))
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        pairs = zip(a, b, strict=True)
        return all(alike(one, other, tolerance) for one, other in pairs)
    return False


def tolerance_of(spec: FieldSpec) -> float:
    """The tolerance of a field in the unit its normal form is in."""
    unit = spec.item.unit
    if not unit or not spec.item.tolerance:
        return spec.item.tolerance
    return spec.item.tolerance * float(unit_scale(unit)[1])


def _word(spec: FieldSpec, text: str) -> Hashable:
    if spec.pattern in BESIDE_VALUES:
        return unit_scale(text)
    exact = spec.options or spec.comparison is Comparison.CODE
    return text.strip() if exact else plain_wording(text)


def _scaled(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return number if number is None or factor == _ONE else number * factor


def _number(answer: Decimal | int, unit: str) -> Hashable:
    base, factor = unit_scale(unit) if unit else ("", _ONE)
    return ("number", _scaled(Decimal(answer), factor), base)


def _stat(stat: Stat, unit: str) -> Hashable:
    base, factor = unit_scale(unit) if unit else ("", _ONE)
    return (
        "stat",
        stat.central_type.value,
        stat.op.value,
        _scaled(stat.central, factor),
        stat.dispersion.value,
        _scaled(stat.spread, factor),
        _scaled(stat.low, factor),
        _scaled(stat.high, factor),
        None if stat.n is None else str(stat.n),
        base,
    )


def _kofn(count: KofN) -> Hashable:
    return (
        "kofn",
        count.op.value,
        None if count.k is None else str(count.k),
        None if count.n is None else str(count.n),
        count.percent,
        count.low,
        count.high,
        None if count.kind is None else count.kind.value,
        plain_wording(count.of_set) if count.of_set else "",
    )


def _change(change: Change, unit: str) -> Hashable:
    base, factor = unit_scale(unit) if unit else ("", _ONE)
    return (
        "change",
        change.direction.value,
        _scaled(change.before, factor),
        _scaled(change.after, factor),
        _scaled(change.by, factor),
        change.percent,
        base,
    )


def _time(time: TimePoint) -> Hashable:
    base, factor = ("", _ONE) if time.unit is None else _TIME_UNITS[time.unit]
    high = None if time.high == time.value else time.high
    # A time counts from baseline unless another beginning is given.
    anchor = "" if time.anchor in (None, Anchor.BASELINE) else time.anchor.value
    return (
        "time",
        time.op.value,
        _scaled(time.value, factor),
        _scaled(high, factor),
        base,
        anchor,
    )


def _effect(effect: Effect) -> Hashable:
    return (
        "effect",
        None if effect.type is None else effect.type.value,
        effect.estimate,
        effect.low,
        effect.high,
        effect.p,
        effect.p_op.value,
    )


_UNIT_FIELDS: dict[str, tuple[str, ...]] = {
    "arms[].phases[].dose.": ("value",),
    "population.baseline[].": ("value",),
    "outcomes.rows[].": ("before", "after", "change", "uln", "uln_men", "uln_women"),
}
BESIDE_UNIT: dict[str, str] = {
    owner + name: owner + "unit"
    for owner, names in _UNIT_FIELDS.items()
    for name in names
}
"""The fields whose unit stands in a field beside them, with that field."""

BESIDE_VALUES: dict[str, tuple[str, ...]] = {
    owner + "unit": names for owner, names in _UNIT_FIELDS.items()
}
"""The fields that hold a unit, with the names of the fields it belongs to."""

_IMPLIED_TIMES = {
    DoseExpression.PER_COURSE: "course",
    DoseExpression.PER_DAY: "day",
    DoseExpression.PER_DAY_VOLUME: "day",
    DoseExpression.PER_WEEK: "week",
    DoseExpression.PER_MONTH: "month",
    DoseExpression.FIXED_GRAM_DAY: "day",
    DoseExpression.FIXED_GRAM_COURSE: "course",
}


def unit_stated(owner: Section | None, spec: FieldSpec) -> str:
    """The unit in the field beside this one, or empty text."""
    if spec.pattern not in BESIDE_UNIT:
        return ""
    unit = value_of(getattr(owner, "unit", None))
    return str(unit) if isinstance(unit, str) else ""


def unit_beside(owner: Section | None, spec: FieldSpec) -> str:
    """The unit of a number, with the time that the field for its expression adds.

    A dose of g/kg that is said to be per day is one of g/kg/day.
    """
    unit = unit_stated(owner, spec)
    if not unit:
        return ""
    expression = value_of(getattr(owner, "expression", None))
    time = _IMPLIED_TIMES.get(expression) if expression else None
    stated = unit.rpartition("/")[2] in _IMPLIED_TIMES.values()
    return unit if stated or not time else f"{unit}/{time}"
