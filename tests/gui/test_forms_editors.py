"""Each kind of field has an editor that can be worked with keys alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ivig_abstractor.gui.forms.drafts import Options, capitalised, decapitalised
from ivig_abstractor.gui.forms.editors import (
    ComboEditor,
    LineEditor,
    TextBoxEditor,
    editor_for,
    set_read_only,
)
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.gui.forms.tokens import TokensEditor
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.form import FieldSpec, Kind, the_form

FORM = the_form()
# Lists of options are windows of their own, which the offscreen platform cannot raise.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
RETURN = Qt.Key.Key_Return


@pytest.fixture
def made(qapp, qtbot):
    apply_theme(qapp, "light")
    window = QWidget()
    window.resize(500, 200)
    qtbot.addWidget(window)

    def make(path: str):
        editor = editor_for(FORM.field(path), window)
        editor.setGeometry(10, 10, 400, 24)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        editor.setFocus()
        return editor

    yield make
    window.hide()


def types(editor, text):
    for letter in text:
        QTest.keyClicks(editor, letter)


def one_of(kind: Kind) -> FieldSpec:
    return next(spec for spec in FORM.fields() if spec.kind is kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_an_editor_that_passes_text_on_once(qapp, qtbot, kind):
    apply_theme(qapp, "light")
    editor = editor_for(one_of(kind))
    qtbot.addWidget(editor)
    assert not editor.is_pending
    editor.put_draft("nr")
    assert editor.is_pending
    assert editor.take() == "nr"
    assert editor.take() is None
    editor.keep("")
    assert editor.draft() == ""
    set_read_only(editor, read_only=True)


def test_few_short_options_are_segments_and_many_a_list(qapp):
    apply_theme(qapp, "light")
    for path, kind in {
        "arms[].phases[].dose.days_consecutive": SegmentEditor,
        "arms[].phases[].dose.product": ComboEditor,
        "population.indication_code": TokensEditor,
        "identification.title": TextBoxEditor,
        "arms[].phases[].dose.dose_text": TextBoxEditor,
        "population.age": LineEditor,
    }.items():
        editor = editor_for(FORM.field(path))
        assert type(editor) is kind, path
        editor.deleteLater()


def test_segments_are_chosen_by_arrows_and_by_first_letters(made):
    editor = made("arms[].phases[].dose.days_consecutive")
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert editor.draft() == "YES"
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert editor.draft() == "NO"
    QTest.keyClick(editor, Qt.Key.Key_Left)
    assert editor.draft() == "YES"
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.draft() == ""
    types(editor, "u")
    assert editor.draft() == "UNCLEAR"
    assert [segment.isChecked() for segment in editor._segments] == [False, False, True]


def test_missing_codes_are_typed_into_segments(made):
    editor = made("arms[].phases[].dose.days_consecutive")
    types(editor, "n")
    assert editor.draft() == "NO"
    types(editor, "r")
    assert editor.draft() == "nr"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.draft() == "NO"


def test_clicking_the_chosen_segment_takes_it_away(made, qtbot):
    editor = made("arms[].phases[].dose.days_consecutive")
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(editor.settled):
        QTest.mouseClick(editor._segments[1], left)
    assert editor.draft() == "NO"
    QTest.mouseClick(editor._segments[1], left)
    assert editor.draft() == ""


def test_read_only_segments_cannot_be_changed(made):
    editor = made("arms[].phases[].dose.days_consecutive")
    editor.keep("YES")
    editor.set_read_only(read_only=True)
    types(editor, "n")
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert editor.draft() == "YES"


def test_a_list_takes_a_part_of_the_words(made, qtbot):
    editor = made("arms[].phases[].dose.product")
    types(editor, "privi")
    with qtbot.waitSignal(editor.finished):
        QTest.keyClick(editor, RETURN)
    assert editor.draft() == "PRIVIGEN"


def test_an_option_that_is_offered_is_not_written_into_the_line(made, qtbot):
    editor = made("arms[].phases[].dose.product")
    for letter in "bivi":
        types(editor, letter)
        qtbot.wait(10)
    assert editor.lineEdit().text() == "bivi"
    marked = editor.completer().popup().currentIndex()
    assert marked.isValid()
    QTest.keyClick(editor, RETURN)
    assert editor.lineEdit().text() == marked.data()


def test_a_missing_code_is_not_taken_for_an_option(made):
    editor = made("arms[].phases[].dose.product")
    types(editor, "nr")
    QTest.keyClick(editor, RETURN)
    assert editor.draft() == "nr"


def test_words_that_are_no_option_stay_as_typed(made):
    editor = made("arms[].phases[].dose.product")
    types(editor, "Zzz 10")
    QTest.keyClick(editor, RETURN)
    assert editor.draft() == "Zzz 10"


def test_the_wheel_changes_no_answer(made, qtbot):
    editor = made("arms[].phases[].dose.product")
    editor.keep("PRIVIGEN")
    centre = editor.rect().center().toPointF()
    qtbot.wait(1)
    event = QWheelEvent(
        centre, centre, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    editor.wheelEvent(event)
    assert editor.draft() == "PRIVIGEN"
    assert not event.isAccepted()


def test_down_opens_the_list_of_options(made):
    editor = made("arms[].phases[].dose.product")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert editor.view().isVisible()
    assert editor.count() == len(FORM.field("arms[].phases[].dose.product").options)
    editor.hidePopup()


def test_a_click_on_the_words_opens_the_list(made):
    editor = made("arms[].phases[].dose.product")
    line = editor.lineEdit()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert editor.view().isVisible()
    editor.hidePopup()
    types(editor, "gamu")
    editor.completer().popup().hide()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert not editor.view().isVisible()
    assert editor.is_pending


@pytest.mark.parametrize("asks", [QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress])
def test_alt_and_down_open_the_list(made, qapp, asks):
    alt = Qt.KeyboardModifier.AltModifier
    editor = made("arms[].phases[].dose.product")
    event = QKeyEvent(asks, Qt.Key.Key_Down, alt)
    event.ignore()
    qapp.sendEvent(editor, event)
    assert event.isAccepted()
    assert editor.view().isVisible() == (asks == QEvent.Type.KeyPress)
    editor.hidePopup()


def test_alt_and_down_open_the_list_of_tokens(made, qapp, monkeypatch):
    editor = made(one_of(Kind.CHOICES).pattern)
    opened = []
    monkeypatch.setattr(editor, "_offer", lambda: opened.append(True))
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert opened == [True]


def test_several_options_become_tokens(made):
    editor = made("population.indication_code")
    types(editor.line, "refr")
    QTest.keyClick(editor.line, RETURN)
    types(editor.line, "flare,")
    assert editor.draft() == "REFRACTORY; FLARE"
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert editor.draft() == "REFRACTORY"
    assert "Refractory" in editor.line.accessibleDescription()


def test_a_token_is_taken_away_by_its_cross(made):
    editor = made("population.indication_code")
    editor.keep("REFRACTORY; FLARE")
    box = editor._boxes[0]
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(editor, left, pos=QPoint(box.right() - 8, box.center().y()))
    assert editor.draft() == "FLARE"


def test_a_missing_code_is_typed_among_tokens(made, qtbot):
    editor = made("population.indication_code")
    types(editor.line, "ns")
    with qtbot.waitSignal(editor.finished):
        QTest.keyClick(editor.line, RETURN)
    assert editor.draft() == "ns"


def test_text_grows_to_two_lines_and_then_scrolls(made):
    editor = made("identification.title")
    one = editor.height_for(400)
    editor.put_draft("word " * 40)
    two = editor.height_for(400)
    editor.put_draft("word " * 4000)
    assert one == 24
    assert two > one
    assert editor.height_for(400) == two


def test_enter_is_done_with_text_and_shift_enter_breaks_the_line(made, qtbot):
    editor = made("identification.title")
    types(editor, "a")
    QTest.keyClick(editor, RETURN, Qt.KeyboardModifier.ShiftModifier)
    types(editor, "b")
    with qtbot.waitSignal(editor.finished):
        QTest.keyClick(editor, RETURN)
    assert editor.draft() == "a\nb"


def test_a_megabyte_of_text_is_kept(made):
    editor = made("design.design_reported")
    text = "x" * 1_000_000
    editor.put_draft(text)
    assert editor.draft() == text
    assert editor.take() == text


def test_alt_letters_are_commands_and_not_typed(made):
    for path in ("population.age", "identification.title"):
        editor = made(path)
        QTest.keyClick(editor, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
        assert editor.draft() == ""


def test_undo_belongs_to_the_line_only_while_it_is_typed_in(made):
    editor = made("population.age")
    control = Qt.KeyboardModifier.ControlModifier

    def takes_undo() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
        event.ignore()
        editor.event(event)
        return event.isAccepted()

    assert not takes_undo()
    types(editor, "48")
    assert takes_undo()
    editor.take()
    assert not takes_undo()


def test_options_are_found_by_code_words_and_parts():
    options = Options(FORM.field("arms[].phases[].dose.route"))
    assert options.code("IV") == "IV"
    assert options.code("intravenous") == "IV"
    assert options.code("intrav") == "IV"
    assert options.code("nr") == "nr"
    assert options.code("in") == "in"
    assert options.words("IV") == "Intravenous"
    assert options.words("something") == "something"


def test_words_are_capitalised_and_units_are_not():
    assert capitalised("not reported") == "Not reported"
    assert capitalised("g/kg/day") == "g/kg/day"
    assert capitalised("mg") == "mg"
    assert capitalised("") == ""
    assert decapitalised("Adults with PM") == "adults with PM"
    assert decapitalised("DOI") == "DOI"


@pytest.mark.parametrize(("downs", "option"), [(1, 0), (2, 1)])
def test_the_list_of_a_blank_choice_begins_at_its_first_option(made, downs, option):
    combo = made("identification.report_type")
    assert combo.draft() == ""
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.view().currentIndex().row() == 0
    for _more in range(downs - 1):
        QTest.keyClick(combo.view(), Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), RETURN)
    assert combo.draft() == combo.options()[option][0]


def test_a_list_that_is_only_looked_at_answers_nothing(made):
    combo = made("identification.report_type")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), Qt.Key.Key_Escape)
    assert combo.draft() == ""


EFFECT = "assessments[].bias.effect_of_interest"
"""Its two options begin with the same letters."""


def test_a_letter_that_fits_several_segments_is_only_a_beginning(made):
    editor = made(EFFECT)
    types(editor, "o")
    assert editor.draft() == ""
    assert not editor.is_pending
    assert editor.letters == "o"
    assert [one._may_be_meant for one in editor._segments] == [True, True]
    types(editor, "f ad")
    assert editor.draft() == "ADHERENCE"
    assert [one._may_be_meant for one in editor._segments] == [False, False]


@pytest.mark.parametrize("way", ["escape", "leave", "backspace"])
def test_a_beginning_is_forgotten_and_the_answer_stays(made, way):
    editor = made(EFFECT)
    editor.keep("ASSIGNMENT")
    types(editor, "o")
    assert editor.draft() == "ASSIGNMENT"
    if way == "escape":
        QTest.keyClick(editor, Qt.Key.Key_Escape)
    elif way == "backspace":
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    else:
        editor.clearFocus()
    assert editor.letters == ""
    assert editor.draft() == "ASSIGNMENT"
    assert not editor.is_pending


def test_a_beginning_does_not_blank_a_missing_code(made):
    editor = made(EFFECT)
    editor.start_from("o", "nr")
    assert not editor.is_pending
    types(editor, "f as")
    assert editor.take() == "ASSIGNMENT"


def test_letters_that_fit_no_segment_are_kept_as_typed(made):
    editor = made(EFFECT)
    types(editor, "xy")
    assert editor.draft() == "xy"
