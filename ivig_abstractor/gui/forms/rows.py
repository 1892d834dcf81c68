"""One field of the form on one line: sign, label, editor, unit, code, evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.cells import AnswerCell, unit_beside
from ivig_abstractor.gui.forms.chips import EvidenceChip, MissingButton, Token
from ivig_abstractor.gui.forms.fieldlabel import FieldLabel
from ivig_abstractor.gui.forms.missing import MissingPill
from ivig_abstractor.gui.forms.passing import pass_on
from ivig_abstractor.gui.forms.rownotes import RowNotes
from ivig_abstractor.gui.forms.rowpaint import (
    paint_rules,
    paint_sign,
    paint_tokens,
    paint_unit,
)
from ivig_abstractor.gui.forms.saying import (
    choosing,
    description_of,
    help_of,
    name_of,
    sign_of,
    spoken_of,
    tip_of,
)
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.gui.forms.steps import editor_room, label_room
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import FieldSpec

Findings = Mapping[str, Sequence[Finding]]

_GAP = 8


class FieldRow(QWidget):
    """The row of a field, or of a field and its unit."""

    committed = Signal(str, str)
    missing_chosen = Signal(str, object)
    focused = Signal(str)
    typed = Signal(str)
    finished = Signal(str)
    evidence_requested = Signal(str)
    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    reading_used = Signal()

    def __init__(
        self, specs: Sequence[FieldSpec], paths: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.cells = [
            AnswerCell(spec, path, self)
            for spec, path in zip(specs, paths, strict=True)
        ]
        self._label_width = theme.LABEL
        self._current = ""
        self._sign = ""
        self.notes = RowNotes(self)
        self.notes.grown.connect(self.relayout)
        pass_on(self.notes, self, "reply_requested", "repair_chosen", "reading_used")
        self._right = 0
        self._unit = _(specs[0].item.unit)
        self._label = FieldLabel(_(specs[0].label), self)
        self._label.setToolTip(help_of(specs[0]))
        self._label.setBuddy(self.cells[0].editor)
        self._missing = MissingButton(self)
        self._missing.clicked.connect(self.choose_missing)
        self._chip = EvidenceChip(self)
        self._chip.clicked.connect(self._ask_evidence)
        for cell in self.cells:
            self._connect(cell)

    def _connect(self, cell: AnswerCell) -> None:
        pass_on(cell, self, "committed", "missing_chosen", "focused", "finished")
        cell.typed.connect(self._on_typed)
        cell.changed_size.connect(self.relayout)
        cell.left.connect(self.notes.release)

    def _ask_evidence(self) -> None:
        # The chip shows the evidence of the value, wherever in the row one stands.
        self.evidence_requested.emit(self.cells[0].path)

    # What it stands for

    @property
    def paths(self) -> list[str]:
        """The paths of the fields in the row."""
        return [cell.path for cell in self.cells]

    def cell(self, path: str) -> AnswerCell:
        """The cell of a path of this row."""
        return next(cell for cell in self.cells if cell.path == path)

    @property
    def current_cell(self) -> AnswerCell:
        """The cell that has, or would get, the focus."""
        return next((c for c in self.cells if c.path == self._current), self.cells[0])

    def rebind(self, paths: Sequence[str]) -> None:
        """Stand for the same fields at other paths."""
        for cell, path in zip(self.cells, paths, strict=True):
            cell.rebind(path)

    # Showing

    def show_answers(
        self,
        abstraction: Abstraction,
        findings: Findings,
        arms: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Show what the model holds, and what is wrong with it."""
        found: list[Finding] = []
        for cell in self.cells:
            mine = findings.get(cell.path, ())
            found += mine
            cell.describe(name_of(cell.spec), description_of(cell.spec, mine))
            answer = abstraction.get(cell.path)
            cell.show_answer(answer, arms, read_only=read_only)
        self._show_evidence(abstraction)
        still_open = [one for one in dict.fromkeys(found) if one.is_open]
        spoken, held = spoken_of(self.cells, still_open), choosing(self.cells)
        self.notes.show_findings(spoken, read_only=read_only, held=held)
        self._sign = sign_of(self.cells, [*still_open, *spoken])
        whole = all(cell.shown is not cell.editor for cell in self.cells)
        self._missing.setVisible(not whole and not read_only)
        self._say_problem()
        self.relayout()
        self.update()

    def leave_out(self, said: Sequence[Finding]) -> None:
        """Show no sentence that stands beside the row already."""
        if self.notes.leave_out(said):
            self._say_problem()
            self.relayout()
            self.update()

    def _show_evidence(self, abstraction: Abstraction) -> None:
        first = self.cells[0]
        evidence = abstraction.evidence(first.path)
        answered = first.answer is not None and not isinstance(first.answer, Missing)
        wanted = first.spec.item.evidence and answered
        self._chip.show_evidence(evidence, wanted=wanted)

    @property
    def sign(self) -> str:
        """The sign in the gutter: error, query, blank, or none."""
        return self._sign

    # Layout

    def set_label_width(self, width: int) -> None:
        """Line the editors up with those of the other rows."""
        if width != self._label_width:
            self._label_width = width
            self.relayout()

    @staticmethod
    def label_width(spec: FieldSpec) -> int:
        """What a label needs on one line, in bold."""
        return theme.metrics(theme.TEXT, 600).horizontalAdvance(_(spec.label)) + 12

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts for the width there is, and take the height they need."""
        width = max(self.width(), 420)
        label_width = label_room(self._label_width, width)
        left = theme.GUTTER + label_width
        room = editor_room(width, left)
        height = max([24, *(cell.height(room) for cell in self.cells)])
        label_height = self._label.height_for(label_width - 4)
        height = max(height, label_height)
        box = QRect(theme.GUTTER, 2, label_width - 4, label_height)
        self._label.setGeometry(box)
        x = left
        for cell in self.cells:
            x = cell.place(QRect(x, 2, room - (x - left), 24), x - left) + _GAP
        self._right = self._after_editors(x)
        missing = max(left + room + _GAP, self._right)
        self._missing.setGeometry(missing, 2, theme.MISSING, theme.CONTROL)
        chip_x = missing + theme.MISSING + _GAP
        chip_width = min(self._chip.sizeHint().width(), max(width - chip_x - 12, 24))
        self._chip.setGeometry(chip_x, 4, chip_width, 20)
        bottom = self.notes.place(left, height + 4, width)
        if bottom != self.height():
            self.setFixedHeight(bottom)

    def _after_editors(self, x: int) -> int:
        editor = self.cells[-1].shown
        if isinstance(editor, SegmentEditor):
            return editor.x() + editor.shown_width() + _GAP
        return x

    def show_reading(self, tokens: Sequence[Token], *, usable: bool) -> None:
        """Show what was read in the text, below it; nothing read shows nothing."""
        self.notes.show_reading(tokens, usable=usable)
        self.relayout()

    # What happens in it

    def _on_typed(self, path: str) -> None:
        self._say_problem()
        self.relayout()
        self.update()
        self.typed.emit(path)

    def set_current(self, path: str) -> None:
        """Mark the row as the one with the focus; an empty path takes the mark away."""
        was = bool(self._current)
        self._current = path
        if was != bool(path):
            theme.look(self._label, tone="strong" if path else "text2")
            self.update()

    def focus(self, path: str = "") -> None:
        """Put the focus into the row's editor or pill."""
        cell = next((c for c in self.cells if c.path == path), self.cells[0])
        if cell.shown.hasFocus():
            # Another study may have come since: this field is gone to all the same.
            self.focused.emit(cell.path)
        cell.shown.setFocus(Qt.FocusReason.TabFocusReason)
        if not isinstance(cell.shown, MissingPill):
            select = getattr(cell.shown, "selectAll", None)
            if select is not None:
                select()

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [stop for cell in self.cells for stop in cell.stops()]

    def choose_missing(self) -> None:
        """Open the missing codes for the current field of the row."""
        cell = self.current_cell
        cell.open_missing_menu(
            self._missing if self._missing.isVisible() else cell.shown
        )

    def first_query(self) -> Finding | None:
        """The query that Alt+A answers."""
        return self.notes.first_query()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed since the field was entered."""
        if event.key() != Qt.Key.Key_Escape or not self.current_cell.give_up():
            super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """A click on the label or beside the editor goes into the field."""
        self.focus()
        event.accept()

    def _say_problem(self) -> None:
        """Tell what is wrong and said elsewhere when the mouse rests on the row."""
        tip = tip_of(self.cells, self.notes.left_out())
        if tip != self.toolTip():
            self.setToolTip(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, the sign, the unit and what was read."""
        with QPainter(self) as painter:
            if self._current:
                ends = [cell.shown.geometry().bottom() + 3 for cell in self.cells]
                high = max([theme.ROW, self._label.height() + 4, *ends])
                tint = theme.tokens().colour("selsoft")
                theme.fill(painter, QRect(0, 0, self.width(), high), tint)
            if self._sign:
                paint_sign(painter, self._sign)
            x = self._right
            if unit := unit_beside(self.cells[-1], self._unit):
                x = paint_unit(painter, x, unit)
            bare = self._chip.isHidden()
            is_last = bare and self._missing.isHidden()
            end = self.width() - 12 if is_last else self._missing.x() - 4
            read = [token for cell in self.cells for token in cell.tokens]
            paint_tokens(painter, x, end, read)
            x = (self._missing if bare else self._chip).geometry().right()
            paint_rules(painter, x + 12, self.width() - 12, self.notes.left_out())
