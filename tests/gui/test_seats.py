"""In a file that several share, the window asks who sits there; in others never."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ivig_abstractor.base.errors import DiskFull
from ivig_abstractor.model import review as r
from ivig_abstractor.model.review import Duty, StudyFacts
from ivig_abstractor.operations import abstracting, seats
from ivig_abstractor.operations.assigning import assign
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_study
from tests.gui.shell_builders import dialogs, do
from tests.operations.two_reviewers import (
    ARM_A,
    ARM_B,
    JOURNAL,
    PIN,
    abstracted,
    second_reviewer,
    sit_down,
)

MINE, THEIRS = "Muscle Nerve", "Kanarienvogel"


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    waited = []
    monkeypatch.setattr(seats.time, "sleep", waited.append)
    yield waited
    seats._wrong.clear()


def a_shared_file(folder, *, with_pins=True):
    """Dana W and Mo K have both begun the one study; Dana leads."""
    path = folder / "shared.ivig"
    with OpenReview.create(path, title="T", reviewer="Dana W", initials="DW") as review:
        study = add_study(review, StudyFacts(key="cherin2002")).study_id
        mine, mo = review.reviewer_id, second_reviewer(review)
        assign(review, {study: {mine: Duty.ABSTRACT, mo: Duty.ABSTRACT}})
        one, other = {**ARM_A, JOURNAL: MINE}, {**ARM_B, JOURNAL: THEIRS}
        abstracted(review, study, mine, complete=False, **one)
        abstracted(review, study, mo, complete=False, **other)
        if with_pins:
            sit_down(review, mo)
            sit_down(review, mine)
    return path


def type_into(dialog, **texts):
    for name, text in texts.items():
        editor = dialog.editors[name]
        assert isinstance(editor, QLineEdit)
        assert editor.echoMode() is QLineEdit.EchoMode.Password
        assert editor.accessibleName()
        editor.setFocus()
        QTest.keyClicks(editor, text)


def choose(dialog, name):
    box = dialog.editors["reviewer"]
    box.setCurrentIndex(next(i for i in range(box.count()) if name in box.itemText(i)))


def shown(dialog):
    """The questions a dialog asks now."""
    return [one.name for one in dialog.asked if dialog.editors[one.name].isVisible()]


def journal(window):
    return window.desk.study.abstraction.get(JOURNAL)


def test_opening_a_shared_file_asks_who_one_is_before_it_shows_anything(
    window, tmp_path
):
    window.open_file(a_shared_file(tmp_path))
    [dialog] = dialogs()
    assert dialog.windowTitle() == "Who are you?"
    assert window.desk.overview is None
    assert shown(dialog) == ["reviewer", "pin"]
    assert dialog.focusWidget() is dialog.editors["pin"]
    assert not dialog.take.isEnabled()
    type_into(dialog, pin="1111")
    QTest.keyClick(dialog.editors["pin"], Qt.Key.Key_Return)
    assert "not the PIN of Dana W" in dialog.problem.text()
    assert dialog.isVisible()
    assert dialog.editors["pin"].text() == ""
    assert window.desk.overview is None
    type_into(dialog, pin=PIN)
    QTest.keyClick(dialog.editors["pin"], Qt.Key.Key_Return)
    assert dialogs() == []
    assert window.desk.overview.reviewer.name == "Dana W"
    assert journal(window) == MINE


def test_another_reviewer_opens_it_or_nobody_does(window, tmp_path):
    path = a_shared_file(tmp_path)
    window.open_file(path)
    [dialog] = dialogs()
    dialog.leave.click()
    assert dialogs() == []
    assert window.desk.overview is None
    window.open_file(path)
    [dialog] = dialogs()
    choose(dialog, "Mo K")
    type_into(dialog, pin=PIN)
    dialog.take.click()
    assert window.desk.overview.reviewer.name == "Mo K"
    assert journal(window) == THEIRS


def test_going_on_as_another_asks_for_their_pin_and_keeps_the_seat_without(
    window, tmp_path
):
    window.open_file(a_shared_file(tmp_path))
    [dialog] = dialogs()
    type_into(dialog, pin=PIN)
    dialog.take.click()
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    assert shown(dialog) == ["reviewer"]
    choose(dialog, "Mo K")
    assert shown(dialog) == ["reviewer", "pin"]
    type_into(dialog, pin="9999")
    dialog.take.click()
    assert "not the PIN of Mo K" in dialog.problem.text()
    assert window.desk.overview.reviewer.name == "Dana W"
    assert journal(window) == MINE
    type_into(dialog, pin=PIN)
    dialog.take.click()
    assert dialogs() == []
    assert window.screens.status.reviewer.text() == "Reviewer MK"
    assert journal(window) == THEIRS


def test_the_first_time_each_chooses_a_pin_the_one_who_leaves_first(window, tmp_path):
    path = a_shared_file(tmp_path, with_pins=False)
    window.open_file(path)
    assert dialogs() == []
    do(window, "switch_reviewer")
    [own] = dialogs()
    assert own.windowTitle() == "Choose your PIN"
    type_into(own, new="2468", again="2469")
    own.take.click()
    assert "not the same" in own.problem.text()
    own.editors["again"].clear()
    type_into(own, again="2468")
    own.take.click()
    [dialog] = dialogs()
    choose(dialog, "Mo K")
    assert shown(dialog) == ["reviewer", "new", "again"]
    type_into(dialog, new="135", again="135")
    assert not dialog.take.isEnabled()
    type_into(dialog, new="7", again="7")
    dialog.take.click()
    assert journal(window) == THEIRS
    window.does.close_review()
    window.open_file(path)
    [dialog] = dialogs()
    choose(dialog, "Mo K")
    type_into(dialog, pin="1357")
    dialog.take.click()
    assert window.desk.overview.reviewer.name == "Mo K"


def seated(window, path):
    window.open_file(path)
    [dialog] = dialogs()
    type_into(dialog, pin=PIN)
    dialog.take.click()


def button(dialog, words):
    found = [dialog._change, dialog._remove]
    return next(one for one in found if one.text() == words)


def test_ones_own_pin_is_changed_in_the_same_place(window, tmp_path):
    seated(window, a_shared_file(tmp_path))
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    button(dialog, "Change my PIN…").click()
    [change] = dialogs()
    type_into(change, earlier="0000", new="8642", again="8642")
    change.take.click()
    assert "not the PIN" in change.problem.text()
    type_into(change, earlier=PIN, new="8642", again="8642")
    change.take.click()
    assert dialogs() == []
    assert "changed" in window.screens.notice.words.text()
    path = window.desk.overview.path
    window.does.close_review()
    OpenReview.open(path, pin="8642").close()


def test_the_lead_removes_a_forgotten_pin_and_is_told_first_what_that_means(
    window, tmp_path
):
    seated(window, a_shared_file(tmp_path))
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    assert not dialog._remove.isVisible()
    choose(dialog, "Mo K")
    button(dialog, "Remove this PIN…").click()
    [sure] = dialogs()
    said = " ".join(one.text() for one in sure.findChildren(type(sure.problem)))
    assert "1 study" in said
    assert "early look" in said
    assert "no longer call its reviewers independent" in said
    sure.leave.click()
    path = window.desk.overview.path

    def labels():
        found = []
        window.desk.runner.ask(
            lambda review: [
                event.label
                for document in review.project.documents(r.SEATS)
                for event in review.project.history(document)
            ],
            found.extend,
        )
        return found

    assert "Remove the PIN of Mo K" not in labels()
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    choose(dialog, "Mo K")
    dialog._remove.click()
    [sure] = dialogs()
    sure.take.click()
    assert "removed" in window.screens.notice.words.text()
    window.does.close_review()
    with OpenReview.open(path, pin=PIN) as review:
        (looked,) = review.project.documents(f"{r.LOOKS}{next(iter(review.studies()))}")
        assert review.project.history(looked)[0].new_value["pin_removed"]


def test_who_does_not_lead_removes_only_the_pin_of_the_lead(window, tmp_path):
    path = a_shared_file(tmp_path)
    window.open_file(path)
    [dialog] = dialogs()
    assert not dialog._change.isVisible()
    assert not dialog._remove.isVisible()
    choose(dialog, "Mo K")
    type_into(dialog, pin=PIN)
    dialog.take.click()
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    choose(dialog, "Dana W")
    assert dialog._remove.isVisible()


def test_a_reviewer_alone_meets_nothing_of_it(window, file):
    window.open_file(file)
    assert dialogs() == []
    window.answering.answer_text("identification.title", "Mine")
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    assert shown(dialog) == ["reviewer"]
    assert not dialog._change.isVisible()
    assert not dialog._remove.isVisible()
    dialog.close()


def test_the_pages_of_the_report_are_gone_with_who_looked_at_them(
    window, tmp_path, qtbot
):
    seated(window, a_shared_file(tmp_path))
    do(window, "place_report")
    pages = window.screens.report.pages
    qtbot.waitUntil(lambda: bool(pages._fresh), timeout=60_000)
    shown_then = window.proofs._file
    do(window, "place_abstract")
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    choose(dialog, "Mo K")
    type_into(dialog, pin=PIN)
    dialog.take.click()
    assert window.desk.overview.reviewer.name == "Mo K"
    assert not pages._fresh
    assert not window.proofs.is_up_to_date
    do(window, "place_report")
    assert not pages._fresh
    qtbot.waitUntil(lambda: bool(pages._fresh), timeout=60_000)
    assert window.proofs._file not in (None, shown_then)


def test_what_is_not_saved_is_settled_before_somebody_else_goes_on(
    window, tmp_path, monkeypatch
):
    seated(window, a_shared_file(tmp_path))
    answer = abstracting.answer_text

    def fail(*_more, **_named):
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(abstracting, "answer_text", fail)
    window.answering.answer_text("identification.title", "Danas title")
    assert window.desk.runner.unsaved
    do(window, "switch_reviewer")
    [dialog] = dialogs()
    assert dialog.objectName() == "unsaved"
    monkeypatch.setattr(abstracting, "answer_text", answer)
    dialog._take("leave")
    [dialog] = dialogs()
    assert dialog.objectName() == "seats"
    choose(dialog, "Mo K")
    type_into(dialog, pin=PIN)
    dialog.take.click()
    assert window.desk.study.abstraction.get("identification.title") is None
