"""What the report's chapter on agreement is made from, read from the audit trail."""

from collections.abc import Mapping, Sequence

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.discrepancy import RESOLUTION, DiscrepancyClass
from ivig_abstractor.model.naming import arm_names, row_name
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.agreeing import agreement_of, independent
from ivig_abstractor.operations.blinding import (
    LOOK,
    PIN_REMOVED,
    Parties,
    Party,
    waits,
    why_blinded,
)
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import reviewers
from ivig_abstractor.operations.reconcile_case import Case
from ivig_abstractor.operations.reconciling import settled_consensus
from ivig_abstractor.operations.settling import Line
from ivig_abstractor.report.report_input import (
    DualCounts,
    DualInput,
    DualMode,
    DualReviewer,
    ResolvedDiscrepancy,
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
    if not several:
        return None
    seen = [
        one
        for one in several
        if not (why_blinded(review, *one) or waits(review, one[1]))
    ]
    agreement = agreement_of(review)
    found: list[ResolvedDiscrepancy] = []
    for study_id, parties in seen:
        found += _discrepancies(review, study_id, parties, len(agreement.letters))
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
    )


def _discrepancies(
    review: OpenReview, study_id: str, parties: Sequence[Party], letters: int
) -> list[ResolvedDiscrepancy]:
    case = Case(review, study_id)
    facts = review.study(study_id)
    label = facts.label or facts.key
    those = {one.reviewer_id for one in parties}
    found = []
    for line in case.lines():
        kept = case.consensus.entries.get((line.compared.path, RESOLUTION))
        kind = line.compared.kind or _recorded_class(kept)
        if kind is None:
            continue
        by = str(kept.get("by") or "") if isinstance(kept, dict) else ""
        said = line.decision if not line.is_open else None
        answers = _answers(case, line)
        found.append(
            ResolvedDiscrepancy(
                study_id=study_id,
                study_label=label,
                field=line.label,
                where=line.place,
                kind=kind,
                answers=(*answers, *[""] * (letters - len(answers)))[:letters],
                consensus=_consensus_words(case, line) if said else "",
                kept=said.kept if said else "",
                reason=said.reason if said else "",
                by=said.by if said else "",
                by_party=by in those,
                at=said.at.date() if said and said.at else None,
                is_row=line.compared.spec is None,
            )
        )
    return found


def _recorded_class(kept: JsonValue) -> DiscrepancyClass | None:
    """The class of a difference that was decided, and has been corrected away since."""
    code = kept.get("class") if isinstance(kept, dict) else None
    return DiscrepancyClass(code) if isinstance(code, str) and code else None


def _answers(case: Case, line: Line) -> tuple[str, ...]:
    compared = line.compared
    words = []
    for side, abstraction in zip(compared.sides, case.sides, strict=True):
        if compared.spec is None:
            words.append(row_name(abstraction, side.path) if side.path else "")
        else:
            arms = arm_names(abstraction)
            words.append(show_answer(compared.spec, side.answer, arms))
    return tuple(words)


def _consensus_words(case: Case, line: Line) -> str:
    spec = line.compared.spec
    if spec is None:
        path = line.compared.path
        is_there = case.consensus.owner(path) is not None
        return row_name(case.consensus, path) if is_there else ""
    return show_answer(spec, line.answer, arm_names(case.consensus))


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
