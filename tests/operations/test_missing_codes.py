"""Many blank fields are set to one missing code, as one step."""

import pytest

from ivig_abstractor.model.absence import blanks_to_set, codes_for_many, codes_offered
from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.progress import blanks
from ivig_abstractor.model.review import abstraction_document
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.refusals import AbstractionLocked, NotPossible
from ivig_abstractor.operations.undo import redo, undo
from ivig_abstractor.store.records import Set

NOT_IN_SOURCE = Missing(missing=MissingCode.NA_SRC)


def to_set(review, study, code=MissingCode.NA_SRC):
    return list(blanks_to_set(review.abstraction(study), code))


def test_blank_fields_are_set_and_undone_as_one_step(review, study):
    act.add_row(review, study, "arms")
    act.answer_text(review, study, "population.n_enrolled", "35")
    before = dict(review.abstraction(study).entries)
    paths = to_set(review, study)

    done = act.miss_blanks(review, study, paths, MissingCode.NA_SRC)

    assert len(done.changes) == len(paths) > 40
    assert done.undo == f"Set {len(paths)} blank fields to not in source"
    after = review.abstraction(study)
    assert all(after.get(path) == NOT_IN_SOURCE for path in paths)
    assert after.get("population.n_enrolled") == 35
    undo(review)
    assert review.abstraction(study).entries == before
    redo(review)
    assert not to_set(review, study)


def test_only_what_is_chosen_and_still_blank_is_set(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    chosen = ["population.n_enrolled", "population.n_treated", "population.age"]

    done = act.miss_blanks(review, study, chosen, MissingCode.NR)

    said = [one.path for one in done.changes]
    assert said == ["population.n_treated", "population.age"]
    assert review.abstraction(study).get("population.n_enrolled") == 35


def test_nothing_to_set_is_said(review, study):
    with pytest.raises(NotPossible):
        act.miss_blanks(review, study, ["identification.study_id"], MissingCode.NR)


def test_a_locked_study_is_left_alone(review, study):
    document = abstraction_document(study, review.reviewer_id)
    locked = Set(document, "", STATE, "complete")
    review.perform([locked], label="Complete", study_id=study, kind="barrier")
    with pytest.raises(AbstractionLocked):
        act.miss_blanks(review, study, ["population.age"], MissingCode.NR)


def test_what_the_reviewer_must_give_is_left_blank(review, study):
    act.add_row(review, study, "arms")
    act.add_row(review, study, "assessments")
    act.add_row(review, study, "outcomes.rows")
    act.answer_text(review, study, "identification.source_scope", "full text")
    act.miss_blanks(review, study, to_set(review, study), MissingCode.NA_SRC)

    left = [one.spec for one in blanks(review.abstraction(study))]
    patterns = {one.pattern for one in left}
    assert all(one.by_reviewer for one in left)
    assert {
        "identification.study_id",
        "identification.retraction_checked",
        "design.design_code",
        "arms[].arm.name",
        "outcomes.rows[].outcome_code",
        "assessments[].bias.outcome",
        "declarations.include_decision",
    } <= patterns


def test_every_judgement_of_bias_is_the_reviewers():
    bias = [one for one in the_form().fields() if one.section == "bias"]
    assert bias
    assert all(one.by_reviewer for one in bias)


def test_only_numbers_can_be_in_a_figure(review, study):
    offered = to_set(review, study, MissingCode.NUM_ONLY_FIG)

    assert "population.age" in offered
    assert "design.design_reported" not in offered


@pytest.mark.parametrize("scope", [None, SourceScope.FULL_TEXT])
def test_with_the_full_text_not_reported_is_offered_first(scope):
    assert codes_offered(scope)[0] is MissingCode.NR
    assert codes_for_many(scope)[0] is MissingCode.NR
    assert MissingCode.UNCLEAR not in codes_for_many(scope)


def test_with_less_not_in_source_is_first_and_not_reported_not_for_many():
    for scope in set(SourceScope) - {SourceScope.FULL_TEXT}:
        assert codes_offered(scope)[0] is MissingCode.NA_SRC
        assert set(codes_offered(scope)) == set(MissingCode)
        assert codes_for_many(scope)[0] is MissingCode.NA_SRC
        assert MissingCode.NR not in codes_for_many(scope)


def test_what_was_never_entered_is_known_before_completion(review, study):
    before = act.before_completion(review, study)
    assert before.blockers
    assert before.never_entered[-3:] == (
        "No outcome was entered.",
        "No adverse effect was entered.",
        "No risk of bias was assessed.",
    )

    act.add_row(review, study, "assessments")
    act.add_row(review, study, "adverse_effects.rows")
    after = act.before_completion(review, study).never_entered
    assert "No risk of bias was assessed." not in after
    assert "No adverse effect was entered." not in after
    assert "No outcome was entered." in after
