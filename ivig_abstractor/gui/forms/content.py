"""What the cells of a grid say: answers, derived values, evidence, findings."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.chips import place_words
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Choice, Missing, Unread
from ivig_abstractor.model.derived import derived_for
from ivig_abstractor.model.deriving import DerivedLine
from ivig_abstractor.model.field import When
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, Kind, RepeatSpec
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import (
    SHORT_CODES,
    read_answer,
    show_answer,
    write_answer,
)

_RANK = {Severity.ERROR: 2, Severity.QUERY: 1, Severity.NOTE: 0}
_LONG = 14
_FIRST = 250
"""So many rows say how wide their columns should be, and are as high as they need."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, what is derived beside it (`keys`), or the evidence."""

    label: str
    spec: FieldSpec | None = None
    keys: tuple[str, ...] = ()
    is_essential: bool = True
    short: str = ""

    @property
    def head(self) -> str:
        """What stands above the column: its label, or less where that says enough."""
        return self.short or self.label

    @property
    def is_evidence(self) -> bool:
        """Say whether this is the column of evidence."""
        return self.spec is None and not self.keys


class RowsContent:
    """The rows of a repeating part as they are in an abstraction, ready to be shown."""

    def __init__(
        self,
        spec: RepeatSpec,
        container: str,
        abstraction: Abstraction | None = None,
        findings: Mapping[str, Sequence[Finding]] | None = None,
        arms: Mapping[str, str] | None = None,
    ) -> None:
        self.spec = spec
        self.container = container
        self.abstraction = abstraction
        self.findings = findings or {}
        self.arms = arms or {}
        self.rows = abstraction.rows(container) if abstraction is not None else []
        self._derived: dict[str, DerivedLine] = {}
        if abstraction is not None:
            self._derived = {
                line.path: line
                for row_id in self.rows
                for line in derived_for(abstraction, paths.row(container, row_id))
            }
        self._found = self._by_row()
        self._worst = self._find_worst()

    def columns(self) -> list[Column]:
        """The fields, each with what may be derived from it, and the evidence.

        They depend on the form alone: a column that came with an answer would shut the
        cell that is being typed into.
        """
        beside = _derived_beside(self.spec)
        computed = {key for keys in beside.values() for key in keys}
        columns: list[Column] = []
        for spec in self.spec.fields:
            label, first = capitalised(_(spec.label)), spec.item.essential
            if spec.name == "change" and "difference" in computed:
                # Beside the one that is computed.
                label = _("Change, as printed")
            columns.append(Column(label, spec, (), first, _(spec.item.head)))
            if keys := beside.get(spec.name):
                words, short = _derived_words(keys)
                columns.append(Column(words, None, keys, first, short))
        if any(one.item.evidence for one in self.spec.fields):
            columns.append(Column(_("Evidence")))
        return columns

    def derives(self, keys: tuple[str, ...]) -> bool:
        """Say whether something is derived in this column in any row."""
        ends = tuple(f"].{key}" for key in keys)
        return any(path.endswith(ends) for path in self._derived)

    def row_path(self, row: int) -> str:
        """The path of a row; empty for the line to be typed into."""
        if not 0 <= row < len(self.rows):
            return ""
        return paths.row(self.container, self.rows[row])

    def path(self, row: int, spec: FieldSpec | None) -> str:
        """The path of a field of a row, empty if there is none."""
        at = self.row_path(row)
        return f"{at}.{spec.name}" if at and spec is not None else ""

    def answer(self, row: int, spec: FieldSpec | None) -> Any:
        """The answer of a cell."""
        path = self.path(row, spec)
        return self.abstraction.get(path) if path and self.abstraction else None

    def is_asked(
        self, row: int, spec: FieldSpec, typed: Mapping[str, str] | None = None
    ) -> bool:
        """Say whether the skip rules ask this cell.

        `typed` is what was typed into other cells of the row and is not saved yet: a
        line of Tabs must not go another way where saving takes longer.
        """
        if self.abstraction is None:
            return True
        said = typed or {}
        if waiting := [one for one in spec.item.asked_when if one.field in said]:
            return all(self._will_hold(one, said[one.field]) for one in waiting)
        # In the line for a new row nothing is answered that would ask for more.
        path = self.path(row, spec) or f"{paths.row(self.container, '')}.{spec.name}"
        return self.abstraction.is_asked(path, spec)

    def _will_hold(self, rule: When, text: str) -> bool:
        answer = self.read(rule.field, text)[rule.field]
        if answer is None or isinstance(answer, Missing | Unread):
            return False
        return not rule.codes or str(answer) in rule.codes

    def is_left(self, row: int, spec: FieldSpec | None) -> bool:
        """Say whether a cell waits for an answer."""
        if spec is None or spec.item.optional or not 0 <= row < len(self.rows):
            return False
        return self.answer(row, spec) is None and self.is_asked(row, spec)

    def is_column_asked(self, column: Column) -> bool:
        """Say whether any row is asked this column, or has something derived in it."""
        spec = column.spec
        if column.keys:
            return self.derives(column.keys)
        if spec is None:
            return True
        if spec.item.essential and depends_on_row(spec):
            # A column that came with an answer would come under the hands of who types.
            return True
        return any(self.is_asked(row, spec) for row in range(len(self.rows) or 1))

    def read(self, name: str, text: str) -> dict[str, Any]:
        """The answers that a text gives, by field: its own, and others it tells."""
        spec = next(spec for spec in self.spec.fields if spec.name == name)
        reading = read_answer(spec, text, self.arms)
        if isinstance(reading, Problem):
            return {name: Unread(unread=text)}
        return {name: reading.value, **dict(reading.also)}

    def holds(self, row: int, name: str, text: str) -> bool:
        """Say whether a row has all the answers that a text gives."""
        specs = {spec.name: spec for spec in self.spec.fields}
        read = self.read(name, text).items()
        return all(self.answer(row, specs.get(one)) == answer for one, answer in read)

    # In words

    def text(self, row: int, column: Column) -> str:
        """What a cell shows."""
        if column.keys:
            return ", ".join(line.text for line in self._lines(row, column))
        if column.spec is None:
            return self._places(row)
        answer = self.answer(row, column.spec)
        if isinstance(answer, Missing):
            return SHORT_CODES[answer.missing]
        words = show_answer(column.spec, answer, self.arms)
        return capitalised(words) if isinstance(answer, Choice | tuple) else words

    def texts(self, column: Column) -> list[str]:
        """What the first cells of a column show."""
        return [self.text(row, column) for row in range(min(len(self.rows), _FIRST))]

    def as_typed(self, row: int, column: Column) -> str:
        """What stands in a cell's editor, and on the clipboard; it is read back."""
        if column.spec is None:
            return self.text(row, column)
        answer = self.answer(row, column.spec)
        if isinstance(answer, Choice):
            return capitalised(_(answer.label))
        if isinstance(answer, tuple):
            return _listed(column.spec, answer)
        if column.spec.kind is Kind.ARM and isinstance(answer, str):
            return self.arms.get(answer, answer)
        return write_answer(column.spec, answer)

    def tip(self, row: int, column: Column) -> str:
        """What is said when the mouse rests on a cell."""
        if lines := self._lines(row, column):
            said = [f"{line.formula} {line.assumption}".strip() for line in lines]
            return "\n".join(said)
        path = self.path(row, column.spec)
        found = self.findings.get(path, ()) if path else ()
        said = [f"{one.message} {one.rule}" for one in found if one.is_open]
        answer = self.answer(row, column.spec)
        if isinstance(answer, Missing):
            said.append(capitalised(_(answer.missing.label)))
        text = self.text(row, column)
        return "\n".join([*said, text] if len(text) > _LONG or said else said)

    def _lines(self, row: int, column: Column) -> list[DerivedLine]:
        at = self.row_path(row)
        found = (self._derived.get(f"{at}.{key}") for key in column.keys)
        return [line for line in found if line is not None]

    def _places(self, row: int) -> str:
        at = self.row_path(row)
        if not at or self.abstraction is None:
            return ""
        found = [
            one
            for spec in self.spec.fields
            for one in self.abstraction.evidence(f"{at}.{spec.name}")
        ]
        return ", ".join(dict.fromkeys(place_words([one]) for one in found))

    def codes_in(self, names: Container[str]) -> list[str]:
        """The short missing codes that stand in these columns, with their words."""
        codes = {
            answer.missing
            for row in range(len(self.rows))
            for spec in self.spec.fields
            if spec.name in names
            and isinstance(answer := self.answer(row, spec), Missing)
        }
        return [f"{SHORT_CODES[c]} {_(c.label)}" for c in SHORT_CODES if c in codes]

    # Findings

    def findings_of_row(self, row: int) -> list[Finding]:
        """The open findings of a row."""
        return list(self._found.get(self.row_path(row), ()))

    def _by_row(self) -> dict[str, list[Finding]]:
        start = f"{self.container}["
        found: dict[str, list[Finding]] = {}
        for path, findings in self.findings.items():
            if path.startswith(start):
                at = path[: path.index("]", len(start)) + 1]
                still_open = (o for o in findings if o.is_open and o.path == path)
                found.setdefault(at, []).extend(still_open)
        return found

    def worst(self, row: int, spec: FieldSpec | None = None) -> Severity | None:
        """The gravest open finding of a row, or of one of its cells."""
        if spec is None:
            at = self.row_path(row)
            return self._worst.get(at) if at else None
        if isinstance(self.answer(row, spec), Unread):
            return Severity.ERROR
        return self._worst.get(self.path(row, spec))

    def _find_worst(self) -> dict[str, Severity]:
        worst: dict[str, Severity] = {}
        for row in range(len(self.rows)):
            at = self.row_path(row)
            for one in self.findings_of_row(row):
                for key in {at, one.path, *one.also}:
                    now = worst.get(key)
                    if now is None or _RANK[one.severity] > _RANK[now]:
                        worst[key] = one.severity
        return worst


