"""Builds the window, places the screens and connects their signals; nothing else."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import tabbing
from ivig_abstractor.gui.backing_up import BackingUp
from ivig_abstractor.gui.commands import commands
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.leaving import Leaving
from ivig_abstractor.gui.locked import Locked
from ivig_abstractor.gui.menus import Menus
from ivig_abstractor.gui.preferences import KeptPreferences
from ivig_abstractor.gui.preparing import Preparing
from ivig_abstractor.gui.screens import Screens
from ivig_abstractor.gui.showing import Showing
from ivig_abstractor.gui.theme import theme_changes
from ivig_abstractor.gui.window_state import WindowState

if TYPE_CHECKING:
    from ivig_abstractor.gui.actions.everything import Actions
    from ivig_abstractor.gui.answering import Answering
    from ivig_abstractor.gui.proofs import Proofs
    from ivig_abstractor.gui.views.report import ReportView
    from ivig_abstractor.gui.views.welcome import WelcomeView

# What commands and edits need is loaded when nobody waits for it any more.
_SOON = 500
SUFFIXES = (".ivig", ".ivighandout", ".ivighandin")


class _Fineness(QWidget):
    """Has all signs drawn anew when its window comes to a finer or a coarser screen.

    Qt tells every widget of that. The window itself, which hundreds of events come to
    while it is built, would ask Python about each of them.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Draw the signs anew."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            QTimer.singleShot(0, self, theme_changes().changed.emit)
        return super().event(event)


