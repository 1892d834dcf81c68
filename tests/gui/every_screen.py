"""Shows every screen of a window and every dialog, one after another."""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from ivig_abstractor.gui.commands import Command, commands
from ivig_abstractor.gui.main_window import MainWindow
from ivig_abstractor.model.finding import Severity
from tests.gui.shell_builders import dialogs, do

NO_DIALOG = {
    "quit",
    "close",
    "open",
    "new",
    "example",
    "simulated_example",
    "palette",
    "find_field",
}
"""Commands that are looked at elsewhere, or end the walk."""

OPENING = {"about", "shortcuts"}
"""Commands that open a dialog although their title has no dots."""

STUDY = "hara2003"


def every_screen(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each screen by name, with the widget that holds it; a review must be open."""
    yield from every_section(window)
    for command in commands():
        if command.id.startswith("place_") and command.id != "place_abstract":
            do(window, command.id)
            settle()
            yield command.id.removeprefix("place_"), window
    do(window, "place_abstract")
    yield from every_dialog(window)
    do(window, "palette")
    settle()
    yield "palette", window.screens.palette
    window.screens.palette.close()
    do(window, "close")
    settle()
    yield "welcome", window


def every_section(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each section of the open study, all of its fields unfolded."""
    view = window.screens.abstraction
    for key in view.strip.keys():  # noqa: SIM118  (no mapping)
        view.go_to_section(key)
        shown = view.stack.current()
        if shown is not None and not shown.more.isHidden():
            shown.more.setChecked(True)
        settle()
        yield f"section {key}", window


def every_dialog(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each dialog that a command opens now."""
    go_to_a_query(window)
    for command in commands():
        if not opens_dialog(command) or not window.menus.action(command.id).isEnabled():
            continue
        do(window, command.id)
        settle()
        for dialog in dialogs():
            if not isinstance(dialog, QFileDialog):
                yield command.id, dialog
        for dialog in dialogs():
            dialog.close()
        settle()
    do(window, "new")
    settle()
    for dialog in dialogs():
        yield "new", dialog
        dialog.close()


def opens_dialog(command: Command) -> bool:
    """Say whether a command opens a dialog."""
    if command.action is None or command.id in NO_DIALOG:
        return False
    return command.title.endswith("…") or command.id in OPENING


def go_to_a_query(window: MainWindow) -> None:
    """Open a study with a query that can be answered."""
    for line in window.desk.lines():
        window.desk.show_study(line.study_id)
        settle()
        found = window.desk.study.findings if window.desk.study else ()
        if any(one.severity is Severity.QUERY and one.is_open for one in found):
            return


def settle() -> None:
    """Let everything that waits be laid out and drawn."""
    for _again in range(3):
        QApplication.processEvents()


def within(screen: QWidget) -> list[QWidget]:
    """The widgets of a screen that can be seen."""
    inside = [one for one in screen.findChildren(QWidget) if one.isVisibleTo(screen)]
    return [one for one in inside if one.window() is screen.window()]


def name_in(screen: QWidget, widget: QWidget) -> str:
    """How a test names a widget in a failure: its class, name, and who holds it."""
    held: list[str] = []
    one: QWidget | None = widget
    while one is not None and one is not screen and len(held) < 4:
        held.append(f"{type(one).__name__}:{one.objectName()}")
        one = one.parentWidget()
    return " < ".join(held)
