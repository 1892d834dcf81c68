"""A late correction that opens a finished consensus again is told, before and after."""

import pytest

from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.assigning import assign
from ivig_abstractor.operations.merging import merge, plan_merge
from ivig_abstractor.operations.reconciling import (
    accept_normalised,
    complete_consensus,
    decide,
    decide_many,
    open_reconciliation,
    reconcile_list,
    start,
)
from ivig_abstractor.operations.reporting import report_input
from ivig_abstractor.report.blocks import NoteBlock
from ivig_abstractor.report.chapters import build_document
from ivig_abstractor.store.records import Set
from tests.operations.handing_over import AGE, N, Team
from tests.report.conftest import tables


def finish(review, study):
    start(review, study)
    accept_normalised(review, study)
    found = open_reconciliation(review, study).open_lines
    decide_many(
        review, study, [(o.compared.path, "A") for o in found], "Table 1 says it"
    )
    complete_consensus(review, study)


def sign(team, name, study=0):
    """Complete a study that answers little: what is asked is not looked at here."""
    with team.copy(name) as review:
        document = r.abstraction_document(team.studies[study], team.ids[name])
        one = Set(document, "", STATE, "complete")
        review.project.commit([one], author=team.ids[name], label="Complete")


@pytest.fixture
def team(tmp_path, monkeypatch):
    """Two reviewers who differ in one answer; the lead has finished the consensus."""
    team = Team(tmp_path, monkeypatch, studies=1)
    for name, women in (("Ann", "10"), ("Bob", "11")):
        team.accept(name)
        team.answer(name, AGE, "12")
        team.answer(name, N, women)
        sign(team, name)
    team.merge(team.hand_in("Ann"), team.hand_in("Bob"))
    with team.lead() as review:
        finish(review, team.studies[0])
    return team


def corrected(team, path, text, *, again=True):
    """Bob opens the study again, corrects an answer, and hands in."""
    with team.copy("Bob") as review:
        act.reopen(review, team.studies[0], "typing error")
        act.answer_text(review, team.studies[0], path, text)
    if again:
        sign(team, "Bob")
    return team.hand_in("Bob")


def test_the_plan_says_which_consensus_a_correction_opens_and_how(team):
    package = corrected(team, AGE, "13")
    with team.lead() as review:
        [plan] = plan_merge(review, [package]).packages
    [opened] = plan.reopens
    assert opened.path == AGE
    said = "This reopens the finished consensus of study0: "
    assert said + "Enrolled 12 → 13 (Bob, who wrote: “typing error”)." in (
        plan.as_text()
    )


def test_the_result_says_it_again_and_only_what_is_new(team):
    first = corrected(team, AGE, "13")
    done = team.merge(first)
    assert [one.path for one in done.reopened] == [AGE]
    assert "The finished consensus of study0 is open again: Enrolled 12 → 13" in (
        done.as_text()
    )
    assert not team.merge(first).reopened
    again = team.merge(corrected(team, N, "10"))
    assert [one.changes for one in again.reopened] == [("Women 11 → 10",)]


def test_a_correction_of_nothing_that_was_settled_opens_nothing(team):
    with team.copy("Bob") as review:
        act.reopen(review, team.studies[0], "a note")
        act.annotate(review, team.studies[0], AGE, "see Table 1")
    sign(team, "Bob")
    assert not team.merge(team.hand_in("Bob")).reopened


def test_values_are_not_told_before_the_study_is_completed_again(team):
    package = corrected(team, AGE, "13", again=False)
    with team.lead() as review:
        plan = plan_merge(review, [package])
        text = plan.as_text()
        assert "13" not in text.split(":", 1)[1]
        assert "Bob has opened study0 again and not completed it" in text
        assert "study0: opened again, not complete, 1 answer" in text
        done = merge(review, plan, accept_keys=True)
    assert done.reopened[0].is_waiting


