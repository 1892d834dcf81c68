from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from ivig_abstractor.base.display import Conventions, conventions, use_conventions
from ivig_abstractor.base.i18n import _, set_language
from ivig_abstractor.gui import reconciling, theme
from ivig_abstractor.gui.forms.words import WrappedText
from ivig_abstractor.gui.views.parts import TextButton
from ivig_abstractor.gui.views.reconcile.agreement import FigureBox
from ivig_abstractor.gui.views.reconcile.agreement_detail import CrossView
from ivig_abstractor.gui.views.reconcile.agreement_table import (
    PLOT,
    AgreementModel,
    axis_x,
    tick_boxes,
)
from ivig_abstractor.gui.views.reconcile.agreement_words import (
    chance_words,
    coefficient_words,
    degree,
    fitting_title,
    interval_words,
    is_of_fewer,
    pairs_words,
    range_words,
    titles,
)
from ivig_abstractor.gui.views.reconcile.drawing import LetterBox
from ivig_abstractor.model.agreement import (
    TOO_FEW_PAIRS,
    Agreement,
    AgreementKind,
    CrossTable,
    Differing,
    Estimate,
    FieldAgreement,
    Tally,
)
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.agreeing import agreement_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.second_example import build_second_example
from tests.gui.every_screen import settle
from tests.gui.shell_builders import dialogs, do
from tests.operations.two_reviewers import abstracted, second_reviewer

ALT = Qt.KeyboardModifier.AltModifier

ROUTE = FieldAgreement(
    "arms[].phases[].dose.route",
    "Route",
    "dose",
    AgreementKind.CODED,
    Tally(same=13),
    "κ",
    Estimate(None, n=13, undefined="one category"),
)
PLANNED = FieldAgreement(
    "arms[].phases[].dose.dose_is",
    "Planned or given",
    "dose",
    AgreementKind.CODED,
    Tally(same=7, different=6),
    "κ",
    Estimate(0.11, -0.32, 0.54, n=13),
    table=CrossTable(("P", "G"), ("planned", "given"), ((2, 1), (5, 5))),
    differing=(
        Differing("s1", ("given", "planned"), "arms[a1].phases[p1].dose.dose_is"),
        Differing("s2", ("given", "planned"), "arms[a1].phases[p1].dose.dose_is"),
        Differing("s3", ("planned", ""), "arms[a1].phases[p1].dose.dose_is"),
    ),
)
FEMALE = FieldAgreement(
    "population.female",
    "Female",
    "population",
    AgreementKind.NUMBER,
    Tally(same=8, normalised=1),
    "CCC",
    Estimate(1.0, 0.997, 1.0, n=9),
)


@pytest.fixture
def view(window, file):
    window.open_file(file)
    do(window, "tab_agreement")
    made = window.screens.reconcile_place()
    made.agreement.show_agreement(
        Agreement(
            fields=(ROUTE, PLANNED, FEMALE),
            kinds={AgreementKind.CODED: Tally(same=20, different=6)},
            overall=Tally(same=28, normalised=1, different=6),
        )
    )
    return made.agreement


def column(view, at: int) -> list[str]:
    model = view.table.fields
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_the_worst_comes_first(view):
    assert column(view, 0) == ["Planned or given", "Route", "Female"]
    assert column(view, 4) == ["53.8", "100.0", "100.0"]
    assert column(view, 7) == ["13", "13", "9"]
    assert column(view, 9)[1] == "one category"
    assert view.table.current() is PLANNED


