from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ivig_abstractor.gui.forms.words import WrappedText
from ivig_abstractor.gui.views.reconcile.hints import HintBar
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui.every_screen import settle
from tests.gui.shell_builders import a_review, dialogs, do
from tests.gui.views.reconcile.looking import (
    JOURNAL,
    SHIFT,
    YEAR,
    line,
    open_paths,
    press,
    shown,
    the_row,
    type_into,
)
from tests.operations.two_reviewers import (
    AE_A,
    AE_B,
    ARM_A,
    ARM_B,
    abstracted,
    abstracted_twice,
    second_reviewer,
    sit_down,
)

Key = Qt.Key


def hints(place) -> list[str]:
    bar: HintBar = place.decide.hints
    return bar.words()


def test_the_queue_lists_what_is_open_by_class(place):
    assert place.decide.book.open_lines()[0].label == "Year"
    assert open_paths(place)[-2:] == [the_row(place), JOURNAL]
    groups = [o.words for o in place.decide.side.model.items if hasattr(o, "words")]
    assert groups == ["Numbers", "Row of one reviewer only", "Same after normalising"]
    assert place.tabs.tabText(0) == f"Decide  {len(open_paths(place))} open in 1 study"


def test_the_first_open_line_is_unfolded_with_both_answers(place):
    card = place.decide.card
    assert card.path == open_paths(place)[0]
    place.decide.reveal(YEAR)
    said = {side.figure.accessibleName() for side in place.decide.card.sides}
    assert said == {"1993", "1994"}
    assert "Year" in place.decide.card.accessibleName()


def test_taking_an_answer_and_enter_settle_it_and_go_on(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_A)
    assert place.decide.card.choice.kept == "A"
    assert line(place, YEAR).is_open
    press(place, Key.Key_Return)
    assert line(place, YEAR).state == "decided"
    assert line(place, YEAR).decision.kept == "A"
    assert YEAR not in open_paths(place)
    assert place.decide.card.path in open_paths(place)
    assert shown(place, YEAR)[-1].endswith("as A")


def test_a_choice_stays_while_another_line_is_looked_at(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_B, Key.Key_N)
    assert place.decide.card.path != YEAR
    assert shown(place, YEAR)[-1] == "as B, not decided yet"
    place.decide.reveal(YEAR)
    assert place.decide.card.choice.kept == "B"


def test_another_answer_needs_a_reason(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_E)
    editor = place.decide.card.findChild(object, "consensusEditor")
    assert hints(place) == ["take what is typed", "back to the keys"]
    editor.selectAll()
    type_into(editor, "1995")
    card = place.decide.card
    assert card.choice.kept == "other"
    press(place, Key.Key_Return)
    assert "reason is needed" in card.consensus.problem.text()
    assert line(place, YEAR).is_open
    type_into(card.consensus.reason, "Online first in 1995")
    assert line(place, YEAR).answer == 1995
    assert line(place, YEAR).decision.reason == "Online first in 1995"


def test_deciding_is_offered_once_there_is_something_to_keep(place):
    place.decide.reveal(YEAR)
    mine = place.decide.card.consensus
    assert not mine.decide.isEnabled()
    assert mine.reason.placeholderText() == "Reason"
    assert mine.decide not in place.decide.card._stops()
    press(place, Key.Key_Return)
    assert mine.problem.text() == "Take an answer first, or type another one."
    assert line(place, YEAR).is_open
    press(place, Key.Key_E)
    assert mine.decide.isEnabled()
    QTest.keyClick(mine.editor, Key.Key_Escape)
    assert not mine.decide.isEnabled()
    press(place, Key.Key_A)
    assert mine.decide.isEnabled()
    assert mine.reason.placeholderText() == "Reason (optional)"
    press(place, Key.Key_U)
    assert mine.reason.placeholderText() == "Reason (required)"
    assert mine.decide.isEnabled()
    place.decide.reveal(the_row(place))
    press(place, Key.Key_Return)
    said = place.decide.card.consensus.problem.text()
    assert said == "Keep the row first, or leave it out."


