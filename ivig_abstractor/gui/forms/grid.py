"""Repeating rows as a Qt model: rows of the study, columns of the form."""

from collections.abc import Container, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.content import Column, RowsContent
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, Kind, RepeatSpec

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_RIGHT = {Kind.INTEGER, Kind.DECIMAL, Kind.SPAN, Kind.MEASURE, Kind.STAT}
_NOWHERE = QModelIndex()
_TYPED = Qt.ItemDataRole.EditRole

_UPRIGHT = Qt.AlignmentFlag.AlignVCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | _UPRIGHT
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | _UPRIGHT


class Role(IntEnum):
    """What the header of a row tells its painter beside its text."""

    SEVERITY = Qt.ItemDataRole.UserRole + 1


class Look(NamedTuple):
    """All that a cell tells its painter; asked of Qt, each part takes as long."""

    text: str
    kind: str
    severity: Severity | None
    is_missing: bool
    is_left: bool
    is_fresh: bool
    align: Qt.AlignmentFlag


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
        self.read_only = False
        self.fresh: set[tuple[int, int]] = set()
        self._content = RowsContent(spec, container)
        self.columns: list[Column] = self._content.columns()
        self._sent: dict[tuple[str, str], str] = {}

    # What it shows

    @property
    def rows(self) -> list[str]:
        """The ids of the rows, in order."""
        return self._content.rows

    @property
    def arms(self) -> Mapping[str, str]:
        """The arms of the study, ids and names."""
        return self._content.arms

    def show_rows(
        self,
        abstraction: Abstraction,
        findings: Mapping[str, Sequence[Finding]],
        arms: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Take over the rows as they are now, keeping open editors where they stand."""
        fresh = RowsContent(self.spec, self.container, abstraction, findings, arms)
        same, old = read_only == self.read_only, self.rows
        if same and fresh.rows == old:
            self._content = fresh
            self._sent = {key: text for key, text in self._sent.items() if not key[0]}
            self._repaint()
        elif same and fresh.rows[: len(old)] == old:
            # Rows were added at the end: the line that is typed into becomes one.
            self.beginInsertRows(_NOWHERE, len(old) + 1, len(fresh.rows))
            self._content, self._sent = fresh, {}
            self.endInsertRows()
            self._repaint()
        else:
            self.beginResetModel()
            self._content, self._sent, self.fresh = fresh, {}, set()
            self.read_only = read_only
            self.endResetModel()

    def _repaint(self) -> None:
        last = self.index(self.rowCount() - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    # Places

    def path(self, index: Index) -> str:
        """The path of the field under an index; empty for other columns and rows."""
        return self._content.path(index.row(), self.spec_at(index))

    def row_path(self, row: int) -> str:
        """The path of a row; empty for the line to be typed into."""
        return self._content.row_path(row)

    def spec_at(self, index: Index) -> FieldSpec | None:
        """The field of a column."""
        return self.columns[index.column()].spec if index.isValid() else None

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
        row, spec = self._key(index)[0], self.spec_at(index)
        sent = {one: text for (at, one), text in self._sent.items() if at == row}
        return spec is not None and self._content.is_asked(index.row(), spec, sent)

    def is_column_asked(self, column: int) -> bool:
        """Say whether any row is asked this column, or has something derived in it."""
        return self._content.is_column_asked(self.columns[column])

    def answer(self, index: Index) -> Any:
        """The answer of a cell."""
        return self._content.answer(index.row(), self.spec_at(index))

    def findings_of_row(self, row: int) -> list[Finding]:
        """The open findings of a row."""
        return self._content.findings_of_row(row)

    def codes_in(self, names: Container[str]) -> list[str]:
        """The short missing codes that stand in these columns, with their words."""
        return self._content.codes_in(names)

    def is_typed_into(self, row: int) -> bool:
        """Say whether something was typed into the line for a new row."""
        return row >= len(self.rows) and any(not key[0] for key in self._sent)

    def as_typed(self, index: Index) -> str:
        """What stands in a cell's editor: as it was typed, or as it is read back."""
        sent = self._sent.get(self._key(index))
        if sent is not None or not index.isValid():
            return sent or ""
        return self._content.as_typed(index.row(), self.columns[index.column()])

    def read(self, name: str, text: str) -> Any:
        """What a text means in a field: an answer, unread if it cannot be read."""
        return self._content.read(name, text)[name]

    def read_all(self, name: str, text: str) -> dict[str, Any]:
        """What a text means in a field, and in others of its row that it tells."""
        return self._content.read(name, text)

    @property
    def abstraction(self) -> Abstraction | None:
        """The abstraction whose rows are shown."""
        return self._content.abstraction

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
            return _column_header(self.columns[section], role)
        if section >= len(self.rows):
            return "+" if role == Qt.ItemDataRole.DisplayRole else None
        worst = self._content.worst(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Role.SEVERITY:
            return worst
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = _("row {number}").format(number=section + 1)
            return f"{said}, {_(worst.label)}" if worst else said
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, how it is written, and what is said of it."""
        if not index.isValid():
            return None
        row, column = index.row(), self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(index)
            case Qt.ItemDataRole.EditRole:
                return self.as_typed(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._content.tip(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                said = self._content.text(row, column) or _("blank")
                return f"{column.label}: {said}"
        return None

    def look(self, index: Index) -> Look:
        """How a cell is drawn."""
        row, at = index.row(), index.column()
        spec = self.columns[at].spec
        return Look(
            self._shown(index),
            self.kind(index),
            self._content.worst(row, spec) if spec is not None else None,
            isinstance(self._content.answer(row, spec), Missing),
            self._content.is_left(row, spec),
            (row, at) in self.fresh,
            _alignment(self.columns[at]),
        )

    def texts(self, column: int) -> list[str]:
        """What the first cells of a column show."""
        return self._content.texts(self.columns[column])

    def _shown(self, index: Index) -> str:
        own = self._content.text(index.row(), self.columns[index.column()])
        return self._sent.get(self._key(index), own) if self._sent else own

    def kind(self, index: Index) -> str:
        """What a cell is for: `new`, `derived`, `evidence`, `asked` or `unasked`."""
        column = self.columns[index.column()]
        if index.row() >= len(self.rows):
            return "new"
        if column.keys:
            return "derived"
        if column.spec is None:
            return "evidence"
        return "asked" if self.is_asked(index) else "unasked"

    def _key(self, index: Index) -> tuple[str, str]:
        spec, row = self.spec_at(index), index.row()
        row_id = self.rows[row] if 0 <= row < len(self.rows) else ""
        return row_id, spec.name if spec is not None else ""

    def setData(self, index: Index, value: Any, role: int = _TYPED) -> bool:
        """Announce what was typed, and show it until it comes back as an answer."""
        spec, text = self.spec_at(index), str(value)
        if spec is None or self.read_only or text == self.as_typed(index):
            return False
        if self.path(index) and self._content.holds(index.row(), spec.name, text):
            # The same in other words, such as the code of an option: nothing to tell,
            # and no answer would come back.
            self._sent.pop(self._key(index), None)
            self.dataChanged.emit(index, index)
            return False
        self._sent[self._key(index)] = text
        self.fresh = set()
        self.dataChanged.emit(index, index)
        self.typed.emit(index.row(), spec.name, text)
        return True


def field_meant(model: RowsItemModel, index: Index) -> str:
    """The path of a cell's field; of a computed one, of what it stands behind.

    For the evidence of a row, the first field that has any, or that wants it.
    """
    row, at = model.row_path(index.row()), index.column()
    if not index.isValid() or model.columns[at].spec is not None:
        return model.path(index)
    fields = [one.spec for one in reversed(model.columns[:at]) if one.spec]
    if model.columns[at].is_evidence:
        fields = [one for one in model.spec.fields if one.item.evidence]
        known = model.abstraction
        cited = [o for o in fields if known and known.evidence(f"{row}.{o.name}")]
        fields = cited or fields
    return f"{row}.{fields[0].name}" if row and fields else ""


def place_in(model: RowsItemModel, path: str) -> str:
    """Where a field of a grid is, in words: `Row 1 › Change`."""
    row_path, _dot, name = path.rpartition(".")
    at = model.index_of(path if path.endswith("]") else row_path).row()
    said = [capitalised(_("row {number}").format(number=at + 1))]
    said += [_(one.label) for one in model.spec.fields if one.name == name]
    return " › ".join(said)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    number = column.keys or (column.spec is not None and column.spec.kind in _RIGHT)
    return _AT_RIGHT if number else _AT_LEFT


def _column_header(column: Column, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return column.head
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return column.label
    if role == Qt.ItemDataRole.ToolTipRole and column.spec is None:
        return column.label
    if role == Qt.ItemDataRole.ToolTipRole and column.spec is not None:
        unit = _(column.spec.item.unit)
        label = f"{column.label} ({unit})" if unit else column.label
        return "\n".join(p for p in (label, _(column.spec.item.help)) if p)
    return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None
