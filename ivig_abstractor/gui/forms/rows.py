"""One field of the form on one line: sign, label, editor, unit, code, evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.cells import AnswerCell, description_of
from ivig_abstractor.gui.forms.chips import (
    EvidenceChip,
    MissingButton,
    ReadingStrip,
    Token,
)
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.missing import MissingPill
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, Unread
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec

Findings = Mapping[str, Sequence[Finding]]

_GAP = 8
_SIGNS = {"error": "err", "query": "qry", "blank": "text3"}


class FieldRow(QWidget):
    """The row of a field, or of a field and its unit."""

    committed = Signal(str, str)
    missing_chosen = Signal(str, object)
    focused = Signal(str)
    typed = Signal(str)
    finished = Signal(str)
    evidence_requested = Signal(str)
    reply_requested = Signal(str, str)
    reading_used = Signal(str)

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
        self._bars: list[MessageBar] = []
        self._strip: ReadingStrip | None = None
        self._right = 0
        self._unit = _(specs[0].item.unit)
        self._label = QLabel(_(specs[0].label), self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setProperty("tone", "text2")
        self._label.setAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._label.setBuddy(self.cells[0].editor)
        self._missing = MissingButton(self)
        self._missing.clicked.connect(self.choose_missing)
        self._chip = EvidenceChip(self)
        self._chip.clicked.connect(
            lambda: self.evidence_requested.emit(self.current_cell.path)
        )
        for cell in self.cells:
            self._connect(cell)

    def _connect(self, cell: AnswerCell) -> None:
        cell.committed.connect(self.committed)
        cell.missing_chosen.connect(self.missing_chosen)
        cell.focused.connect(self.focused)
        cell.typed.connect(self._on_typed)
        cell.finished.connect(self.finished)
        cell.changed_size.connect(self.relayout)

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
            name = self._name(cell)
            cell.describe(name, description_of(cell.spec, mine))
            answer = abstraction.get(cell.path)
            cell.show_answer(answer, arms, read_only=read_only)
        self._show_evidence(abstraction)
        self._show_findings(found, read_only=read_only)
        self._sign = self._sign_of(found)
        first = self.cells[0]
        self._label.setToolTip(self._help(first.spec))
        whole = all(cell.shown is not cell.editor for cell in self.cells)
        self._missing.setVisible(not whole and not read_only)
        self.relayout()
        self.update()

    def _name(self, cell: AnswerCell) -> str:
        label = _(cell.spec.label)
        unit = _(cell.spec.item.unit)
        return f"{label} ({unit})" if unit else label

    def _help(self, spec: FieldSpec) -> str:
        example = spec.item.example
        shown = _("Example: {example}").format(example=example) if example else ""
        return "\n".join(part for part in (_(spec.item.help), shown) if part)

    def _show_evidence(self, abstraction: Abstraction) -> None:
        first = self.cells[0]
        evidence = abstraction.evidence(first.path)
        answered = first.answer is not None and not isinstance(first.answer, Missing)
        wanted = first.spec.item.evidence and answered
        self._chip.show_evidence(evidence, wanted=wanted)

    def _show_findings(self, found: Sequence[Finding], *, read_only: bool) -> None:
        shown = [one for one in found if one.is_open]
        shown += self._unread(shown)
        while len(self._bars) < len(shown):
            bar = MessageBar(self)
            bar.reply_requested.connect(self.reply_requested)
            self._bars.append(bar)
        for at, bar in enumerate(self._bars):
            if at < len(shown):
                bar.show_finding(shown[at], read_only=read_only)
            bar.setVisible(at < len(shown))

    def _unread(self, shown: Sequence[Finding]) -> list[Finding]:
        """The sentence for unread text that no check has spoken about yet."""
        spoken = {one.path for one in shown}
        return [
            Finding("U-01", Severity.ERROR, cell.path, cell.problem)
            for cell in self.cells
            if isinstance(cell.answer, Unread)
            and cell.path not in spoken
            and cell.problem
        ]

    def _sign_of(self, found: Sequence[Finding]) -> str:
        still_open = {one.severity for one in found if one.is_open}
        unread = any(isinstance(cell.answer, Unread) for cell in self.cells)
        if Severity.ERROR in still_open or unread:
            return "error"
        if Severity.QUERY in still_open:
            return "query"
        left = any(
            cell.answer is None and not cell.spec.item.optional for cell in self.cells
        )
        return "blank" if left else ""

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
        left = theme.GUTTER + self._label_width
        room = self._editor_room(width, left)
        height = max([24, *(cell.height(room) for cell in self.cells)])
        label = theme.metrics(theme.TEXT, 600).boundingRect(
            QRect(0, 0, self._label_width - 8, 400),
            Qt.TextFlag.TextWordWrap,
            self._label.text(),
        )
        label_height = max(24, label.height())
        height = max(height, label_height)
        box = QRect(theme.GUTTER, 2, self._label_width - 8, label_height)
        self._label.setGeometry(box)
        x = left
        for cell in self.cells:
            x = cell.place(QRect(x, 2, room - (x - left), 24)) + _GAP
        self._right = self._after_editors(x)
        missing = left + room + _GAP
        self._missing.setGeometry(missing, 2, theme.MISSING, theme.CONTROL)
        chip_x = missing + theme.MISSING + _GAP
        chip_width = min(self._chip.sizeHint().width(), max(width - chip_x - 12, 24))
        self._chip.setGeometry(chip_x, 4, chip_width, 20)
        bottom = self._place_below(left, height + 4, width)
        if bottom != self.height():
            self.setFixedHeight(bottom)

    def _editor_room(self, width: int, left: int) -> int:
        beside = theme.MISSING + 2 * _GAP + 120
        wanted = max(theme.EDITOR, min(480, round(width * 0.42)))
        return max(200, min(wanted, width - left - beside))

    def _after_editors(self, x: int) -> int:
        editor = self.cells[-1].shown
        if isinstance(editor, SegmentEditor):
            return editor.x() + editor.shown_width() + _GAP
        return x

    def _place_below(self, left: int, y: int, width: int) -> int:
        if self._strip is not None and not self._strip.isHidden():
            high = self._strip.height_for(width - left - 16)
            self._strip.setGeometry(left, y, width - left - 16, high)
            y += high
        wide = min(width - left - 16, 640)
        for bar in self._bars:
            if not bar.isHidden():
                high = bar.height_for(wide)
                bar.setGeometry(left, y, wide, high)
                y += high + 4
        return y

    # The reading of a whole sentence

    def show_reading(self, tokens: Sequence[Token], *, usable: bool) -> None:
        """Show what was read in the text, below it; nothing read shows nothing."""
        if self._strip is None:
            if not tokens:
                return
            self._strip = ReadingStrip(self)
            self._strip.used.connect(lambda: self.reading_used.emit(self.paths[0]))
        was = self._strip.isHidden()
        if tokens:
            self._strip.show_tokens(tokens, usable=usable)
        else:
            self._strip.clear()
        self._strip.setVisible(bool(tokens))
        if was != self._strip.isHidden() or tokens:
            self.relayout()

    # What happens in it

    def _on_typed(self, path: str) -> None:
        self.relayout()
        self.update()
        self.typed.emit(path)

    def set_current(self, path: str) -> None:
        """Mark the row as the one with the focus; an empty path takes the mark away."""
        was = bool(self._current)
        self._current = path
        if was != bool(path):
            self._label.setFont(theme.font(theme.TEXT, 600 if path else 400))
            theme.look(self._label, tone="text" if path else "text2")
            self.update()

    def focus(self, path: str = "") -> None:
        """Put the focus into the row's editor or pill."""
        cell = next((c for c in self.cells if c.path == path), self.cells[0])
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
        for bar in self._bars:
            found = bar.finding
            if not bar.isHidden() and found and found.severity is Severity.QUERY:
                return found
        return None

    def mousePressEvent(self, event: Any) -> None:
        """A click on the label or beside the editor goes into the field."""
        self.focus()
        event.accept()

    def event(self, event: Any) -> bool:
        """Show what could not be read when the mouse rests on the row."""
        if isinstance(event, QHelpEvent):
            said = next((cell.problem for cell in self.cells if cell.problem), "")
            shown = said or self._help(self.cells[0].spec)
            QToolTip.showText(event.globalPos(), shown, self)
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, the sign, the unit and what was read."""
        colours = theme.tokens()
        painter = QPainter(self)
        line = QRect(0, 0, self.width(), max(theme.ROW, self._label.height() + 4))
        if self._current:
            high = max(
                [line.height(), *(c.shown.geometry().bottom() + 3 for c in self.cells)]
            )
            painter.fillRect(0, 0, self.width(), high, colours.colour("selsoft"))
        if self._sign:
            size = 10 if self._sign == "blank" else 14
            x = (theme.GUTTER - size) / 2
            tint = _SIGNS[self._sign]
            icons.paint_icon(painter, self._sign, x, (28 - size) / 2, size, tint)
        x = self._right
        if self.cells[-1].shown is self.cells[-1].editor and self._unit:
            painter.setFont(theme.font())
            painter.setPen(colours.colour("text3"))
            wide = painter.fontMetrics().horizontalAdvance(self._unit)
            painter.drawText(
                QRect(x, 2, wide + 2, 24), Qt.AlignmentFlag.AlignVCenter, self._unit
            )
            x += wide + _GAP
        self._paint_tokens(painter, x)

    def _paint_tokens(self, painter: QPainter, x: int) -> None:
        end = self._missing.x() - 4
        if self._chip.isHidden() and self._missing.isHidden():
            end = self.width() - 12
        painter.setFont(theme.font(theme.SMALL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        colours = theme.tokens()
        for token in [token for cell in self.cells for token in cell.tokens]:
            wide = min(metrics.horizontalAdvance(token.text) + 12, end - x)
            if wide < 28:
                break
            painter.setPen(colours.colour("line"))
            frame = QRectF(x + 0.5, 4.5, wide - 1, 19)
            painter.drawRoundedRect(frame, 3, 3)
            painter.setPen(colours.colour("text2"))
            words = metrics.elidedText(
                token.text, Qt.TextElideMode.ElideRight, wide - 10
            )
            room = QRect(x + 6, 4, wide - 8, 20)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            x += wide + 4


class DerivedRow(QWidget):
    """A derived value: an equals sign, the result, the formula, what was assumed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = self._text = self._formula = self._assumption = ""
        self._label_width = theme.LABEL
        self.setFixedHeight(theme.ROW)

    def show_line(
        self, label: str, text: str, formula: str, assumption: str, reason: str
    ) -> None:
        """Show a result with its formula, or why there is none."""
        self._label, self._text = label, text
        self._formula = f"= {formula}" if formula and text else (formula or "")
        if not text:
            self._formula = reason
        self._assumption = assumption if text else ""
        said = ", ".join(one for one in (text, self._formula, assumption) if one)
        self.setAccessibleName(f"{label}: {said}")
        self.setToolTip("\n".join(p for p in (self._formula, assumption) if p))
        self.update()

    def text(self) -> str:
        """Label and result as shown."""
        return f"{self._label}: {self._text or self._formula}"

    def set_label_width(self, width: int) -> None:
        """Line up with the editors of the other rows."""
        self._label_width = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint_icon(painter, "derived", 6, 8, 12, "text2")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font())
        painter.setPen(colours.colour("text2"))
        width = self._label_width
        painter.drawText(QRect(theme.GUTTER, 0, width, 28), middle, self._label)
        x = theme.GUTTER + width
        painter.setFont(theme.font(theme.TEXT, 600))
        painter.setPen(colours.colour("text"))
        shown = self._text or "–"
        painter.drawText(QRect(x, 0, self.width() - x, 28), middle, shown)
        x += painter.fontMetrics().horizontalAdvance(shown) + _GAP
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colours.colour("text3"))
        metrics = painter.fontMetrics()
        chip = (
            metrics.horizontalAdvance(self._assumption) + 30 if self._assumption else 0
        )
        room = max(self.width() - x - 12 - min(chip, 240), 40)
        words = metrics.elidedText(self._formula, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(x, 0, room, 28), middle, words)
        x += metrics.horizontalAdvance(words) + _GAP
        if chip:
            self._paint_chip(painter, x, min(chip, self.width() - x - 8))

    def _paint_chip(self, painter: QPainter, x: int, wide: int) -> None:
        colours = theme.tokens()
        painter.setPen(colours.colour("line"))
        painter.drawRoundedRect(QRectF(x + 0.5, 4.5, wide - 1, 19), 3, 3)
        icons.paint_icon(painter, "note", x + 5, 8, 12, "text2")
        painter.setPen(colours.colour("text2"))
        side = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self._assumption, side, wide - 26)
        box = QRect(x + 21, 4, wide - 24, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
