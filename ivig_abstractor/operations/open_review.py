"""An open review as one reviewer sees it: the unit every operation works on."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from ivig_abstractor import __version__
from ivig_abstractor.base import clock, ids
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, Abstraction
from ivig_abstractor.model.checks.registry import CheckContext, check
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.operations import seats
from ivig_abstractor.operations.changes import Change, Changes, StudyLine
from ivig_abstractor.operations.facts import AnyFacts, facts_from, sets_of
from ivig_abstractor.operations.last_used import LastUsed
from ivig_abstractor.operations.study_book import StudyBook, betamethasone_of
from ivig_abstractor.operations.summary import StudySummary, summarise
from ivig_abstractor.operations.undo_stack import UndoStack
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.records import OperationKind, Set


class OpenReview:
    """A review file, open, with its current reviewer. To be used from one thread.

    It keeps the studies' summaries and the few abstractions last used; everything else
    is read from the file when asked for, so that 10,000 studies stay cheap.
    """

    def __init__(self, project: ProjectFile, reviewer_id: str) -> None:
        self.project = project
        self.reviewer_id = reviewer_id
        self.looked: set[tuple[str, str, bool]] = set()
        self._load()

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        title: str,
        reviewer: str,
        initials: str = "",
        review_id: str = "",
    ) -> "OpenReview":
        """Make a new review file with its first reviewer, who leads it.

        Raises:
            AppError: the file exists, or cannot be written.
        """
        made = review_id or ids.new_review_id()
        project, reviewer_id = _new_project(path, made, title, reviewer, initials)
        return cls(project, reviewer_id)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        reviewer_id: str = "",
        named: str = "",
        pin: str = "",
    ) -> "OpenReview":
        """Open a review file as a reviewer (by default the lead, or a copy's owner).

        `named` is an id, initials or a name; `pin` is asked for in a file that several
        share, and chosen where there is none yet.

        Raises:
            PinNeeded: the reviewer's PIN is needed, or wrong.
            AppError: the file is not a review, is damaged, newer, locked, …
        """
        project = ProjectFile.open(
            path.absolute(),
            read_only=read_only,
            app_version=__version__,
            form_version=FORM_VERSION,
        )
        try:
            who = seats.sit_down_first(project, reviewer_id, named, pin)
            return cls(project, who)
        except BaseException:
            project.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file of the review."""
        return self.project.path

    @property
    def read_only(self) -> bool:
        """Say whether nothing can be changed."""
        return self.project.read_only

    def close(self) -> None:
        """Close the file; it is then exactly one file, complete."""
        self.project.close()

    @property
    def copy_owner(self) -> str:
        """The reviewer whose working copy from a hand-out this is; empty if none."""
        return str(self.project.get(r.REVIEW, r.COPY_OF, ANSWER) or "")

    def become(self, reviewer_id: str, pin: str = "") -> None:
        """Go on as another reviewer of the review.

        Raises:
            NotPossible: there is no such reviewer, or they work on another computer.
            PinNeeded: their PIN is needed, or wrong; or who leaves has none yet.
        """
        seats.change_seat(self.project, self.reviewer_id, reviewer_id, pin)
        self.reviewer_id = reviewer_id
        self.looked = set()
        self._load()

    def reviewer_documents(self) -> list[str]:
        """The documents of all reviewers, in the order letters are given."""
        return self.project.documents(r.REVIEWER)

    def facts(self, document: str, kind: type[AnyFacts]) -> AnyFacts:
        """The facts kept in a document, blank where nothing was entered."""
        return facts_from(kind, self.project.entries(document))

    def studies(self) -> dict[str, r.StudyFacts]:
        """All studies of the review by id, in the order they were entered."""
        return self.book.facts

    def study(self, study_id: str) -> r.StudyFacts:
        """The facts of one study.

        Raises:
            NotPossible: the review has no such study.
        """
        return self.book.study(study_id)

    def line(self, study_id: str) -> StudyLine:
        """One line of the study list.

        Raises:
            NotPossible: the review has no such study.
        """
        return self.book.line(study_id)

    def abstraction(self, study_id: str) -> Abstraction:
        """The current reviewer's abstraction of a study; shared, so copy to keep."""
        kept = self._last_used.get(study_id)
        if kept is None:
            self.study(study_id)
            kept = self.read_abstraction(study_id, self.reviewer_id)
        self._last_used.put(study_id, kept)
        return kept

    def read_abstraction(self, study_id: str, reviewer_id: str) -> Abstraction:
        """Anybody's abstraction, read anew; `blinding` decides who may see it."""
        entries = self.project.entries(r.abstraction_document(study_id, reviewer_id))
        listed = ((e.path, e.facet, e.value) for e in entries)
        return Abstraction(study_id, reviewer_id, listed)

    def context(self, study_id: str) -> CheckContext:
        """What checks of a study may know of the rest of the review."""
        facts = self.book.facts.get(study_id) or r.StudyFacts()
        return CheckContext(
            current_year=clock.now().year,
            others=self.book.others(study_id),
            key=facts.key,
            betamethasone_mg=betamethasone_of(self.project),
        )

    def findings(self, abstraction: Abstraction) -> tuple[Finding, ...]:
        """Run the checks over one abstraction."""
        return tuple(check(abstraction, self.context(abstraction.study_id)))

    def perform(
        self,
        sets: Sequence[Set],
        *,
        label: str,
        study_id: str = "",
        reveal: str = "",
        kind: OperationKind = "do",
        target: str | None = None,
        reason: str = "",
    ) -> Changes:
        """Commit one operation: entries, audit and summary in one transaction.

        Raises:
            AppError: nothing was changed; the sentence says why.
        """
        document = r.abstraction_document(study_id, self.reviewer_id)
        is_new = study_id not in self.book.facts
        own = [] if is_new else [one for one in sets if one.document == document]
        try:
            findings, summary = self._apply(study_id, own) if own else (None, None)
            done = self.project.commit(
                sets,
                author=self.reviewer_id,
                label=label,
                kind=kind,
                target=target,
                reason=reason,
                summaries={document: summary.as_json()} if summary else {},
            )
        except BaseException:
            # The copy in memory may be ahead of the file now: read it again.
            self._last_used.forget(study_id)
            raise
        if summary is not None:
            self.book.summaries[study_id] = summary
        changes = tuple(Change(*changed) for changed in done.changes)
        self.book.read_again(one.document for one in changes)
        _take_in_new(self, study_id if is_new else "")
        if changes:
            said = (done.operation_id, kind, label, target, changes[0].document)
            self.undo_stack.push(*said)
        return Changes(
            label=label,
            study_id=study_id,
            changes=changes,
            findings=findings,
            line=self.line(study_id) if study_id in self.book.facts else None,
            reveal=reveal,
            at=done.at,
            **self.undo_stack.told(),
        )

    def refresh_summaries(self, study_ids: Iterable[str]) -> None:
        """Compute summaries again, for example when the rules have changed since."""
        kept: dict[str, JsonValue] = {}
        for study_id in study_ids:
            summary = self._summarise(study_id, self.abstraction(study_id))[1]
            self.book.summaries[study_id] = summary
            document = r.abstraction_document(study_id, self.reviewer_id)
            kept[document] = summary.as_json()
        if kept and not self.read_only:
            self.project.put_summaries(kept)

    def _apply(
        self, study_id: str, sets: Iterable[Set]
    ) -> tuple[tuple[Finding, ...], StudySummary]:
        abstraction = self.abstraction(study_id)
        for one in sets:
            abstraction.put(one.path, one.facet, one.new)
        return self._summarise(study_id, abstraction)

    def _summarise(
        self, study_id: str, abstraction: Abstraction
    ) -> tuple[tuple[Finding, ...], StudySummary]:
        findings = self.findings(abstraction)
        return findings, summarise(abstraction, findings, self.study(study_id).key)

    def _load(self) -> None:
        self._last_used = LastUsed()
        self.book = StudyBook(self.project, self.reviewer_id)
        self.undo_stack = UndoStack()
        for line in self.project.operations(self.reviewer_id, since_barrier=True):
            if line.document.startswith(r.LOOKS):
                continue  # it only says that somebody looked
            self.undo_stack.push(*line[:5])
        self.refresh_summaries(self.book.stale())


def _take_in_new(review: OpenReview, study_id: str) -> None:
    """Count the answers of a study that was added, or added again, with some."""
    if study_id not in review.book.facts:
        return
    review._last_used.forget(study_id)  # noqa: SLF001  (a part of the class)
    if review.abstraction(study_id).entries:
        review.refresh_summaries([study_id])


def _new_project(
    path: Path, review_id: str, title: str, reviewer: str, initials: str
) -> tuple[ProjectFile, str]:
    """A new review file that knows its title and its lead, and the lead's id."""
    project = ProjectFile.create(
        path.absolute(),
        review_id=review_id,
        app_version=__version__,
        form_version=FORM_VERSION,
    )
    reviewer_id = ids.new_reviewer_id()
    who = r.ReviewerFacts(name=reviewer, initials=initials, role=r.Role.LEAD)
    sets = [
        *sets_of(r.REVIEW, r.ReviewFacts(title=title)),
        *sets_of(r.reviewer_document(reviewer_id), who),
    ]
    try:
        project.commit(sets, author=reviewer_id, label=_("New review"), kind="barrier")
    except BaseException:
        project.close()
        raise
    return project, reviewer_id
