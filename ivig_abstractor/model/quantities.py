"""Named numbers with hard limits, and the composite values papers print."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.record import Record


class _Grouped:
    """A mark that tells Pydantic what it means only when Pydantic is there to ask."""

    __slots__ = ()
    __is_annotated_types_grouped_metadata__ = True


@dataclass(frozen=True, slots=True)
class Bounds(_Grouped):
    """Hard limits of a number, with the rule they implement.

    Pydantic reads them as constraints; the form reads them for hints and messages.
    """

    low: int | Decimal | None = None
    high: int | Decimal | None = None
    rule: str = "H-N02"
    above_low: bool = False

    def admits(self, value: Any) -> bool:
        """Say whether a number is within the limits."""
        low, high = self.low, self.high
        if low is not None and (value < low or (self.above_low and value == low)):
            return False
        return high is None or bool(value <= high)

    def __iter__(self) -> Iterator[Any]:
        from annotated_types import Ge, Gt, Le

        if self.low is not None:
            yield Gt(self.low) if self.above_low else Ge(self.low)
        if self.high is not None:
            yield Le(self.high)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a text must look, with the rule and an example for the message.

    `names`: the codes of these things may be typed as their names (`code_names`).
    """

    regex: str
    example: str
    rule: str = "H-I01"
    names: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Marks a text type that is written in a notation of its own, by kind name."""

    kind: str


@dataclass(frozen=True, slots=True)
class _Printable(_Grouped):
    """Marks a number that has an end and is short enough to have been printed."""

    def __iter__(self) -> Iterator[Any]:
        from pydantic import Field

        yield from Field(allow_inf_nan=False, max_digits=40).metadata


@dataclass(frozen=True, slots=True)
class _PartialDate(_Grouped):
    """Marks a text that is a date, or the beginning of one."""

    def admits(self, text: str) -> bool:
        """Say whether the text is such a date."""
        try:
            _partial_date(text)
        except ValueError:
            return False
        return True

    def __iter__(self) -> Iterator[Any]:
        from pydantic import AfterValidator

        yield AfterValidator(_partial_date)


def _partial_date(text: str) -> str:
    parts = text.split("-")
    if (
        not 1 <= len(parts) <= 3
        or [len(part) for part in parts] != [4, 2, 2][: len(parts)]
    ):
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("a date is written in digits")
    numbers = [int(part) for part in parts] + [1, 1]
    date(numbers[0], numbers[1], numbers[2])
    return text


Count = Annotated[int, Bounds(0, 10_000_000, rule="H-P01")]
Days = Annotated[int, Bounds(1, 14, rule="H-D05")]
Year = Annotated[int, Bounds(1950, 2100, rule="H-I02")]
PositiveCount = Annotated[int, Bounds(1, 10_000_000, rule="H-P01")]
Grade = Annotated[int, Bounds(1, 5, rule="H-A01")]
Stars1 = Annotated[int, Bounds(0, 1, rule="H-B03")]
Stars2 = Annotated[int, Bounds(0, 2, rule="H-B03")]
_PRINTABLE = _Printable()
Number = Annotated[Decimal, _PRINTABLE]
PositiveNumber = Annotated[Decimal, _PRINTABLE, Bounds(0, rule="H-D01", above_low=True)]
NonNegative = Annotated[Decimal, _PRINTABLE, Bounds(0, rule="H-N01")]
Percent = Annotated[Decimal, _PRINTABLE, Bounds(0, 100, rule="H-N02")]
Concentration = Annotated[Decimal, _PRINTABLE, Bounds(1, 25, rule="H-D06")]
PartialDate = Annotated[str, _PartialDate(), Written("date")]


class Composite(Record):
    """A value of several parts, typed and printed in one notation; `raw` as printed."""

    raw: str = ""


class Operator(Choice):
    """How a printed number relates to the true one."""

    EQ = "=", "="
    LT = "<", "<"
    LE = "<=", "≤"
    GT = ">", ">"
    GE = ">=", "≥"
    ABOUT = "~", "≈"


class Central(Choice):
    """What the middle number of a statistic is."""

    MEAN = "MEAN", N_("mean")
    MEDIAN = "MEDIAN", N_("median")
    GEOMEAN = "GEOMEAN", N_("geometric mean")
    SINGLE_PATIENT = "SINGLE_PATIENT", N_("one patient")
    RANGE_CALLED_MEAN = "RANGE_CALLED_MEAN", N_("range called mean")
    UNSPECIFIED = "UNSPECIFIED", N_("kind not stated")


class Dispersion(Choice):
    """What the spread of a statistic is; a bare plus/minus is never guessed."""

    SD = "SD", "SD"
    SE = "SE", "SE"
    CI95 = "CI95", "95% CI"
    IQR = "IQR", N_("interquartile range")
    RANGE = "RANGE", N_("range")
    PM_UNSPECIFIED = "PM_UNSPECIFIED", N_("± of unknown kind")
    NONE = "NONE", N_("no spread")


class Stat(Composite):
    """A statistic: a middle, and `spread` for SD, SE and ± or `low` and `high`."""

    central_type: Central = Central.UNSPECIFIED
    op: Operator = Operator.EQ
    central: Number | None = None
    dispersion: Dispersion = Dispersion.NONE
    spread: Number | None = None
    low: Number | None = None
    high: Number | None = None
    n: Count | None = None
    unit: str = ""


class CountKind(Choice):
    """What a denominator counts."""

    PATIENTS = "PATIENTS", N_("patients")
    INFUSIONS = "INFUSIONS", N_("infusions")
    COURSES = "COURSES", N_("courses")
    EVENTS = "EVENTS", N_("events")
    RESPONDERS = "RESPONDERS", N_("responders")
    EXPOSED = "EXPOSED", N_("exposed")


class KofN(Composite):
    """k of N with the printed percentage and 95% CI; any part may be absent.

    `of_set` names the analysis set in the reviewer's words ("ever treated").
    """

    op: Operator = Operator.EQ
    k: Count | None = None
    n: Count | None = None
    percent: Number | None = None
    low: Number | None = None
    high: Number | None = None
    kind: CountKind | None = None
    of_set: str = ""


class Direction(Choice):
    """How a change was printed."""

    FROM_TO = "FROM_TO", N_("from … to …")
    BY = "BY", N_("by")
    TO = "TO", N_("to")
    PERCENT = "PERCENT", N_("by per cent")
    UNCLEAR = "UNCLEAR", N_("by or to, unclear")


class Change(Composite):
    """A change as printed; a fall is negative in `by` and `percent`."""

    direction: Direction = Direction.UNCLEAR
    before: Number | None = None
    after: Number | None = None
    by: Number | None = None
    percent: Number | None = None
    unit: str = ""


class TimeUnit(Choice):
    """Units of time; a month is never turned into weeks without saying so."""

    DAY = "day", N_("day")
    WEEK = "week", N_("week")
    MONTH = "month", N_("month")
    YEAR = "year", N_("year")
    INFUSION = "infusion_no", N_("infusion no.")


class Anchor(Choice):
    """From when a time counts."""

    BASELINE = "BASELINE", N_("from baseline")
    FIRST_INFUSION = "FIRST_INFUSION", N_("from first infusion")
    LAST_INFUSION = "LAST_INFUSION", N_("from last infusion")
    DIAGNOSIS = "DIAGNOSIS", N_("from diagnosis")
    ONSET = "ONSET", N_("from onset")


class TimePoint(Composite):
    """A time or a range of times (`high` set), with unit and anchor."""

    op: Operator = Operator.EQ
    value: Number | None = None
    high: Number | None = None
    unit: TimeUnit | None = None
    anchor: Anchor | None = None


class Span(Composite):
    """A whole number or a range of whole numbers, such as 2 to 5 days."""

    low: Count
    high: Count


class Measure(Composite):
    """A number with its operator, such as P < 0.018."""

    op: Operator = Operator.EQ
    value: Number


class EffectType(Choice):
    """Measures of effect between arms."""

    MD = "MD", N_("mean difference")
    SMD = "SMD", N_("standardised mean difference")
    RR = "RR", N_("risk ratio")
    OR = "OR", N_("odds ratio")
    RD = "RD", N_("risk difference")
    HR = "HR", N_("hazard ratio")


class Effect(Composite):
    """An effect between arms with its 95% CI and P value."""

    type: EffectType | None = None
    estimate: Number | None = None
    low: Number | None = None
    high: Number | None = None
    p: Number | None = None
    p_op: Operator = Operator.EQ
