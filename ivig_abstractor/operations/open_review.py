"""An open review as one reviewer sees it: the unit every operation works on."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ivig_abstractor import __version__
from ivig_abstractor.base import clock, ids
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, Abstraction, JsonValue
from ivig_abstractor.model.checks.registry import CheckContext, check
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.operations.changes import Change, Changes, StudyLine
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.summary import StudySummary, summarise
from ivig_abstractor.operations.undo_stack import UndoStack
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.records import Entry, OperationKind, Set

AnyFacts = TypeVar("AnyFacts", bound=r.Facts)
_KEPT_OPEN = 8


class OpenReview:
    """A review file, open, with its current reviewer. To be used from one thread.

    It keeps the studies' summaries and the few abstractions last used; everything else
    is read from the file when asked for, so that 10,000 studies stay cheap.
    """

    def __init__(self, project: ProjectFile, reviewer_id: str) -> None:
        self.project = project
        self.reviewer_id = reviewer_id
        self.undo_stack = UndoStack()
        self._abstractions: dict[str, Abstraction] = {}
        self._summaries: dict[str, StudySummary] = {}
        self._studies: dict[str, r.StudyFacts] = {}
        self._load()

    @classmethod
    def create(
        cls, path: Path, *, title: str, reviewer: str, initials: str = ""
    ) -> "OpenReview":
        """Make a new review file with its first reviewer, who leads it.

        Raises:
            AppError: the file exists, or cannot be written.
        """
        project = ProjectFile.create(
            path,
            review_id=ids.new_review_id(),
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
            project.commit(
                sets, author=reviewer_id, label=_("New review"), kind="barrier"
            )
        except BaseException:
            project.close()
            raise
        return cls(project, reviewer_id)

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, reviewer_id: str = ""
    ) -> "OpenReview":
        """Open a review file as a reviewer (by default the first one).

        Raises:
            AppError: the file is not a review, is damaged, newer, locked, …
        """
        project = ProjectFile.open(
            path,
            read_only=read_only,
            app_version=__version__,
            form_version=FORM_VERSION,
        )
        try:
            known = [
                document.removeprefix(r.REVIEWER)
                for document in project.documents(r.REVIEWER)
            ]
            _refuse_stranger(reviewer_id, known)
            return cls(project, reviewer_id or _lead(project, known))
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

    def become(self, reviewer_id: str) -> None:
        """Go on as another reviewer of the review."""
        self.reviewer_id = reviewer_id
        self._load()

    def facts(self, document: str, kind: type[AnyFacts]) -> AnyFacts:
        """The facts kept in a document, blank where nothing was entered."""
        return facts_from(kind, self.project.entries(document))

    def studies(self) -> dict[str, r.StudyFacts]:
        """All studies of the review by id, in the order they were entered."""
        return self._studies

    def study(self, study_id: str) -> r.StudyFacts:
        """The facts of one study.

        Raises:
            NotPossible: the review has no such study.
        """
        try:
            return self._studies[study_id]
        except KeyError:
            raise NotPossible(
                _("The review has no study “{id}”.").format(id=study_id)
            ) from None

    def abstraction(self, study_id: str) -> Abstraction:
        """The current reviewer's abstraction of a study; shared, so copy to keep."""
        kept = self._abstractions.pop(study_id, None)
        if kept is None:
            self.study(study_id)
            document = r.abstraction_document(study_id, self.reviewer_id)
            entries = self.project.entries(document)
            kept = Abstraction(
                study_id,
                self.reviewer_id,
                ((e.path, e.facet, e.value) for e in entries),
            )
        self._abstractions[study_id] = kept
        while len(self._abstractions) > _KEPT_OPEN:
            del self._abstractions[next(iter(self._abstractions))]
        return kept

    def summary(self, study_id: str) -> StudySummary:
        """What the study list shows of the current reviewer's abstraction."""
        return self._summaries.get(study_id) or StudySummary()

    def line(self, study_id: str) -> StudyLine:
        """One line of the study list.

        Raises:
            NotPossible: the review has no such study.
        """
        facts = self.study(study_id)
        summary = self.summary(study_id)
        return StudyLine(
            study_id=study_id,
            key=facts.key,
            label=facts.label or facts.key,
            citation=facts.citation,
            year=summary.year,
            design=summary.design,
            n=summary.n,
            exclusion=facts.exclusion,
            status=summary.status,
            answered=summary.answered,
            asked=summary.asked,
            errors=summary.errors,
            queries=summary.queries,
            position=facts.position,
        )

    def context(self, study_id: str) -> CheckContext:
        """What checks of a study may know of the rest of the review."""
        others = tuple(
            summary.identity
            for other, summary in self._summaries.items()
            if other != study_id and summary.identity is not None
        )
        facts = self._studies.get(study_id) or r.StudyFacts()
        return CheckContext(
            current_year=clock.now().year,
            others=others,
            key=facts.key,
            betamethasone_mg=self._betamethasone(),
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
        own = [one for one in sets if study_id and one.document == document]
        findings: tuple[Finding, ...] | None = None
        summaries: dict[str, JsonValue] = {}
        summary = None
        try:
            if own:
                abstraction = self.abstraction(study_id)
                for one in own:
                    abstraction.put(one.path, one.facet, one.new)
                findings = self.findings(abstraction)
                summary = summarise(abstraction, findings, self.study(study_id).key)
                summaries[document] = summary.as_json()
            done = self.project.commit(
                sets,
                author=self.reviewer_id,
                label=label,
                kind=kind,
                target=target,
                reason=reason,
                summaries=summaries,
            )
        except BaseException:
            # The copy in memory may be ahead of the file now: read it again.
            self._abstractions.pop(study_id, None)
            raise
        if summary is not None:
            self._summaries[study_id] = summary
        changes = tuple(
            Change(c.document, c.path, c.facet, c.old, c.new) for c in done.changes
        )
        self._take_facts(changes)
        if changes:
            self.undo_stack.push(done.operation_id, kind, label, target)
        return Changes(
            label=label,
            study_id=study_id,
            changes=changes,
            findings=findings,
            line=self.line(study_id) if study_id in self._studies else None,
            reveal=reveal,
            undo=self.undo_stack.undo_label,
            redo=self.undo_stack.redo_label,
            at=done.at,
        )

    def refresh_summary(self, study_id: str) -> StudySummary:
        """Compute a summary again, for example when the rules have changed since."""
        abstraction = self.abstraction(study_id)
        summary = summarise(
            abstraction, self.findings(abstraction), self.study(study_id).key
        )
        self._summaries[study_id] = summary
        return summary

    def save_summaries(self, study_ids: Iterable[str]) -> None:
        """Keep recomputed summaries in the file, unless it is read only."""
        if not self.read_only:
            self.project.put_summaries(
                {
                    r.abstraction_document(one, self.reviewer_id): self.summary(
                        one
                    ).as_json()
                    for one in study_ids
                }
            )

    def stale(self) -> list[str]:
        """Studies with answers whose summary is missing or of other rules."""
        with_answers = {
            r.abstraction_ids(document)[0]
            for document in self.project.documents(r.ABSTRACTION)
            if r.abstraction_ids(document)[1] == self.reviewer_id
        }
        return [
            one for one in self._studies if one in with_answers - set(self._summaries)
        ]

    def _load(self) -> None:
        self._abstractions.clear()
        listed = {
            document.removeprefix(r.STUDY): facts_from(r.StudyFacts, entries)
            for document, entries in self.project.entries_of(r.STUDY).items()
        }
        self._studies = dict(
            sorted(listed.items(), key=lambda one: (one[1].position, one[0]))
        )
        self._summaries = {}
        for document, value in self.project.summaries().items():
            study_id, reviewer_id = r.abstraction_ids(document)
            if reviewer_id == self.reviewer_id and study_id in self._studies:
                summary = StudySummary.from_json(value)
                if summary is not None:
                    self._summaries[study_id] = summary
        self.undo_stack = UndoStack()
        for line in self.project.operations(self.reviewer_id):
            self.undo_stack.push(line.operation_id, line.kind, line.label, line.target)

    def _take_facts(self, changes: Iterable[Change]) -> None:
        touched = {c.document for c in changes if c.document.startswith(r.STUDY)}
        for document in touched:
            self._studies[document.removeprefix(r.STUDY)] = self.facts(
                document, r.StudyFacts
            )
        if touched:
            ordered = sorted(
                self._studies.items(), key=lambda one: (one[1].position, one[0])
            )
            self._studies = dict(ordered)

    def _betamethasone(self) -> Decimal:
        try:
            said = self.project.get(r.REVIEW, "betamethasone_mg", ANSWER)
            return Decimal(str(said or "0.75"))
        except InvalidOperation:
            return Decimal("0.75")


def _refuse_stranger(reviewer_id: str, known: Sequence[str]) -> None:
    if reviewer_id and reviewer_id not in known:
        said = _("The review has no reviewer “{id}”.").format(id=reviewer_id)
        raise NotPossible(said)


def _lead(project: ProjectFile, known: Sequence[str]) -> str:
    """The reviewer a review opens as when nobody is named: the lead, else the first."""
    for one in known:
        if project.get(r.reviewer_document(one), "role", ANSWER) == r.Role.LEAD:
            return one
    return known[0] if known else ""


def sets_of(document: str, facts: r.Facts) -> list[Set]:
    """The entries of a facts record; blank facts are blank entries."""
    named: Mapping[str, str] = facts.model_dump(mode="json")
    return [Set(document, name, ANSWER, text or None) for name, text in named.items()]


def facts_from(kind: type[AnyFacts], entries: Iterable[Entry]) -> AnyFacts:
    """A facts record from the entries of its document."""
    said = {entry.path: entry.value for entry in entries if entry.facet == ANSWER}
    return kind.model_validate(said)