def test_what_cannot_be_read_is_said_and_stays(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_E)
    editor = place.decide.card.findChild(object, "consensusEditor")
    editor.selectAll()
    type_into(editor, "about then")
    assert place.decide.card.consensus.problem.text()
    assert editor.text() == "about then"
    QTest.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible()
    assert place.decide.card.choice.kept == ""


def test_typing_the_answer_of_a_reviewer_is_taking_it(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_E)
    editor = place.decide.card.findChild(object, "consensusEditor")
    editor.selectAll()
    theirs = place.decide.card.sides[1].figure.accessibleName()
    type_into(editor, theirs)
    assert place.decide.card.choice.kept == "B"


def test_unclear_asks_for_the_reason(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_U)
    card = place.decide.card
    assert card.choice.wants_reason
    type_into(card.consensus.reason, "Two years are printed")
    assert str(line(place, YEAR).answer.missing) == "UNCLEAR"


def test_letters_in_the_reason_are_text_and_escape_returns(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_R)
    reason = place.decide.card.consensus.reason
    QTest.keyClicks(reason, "a b n")
    assert reason.toPlainText() == "a b n"
    assert place.decide.card.choice.kept == ""
    QTest.keyClick(reason, Key.Key_Escape)
    assert "take A" in hints(place)


def test_n_walks_what_is_open_and_the_arrows_every_line(place):
    listed = open_paths(place)
    assert place.decide.path == listed[0]
    press(place, Key.Key_N)
    assert place.decide.path == listed[1 % len(listed)]
    QTest.keyClick(place.decide.card, Key.Key_N, SHIFT)
    assert place.decide.path == listed[0]
    before = place.decide.path
    press(place, Key.Key_Down)
    assert place.decide.path != before
    press(place, Key.Key_Up)
    assert place.decide.path == before


def test_a_row_that_one_lacks_is_kept_or_left_out(place):
    row = the_row(place)
    place.decide.reveal(row)
    card = place.decide.card
    words = {side.button.accessibleName() for side in card.sides}
    assert words == {"Keep the row", "Leave it out"}
    assert card.consensus.edit.isHidden()
    has = next(
        side.kept
        for side, compared in zip(card.sides, card.line.compared.sides, strict=True)
        if compared.path
    )
    press(place, getattr(Key, f"Key_{has}"), Key.Key_Return)
    assert line(place, row).state == "decided"
    assert shown(place, row)[-1].startswith("row kept")


def test_same_after_normalising_is_accepted_in_one_step(place, window):
    assert line(place, JOURNAL).state == "normalised"
    place.decide.side.accept.click()
    assert line(place, JOURNAL).state == "agreed"
    assert place.decide.side.foot.isHidden()
    do(window, "undo")
    assert line(place, JOURNAL).state == "normalised"
    assert window.desk.place == "reconcile"


def test_an_undo_reveals_what_it_opened_again(place, window):
    place.decide.reveal(YEAR)
    press(place, Key.Key_A, Key.Key_Return)
    assert place.decide.path != YEAR
    do(window, "undo")
    assert line(place, YEAR).is_open
    assert place.decide.path == YEAR


def test_a_settled_line_is_opened_again(place):
    place.decide.reveal(YEAR)
    press(place, Key.Key_A, Key.Key_Return)
    place.decide.reveal(YEAR)
    press(place, Key.Key_O)
    assert line(place, YEAR).is_open
    place.decide.reveal("identification.first_author")
    press(place, Key.Key_A)
    assert place.decide.card.choice.kept in ("", "A")
    press(place, Key.Key_O)
    assert line(place, "identification.first_author").is_open
    assert "Opened again" in [
        o.words for o in place.decide.side.model.items if hasattr(o, "words")
    ]


