"""The details of a field: what is shown, what can be cited, and that none is lost."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.derived import DerivedRow
from ivig_abstractor.gui.forms.editors import with_dashes
from ivig_abstractor.gui.forms.inspector import Inspector
from ivig_abstractor.gui.forms.lines import Heading, SignLine
from ivig_abstractor.gui.theme import apply_theme, tokens
from ivig_abstractor.model.deriving import DerivedLine
from ivig_abstractor.model.evidence import Confidence, Evidence, Place
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.changes import HistoryLine
from tests.builders import an_abstraction

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DOSE = "arms[a1].phases[p1].dose"
PATH = f"{DOSE}.days_per_course"


@pytest.fixture
def inspector(qapp, qtbot):
    apply_theme(qapp, "light")
    made = Inspector()
    made.resize(276, 640)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def show(inspector, path=PATH, findings=(), history=(), quoted=(), **answers):
    kept = an_abstraction(**{f"{DOSE}.route": "IV", **answers})
    if quoted:
        entries = [one.model_dump(mode="json") for one in quoted]
        kept.put(path, "evidence", entries)
    spec = the_form().field(path)
    inspector.show_field(spec, path, kept, list(findings), list(history))
    return kept


QUOTED = Evidence(
    place=Place.TABLE,
    source="cherin2002",
    locator="Table 2",
    quotation="2 consecutive days",
    confidence=Confidence.HIGH,
)


def test_a_field_is_explained(inspector):
    show(inspector)
    assert "Days per course" in inspector._title.text()
    assert "whole number from 1 to 14" in inspector._help.text()


def test_evidence_is_shown(inspector):
    show(inspector, quoted=[QUOTED])
    citing = inspector.citing
    assert citing.place.draft() == "TABLE"
    assert citing.locator.text() == "Table 2"
    assert citing.quotation.toPlainText() == "2 consecutive days"
    assert citing.confidence.draft() == "high"


def test_a_quotation_is_cited_with_the_part_that_was_read(inspector, qtbot):
    show(inspector, **{"identification.source_scope": "ABSTRACT_ONLY"})
    quotation = inspector.citing.quotation
    quotation.setFocus()
    with qtbot.waitSignal(inspector.evidence_set, timeout=1500) as told:
        QTest.keyClicks(quotation, "two days")
    path, evidence = told.args
    assert path == PATH
    assert evidence == [Evidence(place=Place.ABSTRACT, quotation="two days")]


def test_another_quotation_is_added_to_the_first(inspector, qtbot):
    show(inspector)
    another = inspector.citing._another
    assert another.isHidden(), "there is none that another could follow"
    show(inspector, quoted=[QUOTED])
    assert not another.isHidden()
    assert another.y() > inspector.citing.quotation.geometry().bottom()
    another.click()
    assert another.isHidden()
    QTest.keyClicks(inspector.citing.locator, "p. 4")
    with qtbot.waitSignal(inspector.evidence_set) as told:
        inspector.commit()
    assert [one.locator for one in told.args[1]] == ["Table 2", "p. 4"]


def test_when_a_second_quotation_is_taken_back_the_first_is_shown(inspector):
    show(inspector, quoted=[QUOTED])
    inspector.citing._another.click()
    QTest.keyClicks(inspector.citing.locator, "p. 4")
    inspector.commit()
    assert len(inspector.citing.kept()) == 2
    show(inspector, quoted=[QUOTED])
    assert inspector.citing.locator.text() == "Table 2"
    assert inspector.citing.quotation.toPlainText() == QUOTED.quotation


def test_an_address_too_long_for_its_line_shows_both_ends(inspector):
    link = "https://pubmed.ncbi.nlm.nih.gov/a/very/long/way/to/7699630/"
    show(inspector, quoted=[Evidence(source=link, quotation="two days")])
    source = inspector.citing.source
    source.resize(240, 24)
    assert source.shown_text().startswith("https")
    assert source.shown_text().endswith("7699630/")
    assert "…" in source.shown_text()
    assert source.toolTip() == link
    source.grab()
    source.resize(900, 24)
    assert source.shown_text() == link


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("48 (29-67)", "48 (29–67)"),
        ("MD 3.2 (1.1-5.3)", "MD 3.2 (1.1–5.3)"),
        ("weeks 0-16", "weeks 0–16"),
        ("by -12.5", "by -12.5"),
        ("2024-03-15", "2024-03-15"),
        ("1987-08", "1987-08"),
        ("RoB2-2019", "RoB2-2019"),
    ],
)
def test_ranges_in_examples_have_the_dash_of_print(example, said):
    assert with_dashes(example) == said


def test_what_is_being_typed_goes_to_its_own_field(inspector):
    told = []
    inspector.evidence_set.connect(lambda path, _evidence: told.append(path))
    inspector.note_set.connect(lambda path, _note: told.append(path))
    show(inspector)
    QTest.keyClicks(inspector.citing.quotation, "two days")
    QTest.keyClicks(inspector.note, "see the letter")
    show(inspector, f"{DOSE}.value")
    assert told == [PATH, PATH]
    assert inspector.path == f"{DOSE}.value"
    assert inspector.note.toPlainText() == ""


def test_an_echo_does_not_disturb_the_note_being_typed(inspector, qtbot):
    show(inspector)
    inspector.activateWindow()
    qtbot.waitUntil(inspector.isActiveWindow)
    inspector.note.setFocus()
    QTest.keyClicks(inspector.note, "first")
    inspector._tell_note()
    QTest.keyClicks(inspector.note, " second")
    show(inspector)
    assert inspector.note.toPlainText() == "first second"


def test_nothing_is_told_when_nothing_was_typed(inspector, qtbot):
    show(inspector, quoted=[QUOTED])
    with qtbot.assertNotEmitted(inspector.evidence_set):
        inspector.commit()
        show(inspector, f"{DOSE}.value")


def test_what_uses_the_answer_is_named(inspector):
    show(
        inspector,
        **{
            f"{DOSE}.expression": "PER_DAY",
            f"{DOSE}.value": "1",
            f"{DOSE}.unit": "g/kg/day",
            PATH: "2",
        },
    )
    assert "Per course 2 g/kg" in inspector.shown("used")


def test_checks_say_what_holds_and_what_does_not(inspector):
    found = [
        Finding("S-D03", Severity.QUERY, PATH, "9 days are unusual."),
        Finding("S-D09", Severity.QUERY, PATH, "Months or weeks?", "weeks, p. 3"),
        Finding("S-P01", Severity.QUERY, "population.age", "Not here."),
        Finding("S-D07", Severity.QUERY, f"{DOSE}.unit", "Per day?", also=(PATH,)),
    ]
    show(inspector, findings=found, **{PATH: "9"})
    checks = inspector.shown("checks")
    assert "Query S-D03" in checks, "the sentence itself stands at the field"
    assert not any("9 days are unusual." in line for line in checks)
    assert any("Per day?" in line for line in checks), "this one stands elsewhere"
    assert any("Answered: weeks, p. 3" in line for line in checks)
    assert not any("Not here." in line for line in checks)
    assert any("Usually 2 to 5" in line for line in checks)


def place_shown(inspector):
    return inspector.citing.place.lineEdit().text()


def test_the_place_is_blank_until_something_is_cited(inspector, qtbot):
    show(inspector)
    assert place_shown(inspector) == ""
    assert inspector.citing.place.lineEdit().placeholderText() == "where read"
    show(inspector, quoted=[QUOTED])
    assert place_shown(inspector) == "Table"
    show(inspector, f"{DOSE}.route")
    assert place_shown(inspector) == ""
    QTest.keyClicks(inspector.citing.quotation, "two days")
    assert place_shown(inspector) == "Full text", "it is about to be stored"
    inspector.citing.quotation.selectAll()
    QTest.keyClick(inspector.citing.quotation, Qt.Key.Key_Backspace)
    assert place_shown(inspector) == ""


def test_a_place_that_is_chosen_is_stored_also_if_it_was_suggested(inspector, qtbot):
    show(inspector, **{"identification.source_scope": "ABSTRACT_ONLY"})
    place = inspector.citing.place
    place.showPopup()
    place.hidePopup()
    with qtbot.waitSignal(inspector.evidence_set) as told:
        place.setCurrentIndex(place.findData(Place.ABSTRACT.value))
        place.activated.emit(place.currentIndex())
    assert told.args == [PATH, [Evidence(place=Place.ABSTRACT)]]
    assert place_shown(inspector) == "In abstract"


def test_what_is_only_read_asks_for_nothing(inspector):
    kept = an_abstraction(**{f"{DOSE}.route": "IV"})
    spec = the_form().field(PATH)
    inspector.show_field(spec, PATH, kept, [], [], read_only=True)
    citing = inspector.citing
    boxes = [citing.locator, citing.source, citing.quotation, inspector.note]
    assert all(one.isReadOnly() for one in boxes)
    assert not any(one.placeholderText() for one in boxes)
    assert not citing.place.isEnabled()
    assert citing.place.draft() == "", "nothing is stored, and nothing will be"
    drawn = inspector.grab().toImage()
    for box in boxes:
        inner = box.mapTo(inspector, box.rect().center() + QPoint(0, 6))
        assert drawn.pixelColor(inner).name().upper() == tokens().alt
    inspector.show_field(spec, PATH, kept, [], [])
    assert not any(one.isReadOnly() for one in boxes)
    assert all(one.placeholderText() for one in boxes)


def test_history_says_when_who_and_what(inspector):
    at = datetime(2026, 3, 1, 12, 3, 5, tzinfo=UTC)
    line = HistoryLine(at, "DW", "Days per course", "answer", "", "2", "from the paper")
    show(inspector, history=[line])
    (said,) = inspector.shown("history")
    assert "2 (from the paper)" in said
    assert said.endswith("DW")
    assert f"{at.astimezone():%H:%M:%S}" in said


def test_a_completed_abstraction_is_only_read(inspector, qtbot):
    kept = an_abstraction(**{f"{DOSE}.route": "IV"})
    kept.put("", "state", "complete")
    inspector.show_field(the_form().field(PATH), PATH, kept, [], [])
    QTest.keyClicks(inspector.note, "late")
    assert inspector.note.toPlainText() == ""
    with qtbot.assertNotEmitted(inspector.note_set):
        inspector.commit()


def test_escape_goes_back_to_the_field(inspector, qtbot):
    show(inspector)
    with qtbot.waitSignal(inspector.left) as told:
        QTest.keyClick(inspector.note, Qt.Key.Key_Escape)
    assert told.args == [PATH]


def test_the_line_over_a_heading_is_one_sharp_pixel(qapp, qtbot):
    apply_theme(qapp, "light")
    heading = Heading("History")
    qtbot.addWidget(heading)
    heading.resize(200, heading.height())
    image = heading.grab().toImage()
    line = theme.tokens().colour("line").rgb()
    down = [image.pixel(150, y) for y in range(image.height())]
    assert down.count(line) == 1
    assert len(set(down)) == 2


def test_ranges_in_derived_lines_have_the_dash_of_print(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = DerivedRow(window)
    told = DerivedLine("x", "Total dose", "8-12 g/kg", "2 g/kg × 4-6")
    row.show_line(told)
    assert row.text() == "Total dose: 8–12 g/kg"
    assert row.accessibleName() == "Total dose: 8–12 g/kg, = 2 g/kg × 4–6"
    assert told.text == "8-12 g/kg"


def test_lines_fit_at_every_height(inspector):
    """A bar that comes makes lines narrower and higher; that must come to an end."""
    words = "The numbers of this table do not add up to those of the text above it."
    found = [
        Finding(f"S-D0{number}", Severity.QUERY, f"{DOSE}.unit", words, also=(PATH,))
        for number in range(4)
    ]
    show(inspector, findings=found)
    for height in range(420, 700, 3):
        inspector.resize(276, height)
        for _round in range(4):
            QApplication.processEvents()
        lines = inspector.findChildren(SignLine)
        assert lines
        heights = [one.height() for one in lines]
        assert heights == [one.heightForWidth(one.width()) for one in lines]


SECOND = Evidence(place=Place.FULL_TEXT, locator="p. 4")


def told_of(inspector):
    told = []
    inspector.evidence_set.connect(lambda _path, evidence: told.append(evidence))
    return told


def test_a_quotation_is_taken_away_also_the_only_one(inspector):
    told = told_of(inspector)
    remove = inspector.citing._remove
    show(inspector)
    assert remove.isHidden(), "there is none"
    show(inspector, quoted=[QUOTED])
    assert remove.accessibleName() == "Remove quotation 1"
    assert remove.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(remove, Qt.Key.Key_Space)
    assert told == [[]]
    assert inspector.citing.quotation.toPlainText() == ""
    assert remove.isHidden()
    inspector.commit()
    assert told == [[]], "nothing of it is stored again"


def test_the_quotation_that_is_shown_is_the_one_taken_away(inspector):
    told = told_of(inspector)
    show(inspector, quoted=[QUOTED, SECOND])
    inspector.citing._next.click()
    assert inspector.citing._remove.accessibleName() == "Remove quotation 2"
    inspector.citing._remove.click()
    assert told == [[QUOTED]]
    assert inspector.citing.locator.text() == "Table 2"
    show(inspector, quoted=[QUOTED], path=f"{DOSE}.value")
    kept = an_abstraction(**{f"{DOSE}.route": "IV"})
    kept.put(PATH, "evidence", [QUOTED.model_dump(mode="json")])
    kept.put("", "state", "complete")
    inspector.show_field(the_form().field(PATH), PATH, kept, [], [], read_only=True)
    assert inspector.citing._remove.isHidden()


def test_emptied_boxes_are_no_evidence_once_they_are_left(inspector, qtbot):
    inspector.activateWindow()
    qtbot.waitUntil(inspector.isActiveWindow)
    told = told_of(inspector)
    quoted = Evidence(place=Place.ABSTRACT, quotation="two days")
    show(inspector, quoted=[quoted])
    quotation = inspector.citing.quotation
    quotation.setFocus()
    quotation.selectAll()
    QTest.keyClick(quotation, Qt.Key.Key_Delete)
    inspector.citing.settle()
    assert told[-1] == [Evidence(place=Place.ABSTRACT)], "it may be filled again"
    inspector.note.setFocus()
    assert told[-1] == []


def test_a_place_alone_is_evidence_where_it_was_chosen(inspector):
    told = told_of(inspector)
    show(inspector, quoted=[Evidence(place=Place.TABLE)])
    inspector.commit()
    assert told == [], "it is left as it is"
    show(inspector, path=f"{DOSE}.value", quoted=[QUOTED])
    citing = inspector.citing
    for editor in (citing.quotation, citing.locator, citing.source):
        editor.put_draft("")
    citing.confidence.put_draft("")
    citing._choose_place(None)
    inspector.commit()
    assert told[-1] == [Evidence(place=Place.TABLE)]


def test_evidence_that_is_kept_beside_a_missing_code_is_told(inspector):
    show(inspector, quoted=[QUOTED], **{PATH: "2"})
    assert inspector._kept_beside.isHidden()
    show(inspector, quoted=[QUOTED], **{PATH: "nr"})
    assert not inspector._kept_beside.isHidden()
    assert "no value" in inspector._kept_beside.text()
    show(inspector, **{PATH: "nr"})
    assert inspector._kept_beside.isHidden()
