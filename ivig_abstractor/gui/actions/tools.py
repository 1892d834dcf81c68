"""What the actions work with: the desk, the screens, and who shows and saves."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.gui.answering import Answering
from ivig_abstractor.gui.backing_up import BackingUp
from ivig_abstractor.gui.commands import Command
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.leaving import Leaving
from ivig_abstractor.gui.preferences import KeptPreferences
from ivig_abstractor.gui.screens import Screens
from ivig_abstractor.gui.showing import Showing

if TYPE_CHECKING:
    from ivig_abstractor.gui.proofs import Proofs


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts of one window that actions reach for."""

    desk: Desk
    answering: Answering
    screens: Screens
    showing: Showing
    leaving: Leaving
    preferences: KeptPreferences
    commands: Sequence[Command]
    backing_up: BackingUp
    proofs: "Callable[[], Proofs]"


class WithTools:
    """Something that acts on one window."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.desk = tools.desk
        self.answering = tools.answering
        self.screens = tools.screens
        self.showing = tools.showing
        self._replies: dict[tuple[str, ...], str] = {}

    @property
    def window(self) -> QMainWindow:
        """The window over which dialogs open."""
        return self.screens.window
