"""Single abstraction with verification: a second reviewer checks the first one."""

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, ROW
from ivig_abstractor.operations.blinding import Blinded, Parties, record_look
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.records import Set


def begin_verification(review: OpenReview, study_id: str) -> Changes:
    """Take the first reviewer's answers and evidence over, to check each of them.

    The verifier's abstraction is their own: what they correct shows as a discrepancy,
    and the first abstraction stays as it is.

    Raises:
        Blinded: the first reviewer has not completed the study.
        NotPossible: the current reviewer does not verify it, or has begun already.
    """
    review.study(study_id)
    parties = Parties(review).of(study_id)
    mine = next((p for p in parties if p.reviewer_id == review.reviewer_id), None)
    if mine is None or mine.duty is not r.Duty.VERIFY:
        raise NotPossible(
            _("You are not asked to verify this study."),
            _("The lead says in the assignments who verifies what."),
        )
    first = next((p for p in parties if p.duty is r.Duty.ABSTRACT), None)
    if first is None or not first.is_complete:
        raise Blinded(
            _("There is nothing to verify yet: the first abstraction is not complete.")
        )
    document = r.abstraction_document(study_id, review.reviewer_id)
    if review.project.entries(document):
        raise NotPossible(_("You have begun to verify this study already."))
    record_look(review, study_id, (first, mine))
    theirs = review.read_abstraction(study_id, first.reviewer_id)
    sets = [
        Set(document, path, facet, value)
        for (path, facet), value in theirs.entries.items()
        if facet in (ANSWER, EVIDENCE, NOTE, ROW)
    ]
    return review.perform(sets, label=_("Begin verification"), study_id=study_id)
