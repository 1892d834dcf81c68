from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QWidget

from ivig_abstractor.base.display import Conventions, conventions
from ivig_abstractor.gui.preferences import (
    KeptPreferences,
    Preferences,
    load_preferences,
    preferences_file,
    save_preferences,
)
from ivig_abstractor.gui.views.dialogs.preferences import (
    FolderEditor,
    HighArea,
    PreferencesDialog,
)
from ivig_abstractor.gui.views.dialogs.reviews import NewReviewDialog
from ivig_abstractor.gui.window_state import RecentReview, WindowState, fit


def test_only_what_differs_is_kept(tmp_path):
    file = tmp_path / "deep" / "preferences.json"
    assert save_preferences(file, Preferences(theme="dark", name="Dana Wu"))

    assert file.read_text("utf-8") == '{\n "theme": "dark",\n "name": "Dana Wu"\n}'
    assert load_preferences(file) == Preferences(theme="dark", name="Dana Wu")
    assert [one.name for one in file.parent.iterdir()] == ["preferences.json"]


def test_what_is_not_understood_is_the_default(tmp_path):
    file = tmp_path / "preferences.json"
    for text in ("", "[1]", "{", '{"theme": "pink", "paper": 3, "other": "x"}'):
        file.write_text(text, "utf-8")
        assert load_preferences(file) == Preferences()
    file.write_bytes(b"\xff\xfe\x00")
    assert load_preferences(file) == Preferences()


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    assert not save_preferences(tmp_path / "file" / "preferences.json", Preferences())


def test_preferences_lie_in_the_home_of_the_person(own_home):
    assert preferences_file().is_relative_to(own_home)


def test_a_change_is_in_force_and_kept_at_once(tmp_path):
    applied = []
    kept = KeptPreferences(tmp_path / "preferences.json", applied.append)
    kept.set("theme", "dark")

    assert applied == [Preferences(theme="dark")]
    assert load_preferences(tmp_path / "preferences.json").theme == "dark"


def test_every_default_is_among_its_options():
    for one in Preferences.settings():
        codes = [code for code, _words in one.options]
        assert not codes or getattr(Preferences(), one.name) in codes


def test_the_dialog_is_drawn_from_the_declaration(qtbot):
    dialog = PreferencesDialog(Preferences(paper="letter"))
    qtbot.addWidget(dialog)
    changed = []
    dialog.changed.connect(lambda name, value: changed.append((name, value)))

    for one in Preferences.settings():
        kind = QComboBox if one.options else QLineEdit
        assert dialog.findChild(FolderEditor if one.is_folder else kind, one.name)
    paper = dialog.findChild(QComboBox, "paper")
    assert paper.currentData() == "letter"
    paper.activated.emit(0)
    name = dialog.findChild(QLineEdit, "name")
    name.setText(" Dana Wu ")
    name.editingFinished.emit()
    assert changed == [("paper", "a4"), ("name", "Dana Wu")]


def test_a_folder_is_typed_or_chosen_and_the_usual_one_is_shown(qtbot, tmp_path):
    usual = {"backups": tmp_path / "usual"}
    dialog = PreferencesDialog(Preferences(), folders=usual)
    qtbot.addWidget(dialog)
    changed = []
    dialog.changed.connect(lambda name, value: changed.append((name, value)))
    editor = dialog.findChild(FolderEditor, "backups")
    assert editor.line.placeholderText() == str(tmp_path / "usual")

    editor.line.setText(f" {tmp_path} ")
    editor.line.editingFinished.emit()
    editor.line.editingFinished.emit()
    assert changed == [("backups", str(tmp_path))]

    editor.browse.click()
    [asked] = editor.findChildren(QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "usb"))
    asked.close()
    editor.line.setText("")
    editor.line.editingFinished.emit()
    assert changed[1:] == [("backups", str(tmp_path / "usb")), ("backups", "")]


def test_who_listens_hears_what_was_changed(tmp_path):
    kept = KeptPreferences(tmp_path / "preferences.json", lambda _all: None)
    heard = []
    kept.listen(heard.append)
    kept.set("decimal", "comma")
    kept.set("dates", "words")
    assert heard == ["decimal", "dates"]
    assert conventions() == Conventions("comma", "words")

    KeptPreferences(tmp_path / "other.json", lambda _all: None)
    assert conventions() == Conventions()


def state(tmp_path: Path) -> WindowState:
    file = str(tmp_path / "window.ini")
    return WindowState(QSettings(file, QSettings.Format.IniFormat))


