"""What is left to answer in an abstraction, section by section."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction, Placed
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import RepeatSpec, SectionSpec

COUNTING = 2
"""Raised with every change of what is counted, so that no kept count outlives it."""


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """Counts of one section over all its instances; findings count while open.

    `left` counts the blanks that block completion. Text that was not understood is no
    blank and no answer either: typing it changes neither `asked` nor `answered`.
    """

    section: str
    asked: int
    answered: int
    left: int
    errors: int
    queries: int

    @property
    def is_done(self) -> bool:
        """Say whether nothing here blocks completion."""
        return not (self.left or self.errors or self.queries)


def blanks(abstraction: Abstraction) -> Iterable[Placed]:
    """The asked fields that block completion while they are blank."""
    for placed in abstraction.walk():
        said = placed.spec.item
        if placed.answer is not None or said.optional or said.auto:
            continue
        if abstraction.is_asked(placed.path, placed.spec):
            yield placed


def never_entered(abstraction: Abstraction) -> Iterable[str]:
    """Sentences on what the form expects rows of and has none, in form order."""
    for section in abstraction.form.sections:
        for rows in section.repeats:
            if rows.repeat.none and _has_none(abstraction, section, rows):
                yield _(rows.repeat.none)
        for container in section.containers[:1]:
            if container.repeat.none and not abstraction.rows(container.name):
                yield _(container.repeat.none)


def _has_none(abstraction: Abstraction, section: SectionSpec, rows: RepeatSpec) -> bool:
    """Say whether no instance of a section has a row, though some are asked."""
    held = [paths.join(at, rows.name) for at in abstraction.instances(section)]
    asked = [one for one in held if abstraction.rows_asked(rows.pattern, one)]
    return bool(asked) and not any(abstraction.rows(one) for one in held)


def section_progress(
    abstraction: Abstraction, findings: Sequence[Finding]
) -> list[SectionProgress]:
    """Count what is asked, answered, left and found in every section, in form order."""
    errors: Counter[str] = Counter()
    queries: Counter[str] = Counter()
    sections: dict[str, str] = {}
    for finding in findings:
        if finding.is_open and finding.path:
            section = sections.get(finding.path)
            if section is None:
                section = abstraction.form.section_of(finding.path).key
                sections[finding.path] = section
            severe = finding.severity is Severity.ERROR
            (errors if severe else queries)[section] += 1
    counted: list[SectionProgress] = []
    for one in abstraction.form.sections:
        asked = answered = left = 0
        for placed in abstraction.walk(one):
            said = placed.spec.item
            if said.auto:
                continue
            if not (placed.answer is None or isinstance(placed.answer, Unread)):
                asked += 1
                answered += 1
            elif not said.optional and abstraction.is_asked(placed.path, placed.spec):
                asked += 1
                left += placed.answer is None
        counted.append(
            SectionProgress(
                one.key, asked, answered, left, errors[one.key], queries[one.key]
            )
        )
    return counted
