"""Two abstractions become a consensus: filled in, decided, completed, reopened."""

import pytest

from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, ROW, STATE
from ivig_abstractor.operations import reading, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconciling import (
    ConsensusOpen,
    Reconciliation,
    accept_normalised,
    complete_consensus,
    decide,
    decide_many,
    decide_text,
    forget_pair,
    open_reconciliation,
    pair,
    reconcile_list,
    reopen_consensus,
    settled_consensus,
    split,
    start,
    undecide,
)
from ivig_abstractor.operations.refusals import AbstractionLocked, NotPossible
from ivig_abstractor.operations.settling import Line
from ivig_abstractor.operations.undo import redo, undo
from ivig_abstractor.store.records import Set
from tests.operations.two_reviewers import AUTHOR, JOURNAL, YEAR, corrected


def line(shown: Reconciliation, path: str) -> Line:
    return next(one for one in shown.lines if one.compared.path == path)


def row_line(shown: Reconciliation) -> Line:
    return next(one for one in shown.lines if one.compared.spec is None)


def consensus(review: OpenReview, study: str) -> dict[tuple[str, str], object]:
    entries = review.project.entries(r.consensus_document(study))
    return {(one.path, one.facet): one.value for one in entries}


def test_everything_starts_open_agreed_or_same_after_normalising(review, study, both):
    shown = open_reconciliation(review, study)
    assert [one.letter for one in shown.parties] == ["A", "B"]
    assert [one.reviewer.reviewer_id for one in shown.parties] == list(both)
    assert line(shown, AUTHOR).state == "agreed"
    assert line(shown, JOURNAL).state == "normalised"
    assert line(shown, YEAR).state == "open"
    assert not shown.is_started
    assert not shown.is_complete
    assert row_line(shown).place.startswith("Adverse effects")
    assert "Aseptic meningitis" in row_line(shown).label


def test_start_fills_in_what_agrees_and_is_one_step_of_undo(review, study, both):
    done = start(review, study)
    assert done.label.startswith("Fill in")
    kept = consensus(review, study)
    assert kept[AUTHOR, ANSWER] == "Dalakas"
    assert (YEAR, ANSWER) not in kept
    assert (JOURNAL, ANSWER) not in kept
    assert ("arms[a1]", ROW) in kept or ("arms[b1]", ROW) in kept
    undo(review)
    assert not consensus(review, study)
    redo(review)
    assert consensus(review, study) == kept


def test_arms_of_the_consensus_are_meant_whoever_is_taken(review, study, both):
    start(review, study)
    accept_normalised(review, study)
    kept = consensus(review, study)
    effect = next(path for path, _ in kept if path.endswith(".preferred_term"))
    arm = kept[effect.replace("preferred_term", "arm"), ANSWER]
    assert kept[f"arms[{arm}].arm.name", ANSWER] == "IVIG"
    shown = open_reconciliation(review, study)
    row = row_line(shown)
    decide(review, study, row.compared.path, "B")
    kept = consensus(review, study)
    assert kept[f"{row.compared.path}.preferred_term", ANSWER] == "Aseptic meningitis"
    said = kept[f"{row.compared.path}.arm", ANSWER]
    assert kept[f"arms[{said}].arm.name", ANSWER] == "IVIG"


def test_a_row_that_is_dropped_is_not_in_the_consensus(review, study, both):
    start(review, study)
    row = row_line(open_reconciliation(review, study)).compared.path
    decide(review, study, row, "B")
    decide(review, study, row, "A")
    assert (row, ROW) not in consensus(review, study)
    assert row_line(open_reconciliation(review, study)).state == "decided"
    undo(review)
    assert (row, ROW) in consensus(review, study)


def test_a_decision_names_both_answers_and_their_events(review, study, both):
    decide(review, study, YEAR, "B", reason="printed on the title page")
    shown = line(open_reconciliation(review, study), YEAR)
    assert (shown.state, shown.answer) == ("decided", 1994)
    assert shown.decision.kept == "B"
    assert shown.decision.reason == "printed on the title page"
    assert shown.decision.by == "Dana W"
    kept = consensus(review, study)[YEAR, "resolution"]
    assert [kept["inputs"][who]["answer"] for who in both] == [1993, 1994]
    events = {event.event_id for event in review.project.events()}
    assert {kept["inputs"][who]["event"] for who in both} <= events


