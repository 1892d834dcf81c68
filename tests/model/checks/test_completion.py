"""What keeps an abstraction from being completed (X)."""

import pytest

from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.model.checks.completion import blockers
from ivig_abstractor.model.checks.registry import check
from ivig_abstractor.model.finding import Severity
from ivig_abstractor.model.progress import blanks
from tests.builders import NA, NR, an_abstraction, with_answers
from tests.model.checks.case import ARM, CONTEXT, ROW, Case, lets_pass

CONFLICT = "declarations.contradictions[k1]"
LOOKED_UP = "identification.retraction_checked"
CASES = [
    Case("H-X01", {}, "population.n_enrolled", "Enrolled is blank", passes={}),
    Case("U-02", {LOOKED_UP: "NO"}, LOOKED_UP, "Nobody", passes={LOOKED_UP: "YES"}),
]


def in_the_way(study):
    return blockers(study, check(study, CONTEXT))


def at(study, path):
    return [one for one in in_the_way(study) if one.path == path]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_abstraction_under_way_has_no_finding_for_blanks(case):
    lets_pass(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_left_to_do_blocks(case):
    (found,) = at(an_abstraction(**case.fails), case.at)
    assert (found.rule, found.severity) == (case.rule, Severity.ERROR)
    assert case.says in found.message


def test_a_completed_study_with_a_blank_has_an_error():
    study = an_abstraction()
    study.put("", STATE, "complete")
    found = check(study, CONTEXT, only=["H-X01"])
    assert "population.n_enrolled" in [one.path for one in found]
    assert len({one.path for one in in_the_way(study)}) == len(in_the_way(study))


def test_fields_that_may_stay_blank_do_not_block():
    study = an_abstraction()
    assert at(study, "population.ethnicity") == []
    assert at(study, "population.n_randomised") == []


def test_an_open_contradiction_blocks():
    open_one = an_abstraction(
        **{f"{CONFLICT}.field": "duration", f"{CONFLICT}.decision": NR}
    )
    (found,) = at(open_one, f"{CONFLICT}.decision")
    assert "about duration is open" in found.message
    decided = with_answers(open_one, **{f"{CONFLICT}.decision": "the later report"})
    assert at(decided, f"{CONFLICT}.decision") == []


def test_an_error_blocks_and_an_answered_query_does_not():
    study = an_abstraction(
        **{"population.n_enrolled": "-3", "identification.year": "2014"}
    )
    assert at(study, "population.n_enrolled")[0].rule == "H-P01"
    assert at(study, "identification.year")[0].rule == "S-I04"
    study.put("identification.year", "reply:S-I04", "extension set")
    study.put("population.n_enrolled", "reply:H-P01", "an error is not explained away")
    assert at(study, "identification.year") == []
    assert at(study, "population.n_enrolled") != []


def test_retractions_must_have_been_looked_for():
    for not_looked in ("NO", "UNCLEAR", NR, NA):
        study = an_abstraction(**{LOOKED_UP: not_looked})
        [found] = check(study, CONTEXT)
        assert "retracted" in found.message
        assert at(study, LOOKED_UP) == [found]
    assert at(an_abstraction(**{LOOKED_UP: "YES"}), LOOKED_UP) == []


def test_a_study_without_arms_cannot_be_completed():
    assert "no arm" in at(an_abstraction(), "")[0].message
    assert at(an_abstraction(**{f"{ARM}.name": "IVIG"}), "") == []


def test_an_outcome_row_needs_a_result():
    row = an_abstraction(**{f"{ROW}.outcome_code": "STRENGTH"})
    assert "no result" in at(row, f"{ROW}.after")[0].message
    assert at(with_answers(row, **{f"{ROW}.before": NR}), f"{ROW}.after") == []


def test_a_panel_that_was_assessed_needs_a_row():
    path = "outcomes.panel_ck"
    study = an_abstraction(**{path: "ASSESSED", f"{ROW}.outcome_code": "STRENGTH"})
    assert "no outcome row" in at(study, path)[0].message
    assert at(with_answers(study, **{f"{ROW}.outcome_code": "ENZYMES"}), path) == []
    assert at(an_abstraction(**{path: "NOT_ASSESSED"}), path) == []


def test_nothing_blocks_once_everything_is_said():
    study = an_abstraction(
        **{f"{ARM}.name": "IVIG", "identification.source_scope": "FULL_TEXT"}
    )
    answers = {placed.path: NA for placed in blanks(study)}
    answers["identification.retraction_checked"] = "YES"
    assert in_the_way(with_answers(study, **answers)) == []


def test_what_blocks_comes_in_the_order_of_the_form():
    order = {placed.path: n for n, placed in enumerate(an_abstraction().walk())}
    found = [order[one.path] for one in in_the_way(an_abstraction()) if one.path]
    assert found == sorted(found)
