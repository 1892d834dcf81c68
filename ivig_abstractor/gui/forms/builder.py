"""From the declaration of a section to its view: rows, what is folded, and grids."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.disclosure import GroupCaption, MoreFields
from ivig_abstractor.gui.forms.doses import DoseSuggestion
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.plan import RowPlan, has_captions, plan_rows
from ivig_abstractor.gui.forms.rows import DerivedRow, FieldRow
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import MissingCode, value_of
from ivig_abstractor.model.derived import DerivedLine, derived_for
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.changes import Change

AUTOSAVE_MS = 800
"""A pause this long passes typing on, so that it is durable within a second."""

_opened: set[str] = set()
"""The sections whose further fields are unfolded, as long as the program runs."""


class SectionView(QWidget):
    """One section of the form for one study, arm or phase, drawn from its spec."""

    answered = Signal(str, str)
    answers_set = Signal(list, str)
    missing_chosen = Signal(str, object)
    row_added = Signal(str, str, dict)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    rows_pasted = Signal(str, list, str)
    focused = Signal(str)
    reply_requested = Signal(str, str)
    evidence_requested = Signal(str)
    said = Signal(str)
    more_toggled = Signal(str, bool)

    def __init__(
        self, section: SectionSpec, prefix: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.prefix = prefix
        self._abstraction: Abstraction | None = None
        self._findings: dict[str, list[Finding]] = {}
        self._arms: dict[str, str] = {}
        self._read_only = False
        self._current = ""
        self._typing = ""
        self._first, self._further = plan_rows(section.fields)
        self._rows: dict[str, FieldRow] = {}
        self._row_at: dict[str, FieldRow] = {}
        self._derived: dict[str, DerivedRow] = {}
        self._captions: dict[tuple[str, bool], GroupCaption] = {}
        self._bars: list[MessageBar] = []
        self._order: list[QWidget] = []
        self._label_width = self._widest_label()
        self._build()
        self._panels = [self._panel(at) for at in range(len(section.repeats))]
        self._dose = DoseSuggestion()

    def _build(self) -> None:
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setHorizontalScrollBarPolicy(never)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._content = QWidget()
        self._content.setProperty("surface", "base")
        self._content.setAccessibleName(_(self.section.title))
        self._area.setWidget(self._content)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 4, 0, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._more = MoreFields(self._content)
        self._more.setChecked(self.section.key in _opened)
        self._more.toggled.connect(self._toggle)
        self._more.hide()
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(AUTOSAVE_MS)
        self._autosave.timeout.connect(self._save_typing)

    def _widest_label(self) -> int:
        # The labels of further fields may take two lines.
        wide = [FieldRow.label_width(plan.first) for plan in self._first]
        return max(theme.LABEL, min(max(wide, default=0), 204))

    def _panel(self, at: int) -> GridPanel:
        spec = self.section.repeats[at]
        panel = GridPanel(spec, paths.join(self.prefix, spec.name), self._content)
        panel.hide()
        panel.answered.connect(self.answered)
        panel.answers_set.connect(self.answers_set)
        panel.missing_chosen.connect(self.missing_chosen)
        panel.row_added.connect(self.row_added)
        panel.row_removed.connect(self.row_removed)
        panel.row_moved.connect(self.row_moved)
        panel.rows_pasted.connect(self.rows_pasted)
        panel.focused.connect(self._on_focused)
        panel.reply_requested.connect(self.reply_requested)
        panel.evidence_requested.connect(self.evidence_requested)
        panel.said.connect(self.said)
        panel.typed.connect(self._on_typed)
        panel.finished.connect(self._on_finished)
        panel.needs_view.connect(self._show_part)
        return panel

    # Showing

    def show_answers(
        self, abstraction: Abstraction, findings: Sequence[Finding], read_only: bool
    ) -> None:
        """Show all answers anew."""
        self._abstraction = abstraction
        self._read_only = read_only
        self._findings = self._mine(findings)
        self._arms = arm_names(abstraction)
        self._arrange()
        for row in self._rows.values():
            if not row.isHidden():
                self._refresh(row)
        for panel in self._panels:
            if not panel.isHidden():
                panel.show_rows(abstraction, self._findings, self._arms, read_only)

    def rebind(self, prefix: str) -> None:
        """Stand for another instance of the section; `show_answers` must follow."""
        if prefix == self.prefix:
            return
        self._autosave.stop()
        self.prefix = prefix
        plans = {plan.first.name: plan for plan in (*self._first, *self._further)}
        self._row_at = {}
        for name, row in self._rows.items():
            row.set_current("")
            row.rebind(plans[name].paths(prefix))
            self._row_at.update(dict.fromkeys(row.paths, row))
        for panel, spec in zip(self._panels, self.section.repeats, strict=True):
            panel.rebind(paths.join(prefix, spec.name))
        self._current = ""

    def apply(
        self,
        abstraction: Abstraction,
        changes: Iterable[Change],
        findings: Sequence[Finding],
    ) -> None:
        """Touch only what changed; what is being typed stays as it is."""
        before, self._findings = self._findings, self._mine(findings)
        self._abstraction = abstraction
        listed = list(changes)
        touched = {change.path for change in listed}
        touched |= {
            path
            for path in before.keys() | self._findings.keys()
            if before.get(path) != self._findings.get(path)
        }
        arms = arm_names(abstraction)
        arms_changed, self._arms = arms != self._arms, arms
        shown = [row for row in self._rows.values() if not row.isHidden()]
        self._arrange()
        for row in self._rows.values():
            fresh = not row.isHidden() and row not in shown
            if fresh or (row in shown and touched.intersection(row.paths)):
                self._refresh(row)
        dose = self._rows.get("dose_text")
        if dose is not None and dose in shown:
            self._read_dose(dose)
        for panel in self._panels:
            if panel.isHidden():
                continue
            if arms_changed or panel.is_touched(touched):
                panel.show_rows(
                    abstraction, self._findings, self._arms, self._read_only
                )

    def _mine(self, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in findings:
            if one.path == self.prefix or one.path.startswith(self.prefix + "."):
                found.setdefault(one.path, []).append(one)
        return found

    def _refresh(self, row: FieldRow) -> None:
        if self._abstraction is None:
            return
        row.show_answers(
            self._abstraction, self._findings, self._arms, read_only=self._read_only
        )
        if row.cells[0].spec.name == "dose_text":
            self._read_dose(row)

    # Arranging

    def _arrange(self) -> None:
        """Decide which parts are on the screen, and in which order."""
        abstraction = self._abstraction
        if abstraction is None:
            return
        first = [plan for plan in self._first if self._is_asked(plan)]
        further = [plan for plan in self._further if self._is_asked(plan)]
        order: list[QWidget] = [*self._section_bars()]
        lines = derived_for(abstraction, self.prefix)
        opened = self._more.isChecked() or not first
        shown = first + (further if opened else [])
        places = self._places_of(lines, shown)
        order += self._part(first, places, further=False)
        for at in places.get("", ()):
            order.append(at)
        if further and first:
            self._name_further(further)
            order.append(self._more)
        if opened:
            order += self._part(further, places, further=True)
        for panel, spec in zip(self._panels, self.section.repeats, strict=True):
            if abstraction.rows_asked(spec.pattern, panel.container):
                order.append(panel)
        self._put(order)

    def _is_asked(self, plan: RowPlan) -> bool:
        abstraction = self._abstraction
        if abstraction is None or plan.first.item.auto:
            return False
        path = f"{self.prefix}.{plan.first.name}"
        return abstraction.is_asked(path, plan.first)

    def _part(
        self,
        plans: Sequence[RowPlan],
        places: Mapping[str, list[DerivedRow]],
        *,
        further: bool,
    ) -> list[QWidget]:
        order: list[QWidget] = []
        captions = has_captions(plans)
        group = ""
        for plan in plans:
            if captions and plan.first.item.group != group:
                group = plan.first.item.group
                if group:
                    order.append(self._caption(group, further=further))
            order.append(self._row(plan))
            order += places.get(plan.first.name, [])
        return order

    def _row(self, plan: RowPlan) -> FieldRow:
        row = self._rows.get(plan.first.name)
        if row is None:
            row = FieldRow(plan.specs, plan.paths(self.prefix), self._content)
            row.hide()
            row.set_label_width(self._label_width)
            row.committed.connect(self._on_committed)
            row.missing_chosen.connect(self.missing_chosen)
            row.focused.connect(self._on_focused)
            row.typed.connect(self._on_typed)
            row.finished.connect(self._on_finished)
            row.evidence_requested.connect(self.evidence_requested)
            row.reply_requested.connect(self.reply_requested)
            row.reading_used.connect(lambda _path: self.use_reading())
            self._rows[plan.first.name] = row
            self._row_at.update(dict.fromkeys(row.paths, row))
        return row

    def _caption(self, group: str, *, further: bool) -> GroupCaption:
        key = (group, further)
        if key not in self._captions:
            self._captions[key] = GroupCaption(_(group), self._content)
        return self._captions[key]

    def _places_of(
        self, lines: Sequence[DerivedLine], shown: Sequence[RowPlan]
    ) -> dict[str, list[DerivedRow]]:
        """Each derived line stands after the last of its inputs that is shown."""
        at = {f"{self.prefix}.{plan.first.name}": n for n, plan in enumerate(shown)}
        for n, plan in enumerate(shown):
            at.update(dict.fromkeys(plan.paths(self.prefix), n))
        ungrouped = [plan for plan in shown if not plan.first.item.group]
        last = (ungrouped or list(shown))[-1].first.name if shown else ""
        places: dict[str, list[DerivedRow]] = {}
        reasons: list[str] = []
        for line in self._with_automatic(lines):
            inputs = [at[path] for path in line.inputs if path in at]
            if inputs:
                last = shown[max(inputs)].first.name
            elif not line.text:
                # What lacks the same thing says so once.
                if any(line.reason.endswith(said) for said in reasons):
                    continue
                if self._is_said(line.reason):
                    continue
                reasons.append(line.reason)
            places.setdefault(last, []).append(self._derived_row(line))
        return places

    def _is_said(self, reason: str) -> bool:
        """Say whether a finding of the section gives this reason already."""
        found = [one for many in self._findings.values() for one in many]
        return bool(reason) and any(reason in one.message for one in found)

    def _with_automatic(self, lines: Sequence[DerivedLine]) -> list[DerivedLine]:
        """Fields the program fills in itself stand among the derived lines."""
        abstraction = self._abstraction
        known = {line.path for line in lines}
        found = list(lines)
        for spec in self.section.fields if abstraction is not None else ():
            path = f"{self.prefix}.{spec.name}"
            if not spec.item.auto or path in known:
                continue
            answer = abstraction.get(path) if abstraction is not None else None
            if answer is not None:
                words = show_answer(spec, answer, self._arms)
                found.append(DerivedLine(path, _(spec.label), words))
        return found

    def _derived_row(self, line: DerivedLine) -> DerivedRow:
        key = line.path.removeprefix(self.prefix)
        row = self._derived.get(key)
        if row is None:
            row = self._derived[key] = DerivedRow(self._content)
            row.set_label_width(self._label_width)
        row.show_line(line.label, line.text, line.formula, line.assumption, line.reason)
        return row

    def _section_bars(self) -> list[QWidget]:
        """Findings about the section as a whole stand at its head."""
        found = [one for one in self._findings.get(self.prefix, ()) if one.is_open]
        for spec in self.section.repeats:
            at = paths.join(self.prefix, spec.name)
            found += [one for one in self._findings.get(at, ()) if one.is_open]
        while len(self._bars) < len(found):
            bar = MessageBar(self._content)
            bar.reply_requested.connect(self.reply_requested)
            self._bars.append(bar)
        for bar, finding in zip(self._bars, found, strict=False):
            bar.show_finding(finding, read_only=self._read_only)
            bar.setFixedHeight(bar.height_for(max(self.width() - 12, 300)))
        shown: list[QWidget] = list(self._bars[: len(found)])
        return shown

    def _name_further(self, plans: Sequence[RowPlan]) -> None:
        abstraction = self._abstraction
        labels = [_(plan.first.label) for plan in plans]
        all_paths = [path for plan in plans for path in plan.paths(self.prefix)]
        answered = sum(
            1
            for path in all_paths
            if abstraction is not None and abstraction.get(path) is not None
        )
        found = {
            one.severity
            for path in all_paths
            for one in self._findings.get(path, ())
            if one.is_open
        }
        worst = "error" if Severity.ERROR in found else ""
        worst = worst or ("query" if Severity.QUERY in found else "")
        self._more.show_fields(labels, answered, worst)

    def _put(self, order: list[QWidget]) -> None:
        if order == self._order:
            return
        gone = set(self._order) - set(order)
        for widget in gone:
            self._column.removeWidget(widget)
            widget.hide()
        for at, widget in enumerate(order):
            if self._column.indexOf(widget) != at:
                self._column.removeWidget(widget)
                self._column.insertWidget(at, widget)
            widget.show()
        self._order = order
        self._chain()

    def _stops(self) -> list[QWidget]:
        """What Tab stops at, in the order of the form."""
        stops: list[QWidget] = []
        for widget in self._order:
            if isinstance(widget, FieldRow | GridPanel):
                stops += widget.stops()
            elif widget is self._more:
                stops.append(widget)
        return stops

    def _chain(self) -> None:
        """Let Tab, coming from outside, enter the form where it begins."""
        for before, after in pairwise(self._stops()):
            QWidget.setTabOrder(before, after)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab follows the form; at its ends it leaves the section."""
        focus = QApplication.focusWidget()
        stops = [one for one in self._stops() if one.isVisible() and one.isEnabled()]
        here = [
            at
            for at, one in enumerate(stops)
            if focus is not None and (one is focus or one.isAncestorOf(focus))
        ]
        if not here or focus is None:
            return super().focusNextPrevChild(next)
        at = here[-1] + 1 if next else here[0] - 1
        if 0 <= at < len(stops):
            self._enter(stops[at], forward=next)
            return True
        there = _outside(self, focus, forward=next)
        if there is None:
            return False
        self._enter(there, forward=next)
        return True

    def _enter(self, widget: QWidget, *, forward: bool) -> None:
        reason = Qt.FocusReason
        widget.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)

    # Moving about

    @property
    def current_path(self) -> str:
        """The path of the field with the focus, or that had it last."""
        return self._current

    def reveal(self, path: str) -> None:
        """Go to a field: unfold, scroll, focus; in a grid, select its cell."""
        for panel in self._panels:
            if panel.holds(path):
                panel.reveal(path)
                return
        name = path.removeprefix(self.prefix).lstrip(".")
        if any(name in [s.name for s in plan.specs] for plan in self._further):
            self._more.setChecked(True)
        row = self._row_at.get(path)
        if row is not None and not row.isHidden():
            self._column.activate()
            row.focus(path)
            self._show_part(row)
        elif path in (self.prefix, ""):
            self._area.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Go to the first field that is left, or else to the first."""
        rows = [w for w in self._order if isinstance(w, FieldRow)]
        left = [row for row in rows if row.sign == "blank"]
        for row in (left or rows)[:1]:
            row.focus()

    def essential_left(self) -> int:
        """How many essential fields nobody has answered yet."""
        abstraction = self._abstraction
        if abstraction is None:
            return 0
        return sum(
            1
            for placed in abstraction.walk_instance(self.section, self.prefix)
            if placed.answer is None
            and placed.spec.item.essential
            and not placed.spec.item.optional
            and abstraction.is_asked(placed.path, placed.spec)
        )

    def _show_part(self, widget: QWidget) -> None:
        self._content.layout()
        self._area.ensureWidgetVisible(widget, 0, 40)

    def _on_focused(self, path: str) -> None:
        row = self._row_at.get(path)
        old = self._row_at.get(self._current)
        if old is not None and old is not row:
            old.set_current("")
        self._current = path
        if row is not None:
            row.set_current(path)
            self._show_part(row)
        self.focused.emit(path)

    def _on_finished(self, path: str) -> None:
        del path
        self.focusNextPrevChild(True)

    def _toggle(self, opened: bool) -> None:
        (_opened.add if opened else _opened.discard)(self.section.key)
        self._arrange()
        for row in self._rows.values():
            if not row.isHidden():
                self._refresh(row)
        self.more_toggled.emit(self.section.key, opened)

    # Typing

    def _on_typed(self, path: str) -> None:
        self._typing = path
        self._autosave.start()
        row = self._row_at.get(path)
        if row is not None and row.cells[0].spec.name == "dose_text":
            self._read_dose(row)

    def _on_committed(self, path: str, text: str) -> None:
        if path == self._typing:
            self._autosave.stop()
        self.answered.emit(path, text)

    def _save_typing(self) -> None:
        cell = self._cell(self._typing)
        if cell is not None:
            cell.commit()

    def _cell(self, path: str) -> AnswerCell | None:
        row = self._row_at.get(path)
        if row is not None:
            return row.cell(path)
        cells = (panel.cell(path) for panel in self._panels)
        return next((cell for cell in cells if cell is not None), None)

    def _cells(self) -> list[AnswerCell]:
        own = [cell for row in self._rows.values() for cell in row.cells]
        return own + [cell for panel in self._panels for cell in panel.cells()]

    def commit_pending(self) -> list[tuple[str, str]]:
        """What was typed and not passed on yet; it counts as passed on from now."""
        self._autosave.stop()
        typed: list[tuple[str, str]] = []
        for cell in self._cells():
            text = cell.pending()
            if text is not None:
                typed.append((cell.path, text))
        for panel in self._panels:
            typed += panel.commit_pending()
        return typed

    def pending_paths(self) -> list[str]:
        """The fields with typing that was not passed on yet."""
        own = [cell.path for cell in self._cells() if cell.is_pending]
        return own + [path for panel in self._panels for path in panel.pending_paths()]

    # What shortcuts do

    def toggle_more(self) -> None:
        """Unfold or fold the further fields."""
        for panel in self._panels:
            if panel.has_focus():
                panel.toggle_more()
                return
        if not self._more.isHidden():
            self._more.toggle()

    def choose_missing(self) -> None:
        """Open the missing codes for the current field."""
        row = self._row_at.get(self._current)
        for panel in self._panels:
            if panel.holds(self._current):
                panel.choose_missing()
                return
        if row is not None:
            row.choose_missing()

    def set_missing(self, code: MissingCode) -> None:
        """Set a missing code in the current field."""
        cell = self._cell(self._current)
        if cell is not None:
            cell.choose_missing(code)

    def answer_query(self) -> None:
        """Ask for the reason that answers the current field's query."""
        row = self._row_at.get(self._current)
        found = row.first_query() if row is not None else None
        for panel in self._panels:
            found = found or (
                panel.first_query() if panel.holds(self._current) else None
            )
        if found is None:
            bars = [bar for bar in self._bars if not bar.isHidden() and bar.finding]
            asked = [bar.finding for bar in bars if bar.finding is not None]
            queries = [one for one in asked if one.severity is Severity.QUERY]
            found = queries[0] if queries else None
        if found is not None:
            self.reply_requested.emit(found.path, found.rule)

    def request_evidence(self) -> None:
        """Ask for the evidence of the current field."""
        if self._current:
            self.evidence_requested.emit(self._current)

    def use_reading(self) -> None:
        """Put what was read in the dose text into the fields."""
        if self._read_only or self._abstraction is None:
            return
        for cell in self._cells():
            cell.commit()
        answers = self._dose.answers()
        if answers:
            self.answers_set.emit(answers, _("Use the reading of the dose"))

    def _read_dose(self, row: FieldRow) -> None:
        if self._abstraction is not None:
            text = row.cells[0].editor.draft()
            self._dose.read(text, self._abstraction, paths.parent(self.prefix))
            usable = bool(self._dose.answers()) and not self._read_only
            row.show_reading(self._dose.tokens(), usable=usable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the form, for a window that does not take them itself."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        actions: dict[Any, Any] = {}
        if alt:
            actions = {
                Qt.Key.Key_M: self.toggle_more,
                Qt.Key.Key_A: self.answer_query,
                Qt.Key.Key_E: self.request_evidence,
            }
        elif control:
            actions = {
                Qt.Key.Key_M: self.choose_missing,
                Qt.Key.Key_Return: self.use_reading,
                Qt.Key.Key_Enter: self.use_reading,
            }
        action = actions.get(event.key())
        if action is None:
            super().keyPressEvent(event)
        else:
            action()


def _outside(view: QWidget, focus: QWidget, *, forward: bool) -> QWidget | None:
    """The next widget that takes Tab and is no part of a view."""
    one: QWidget | None = focus
    while one is not None:
        one = one.nextInFocusChain() if forward else one.previousInFocusChain()
        if one is None or one is focus:
            return None
        takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and one.isVisible() and one.isEnabled() and not view.isAncestorOf(one):
            return one
    return None


def arm_names(abstraction: Abstraction) -> dict[str, str]:
    """The arms of a study: their ids, and their names as far as they are answered."""
    return {
        row_id: str(value_of(abstraction.get(f"arms[{row_id}].arm.name")) or "")
        for row_id in abstraction.rows("arms")
    }
