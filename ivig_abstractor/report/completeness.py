"""How much of the form is filled, section by section, over the included studies."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.report.report_input import ReportInput, ReportStudy


@dataclass(frozen=True, slots=True)
class SectionCells:
    """Counts of one section: fields asked, with a value, stated absent, blank."""

    section: str
    title: str
    asked: int
    values: int
    unread: int
    missing: dict[MissingCode, int]

    @property
    def absent(self) -> int:
        """Fields with a stated absence."""
        return sum(self.missing.values())

    @property
    def blank(self) -> int:
        """Fields nobody has looked at."""
        return self.asked - self.values - self.unread - self.absent

    @property
    def share(self) -> float:
        """The share of the asked fields that hold a value."""
        return self.values / self.asked if self.asked else 0.0


def completeness(report: ReportInput) -> tuple[SectionCells, ...]:
    """Count every section of the form."""
    included = report.included
    return tuple(_count(section, included) for section in report.form.sections)


def _count(section: SectionSpec, studies: Iterable[ReportStudy]) -> SectionCells:
    """A field is asked if it holds an answer, or must not stay blank."""
    asked = values = unread = 0
    missing: Counter[MissingCode] = Counter()
    for study in studies:
        abstraction = study.abstraction
        for placed in abstraction.walk(section):
            said = placed.spec.item
            if said.auto:
                continue
            if isinstance(placed.answer, Missing):
                missing[placed.answer.missing] += 1
            elif isinstance(placed.answer, Unread):
                unread += 1
            elif placed.answer is not None:
                values += 1
            elif said.optional or not abstraction.is_asked(placed.path, placed.spec):
                continue
            asked += 1
    return SectionCells(
        section.key, section.title, asked, values, unread, dict(missing)
    )