def test_the_consensus_is_completed_when_nothing_is_open(place, window):
    do(window, "complete_consensus")
    [dialog] = dialogs()
    assert {one.path for one in dialog.found} >= set(open_paths(place))
    wanted = dialog.found[0].path
    QTest.keyClick(dialog.list, Key.Key_Return)
    assert place.decide.path == wanted
    place.decide.side.accept.click()
    while open_paths(place):
        place.decide.reveal(open_paths(place)[0])
        press(place, Key.Key_A, Key.Key_Return)
    do(window, "complete_consensus")
    held = place.decide.book.held
    if dialogs():
        # Errors of the consensus itself are links too.
        assert all(one.sign == "error" for one in dialogs()[0].found)
        return
    assert held.is_complete
    assert not place.decide.locked.isHidden()
    assert place.complete.isHidden()
    assert not place.reopen.isHidden()
    do(window, "reopen_consensus")
    [dialog] = dialogs()
    QTest.keyClicks(dialog.editors["reason"], "Erratum")
    dialog.accept()
    assert not place.decide.book.held.is_complete


def test_pairs_are_confirmed_split_and_left_to_the_program_again(place):
    strip = place.decide.strip
    assert strip.kind.text() == "Arms, 2 of 2 paired"
    pair = strip.current()
    press(place, Key.Key_P)
    assert strip.current().how == "confirmed"
    strip.forget.click()
    assert strip.current().how == "proposed"
    strip.apart.click()
    rows = [one for one in strip.model.pairs if not one.is_paired]
    assert len(rows) == 2
    own = pair.rows
    strip.drawn.emit(*own)
    assert "drawn" in [one.how for one in strip.model.pairs]


def test_sections_and_classes_narrow_the_queue_and_the_table(place):
    side = place.decide.side
    side.section.setCurrentIndex(side.section.findData("identification"))
    assert set(open_paths(place)) == {YEAR, JOURNAL}
    assert place.decide.sheet.lines.row_of(JOURNAL) >= 0
    assert place.decide.sheet.lines.row_of(the_arm_line(place)) < 0
    side.section.setCurrentIndex(0)
    side.order.setCurrentIndex(side.order.findData("row"))
    assert open_paths(place) == [the_row(place)]
    side.order.setCurrentIndex(side.order.findData("without_evidence"))
    assert open_paths(place) == [YEAR]


def the_arm_line(place) -> str:
    lines = place.decide.book.held.lines
    return next(o.compared.path for o in lines if o.compared.path.startswith("arms"))


def test_a_study_that_is_not_complete_shows_no_answers(place, window, twice):
    window.does.close_review()
    with OpenReview.open(twice) as review:
        from ivig_abstractor.operations import abstracting

        study_id = next(iter(review.studies()))
        abstracting.reopen(review, study_id, "More to read")
    window.open_file(twice)
    window.does.go_to_place("reconcile")
    place = window.screens.reconcile
    view = place.decide
    assert view.stack.currentWidget() is view.message
    assert "DW" in view.message.words.text()
    assert view.card is None
    assert view.sheet.isHidden() or not view.sheet.isVisible()
    assert not place.complete.isEnabled()


def test_without_a_second_abstraction_it_says_what_to_do(window, file):
    window.open_file(file)
    bar = window.screens.activity
    assert bar._buttons["reconcile"][0].isHidden()
    do(window, "place_reconcile")
    view = window.screens.reconcile.decide
    assert "abstracted twice" in view.message.words.text()
    assert not bar._buttons["reconcile"][0].isHidden()


def test_the_commands_do_what_the_keys_do(place, window):
    place.decide.reveal(YEAR)
    do(window, "take_b")
    assert place.decide.card.choice.kept == "B"
    do(window, "decide_next")
    assert line(place, YEAR).decision.kept == "B"
    do(window, "next_open")
    do(window, "previous_open")
    do(window, "fill_agreed")
    assert place.decide.book.held.is_started


