"""Whoever cannot see the window, or has no mouse, reaches and understands all of it."""

import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTextBrowser,
    QTextEdit,
)

from ivig_abstractor.gui.forms.detail import RowDetail
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.operations.example import build_example
from ivig_abstractor.operations.second_example import build_second_example
from tests.gui.every_screen import (
    STUDY,
    every_screen,
    every_section,
    name_in,
    settle,
    within,
)
from tests.gui.shell_builders import do

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)
INNER = (QScrollBar, QHeaderView)
"""Controls that are part of another one, which speaks for them."""

ROLES_OF_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("example") / "example.ivig"
    build_example(file)
    return file


@pytest.fixture
def opened(window, example, tmp_path):
    file = tmp_path / "example.ivig"
    shutil.copy(example, file)
    window.open_file(file)
    window.activateWindow()
    window.desk.show_study(STUDY)
    settle()
    return window


def listed(found):
    """What was found, once each, with one of the screens it was found on."""
    once = {what: screen for screen, what in sorted(found)}
    return "\n".join(f"{screen}: {what}" for what, screen in sorted(once.items()))


@pytest.fixture
def two(window, tmp_path):
    """A review that two have abstracted, at the place where they are compared."""
    file = tmp_path / "two.ivig"
    build_second_example(file)
    window.open_file(file)
    window.activateWindow()
    settle()
    return window


def every_tab(window):
    for command in ("tab_decide", "tab_agreement", "tab_imports"):
        do(window, command)
        window.activateWindow()
        settle()
        yield command, window


def is_inner(widget):
    """Say whether a control is a part of another one that is in the tree itself."""
    held = widget.parentWidget()
    if widget.objectName().startswith("qt_tableview_corner"):
        return True
    return isinstance(widget, INNER) or (
        isinstance(widget, QLineEdit) and isinstance(held, QComboBox)
    )


def controls(screen):
    return [
        one for one in within(screen) if isinstance(one, CONTROLS) and not is_inner(one)
    ]


def spoken(widget, kind=QAccessible.Text.Name):
    """What a screen reader is told of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(kind) if interface is not None else ""


def test_every_control_says_what_it_is(opened):
    nameless, without_role = set(), set()
    for screen, held in every_screen(opened):
        for one in controls(held):
            interface = QAccessible.queryAccessibleInterface(one)
            if not spoken(one).strip():
                nameless.add((screen, name_in(held, one)))
            if interface is None or interface.role() in ROLES_OF_NOTHING:
                without_role.add((screen, name_in(held, one)))
    assert not nameless, listed(nameless)
    assert not without_role, listed(without_role)


def test_what_is_compared_says_what_it_is_and_is_reached(two):
    nameless, missed = set(), set()
    for screen, held in every_tab(two):
        for one in controls(held):
            if not spoken(one).strip():
                nameless.add((screen, name_in(held, one)))
        stops = tab_stops(held)
        if QApplication.focusWidget() is None:
            missed.add((screen, "nothing has the focus"))
            stops[0].setFocus()
        seen = walked(held)
        missed |= {
            (screen, name_in(held, one)) for one in stops if not reached(one, seen)
        }
    assert not nameless, listed(nameless)
    assert not missed, listed(missed)


def test_a_field_is_named_by_its_label_and_described_by_unit_help_and_error(opened):
    seen = 0
    for screen, held in every_section(opened):
        for row in (one for one in within(held) if isinstance(one, FieldRow)):
            for cell in row.cells:
                seen += 1
                name, said = spoken(cell.editor), cell.editor.accessibleDescription()
                if isinstance(cell.editor, QComboBox):
                    # To Qt on Linux the name of a box is what stands in it.
                    name = cell.editor.accessibleName()
                assert name == cell.spec.label, (screen, cell.path)
                assert cell.spec.item.unit in said, (screen, cell.path)
                assert cell.spec.item.help.rstrip(".") in said, (screen, cell.path)
                for one in opened.desk.study.findings:
                    if one.path == cell.path and one.is_open:
                        assert one.message.rstrip(".") in said, (screen, cell.path)
    assert seen > 100


def test_no_text_is_taken_for_markup(opened):
    rich = set()
    for screen, held in every_screen(opened):
        for one in within(held):
            plain = Qt.TextFormat.PlainText
            if isinstance(one, QLabel) and one.textFormat() is not plain and one.text():
                rich.add((screen, f"{name_in(held, one)}: {one.text()}"))
            assert not isinstance(one, QTextBrowser), screen
    assert not rich, listed(rich)


def letters(actions):
    """The letters that are keys of these actions, as their words mark them."""
    words = [one.text().replace("&&", "") for one in actions]
    return [
        letter.casefold()
        for text in words
        for mark, letter in pairwise(text)
        if mark == "&"
    ]


def test_no_letter_is_the_key_of_two_things(opened):
    menus = opened.findChildren(QMenu)
    bar = letters(opened.menuBar().actions())
    assert len(menus) >= len(bar) == len(opened.menuBar().actions()) > 6
    for found in (bar, *(letters(menu.actions()) for menu in menus)):
        assert len(found) == len(set(found))
    keys = Counter(
        key.toString() for one in opened.actions() for key in one.shortcuts()
    )
    assert not [key for key, times in keys.items() if times > 1]
    # Alt and a letter in the bar is the key of that menu, never also of a command.
    assert not {f"Alt+{letter.upper()}" for letter in bar} & keys.keys()


def tab_stops(screen):
    """What should be reached by Tab: controls that take the focus by it.

    Of buttons of which one is chosen, that one; the arrows lead to the others.
    """
    found = [
        one
        for one in within(screen)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and one.isEnabled()
        and one.focusProxy() is None
        and not isinstance(one, INNER)
        and not is_for_arrows(one)
        and not is_in_full(one)
    ]
    return [one for one in found if not is_inner(one)]


def is_in_full(widget):
    """Say whether this is in the row shown in full under a grid, where F6 leads."""
    one = widget.parentWidget()
    while one is not None and not isinstance(one, RowDetail):
        one = one.parentWidget()
    return one is not None


def test_a_row_in_full_is_entered_and_left_by_key(opened):
    view = opened.screens.abstraction
    row = opened.desk.study.abstraction.rows("outcomes.rows")[0]
    view.reveal(f"outcomes.rows[{row}].arm")
    settle()
    [panel] = [one for one in view.stack.current().panels if one.detail is not None]
    assert panel.grid.hasFocus()
    do(opened, "next_region")
    assert panel.detail.isAncestorOf(QApplication.focusWidget())
    do(opened, "previous_region")
    assert panel.grid.hasFocus()


def is_for_arrows(widget):
    """Say whether a button is one of several that exclude each other, and not it."""
    return (
        isinstance(widget, QAbstractButton)
        and widget.isCheckable()
        and not widget.isChecked()
        and (widget.autoExclusive() or widget.group() is not None)
    )


def walked(screen, most=3000):
    """Press Tab until it comes round; what had the focus, in order."""
    seen, been = [], set()
    for _again in range(most):
        now = QApplication.focusWidget()
        assert now is not None
        at = now.currentIndex() if isinstance(now, QAbstractItemView) else None
        place = (id(now), at and (at.row(), at.column()))
        if place in been:
            break
        been.add(place)
        if not seen or seen[-1] is not now:
            seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return seen


def reached(stop, seen):
    """Say whether Tab came to a control, or to one of those it is chosen from."""
    group = stop.group() if isinstance(stop, QAbstractButton) else None
    if group is not None:
        return any(one in seen for one in group.buttons())
    return any(one is stop or stop.isAncestorOf(one) for one in seen)


def test_tab_reaches_every_control_of_every_screen(opened):
    missed, lost = set(), set()
    for screen, held in every_screen(opened):
        held.window().activateWindow()
        settle()
        stops = tab_stops(held)
        if not stops:
            continue
        if QApplication.focusWidget() is None or not held.isAncestorOf(
            QApplication.focusWidget()
        ):
            lost.add(screen)
            stops[0].setFocus()
        seen = walked(held)
        missed |= {
            (screen, name_in(held, one)) for one in stops if not reached(one, seen)
        }
    assert not lost, "these screens have no focus when they are shown"
    assert not missed, listed(missed)


def test_tab_goes_through_a_section_from_top_to_bottom(opened):
    for screen, _held in every_section(opened):
        shown = opened.screens.abstraction.stack.current()
        if shown is None:
            continue
        shown.focus_first()
        rows = shown.shown_rows()
        stops = [stop for row in rows for stop in row.stops() if stop.isVisible()]
        if len(stops) < 2:
            continue
        stops[0].setFocus(Qt.FocusReason.TabFocusReason)
        places = []
        for one in walked(shown):
            row = next((r for r in rows if r is one or r.isAncestorOf(one)), None)
            if row is not None:
                at = one.mapTo(row, QPoint())
                places.append((rows.index(row), at.x()))
        assert places == sorted(places), screen
        assert len(places) >= len(rows), screen


def is_empty(widget):
    """Say whether this is a list with nothing in it that could be chosen."""
    return isinstance(widget, QAbstractItemView) and not widget.model().rowCount()


def picture(widget):
    """The widget as it is drawn, with what stands around it."""
    window = widget.window()
    box = widget.rect().adjusted(-4, -4, 4, 4)
    box.moveTopLeft(widget.mapTo(window, QPoint(-4, -4)))
    return window.grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_focus_is_seen_wherever_it_is(opened):
    unseen = set()
    for screen, held in every_screen(opened):
        held.window().activateWindow()
        settle()
        stops = [
            one
            for one in tab_stops(held)
            if not (one.visibleRegion().isEmpty() or is_empty(one))
        ]
        for one in stops:
            one.setFocus(Qt.FocusReason.TabFocusReason)
            settle()
            focused = QApplication.focusWidget()
            if focused is None:
                continue
            with_it = picture(one)
            focused.clearFocus()
            settle()
            if with_it == picture(one):
                unseen.add((screen, name_in(held, one)))
    assert not unseen, listed(unseen)
