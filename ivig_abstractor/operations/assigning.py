"""Who abstracts which study: assignments never touch an answer."""

from collections.abc import Mapping

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
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


def assign(review: OpenReview, wanted: Mapping[str, Duties]) -> Changes:
    """Say who does what, by study and reviewer id; what is not named stays.

    Changing who abstracts a study, or how, never deletes an answer.

    Raises:
        NotPossible: only the lead assigns; or a study or reviewer is not known.
    """
    refuse_unless_lead(review, _("Only the lead of the review assigns studies."))
    known = {
        one.removeprefix(r.REVIEWER) for one in review.project.documents(r.REVIEWER)
    }
    sets: list[Set] = []
    for study_id, duties in wanted.items():
        review.study(study_id)
        for reviewer_id, duty in duties.items():
            if reviewer_id not in known:
                said = _("The review has no reviewer “{id}”.").format(id=reviewer_id)
                raise NotPossible(said)
            document = r.assignment_document(study_id, reviewer_id)
            sets += sets_of(document, r.AssignmentFacts(duty=duty))
    return review.perform(sets, label=_("Assign studies"))


def refuse_unless_lead(review: OpenReview, sentence: str) -> None:
    """Refuse what only the lead does.

    Raises:
        NotPossible: the current reviewer is not the lead.
    """
    who = review.facts(r.reviewer_document(review.reviewer_id), r.ReviewerFacts)
    if who.role is not r.Role.LEAD:
        raise NotPossible(sentence, _("Ask the lead, or change your role in the list."))
