"""Whoever cannot see the place Reconcile, or has no mouse, reaches all of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar

from tests.gui.every_screen import name_in, settle, within
from tests.gui.shell_builders import do
from tests.gui.test_accessible import (
    controls,
    is_empty,
    picture,
    reached,
    spoken,
    tab_stops,
    walked,
)

TABS = ["tab_decide", "tab_agreement", "tab_imports"]


@pytest.fixture(params=TABS)
def tab(request, place, window):
    window.activateWindow()
    do(window, request.param)
    settle()
    return place


def test_every_control_says_what_it_is(tab):
    nameless = {name_in(tab, one) for one in controls(tab) if not spoken(one).strip()}
    assert not {one for one in nameless if not one.startswith(QTabBar.__name__)}


def test_no_text_is_taken_for_markup(tab):
    plain = Qt.TextFormat.PlainText
    labels = [one for one in within(tab) if isinstance(one, QLabel) and one.text()]
    assert labels
    assert not [one.text() for one in labels if one.textFormat() is not plain]


def test_tab_reaches_every_control(tab, window):
    assert tab.isAncestorOf(QApplication.focusWidget())
    seen = walked(tab)
    missed = {name_in(tab, one) for one in tab_stops(tab) if not reached(one, seen)}
    assert not missed


def test_the_focus_is_seen(tab):
    unseen = set()
    for one in tab_stops(tab):
        if one.visibleRegion().isEmpty() or is_empty(one):
            continue
        one.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        focused = QApplication.focusWidget()
        with_it = picture(one)
        focused.clearFocus()
        settle()
        if with_it == picture(one):
            unseen.add(name_in(tab, one))
    assert not unseen


def test_nothing_scrolls_sideways_at_the_least_size(tab, window):
    for width in (1366, 1024):
        window.resize(width, 700)
        settle()
        for one in within(tab):
            bar = getattr(one, "horizontalScrollBar", None)
            if bar is not None and one.isVisible():
                assert not bar().isVisible() or bar().maximum() == 0, name_in(tab, one)


def test_the_regions_are_walked(tab, window):
    first = QApplication.focusWidget()
    do(window, "next_region")
    assert tab.isAncestorOf(QApplication.focusWidget())
    assert QApplication.focusWidget() is not first
