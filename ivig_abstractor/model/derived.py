"""What follows from the answers of a section: shown beside them, never typed."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ivig_abstractor.base import paths
from ivig_abstractor.base.display import show_figures
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import SteroidSchedule, bucket_for
from ivig_abstractor.model.deriving import DerivedLine, has_derived
from ivig_abstractor.model.quantities import KofN, Span, Stat, TimePoint, TimeUnit
from ivig_abstractor.model.sections.course import Course
from ivig_abstractor.model.sections.dose import Dose


def derived_for(
    abstraction: Abstraction, prefix: str, betamethasone_mg: Decimal = Decimal("0.75")
) -> list[DerivedLine]:
    """The derived lines of one section instance or one repeating row."""
    if not has_derived(prefix):
        return []
    pattern = paths.pattern_of(prefix)
    if pattern == "arms[].phases[].dose":
        return list(_dose_lines(abstraction, paths.parent(prefix)))
    if pattern == "arms[].phases[].course":
        return list(_course_lines(abstraction, paths.parent(prefix)))
    if pattern == "design":
        return list(_design_lines(abstraction))
    if pattern == "population":
        return list(_population_lines(abstraction))
    if pattern == "comparator":
        return list(_steroid_lines(abstraction, betamethasone_mg))
    if pattern.endswith("[]") and pattern in abstraction.form.repeats:
        return list(_row_lines(abstraction, prefix))
    return []


def dose_of(abstraction: Abstraction, phase: str) -> d.DosePerKg:
    """The dose per day and per course of one phase (`arms[a1].phases[p1]`), in g/kg.

    A dose the paper prints stands for itself; otherwise it is derived.
    """
    dose = abstraction.owner(f"{phase}.dose")
    if not isinstance(dose, Dose):
        nothing = d.NotDerived(_("There is no such phase."))
        return d.DosePerKg(nothing, nothing)
    course = abstraction.owner(f"{phase}.course")
    text = value_of(dose.dose_text) or ""
    derived = d.dose_per_kg(
        value_of(dose.expression),
        value_of(dose.value),
        str(value_of(dose.unit) or ""),
        days=value_of(dose.days_per_course),
        concentration=value_of(dose.concentration),
        weight=value_of(dose.weight),
        divided="divided" in text,
        interval=value_of(course.interval) if isinstance(course, Course) else None,
    )
    per_day = _printed(value_of(dose.g_per_kg_per_day), "g/kg/day") or derived.per_day
    per_course = _printed(value_of(dose.g_per_kg_per_course), "g/kg")
    return d.DosePerKg(per_day, per_course or derived.per_course)


def courses_of(abstraction: Abstraction, phase: str) -> Span | d.Derivation | None:
    """How many courses a phase had: as given, else planned, else one an interval."""
    course = abstraction.owner(f"{phase}.course")
    if not isinstance(course, Course):
        return None
    for stat in (value_of(course.n_courses_given), value_of(course.n_courses_planned)):
        span = _whole_span(stat)
        if span is not None:
            return span
    length = _length(value_of(course.duration))
    interval = value_of(course.interval)
    if length is None or interval is None:
        return None
    return d.courses_in(length, interval)


def cumulative_of(abstraction: Abstraction, arm: str) -> d.Derivation:
    """The cumulative dose of an arm (`arms[a1]`) over all its phases, in g/kg."""
    phases = [
        paths.row(f"{arm}.phases", row_id)
        for row_id in abstraction.rows(f"{arm}.phases")
    ]
    return d.cumulative(
        [
            (dose_of(abstraction, one).per_course, courses_of(abstraction, one))
            for one in phases
        ]
    )


def _printed(value: Decimal | None, unit: str) -> d.Derived | None:
    if value is None:
        return None
    return d.Derived(value, unit, _("as printed"), ())


def _whole_span(stat: Stat | None) -> Span | None:
    """A number of courses as a span, if it is one number or a plain range."""
    if stat is None:
        return None
    ends = (stat.low, stat.high) if stat.low is not None else (stat.central,) * 2
    low, high = ends
    if low is None or high is None or low != int(low) or high != int(high):
        return None
    if stat.low is None and stat.central_type.value in ("MEAN", "MEDIAN"):
        return None
    return Span(low=int(low), high=int(high))


def _length(stat: Stat | None) -> TimePoint | None:
    """A length of treatment, printed in months unless it says otherwise, as a time."""
    if stat is None:
        return None
    unit = next((u for u in TimeUnit if stat.unit.startswith(u.value)), TimeUnit.MONTH)
    low = stat.low if stat.low is not None else stat.central
    high = stat.high if stat.low is not None else None
    return TimePoint(value=low, high=high, unit=unit)


def _line(
    path: str, label: str, derivation: d.Derivation, owner: str = ""
) -> DerivedLine:
    if isinstance(derivation, d.NotDerived):
        return DerivedLine(path, label, reason=derivation.reason)
    return DerivedLine(
        path,
        label,
        text=show_figures(f"{d.shown(derivation.value)} {derivation.unit}".strip()),
        formula=derivation.formula,
        inputs=tuple(paths.join(owner, name) for name in derivation.inputs),
        assumption=derivation.assumption,
    )


def _dose_lines(abstraction: Abstraction, phase: str) -> Iterator[DerivedLine]:
    dose = dose_of(abstraction, phase)
    at = f"{phase}.dose"
    yield _line(f"{at}.per_day", _("Per day"), dose.per_day, at)
    yield _line(f"{at}.per_course", _("Per course"), dose.per_course, at)
    yield _cumulative_line(abstraction, phase)


def _course_lines(abstraction: Abstraction, phase: str) -> Iterator[DerivedLine]:
    at = f"{phase}.course"
    interval = abstraction.get(f"{at}.interval")
    if isinstance(interval, TimePoint):
        label = _("Interval in weeks")
        yield _line(f"{at}.interval_weeks", label, d.in_weeks(interval), at)
    yield _cumulative_line(abstraction, phase)


def _cumulative_line(abstraction: Abstraction, phase: str) -> DerivedLine:
    arm = phase.partition(".phases[")[0]
    total = cumulative_of(abstraction, arm)
    return _line(f"{arm}.cumulative", _("Cumulative"), total)


def _design_lines(abstraction: Abstraction) -> Iterator[DerivedLine]:
    design = abstraction.answers.design
    bucket = bucket_for(value_of(design.design_code), value_of(design.direction))
    path = "design.review_bucket"
    label = _(abstraction.form.field(path).label)
    if bucket is None:
        why = _("It follows from the design, and from the direction of a series.")
        yield DerivedLine(path, label, reason=why)
    else:
        inputs = ("design.design_code", "design.direction")
        yield DerivedLine(path, label, _(bucket.label), _("from the design"), inputs)


def _population_lines(abstraction: Abstraction) -> Iterator[DerivedLine]:
    population = abstraction.answers.population
    women, men = value_of(population.n_female), value_of(population.n_male)
    unknown = value_of(population.n_unknown) or 0
    if women is None or men is None:
        return
    share = d.percentage(women, women + men + unknown)
    line = _line("population.percent_female", _("Share of women"), share)
    yield replace(line, inputs=("population.n_female", "population.n_male"))


def _steroid_lines(
    abstraction: Abstraction, betamethasone_mg: Decimal
) -> Iterator[DerivedLine]:
    given = abstraction.answers.comparator
    baseline, agent = value_of(given.gc_baseline), value_of(given.gc_agent)
    if baseline is None or baseline.central is None or agent is None:
        return
    equivalent = d.prednisone_equivalent(
        baseline.central,
        agent,
        schedule=value_of(given.gc_schedule) or SteroidSchedule.DAILY,
        weight=value_of(given.gc_weight),
        betamethasone_mg=betamethasone_mg,
    )
    path = "comparator.gc_baseline_prednisone"
    label = _(abstraction.form.field(path).label)
    yield _line(path, label, equivalent, "comparator")


def _row_lines(abstraction: Abstraction, row: str) -> Iterator[DerivedLine]:
    """The percentages of a row's counts, the change of its means, and CK in U/L."""
    repeat = abstraction.form.repeats[paths.pattern_of(row)]
    for spec in repeat.fields:
        answer = abstraction.get(f"{row}.{spec.name}")
        if isinstance(answer, KofN) and answer.k is not None and answer.n:
            share = d.percentage(answer.k, answer.n)
            yield _line(f"{row}.{spec.name}.percent", _(spec.label), share)
    yield from _change_lines(abstraction, row)


def _change_lines(abstraction: Abstraction, row: str) -> Iterator[DerivedLine]:
    before, after = abstraction.get(f"{row}.before"), abstraction.get(f"{row}.after")
    if not isinstance(before, Stat) or not isinstance(after, Stat):
        return
    if before.central is None or after.central is None:
        return
    change = after.central - before.central
    sign = "+" if change > 0 else ""
    yield DerivedLine(
        f"{row}.difference",
        _("Change"),
        text=show_figures(f"{sign}{change}".replace("-", "−")),
        formula=f"{after.central} − {before.central}",
        inputs=(f"{row}.before", f"{row}.after"),
    )