def test_only_one_card_is_made_of_widgets(place):
    sheet = place.decide.sheet
    cards = sheet.viewport().findChildren(type(place.decide.card))
    assert [one for one in cards if one.isVisible()] == [place.decide.card]


def test_another_reviewer_sees_nothing_that_was_shown_before(place, window):
    from ivig_abstractor.operations import abstracting

    study_id = next(iter(window.desk.lines())).study_id
    window.desk.perform(lambda r: abstracting.reopen(r, study_id, "More to read"))
    other = window.desk.overview.reviewers
    mine = window.desk.overview.reviewer.reviewer_id
    who = next(one.reviewer_id for one in other if one.reviewer_id != mine)
    window.desk.runner.ask(
        lambda r: sit_down(r, who), lambda _none: window.desk.read_again()
    )
    view = place.decide
    assert view.card is None
    assert view.stack.currentWidget() is view.message
    assert place.agreement.agreement is None
    assert view.book is None


def test_an_arm_is_called_as_its_first_reviewer_calls_it(window, tmp_path):
    file = a_review(tmp_path, "Dalakas 1993")
    other = {
        path: said.replace("IVIG", "Immunoglobulin") for path, said in ARM_B.items()
    }
    at = "adverse_effects.rows[e1].arm"
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        one, two = sorted((review.reviewer_id, second_reviewer(review)))
        abstracted(review, study_id, one, **ARM_A, **AE_A)
        theirs = {**AE_B, "adverse_effects.rows[f1].arm": "b1"}
        abstracted(review, study_id, two, **other, **theirs)
    window.open_file(file)
    window.does.go_to_place("reconcile")
    place = window.screens.reconcile
    assert list(place.decide.book.consensus_arms.values()) == ["IVIG", "Placebo"]
    do(window, "fill_agreed")
    assert line(place, "arms[a1].arm.name").is_open
    assert list(place.decide.book.consensus_arms.values()) == ["IVIG", "Placebo"]
    place.decide.reveal(at)
    press(place, Key.Key_E)
    editor = place.decide.card.findChild(object, "consensusEditor")
    editor.put_draft("")
    type_into(editor, "IVIG")
    press(place, Key.Key_Return)
    assert line(place, at).answer == "a1"


def test_the_third_answer_is_taken_only_where_there_is_one(place, window):
    assert window.menus.action("take_b").isEnabled()
    assert not window.menus.action("take_c").isEnabled()
    assert window.menus.action("take_b").text().endswith("\tB")
    assert "\t" not in window.menus.action("take_c").text()


def test_three_reviewers_have_a_letter_each(window, tmp_path):
    file = a_review(tmp_path, "Dalakas 1993")
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        abstracted_twice(review, study_id)
        from ivig_abstractor.operations import reviewing

        done = reviewing.add_reviewer(review, "Third", "TR")
        third = done.changes[0].document.removeprefix("reviewer:")
        abstracted(review, study_id, third, **{YEAR: "1999"})
    window.open_file(file)
    window.does.go_to_place("reconcile")
    place = window.screens.reconcile
    place.decide.reveal(YEAR)
    card = place.decide.card
    kept = next(s.kept for s in card.sides if s.figure.accessibleName() == "1999")
    assert {side.kept for side in card.sides} == {"A", "B", "C"}
    assert window.menus.action("take_c").isEnabled()
    press(place, getattr(Key, f"Key_{kept}"), Key.Key_Return)
    assert line(place, YEAR).answer == 1999
    assert "take C" in hints(place) or place.decide.hints.mode == "queue"


