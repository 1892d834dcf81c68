"""What a reviewer does with the review around the abstractions."""

import pytest

from ivig_abstractor.model.review import (
    ReviewFacts,
    Role,
    StudyFacts,
    abstraction_document,
)
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations import pins, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import open_study, overview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.undo import undo


def test_studies_keep_the_order_in_which_they_were_entered(review):
    for key in ("zeta1990", "alpha1991", "mid1992"):
        reviewing.add_study(review, StudyFacts(key=key))

    assert [line.key for line in overview(review).studies] == [
        "zeta1990",
        "alpha1991",
        "mid1992",
    ]


@pytest.mark.parametrize("key", ["", "  ", "cherin2002", "Cherin2002"])
def test_a_key_is_needed_and_unique(review, study, key):
    with pytest.raises(NotPossible):
        reviewing.add_study(review, StudyFacts(key=key))


def test_editing_a_study_keeps_its_place_and_its_own_key(review, study):
    reviewing.add_study(review, StudyFacts(key="lee1995"))
    facts = StudyFacts(key="cherin2002", label="Cherin", exclusion="E-07")
    reviewing.edit_study(review, study, facts)

    first = overview(review).studies[0]
    assert (first.label, first.exclusion, first.included) == ("Cherin", "E-07", False)


def test_adding_a_study_can_be_undone(review, study):
    undo(review)

    assert [line.key for line in overview(review).studies if line.key] == []


def test_each_reviewer_sees_only_their_own_answers(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    reviewing.add_reviewer(review, "Kim S", "KS", Role.ABSTRACTOR)
    other = next(w for w in overview(review).reviewers if w.initials == "KS")
    pins.choose_pin(review, "2468")
    seen = reviewing.switch_reviewer(review, other.reviewer_id)

    assert seen.reviewer.initials == "KS"
    assert open_study(review, study).abstraction.get("population.n_enrolled") is None
    assert seen.studies[0].answered == 0


def test_the_review_opens_as_its_lead(review):
    lead = review.reviewer_id
    reviewing.add_reviewer(review, "Abe A", "AA")
    path = review.path
    review.close()

    with OpenReview.open(path) as again:
        assert again.reviewer_id == lead


def test_the_title_and_the_flow_are_kept(review):
    reviewing.edit_review(review, ReviewFacts(title="IVIG again"))
    reviewing.answer_review_text(review, "flow.screened", "120")
    reviewing.add_review_row(review, "flow.databases")

    answers = reviewing.review_answers(review)
    assert overview(review).title == "IVIG again"
    assert answers.get("flow.screened") == 120
    assert len(answers.rows("flow.databases")) == 1


def test_summaries_of_other_rules_are_made_again_on_opening(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    at = abstraction_document(study, review.reviewer_id)
    review.project.put_summaries({at: {"made_with": "older rules", "answered": 7}})
    path = review.path
    review.close()

    with OpenReview.open(path) as again:
        assert overview(again).studies[0].answered == 1
