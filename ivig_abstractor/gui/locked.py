"""Says why what is typed into a completed study changes nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.commands import commands
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.screens import Screens

_ERASING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OF_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Locked(QObject):
    """Listens to what has the focus in the form, as long as the study is complete."""

    def __init__(
        self, desk: Desk, screens: Screens, reopen: Callable[[], None]
    ) -> None:
        super().__init__(screens.window)
        self._desk = desk
        self._screens = screens
        self._reopen = reopen
        self._heard: QWidget | None = None
        self._said = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            # The other signal of focus also hands over what loses it, perhaps while
            # that is deleted, and the program falls.
            app.focusObjectChanged.connect(self._follow)
        desk.study_opened.connect(self._listen_again)
        desk.study_changed.connect(self._listen_again)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that would have changed an answer, and say why it does not."""
        pressed = event.type() is QEvent.Type.KeyPress
        if not (pressed and self._is_locked and _would_change(event)):
            return super().eventFilter(watched, event)
        if self._screens.notice.isHidden():
            self._say()
        return True

    @property
    def _is_locked(self) -> bool:
        situation = self._desk.situation
        return situation.complete and situation.writable

    def _say(self) -> None:
        [reopen] = [one for one in commands() if one.id == "reopen"]
        title = _(reopen.title)
        self._said = _(
            "This study is complete and locked. To change it, choose {command} ({key})."
        ).format(command=title, key=key_text(reopen.keys[0]))
        self._screens.notice.say(self._said, "plain", ((title, self._reopen),))

    def _listen_again(self, _told: object) -> None:
        notice = self._screens.notice
        if self._said and notice.words.text() == self._said:
            notice.clear()
        self._said = ""
        self._follow(QApplication.focusWidget())

    def _follow(self, now: QObject | None) -> None:
        """Hear the keys of what has the focus; the rest of the window is left alone."""
        if self._heard is not None:
            self._heard.removeEventFilter(self)
            self._heard.destroyed.disconnect(self._forget)
            self._heard = None
        form = self._screens.abstraction.stack
        if not isinstance(now, QWidget) or not self._is_locked:
            return
        if form.isAncestorOf(now) and not isinstance(now, QAbstractButton):
            self._heard = now
            now.installEventFilter(self)
            now.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._heard = None


def _would_change(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Paste) or event.key() in _ERASING:
        return True
    typed = event.text()
    return typed.isprintable() and bool(typed) and not event.modifiers() & _OF_COMMANDS
