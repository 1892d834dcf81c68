"""A block of cells on its way into a grid: where it goes, and what is said of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Signal,
)
from PySide6.QtGui import QGuiApplication

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.forms.clipboard import Block, NoBlock, read_block
from ivig_abstractor.gui.forms.commas import Cell, read_with_comma, waiting
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.gui.forms.headings import columns_named
from ivig_abstractor.gui.forms.saying import is_other_word
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.reading import show_answer

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows to be pasted, the column of each of their cells, and the names above them.

    A cell whose column is `None` is left out; `names` is empty without a header. The
    columns in `shut` are met as they are shown, and take nothing: they are computed.
    """

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[int | None, ...]
    names: tuple[str, ...] = ()
    shut: frozenset[int] = frozenset()

    @property
    def used(self) -> list[int]:
        """The columns that take cells, from left to right."""
        taking = (at for at in self.columns if at is not None)
        return sorted(at for at in taking if at not in self.shut)

    def shut_cells(self, start: int) -> list[tuple[int, int, str]]:
        """What falls onto columns that take nothing: row, column and text of each."""
        return [
            (row, at, text)
            for row, cells in enumerate(self.rows, start=start)
            for at, text in zip(self.columns, cells, strict=False)
            if at is not None and at in self.shut
        ]

    @property
    def left_out(self) -> list[str]:
        """The names that no column here has."""
        pairs = zip(self.names, self.columns, strict=False)
        return [name or _("no name") for name, at in pairs if at is None]


