"""Writes the PDF report of a review: reads every study, lays the pages, replaces."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.checks.flow import check_flow
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.blinding import Parties
from ivig_abstractor.operations.dual_report import dual_input
from ivig_abstractor.operations.exchanging import refuse_review_as_target
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import review_answers
from ivig_abstractor.operations.revising import reported_consensus
from ivig_abstractor.operations.witnessing import state_hash
from ivig_abstractor.report.chapters import CHAPTERS, build_document
from ivig_abstractor.report.report_input import ReportInput, ReportStudy

Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class PrintedChapter:
    """A chapter and the pages it is on; 0 where it is left out or has nothing to say.

    `id` is its name for options, `has_content` whether there is anything to print.
    """

    id: str
    title: str
    has_content: bool
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class ReportDone:
    """Where the report was written, how many pages it has, and which chapters."""

    path: Path
    pages: int
    chapters: tuple[PrintedChapter, ...] = ()


class ReportStopped(AppError):
    """The reviewer stopped the report; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("The report was stopped."),
            unchanged=_("Nothing was written; an earlier file is as it was."),
        )


def write_report(
    review: OpenReview,
    target: Path,
    *,
    paper: str = "a4",
    progress: Progress | None = None,
    chapters: Sequence[str] | None = None,
    left_out: Collection[str] = (),
    instead_of: Path | None = None,
) -> ReportDone:
    """Write the report of the current reviewer's abstractions as a PDF.

    `progress(done, total)` may return False to stop. A file at `target` is replaced
    only once the new one is complete. By default all chapters with content are printed
    but those `left_out`. Where `review` is a copy, `instead_of` is the review itself.

    Raises:
        AppError: the file could not be written, would replace a review, or the report
            was stopped; an earlier file is as it was.
    """
    from ivig_abstractor.report.pdf import render

    refuse_review_as_target(instead_of or review.path, target)
    studies = len(review.studies())
    steps = _Steps(progress, studies)
    read = report_input(review, steps.study)
    full = {one.id for one in CHAPTERS if one.has_content(read)}
    if chapters is None:
        chapters = [one.id for one in CHAPTERS if one.id in full - set(left_out)]
    document = build_document(read, chapters)
    places: dict[str, int] = {}
    pages = render(document, target, paper=paper, progress=steps.page, places=places)
    return ReportDone(target, pages, tuple(_printed(full, chapters, places, pages)))


def _printed(
    full: Collection[str], chosen: Sequence[str], places: Mapping[str, int], pages: int
) -> Iterator[PrintedChapter]:
    """Each chapter with its pages; it ends before the next one begins."""
    starts = [(one, places[one]) for one in chosen if one in places]
    ends = [start - 1 for _id, start in starts[1:]] + [pages]
    on = {
        one: (start, max(start, end))
        for (one, start), end in zip(starts, ends, strict=True)
    }
    for chapter in CHAPTERS:
        first, last = on.get(chapter.id, (0, 0))
        has_content = chapter.id in full
        yield PrintedChapter(chapter.id, _(chapter.title), has_content, first, last)


class _Steps:
    """One count over reading the studies and drawing the pages."""

    def __init__(self, progress: Progress | None, studies: int) -> None:
        self._progress = progress
        self._studies = studies

    def study(self, done: int, total: int) -> bool:
        """Told before each study; as many steps again are kept for the pages."""
        return self._tell(done, 2 * total)

    def page(self, done: int, total: int) -> bool:
        """Told for each part of the pages."""
        share = self._studies * done // total if total else 0
        return self._tell(self._studies + share, 2 * self._studies)

    def _tell(self, done: int, total: int) -> bool:
        if self._progress is not None and not self._progress(done, max(1, total)):
            raise ReportStopped
        return True


def report_input(review: OpenReview, progress: Progress | None = None) -> ReportInput:
    """Read everything that a report is made from, one study after the other.

    A study is reported as the reviewers' consensus once that is complete, also while
    some of it is revised; until then as the current reviewer abstracted it.

    Raises:
        ReportStopped: `progress` returned False.
    """
    flow = review_answers(review)
    listed = review.studies()
    found: list[Finding] = []
    if any(placed.answer is not None for placed in flow.walk()):
        included = sum(1 for facts in listed.values() if not facts.exclusion)
        found = check_flow(flow, included)
    known = Parties(review)
    studies: list[ReportStudy] = []
    for number, (study_id, facts) in enumerate(listed.items()):
        if progress is not None and not progress(number, len(listed)):
            raise ReportStopped
        kept = reported_consensus(review, study_id, known)
        abstraction = kept.consensus if kept else review.abstraction(study_id)
        study = ReportStudy(facts, abstraction, review.findings(abstraction))
        if kept and kept.said:
            study = replace(study, revised=frozenset(kept.revised), revision=kept.said)
        studies.append(study)
    return ReportInput(
        review=review.facts(r.REVIEW, r.ReviewFacts),
        reviewers=tuple(
            review.facts(document, r.ReviewerFacts)
            for document in review.project.documents(r.REVIEWER)
        ),
        studies=tuple(studies),
        form=the_form(),
        data_date=_data_date(review),
        fingerprint=state_hash(review),
        flow=flow,
        flow_findings=tuple(found),
        dual=dual_input(review),
    )


def _data_date(review: OpenReview) -> date | None:
    """The day of the newest change by anybody, in UTC; never that of the run."""
    newest: date | None = None
    for author in review.project.heads():
        if author.startswith(r.SEATS):
            continue  # who may sit where is nothing the report is about
        done = review.project.operations(author)
        if done:
            day = done[-1].at.date()
            newest = day if newest is None else max(newest, day)
    return newest
