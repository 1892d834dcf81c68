"""What is known of a repeating row, made ready to be held against other rows."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Any, TypeAlias

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import N_
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, Abstraction
from ivig_abstractor.model.answer import Missing, Unread, value_of
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.reconcile import weights as w
from ivig_abstractor.reconcile.normalising import (
    BESIDE_UNIT,
    NOTHING_AROUND,
    Around,
    normal,
    unit_beside,
)
from ivig_abstractor.reconcile.wording import pieces_of

ARMS = "arms[]"
PHASES = "arms[].phases[]"
_APART = "\x1f"
_UNREAD: Any = object()
_WITH_UNIT = {pattern.rpartition("[].")[2] for pattern in BESIDE_UNIT}
Known: TypeAlias = dict[int, Hashable]
ReadBefore: TypeAlias = dict[str, dict[tuple[int, Any], Hashable | None]]
"""Values by kind of row, place and stored answer, shared by the sheets of a study."""


class How(Enum):
    """How two values of a feature are held against each other."""

    CODE = auto()
    PIECES = auto()
    NUMBERS = auto()


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that speaks for or against a pair; `spec` if it is a field."""

    label: str
    weight: w.Weight
    how: How
    spec: FieldSpec | None = None


@cache
def features_of(form: FormSpec, pattern: str) -> tuple[Feature, ...]:
    """What is compared between two rows of one kind: fields first, then the rest."""
    found = [
        Feature(spec.label, weight, _how(spec), spec)
        for spec, weight in w.field_weights(form, pattern)
    ]
    found.append(Feature(N_("Evidence"), w.EVIDENCE, How.PIECES))
    found.append(Feature(N_("What is absent"), w.ABSENCES, How.PIECES))
    if pattern == ARMS:
        found.append(Feature(N_("Only one with this role"), w.ONLY_ONE, How.CODE))
        found.append(Feature(N_("Doses"), w.DOSES, How.PIECES))
        found.append(Feature(N_("Results"), w.RESULTS, How.PIECES))
    elif pattern in w.RESULT_ROWS:
        found.append(Feature(N_("Numbers"), w.ALL_NUMBERS, How.PIECES))
    return tuple(found)


@cache
def _places(form: FormSpec, pattern: str) -> dict[str, tuple[int, FieldSpec]]:
    """Where the value of each field goes, by the field's path inside its row."""
    return {
        spec.pattern[len(pattern) + 1 :]: (at, spec)
        for at, (spec, _weight) in enumerate(w.field_weights(form, pattern))
    }


@cache
def _arm_places(form: FormSpec, pattern: str) -> tuple[int, ...]:
    """Which of the fields of a row name an arm."""
    return tuple(
        at for at, spec in _places(form, pattern).values() if spec.kind is Kind.ARM
    )


def _how(spec: FieldSpec) -> How:
    if spec.kind in (Kind.TEXT, Kind.TEXTS, Kind.CHOICES):
        return How.PIECES
    coded = spec.kind in (Kind.CHOICE, Kind.ARM, Kind.DATE)
    return How.CODE if coded else How.NUMBERS