def test_alt_and_a_number_sorts_and_keeps_the_field(view):
    QTest.keyClick(view.table, Qt.Key.Key_1, ALT)
    assert column(view, 0) == ["Female", "Planned or given", "Route"]
    assert view.table.current() is PLANNED
    QTest.keyClick(view.table, Qt.Key.Key_1, ALT)
    assert column(view, 0) == ["Route", "Planned or given", "Female"]
    view.table.horizontalHeader().sectionClicked.emit(2)
    assert column(view, 2) == ["13", "13", "9"]
    QTest.keyClick(view.table, Qt.Key.Key_9, ALT)
    assert view.table.fields.sorted_by == 9
    header = view.table.fields.headerData
    tip = header(7, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "computed from" in tip
    assert "Alt+7" in tip


def test_the_detail_shows_the_table_and_opens_a_study(view, qtbot):
    [cross] = view.detail.findChildren(CrossView)
    assert "A given, B planned: 5" in cross.accessibleDescription()
    with qtbot.waitSignal(view.line_requested) as asked:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert asked.args == ["s1", "arms[a1].phases[p1].dose.dose_is"]


def links(view) -> list[str]:
    buttons = view.detail.findChildren(TextButton)
    return [one.text() for one in buttons if one.property("look") == "link"]


def test_pairs_with_the_same_answers_stand_together_with_a_link_each(view, qtbot):
    one, two, three = PLANNED.differing
    rows = replace(one, row="arm 1"), three, replace(two, row="arm 2"), two
    entry = replace(PLANNED, differing=rows)
    view.detail.set_names(("A", "B"), {"s1": "Lee", "s2": "Jann", "s3": "Lim"}.get)
    view.show_agreement(Agreement(fields=(entry,), overall=entry.tally))
    assert links(view) == ["Lee · arm 1", "Jann · arm 2", "Jann", "Lim"]
    said = [one.text() for one in view.detail.findChildren(QLabel)]
    assert said.count("3 pairs") == 1
    assert said.count("Given") == 1
    assert "blank" in said
    assert "Pairs that differ" in said
    last = replace(entry, differing=(three, one, two))
    view.show_agreement(Agreement(fields=(last,), overall=last.tally))
    with qtbot.waitSignal(view.line_requested) as asked:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert asked.args == ["s1", one.path]


def test_letters_stand_alike_in_every_group_and_above_their_links(view, window):
    window.show()
    window.resize(1366, 768)
    pairs = (Differing("s1", ("a", "b"), ""), Differing("s2", ("a long " * 9, "c"), ""))
    two = replace(PLANNED, table=None, differing=pairs)
    view.show_agreement(Agreement(fields=(two,), overall=two.tally))
    settle()
    detail = view.detail
    places = [one.mapTo(detail, QPoint()).x() for one in detail.findChildren(LetterBox)]
    assert len(places) == 4
    assert len(set(places)) == 1
    link = next(one for one in detail.findChildren(TextButton) if one.text())
    drawn = link.grab().toImage()
    bare = drawn.pixelColor(0, 0)
    ink = next(
        x
        for x in range(drawn.width())
        if any(drawn.pixelColor(x, y) != bare for y in range(drawn.height()))
    )
    assert link.mapTo(detail, QPoint(ink, 0)).x() - places[0] <= 1


def test_the_row_with_the_keys_is_framed_on_all_sides(view, window):
    window.show()
    window.resize(1366, 768)
    view.table.setFocus()
    settle()
    table = view.table
    if not table.hasFocus():
        pytest.skip("No window has the keys here.")
    row = table.visualRect(table.fields.index(0, 0))
    drawn = table.viewport().grab().toImage()
    right = drawn.pixelColor(drawn.width() - 1, row.center().y())
    assert right == theme.tokens().colour("acc")


def test_the_table_is_copied_for_spreadsheets(view):
    view.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Field", "Section", "Pairs"]
    assert lines[1].split("\t")[0] == "Planned or given"
    assert len(lines[1].split("\t")) == len(view.table.fields.columns) - 1


def test_undefined_says_why_and_no_interval_too():
    assert interval_words(ROUTE) == "one category"
    assert interval_words(PLANNED) == "−0.32 to 0.54"
    assert interval_words(FEMALE) == ">0.99 to 1.00"


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Two pairs are too few for an interval.", "too few pairs"),
        (
            "The pairs leave no variance to compute an interval from.",
            "no variance",
        ),
    ],
)
def test_a_long_reason_is_short_in_the_table_and_whole_in_its_tip(
    view, sentence, short
):
    few = replace(PLANNED, coefficient=Estimate(0.0, n=2, no_interval=sentence))
    assert interval_words(few) == short
    view.show_agreement(Agreement(fields=(few,), overall=few.tally))
    tip = view.table.fields.index(0, 9).data(Qt.ItemDataRole.ToolTipRole)
    assert sentence in unescape(tip)


def test_a_reason_kept_in_another_language_is_short_too():
    set_language("zh_CN")
    try:
        kept = _(TOO_FEW_PAIRS)
        assert kept != TOO_FEW_PAIRS
        few = replace(PLANNED, coefficient=Estimate(0.0, n=2, no_interval=kept))
        assert interval_words(few) == _("too few pairs") != kept
    finally:
        set_language("en")


