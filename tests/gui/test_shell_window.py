"""The whole window, with a runner that does things at once."""

import stat

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.theme import apply_theme, tokens
from ivig_abstractor.gui.window_state import RecentReview
from ivig_abstractor.model.abstraction import ROW, STATE
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.progress import blanks
from ivig_abstractor.model.review import StudyFacts, abstraction_document
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.records import Set
from tests.gui.shell_builders import a_review, dialogs, do


def test_a_review_opens_at_its_first_study(window, file):
    window.open_file(file)
    screens = window.screens

    assert window.windowTitle() == "IVIG in myositis – IVIG Abstractor"
    assert screens.studies.current() == window.desk.lines()[0].study_id
    assert screens.abstraction.header.title.text() == "Cherin 2002"
    assert screens.status.reviewer.text() == "Reviewer DW"
    assert screens.status.progress.text() == "2 studies"
    assert screens.notice.isHidden()


def test_a_review_opens_where_it_was_left(window, file):
    window.open_file(file)
    do(window, "next_study")
    assert window.screens.abstraction.header.title.text() == "Hara 2003"
    do(window, "close")
    assert window.screens.places.currentWidget() is window.screens.welcome
    assert window.state.recent()[0].title == "IVIG in myositis"
    window.open_file(file)
    assert window.screens.abstraction.header.title.text() == "Hara 2003"


def test_a_file_that_is_no_review_is_told_in_a_bar(window, file, tmp_path):
    window.open_file(file)
    bad = tmp_path / "bad.ivig"
    bad.write_text("<b>no review</b>", "utf-8")
    window.open_file(bad)

    assert "bad.ivig" in window.screens.notice.words.text()
    assert window.desk.overview.path == file
    assert not any(isinstance(one, QMessageBox) for one in dialogs())


def test_a_file_that_cannot_be_written_is_read(window, file):
    file.chmod(stat.S_IREAD)
    window.open_file(file)
    if not window.desk.overview.read_only:
        pytest.skip("this user may write everywhere")
    screens = window.screens
    assert screens.notice.words.text().startswith(
        "review.ivig is open for reading only"
    )
    assert screens.notice.dismiss.isHidden()
    assert screens.status.saved.text() == "Read only"
    assert not window.menus.action("add_study").isEnabled()
    file.chmod(stat.S_IREAD | stat.S_IWRITE)


