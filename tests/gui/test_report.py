"""The report is made, seen and exported beside the window."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from ivig_abstractor.gui import printing
from ivig_abstractor.gui.views.report_preview import FIT_PAGE, FIT_WIDTH, PagesView
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import reviewing
from tests.gui.shell_builders import do

PATIENCE = 60_000


@pytest.fixture
def report(window, file, qtbot):
    """The report of a review, with its pages."""
    window.open_file(file)
    do(window, "place_report")
    wait(window, qtbot)
    yield window.screens.report
    window.proofs.end()


def wait(window, qtbot):
    qtbot.waitUntil(
        lambda: (
            window.proofs.is_up_to_date and bool(window.screens.report.pages._fresh)
        ),
        timeout=PATIENCE,
    )


def titles(report):
    chapters = report.chapters
    return [chapters.item(row).text() for row in range(chapters.count())]


def row_of(report, name):
    ids = [
        report.chapters.item(row).data(Qt.ItemDataRole.UserRole)
        for row in range(report.chapters.count())
    ]
    return ids.index(name)


def test_chapters_and_pages_are_shown(window, report, qtbot):
    assert titles(report)[:2] == ["Title page", "Summary in numbers"]
    printed, known = report.chapters.counts()
    assert 0 < printed < known == report.chapters.count() - 1  # no title page
    assert report.count.text() == f"{printed} of {known} chapters"
    assert report.facts[-1][1].text() == "Flow of studies not entered yet"
    assert report.bar.total.text() == f"of {report.pages.count}"
    item = report.chapters.item(row_of(report, "excluded"))
    said = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Excluded studies, nothing yet"
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled

    report.chapters.setCurrentRow(row_of(report, "studies"))
    first = report.pages.page
    assert first > 2
    assert report.bar.page.text() == str(first)
    qtbot.waitUntil(lambda: first in report.pages._fresh, timeout=PATIENCE)
    report.bar.back.click()
    assert report.pages.page == first - 1
    report.bar.page.setText("1")
    report.bar.page.returnPressed.emit()
    assert report.pages.page == 1
    assert report.bar.zoom.currentData() == FIT_WIDTH
    QTest.keyClick(report.chapters, Qt.Key.Key_PageDown)
    assert report.pages.verticalScrollBar().value() > 0
    report.bar.zoom_chosen.emit(FIT_PAGE)
    report.pages.go_to(1)
    QTest.keyClick(report.chapters, Qt.Key.Key_PageDown)
    assert report.pages.page == 2
    QTest.keyClick(report.pages, Qt.Key.Key_PageDown)
    assert report.pages.page == 3
    report.chapters.setCurrentRow(0)
    control = Qt.KeyboardModifier.ControlModifier
    rows = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(report.chapters, key, control)
        rows.append(report.chapters.currentRow())
    # The flow of studies has nothing to be printed.
    assert rows == [1, 3, 1]
    assert report.grab().toImage().width()


def test_a_chapter_is_left_out_by_space_and_stays_out(window, report, qtbot):
    pages = report.pages.count
    row = row_of(report, "studies")
    report.chapters.setCurrentRow(row)
    QTest.keyClick(report.chapters, Qt.Key.Key_Space)
    assert window.proofs.left_out == ("studies",)
    qtbot.waitUntil(lambda: report.pages.count < pages, timeout=PATIENCE)
    wait(window, qtbot)
    assert report.chapters.item(row).checkState() is Qt.CheckState.Unchecked
    assert report.chapters.currentRow() == row

    do(window, "place_abstract")
    assert not window.proofs.is_up_to_date, "nothing is drawn that nobody sees"
    do(window, "place_report")
    wait(window, qtbot)
    assert report.pages.count < pages


def test_errors_that_are_not_listed_in_the_report_are_told(window, report, qtbot):
    line = window.desk.lines()[0]
    report.show_review(window.desk.overview, [replace(line, errors=2)])
    [_sign, words] = report.facts[0]
    assert words.text() == "2 errors: listed in the report"
    row = row_of(report, "findings")
    assert report.chapters.is_marked(row)
    report.grab()
    report.chapters.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert words.text() == "2 errors: the chapter that lists them is left out"


def test_a_study_with_a_complete_consensus_is_no_draft(window, report):
    line = replace(window.desk.lines()[0], status="in_progress", errors=0)
    report.show_review(window.desk.overview, [line])
    assert report.facts[2][1].text() == "1 study not complete: printed as a draft"
    report.show_review(window.desk.overview, [replace(line, agreed=True)])
    assert report.facts[2][1].text() == "All studies are complete"
    assert report.studies.isHidden()


def test_the_pages_follow_what_is_changed(window, report, qtbot):
    earlier = window.proofs._file
    facts = StudyFacts(key="dalakas1993", label="Dalakas 1993")
    window.desk.perform(lambda r: reviewing.add_study(r, facts))
    assert not window.proofs.is_up_to_date
    wait(window, qtbot)
    assert window.proofs._file != earlier
    assert not earlier.exists()
    window.preferences.set("paper", "letter")
    assert not window.proofs.is_up_to_date
    qtbot.waitUntil(lambda: report.pages._sizes[0] == (612, 792), timeout=PATIENCE)


def test_an_export_is_shown_until_it_is_done(window, report, qtbot, tmp_path):
    target = tmp_path / "out.pdf"
    window.proofs.export(target)
    assert report.bar.is_busy
    assert report.bar.export.isHidden()
    with qtbot.waitSignal(window.proofs._export.done, timeout=PATIENCE):
        pass
    assert target.read_bytes().startswith(b"%PDF")
    assert " is written: " in report.bar.words.text()
    assert str(target.parent) in report.bar.words.text()
    assert not report.bar.open.isHidden()
    assert not report.bar.export.isHidden()


def test_esc_stops_an_export_and_the_earlier_file_stays(
    window, report, qtbot, tmp_path
):
    target = tmp_path / "out.pdf"
    target.write_text("earlier")
    window.proofs.export(target)
    QTest.keyClick(report.chapters, Qt.Key.Key_Escape)
    assert not report.bar.stop.isEnabled()
    qtbot.waitUntil(lambda: not report.bar.is_busy, timeout=PATIENCE)
    assert report.bar.words.text().startswith("Stopped. Nothing was written")
    assert target.read_text() == "earlier"
    assert sorted(one.name for one in tmp_path.glob("*.pdf*")) == ["out.pdf"]


def test_an_export_that_is_refused_says_why(window, report, qtbot, file):
    window.proofs.export(file)
    qtbot.waitUntil(lambda: not report.bar.is_busy, timeout=PATIENCE)
    assert "is a review" in window.screens.notice.words.text()
    assert report.bar.words.text() == ""


def test_nothing_that_is_saved_waits_for_a_report(window, file, qtbot, tmp_path):
    window.open_file(file)
    window.proofs.export(tmp_path / "out.pdf")
    facts = StudyFacts(key="dalakas1993", label="Dalakas 1993")
    window.desk.perform(lambda r: reviewing.add_study(r, facts))
    assert window.screens.report.bar.is_busy
    assert len(window.desk.lines()) == 3
    do(window, "place_abstract")
    notice = window.screens.notice
    qtbot.waitUntil(lambda: not notice.isHidden(), timeout=PATIENCE)
    assert " is written: " in notice.words.text()
    window.proofs.end()


def test_closing_the_window_ends_what_is_going_on(window, file, tmp_path):
    window.open_file(file)
    target = tmp_path / "out.pdf"
    window.proofs.export(target)
    process = window.proofs._export._process
    window.close()
    assert process.state() is process.ProcessState.NotRunning
    assert not target.exists()


def slow_process(words, parent):
    process = printing.QProcess(parent)
    process.setProgram(sys.executable)
    process.setArguments(["-c", "import time; time.sleep(60)"])
    return process


def test_a_page_that_is_not_drawn_in_time_is_given_up(window, file, qtbot, monkeypatch):
    window.open_file(file)
    real = printing.child_process

    def hanging(words, parent):
        return (real if words[0] == printing.WRITE else slow_process)(words, parent)

    monkeypatch.setattr(printing, "child_process", hanging)
    monkeypatch.setattr(printing, "PAGE_LIMIT", 50)
    do(window, "place_report")
    pages = window.screens.report.pages
    qtbot.waitUntil(lambda: "could not be drawn" in pages._words, timeout=PATIENCE)
    assert not window.screens.report.bar.export.isHidden()
    window.proofs.end()


def test_a_process_that_fails_is_a_fault_of_ours(window, file, qtbot, monkeypatch):
    def failing(words, parent):
        process = slow_process(words, parent)
        process.setArguments(["-c", "raise SystemExit('broken')"])
        return process

    monkeypatch.setattr(printing, "child_process", failing)
    window.open_file(file)
    with qtbot.captureExceptions() as caught:
        do(window, "place_report")
        pages = window.screens.report.pages
        qtbot.waitUntil(lambda: "could not be made" in pages._words, timeout=PATIENCE)
        qtbot.waitUntil(lambda: bool(caught), timeout=PATIENCE)
    assert "broken" in str(caught[0][1])
    window.proofs.end()


def test_pages_are_laid_out_for_every_size(qtbot):
    view = PagesView()
    qtbot.addWidget(view)
    asked = []
    view.wanted.connect(asked.append)
    view.resize(800, 600)
    view.show()
    view.show_pages([(595, 842), (842, 595), (595, 842)])
    assert asked[-1][0][0] == 1
    assert view.page == 1
    wide = asked[-1][0][1]
    upright, lying = view._extent(1), view._extent(2)
    assert upright[0] == lying[0] == wide  # each fills the width
    assert upright[1] > lying[1]
    view.set_zoom(FIT_PAGE)
    assert asked[-1][0][1] < wide
    view.set_zoom(FIT_WIDTH)
    view.set_zoom("200")
    assert view.horizontalScrollBar().maximum() > 0
    for zoom in (FIT_PAGE, FIT_WIDTH, "100"):
        view.set_zoom(zoom)
        for page in (3, 2, 1):
            view.go_to(page)
            assert view.page == page
    view.go_to(9)
    assert view.page == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 3
    for page in range(1, 4):
        view.put(page, QImage(8, 8, QImage.Format.Format_RGB32))
    view.grab()
    view.show_pages([(595, 842)])
    assert view.page == 1
    view.clear()
    view.grab()
    assert (view.page, view.count) == (0, 0)
