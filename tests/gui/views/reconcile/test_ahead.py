"""What is built late, and what is loaded before anybody waits for it."""

import subprocess
import sys

import pytest

from ivig_abstractor.gui import preparing
from ivig_abstractor.operations import reconciling, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui.every_screen import settle
from tests.gui.shell_builders import do


@pytest.fixture
def asked(monkeypatch) -> list[bool]:
    """What the worker was asked to load, and whether there was a reason to."""
    said: list[bool] = []
    prepare = reconciling.prepare
    monkeypatch.setattr(
        reconciling, "prepare", lambda review: said.append(prepare(review)) or said[-1]
    )
    monkeypatch.setattr(preparing, "SOON", 0)
    return said


@pytest.fixture
def quick(asked, window):
    """A window that does not wait for two seconds."""
    window.preparing.soon.setInterval(0)
    return window


def wait(window) -> None:
    settle()
    assert not window.preparing.soon.isActive()


def test_what_comparing_needs_is_loaded_after_the_window_is_shown(quick, twice, asked):
    quick.open_file(twice)
    assert asked == []
    wait(quick)
    assert asked == [True]


def test_it_is_loaded_once(quick, twice, asked):
    quick.open_file(twice)
    wait(quick)
    quick.desk.overview_changed.emit(quick.desk.overview)
    wait(quick)
    assert asked == [True]


def test_a_review_of_one_reviewer_is_not_asked_for_it(quick, file, asked):
    quick.open_file(file)
    wait(quick)
    assert asked == []


def test_a_second_reviewer_without_work_needs_nothing(quick, file, asked):
    with OpenReview.open(file) as review:
        reviewing.add_reviewer(review, "Mo K", "MK")
    quick.open_file(file)
    wait(quick)
    assert asked == [False]


def test_a_review_that_is_closed_is_not_asked_for_it(quick, twice, asked):
    quick.open_file(twice)
    quick.does.close_review()
    wait(quick)
    assert asked == []


def test_preparing_loads_what_pairing_and_agreement_import(twice):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ivig_abstractor.operations import reconciling\n"
        "from ivig_abstractor.operations.open_review import OpenReview\n"
        "assert 'numpy' not in sys.modules\n"
        f"with OpenReview.open(Path({str(twice)!r}), read_only=True) as review:\n"
        "    assert reconciling.prepare(review)\n"
        "assert {'scipy.optimize', 'scipy.special'} <= set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_two_tabs_are_built_when_they_are_first_shown(place, window):
    assert place.tabs.tabText(2) == "Team and files"
    assert not place.has("agreement")
    assert not place.has("imports")
    do(window, "tab_imports")
    assert place.has("imports")
    assert not place.has("agreement")
    assert place.imports.assignments.cells.rowCount() == 2
    do(window, "tab_agreement")
    assert place.agreement.agreement is not None
    assert [one.text() for one in words_of(place.agreement.who)] == ["DW", "MK"]


def words_of(row):
    widgets = (row.itemAt(at).widget() for at in range(row.count()))
    return sorted((o for o in widgets if hasattr(o, "text")), key=lambda o: o.text())


@pytest.mark.parametrize("width", [1366, 1024])
def test_no_tab_is_cut(place, window, width):
    window.resize(width, 700)
    for name in ("tab_decide", "tab_agreement", "tab_imports"):
        do(window, name)
        settle()
        assert place.tabs.tabRect(2).right() < place.tabs.width()
        assert place.tabs.width() >= place.tabs.sizeHint().width()


def test_the_words_beside_the_tabs_give_way_first(place, window):
    do(window, "tab_agreement")
    window.resize(800, 600)
    settle()
    buttons = (place.agreement.copy, place.agreement.export)
    assert all(one.width() >= one.minimumSizeHint().width() for one in buttons)
