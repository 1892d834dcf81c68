"""The field that is worked in stays in sight when messages come around it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.forms import builder
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.operations import abstracting
from ivig_abstractor.operations.example import build_example
from tests.gui.shell_builders import show_form

PMID = "identification.pmid"


@pytest.fixture
def opened(window, file):
    builder._opened.clear()
    show_form(window, file)
    study = window.desk.study.line.study_id
    window.desk.perform(
        lambda r: abstracting.answer_text(r, study, "identification.year", "1993")
    )
    QApplication.processEvents()
    yield window
    builder._opened.clear()


def row_in_focus():
    one = QApplication.focusWidget()
    while one is not None and not isinstance(one, FieldRow):
        one = one.parentWidget()
    assert one is not None
    return one


def is_whole(row, section):
    """Say whether a row is on the screen from its top to the foot of its field."""
    port = section._area.viewport()
    foot = max(cell.shown.geometry().bottom() for cell in row.cells)
    box = QRect(row.mapTo(port, QPoint()), row.mapTo(port, QPoint(10, foot + 2)))
    return box.top() >= 0 and box.bottom() <= port.height()


@pytest.mark.parametrize("high", [420, 450, 480, 510, 540, 570, 600, 650, 768])
def test_a_query_that_opens_above_leaves_the_current_row_whole(opened, high):
    opened.resize(1366, high)
    QApplication.processEvents()
    view = opened.screens.abstraction
    view.go_to_section("identification")
    section = view.stack.current()
    section.more.setChecked(True)
    view.reveal(PMID)
    QTest.keyClicks(QApplication.focusWidget(), "24387253")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert [one for one in opened.desk.study.findings if one.path == PMID]
    row = row_in_focus()
    assert row.paths != [PMID]
    assert is_whole(row, section)
    assert view.path in row.paths


@pytest.mark.parametrize("high", [420, 480, 540, 600, 650, 768])
def test_findings_that_grow_leave_the_current_row_whole(opened, high):
    opened.resize(1366, high)
    view, study = opened.screens.abstraction, opened.desk.study.line.study_id
    view.go_to_section("identification")
    section = view.stack.current()
    section.more.setChecked(True)
    for row in section.shown_rows():
        view.reveal(row.paths[0])
        QApplication.processEvents()
        assert is_whole(row, section)
        opened.desk.perform(
            lambda r: abstracting.answer_text(r, study, PMID, "24387253")
        )
        QApplication.processEvents()
        assert is_whole(row, section), row.paths
        opened.desk.perform(lambda r: abstracting.answer(r, study, PMID, None))
        QApplication.processEvents()


@pytest.mark.parametrize("high", [420, 480, 560, 700])
def test_what_a_cell_may_mean_is_offered_whole_above_all_else(opened, high):
    view, study = opened.screens.abstraction, opened.desk.study.line.study_id
    for code in ("STRENGTH", "ENZYMES", "ENZYMES", "STEROID_SPARING"):
        opened.desk.perform(
            lambda r, said=code: abstracting.add_row(
                r, study, "outcomes.rows", answers={"outcome_code": said}
            )
        )
    opened.resize(1366, high)
    row = opened.desk.study.abstraction.rows("outcomes.rows")[-1]
    view.reveal(f"outcomes.rows[{row}].change")
    QApplication.processEvents()
    panel = view.stack.current().panels[0]
    QTest.keyClicks(QApplication.focusWidget(), "4")
    QTest.keyClicks(QApplication.focusWidget(), "7.1")
    box = panel.typing.reading
    assert len(box.choices.ways) > 2
    assert box.isVisible()
    assert box.visibleRegion().boundingRect() == box.rect()
    assert not box.geometry().intersects(
        QRect(
            QApplication.focusWidget().mapTo(opened, QPoint(0, 2)),
            QApplication.focusWidget().size() * 0.8,
        )
    )
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert box.isHidden()


def test_the_findings_of_the_section_are_the_ones_in_sight(window, tmp_path):
    file = tmp_path / "example.ivig"
    build_example(file)
    window.open_file(file)
    window.desk.show_study("hara2003")
    view = window.screens.abstraction
    view.complete()
    shown = view.findings.list

    def seen():
        port = shown.viewport().rect()
        found = view.findings.model.findings
        rows = (view.findings.model.index(at) for at in range(len(found)))
        whole = [port.contains(shown.visualRect(one)) for one in rows]
        return {
            one.rule for one, is_whole in zip(found, whole, strict=True) if is_whole
        }

    view.go_to_section("adverse_effects")
    QApplication.processEvents()
    assert len(seen()) < len(view.findings.model.findings)
    assert "S-A03" in seen()
    view.go_to_section("outcomes")
    shown.setFocus()
    shown.setCurrentIndex(view.findings.model.index(0))
    view.go_to_section("adverse_effects")
    assert "S-I01" in seen()
