"""A small dialog drawn from a list of questions: a label and an editor for each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.dialogs.fitted import (
    FittedDialog,
    label_beside,
    with_help,
)
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ChoiceBox,
    ElidedLabel,
    TextButton,
    label,
)

Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a dialog; with options it is a choice of (code, words).

    What is secret is not shown while it is typed; a hint stands where nothing is yet.
    """

    name: str
    label: str
    value: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    multiline: bool = False
    secret: bool = False
    hint: str = ""


class QuestionDialog(FittedDialog):
    """Asks for a few texts; Enter accepts, Esc leaves everything as it was."""

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        accept: str,
        parent: QWidget | None = None,
        *,
        said: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.asked = tuple(asked)
        self.editors: dict[str, QWidget] = {}
        self._rows: dict[str, QWidget] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)
        if said:
            words = label(said, tone="text2")
            words.setWordWrap(True)
            self.column.addWidget(words)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        for one in self.asked:
            self._add(one)
        self.column.addLayout(self.form)
        self.problem = label(tone="err")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        # In a text of several lines, Enter begins a new one.
        long = any(one.multiline for one in self.asked)
        self.take = (
            KeyButton(accept, "Ctrl+Return", look="primary")
            if long
            else TextButton(accept, look="primary")
        )
        self.take.setDefault(True)
        self.take.setObjectName("accept")
        self.leave = TextButton(_("Cancel"))
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self.accept)
        self.lacking = ElidedLabel(tone="text3")
        self.lacking.setProperty("type", "small")
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.lacking, 1)
        self.buttons.addWidget(self.leave)
        self.buttons.addWidget(self.take)
        self.column.addSpacing(4)
        self.column.addLayout(self.buttons)
        self._look()

    def answers(self) -> Answers:
        """What stands in the dialog, by name."""
        return {one.name: self._text(one) for one in self.asked}

    def say_problem(self, words: str) -> None:
        """Say why it cannot be done like this; the dialog stays open."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def show_asked(self, name: str, *, shown: bool) -> None:
        """Show one line, or leave it out for now."""
        self.form.setRowVisible(self._rows[name], shown)

    def ask(self, then: Callable[[Answers], None]) -> None:
        """Show the dialog over its window and hand over what was answered."""
        self.accepted.connect(lambda: then(self.answers()))
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to what is still blank, as in the form, and accepts at last."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        following = self._following() if is_enter and plain else None
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.take.click()
        else:
            super().keyPressEvent(event)

    def _following(self) -> QWidget | None:
        """The next blank line after the one with the focus, or the first one needed."""
        names = [one.name for one in self.asked]
        focus = self.focusWidget()
        here = next((one for one in names if self.editors[one] is focus), None)
        if here is None or not isinstance(self.editors[here], QLineEdit):
            return None
        blank = [
            one
            for one in self.asked
            if not self._text(one) and self.editors[one.name].isVisible()
        ]
        after = names[names.index(here) + 1 :]
        further = [one for one in blank if one.name in after]
        needed = [one for one in blank if one.required and one.name != here]
        return next((self.editors[one.name] for one in (*further, *needed)), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter accepts from a text of several lines; Tab leaves it."""
        if (
            isinstance(watched, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Return
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and self.take.isEnabled()
        ):
            self.accept()
            return True
        return super().eventFilter(watched, event)

    def _add(self, one: Asked) -> None:
        editor = self._editor(one)
        editor.setObjectName(one.name)
        editor.setAccessibleName(one.label)
        editor.setAccessibleDescription(one.help or one.hint)
        self.editors[one.name] = editor
        self._rows[one.name] = with_help(editor, one.help)
        self.form.addRow(label_beside(editor, one.label), self._rows[one.name])

    def _editor(self, one: Asked) -> QWidget:
        if one.options:
            box = ChoiceBox()
            for code, words in one.options:
                box.addItem(words, code)
            box.setCurrentIndex(max(0, box.findData(one.value)))
            box.currentIndexChanged.connect(self._look)
            return box
        if one.multiline:
            text = QPlainTextEdit(one.value)
            text.setTabChangesFocus(True)
            text.setFixedHeight(72)
            text.textChanged.connect(self._look)
            text.installEventFilter(self)
            return text
        line = QLineEdit(one.value)
        line.setPlaceholderText(one.hint)
        if one.secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._look)
        return line

    def _text(self, one: Asked) -> str:
        editor = self.editors[one.name]
        if isinstance(editor, QComboBox):
            return str(editor.currentData())
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText().strip()
        return editor.text().strip() if isinstance(editor, QLineEdit) else ""

    def _is_ready(self) -> bool:
        """Say whether what is needed is there."""
        return not self._lacks()

    def _lacks(self) -> list[str]:
        """What is needed and not there yet."""
        needed = (one for one in self.asked if one.required)
        return [one.label for one in needed if not self._text(one)]

    def _look(self) -> None:
        """Accept only when what is needed is there."""
        if hasattr(self, "take"):
            self.say_problem("")
            ready = self._is_ready()
            # Where one thing is asked, it is plain which is lacking.
            listed = ", ".join(self._lacks()) if len(self.asked) > 1 else ""
            words = _("Still needed: {fields}").format(fields=listed) if listed else ""
            self.lacking.setText(words)
            self.take.setAccessibleDescription(words)
            self.take.setEnabled(ready)
