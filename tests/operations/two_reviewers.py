"""A review in which two reviewers have abstracted one study, made through the store."""

from typing import Any

from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_reviewer
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


def second_reviewer(review: OpenReview) -> str:
    """Add Mo K, an abstractor."""
    done = add_reviewer(review, "Mo K", "MK")
    return done.changes[0].document.removeprefix(r.REVIEWER)


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
