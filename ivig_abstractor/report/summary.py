"""The numbers of the summary, computed from the answers of the included studies.

Nothing here is worded or drawn. Every number says from how many studies it comes, so
that the page can also say what the data cannot.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import (
    ArmRole,
    OutcomeCode,
    Panel,
    ReviewBucket,
    SourceScope,
)
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import KofN, Stat
from ivig_abstractor.report import harm
from ivig_abstractor.report.blocks import MarkKind
from ivig_abstractor.report.completeness import SectionCells, completeness
from ivig_abstractor.report.outcome_rows import (
    OutcomeAt,
    outcome_rows,
    panel_mark,
    panel_rows,
)
from ivig_abstractor.report.regimen import Regimen, regimens
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import typeset

NO_GROUP = "none"


@dataclass(frozen=True, slots=True)
class Usual:
    """What most studies state: the commonest texts, in how many, of how many."""

    texts: tuple[str, ...]
    count: int
    stated: int

    @property
    def is_shared(self) -> bool:
        """Say whether more than one study states it, or only one study states any."""
        return self.count > 1 or self.stated == 1


@dataclass(frozen=True, slots=True)
class Patients:
    """Patients enrolled: all, and with only the largest study of each overlap group."""

    total: int
    without_overlap: int
    stating: int
    groups: int


@dataclass(frozen=True, slots=True)
class PanelCount:
    """How many studies report a panel in numbers, say anything, or are silent."""

    numbers: int
    any: int
    silent: int


@dataclass(frozen=True, slots=True)
class Responses:
    """How many studies give responders, and the lowest and highest percentage."""

    studies: int
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Harm:
    """How many studies count harm, by the label of the count; `deaths` is a sum."""

    counting: tuple[tuple[str, int], ...]
    deaths_stated: int
    deaths: int
    silent: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers of the summary."""

    included: int
    excluded: int
    buckets: dict[ReviewBucket | None, int]
    full_texts: int
    unread: int
    patients: Patients
    dose: Usual
    days: Usual
    interval: Usual
    length: Usual
    panels: dict[Panel, PanelCount]
    responses: Responses
    harm: Harm
    sections: tuple[SectionCells, ...]

    @property
    def cells(self) -> int:
        """The fields asked, over all included studies."""
        return sum(one.asked for one in self.sections)

    @property
    def filled(self) -> int:
        """The fields that hold a value."""
        return sum(one.values for one in self.sections)


def summarise(report: ReportInput) -> Summary:
    """Compute every number of the summary."""
    included = report.included
    treated = {study.id: list(regimens(study)) for study in included}
    first = [
        [one for one in treated[study.id] if one.number == 1] for study in included
    ]
    scopes = [
        value_of(study.abstraction.answers.identification.source_scope)
        for study in included
    ]
    return Summary(
        included=len(included),
        excluded=len(report.excluded),
        buckets=dict(Counter(study.bucket for study in included)),
        full_texts=scopes.count(SourceScope.FULL_TEXT),
        unread=scopes.count(None),
        patients=count_patients(included),
        dose=usual(first, _dose_text),
        days=usual(first, _days_text),
        interval=usual(first, _interval_text),
        length=usual(first, _length_text),
        panels=_count_panels(included),
        responses=_responses(included),
        harm=_harm(included, report.form),
        sections=completeness(report),
    )


def count_patients(studies: Iterable[ReportStudy]) -> Patients:
    """Add up the enrolled patients, with and without studies that may share them."""
    total = alone = stating = 0
    largest: dict[str, int] = {}
    for study in studies:
        answers = study.abstraction.answers
        enrolled = value_of(answers.population.n_enrolled)
        if enrolled is None:
            continue
        stating += 1
        total += enrolled
        said = value_of(answers.identification.overlap_group) or ""
        group = said.strip().casefold()
        if not group or group == NO_GROUP:
            alone += enrolled
        else:
            largest[group] = max(largest.get(group, 0), enrolled)
    without = alone + sum(largest.values())
    return Patients(total, without, stating, len(largest))


