"""The report knows who abstracted what, how it differed and how it was decided."""

import json

import pytest

from ivig_abstractor.model import review as r
from ivig_abstractor.operations import exchanging as exporting
from ivig_abstractor.operations import reporting, reviewing
from ivig_abstractor.operations.agreeing import agreement_of, export_agreement_csv
from ivig_abstractor.operations.assigning import ReasonWanted, assign
from ivig_abstractor.operations.dual_report import dual_input
from ivig_abstractor.operations.reconciling import (
    accept_normalised,
    complete_consensus,
    decide,
    decide_many,
    decide_text,
    open_reconciliation,
    reopen_consensus,
    start,
)
from ivig_abstractor.operations.undo import undo
from ivig_abstractor.report.methods import methods
from ivig_abstractor.report.report_input import DualMode
from tests.operations.two_reviewers import (
    ARM_A,
    AUTHOR,
    YEAR,
    abstracted,
    corrected,
    second_reviewer,
)


def of_year(review):
    return next(one for one in dual_input(review).discrepancies if "Year" in one.field)


def test_one_reviewer_is_no_dual_abstraction(review, study):
    abstracted(review, study, review.reviewer_id, **ARM_A)
    assert dual_input(review) is None
    assert reporting.report_input(review).dual is None


def test_a_discrepancy_is_open_and_then_decided_with_name_and_reason(
    review,
    study,
    both,
):
    before = of_year(review)
    assert before.answers == ("1993", "1994")
    assert before.is_open
    decide_text(review, study, YEAR, "1992", "both misread the volume")
    after = of_year(review)
    assert (after.kept, after.consensus) == ("other", "1992")
    assert (after.by, after.by_party) == ("Dana W", True)
    assert after.reason == "both misread the volume"


def test_a_difference_that_was_corrected_away_is_still_told(
    review,
    study,
    both,
):
    decide(review, study, YEAR, "B", reason="title page")
    corrected(review, study, both[0], YEAR, 1994)
    told = of_year(review)
    assert (told.kept, told.consensus, told.revised) == ("B", "1994", True)
    assert told.reason == "title page"
    assert told.answers == ("1993", "1994")
    [later] = told.corrections
    assert (later.letter, later.before, later.after) == ("A", "1993", "1994")
    decide(review, study, YEAR, "B", reason="still so")
    told = of_year(review)
    assert (told.kept, told.reason, told.revised) == ("B", "still so", False)
    assert told.answers == ("1993", "1994")
    said = " ".join(methods(dual_input(review)))
    assert "1 answer of it was corrected (1 where reviewers had differed)" in said


def test_what_was_corrected_before_anybody_decided_is_told_as_it_was(
    review, study, both
):
    corrected(review, study, both[0], YEAR, 1994)
    told = of_year(review)
    assert (told.answers, told.kept, told.consensus) == (
        ("1993", "1994"),
        "same",
        "1994",
    )


def test_sentence_table_and_agreement_count_the_same(review, study, both):
    def numbers():
        dual = dual_input(review)
        said = " ".join(methods(dual))
        table = sum(one.counts for one in dual.discrepancies)
        tally = dual.agreement.overall
        assert f"in {tally.pairs - table} of {tally.pairs} pairs" in said
        assert f"There were {table} discrepancies" in said
        return table, tally.differing

    before = numbers()
    assert before[0] == before[1]
    decide(review, study, YEAR, "A")
    corrected(review, study, both[1], YEAR, 1993)
    # What both had said is no discrepancy by one of them changing it later.
    corrected(review, study, both[1], AUTHOR, "Dalakas MC")
    assert numbers() == before
    dual = dual_input(review)
    assert [one.field for one in dual.corrections] == ["First author", "Year"]
    inside = [one for one in dual.discrepancies if one.corrections]
    assert [one.field for one in inside] == ["Year"]


def test_agreement_is_that_before_corrections(review, study, both):
    before = agreement_of(review)
    corrected(review, study, both[0], YEAR, 1994)
    assert agreement_of(review) == before
    assert before.overall.differing == 2


def test_counts_and_mode_come_from_who_did_what(review, study, both):
    said = dual_input(review)
    assert (said.mode, said.counts.twice, said.counts.verified) == (
        DualMode.INDEPENDENT,
        1,
        0,
    )
    assert [one.letter for one in said.reviewers] != ["", ""]
    verified = {study: {both[0]: r.Duty.ABSTRACT, both[1]: r.Duty.VERIFY}}
    assign(review, verified, reason="saw the answers")
    said = dual_input(review)
    assert (said.mode, said.counts.verified) == (DualMode.VERIFIED, 1)
    assert said.agreement.overall.pairs == 0