def test_the_numbers_of_a_plan_add_up(tmp_path, monkeypatch):
    team = Team(tmp_path, monkeypatch)
    team.accept("Ann")
    for study in (0, 1):
        team.answer("Ann", AGE, "12", study)
        team.answer("Ann", N, "5", study)
    sign(team, "Ann")
    with team.lead() as review:
        [plan] = plan_merge(review, [team.hand_in("Ann")]).packages
    first, second = plan.studies
    assert plan.new == (
        sum(one.answers + one.others for one in plan.studies) + plan.elsewhere
    )
    assert first.as_text().startswith("study0: complete, 2 answers, ")
    assert "other change" in first.as_text()
    assert second.as_text().startswith("study1: not complete, 2 answers")


def test_the_list_counts_anew_without_the_study_being_opened(team):
    def listed(review):
        [one] = reconcile_list(review)
        return one.status, one.open

    with team.lead() as review:
        assert listed(review) == ("complete", 0)
    team.merge(corrected(team, AGE, "13"))
    with team.lead() as review:
        before = len(list(review.project.events()))
        assert listed(review) == ("in_progress", 1)
        assert len(list(review.project.events())) == before
        study, ids = team.studies[0], team.ids
        duties = {ids["Ann"]: r.Duty.ABSTRACT, ids["Judge"]: r.Duty.ABSTRACT}
        assign(review, {study: duties})
        assert listed(review)[0] == "waiting"


def test_two_packages_that_are_planned_together_know_of_each_other(team):
    with team.copy("Ann") as review:
        act.reopen(review, team.studies[0], "an erratum")
        act.answer_text(review, team.studies[0], AGE, "14")
    sign(team, "Ann")
    packages = [corrected(team, AGE, "13"), team.hand_in("Ann")]
    with team.lead() as review:
        bob, ann = plan_merge(review, packages).packages
    assert bob.reopens[0].changes == ("Enrolled 12 → 13",)
    assert ann.reopens[0].changes == ("Enrolled 12 → 14",)


def test_the_report_prints_what_was_decided_and_marks_what_is_open_again(team):
    team.merge(corrected(team, AGE, "13"))
    with team.lead() as review:
        [study] = report_input(review).studies
        assert study.abstraction.get(AGE) == 12
        assert study.revised == {AGE}
        assert "under revision in 1 place (Enrolled)" in study.revision
        document = build_document(report_input(review), ["studies"])
        [note] = [one for one in document.blocks if isinstance(one, NoteBlock)]
        assert note.title == "Under revision"
        [answers] = [t for t in tables(document.blocks) if "answers" in t.caption]
        marked = [row for g in answers.groups for row in g.rows if _notes(row)]
        assert [row.cells[0].runs[0].text for row in marked] == ["Enrolled"]
        shown = open_reconciliation(review, team.studies[0])
        bob = next(o for o in shown.parties if o.reviewer.name == "Bob")
        decide(review, team.studies[0], AGE, bob.letter)
        [study] = report_input(review).studies
        assert study.abstraction.get(AGE) == 13
        assert "may change" in study.revision
        complete_consensus(review, team.studies[0])
        [study] = report_input(review).studies
        assert not study.revision


def test_the_report_keeps_a_consensus_while_somebody_has_opened_the_study(team):
    team.merge(corrected(team, AGE, "13", again=False))
    with team.lead() as review:
        [study] = report_input(review).studies
        assert study.abstraction.get(AGE) == 12
        assert study.revision.startswith("Not completed yet by Bo.")
        document = r.abstraction_document(team.studies[0], team.ids["Dana"])
        begun = Set(document, AGE, "answer", 5)
        review.project.commit([begun], author=team.ids["Dana"], label="Begin")
        review.become(review.reviewer_id)
        [study] = report_input(review).studies
        assert study.abstraction.get(AGE) == 5


def _notes(row):
    return [
        run.note
        for cell in row.cells
        for run in getattr(cell, "runs", ())
        if run.note.startswith("Under revision")
    ]
