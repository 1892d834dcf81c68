"""Rules about one dose (D): its unit, its days, and what follows from them."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, value_of
from ivig_abstractor.model.checks.looking import (
    ROOMY,
    number,
    short,
    stated,
    unread_by,
    use,
    whole,
)
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    DoseExpression,
    DoseUnit,
    PhaseLabel,
    PlannedOrGiven,
    ReportType,
    Subtype,
)
from ivig_abstractor.model.derivations import (
    Derivation,
    Derived,
    DosePerKg,
    Ends,
    dose_per_kg,
    grams_per_kg,
    high_end,
    low_end,
    shown,
)
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.notation.numbers import write_span
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.quantities import (
    Span,
    TimePoint,
    TimeUnit,
)
from ivig_abstractor.model.sections.arms import Arm
from ivig_abstractor.model.sections.course import Course
from ivig_abstractor.model.sections.dose import Dose

_LABEL_DAYS = 5
WEEK = Decimal(7)
MONTH = Decimal("30.4375")
YEAR = Decimal("365.25")
DAYS_PER = {
    TimeUnit.DAY: Decimal(1),
    TimeUnit.WEEK: WEEK,
    TimeUnit.MONTH: MONTH,
    TimeUnit.YEAR: YEAR,
}
DAYS_PER_WORD = {
    "days": Decimal(1),
    "weeks": WEEK,
    "months": MONTH,
    "years": YEAR,
}


class Phase(NamedTuple):
    """One phase with where its parts stand."""

    at: str
    dose: Dose
    course: Course


def phases(abstraction: Abstraction) -> Iterator[Phase]:
    """Every phase of every arm."""
    for arm in abstraction.answers.arms:
        for phase in arm.phases:
            at = f"arms[{arm.id}].phases[{phase.id}]"
            yield Phase(at, phase.dose, phase.course)


@lru_cache(maxsize=512)
def _derive(
    _printed: str,
    value: Decimal,
    expression: DoseExpression | None,
    unit: str,
    days: Span | None,
    interval: TimePoint | None,
    concentration: Decimal | None,
    weight: Decimal | None,
    divided: bool,
) -> DosePerKg:
    """`dose_per_kg`, remembered: four rules ask for it at every keystroke.

    `_printed` tells 2.0 from 2, which are equal as numbers.
    """
    with localcontext(ROOMY):
        return dose_per_kg(
            expression,
            value,
            unit,
            days=days,
            interval=interval,
            concentration=concentration,
            weight=weight,
            divided=divided,
        )


def _derived(phase: Phase) -> DosePerKg | None:
    """What follows from the printed dose of a phase; nothing while it is not there."""
    dose = phase.dose
    value, unit = number(dose.value), dose.unit
    if value is None or not isinstance(unit, DoseUnit):
        return None
    return _derive(
        str(value),
        value,
        value_of(dose.expression),
        unit.value,
        value_of(dose.days_per_course),
        value_of(phase.course.interval),
        number(dose.concentration),
        number(dose.weight),
        "divided" in stated(dose.dose_text),
    )


def _per_course(phase: Phase) -> tuple[str, Decimal | Ends] | None:
    """Where the dose per course stands, printed or derived, and the dose."""
    printed = number(phase.dose.g_per_kg_per_course)
    if printed is not None:
        return f"{phase.at}.dose.g_per_kg_per_course", printed
    derived = _derived(phase)
    return _kept(phase, derived.per_course if derived else None)


def _per_day(phase: Phase) -> tuple[str, Decimal | Ends] | None:
    printed = number(phase.dose.g_per_kg_per_day)
    if printed is not None:
        return f"{phase.at}.dose.g_per_kg_per_day", printed
    derived = _derived(phase)
    return _kept(phase, derived.per_day if derived else None)


def _kept(
    phase: Phase, derived: Derivation | None
) -> tuple[str, Decimal | Ends] | None:
    if isinstance(derived, Derived):
        return f"{phase.at}.dose.value", derived.value
    return None


@rule(
    "H-D01",
    N_("A dose is above 0 and has a unit, and a range runs upwards."),
    why=N_("A number without a unit is no dose."),
)
def _dose(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D01")
    for phase in phases(abstraction):
        dose = phase.dose
        value, days = number(dose.value), dose.days_per_course
        if value is not None and isinstance(dose.unit, Missing):
            yield (
                f"{phase.at}.dose.unit",
                _(
                    "The dose {value} has no unit. Enter the printed one; if none is "
                    "printed, the dose is unclear."
                ).format(value=plainly(value)),
            )
        if isinstance(days, Span) and days.low > days.high:
            yield f"{phase.at}.dose.days_per_course", _backwards(days.low, days.high)
        interval = phase.course.interval
        if isinstance(interval, TimePoint):
            low, high = interval.value, interval.high
            if low is not None and high is not None and low > high:
                yield f"{phase.at}.course.interval", _backwards(low, high)


def _backwards(low: Decimal | int, high: Decimal | int) -> str:
    return _("The range runs backwards. Write {high}-{low}.").format(low=low, high=high)


@rule(
    "H-D02",
    N_("Every dose belongs to one arm and one phase."),
    why=N_("A loading dose and a maintenance dose are not one dose."),
)
def _one_phase(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D02")
    for arm in abstraction.answers.arms:
        seen: set[int] = set()
        for phase in arm.phases:
            at = f"arms[{arm.id}].phases[{phase.id}].dose"
            no = whole(phase.dose.phase_no)
            if no is not None and no in seen:
                yield (
                    f"{at}.phase_no",
                    _(
                        "Phase {no} stands twice in this arm. Number the phases 1, 2, "
                        "3, or remove one."
                    ).format(no=no),
                )
            elif no is not None:
                seen.add(no)
            if len(arm.phases) > 1 and phase.dose.phase_label is PhaseLabel.SINGLE:
                yield (
                    f"{at}.phase_label",
                    _(
                        "This is called the single regimen of an arm that has {count} "
                        "phases. Say what each phase is for, or remove the others."
                    ).format(count=len(arm.phases)),
                )


@rule(
    "H-D03",
    N_("A course is 0.05 to 5 g/kg."),
    why=N_("The highest of labels and papers is 2; 0.002 and 400 are slips of unit."),
)
def _course_limits(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D03")
    for phase in phases(abstraction):
        yield from _blocked(phase, "H-D03")


@rule(
    "H-D04",
    N_("A day's dose is 0.02 to 3 g/kg."),
    why=N_("A whole course of 2 g/kg in one day is the most that can be given."),
)
def _day_limits(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D04")
    for phase in phases(abstraction):
        yield from _blocked(phase, "H-D04")


def _blocked(phase: Phase, rule_id: str) -> Iterator[tuple[str, str]]:
    derived = _derived(phase)
    if derived is None:
        return
    for one in (derived.per_course, derived.per_day):
        if not isinstance(one, Derived) and one.rule == rule_id:
            yield f"{phase.at}.dose.value", one.reason
            return


@rule(
    "H-D06",
    N_("The protein concentration is 1 to 25%."),
    why=N_("Products are 3 to 20%; a number per litre is ten times as large."),
)
def _concentration(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D06")


@rule(
    "S-D01",
    N_("A course is 0.4 to 2 g/kg."),
    why=N_("Doses of papers and of the label lie there."),
)
def _unusual_course(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        found = _per_course(phase)
        if found is None:
            continue
        path, dose = found
        if low_end(dose) < Decimal("0.4") or high_end(dose) > 2:
            yield (
                path,
                _(
                    "{dose} g/kg per course is unusual: 0.4 to 2 g/kg is expected. "
                    "Check the dose, its unit and the days."
                ).format(dose=shown(dose)),
            )


@rule(
    "S-D02",
    N_("The printed unit is possible for immunoglobulin."),
    why=N_("One paper prints 2 mg/kg and calls it a high dose: it means 2 g/kg."),
)
def _unit_slip(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        value, unit = number(phase.dose.value), phase.dose.unit
        if value is None or not isinstance(unit, DoseUnit):
            continue
        amount = unit.value
        path = f"{phase.at}.dose.value"
        if amount.startswith("mg/kg") and value < 50:
            yield (
                path,
                _(
                    "{value} {unit} is a thousandth of a usual dose. The paper may "
                    "mean {value} {grams}. Keep what is printed until the authors or "
                    "another source confirm it."
                ).format(value=plainly(value), unit=amount, grams=amount[1:]),
                _other_unit(phase, amount[1:]),
            )
        elif amount.startswith("g/kg") and value >= 10:
            yield (
                path,
                _(
                    "{value} {unit} is far above any dose given. The paper may mean "
                    "{value} m{unit}. Keep what is printed until it is confirmed."
                ).format(value=plainly(value), unit=amount),
                _other_unit(phase, "m" + amount),
            )
        elif _HIGH_DOSE.search(stated(phase.dose.dose_text)):
            found = _per_course(phase) or _per_day(phase)
            if found and high_end(found[1]) < Decimal("0.4"):
                yield (
                    path,
                    _(
                        "The paper speaks of a high dose, and {dose} g/kg is a low "
                        "one. Check the unit."
                    ).format(dose=shown(found[1])),
                )


def _other_unit(phase: Phase, unit: str) -> tuple[Repair, ...]:
    """The unit the paper may mean, if the form has it; the sentence is kept."""
    known = unit in [one.value for one in DoseUnit]
    return use(f"{phase.at}.dose.unit", unit) if known else ()


_HIGH_DOSE = LatePattern(r"\bhigh[- ]dose", re.IGNORECASE)


@rule(
    "S-D03",
    N_("A course takes 2 to 5 days."),
    why=N_("The label says so, and so do most papers."),
)
def _unusual_days(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        days = phase.dose.days_per_course
        if isinstance(days, Span) and (days.low == 1 or days.high > _LABEL_DAYS):
            yield (
                f"{phase.at}.dose.days_per_course",
                _(
                    "Days per course: {days}. That is unusual, 2 to 5 are expected. "
                    "Check that these are the infusion days of one course."
                ).format(days=write_span(days)),
            )


@rule(
    "S-D04",
    N_("A day's dose is at most 1 g/kg."),
    why=N_(
        "2 g/kg in one day takes more than 8 hours at the highest rate of the label."
    ),
)
def _unusual_day(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        found = _per_day(phase)
        if found is not None and high_end(found[1]) > 1:
            dose = high_end(found[1])
            hours = dose * 1000 / 4 / 60
            yield (
                found[0],
                _(
                    "{dose} g/kg in one day is unusual, above 1 g/kg: it takes {hours} "
                    "hours at 4 mg/kg/min. Check the number of days."
                ).format(dose=shown(dose), hours=short(hours)),
            )


@rule(
    "S-D05",
    N_("The dose per day times the days is the dose per course."),
    why=N_("If all three are printed, one of them may be wrong."),
)
def _triangle(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        days = phase.dose.days_per_course
        per_day, per_course = _printed_pair(phase)
        if not isinstance(days, Span) or per_day is None or per_course is None:
            continue
        products = (per_day * days.low, per_day * days.high)
        nearest = min(max(per_course, products[0]), products[1])
        off = abs(nearest - per_course)
        if off > Decimal("0.05") or off > Decimal("0.02") * per_course:
            product = (
                products[0] if days.low == days.high else Ends(products[0], products[1])
            )
            yield (
                f"{phase.at}.dose.days_per_course",
                _(
                    "{per_day} g/kg a day on {days} days makes {product} g/kg, but "
                    "{per_course} g/kg per course is printed."
                ).format(
                    per_day=plainly(per_day),
                    days=write_span(days),
                    product=shown(product),
                    per_course=plainly(per_course),
                ),
            )


def _printed_pair(phase: Phase) -> tuple[Decimal | None, Decimal | None]:
    """The doses per day and per course that the paper itself prints, in g/kg."""
    dose = phase.dose
    per_day = number(dose.g_per_kg_per_day)
    per_course = number(dose.g_per_kg_per_course)
    value, unit = number(dose.value), dose.unit
    if value is None or not isinstance(unit, DoseUnit):
        return per_day, per_course
    with localcontext(ROOMY):
        turned = grams_per_kg(value, unit.value, number(dose.concentration))
    if isinstance(turned, Derived) and isinstance(turned.value, Decimal):
        if per_day is None and dose.expression in _DAILY:
            per_day = turned.value
        elif per_course is None and dose.expression is DoseExpression.PER_COURSE:
            per_course = turned.value
    return per_day, per_course


_DAILY = (DoseExpression.PER_DAY, DoseExpression.PER_DAY_VOLUME)


@rule(
    "S-D10",
    N_("The highest rate is at most 4 mg/kg/min in DM, and at most 8 in any disease."),
    why=N_("The label for DM ends at 4; the one for ITP at 12."),
)
def _rate(abstraction: Abstraction, _context: CheckContext) -> Found:
    subtypes = abstraction.answers.population.subtypes
    dm = any(row.code is Subtype.DM for row in subtypes)
    most = 4 if dm else 8
    for phase in phases(abstraction):
        rate = number(phase.dose.max_rate)
        if rate is not None and rate > most:
            yield (
                f"{phase.at}.dose.max_rate",
                _(
                    "A rate of {rate} mg/kg/min is above {most}, the most expected "
                    "{where}. Check that it is not mL/kg/h or another product's."
                ).format(
                    rate=plainly(rate),
                    most=most,
                    where=_("in dermatomyositis")
                    if dm
                    else _("in any disease but ITP"),
                ),
            )


@rule(
    "S-D11",
    N_("No other drug stands in the clause of the dose."),
    why=N_("“Azathioprine 2 mg/kg/day” is not a dose of immunoglobulin."),
)
def _other_drug(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        for clause in _CLAUSE.split(stated(phase.dose.dose_text)):
            drug = _DRUG.search(clause)
            if drug and _AMOUNT.search(clause):
                yield (
                    f"{phase.at}.dose.dose_text",
                    _(
                        "“{drug}” stands in the same clause as a dose. Check that the "
                        "dose is that of immunoglobulin."
                    ).format(drug=drug.group()),
                )
                break


_CLAUSE = LatePattern(r"[;,]\s|\.\s|\(|\)")
_AMOUNT = LatePattern(r"\d\s*(?:m?g|ml)\b", re.IGNORECASE)
_DRUG = LatePattern(
    r"\b(?:azathioprine|methotrexate|mtx|c[iy]closporine?(?: a)?|cyclophosphamide"
    r"|mycophenolate|tacrolimus|rituximab|chlorambucil|leflunomide"
    r"|(?:hydroxy)?chloroquine|(?:methyl)?prednisolone|prednisone|dexamethasone"
    r"|hydrocortisone|deflazacort)\b",
    re.IGNORECASE,
)


@rule(
    "S-D12",
    N_("A planned dose is not entered as given."),
    why=N_("Patients may have received less than the protocol says."),
)
def _planned(abstraction: Abstraction, _context: CheckContext) -> Found:
    report = abstraction.answers.identification.report_type
    no_results = report in (ReportType.PROTOCOL, ReportType.REGISTRY, ReportType.LABEL)
    for phase in phases(abstraction):
        if phase.dose.planned_or_given is not PlannedOrGiven.GIVEN:
            continue
        path = f"{phase.at}.dose.planned_or_given"
        word = _PLANNED.search(stated(phase.dose.dose_text))
        if word:
            yield (
                path,
                _(
                    "The sentence says “{word}”: it is the planned dose. Choose "
                    "“planned”, or quote where the paper says what was given."
                ).format(word=word.group()),
            )
        elif no_results and isinstance(report, ReportType):
            yield (
                path,
                _(
                    "A dose is said to be given, but what was read is: {report}. Such "
                    "a source tells only what was planned."
                ).format(report=_(report.label)),
            )


_PLANNED = LatePattern(
    r"\b(?:planned|scheduled|protocol|will (?:receive|be given)|intended"
    r"|(?:was|were) to (?:be|receive|have)|should (?:be given|receive))\b",
    re.IGNORECASE,
)


@rule(
    "S-D13",
    N_("A dose that changes has a phase for each step."),
    why=N_("“2 g/kg, then 1 g/kg” is two phases; as one its total is wrong."),
)
def _missing_phase(abstraction: Abstraction, _context: CheckContext) -> Found:
    for arm in abstraction.answers.arms:
        if len(arm.phases) == 1:
            yield from _second_phase(arm)


def _second_phase(arm: Arm) -> Iterator[tuple[str, str]]:
    phase = arm.phases[0]
    word = _SECOND.search(stated(phase.dose.dose_text))
    if word:
        yield (
            f"arms[{arm.id}].phases[{phase.id}].dose.dose_text",
            _(
                "The sentence says “{word}”, and there is one phase. If the dose "
                "changed, add a phase for each dose."
            ).format(word=word.group()),
        )


_SECOND = LatePattern(
    r"\b(?:loading|maintenance|reduced|tapered|then|followed by|thereafter)\b",
    re.IGNORECASE,
)