def test_recent_reviews_are_remembered_newest_first(tmp_path, still_clock):
    kept = state(tmp_path)
    for number in range(15):
        kept.remember(RecentReview(tmp_path / f"{number}.ivig", f"Review {number}"))
        still_clock.advance(minutes=1)
    kept.remember(RecentReview(tmp_path / "5.ivig", "Review 5", "DW", 3, 40))
    recent = kept.recent()

    assert [one.title for one in recent][:3] == ["Review 5", "Review 14", "Review 13"]
    assert len(recent) == 12
    assert (recent[0].reviewer, recent[0].studies, recent[0].percent) == ("DW", 3, 40)
    assert recent[0].opened_at == still_clock.now()
    assert not recent[0].is_there

    kept.forget(tmp_path / "5.ivig")
    assert tmp_path / "5.ivig" not in [one.path for one in kept.recent()]


def test_flags_and_words_are_remembered(tmp_path):
    kept = state(tmp_path)
    assert kept.flag("inspector", default=True)
    kept.keep_flag("inspector", False)
    kept.keep_word("order", "year")

    assert not kept.flag("inspector", default=True)
    assert kept.word("order") == "year"
    assert kept.word("other") == ""


def test_no_room_is_left_below_the_last_preference(qtbot):
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    area = dialog.findChild(HighArea)
    needed = area.widget().heightForWidth(area.width())
    assert area.height() == min(needed, area.sizeHint().height())


def test_enter_goes_on_to_what_is_blank_and_accepts_at_last(qtbot, tmp_path):
    dialog = NewReviewDialog(tmp_path, Preferences())
    qtbot.addWidget(dialog)
    done = []
    dialog.accepted.connect(lambda: done.append(dialog.answers()))
    dialog.show()
    dialog.editors["title"].setFocus()
    for name, typed in (("title", "IVIG"), ("name", "Nina Berg"), ("initials", "")):
        assert dialog.focusWidget() is dialog.editors[name]
        QTest.keyClicks(dialog.focusWidget(), typed)
        assert not done
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    [answers] = done
    assert (answers["title"], answers["name"]) == ("IVIG", "Nina Berg")


def test_enter_in_the_last_line_goes_back_to_what_is_needed(qtbot, tmp_path):
    dialog = NewReviewDialog(tmp_path, Preferences(name="Nina Berg", initials="NB"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.editors["file"].setFocus()
    QTest.keyClick(dialog.editors["file"], Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.editors["title"]


def test_a_new_review_says_what_it_still_needs(qtbot, tmp_path):
    dialog = NewReviewDialog(tmp_path, Preferences())
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    said = dialog.take.accessibleDescription()
    assert said == "Still needed: Title of the review, Your name"
    dialog.editors["title"].setText("IVIG in myositis")
    assert dialog.take.accessibleDescription() == "Still needed: Your name"
    dialog.editors["name"].setText("Dana Wu")
    assert dialog.take.isEnabled()
    assert dialog.lacking.accessibleName() == ""


def test_both_ends_of_the_usual_folder_are_shown(qtbot):
    usual = "/home/reviewer/.local/share/ivig-abstractor/projects/backups"
    editor = FolderEditor("", usual, "Backups are kept in")
    qtbot.addWidget(editor)
    editor.resize(300, 28)
    editor.show()
    shown = editor.line.placeholderText()
    assert shown.startswith("/home/")
    assert shown.endswith("backups")
    assert "…" in shown
    assert editor.line.accessibleDescription() == usual
    editor.resize(900, 28)
    QApplication.processEvents()
    assert editor.line.placeholderText() == usual


@pytest.mark.parametrize(
    ("screen", "stands"),
    [
        ((1366, 768), (True, 1350, 720)),
        ((1366, 1080), (True, 1350, 768)),
        ((1440, 800), (True, 1366, 752)),
        ((1440, 900), (False, 1366, 768)),
        ((683, 384), (True, 667, 336)),
    ],
)
def test_a_first_window_has_its_frame_on_the_screen(qtbot, screen, stands):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    fit(window, QRect(0, 24, *screen))

    assert (window.isMaximized(), window.width(), window.height()) == stands


def test_a_window_comes_back_as_it_was_closed(qtbot, tmp_path):
    kept = WindowState(
        QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    )
    assert not kept.has_geometry()
    sizes = []
    for _start in range(3):
        window = QWidget()
        qtbot.addWidget(window)
        if not kept.restore_geometry(window):
            window.setGeometry(40, 60, 610, 520)
        window.show()
        sizes.append(window.geometry())
        kept.keep_geometry(window)
        window.close()
    assert kept.has_geometry()
    assert sizes == [QRect(40, 60, 610, 520)] * 3
