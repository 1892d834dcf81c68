"""A section on the screen, kept true to the review without disturbing what is typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.arrangement import Arrangement
from ivig_abstractor.gui.forms.beside import show_beside
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.doses import DoseSuggestion
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.passing import pass_on
from ivig_abstractor.gui.forms.plan import is_panel
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.forms.scrolled import ScrolledForm
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import RepeatSpec, SectionSpec
from ivig_abstractor.model.naming import arm_names

if TYPE_CHECKING:
    from ivig_abstractor.gui.forms.panel import GridPanel
    from ivig_abstractor.gui.forms.review_panels import PanelStrip

AUTOSAVE_MS = 800
"""A pause this long passes typing on, so that it is durable within a second."""

DOSE_TEXT = "dose_text"
_ASKING = ("reply_requested", "repair_chosen")


def within(prefix: str, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings of a section by path, also of what they were computed from.

    Under such a path a finding marks a field, and its sentence stands elsewhere.
    """
    found: dict[str, list[Finding]] = {}
    for one in findings:
        for path in (one.path, *one.also):
            if path == prefix or path.startswith(f"{prefix}."):
                found.setdefault(path, []).append(one)
    return found


def _on_screen(part: QWidget, box: QRect) -> QRect:
    at = part.mapToGlobal(box.topLeft())
    return QRect(at, box.size()) if part.isVisible() else QRect()


