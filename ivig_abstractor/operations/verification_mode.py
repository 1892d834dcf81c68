"""Single abstraction with verification: a second reviewer checks the first one."""

from collections.abc import Iterable, Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, ROW
from ivig_abstractor.operations.blinding import Blinded, Parties, Party, record_look
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.records import Set

VERIFIED_FACETS = (ANSWER, EVIDENCE, NOTE, ROW)


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
    document = r.abstraction_document(study_id, review.reviewer_id)
    if review.project.entries(document):
        raise NotPossible(_("You have begun to verify this study already."))
    source, first_id = _first(review, study_id, parties)
    sets = [
        Set(document, one.path, one.facet, one.value)
        for one in review.project.entries(source)
        if one.facet in VERIFIED_FACETS
    ]
    first = Party("", first_id, r.Duty.ABSTRACT, is_complete=True)
    record_look(review, study_id, (first, mine))
    return review.perform(sets, label=_("Begin verification"), study_id=study_id)


def answers_to_verify(
    review: OpenReview, reviewer_id: str, studies: Iterable[str]
) -> Iterator[Set]:
    """The first abstractions that a hand-out carries for its reviewer to verify."""
    known = Parties(review)
    for study_id in studies:
        parties = known.of(study_id)
        mine = next((p for p in parties if p.reviewer_id == reviewer_id), None)
        first = _complete_first(parties)
        if mine is None or mine.duty is not r.Duty.VERIFY or first is None:
            continue
        source = r.abstraction_document(study_id, first.reviewer_id)
        for one in review.project.entries(source):
            if one.facet in VERIFIED_FACETS:
                target = f"{r.TO_VERIFY}{study_id}/{first.reviewer_id}"
                yield Set(target, one.path, one.facet, one.value)


def _complete_first(parties: Iterable[Party]) -> Party | None:
    first = next((p for p in parties if p.duty is r.Duty.ABSTRACT), None)
    return first if first and first.is_complete else None


def _first(
    review: OpenReview, study_id: str, parties: Iterable[Party]
) -> tuple[str, str]:
    """The document of the first abstraction, here or handed out, and whose it is."""
    for document in review.project.documents(f"{r.TO_VERIFY}{study_id}/"):
        return document, document.rpartition("/")[2]
    first = _complete_first(parties)
    if first is None:
        raise Blinded(
            _("There is nothing to verify yet: the first abstraction is not complete.")
        )
    return r.abstraction_document(study_id, first.reviewer_id), first.reviewer_id
