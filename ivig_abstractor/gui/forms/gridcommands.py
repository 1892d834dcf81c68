"""What a reviewer does with rows and cells: add, move, fill, clear, copy, paste."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.forms.clipboard import write_block
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.gui.forms.missing import MissingMenu
from ivig_abstractor.gui.forms.passing import pass_on
from ivig_abstractor.gui.forms.pasting import Pasting
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.model.answer import Missing, MissingCode

Answers = list[tuple[str, Any]]


class GridCommands(QObject):
    """Turns wishes for a grid into what the review is asked for; one step each."""

    answered = Signal(str, str)
    answers_set = Signal(list, str)
    missing_chosen = Signal(str, object)
    row_added = Signal(str, str, dict)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    block_pasted = Signal(str, list, list, str)
    said = Signal(str)
    columns_wanted = Signal()
    mending_offered = Signal(str, object)

    def __init__(self, grid: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._model: RowsItemModel = grid.rows_model
        self.goes_to_new = False
        self.pasting = Pasting(grid, self)
        pass_on(self.pasting, self, "block_pasted", "said", "columns_wanted")
        pass_on(self.pasting, self, "answers_set", "mending_offered")
        self.pasting.appending.connect(self._go_to_new)

    def do(self, wish: str) -> None:
        """Do what a key or a button of the grid asks for."""
        wishes: dict[str, Callable[[], None]] = {
            "add": self.add_row,
            "insert": self.insert_row,
            "clear": self.clear_cells,
            "remove": self.remove_rows,
            "fill": self.fill_down,
            "missing": self.choose_missing,
            "paste": self.pasting.paste,
            "cut": self.cut,
            "up": lambda: self.move_row(-1),
            "down": lambda: self.move_row(1),
        }
        if wish == "copy":
            self.copy()
        elif wish in wishes and not self._model.read_only:
            wishes[wish]()

    # Rows

    def add_row(self) -> None:
        """Add a row at the end, wherever the current one is."""
        self._add_after(next(iter(self._model.rows[-1:]), ""))

    def insert_row(self) -> None:
        """Add a row under the current one."""
        rows = self._model.rows
        now = self._grid.currentIndex().row()
        if 0 <= now < len(rows):
            self._add_after(rows[now])
        else:
            self.add_row()

    def _go_to_new(self) -> None:
        self.goes_to_new = True

    def _add_after(self, after: str) -> None:
        self.goes_to_new = True
        self._grid.setFocus()
        self.row_added.emit(self._model.container, after, {})

    def remove_rows(self) -> None:
        """Remove the rows of the selection."""
        chosen = {index.row() for index in self._grid.selected_cells()}
        for row in sorted(chosen, reverse=True):
            if self._model.row_path(row):
                self.row_removed.emit(self._model.row_path(row))

    def move_row(self, steps: int) -> None:
        """Move the current row up or down."""
        at = self._model.row_path(self._grid.currentIndex().row())
        if at:
            self.row_moved.emit(at, steps)

    # Cells

    def say_untaken(self) -> None:
        """Say why what is typed into the current cell goes nowhere."""
        column = self._model.columns[self._grid.currentIndex().column()]
        said = _("“{column}” is not asked in this row, so nothing was entered.")
        if column.keys:
            said = _("“{column}” is computed, so nothing was entered.")
        elif column.is_evidence:
            said = _("Evidence is cited in the details (Alt+E): nothing was entered.")
        self.said.emit(said.format(column=column.label))

    def _chosen(self) -> list[tuple[QModelIndex, str]]:
        """The selected cells that hold a field of a row, with their paths."""
        cells = [(one, self._model.path(one)) for one in self._grid.selected_cells()]
        return [(index, path) for index, path in cells if path]

    def clear_cells(self) -> None:
        """Blank the selected cells."""
        answers: Answers = [
            (path, None)
            for index, path in self._chosen()
            if self._model.answer(index) is not None
        ]
        if len(answers) == 1:
            self.answered.emit(answers[0][0], "")
        elif answers:
            said = ngettext("Clear {count} cell", "Clear {count} cells", len(answers))
            self.answers_set.emit(answers, said.format(count=len(answers)))

    def fill_down(self) -> None:
        """Give the selected cells the answer of the topmost, or of the one above."""
        if self._fill_new():
            return
        cells = self._chosen()
        top = min((index.row() for index, _path in cells), default=0)
        if cells and top == max(index.row() for index, _path in cells):
            top -= 1
        answers: Answers = []
        for index, path in cells:
            if index.row() > top >= 0 and self._model.is_asked(index):
                above = self._model.index(top, index.column())
                answers.append((path, self._model.answer(above)))
        if answers:
            self.answers_set.emit(answers, _("Fill down"))

    def _fill_new(self) -> bool:
        """In the line for a new row, begin one with the answers of the row above."""
        end = len(self._model.rows)
        chosen = self._grid.selected_cells()
        if not chosen or any(index.row() != end for index in chosen):
            return False
        for index in chosen:
            above = self._model.as_typed(index.siblingAtRow(end - 1))
            if above and self._model.is_asked(index):
                self._model.setData(index, above)
        return True

    def choose_missing(self) -> None:
        """Open the missing codes under the current cell."""
        now = self._grid.currentIndex()
        if self._model.path(now) and not self._model.read_only:
            menu = MissingMenu(self._grid)
            menu.chosen.connect(self.set_missing)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._grid.cell_corner(now))

    def set_missing(self, code: MissingCode) -> None:
        """Set a missing code in the selected cells."""
        chosen = [path for index, path in self._chosen() if self._model.is_asked(index)]
        if len(chosen) == 1:
            self.missing_chosen.emit(chosen[0], code)
        elif chosen:
            answers: Answers = [(path, Missing(missing=code)) for path in chosen]
            self.answers_set.emit(answers, _(code.label))

    # The clipboard

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets take them."""
        rows: dict[int, list[str]] = {}
        for cell in self._grid.selected_cells():
            # Choices leave as words, and are read back from them.
            rows.setdefault(cell.row(), []).append(self._model.as_typed(cell))
        if not rows:
            return
        QGuiApplication.clipboard().setText(write_block(list(rows.values())))
        wide = len(self._grid.shown_columns())
        whole = [row for row, cells in rows.items() if len(cells) == wide]
        if left := sum(map(self._answered_out_of_sight, whole)):
            said = ngettext(
                "{n} answer in a column that is not shown was not copied. Show all"
                " columns (Alt+M) to copy it, too.",
                "{n} answers in columns that are not shown were not copied. Show all"
                " columns (Alt+M) to copy them, too.",
                left,
            )
            self.said.emit(said.format(n=left))

    def _answered_out_of_sight(self, row: int) -> int:
        """How many answers of a row stand in columns that are not shown."""
        hidden = (
            self._model.index(row, at)
            for at, column in enumerate(self._model.columns)
            if column.spec is not None and self._grid.isColumnHidden(at)
        )
        return sum(self._model.answer(one) is not None for one in hidden)

    def cut(self) -> None:
        """Copy the selected cells and blank them."""
        self.copy()
        self.clear_cells()
