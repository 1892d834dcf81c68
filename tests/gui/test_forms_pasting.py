"""A block from a spreadsheet goes where its own header says, and says what it read."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from ivig_abstractor.base.i18n import set_language
from ivig_abstractor.gui.forms.content import RowsContent
from ivig_abstractor.gui.forms.headings import columns_named
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.codes import Instrument, OutcomeCode
from ivig_abstractor.model.form import the_form
from tests.builders import an_abstraction
from tests.gui.form_builders import CTRL, FormDesk, focused, press, type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ONE_ARM = {"arms[a1].arm.name": "IVIG"}
TWO_ARMS = {"arms[a1].arm.name": "IVIG", "arms[a2].arm.name": "Placebo"}
HEADED = (
    "Outcome\tTime\tPatients\tBefore\tAfter\n"
    "CK\t3 months\t12\t1287\t612\n"
    "Muscle strength\t3 months\t12\t67.0\t81.0"
)


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    desks = []

    def open_grid(**answers) -> tuple[FormDesk, GridPanel]:
        desk = FormDesk("outcomes", an_abstraction(**answers))
        qtbot.addWidget(desk.view)
        desk.view.show()
        desk.view.activateWindow()
        qtbot.waitUntil(desk.view.isActiveWindow)
        panel = desk.panel("rows")
        panel.grid.setFocus()
        desks.append(desk)
        return desk, panel

    yield open_grid
    for desk in desks:
        desk.view.hide()


def go(panel: GridPanel, row: int, name: str) -> None:
    panel.grid.go_to(panel.model.index(row, column(panel, name)))


def column(panel: GridPanel, name: str) -> int:
    columns = enumerate(panel.model.columns)
    return next(at for at, c in columns if c.spec and c.spec.name == name)


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(Qt.Key.Key_V, CTRL)


def said(desk: FormDesk) -> str:
    return str(desk.asked_for("said")[-1][0])


def row(desk: FormDesk, number: int) -> dict[str, object]:
    start = f"outcomes.rows[new{number}]."
    entries = desk.abstraction.entries
    return {
        path.removeprefix(start): desk.abstraction.get(path)
        for path, facet in entries
        if path.startswith(start) and facet == "answer"
    }


def test_a_first_row_of_names_says_where_the_cells_go(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "arm")
    paste(HEADED)
    ((_container, answers, rows, label),) = desk.asked_for("pasted")
    assert (answers, len(rows), label) == ([], 2, "Paste 2 × 5")
    first = row(desk, 1)
    assert first["outcome_code"] is OutcomeCode.ENZYMES
    assert first["instrument"] is Instrument.CK
    assert first["n"] == 12
    assert "scale_max" not in first
    assert not any(isinstance(one, Unread) for one in first.values())
    assert "5 columns matched by name." in said(desk)
    assert "“CK” is read as muscle enzymes, CK." in said(desk)


def test_the_row_that_the_empty_line_became_is_the_current_one(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "time")
    assert desk.asked_for("focused")[-1] == ("outcomes.rows",)
    paste("6 weeks")
    assert desk.view.current_path == "outcomes.rows[new1].time"
    assert desk.asked_for("focused")[-1] == ("outcomes.rows[new1].time",)


TWO_ROWS = {
    "outcomes.rows[o1].time": "6 weeks",
    "outcomes.rows[o2].time": "9 weeks",
}
AT_THE_END = "new rows at the end"


def test_a_table_with_names_is_added_at_the_end(opened):
    desk, panel = opened(**ONE_ARM, **TWO_ROWS)
    go(panel, 0, "arm")
    paste(HEADED)
    ((_container, answers, rows, _label),) = desk.asked_for("pasted")
    assert (answers, len(rows)) == ([], 2)
    assert AT_THE_END in said(desk)
    assert panel.grid.currentIndex().row() == 2
    assert {at for at, _column in panel.model.fresh} == {2, 3}
    # Another one goes behind it, although the rows just pasted are selected.
    paste(HEADED)
    assert [len(one[1]) for one in desk.asked_for("pasted")] == [0, 0]
    assert len(panel.model.rows) == 6


def test_a_table_with_names_goes_into_blank_rows(opened):
    desk, panel = opened(**ONE_ARM, **TWO_ROWS)
    blank = ["outcomes.rows[o3]", "outcomes.rows[o4]"]
    desk.view.apply(desk.abstraction, [desk._put(at, "row", "z") for at in blank], [])
    go(panel, 2, "arm")
    paste(HEADED)
    ((_container, answers, rows, _label),) = desk.asked_for("pasted")
    assert {path.partition(".rows")[2][:4] for path, _one in answers} == {
        "[o3]",
        "[o4]",
    }
    assert rows == []
    assert AT_THE_END not in said(desk)


def test_a_table_with_names_goes_where_cells_were_selected(opened):
    desk, panel = opened(**ONE_ARM, **TWO_ROWS)
    go(panel, 0, "time")
    press(Qt.Key.Key_Down, SHIFT)
    assert panel.grid.currentIndex().row() == 1
    paste(HEADED)
    ((_container, answers, rows, _label),) = desk.asked_for("pasted")
    assert ("outcomes.rows[o1].n", 12) in answers
    assert rows == []
    assert AT_THE_END not in said(desk)


def test_what_was_read_from_another_word_is_said(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "outcome_code")
    paste("MMT\tother\nmuscle\tother")
    assert "“MMT” is read as muscle strength." in said(desk)
    assert "“muscle”" not in said(desk)


def test_the_only_arm_is_that_of_pasted_rows(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "arm")
    paste(HEADED)
    assert row(desk, 1)["arm"] == "a1"
    assert "The arm is IVIG, the only one." in said(desk)
    desk, panel = opened(**TWO_ARMS)
    go(panel, 0, "arm")
    paste(HEADED)
    assert "arm" not in row(desk, 1)


def test_a_name_that_no_column_has_is_said_and_left_out(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "arm")
    paste("Outcome\tFoo\tTime\nLDH\tsecret\t6 weeks")
    assert "2 columns matched by name; “Foo” has no column here." in said(desk)
    assert row(desk, 1)["instrument"] is Instrument.LDH
    assert "secret" not in str(row(desk, 1))


def test_a_column_that_was_folded_away_is_shown_when_it_is_named(opened):
    desk, panel = opened(**ONE_ARM)
    assert panel.grid.isColumnHidden(column(panel, "unit"))
    go(panel, 0, "arm")
    paste("Outcome\tUnit\tBefore\nCK\tU/L\t1287")
    assert row(desk, 1)["unit"] == "U/L"
    assert not panel.grid.isColumnHidden(column(panel, "unit"))


def test_names_alone_are_not_pasted(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "arm")
    paste("Outcome\tTime\tPatients")
    assert "only names of columns" in said(desk)
    assert not desk.asked_for("pasted")


def test_without_names_only_columns_on_the_screen_take_cells(opened):
    desk, panel = opened(**ONE_ARM)
    assert panel.grid.isColumnHidden(column(panel, "unit"))
    go(panel, 0, "instrument")
    paste("CK\t\t3 months\t12\t1287\t612")
    assert row(desk, 1)["n"] == 12
    assert "unit" not in row(desk, 1)


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (["Outcome", "Time", "Patients"], ["outcome_code", "time", "n"]),
        (["outcomes", "Baseline", "Post"], ["outcome_code", "before", "after"]),
        (["Time point", "N", "P value"], ["time", "n", "within_p"]),
        (["Before (U/L)", "After (U/L)"], ["before", "after"]),
        (["Arm", "", "Foo", "Change"], ["arm", None, None, "change"]),
        (["结局", "时间"], None),
        (["Outcome", "12"], None),
        (["Outcome", "Foo"], None),
        (["Muscle strength", "Before", "After"], None),
        (["placebo", "12 weeks", "8"], None),
    ],
)
def test_names_are_told_from_data(cells, fields):
    spec = next(one for one in the_form().by_section["outcomes"].repeats)
    content = RowsContent(spec, "outcomes.rows")
    columns = content.columns()

    def is_read(name: str, text: str) -> bool:
        return not isinstance(content.read(name, text)[name], Unread)

    found = columns_named(cells, columns, 2, is_read)
    if found is None:
        assert fields is None
        return
    specs = [columns[at].spec if at is not None else None for at in found]
    assert [one.name if one else None for one in specs] == fields


def is_no_answer(_name: str, _text: str) -> bool:
    return False


def test_names_are_known_in_the_language_of_the_screen():
    spec = next(one for one in the_form().by_section["outcomes"].repeats)
    set_language("zh_CN")
    try:
        columns = RowsContent(spec, "outcomes.rows").columns()
        labels = [one.label for one in columns if one.spec][:3]
        found = columns_named(labels, columns, 0, is_no_answer)
        also = columns_named(["Outcome", "Time"], columns, 0, is_no_answer)
    finally:
        set_language("en")
    assert found == [0, 1, 2]
    assert also is not None
    assert None not in also


COMMAS = (
    "Outcome\tTime\tPatients\tBefore\tAfter\n"
    "CK\t3 months\t12\t1.287,5\t1,612\n"
    "Muscle strength\t3 months\t12\t67,5\t81,2 ± 3,4\n"
    "Function\tsoon\t12\t1,3\t0.8"
)


def test_decimal_commas_of_a_block_are_read_by_one_word(opened):
    desk, panel = opened(**ONE_ARM)
    offers = []
    desk.view.mending_offered.connect(lambda *one: offers.append(one))
    go(panel, 0, "arm")
    paste(COMMAS)
    assert "6 cells could not be read" in said(desk)
    [(title, read)] = offers
    assert title == "Read 5 cells with a decimal comma"
    read()
    ((answers, label),) = desk.asked_for("answers")
    assert (len(answers), label) == (5, title)
    before = desk.abstraction.get("outcomes.rows[new1].before")
    assert (str(before.central), before.raw) == ("1287.5", "1.287,5")
    after = desk.abstraction.get("outcomes.rows[new2].after")
    assert (str(after.central), after.raw) == ("81.2", "81,2 ± 3,4")
    assert str(desk.abstraction.get("outcomes.rows[new1].after").central) == "1.612"
    assert said(desk).startswith("1 cell could not be read")


@pytest.mark.parametrize("cells", ["1,287\t2,612", "1,2,3\tmany"])
def test_what_may_be_thousands_is_not_offered_as_decimals(opened, cells):
    desk, panel = opened(**ONE_ARM)
    offers = []
    desk.view.mending_offered.connect(lambda *one: offers.append(one))
    go(panel, 0, "before")
    paste(cells)
    assert "2 cells could not be read" in said(desk)
    assert not offers


def test_what_was_said_goes_when_the_paste_is_undone(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "outcome_code")
    paste("CK\tmany\nLDH\tmany")
    assert "2 cells could not be read" in said(desk)
    rows = [f"outcomes.rows[new{number}]" for number in (1, 2)]
    assert panel.model.fresh
    desk.view.apply(desk.abstraction, [desk._put(at, "row", None) for at in rows], [])
    assert not said(desk)
    assert not panel.model.fresh


def test_what_was_said_goes_when_all_is_mended(opened):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "outcome_code")
    paste("CK\tmany\nLDH\tmany")
    desk.change("outcomes.rows[new1].instrument", Instrument.CK)
    assert "2 cells could not be read" in said(desk)
    desk.change("outcomes.rows[new2].instrument", Instrument.LDH)
    assert not said(desk)


@pytest.mark.parametrize(
    ("typed", "outcome", "instrument"),
    [
        ("CK", OutcomeCode.ENZYMES, Instrument.CK),
        ("mmt", OutcomeCode.STRENGTH, None),
        ("FVC", OutcomeCode.LUNG, None),
        ("LDH", OutcomeCode.ENZYMES, Instrument.LDH),
        ("MRC", OutcomeCode.STRENGTH, None),
    ],
)
def test_an_outcome_may_be_named_by_its_instrument(opened, typed, outcome, instrument):
    desk, panel = opened(**ONE_ARM)
    go(panel, 0, "outcome_code")
    type_text(typed)
    assert panel.typing.reading.isVisible()
    press(Qt.Key.Key_Tab)
    assert not panel.typing.reading.isVisible()
    assert row(desk, 1)["outcome_code"] is outcome
    assert row(desk, 1).get("instrument") is instrument
    assert focused() is panel.grid


def test_another_instrument_of_the_same_outcome_is_taken_over(opened):
    desk, panel = opened(
        **ONE_ARM,
        **{
            "outcomes.rows[o1].outcome_code": "ENZYMES",
            "outcomes.rows[o1].instrument": "CK",
        },
    )
    go(panel, 0, "outcome_code")
    type_text("LDH")
    press(Qt.Key.Key_Return)
    assert desk.abstraction.get("outcomes.rows[o1].instrument") is Instrument.LDH


FULL = {
    **TWO_ARMS,
    "outcomes.rows[o1].outcome_code": "MMT",
    "outcomes.rows[o1].arm": "a1",
    "outcomes.rows[o1].before": "67",
    "outcomes.rows[o1].after": "81",
    "outcomes.rows[o1].responders": "3/11",
    "outcomes.rows[o1].within_p": "0.03",
}


def shown_line(panel: GridPanel, number: int) -> list[str]:
    """A row as it is copied: everything that is shown of it."""
    grid, model = panel.grid, panel.model
    ends = model.index(number, 0), model.index(number, len(model.columns) - 1)
    select = QItemSelectionModel.SelectionFlag.ClearAndSelect
    grid.selectionModel().select(QItemSelection(*ends), select)
    return [panel.model.as_typed(one) for one in grid.selected_cells()]


def entered(desk: FormDesk) -> dict[object, object]:
    entries = desk.abstraction.entries.items()
    return {key: one for key, one in entries if key[1] == "answer" and one is not None}


@pytest.mark.parametrize("every", [False, True], ids=["first columns", "all columns"])
def test_a_row_that_was_copied_is_pasted_over_itself(opened, every):
    desk, panel = opened(**FULL)
    if every:
        panel.toggle_more()
    before = entered(desk)
    line = shown_line(panel, 0)
    assert "+14, 27.3 %" in line, "what is computed is shown"
    press(Qt.Key.Key_C, CTRL)
    go(panel, 0, "arm")
    press(Qt.Key.Key_V, CTRL)
    assert entered(desk) == before
    assert said(desk).startswith("Pasted 1 row ×")
    assert "left out" not in said(desk)


def test_a_row_that_was_copied_is_pasted_as_a_new_one(opened):
    desk, panel = opened(**FULL)
    panel.toggle_more()
    shown_line(panel, 0)
    press(Qt.Key.Key_C, CTRL)
    go(panel, 1, "arm")
    press(Qt.Key.Key_V, CTRL)
    for name in ("before", "after", "responders", "within_p"):
        assert row(desk, 1)[name] == desk.abstraction.get(f"outcomes.rows[o1].{name}")
    assert "left out" not in said(desk), "it is computed from the same numbers"


def test_a_computed_column_that_says_something_else_is_left_out_and_told(opened):
    desk, panel = opened(**FULL)
    line, after = shown_line(panel, 0), desk.abstraction.get("outcomes.rows[o1].after")
    at = line.index("+14, 27.3 %")
    line[at] = "15"
    go(panel, 0, "arm")
    desk.at_once = False
    paste("\t".join(line))
    assert "left out" not in said(desk), "it is not known yet what is computed"
    desk.deliver()
    assert "1 computed column was left out" in said(desk)
    desk.deliver()
    assert len([one for (one,) in desk.asked_for("said") if "left out" in one]) == 1
    assert desk.abstraction.get("outcomes.rows[o1].after") == after


def test_names_of_computed_columns_are_skipped(opened):
    desk, panel = opened(**FULL)
    names = [panel.model.columns[at].head for at in panel.grid.shown_columns()]
    line = shown_line(panel, 0)
    go(panel, 1, "arm")
    paste("\n".join("\t".join(one) for one in (names, line)))
    assert "no column here" not in said(desk)
    assert row(desk, 1)["after"] == desk.abstraction.get("outcomes.rows[o1].after")


def test_a_block_that_meets_computed_columns_alone_is_refused(opened):
    desk, panel = opened(**FULL)
    columns = panel.model.columns
    at = next(n for n in panel.grid.shown_columns() if columns[n].keys)
    before = entered(desk)
    panel.grid.go_to(panel.model.index(0, at))
    paste("15")
    assert "computed columns only" in said(desk)
    assert entered(desk) == before