def _derived_beside(spec: RepeatSpec) -> dict[str, tuple[str, ...]]:
    """What is derived from the fields of a row, by the field it stands behind.

    A row mostly says means or counts, so that the change of the ones and the share of
    the others have one column, where both are essential.
    """
    names = {one.name for one in spec.fields}
    counts = [one for one in spec.fields if one.kind is Kind.KOFN]
    found: dict[str, tuple[str, ...]] = {
        one.name: (f"{one.name}.percent",) for one in counts
    }
    if {"before", "after"} <= names:
        first = next((one.name for one in counts if one.item.essential), "after")
        found[first] = ("difference", *found.get(first, ()))
    return found


def _derived_words(keys: tuple[str, ...]) -> tuple[str, str]:
    """What a column of derived values is called, and what stands above it."""
    if len(keys) > 1:
        words = _("Computed: after − before, or the share of patients")
        return words, _("=\N{NO-BREAK SPACE}After − before,\N{NO-BREAK SPACE}%")
    if keys[0] == "difference":
        short = _("=\N{NO-BREAK SPACE}After −\N{NO-BREAK SPACE}before")
        return _("After − before, computed"), short
    return _("=\N{NO-BREAK SPACE}%"), ""


def depends_on_row(spec: FieldSpec) -> bool:
    """Say whether another answer of its row decides if a field is asked."""
    return any("." not in when.field for when in spec.item.asked_when)


def _listed(spec: FieldSpec, answer: tuple[Any, ...]) -> str:
    """Several options in words that are read back; in codes if words have commas."""
    words = [_(one.label) for one in answer if isinstance(one, Choice)]
    plain = bool(words) and not any("," in word or ";" in word for word in words)
    return "; ".join(words) if plain else write_answer(spec, answer)
