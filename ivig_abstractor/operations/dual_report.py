"""What the report's chapter on agreement is made from, read from the audit trail."""

from collections.abc import Iterator, Mapping, Sequence

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.model.discrepancy import Compared, DiscrepancyClass
from ivig_abstractor.model.naming import arm_names, row_name, standing_words
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.agreeing import FirstComparison, independent, measure
from ivig_abstractor.operations.blinding import (
    LOOK,
    PIN_REMOVED,
    Parties,
    Party,
    waits,
    why_blinded,
)
from ivig_abstractor.operations.correcting import answer_words, reason_to_reopen
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import reviewers
from ivig_abstractor.operations.reconcile_case import Case
from ivig_abstractor.operations.reconciling import settled_consensus
from ivig_abstractor.operations.settling import Decision, Line
from ivig_abstractor.report.report_input import (
    DualCounts,
    DualInput,
    DualMode,
    DualReviewer,
    Kept,
    LaterCorrection,
    ResolvedDiscrepancy,
    Withdrawn,
)

Read = list[tuple[str, tuple[Party, ...]]]


def dual_input(review: OpenReview) -> DualInput | None:
    """How the studies were abstracted by several reviewers; `None` if none was.

    Only studies that all their reviewers have completed enter it.
    """
    known = Parties(review)
    listed = [
        (study_id, known.of(study_id))
        for study_id, facts in review.studies().items()
        if not facts.exclusion
    ]
    several = [one for one in listed if len(one[1]) > 1]
    withdrawn = tuple(_withdrawn(review, known))
    if not (several or withdrawn):
        return None
    seen = [
        one
        for one in several
        if not (why_blinded(review, *one) or waits(review, one[1]))
    ]
    agreement, comparisons = measure(review)
    found: list[ResolvedDiscrepancy] = []
    corrected: list[LaterCorrection] = []
    for first in comparisons:
        told = _FirstToNow(review, first, known.of(first.study_id), agreement.letters)
        found += told.discrepancies()
        corrected += told.corrections
    looks = _looks(review)
    return DualInput(
        agreement=agreement,
        discrepancies=tuple(found),
        reviewers=_reviewers(review, seen or several, found),
        mode=_mode(seen or several),
        counts=_counts(review, known, listed, seen),
        looks=sum(one.is_early for one in looks),
        blinded=not any(one.spoils(dict(several)) for one in looks),
        is_simulated=bool(review.facts(r.REVIEW, r.ReviewFacts).simulated),
        corrections=tuple(corrected),
        withdrawn=withdrawn,
    )


def _withdrawn(review: OpenReview, known: Parties) -> Iterator[Withdrawn]:
    """The abstractions that were taken out of the comparison once complete."""
    # What is assigned to nobody any more has no document: the abstractions have.
    for own in review.project.documents(r.ABSTRACTION):
        study_id, reviewer_id = r.abstraction_ids(own)
        facts = review.studies().get(study_id)
        alone = independent(known.of(study_id))
        there = any(one.reviewer_id == reviewer_id for one in alone)
        if facts is None or facts.exclusion or there or reviewer_id == r.CONSENSUS:
            continue
        document = r.assignment_document(study_id, reviewer_id)
        changed = review.project.history(document, "duty", ANSWER, limit=1)
        states = review.project.history(own, "", STATE, limit=-1)
        completed = [one for one in states if one.new_value == "complete"]
        if not (changed and completed) or changed[0].lamport < completed[-1].lamport:
            continue
        who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
        yield Withdrawn(
            study_label=facts.label or facts.key,
            reviewer=who.name or who.initials,
            at=changed[0].at.date(),
            reason=changed[0].reason,
        )