def test_texts_have_a_figure_or_a_line_where_there_is_no_room(view, window):
    window.show()
    texts = Tally(same=30, different=6)
    view.show_agreement(
        Agreement(
            fields=(PLANNED,),
            kinds={AgreementKind.TEXT: texts},
            overall=PLANNED.tally,
        )
    )
    own = next(one for one in view.figures if one.kind is AgreementKind.TEXT)
    every = view.figures[0]
    assert own.percent.text() == "83.3 %"
    window.resize(1366, 768)
    settle()
    assert own.isVisible()
    assert not every.texts.isVisible()
    window.resize(911, 512)
    settle()
    assert not own.isVisible()
    assert every.texts.isVisible()
    said = [one.text() for one in every.texts.findChildren(QLabel)]
    assert said == ["of which 36 text"]


def test_two_decimals_never_make_more_of_a_coefficient(qapp):
    said = [degree(one) for one in (None, 0.07, 0.994, 0.995, 0.9996, 1 - 1e-12, 1.0)]
    assert said == ["–", "0.07", "0.99", ">0.99", ">0.99", "1.00", "1.00"]
    assert [degree(one) for one in (-0.996, -1.0)] == ["<−0.99", "−1.00"]
    assert range_words(0.996, 0.999) == ">0.99"
    assert coefficient_words(FEMALE) == "CCC  1.00"


def test_a_coefficient_of_fewer_pairs_says_of_how_many(window, view):
    role = replace(
        PLANNED,
        tally=Tally(same=11, different=3),
        coefficient=Estimate(1.0, n=11, no_interval="No differences."),
    )
    assert (pairs_words(role), interval_words(role)) == ("11", "all 11 are equal")
    view.show_agreement(Agreement(fields=(role,), overall=role.tally))
    said = "κ is of 11 of the 14 pairs: of those with two codes."
    tip = view.table.fields.index(0, 8).data(Qt.ItemDataRole.ToolTipRole)
    assert said in unescape(tip)
    shown = [one.text() for one in view.detail.findChildren(WrappedText)]
    assert said in shown
    rows = replace(role, kind=AgreementKind.ROWS, coefficient_name="F1")
    assert coefficient_words(rows) == "F₁  1.00"
    few = Estimate(None, n=1, undefined="One pair is too few.")
    ages = replace(role, kind=AgreementKind.NUMBER, coefficient=few)
    assert interval_words(ages) == "1 of 14 has two numbers"
    codes = replace(role, coefficient=replace(few, n=0))
    assert interval_words(codes) == "0 of 14 have two codes"
    alone = replace(ages, tally=Tally(different=1))
    assert interval_words(alone) == "one pair is too few"


def test_a_field_without_a_coefficient_says_why():
    text = replace(ROUTE, kind=AgreementKind.TEXT, coefficient=None)
    text = replace(text, pattern="arms[].arm.name", coefficient_name="")
    assert interval_words(text) == "text: no coefficient"
    assert (coefficient_words(text), pairs_words(text)) == ("", "")
    arm = replace(text, kind=AgreementKind.CODED, pattern="outcomes.rows[].arm")
    assert interval_words(arm) == "arms: no coefficient"
    rows = replace(text, kind=AgreementKind.ROWS, pattern="arms[]")
    assert interval_words(rows) == "more than two: no coefficient"


def test_every_n_that_is_shown_is_what_its_coefficient_stands_on(window, tmp_path):
    example = build_second_example(tmp_path / "two.ivig")
    with OpenReview.open(example.path) as review:
        fields = agreement_of(review).fields
    assert any(is_of_fewer(one) for one in fields)
    for one in fields:
        if one.coefficient is None:
            assert interval_words(one).endswith("no coefficient")
            assert pairs_words(one) == ""
        elif one.kind is AgreementKind.ROWS:
            assert int(pairs_words(one)) == one.pairs
        elif one.table is not None and one.coefficient_name == "κ":
            assert int(pairs_words(one)) == one.table.total
        else:
            assert int(pairs_words(one)) == one.coefficient.n <= one.pairs
        assert interval_words(one) != "–"


def test_rows_are_named_where_a_section_has_a_label_twice(view):
    title = titles(the_form())
    subtype = replace(PLANNED, pattern="population.subtypes[].patients")
    subtype = replace(subtype, label="Patients", section="population")
    assert title(subtype) == "Subtypes › Patients"
    assert title(FEMALE) == "Female"
    view.show_agreement(Agreement(fields=(subtype,), overall=subtype.tally))
    assert column(view, 0) == ["Subtypes › Patients"]


def test_what_tells_fields_apart_is_the_last_to_be_cut(window, view):
    title = "Treated before with › Patients"
    assert fitting_title(title, lambda words: len(words) < 40) == title
    shorter = fitting_title(title, lambda words: len(words) < 24)
    assert shorter == "Treated bef… › Patients"
    assert fitting_title(title, lambda words: len(words) < 5) == "… › Patients"
    assert fitting_title("Comparator dose", lambda _words: False) == "Comparator dose"
    window.resize(1366, 768)
    settle()
    assert view.detail.width() < 300


