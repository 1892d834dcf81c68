"""Rules about a course (D): how many, how far apart, and how long in all."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.dose import (
    DAYS_PER,
    DAYS_PER_WORD,
    MONTH,
    WEEK,
    Phase,
    phases,
)
from ivig_abstractor.model.checks.looking import (
    ROOMY,
    exact,
    short,
    stat_of,
    stated,
    unread_by,
    use,
)
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.derivations import Derived, high_end, in_weeks, low_end
from ivig_abstractor.model.notation.numbers import write_span
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.time import write_time
from ivig_abstractor.model.notation.units import unit_named
from ivig_abstractor.model.quantities import (
    Central,
    Dispersion,
    Span,
    Stat,
    TimePoint,
    TimeUnit,
)

_MOST_DAYS = 14
_MOST_COURSES = 200


@rule(
    "H-D05",
    N_("A course has 1 to 14 days; there are 1 to 200 courses, at most a year apart."),
    why=N_("Anything else is another quantity in the wrong field."),
)
def _days_and_courses(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-D05")
    for phase in phases(abstraction):
        days = phase.dose.days_per_course
        if isinstance(days, Span) and not (days.low >= 1 and days.high <= _MOST_DAYS):
            yield (
                f"{phase.at}.dose.days_per_course",
                _("A course of {days} days is not possible: 1 to {most} days.").format(
                    days=write_span(days), most=_MOST_DAYS
                ),
            )
        yield from _interval_limits(phase)
        for name in ("n_courses_planned", "n_courses_given"):
            stat = stat_of(getattr(phase.course, name))
            sentence = _course_count(stat) if stat else ""
            if sentence:
                yield f"{phase.at}.course.{name}", sentence


def _interval_limits(phase: Phase) -> Iterator[tuple[str, str]]:
    interval = phase.course.interval
    if not isinstance(interval, TimePoint) or interval.value is None:
        return
    per = DAYS_PER.get(interval.unit) if interval.unit else None
    last = interval.value if interval.high is None else interval.high
    too_long = per is not None and last * per > 366
    if interval.value <= 0 or too_long:
        yield (
            f"{phase.at}.course.interval",
            _(
                "An interval of {interval} is not possible: above 0, and at most 365 "
                "days."
            ).format(interval=write_time(interval)),
        )


def _course_count(stat: Stat) -> str:
    ends = (stat.low, stat.high) if stat.dispersion is Dispersion.RANGE else ()
    for value in (stat.central, *ends):
        if value is not None and not 1 <= value <= _MOST_COURSES:
            return _("{n} courses are not possible: 1 to {most}.").format(
                n=plainly(value), most=_MOST_COURSES
            )
    averaged = stat.central_type in (Central.MEAN, Central.MEDIAN, Central.GEOMEAN)
    spread = stat.dispersion is not Dispersion.NONE
    single = () if averaged or spread else (stat.central,)
    for value in (*single, *ends):
        if value is not None and value != int(value):
            return _(
                "{n} is no whole number of courses. If it is a mean, write “mean {n}”."
            ).format(n=plainly(value))
    return ""


@rule(
    "S-D06",
    N_("Courses are 2 to 12 weeks apart."),
    why=N_("IgG has a half-life of three weeks; others are another kind of regimen."),
)
def _unusual_interval(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        interval = phase.course.interval
        if not isinstance(interval, TimePoint):
            continue
        with localcontext(ROOMY):
            weeks = in_weeks(interval)
        if not isinstance(weeks, Derived):
            continue
        if low_end(weeks.value) < 2 or high_end(weeks.value) > 12:
            yield (
                f"{phase.at}.course.interval",
                _(
                    "An interval of {interval} is unusual: 2 to 12 weeks are expected. "
                    "Check that it is from course to course and not from day to day."
                ).format(interval=write_time(interval)),
            )


@rule(
    "S-D07",
    N_("Courses, interval and duration fit together."),
    why=N_("3 to 4 monthly courses do not take 4 months on average."),
)
def _length(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        course = phase.course
        courses = stat_of(course.n_courses_given) or stat_of(course.n_courses_planned)
        duration, interval = stat_of(course.duration), course.interval
        if courses is None or duration is None or not isinstance(interval, TimePoint):
            continue
        step = _days(interval)
        per = DAYS_PER_WORD.get(unit_named(duration.unit or "months"))
        if step is None or per is None:
            continue
        pairs = _pairs(courses, duration)
        if any(abs((n - 1) * step - t * per) > step + WEEK for n, t in pairs):
            yield (
                f"{phase.at}.course.duration",
                _(
                    "Courses: {n}, {interval} apart. From the first to the last that "
                    "makes, in months: {expected}. The duration, in {unit}: {length}. "
                    "Check that both are of the same patients; neither follows from "
                    "the other."
                ).format(
                    n=_ends([n for n, _t in pairs]),
                    interval=write_time(interval),
                    expected=_ends([(n - 1) * step / MONTH for n, _t in pairs]),
                    length=_ends([t for _n, t in pairs]),
                    unit=duration.unit or _("months"),
                ),
            )


def _ends(values: list[Decimal]) -> str:
    shown = dict.fromkeys(short(value) for value in values)
    return _(" to ").join(shown)


def _days(interval: TimePoint) -> Decimal | None:
    per = DAYS_PER.get(interval.unit) if interval.unit else None
    if per is None or interval.value is None or interval.high is not None:
        return None
    return interval.value * per


def _pairs(courses: Stat, duration: Stat) -> list[tuple[Decimal, Decimal]]:
    """Courses with the length they belong to: middles, or the lower and upper ends."""
    middles = (exact(courses), exact(duration))
    if middles[0] is not None and middles[1] is not None:
        return [(middles[0], middles[1])]
    lows = (_end(courses, courses.low), _end(duration, duration.low))
    highs = (_end(courses, courses.high), _end(duration, duration.high))
    return [(n, t) for n, t in (lows, highs) if n is not None and t is not None]


def _end(stat: Stat, end: Decimal | None) -> Decimal | None:
    return end if stat.dispersion is Dispersion.RANGE else exact(stat)


@rule(
    "S-D08",
    N_("A phase has at most 24 courses in at most 24 months."),
    why=N_("A longer one is likely a maintenance phase of its own."),
)
def _too_long(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        duration = stat_of(phase.course.duration)
        per = (
            DAYS_PER_WORD.get(unit_named(duration.unit or "months"))
            if duration
            else None
        )
        longest = _largest(duration)
        if longest is not None and per and longest * per > 24 * MONTH:
            yield (
                f"{phase.at}.course.duration",
                _(
                    "A phase of {months} months is long, above 24. If the dose was "
                    "changed on the way, split it into phases."
                ).format(months=short(longest * per / MONTH)),
            )
        for name in ("n_courses_given", "n_courses_planned"):
            most = _largest(stat_of(getattr(phase.course, name)))
            if most is not None and most > 24:
                yield (
                    f"{phase.at}.course.{name}",
                    _(
                        "{n} courses in one phase are many, above 24. If there was a "
                        "maintenance phase, enter it apart."
                    ).format(n=plainly(most)),
                )


def _largest(stat: Stat | None) -> Decimal | None:
    if stat is None:
        return None
    return stat.high if stat.dispersion is Dispersion.RANGE else exact(stat)


@rule(
    "S-D09",
    N_("Monthly is one month, and every 4 weeks is four weeks."),
    why=N_("A month has 4.348 weeks: after a year they differ by a course."),
)
def _monthly(abstraction: Abstraction, _context: CheckContext) -> Found:
    for phase in phases(abstraction):
        interval = phase.course.interval
        if not isinstance(interval, TimePoint):
            continue
        text = stated(phase.dose.dose_text)
        monthly, weekly = _MONTHLY.search(text), _FOUR_WEEKLY.search(text)
        path = f"{phase.at}.course.interval"
        if monthly and not weekly and interval.unit is TimeUnit.WEEK:
            yield (
                path,
                _(
                    "The paper says “{word}”, and {interval} is entered. A month is "
                    "4.348 weeks: enter 1 month."
                ).format(word=monthly.group(), interval=write_time(interval)),
                use(path, "1 month"),
            )
        elif weekly and not monthly and interval.unit is TimeUnit.MONTH:
            yield (
                path,
                _(
                    "The paper says “{word}”, and {interval} is entered. Enter 4 "
                    "weeks; a month is 4.348 weeks."
                ).format(word=weekly.group(), interval=write_time(interval)),
                use(path, "4 weeks"),
            )


_MONTHLY = LatePattern(
    r"\bmonthly\b|\b(?:per|every|each|a|once a) month\b|/month\b", re.IGNORECASE
)
_FOUR_WEEKLY = LatePattern(
    r"\bevery (?:4|four) weeks\b|\bq4w\b|\b(?:4|four)[- ]week(?:ly)?\b", re.IGNORECASE
)
