"""Who abstracts which study: assignments never touch an answer."""

from collections.abc import Mapping

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.facts import facts_from, sets_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.records import Set

Duties = Mapping[str, r.Duty]


def assignments(review: OpenReview) -> dict[str, dict[str, r.Duty]]:
    """What each reviewer is asked to do, by study and reviewer id."""
    found: dict[str, dict[str, r.Duty]] = {}
    for document, entries in review.project.entries_of(r.ASSIGNMENT).items():
        study_id, reviewer_id = r.assignment_ids(document)
        duty = facts_from(r.AssignmentFacts, entries).duty
        if duty is not r.Duty.NONE:
            found.setdefault(study_id, {})[reviewer_id] = duty
    return found


def standing(review: OpenReview) -> dict[str, dict[str, bool]]:
    """Who has begun which study, assigned or not, and whether it is complete."""
    found: dict[str, dict[str, bool]] = {}
    for document in review.project.documents(r.ABSTRACTION):
        study_id, who = r.abstraction_ids(document)
        if who != r.CONSENSUS:
            state = review.project.get(document, "", STATE)
            found.setdefault(study_id, {})[who] = state == "complete"
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """An assignment that would be changed though its reviewer has answers there."""

    study: str
    reviewer: str
    is_complete: bool

    def as_text(self) -> str:
        """Whose answers: `Beta 2005, Ben (complete)`."""
        how = _("complete") if self.is_complete else _("begun")
        return f"{self.study}, {self.reviewer} ({how})"


class ReasonWanted(NotPossible):
    """Assignments with answers are changed with a reason; `taken` says which."""

    def __init__(self, taken: tuple[Taken, ...]) -> None:
        super().__init__(
            _("There are answers already: {which}.").format(
                which="; ".join(one.as_text() for one in taken)
            ),
            _("Say why the assignment is changed; the answers themselves stay."),
        )
        self.taken = taken


def assign(
    review: OpenReview, wanted: Mapping[str, Duties], *, reason: str = ""
) -> Changes:
    """Say who does what, by study and reviewer id; what is not named stays.

    Changing who abstracts a study, or how, never deletes an answer. It may take a pair
    out of the comparison, so where there are answers it needs a reason. Who has
    completed a study that nobody was assigned to stays in it with the first assignment.

    Raises:
        NotPossible: only the lead assigns; or a study or reviewer is not known.
        ReasonWanted: somebody has answers there, and no reason is given.
    """
    refuse_unless_lead(review, _("Only the lead of the review assigns studies."))
    known = {
        one.removeprefix(r.REVIEWER) for one in review.project.documents(r.REVIEWER)
    }
    before = assignments(review)
    sets: list[Set] = []
    taken: list[Taken] = []
    for study_id, named in wanted.items():
        review.study(study_id)
        for reviewer_id in named:
            if reviewer_id not in known:
                said = _("The review has no reviewer “{id}”.").format(id=reviewer_id)
                raise NotPossible(said)
        begun = _begun(review, study_id)
        duties = dict(named)
        stood = before.get(study_id)
        if stood is None:
            stood = dict.fromkeys(begun, r.Duty.ABSTRACT)
            if any(duty is not r.Duty.NONE for duty in named.values()):
                done = (who for who, complete in begun.items() if complete)
                duties = dict.fromkeys(done, r.Duty.ABSTRACT) | duties
        for reviewer_id, duty in duties.items():
            document = r.assignment_document(study_id, reviewer_id)
            sets += sets_of(document, r.AssignmentFacts(duty=duty))
            had = stood.get(reviewer_id, r.Duty.NONE)
            if reviewer_id in begun and had not in (r.Duty.NONE, duty):
                taken.append(_taken(review, study_id, reviewer_id, begun))
    if taken and not reason.strip():
        raise ReasonWanted(tuple(taken))
    return review.perform(sets, label=_("Assign studies"), reason=reason.strip())


def _begun(review: OpenReview, study_id: str) -> dict[str, bool]:
    """Who has answers to a study, and whether the reviewer has completed it."""
    found = {}
    for document in review.project.documents(f"{r.ABSTRACTION}{study_id}/"):
        who = r.abstraction_ids(document)[1]
        if who == r.CONSENSUS:
            continue
        entries = review.project.entries(document)
        if any(one.facet == ANSWER for one in entries):
            found[who] = any(
                one.facet == STATE and one.value == "complete" for one in entries
            )
    return found


def _taken(
    review: OpenReview, study_id: str, reviewer_id: str, begun: Mapping[str, bool]
) -> Taken:
    facts = review.study(study_id)
    who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
    return Taken(facts.label or facts.key, who.name or who.initials, begun[reviewer_id])


def refuse_unless_lead(review: OpenReview, sentence: str) -> None:
    """Refuse what only the lead does.

    Raises:
        NotPossible: the current reviewer is not the lead.
    """
    who = review.facts(r.reviewer_document(review.reviewer_id), r.ReviewerFacts)
    if who.role is not r.Role.LEAD:
        raise NotPossible(sentence, _("Ask the lead, or change your role in the list."))