def test_words_have_the_room_they_need(view, window):
    few = replace(
        PLANNED,
        section="adverse_effects",
        kind=AgreementKind.NUMBER,
        coefficient=Estimate(None, n=1, undefined="One pair is too few."),
    )
    window.resize(1366, 768)
    view.show_agreement(Agreement(fields=(few, FEMALE), overall=PLANNED.tally))
    settle()
    table = view.table
    measure = theme.metrics(theme.SMALL).horizontalAdvance
    for at, words in ((1, "Adverse effects"), (9, "1 of 13 has two numbers")):
        assert table.model().index(0, at).data() == words
        assert table.columnWidth(at) >= measure(words) + 12
    widths = [table.columnWidth(at) for at in range(len(table.fields.columns))]
    assert sum(widths) == table.viewport().width()
    assert table.columnWidth(PLOT) >= 160


def test_a_coefficient_says_how_far_it_is_from_chance(window, view):
    z = replace(PLANNED, coefficient=replace(PLANNED.coefficient, error_at_zero=0.05))
    assert chance_words(z.coefficient) == "Against chance alone: z 2.20, p 0.028"
    sure = Estimate(0.43, 0.38, 0.48, 30, error_at_zero=0.0244)
    assert chance_words(sure) == "Against chance alone: z 17.62, p < 0.001"
    assert chance_words(PLANNED.coefficient) == ""
    view.show_agreement(Agreement(fields=(z,), overall=z.tally))
    shown = [one.text() for one in view.detail.findChildren(WrappedText)]
    assert chance_words(z.coefficient) in shown


def test_figures_have_the_decimals_the_reader_wants(qapp):
    use_conventions(Conventions(decimal="comma"))
    model = AgreementModel()
    model.show(Agreement(fields=(PLANNED,), overall=PLANNED.tally))
    shown = [model.index(0, at).data() for at in (4, 8, 9)]
    assert shown == ["53,8", "κ  0,11", "−0,32 to 0,54"]
    box = FigureBox(None)
    box.show_tally(PLANNED.tally)
    assert box.percent.text() == "53,8 %"
    for wide, said in (
        (400, "95 % CI 29,1 to 76,8, pairs taken as independent"),
        (150, "95 % CI 29,1 to 76,8"),
        (90, "29,1 to 76,8"),
    ):
        box.resize(wide, 80)
        box._fit()
        assert box.interval.text() == said
    assert "independent" in box.accessibleName()


@pytest.mark.parametrize("width", [110, 172, 300])
def test_every_tick_stands_in_the_middle_of_its_line(qapp, width):
    box = QRect(40, 0, width, 27)
    ticks = tick_boxes(box)
    assert ticks[-1][0] == "100"
    for words, place in ticks:
        assert place.center().x() == pytest.approx(axis_x(box, float(words)))
    measure = theme.metrics(theme.TINY).horizontalAdvance
    end = axis_x(box, 100) + measure("100") / 2 + 2 + measure("%")
    assert end < box.right()


@pytest.fixture
def ages(file):
    """Two reviewers who read another mean age."""
    with OpenReview.open(file) as review:
        study = next(iter(review.studies()))
        first, second = sorted((review.reviewer_id, second_reviewer(review)))
        for who, age in ((first, "mean 43.5 years"), (second, "mean 43.8 years")):
            abstracted(review, study, who, **{"population.age": age})
    return file


def test_answers_that_differ_have_the_decimals_the_reader_wants_now(window, ages):
    window.open_file(ages)
    do(window, "tab_agreement")
    view = window.screens.reconcile.agreement
    assert view.table.current().differing[0].answers[0].startswith("mean 43.5")
    window.preferences.set("decimal", "comma")
    assert view.table.current().differing[0].answers[0].startswith("mean 43,5")
    assert view.figures[0].percent.text() == "0,0 %"
    window.preferences.set("paper", "letter")
    assert view.table.current().differing[0].answers[1].startswith("mean 43,8")


def test_what_another_thread_puts_into_words_is_for_the_screen(
    window, ages, monkeypatch
):
    """The worker compares; what it writes into files keeps its points."""
    use_conventions(Conventions(decimal="comma"))
    monkeypatch.setattr(
        reconciling.reconciling,
        "open_reconciliation",
        lambda _review, _study: conventions().decimal,
    )
    asking = window.does._reconcile.agreeing

    def work():
        with OpenReview.open(ages) as review:
            printed = agreement_of(review).of_pattern("population.age").differing
            shown = asking._compute(review).of_pattern("population.age").differing
            return printed, shown, reconciling._opened(review, "s1")

    with ThreadPoolExecutor(1) as worker:
        printed, shown, decimal = worker.submit(work).result()
    assert printed[0].answers[0].startswith("mean 43.5")
    assert shown[0].answers[0].startswith("mean 43,5")
    assert decimal == "comma"