def test_three_reviewers_have_their_coefficients_and_others_are_left_out(
    review, tmp_path
):
    mine, mo = review.reviewer_id, second_reviewer(review)
    added = reviewing.add_reviewer(review, "Kim S", "KS")
    kim = added.changes[0].document.removeprefix(r.REVIEWER)
    designs = (
        ("RCT_PARALLEL", "RCT_PARALLEL", "RCT_PARALLEL"),
        ("RCT_PARALLEL", "BEFORE_AFTER", "RCT_PARALLEL"),
        ("BEFORE_AFTER", "BEFORE_AFTER"),
    )
    for number, said in enumerate(designs):
        facts = r.StudyFacts(key=f"study{number}", label=f"Study {number}")
        study = reviewing.add_study(review, facts).study_id
        for who, design in zip((mine, mo, kim), said, strict=False):
            abstracted(review, study, who, **{"design.design_code": design})
    found = agreement_of(review)
    assert (found.letters, len(found.studies)) == (("A", "B", "C"), 2)
    design = found.of_pattern("design.design_code")
    assert design.coefficient_name == "κF"
    assert design.coefficient.n == 2
    # In two thirds of the pairs of reviewers they agree, and in 13 of 18 by chance.
    assert design.coefficient.value == pytest.approx((2 / 3 - 13 / 18) / (5 / 18))
    left = "1 study was abstracted by another number of reviewers, and is not counted"
    assert found.left_out_words.startswith(left)
    said = " ".join(methods(dual_input(review)))
    assert left in said
    assert "3 reviewers abstracted 2 studies" in said
    export_agreement_csv(review, tmp_path / "agreement.csv")
    assert f'"left_out","1","{left}' in (tmp_path / "agreement.csv").read_text("utf-8")


def test_a_complete_consensus_is_what_the_report_prints(
    review,
    study,
    both,
    tmp_path,
):
    start(review, study)
    accept_normalised(review, study)
    shown = open_reconciliation(review, study)
    decide_many(review, study, [(one.compared.path, "B") for one in shown.open_lines])
    complete_consensus(review, study)
    given = reporting.report_input(review)
    assert given.studies[0].abstraction.reviewer_id == r.CONSENSUS
    assert given.studies[0].abstraction.get(YEAR) == 1994
    assert given.dual.counts.reconciled == 1
    reporting.write_report(review, tmp_path / "out.pdf")
    export_agreement_csv(review, tmp_path / "agreement.csv")
    said = (tmp_path / "agreement.csv").read_text("utf-8-sig")
    assert "Year" in said
    exporting.export_json(review, tmp_path / "review.json")
    told = json.loads((tmp_path / "review.json").read_text("utf-8"))
    # All exports of one state say the same of it.
    state = reporting.report_input(review).fingerprint
    assert told["state_sha256"] == state
    assert f'"state","{state}"' in said
    for author, head in told["audit_heads"].items():
        assert f'"head","{head}","{author}"' in said
    assert f'"program","{told["app_version"]}"' in said


@pytest.mark.parametrize("how", ["reopened", "corrected"])
def test_a_reopened_consensus_stays_in_the_json_with_its_state(
    review, study, both, tmp_path, how
):
    def exported() -> dict[str, dict[str, object]]:
        exporting.export_json(review, tmp_path / "review.json")
        told = json.loads((tmp_path / "review.json").read_text("utf-8"))
        listed = told["studies"][0]["abstractions"]
        return {one["reviewer_id"]: one for one in listed}

    start(review, study)
    accept_normalised(review, study)
    assert r.CONSENSUS not in exported()
    shown = open_reconciliation(review, study)
    decide_many(review, study, [(one.compared.path, "B") for one in shown.open_lines])
    complete_consensus(review, study)
    before = exported()[r.CONSENSUS]
    assert (before["state"], before["complete"]) == ("complete", True)
    if how == "reopened":
        reopen_consensus(review, study, "an erratum")
    else:
        corrected(review, study, both[1], YEAR, 1995)
    told = exported()
    assert set(told) == {*both, r.CONSENSUS}
    after = told[r.CONSENSUS]
    assert (after["state"], after["complete"]) == ("reopened", False)
    assert after["answers"] == before["answers"]
    assert after["resolutions"] == before["resolutions"]


def test_what_is_withdrawn_once_it_was_complete_is_named(review, study, both):
    both_do = dict.fromkeys(both, r.Duty.ABSTRACT)
    assign(review, {study: both_do})
    assert not dual_input(review).withdrawn
    with pytest.raises(ReasonWanted, match="complete"):
        assign(review, {study: {both[1]: r.Duty.NONE}})
    assert agreement_of(review).overall.pairs
    assign(review, {study: {both[1]: r.Duty.NONE}}, reason="read another paper")
    dual = dual_input(review)
    [one] = dual.withdrawn
    assert one.reason == "read another paper"
    assert not dual.agreement.overall.pairs
    said = " ".join(methods(dual))
    assert "was withdrawn from the comparison after it was complete" in said
    assert "“read another paper”" in said
    undo(review)
    assert not dual_input(review).withdrawn
    assert agreement_of(review).overall.pairs


def test_who_has_completed_a_study_stays_with_the_first_assignment(review, study, both):
    assign(review, {study: {both[0]: r.Duty.ABSTRACT}})
    assert agreement_of(review).overall.pairs
    assert not dual_input(review).withdrawn