def usual(
    studies: Sequence[Sequence[Regimen]], text_of: Callable[[Regimen], str]
) -> Usual:
    """What most studies state; a study counts once for each thing it states."""
    counts: Counter[str] = Counter()
    stated = 0
    for treated in studies:
        texts = {text_of(one) for one in treated} - {""}
        stated += bool(texts)
        counts.update(sorted(texts))
    most = max(counts.values(), default=0)
    common = tuple(sorted(text for text, count in counts.items() if count == most))
    return Usual(common, most, stated)


def _dose_text(one: Regimen) -> str:
    dose = one.derived.per_course
    if isinstance(dose, d.NotDerived):
        return ""
    if isinstance(dose.value, Decimal):
        # 2 and 2.0 g/kg are one dose, however they are printed.
        return f"{dose.value.normalize():f} {dose.unit}"
    return typeset(f"{dose.value} {dose.unit}")


def _days_text(one: Regimen) -> str:
    days = value_of(one.dose.days_per_course)
    return "" if days is None else typeset(write(days))


def _interval_text(one: Regimen) -> str:
    interval = value_of(one.course.interval)
    return "" if interval is None else typeset(write(interval))


def _length_text(one: Regimen) -> str:
    length = value_of(one.course.duration)
    return "" if length is None else length_text(length)


def length_text(length: Stat) -> str:
    """A length of treatment, in months unless it is printed otherwise."""
    text = typeset(write(length)).removeprefix("range ")
    return text if length.unit else f"{text} months"


def _count_panels(studies: Iterable[ReportStudy]) -> dict[Panel, PanelCount]:
    marks: dict[Panel, Counter[MarkKind]] = {panel: Counter() for panel in Panel}
    for study in studies:
        for panel, rows in panel_rows(study).items():
            marks[panel][panel_mark(study, panel, rows)] += 1
    return {
        panel: PanelCount(
            numbers=found[MarkKind.NUMBERS],
            any=found[MarkKind.NUMBERS] + found[MarkKind.WORDS_ONLY],
            silent=sum(found.values())
            - found[MarkKind.NUMBERS]
            - found[MarkKind.WORDS_ONLY],
        )
        for panel, found in marks.items()
    }


def _responses(studies: Iterable[ReportStudy]) -> Responses:
    shares: list[Decimal] = []
    counting = 0
    for study in studies:
        counts = [count for row in outcome_rows(study) for count in _responders(row)]
        counting += bool(counts)
        for count in counts:
            share = d.percentage(count.k, count.n)
            if isinstance(share, d.Derived) and isinstance(share.value, Decimal):
                shares.append(share.value)
            elif count.percent is not None:
                shares.append(count.percent)
    low, high = min(shares, default=None), max(shares, default=None)
    return Responses(counting, low, high)


def _responders(one: OutcomeAt) -> list[KofN]:
    """The responders of a treated arm, counted or in per cent; none of a comparator."""
    count = value_of(one.row.responders)
    if one.code is not OutcomeCode.RESPONSE or count is None:
        return []
    if count.k is None and count.percent is None:
        return []
    arm = value_of(one.row.arm)
    role = one.study.abstraction.get(f"arms[{arm}].arm.role") if arm else None
    return [] if role in {ArmRole.COMPARATOR, ArmRole.OTHER} else [count]


def _harm(studies: Sequence[ReportStudy], form: FormSpec) -> Harm:
    deaths = [harm.stated_count(study, "deaths") for study in studies]
    counting = tuple(
        (spec.label, sum(1 for one in studies if harm.stated_count(one, spec.name)))
        for spec in harm.count_fields(form)
    )
    return Harm(
        counting=counting,
        deaths_stated=sum(1 for one in deaths if one is not None),
        deaths=sum(one.k for one in deaths if one is not None and one.k is not None),
        silent=sum(1 for one in studies if not harm.says_harm(one)),
    )
