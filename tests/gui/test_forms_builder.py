"""A section on the screen: typed through with keys, true to the review behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from ivig_abstractor.gui.forms import builder
from ivig_abstractor.gui.forms.beside import BESIDE
from ivig_abstractor.gui.forms.cells import unit_beside
from ivig_abstractor.gui.forms.derived import DerivedRow
from ivig_abstractor.gui.forms.missing import (
    LETTERS,
    MissingMenu,
    MissingPill,
    tell_scope,
)
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import the_form
from tests.builders import NA_SRC, an_abstraction, with_answers
from tests.gui.form_builders import ALT, CTRL, FormDesk, focused, press, type_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RETURN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
DOSE = "arms[a1].phases[p1].dose"
ARM = {"arms[a1].arm.name": "IVIG", f"{DOSE}.route": "IV"}


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    builder._opened.clear()
    desks = []

    def open_section(section, abstraction=None, findings=(), **more) -> FormDesk:
        desk = FormDesk(section, abstraction or an_abstraction(**ARM), findings, **more)
        qtbot.addWidget(desk.view)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        desks.append(desk)
        return desk

    yield open_section
    for desk in desks:
        desk.view.hide()


def rows_of(desk: FormDesk) -> list[FieldRow]:
    strip = desk.view.strip
    pinned = [] if strip is None else strip.cells
    return [row for row in [*desk.view.order, *pinned] if isinstance(row, FieldRow)]


def names_of(desk: FormDesk) -> list[str]:
    return [row.cells[0].spec.name for row in rows_of(desk)]


def test_essential_fields_come_first_and_the_rest_is_folded(opened):
    desk = opened("dose")
    assert names_of(desk)[:3] == ["dose_text", "phase_label", "expression"]
    assert "stabiliser" not in names_of(desk)
    assert not desk.view.more.isHidden()
    desk.view.toggle_more()
    assert "stabiliser" in names_of(desk)
    again = opened("dose")
    assert "stabiliser" in names_of(again), "the fold is remembered"


def test_the_unit_stands_beside_its_number(opened):
    desk = opened("dose")
    row = next(row for row in rows_of(desk) if row.cells[0].spec.name == "value")
    assert [cell.spec.name for cell in row.cells] == ["value", "unit"]


@pytest.mark.parametrize("section", [one.key for one in the_form().sections])
def test_every_section_opens_blank_with_every_asked_field(opened, section):
    blank = an_abstraction(
        **ARM, **{"assessments[b1].bias.tool": "ROB2", "design.design_code": "NRCT"}
    )
    desk = opened(section, blank)
    if not desk.view.more.isHidden():
        desk.view.more.setChecked(True)
    spec, prefix = desk.view.section, desk.view.prefix
    on_screen = {path for row in rows_of(desk) for path in row.paths}
    asked = {
        f"{prefix}.{one.name}"
        for one in spec.fields
        if not one.item.auto and blank.is_asked(f"{prefix}.{one.name}", one)
    }
    assert on_screen == asked
    for panel in desk.view.panels:
        assert panel.isHidden() != blank.rows_asked(panel.spec.pattern, panel.container)
    bars = desk.view.findChildren(QScrollBar)
    across = Qt.Orientation.Horizontal
    own = [bar for bar in bars if bar.parent().parent() is desk.view._area]
    assert all(bar.maximum() == 0 for bar in own if bar.orientation() == across)


@pytest.mark.parametrize("section", [one.key for one in the_form().sections])
@pytest.mark.parametrize("comes_later", [False, True])
def test_no_editor_stands_behind_a_missing_code(opened, section, comes_later):
    """It would take clicks there, and answer unseen."""
    blank = an_abstraction(
        **ARM, **{"assessments[b1].bias.tool": "ROB2", "design.design_code": "NRCT"}
    )
    spec = the_form().by_section[section]
    of_section = [p for p in blank.walk(spec) if p.spec in spec.fields]
    asked = [p for p in of_section if blank.is_asked(p.path, p.spec)]
    left = [p for p in asked if p.answer is None and not p.spec.item.auto]
    absent = {p.path: NA_SRC for p in left}
    missing = with_answers(blank, **absent)
    desk = opened(section, blank if comes_later else missing)
    desk.view.more.setChecked(True)
    if comes_later:
        desk.view.show_answers(missing, [], read_only=False)
    QApplication.processEvents()
    cells = [cell for row in rows_of(desk) for cell in row.cells]
    covered = [cell for cell in cells if cell.path in absent]
    assert {cell.path for cell in covered} == set(absent)
    assert [cell.path for cell in covered if not cell.editor.isHidden()] == []
    assert [cell.path for cell in covered if cell.shown is cell.editor] == []


def test_enter_answers_and_goes_to_the_next_field(opened):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    type_text("35")
    press(RETURN)
    assert desk.asked_for("answered") == [("population.n_enrolled", "35")]
    assert desk.abstraction.get("population.n_enrolled") == 35
    assert focused().objectName() == "population.n_treated"


def test_tab_follows_the_form(opened):
    desk = opened("dose")
    desk.view.reveal(f"{DOSE}.dose_text")
    seen = [focused().objectName().removeprefix(f"{DOSE}.")]
    for _step in range(5):
        press(TAB)
        seen.append(focused().objectName().removeprefix(f"{DOSE}."))
    assert seen == [
        "dose_text", "phase_label", "expression", "value", "unit", "days_per_course",
    ]  # fmt: skip
    press(Qt.Key.Key_Backtab)
    assert focused().objectName().endswith("unit")


def test_nothing_is_asked_for_when_nothing_was_typed(opened):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    for _step in range(4):
        press(TAB)
    assert not desk.asked_for("answered")


def test_typing_is_passed_on_within_a_second(opened, qtbot):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    type_text("3")
    assert desk.view.pending_paths() == ["population.n_enrolled"]
    qtbot.waitUntil(lambda: bool(desk.asked_for("answered")), timeout=1000)
    type_text("5")
    qtbot.waitUntil(lambda: len(desk.asked_for("answered")) == 2, timeout=1000)
    assert desk.abstraction.get("population.n_enrolled") == 35
    assert focused().text() == "35"


def test_the_echo_of_typing_does_not_disturb_what_is_typed_next(opened):
    desk = opened("population")
    desk.at_once = False
    desk.view.reveal("population.age")
    type_text("48")
    desk.view.save_typing()
    type_text(" (29-67)")
    desk.deliver()
    assert focused().text() == "48 (29-67)"
    desk.view.save_typing()
    desk.deliver()
    assert focused().text() == "48 (29-67)"


def test_a_change_from_outside_is_shown_even_in_the_current_field(opened):
    desk = opened("population")
    editor = desk.editor("population.n_enrolled")
    type_text("35")
    desk.view.save_typing()
    desk.change("population.n_enrolled", 12)
    assert editor.text() == "12"


def test_pending_typing_is_handed_over_once(opened):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    type_text("35")
    assert desk.view.commit_pending() == [("population.n_enrolled", "35")]
    assert desk.view.commit_pending() == []
    assert desk.view.pending_paths() == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nr", MissingCode.NR),
        ("na", MissingCode.NA),
        ("unclear", MissingCode.UNCLEAR),
        ("ns", MissingCode.NA_SRC),
    ],
)
@pytest.mark.parametrize(
    "path",
    ["population.n_enrolled", "population.age", "population.indication_code"],
)
def test_missing_codes_are_typed_like_any_answer(opened, path, typed, code):
    desk = opened("population")
    desk.view.reveal(path)
    type_text(typed)
    press(RETURN)
    assert desk.abstraction.get(path) == Missing(missing=code)
    assert isinstance(desk.cell(path).shown, MissingPill)
    assert code.label.casefold() in desk.cell(path).shown.text().casefold()


def test_missing_codes_are_typed_into_choices(opened):
    desk = opened("dose")
    for name in ("product", "days_consecutive"):
        desk.view.reveal(f"{DOSE}.{name}")
        type_text("nr")
        press(RETURN)
        answer = desk.abstraction.get(f"{DOSE}.{name}")
        assert answer == Missing(missing=MissingCode.NR)


def test_backspace_on_a_pill_gives_the_editor_back(opened):
    desk = opened("population", an_abstraction(**{"population.n_enrolled": "nr"}))
    pill = desk.editor("population.n_enrolled")
    assert isinstance(pill, MissingPill)
    press(Qt.Key.Key_Backspace)
    assert focused() is desk.cell("population.n_enrolled").editor
    press(TAB)
    assert desk.abstraction.get("population.n_enrolled") is None


def test_typing_on_a_pill_replaces_it(opened):
    desk = opened("population", an_abstraction(**{"population.n_enrolled": "nr"}))
    desk.view.reveal("population.n_enrolled")
    type_text("35")
    press(RETURN)
    assert desk.abstraction.get("population.n_enrolled") == 35


def test_one_letter_after_ctrl_m_sets_a_missing_code(opened, qtbot):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    press(Qt.Key.Key_M, CTRL)
    menu = desk.view.findChild(MissingMenu)
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_U)
    assert desk.abstraction.get("population.n_enrolled").missing is MissingCode.UNCLEAR
    assert isinstance(focused(), MissingPill)


def test_the_code_that_is_likely_right_is_offered_first(qtbot):
    holder, inner = QWidget(), QWidget()
    qtbot.addWidget(holder)
    inner.setParent(holder)

    def first():
        return MissingCode(MissingMenu(inner).actions()[0].data())

    assert first() is MissingCode.NR
    path = "identification.source_scope"
    tell_scope(holder, an_abstraction(**{path: "abstract only"}))
    assert first() is MissingCode.NA_SRC
    tell_scope(holder, an_abstraction(**{path: "full text"}))
    assert first() is MissingCode.NR


def test_not_reported_is_no_choice_after_the_abstract_alone(opened, qtbot):
    desk = opened("population")
    path = "population.n_enrolled"
    tell_scope(
        desk.view, an_abstraction(**{"identification.source_scope": "abstract only"})
    )
    desk.view.reveal(path)
    press(Qt.Key.Key_M, CTRL)
    menu = desk.view.findChild(MissingMenu)
    qtbot.waitUntil(menu.isVisible)
    [refused] = [one for one in menu.actions() if not one.isEnabled()]
    assert refused.text() == "Not reported (needs the full text)"
    QTest.keyClick(menu, Qt.Key.Key_R)
    assert menu.isVisible()
    assert desk.abstraction.get(path) is None
    QTest.keyClick(menu, Qt.Key.Key_S)
    assert desk.abstraction.get(path).missing is MissingCode.NA_SRC


def test_every_missing_code_has_a_letter():
    assert set(LETTERS) == set(MissingCode)
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_unread_text_stays_in_its_editor_with_its_error(opened):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    type_text("about 35½")
    press(RETURN)
    path = "population.n_enrolled"
    assert desk.abstraction.get(path) == Unread(unread="about 35½")
    assert desk.cell(path).editor.text() == "about 35½"
    row = next(row for row in rows_of(desk) if path in row.paths)
    assert row.sign == "error"


def test_fields_that_are_not_asked_are_hidden(opened):
    desk = opened("design")
    assert "consecutive" not in names_of(desk)
    desk.change("design.design_code", "CASE_SERIES")
    desk.view.more.setChecked(True)
    assert "consecutive" in names_of(desk)
    desk.change("design.design_code", "RCT_PARALLEL")
    assert "consecutive" not in names_of(desk)


def query(path: str, rule: str = "S-X01", reason: str = "") -> Finding:
    return Finding(rule, Severity.QUERY, path, "This may be wrong. Check it.", reason)


def test_findings_stand_under_their_field_with_rule_and_sign(opened):
    desk = opened("population")
    path = "population.n_enrolled"
    desk.find(query(path), Finding("H-P01", Severity.ERROR, path, "This is wrong."))
    row = next(row for row in rows_of(desk) if path in row.paths)
    assert row.sign == "error"
    shown = [bar._words.text() for bar in row.notes.bars()]
    assert len(shown) == 2
    assert any("This is wrong." in text for text in shown)
    assert "query: This may be wrong." in desk.cell(path).editor.accessibleDescription()
    tall = row.height()
    desk.find()
    assert row.height() < tall
    assert row.sign == "blank"


def test_a_query_is_answered_with_alt_a(opened):
    path = "population.n_enrolled"
    desk = opened("population", findings=[query(path)])
    desk.view.reveal(path)
    press(Qt.Key.Key_A, ALT)
    assert desk.asked_for("reply_requested") == [(path, "S-X01")]


def test_an_answered_query_says_no_more(opened):
    path = "population.n_enrolled"
    desk = opened("population", findings=[query(path, reason="printed so")])
    row = next(row for row in rows_of(desk) if path in row.paths)
    assert not row.notes.bars()


def test_a_finding_about_the_section_stands_at_its_head(opened):
    desk = opened("population", findings=[query("population")])
    assert [bar.finding.rule for bar in desk.view.order[:1]] == ["S-X01"]
    desk.view.answer_query()
    assert desk.asked_for("reply_requested") == [("population", "S-X01")]


def test_revealing_a_folded_field_unfolds_it(opened):
    desk = opened("dose")
    desk.view.reveal(f"{DOSE}.stabiliser")
    assert focused().objectName() == f"{DOSE}.stabiliser"
    assert desk.view.current_path == f"{DOSE}.stabiliser"


def test_the_current_field_is_told(opened):
    desk = opened("population")
    desk.view.reveal("population.n_enrolled")
    assert desk.asked_for("focused")[-1] == ("population.n_enrolled",)


def test_evidence_shows_its_place_and_is_asked_for(opened):
    kept = an_abstraction(**{"population.n_enrolled": "35", "population.n_male": "15"})
    quoted = Evidence(place=Place.TABLE, locator="Table 1", quotation="35 patients")
    kept.put("population.n_enrolled", "evidence", [quoted.model_dump(mode="json")])
    desk = opened("population", kept)
    chips = {row.paths[0]: row._chip for row in rows_of(desk)}
    assert chips["population.n_enrolled"].text() == "Table 1"
    assert chips["population.n_male"].text() == "Add quote"
    assert chips["population.n_treated"].isHidden()
    QTest.mouseClick(chips["population.n_male"], Qt.MouseButton.LeftButton)
    assert desk.asked_for("evidence_requested") == [("population.n_male",)]


def test_names_and_descriptions_are_there_for_screen_readers(opened):
    desk = opened("population")
    editor = desk.cell("population.n_enrolled").editor
    assert editor.accessibleName() == "Enrolled"
    assert editor.accessibleDescription().startswith("patients. ")
    for row in rows_of(desk):
        for cell in row.cells:
            assert cell.editor.accessibleName(), cell.path
            assert cell.editor.objectName() == cell.path


def test_derived_values_are_shown_and_follow(opened):
    desk = opened("dose", an_abstraction(**ARM, **{f"{DOSE}.unit": "g/kg/day"}))
    desk.change(f"{DOSE}.expression", "PER_DAY")
    desk.change(f"{DOSE}.value", "0.4")
    desk.view.reveal(f"{DOSE}.days_per_course")
    type_text("5")
    press(RETURN)
    shown = [row.text() for row in desk.view.order if isinstance(row, DerivedRow)]
    assert "Per course: 2 g/kg" in shown


def test_a_dose_is_read_and_put_into_its_fields(opened):
    desk = opened("dose")
    desk.view.reveal(f"{DOSE}.dose_text")
    type_text("0.4 g/kg/day for 5 consecutive days, monthly")
    row = next(row for row in rows_of(desk) if row.cells[0].spec.name == "dose_text")
    assert row.notes.strip is not None
    assert "0.4 g/kg/day" in row.notes.strip.words()
    press(RETURN, CTRL)
    get = desk.abstraction.get
    assert str(get(f"{DOSE}.value")) == "0.4"
    assert get(f"{DOSE}.days_per_course").low == 5
    assert get(f"{DOSE}.days_consecutive") == "YES"
    assert get("arms[a1].phases[p1].course.interval").unit == "month"
    (answers, label), *rest = desk.asked_for("answers")
    assert len(answers) >= 4
    assert label == "Use the reading of the dose"
    assert not rest
    assert all(token.used for token in row.notes.strip._tokens)


def test_a_reading_never_replaces_an_answer(opened):
    desk = opened("dose", an_abstraction(**ARM, **{f"{DOSE}.value": "1"}))
    desk.view.reveal(f"{DOSE}.dose_text")
    type_text("0.4 g/kg/day for 5 days")
    desk.view.use_reading()
    assert str(desk.abstraction.get(f"{DOSE}.value")) == "1"


def test_the_reading_of_a_notation_stands_beside_its_editor(opened):
    desk = opened("population")
    desk.view.reveal("population.age")
    type_text("48 (29-67)")
    words = " ".join(token.text for token in desk.cell("population.age").tokens)
    assert "29 to 67" in words


def test_beside_a_value_with_its_own_unit_stands_no_other(opened):
    desk = opened("population")
    path = "population.disease_duration"
    desk.view.reveal(path)
    assert unit_beside(desk.cell(path), "months") == "months"
    type_text("mean 4 ± 3.9")
    assert unit_beside(desk.cell(path), "months") == "months"
    desk.cell(path).editor.selectAll()
    type_text("mean 4 years ± 3.9")
    assert unit_beside(desk.cell(path), "months") == ""


def test_a_locked_section_can_be_read_and_not_changed(opened):
    kept = an_abstraction(**{"population.n_enrolled": "35"})
    desk = opened("population", kept, read_only=True)
    desk.view.reveal("population.n_enrolled")
    type_text("9")
    press(RETURN)
    desk.view.choose_missing()
    assert desk.view.commit_pending() == []
    assert not desk.asked_for("answered")
    assert desk.cell("population.n_enrolled").editor.text() == "35"


def test_rebinding_shows_another_phase(opened):
    other = "arms[a1].phases[p2].dose"
    kept = an_abstraction(**ARM, **{f"{DOSE}.value": "2", f"{other}.value": "1"})
    desk = opened("dose", kept, prefix=DOSE)
    desk.view.rebind(other)
    desk.view.show_answers(kept, [], False)
    assert desk.cell(f"{other}.value").editor.text() == "1"
    desk.view.reveal(f"{other}.value")
    type_text("5")
    press(RETURN)
    assert str(desk.abstraction.get(f"{other}.value")) == "5"
    assert str(desk.abstraction.get(f"{DOSE}.value")) == "2"


def test_essential_fields_left_are_counted(opened):
    desk = opened("population")
    left = desk.view.left()[0]
    desk.change("population.n_enrolled", 35)
    assert desk.view.left()[0] == left - 1


def test_a_finding_marks_every_field_it_looked_at_and_speaks_once(opened):
    at, also = "population.described_set", ("population.n_female", "population.n_male")
    found = Finding("S-P05", Severity.QUERY, at, "12 were treated.", "", (), also)
    desk = opened("population", None, [found])
    desk.view.more.setChecked(True)
    signs = {row.paths[0]: row.sign for row in rows_of(desk)}
    assert [signs[path] for path in (at, *also)] == ["query"] * 3
    told = {row.paths[0]: len(row.notes.messages()) for row in rows_of(desk)}
    assert [told[path] for path in (at, *also)] == [1, 0, 0]
    desk.find()
    signs = {row.paths[0]: row.sign for row in rows_of(desk)}
    assert "query" not in signs.values()


def test_a_cell_is_marked_that_a_finding_looked_at(opened):
    at = "outcomes.rows[o1]"
    answers = {f"{at}.outcome_code": "ENZYMES", f"{at}.before": "9", f"{at}.after": "1"}
    found = Finding(
        "S-O02", Severity.ERROR, f"{at}.after", "No.", "", (), (f"{at}.before",)
    )
    desk = opened("outcomes", an_abstraction(**answers), [found])
    panel = desk.panel("rows")
    looks = [panel.model.look(panel.model.index_of(f"{at}.{n}")) for n in ("before",)]
    assert [one.severity for one in looks] == [Severity.ERROR]
    assert len(panel.grid.bands.bars()) == 1


def test_a_blank_age_tells_of_the_ages_entered_beside_it(opened):
    desk = opened("population", an_abstraction(**{"population.age_max": "55"}))
    age = desk.cell("population.age").editor
    assert age.placeholderText() == "55 in Oldest"
    desk.change("population.age_min", 18)
    assert age.placeholderText() == "18 to 55 in Youngest, Oldest"
    needed = age.fontMetrics().horizontalAdvance(age.placeholderText())
    assert age.width() > needed, "it is not cut"
    desk.change("population.age_max", None)
    desk.change("population.age_min", None)
    assert age.placeholderText().startswith("such as")


def test_what_tells_of_another_field_is_of_the_form():
    for pattern, names in BESIDE.items():
        assert the_form().knows(pattern)
        section = pattern.rpartition(".")[0]
        assert all(the_form().knows(f"{section}.{name}") for name in names)
