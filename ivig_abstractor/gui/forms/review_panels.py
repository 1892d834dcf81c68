"""The outcomes a review must speak about: rows, a mark, or what is still to do."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms import folding
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.panel_line import SIGNS, PanelLine, PanelWords
from ivig_abstractor.gui.forms.plan import is_panel
from ivig_abstractor.gui.forms.rownotes import RowNotes
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.codes import PANEL_OF, OutcomeCode, PanelState
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, RepeatSpec, SectionSpec
from ivig_abstractor.model.panels import PANEL_FIELDS

_PADDING = 10
_TOP = 6
_LINE = 20
_LOW = 610
"""In a form lower than this, the panels are folded unless somebody unfolds them."""
_PART = "panels"
_OUTCOMES = {PANEL_FIELDS[panel]: outcome for outcome, panel in PANEL_OF.items()}


class _NoNotes(RowNotes):
    """A panel is too narrow for messages: the strip shows them over its whole width."""

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self.found: tuple[Finding, ...] = ()

    def show_findings(
        self,
        found: Sequence[Finding],
        *,
        read_only: bool,
        held: Sequence[str] = (),
    ) -> None:
        """Remember these findings, and no others."""
        self.found = tuple(found)

    def messages(self) -> list[Finding]:
        """The findings the strip shows for this panel."""
        return list(self.found)


class PanelCell(FieldRow):
    """One outcome of the review: its name, its rows, and whether it was assessed."""

    row_wanted = Signal(str)

    def __init__(self, spec: FieldSpec, path: str, parent: QWidget) -> None:
        super().__init__([spec], [path], parent)
        self.notes.deleteLater()
        self.notes = _NoNotes(self)
        self._outcome = _OUTCOMES[path]
        self._rows = 0
        self._worst = ""
        self._state = ""
        self._missing.hide()
        self._chip.hide()
        self._add = QPushButton(_("Row"), self)
        self._add.setProperty("type", "tiny")
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add.setToolTip(_("Add a row of this outcome (Ins)"))
        self._add.setAccessibleName(_("Add a row: {panel}").format(panel=_(spec.label)))
        self._add.clicked.connect(self._want_row)
        editor = self.cells[0].editor
        if isinstance(editor, SegmentEditor):
            editor.shrink()
        self._tint()
        theme.theme_changes().changed.connect(self._tint)

    def _tint(self) -> None:
        self._add.setIcon(icons.icon("plus", "text", 12))

    @property
    def outcome(self) -> OutcomeCode:
        """The outcome whose rows belong to this panel."""
        return self._outcome

    def _want_row(self) -> None:
        self.row_wanted.emit(self.paths[0])

    def show_rows(
        self, rows: int, found: Sequence[Finding], *, read_only: bool
    ) -> None:
        """Show how many rows this outcome has, and what is wrong with them."""
        self._rows = rows
        self._worst = _worst(found)
        answer = self.cells[0].answer
        wanted = not self._rows and answer in (None, PanelState.ASSESSED)
        self._state = self._words(found, blank=answer is None)
        self._add.setVisible(wanted and not read_only)
        self.setAccessibleName(f"{self._label.text()}: {self._state}")
        self.setToolTip(self._state)
        self.relayout()
        self.update()

    def _words(self, found: Sequence[Finding], *, blank: bool) -> str:
        if not self._rows:
            return _("No row yet") if blank else ""
        said = ngettext("{n} row", "{n} rows", self._rows).format(n=self._rows)
        for severity, words in (
            (Severity.ERROR, ("{n} error", "{n} errors")),
            (Severity.QUERY, ("{n} query", "{n} queries")),
        ):
            count = sum(one.severity is severity for one in found)
            if count:
                return f"{said}, {ngettext(*words, count).format(n=count)}"
        return said

    def summary(self) -> PanelWords:
        """Name, state and sign, for the line that all panels share when folded."""
        answer = self.cells[0].answer
        words = self._state
        if not words and isinstance(answer, PanelState | Missing):
            code = answer.missing if isinstance(answer, Missing) else answer
            words = _(code.label)
        return PanelWords(self._label.text(), words, self._shown_sign())

    def _shown_sign(self) -> str:
        sign = self.sign if self.sign in ("error", "query") else self._worst
        return sign or ("blank" if self.sign == "blank" else "")

    def relayout(self) -> None:
        """The name above, the choice or the code below."""
        width = max(self.width(), 120)
        self._missing.hide()
        self._chip.hide()
        self._label.setWordWrap(False)
        wide = self._label.sizeHint().width()
        bold = theme.metrics(theme.TEXT, 600).horizontalAdvance(self._label.text())
        line = max(_LINE, theme.line_height())
        self._label.setGeometry(_PADDING, _TOP, max(wide, bold + 4), line)
        if hasattr(self, "_add"):
            size = self._add.sizeHint()
            x = width - size.width() - 6
            self._add.setGeometry(x, _TOP, size.width(), line)
        room = width - _PADDING - 6
        self.cells[0].place(QRect(_PADDING, _TOP + line + 3, room, theme.CONTROL))
        high = _TOP + line + theme.CONTROL + 10
        if self.height() != high:
            self.setFixedHeight(high)

    def needed_width(self) -> int:
        """What name and button, and the choice or the code, need side by side."""
        shown = self.cells[0].shown
        below = shown.sizeHint().width()
        beside = 20 if self._add.isHidden() else self._add.sizeHint().width() + 24
        name = theme.metrics(theme.TEXT, 600).horizontalAdvance(self._label.text())
        return max(below, name + beside) + _PADDING + 8

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ins adds a row of this outcome."""
        if event.key() == Qt.Key.Key_Insert and not event.modifiers():
            self._want_row()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, the rows there are, and the line to the next panel."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            if self._current:
                painter.fillRect(self.rect(), colours.colour("selsoft"))
            painter.setPen(colours.colour("line"))
            painter.drawLine(self.width() - 1, 8, self.width() - 1, self.height() - 9)
            right = self._add.x() - 6 if not self._add.isHidden() else self.width() - 8
            # The button that adds a row says by itself that there is none.
            state = "" if not self._add.isHidden() else self._state
            words = self._typed_letters() or state
            painter.setFont(theme.font(theme.TINY))
            metrics = painter.fontMetrics()
            left = self._label.geometry().right() + 8
            sign = self._shown_sign()
            room = max(0, right - left - 18)
            if metrics.horizontalAdvance(words) > room:
                # The sign says that something is wrong; the tool tip says how much.
                words = words.partition(",")[0]
            if metrics.horizontalAdvance(words) > room:
                words = ""
            x = right - metrics.horizontalAdvance(words)
            line = max(_LINE, theme.line_height())
            painter.setPen(colours.colour(SIGNS.get(sign, "text3")))
            painter.drawText(
                QRect(x, _TOP, right - x, line), Qt.AlignmentFlag.AlignVCenter, words
            )
            if sign:
                size = 9 if sign == "blank" else 13
                y = _TOP + (line - size) / 2
                icons.paint_icon(painter, sign, x - size - 4, y, size, SIGNS[sign])

    def _typed_letters(self) -> str:
        shown = self.cells[0].shown
        return shown.letters if isinstance(shown, SegmentEditor) else ""


