"""Why two answers differ: the class of a discrepancy, and what can be said for sure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import Missing, Unread
from ivig_abstractor.model.discrepancy import (
    Compared,
    Difference,
    DiscrepancyClass,
    Sameness,
    Side,
)
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.quantities import (
    Change,
    Composite,
    Effect,
    KofN,
    Measure,
    Span,
    Stat,
    TimePoint,
)
from ivig_abstractor.reconcile.wording import plain_wording, share_words

_WHOLE_PLACES = (Place.ABSTRACT, Place.TITLE, Place.REGISTRY)
_CHOSEN = (Kind.CHOICE, Kind.CHOICES, Kind.ARM)
_WORDED = (Kind.TEXT, Kind.TEXTS)
_FACTORS = (10, 60, 100, 1000, 10_000, 1_000_000)
_NUMBERS: dict[type[Composite], tuple[str, ...]] = {
    Stat: ("central", "spread", "low", "high", "n"),
    KofN: ("k", "n", "percent", "low", "high"),
    Change: ("before", "after", "by", "percent"),
    TimePoint: ("value", "high"),
    Span: ("low", "high"),
    Measure: ("value",),
    Effect: ("estimate", "low", "high", "p"),
}


def letter(side: int) -> str:
    """The letter a reviewer goes by in a comparison."""
    return chr(ord("A") + side)


def class_of(sameness: Sameness, sides: Sequence[Side]) -> DiscrepancyClass | None:
    """Why answers differ, as far as it can be seen; `None` where they agree."""
    match sameness:
        case Sameness.SAME | Sameness.NORMALISED:
            return None
        case Sameness.CODES:
            return DiscrepancyClass.CODING
        case Sameness.ONE_SIDED:
            return DiscrepancyClass.SILENT
    if not all(any(map(_says_where, side.evidence)) for side in sides):
        return DiscrepancyClass.EVIDENCE
    overlap = all(
        _shared(a.evidence, b.evidence) is not None for a, b in combinations(sides, 2)
    )
    return DiscrepancyClass.SLIP if overlap else DiscrepancyClass.PLACES


def difference_of(compared: Compared) -> Difference | None:
    """In what answers differ; `None` where they agree."""
    match compared.sameness:
        case Sameness.SAME | Sameness.NORMALISED:
            return None
        case Sameness.CODES:
            return Difference.CODES
        case Sameness.ONE_SIDED:
            return Difference.SILENT if compared.spec else Difference.ROW
    answers = [one.answer for one in compared.sides]
    if compared.spec is None:
        return Difference.ROW
    if any(isinstance(one, Missing) for one in answers):
        return Difference.ABSENT
    if compared.spec.kind in _CHOSEN:
        return Difference.CHOICE
    if compared.spec.kind in _WORDED or any(isinstance(o, Unread) for o in answers):
        return Difference.WORDING
    first, *others = (getattr(one, "unit", None) for one in answers)
    numbers = [_numbers(one) for one in answers]
    if any(one != first for one in others) and all(n == numbers[0] for n in numbers):
        return Difference.UNIT
    return Difference.NUMBER


def _numbers(answer: Any) -> tuple[Any, ...]:
    names = _NUMBERS.get(type(answer), ())
    return tuple(getattr(answer, name) for name in names) or (answer,)


def why_different(sides: Sequence[Side], elsewhere: Sequence[str] = ()) -> str:
    """Sentences about a difference, each one certain; empty if nothing is."""
    said: list[str] = []
    if len(sides) == 2:
        shared = _shared(sides[0].evidence, sides[1].evidence)
        said += [_place_words(shared)] if shared is not None else []
        said += _about(sides[0].answer, sides[1].answer)
    return " ".join([*said, *elsewhere])


def _shared(ones: Iterable[Evidence], others: Iterable[Evidence]) -> Evidence | None:
    """The first quotation that both read, or a place that both name."""
    others = tuple(others)
    for one in ones:
        for other in others:
            if _overlap(one, other):
                return one
    return None


def _overlap(one: Evidence, other: Evidence) -> bool:
    if one.quotation and other.quotation:
        if share_words(one.quotation, other.quotation):
            return True
        if not (one.locator and other.locator):
            return False
    if one.place != other.place or plain_wording(one.source) != plain_wording(
        other.source
    ):
        return False
    if plain_wording(one.locator) != plain_wording(other.locator):
        return False
    return bool(one.locator) or one.place in _WHOLE_PLACES


def _says_where(one: Evidence) -> bool:
    return bool(one.quotation or one.locator) or one.place in _WHOLE_PLACES


def _place_words(shared: Evidence) -> str:
    if shared.locator:
        return _("Both read {place}.").format(place=shared.locator)
    match shared.place:
        case Place.ABSTRACT:
            return _("Both read the abstract.")
        case Place.TITLE:
            return _("Both read the title.")
        case Place.REGISTRY:
            return _("Both read the registry entry.")
    return _("Both quote the same words.")


def _about(a: Any, b: Any) -> list[str]:
    if isinstance(a, Unread) or isinstance(b, Unread):
        return [_("One of the answers could not be read as a value.")]
    if isinstance(a, Missing) or isinstance(b, Missing):
        return _against_absence(a, b)
    if isinstance(a, TimePoint) and isinstance(b, TimePoint) and a.unit != b.unit:
        if a.value == b.value and a.unit is not None and b.unit is not None:
            units = sorted((_(a.unit.label), _(b.unit.label)))
            return [
                _(
                    "The number is the same, the units differ: {one} and {other}."
                ).format(one=units[0], other=units[1])
            ]
        return []
    parts = _differing(a, b)
    if len(parts) != 1:
        return _several(parts)
    return _two_numbers(*parts[0])


def _against_absence(a: Any, b: Any) -> list[str]:
    absent, said = (a, b) if isinstance(a, Missing) else (b, a)
    if isinstance(absent, Missing) and _is_zero(said):
        return [
            _("0 against “{code}”: silence is not zero.").format(
                code=_(absent.missing.label)
            )
        ]
    return []


def _is_zero(answer: Any) -> bool:
    if isinstance(answer, KofN):
        return answer.k == 0
    return isinstance(answer, Decimal | int) and answer == 0


def why_silent(sides: Sequence[Side]) -> str:
    """What can be said where one of them left a field blank."""
    if any(_is_zero(side.answer) for side in sides):
        return _("0 against nothing answered.")
    return ""


def _differing(a: Any, b: Any) -> list[tuple[Decimal, Decimal]]:
    """The numbers of two answers that are not equal, if nothing else differs."""
    if isinstance(a, Decimal | int) and isinstance(b, Decimal | int):
        return [(Decimal(a), Decimal(b))] if a != b else []
    if type(a) is not type(b) or not isinstance(a, Composite):
        return []
    pairs = [(getattr(a, name), getattr(b, name)) for name in _NUMBERS[type(a)]]
    if any((one is None) != (other is None) for one, other in pairs):
        return []
    return [
        (Decimal(one), Decimal(other))
        for one, other in pairs
        if one is not None and one != other
    ]


def _several(parts: Sequence[tuple[Decimal, Decimal]]) -> list[str]:
    said = [_factor(one, other) for one, other in parts]
    alike = bool(said) and all(one == said[0] for one in said)
    return said[0] if alike else []


def _two_numbers(a: Decimal, b: Decimal) -> list[str]:
    factor = _factor(a, b)
    if factor:
        return factor
    if a == -b:
        return [_("Only the sign differs.")]
    one, other = plainly(a), plainly(b)
    if len(one) == len(other):
        at = [i for i in range(len(one)) if one[i] != other[i]]
        # Of numbers of one digit, it says no more than that they differ.
        if len(at) == 1 and sum(map(str.isdigit, one)) > 1:
            return [_("One digit differs.")]
        swapped = len(at) == 2 and one[at[0]] == other[at[1]]
        if swapped and one[at[1]] == other[at[0]]:
            return [_("The digits are swapped.")]
    return []


def _factor(a: Decimal, b: Decimal) -> list[str]:
    if not a or not b:
        return []
    for factor in _FACTORS:
        if a == b * factor or b == a * factor:
            return [
                _("The values differ by a factor of {factor}.").format(factor=factor)
            ]
    return []