def test_studies_with_other_reviewers_are_said_to_be_left_out(view):
    view.show_agreement(
        Agreement(("A", "B", "C"), (PLANNED,), overall=PLANNED.tally, left_out=2)
    )
    assert view.legend.text().startswith("2 studies were abstracted by another number")
    view.show_agreement(Agreement(fields=(PLANNED,), overall=PLANNED.tally))
    assert view.legend.text().startswith("n: pairs that the coefficient is")


def test_what_a_figure_is_of_is_said_shorter_before_it_is_cut(qtbot):
    box = FigureBox(AgreementKind.CODED)
    qtbot.addWidget(box)
    box.show_tally(PLANNED.tally)
    box.show()
    tally = PLANNED.tally
    for width, words in ((400, " pairs the same"), (90, "")):
        box.resize(width, 90)
        assert box.of.text() == f"{tally.agreed} of {tally.pairs}{words}"


def test_only_signs_that_occur_are_explained(view):
    view.show_agreement(Agreement(fields=(PLANNED,), overall=PLANNED.tally))
    assert "κ: Cohen." in view.legend.text()
    assert "Fleiss" not in view.legend.text()
    assert "CCC" not in view.legend.text()


def test_in_a_low_window_the_table_takes_the_room_of_the_legend(view, window):
    window.show()
    for height, folded in ((800, False), (512, True)):
        window.resize(1000, height)
        QApplication.processEvents()
        assert view.legend.isHidden() == folded
        assert view.meaning.isHidden() != folded
    view.meaning.click()
    assert not view.legend.isHidden()
    view.meaning.click()
    assert view.legend.isHidden()


def test_the_plot_is_read_aloud(qapp):
    model = AgreementModel()
    model.show(Agreement(fields=(PLANNED,), overall=PLANNED.tally))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, PLOT).data(role) == "53.8 per cent the same"


def test_it_is_computed_when_the_tab_is_shown(place, window):
    do(window, "tab_agreement")
    assert place.agreement.agreement is not None
    assert place.agreement.stack.currentIndex() == 0
    assert place.agreement.figures[0].percent.text().endswith("%")
    entry = place.agreement.table.current()
    assert entry.tally.differing
    QTest.keyClick(place.agreement.table, Qt.Key.Key_Return)
    assert place.tab == "decide"
    assert place.decide.path == entry.differing[0].path


def test_without_two_abstractions_there_is_none(window, file):
    window.open_file(file)
    do(window, "tab_agreement")
    view = window.screens.reconcile.agreement
    assert view.stack.currentIndex() == 1
    assert not view.copy.isEnabled()


def test_computing_can_be_stopped_and_begun_again(place, window):
    asking, view = window.does._reconcile.agreeing, place.agreement

    def stop(*_how_far: int) -> None:
        asking.cancel()

    asking.advanced.connect(stop)
    do(window, "tab_agreement")
    assert view.agreement is None
    assert "Stopped" in view.message.words.text()
    assert view.bar.isHidden()
    asking.advanced.disconnect(stop)
    do(window, "tab_decide")
    do(window, "tab_agreement")
    assert view.agreement is not None


def test_how_far_it_is_can_be_seen(view, qtbot):
    view.show_progress(3, 13)
    assert view.message.words.text() == "3 of 13 studies"
    assert (view.bar.value(), view.bar.maximum()) == (3, 13)
    with qtbot.waitSignal(view.cancel_requested):
        view.stop.click()


def test_the_table_is_exported(place, window, tmp_path):
    do(window, "export_agreement")
    [files] = [one for one in dialogs() if isinstance(one, QFileDialog)]
    target = tmp_path / "agreement.csv"
    files.fileSelected.emit(str(target))
    files.close()
    assert target.read_text(encoding="utf-8-sig").count("\n") > 2
    assert not window.screens.notice.isHidden()


def test_a_narrow_window_does_without_some_columns(view, window):
    window.resize(1366, 768)
    settle()
    assert not view.table.isColumnHidden(1)
    window.resize(960, 700)
    settle()
    assert view.table.isColumnHidden(1)
    assert not view.table.isColumnHidden(PLOT)
