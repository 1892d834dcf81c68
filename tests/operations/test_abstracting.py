"""What a reviewer does with an abstraction."""

from decimal import Decimal
from pathlib import Path

import pytest

from ivig_abstractor.base.errors import AppError, ValueRefused
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.codes import PanelState
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import history, open_study
from ivig_abstractor.operations.refusals import (
    AbstractionLocked,
    CannotComplete,
    NotPossible,
)
from ivig_abstractor.operations.undo import redo, undo


def test_a_typed_answer_is_read_saved_and_found_again(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    act.answer_text(review, study, "population.age", "mean 43.5 (SD 16.8)")

    path = review.path
    review.close()
    with OpenReview.open(path) as again:
        abstraction = open_study(again, study).abstraction

        assert abstraction.get("population.n_enrolled") == 35
        assert abstraction.get("population.age").spread == Decimal("16.8")


def test_a_number_stays_as_printed(review, study):
    act.answer_text(review, study, "population.age_min", "42.0")

    assert (
        str(open_study(review, study).abstraction.get("population.age_min")) == "42.0"
    )


@pytest.mark.parametrize("text", ["1e400", "NaN", "3,5", "½", "twelve", "-3", "∞"])
def test_what_cannot_be_read_is_kept_and_said(review, study, text):
    changes = act.answer_text(review, study, "population.n_enrolled", text)

    kept = open_study(review, study).abstraction.get("population.n_enrolled")
    assert kept == Unread(unread=text)
    said = [f for f in changes.findings or () if f.path == "population.n_enrolled"]
    assert len(said) == 1
    assert said[0].severity == "error"
    assert said[0].message.endswith((".", ")", "?", "”"))


def test_an_impossible_date_is_kept_and_said(review, study):
    changes = act.answer_text(
        review, study, "identification.period_start", "2012-13-40"
    )

    at = "identification.period_start"
    assert open_study(review, study).abstraction.get(at) == Unread(unread="2012-13-40")
    assert any(f.path == at for f in changes.findings or ())


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_cannot_be_kept_is_refused_in_a_sentence(review, study, text):
    with pytest.raises(ValueRefused) as refused:
        act.answer_text(review, study, "population.ethnicity", text)

    assert str(refused.value).endswith(".")
    assert open_study(review, study).abstraction.get("population.ethnicity") is None


def test_a_megabyte_and_bidi_controls_come_back_as_typed(review, study):
    text = "\u202eabc\u2066 " + "x" * 1_000_000
    act.answer_text(review, study, "population.ethnicity", text)

    assert open_study(review, study).abstraction.get("population.ethnicity") == text


def test_a_missing_code_is_a_word_away(review, study):
    act.answer_text(review, study, "population.n_enrolled", "ns")

    kept = open_study(review, study).abstraction.get("population.n_enrolled")
    assert kept == Missing(missing=MissingCode.NA_SRC)


def test_an_arm_comes_with_its_first_phase_and_is_named_in_rows(review, study):
    arm = act.add_row(review, study, "arms").reveal
    act.answer_text(review, study, f"{arm}.arm.name", "IVIG")
    row = act.add_row(review, study, "outcomes.rows").reveal
    act.answer_text(review, study, f"{row}.arm", "ivig")

    abstraction = open_study(review, study).abstraction
    assert len(abstraction.rows(f"{arm}.phases")) == 1
    assert abstraction.get(f"{row}.arm") == arm[5:-1]


def test_rows_keep_their_order_when_moved_and_come_back_when_undone(review, study):
    made = [act.add_row(review, study, "outcomes.rows").reveal for _ in range(4)]
    ids = [one[len("outcomes.rows[") : -1] for one in made]

    act.move_row(review, study, made[3], -2)
    rows = open_study(review, study).abstraction.rows("outcomes.rows")
    assert rows == [ids[0], ids[3], ids[1], ids[2]]

    act.answer_text(review, study, f"{made[1]}.n", "8")
    act.remove_row(review, study, made[1])
    assert open_study(review, study).abstraction.get(f"{made[1]}.n") is None
    undo(review)

    abstraction = open_study(review, study).abstraction
    assert abstraction.rows("outcomes.rows") == rows
    assert abstraction.get(f"{made[1]}.n") == 8


def test_a_paste_is_one_undo_step(review, study):
    act.add_rows(
        review, study, "adverse_effects.rows", [{"printed": "fever"}] * 50, "Paste"
    )
    done = undo(review)

    assert done is not None
    assert open_study(review, study).abstraction.rows("adverse_effects.rows") == []


def test_what_was_typed_of_a_choice_goes_back_with_the_choice(review, study):
    at = "design.allocation"
    act.answer(review, study, at, Unread(unread="by lot"))
    for half in ("ran", "rand"):
        act.answer(review, study, at, Unread(unread=half))
    act.answer_text(review, study, at, "random")
    done = undo(review)
    assert done is not None
    # Which is not the beginning of any option: it was meant as it stood.
    assert open_study(review, study).abstraction.get(at) == Unread(unread="by lot")
    assert [one.path for one in done.changes] == [at] * 3
    assert review.undo_stack.told()["redo"] == "Allocation"
    redo(review)
    assert open_study(review, study).abstraction.get(at).value == "RANDOM"
    enrolled = "population.n_enrolled"
    act.answer_text(review, study, enrolled, "fifteen?")
    act.answer_text(review, study, enrolled, "15")
    undo(review)
    assert open_study(review, study).abstraction.get(enrolled) == Unread(
        unread="fifteen?"
    )


def test_undo_and_redo_survive_a_restart_and_say_what_they_do(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    act.answer_text(review, study, "population.n_enrolled", "36")
    path = review.path
    review.close()

    with OpenReview.open(path) as again:
        first = undo(again)
        assert first is not None
        assert first.reveal == "population.n_enrolled"
        assert open_study(again, study).abstraction.get(first.reveal) == 35
        undo(again)
        assert open_study(again, study).abstraction.get(first.reveal) is None
        redo(again)
        redo(again)
        assert open_study(again, study).abstraction.get(first.reveal) == 36
        assert redo(again) is None


def test_a_new_answer_ends_what_can_be_redone(review, study):
    act.answer_text(review, study, "population.n_enrolled", "35")
    undo(review)
    changes = act.answer_text(review, study, "population.n_enrolled", "40")

    assert changes.redo == ""
    assert redo(review) is None


def test_completing_needs_everything_and_locks(review, study):
    with pytest.raises(CannotComplete) as refused:
        act.complete(review, study)

    assert refused.value.blockers
    assert all(one.message for one in refused.value.blockers)


def test_a_complete_abstraction_is_locked_until_reopened(review, study):
    _answer_everything(review, study)
    act.complete(review, study)
    assert review.line(study).status == "complete"
    assert undo(review) is None

    with pytest.raises(AbstractionLocked):
        act.answer_text(review, study, "population.n_enrolled", "3")
    with pytest.raises(NotPossible):
        act.reopen(review, study, " ")
    act.reopen(review, study, "A companion paper appeared")
    act.answer_text(review, study, "population.n_enrolled", "3")


def test_evidence_notes_and_replies_stay_with_their_answer(review, study):
    at = "population.n_enrolled"
    act.answer_text(review, study, at, "351")
    act.answer_text(review, study, "design.n_sites", "1")
    cited = Evidence(place=Place.ABSTRACT, source="10.1002/art.10053", quotation="351")
    act.cite(review, study, at, [cited])
    act.annotate(review, study, at, "one patient twice?")
    act.reply(review, study, at, "S-P04", "two centres")

    abstraction = open_study(review, study).abstraction
    assert abstraction.evidence(at) == (cited,)
    assert abstraction.note(at) == "one patient twice?"
    reply = abstraction.reply(at, "S-P04")
    assert reply is not None
    assert reply.reason == "two centres"
    assert "351 patients" in reply.to
    assert reply.about == {at: 351}


def test_an_answer_to_what_is_not_asked_is_refused(review, study):
    for rule in ("S-P04", "S-Z99"):
        with pytest.raises(NotPossible, match=rule):
            act.reply(review, study, "population.n_enrolled", rule, "two centres")


def test_a_changed_entry_opens_its_query_again(review, study):
    at = "population.n_enrolled"
    act.answer_text(review, study, "design.n_sites", "1")
    act.answer_text(review, study, at, "351")
    act.reply(review, study, at, "S-P04", "two centres")
    act.answer_text(review, study, at, "352")

    [found] = [o for o in open_study(review, study).findings if o.rule == "S-P04"]
    assert (found.reason, found.reason_before) == ("", "two centres")
    newest = history(review, study, at)[1]
    assert newest.new == "two centres"


def test_a_panel_with_a_row_counts_as_assessed(review, study):
    strength, lung, ck = (f"outcomes.panel_{o}" for o in ("strength", "lung", "ck"))
    rows = [{"outcome_code": "STRENGTH"}, {"outcome_code": "FUNCTION"}]
    act.paste_block(review, study, "outcomes.rows", [], rows, "Paste")
    abstraction = open_study(review, study).abstraction
    assert abstraction.get(strength) is PanelState.ASSESSED
    assert abstraction.get(lung) is None

    undo(review)
    assert open_study(review, study).abstraction.get(strength) is None

    act.answer(review, study, lung, PanelState.NOT_ASSESSED)
    row = act.add_row(review, study, "outcomes.rows").reveal
    act.answer_text(review, study, f"{row}.outcome_code", "lung")
    assert open_study(review, study).abstraction.get(lung) is PanelState.NOT_ASSESSED
    act.answer_text(review, study, f"{row}.outcome_code", "ck")
    assert open_study(review, study).abstraction.get(ck) is PanelState.ASSESSED


def test_history_tells_old_and_new_in_words(review, study):
    at = "identification.source_scope"
    act.answer_text(review, study, at, "FULL_TEXT")
    act.answer_text(review, study, at, "ABSTRACT_ONLY")

    newest, oldest = history(review, study, at)
    assert newest.old == oldest.new != newest.new
    assert oldest.old == ""
    assert "Dana" in newest.who


def test_history_tells_of_evidence_without_words_where_it_was_read(review, study):
    at = "identification.year"
    read = Evidence(place=Place.TABLE, locator="Table 2", source="10.1000/x")
    act.cite(review, study, at, [read])
    act.cite(review, study, at, [read.model_copy(update={"quotation": "1993"})])
    assert [one.new for one in history(review, study, at)] == [
        "1993",
        "table · Table 2 · 10.1000/x",
    ]
    act.cite(review, study, at, [Evidence(locator="p. 3")])
    assert history(review, study, at)[0].new == "full text · p. 3"


def test_a_field_the_form_does_not_have_is_refused(review, study):
    with pytest.raises(NotPossible):
        act.answer_text(review, study, "population.shoe_size", "44")


def test_a_read_only_review_says_so(review, study, tmp_path: Path):
    path = review.path
    review.close()
    with OpenReview.open(path, read_only=True) as again, pytest.raises(AppError):
        act.answer_text(again, study, "population.n_enrolled", "35")


def _answer_everything(review: OpenReview, study: str) -> None:
    """Add an arm, and state of every blank that it is not in the source."""
    from ivig_abstractor.model.checks.completion import blockers

    act.answer_text(review, study, "identification.source_scope", "ABSTRACT_ONLY")
    act.answer_text(review, study, "identification.retraction_checked", "YES")
    act.add_row(review, study, "arms")
    for _round in range(4):
        opened = open_study(review, study)
        blank = [f.path for f in blockers(opened.abstraction, opened.findings)]
        known = [path for path in blank if opened.abstraction.form.knows(path)]
        if not known:
            return
        absent = Missing(missing=MissingCode.NA_SRC)
        act.answer_block(review, study, [(path, absent) for path in known], "Fill")


def test_a_repair_is_one_step_and_keeps_what_was_printed(review, study):
    row = act.add_row(review, study, "outcomes.rows").reveal
    found = act.answer_text(review, study, f"{row}.responders", "6/19 (28%)").findings
    offered = next(one for one in found or () if one.rule == "S-R01").repairs

    changes = act.repair(review, study, offered[0])

    kept = open_study(review, study).abstraction.get(f"{row}.responders")
    assert (kept.k, kept.percent, kept.raw) == (6, Decimal(32), "6/19 (28%)")
    assert not [one for one in changes.findings or () if one.rule == "S-R01"]
    undo(review)
    kept = open_study(review, study).abstraction.get(f"{row}.responders")
    assert kept.percent == Decimal(28)


def test_a_repair_of_unread_text_keeps_the_text_as_printed(review, study):
    row = act.add_row(review, study, "outcomes.rows").reveal
    found = act.answer_text(review, study, f"{row}.change", "47.1 mg/day").findings
    offered = next(one for one in found or () if one.path == f"{row}.change").repairs

    act.repair(review, study, offered[0])

    kept = open_study(review, study).abstraction.get(f"{row}.change")
    assert (kept.by, kept.raw) == (Decimal("-47.1"), "47.1 mg/day")


def test_an_exchange_sets_both_fields_in_one_step(review, study):
    act.answer_text(review, study, "population.age_min", "67")
    found = act.answer_text(review, study, "population.age_max", "29").findings
    offered = next(one for one in found or () if one.rule == "H-P06").repairs

    act.repair(review, study, offered[0])

    abstraction = open_study(review, study).abstraction
    ages = [abstraction.get(f"population.age_{end}") for end in ("min", "max")]
    assert ages == [29, 67]
    undo(review)
    assert open_study(review, study).abstraction.get("population.age_min") == 67


def test_a_paste_over_old_and_new_rows_is_one_step(review, study):
    row = act.add_row(review, study, "outcomes.rows").reveal

    act.paste_block(
        review,
        study,
        "outcomes.rows",
        [(f"{row}.n", 8)],
        [{"n": 9}, {"n": 10}],
        "Paste 3 × 1",
    )

    abstraction = open_study(review, study).abstraction
    rows = abstraction.rows("outcomes.rows")
    assert [abstraction.get(f"outcomes.rows[{one}].n") for one in rows] == [8, 9, 10]
    assert undo(review).undo != "Paste 3 × 1"
    abstraction = open_study(review, study).abstraction
    assert abstraction.rows("outcomes.rows") == [row[:-1].rpartition("[")[2]]
    assert abstraction.get(f"{row}.n") is None


def test_a_word_that_names_an_instrument_answers_both_fields_as_one_step(review, study):
    act.add_row(review, study, "outcomes.rows")
    (row,) = open_study(review, study).abstraction.rows("outcomes.rows")
    at = f"outcomes.rows[{row}]"
    act.answer_text(review, study, f"{at}.outcome_code", "CK")
    abstraction = open_study(review, study).abstraction
    assert abstraction.get(f"{at}.outcome_code") == "ENZYMES"
    assert abstraction.get(f"{at}.instrument") == "CK"
    undo(review)
    abstraction = open_study(review, study).abstraction
    assert abstraction.get(f"{at}.outcome_code") is None
    assert abstraction.get(f"{at}.instrument") is None
