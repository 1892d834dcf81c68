"""The line at the bottom: what is saved, by whom, how far it is, what Undo does."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QStatusBar, QToolButton, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.commands import commands
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.runner import Runner
from ivig_abstractor.gui.theme import look, theme_changes
from ivig_abstractor.gui.views.parts import ElidedLabel, KeyHint, line_down
from ivig_abstractor.operations.changes import Overview, StudyLine, mean_percent

HEIGHT = 24
_SAID_MS = 20_000
_GAP = 8
_LEAST_SAID = 110
"""So much of the progress stays in sight; beyond that, the keys give way."""


class StatusLine(QStatusBar):
    """Says "Saved" only when it is true."""

    retry_requested = Signal()
    copy_requested = Signal()
    discard_requested = Signal()
    reviewer_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(HEIGHT + 2)
        self.saved = QToolButton()
        self.saved.setObjectName("status")
        self.saved.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.saved.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sign = ("", "")
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(_SAID_MS)
        self._more.timeout.connect(self._say_progress)
        self._progress = self._asked = self._undoes = ""
        self.reviewer = QToolButton()
        self.reviewer.setObjectName("status")
        self.progress = ElidedLabel(tone="text2")
        self.progress.setProperty("type", "small")
        self.undo = KeyHint("Ctrl+Z", "", key_first=False)
        self.missing = KeyHint("Ctrl+M", _("Missing code"), key_first=False)
        self.help = _hint_of("help_field")
        self.shortcuts = _hint_of("shortcuts")
        self._wanted = {self.shortcuts}
        self._divider = [line_down(14) for _n in range(2)]
        self.setContentsMargins(6, 0, 6, 0)
        for part in (self.saved, self._divider[0], self.reviewer, self._divider[1]):
            self.addWidget(part)
        self.addWidget(self.progress, 1)
        for hint in (self.undo, self.missing, self.help, self.shortcuts):
            hint.setContentsMargins(10, 0, 0, 0)
            self.addPermanentWidget(hint)
        self.reviewer.clicked.connect(self.reviewer_requested)
        self.reviewer.setToolTip(_("Go on as another reviewer"))
        theme_changes().changed.connect(self._draw)
        self.show_nothing_open()

    def show_nothing_open(self) -> None:
        """Say that no review is open."""
        self._show_saved("", "", _("No review open"))
        for part in (*self._divider, self.reviewer):
            part.hide()
        self._wanted = {self.shortcuts}
        self._more.stop()
        self._progress = self._undoes = ""
        self._say_progress()
        self._fit()

    def show_review(self, overview: Overview, lines: list[StudyLine]) -> None:
        """Say who works and how far the review is."""
        for part in (*self._divider, self.reviewer):
            part.show()
        who = overview.reviewer.initials or overview.reviewer.name
        self.reviewer.setText(_("Reviewer {who}").format(who=who))
        self.reviewer.setAccessibleName(self.reviewer.text())
        self.show_progress(lines)
        self.show_undo(overview.undo if not overview.read_only else "")

    def show_form_keys(self, *, shown: bool) -> None:
        """Tell the keys of the form where there is one, else that of all keys."""
        of_form = {self.missing, self.help}
        self._wanted -= {*of_form, self.shortcuts}
        self._wanted |= of_form if shown else {self.shortcuts}
        self._fit()

    def show_progress(self, lines: list[StudyLine]) -> None:
        """Say how far the review is."""
        self._progress = progress_words(lines)
        self._say_progress()

    def show_more_asked(self, study: str, more: int) -> None:
        """Say for a while why a study is less far than before."""
        if more:
            said = ngettext(
                "{study}: {n} more field is asked now",
                "{study}: {n} more fields are asked now",
                more,
            )
            self._asked = said.format(study=study, n=more)
            self._more.start()
            self._say_progress()

    def forget_more_asked(self) -> None:
        """Say it no longer, because another study is shown."""
        self._more.stop()
        self._say_progress()

    def _say_progress(self) -> None:
        said = [self._progress, self._asked if self._more.isActive() else ""]
        words = " · ".join(one for one in said if one)
        if words != self.progress.text():
            self.progress.setText(words)
            self._fit()

    def show_undo(self, words: str) -> None:
        """Say what Undo would take back."""
        if words == self._undoes:
            return
        self._undoes = words
        self._wanted = {one for one in self._wanted if one is not self.undo}
        if words:
            self._wanted.add(self.undo)
        self.undo.say(_("Undo: {what}").format(what=_short(words)))
        self._fit()

    def _fit(self) -> None:
        """Show the keys that have room for all of their words."""
        left = [self.saved]
        if not self.reviewer.isHidden():
            left.append(self.reviewer)
        taken = sum(one.sizeHint().width() + 2 * _GAP for one in left)
        taken += min(self.progress.sizeHint().width(), _LEAST_SAID) + 3 * _GAP
        room = self.width() - taken
        for hint in (self.undo, self.help, self.shortcuts, self.missing):
            hint.words.setMinimumWidth(hint.words.sizeHint().width())
            needed = hint.sizeHint().width() + _GAP
            shown = hint in self._wanted and needed <= room
            if shown:
                room -= needed
            if shown == hint.isHidden():
                hint.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other keys."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts need another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_divider"):
            self._fit()

    def show_saving(self, runner: Runner, *, read_only: bool) -> None:
        """Say whether everything is on the disk."""
        self.saved.setMenu(None)  # type: ignore[arg-type]  # Qt takes it away
        self.saved.setToolTip("")
        if runner.unsaved:
            self._show_unsaved(runner)
        elif runner.is_saving:
            self._show_saved("saving", "text2", _("Saving…"))
        elif read_only:
            self._show_saved("lock", "text2", _("Read only"))
        elif runner.saved_at is not None:
            time = runner.saved_at.astimezone().strftime("%H:%M:%S")
            self._show_saved("tick", "text", _("Saved {time}").format(time=time))
        else:
            self._show_saved("tick", "text", _("All saved"))

    def _show_unsaved(self, runner: Runner) -> None:
        last = runner.unsaved[-1]
        self._show_saved(
            "error", "err", _("Not saved: {what}").format(what=_short(str(last.error)))
        )
        set_tip(self.saved, str(last.error))
        menu = QMenu(self.saved)
        for words, signal in (
            (_("Try again"), self.retry_requested),
            (_("Copy what is not saved"), self.copy_requested),
            (_("Give up what is not saved"), self.discard_requested),
        ):
            action = QAction(words, menu)
            action.triggered.connect(signal)
            menu.addAction(action)
        self.saved.setMenu(menu)

    def _show_saved(self, sign: str, tint: str, words: str) -> None:
        if self._sign == (sign, tint) and self.saved.text() == words:
            return
        self._sign = (sign, tint)
        self.saved.setText(words)
        self.saved.setAccessibleName(words)
        look(self.saved, kind="err" if tint == "err" else "")
        focusable = Qt.FocusPolicy.TabFocus if tint == "err" else Qt.FocusPolicy.NoFocus
        self.saved.setFocusPolicy(focusable)
        self._fit()
        self._draw()

    def _draw(self) -> None:
        sign, tint = self._sign
        if sign:
            self.saved.setIcon(icon(sign, tint, 14))
            self.saved.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            self.saved.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)


def progress_words(lines: list[StudyLine]) -> str:
    """How many studies there are and how much of them is answered."""
    included = [line for line in lines if line.included]
    count = ngettext("{n} study", "{n} studies", len(included)).format(n=len(included))
    if not any(line.asked for line in included):
        return count
    said = _("{count} · {percent} % answered")
    if len(included) > 1:
        # The list says of each study how far it is.
        said = _("{count} · on average {percent} % answered")
    return said.format(count=count, percent=mean_percent(included))


def _hint_of(command: str) -> KeyHint:
    """The key and the words of a command, as the sheet of shortcuts lists them."""
    found = next(one for one in commands() if one.id == command)
    return KeyHint(found.keys[0], _(found.title), key_first=False)


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