def test_a_review_is_opened_by_dropping_it(window, file):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("a.txt"), QUrl.fromLocalFile(str(file))])
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(
        QPoint(5, 5),
        copy,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    dropping = QDropEvent(
        QPointF(5, 5),
        copy,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    dropping.setDropAction(Qt.DropAction.MoveAction)
    window.dropEvent(dropping)
    assert window.desk.overview.path == file
    assert dropping.dropAction() is Qt.DropAction.CopyAction

    other = QMimeData()
    other.setUrls([QUrl.fromLocalFile("a.txt")])
    refused = QDragEnterEvent(
        QPoint(5, 5),
        copy,
        other,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    refused.ignore()
    window.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_a_moved_review_is_told_and_removed(window, tmp_path):
    gone = RecentReview(tmp_path / "gone.ivig", "Gone")
    window.state.remember(gone)
    window.showing.show_closed()
    assert window.screens.welcome.model.rowCount() == 1
    window.screens.welcome.remove_requested.emit(gone)
    assert window.screens.welcome.model.rowCount() == 0


def test_arms_are_added_where_they_are_asked_for(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    do(window, "section_dose")
    assert view.stack.current() is None
    assert not view.stack.empty.isHidden()
    assert "no arm yet" in view.stack.empty.words.text()
    assert not window.menus.action("add_phase").isEnabled() or not view.container(
        "phases"
    )

    view.stack.empty.add.click()
    [arm] = window.desk.study.abstraction.rows("arms")
    assert view.stack.current() is not None
    do(window, "add_phase")
    phases = window.desk.study.abstraction.rows(f"arms[{arm}].phases")
    assert len(phases) == 2
    do(window, "next_part")
    assert view.stack.current().prefix == f"arms[{arm}].phases[{phases[1]}].dose"
    window.answering.remove_row(f"arms[{arm}]")
    assert view.stack.current() is None
    assert not view.stack.empty.isHidden()
    do(window, "undo")
    assert view.stack.current() is not None
    assert window.desk.study.abstraction.entries[f"arms[{arm}]", ROW]


def test_sections_findings_and_blanks_are_walked_by_commands(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    window.answering.answer_text("identification.year", "19x")
    do(window, "section_design")
    assert view.section.key == "design"
    do(window, "next_finding")
    assert (view.section.key, view.path) == ("identification", "identification.year")
    do(window, "next_section")
    do(window, "next_section")
    do(window, "previous_section")
    assert view.section.key == "design"
    do(window, "next_blank")
    assert view.path.startswith("design.")


def test_the_details_and_findings_open_and_close(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    assert not view.inspector.isHidden()
    do(window, "inspector")
    assert view.inspector.isHidden()
    do(window, "help_field")
    assert not view.inspector.isHidden()
    do(window, "section_outcomes")
    assert view.inspector.isHidden(), "a wide grid takes the width"
    do(window, "inspector")
    assert not view.inspector.isHidden()
    do(window, "fold_findings")
    assert view.findings.is_folded
    window.resize(900, 600)
    assert view.inspector.isHidden()
    view.reveal("outcomes.primary_outcome")
    do(window, "cite")
    assert not view.inspector.isHidden(), "also in a narrow window, when asked for"
    do(window, "inspector")
    assert view.inspector.isHidden()


def test_help_is_shown_pointed_out_and_closed_again(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    told = view.inspector._help
    do(window, "help_field")
    assert not view.inspector.isHidden(), "it was shown before"
    assert told.property("surface") == "told", "so the eye is led there"
    do(window, "inspector")
    do(window, "help_field")
    assert not view.inspector.isHidden()
    do(window, "help_field")
    assert view.inspector.isHidden(), "what was opened for the help is closed by it"


def test_a_narrow_window_opens_without_the_details(window, file):
    window.resize(900, 600)
    window.screens.abstraction.set_inspector(shown=True)  # as it was kept
    window.open_file(file)
    view = window.screens.abstraction
    assert view.inspector.isHidden()
    do(window, "help_field")
    assert not view.inspector.isHidden()
    QTest.keyClick(view.inspector.citing.quotation, Qt.Key.Key_Escape)
    assert view.inspector.isHidden()
    window.resize(1366, 768)
    assert not view.inspector.isHidden()


def test_the_details_follow_the_cursor_into_another_study(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    window.activateWindow()
    do(window, "section_identification")
    assert view.inspector.path == view.path != ""
    window.desk.show_study(window.desk.lines()[1].study_id)
    do(window, "section_identification")
    assert view.inspector.path == view.path != ""


def test_no_details_are_shown_of_a_field_in_another_section(window, file):
    window.open_file(file)
    view = window.screens.abstraction
    window.activateWindow()
    do(window, "section_population")
    view.reveal("population.n_treated")
    assert view.inspector.path == "population.n_treated"
    do(window, "section_outcomes")
    do(window, "inspector")
    assert not view.inspector.isHidden()
    assert view.inspector.path == "", "what is cited there would go to Population"
    view.reveal("population.n_treated")
    assert view.inspector.path == "population.n_treated"


def test_places_are_changed(window, file):
    window.open_file(file)
    do(window, "place_report")
    assert window.screens.places.currentWidget() is window.screens.report
    assert not window.menus.action("next_section").isEnabled()
    report = window.screens.report
    report.studies.click()
    [menu] = report.findChildren(QMenu, "unfinished")
    assert [one.text() for one in menu.actions()] == ["Cherin 2002", "Hara 2003"]
    menu.actions()[1].trigger()
    menu.close()
    assert window.desk.place == "abstract"
    assert window.screens.abstraction.header.title.text() == "Hara 2003"


def test_the_report_leads_to_what_is_open(window, file):
    window.open_file(file)
    do(window, "place_report")
    report = window.screens.report
    assert report.queries.isHidden()
    assert report.errors.isHidden()
    window.desk.show_study(window.desk.lines()[1].study_id)
    window.answering.answer_text("population.age", "mean 101")
    path = next(o.path for o in window.desk.study.findings if o.rule.startswith("S-"))
    window.desk.show_study(window.desk.lines()[0].study_id)
    do(window, "place_report")
    assert not report.queries.isHidden()
    assert report.errors.isHidden()
    shown = []
    window.desk.reveal_requested.connect(shown.append)
    report.queries.click()
    assert window.desk.place == "abstract"
    assert window.screens.abstraction.header.title.text() == "Hara 2003"
    assert shown == [path]


def test_regions_are_walked(window, file):
    window.open_file(file)
    window.activateWindow()
    focused = []
    for _step in range(4):
        do(window, "next_region")
        focus = window.focusWidget()
        regions = window.screens.regions()
        focused += [
            n
            for n, one in enumerate(regions)
            if one is focus or one.isAncestorOf(focus)
        ]
    assert sorted(focused) == [0, 1, 2, 3]


def test_colours_change_at_once_and_are_kept(window, kept):
    do(window, "theme_dark")
    assert tokens().dark
    assert kept.current.theme == "dark"
    assert tokens().bar in QApplication.instance().styleSheet()
    do(window, "theme_light")
    assert not tokens().dark


def test_the_colours_in_use_are_ticked(window, qapp):
    def ticked() -> list[str]:
        menu = window.menus.menu("view")
        return [one.objectName() for one in menu.actions() if one.isChecked()]

    assert ticked() == ["command:theme_light"]
    do(window, "theme_dark")
    assert ticked() == ["command:theme_dark"]
    apply_theme(qapp, "system")
    assert ticked() == ["command:theme_system"]
    do(window, "theme_system")
    assert ticked() == ["command:theme_system"]


def test_the_first_screen_says_what_the_line_at_the_bottom_said(window, file):
    window.open_file(file)
    # Nobody has begun the second study, so what will be asked of it is not known.
    left = [one.path for one in blanks(window.desk.study.abstraction)]
    window.answering.miss_blanks(left, MissingCode.NA_SRC)
    said = window.screens.status.progress.text()
    do(window, "close")
    percent = window.state.recent()[0].percent
    assert 0 < percent <= 50
    assert f"on average {percent} % answered" in said


def test_a_review_opens_at_the_section_it_was_left_at(window, file, tmp_path):
    view = window.screens.abstraction
    window.open_file(file)
    assert view.section.key == "identification"
    do(window, "next_study")
    left = window.desk.study.line.study_id
    do(window, "section_outcomes")
    do(window, "close")
    other = tmp_path / "other"
    other.mkdir()
    window.open_file(a_review(other, "Cherin 2002"))
    assert view.section.key == "identification"
    do(window, "close")
    window.open_file(file)
    assert window.desk.study.line.study_id == left
    assert view.section.key == "outcomes"
    assert view.stack.current().section.key == "outcomes"


def test_dialogs_are_drawn_and_left(window, file):
    window.open_file(file)
    for command in (
        "new", "open", "preferences", "shortcuts", "about", "add_study", "edit_study",
        "edit_review", "add_reviewer", "switch_reviewer", "flow", "export_pdf",
        "export_json", "complete",
    ):  # fmt: skip
        do(window, command)
        [shown] = dialogs()
        assert shown.windowTitle()
        # The file dialog is the system's, or Qt's own.
        assert shown.objectName() == "file" or unnamed(shown) == []
        shown.close()
        QApplication.sendPostedEvents(None, 0)


def test_everything_in_the_window_has_a_name(window, file):
    assert unnamed(window) == []
    window.open_file(file)
    window.answering.add_row("arms")
    for key in window.screens.abstraction.strip.keys():  # noqa: SIM118
        window.does.go_to_section(key)
        assert unnamed(window) == [], key
    do(window, "place_report")
    assert unnamed(window) == []


def unnamed(root: QWidget) -> list[str]:
    """What can be worked with, is on the screen, and has no name to be read aloud."""
    kinds = QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox | QAbstractItemView
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, kinds) or isinstance(widget, QHeaderView):
            continue
        if not widget.isVisible():
            continue
        if isinstance(
            widget.parent(), QComboBox | QLineEdit
        ) or widget.objectName().startswith("qt_"):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            parent = widget.parent()
            found.append(f"{type(widget).__name__} {widget.objectName()} in {parent}")
    return found


def test_the_flow_is_answered_through_its_form(window, file):
    window.open_file(file)
    do(window, "flow")
    [dialog] = dialogs()
    section = dialog.form.section
    name = next(one for one in section.fields if one.kind == "integer").name
    dialog.form.answered.emit(f"{section.prefix}.{name}", "12")
    assert dialog._answers.get(f"{section.prefix}.{name}") == 12
    dialog.close()


def test_the_flow_stands_in_the_order_of_the_diagram(window, file):
    window.open_file(file)
    do(window, "flow")
    [dialog] = dialogs()
    parts = [one for one in dialog.form.order if hasattr(one, "stops")]
    names = [getattr(one, "container", "") or one.paths[0] for one in parts[:-1]]
    assert names[:3] == ["flow.databases", "flow.registers", "flow.duplicates"]
    at = names.index("flow.excluded")
    assert names[at - 1 : at + 2 : 2] == ["flow.assessed_a", "flow.new_studies"]
    assert dialog.focusWidget() is dialog.form.panels[0].grid
    QTest.qWait(1)
    shown = dialog.form.height()
    assert not [
        one
        for one in dialog.form.order
        if one.geometry().top() < shown <= one.geometry().bottom()
    ]
    dialog.close()


def test_the_flow_is_held_against_the_studies_that_are_included(window, tmp_path):
    file = a_review(tmp_path, "Cherin 2002", "Hara 2003")
    with OpenReview.open(file) as review:
        facts = StudyFacts(key="x", label="Xu 2001", exclusion="E-03")
        reviewing.add_study(review, facts)
    window.open_file(file)
    do(window, "flow")
    [dialog] = dialogs()
    dialog.form.answered.emit("flow.total_studies", "2")
    assert "H-F06" not in {one.rule for one in dialog._findings()}
    dialog.form.answered.emit("flow.total_studies", "3")
    assert "H-F06" in {one.rule for one in dialog._findings()}
    dialog.close()


def test_a_reviewer_is_added_and_taken_on(window, file):
    window.open_file(file)
    window.answering.answer_text("identification.title", "Mine")
    do(window, "add_reviewer")
    [dialog] = dialogs()
    dialog.editors["name"].setText("Mei Kato")
    dialog.editors["initials"].setText("MK")
    dialog.take.click()
    assert len(window.desk.overview.reviewers) == 2
    do(window, "switch_reviewer")
    [own] = dialogs()
    for name in ("new", "again"):
        own.editors[name].setText("2468")
    own.take.click()
    [dialog] = dialogs()
    box = dialog.editors["reviewer"]
    box.setCurrentIndex(box.findText("Mei Kato (abstractor)"))
    dialog.take.click()
    assert window.screens.status.reviewer.text() == "Reviewer MK"
    assert window.desk.study.abstraction.get("identification.title") is None


def test_a_query_is_answered_with_a_reason(window, file):
    window.open_file(file)
    window.answering.answer_text("identification.year", "1951")
    window.answering.answer_text("population.n_enrolled", "5")
    window.answering.answer_text("population.age", "mean 101")
    queries = [one for one in window.desk.study.findings if one.rule.startswith("S-")]
    assert queries
    do(window, "answer")
    [dialog] = dialogs()
    assert not dialog.take.isEnabled()
    dialog.editors["reason"].setPlainText("So printed.")
    dialog.take.click()
    answered = [one for one in window.desk.study.findings if one.reason]
    assert [one.reason for one in answered] == ["So printed."]


def test_the_keys_of_the_form_are_told_only_where_there_is_a_form(window, file):
    window.resize(1366, 768)
    window.show()
    window.open_file(file)
    status = window.screens.status

    def told():
        shown = [one for one in (status.help, status.shortcuts) if not one.isHidden()]
        [said] = [[cap.text() for cap in one.findChildren(QLabel)] for one in shown]
        return [not status.missing.isHidden(), *said]

    assert told() == [True, "Help on field", "F1"]
    do(window, "place_report")
    assert told() == [False, "Shortcuts", "Ctrl+/"]
    window.desk.read_again()
    assert told() == [False, "Shortcuts", "Ctrl+/"]
    do(window, "place_abstract")
    assert told() == [True, "Help on field", "F1"]
    window.proofs.end()


def test_a_message_moves_nothing_that_is_clicked(window, file):
    window.open_file(file)
    screens, status = window.screens, window.screens.status
    view = screens.abstraction
    clicked = [screens.activity, screens.studies, view.header, view.strip, view.stack]

    def corners():
        QApplication.processEvents()
        return [one.mapTo(window, QPoint(0, 0)) for one in clicked]

    before, foot = corners(), status.mapTo(window, QPoint(0, 0)).y()
    for place in ("place_abstract", "place_report"):
        do(window, place)
        screens.notice.clear()
        at = corners()
        window.showing.say("The clipboard has no rows.")
        assert corners() == at
        bottom = screens.notice.mapTo(window, QPoint(0, screens.notice.height())).y()
        assert (screens.notice.isVisible(), bottom) == (True, foot)
    do(window, "place_abstract")
    assert corners() == before


def complete(file):
    """Lock the first study of a review, whatever is left in it."""
    with OpenReview.open(file) as review:
        study = next(iter(review.studies()))
        document = abstraction_document(study, review.reviewer_id)
        one = Set(document, "", STATE, "complete")
        review.perform([one], label="Complete", study_id=study, kind="barrier")


def test_keys_in_a_locked_study_say_how_to_change_it(window, file):
    complete(file)
    window.open_file(file)
    notice = window.screens.notice
    window.screens.abstraction.reveal("identification.title")
    focus = QApplication.focusWidget()
    QTest.keyClick(focus, Qt.Key.Key_Home)
    QTest.keyClick(focus, "c", Qt.KeyboardModifier.ControlModifier)
    assert notice.isHidden()

    QTest.keyClick(focus, "x")
    assert notice.words.text() == (
        "This study is complete and locked. To change it, choose Reopen…"
        f" ({key_text('Ctrl+Shift+O')})."
    )
    assert notice.offers("Reopen…")
    notice.findChild(QWidget, "way").click()
    [dialog] = dialogs()
    dialog.editors["reason"].setPlainText("A page was missing.")
    dialog.take.click()
    assert notice.isHidden()

    window.screens.abstraction.reveal("identification.title")
    QTest.keyClick(QApplication.focusWidget(), "x")
    assert notice.isHidden()


def test_keys_say_nothing_of_a_study_that_is_open(window, file):
    window.open_file(file)
    window.screens.abstraction.reveal("identification.title")
    QTest.keyClick(QApplication.focusWidget(), "x")
    assert window.screens.notice.isHidden()


def test_a_message_does_not_cover_what_is_worked_in(window, file, qtbot):
    window.open_file(file)
    stack, notice = window.screens.abstraction.stack, window.screens.notice
    window.resize(1366, 560)
    do(window, "more_fields")
    QApplication.processEvents()

    def foot_of(one):
        return one.mapTo(window, QPoint(0, one.height())).y()

    every = [one for one in stack.findChildren(QLineEdit) if one.isVisible()]
    lowest = min((o for o in every if foot_of(o) > foot_of(stack)), key=foot_of)
    lowest.setFocus()
    QApplication.processEvents()
    at = stack.findChild(QScrollArea).verticalScrollBar()
    at.setValue(at.value() + foot_of(lowest) - foot_of(stack) + 6)
    before = foot_of(lowest)
    assert before <= foot_of(stack)
    window.showing.say("The clipboard has no rows.")
    qtbot.waitUntil(lambda: foot_of(lowest) <= foot_of(stack) < before)
    assert foot_of(stack) <= notice.mapTo(window, QPoint(0, 0)).y()
