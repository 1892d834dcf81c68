"""What a report is made from: one reviewer's studies, and what the review says."""

from dataclasses import dataclass
from datetime import date

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import ReviewBucket, bucket_for
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.model.review import ReviewerFacts, ReviewFacts, StudyFacts
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
    """One study as the reviewer abstracted it, with what the checks say."""

    facts: StudyFacts
    abstraction: Abstraction
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The id that anchors are made from."""
        return self.abstraction.study_id

    @property
    def name(self) -> str:
        """What tables call the study."""
        return plain(self.facts.label or self.facts.key or self.id, _NAME)

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


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything the chapters read; `data_date` is the day of the last change.

    `flow` holds the answers given once for the review; `printed` the ids of the
    chapters that are printed, so that nothing leads to a page that is left out.
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
        return Run(study.name, Style.STRONG, target=page)