class ShownSection(ScrolledForm):
    """The rows and grids of one section, filled from an abstraction."""

    def __init__(
        self,
        section: SectionSpec,
        prefix: str,
        parent: QWidget | None = None,
        *,
        grids_later: bool = False,
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.prefix = prefix
        self.content.setAccessibleName(_(section.title))
        self._abstraction: Abstraction | None = None
        self._findings: dict[str, list[Finding]] = {}
        self._arms: dict[str, str] = {}
        self._read_only = False
        self._current = ""
        self._typing = ""
        self._dose = DoseSuggestion()
        self._parts = Arrangement(section, prefix, self.content, self._connect_part)
        self._panels: list[GridPanel] = []
        if not grids_later:
            self._build_grids()
        self.strip: PanelStrip | None = None
        if any(map(is_panel, section.fields)):
            self.strip = self._make_strip()
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(AUTOSAVE_MS)
        self._autosave.timeout.connect(self.save_typing)

    @property
    def panels(self) -> "list[GridPanel]":
        """The grids, built by now."""
        self.add_grids()
        return self._panels

    def add_grids(self) -> None:
        """Build and show the grids if they were left for later."""
        if self._panels or not self.section.repeats:
            return
        self._build_grids()
        if self._abstraction is not None:
            self.arrange()
            self._show_grids()
            self._count_rows()

    def _build_grids(self) -> None:
        from ivig_abstractor.gui.forms.hints import GridHints

        self._panels = [self._panel(spec) for spec in self.section.repeats]
        if any(panel.detail is not None for panel in self._panels):
            self.pin(GridHints(self), if_room=True)

    def _panel(self, spec: RepeatSpec) -> "GridPanel":
        from ivig_abstractor.gui.forms.panel import GridPanel

        panel = GridPanel(spec, paths.join(self.prefix, spec.name), self.content)
        panel.hide()
        if panel.detail is not None:
            panel.detail.set_label_width(self._parts.label_width)
        rows = ("row_added", "row_removed", "row_moved", "block_pasted")
        pass_on(panel, self, "answered", "answers_set", "missing_chosen", *rows)
        pass_on(panel, self, *_ASKING, "evidence_requested", "said")
        panel.mending_offered.connect(self.mending_offered)
        panel.focused.connect(self._on_focused)
        panel.typed.connect(self._on_typed)
        panel.finished.connect(self._on_finished)
        panel.needs_view.connect(self.show_part)
        return panel

    def _make_strip(self) -> "PanelStrip":
        from ivig_abstractor.gui.forms.review_panels import PanelStrip

        strip = PanelStrip(self.section, self.prefix, self)
        for cell in strip.cells:
            self._connect_part(cell)
        pass_on(strip, self, *_ASKING, "block_pasted")
        for panel in self.panels:
            if panel.container == strip.container:
                strip.row_coming.connect(panel.go_to_new)
        self._parts.keep(strip.cells)
        self.pin(strip)
        return strip

    def _connect_part(self, part: QWidget) -> None:
        if isinstance(part, MessageBar):
            pass_on(part, self, *_ASKING)
        elif isinstance(part, FieldRow):
            pass_on(part, self, *_ASKING, "missing_chosen", "evidence_requested")
            part.committed.connect(self._on_committed)
            part.focused.connect(self._on_focused)
            part.typed.connect(self._on_typed)
            part.finished.connect(self._on_finished)
            part.reading_used.connect(self.use_reading)

    # Showing

    def show_answers(
        self, abstraction: Abstraction, findings: Sequence[Finding], read_only: bool
    ) -> None:
        """Show all answers anew."""
        self._abstraction = abstraction
        self._read_only, self.can_be_changed = read_only, not read_only
        self._findings = within(self.prefix, findings)
        self._arms = dict(arm_names(abstraction))
        self.arrange()
        for row in self.shown_rows():
            self._refresh(row)
        self._show_grids()
        self._count_rows()

    def _show_grids(self) -> None:
        if self._abstraction is None:
            return
        for panel in self._panels:
            if not panel.isHidden():
                panel.show_rows(
                    self._abstraction, self._findings, self._arms, self._read_only
                )

    def _count_rows(self) -> None:
        if self.strip is not None and self._abstraction is not None:
            self.strip.show_rows(
                self._abstraction, self._findings, read_only=self._read_only
            )
        self.fit_pinned()

    def rebind(self, prefix: str) -> None:
        """Stand for another instance of the section; `show_answers` must follow."""
        if prefix == self.prefix:
            return
        self._autosave.stop()
        self.prefix = prefix
        self._parts.rebind(prefix)
        # Grids that are not built yet are left out.
        for panel, spec in zip(self._panels, self.section.repeats, strict=False):
            panel.rebind(paths.join(prefix, spec.name))
        self._current = ""

    def arrange(self) -> None:
        """Decide anew which parts are on the screen."""
        abstraction = self._abstraction
        if abstraction is None:
            return
        width = max(self.width() - 12, 300)
        order: list[QWidget] = [
            *self._parts.section_bars(self._findings, width, read_only=self._read_only),
            *self._parts.order(abstraction, self._findings),
        ]
        for panel, spec in zip(self._panels, self.section.repeats, strict=False):
            if abstraction.rows_asked(spec.pattern, panel.container):
                order.append(panel)
        self.put(order)

    def shown_rows(self) -> list[FieldRow]:
        """The rows on the screen, in order, those of the strip last."""
        rows = [part for part in self.order if isinstance(part, FieldRow)]
        return rows + (list(self.strip.cells) if self.strip is not None else [])

    def _refresh(self, row: FieldRow) -> None:
        if self._abstraction is not None:
            told = self._abstraction, self._findings, self._arms
            row.show_answers(*told, read_only=self._read_only)
            show_beside(row, self._abstraction)
            if row.paths[0].endswith(DOSE_TEXT):
                self._read_dose(row)

    def place_on_screen(self, path: str) -> QRect:
        """Where a field stands on the screen, or a row of a grid with its query."""
        if (row := self._parts.row_at.get(path)) is not None:
            return _on_screen(row, row.rect())
        panel = next((one for one in self._panels if one.holds(path)), None)
        return _on_screen(panel, panel.current_box()) if panel else QRect()

    # Typing

    def _on_focused(self, path: str) -> None:
        row = self._parts.row_at.get(path)
        old = self._parts.row_at.get(self._current)
        if old is not None and old is not row:
            old.set_current("")
        self._current = path
        if row is not None:
            row.set_current(path)
            self.show_part(row)
        self.focused.emit(path)

    def _on_finished(self, _path: str) -> None:
        self.go_on()

    def _on_typed(self, path: str) -> None:
        self._typing = path
        self._autosave.start()
        row = self._parts.row_at.get(path)
        if row is not None and path.endswith(DOSE_TEXT):
            self._read_dose(row)

    def _on_committed(self, path: str, text: str) -> None:
        if path == self._typing:
            self._autosave.stop()
        self.answered.emit(path, text)

    def save_typing(self) -> None:
        """Pass on what was typed last, of a choice as text; its editor stays open."""
        cell = self.cell(self._typing)
        if cell is not None and (draft := cell.take_half()):
            self.answers_set.emit([(cell.path, draft)], _(cell.spec.label))
        elif cell is not None:
            cell.commit()

    def cell(self, path: str) -> AnswerCell | None:
        """The editor of a path, if it is built."""
        if (row := self._parts.row_at.get(path)) is not None:
            return row.cell(path)
        found = (panel.cell(path) for panel in self.panels)
        return next((cell for cell in found if cell is not None), None)

    def cells(self) -> list[AnswerCell]:
        """All editors that are built."""
        pinned = self.strip.cells if self.strip is not None else []
        rows = [*self._parts.rows.values(), *pinned]
        own = [cell for row in rows for cell in row.cells]
        return own + [cell for panel in self._panels for cell in panel.cells()]

    # The reading of a printed dose

    @property
    def reads_dose(self) -> bool:
        """Say whether the cursor is in a printed dose whose reading can be used."""
        return self._current.endswith(DOSE_TEXT) and bool(self._dose.answers())

    def use_reading(self) -> None:
        """Put what was read in the dose text into the fields."""
        if self._read_only or self._abstraction is None:
            return
        for cell in self.cells():
            cell.commit()
        if answers := self._dose.answers():
            self.answers_set.emit(answers, _("Use the reading of the dose"))

    def _read_dose(self, row: FieldRow) -> None:
        if self._abstraction is not None:
            text = row.cells[0].editor.draft()
            self._dose.read(text, self._abstraction, paths.parent(self.prefix))
            usable = bool(self._dose.answers()) and not self._read_only
            row.show_reading(self._dose.tokens(), usable=usable)
