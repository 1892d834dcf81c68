"""The dialog that sets many blank fields, and the question before completing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from ivig_abstractor.gui.views.dialogs import blockers as blockers_dialog
from ivig_abstractor.gui.views.dialogs.blanks import BlanksDialog
from ivig_abstractor.gui.views.dialogs.blockers import BlockersDialog
from ivig_abstractor.gui.views.dialogs.reasons import complete_dialog
from ivig_abstractor.model.abstraction import ANSWER, ROW, Abstraction
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.checks.completion import blockers
from ivig_abstractor.model.finding import Finding, Severity


@pytest.fixture
def abstraction():
    entries = [
        ("arms[a1]", ROW, "a0"),
        ("arms[a2]", ROW, "a1"),
        ("arms[a1].phases[p1]", ROW, "a0"),
        ("arms[a2].phases[p2]", ROW, "a0"),
        ("arms[a1].arm.name", ANSWER, "IVIG"),
        ("arms[a2].arm.name", ANSWER, "Placebo"),
    ]
    return Abstraction("s1", "r1", entries)


def shown(qtbot, abstraction, prefix=""):
    dialog = BlanksDialog(abstraction, prefix)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def places(dialog):
    return [dialog.places.itemText(at) for at in range(dialog.places.count())]


def codes(dialog):
    return [dialog.codes.itemData(at) for at in range(dialog.codes.count())]


def test_the_likely_code_comes_first(qtbot, abstraction):
    assert shown(qtbot, abstraction).code is MissingCode.NR
    abstraction.put("identification.source_scope", ANSWER, "ABSTRACT_ONLY")
    dialog = shown(qtbot, abstraction)
    assert dialog.code is MissingCode.NA_SRC
    assert MissingCode.NR not in codes(dialog)


def test_a_part_its_section_and_the_study_are_offered(qtbot, abstraction):
    dialog = shown(qtbot, abstraction, "arms[a1].phases[p1].dose")
    assert places(dialog) == [
        "This part: Dose › IVIG",
        "This section: Dose",
        "The whole study",
    ]
    in_part = dialog.paths()
    assert all(one.startswith("arms[a1].phases[p1].dose.") for one in in_part)
    dialog.places.setCurrentIndex(1)
    assert len(dialog.paths()) == 2 * len(in_part)
    dialog.places.setCurrentIndex(2)
    assert len(dialog.paths()) > 60
    assert dialog.take.text() == f"Set {len(dialog.paths())} fields"


def test_nothing_beyond_the_section_is_set_unless_it_is_chosen(qtbot, abstraction):
    for place in ("Population", "Identification"):
        dialog = shown(qtbot, abstraction, place.casefold())
        assert dialog.places.currentText() == f"This section: {place}"
    abstraction.put("arms[a1].arm.n_treated", ANSWER, 8)
    for name in ("n_treated", "n_analysed"):
        for arm in ("a1", "a2"):
            abstraction.put(f"arms[{arm}].arm.{name}", ANSWER, 8)
    dialog = shown(qtbot, abstraction, "arms[a1].arm")
    assert dialog.places.currentText() == "This section: Arm"
    assert not dialog.take.isEnabled()
    dialog.places.setCurrentIndex(2)
    assert dialog.places.currentText() == "The whole study"
    assert dialog.take.isEnabled()


def test_what_the_reviewer_must_answer_is_named_beside_the_list(qtbot, abstraction):
    dialog = shown(qtbot, abstraction, "identification")
    assert "10 blank fields are left for you to answer" in dialog.others.text()
    assert "Study key, First author" in dialog.others.text()
    listed = {dialog.list.item(at).text() for at in range(dialog.list.count())}
    assert listed
    assert not any("Study key" in one for one in listed)


def test_space_leaves_a_field_out_and_enter_sets_the_others(qtbot, abstraction):
    dialog = shown(qtbot, abstraction, "population")
    said = []
    dialog.chosen.connect(lambda paths, code: said.append((paths, code)))
    before = dialog.paths()
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.places.setCurrentIndex(1)
    dialog.places.setCurrentIndex(0)
    assert dialog.paths() == before[1:]
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert said == [(before[1:], MissingCode.NR)]
    assert not dialog.isVisible()


def test_without_a_field_nothing_can_be_set(qtbot, abstraction):
    dialog = shown(qtbot, abstraction, "population")
    for at in range(dialog.list.count()):
        dialog.list.item(at).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.take.isEnabled()


def test_the_list_of_what_is_open_leads_to_it(qtbot, abstraction):
    dialog = BlockersDialog("Cherin 2002", [], abstraction)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.set_requested):
        dialog.set_blanks.click()


def test_a_blank_is_listed_by_name_below_its_section(qtbot, abstraction):
    query = Finding("S-N04", Severity.QUERY, "arms[a1].phases[p1].course.duration", "?")
    found = [*blockers(abstraction, []), query]
    dialog = BlockersDialog("Cherin 2002", found, abstraction)
    qtbot.addWidget(dialog)
    dialog.show()
    model, row = dialog.model, dialog.list.currentIndex().row()
    assert model.index(0).data() == "Findings"
    assert model.finding_at(row) == query
    assert model.index(2).data() == "Identification"
    assert model.finding_at(2) is None
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    row = dialog.list.currentIndex().row()
    assert model.finding_at(row) == found[0]
    said = model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("is blank. Enter what the paper says, or why it is missing.")
    assert model.has_blanks()
    assert model.has_others()
    in_section = [one for one in found if one.path.startswith("identification.")]
    for _one in in_section:
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    gone = []
    dialog.go_requested.connect(gone.append)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert gone == [found[len(in_section)].path]


def test_what_is_open_is_counted_by_kind(qtbot, abstraction):
    at = "arms[a1].phases[p1].course.duration"
    query = Finding("S-N04", Severity.QUERY, at, "?")
    error = Finding("H-D01", Severity.ERROR, at, "!")
    blank = blockers(abstraction, [])[0]
    row = Finding("H-X01", Severity.ERROR, "outcomes.rows[o1].after", "No result.")

    def counted(*found):
        dialog = BlockersDialog("Cherin 2002", found, abstraction)
        qtbot.addWidget(dialog)
        return dialog.model.counted()

    assert counted(blank) == "1 blank field"
    assert counted(blank, query, query) == "2 queries and 1 blank field"
    every = "1 error, 1 open point, 1 query and 1 blank field"
    assert counted(blank, query, row, error) == every


def test_errors_come_first_and_blanks_last(qtbot, abstraction):
    at = "arms[a1].phases[p1].course.duration"
    blank = blockers(abstraction, [])[0]
    query = Finding("S-N04", Severity.QUERY, at, "?")
    error = Finding("H-D01", Severity.ERROR, at, "!")
    dialog = BlockersDialog("Cherin 2002", [blank, query, error], abstraction)
    qtbot.addWidget(dialog)
    assert dialog.model.findings == [error, query, blank]


def test_the_way_there_stands_in_the_current_line_only(qtbot, abstraction, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        blockers_dialog, "draw_go", lambda _painter, go, chosen: drawn.append(go.y())
    )
    dialog = BlockersDialog("Cherin 2002", blockers(abstraction, []), abstraction)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.grab()
    assert set(drawn) == {dialog.list.go_rect(dialog.list.currentIndex()).y()}
    drawn.clear()
    below = dialog.list.visualRect(dialog.model.index(3)).center()
    QTest.mouseMove(dialog.list.viewport(), below)
    dialog.list.grab()
    assert len(set(drawn)) == 2


def test_a_dialog_stays_over_the_middle_of_its_window(qtbot, abstraction):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setGeometry(40, 40, 700, 600)
    window.show()
    dialog = BlockersDialog("A 2001", blockers(abstraction, []), abstraction, window)
    dialog.open()

    def centred():
        apart = dialog.frameGeometry().center() - window.frameGeometry().center()
        return apart.manhattanLength() <= 2

    qtbot.waitUntil(centred)
    # Some desktops place the window only after the dialog has asked where it is.
    window.setGeometry(90, 120, 640, 560)
    qtbot.waitUntil(centred)
    dialog.move(100, 130)
    window.resize(600, 500)
    assert not centred(), "who moves it means it"


def test_completing_names_what_was_never_entered(qtbot):
    dialog = complete_dialog("Cherin 2002", ("No outcome was entered.",), None)
    qtbot.addWidget(dialog)
    dialog.show()
    said = dialog.column.itemAt(0).widget().text()
    assert dialog.windowTitle() == "Complete Cherin 2002?"
    assert said.startswith("No outcome was entered.")
    assert "locked until it is reopened" in said
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.take, Qt.Key.Key_Return)
