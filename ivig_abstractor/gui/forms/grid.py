"""Repeating rows as a Qt model: rows of the study, columns of the form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.chips import place_words
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Choice, Missing, Unread
from ivig_abstractor.model.derived import DerivedLine, derived_for
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, Kind, RepeatSpec
from ivig_abstractor.model.reading import SHORT_CODES, show_answer, write_answer

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_RIGHT = {Kind.INTEGER, Kind.DECIMAL, Kind.SPAN, Kind.MEASURE}
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What a cell tells its painter beside its text."""

    MISSING = Qt.ItemDataRole.UserRole + 1
    SEVERITY = Qt.ItemDataRole.UserRole + 2
    KIND = Qt.ItemDataRole.UserRole + 3
    FRESH = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, a derived value beside it (`key`), or the evidence."""

    label: str
    spec: FieldSpec | None = None
    key: str = ""

    @property
    def is_evidence(self) -> bool:
        """Say whether this is the column of evidence."""
        return self.spec is None and not self.key


class RowsItemModel(QAbstractTableModel):
    """Answers of repeating rows; the last line stands for a row to be added.

    What is typed is announced by `typed` (row, field, text) and shown until the
    review's own answer comes back.
    """

    typed = Signal(int, str, str)

    def __init__(self, spec: RepeatSpec, container: str, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.container = container
        self.rows: list[str] = []
        self.read_only = False
        self.arms: Mapping[str, str] = {}
        self.fresh: set[tuple[int, int]] = set()
        self._abstraction: Abstraction | None = None
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self._worst: dict[str, Severity] = {}
        self._derived: dict[str, DerivedLine] = {}
        self._sent: dict[tuple[str, str], str] = {}
        self._evidence = any(one.item.evidence for one in spec.fields)
        self.columns = self._columns_for(())

    # What it shows

    def show_rows(
        self,
        abstraction: Abstraction,
        findings: Mapping[str, Sequence[Finding]],
        arms: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Take over the rows as they are now, keeping open editors where they stand."""
        self._abstraction = abstraction
        self._findings = findings
        self.arms = arms
        rows = abstraction.rows(self.container)
        derived = {
            line.path: line
            for row_id in rows
            for line in derived_for(abstraction, paths.row(self.container, row_id))
        }
        self._worst = self._worst_of(rows)
        columns = self._columns_for(derived)
        same = columns == self.columns and read_only == self.read_only
        if same and rows == self.rows:
            self._derived = derived
            self._sent = {k: v for k, v in self._sent.items() if k[0] == ""}
            self._repaint()
        elif same and rows[: len(self.rows)] == self.rows:
            self._grow(rows, derived)
        else:
            self.beginResetModel()
            self.rows, self.columns, self.read_only = rows, columns, read_only
            self._derived = derived
            self._sent = {}
            self.fresh = set()
            self.endResetModel()

    def _grow(self, rows: list[str], derived: dict[str, DerivedLine]) -> None:
        """Rows were added at the end: the line to be typed into becomes the first."""
        old, new = len(self.rows), len(rows)
        self.beginInsertRows(_NOWHERE, old + 1, new)
        self.rows = rows
        self._derived = derived
        self._sent = {}
        self.endInsertRows()
        self._repaint()

    def _repaint(self) -> None:
        last = self.index(self.rowCount() - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def _columns_for(self, derived: Iterable[str]) -> list[Column]:
        keys = {path.rpartition("].")[2] for path in derived}
        columns: list[Column] = []
        for spec in self.spec.fields:
            columns.append(Column(capitalised(_(spec.label)), spec))
            share = f"{spec.name}.percent"
            if share in keys:
                columns.append(Column(_("=\N{NO-BREAK SPACE}%"), key=share))
            if spec.name == "after" and "difference" in keys:
                columns.append(Column(_("=\N{NO-BREAK SPACE}Change"), key="difference"))
        if self._evidence:
            columns.append(Column(_("Evidence")))
        return columns

    def _worst_of(self, rows: Iterable[str]) -> dict[str, Severity]:
        worst: dict[str, Severity] = {}
        grave = {Severity.ERROR: 2, Severity.QUERY: 1, Severity.NOTE: 0}
        live = set(rows)
        for path, found in self._findings.items():
            if not path.startswith(self.container + "["):
                continue
            row_id = path[len(self.container) + 1 :].partition("]")[0]
            for one in found:
                if not one.is_open or row_id not in live:
                    continue
                for key in (path, row_id):
                    now = worst.get(key)
                    if now is None or grave[one.severity] > grave[now]:
                        worst[key] = one.severity
        return worst

    # Places

    def path(self, index: Index) -> str:
        """The path of the field under an index; empty for other columns and rows."""
        spec = self.spec_at(index)
        if spec is None or index.row() >= len(self.rows):
            return ""
        return f"{self.row_path(index.row())}.{spec.name}"

    def row_path(self, row: int) -> str:
        """The path of a row; empty for the line to be typed into."""
        if not 0 <= row < len(self.rows):
            return ""
        return paths.row(self.container, self.rows[row])

    def spec_at(self, index: Index) -> FieldSpec | None:
        """The field of a column."""
        if not index.isValid():
            return None
        return self.columns[index.column()].spec

    def index_of(self, path: str) -> QModelIndex:
        """Where a field's cell is, or a row's first one."""
        for row in range(len(self.rows)):
            at = self.row_path(row)
            if path == at:
                return self.index(row, 0)
            if path.startswith(at + "."):
                name = path[len(at) + 1 :]
                for column, one in enumerate(self.columns):
                    if one.spec is not None and one.spec.name == name:
                        return self.index(row, column)
        return QModelIndex()

    def is_asked(self, index: Index) -> bool:
        """Say whether the skip rules ask this cell."""
        spec, path = self.spec_at(index), self.path(index)
        if spec is None or self._abstraction is None:
            return False
        return not path or self._abstraction.is_asked(path, spec)

    def is_column_asked(self, column: int) -> bool:
        """Say whether any row is asked this column."""
        if self.columns[column].spec is None or not self.rows:
            return True
        return any(
            self.is_asked(self.index(row, column)) for row in range(len(self.rows))
        )

    def answer(self, index: Index) -> Any:
        """The answer of a cell."""
        path = self.path(index)
        return self._abstraction.get(path) if path and self._abstraction else None

    def findings_of_row(self, row: int) -> list[Finding]:
        """All findings of a row, open ones only."""
        at = self.row_path(row)
        if not at:
            return []
        return [
            one
            for path, found in self._findings.items()
            if path == at or path.startswith(at + ".")
            for one in found
            if one.is_open
        ]

    def is_typed_into(self, row: int) -> bool:
        """Say whether something was typed into the line for a new row."""
        return row >= len(self.rows) and any(key[0] == "" for key in self._sent)

    def codes_shown(self) -> list[str]:
        """The short missing codes that stand in the grid, with their words."""
        codes = {
            answer.missing
            for row in range(len(self.rows))
            for column in range(len(self.columns))
            if isinstance(answer := self.answer(self.index(row, column)), Missing)
        }
        return [f"{SHORT_CODES[c]} {_(c.label)}" for c in SHORT_CODES if c in codes]

    # Qt's side

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The rows, and the line to be typed into."""
        if parent.isValid():
            return 0
        return len(self.rows) + (0 if self.read_only else 1)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The fields, the derived values and the evidence."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Fields that are asked can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.read_only and self.is_asked(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Labels above, numbers and signs at the left."""
        if orientation == Qt.Orientation.Horizontal:
            return self._column_header(section, role)
        if section >= len(self.rows):
            return "+" if role == Qt.ItemDataRole.DisplayRole else None
        worst = self._worst.get(self.rows[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Role.SEVERITY:
            return worst
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = _("row {number}").format(number=section + 1)
            return f"{said}, {_(worst.label)}" if worst else said
        return None

    def _column_header(self, section: int, role: int) -> Any:
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.ToolTipRole and column.spec is not None:
            unit = _(column.spec.item.unit)
            label = f"{column.label} ({unit})" if unit else column.label
            return "\n".join(p for p in (label, _(column.spec.item.help)) if p)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, how it is written, and how it looks."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._written(index, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Role.MISSING:
            answer = self.answer(index)
            return SHORT_CODES[answer.missing] if isinstance(answer, Missing) else None
        if role == Role.SEVERITY:
            return self._severity(index)
        if role == Role.KIND:
            return self._look(index, column)
        if role == Role.FRESH:
            return (index.row(), index.column()) in self.fresh
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._text(index, column) or _("blank")
            return f"{column.label}: {said}"
        return None

    def _key(self, index: Index) -> tuple[str, str]:
        spec = self.spec_at(index)
        row = index.row()
        row_id = self.rows[row] if row < len(self.rows) else ""
        return row_id, spec.name if spec is not None else ""

    def _text(self, index: Index, column: Column) -> str:
        sent = self._sent.get(self._key(index))
        if sent is not None:
            return sent
        if index.row() >= len(self.rows):
            return ""
        if column.key:
            line = self._derived.get(f"{self.row_path(index.row())}.{column.key}")
            return line.text if line is not None else ""
        if column.spec is None:
            return self._places(index.row())
        answer = self.answer(index)
        if isinstance(answer, Missing):
            return SHORT_CODES[answer.missing]
        words = show_answer(column.spec, answer, self.arms)
        named = isinstance(answer, Choice | tuple)
        return capitalised(words) if named else words

    def _written(self, index: Index, column: Column) -> str:
        sent = self._sent.get(self._key(index))
        if sent is not None:
            return sent
        if column.spec is None:
            return self._text(index, column)
        answer = self.answer(index)
        if isinstance(answer, Choice):
            return capitalised(_(answer.label))
        if isinstance(answer, tuple):
            return _listed(column.spec, answer)
        if column.spec.kind is Kind.ARM and isinstance(answer, str):
            return self.arms.get(answer, answer)
        return write_answer(column.spec, answer)

    def _places(self, row: int) -> str:
        at = self.row_path(row)
        if self._abstraction is None:
            return ""
        found = [
            one
            for spec in self.spec.fields
            for one in self._abstraction.evidence(f"{at}.{spec.name}")
        ]
        wheres = dict.fromkeys(place_words([one]) for one in found)
        return ", ".join(wheres)

    def _severity(self, index: Index) -> Severity | None:
        path = self.path(index)
        if path and isinstance(self.answer(index), Unread):
            return Severity.ERROR
        return self._worst.get(path) if path else None

    def _look(self, index: Index, column: Column) -> str:
        if index.row() >= len(self.rows):
            return "new"
        if column.key:
            return "derived"
        if column.spec is None:
            return "evidence"
        return "asked" if self.is_asked(index) else "unasked"

    def _tip(self, index: Index, column: Column) -> str:
        if column.key:
            line = self._derived.get(f"{self.row_path(index.row())}.{column.key}")
            return f"{line.formula} {line.assumption}".strip() if line else ""
        path = self.path(index)
        found = self._findings.get(path, ()) if path else ()
        said = [f"{one.message} {one.rule}" for one in found if one.is_open]
        answer = self.answer(index)
        if isinstance(answer, Missing):
            said.append(capitalised(_(answer.missing.label)))
        text = self._text(index, column)
        return "\n".join([*said, text] if len(text) > 14 or said else said)

    def setData(
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Announce what was typed, and show it until it comes back as an answer."""
        spec = self.spec_at(index)
        if spec is None or self.read_only or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        if text == self._written(index, self.columns[index.column()]):
            return False
        self._sent[self._key(index)] = text
        self.fresh = set()
        self.dataChanged.emit(index, index)
        self.typed.emit(index.row(), spec.name, text)
        return True


def _listed(spec: FieldSpec, answer: tuple[Any, ...]) -> str:
    """Several options in words that are read back; in codes if words have commas."""
    words = [_(one.label) for one in answer if isinstance(one, Choice)]
    plain = bool(words) and not any("," in word or ";" in word for word in words)
    return "; ".join(words) if plain else write_answer(spec, answer)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    number = column.key or (column.spec is not None and column.spec.kind in _RIGHT)
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
