"""What the table of a reconciliation shows: headings and lines, in form order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, Qt

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.views.reconcile import words
from ivig_abstractor.gui.views.reconcile.tables import FlatModel
from ivig_abstractor.gui.views.reconcile.words import Said
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.discrepancy import PairedRow, Sameness
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.operations.reconciling import Reconciliation
from ivig_abstractor.operations.settling import Line, arms_of_consensus

ROW = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
CELL = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 2)
_ALIKE = "="
"""Same after normalising, as its sign before the field says it too."""
_FIRST = ("arms[]", "outcomes.rows[]", "adverse_effects.rows[]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the lines below stand, and which rows of the reviewers they compare."""

    words: str
    more: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a line; `end` is a word or sign at the right.

    `spoken` says in words what `end` shows as a sign.
    """

    said: Said
    end: str = ""
    spoken: str = ""
    cited: bool = False
    quiet: bool = False


class Book:
    """A reconciliation with what its screens need again and again: names, letters."""

    def __init__(self, held: Reconciliation) -> None:
        self.held = held
        self.arms: tuple[dict[str, str], ...] = tuple(
            dict(arm_names(side)) for side in held.sides
        )
        self.consensus_arms = arms_of_consensus(held.consensus, held.sides, held.rows)
        self.by_path: dict[str, Line] = {one.compared.path: one for one in held.lines}
        self._pairs: dict[str, PairedRow] = {one.path: one for one in held.rows}

    @property
    def form_order(self) -> tuple[Line, ...]:
        """All lines, in form order."""
        return self.held.lines

    def open_lines(self) -> list[Line]:
        """The lines that still have to be decided, in form order."""
        return [one for one in self.held.lines if one.is_open]

    def normalised(self) -> list[Line]:
        """The lines that are the same after normalising, and not accepted yet."""
        return [one for one in self.held.lines if one.state == "normalised"]

    def unstored(self) -> list[Line]:
        """The lines all reviewers answered alike that are not filled in yet."""
        agreed = (one for one in self.held.lines if one.state == "agreed")
        return [one for one in agreed if one.decision is None]

    def section(self, line: Line) -> tuple[str, str]:
        """Key and title of the section a line stands in; arms have none."""
        try:
            found = self.held.consensus.form.section_of(line.compared.path)
        except KeyError:
            return "", _("Arms and phases")
        return found.key, _(found.title)

    def pair(self, path: str) -> PairedRow | None:
        """The paired row a path lies in, innermost."""
        for row in reversed(paths.rows_above(path)):
            if row in self._pairs:
                return self._pairs[row]
        return None

    def pairs(self, pattern: str) -> list[PairedRow]:
        """The paired rows of one kind."""
        kind = words.kind_of_rows
        return [one for one in self.held.rows if kind(one.path) == pattern]

    def patterns(self) -> list[str]:
        """The kinds of rows there are: those asked for most often come first."""
        found = dict.fromkeys(words.kind_of_rows(one.path) for one in self.held.rows)
        first = [one for one in _FIRST if one in found]
        return [*first, *(one for one in found if one not in _FIRST)]

    def pairing(self, path: str) -> str:
        """In words, which rows are compared at a path."""
        pair = self.pair(path)
        return words.pair_words(pair, self.held.sides) if pair is not None else ""

    def side(self, line: Line, at: int) -> Said:
        """What one reviewer answered."""
        side = line.compared.sides[at]
        if not side.path:
            return Said(_("no such row"), is_blank=True)
        if line.compared.spec is None:
            held = self.held.sides[at]
            return Said(words.row_name(held, side.path, self.arms[at]))
        return words.said(line.compared.spec, side.answer, self.arms[at])

    def name(self, line: Line) -> str:
        """What a line is called: a field by its label, a row by what names it."""
        spec = line.compared.spec
        return capitalised(line.label) if spec is None else line.label

    def short(self, line: Line) -> str:
        """Both answers for the end of a line in the queue: `8 | 9`."""
        if line.compared.spec is None:
            kept = (_("row") if one.path else "–" for one in line.compared.sides)
            return " | ".join(kept)
        return words.side_by_side(
            [
                words.short(line.compared.spec, one.answer, self.arms[at])
                for at, one in enumerate(line.compared.sides)
            ]
        )

    def consensus(self, line: Line) -> Said:
        """What the consensus holds, or would."""
        if line.compared.spec is not None:
            if line.decision is None:
                # Nothing is filled in yet: what all of them say would be.
                return self.side(line, 0)
            return words.said(line.compared.spec, line.answer, self.consensus_arms)
        kept = line.decision is not None and self.keeps_row(line, line.decision.kept)
        return Said(_("row kept") if kept else _("row left out"))

    def keeps_row(self, line: Line, kept: str) -> bool:
        """Say whether choosing this party keeps the row."""
        at = words.LETTERS.find(kept) if len(kept) == 1 else -1
        sides = line.compared.sides
        return 0 <= at < len(sides) and bool(sides[at].path)

    def status(self, line: Line) -> str:
        """The word at the end of the consensus: `same`, `as B`."""
        if line.decision is not None:
            return kept_words(line.decision.kept)
        if line.compared.sameness is Sameness.NORMALISED:
            return kept_words("normalised")
        return _("same")


def kept_words(kept: str) -> str:
    """Whose answer was kept, in words."""
    said = {
        "same": _("same"),
        "normalised": _("same after normalising"),
        "other": _("neither"),
    }
    return said.get(kept) or _("as {letter}").format(letter=kept)


class LineModel(FlatModel):
    """Headings and lines, one column for the field, each reviewer and the consensus."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.rows: list[Heading | Line] = []
        self.taken: dict[str, str] = {}
        self._row_of: dict[str, int] = {}

    def show(self, book: Book | None, shown: Iterable[Line] = ()) -> bool:
        """Show other lines; says whether the rows themselves are others."""
        rows = _with_headings(book, shown) if book is not None else []
        same = book is not None and self.book is not None
        same = same and [_key(one) for one in rows] == [_key(o) for o in self.rows]
        same = same and len(book.held.parties) == len(self.parties()) if book else False
        if rows and same:
            self.book, self.rows = book, rows
            self.announce_cells()
            return False
        self.beginResetModel()
        self.book, self.rows = book, rows
        self._row_of = {
            one.compared.path: at
            for at, one in enumerate(rows)
            if not isinstance(one, Heading)
        }
        self.endResetModel()
        return True

    def parties(self) -> Sequence[Any]:
        """The reviewers, in the order of their columns."""
        return self.book.held.parties if self.book is not None else ()

    def row_of(self, path: str) -> int:
        """The row of a path, -1 if it is not shown."""
        return self._row_of.get(path, -1)

    def line(self, row: int) -> Line | None:
        """The line in a row; a heading is none."""
        if not 0 <= row < len(self.rows):
            return None
        found = self.rows[row]
        return None if isinstance(found, Heading) else found

    def beside(self, path: str, steps: int) -> str:
        """The line below another one, or above it; empty at the ends."""
        row = self.row_of(path) + steps
        while 0 <= row < len(self.rows) and self.line(row) is None:
            row += steps
        line = self.line(row)
        return line.compared.path if line is not None else ""

    def nearest(self, path: str, among: Iterable[str], steps: int) -> str:
        """Of some lines, the next one below another line, or above; around the end."""
        here = self.row_of(path)
        rows = sorted((self.row_of(one), one) for one in among)
        ahead = [one for row, one in rows if row > here]
        behind = [one for row, one in rows if row < here]
        if steps > 0:
            return ahead[0] if ahead else rows[0][1]
        return behind[-1] if behind else rows[-1][1]

    def size(self) -> tuple[int, int]:
        """The rows, headings included; field, reviewers, consensus."""
        return len(self.rows), len(self.parties()) + 2

    def heading(self, column: int, role: int) -> Any:
        """None: who stands above the columns is drawn elsewhere."""

    def told(self, row: int, column: int, role: int) -> Any:
        """What the delegate draws, and what is read aloud."""
        if self.book is None:
            return None
        shown = self.rows[row]
        if role == ROW:
            return shown
        if isinstance(shown, Heading):
            return shown.words if role == Qt.ItemDataRole.DisplayRole else None
        if role == CELL and column > 0:
            return self.cell(shown, column - 1)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column == 0:
                return f"{self.book.name(shown)}: {_(shown.compared.sameness.label)}"
            cell = self.cell(shown, column - 1)
            return f"{cell.said.full} {cell.spoken or cell.end}".strip()
        return None

    def cell(self, line: Line, at: int) -> Cell:
        """What stands in the column of a reviewer, or behind them in the consensus."""
        assert self.book is not None  # noqa: S101  (a line was shown, so a book was)
        sides = line.compared.sides
        if at >= len(sides):
            if line.is_open:
                taken = self.taken.get(line.compared.path)
                if taken:
                    waits = _("{whose}, not decided yet")
                    whose = kept_words(taken)
                    return Cell(Said(waits.format(whose=whose)), quiet=True)
                again = line.state == "reopened"
                words_open = _("to decide again") if again else _("to decide")
                return Cell(Said(words_open), quiet=True)
            status = self.book.status(line)
            alike = status == kept_words("normalised")
            end, spoken = (_ALIKE, status) if alike else (status, "")
            if line.decision is None:
                # The sign before the field says already that it is the same.
                end = _("not filled in")
                spoken = _("{how}, not filled in").format(how=status)
            return Cell(self.book.consensus(line), end, spoken)
        said = self.book.side(line, at)
        side = sides[at]
        missed = bool(side.answer is not None and any(one.evidence for one in sides))
        end = _("none") if missed and not side.evidence else ""
        return Cell(said, end, cited=bool(side.evidence) or bool(end))


def _with_headings(book: Book, shown: Iterable[Line]) -> list[Heading | Line]:
    rows: list[Heading | Line] = []
    place = ""
    for line in shown:
        if line.place != place or not rows:
            place = line.place
            is_row = line.compared.spec is None
            more = "" if is_row else book.pairing(line.compared.path)
            rows.append(Heading(place, more))
        rows.append(line)
    return rows


def _key(row: Heading | Line) -> tuple[str, str]:
    if isinstance(row, Heading):
        return "", row.words
    return row.compared.path, row.label


def own_row_answers(book: Book, line: Line, at: int) -> list[tuple[str, str]]:
    """What one reviewer answered in a row that somebody lacks."""
    held: Abstraction = book.held.sides[at]
    path = line.compared.sides[at].path
    return words.row_answers(held, path, book.arms[at]) if path else []