def test_a_narrow_window_puts_the_buttons_above_the_figures(place, window):
    place.decide.reveal(YEAR)
    window.resize(1366, 768)
    settle()
    assert not place.decide.card.is_narrow
    wide = place.decide.side.width()
    window.resize(960, 700)
    settle()
    assert place.decide.card.is_narrow
    assert place.decide.side.width() < wide
    assert place.decide.card.width() <= place.decide.sheet.viewport().width()
    assert place.complete.width() >= place.complete.minimumSizeHint().width()


def test_an_abstractor_may_look_but_not_decide(place, window):
    from ivig_abstractor.operations import reviewing

    overview = window.desk.overview
    mine = overview.reviewer.reviewer_id
    who = next(o.reviewer_id for o in overview.reviewers if o.reviewer_id != mine)
    window.desk.runner.ask(
        lambda r: reviewing.switch_reviewer(r, who),
        lambda _overview: window.desk.read_again(),
    )
    place.decide.reveal(YEAR)
    card = place.decide.card
    assert not place.decide.locked.isHidden()
    assert card.consensus.decide.isHidden()
    press(place, Key.Key_A, Key.Key_Return, Key.Key_U, Key.Key_E, Key.Key_O)
    assert card.choice.kept == ""
    assert line(place, YEAR).is_open
    assert not place.complete.isEnabled()


def correct(place, window, side, value):
    """Let a reviewer correct the year after it was decided, and look again."""
    from tests.operations.two_reviewers import corrected

    study_id = place.decide.book.held.study.study_id
    who = line(place, YEAR).compared.sides[side].reviewer_id
    window.desk.runner.ask(
        lambda r: corrected(r, study_id, who, YEAR, value), lambda _done: None
    )
    window.does.show_reconcile(study_id, YEAR)


def decide_year(place, reason):
    place.decide.reveal(YEAR)
    press(place, Key.Key_A)
    place.decide.card.consensus.reason.setPlainText(reason)
    press(place, Key.Key_Return)


def test_a_later_correction_opens_a_decision_again(place, window):
    decide_year(place, "title page")
    correct(place, window, 0, 1990)
    assert line(place, YEAR).state == "reopened"
    assert "decision" in place.decide.strip.remark.text()
    said = "".join(
        one.text() for one in place.decide.card.field.findChildren(WrappedText)
    )
    assert "Opened again" in said
    assert "1993 → 1990" in said
    assert "Decided before: 1993 (as A)" in said
    assert "“title page”" in said
    group = place.decide.side.model.items[0]
    assert (group.words, group.count) == ("Opened again", 1)
    # Nobody says 1993 any more: Enter keeps it all the same, with the reason it had.
    press(place, Key.Key_Return)
    kept = line(place, YEAR)
    assert (kept.state, kept.answer, kept.decision.kept) == ("decided", 1993, "other")
    assert kept.decision.reason == "title page"


def test_a_correction_is_taken_with_its_letter(place, window):
    decide_year(place, "")
    correct(place, window, 1, 1995)
    assert place.decide.card.choice.kept == "A"
    press(place, Key.Key_B, Key.Key_Return)
    assert line(place, YEAR).answer == 1995


def test_what_all_say_by_now_is_confirmed_in_one_step(place, window):
    decide_year(place, "title page")
    assert place.decide.side.confirm_row.isHidden()
    correct(place, window, 1, 1993)
    assert line(place, YEAR).confirms
    assert place.decide.side.confirm.text() == "Confirm all 1"
    place.decide.side.confirm.click()
    kept = line(place, YEAR)
    assert (kept.state, kept.decision.kept) == ("decided", "A")
    assert kept.decision.reason == "title page"
    do(window, "undo")
    assert line(place, YEAR).state == "reopened"


def test_keys_leave_a_settled_line_alone(place):
    decide_year(place, "")
    place.decide.reveal(YEAR)
    press(place, Key.Key_B, Key.Key_Return)
    assert line(place, YEAR).decision.kept == "A"
    press(place, Key.Key_O)
    assert line(place, YEAR).is_open
    assert place.decide.card.choice.kept == "A"
