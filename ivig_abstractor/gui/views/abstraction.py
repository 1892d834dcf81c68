"""The form of one study: its head, its sections one at a time, its findings."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.gui.views.abstraction_details import DetailedAbstraction
from ivig_abstractor.gui.views.answerable import KeyMark
from ivig_abstractor.gui.views.ways import Ways, next_blank
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FormSpec, SectionSpec
from ivig_abstractor.model.progress import section_progress
from ivig_abstractor.operations.changes import Changes, HistoryLine, OpenedStudy

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.findings_panel import FindingsPanel

_PAINTED_MS = 15
"""After this long, the fields that were shown first have been painted."""


class ShownAbstraction(DetailedAbstraction):
    """Shows the open study and emits what the reviewer wants changed in it."""

    answered = Signal(str, str)
    reply_requested = Signal(str, str)

    def __init__(self, form: FormSpec, parent: QWidget | None = None) -> None:
        super().__init__(form, parent)
        self._was_read = False
        self._prefix = ""
        self._unclear = ""
        self._ways = Ways(form)
        self._mark = KeyMark(self)
        self._connect()

    @cached_property
    def findings(self) -> "FindingsPanel":
        """What the checks found, connected."""
        made = super().findings
        made.answer_requested.connect(self.reply_requested)
        made.go_requested.connect(self.reveal)
        made.folded.connect(self.fit_findings)
        made.list.came_or_went.connect(self._mark.soon)
        self._show_findings()
        return made

    def complete(self) -> None:
        """Build what was left until the first fields could be seen."""
        if self._study is not None:
            self.stack.complete()
            for name in ("inspector", "findings"):
                getattr(self, name)
            self._mark.soon()

    # What is shown

    @property
    def path(self) -> str:
        """The field that has, or had last, the focus."""
        return self._path

    @property
    def section(self) -> SectionSpec:
        """The section that is shown."""
        return self._section

    def show_study(
        self, study: OpenedStudy, *, writable: bool, focus: bool = False
    ) -> None:
        """Show another study at the same section, or the same study read anew.

        `focus` puts the cursor into what is left there.
        """
        if focus:
            with self._going():
                self.show_study(study, writable=writable)
                self.focus_form()
            return
        other = self._study is None or _whose(self._study) != _whose(study)
        self._study, self._writable = study, writable
        self.stack.forget()
        if other:
            self.stack.start_over()
            self._path = self._prefix = self._unclear = ""
            self._ways.forget()
            self._leave_field()
        self._show_around()
        self._show_section(self._section, self._prefix)
        self._ask_inspector()
        if not self.has("findings"):
            QTimer.singleShot(_PAINTED_MS, self, self.complete)

    def apply(self, study: OpenedStudy, changes: Changes) -> None:
        """Show what an operation changed in the open study."""
        self._study = study
        self._show_around()
        # The form knows how it was shown; the study has changed already.
        if self._reads() != self._was_read:
            self.stack.forget()
            self._show_section(self._section, self._prefix)
            self._ask_inspector()
            self._leave_header()
            return
        instances = study.abstraction.instances(self._section)
        if self._prefix not in instances:
            self._show_section(self._section, "")
        else:
            self.stack.apply(study.abstraction, changes, study.findings)
            self._show_parts()
            self.fit_findings()
        if any(one.path == self._path for one in changes.changes):
            self._ask_inspector()
        if self._unclear:
            # Not before the menu that it was chosen from is closed.
            QTimer.singleShot(0, self, self._lead_to_note)

    # Going somewhere

    def reveal(self, path: str) -> None:
        """Show the place at a path: a field, a row, a part, or the whole study."""
        if self._study is None:
            return
        section, prefix = self._ways.place_of(path, self._section)
        self._show_section(section, prefix)
        view = self.stack.current()
        if view is not None and path.startswith(self._prefix) and path != self._prefix:
            view.reveal(path)
        elif view is not None:
            self.focus_form()

    def go_to_section(self, key: str) -> None:
        """Show a section and put the cursor where work is left in it."""
        with self._going():
            self._show_section(self._form.by_section[key], "")
            self.focus_form()

    def focus_form(self) -> None:
        """Put the cursor into the first blank field of what is shown, or its first."""
        view = self.stack.current()
        if view is not None:
            view.focus_first()
        else:
            self.stack.empty.setFocus()

    def commit_pending(self) -> None:
        """Hand over what is still being typed."""
        view = self.stack.current()
        if self._study is None:
            return
        if view is not None:
            for path, text in view.commit_pending():
                self.answered.emit(path, text)
        if self.has("inspector"):
            self.inspector.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the details' room to the form when there is little."""
        super().resizeEvent(event)
        self._fit()
        self.fit_findings()

    def _leave_header(self) -> None:
        """Go back to the field: the button one stands on does the contrary now."""
        if self.window().focusWidget() not in self.header.findChildren(QWidget):
            return
        if self._path and not self._is_elsewhere:
            self.reveal(self._path)
        else:
            self.focus_form()

    def _come_to(self, path: str) -> None:
        """Make a field the current one, if it is not: its evidence is asked for."""
        if path != self._path or self._is_elsewhere:
            self.reveal(path)
            self._take_focus(path)

    def _take_missing(self, path: str, code: MissingCode | None) -> None:
        """What is unclear is asked for a note, unless there is one."""
        noted = self._study is not None and bool(self._study.abstraction.note(path))
        self._unclear = path if code is MissingCode.UNCLEAR and not noted else ""

    def _lead_to_note(self) -> None:
        """Put the cursor into the note of what was called unclear, once that is so."""
        path, study = self._unclear, self._study
        answer = study.abstraction.get(path) if study is not None and path else None
        if isinstance(answer, Missing) and answer.missing is MissingCode.UNCLEAR:
            self._unclear = ""
            self._come_to(path)
            self.show_note()

    # Inside

    def _connect(self) -> None:
        self.strip.chosen.connect(self.go_to_section)
        self.parts.part_chosen.connect(self._take_part)
        self.parts.rename_requested.connect(lambda row: self.reveal(f"{row}.arm.name"))
        self.stack.focused.connect(self._take_focus)
        self.stack.focused.connect(lambda _path: self._mark.soon())
        self.stack.add_requested.connect(self.parts.row_added)
        self.stack.unfolded.connect(self.fit_findings)
        # Before whoever opens the details: they must be those of the field clicked.
        self.stack.evidence_requested.connect(self._come_to)
        self.stack.missing_chosen.connect(self._take_missing)

    def _show_section(self, section: SectionSpec, prefix: str) -> None:
        """Show a section at a prefix, at the part last looked at, or at its first."""
        study = self._study
        if study is None:
            return
        chosen = self._ways.instance(section, prefix, study.abstraction, self._prefix)
        if (section, chosen) != (self._section, self._prefix):
            self.commit_pending()
            self._leave_field()
        self._section, self._prefix = section, chosen
        self._ways.remember(section, chosen)
        self.strip.select(section.key)
        self._fit()
        self._was_read = self._reads()
        self.stack.show_section(
            section, chosen, study.abstraction, study.findings, read_only=self._was_read
        )
        self._show_parts()
        self.fit_findings()
        if self.has("findings"):
            self.findings.bring_in(section)

    def _show_around(self) -> None:
        study = self._study
        if study is None:
            return
        self.header.show_study(study, writable=self._writable)
        self.strip.show_progress(section_progress(study.abstraction, study.findings))
        if self.has("findings"):
            self._show_findings()
        else:
            self.fit_findings()

    def _show_findings(self) -> None:
        if self._study is not None:
            self.findings.show_findings(self._study.findings, self._study.abstraction)
            self.fit_findings()
            self.findings.bring_in(self._section)

    def _show_parts(self) -> None:
        study = self._study
        if study is None:
            return
        self.parts.setVisible(bool(self._section.containers))
        self.parts.show_section(
            self._section, self._prefix, study.abstraction, writable=not self._reads()
        )
        view = self.stack.current()
        self.parts.say_left(*view.left() if view is not None else (0, 0))
        if view is None:
            self._path = ""
            if self.has("inspector"):
                self.inspector.show_nothing()
        self._mark.soon()

    def query_meant(self) -> Finding | None:
        """The query that Alt+A answers here, if one is in view."""
        return self._mark.query_meant()

    def _take_part(self, row: str) -> None:
        self._show_section(self._section, f"{row}.")


