"""Draws the menu bar from the table of commands and keeps it true to the situation."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.commands import MENUS, Command, Doer
from ivig_abstractor.gui.desk import Situation
from ivig_abstractor.gui.forms.drafts import OFFERS
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.theme import theme_changes

_COLOURS = "theme_"
"""With the name of the colours behind it, the command that chooses them."""


class Menus(QObject):
    """One action for each command; keys work wherever the window has the focus."""

    def __init__(
        self,
        commands: Sequence[Command],
        doer: Callable[[], Doer],
        bar: QMenuBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._commands = [one for one in commands if one.action is not None]
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        for command in self._commands:
            self._actions[command.id] = self._make(command, doer, window)
        for name, title in MENUS:
            menu = bar.addMenu(_(title))
            menu.setObjectName(f"menu:{name}")
            self._menus[name] = menu
            self._fill(menu, [one for one in self._commands if one.menu == name])
        sections = [one for one in self._commands if one.menu == "sections"]
        inner = self._menus["go"].addMenu(_("Section"))
        self._fill(inner, sections)
        self._colours = self._group_colours()
        self._tick_colours()
        theme_changes().changed.connect(self._tick_colours)

    def action(self, command_id: str) -> QAction:
        """The action of a command."""
        return self._actions[command_id]

    def menu(self, name: str) -> QMenu:
        """One of the menus of the bar."""
        return self._menus[name]

    def show_situation(self, situation: Situation) -> None:
        """Enable what can be done now, and say what Undo would take back."""
        for command in self._commands:
            action = self._actions[command.id]
            action.setEnabled(command.enabled(situation))
            if command.words is not None:
                action.setText(_escaped(command.title_now(situation)))
            elif command.local:
                # C is no key while there is no reviewer C.
                action.setText(_beside(command, known=action.isEnabled()))

    def _group_colours(self) -> QActionGroup:
        """Let exactly one of the commands that choose colours be ticked."""
        group = QActionGroup(self)
        for name, action in self._actions.items():
            if name.startswith(_COLOURS):
                action.setCheckable(True)
                group.addAction(action)
        return group

    def _tick_colours(self) -> None:
        chosen = self._actions.get(f"{_COLOURS}{theme_changes().mode}")
        if chosen is not None:
            chosen.setChecked(True)

    def _make(
        self, command: Command, doer: Callable[[], Doer], window: QWidget
    ) -> QAction:
        action = QAction(_escaped(_(command.title)), window)
        action.setObjectName(f"command:{command.id}")
        if command.local:
            # Shown beside the title, but left to the view that has the focus.
            action.setText(_beside(command, known=True))
        else:
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(
            QAction.MenuRole.QuitRole
            if command.id == "quit"
            else QAction.MenuRole.NoRole
        )
        if command.action is not None:
            action.triggered.connect(partial(_do, command.action, doer))
        window.addAction(action)
        return action

    def _fill(self, menu: QMenu, commands: Sequence[Command]) -> None:
        group = commands[0].group if commands else 0
        for command in commands:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(self._actions[command.id])


def _do(
    action: Callable[[Doer], None], doer: Callable[[], Doer], _checked: bool = False
) -> None:
    _close_offers()
    action(doer())


def _close_offers() -> None:
    """Close the options under a field: all keys would go to it, wherever one goes."""
    popup = QApplication.activePopupWidget()
    if popup is not None and popup.objectName() == OFFERS:
        popup.hide()


def _beside(command: Command, *, known: bool) -> str:
    """The title of a command with its key, where the key does anything."""
    title = _escaped(_(command.title))
    return f"{title}\t{key_text(command.keys[0])}" if known else title


def _escaped(words: str) -> str:
    """An ampersand in a title is an ampersand, not a mark of a key."""
    return words.replace("&", "&&")
