"""A choice is left as it is read, whatever leads away from it: a command, the wheel."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.views.parts import ChoiceBox
from tests.gui.shell_builders import show_form

# Lists of options are windows of their own, which the offscreen platform cannot raise.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALLOCATION, MASKED = "design.allocation", "design.blinding"


@pytest.fixture
def opened(window, file):
    show_form(window, file).reveal(ALLOCATION)
    QApplication.processEvents()
    return window


def editor(window, path):
    return window.screens.abstraction.stack.current().cell(path).editor


def offers(window):
    return editor(window, ALLOCATION).completer().popup()


def kept(window, path):
    return window.desk.study.abstraction.get(path)


def test_a_command_closes_the_options_and_takes_the_one_that_is_meant(opened, qtbot):
    QTest.keyClicks(QApplication.focusWidget(), "rand")
    assert offers(opened).isVisible()
    opened.findChild(QAction, "command:next_blank").trigger()
    assert not offers(opened).isVisible()
    qtbot.waitUntil(lambda: kept(opened, ALLOCATION) is not None)
    assert kept(opened, ALLOCATION).value == "RANDOM"
    assert opened.screens.abstraction.path != ALLOCATION
    assert not editor(opened, ALLOCATION).hasFocus()


def test_the_wheel_takes_nobody_into_a_choice(opened):
    combo = editor(opened, ALLOCATION)
    opened.screens.abstraction.reveal("design.design_reported")
    before = QApplication.focusWidget()
    wheel(combo)
    wheel(combo.lineEdit())
    assert QApplication.focusWidget() is before


def test_the_wheel_chooses_nothing(qtbot):
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["one", "two"])
    box.show()
    wheel(box)
    assert box.currentText() == "one"


def wheel(widget):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
