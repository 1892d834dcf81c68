"""The consensus column of the unfolded line: what would be kept, and why."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.editors import ComboEditor, FieldEditor, editor_for
from ivig_abstractor.gui.forms.words import Span
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import KeyCap
from ivig_abstractor.gui.views.reconcile.columns import Figure, column, wrapped
from ivig_abstractor.gui.views.reconcile.lines import Book, kept_words
from ivig_abstractor.gui.views.reconcile.staging import Staged, staged_of
from ivig_abstractor.gui.views.reconcile.words import LETTERS, Said, said
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer, write_answer
from ivig_abstractor.operations.settling import Line

_REASON = 40


class ReasonBox(QPlainTextEdit):
    """Where a reason is typed; the key that leads here stands in its corner."""

    def __init__(self, *, active: bool) -> None:
        super().__init__()
        self.setObjectName("reason")
        self.setAccessibleName(_("Reason"))
        self.setPlaceholderText(_("Reason"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(_REASON)
        self.setReadOnly(not active)
        self.key = KeyCap("R", self)
        self._active = active
        self.key.setVisible(active)
        self.key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if active:
            self.setViewportMargins(0, 0, self.key.sizeHint().width() + 4, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key in the corner."""
        super().resizeEvent(event)
        size = self.key.sizeHint()
        self.key.resize(size)
        self.key.move(self.width() - size.width() - 6, 6)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """In here the key is a letter."""
        super().focusInEvent(event)
        self.key.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The key leads here again."""
        super().focusOutEvent(event)
        self.key.setVisible(self._active)


class ConsensusColumn(QWidget):
    """Shows the choice; holds the editor of another answer and the reason."""

    entered = Signal(str, object)
    left = Signal()
    grown = Signal()

    def __init__(
        self,
        book: Book,
        line: Line,
        parent: QWidget,
        *,
        active: bool,
        reopens: bool,
        narrow: bool,
    ) -> None:
        super().__init__(parent)
        self._book, self._line, self._active = book, line, active
        self._editor: FieldEditor | None = None
        self._kept = ""
        self.figure = Figure()
        self.edit = KeyButton(_("Edit"), "E")
        self.wants = wrapped()
        self.problem = wrapped()
        self.problem.hide()
        self.reason = ReasonBox(active=active)
        # Beside Reopen there is no room for more words.
        words = _("Decide") if reopens else _("Decide and next")
        self.decide = KeyButton(words, "Return", look="primary")
        self.unclear = KeyButton(_("Unclear"), "U")
        self.reopen = KeyButton(_("Reopen"), "O")
        is_field = line.compared.spec is not None
        self.edit.setVisible(active and is_field)
        self.unclear.setVisible(active and is_field)
        self.decide.setVisible(active)
        self.reopen.setVisible(reopens)
        self._arrange(active=active, narrow=narrow)

    def _arrange(self, *, active: bool, narrow: bool) -> None:
        self.rows = column(self, 12, 8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.figure, 1)
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(head)
        self.rows.addWidget(self.wants)
        self.rows.addWidget(self.reason)
        self.rows.addWidget(self.problem)
        foot: QBoxLayout = QVBoxLayout() if narrow else QHBoxLayout()
        foot.setSpacing(6)
        for button in (self.decide, self.unclear, self.reopen):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not narrow:
            foot.addStretch(1)
        self.rows.addLayout(foot)
        self.rows.addStretch(1)
        decision = self._line.decision
        bare = not active and (decision is None or not decision.reason)
        self.reason.setVisible(not bare)

    def show_choice(self, choice: Staged) -> None:
        """Show what would be kept, and whether a reason is needed."""
        self.figure.show_said(self._said(choice), self._whose(choice))
        self.wants.show_spans([Span(self._wants(choice), "text2")])
        if self.reason.toPlainText() != choice.reason:
            self.reason.setPlainText(choice.reason)
        self.reason.setPlaceholderText(self._asks(choice))
        self._kept = choice.kept
        self._offer_deciding()
        self.say_problem("")

    def _offer_deciding(self) -> None:
        """Offer it once there is something to keep, or something is being typed."""
        self.decide.setEnabled(bool(self._kept) or self._editor is not None)

    def say_problem(self, words: str) -> None:
        """Say why it cannot be decided like this."""
        self.problem.show_spans([Span(words, "err")] if words else [])
        self.problem.setVisible(bool(words))

    def _said(self, choice: Staged) -> Said:
        line, book = self._line, self._book
        if line.state == "agreed" and not self._active:
            return book.consensus(line)
        if not choice.kept:
            return Said(_("to decide"), is_blank=True)
        at = LETTERS.find(choice.kept) if len(choice.kept) == 1 else -1
        if line.compared.spec is None:
            kept = book.keeps_row(line, choice.kept)
            return Said(_("row kept") if kept else _("row left out"))
        if not line.is_open and line.state != "normalised" and not self._active:
            return book.consensus(line)
        if at >= 0:
            return book.side(line, at)
        return said(line.compared.spec, choice.answer, book.consensus_arms)

    def _whose(self, choice: Staged) -> str:
        if not self._active and (choice.kept or self._line.state == "agreed"):
            return self._book.status(self._line)
        return kept_words(choice.kept) if choice.kept else ""

    def _asks(self, choice: Staged) -> str:
        """Whether a reason is asked for; open until something is to be kept."""
        if not self._active or not choice.kept:
            return _("Reason")
        if choice.wants_reason:
            return _("Reason (required)")
        return _("Reason (optional)")

    @property
    def needed(self) -> str:
        """What is to be done before anything can be decided."""
        if self._line.compared.spec is None:
            return _("Keep the row first, or leave it out.")
        return _("Take an answer first, or type another one.")

    def _wants(self, choice: Staged) -> str:
        if not self._active and self._book.held.is_complete:
            return ""
        if not self._active:
            if self._line.state == "agreed" and self._line.decision is None:
                return _("All gave this answer; reopen it to decide otherwise.")
            settled = self._line.state in ("agreed", "decided")
            return _("Settled; reopen it to decide again.") if settled else ""
        if not choice.kept and self._line.compared.spec is None:
            return _("Keep the row, or leave it out.")
        if not choice.kept:
            return _("Take an answer, or type another one.")
        if self._line.is_open and choice == staged_of(self._line):
            return _("As it was decided before; Enter confirms it.")
        if choice.wants_reason:
            return _("Reason needed: it agrees with none of them")
        return _("Reason optional: it agrees with {letter}").format(letter=choice.kept)

    # Another answer

    def open_editor(self, choice: Staged) -> None:
        """Let another answer be typed, begun from what is proposed."""
        spec = self._line.compared.spec
        if spec is None:
            return
        self.close_editor()
        editor = editor_for(spec, self)
        editor.setAccessibleName(_("Consensus: {field}").format(field=self._line.label))
        editor.setObjectName("consensusEditor")
        if isinstance(editor, ComboEditor) and spec.kind is Kind.ARM:
            editor.set_arms(self._book.consensus_arms)
        editor.put_draft(write_answer(spec, self._first(choice)))
        editor.setMinimumHeight(24)
        self._editor = editor
        self._offer_deciding()
        self.rows.insertWidget(1, editor)
        for each in (editor, *editor.findChildren(QWidget)):
            each.installEventFilter(self)
        editor.finished.connect(self._finish)
        editor.show()
        editor.setFocus()
        select = getattr(editor, "selectAll", None)
        if select is not None:
            select()

    @property
    def editor(self) -> QWidget | None:
        """The editor of another answer, while it is open."""
        return self._editor

    def close_editor(self) -> None:
        """Put the editor away; what was typed in it is given up."""
        if self._editor is not None:
            editor, self._editor = self._editor, None
            editor.finished.disconnect(self._finish)
            self.rows.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
            self._offer_deciding()
            self.say_problem("")
            self.grown.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the editor returns to the keys of the card."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _first(self, choice: Staged) -> Any:
        at = LETTERS.find(choice.kept) if len(choice.kept) == 1 else -1
        if at >= 0:
            return self._line.compared.sides[at].answer
        if choice.kept == "other":
            return choice.answer
        answers = [one.answer for one in self._line.compared.sides]
        given = (one for one in answers if value_of(one) is not None)
        return next(given, None)

    def finish(self) -> bool:
        """Pass on what is typed, if anything is; says whether it could be read."""
        spec, editor = self._line.compared.spec, self._editor
        if spec is None or editor is None:
            return True
        text = editor.draft()
        reading = read_answer(spec, text, self._book.consensus_arms)
        if isinstance(reading, Problem):
            self.say_problem(reading.message)
            self.grown.emit()
            return False
        self.close_editor()
        self.entered.emit(text, reading.value)
        return True

    def _finish(self) -> None:
        self.finish()
