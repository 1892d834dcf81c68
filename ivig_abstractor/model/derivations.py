"""Numbers derived from printed ones, each with its formula and what went into it.

Nothing here replaces what a paper prints: a derived number is shown beside it, and
where a step would have to be guessed there is a sentence instead of a number.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from operator import mul, truediv

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.background import (
    BETAMETHASONE_FACTORS,
    PREDNISONE_FACTORS,
    UKAT_IN_U,
    WEEKS_PER_MONTH,
)
from ivig_abstractor.model.codes import (
    DoseExpression,
    Glucocorticoid,
    SteroidSchedule,
)
from ivig_abstractor.model.notation.numbers import write_span
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.time import write_time
from ivig_abstractor.model.notation.units import unit_named
from ivig_abstractor.model.quantities import Operator, Span, TimePoint, TimeUnit

COURSE_BOUNDS = (Decimal("0.05"), Decimal(5))
DAY_BOUNDS = (Decimal("0.02"), Decimal(3))
FOUR_DIGITS = 1000
RATE_TOLERANCE = Decimal("0.1")
_Combine = Callable[[Decimal, Decimal], Decimal]
_CONTEXT_DIGITS = 25
_DIGITS = Context(prec=4, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Ends:
    """A derived number known only within two ends."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{plainly(self.low)}-{plainly(self.high)}"