class Pasting(QObject):
    """Pastes what is on the clipboard, and says so until it is mended or undone."""

    block_pasted = Signal(str, list, list, str)
    said = Signal(str)
    columns_wanted = Signal()
    appending = Signal()
    answers_set = Signal(list, str)
    mending_offered = Signal(str, object)

    def __init__(self, grid: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._model: RowsItemModel = grid.rows_model
        self._standing: _Standing | None = None
        self._shown: list[QModelIndex] = []
        self._shut = frozenset(
            at for at, one in enumerate(self._model.columns) if one.spec is None
        )
        self._left: list[tuple[int, int, str]] = []
        self._told: list[str] = []
        self._commas: frozenset[Cell] = frozenset()
        self._unread = 0

    def paste(self) -> None:
        """Put the block on the clipboard into the cells from the current one on.

        A block with names above it is a table of its own: its rows are added at the
        end, unless those from the current one on are blank or cells were selected.
        """
        mime = QGuiApplication.clipboard().mimeData()
        block = read_block(mime.text() if mime.hasText() else "")
        if isinstance(block, NoBlock):
            self.said.emit(block.message)
            return
        placed = self._by_name(block) or self._by_place(block)
        if isinstance(placed, NoBlock):
            self.said.emit(placed.message)
        else:
            self._paste(placed, self._first_row(placed))

    def _first_row(self, placed: Placed) -> int:
        chosen, end = self._chosen(), len(self._model.rows)
        here = chosen[0].row() if chosen else max(self._grid.currentIndex().row(), 0)
        covered = range(here, min(here + len(placed.rows), end))
        if placed.names and not chosen and not all(map(self._is_blank, covered)):
            return end
        return here

    def _first_column(self) -> int:
        chosen = [one.column() for one in self._chosen()]
        return min(chosen) if chosen else max(self._grid.currentIndex().column(), 0)

    def _chosen(self) -> list[QModelIndex]:
        """The cells of a block that the reviewer selected, not the one pasted last."""
        cells = self._grid.selected_cells()
        return cells if len(cells) > 1 and cells != self._shown else []

    def _is_blank(self, row: int) -> bool:
        cells = (self._model.index(row, at) for at in range(len(self._model.columns)))
        return all(self._model.answer(cell) is None for cell in cells)

    def _by_name(self, block: Block) -> Placed | NoBlock | None:
        """Read the first row as the names of columns, if that is what it is."""
        names = block.rows[0]
        start = self._first_column()
        named = columns_named(names, self._model.columns, start, self._is_read)
        if named is None:
            return None
        if len(block.rows) == 1:
            return NoBlock(
                _("The clipboard holds only names of columns, so nothing was pasted.")
            )
        more = [None] * (block.width - len(names))
        heads = (*names, *("" for _o in more))
        return Placed(block.rows[1:], (*named, *more), heads, self._shut)

    def _by_place(self, block: Block) -> Placed | NoBlock:
        """Meet the columns as they are shown, computed ones and the evidence too."""
        start = self._first_column()
        columns = [at for at in self._grid.shown_columns() if at >= start]
        if block.width <= len(columns):
            columns = columns[: block.width]
            placed = Placed(block.rows, tuple(columns), shut=self._shut)
            return placed if placed.used else NoBlock(_onto_computed())
        said = _(
            "The block has {wide} columns, and from here only {room} are shown, so"
            " nothing was pasted. Start further left, or show more columns."
        )
        return NoBlock(said.format(wide=block.width, room=len(columns)))

    def _is_read(self, name: str, text: str) -> bool:
        return not isinstance(self._model.read(name, text), Unread)

    def _paste(self, placed: Placed, start: int) -> None:
        answers: list[tuple[str, Any]] = []
        new: list[dict[str, Any]] = []
        reader = _Reader(self._model, placed.columns)
        for row, cells in enumerate(placed.rows, start=start):
            read = reader.read(cells)
            at = self._model.row_path(row)
            if at:
                answers += [(f"{at}.{name}", answer) for name, answer in read.items()]
            else:
                new.append({n: one for n, one in read.items() if one is not None})
            arm = reader.only_arm(read) if not at else None
            if arm is not None:
                new[-1].update(arm)
        label = _("Paste {rows} × {columns}").format(
            rows=len(placed.rows), columns=len(placed.used)
        )
        used = set(placed.used)
        self._model.fresh = {
            (row, at)
            for row, cells in enumerate(placed.rows, start=start)
            for at, _cell in zip(placed.columns, cells, strict=False)
            if at is not None and at in used
        }
        everything = [one for _path, one in answers]
        everything += [one for row in new for one in row.values()]
        unread = sum(isinstance(one, Unread) for one in everything)
        self._left, self._told = placed.shut_cells(start), []
        self._standing = _Standing(self._model, answers, len(new), unread=unread > 0)
        moved = start == len(self._model.rows) != self._grid.currentIndex().row()
        if moved:
            self.appending.emit()
        self.block_pasted.emit(self._model.container, answers, new, label)
        if any(map(self._grid.isColumnHidden, placed.used)):
            self.columns_wanted.emit()
        self._select(start, placed)
        told = _told(placed, appended=moved)
        self._told = [*told, *reader.told(), *_unread_told(unread)]
        self.said.emit(" ".join([*self._told, *self._left_out()]))
        self._unread = unread
        self._commas = waiting(self._model, reader.unread())
        if self._commas:
            texts = (one for row in placed.rows for one in reader.cells(row))
            count = sum(one in self._commas for one in texts)
            self.mending_offered.emit(_commas_read(count), self.read_commas)

    def read_commas(self) -> None:
        """Read the cells that wait for it with a decimal comma, as one step."""
        answers = read_with_comma(self._model, self._commas)
        if answers and not self._model.read_only:
            # From the button, which goes, back to what it was about.
            self._grid.setFocus()
            self.answers_set.emit(answers, _commas_read(len(answers)))
            left = max(0, self._unread - len(answers))
            self.said.emit(" ".join(_unread_told(left)))

    def _select(self, row: int, placed: Placed) -> None:
        """Select the block; what has gaps is no block, and others' cells stay out."""
        first, last = placed.used[0], placed.used[-1]
        between = [at for at in self._grid.shown_fields() if first <= at <= last]
        if between != placed.used:
            return
        bottom = min(row + len(placed.rows) - 1, self._model.rowCount() - 1)
        block = QItemSelection(
            self._model.index(row, first), self._model.index(bottom, last)
        )
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._grid.selectionModel().select(block, select)
        self._shown = self._grid.selected_cells()

    def follow(self) -> None:
        """Take back what was said once it is undone, or all of it can be read."""
        if self._standing is not None and self._standing.is_over():
            self._standing, self._left = None, []
            self._model.fresh = set()
            self.said.emit("")
        elif self._left and self._told and (left := self._left_out()):
            self.said.emit(" ".join([*self._told, *left]))

    def _left_out(self) -> list[str]:
        """Of computed cells only those that say something else than what is computed.

        What is computed from the block is known when the block has come back.
        """
        if self._standing is None or not self._standing.has_come:
            return []
        left, self._left = self._left, []
        others = {
            at
            for row, at, text in left
            if not _same(text, self._model.as_typed(self._model.index(row, at)))
        }
        cited = {at for at in others if self._model.columns[at].is_evidence}
        count = len(others - cited)
        said = ngettext(
            "{count} computed column was left out: it says something else than what"
            " is computed here.",
            "{count} computed columns were left out: they say something else than what"
            " is computed here.",
            count,
        )
        evidence = _("Evidence was left out: it is cited in the details.")
        return [said.format(count=count)] * (count > 0) + [evidence] * bool(cited)


class _Reader:
    """Reads cells as answers; a column says the same thing over and over."""

    def __init__(self, model: RowsItemModel, columns: Sequence[int | None]) -> None:
        self._model = model
        self._specs = [
            model.columns[at].spec if at is not None else None for at in columns
        ]
        self._known: dict[tuple[str, str], dict[str, Any]] = {}
        arm = (one.name for one in model.spec.fields if one.kind is Kind.ARM)
        self._arm = next(arm, "")
        self._arm_filled = False

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """The answers of a row, by the name of their field."""
        read: dict[str, Any] = {}
        also: dict[str, Any] = {}
        for spec, text in zip(self._specs, cells, strict=False):
            if spec is None:
                continue
            key = spec.name, text
            if key not in self._known:
                self._known[key] = self._model.read_all(*key)
            given = self._known[key]
            read[spec.name] = given[spec.name]
            if len(given) > 1:
                also |= given
        # What stands in a cell of its own is not told by another one.
        return read | {n: one for n, one in also.items() if read.get(n) is None}

    def cells(self, row: Sequence[str]) -> list[Cell]:
        """The texts of a row with the names of the fields they are for."""
        pairs = zip(self._specs, row, strict=False)
        return [(spec.name, text) for spec, text in pairs if spec is not None]

    def unread(self) -> list[Cell]:
        """The texts that could not be read, with the names of their fields."""
        return [
            (name, text)
            for (name, text), given in self._known.items()
            if isinstance(given[name], Unread)
        ]

    def only_arm(self, read: Mapping[str, Any]) -> dict[str, str] | None:
        """The arm of a row that names none, where the study has but one."""
        arms = list(self._model.arms)
        if not self._arm or len(arms) != 1 or read.get(self._arm) is not None:
            return None
        if all(one is None for one in read.values()):
            return None
        self._arm_filled = True
        return {self._arm: arms[0]}

    def told(self) -> list[str]:
        """What was read from other words, or into fields that no cell is for."""
        specs = {one.name: one for one in self._model.spec.fields}
        said = []
        for (name, text), given in self._known.items():
            if len(given) > 1 or is_other_word(text, given[name]):
                read = (show_answer(specs[n], one) for n, one in given.items())
                sentence = _("“{text}” is read as {words}.")
                said.append(sentence.format(text=text, words=", ".join(read)))
        if self._arm_filled:
            arm = next(iter(self._model.arms.values()))
            said.append(_("The arm is {arm}, the only one.").format(arm=arm))
        return said[:_MOST_NAMED] + said[_MOST_NAMED:][-1:]


class _Standing:
    """What was pasted, as long as a sentence about it stands on the screen."""

    def __init__(
        self,
        model: RowsItemModel,
        answers: Sequence[tuple[str, Any]],
        new: int,
        *,
        unread: bool,
    ) -> None:
        self._model = model
        self._answers = answers
        self._rows = len(model.rows) + new
        self._unread = unread
        self._before = _count_unread(model)
        self._ids: set[str] | None = None

    def is_over(self) -> bool:
        """Say whether it was undone, mended, or written over."""
        held = self._held()
        if self._ids is None:
            if held and len(self._model.rows) >= self._rows:
                self._ids = set(self._model.rows)
            return False
        if not self._ids <= set(self._model.rows) or (self._answers and not held):
            return True
        if self._unread:
            return _count_unread(self._model) <= self._before
        return not self._model.fresh

    @property
    def has_come(self) -> bool:
        """Say whether the answers stand in their cells."""
        return self._ids is not None

    def _held(self) -> bool:
        """Say whether any of the pasted answers stands in its cell."""
        known = self._model.abstraction
        return not self._answers or any(
            known is not None and known.get(path) == one for path, one in self._answers
        )


def _onto_computed() -> str:
    return _(
        "The block would fall onto computed columns only, which take nothing, so"
        " nothing was pasted. Start in a column that is answered."
    )


_SIGNS = str.maketrans({"−": "-", "–": "-", "%": None, "\N{NO-BREAK SPACE}": " "})


def _same(text: str, computed: str) -> bool:
    """Say whether a text is what is computed, with whichever signs it is written."""
    ours, theirs = (one.translate(_SIGNS).split() for one in (computed, text))
    if ours == theirs:
        return True
    try:
        return Decimal("".join(ours)) == Decimal("".join(theirs))
    except InvalidOperation:
        return False


def _count_unread(model: RowsItemModel) -> int:
    """How many answers below the grid are unread, also those of removed rows."""
    start, held = f"{model.container}[", model.abstraction
    return sum(
        isinstance(value, dict) and "unread" in value and path.startswith(start)
        for (path, _facet), value in (held.entries.items() if held else ())
    )


def _told(placed: Placed, *, appended: bool) -> list[str]:
    ragged = len({len(row) for row in placed.rows}) > 1
    high, wide = len(placed.rows), len(placed.used)
    rows = ngettext("{count} row", "{count} rows", high).format(count=high)
    columns = ngettext("{count} column", "{count} columns", wide).format(count=wide)
    said = [_("Pasted {rows} × {columns}.").format(rows=rows, columns=columns)]
    if appended:
        said.append(
            _("They are new rows at the end; to paste over rows, select cells first.")
        )
    if placed.names:
        count = len(placed.used)
        words = ngettext(
            "{count} column matched by name",
            "{count} columns matched by name",
            count,
        ).format(count=count)
        absent = ", ".join(f"“{name}”" for name in placed.left_out)
        if absent:
            lacking = ngettext(
                "{matched}; {names} has no column here.",
                "{matched}; {names} have no column here.",
                len(placed.left_out),
            )
            said.append(lacking.format(matched=words, names=absent))
        else:
            said.append(f"{words}.")
    if ragged:
        said.append(_("Some rows were shorter; their other cells were left alone."))
    return said


def _commas_read(count: int) -> str:
    return ngettext(
        "Read {count} cell with a decimal comma",
        "Read {count} cells with a decimal comma",
        count,
    ).format(count=count)


def _unread_told(unread: int) -> list[str]:
    if not unread:
        return []
    more = ngettext(
        "{count} cell could not be read; its text is kept and marked.",
        "{count} cells could not be read; their text is kept and marked.",
        unread,
    )
    return [more.format(count=unread)]
