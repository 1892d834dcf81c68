"""The details beside the form of a study: whose they are, and when they are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.abstraction_parts import AbstractionParts
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.operations.changes import OpenedStudy

if TYPE_CHECKING:
    from ivig_abstractor.gui.forms.inspector import Inspector

_NARROW = 860
_MANY = 10


class DetailedAbstraction(AbstractionParts):
    """Knows the field one stands in, and shows its details beside the form."""

    history_wanted = Signal(str)
    evidence_set = Signal(str, list)
    note_set = Signal(str, str)

    def __init__(self, form: FormSpec, parent: QWidget | None = None) -> None:
        super().__init__(form, parent)
        self._form = form
        self._study: OpenedStudy | None = None
        self._writable = False
        self._section = form.sections[0]
        self._path = ""
        self.wants_inspector = True
        self._beside_grid = False
        self._is_peeking = False
        self._came_for_help = False
        self._came_for_note = False
        self._is_elsewhere = False
        self._is_going = False

    def reveal(self, path: str) -> None:
        """Show the place at a path."""
        raise NotImplementedError

    @cached_property
    def inspector(self) -> "Inspector":
        """The details of the field, connected."""
        made = super().inspector
        made.evidence_set.connect(self.evidence_set)
        made.note_set.connect(self.note_set)
        made.closed.connect(lambda: self.set_inspector(shown=False))
        made.left.connect(self._leave_inspector)
        if self._study is not None and self.stack.current() is None:
            made.show_nothing()
        self._ask_inspector()
        return made

    def set_inspector(self, *, shown: bool) -> None:
        """Show the details of the field, or close them.

        In a narrow window they take their room from the form until they are closed.
        """
        self._came_for_help = self._came_for_note = False
        had_focus = self.beside.isAncestorOf(QApplication.focusWidget() or self)
        if self.width() < _NARROW and self._study is not None:
            self._is_peeking = shown
        elif self._is_wide():
            self._beside_grid = shown
        else:
            self.wants_inspector = shown
        self._fit()
        if shown:
            self._ask_inspector()
        elif had_focus and self._path:
            self.reveal(self._path)

    def show_help(self) -> None:
        """Show the help of the field; asked again, close what was opened for it."""
        if self.inspector.isHidden():
            self.set_inspector(shown=True)
            self._came_for_help = True
        elif self._came_for_help:
            self.set_inspector(shown=False)
        else:
            self.inspector.point_out_help()

    def show_note(self) -> None:
        """Put the cursor into the note; what is opened for it closes again."""
        was_hidden = self.inspector.isHidden()
        self.set_inspector(shown=True)
        self._came_for_note = was_hidden
        self.inspector.note.setFocus()

    def _leave_inspector(self, path: str) -> None:
        if self._is_peeking or self._came_for_note:
            self.set_inspector(shown=False)
        self.reveal(path)

    def _leave_field(self) -> None:
        """Show no details of a field that is no longer on the screen."""
        self._is_elsewhere = True
        if not self.has("inspector"):
            return
        if self._is_going:
            self.inspector.forget()
        else:
            self.inspector.show_nothing()

    @contextmanager
    def _going(self) -> Iterator[None]:
        """Go to another field: its details take the place of those of the last one."""
        self._is_going = True
        try:
            yield
        finally:
            self._is_going = False
            if self.has("inspector"):
                self.inspector.settle()

    @property
    def stands_in_no_row(self) -> bool:
        """Say whether one stands in a line for a new row: it has no field to cite."""
        return bool(self._path) and not self._form.knows(self._path)

    def _take_focus(self, path: str) -> None:
        if not path:
            self._leave_field()
        elif path != self._path or self._is_elsewhere:
            self._is_elsewhere = False
            self._path = path
            self._ask_inspector()

    def _ask_inspector(self) -> None:
        if not self.has("inspector") or self._is_elsewhere:
            return
        if self._path and not self.inspector.isHidden():
            self._inspect()
            self.history_wanted.emit(self._path)

    def _inspect(self) -> None:
        study = self._study
        if study is None:
            return
        if not self._form.knows(self._path):
            self._say_no_row()
            return
        spec = self._form.field(self._path)
        self.inspector.show_field(
            spec,
            self._path,
            study.abstraction,
            study.findings,
            (),
            read_only=self._reads(),
        )

    def _say_no_row(self) -> None:
        """In the line for a new row there is no field yet; say what the rows are."""
        name = paths.leaf(self._path)
        repeats = (one.repeat for one in self._section.repeats if one.name == name)
        if (repeat := next(repeats, None)) is not None:
            said = no_row_yet()
            if not self.inspector.path:
                words = f"{said} {_(repeat.help)}".strip()
                self.inspector.show_nothing(_(repeat.label), words)
                return
            below = _("Below stands the field you were in last.")
            self.inspector.say_above(f"{said} {below}")

    def _fit(self) -> None:
        """The details give way to a wide grid, and in a narrow window."""
        wanted = self._beside_grid if self._is_wide() else self.wants_inspector
        narrow = self.width() < _NARROW
        self._is_peeking = self._is_peeking and narrow
        shown = self._is_peeking if narrow else wanted
        self.beside.setVisible(shown)
        self.edge.setVisible(shown)

    def _is_wide(self) -> bool:
        return any(len(rows.fields) > _MANY for rows in self._section.repeats)

    def _reads(self) -> bool:
        locked = self._study is not None and self._study.abstraction.is_complete
        return locked or not self._writable


def no_row_yet() -> str:
    """Why there is nothing to cite or to tell of in the line for a new row."""
    return _("There is no row in this line yet: type into it, or paste rows.")
