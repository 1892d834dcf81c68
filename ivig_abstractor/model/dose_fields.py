"""Which fields of the form a reading of a dose fills."""

from ivig_abstractor.model.dose_phase import PhaseReading
from ivig_abstractor.model.quantities import Dispersion, Span, Stat, TimePoint, TimeUnit


def fields_of(phase: PhaseReading) -> dict[str, object]:
    """The answers of one phase by field below it (`dose.value`, `course.interval`).

    Only what was read; what the text leaves open is not among them.
    """
    read: dict[str, object] = {
        "dose.expression": phase.expression,
        "dose.value": phase.value,
        "dose.unit": phase.unit,
        "dose.days_per_course": phase.days_per_course,
        "dose.days_consecutive": phase.consecutive,
        "dose.concentration": phase.concentration,
        "dose.route": phase.route,
        "dose.phase_label": phase.label,
        "course.interval": phase.interval,
        "course.n_courses_given": _courses(phase.n_courses),
        "course.duration": _length(phase.duration),
    }
    return {name: value for name, value in read.items() if value is not None}


def _courses(span: Span | None) -> Stat | None:
    return None if span is None else _range(span.low, span.high, "")


def _length(time: TimePoint | None) -> Stat | None:
    if time is None or time.value is None or time.unit is None:
        return None
    unit = "" if time.unit is TimeUnit.MONTH else time.unit.value
    return _range(time.value, time.high, unit)


def _range(low: object, high: object, unit: str) -> Stat:
    """One number, or a range of two, as the statistic a field of the course holds."""
    if high is None or low == high:
        return Stat.model_validate({"central": low, "unit": unit})
    ends = {"low": low, "high": high, "dispersion": Dispersion.RANGE, "unit": unit}
    return Stat.model_validate(ends)
