"""What stands beside the form belongs to the open study, as it is at present."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from ivig_abstractor.gui.views import abstraction
from ivig_abstractor.gui.views.dialogs import reasons
from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.review import abstraction_document
from ivig_abstractor.operations import abstracting
from ivig_abstractor.store.records import Set
from tests.gui.shell_builders import dialogs, do

YEAR = "identification.year"
LINK = "https://example.org/the-first-paper"


@pytest.fixture
def opened(window, file):
    """The first of two studies, with a year and where it was read."""
    window.open_file(file)
    window.show()
    view = window.screens.abstraction
    view.complete()
    study = window.desk.study.line.study_id

    def year(review):
        abstracting.answer(review, study, YEAR, "1993")
        cited = Evidence(source=LINK, locator="3", quotation="in 1993")
        return abstracting.cite(review, study, YEAR, [cited])

    window.desk.perform(year)
    view.reveal(YEAR)
    QApplication.processEvents()
    return window


def year_box(view):
    [found] = view.stack.findChildren(QLineEdit, YEAR)
    return found


def words_in(inspector):
    return [one.text() for one in inspector.findChildren(QLineEdit)]


def test_the_details_do_not_stay_when_another_study_is_chosen_in_the_list(opened):
    view = opened.screens.abstraction
    assert LINK in words_in(view.inspector)
    opened.screens.studies.list.setFocus()
    QTest.keyClick(opened.screens.studies.list, Qt.Key.Key_Down)

    assert opened.desk.study.line.label == "Hara 2003"
    assert view.inspector.path == ""
    assert not view.inspector.citing.isVisible()

    view.reveal(YEAR)
    assert view.inspector.path == YEAR
    assert LINK not in words_in(view.inspector)


def test_a_note_typed_while_another_study_comes_stays_with_its_study(opened):
    view, first = opened.screens.abstraction, opened.desk.study.line.study_id
    second = next(s.study_id for s in opened.desk.lines() if s.study_id != first)
    view.inspector.note.setFocus()
    QTest.keyClicks(view.inspector.note, "Table 2.")
    # As an undo in another study would: nobody asked the form first.
    opened.desk.show_study(second)

    assert opened.desk.study.abstraction.note(YEAR) == ""
    opened.desk.show_study(first)
    assert opened.desk.study.abstraction.note(YEAR) == "Table 2."


def test_completing_and_reopening_change_the_section_on_the_screen(opened):
    view, desk = opened.screens.abstraction, opened.desk
    study = desk.study.line.study_id
    assert not year_box(view).isReadOnly()

    desk.perform(lambda review: state(review, study, "complete"))
    assert desk.study.abstraction.is_complete
    assert year_box(view).isReadOnly()

    desk.perform(lambda review: state(review, study, "in_progress"))
    assert not year_box(view).isReadOnly()


def state(review, study, said):
    document = abstraction_document(study, review.reviewer_id)
    change = Set(document, "", STATE, said)
    return review.perform([change], label="State", study_id=study, kind="barrier")


def test_a_new_study_is_begun_at_its_beginning(opened):
    do(opened, "section_outcomes")
    assert opened.screens.abstraction.section.key == "outcomes"
    do(opened, "add_study")
    [dialog] = dialogs()
    dialog.findChild(QLineEdit, "label").setText("Lin 1999")
    dialog.accept()
    assert opened.desk.study.line.label == "Lin 1999"
    assert opened.screens.abstraction.section.key == "identification"


def test_it_is_said_that_no_blank_field_is_left(opened, monkeypatch):
    shown = opened.screens.abstraction.path
    monkeypatch.setattr(abstraction, "next_blank", lambda _held, _path: "")
    do(opened, "next_blank")
    assert "is blank" in opened.screens.notice.words.text()
    assert opened.screens.abstraction.path == shown


@pytest.mark.parametrize("path", [YEAR, "identification.pmid"])
def test_a_query_is_answered_beside_its_field_with_the_answer_in_sight(opened, path):
    opened.answering.answer_text(YEAR, "2002")
    opened.answering.answer_text("identification.pmid", "12124864")
    study = opened.desk.study
    query = Finding("S-X01", Severity.QUERY, path, "Is it so?")
    opened.desk.study = replace(study, findings=(query,))
    opened.screens.abstraction.reveal(path)
    opened.does.ask_reply(path, "S-X01")
    [dialog] = dialogs()
    said = [one.text() for one in dialog.findChildren(QLabel)]
    entered = {YEAR: "2002", "identification.pmid": "12124864"}[path]
    assert f"Entered: {entered}" in said
    row = opened.screens.abstraction.stack.current().place_on_screen(path)
    assert not row.isEmpty()
    assert not dialog.frameGeometry().intersects(row)
    dialog.close()


@pytest.mark.parametrize(("top", "below"), [(60, True), (500, False)])
def test_a_question_stands_below_its_field_or_above(qtbot, top, below):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    query = Finding("S-X01", Severity.QUERY, YEAR, "Is it so?")
    dialog = reasons.reply_dialog(query, "Year", window)
    dialog.fit()
    field = QRect(window.mapToGlobal(QPoint(200, top)), QSize(600, 28))
    reasons.place_beside(dialog, field)
    if below:
        assert dialog.y() > field.bottom()
    else:
        assert dialog.y() + dialog.height() < field.top()
    dialog.close()


def test_a_reply_that_was_left_is_there_again(opened):
    study = opened.desk.study
    query = Finding("S-X01", Severity.QUERY, YEAR, "Is it so?")
    opened.desk.study = replace(study, findings=(query,))

    opened.does.ask_reply(YEAR, "S-X01")
    [first] = dialogs()
    first.editors["reason"].setPlainText("Table 1 says so")
    first.reject()
    opened.does.ask_reply(YEAR, "S-X01")
    again = [one for one in dialogs() if one is not first][-1]
    assert again.editors["reason"].toPlainText() == "Table 1 says so"
    again.reject()

    other = opened.desk.study.abstraction.copy()
    other.reviewer_id = "somebody-else"
    opened.desk.study = replace(opened.desk.study, abstraction=other)
    opened.does.ask_reply(YEAR, "S-X01")
    theirs = [one for one in dialogs() if one not in (first, again)][-1]
    assert theirs.editors["reason"].toPlainText() == ""
    theirs.close()


def test_what_an_answer_adds_to_a_study_is_said_of_that_study_while_it_is_shown(opened):
    study = opened.desk.study.line
    status = opened.screens.status
    told = [("title", "T"), ("journal", "J"), ("volume", "1"), ("pages", "2-3")]
    paths = [(f"identification.{name}", said) for name, said in told]
    said = (study.study_id, paths, "facts")
    opened.desk.perform(lambda r: abstracting.answer_block(r, *said))
    opened.desk.perform(lambda r: abstracting.add_row(r, study.study_id, "arms"))
    more = opened.desk.more_asked
    assert more > 1
    said = f"Cherin 2002: {more} more fields are asked now"
    assert status.progress.text().endswith(said)

    other = next(o for o in opened.desk.lines() if o.study_id != study.study_id)
    opened.showing.show_study(other.study_id)
    assert opened.desk.study.line.study_id == other.study_id
    assert "more fields" not in status.progress.text()
