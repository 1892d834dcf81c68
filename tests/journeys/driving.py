"""Drives the program as a person does: keys to whatever has the focus, then looks."""

import time
from collections.abc import Callable, Generator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui.app import main
from ivig_abstractor.gui.main_window import MainWindow

PATIENCE = 10.0
Journey = Generator[Callable[[], object], None, None]


class Person:
    """Somebody at the keyboard."""

    def __init__(self) -> None:
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press keys, each named as `Ctrl+N`."""
        for key in keys:
            said = QKeySequence(key)[0]
            target = focus()
            assert target is not None, f"nothing takes the key {key}"
            self.presses += 1
            QTest.keyClick(target, said.key(), said.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for letter in text:
            target = focus()
            assert target is not None, f"nothing takes the letter {letter}"
            self.presses += 1
            QTest.keyClicks(target, letter)


def focus() -> QWidget | None:
    """What takes the keys now."""
    wake_up()
    popup = QApplication.activePopupWidget()
    return popup or QApplication.focusWidget() or QApplication.activeWindow()


def wake_up() -> None:
    """Activate what is on top when a dialog or list has gone: offscreen nobody does."""
    if QApplication.activePopupWidget() is not None:
        return
    tops = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    target = QApplication.activeModalWidget() or next(iter(tops), None)
    if target is not None and target.isVisible() and not target.isActiveWindow():
        target.activateWindow()


def is_between_windows() -> bool:
    """Say whether a dialog is gone and the window has not the keys yet."""
    tops = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    return any(one.isVisible() for one in tops) and focus() is None


def window() -> MainWindow:
    """The window of the program."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    assert len(found) == 1
    return found[0]


def at(name: str) -> Callable[[], bool]:
    """Say whether the keys go to the part of this name."""

    def is_there() -> bool:
        target = QApplication.focusWidget()
        return target is not None and target.objectName() == name

    return is_there


def dialog(name: str) -> QWidget | None:
    """An open dialog of this name."""
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one.objectName() == name:
            return one
    return None


def opened(name: str) -> Callable[[], object]:
    """Say whether a dialog of this name takes the keys."""

    def takes_keys() -> bool:
        found = dialog(name)
        return found is not None and found.isActiveWindow()

    return takes_keys


def start(person: Person) -> Journey:
    """Make the review of Dana Wu (DW) and its first study, Cherin 2002."""
    yield lambda: window().isVisible() and window().isActiveWindow()
    person.press("Ctrl+N")
    yield at("title")
    person.type("IVIG in myositis")
    person.press("Tab")
    person.type("Dana Wu")
    person.press("Tab")
    person.type("DW")
    person.press("Return")
    yield at("addFirstStudy")
    person.press("Return")
    yield at("label")
    person.type("Cherin 2002")
    person.press("Ctrl+Return")
    yield lambda: window().desk.study is not None
    yield settle()


def is_saved() -> bool:
    """Say whether nothing waits to be saved."""
    return not window().desk.runner.is_busy


def run(argv: list[str], journey: Callable[[Person], Journey]) -> int:
    """Run `main(argv)` with a person at the keyboard until the window is closed."""
    person = Person()
    steps = journey(person)
    wanted: list[Callable[[], object]] = [lambda: True]
    failures: list[BaseException] = []
    deadline = [time.monotonic() + PATIENCE]

    def step() -> None:
        wake_up()
        try:
            if not wanted[0]() or is_between_windows():
                late = time.monotonic() > deadline[0]
                assert not late, f"waited in vain; {where(steps)}"
                return
            wanted[0] = next(steps)
            deadline[0] = time.monotonic() + PATIENCE
        except StopIteration:
            wanted[0] = lambda: False
            deadline[0] = time.monotonic() + PATIENCE
            ending.start()
        except BaseException as error:  # noqa: BLE001  (raised again below)
            failures.append(error)
            timer.stop()
            close_all()
            QApplication.exit(1)

    # Stopped below: the journey may have closed the window itself, with Ctrl+Q, and
    # then nothing may wait to close the window of the next one.
    ending = QTimer()
    ending.setSingleShot(True)
    ending.timeout.connect(close_all)
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(step)
    timer.start()
    try:
        code = main(argv)
    finally:
        for one in (timer, ending):
            one.stop()
            one.deleteLater()
    if failures:
        raise failures[0]
    return code


def where(steps: Journey) -> str:
    """The line of the journey that waits."""
    frame = steps.gi_frame
    line = f"line {frame.f_lineno}" if frame is not None else "the end"
    shown = [w.objectName() for w in QApplication.topLevelWidgets() if w.isVisible()]
    keys = focus()
    path = window().screens.abstraction.path
    return f"{line}; keys go to {keys}; at {path!r}; windows {shown}"


def close_all() -> None:
    """Close every window, dialogs first."""
    modal = QApplication.activeModalWidget()
    while modal is not None:
        modal.close()
        following = QApplication.activeModalWidget()
        modal = following if following is not modal else None
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow):
            one.close()


def settle(milliseconds: int = 50) -> Callable[[], bool]:
    """Wait a moment."""
    until = time.monotonic() + milliseconds / 1000
    return lambda: time.monotonic() >= until