def _whose(study: OpenedStudy) -> tuple[str, str]:
    return study.line.study_id, study.abstraction.reviewer_id


class AbstractionView(ShownAbstraction):
    """The open study, and ways through its sections, parts and blanks."""

    def show_history(self, path: str, lines: Sequence[HistoryLine]) -> None:
        """Show the changes of a field, if it still is the one looked at."""
        looked_at = self._study is not None and path == self._path
        if looked_at and self.has("inspector") and path == self.inspector.path:
            self.inspector.show_history(lines)

    def clear(self, section: str = "") -> None:
        """Forget the study that was shown; the next one is shown at a section."""
        self._study = None
        self._path = self._prefix = ""
        self._section = self._form.by_section.get(section, self._form.sections[0])
        self._ways.forget()
        self.stack.forget()

    def container(self, name: str) -> str:
        """Where a new arm, assessment, or phase of the shown arm would stand."""
        held = self._study.abstraction if self._study else None
        return self._ways.container(name, self._prefix, held)

    def _connect(self) -> None:
        super()._connect()
        self.stack.went_past.connect(self._go_past)

    def _go_past(self) -> None:
        """Go on behind the last field: to the next arm or phase, or section."""
        if not self.step_part(1):
            self.step_section(1)

    def step_section(self, steps: int) -> None:
        """Show the next section, or an earlier one."""
        keys = self.strip.keys()
        at = keys.index(self._section.key) + steps
        if 0 <= at < len(keys):
            self.go_to_section(keys[at])

    def step_part(self, steps: int) -> bool:
        """Show the next arm, phase or assessment, or an earlier one, if there is."""
        if self._study is None:
            return False
        instances = self._study.abstraction.instances(self._section)
        at = instances.index(self._prefix) + steps if self._prefix in instances else -1
        is_there = 0 <= at < len(instances)
        if is_there:
            self._show_section(self._section, instances[at])
            self.focus_form()
        return is_there

    def next_blank(self) -> bool:
        """Go to the next field that is asked and blank, in any section, if there is."""
        path = next_blank(self._study.abstraction, self._path) if self._study else ""
        if path:
            self.reveal(path)
        return bool(path)
