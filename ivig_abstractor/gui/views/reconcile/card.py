"""The line that is decided just now: answers, evidence, why they differ, the choice."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.reconcile.card_frame import CardFrame
from ivig_abstractor.gui.views.reconcile.choosing import ConsensusColumn
from ivig_abstractor.gui.views.reconcile.columns import FieldColumn, SideColumn
from ivig_abstractor.gui.views.reconcile.lines import Book
from ivig_abstractor.gui.views.reconcile.staging import Staged, staged_of
from ivig_abstractor.gui.views.reconcile.words import letter
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.operations.settling import Line


class Card(CardFrame):
    """Shows one line in full; single keys decide while it has the focus."""

    staged = Signal(str, object)
    decided = Signal(str, object)
    reopened = Signal(str)
    stepped = Signal(int)
    walked = Signal(int)
    pair_confirmed = Signal()
    grown = Signal()
    mode_changed = Signal(str)

    def __init__(
        self,
        book: Book,
        line: Line,
        kept: Staged | None,
        *,
        writable: bool,
        narrow: bool = False,
    ) -> None:
        super().__init__()
        self.book, self.line = book, line
        self.path = line.compared.path
        self.is_narrow = narrow
        self.choice = kept or staged_of(line)
        # A settled line is opened again on purpose, not by a key that went astray.
        self.can_choose = writable and not line.is_settled
        self.can_reopen = writable and line.is_settled
        self.field = FieldColumn(book, line, self)
        self.sides = [
            SideColumn(book, line, at, self, active=self.can_choose, narrow=narrow)
            for at in range(len(line.compared.sides))
        ]
        self.consensus = ConsensusColumn(
            book,
            line,
            self,
            active=self.can_choose,
            reopens=self.can_reopen,
            narrow=narrow,
        )
        self._connect()
        self._tell()
        self.setAccessibleName(_spoken(book, line))
        self.setAccessibleDescription(line.compared.why)

    def _connect(self) -> None:
        for side in self.sides:
            side.taken.connect(self.take)
        mine = self.consensus
        mine.edit.clicked.connect(self.edit)
        mine.unclear.clicked.connect(self.set_unclear)
        mine.decide.clicked.connect(self.decide)
        mine.reopen.clicked.connect(self.reopen)
        mine.reason.textChanged.connect(self._on_reason)
        mine.reason.installEventFilter(self)
        mine.entered.connect(self._take_text)
        mine.left.connect(self._leave_editor)
        mine.grown.connect(self.grown)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusObjectChanged.connect(self._on_focus_changed)

    # Deciding

    def take(self, kept: str) -> None:
        """Propose one reviewer's answer."""
        if self.can_choose and any(side.kept == kept for side in self.sides):
            self._stage(replace(self.choice, kept=kept, answer=None, text=None))
            self.setFocus()

    def set_unclear(self) -> None:
        """Propose that it is unclear; a reason is asked for."""
        if self.can_choose and self.line.compared.spec is not None:
            answer = Missing(missing=MissingCode.UNCLEAR)
            for at, side in enumerate(self.line.compared.sides):
                if side.answer == answer:
                    self.take(letter(at))
                    return
            self._stage(replace(self.choice, kept="other", answer=answer, text=None))
            self.consensus.reason.setFocus()

    def edit(self) -> None:
        """Type an answer that is neither reviewer's."""
        if self.can_choose and self.line.compared.spec is not None:
            self.consensus.open_editor(self.choice)
            self.grown.emit()
            self.mode_changed.emit("editor")

    def decide(self) -> None:
        """Settle the line as proposed, if it can be."""
        if not self.can_choose or not self.consensus.finish():
            return
        if not self.choice.kept:
            self.consensus.say_problem(self.consensus.needed)
        elif not self.choice.is_ready:
            self.consensus.say_problem(
                _("A reason is needed: this agrees with none of the answers.")
            )
            self.consensus.reason.setFocus()
        else:
            self.decided.emit(self.path, self.choice)
            return
        self.grown.emit()

    def reopen(self) -> None:
        """Put a settled line back among those to be decided."""
        if self.can_reopen:
            self.reopened.emit(self.path)

    def _leave_editor(self) -> None:
        """Give up what is typed; the single keys count again."""
        self.consensus.close_editor()
        self.setFocus()
        self.mode_changed.emit("card")

    def _take_text(self, text: str, answer: object) -> None:
        """Take what was typed: a reviewer's own answer stays theirs."""
        for at, side in enumerate(self.line.compared.sides):
            if side.answer is not None and side.answer == answer:
                self.take(letter(at))
                return
        if answer is None:
            self.setFocus()
            return
        self._stage(replace(self.choice, kept="other", answer=answer, text=text))
        (self if self.choice.is_ready else self.consensus.reason).setFocus()

    def _on_reason(self) -> None:
        reason = self.consensus.reason.toPlainText()
        if reason != self.choice.reason:
            self.choice = replace(self.choice, reason=reason)
            self.consensus.say_problem("")
            self.staged.emit(self.path, self.choice)

    def _stage(self, choice: Staged) -> None:
        self.choice = choice
        self.staged.emit(self.path, choice)
        self._tell()
        self.grown.emit()

    def _tell(self) -> None:
        for side in self.sides:
            side.set_taken(taken=side.kept == self.choice.kept)
        self.consensus.show_choice(self.choice)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one deed; with Ctrl or Alt it is a command of the window."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shifted = held == Qt.KeyboardModifier.ShiftModifier
        if held and not shifted:
            event.ignore()
            return
        if not self._do_key(Qt.Key(event.key()), shifted=shifted):
            event.ignore()

    def _do_key(self, key: Qt.Key, *, shifted: bool) -> bool:
        deeds = {
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_U: self.set_unclear,
            Qt.Key.Key_R: self.consensus.reason.setFocus,
            Qt.Key.Key_O: self.reopen,
            Qt.Key.Key_P: self.pair_confirmed.emit,
            Qt.Key.Key_Return: self.decide,
            Qt.Key.Key_Enter: self.decide,
        }
        walks = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        names = {Qt.Key[f"Key_{side.kept}"]: side.kept for side in self.sides}
        if key == Qt.Key.Key_N:
            self.stepped.emit(-1 if shifted else 1)
        elif key in walks and not shifted:
            self.walked.emit(walks[key])
        elif key in names and not shifted:
            self.take(names[key])
        elif key in deeds and not shifted:
            deeds[key]()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the reason, Enter decides, Esc returns to the keys of the card."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.setFocus()
                return True
            enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.decide()
                return True
        return super().eventFilter(watched, event)

    # The focus

    def _on_focus_changed(self, new: QObject | None) -> None:
        self.update()
        if new is self:
            self.mode_changed.emit("card")
        elif new is self.consensus.reason:
            self.mode_changed.emit("reason")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys of the card are the ones that count now."""
        super().focusInEvent(event)
        self.consensus.close_editor()
        self.mode_changed.emit("card")
        self.update()


def _spoken(book: Book, line: Line) -> str:
    """The line for somebody who hears it."""
    sides = (
        f"{letter(at)}: {book.side(line, at).full}"
        for at in range(len(line.compared.sides))
    )
    kind = _(line.compared.kind.label) if line.compared.kind is not None else ""
    status = _("to decide") if line.is_open else book.consensus(line).full
    return ". ".join(filter(None, (book.name(line), line.place, kind, *sides, status)))