class MainWindow(QMainWindow):
    """One window: Welcome, or the places of the open review."""

    def __init__(
        self, desk: Desk, state: WindowState, preferences: KeptPreferences
    ) -> None:
        super().__init__()
        self.desk = desk
        self.state = state
        self.preferences = preferences
        self.setAcceptDrops(True)
        self.screens = Screens(self)
        self._fineness = _Fineness(self)
        self.showing = Showing(desk, self.screens, state)
        view = self.screens.abstraction
        self.leaving = Leaving(desk.runner, view.commit_pending, self)
        self.preparing = Preparing(desk, self)
        self.backing_up = BackingUp(desk, preferences, self)
        self.locked = Locked(desk, self.screens, _late(lambda: self.does.reopen))
        self._proofs: Proofs | None = None
        self._was_shown = False
        self.menus = Menus(commands(), lambda: self.does, self.menuBar(), self)
        self._connect_shell()
        self._connect_places()
        self._connect_form()
        self.screens.restore(state)
        self._show_situation()
        QTimer.singleShot(_SOON, self, lambda: self.does)

    @cached_property
    def answering(self) -> "Answering":
        """What a reviewer does to the open study; made when it is first asked for."""
        from ivig_abstractor.gui.answering import Answering

        return Answering(self.desk)

    @cached_property
    def does(self) -> "Actions":
        """What carries commands out; made when it is first asked for."""
        from ivig_abstractor.gui.actions.everything import Actions
        from ivig_abstractor.gui.actions.tools import Tools

        return Actions(
            Tools(
                self.desk,
                self.answering,
                self.screens,
                self.showing,
                self.leaving,
                self.preferences,
                commands(),
                self.backing_up,
                lambda: self.proofs,
            )
        )

    def _connect_shell(self) -> None:
        screens, showing, desk = self.screens, self.showing, self.desk
        desk.consensus_changed.connect(_late(lambda: self.does.reveal_consensus))
        desk.situation_changed.connect(self._show_situation)
        self.backing_up.told.connect(showing.say_aside)
        self.preferences.listen(showing.show_again)
        screens.search.clicked.connect(lambda _checked: self.does.find_anything())
        screens.activity.chosen.connect(_late(lambda: self.does.go_to_place))
        screens.activity.help_requested.connect(_late(lambda: self.does.shortcuts))
        screens.notice.closed.connect(showing.say_standing)
        screens.status.retry_requested.connect(desk.runner.retry)
        screens.status.copy_requested.connect(showing.copy_unsaved)
        screens.status.discard_requested.connect(showing.discard_unsaved)
        screens.status.reviewer_requested.connect(
            _late(lambda: self.does.switch_reviewer)
        )
        self.leaving.waiting.connect(
            lambda: showing.say(_("Waiting until everything is saved…"))
        )

    def _connect_places(self) -> None:
        screens, showing = self.screens, self.showing
        screens.when_built("welcome", self._connect_welcome)
        screens.when_built("report", self._connect_report)
        screens.studies.chosen.connect(showing.show_study)
        screens.studies.add_requested.connect(_late(lambda: self.does.add_study))
        screens.no_study.add_requested.connect(_late(lambda: self.does.add_study))

    def _connect_welcome(self, welcome: "WelcomeView") -> None:
        welcome.chosen.connect(lambda which: self.menus.action(which).trigger())
        welcome.open_requested.connect(lambda recent: self.open_file(recent.path))
        welcome.remove_requested.connect(self.showing.forget)
        welcome.locate_requested.connect(_late(lambda: self.does.locate))

    def _connect_report(self, report: "ReportView") -> None:
        report.export_requested.connect(_late(lambda: self.does.export_pdf))
        report.flow_requested.connect(_late(lambda: self.does.edit_flow))
        report.study_requested.connect(self.showing.show_study)
        report.finding_requested.connect(self.showing.show_first)
        report.paper_chosen.connect(lambda code: self.preferences.set("paper", code))
        report.show_paper(self.preferences.current.paper)
        self._proofs_of(report)

    @property
    def proofs(self) -> "Proofs":
        """What keeps the report up to date; it comes with the place Report."""
        return self._proofs or self._proofs_of(self.screens.report)

    def _proofs_of(self, report: "ReportView") -> "Proofs":
        from ivig_abstractor.gui.proofs import Proofs

        if self._proofs is None:
            self._proofs = Proofs(
                self.desk, report, self.showing, self.preferences, self.state
            )
        return self._proofs

    def _connect_form(self) -> None:
        view = self.screens.abstraction
        view.answered.connect(_late(lambda: self.answering.answer_text))
        view.history_wanted.connect(self.showing.fetch_history)
        view.header.complete_requested.connect(_late(lambda: self.does.complete))
        view.header.reopen_requested.connect(_late(lambda: self.does.reopen))
        view.header.scope_chosen.connect(_late(lambda: self.answering.answer_value))
        view.parts.row_added.connect(
            lambda where, *_rest: self.answering.add_part(where)
        )
        view.parts.row_removed.connect(_late(lambda: self.answering.remove_row))
        view.parts.row_moved.connect(_late(lambda: self.answering.move_row))
        view.reply_requested.connect(_late(lambda: self.does.ask_reply))
        view.evidence_set.connect(_late(lambda: self.answering.cite))
        view.note_set.connect(_late(lambda: self.answering.annotate))
        view.stack.answered.connect(_late(lambda: self.answering.answer_text))
        view.stack.answers_set.connect(_late(lambda: self.answering.answer_block))
        view.stack.missing_chosen.connect(_late(lambda: self.answering.choose_missing))
        view.stack.row_added.connect(_late(lambda: self.answering.add_row))
        view.stack.row_removed.connect(_late(lambda: self.answering.remove_row))
        view.stack.row_moved.connect(_late(lambda: self.answering.move_row))
        view.stack.block_pasted.connect(_late(lambda: self.answering.paste_block))
        view.stack.repair_chosen.connect(_late(lambda: self.answering.repair))
        view.stack.reply_requested.connect(_late(lambda: self.does.ask_reply))
        view.stack.evidence_requested.connect(_late(lambda: self.does.cite))
        view.stack.said.connect(self.showing.say_in_form)

    def open_file(self, path: Path) -> None:
        """Open a review from a recent place, the command line, or dropped here."""
        self.does.open_file(path)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab goes through the window as one reads it."""
        focus = QApplication.focusWidget()
        if focus is not None and not focus.isVisible():
            # Qt only moves the focus off what it has just hidden, which must be quick.
            return super().focusNextPrevChild(next)
        return tabbing.step(self, focus, forward=next)

    def setVisible(self, visible: bool) -> None:
        """Show the first screen with the window."""
        if visible and not self._was_shown:
            self._was_shown = True
            self._show_first()
        super().setVisible(visible)

    def _show_first(self) -> None:
        """Show the first screen, unless a review is being opened and will be shown."""
        if self.desk.runner.is_busy:
            once = Qt.ConnectionType.SingleShotConnection
            self.desk.runner.idle.connect(self._show_first, once)
        elif self.desk.overview is None:
            self.showing.show_welcome()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when all is saved, or given up."""
        if not self.leaving.is_all_saved():
            event.ignore()
            self.leaving.when_saved(self._close)
            return
        self.showing.remember()
        self.screens.keep(self.state)
        if self._proofs is not None:
            self._proofs.end()
        event.accept()

    def _close(self) -> None:
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a review, a hand-out or a hand-in that is dragged here."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that is dropped here."""
        path = _dropped(event)
        if path is not None:
            # Never a move, after which the other program would delete the file.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.open_file(path)

    def _show_situation(self) -> None:
        situation = self.desk.situation
        self.menus.show_situation(situation)
        self.screens.status.show_undo(situation.undo)


def _late(find: Callable[[], Callable[..., None]]) -> Callable[..., None]:
    """Find what is connected when it is called, not while the window is built."""

    def call(*said: object) -> None:
        find()(*said)

    return call


def _dropped(event: QDropEvent) -> Path | None:
    """The review file among what is dragged."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in SUFFIXES:
            return path
    return None