class _FirstToNow:
    """One study as it was first completed, beside what has become of it since."""

    def __init__(
        self,
        review: OpenReview,
        first: FirstComparison,
        parties: tuple[Party, ...],
        letters: Sequence[str],
    ) -> None:
        self._review, self._first = review, first
        self._letters = letters
        facts = review.study(first.study_id)
        self._label = facts.label or facts.key
        now = {
            one.reviewer_id: review.read_abstraction(first.study_id, one.reviewer_id)
            for one in parties
        }
        self._now = [now[one.reviewer_id] for one in first.parties]
        self._case = Case(review, first.study_id, (parties, tuple(now.values())))
        self._lines = {one.compared.path: one for one in self._case.lines()}
        self._those = {one.reviewer_id for one in parties}
        self._corrected = [list(self._of_side(at)) for at in range(len(first.parties))]

    @property
    def corrections(self) -> list[LaterCorrection]:
        """All that was corrected since, by one reviewer after the other."""
        return [said for side in self._corrected for _path, said in side]

    def discrepancies(self) -> Iterator[ResolvedDiscrepancy]:
        """What differed then, with what was decided."""
        for compared in self._first.compared:
            if compared.kind is not None:
                yield self._discrepancy(compared, compared.kind)

    def _discrepancy(
        self, compared: Compared, kind: DiscrepancyClass
    ) -> ResolvedDiscrepancy:
        line = self._lines.get(compared.path)
        said = self._case.decision(compared.path)
        # What was corrected away before anybody decided is what all of them say now.
        agreed = line is None or line.state == "agreed"
        kept = said.kept if said else Kept.SAME if agreed else Kept.OPEN
        by = self._case.resolution_at(compared.path)
        who = str(by.get("by") or "") if isinstance(by, dict) else ""
        at, named = next(
            (side.path, held)
            for side, held in zip(compared.sides, self._first.sides, strict=True)
            if side.path
        )
        spec = compared.spec
        answers = self._answers(compared)
        room = len(self._letters)
        return ResolvedDiscrepancy(
            study_id=self._first.study_id,
            study_label=self._label,
            field=_(spec.label) if spec else row_name(named, at) or _("row"),
            where=standing_words(named, at),
            kind=kind,
            answers=(*answers, *[""] * (room - len(answers)))[:room],
            consensus=self._consensus(compared, said, line) if kept else "",
            kept=kept,
            reason=said.reason if said else "",
            by=said.by if said else "",
            by_party=who in self._those,
            at=said.at.date() if said and said.at else None,
            is_row=spec is None,
            revised=said is not None and line is not None and line.is_open,
            counts=self._first.counts,
            corrections=tuple(self._corrections_of(compared)),
        )

    def _answers(self, compared: Compared) -> tuple[str, ...]:
        words = []
        for side, held in zip(compared.sides, self._first.sides, strict=True):
            if compared.spec is None:
                words.append(row_name(held, side.path) if side.path else "")
            else:
                words.append(show_answer(compared.spec, side.answer, arm_names(held)))
        return tuple(words)

    def _consensus(
        self, compared: Compared, said: Decision | None, line: Line | None
    ) -> str:
        held, path = self._case.consensus, compared.path
        if compared.spec is None:
            return row_name(held, path) if held.owner(path) is not None else ""
        if said is not None:
            return show_answer(compared.spec, held.get(path), arm_names(held))
        answer = line.compared.sides[0].answer if line is not None else None
        return show_answer(compared.spec, answer, arm_names(self._case.sides[0]))

    def _of_side(self, at: int) -> Iterator[tuple[str, LaterCorrection]]:
        """What one reviewer answered otherwise when first completing the study."""
        then, now = self._first.sides[at], self._now[at]
        document = r.abstraction_document(now.study_id, now.reviewer_id)
        said_of = dict.fromkeys(
            path
            for held in (then, now)
            for path, facet in held.entries
            if facet == ANSWER
        )
        for path in said_of:
            if then.entries.get((path, ANSWER)) == now.entries.get((path, ANSWER)):
                continue
            if not now.form.knows(path):
                continue
            spec = now.form.field(path)
            named = now if now.owner(paths.parent(path)) is not None else then
            event = self._review.project.history(document, path, ANSWER, limit=1)[0]
            yield (
                path,
                LaterCorrection(
                    study_id=now.study_id,
                    study_label=self._label,
                    field=_(spec.label),
                    where=standing_words(named, path),
                    letter=self._letters[at] if at < len(self._letters) else "",
                    before=answer_words(spec, then.get(path), then),
                    after=answer_words(spec, now.get(path), now),
                    at=event.at.date(),
                    reason=reason_to_reopen(self._review, document, event.lamport),
                ),
            )

    def _corrections_of(self, compared: Compared) -> Iterator[LaterCorrection]:
        for side, listed in zip(compared.sides, self._corrected, strict=True):
            for path, said in listed:
                inside = compared.spec is None and path.startswith(f"{side.path}.")
                if side.path and (path == side.path or inside):
                    yield said


@dataclass(frozen=True, slots=True)
class _Look:
    """What the audit trail says of the looks of one reviewer at one study."""

    study_id: str
    reviewer_id: str
    is_early: bool
    is_before_own: bool
    is_open_to_all: bool

    def spoils(self, studies: Mapping[str, tuple[Party, ...]]) -> bool:
        """Say whether the study was not abstracted independently for it.

        An adjudicator's early look changes nothing for those who abstract.
        """
        parties = independent(studies.get(self.study_id, ()))
        is_party = any(one.reviewer_id == self.reviewer_id for one in parties)
        is_known = self.is_early or self.is_before_own
        return bool(parties) and (self.is_open_to_all or (is_party and is_known))


def _looks(review: OpenReview) -> list[_Look]:
    """The looks at others' answers: one for each study and who looked there."""
    found = []
    for document in review.project.documents(r.LOOKS):
        said: dict[str, list[dict[str, JsonValue]]] = {}
        for event in review.project.history(document, facet=LOOK):
            if isinstance(event.new_value, dict):
                said.setdefault(event.author_id, []).append(event.new_value)
        for author_id, told in said.items():
            found.append(
                _Look(
                    document.removeprefix(r.LOOKS),
                    author_id,
                    any(one.get("before_completion") for one in told),
                    any(one.get("before_own") for one in told),
                    any(one.get(PIN_REMOVED) for one in told),
                )
            )
    return found


def _reviewers(
    review: OpenReview, several: Read, found: Sequence[ResolvedDiscrepancy]
) -> tuple[DualReviewer, ...]:
    deciders = {one.by for one in found if one.by}
    listed = []
    for who in reviewers(review):
        mine = [
            one.letter
            for _study, parties in several
            for one in parties
            if one.reviewer_id == who.reviewer_id
        ]
        if not mine and (who.initials or who.name) not in deciders:
            continue
        # A letter means the same person only where it is the same in every study.
        letter = mine[0] if len(set(mine)) == 1 else ""
        listed.append(DualReviewer(who.name, letter, who.role, len(mine), who.initials))
    return tuple(listed)


def _mode(several: Read) -> DualMode:
    alone = [len(independent(parties)) > 1 for _study, parties in several]
    if all(alone):
        return DualMode.INDEPENDENT
    return DualMode.MIXED if any(alone) else DualMode.VERIFIED


def _counts(review: OpenReview, known: Parties, listed: Read, seen: Read) -> DualCounts:
    twice = sum(len(independent(parties)) > 1 for _study, parties in seen)
    several = sum(len(parties) > 1 for _study, parties in listed)
    return DualCounts(
        twice=twice,
        verified=len(seen) - twice,
        once=sum(len(parties) == 1 for _study, parties in listed),
        reconciled=sum(
            settled_consensus(review, study_id, known) is not None
            for study_id, _parties in seen
        ),
        waiting=several - len(seen),
    )
