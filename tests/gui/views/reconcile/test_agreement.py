import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ivig_abstractor.gui.views.reconcile.agreement_detail import CrossView
from ivig_abstractor.gui.views.reconcile.agreement_table import (
    PLOT,
    AgreementModel,
    interval_words,
)
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    CrossTable,
    Differing,
    Estimate,
    FieldAgreement,
    Tally,
)
from tests.gui.shell_builders import do

ALT = Qt.KeyboardModifier.AltModifier

ROUTE = FieldAgreement(
    "arms[].phases[].dose.route",
    "Route",
    "dose",
    AgreementKind.CODED,
    Tally(same=13),
    "κ",
    Estimate(None, undefined="one category"),
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
    assert column(view, 8)[1] == "undefined: one category"
    assert view.table.current() is PLANNED


def test_alt_and_a_number_sorts_and_keeps_the_field(view):
    QTest.keyClick(view.table, Qt.Key.Key_1, ALT)
    assert column(view, 0) == ["Female", "Planned or given", "Route"]
    assert view.table.current() is PLANNED
    QTest.keyClick(view.table, Qt.Key.Key_1, ALT)
    assert column(view, 0) == ["Route", "Planned or given", "Female"]
    view.table.horizontalHeader().sectionClicked.emit(2)
    assert column(view, 2) == ["13", "13", "9"]


def test_the_detail_shows_the_table_and_opens_a_study(view, qtbot):
    [cross] = view.detail.findChildren(CrossView)
    assert "A given, B planned: 5" in cross.accessibleDescription()
    with qtbot.waitSignal(view.line_requested) as asked:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert asked.args == ["s1", "arms[a1].phases[p1].dose.dose_is"]


def test_the_table_is_copied_for_spreadsheets(view):
    view.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Field", "Section", "Pairs"]
    assert lines[1].split("\t")[0] == "Planned or given"
    assert len(lines[1].split("\t")) == len(view.table.fields.columns) - 1


def test_undefined_says_why_and_no_interval_too():
    assert interval_words(ROUTE) == "undefined: one category"
    assert interval_words(PLANNED) == "−0.32 to 0.54"
    assert interval_words(FEMALE) == "0.997 to 1.000"


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
