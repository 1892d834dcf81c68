"""What can be done with the rows and cells of a grid, offered under the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.keys import key_text

_ENTRIES = (
    ("insert", N_("Insert a row below"), "Ins"),
    ("remove", N_("Remove the row"), "Ctrl+Delete"),
    ("up", N_("Move the row up"), "Alt+Up"),
    ("down", N_("Move the row down"), "Alt+Down"),
    ("", "", ""),
    ("missing", N_("Set a missing code"), "Ctrl+M"),
    ("fill", N_("Fill down"), "Ctrl+D"),
    ("clear", N_("Clear the cells"), "Delete"),
    ("", "", ""),
    ("cut", N_("Cut"), "Ctrl+X"),
    ("copy", N_("Copy"), "Ctrl+C"),
    ("paste", N_("Paste"), "Ctrl+V"),
)
_READS = frozenset({"copy"})


def open_grid_menu(
    grid: QWidget, at: QPoint, ask: Callable[[str], None], *, read_only: bool
) -> QMenu:
    """Open the menu of a grid at a global place; `ask` is told what is wanted."""
    menu = QMenu(grid)
    menu.setObjectName("gridMenu")
    for wish, words, keys in _ENTRIES:
        if not wish:
            menu.addSeparator()
            continue
        # The grid itself listens for the keys: they are only shown here.
        action = menu.addAction(f"{_(words)}\t{key_text(keys)}")
        action.setEnabled(wish in _READS or not read_only)
        action.triggered.connect(lambda _on, one=wish: ask(one))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu
