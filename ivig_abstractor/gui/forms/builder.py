"""From the declaration of a section to its view, and what its keys do."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.gui.forms.beside import told_by
from ivig_abstractor.gui.forms.messages import MessageBar, offer_repairs
from ivig_abstractor.gui.forms.shown import DOSE_TEXT, ShownSection, within
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.finding import Finding, Repair, Severity
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.operations.changes import Change

if TYPE_CHECKING:
    from ivig_abstractor.gui.forms.panel import GridPanel

_opened: set[str] = set()
"""The sections whose further fields are unfolded, as long as the program runs."""


class SectionView(ShownSection):
    """One section of the form for one study, arm or phase, worked with keys."""

    more_toggled = Signal(str, bool)

    def __init__(
        self,
        section: SectionSpec,
        prefix: str,
        parent: QWidget | None = None,
        *,
        grids_later: bool = False,
    ) -> None:
        super().__init__(section, prefix, parent, grids_later=grids_later)
        self.more = self._parts.more
        self.more.setChecked(section.key in _opened)
        self.more.toggled.connect(self._toggle)

    # Showing

    def apply(
        self,
        abstraction: Abstraction,
        changes: Iterable[Change],
        findings: Sequence[Finding],
    ) -> None:
        """Touch only what changed; what is being typed stays as it is."""
        with self.standing_still():
            before, self._findings = self._findings, within(self.prefix, findings)
            self._abstraction = abstraction
            touched = {change.path for change in changes}
            touched |= {
                path
                for path in before.keys() | self._findings.keys()
                if before.get(path) != self._findings.get(path)
            }
            arms = dict(arm_names(abstraction))
            arms_changed, self._arms = arms != self._arms, arms
            shown = self.shown_rows()
            self.arrange()
            for row in self.shown_rows():
                if row not in shown or touched.intersection(told_by(row.paths)):
                    self._refresh(row)
                elif row.paths[0].endswith(DOSE_TEXT):
                    self._read_dose(row)
            for panel in self._panels:
                if not panel.isHidden() and (arms_changed or panel.is_touched(touched)):
                    told = abstraction, self._findings, self._arms
                    panel.show_rows(*told, self._read_only)
            self._count_rows()

    def start_over(self) -> None:
        """Show grids from their first column and row: they stand for another study."""
        for panel in self._panels:
            panel.grid.start_over()

    def rows_in_full(self) -> list[QWidget]:
        """The rows of grids that are shown with all their fields."""
        found = [panel.detail for panel in self._panels if panel.detail is not None]
        return [one for one in found if one.isVisible()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grids and panels take no more than their part of the height."""
        super().resizeEvent(event)
        for panel in self._panels:
            panel.grid.fit_height()
        if self.strip is not None:
            self.strip.fit()

    # Moving about

    @property
    def current_path(self) -> str:
        """The path of the field with the focus, or that had it last."""
        return self._current

    def reveal(self, path: str) -> None:
        """Go to a field: unfold, scroll, focus; in a grid, select its cell."""
        panel = self._panel_of(path)
        if panel is not None:
            panel.reveal(path)
            return
        if self._parts.is_further(path):
            self.more.setChecked(True)
        row = self._parts.row_at.get(path)
        if self.strip is not None and row in self.strip.cells:
            self.strip.unfold()
        if row is not None and not row.isHidden():
            row.focus(path)
            self.show_part(row)
        elif path in (self.prefix, ""):
            self.show_top()

    def focus_first(self) -> None:
        """Go to the first field that is left, or else to the first."""
        pinned = self.strip.cells if self.strip is not None else []
        rows = [row for row in self.shown_rows() if row not in pinned]
        left = [row for row in rows if row.sign == "blank"]
        if (not rows or (pinned and not left)) and self.panels:
            self.panels[0].grid.setFocus()
            return
        for row in (left or rows)[:1]:
            row.focus()

    def left(self) -> tuple[int, int]:
        """How many essential fields nobody has answered yet, and how many others."""
        abstraction = self._abstraction
        if abstraction is None:
            return 0, 0
        left = [
            placed.spec.item.essential
            for placed in abstraction.walk_instance(self.section, self.prefix)
            # Most are answered; only the others are asked for.
            if placed.answer is None and abstraction.is_left(placed.path, placed.spec)
        ]
        return sum(left), len(left) - sum(left)

    def _panel_of(self, path: str) -> "GridPanel | None":
        if path in self._parts.row_at:
            return None
        return next((panel for panel in self.panels if panel.holds(path)), None)

    def _panel_in_focus(self) -> "GridPanel | None":
        return next((panel for panel in self._panels if panel.has_focus()), None)

    # What was typed

    def commit_pending(self) -> list[tuple[str, str]]:
        """What was typed and not passed on yet; it counts as passed on from now."""
        self._autosave.stop()
        typed: list[tuple[str, str]] = []
        for cell in self.cells():
            text = cell.pending()
            if text is not None:
                typed.append((cell.path, text))
        for panel in self._panels:
            typed += panel.typing.commit_pending()
        return typed

    def pending_paths(self) -> list[str]:
        """The fields with typing that was not passed on yet."""
        own = [cell.path for cell in self.cells() if cell.is_pending]
        return own + [p for panel in self._panels for p in panel.typing.pending_paths()]

    # What keys and menus do

    def toggle_more(self) -> None:
        """Unfold or fold the further fields, or the columns of the grid in focus."""
        panel = self._panel_in_focus()
        if panel is not None:
            panel.toggle_more()
        elif not self.more.isHidden():
            self.more.toggle()

    def _toggle(self, opened: bool) -> None:
        (_opened.add if opened else _opened.discard)(self.section.key)
        with self.standing_still():
            self.arrange()
            for row in self.shown_rows():
                self._refresh(row)
        self.more_toggled.emit(self.section.key, opened)

    def choose_missing(self) -> None:
        """Open the missing codes for the current field."""
        panel = self._panel_of(self._current)
        row = self._parts.row_at.get(self._current)
        if panel is not None:
            panel.choose_missing()
        elif row is not None:
            row.choose_missing()

    def remove_row(self) -> None:
        """Remove the row that one stands in, or stood in last."""
        if (panel := self._panel_of(self._current)) is not None:
            panel.commands.do("remove")

    def set_missing(self, code: MissingCode) -> None:
        """Set a missing code in the current field."""
        panel = self._panel_of(self._current)
        cell = self.cell(self._current)
        if panel is not None:
            panel.commands.set_missing(code)
        elif cell is not None:
            cell.choose_missing(code)

    def answer_query(self) -> None:
        """Ask for the reason that answers the current field's query."""
        heads = [one.finding for one in self.order if isinstance(one, MessageBar)]
        queries = [one for one in heads if one and one.severity is Severity.QUERY]
        found = self.query_here() or next(iter(queries), None)
        if found is not None:
            self.reply_requested.emit(found.path, found.rule)

    def query_here(self) -> Finding | None:
        """The query of the current field, or of the row of the current cell."""
        row = self._parts.row_at.get(self._current)
        panel = self._panel_of(self._current)
        if panel is not None:
            return panel.first_query()
        return row.first_query() if row is not None else None

    def use_reading(self) -> None:
        """Use the reading of a printed dose, or else a likely answer of a finding."""
        repairs = () if self.reads_dose else self._repairs()
        if not repairs:
            super().use_reading()
        elif len(repairs) == 1:
            self.repair_chosen.emit(repairs[0])
        else:
            offer_repairs(self, repairs, self.repair_chosen.emit)

    def _repairs(self) -> tuple[Repair, ...]:
        row = self._parts.row_at.get(self._current)
        panel = self._panel_of(self._current)
        if self._read_only:
            return ()
        if panel is not None:
            return panel.repairs()
        return row.notes.repairs() if row is not None else ()

    def request_evidence(self) -> None:
        """Ask for the evidence of the current field."""
        if self._current:
            self.evidence_requested.emit(self._current)

    def do_in_grid(self, wish: str) -> None:
        """Do in the grid in focus what its keys do: add, remove, fill, up, down, …"""
        panel = self._panel_in_focus()
        if panel is not None:
            panel.commands.do(wish)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the form, for a window that does not take them itself."""
        action = self._keys().get((event.key(), event.modifiers()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _keys(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]]:
        alt = Qt.KeyboardModifier.AltModifier
        control = Qt.KeyboardModifier.ControlModifier
        return {
            (Qt.Key.Key_M, alt): self.toggle_more,
            (Qt.Key.Key_A, alt): self.answer_query,
            (Qt.Key.Key_E, alt): self.request_evidence,
            (Qt.Key.Key_M, control): self.choose_missing,
            (Qt.Key.Key_Return, control): self.use_reading,
            (Qt.Key.Key_Enter, control): self.use_reading,
        }