def test_neither_needs_a_reason(review, study, both):
    with pytest.raises(NotPossible, match="reason"):
        decide_text(review, study, YEAR, "1992", "")
    decide_text(review, study, YEAR, "1992", "both misread the volume")
    assert line(open_reconciliation(review, study), YEAR).answer == 1992


def test_what_cannot_be_read_is_no_consensus(review, study, both):
    with pytest.raises(NotPossible, match="cannot be read"):
        decide_text(review, study, YEAR, "nineteen", "why")
    assert not consensus(review, study)


def test_several_are_decided_in_one_step(review, study, both):
    row = row_line(open_reconciliation(review, study)).compared.path
    decide_many(review, study, [(YEAR, "A"), (row, "A")])
    assert line(open_reconciliation(review, study), YEAR).state == "decided"
    undo(review)
    assert not consensus(review, study)


def test_what_was_agreed_can_be_opened_again(review, study, both):
    start(review, study)
    undecide(review, study, AUTHOR)
    assert line(open_reconciliation(review, study), AUTHOR).state == "open"
    with pytest.raises(ConsensusOpen):
        complete_consensus(review, study)


def settled(review, study):
    """Settle everything."""
    start(review, study)
    accept_normalised(review, study)
    shown = open_reconciliation(review, study)
    decide_many(review, study, [(one.compared.path, "A") for one in shown.open_lines])


def test_completing_needs_every_decision(review, study, both):
    start(review, study)
    with pytest.raises(ConsensusOpen) as refused:
        complete_consensus(review, study)
    said = {one.compared.path for one in refused.value.open_lines}
    assert {YEAR, JOURNAL} <= said
    settled(review, study)
    complete_consensus(review, study)
    shown = open_reconciliation(review, study)
    assert shown.is_complete
    assert not shown.open_lines
    assert settled_consensus(review, study).get(YEAR) == 1993
    with pytest.raises(AbstractionLocked):
        decide(review, study, YEAR, "B")


def test_an_error_in_the_consensus_blocks_it(review, study, both):
    settled(review, study)
    decide_text(review, study, YEAR, "2090", "a year to come")
    with pytest.raises(ConsensusOpen) as refused:
        complete_consensus(review, study)
    assert refused.value.errors


def test_what_fits_with_neither_reviewer_alone_blocks_the_consensus(
    review, study, both
):
    """Each abstraction is right in itself; what was taken of both is not."""
    settled(review, study)
    any_effect = "adverse_effects.any_ae"
    for who, said in zip(both, ({"k": 2, "n": 16}, {"k": 5, "n": 16}), strict=True):
        corrected(review, study, who, any_effect, said)
    decide(review, study, any_effect, "A")
    with pytest.raises(ConsensusOpen) as refused:
        complete_consensus(review, study)
    [error] = refused.value.errors
    assert (error.rule, error.path.endswith(".patients")) == ("H-A01", True)
    assert "any effect" in error.message


def test_reopening_needs_a_reason(review, study, both):
    settled(review, study)
    complete_consensus(review, study)
    with pytest.raises(NotPossible, match="reason"):
        reopen_consensus(review, study, " ")
    reopen_consensus(review, study, "an erratum")
    assert settled_consensus(review, study) is None
    decide(review, study, YEAR, "B")


def test_a_later_correction_reopens_exactly_what_it_touches(review, study, both):
    settled(review, study)
    complete_consensus(review, study)
    corrected(review, study, both[1], YEAR, 1995)
    shown = open_reconciliation(review, study)
    assert [one.compared.path for one in shown.open_lines] == [YEAR]
    assert line(shown, YEAR).state == "reopened"
    name = shown.parties[1].reviewer
    assert (name.initials or name.name) in shown.reopened_by[0]
    assert not shown.is_complete
    assert settled_consensus(review, study) is None
    decide(review, study, YEAR, "B")
    complete_consensus(review, study)
    assert settled_consensus(review, study).get(YEAR) == 1995


