"""What commands do once their dialog is answered, in a whole window."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from ivig_abstractor.base.errors import FileTooNew
from ivig_abstractor.gui import places
from ivig_abstractor.gui.window_state import RecentReview
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.review import REVIEW, Duty, ReviewFacts, StudyFacts
from ivig_abstractor.operations.assigning import assign
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_study
from tests.gui.shell_builders import dialogs, do, show_form
from tests.operations.two_reviewers import (
    ARM_A,
    abstracted,
    second_reviewer,
    sit_down,
)


def choose(path):
    """Choose a file in the file dialog that is open."""
    [dialog] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def facts(window):
    told = []
    window.desk.runner.ask(lambda r: r.facts(REVIEW, ReviewFacts), told.append)
    return told[0]


def test_a_review_is_made_from_its_dialog(window, own_home, kept):
    kept.set("betamethasone", "0.6")
    kept.set("name", "Dana Wu")
    do(window, "new")
    [dialog] = dialogs()
    assert not dialog.take.isEnabled()
    dialog.editors["title"].setText("IVIG: polymyositis / 2026")
    assert dialog.file.name == "ivig-polymyositis-2026.ivig"
    target = own_home / "mine"
    dialog._browse()
    choose(target)
    assert dialog.file == target.with_suffix(".ivig")
    dialog.editors["title"].setText("IVIG")
    assert dialog.file == target.with_suffix(".ivig")
    dialog.take.click()

    assert window.desk.overview.path == target.with_suffix(".ivig")
    assert window.desk.overview.reviewer.name == "Dana Wu"
    assert facts(window).betamethasone_mg == "0.6"
    assert window.screens.body.currentWidget() is window.screens.no_study


def test_a_review_is_not_made_over_another(window, file):
    do(window, "new")
    [dialog] = dialogs()
    dialog.editors["title"].setText("T")
    dialog.editors["name"].setText("N")
    dialog._take_chosen(file)
    before = file.read_bytes()
    dialog.take.click()
    assert window.desk.overview is None
    assert not window.screens.notice.isHidden()
    assert file.read_bytes() == before


def test_the_example_is_made_once(window):
    do(window, "example")
    assert places.example_file().is_file()
    assert len(window.desk.lines()) > 20
    do(window, "close")
    stamp = places.example_file().stat().st_mtime_ns
    do(window, "example")
    assert places.example_file().stat().st_mtime_ns >= stamp
    assert window.desk.overview is not None


def test_a_newer_file_is_offered_for_reading(window, file, monkeypatch):
    opening = OpenReview.open

    def too_new(path, *, read_only=False, reviewer_id=""):
        if not read_only:
            raise FileTooNew("A newer program wrote this file.")
        return opening(path, read_only=True, reviewer_id=reviewer_id)

    monkeypatch.setattr(OpenReview, "open", too_new)
    do(window, "open")
    choose(file)
    assert window.screens.notice.offers("Open it for reading only")
    window.screens.notice.findChild(object, "way").click()
    assert window.desk.overview.read_only


def test_a_review_that_moved_is_located(window, file, tmp_path):
    gone = RecentReview(tmp_path / "old" / "gone.ivig", "Gone")
    window.state.remember(gone)
    window.screens.welcome.locate_requested.emit(gone)
    choose(file)
    assert window.desk.overview.path == file
    assert [one.path for one in window.state.recent()] == [file]


def test_answers_are_exported_as_json(window, file, tmp_path):
    window.open_file(file)
    do(window, "export_json")
    target = tmp_path / "out.json"
    choose(target)
    assert json.loads(target.read_text("utf-8"))
    assert "out.json" in window.screens.notice.words.text()
    do(window, "export_json")
    choose(file)
    assert window.desk.overview.path == file
    assert "review.ivig" in window.screens.notice.words.text()


def test_a_study_is_edited_and_a_key_is_refused_twice(window, file):
    window.open_file(file)
    do(window, "edit_study")
    [dialog] = dialogs()
    dialog.editors["label"].setText("Cherin 2002b")
    dialog.take.click()
    assert window.desk.lines()[0].label == "Cherin 2002b"
    assert window.screens.abstraction.header.title.text() == "Cherin 2002b"

    do(window, "add_study")
    [dialog] = dialogs()
    dialog.editors["label"].setText("Hara 2003")
    dialog.take.click()
    assert "hara2003" in window.screens.notice.words.text()
    assert len(window.desk.lines()) == 2


def test_review_details_are_changed(window, file):
    window.open_file(file)
    do(window, "edit_review")
    [dialog] = dialogs()
    dialog.editors["title"].setText("Another title")
    dialog.editors["question"].setPlainText("Does it work?")
    QTest.keyClick(
        dialog.editors["question"],
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    assert window.windowTitle().startswith("Another title")
    assert facts(window).question == "Does it work?"


def test_the_form_keys_reach_the_section(window, file, monkeypatch):
    window.open_file(file)
    section = window.screens.abstraction.stack.current()
    asked = []
    for name in ("choose_missing", "use_reading", "toggle_more"):
        monkeypatch.setattr(section, name, lambda said=name: asked.append(said))
    for command in ("missing", "use_reading", "more_fields"):
        do(window, command)
    assert asked == ["choose_missing", "use_reading", "toggle_more"]
    do(window, "cite")
    assert window.screens.regions()[2].isAncestorOf(window.focusWidget())


def test_nothing_is_cited_for_the_field_one_came_from(window, file):
    view = show_form(window, file)
    view.reveal("population.n_enrolled")
    view.reveal("population.subtypes")
    do(window, "cite")
    assert not view.inspector.isAncestorOf(window.focusWidget())
    assert window.screens.notice.words.text().startswith("There is no row in this line")
    view.reveal("population.n_enrolled")
    do(window, "cite")
    assert view.inspector.isAncestorOf(window.focusWidget())
    assert view.inspector.path == "population.n_enrolled"


def test_the_palette_leads_to_fields_commands_and_studies(window, file):
    window.open_file(file)
    window.answering.answer_text("identification.year", "19x")
    window.answering.answer_text("population.n_enrolled", "35")
    palette = window.screens.palette
    window.activateWindow()
    for typed, reached in (
        ("#enrolled", lambda: window.screens.abstraction.section.key == "population"),
        (">section dose", lambda: window.screens.abstraction.section.key == "dose"),
        ("@hara", lambda: window.desk.study.line.label == "Hara 2003"),
    ):
        do(window, "palette")
        palette.box.setText(typed)
        window.grab()
        QTest.keyClick(palette.box, Qt.Key.Key_Return)
        assert reached(), typed
    do(window, "find_field")
    assert palette.box.text() == "#"
    at = palette.list.visualRect(palette.model.index(2)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert palette.isHidden()
    do(window, "palette")
    QTest.mouseClick(
        palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft()
    )
    assert palette.isHidden()


def test_the_filter_and_scope_are_reached(window, file):
    window.open_file(file)
    window.activateWindow()
    do(window, "filter")
    assert window.focusWidget() is window.screens.studies.filter_box
    QTest.keyClick(window.screens.studies, Qt.Key.Key_Down)
    window.screens.abstraction.header.scope.menu().actions()[1].trigger()
    scope = window.desk.study.abstraction.get("identification.source_scope")
    assert str(scope) == "ABSTRACT_ONLY"
    assert window.screens.abstraction.header.scope.text() == "Text read: abstract only"


def test_the_flow_takes_every_kind_of_answer(window, file):
    window.open_file(file)
    do(window, "flow")
    [dialog] = dialogs()
    form, section = dialog.form, dialog.form.section
    count = next(one for one in section.fields if one.kind == "integer")
    path = f"{section.prefix}.{count.name}"
    form.answers_set.emit([(path, 7)], "Paste")
    assert dialog._answers.get(path) == 7
    form.missing_chosen.emit(path, MissingCode.NR)
    assert dialog._answers.get(path).missing is MissingCode.NR
    form.missing_chosen.emit(path, None)
    assert dialog._answers.get(path) is None
    for repeat in section.repeats:
        container = f"{section.prefix}.{repeat.name}"
        form.row_added.emit(container, "", {})
        [row] = dialog._answers.rows(container)
        form.row_removed.emit(f"{container}[{row}]")
        assert dialog._answers.rows(container) == []
    dialog.close()


@pytest.mark.parametrize("result", ["copy", "discard"])
def test_what_is_not_saved_is_copied_or_given_up(
    window,
    file,
    monkeypatch,
    result,
    qapp,
    tmp_path,
):
    from ivig_abstractor.base.errors import DiskFull
    from ivig_abstractor.store.project import ProjectFile

    window.open_file(file)

    def refuse(*_said, **_more):
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(ProjectFile, "commit", refuse)
        window.answering.answer_text("identification.title", "An open study")
    status = window.screens.status
    assert status.saved.text() == "Not saved: The disk is full."
    actions = {one.text(): one for one in status.saved.menu().actions()}
    if result == "copy":
        actions["Copy what is not saved"].trigger()
        said = QApplication.clipboard().text()
        assert said == "Identification › Title: An open study"
        window.desk.runner.forget_unsaved()
    else:
        actions["Give up what is not saved"].trigger()
        assert window.desk.study.abstraction.get("identification.title") is None
        assert window.screens.notice.isHidden()
    assert not status.saved.text().startswith("Not saved")


def test_who_verifies_takes_the_first_abstraction_over(window, tmp_path):
    path = tmp_path / "verified.ivig"
    with OpenReview.create(path, title="T", reviewer="Dana W") as review:
        study = add_study(review, StudyFacts(key="cherin2002")).study_id
        mine, mo = review.reviewer_id, second_reviewer(review)
        abstracted(review, study, mine, **ARM_A)
        duties = {mine: Duty.ABSTRACT, mo: Duty.VERIFY}
        assign(review, {study: duties})
    window.open_file(path)
    window.desk.runner.run(lambda r: sit_down(r, mo))
    window.desk.read_again()
    assert window.desk.study.abstraction.rows("arms") == []
    do(window, "begin_verification")
    taken = window.desk.study.abstraction
    assert taken.reviewer_id == mo
    assert taken.get("arms[a1].arm.name") == "IVIG"
    do(window, "begin_verification")
    assert "already" in window.screens.notice.words.text()


def test_a_study_is_added_with_its_first_answers_and_taken_back(window, file):
    window.open_file(file)
    do(window, "add_study")
    [dialog] = dialogs()
    dialog.editors["label"].setText("Dalakas 1993")
    dialog.take.click()
    assert window.desk.study.line.label == "Dalakas 1993"
    assert window.desk.study.abstraction.get("identification.year") == 1993
    assert window.desk.situation.undo == "Add study"
    do(window, "undo")
    assert [one.label for one in window.desk.lines()] == ["Cherin 2002", "Hara 2003"]
    assert window.screens.notice.isHidden()


def test_what_the_study_list_says_is_entered_by_one_key(window, file):
    window.open_file(file)
    do(window, "enter_facts")
    study = window.desk.study.abstraction
    assert study.get("identification.first_author") == "Cherin"
    assert window.desk.situation.undo == "Key, author and year"
