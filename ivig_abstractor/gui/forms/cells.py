"""One answer on the screen: its editor, or the pill that stands in its place."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from ivig_abstractor.gui.forms.chips import Token
from ivig_abstractor.gui.forms.editors import (
    ComboEditor,
    FieldEditor,
    TextBoxEditor,
    editor_for,
    set_read_only,
)
from ivig_abstractor.gui.forms.missing import MissingMenu, MissingPill
from ivig_abstractor.gui.forms.readings import tokens_of
from ivig_abstractor.gui.forms.tokens import TokensEditor
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer, write_answer

READ_ALOUD = {
    Kind.STAT,
    Kind.KOFN,
    Kind.CHANGE,
    Kind.TIME,
    Kind.SPAN,
    Kind.MEASURE,
    Kind.EFFECT,
    Kind.DATE,
}
"""The kinds that have a notation of their own, whose reading is shown beside."""


class AnswerCell(QObject):
    """Holds the editor of one answer true to the model without disturbing typing."""

    committed = Signal(str, str)
    missing_chosen = Signal(str, object)
    focused = Signal(str)
    typed = Signal(str)
    finished = Signal(str)
    left = Signal()
    changed_size = Signal()

    def __init__(self, spec: FieldSpec, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.path = path
        self.answer: Any = None
        self.tokens: tuple[Token, ...] = ()
        self.problem = ""
        self.has_own_unit = False
        self.editor: FieldEditor = editor_for(spec, parent)
        self._pill: MissingPill | None = None
        self._parent = parent
        self._arms: Mapping[str, str] = {}
        self._read_only = False
        self._echoes = 0
        self._entered = ""
        editor = self.editor
        editor.setObjectName(path)
        editor.typed.connect(self._on_typed)
        editor.settled.connect(self.settle)
        editor.finished.connect(self._on_finished)
        editor.focused.connect(self._on_focused)
        if isinstance(editor, TextBoxEditor | TokensEditor):
            editor.grown.connect(self.changed_size)

    def rebind(self, path: str) -> None:
        """Stand for the same field of another row or instance."""
        self.commit()
        self.path = path
        self._echoes = 0
        self.editor.setObjectName(path)
        self.editor.keep("")

    # Showing

    def show_answer(
        self, answer: Any, arms: Mapping[str, str], *, read_only: bool
    ) -> None:
        """Show what the model holds, unless it is the echo of what is being typed.

        Who asks for it makes room for what is shown then.
        """
        self.answer = answer
        self._arms = arms
        if isinstance(self.editor, ComboEditor) and self.spec.kind is Kind.ARM:
            self.editor.set_arms(arms)
        if read_only != self._read_only:
            self._read_only = read_only
            set_read_only(self.editor, read_only=read_only)
        if self.has_focus() and (self._echoes > 0 or self.editor.is_pending):
            self._echoes = max(0, self._echoes - 1)
            return
        self._sync()

    def _sync(self) -> None:
        """Let the editor or the pill show the answer as the model writes it."""
        self.editor.keep(write_answer(self.spec, self.answer))
        if isinstance(self.answer, Missing):
            self._show_pill(self.answer.missing)
        elif self._pill is not None and not self._pill.isHidden():
            had_focus = self._pill.hasFocus()
            self._pill.hide()
            self.editor.show()
            if had_focus:
                self.editor.setFocus()
        self._read(self.editor.draft())

    def _show_pill(self, code: MissingCode) -> None:
        if self._pill is None:
            self._pill = MissingPill(self._parent)
            self._pill.replaced.connect(self._replace)
            self._pill.focused.connect(self._on_focused)
            self._pill.finished.connect(self._on_finished)
            QWidget.setTabOrder(self.editor, self._pill)
        pill = self._pill
        had_focus = self.has_focus()
        pill.setObjectName(f"{self.path}:missing")
        pill.show_code(code, read_only=self._read_only)
        pill.setAccessibleDescription(self.editor.accessibleDescription())
        pill.setAccessibleName(f"{self.editor.accessibleName()}: {pill.text()}")
        if not self.editor.isHidden():
            # A pill just made is not hidden for Qt, and the editor is still there.
            pill.show()
            self.editor.hide()
        if had_focus:
            pill.setFocus()

    def _replace(self, typed: str) -> None:
        """Give the editor back, with the first letter that was typed on the pill."""
        if self._pill is None:
            return
        self.editor.show()
        self.editor.setFocus()
        self._pill.hide()
        self.editor.start_from(typed, write_answer(self.spec, self.answer))
        self.changed_size.emit()
        self._on_typed(typed)

    @property
    def shown(self) -> QWidget:
        """The editor, or the pill in its place."""
        if self._pill is not None and not self._pill.isHidden():
            return self._pill
        return self.editor

    def describe(self, name: str, description: str) -> None:
        """Say for those who cannot see what the editor is for and what is wrong."""
        self.editor.setAccessibleName(name)
        self.editor.setAccessibleDescription(description)
        line = self.editor.lineEdit() if isinstance(self.editor, ComboEditor) else None
        if isinstance(self.editor, TokensEditor):
            line = self.editor.line
        if line is not None:
            line.setAccessibleName(name)
            line.setAccessibleDescription(description)

    def place(self, box: QRect, before: int = 0) -> int:
        """Put editor or pill at a place behind another; returns where it ends."""
        if self.shown is self._pill:
            size = self._pill.sizeHint()
            top = box.y() + (24 - size.height()) // 2
            self._pill.setGeometry(box.x(), top, size.width(), size.height())
            return box.x() + size.width()
        width = self.editor.width_for(box.width(), before)
        self.editor.setGeometry(box.x(), box.y(), width, self.editor.height_for(width))
        return box.x() + width

    def height(self, width: int) -> int:
        """How high the editor or the pill is."""
        return 24 if self.shown is self._pill else self.editor.height_for(width)

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the editor, and the pill that may stand in its place."""
        editor = self.editor
        first = editor.line if isinstance(editor, TokensEditor) else editor
        return [first] if self._pill is None else [first, self._pill]

    # Typing

    def has_focus(self) -> bool:
        """Say whether the cursor stands in the editor."""
        return self.editor.hasFocus() or (
            isinstance(self.editor, TokensEditor) and self.editor.line.hasFocus()
        )

    def _on_typed(self, text: str) -> None:
        self._read(text)
        self.typed.emit(self.path)

    def _on_focused(self) -> None:
        self._echoes = 0
        self._entered = write_answer(self.spec, self.answer)
        self.focused.emit(self.path)

    def _on_finished(self) -> None:
        self.commit()
        self.finished.emit(self.path)

    def settle(self) -> None:
        """Pass the text on; when nothing was typed, show the kept answer again."""
        if not self.commit() and not self.has_focus():
            before = self.shown
            if not self._echoes:
                self._sync()
            if self.shown is not before:
                self.changed_size.emit()
            self.left.emit()
        if not self.has_focus():
            self._echoes = 0

    def commit(self) -> bool:
        """Pass on what was typed; says whether there was anything."""
        text = self.editor.take()
        if text is None or self._read_only:
            return False
        # The same in other words would not come back; but another may be on its way.
        if not self._echoes and _says(self.answer, self.spec, text, self._arms):
            return False
        self._echoes += 1
        self.committed.emit(self.path, text)
        return True

    def take_half(self) -> Unread | None:
        """What is typed of a choice that nobody has chosen yet, to be kept as text."""
        half = "" if self._read_only else self.editor.take_half()
        self._echoes += bool(half)
        return Unread(unread=half) if half else None

    def give_up(self) -> bool:
        """Go back to what stood here when the field was entered.

        What was typed is passed on first, so that undo brings it back.
        """
        typed = self.has_focus() and self.editor.draft() != self._entered
        if self._read_only or not typed:
            return False
        self.commit()
        self.editor.put_draft(self._entered)
        text = self.editor.take()
        if text is not None:
            # No echo is to be left out: what comes back is what is to be shown.
            self.committed.emit(self.path, text)
        self._on_typed(self.editor.draft())
        return True

    def pending(self) -> str | None:
        """What was typed and not passed on yet; it counts as passed on from now."""
        return None if self._read_only else self.editor.take()

    @property
    def is_pending(self) -> bool:
        """Say whether something was typed that was not passed on yet."""
        return self.editor.is_pending

    def _read(self, text: str) -> None:
        """Read the draft for the tokens beside the editor."""
        read = _read_aloud(self.spec, text, self._arms)
        self.tokens, self.problem, self.has_own_unit = read

    # Missing codes

    def open_missing_menu(self, at: QWidget) -> None:
        """Offer the missing codes under a widget."""
        if self._read_only:
            return
        menu = MissingMenu(at)
        menu.chosen.connect(self.choose_missing)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_at(at)

    def choose_missing(self, code: MissingCode) -> None:
        """Set a missing code in the place of whatever is typed."""
        self.editor.keep(self.editor.draft())
        self._echoes = 0
        self.missing_chosen.emit(self.path, code)

    @property
    def is_read_only(self) -> bool:
        """Say whether the answer may not be changed."""
        return self._read_only


def _says(answer: Any, spec: FieldSpec, text: str, arms: Mapping[str, str]) -> bool:
    """Say whether a text is an answer that is kept already, in other words."""
    if answer is None or not text.strip():
        return False
    reading = read_answer(spec, text, arms)
    return not isinstance(reading, Problem) and reading.value == answer


def unit_beside(cell: AnswerCell, unit: str) -> str:
    """The unit behind an editor: none for what is written with another one."""
    bare = cell.shown is cell.editor and not cell.has_own_unit
    return unit if bare else ""


def _read_aloud(
    spec: FieldSpec, text: str, arms: Mapping[str, str]
) -> tuple[tuple[Token, ...], str, bool]:
    """What a text reads as, what is wrong with it, and whether it tells its unit."""
    if spec.kind not in READ_ALOUD or not text.strip():
        return (), "", False
    reading = read_answer(spec, text, arms)
    if isinstance(reading, Problem):
        return (), reading.message, False
    if isinstance(reading.value, Missing):
        return (), "", False
    return tokens_of(spec, reading), "", bool(getattr(reading.value, "unit", None))
