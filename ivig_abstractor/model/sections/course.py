"""Section S5 of the form: how often, how long, and why it ended."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import StopReason
from ivig_abstractor.model.field import Row, Section, item, repeat
from ivig_abstractor.model.quantities import (
    Count,
    KofN,
    PositiveNumber,
    Stat,
    TimePoint,
)


class StopRow(Row):
    """Patients who stopped for one reason."""

    reason: Abstracted[StopReason] = item(
        N_("Reason"),
        "s5.stop_reason.reason",
        essential=True,
        by_reviewer=True,
    )
    patients: Abstracted[KofN] = item(
        N_("Stopped"),
        "s5.stop_reason.patients",
        example="8/95",
        essential=True,
        evidence=True,
    )


class Course(Section):
    """Course

    How often and how long this phase was given. The number of courses and the length
    of treatment are two facts: never compute one from the other.
    """

    form_id: ClassVar[str] = "S5"

    interval: Abstracted[TimePoint] = item(
        N_("Interval"),
        "s5.interval",
        help=N_(
            "From the start of one course to the start of the next. “Monthly” is "
            "1 month, not 4 weeks."
        ),
        example="every 4 weeks",
        essential=True,
        column=True,
        evidence=True,
    )
    n_courses_planned: Abstracted[Stat] = item(
        N_("Courses planned"),
        "s5.n_courses_planned",
        help=N_("A whole number from 1 to 200, or a range."),
        unit=N_("courses"),
        example="3",
        optional=True,
        evidence=True,
    )
    n_courses_given: Abstracted[Stat] = item(
        N_("Courses given"),
        "s5.n_courses_given",
        help=N_("What patients received: a number, a mean or a range."),
        unit=N_("courses"),
        example="4.8 (3-15)",
        essential=True,
        column=True,
        evidence=True,
        plausible=(1, 24),
    )
    duration: Abstracted[Stat] = item(
        N_("Duration"),
        "s5.duration",
        help=N_("Length of treatment in months, apart from the number of courses."),
        unit=N_("months"),
        example="4-6",
        essential=True,
        column=True,
        evidence=True,
        plausible=(0, 24),
    )
    n_infusion_days_total: Abstracted[Count] = item(
        N_("Infusion days in all"),
        "s5.n_infusion_days_total",
        help=N_("Over all patients of the arm."),
        unit=N_("days"),
        optional=True,
        evidence=True,
    )
    n_cycles_total: Abstracted[Count] = item(
        N_("Courses in all"),
        "s5.n_cycles_total",
        help=N_("Over all patients of the arm; the denominator of some effects."),
        unit=N_("courses"),
        example="664",
        optional=True,
        evidence=True,
    )
    stop_reason: list[StopRow] = repeat(N_("Why treatment ended"), N_("reason"))
    retreatment: Abstracted[KofN] = item(
        N_("Treated again after relapse"),
        "s5.retreatment",
        example="4/19",
        optional=True,
        evidence=True,
    )
    retreatment_response: Abstracted[KofN] = item(
        N_("Responded again"),
        "s5.retreatment.response",
        example="3/4",
        optional=True,
        evidence=True,
    )
    adherence_plan: Abstracted[str] = item(
        N_("How adherence was assured"), "s5.adherence.plan", optional=True
    )
    adherence: Abstracted[KofN] = item(
        N_("Courses given as planned"),
        "s5.adherence",
        example="140/144",
        optional=True,
        evidence=True,
    )
    exposure_time: Abstracted[PositiveNumber] = item(
        N_("Exposure time"),
        "s5.exposure_time",
        unit=N_("patient-years"),
        optional=True,
        evidence=True,
    )
