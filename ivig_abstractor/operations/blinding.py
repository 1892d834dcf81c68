"""Who may see whose answers: asked by everything that reads more than one reviewer's.

Until all reviewers of a study have completed it, nobody is given the answers of another
reviewer, except an adjudicator who does not abstract the study; each look is written
into the audit trail. Who has begun a study and not completed it is given nothing there,
whatever the assignments say by now.
"""

from ivig_abstractor.base import clock
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE, Abstraction
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.records import Set

LOOK = "look"
PIN_REMOVED = "pin_removed"


class Blinded(AppError):
    """The answers of other reviewers are not shown yet."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what, unchanged=_("Nothing was shown."), next_step=next_step)


@dataclass(frozen=True, slots=True)
class Party:
    """A reviewer who abstracts or verifies a study, by the letter screens use."""

    letter: str
    reviewer_id: str
    duty: r.Duty
    is_complete: bool


class Parties:
    """The reviewers of every study, read once for all studies."""

    def __init__(self, review: OpenReview) -> None:
        from ivig_abstractor.operations.assigning import assignments

        self._review = review
        self._assigned = assignments(review)
        self._order = [
            one.removeprefix(r.REVIEWER) for one in review.project.documents(r.REVIEWER)
        ]
        self._begun: dict[str, set[str]] = {}
        for document in review.project.documents(r.ABSTRACTION):
            study_id, reviewer_id = r.abstraction_ids(document)
            self._begun.setdefault(study_id, set()).add(reviewer_id)

    def of(self, study_id: str) -> tuple[Party, ...]:
        """Those assigned to a study; without assignments, those who have begun it."""
        duties = self._assigned.get(study_id) or {
            one: r.Duty.ABSTRACT
            for one in self._begun.get(study_id, ())
            if one != r.CONSENSUS
        }
        there = [one for one in self._order if one in duties]
        return tuple(
            Party(
                _letter(at), one, duties[one], is_complete(self._review, study_id, one)
            )
            for at, one in enumerate(there)
        )


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"R{at + 1}"


def is_complete(review: OpenReview, study_id: str, reviewer_id: str) -> bool:
    """Say whether a reviewer has completed a study."""
    document = r.abstraction_document(study_id, reviewer_id)
    return review.project.get(document, "", STATE) == "complete"


def why_blinded(review: OpenReview, study_id: str, parties: tuple[Party, ...]) -> str:
    """The sentence that says why the answers cannot be compared; empty if they can."""
    if len(parties) < 2:
        return _(
            "Only one reviewer abstracts this study, so there is nothing to compare."
        )
    if may_look_early(review, study_id, parties):
        return ""
    return waits(review, parties) or _own_is_unfinished(review, study_id)


def may_look_early(
    review: OpenReview, study_id: str, parties: tuple[Party, ...]
) -> bool:
    """Say whether the current reviewer adjudicates the study and has no part in it."""
    me = review.reviewer_id
    if any(one.reviewer_id == me for one in parties):
        return False
    who = review.facts(r.reviewer_document(me), r.ReviewerFacts)
    return who.role is r.Role.ADJUDICATOR and not _has_begun(review, study_id)


def waits(review: OpenReview, parties: tuple[Party, ...]) -> str:
    """The sentence that names who has not completed the study; empty if all have."""
    waiting = [one for one in parties if not one.is_complete]
    if not waiting:
        return ""
    names = ", ".join(_name(review, one.reviewer_id) for one in waiting)
    return _("Not completed yet by {names}.").format(names=names)


def refuse_blinded(review: OpenReview, study_id: str) -> tuple[Party, ...]:
    """The reviewers of a study, whose answers the current reviewer may now see.

    Writes the look into the audit trail, once for each study while the file is open.

    Raises:
        Blinded: somebody has not completed the study.
    """
    review.study(study_id)
    parties = Parties(review).of(study_id)
    why = why_blinded(review, study_id, parties)
    if why:
        raise Blinded(why, _way_on(review, study_id, parties))
    record_look(review, study_id, parties)
    return parties


def record_look(review: OpenReview, study_id: str, parties: tuple[Party, ...]) -> None:
    """Write into the audit trail that the current reviewer sees others' answers."""
    others = [p for p in parties if p.reviewer_id != review.reviewer_id]
    early = [p.reviewer_id for p in others if not p.is_complete]
    told = (study_id, review.reviewer_id, bool(early))
    if not others or told in review.looked:
        return
    if review.read_only:
        if early:
            raise Blinded(
                _(
                    "The file can only be read, so a look at others' answers before"
                    " they are complete cannot be written into the audit trail."
                ),
                _("Open the file where it can be written."),
            )
        return
    mine = is_complete(review, study_id, review.reviewer_id)
    value: dict[str, JsonValue] = {
        "at": clock.now().isoformat(timespec="seconds"),
        "of": [*(p.reviewer_id for p in others)],
        "before_completion": [*early],
        "before_own": not mine,
    }
    one = Set(r.LOOKS + study_id, review.reviewer_id, LOOK, value)
    # Not through perform(): a look is no step that could be undone.
    review.project.commit(
        [one], author=review.reviewer_id, label=_("Look at others' answers")
    )
    review.looked.add(told)


def abstractions(
    review: OpenReview, study_id: str
) -> tuple[tuple[Party, ...], tuple[Abstraction, ...]]:
    """The abstractions of all reviewers of a study, once they may be seen.

    Raises:
        Blinded: somebody has not completed the study.
    """
    parties = refuse_blinded(review, study_id)
    return parties, tuple(
        review.read_abstraction(study_id, one.reviewer_id) for one in parties
    )


def _has_begun(review: OpenReview, study_id: str) -> bool:
    """Say whether anything stands in the current reviewer's abstraction of a study."""
    document = r.abstraction_document(study_id, review.reviewer_id)
    return bool(review.project.entries(document))


def _own_is_unfinished(review: OpenReview, study_id: str) -> str:
    """Why who has begun a study sees nothing there, though it is not theirs any more.

    Out of the assignments, and in again, one would know what the others answered.
    """
    mine = review.reviewer_id
    if is_complete(review, study_id, mine) or not _has_begun(review, study_id):
        return ""
    return _("You have begun this study and not completed it.")


def _way_on(review: OpenReview, study_id: str, parties: tuple[Party, ...]) -> str:
    if len(parties) < 2:
        return _("Assign it to a second reviewer, or merge a hand-in.")
    if waits(review, parties):
        return _("Their answers are shown when all have completed the study.")
    return _(
        "Complete your own abstraction; then the answers of the others are shown,"
        " whoever the study is assigned to."
    )


def _name(review: OpenReview, reviewer_id: str) -> str:
    who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
    return who.initials or who.name
