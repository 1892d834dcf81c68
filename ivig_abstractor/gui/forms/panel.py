"""A repeating part on the screen: its bar, its grid, and the rest of one row."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.bars import GridBar
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.detail import RowDetail
from ivig_abstractor.gui.forms.grid import RowsItemModel, place_in
from ivig_abstractor.gui.forms.gridcommands import GridCommands
from ivig_abstractor.gui.forms.gridtyping import GridTyping
from ivig_abstractor.gui.forms.mending import repairs_at
from ivig_abstractor.gui.forms.messages import RowQuery
from ivig_abstractor.gui.forms.passing import Asking, pass_on
from ivig_abstractor.gui.forms.plan import WIDE
from ivig_abstractor.gui.forms.showncolumns import ShownColumns
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding, Repair, Severity
from ivig_abstractor.model.form import RepeatSpec

_WHOLE_ROWS = 8
"""Up to so many rows a grid with fields below it is as high as its rows."""


def deciding(spec: RepeatSpec) -> set[str]:
    """The fields that decide which columns are asked."""
    return {rule.field for one in spec.fields for rule in one.item.asked_when}


def _lay_out(panel: "GridPanel") -> None:
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 8 if panel.detail is None else 2, 0, 0)
    column.setSpacing(0)
    column.addWidget(panel.bar)
    column.addWidget(panel.grid)
    column.addWidget(panel.query)
    if panel.detail is not None:
        column.addWidget(panel.detail)
        panel.grid.most_rows = _WHOLE_ROWS


def said_once(found: Sequence[Finding]) -> list[Finding]:
    """The findings of a row, each sentence once, of whichever cells it is said."""
    said = {(one.rule, one.message, one.repairs): one for one in reversed(found)}
    return [one for one in found if one in said.values()]


def _holds(stop: QWidget, focus: QWidget) -> bool:
    return stop is focus or stop.isAncestorOf(focus)


class GridPanel(Asking):
    """Repeating rows of a section: the grid and everything around it."""

    typed = Signal(str)
    finished = Signal(str)
    needs_view = Signal(QWidget, QRect)

    def __init__(self, spec: RepeatSpec, container: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.container = container
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self._abstraction: Abstraction | None = None
        self._read_only = False
        self.model = RowsItemModel(spec, container, self)
        self.bar = GridBar(spec, self)
        self.grid = GridView(self.model, self)
        self.grid.setAccessibleName(_(spec.repeat.label))
        self.grid.setAccessibleDescription(_(spec.repeat.help))
        self.query = RowQuery(self)
        self.detail = RowDetail(spec, self) if len(spec.fields) > WIDE else None
        self.commands = GridCommands(self.grid, self)
        self.typing = GridTyping(self.grid, self)
        _lay_out(self)
        self.columns = ShownColumns(spec, self.grid, self.bar)
        self._connect()
        self.columns.show()

    def _connect(self) -> None:
        commands, grid = self.commands, self.grid
        for source in (commands, self.typing):
            pass_on(source, self, "answered", "row_added")
        changes = ("answers_set", "missing_chosen", "block_pasted", "mending_offered")
        pass_on(commands, self, *changes, "row_removed", "row_moved")
        commands.said.connect(self.said)
        commands.columns_wanted.connect(self._open_columns)
        grid.asked_for.connect(commands.do)
        grid.typed_in_vain.connect(commands.say_untaken)
        grid.moved_to.connect(self._on_moved)
        grid.went_out.connect(self._leave)
        self.columns.caught_up.connect(self._show_rest)
        pass_on(grid, self, "reply_requested", "repair_chosen", "evidence_requested")
        pass_on(self.query, self, "reply_requested", "repair_chosen")
        self.bar.asked_for.connect(commands.do)
        self.bar.columns_wanted.connect(self.toggle_more)
        if self.detail is not None:
            typing = ("answered", "missing_chosen", "focused", "typed")
            self.detail.finished.connect(self._go_on)
            asking = ("reply_requested", "repair_chosen", "evidence_requested")
            pass_on(self.detail, self, *typing, *asking)

    # Showing

    def show_rows(
        self,
        abstraction: Abstraction,
        findings: Mapping[str, Sequence[Finding]],
        arms: Mapping[str, str],
        read_only: bool,
    ) -> None:
        """Show the rows as they are now."""
        self._abstraction, self._findings = abstraction, findings
        self._read_only = read_only
        now = self.grid.currentIndex()
        place = self.model.row_path(now.row()), now.column()
        before = list(self.model.rows)
        self.model.show_rows(abstraction, findings, arms, read_only=read_only)
        self.columns.show(at_once=not self.grid.is_worked_in())
        if before != self.model.rows:
            self._return_to(place, before)
        count = len(self.model.rows)
        self.commands.pasting.follow()
        errors = {row: said_once(self._errors(row)) for row in range(count)}
        self.grid.show_bands(errors, read_only=read_only)
        self.bar.show_state(count, read_only=read_only)
        self._show_query(self.grid.currentIndex().row())
        self._show_rest()
        self.typing.send_late()

    def go_to_new(self) -> None:
        """Go to the next row that is added."""
        self.commands.goes_to_new = True
        self.grid.setFocus()

    def rebind(self, container: str) -> None:
        """Stand for the same part of another instance."""
        self.container = container
        self.model.container = container
        self.grid.setObjectName(container)
        self.grid.start_over()
        self.typing.forget()

    def is_touched(self, touched: Iterable[str]) -> bool:
        """Say whether any of these paths lies in the grid or decides what it asks."""
        asked = deciding(self.spec)
        return any(self.holds(path) or path in asked for path in touched)

    def _errors(self, row: int) -> list[Finding]:
        found = self.model.findings_of_row(row)
        return [one for one in found if one.severity is Severity.ERROR]

    def _show_query(self, row: int) -> None:
        """Show the query of the current row; its fields below do not say it again."""
        here = self.model.path(self.grid.currentIndex())
        found = self.model.findings_of_row(row)
        place_of = partial(place_in, self.model)
        self.query.show_first(found, here, place_of, read_only=self._read_only)
        if self.detail is not None:
            said = [self.query.shown] if self.query.shown else []
            self.detail.leave_out(self._errors(row) + said)

    def _show_rest(self) -> None:
        """Show below what is no column: nothing stands twice on the screen."""
        row = self.grid.currentIndex().row()
        if self.detail is not None and self._abstraction is not None:
            self.detail.leave_to_grid(self.grid.shown_names())
            self.detail.show_row(
                self.model.row_path(row),
                row + 1,
                self._abstraction,
                self._findings,
                self.model.arms,
                read_only=self._read_only,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the words and buttons of the query for the width there is."""
        super().resizeEvent(event)
        self.query.fit()

    # Where the reviewer is

    def current_box(self) -> QRect:
        """The current row, and the query of it below the grid."""
        box = self.grid.row_box().translated(self.grid.pos())
        return box if self.query.isHidden() else box.united(self.query.geometry())

    def _return_to(self, place: tuple[str, int], before: list[str]) -> None:
        """After rows came or went, stay at the row, or go to the one that was added."""
        row_path, column = place
        added = [row for row in self.model.rows if row not in before]
        if self.commands.goes_to_new and added:
            self.commands.goes_to_new = False
            self._go(self.model.rows.index(added[0]), self.grid.first_column())
        elif row_path and not self.grid.currentIndex().isValid():
            index = self.model.index_of(row_path)
            row_id = row_path[:-1].rpartition("[")[2]
            gone = before.index(row_id) if row_id in before else 0
            row = index.row() if index.isValid() else gone
            last = max(len(self.model.rows), 1) - 1
            self._go(min(row, last), max(column, 0))
        elif not row_path:
            # The line for a new row is a row now, without anybody going to it.
            self.grid.tell_place_if_here()

    def _go(self, row: int, column: int) -> None:
        self.grid.go_to(self.model.index(row, column))

    def holds(self, path: str) -> bool:
        """Say whether a path is this part, one of its rows, or a field in one."""
        return path == self.container or path.startswith(self.container + "[")

    def reveal(self, path: str) -> None:
        """Select the cell of a path, or go to the field below that stands for it."""
        index = self.grid.currentIndex()
        if self.model.row_path(index.row()) != path:
            index = self.model.index_of(path)
        hidden = index.isValid() and self.grid.isColumnHidden(index.column())
        if hidden and self.detail is not None:
            self._go(index.row(), self.grid.first_column())
            self._show_rest()
            self.detail.reveal(path)
            self.needs_view.emit(self.detail, self.detail.place_of(path))
            return
        if hidden:
            self.toggle_more()
        if index.isValid():
            self.grid.go_to(index)
        self.grid.setFocus()
        if not self.query.isHidden():
            self.needs_view.emit(self.query, self.query.rect())
        self.needs_view.emit(self.grid, self.grid.row_box())

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.grid, *(self.detail.stops() if self.detail is not None else [])]

    def has_focus(self) -> bool:
        """Say whether the reviewer is in this part."""
        return self.isAncestorOf(QApplication.focusWidget() or self.window())

    def _go_on(self, path: str) -> None:
        """Behind the last further field of a row, go back to its cells."""
        own = self.detail.stops() if self.detail is not None else []
        last = next((one for one in reversed(own) if one.isVisible()), None)
        focus = QApplication.focusWidget()
        if last is not None and focus is not None and _holds(last, focus):
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit(path)

    def _leave(self, forward: bool) -> None:
        self.focusNextPrevChild(forward)

    def _on_moved(self, path: str) -> None:
        row = self.grid.currentIndex().row()
        self._show_query(row)
        if self.detail is not None and self.detail.path != self.model.row_path(row):
            self._show_rest()
        self.needs_view.emit(self.grid, self.grid.row_box())
        self.focused.emit(path)

    def cell(self, path: str) -> AnswerCell | None:
        """The editor of a path, if it stands below the grid."""
        return self.detail.cell(path) if self.detail is not None else None

    def cells(self) -> list[AnswerCell]:
        """The editors of the fields below the grid."""
        return self.detail.cells() if self.detail is not None else []

    # What is asked for

    def toggle_more(self) -> None:
        """Show or hide the columns that are not essential."""
        here = next((one.path for one in self.cells() if one.has_focus()), "")
        self.columns.toggle()
        self._show_rest()
        if here:
            self.reveal(here)

    def _open_columns(self) -> None:
        if not self.columns.are_all:
            self.toggle_more()

    def choose_missing(self) -> None:
        """Open the missing codes for the selected cells, or for the field below."""
        cell = next((one for one in self.cells() if one.has_focus()), None)
        if cell is not None:
            cell.open_missing_menu(cell.shown)
        else:
            self.commands.choose_missing()

    def repairs(self) -> tuple[Repair, ...]:
        """The likely answers for the current cell, or else for its row."""
        return repairs_at(self.model, self.grid.currentIndex())

    def first_query(self) -> Finding | None:
        """The query of the field one stands in, or that shown for the row."""
        own = self.detail.first_query() if self.detail is not None else None
        return own or self.query.shown
