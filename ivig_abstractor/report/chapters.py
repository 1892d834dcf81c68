"""The chapters of the report in printed order, and the document made from them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ivig_abstractor.base.errors import BugError
from ivig_abstractor.base.i18n import N_, _, language
from ivig_abstractor.report import (
    chapter_adverse,
    chapter_agreement,
    chapter_bias,
    chapter_characteristics,
    chapter_flow,
    chapter_interventions,
    chapter_lists,
    chapter_outcomes,
    chapter_studies,
    chapter_summary,
    chapter_title,
)
from ivig_abstractor.report.blocks import Block, Document
from ivig_abstractor.report.draft import draft_words
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import plain

_SHORT_TITLE = 70


def _always(_report: ReportInput) -> bool:
    return True


def _has_included(report: ReportInput) -> bool:
    return any(study.is_included for study in report.studies)


def _has_excluded(report: ReportInput) -> bool:
    return any(not study.is_included for study in report.studies)


def _has_studies(report: ReportInput) -> bool:
    return bool(report.studies)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its id for options, its title, and what makes its blocks.

    Without being asked for, a chapter is printed only if it `has_content`.
    """

    id: str
    title: str
    generate: Callable[[ReportInput], Iterator[Block]]
    has_content: Callable[[ReportInput], bool] = _has_included


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("title", N_("Title page"), chapter_title.generate, _always),
    Chapter("summary", N_("Summary in numbers"), chapter_summary.generate, _always),
    Chapter(
        "flow",
        N_("Flow of studies"),
        chapter_flow.generate,
        chapter_flow.has_content,
    ),
    Chapter(
        "characteristics",
        N_("Characteristics of included studies"),
        chapter_characteristics.generate,
    ),
    Chapter("interventions", N_("Interventions"), chapter_interventions.generate),
    Chapter("outcomes", N_("Outcomes"), chapter_outcomes.generate),
    Chapter("adverse", N_("Adverse effects"), chapter_adverse.generate),
    Chapter("bias", N_("Risk of bias"), chapter_bias.generate),
    Chapter(
        "agreement",
        N_("Agreement of reviewers"),
        chapter_agreement.generate,
        chapter_agreement.has_content,
    ),
    Chapter("studies", N_("Study by study"), chapter_studies.generate),
    Chapter("excluded", N_("Excluded studies"), chapter_lists.excluded, _has_excluded),
    Chapter("findings", N_("Open findings"), chapter_lists.open_findings, _has_studies),
    Chapter(
        "answered",
        N_("Answered queries"),
        chapter_lists.answered_queries,
        chapter_lists.has_answered,
    ),
    Chapter(
        "contradictions",
        N_("Contradictions in the sources"),
        chapter_lists.contradictions,
        chapter_lists.has_contradictions,
    ),
    Chapter("notes", N_("Notes of the reviewers"), chapter_lists.notes),
    Chapter("references", N_("References"), chapter_lists.references),
)
"""Each can be left out; the order is that of the pages."""


def build_document(
    report_input: ReportInput, chapters: Sequence[str] | None = None
) -> Document:
    """Make the document of the given chapters (by default all with content).

    Raises:
        BugError: a chapter is asked for that does not exist.
    """
    known = {chapter.id for chapter in CHAPTERS}
    chosen = set(chapters or ())
    if chapters is None:
        chosen = {one.id for one in CHAPTERS if one.has_content(report_input)}
    if chosen - known:
        raise BugError(f"no such chapter: {', '.join(sorted(chosen - known))}")
    report = replace(report_input, printed=frozenset(chosen))
    blocks = [
        block
        for chapter in CHAPTERS
        if chapter.id in chosen
        for block in chapter.generate(report)
    ]
    names = ", ".join(plain(who.name, 100) for who in report.reviewers if who.name)
    title = plain(report.title, 300)
    return Document(
        title=title,
        author=plain(report.review.authors, 300) or names,
        language=language(),
        data_date=report.data_date,
        fingerprint=report.fingerprint,
        blocks=tuple(blocks),
        short_title=plain(report.title, _SHORT_TITLE),
        subject=_("Abstraction report of a systematic review"),
        draft=draft_words(report),
    )


__all__ = [
    "CHAPTERS",
    "Chapter",
    "ReportInput",
    "ReportStudy",
    "build_document",
]
