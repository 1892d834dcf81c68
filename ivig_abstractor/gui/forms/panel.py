"""A repeating part on the screen: its bar, its grid, and one row of it in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.bars import GridBar
from ivig_abstractor.gui.forms.cells import READ_ALOUD, AnswerCell
from ivig_abstractor.gui.forms.chips import ReadingStrip, Token
from ivig_abstractor.gui.forms.clipboard import Block, NoBlock, read_block, write_block
from ivig_abstractor.gui.forms.delegate import CellEditor
from ivig_abstractor.gui.forms.detail import RowDetail
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.missing import MissingMenu
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, RepeatSpec
from ivig_abstractor.model.notation import Problem
from ivig_abstractor.model.reading import read_answer

WIDE = 12
"""With more fields than this, the selected row is also shown in full below."""

_AUTOSAVE_MS = 800
_Answers = list[tuple[str, Any]]


class GridPanel(QWidget):
    """Repeating rows of a section: the grid and everything around it."""

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
    typed = Signal(str)
    finished = Signal(str)
    needs_view = Signal(QWidget)

    def __init__(self, spec: RepeatSpec, container: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.container = container
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self._abstraction: Abstraction | None = None
        self._read_only = False
        self._all_columns = False
        self._adding = False
        self._late: list[tuple[str, str]] = []
        self._editor: CellEditor | None = None
        self._go_to_new = False
        self.model = RowsItemModel(spec, container, self)
        self.bar = GridBar(spec, self)
        self.grid = GridView(self.model, self)
        self.grid.setAccessibleName(_(spec.repeat.label))
        self.grid.setAccessibleDescription(_(spec.repeat.help))
        self._query = MessageBar(self)
        self._query.hide()
        self.detail = RowDetail(spec, self) if len(spec.fields) > WIDE else None
        self._reading = _ReadingBox(self)
        self._lay_out()
        self._connect()
        self._show_columns()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.grid)
        column.addWidget(self._query)
        if self.detail is not None:
            column.addWidget(self.detail)
            self.grid.most_height = theme.GRID_HEADER + 14 * theme.ROW

    def _connect(self) -> None:
        model, grid, bar = self.model, self.grid, self.bar
        model.typed.connect(self._on_cell_typed)
        grid.asked_for.connect(self.do)
        grid.moved_to.connect(self._on_moved)
        grid.went_out.connect(self._leave)
        grid.reply_requested.connect(self.reply_requested)
        grid.cell_delegate.editing.connect(self._on_editing)
        grid.cell_delegate.edited.connect(self._on_edited)
        grid.cell_delegate.closeEditor.connect(self._on_editor_gone)
        grid.doubleClicked.connect(self._on_double_click)
        self._query.reply_requested.connect(self.reply_requested)
        bar.asked_for.connect(self.do)
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(_AUTOSAVE_MS)
        self._autosave.timeout.connect(self._save_typing)
        if self.detail is not None:
            self.detail.answered.connect(self.answered)
            self.detail.missing_chosen.connect(self.missing_chosen)
            self.detail.focused.connect(self.focused)
            self.detail.typed.connect(self.typed)
            self.detail.finished.connect(self.finished)
            self.detail.reply_requested.connect(self.reply_requested)
            self.detail.evidence_requested.connect(self.evidence_requested)

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
        place = self._place()
        before = list(self.model.rows)
        self.model.show_rows(abstraction, findings, arms, read_only=read_only)
        self._show_columns()
        if before != self.model.rows:
            self._return_to(place, before)
        self._show_bands()
        self.bar.show_state(
            len(self.model.rows), self.model.codes_shown(), read_only=read_only
        )
        self._show_row(self.grid.currentIndex().row())
        self._send_late()

    def rebind(self, container: str) -> None:
        """Stand for the same part of another instance."""
        self.container = container
        self.model.container = container
        self.grid.setObjectName(container)
        self._adding, self._late = False, []

    def is_touched(self, touched: Iterable[str]) -> bool:
        """Say whether any of these paths lies in the grid or decides what it asks."""
        start = self.container + "["
        if any(path == self.container or path.startswith(start) for path in touched):
            return True
        asked = [
            rule.field for spec in self.spec.fields for rule in spec.item.asked_when
        ]
        return any(path in asked for path in touched)

    def _show_columns(self) -> None:
        for at, column in enumerate(self.model.columns):
            shown = True
            if column.spec is not None:
                wanted = self._all_columns or column.spec.item.essential
                wanted = wanted or len(self.spec.fields) <= 5
                shown = wanted and self.model.is_column_asked(at)
            elif column.key:
                name = column.key.partition(".")[0]
                shown = self._all_columns or self._is_essential(name)
            self.grid.setColumnHidden(at, not shown)
        further = sum(not spec.item.essential for spec in self.spec.fields)
        hides = len(self.spec.fields) > 5
        self.bar.show_columns(further if hides else 0, opened=self._all_columns)
        self.grid.fit()

    def _is_essential(self, name: str) -> bool:
        named = [spec for spec in self.spec.fields if spec.name == name]
        return all(spec.item.essential for spec in named)

    def _show_bands(self) -> None:
        bands: dict[int, list[Finding]] = {}
        for row in range(len(self.model.rows)):
            found = [
                one
                for one in self.model.findings_of_row(row)
                if one.severity is Severity.ERROR
            ]
            if found:
                bands[row] = found
        self.grid.show_bands(bands, read_only=self._read_only)

    def _show_row(self, row: int) -> None:
        """Show what belongs to the current row: its first query, and all of it."""
        queries = [
            one
            for one in self.model.findings_of_row(row)
            if one.severity is Severity.QUERY
        ]
        here = self.model.path(self.grid.currentIndex())
        queries.sort(key=lambda one: one.path != here)
        self._query.setVisible(bool(queries))
        if queries:
            self._query.show_finding(queries[0], read_only=self._read_only)
            self._query.setFixedHeight(self._query.height_for(max(self.width(), 300)))
        if self.detail is not None and self._abstraction is not None:
            self.detail.show_row(
                self.model.row_path(row),
                row + 1,
                self._abstraction,
                self._findings,
                self.model.arms,
                read_only=self._read_only,
            )

    # Where the reviewer is

    def _place(self) -> tuple[str, int]:
        now = self.grid.currentIndex()
        return self.model.row_path(now.row()), now.column()

    def _return_to(self, place: tuple[str, int], before: list[str]) -> None:
        """After rows came or went, stay at the row, or go to the one that was added."""
        row_path, column = place
        added = [row for row in self.model.rows if row not in before]
        if self._go_to_new and added:
            row = self.model.rows.index(added[0])
            self._go_to_new = False
            self.grid.go_to(self.model.index(row, self._first_column()))
            return
        if row_path and self.grid.currentIndex().isValid():
            return
        index = self.model.index_of(row_path) if row_path else None
        if index is not None and index.isValid():
            self.grid.go_to(self.model.index(index.row(), max(column, 0)))
        elif row_path and self.model.rows:
            gone = self.container + "["
            row_id = row_path.removeprefix(gone).removesuffix("]")
            row = before.index(row_id) if row_id in before else 0
            row = min(row, len(self.model.rows) - 1)
            self.grid.go_to(self.model.index(row, max(column, 0)))

    def _first_column(self) -> int:
        return next(iter(self.grid.shown_fields()), 0)

    def holds(self, path: str) -> bool:
        """Say whether a path is this part, one of its rows, or a field in one."""
        return path == self.container or path.startswith(self.container + "[")

    def reveal(self, path: str) -> None:
        """Select the cell of a path; show its column, or the row in full, if needed."""
        index = self.model.index_of(path)
        if not index.isValid():
            self.grid.setFocus()
            self.needs_view.emit(self.grid)
            return
        hidden = self.grid.isColumnHidden(index.column())
        if hidden and self.detail is not None:
            self.grid.go_to(self.model.index(index.row(), self._first_column()))
            self._show_row(index.row())
            self.detail.reveal(path)
            self.needs_view.emit(self.detail)
            return
        if hidden:
            self.toggle_more()
            index = self.model.index_of(path)
        self.grid.go_to(index)
        self.grid.setFocus()
        self.needs_view.emit(self.grid)

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        own: list[QWidget] = [self.grid]
        return own + (self.detail.stops() if self.detail is not None else [])

    def has_focus(self) -> bool:
        """Say whether the reviewer is in this part."""
        focus = QGuiApplication.focusObject()
        return isinstance(focus, QWidget) and self.isAncestorOf(focus)

    def _on_moved(self, path: str) -> None:
        self._show_row(self.grid.currentIndex().row())
        self.focused.emit(path)

    def _leave(self, forward: bool) -> None:
        self.focusNextPrevChild(forward)

    def _on_double_click(self, index: Any) -> None:
        if self.model.columns[index.column()].is_evidence:
            self.request_evidence(index.row())

    def request_evidence(self, row: int) -> None:
        """Ask for the evidence of the first field of a row that wants some."""
        at = self.model.row_path(row)
        wants = [spec for spec in self.spec.fields if spec.item.evidence]
        if at and wants:
            self.evidence_requested.emit(f"{at}.{wants[0].name}")

    # Typing

    def _on_cell_typed(self, row: int, name: str, text: str) -> None:
        self._autosave.stop()
        at = self.model.row_path(row)
        if at:
            self.answered.emit(f"{at}.{name}", text)
        elif self._adding:
            self._late.append((name, text))
        else:
            self._adding = True
            last = self.model.rows[-1] if self.model.rows else ""
            self.row_added.emit(self.container, last, {name: self._read(name, text)})

    def _send_late(self) -> None:
        """Pass on what was typed into a new row before it had come back."""
        if not self._adding or not self.model.rows:
            return
        self._adding = False
        row, late = len(self.model.rows) - 1, self._late
        self._late = []
        for name, text in late:
            self.answered.emit(f"{self.model.row_path(row)}.{name}", text)

    def _spec(self, name: str) -> FieldSpec:
        return next(spec for spec in self.spec.fields if spec.name == name)

    def _read(self, name: str, text: str) -> Any:
        reading = read_answer(self._spec(name), text, self.model.arms)
        return Unread(unread=text) if isinstance(reading, Problem) else reading.value

    def _on_editing(self, editor: QWidget) -> None:
        if isinstance(editor, CellEditor):
            self._editor = editor
            editor.destroyed.connect(lambda: self._on_editor_gone(editor))

    def _on_editor_gone(self, editor: QWidget) -> None:
        if self._editor is editor:
            self._editor = None
            self._reading.hide()

    def _on_edited(self, editor: QWidget) -> None:
        self._autosave.start()
        if isinstance(editor, CellEditor) and editor.spec.kind in READ_ALOUD:
            self._reading.show_reading(editor, self.model.arms)

    def _save_typing(self) -> None:
        """Make typing durable while the cell stays open."""
        if self._editor is not None:
            index = self.grid.currentIndex()
            self.model.setData(index, self._editor.answer_text())

    def commit_pending(self) -> list[tuple[str, str]]:
        """The text of an open cell of an existing row, if it was not passed on yet."""
        typed = self._open_text()
        if typed is None:
            return []
        path, text = typed
        if not path:
            self._save_typing()
            return []
        return [(path, text)]

    def pending_paths(self) -> list[str]:
        """The path of the open cell, if its text was not passed on yet."""
        typed = self._open_text()
        return [] if typed is None else [typed[0] or self.container]

    def _open_text(self) -> tuple[str, str] | None:
        if self._editor is None:
            return None
        index = self.grid.currentIndex()
        text = self._editor.answer_text()
        if text == str(index.data(2) or ""):
            return None
        return self.model.path(index), text

    def cell(self, path: str) -> AnswerCell | None:
        """The editor of a path in the row shown in full."""
        return self.detail.cell(path) if self.detail is not None else None

    def cells(self) -> list[AnswerCell]:
        """The editors of the row shown in full."""
        return self.detail.cells() if self.detail is not None else []

    # What is asked for

    def do(self, wish: str) -> None:
        """Do what a key or a button of the grid asks for."""
        changes: dict[str, Callable[[], None]] = {
            "add": self.add_row,
            "clear": self.clear_cells,
            "remove": self.remove_rows,
            "fill": self.fill_down,
            "paste": self.paste,
            "cut": self.cut,
            "up": lambda: self.move_row(-1),
            "down": lambda: self.move_row(1),
        }
        if wish == "copy":
            self.copy()
        elif wish == "columns":
            self.toggle_more()
        elif wish in changes and not self._read_only:
            changes[wish]()

    def add_row(self) -> None:
        """Add a row under the current one."""
        now = self.grid.currentIndex().row()
        after = self.model.rows[now] if 0 <= now < len(self.model.rows) else ""
        if not after and self.model.rows:
            after = self.model.rows[-1]
        self._go_to_new = True
        self.grid.setFocus()
        self.row_added.emit(self.container, after, {})

    def remove_rows(self) -> None:
        """Remove the rows of the selection."""
        chosen = {index.row() for index in self.grid.selected_cells()}
        for row in sorted(chosen, reverse=True):
            if self.model.row_path(row):
                self.row_removed.emit(self.model.row_path(row))

    def move_row(self, steps: int) -> None:
        """Move the current row up or down."""
        at = self.model.row_path(self.grid.currentIndex().row())
        if at:
            self.row_moved.emit(at, steps)

    def clear_cells(self) -> None:
        """Blank the selected cells."""
        answers: _Answers = [
            (path, None)
            for index in self.grid.selected_cells()
            if (path := self.model.path(index)) and self.model.answer(index) is not None
        ]
        if len(answers) == 1:
            self.answered.emit(answers[0][0], "")
        elif answers:
            said = ngettext("Clear {count} cell", "Clear {count} cells", len(answers))
            self.answers_set.emit(answers, said.format(count=len(answers)))

    def fill_down(self) -> None:
        """Give the selected cells the answer of the topmost, or of the one above."""
        cells = self.grid.selected_cells()
        top = min((cell.row() for cell in cells), default=0)
        if cells and top == max(cell.row() for cell in cells):
            top -= 1
        answers: _Answers = []
        for cell in cells:
            path = self.model.path(cell)
            if cell.row() > top >= 0 and path and self.model.is_asked(cell):
                above = self.model.index(top, cell.column())
                answers.append((path, self.model.answer(above)))
        if answers:
            self.answers_set.emit(answers, _("Fill down"))

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets take them."""
        rows: dict[int, list[str]] = {}
        for cell in self.grid.selected_cells():
            # Choices leave as words, and are read back from them.
            rows.setdefault(cell.row(), []).append(str(cell.data(2) or ""))
        if rows:
            QGuiApplication.clipboard().setText(write_block(list(rows.values())))

    def cut(self) -> None:
        """Copy the selected cells and blank them."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Put the block on the clipboard into the cells from the current one on."""
        mime = QGuiApplication.clipboard().mimeData()
        block = read_block(mime.text() if mime.hasText() else "")
        if isinstance(block, NoBlock):
            self._say(block.message)
            return
        columns = self._columns_from_here(block)
        if columns is not None:
            self._paste_block(block, columns)

    def _columns_from_here(self, block: Block) -> list[int] | None:
        shown = self.grid.shown_fields()
        start = max(self.grid.currentIndex().column(), 0)
        columns = [at for at in shown if at >= start]
        if block.width > len(columns):
            said = _(
                "The block has {wide} columns, and from here only {room} are shown, so"
                " nothing was pasted. Start further left, or show more columns."
            )
            self._say(said.format(wide=block.width, room=len(columns)))
            return None
        return columns[: block.width]

    def _paste_block(self, block: Block, columns: list[int]) -> None:
        start = max(self.grid.currentIndex().row(), 0)
        answers: _Answers = []
        new: list[dict[str, Any]] = []
        fresh: set[tuple[int, int]] = set()
        unread = 0
        for offset, cells in enumerate(block.rows):
            row, read = start + offset, {}
            for column, text in zip(columns, cells, strict=False):
                spec = self.model.columns[column].spec
                if spec is not None:
                    read[spec.name] = self._read(spec.name, text)
                    unread += isinstance(read[spec.name], Unread)
                    fresh.add((row, column))
            at = self.model.row_path(row)
            if at:
                answers += [(f"{at}.{name}", answer) for name, answer in read.items()]
            else:
                new.append(
                    {n: answer for n, answer in read.items() if answer is not None}
                )
        label = _("Paste {rows} × {columns}").format(
            rows=len(block.rows), columns=block.width
        )
        self.model.fresh = fresh
        if answers:
            self.answers_set.emit(answers, label)
        if new:
            self.rows_pasted.emit(self.container, new, label)
        self._select(start, columns, len(block.rows))
        self._say(_pasted(block, unread))

    def _select(self, row: int, columns: list[int], rows: int) -> None:
        last = min(row + rows - 1, self.model.rowCount() - 1)
        block = QItemSelection(
            self.model.index(row, columns[0]), self.model.index(last, columns[-1])
        )
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().select(block, select)

    def _say(self, sentence: str) -> None:
        self.bar.say(sentence)
        self.said.emit(sentence)

    def toggle_more(self) -> None:
        """Show or hide the columns that are not essential."""
        self._all_columns = not self._all_columns
        self._show_columns()

    def choose_missing(self) -> None:
        """Open the missing codes for the selected cells."""
        current = self.model.path(self.grid.currentIndex())
        cell = next((c for c in self.cells() if c.editor.hasFocus()), None)
        if cell is not None:
            cell.open_missing_menu(cell.shown)
            return
        if self._read_only or not current:
            return
        menu = MissingMenu(self.grid)
        menu.chosen.connect(self.set_missing)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.grid.cell_corner(self.grid.currentIndex()))

    def set_missing(self, code: MissingCode) -> None:
        """Set a missing code in the selected cells."""
        chosen = [
            path
            for index in self.grid.selected_cells()
            if (path := self.model.path(index)) and self.model.is_asked(index)
        ]
        if len(chosen) == 1:
            self.missing_chosen.emit(chosen[0], code)
        elif chosen:
            answers = [(path, Missing(missing=code)) for path in chosen]
            self.answers_set.emit(answers, _(code.label))

    def first_query(self) -> Finding | None:
        """The query that is shown for the current row."""
        return None if self._query.isHidden() else self._query.finding


