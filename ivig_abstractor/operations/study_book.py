"""What an open review knows of its studies without opening their abstractions."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.model.checks.registry import StudyIdentity
from ivig_abstractor.operations.changes import StudyLine
from ivig_abstractor.operations.facts import facts_from
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.summary import StudySummary
from ivig_abstractor.store.project import ProjectFile


class StudyBook:
    """The studies in the order they were entered, and one reviewer's summaries."""

    def __init__(self, project: ProjectFile, reviewer_id: str) -> None:
        self._project = project
        self._reviewer_id = reviewer_id
        self.facts: dict[str, r.StudyFacts] = {}
        self.summaries: dict[str, StudySummary] = {}
        listed = {
            document.removeprefix(r.STUDY): facts_from(r.StudyFacts, entries)
            for document, entries in project.entries_of(r.STUDY).items()
        }
        self._sort(listed)
        self._take_summaries(project.summaries())
        self._agreed: set[str] = set()
        self._look_at_consensus(project.documents(r.ABSTRACTION))

    def study(self, study_id: str) -> r.StudyFacts:
        """The facts of one study.

        Raises:
            NotPossible: the review has no such study.
        """
        try:
            return self.facts[study_id]
        except KeyError:
            said = _("The review has no study “{id}”.").format(id=study_id)
            raise NotPossible(said) from None

    def summary(self, study_id: str) -> StudySummary:
        """What is known of the reviewer's abstraction; zeros if it was not begun."""
        return self.summaries.get(study_id) or StudySummary()

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
            agreed=study_id in self._agreed,
        )

    def others(self, study_id: str) -> tuple[StudyIdentity, ...]:
        """What the checks of a study may know of all others."""
        return tuple(
            summary.identity
            for other, summary in self.summaries.items()
            if other != study_id and summary.identity is not None
        )

    def read_again(self, documents: Iterable[str]) -> None:
        """Take in the changed facts of studies; a study without a key is gone."""
        documents = tuple(documents)
        self._look_at_consensus(documents)
        touched = {one for one in documents if one.startswith(r.STUDY)}
        if not touched:
            return
        listed = dict(self.facts)
        for document in touched:
            entries = self._project.entries(document)
            listed[document.removeprefix(r.STUDY)] = facts_from(r.StudyFacts, entries)
        self._sort(listed)

    def _look_at_consensus(self, documents: Iterable[str]) -> None:
        """Learn which of these documents are a consensus that is complete."""
        for document in documents:
            if not document.startswith(r.ABSTRACTION):
                continue
            study_id, whose = r.abstraction_ids(document)
            if whose == r.CONSENSUS:
                is_complete = self._project.get(document, "", STATE) == "complete"
                (self._agreed.add if is_complete else self._agreed.discard)(study_id)

    def stale(self) -> list[str]:
        """Studies with answers whose summary is missing, or of other rules or form."""
        begun = set()
        for document in self._project.documents(r.ABSTRACTION):
            study_id, reviewer_id = r.abstraction_ids(document)
            if reviewer_id == self._reviewer_id:
                begun.add(study_id)
        begun -= self.summaries.keys()
        return [one for one in self.facts if one in begun]

    def _sort(self, listed: Mapping[str, r.StudyFacts]) -> None:
        # Undoing "add study" blanks its facts: the study is then not in the list.
        there = [one for one in listed.items() if one[1].key]
        self.facts = dict(sorted(there, key=lambda one: (one[1].position, one[0])))

    def _take_summaries(self, kept: Mapping[str, JsonValue]) -> None:
        for document, value in kept.items():
            study_id, reviewer_id = r.abstraction_ids(document)
            if reviewer_id == self._reviewer_id and study_id in self.facts:
                summary = StudySummary.from_json(value)
                if summary is not None:
                    self.summaries[study_id] = summary


def betamethasone_of(project: ProjectFile) -> Decimal:
    """How many mg of betamethasone count as 5 mg of prednisone in this review."""
    usual = r.ReviewFacts().betamethasone_mg
    said = project.get(r.REVIEW, "betamethasone_mg", ANSWER)
    try:
        return Decimal(str(said or usual))
    except InvalidOperation:
        return Decimal(usual)
