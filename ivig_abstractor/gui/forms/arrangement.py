"""Which rows of a section are on the screen, and in which order."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.derived import DerivedRow
from ivig_abstractor.gui.forms.disclosure import GroupCaption, MoreFields
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.plan import (
    RowPlan,
    has_captions,
    is_panel,
    plan_rows,
)
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.forms.steps import label_column
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.deriving import DerivedLine, has_derived
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.model.reading import show_answer

Findings = Mapping[str, Sequence[Finding]]
_LONG_LABELS = {"bias", "flow"}
"""Sections whose labels are in the words of a tool, or of the PRISMA diagram."""


class Arrangement:
    """Makes the parts of a section when they are first needed, and orders them."""

    def __init__(
        self,
        section: SectionSpec,
        prefix: str,
        parent: QWidget,
        made: Callable[[QWidget], None],
    ) -> None:
        self._section = section
        self._parent = parent
        self._made = made
        self.prefix = prefix
        # The panels of the review have a strip of their own.
        fields = [spec for spec in section.fields if not is_panel(spec)]
        self.first, self.further = plan_rows(fields)
        self._kept: list[FieldRow] = []
        self.rows: dict[str, FieldRow] = {}
        self.row_at: dict[str, FieldRow] = {}
        self._derived: dict[str, DerivedRow] = {}
        self._captions: dict[tuple[str, bool], GroupCaption] = {}
        self._bars: list[MessageBar] = []
        self.more = MoreFields(parent)
        self.more.hide()
        # The labels of further fields may take two lines.
        questions = self.first if section.key in _LONG_LABELS else ()
        self.label_width = label_column(
            FieldRow.label_width(plan.first) for plan in questions
        )

    def rebind(self, prefix: str) -> None:
        """Stand for another instance of the section."""
        self.prefix = prefix
        plans = {plan.first.name: plan for plan in (*self.first, *self.further)}
        self.row_at = {}
        for name, row in self.rows.items():
            row.set_current("")
            row.rebind(plans[name].paths(prefix))
            self.row_at.update(dict.fromkeys(row.paths, row))
        self.keep(self._kept)

    def keep(self, rows: Sequence[FieldRow]) -> None:
        """Find these rows by their paths too; they stand elsewhere."""
        self._kept = list(rows)
        for row in rows:
            self.row_at.update(dict.fromkeys(row.paths, row))

    def is_further(self, path: str) -> bool:
        """Say whether a field may be folded away."""
        return any(path in plan.paths(self.prefix) for plan in self.further)

    def order(self, abstraction: Abstraction, findings: Findings) -> list[QWidget]:
        """The parts to be shown, without the grids."""
        first = [plan for plan in self.first if self._is_asked(plan, abstraction)]
        further = [plan for plan in self.further if self._is_asked(plan, abstraction)]
        opened = self.more.isChecked() or not first
        shown = first + (further if opened else [])
        places = self._places(shown, abstraction, findings)
        order = self._part(first, places, further=False)
        order += places.get("", ())
        if further and first:
            self._name_further(further, abstraction, findings)
            order.append(self.more)
        if opened:
            order += self._part(further, places, further=True)
        return order

    def section_bars(
        self, findings: Findings, width: int, *, read_only: bool
    ) -> list[MessageBar]:
        """Findings about the section as a whole stand at its head."""
        at = [self.prefix]
        at += [paths.join(self.prefix, one.name) for one in self._section.repeats]
        found = [
            one
            for path in at
            for one in findings.get(path, ())
            if one.is_open and one.path == path
        ]
        while len(self._bars) < len(found):
            bar = MessageBar(self._parent)
            self._made(bar)
            self._bars.append(bar)
        shown = self._bars[: len(found)]
        for bar, finding in zip(shown, found, strict=True):
            bar.show_finding(finding, read_only=read_only)
            bar.setFixedHeight(bar.height_for(width))
        return shown

    def _is_asked(self, plan: RowPlan, abstraction: Abstraction) -> bool:
        path = f"{self.prefix}.{plan.first.name}"
        return not plan.first.item.auto and abstraction.is_asked(path, plan.first)

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
        row = self.rows.get(plan.first.name)
        if row is None:
            row = FieldRow(plan.specs, plan.paths(self.prefix), self._parent)
            row.hide()
            row.set_label_width(self.label_width)
            self._made(row)
            self.rows[plan.first.name] = row
            self.row_at.update(dict.fromkeys(row.paths, row))
        return row

    def _caption(self, group: str, *, further: bool) -> GroupCaption:
        key = (group, further)
        if key not in self._captions:
            self._captions[key] = GroupCaption(_(group), self._parent)
        return self._captions[key]

    def _places(
        self, shown: Sequence[RowPlan], abstraction: Abstraction, findings: Findings
    ) -> dict[str, list[DerivedRow]]:
        """Each derived line stands after the last of its inputs that is shown.

        Inputs that can be folded away count only if there are no others: unfolding
        them moves nothing.
        """
        at = {
            path: number
            for number, plan in enumerate(shown)
            for path in plan.paths(self.prefix)
        }
        names = {plan.first.name for plan in self.first}
        always = {at for at, one in enumerate(shown) if one.first.name in names}
        ungrouped = [plan for plan in shown if not plan.first.item.group]
        last = (ungrouped or list(shown))[-1].first.name if shown else ""
        places: dict[str, list[DerivedRow]] = {}
        reasons: list[str] = []
        said = [one.message for found in findings.values() for one in found]
        for line in self._lines(abstraction):
            inputs = [at[path] for path in line.inputs if path in at]
            inputs = [one for one in inputs if one in always] or inputs
            if inputs:
                last = shown[max(inputs)].first.name
            elif not line.text:
                # What lacks the same thing says so once, and not beside its finding.
                known = any(line.reason.endswith(one) for one in reasons)
                if known or any(line.reason in message for message in said):
                    continue
                reasons.append(line.reason)
            places.setdefault(last, []).append(self._derived_row(line))
        return places

    def _lines(self, abstraction: Abstraction) -> list[DerivedLine]:
        """The derived lines, and the fields the program fills in itself."""
        found: list[DerivedLine] = []
        if has_derived(self.prefix):
            # The first section has none, and does not load what works them out.
            from ivig_abstractor.model.derived import derived_for

            found = derived_for(abstraction, self.prefix)
        known = {line.path for line in found}
        for spec in self._section.fields:
            path = f"{self.prefix}.{spec.name}"
            answer = abstraction.get(path) if spec.item.auto else None
            if answer is not None and path not in known:
                words = show_answer(spec, answer)
                found.append(DerivedLine(path, _(spec.label), words))
        return found

    def _derived_row(self, line: DerivedLine) -> DerivedRow:
        key = line.path.removeprefix(self.prefix)
        row = self._derived.get(key)
        if row is None:
            row = self._derived[key] = DerivedRow(self._parent)
            row.set_label_width(self.label_width)
        row.show_line(line)
        return row

    def _name_further(
        self, plans: Sequence[RowPlan], abstraction: Abstraction, findings: Findings
    ) -> None:
        folded = [path for plan in plans for path in plan.paths(self.prefix)]
        answered = sum(abstraction.get(path) is not None for path in folded)
        left = sum(abstraction.is_left(path) for path in folded)
        found = {
            one.severity
            for path in folded
            for one in findings.get(path, ())
            if one.is_open
        }
        worst = "query" if Severity.QUERY in found else ""
        worst = "error" if Severity.ERROR in found else worst
        labels = [_(plan.first.label) for plan in plans]
        self.more.show_fields(labels, answered, left, worst)
