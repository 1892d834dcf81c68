"""The rest of a row of a wide grid: what is no column stands below it as a form."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.disclosure import GroupCaption
from ivig_abstractor.gui.forms.plan import RowPlan
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import RepeatSpec
from ivig_abstractor.model.reading import show_answer


class RowDetail(QWidget):
    """The fields of the selected row that are no columns; built when first needed."""

    answered = Signal(str, str)
    missing_chosen = Signal(str, object)
    focused = Signal(str)
    typed = Signal(str)
    finished = Signal(str)
    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    evidence_requested = Signal(str)

    def __init__(self, spec: RepeatSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self._path = ""
        self._current = ""
        self._rows: dict[str, FieldRow] = {}
        self._captions: dict[str, GroupCaption] = {}
        self._order: list[QWidget] = []
        self._said: tuple[Finding, ...] = ()
        self._in_grid: frozenset[str] = frozenset()
        self._plans = [RowPlan((one,)) for one in spec.fields]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(0)
        self._head = _DetailHead(self)
        self._column.addWidget(self._head)
        self._label_width = theme.LABEL
        self.hide()

    @property
    def path(self) -> str:
        """The row that is shown, empty for none."""
        return self._path

    def show_row(
        self,
        path: str,
        number: int,
        abstraction: Abstraction,
        findings: Mapping[str, Sequence[Finding]],
        arms: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Show another row, or the same one as it is now."""
        if path != self._path:
            for name, row in self._rows.items():
                row.rebind([f"{path}.{name}"])
                row.set_current("")
            self._path = path
        plans = self._plans_of(abstraction)
        self.setVisible(bool(plans))
        if not plans:
            return
        said = _("Further fields of row {row} ({count})")
        self._head.show_words(
            said.format(count=len(plans), row=number), self._named(abstraction, arms)
        )
        order: list[QWidget] = []
        group = ""
        for plan in plans:
            spec = plan.first
            if spec.item.group != group:
                group = spec.item.group
                if group:
                    order.append(self._caption(group))
            row = self._row(plan)
            row.show_answers(abstraction, findings, arms, read_only=read_only)
            order.append(row)
        self._put(order)

    def _plans_of(self, abstraction: Abstraction) -> list[RowPlan]:
        """The fields that are asked in the row, and are not in its cells."""
        if not self._path:
            return []
        return [
            plan
            for plan in self._plans
            if plan.first.name not in self._in_grid
            and abstraction.is_asked(f"{self._path}.{plan.first.name}", plan.first)
        ]

    def leave_to_grid(self, names: frozenset[str]) -> None:
        """Leave out the fields that are columns, when a row is shown the next time."""
        self._in_grid = names

    def set_label_width(self, width: int) -> None:
        """Line the editors up with those of the form above."""
        self._label_width = width
        for row in self._rows.values():
            row.set_label_width(width)

    def leave_out(self, said: Sequence[Finding]) -> None:
        """Show no sentence that the grid says already; the sign stays at its field."""
        if self._said != tuple(said):
            self._said = tuple(said)
            for row in self._rows.values():
                row.leave_out(said)

    def first_query(self) -> Finding | None:
        """The query of the field one stands in."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        here = (one for one in self._rows.values() if one.isAncestorOf(focus))
        return next((one.first_query() for one in here), None)

    def _named(self, abstraction: Abstraction, arms: Mapping[str, str]) -> str:
        words = []
        for spec in self.spec.fields[:5]:
            answer = abstraction.get(f"{self._path}.{spec.name}")
            if isinstance(answer, Missing):
                # A code alone would not say what is missing.
                said = _("{field}: {code}")
                code = show_answer(spec, answer, arms)
                words.append(said.format(field=_(spec.label), code=code))
            elif answer is not None:
                words.append(show_answer(spec, answer, arms))
        return " · ".join(words)

    def _caption(self, group: str) -> GroupCaption:
        if group not in self._captions:
            self._captions[group] = GroupCaption(_(group), self)
        return self._captions[group]

    def _row(self, plan: RowPlan) -> FieldRow:
        row = self._rows.get(plan.first.name)
        if row is None:
            row = FieldRow(plan.specs, plan.paths(self._path), self)
            row.set_label_width(self._label_width)
            row.leave_out(self._said)
            row.committed.connect(self.answered)
            row.missing_chosen.connect(self.missing_chosen)
            row.focused.connect(self._on_focused)
            row.typed.connect(self.typed)
            row.finished.connect(self.finished)
            row.reply_requested.connect(self.reply_requested)
            row.repair_chosen.connect(self.repair_chosen)
            row.evidence_requested.connect(self.evidence_requested)
            self._rows[plan.first.name] = row
        return row

    def _put(self, order: list[QWidget]) -> None:
        if order == self._order:
            return
        for widget in set(self._order) - set(order):
            self._column.removeWidget(widget)
            widget.hide()
        for at, widget in enumerate(order, start=1):
            if self._column.indexOf(widget) != at:
                self._column.removeWidget(widget)
                self._column.insertWidget(at, widget)
            widget.show()
        self._order = order

    def _on_focused(self, path: str) -> None:
        for row in self._rows.values():
            row.set_current(path if path in row.paths else "")
        self.focused.emit(path)

    def reveal(self, path: str) -> None:
        """Go to a field of the row."""
        for row in self._rows.values():
            if path in row.paths:
                row.focus(path)

    def place_of(self, path: str) -> QRect:
        """Where the field of a path stands."""
        for row in self._rows.values():
            if path in row.paths:
                return QRect(row.mapTo(self, row.rect().topLeft()), row.size())
        return self.rect()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        rows = [one for one in self._order if isinstance(one, FieldRow)]
        return [stop for row in rows for stop in row.stops()]

    def cell(self, path: str) -> AnswerCell | None:
        """The editor of a path."""
        return next((cell for cell in self.cells() if cell.path == path), None)

    def cells(self) -> list[AnswerCell]:
        """All editors."""
        return [cell for row in self._rows.values() for cell in row.cells]


class _DetailHead(QWidget):
    """How many fields follow, and of which row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = self._named = ""
        self.setFixedHeight(max(theme.ROW, theme.line_height() + 8))

    def show_words(self, words: str, named: str) -> None:
        """Name the row."""
        self._words, self._named = words, named
        self.setAccessibleName(f"{words}: {named}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words on a darker ground."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.colour("pane"))
            painter.setPen(colours.colour("line"))
            painter.drawLine(0, 0, self.width(), 0)
            painter.setFont(theme.font(theme.TEXT, 600))
            painter.setPen(colours.colour("text"))
            middle = Qt.AlignmentFlag.AlignVCenter
            box = QRect(theme.GUTTER, 0, self.width() - 36, self.height())
            painter.drawText(box, middle, self._words)
            box.setLeft(
                box.x() + painter.fontMetrics().horizontalAdvance(self._words) + 10
            )
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(colours.colour("text3"))
            side = Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(self._named, side, box.width())
            painter.drawText(box, middle, words)
