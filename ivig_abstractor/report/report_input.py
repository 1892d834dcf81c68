"""What a report is made from: the studies, what the review says, and who agreed."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.agreement import Agreement
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import ReviewBucket, bucket_for
from ivig_abstractor.model.discrepancy import DiscrepancyClass
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.model.review import ReviewerFacts, ReviewFacts, Role, StudyFacts
from ivig_abstractor.report.blocks import Run, Style
from ivig_abstractor.report.wording import plain

_NAME, _TITLE = 100, 300

BUCKET_TITLES: dict[ReviewBucket | None, str] = {
    ReviewBucket.RCT: N_("Randomised trials"),
    ReviewBucket.PROSPECTIVE_OPEN: N_("Prospective open studies"),
    ReviewBucket.RETROSPECTIVE: N_("Retrospective studies"),
    ReviewBucket.NONE: N_("Other designs"),
    None: N_("Design open"),
}
"""The heads of grouped tables, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class ReportStudy:
    """One study as the reviewer abstracted it, with what the checks say.

    `revised` are the paths of a consensus that are open again, printed as they were
    decided before; `revision` is the sentence about it.
    """

    facts: StudyFacts
    abstraction: Abstraction
    findings: tuple[Finding, ...] = ()
    revised: frozenset[str] = frozenset()
    revision: str = ""

    @property
    def id(self) -> str:
        """The id that anchors are made from."""
        return self.abstraction.study_id

    @property
    def name(self) -> str:
        """What tables call the study."""
        return plain(self.facts.label or self.facts.key or self.id, _NAME)

    def is_revised(self, path: str) -> bool:
        """Say whether an answer, or a row it stands in, is being decided anew."""
        return path in self.revised or any(
            row in self.revised for row in paths.rows_above(path)
        )

    @property
    def is_included(self) -> bool:
        """Say whether the study belongs to the review."""
        return not self.facts.exclusion

    @property
    def bucket(self) -> ReviewBucket | None:
        """The group of the founding review, if the answers tell it."""
        design = self.abstraction.answers.design
        return bucket_for(value_of(design.design_code), value_of(design.direction))

    def anchor(self, part: str) -> str:
        """The anchor of the study's first row in a part of the report."""
        return f"{part}-{self.id}"


class DualMode(StrEnum):
    """How studies were abstracted by more than one reviewer."""

    INDEPENDENT = "independent"
    VERIFIED = "verified"
    MIXED = "mixed"


class Kept(StrEnum):
    """What the consensus kept, where it is not the answer of one reviewer's letter."""

    SAME = "same"
    NORMALISED = "normalised"
    OTHER = "other"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class DualReviewer:
    """One of those who abstracted, verified or decided.

    `letter` is empty where it is not the same in every study; `studies` counts those
    abstracted or verified.
    """

    name: str
    letter: str = ""
    role: Role = Role.ABSTRACTOR
    studies: int = 0
    initials: str = ""


@dataclass(frozen=True, slots=True)
class DualCounts:
    """Studies by how often they were abstracted, and those with a complete consensus.

    `twice` also counts the studies with three abstractions or more.
    `waiting` counts those that several abstract and not all have completed.
    """

    twice: int = 0
    verified: int = 0
    once: int = 0
    reconciled: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class LaterCorrection:
    """An answer that a reviewer changed after completing the study, in words."""

    study_id: str
    study_label: str
    field: str
    where: str
    letter: str
    before: str
    after: str
    at: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A completed abstraction that was taken out of the comparison afterwards."""

    study_label: str
    reviewer: str
    at: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedDiscrepancy:
    """One discrepancy of the abstractions as first completed, and what became of it.

    `answers` has one for each letter, empty where that reviewer left it blank or, if it
    `is_row`, lacks the row. `kept` is a letter or one of `Kept`; nothing is decided
    while it is empty. `by_party` says whether who decided (`by`, a name or initials)
    had abstracted the study too. What is `revised` is being decided anew, after one of
    its `corrections`; `counts` says whether the agreement counts the study.
    """

    study_id: str
    study_label: str
    field: str
    where: str
    kind: DiscrepancyClass | None
    answers: tuple[str, ...]
    consensus: str = ""
    kept: str = Kept.OPEN
    reason: str = ""
    by: str = ""
    by_party: bool = False
    at: date | None = None
    is_row: bool = False
    revised: bool = False
    counts: bool = True
    corrections: tuple[LaterCorrection, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.kept == Kept.OPEN


@dataclass(frozen=True, slots=True)
class DualInput:
    """What the chapter on agreement reads.

    The discrepancies that count are those that the agreement counts as differing.
    `looks` counts how often somebody looked at another's answers before all had
    completed the study; `blinded` says whether the program held them back until then.
    """

    agreement: Agreement
    discrepancies: tuple[ResolvedDiscrepancy, ...] = ()
    reviewers: tuple[DualReviewer, ...] = ()
    mode: DualMode = DualMode.INDEPENDENT
    counts: DualCounts = field(default_factory=DualCounts)
    looks: int = 0
    blinded: bool = True
    is_simulated: bool = False
    corrections: tuple[LaterCorrection, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of the reviewers that are compared."""
        return self.agreement.letters


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything the chapters read; `data_date` is the day of the last change.

    `flow` holds the answers given once for the review; `printed` the ids of the
    chapters that are printed, so that nothing leads to a page that is left out. `dual`
    is there when studies were abstracted by more than one reviewer.
    """

    review: ReviewFacts
    reviewers: tuple[ReviewerFacts, ...]
    studies: tuple[ReportStudy, ...]
    form: FormSpec
    data_date: date | None
    fingerprint: str
    flow: Abstraction | None = None
    flow_findings: tuple[Finding, ...] = ()
    printed: frozenset[str] = frozenset()
    dual: DualInput | None = None

    @property
    def included(self) -> tuple[ReportStudy, ...]:
        """The studies that belong to the review, in its order."""
        return tuple(one for one in self.studies if one.is_included)

    @property
    def excluded(self) -> tuple[ReportStudy, ...]:
        """The studies that were excluded, in the review's order."""
        return tuple(one for one in self.studies if not one.is_included)

    @property
    def title(self) -> str:
        """The title of the review, or words that stand for it."""
        return plain(self.review.title, _TITLE) or _("Untitled review")

    def by_bucket(self) -> list[tuple[str, list[ReportStudy]]]:
        """The included studies under the heads of their design groups."""
        grouped: dict[ReviewBucket | None, list[ReportStudy]] = {}
        for study in self.included:
            grouped.setdefault(study.bucket, []).append(study)
        return [
            (_(title), grouped[bucket])
            for bucket, title in BUCKET_TITLES.items()
            if bucket in grouped
        ]

    def target(self, chapter: str, anchor: str) -> str:
        """The anchor, if its chapter is printed."""
        return anchor if chapter in self.printed else ""

    def study_link(self, study: ReportStudy) -> Run:
        """The study's name, leading to its page."""
        page = (
            self.target("studies", study.anchor("study")) if study.is_included else ""
        )
        return Run(study.name, Style.STRONG, target=page, note=study.revision)
