"""Leaves a review only when all is saved, or when the reviewer gives up what is not."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.runner import Runner, Unsaved
from ivig_abstractor.gui.views.parts import TextButton, label


class Leaving(QObject):
    """Waits for what is being saved; asks about what could not be."""

    waiting = Signal()

    def __init__(
        self, runner: Runner, commit: Callable[[], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._runner = runner
        self._commit = commit
        self._window = window
        self._then: Callable[[], None] | None = None
        self._dialog: UnsavedDialog | None = None
        runner.idle.connect(self._go_on)

    @property
    def is_waiting(self) -> bool:
        """Say whether something is still to be done once all is saved."""
        return self._then is not None

    def is_all_saved(self) -> bool:
        """Hand over what is being typed, and say whether nothing is left to save."""
        self._commit()
        return not (self._runner.is_busy or self._runner.unsaved)

    def when_saved(self, then: Callable[[], None]) -> None:
        """Do something as soon as all is saved or given up."""
        self._commit()
        self._then = then
        self._go_on()
        if self.is_waiting and self._runner.is_busy:
            self.waiting.emit()

    def _go_on(self) -> None:
        if self._then is None or self._runner.is_busy or self._dialog is not None:
            return
        if self._runner.unsaved:
            self._ask()
            return
        then, self._then = self._then, None
        then()

    def _ask(self) -> None:
        dialog = UnsavedDialog(self._runner.unsaved, self._window)
        self._dialog = dialog
        dialog.finished.connect(self._decide)
        dialog.open()

    def _decide(self, _result: int) -> None:
        choice = self._dialog.choice if self._dialog is not None else "stay"
        self._dialog = None
        if choice == "retry":
            self._runner.retry()
        elif choice == "leave":
            self._runner.forget_unsaved()
            self._go_on()
        else:
            self._then = None


class UnsavedDialog(QDialog):
    """Shows what is not saved and why; it can be copied, tried again, or given up."""

    def __init__(
        self, unsaved: tuple[Unsaved, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unsaved")
        self.setWindowTitle(_("Not everything is saved"))
        self.resize(560, 320)
        self.choice = "stay"
        why = label(str(unsaved[-1].error))
        why.setWordWrap(True)
        text = unsaved_text(unsaved)
        box = QPlainTextEdit(text)
        box.setReadOnly(True)
        box.setAccessibleName(_("What is not saved"))
        row = QHBoxLayout()
        copy = TextButton(_("Copy"))
        copy.setObjectName("copy")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        row.addWidget(copy)
        row.addStretch(1)
        for choice, words, look in (
            ("leave", _("Give it up and leave"), ""),
            ("stay", _("Stay"), ""),
            ("retry", _("Try again"), "primary"),
        ):
            button = TextButton(words, look=look)
            button.setObjectName(choice)
            button.clicked.connect(lambda _on=False, chosen=choice: self._take(chosen))
            row.addWidget(button)
            button.setDefault(choice == "retry")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(why)
        column.addWidget(box, 1)
        column.addLayout(row)

    def _take(self, choice: str) -> None:
        self.choice = choice
        self.accept()


def unsaved_text(unsaved: tuple[Unsaved, ...]) -> str:
    """What is not saved, to be read or copied: place and text."""
    return "\n".join(
        f"{one.edit.words}: {one.edit.text or _('blank')}" for one in unsaved
    )
