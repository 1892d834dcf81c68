from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit

from ivig_abstractor.gui.views.reconcile.merging import ForkDialog, MergeDialog
from ivig_abstractor.model.review import Duty, StudyFacts
from ivig_abstractor.operations import handing, reading, reviewing
from ivig_abstractor.operations.merge_plan import (
    Disputed,
    ForkLine,
    Merged,
    MergedPackage,
    MergePlan,
    PackagePlan,
    Reopening,
)
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui.every_screen import settle
from tests.gui.shell_builders import dialogs, do
from tests.operations.two_reviewers import abstracted


def table(window):
    do(window, "tab_imports")
    return window.screens.reconcile.imports.assignments


def cell(window, row: int, column: int) -> str:
    return table(window).cells.index(row, column).data()


def choose(window, row: int, column: int) -> None:
    found = table(window)
    found.selectionModel().setCurrentIndex(
        found.cells.index(row, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )


def why(text: str) -> None:
    """Answer why an assignment with answers is changed."""
    [dialog] = [one for one in dialogs() if one.objectName() == "whyAssigned"]
    dialog.findChild(QPlainTextEdit).setPlainText(text)
    dialog.take.click()


def test_studies_are_assigned_by_letters_and_by_the_space_bar(place, window):
    choose(window, 1, 1)
    QTest.keyClick(table(window), Qt.Key.Key_A)
    assert cell(window, 1, 1) == "abstractor · not started"
    QTest.keyClick(table(window), Qt.Key.Key_Space)
    assert cell(window, 1, 1) == "verifier · not started"
    QTest.keyClick(table(window), Qt.Key.Key_N)
    assert cell(window, 1, 1) == "– not assigned"


def test_the_button_of_what_is_so_is_checked(place, window):
    imports = place.imports
    choose(window, 1, 1)

    def checked() -> list[str]:
        return [one.accessibleName() for one in imports.duties if one.isChecked()]

    assert checked() == ["Not assigned"]
    imports.abstract.click()
    assert checked() == ["Abstractor"]
    imports.abstract.click()
    assert checked() == ["Abstractor"]
    QTest.keyClick(table(window), Qt.Key.Key_V)
    assert checked() == ["Verifier"]
    choose(window, 1, 2)
    assert checked() == ["Not assigned"]
    cells = table(window).cells
    both = QItemSelectionModel.SelectionFlag.Select
    table(window).selectionModel().select(cells.index(1, 1), both)
    assert checked() == []


def test_a_button_of_a_duty_is_as_wide_with_its_tick(place):
    button = place.imports.verify
    widths = set()
    for present in (False, True):
        button.setChecked(present)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1


def test_what_files_are_for_is_said_in_a_tip(place, window):
    for button in (place.imports.hand_out, place.imports.hand_in, place.imports.merge):
        assert button.toolTip()
        assert button.accessibleDescription()
    do(window, "tab_imports")
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = place.imports.assignments.cells.index(1, 1).data(role)
    assert spoken.endswith(": not assigned")


def test_a_cell_without_a_sign_begins_where_its_heading_does(place, window):
    do(window, "tab_imports")
    found, imports = table(window), place.imports
    assert cell(window, 1, 1) == "– not assigned"
    choose(window, 0, 1)
    settle()
    area = found.visualRect(found.cells.index(1, 1))
    drawn = found.viewport().grab(area).toImage()
    y = drawn.height() // 2
    ground = drawn.pixel(4, y + 4)
    marked = [
        x
        for x in range(4, drawn.width() - 4)
        if any(drawn.pixel(x, at) != ground for at in range(4, drawn.height() - 4))
    ]
    assert 11 <= marked[0] / drawn.devicePixelRatio() <= 14
    assert imports.none.accessibleName() == "Not assigned"
    assert imports.nothing.text() == "Nothing merged yet. Drop a hand-in here."


def test_the_names_of_studies_stand_near_what_is_said_of_them(place, window):
    window.resize(1920, 1080)
    settle()
    assert 220 < table(window).columnWidth(0) < 280
    assert table(window).x() == 0


def test_who_has_completed_a_study_stays_in_it_with_the_first_assignment(place, window):
    choose(window, 0, 1)
    QTest.keyClick(table(window), Qt.Key.Key_A)
    assert cell(window, 0, 1) == cell(window, 0, 2) == "abstractor · complete"


def test_an_assignment_with_answers_is_taken_away_with_a_reason(place, window):
    choose(window, 0, 1)
    QTest.keyClick(table(window), Qt.Key.Key_A)
    QTest.keyClick(table(window), Qt.Key.Key_N)
    assert cell(window, 0, 1) == "abstractor · complete"
    why("did not read the right paper")
    assert cell(window, 0, 1) == "not assigned · complete"
    do(window, "undo")
    assert cell(window, 0, 1) == "abstractor · complete"


def test_several_cells_are_one_step(place, window):
    found = table(window)
    chosen = window.screens.reconcile.imports.chosen
    choose(window, 0, 1)
    assert chosen.text() == "Selected cell:"
    found.selectAll()
    cells = len([one for one in found.selectedIndexes() if one.column() > 0])
    assert chosen.text() == f"{cells} selected cells:"
    found.set_duty(Duty.ABSTRACT)
    assert cell(window, 0, 1) == "abstractor · complete"
    assert cell(window, 1, 2) == "abstractor · not started"
    do(window, "undo")
    assert cell(window, 0, 1) == "not assigned · complete"
    assert cell(window, 1, 2) == "– not assigned"


def test_the_words_of_the_own_key_can_be_found_again(window):
    do(window, "key_words")
    [shown] = dialogs()
    said = [one.text() for one in shown.findChildren(QLabel)]
    assert handing.key_words() in said
    assert len(handing.key_words().split()) == 8
    assert any("no secret" in one for one in said)


def test_a_hand_out_is_written_for_a_reviewer(place, window, tmp_path):
    do(window, "hand_out")
    [dialog] = dialogs()
    dialog.accept()
    [files] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    target = tmp_path / "for-mo.ivighandout"
    files.fileSelected.emit(str(target))
    files.close()
    shown = [one for one in dialogs() if one.objectName() == "words"]
    if not shown:
        # They have abstracted in this file already, which a hand-out says.
        assert not window.screens.notice.isHidden()
        return
    assert target.exists()
    [words] = shown
    words.accept()


def test_hand_ins_travel_from_a_working_copy_to_the_review(window, file, tmp_path):
    from ivig_abstractor.operations import reviewing
    from ivig_abstractor.operations.open_review import OpenReview
    from tests.operations.two_reviewers import abstracted

    with OpenReview.open(file) as review:
        done = reviewing.add_reviewer(review, "Mo K", "MK")
        mo = done.changes[0].document.removeprefix("reviewer:")
        handing.hand_out(review, mo, tmp_path / "mo.ivighandout")
        study = next(iter(review.studies()))

    window.open_file(tmp_path / "mo.ivighandout")
    [files] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    copy = tmp_path / "copy.ivig"
    files.fileSelected.emit(str(copy))
    files.close()
    assert window.desk.overview.path == copy
    assert window.desk.overview.reviewer.name == "Mo K"
    window.does.close_review()
    with OpenReview.open(copy, reviewer_id=mo) as review:
        abstracted(review, study, mo, **{"identification.journal": "Lancet"})

    window.open_file(copy)
    do(window, "hand_in")
    [files] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    package = tmp_path / "mo.ivighandin"
    files.fileSelected.emit(str(package))
    files.close()
    [words] = [one for one in dialogs() if one.objectName() == "words"]
    words.accept()
    window.does.close_review()

    window.open_file(file)
    window.open_file(package)
    [dialog] = [one for one in dialogs() if isinstance(one, MergeDialog)]
    for box in dialog.confirmed:
        assert not dialog.take.isEnabled()
        box.setChecked(True)
    dialog.take.click()
    do(window, "tab_imports")
    place = window.screens.reconcile
    assert place.imports.list.topLevelItemCount() == 1
    assert place.imports.list.topLevelItem(0).text(1) == "Mo K"
    assert place.tabs.tabText(2) == "Team and files  1"


def test_what_a_merge_opens_again_is_said_with_the_way_there(
    place, window, qtbot, tmp_path
):
    opened = Reopening(
        study_id="s1",
        study="Beta 2005",
        reviewer="Ben",
        reason="typing error",
        is_finished=True,
        changes=("Enrolled 12 → 13",),
        count=1,
        path="population.n_enrolled",
    )
    plan = PackagePlan(tmp_path / "ben.ivighandin", reviewer="Ben", reopens=(opened,))
    dialog = MergeDialog(MergePlan((plan,)))
    qtbot.addWidget(dialog)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert opened.as_text() in said
    done = MergedPackage(
        plan.path, "r2", "Ben", 3, 0, ("s1",), (), "", reopened=(opened,)
    )
    window.does._show_merged(Merged((done,)), accept_keys=True)
    notice = window.screens.notice
    assert "The finished consensus of Beta 2005 is open again" in notice.words.text()
    assert notice.offers("Go to")


def test_decide_counts_what_nobody_has_begun_in_another_study(window, twice):
    with OpenReview.open(twice) as review:
        facts = StudyFacts(key="jann1992", label="Jann 1992")
        study = reviewing.add_study(review, facts).study_id
        who = [one.reviewer_id for one in reading.reviewers(review)]
        for one, year in zip(who, ("1992", "1993"), strict=True):
            abstracted(review, study, one, **{"identification.year": year})
    window.open_file(twice)
    window.does.go_to_place("reconcile")
    lines = window.does.reconciling.lines
    known = {one.label: one.open for one in lines if one.open is not None}
    assert set(known) == {"Dalakas 1993", "Jann 1992"}
    place = window.screens.reconcile
    said = f"Decide  {sum(known.values())} open in 2 studies"
    assert place.tabs.tabText(0) == said


def test_a_hand_in_without_a_review_says_what_to_do(window, tmp_path):
    window.open_file(tmp_path / "some.ivighandin")
    assert not window.screens.notice.isHidden()
    assert window.desk.overview is None


def test_keys_that_are_not_known_must_be_compared(qtbot, tmp_path):
    new = PackagePlan(
        tmp_path / "mo.ivighandin",
        reviewer="Mo K",
        new=3,
        signer="new",
        key="ab",
        words="one two three four five six seven eight",
    )
    refused = PackagePlan(tmp_path / "x.ivighandin", refused="It is damaged.")
    dialog = MergeDialog(MergePlan((new, refused)))
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    dialog.confirmed[0].setChecked(True)
    assert dialog.take.isEnabled()
    nothing = MergeDialog(MergePlan((refused,)))
    qtbot.addWidget(nothing)
    assert not nothing.take.isEnabled()


def test_a_person_says_which_of_two_versions_holds(qtbot):
    address = ("abstraction:s1/r1", "identification.journal", "answer")
    disputed = Disputed(address, "Hara 2003", "Lancet", "BMJ", None, None, True)
    dialog = ForkDialog((ForkLine("r1", "Mo K", 7, 4, (disputed,)),), "mo.ivighandin")
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    [group] = dialog._groups.values()
    group.button(1).setChecked(True)
    assert not dialog.take.isEnabled()
    dialog.reason.setPlainText("The newer copy")
    with qtbot.waitSignal(dialog.settled) as said:
        dialog.take.click()
    assert said.args == [{address: "second"}, "The newer copy"]
