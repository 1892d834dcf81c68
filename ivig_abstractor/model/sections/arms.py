"""The arms of a study, and the phases of treatment inside each arm."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import RANDOMISED, ArmRole
from ivig_abstractor.model.field import Row, Section, When, held, item, repeat
from ivig_abstractor.model.quantities import Count, Stat
from ivig_abstractor.model.sections.course import Course
from ivig_abstractor.model.sections.dose import Dose


class ArmFacts(Section):
    """Arm

    A group of patients as treated in the study. A single-arm study has one arm.
    """

    form_id: ClassVar[str] = "S3"

    name: Abstracted[str] = item(
        N_("Name"),
        "s3.arm.name",
        help=N_("Short, as the paper calls it."),
        example="IVIG",
        essential=True,
        by_reviewer=True,
    )
    role: Abstracted[ArmRole] = item(
        N_("Role"),
        "s3.arm.role",
        help=N_("What the arm is for in this review."),
        essential=True,
        by_reviewer=True,
    )
    n_allocated: Abstracted[Count] = item(
        N_("Allocated"),
        "s3.arm.n_allocated",
        help=N_("In a crossover: by the first treatment, each patient once."),
        unit=N_("patients"),
        evidence=True,
        asked_when=(When("design.design_code", RANDOMISED),),
    )
    n_treated: Abstracted[Count] = item(
        N_("Treated"),
        "s3.arm.n_treated",
        help=N_("In a crossover: all who ever received it."),
        unit=N_("patients"),
        essential=True,
        evidence=True,
    )
    n_completed: Abstracted[Count] = item(
        N_("Completed"),
        "s3.arm.n_completed",
        unit=N_("patients"),
        optional=True,
        evidence=True,
    )
    n_analysed: Abstracted[Count] = item(
        N_("Analysed"),
        "s3.arm.n_analysed",
        unit=N_("patients"),
        essential=True,
        evidence=True,
    )
    age: Abstracted[Stat] = item(
        N_("Age"),
        "s3.arm.age",
        help=N_("Only if printed for this arm."),
        unit=N_("years"),
        example="48 (29-67)",
        optional=True,
        evidence=True,
        plausible=(30, 70),
    )
    notes: Abstracted[str] = item(
        N_("Notes"), "s3.arm.notes", optional=True, multiline=True
    )


class Phase(Row):
    """One phase of the regimen of an arm."""

    dose: Dose = held()
    course: Course = held()


class Arm(Row):
    """One arm of the study."""

    arm: ArmFacts = held()
    phases: list[Phase] = repeat(
        N_("Phases"),
        N_("phase"),
        help=N_("A loading and a maintenance dose are two phases."),
    )
