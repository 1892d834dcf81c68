"""What was typed when a study was added is not asked again."""

import pytest

from ivig_abstractor.model.progress import section_progress
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.model.starting import answers_of_new_study
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import overview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.reviewing import add_reviewer, add_study
from ivig_abstractor.operations.undo import redo, undo

KEY, AUTHOR, YEAR = (
    f"identification.{name}" for name in ("study_id", "first_author", "year")
)
CHERIN = StudyFacts(key="cherin2002", label="Cherin 2002")


@pytest.mark.parametrize(
    ("label", "author", "year"),
    [
        ("Cherin 2002", "Cherin", 2002),
        ("  Cherin  P 2002", "Cherin P", 2002),
        ("Cherin et al. 2002", "Cherin", 2002),
        ("van der Meulen, 1998b", "van der Meulen", 1998),
        ("Saito (2008)", "Saito", 2008),
    ],
)
def test_author_and_year_are_taken_from_a_name(label, author, year):
    found = answers_of_new_study(StudyFacts(key="k", label=label))
    assert found == {KEY: "k", AUTHOR: author, YEAR: year}


@pytest.mark.parametrize(
    "label",
    ["", "Cherin", "2002", "Cherin 02", "Cherin 1991 (Presse Med)", "NCT02728752"],
)
def test_another_name_tells_nothing(label):
    assert answers_of_new_study(StudyFacts(key="k", label=label)) == {KEY: "k"}


def test_what_does_not_fit_its_field_is_left_out():
    assert answers_of_new_study(StudyFacts(key="Ch 02", label="Cherin 1066")) == {
        AUTHOR: "Cherin"
    }


def test_a_study_begins_with_what_was_typed_and_is_undone_as_one(review):
    done = add_study(review, CHERIN, begin=True)
    study = done.study_id
    assert done.line.answered == 3
    assert done.line.year == 2002
    assert review.abstraction(study).get(AUTHOR) == "Cherin"
    assert done.undo == "Add study"

    undo(review)
    assert overview(review).studies == ()
    assert overview(review).undo == ""
    again = redo(review)
    assert again.line.answered == 3
    path = review.path
    review.close()
    with OpenReview.open(path) as opened:
        [line] = overview(opened).studies
        assert (line.answered, line.status) == (3, "in_progress")


def test_with_several_reviewers_nobody_begins_by_adding(review):
    add_reviewer(review, "Mo")
    done = add_study(review, CHERIN, begin=True)
    assert done.line.status == "not_started"
    assert review.abstraction(done.study_id).get(KEY) is None


def test_who_joins_later_enters_what_the_list_says_as_one_step(review):
    add_reviewer(review, "Mo")
    study = add_study(review, CHERIN, begin=True).study_id
    act.answer_text(review, study, AUTHOR, "Cherin P")

    act.enter_facts(review, study)

    held = review.abstraction(study)
    assert (held.get(KEY), held.get(AUTHOR), held.get(YEAR)) == (
        "cherin2002",
        "Cherin P",
        2002,
    )
    with pytest.raises(NotPossible):
        act.enter_facts(review, study)
    undo(review)
    assert review.abstraction(study).get(YEAR) is None
    assert review.abstraction(study).get(AUTHOR) == "Cherin P"


def test_text_that_is_not_understood_is_no_answer(review):
    study = add_study(review, CHERIN, begin=True).study_id
    before = overview(review).studies[0]
    for path in ("population.n_enrolled", "population.age"):
        act.answer_text(review, study, path, "some of them")
    after = overview(review).studies[0]
    assert (after.answered, after.asked) == (before.answered, before.asked)
    assert after.errors == before.errors + 2
    population = next(
        one
        for one in section_progress(review.abstraction(study), [])
        if one.section == "population"
    )
    assert population.answered == 0
    assert population.left == population.asked - 2


def test_who_typed_only_what_is_not_understood_has_begun(review):
    study = add_study(review, CHERIN).study_id
    assert overview(review).studies[0].status == "not_started"
    act.answer_text(review, study, "population.n_enrolled", "some of them")
    assert overview(review).studies[0].status == "in_progress"
