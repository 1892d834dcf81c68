"""What reviewers do about the PINs that keep their seats in a file they share."""

from ivig_abstractor.base import clock
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.operations import seats
from ivig_abstractor.operations.blinding import LOOK, PIN_REMOVED
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.records import Set


def seats_of(review: OpenReview) -> tuple[seats.SeatLine, ...]:
    """The reviewers who can sit down in this file, and what each is asked for."""
    return seats.seats(review.project)


def choose_pin(review: OpenReview, pin: str, earlier: str = "") -> None:
    """Let the current reviewer choose a PIN, or another one than the `earlier`.

    Raises:
        PinNeeded: `earlier` is not the present PIN.
        NotPossible: the new one is too short.
    """
    if seats.has_pin(review.project, review.reviewer_id):
        seats.refuse_wrong_pin(review.project, review.reviewer_id, earlier)
    seats.keep_pin(review.project, review.reviewer_id, pin)


def studies_behind(review: OpenReview, reviewer_id: str) -> tuple[str, ...]:
    """The studies of a reviewer that removing their PIN would open to others."""
    return seats.guarded_of(review.project, reviewer_id)


def remove_pin(review: OpenReview, reviewer_id: str) -> None:
    """Remove a forgotten PIN, which is written down as an early look by who does it.

    The lead removes it; that of a lead anybody else who has a seat.

    Raises:
        NotPossible: it is one's own, there is none, or only the lead removes it.
    """
    who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
    me = review.facts(r.reviewer_document(review.reviewer_id), r.ReviewerFacts)
    if r.Role.LEAD not in (me.role, who.role):
        raise NotPossible(
            _("Only the lead of the review removes the PIN of another reviewer."),
            _("Ask the lead to do it."),
        )
    if reviewer_id == review.reviewer_id:
        raise NotPossible(_("This is your own PIN."), _("Change it instead."))
    if not seats.has_pin(review.project, reviewer_id):
        raise NotPossible(_("{name} has no PIN.").format(name=who.name))
    value: dict[str, JsonValue] = {
        "at": clock.now().isoformat(timespec="seconds"),
        "of": [reviewer_id],
        "before_completion": [reviewer_id],
        PIN_REMOVED: True,
    }
    looks = [
        Set(r.LOOKS + study_id, review.reviewer_id, LOOK, value)
        for study_id in studies_behind(review, reviewer_id)
    ]
    # The looks first: should the program end here, they say rather too much.
    if looks:
        label = _("Look at others' answers")
        review.project.commit(looks, author=review.reviewer_id, label=label)
    seats.drop_pin(review.project, reviewer_id, by=review.reviewer_id)