Quantity = Decimal | Ends


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived number: its unit, the formula with the printed numbers, its inputs.

    `assumption` says what had to be taken for granted; it is empty if nothing was.
    """

    value: Quantity
    unit: str
    formula: str
    inputs: tuple[str, ...]
    assumption: str = ""

    def __str__(self) -> str:
        return f"{shown(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class NotDerived:
    """Why there is no number; `rule` names the hard rule that blocked it, if any."""

    reason: str
    rule: str = ""


Derivation = Derived | NotDerived


def shown(value: Quantity) -> str:
    """A derived number in digits, or its two ends."""
    return plainly(value) if isinstance(value, Decimal) else str(value)


def low_end(value: Quantity) -> Decimal:
    """The number itself, or the lower end."""
    return value if isinstance(value, Decimal) else value.low


def high_end(value: Quantity) -> Decimal:
    """The number itself, or the upper end."""
    return value if isinstance(value, Decimal) else value.high


def grams_per_kg(
    value: Decimal, unit: str, concentration: Decimal | None = None
) -> Derivation:
    """Turn a printed amount per kilogram into g/kg (conversions 1 and 3).

    `unit` is g/kg, mg/kg or mL/kg, whatever time stands behind it ("mg/kg/day"), and
    the result keeps that time.
    """
    amount, _slash, rest = unit.partition("/")
    weight, _slash, time = rest.partition("/")
    result = f"g/kg/{time}" if time else "g/kg"
    printed = f"{plainly(value)} {unit}"
    if weight != "kg" or amount not in {"g", "mg", "mL"}:
        return NotDerived(
            _("A dose in {unit} cannot be turned into g/kg.").format(unit=unit)
        )
    if amount == "g":
        return Derived(value, result, printed, ("value", "unit"))
    if amount == "mg":
        return Derived(
            tidy(value / 1000), result, f"{printed} / 1000", ("value", "unit")
        )
    if concentration is None:
        return NotDerived(
            _(
                "{printed} cannot be turned into g/kg without the concentration of the"
                " product. Enter it if the paper gives it."
            ).format(printed=printed)
        )
    return Derived(
        tidy(value * concentration / 100),
        result,
        f"{printed} × {plainly(concentration)} g/100 mL",
        ("value", "unit", "concentration"),
    )


def times_days(per_day: Derivation, days: Span | None) -> Derivation:
    """Multiply a dose per day by the days of a course (conversion 2)."""
    if isinstance(per_day, NotDerived):
        return per_day
    if days is None:
        return NotDerived(
            _("The dose per course needs the number of infusion days in a course.")
        )
    said = _("{days} days").format(days=write_span(days))
    return Derived(
        _ends(per_day.value, days, mul),
        per_day.unit.removesuffix("/day"),
        f"{shown(per_day.value)} {per_day.unit} × {said}",
        (*per_day.inputs, "days_per_course"),
        per_day.assumption,
    )


def over_days(
    per_course: Derivation, days: Span | None, *, divided: bool = False
) -> Derivation:
    """Divide a dose per course by its days; only if it was given in equal parts."""
    if isinstance(per_course, NotDerived):
        return per_course
    if days is None or days.low < 1:
        return NotDerived(
            _("The dose per day needs the number of infusion days in a course.")
        )
    if not divided:
        return NotDerived(
            _(
                "The dose per day is not derived: the paper does not say that the"
                " course"
                " was divided into equal daily parts."
            )
        )
    said = _("{days} days").format(days=write_span(days))
    return Derived(
        _ends(per_course.value, days, truediv),
        f"{per_course.unit}/day",
        f"{shown(per_course.value)} {per_course.unit} / {said}",
        (*per_course.inputs, "days_per_course"),
        per_course.assumption,
    )


def once_a_month(per_month: Derivation, interval: TimePoint | None) -> Derivation:
    """Take a dose per month for one per course; only where courses are monthly."""
    if isinstance(per_month, NotDerived):
        return per_month
    monthly = (
        interval is not None
        and interval.value == 1
        and interval.high is None
        and interval.unit is TimeUnit.MONTH
        and interval.op is Operator.EQ
    )
    if not monthly:
        return NotDerived(
            _(
                "A dose per month is a dose per course only if the interval is one"
                " month. Enter the interval."
            )
        )
    return replace(
        per_month,
        formula=f"{per_month.formula}/month × 1 month",
        inputs=(*per_month.inputs, "interval"),
        assumption=_("one course a month"),
    )


def grams_over_weight(
    grams: Decimal, weight: Decimal | None, *, individual: bool
) -> Derivation:
    """Turn fixed grams into g/kg with a body weight (conversion 4)."""
    if weight is None or weight <= 0:
        return NotDerived(
            _(
                "{grams} g cannot be turned into g/kg: the patient's body weight is not"
                " given."
            ).format(grams=plainly(grams))
        )
    assumption = ""
    if not individual:
        assumption = _("a mean body weight stands for each patient's own")
    return Derived(
        tidy(grams / weight),
        "g/kg",
        f"{plainly(grams)} g / {plainly(weight)} kg",
        ("value", "weight"),
        assumption,
    )


def week_to_month(per_week: Decimal) -> Derived:
    """Turn a weekly dose in g/kg into one per calendar month (conversion 5)."""
    return Derived(
        tidy(per_week * WEEKS_PER_MONTH),
        "g/kg/month",
        f"{plainly(per_week)} g/kg/week × 30.4375 / 7",
        ("value",),
    )


def week_to_four_weeks(per_week: Decimal) -> Derived:
    """Turn a weekly dose in g/kg into one per four weeks (conversion 5)."""
    return Derived(
        tidy(per_week * 4),
        "g/kg/4 weeks",
        f"{plainly(per_week)} g/kg/week × 4",
        ("value",),
    )


def courses_in(duration: TimePoint | None, interval: TimePoint | None) -> Derivation:
    """Take one course per interval over a length of treatment: always an assumption."""
    if duration is None or interval is None or not _same_unit(duration, interval):
        return NotDerived(
            _(
                "The number of courses cannot be taken from the length of treatment:"
                " length and interval must be given in the same unit of time."
            )
        )
    step = interval.value or Decimal(0)
    if step <= 0 or interval.high is not None:
        return NotDerived(
            _("The number of courses needs one interval, and it must be above zero.")
        )
    low = duration.value or Decimal(0)
    high = low if duration.high is None else duration.high
    value = (
        tidy(low / step) if low == high else Ends(tidy(low / step), tidy(high / step))
    )
    return Derived(
        value,
        "courses",
        f"{write_time(duration)} / {write_time(interval)}",
        ("duration", "interval"),
        _("one course per interval, none missed"),
    )


def _same_unit(duration: TimePoint, interval: TimePoint) -> bool:
    exact = duration.op is Operator.EQ and interval.op is Operator.EQ
    known = duration.value is not None and interval.value is not None
    real = duration.unit is not None and duration.unit is not TimeUnit.INFUSION
    return exact and known and real and duration.unit is interval.unit


def cumulative(
    phases: Sequence[tuple[Derivation, Span | Derivation | None]],
) -> Derivation:
    """Add up dose per course times courses over the phases of an arm (conversion 6)."""
    if not phases:
        return NotDerived(_("There is no phase to add up."))
    low = high = Decimal(0)
    parts: list[str] = []
    inputs: list[str] = []
    assumptions: list[str] = []
    for number, (dose, courses) in enumerate(phases, start=1):
        counted = _courses(courses, number)
        if isinstance(dose, NotDerived):
            return replace(
                dose,
                reason=_("Phase {number}: {reason}").format(
                    number=number, reason=dose.reason
                ),
            )
        if isinstance(counted, NotDerived):
            return counted
        low += low_end(dose.value) * low_end(counted.value)
        high += high_end(dose.value) * high_end(counted.value)
        parts.append(f"{shown(dose.value)} {dose.unit} × {shown(counted.value)}")
        inputs.extend((*dose.inputs, *counted.inputs))
        assumptions.extend(one for one in (dose.assumption, counted.assumption) if one)
    value = tidy(low) if low == high else Ends(tidy(low), tidy(high))
    return Derived(
        value,
        "g/kg",
        " + ".join(parts),
        tuple(dict.fromkeys(inputs)),
        "; ".join(dict.fromkeys(assumptions)),
    )


def _courses(courses: Span | Derivation | None, number: int) -> Derivation:
    if courses is None:
        return NotDerived(
            _("Phase {number} does not say how many courses were given.").format(
                number=number
            )
        )
    if isinstance(courses, Span):
        low, high = Decimal(courses.low), Decimal(courses.high)
        value = low if low == high else Ends(low, high)
        return Derived(value, "courses", write_span(courses), ("n_courses_given",))
    return courses


def rate_in_mg(ml_per_kg_min: Decimal, concentration: Decimal) -> Derived:
    """Turn mL/kg/min of a solution in per cent into mg/kg/min (conversion 7)."""
    mg_per_ml = concentration * 10
    return Derived(
        tidy(ml_per_kg_min * mg_per_ml),
        "mg/kg/min",
        f"{plainly(ml_per_kg_min)} mL/kg/min × {plainly(mg_per_ml)} mg/mL",
        ("max_rate", "concentration"),
    )


def rates_agree(
    printed_mg: Decimal, ml_per_kg_min: Decimal, concentration: Decimal
) -> bool:
    """Hold two printed rates against each other; labels round, so 10% is allowed."""
    exact = ml_per_kg_min * concentration * 10
    return abs(printed_mg - exact) <= RATE_TOLERANCE * max(printed_mg, exact)


def in_weeks(time: TimePoint) -> Derivation:
    """Turn a time into weeks; a month is 4.348 weeks, with a note (conversion 8)."""
    per_unit = {
        TimeUnit.DAY: Decimal(1) / 7,
        TimeUnit.WEEK: Decimal(1),
        TimeUnit.MONTH: WEEKS_PER_MONTH,
        TimeUnit.YEAR: Decimal("365.25") / 7,
    }
    if time.value is None or time.unit not in per_unit:
        return NotDerived(
            _("“{time}” is not a length of time and has no weeks.").format(
                time=write_time(time) or _("blank")
            )
        )
    factor = per_unit[time.unit]
    low = tidy(time.value * factor)
    value = low if time.high is None else Ends(low, tidy(time.high * factor))
    assumption = ""
    if time.unit is TimeUnit.MONTH:
        assumption = _("a month is 30.4375 days, not 4 weeks")
    return Derived(
        value,
        "weeks",
        f"{write_time(time)} × {plainly(tidy(factor))}",
        ("interval",),
        assumption,
    )


@dataclass(frozen=True, slots=True)
class DosePerKg:
    """What follows from one printed dose: per day and per course, in g/kg."""

    per_day: Derivation
    per_course: Derivation


def dose_per_kg(
    expression: DoseExpression | None,
    value: Decimal | None,
    unit: str | None,
    *,
    days: Span | None = None,
    interval: TimePoint | None = None,
    concentration: Decimal | None = None,
    weight: Decimal | None = None,
    individual_weight: bool = True,
    divided: bool = False,
) -> DosePerKg:
    """Derive the dose per day and per course, held to rules H-D03 and H-D04.

    Where the dose per course is impossible nothing is derived at all: the printed text
    stays, and so does the doubt.
    """
    if expression is None or value is None or not unit:
        unsaid = NotDerived(
            _("A dose is derived from an expression, a printed number and its unit.")
        )
        return DosePerKg(unsaid, unsaid)
    base = "/".join(part for part in unit.split("/") if part not in _TIMES)
    match expression:
        case DoseExpression.PER_DAY | DoseExpression.PER_DAY_VOLUME:
            per_day = grams_per_kg(value, f"{base}/day", concentration)
            per_course = times_days(per_day, days)
        case DoseExpression.FIXED_GRAM_DAY:
            per_day = _per_day(
                grams_over_weight(value, weight, individual=individual_weight)
            )
            per_course = times_days(per_day, days)
        case DoseExpression.PER_COURSE:
            per_course = grams_per_kg(value, base, concentration)
            per_day = over_days(per_course, days, divided=divided)
        case DoseExpression.FIXED_GRAM_COURSE:
            per_course = grams_over_weight(value, weight, individual=individual_weight)
            per_day = over_days(per_course, days, divided=divided)
        case DoseExpression.PER_MONTH:
            per_month = grams_per_kg(value, base, concentration)
            per_course = once_a_month(per_month, interval)
            per_day = over_days(per_course, days, divided=divided)
        case _:
            per_day = per_course = NotDerived(
                _(
                    "A dose given {expression} has no dose per course of its own."
                ).format(expression=_(expression.label))
            )
    return _held(per_day, per_course)


_TIMES = frozenset({"day", "week", "month", "course"})


def _per_day(dose: Derivation) -> Derivation:
    return replace(dose, unit="g/kg/day") if isinstance(dose, Derived) else dose


def _held(per_day: Derivation, per_course: Derivation) -> DosePerKg:
    course = _bounded(per_course, COURSE_BOUNDS, "H-D03", "g/kg")
    day = _bounded(per_day, DAY_BOUNDS, "H-D04", "g/kg/day")
    if isinstance(course, NotDerived) and course.rule:
        return DosePerKg(course, course)
    if isinstance(day, NotDerived) and day.rule:
        return DosePerKg(day, day)
    return DosePerKg(day, course)


def _bounded(
    dose: Derivation, bounds: tuple[Decimal, Decimal], rule: str, unit: str
) -> Derivation:
    if isinstance(dose, NotDerived):
        return dose
    low, high = bounds
    if low <= low_end(dose.value) and high_end(dose.value) <= high:
        return dose
    return NotDerived(
        _(
            "{formula} makes {value}, and a dose of immunoglobulin lies between {low}"
            " and"
            " {high} {unit}. Check the printed unit; nothing is derived from it."
        ).format(
            formula=dose.formula,
            value=f"{shown(dose.value)} {dose.unit}",
            low=plainly(low),
            high=plainly(high),
            unit=unit,
        ),
        rule,
    )


def prednisone_equivalent(
    dose: Decimal,
    agent: Glucocorticoid,
    *,
    schedule: SteroidSchedule = SteroidSchedule.DAILY,
    weight: Decimal | None = None,
    betamethasone_mg: Decimal = Decimal("0.75"),
) -> Derivation:
    """Turn a printed glucocorticoid dose into mg of prednisone per day.

    `betamethasone_mg` is the review's setting: how many mg equal 5 mg of prednisone.
    """
    factor = _prednisone_factor(agent, betamethasone_mg)
    if factor is None:
        return NotDerived(
            _(
                "Several glucocorticoids together have no factor. Enter each with its"
                " own"
                " dose, or the prednisone equivalent if the paper prints it."
            )
        )
    if schedule is SteroidSchedule.PULSE:
        return NotDerived(
            _("Pulses are kept apart and never averaged into the daily dose.")
        )
    if schedule is SteroidSchedule.MG_PER_KG and weight is None:
        return NotDerived(
            _("A dose in mg/kg needs a body weight to become mg per day.")
        )
    name = _(agent.label)
    formula = f"{plainly(dose)} mg {name}"
    value = dose
    inputs = ["gc_baseline", "gc_agent", "gc_schedule"]
    if schedule is SteroidSchedule.MG_PER_KG and weight is not None:
        value *= weight
        formula = f"{plainly(dose)} mg/kg {name} × {plainly(weight)} kg"
        inputs.append("gc_weight")
    if schedule is SteroidSchedule.ALTERNATE_DAY:
        value /= 2
        formula += " / 2"
    assumption = ""
    if agent is Glucocorticoid.BETAMETHASONE:
        assumption = _("{mg} mg of betamethasone equal 5 mg of prednisone").format(
            mg=plainly(betamethasone_mg)
        )
    return Derived(
        tidy(value * factor),
        "mg/day",
        f"{formula} × {plainly(factor)}",
        tuple(inputs),
        assumption,
    )


def _prednisone_factor(
    agent: Glucocorticoid, betamethasone_mg: Decimal
) -> Decimal | None:
    if agent is not Glucocorticoid.BETAMETHASONE:
        return PREDNISONE_FACTORS.get(agent)
    return BETAMETHASONE_FACTORS.get(plainly(betamethasone_mg.normalize()))


def percentage(k: int | None, n: int | None) -> Derivation:
    """The percentage k of n makes, to one decimal."""
    if k is None or n is None:
        return NotDerived(_("A percentage needs both k and N."))
    if n == 0 or k > n:
        return NotDerived(
            _("{k} of {n} makes no percentage.").format(k=k, n=n), "H-R01"
        )
    value = (Decimal(100 * k) / n).quantize(Decimal("0.1"))
    return Derived(value, "%", f"100 × {k} / {n}", ("k", "n"))


def units_per_litre(value: Decimal, unit: str) -> Derivation:
    """Turn an enzyme activity into U/L: 1 ukat/L is 60 U/L, and IU/L is U/L."""
    printed = f"{plainly(value)} {unit}"
    match unit_named(unit):
        case "U/L":
            return Derived(value, "U/L", printed, ("value", "unit"))
        case "ukat/L":
            return Derived(
                tidy(value * UKAT_IN_U),
                "U/L",
                f"{printed} × {plainly(UKAT_IN_U)}",
                ("value", "unit"),
            )
    return NotDerived(
        _("“{printed}” is in no unit that can be turned into U/L.").format(
            printed=printed
        )
    )


def tidy(value: Decimal) -> Decimal:
    """A computed number without digits that nobody measured.

    Numbers with at most four significant digits stay as they are; longer ones are
    rounded to four, whole ones to units.
    """
    if value.adjusted() >= _CONTEXT_DIGITS:
        # Longer than a decimal computes with: no dose, and nothing to be rounded.
        return value
    digits_enough = abs(value) < FOUR_DIGITS
    rounded = _DIGITS.plus(value) if digits_enough else value.quantize(Decimal(1))
    shortest = rounded.normalize()
    exponent = shortest.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return shortest.quantize(Decimal(1))
    return shortest


def _ends(value: Quantity, days: Span, combine: _Combine) -> Quantity:
    """Combine a number with a span of days; two ends if either has two."""
    made = [
        combine(end, Decimal(day))
        for end in (low_end(value), high_end(value))
        for day in (days.low, days.high)
    ]
    low, high = tidy(min(made)), tidy(max(made))
    return low if low == high else Ends(low, high)