class Sheet:
    """The rows of one abstraction with their features, each worked out once.

    `arm_names` turns the id of an arm into that of the consensus; it is filled in as
    soon as the arms are paired, which is before any row that names one.
    """

    def __init__(
        self, abstraction: Abstraction, read_before: ReadBefore | None = None
    ) -> None:
        self.abstraction = abstraction
        self.arm_names: dict[str, str] = {}
        self._kept: dict[str, list[tuple[str, str, JsonValue]]] = {}
        self._values: dict[str, Known] = {}
        self._features: dict[str, Known] = {}
        self._contents: dict[str, str] = {}
        self._arm_contents: dict[str, str] = {}
        self._numbers: dict[str, frozenset[float]] = {}
        self._read_before: ReadBefore = {} if read_before is None else read_before
        self._naming: dict[str, list[str]] = {}
        for (path, facet), value in abstraction.entries.items():
            end = path.rfind("]") + 1
            if not end or end == len(path) or facet not in (ANSWER, EVIDENCE, NOTE):
                continue
            row, name = path[:end], path[end + 1 :]
            kept = self._kept.get(row)
            if kept is None:
                if abstraction.owner(row) is None:
                    continue  # removed: its answers are kept, but are nobody's now
                kept = self._kept[row] = []
            kept.append((name, facet, value))
            if name == "arm" and facet == ANSWER:
                self._naming.setdefault(f"arms[{value}]", []).append(row)

    def rows(self, pattern: str) -> list[str]:
        """The paths of all rows of one kind, in the reviewer's order."""
        found = [""]
        for name in pattern.removesuffix("[]").split("[]."):
            found = [
                paths.row(paths.join(above, name), row_id)
                for above in found
                for row_id in self.abstraction.rows(paths.join(above, name))
            ]
        return found

    def features(self, row: str) -> Known:
        """What is known of a row, by the place of each feature in `features_of`."""
        known = self._features.get(row)
        if known is None:
            known = self._features[row] = self._read(row)
        return known

    def arm_of(self, row: str) -> str:
        """The arm of the consensus that a row names; empty if it names none."""
        named = self.abstraction.get(f"{row}.arm") if "." in row else None
        return self.arm_names.get(named, "") if isinstance(named, str) else ""

    def content(self, row: str) -> str:
        """All that is written in a row and below it, without any row id.

        It puts rows in an order that does not depend on where they stand, so that
        equal scores are decided by what the rows say.
        """
        known = self._contents.get(row)
        if known is None:
            known = self._own_content(row)
            if paths.pattern_of(row) == ARMS and self._has_double(row, known):
                known = _APART.join([known, *self._about_arm(row)])
            self._contents[row] = known
        return known

    def _own_content(self, row: str, *, with_arm: bool = True) -> str:
        said = []
        for name, facet, value in self._kept.get(row, ()):
            shown: object = value
            if name == "arm" and facet == ANSWER and isinstance(value, str):
                shown = self._arm_content(value) if with_arm else ""
            said.append(f"{name} {facet} {shown!r}")
        return _APART.join(sorted(said))

    def _arm_content(self, arm_id: str) -> str:
        said = self._arm_contents.get(arm_id)
        if said is None:
            said = self._own_content(paths.row("arms", arm_id))
            self._arm_contents[arm_id] = said
        return said

    def _has_double(self, arm: str, said: str) -> bool:
        """Say whether another arm says the same, so that more has to be looked at."""
        others = (one for one in self.rows(ARMS) if one != arm)
        return any(self._own_content(one) == said for one in others)

    def _about_arm(self, arm: str) -> list[str]:
        """What the phases of an arm say, and the rows that name it."""
        inside = sorted(
            self._own_content(row) for row in self._kept if row.startswith(arm + ".")
        )
        naming = sorted(
            self._own_content(row, with_arm=False) for row in self._naming.get(arm, ())
        )
        return inside + naming

    def _read(self, row: str) -> Known:
        pattern = paths.pattern_of(row)
        form = self.abstraction.form
        answered = self._answered(row, pattern)
        known = dict(answered)
        for at in _arm_places(form, pattern):
            arm = self.arm_names.get(str(known.pop(at, "")))
            if arm is not None:
                known[at] = arm
        rest: list[Hashable | None] = [self._evidence(row), self._absences(row)]
        if pattern == ARMS:
            rest += [self._only_one(row), self._doses(row), self._results(row)]
        elif pattern in w.RESULT_ROWS:
            rest.append(self._numbers_of(row, pattern) or None)
        begin = len(features_of(form, pattern)) - len(rest)
        known.update({begin + at: v for at, v in enumerate(rest) if v is not None})
        return known

    def _answered(self, row: str, pattern: str) -> Known:
        """The values of the fields of a row that have one."""
        known = self._values.get(row)
        if known is not None:
            return known
        places = _places(self.abstraction.form, pattern)
        values: Known = {}
        read = self._read_before.setdefault(pattern, {})
        for name, facet, kept in self._kept.get(row, ()):
            placed = places.get(name) if facet == ANSWER else None
            if placed is None:
                continue
            at, spec = placed
            if name in _WITH_UNIT or isinstance(kept, list):
                value = self._value(f"{row}.{name}", spec)
            else:
                # Most answers stand in many rows and with both reviewers.
                said = kept if isinstance(kept, str) else _stored(kept)
                value = read.get((at, said), _UNREAD)
                if value is _UNREAD:
                    value = self._value(f"{row}.{name}", spec)
                    read[at, said] = value
            if value is not None:
                values[at] = value
        self._values[row] = values
        return values

    def _value(self, path: str, spec: FieldSpec) -> Hashable | None:
        answer = self.abstraction.get(path)
        if answer is None or isinstance(answer, Missing | Unread):
            return None
        if _how(spec) is How.PIECES:
            return _pieces(answer)
        unit = unit_beside(self.abstraction.owner(paths.parent(path)), spec)
        return normal(spec, answer, Around(unit) if unit else NOTHING_AROUND)

    def _evidence(self, row: str) -> Hashable | None:
        pieces: set[str] = set()
        for _name, facet, value in self._kept.get(row, ()):
            for one in value if facet == EVIDENCE and isinstance(value, list) else ():
                if isinstance(one, dict):
                    pieces |= pieces_of(str(one.get("quotation") or ""))
                    where = one.get("locator")
                    pieces |= {f"@{where}"} if where else set()
        return frozenset(pieces) or None

    def _absences(self, row: str) -> Hashable | None:
        """Which fields are said to be absent: little, but more than nothing."""
        return (
            frozenset(
                f"{name} {value['missing']}"
                for name, facet, value in self._kept.get(row, ())
                if facet == ANSWER and isinstance(value, dict) and "missing" in value
            )
            or None
        )

    def _only_one(self, arm: str) -> Hashable | None:
        roles = [self._role(one) for one in self.abstraction.rows("arms")]
        own = self._role(arm[:-1].rpartition("[")[2])
        return own if own is not None and roles.count(own) == 1 else None

    def _role(self, arm_id: str) -> str | None:
        role = value_of(self.abstraction.get(f"arms[{arm_id}].arm.role"))
        return None if role is None else str(role)

    def _doses(self, arm: str) -> Hashable | None:
        form = self.abstraction.form
        spec = form.by_pattern["arms[].phases[].dose.value"]
        found = set()
        for row_id in self.abstraction.rows(f"{arm}.phases"):
            at = f"{arm}.phases[{row_id}].dose"
            value = value_of(self.abstraction.get(f"{at}.value"))
            if value is not None:
                unit = unit_beside(self.abstraction.owner(at), spec)
                found.add(str(_shorn(normal(spec, value, Around(unit)))))
        return frozenset(found) or None

    def _results(self, arm: str) -> Hashable | None:
        """The numbers in the rows that name the arm."""
        found: set[float] = set()
        for row in self._naming.get(arm, ()):
            found |= self._numbers_of(row, paths.pattern_of(row))
        return frozenset(found) or None

    def _numbers_of(self, row: str, pattern: str) -> frozenset[float]:
        """The numbers in a row; asked for by the row, and by the arm it names."""
        found = self._numbers.get(row)
        if found is None:
            found = frozenset(_numbers_in(self._answered(row, pattern).values()))
            self._numbers[row] = found
        return found


def _pieces(answer: Any) -> Hashable | None:
    if isinstance(answer, tuple):
        return frozenset(str(one).casefold() for one in answer) or None
    return pieces_of(str(answer)) or None


def _stored(kept: JsonValue) -> Hashable:
    """An answer that is no text as a key: composites have parts of text and numbers."""
    if not isinstance(kept, dict):
        return repr(kept)
    if any(isinstance(part, dict | list) for part in kept.values()):
        return repr(kept)
    return tuple(kept.items())


def _numbers_in(values: Iterable[Hashable]) -> list[float]:
    found: list[float] = []
    for value in values:
        if isinstance(value, tuple) and value[0] != "time":
            found += [float(one) for one in value if type(one) is Decimal]
            if value[0] == "kofn":
                found += [float(one) for one in value[2:4] if one is not None]
    return found


def _shorn(value: Any) -> Any:
    """A number without the zeros that only its printing has; others as they are."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return tuple(_shorn(one) for one in value)
    return value