def _pasted(block: Block, unread: int) -> str:
    said = _("Pasted {rows} rows × {columns} columns.").format(
        rows=len(block.rows), columns=block.width
    )
    if block.ragged:
        said += " " + _("Some rows were shorter; their other cells were left alone.")
    if unread:
        more = ngettext(
            "{count} cell could not be read; its text is kept and marked.",
            "{count} cells could not be read; their text is kept and marked.",
            unread,
        )
        said += " " + more.format(count=unread)
    return said


class _ReadingBox(QFrame):
    """What is being typed into a cell reads as, just below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel = parent
        self._strip = ReadingStrip(self)
        self.hide()

    def show_reading(self, editor: CellEditor, arms: Mapping[str, str]) -> None:
        """Show the reading of a cell's text, or why there is none."""
        text = editor.text()
        if not text.strip():
            self.hide()
            return
        reading = read_answer(editor.spec, text, arms)
        if isinstance(reading, Problem):
            self._strip.show_problem(reading.message)
        else:
            self._strip.show_tokens([Token(words) for words in reading.tokens])
        width = 360
        high = self._strip.height_for(width - 16) + 6
        self.setStyleSheet(
            f"background: {theme.tokens().base}; border: 1px solid"
            f" {theme.tokens().ctl}; border-radius: 4px;"
        )
        self._strip.setStyleSheet("border: none;")
        self._strip.setGeometry(8, 3, width - 16, high - 6)
        parent = self._panel
        corner = editor.mapTo(parent, QPoint(0, editor.height() + 2))
        x = max(4, min(corner.x(), parent.width() - width - 8))
        y = corner.y()
        if y + high > parent.height():
            y = editor.mapTo(parent, QPoint(0, 0)).y() - high - 2
        self.setGeometry(x, y, width, high)
        self.show()
        self.raise_()