def test_a_correction_inside_a_kept_row_reopens_the_row(review, study, both):
    settled(review, study)
    row = row_line(open_reconciliation(review, study)).compared.path
    decide(review, study, row, "B")
    own = "adverse_effects.rows[f2].patients"
    corrected(review, study, both[1], own, {"k": 2, "n": 8, "raw": "2/8"})
    shown = open_reconciliation(review, study)
    assert [one.compared.path for one in shown.open_lines] == [row]


def test_a_kept_row_can_still_be_mended(review, study, both):
    row = row_line(open_reconciliation(review, study)).compared.path
    decide(review, study, row, "B")
    path = f"{row}.patients"
    decide_text(review, study, path, "2/8 patients", "counted again")
    assert consensus(review, study)[path, ANSWER]["k"] == 2
    with pytest.raises(NotPossible):
        decide_text(review, study, "arms[zz].arm.name", "x", "no such row")


def test_evidence_follows_the_answer_that_is_kept(review, study, both):
    document = r.abstraction_document(study, both[1])
    said = [{"place": "TITLE", "quotation": "1994"}]
    review.project.commit(
        [Set(document, YEAR, EVIDENCE, said)], author=both[1], label="cite"
    )
    decide(review, study, YEAR, "B")
    assert consensus(review, study)[YEAR, EVIDENCE] == said
    decide(review, study, YEAR, "A")
    assert (YEAR, EVIDENCE) not in consensus(review, study)


def test_a_pair_that_is_split_stays_split_until_it_is_forgotten(review, study, both):
    def headache():
        return next(
            row
            for row in open_reconciliation(review, study).rows
            if row.container == "adverse_effects.rows" and row.is_paired
        )

    paired = headache()
    split(review, study, *paired.rows)
    shown = open_reconciliation(review, study)
    assert not [
        row
        for row in shown.rows
        if row.container == "adverse_effects.rows" and set(row.rows) == set(paired.rows)
    ]
    forget_pair(review, study, *paired.rows)
    assert headache() == paired


def test_a_pair_drawn_by_hand_holds(review, study, both):
    rows = {"e1": "adverse_effects.rows[e1]", "f2": "adverse_effects.rows[f2]"}
    pair(review, study, rows["e1"], rows["f2"], "drawn")
    shown = open_reconciliation(review, study)
    drawn = next(row for row in shown.rows if row.rows == (rows["e1"], rows["f2"]))
    assert drawn.how == "drawn"
    term = line(shown, "adverse_effects.rows[e1].preferred_term")
    assert term.state == "open"
    undo(review)
    again = open_reconciliation(review, study)
    assert (rows["e1"], rows["f2"]) not in [row.rows for row in again.rows]


def test_only_lead_and_adjudicator_decide(review, study, both):
    me = reading.overview(review).reviewer
    reviewing.edit_reviewer(
        review, me.reviewer_id, me.name, me.initials, r.Role.ABSTRACTOR
    )
    assert not open_reconciliation(review, study).is_writable
    with pytest.raises(NotPossible, match="adjudicator"):
        start(review, study)


def test_the_list_says_who_is_waited_for_and_what_is_open(review, study, both):
    assert [one.status for one in reconcile_list(review)] == ["ready"]
    assert reconcile_list(review)[0].open is None
    start(review, study)
    shown = open_reconciliation(review, study)
    listed = reconcile_list(review)[0]
    assert listed.status == "in_progress"
    assert listed.open == sum(not one.is_settled for one in shown.lines)
    assert listed.settled == shown.settled
    document = r.abstraction_document(study, both[1])
    one = Set(document, "", STATE, "in_progress")
    review.project.commit([one], author=both[1], label="Reopen")
    waiting = reconcile_list(review)[0]
    assert waiting.status == "waiting"
    assert waiting.why


def test_the_consensus_survives_closing_and_the_undo_does_too(review, study, both):
    start(review, study)
    decide(review, study, YEAR, "A")
    kept = consensus(review, study)
    path = review.path
    review.close()
    with OpenReview.open(path) as again:
        assert consensus(again, study) == kept
        undo(again)
        assert line(open_reconciliation(again, study), YEAR).state == "open"