def _worst(found: Sequence[Finding]) -> str:
    graves = {one.severity for one in found}
    if Severity.ERROR in graves:
        return "error"
    return "query" if Severity.QUERY in graves else ""


class PanelStrip(QWidget):
    """The panels side by side under the rows, always in sight."""

    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    row_coming = Signal()
    block_pasted = Signal(str, list, list, str)

    def __init__(self, section: SectionSpec, prefix: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Review panels"))
        self.cells = [
            PanelCell(spec, f"{prefix}.{spec.name}", self)
            for spec in section.fields
            if is_panel(spec)
        ]
        self._abstraction: Abstraction | None = None
        self._read_only = False
        self.container = f"{prefix}.{_rows_of(section).name}"
        self._message = MessageBar(self)
        self._message.hide()
        self._message.reply_requested.connect(self.reply_requested)
        self._message.repair_chosen.connect(self.repair_chosen)
        self._here = ""
        self._form = parent
        self._opened = False
        self._was_folded: bool | None = None
        self.line = PanelLine(self)
        self.line.chosen.connect(self._open_one)
        self.fold = QToolButton(self)
        self.fold.setAutoRaise(True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold.clicked.connect(self._toggle)
        theme.theme_changes().changed.connect(self._draw_fold)
        for cell in self.cells:
            cell.row_wanted.connect(self._want_row)
            cell.focused.connect(self._on_focused)

    def _want_row(self, path: str) -> None:
        """Add a row of an outcome, which then counts as assessed."""
        if self._abstraction is None or self._read_only:
            return
        outcome = next(one.outcome for one in self.cells if path in one.paths)
        label = _("Add a row: {outcome}").format(outcome=_(outcome.label))
        self.row_coming.emit()
        rows = [{"outcome_code": outcome}]
        self.block_pasted.emit(self.container, [], rows, label)

    def _on_focused(self, path: str) -> None:
        self._here = path
        self._place()

    # Folding

    @property
    def is_folded(self) -> bool:
        """Say whether all panels share one line."""
        low = self._form.height() < _LOW
        return not self._opened and folding.is_folded(_PART, default=low)

    def fit(self) -> None:
        """Fold or unfold as the height of the form, or the reviewer, asks for."""
        folded = self.is_folded
        if folded != self._was_folded:
            self._was_folded = folded
            for cell in self.cells:
                cell.setVisible(not folded)
            self.line.setVisible(folded)
            self._draw_fold()
        self._place()

    def _draw_fold(self) -> None:
        words, sign = _("Fold the review panels"), "chevron-down"
        if self._was_folded:
            words, sign = _("Show the review panels"), "chevron-right"
        self.fold.setToolTip(words)
        self.fold.setAccessibleName(words)
        self.fold.setIcon(icons.icon(sign, "text", 12))

    def _toggle(self) -> None:
        folding.choose(_PART, folded=not self.is_folded)
        self._opened = False
        self.fit()

    def _open_one(self, at: int) -> None:
        self.unfold()
        self.cells[at].focus()

    def unfold(self) -> None:
        """Show the panels in full, as long as nobody folds them again."""
        if self.is_folded:
            self._opened = True
            self.fit()

    def show_rows(
        self,
        abstraction: Abstraction,
        findings: Mapping[str, Sequence[Finding]],
        *,
        read_only: bool,
    ) -> None:
        """Count the rows of every panel anew, and show what is wrong with one."""
        self._abstraction, self._read_only = abstraction, read_only
        rows, found = self._by_outcome(abstraction, findings)
        for cell in self.cells:
            wrong = found.get(cell.outcome, ())
            cell.show_rows(rows[cell.outcome], wrong, read_only=read_only)
        summary = [cell.summary() for cell in self.cells]
        self.line.show_panels(summary)
        self.fold.setAccessibleDescription(self.line.accessibleName())
        self.fit()

    def _by_outcome(
        self, abstraction: Abstraction, findings: Mapping[str, Sequence[Finding]]
    ) -> tuple[Counter[OutcomeCode], dict[OutcomeCode, list[Finding]]]:
        """How many rows each outcome has, and the open findings in them."""
        at = self.container
        outcomes = {
            one: outcome
            for one in abstraction.rows(at)
            if isinstance(
                outcome := abstraction.get(f"{at}[{one}].outcome_code"), OutcomeCode
            )
        }
        found: dict[OutcomeCode, list[Finding]] = {}
        for path, listed in findings.items():
            row = path[len(at) + 1 :].partition("]")[0]
            if path.startswith(f"{at}[") and row in outcomes:
                still_open = [one for one in listed if one.is_open and one.path == path]
                found.setdefault(outcomes[row], []).extend(still_open)
        return Counter(outcomes.values()), found

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        own = [stop for cell in self.cells for stop in cell.stops()]
        return [self.fold] if self.is_folded else own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts need another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()

    def _place(self) -> None:
        """All panels in one line if they fit, else as many as do."""
        self.fold.setGeometry(3, _TOP, 18, 18)
        if self.is_folded:
            self._message.hide()
            high = max(theme.ROW, theme.line_height() + 8)
            self.fold.move(3, (high - 18) // 2)
            self.line.setGeometry(
                theme.GUTTER, 1, self.width() - theme.GUTTER - 12, high - 1
            )
            self.setFixedHeight(high)
            return
        width = max(self.width() - theme.GUTTER + _PADDING - 4, 200)
        needs = [cell.needed_width() for cell in self.cells]
        if sum(needs) <= width:
            share = (width - sum(needs)) / len(needs)
            lines = [[need + share for need in needs]]
        else:
            across = max(1, width // max(needs))
            lines = [[width / across] * across] * -(-len(needs) // across)
        top = y = self._place_message()
        left = [*self.cells]
        for line in lines:
            x = float(theme.GUTTER - _PADDING)
            for wide in line[: len(left)]:
                cell = left.pop(0)
                cell.setGeometry(round(x), y, round(wide), cell.height())
                x += wide
            y += self.cells[0].height()
        if self.height() != max(y, top):
            self.setFixedHeight(max(y, top))

    def _place_message(self) -> int:
        """What is wrong at the panel one stands in, over the whole width."""
        cell = next((one for one in self.cells if self._here in one.paths), None)
        notes = cell.notes if cell is not None else None
        found = notes.messages() if isinstance(notes, _NoNotes) else []
        self._message.setVisible(bool(found))
        if not found:
            return 1
        self._message.show_finding(found[0], read_only=self._read_only)
        high = self._message.height_for(self.width())
        self._message.setGeometry(0, 1, self.width(), high)
        return high + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line that parts the strip from the rows."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setPen(theme.tokens().colour("line"))
            painter.drawLine(0, 0, self.width(), 0)


def _rows_of(section: SectionSpec) -> RepeatSpec:
    return next(
        one
        for one in section.repeats
        if any(spec.name == "outcome_code" for spec in one.fields)
    )
