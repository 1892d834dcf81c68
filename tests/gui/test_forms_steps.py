"""Editors have one of a few widths, so that their edges line up down a form."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.base.i18n import set_language
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms import builder
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.editors import ComboEditor, LineEditor, editor_for
from ivig_abstractor.gui.forms.fieldlabel import FieldLabel
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.gui.forms.steps import STEPS, editor_room, label_room, stepped
from ivig_abstractor.gui.theme import apply_theme
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.review_form import the_review_form
from tests.builders import an_abstraction
from tests.gui.form_builders import FormDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOM = 392
DOSE = "arms[a1].phases[p1].dose"
ANSWERS = {
    "arms[a1].arm.name": "IVIG",
    f"{DOSE}.value": "1",
    "outcomes.rows[o1].outcome_code": "STRENGTH",
    "design.design_code": "RCT_PARALLEL",
    "assessments[b1].bias.tool": "ROB2",
}


@pytest.fixture
def opened(qapp, qtbot):
    apply_theme(qapp, "light")
    builder._opened.clear()
    desks = []

    def open_section(section, width=1036) -> FormDesk:
        desk = FormDesk(section, an_abstraction(**ANSWERS))
        qtbot.addWidget(desk.view)
        desk.view.resize(width, 518)
        desk.view.show()
        QApplication.processEvents()
        desks.append(desk)
        return desk

    yield open_section
    for desk in desks:
        desk.view.hide()


@pytest.fixture(params=["en", "zh_CN"])
def language(request, qapp):
    apply_theme(qapp, "light")
    set_language(request.param)
    yield request.param
    set_language("en")


def rows_of(desk: FormDesk) -> list[FieldRow]:
    return [row for row in desk.view.order if isinstance(row, FieldRow)]


def ends(row: FieldRow) -> int:
    """Where the editors of a row end, seen from where they begin."""
    last, left = row.cells[-1].editor, row.cells[0].editor.x()
    wide = last.shown_width() if isinstance(last, SegmentEditor) else last.width()
    return last.x() - left + wide


@pytest.mark.parametrize(
    ("wanted", "room", "before", "width"),
    [
        (52, 392, 0, 80),
        (161, 392, 0, 200),
        (265, 392, 0, 392),
        (250, 240, 0, 240),
        (129, 304, 88, 176),
        (190, 304, 88, 304),
    ],
)
def test_a_width_is_one_of_a_few(wanted, room, before, width):
    assert stepped(wanted, room, before) == width


def test_every_editor_has_one_of_the_widths(language, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    for spec in the_form().by_pattern.values():
        editor = editor_for(spec, window)
        width = editor.width_for(ROOM)
        if isinstance(editor, SegmentEditor):
            wide = sum(one.sizeHint().width() for one in editor._segments)
            assert editor.shown_width() in STEPS or wide > STEPS[-1], spec.pattern
        else:
            assert width in (*STEPS, ROOM), spec.pattern


def test_no_list_cuts_its_options(language, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    metrics = theme.metrics()
    for spec in the_form().by_pattern.values():
        editor = editor_for(spec, window)
        if isinstance(editor, ComboEditor) and editor.options():
            words = max(
                metrics.horizontalAdvance(one) for _code, one in editor.options()
            )
            assert editor.width_for(ROOM) >= words + 36, spec.pattern


def test_typing_widens_a_line_in_steps(qapp, qtbot):
    apply_theme(qapp, "light")
    line = editor_for(the_form().by_pattern["population.age"])
    qtbot.addWidget(line)
    assert isinstance(line, LineEditor)
    seen = []
    for letters in range(0, 60, 3):
        line.setText("0" * letters)
        seen.append(line.width_for(ROOM))
    assert sorted(set(seen)) == [160, 200, 264, 392]
    assert seen == sorted(seen)


def test_a_number_and_its_unit_end_with_the_editors_above_and_below(opened):
    desk = opened("dose")
    by_name = {row.cells[0].spec.name: row for row in rows_of(desk)}
    assert len(by_name["value"].cells) == 2
    assert ends(by_name["value"]) == ends(by_name["route"]) == 264
    assert ends(by_name["days_consecutive"]) == ends(by_name["expression"]) == 200


@pytest.mark.parametrize("section", ["outcomes", "adverse_effects"])
def test_what_stands_below_a_grid_lines_up_with_its_form(opened, section):
    desk = opened(section)
    panel = desk.panel("rows")
    panel.grid.go_to(panel.model.index(0, panel.grid.first_column()))
    assert panel.detail is not None
    panel._show_rest()
    inside = [row for row in panel.detail.findChildren(FieldRow) if row.isVisible()]
    content = desk.view.content
    lefts = {
        row.cells[0].editor.mapTo(content, row.cells[0].editor.rect().topLeft()).x()
        for row in [*rows_of(desk), *inside]
    }
    assert len(lefts) == 1
    if section == "outcomes":
        assert inside


def test_editors_and_missing_buttons_stand_at_one_place_in_all_sections(opened):
    places = {}
    for section in the_form().sections:
        if section.key in ("bias", "declarations"):
            continue
        # With a bar beside the form and without it.
        for height in (200, 4000):
            desk = opened(section.key)
            desk.view.more.setChecked(True)
            desk.view.resize(1036, height)
            QApplication.processEvents()
            bar = desk.view._area.verticalScrollBar()
            assert bar.isVisible() is (height == 200)
            lefts = {row.cells[0].editor.x() for row in rows_of(desk)}
            missing = [row._missing for row in rows_of(desk)]
            buttons = sorted(one.x() for one in missing if not one.isHidden())
            places[section.key, height] = (*lefts, buttons[0])
    assert len(set(places.values())) == 1, places
    assert next(iter(places.values()))[0] == theme.GUTTER + 168
    questions = rows_of(opened("bias", 1036))[0].cells[0].editor.x()
    assert theme.GUTTER + 168 < questions <= theme.GUTTER + 244


def test_a_narrow_form_takes_from_labels_before_editors(opened):
    assert label_room(244, 1036) == 244
    narrow = label_room(244, 581)
    assert theme.LABEL < narrow < 244
    assert editor_room(581, theme.GUTTER + narrow) == 224
    assert label_room(244, 500) == theme.LABEL
    desk = opened("bias", 593)
    for row in rows_of(desk):
        end = row.cells[-1].editor.x() + ends(row)
        assert row._missing.isHidden() or row._missing.x() >= min(end, 593)


def test_segments_take_two_lines_where_one_is_too_wide(opened):
    desk = opened("design", 593)
    row = next(row for row in rows_of(desk) if row.paths == ["design.direction"])
    editor = row.cells[0].editor
    assert isinstance(editor, SegmentEditor)
    room = editor_room(row.width(), editor.x())
    assert editor.shown_width() <= room + 20
    assert editor.height() == 2 * theme.CONTROL
    assert row.height() >= editor.height() + 4
    assert row._missing.x() < row.width() - theme.MISSING
    tops = [one.y() for one in editor._segments]
    assert tops == [0, 0, theme.CONTROL, theme.CONTROL]
    lefts = [one.x() for one in editor._segments]
    assert lefts[:2] == lefts[2:]
    desk.view.resize(1036, 518)
    QApplication.processEvents()
    assert {one.y() for one in editor._segments} == {0}
    assert editor.height() == theme.CONTROL
    desk.view.grab()


def test_segments_share_what_they_do_not_need(qapp, qtbot):
    apply_theme(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    spec = the_form().by_pattern["arms[].phases[].dose.days_consecutive"]
    cell = AnswerCell(spec, "x", window)
    cell.place(QRect(0, 0, ROOM, 24))
    editor = cell.editor
    assert isinstance(editor, SegmentEditor)
    assert editor.shown_width() == 200
    last = editor._segments[-1].geometry()
    assert last.x() + last.width() == 200
    editor.shrink()
    cell.place(QRect(0, 0, ROOM, 24))
    assert editor.shown_width() < 200


def test_a_choice_without_a_sentence_says_its_words_when_the_mouse_rests(qapp, qtbot):
    combo = editor_for(the_form().field(f"{DOSE}.unit"))
    qtbot.addWidget(combo)
    combo.put_draft("mg/kg/day")
    assert combo.toolTip()
    combo.put_draft("<b>1</b>")
    assert "&lt;b&gt;" in combo.toolTip()


def test_no_label_of_the_flow_wraps(qapp, qtbot):
    apply_theme(qapp, "light")
    desk = FormDesk("flow", Abstraction("s1", "r1", form=the_review_form()))
    qtbot.addWidget(desk.view)
    desk.view.resize(700, 620)
    desk.view.show()
    QApplication.processEvents()
    rows = rows_of(desk)
    assert {row._label.height() for row in rows} == {24}
    assert len({row.height() for row in rows}) == 1
    desk.view.hide()


def test_a_label_stands_the_same_when_its_field_becomes_current(opened):
    """Bold words are wider: lines break as they break in bold, always."""
    desk = opened("identification", 700)
    desk.view.more.setChecked(True)
    long = [row for row in rows_of(desk) if row._label.height() > theme.CONTROL]
    assert long, "a label of two lines"
    for row in rows_of(desk):
        label = row._label
        before = label.lines(label.width()), label.geometry()
        assert label.y() == row.cells[0].shown.y() or row.cells[0].shown.height() != 24
        row.set_current(row.paths[0])
        assert (label.lines(label.width()), label.geometry()) == before
        row.set_current("")


def _ink_of_first_line(label):
    drawn = label.grab().toImage().copy(0, 0, label.width(), theme.CONTROL)
    ground = drawn.pixel(drawn.width() - 1, 0)
    places = (
        y
        for y in range(drawn.height())
        if any(drawn.pixel(x, y) != ground for x in range(drawn.width()))
    )
    return next(places)


def test_the_first_of_two_lines_stands_where_a_single_one_does(qapp, qtbot):
    apply_theme(qapp, "light")
    one, two = FieldLabel("Hamburg", None), FieldLabel("Hamburg Hamburg", None)
    for label in (one, two):
        qtbot.addWidget(label)
        label.resize(70, label.height_for(70))
    assert len(two.lines(70)) == 2
    assert _ink_of_first_line(one) == _ink_of_first_line(two)


def test_the_judgements_of_a_domain_stay_in_one_line_in_a_narrow_form(opened):
    desk = opened("bias", 581)
    bars = [row.cells[0].editor for row in rows_of(desk)]
    bars = [one for one in bars if isinstance(one, SegmentEditor)]
    assert bars
    assert {one.height() for one in bars} == {theme.CONTROL}


def test_a_segment_alone_in_its_line_leaves_the_frame_closed(opened):
    desk = opened("bias", 581)
    bars = [row.cells[0].editor for row in rows_of(desk)]
    bar = next(one for one in bars if isinstance(one, SegmentEditor))
    bar._fit(150)
    bar.resize(bar.sizeHint())
    picture = bar.grab().toImage()
    frame = theme.tokens().colour("ctl").rgb()
    right = bar.shown_width() - 1
    assert picture.pixel(right, theme.CONTROL // 2) == frame
    assert picture.pixel(right, theme.CONTROL + theme.CONTROL // 2) == frame
