"""A review in which two reviewers have abstracted one study, made through the store."""

from typing import Any

from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.operations import pins, seats
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_reviewer, switch_reviewer
from ivig_abstractor.store.records import Set
from tests.builders import an_abstraction

ARM_A = {
    "arms[a1].arm.name": "IVIG",
    "arms[a1].arm.n_treated": "8",
    "arms[a2].arm.name": "Placebo",
    "arms[a2].arm.n_treated": "7",
}
ARM_B = {
    "arms[b1].arm.name": "Placebo",
    "arms[b1].arm.n_treated": "7",
    "arms[b2].arm.name": "IVIG",
    "arms[b2].arm.n_treated": "8",
}

JOURNAL = "identification.journal"
YEAR = "identification.year"
AUTHOR = "identification.first_author"
AE_A = {
    "adverse_effects.rows[e1].preferred_term": "Headache",
    "adverse_effects.rows[e1].arm": "a1",
    "adverse_effects.rows[e1].patients": "3/8 patients",
}
AE_B = {
    "adverse_effects.rows[f1].preferred_term": "Headache",
    "adverse_effects.rows[f1].arm": "b2",
    "adverse_effects.rows[f1].patients": "3/8 patients",
    "adverse_effects.rows[f2].preferred_term": "Aseptic meningitis",
    "adverse_effects.rows[f2].arm": "b2",
    "adverse_effects.rows[f2].patients": "1/8 patients",
}


def second_reviewer(review: OpenReview) -> str:
    """Add Mo K, an abstractor."""
    done = add_reviewer(review, "Mo K", "MK")
    return done.changes[0].document.removeprefix(r.REVIEWER)


PIN = "2468"


def sit_down(review: OpenReview, reviewer_id: str, pin: str = PIN) -> None:
    """Go on as another reviewer, with PINs where the file asks for them."""
    if seats.need_of(review.project, review.reviewer_id) == "new":
        pins.choose_pin(review, PIN)
    switch_reviewer(review, reviewer_id, pin)


def abstracted(
    review: OpenReview,
    study_id: str,
    reviewer_id: str,
    *,
    complete: bool = True,
    notes: dict[str, str] | None = None,
    **answers: Any,
) -> None:
    """Let a reviewer have given these answers, and completed the study."""
    document = r.abstraction_document(study_id, reviewer_id)
    made = an_abstraction(study_id, reviewer_id, notes, **answers)
    sets = [
        Set(document, path, facet, value)
        for (path, facet), value in made.entries.items()
    ]
    if complete:
        sets.append(Set(document, "", STATE, "complete"))
    review.project.commit(sets, author=reviewer_id, label="Abstract")
    review.become(review.reviewer_id)


def abstracted_twice(review: OpenReview, study_id: str) -> tuple[str, str]:
    """Two completed abstractions that differ; the ids of the reviewers as A and B."""
    mine, mo = review.reviewer_id, second_reviewer(review)
    who = {AUTHOR: "Dalakas"}
    one = {**who, JOURNAL: "Arthritis Rheum", YEAR: "1993", **ARM_A, **AE_A}
    two = {**who, JOURNAL: "arthritis rheum.", YEAR: "1994", **ARM_B, **AE_B}
    first, second = sorted((mine, mo))
    abstracted(review, study_id, first, **one)
    abstracted(review, study_id, second, **two)
    return first, second


def corrected(
    review: OpenReview, study_id: str, who: str, path: str, value: JsonValue
) -> None:
    """Let a reviewer correct an answer after reconciliation, still complete."""
    document = r.abstraction_document(study_id, who)
    review.project.commit([Set(document, path, ANSWER, value)], author=who, label="x")
    review.become(review.reviewer_id)
