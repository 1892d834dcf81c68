"""The regimens of a study as tables and the summary read them: one per phase."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivig_abstractor.base import paths
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import ArmRole
from ivig_abstractor.model.derived import cumulative_of, dose_of
from ivig_abstractor.model.sections.arms import Arm, Phase
from ivig_abstractor.model.sections.course import Course
from ivig_abstractor.model.sections.dose import Dose
from ivig_abstractor.report.report_input import ReportStudy


@dataclass(frozen=True, slots=True)
class Regimen:
    """One phase of one arm; `number` counts the phases of the arm from 1."""

    at: str
    arm: str
    number: int
    dose: Dose
    course: Course
    derived: d.DosePerKg

    @property
    def says_dose(self) -> bool:
        """Say whether the answers hold a dose, in words or in numbers."""
        stated = (self.dose.dose_text, self.dose.value, self.dose.g_per_kg_per_day)
        if any(value_of(one) is not None for one in stated):
            return True
        return isinstance(self.derived.per_course, d.Derived)

    @property
    def says_anything(self) -> bool:
        """Say whether any field of dose or course holds an answer with a value."""
        held = (*self.dose.__dict__.values(), *self.course.__dict__.values())
        return any(
            not isinstance(one, list) and value_of(one) is not None for one in held
        )


def regimens(study: ReportStudy) -> Iterator[Regimen]:
    """The phases of the arms that received immunoglobulin, in form order."""
    abstraction = study.abstraction
    for arm in abstraction.answers.arms:
        for number, phase in enumerate(arm.phases, start=1):
            one = _regimen(abstraction, arm, phase, number)
            if _is_ivig(arm) or one.says_dose:
                yield one


def _is_ivig(arm: Arm) -> bool:
    """An arm without a stated role counts as treated: nothing may be left out."""
    role = value_of(arm.arm.role)
    return role is None or role is ArmRole.IVIG


def _regimen(abstraction: Abstraction, arm: Arm, phase: Phase, number: int) -> Regimen:
    at = paths.row(f"{paths.row('arms', arm.id)}.phases", phase.id)
    derived = dose_of(abstraction, at)
    return Regimen(at, arm.id, number, phase.dose, phase.course, derived)


def total_dose(study: ReportStudy, arm_id: str) -> d.Derivation:
    """The cumulative dose of an arm."""
    return cumulative_of(study.abstraction, paths.row("arms", arm_id))
