"""Compares aligned abstractions field by field, each by its own rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import (
    ANSWER,
    EVIDENCE,
    NOTE,
    Abstraction,
    encode,
)
from ivig_abstractor.model.answer import Missing, Unread, value_of
from ivig_abstractor.model.discrepancy import (
    Compared,
    DiscrepancyClass,
    PairedRow,
    Sameness,
    Side,
)
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.field import Comparison, Section
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind, SectionSpec
from ivig_abstractor.model.naming import arm_names, row_name
from ivig_abstractor.reconcile.explaining import (
    class_of,
    letter,
    why_different,
    why_silent,
)
from ivig_abstractor.reconcile.normalising import (
    BESIDE_UNIT,
    BESIDE_VALUES,
    NOTHING_AROUND,
    Around,
    alike,
    normal,
    tolerance_of,
    unit_beside,
    unit_stated,
)
from ivig_abstractor.reconcile.pairing import Alignment


def compare(sides: Sequence[Abstraction], alignment: Alignment) -> tuple[Compared, ...]:
    """Compare every field that somebody answered, in form order.

    A row that somebody lacks is one entry without a field. Its fields are listed too
    only where at least two others have the row, because those may still differ.
    """
    return tuple(_Comparing(sides, alignment).all())


def compare_answers(
    spec: FieldSpec,
    a: Any,
    b: Any,
    around_a: Around = NOTHING_AROUND,
    around_b: Around = NOTHING_AROUND,
) -> Sameness:
    """How two answers to one field relate; `a` and `b` may change places."""
    if a is None or b is None:
        return Sameness.SAME if a is b else Sameness.ONE_SIDED
    if isinstance(a, Missing) and isinstance(b, Missing):
        return Sameness.SAME if a.missing == b.missing else Sameness.CODES
    one, other = normal(spec, a, around_a), normal(spec, b, around_b)
    if spec.kind is Kind.ARM:
        return Sameness.SAME if one == other else Sameness.DIFFERENT
    if alike(one, other, tolerance_of(spec)):
        printed = type(a) is type(b) and encode(a) == encode(b)
        same_unit = around_a.unit == around_b.unit
        return Sameness.SAME if printed and same_unit else Sameness.NORMALISED
    return Sameness.DIFFERENT


def together(found: Sequence[Sameness]) -> Sameness:
    """How several answers relate, from how each two of them do."""
    for worst in (
        Sameness.DIFFERENT,
        Sameness.ONE_SIDED,
        Sameness.CODES,
        Sameness.NORMALISED,
    ):
        if worst in found:
            return worst
    return Sameness.SAME


class _Reviewer:
    """One side of the comparison with what is asked of it again and again."""

    def __init__(
        self, side: int, abstraction: Abstraction, alignment: Alignment
    ) -> None:
        self.abstraction = abstraction
        self.id = abstraction.reviewer_id
        self._side = side
        self._alignment = alignment
        self._quoted: dict[tuple[Any, ...], Evidence] = {}
        self._cited: dict[str, JsonValue] = {}
        self._notes: dict[str, str] = {}
        self.stored: dict[str, JsonValue] = {}
        for (path, facet), value in abstraction.entries.items():
            if facet == ANSWER:
                self.stored[path] = value
            elif facet == EVIDENCE:
                self._cited[path] = value
            elif facet == NOTE:
                self._notes[path] = str(value or "")
        self.arms = Around(arm=self._arm)

    def side(self, path: str, answer: Any) -> Side:
        """The side as it stands in a comparison."""
        cited = self._evidence(path) if path in self._cited else ()
        return Side(self.id, path, answer, cited, self._notes.get(path, ""))

    def _evidence(self, path: str) -> tuple[Evidence, ...]:
        kept = self._cited[path]
        if not isinstance(kept, list):
            return ()
        return tuple(self._one_quotation(one) for one in kept)

    def _one_quotation(self, one: Any) -> Evidence:
        # The same quotation stands beside many answers: it is read once.
        key = tuple(one.items()) if isinstance(one, dict) else ()
        known = self._quoted.get(key)
        if known is None:
            known = self._quoted[key] = Evidence.model_validate(one)
        return known

    def _arm(self, row_id: str) -> str:
        # The arm may have been removed: then it is nobody's but this reviewer's.
        own = f"?{self._side} {row_id}"
        return self._alignment.consensus_row(self._side, row_id) or own


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one instance of fields stands: in the consensus, and for each side."""

    at: str
    own: tuple[str | None, ...]


class _Comparing:
    """One comparison: walks the form along the rows of the consensus."""

    def __init__(self, sides: Sequence[Abstraction], alignment: Alignment) -> None:
        self._form: FormSpec = sides[0].form
        self._reviewers = [
            _Reviewer(at, side, alignment) for at, side in enumerate(sides)
        ]
        self._children: dict[tuple[str, str], list[PairedRow]] = {}
        for row in alignment.rows:
            above = paths.rows_above(row.path)[:-1]
            pattern = paths.pattern_of(row.path)
            key = (above[-1] if above else "", pattern)
            self._children.setdefault(key, []).append(row)
        self._said: set[str] = set()

    def all(self) -> Iterator[Compared]:
        """Every comparison in form order."""
        for section in self._form.sections:
            yield from self._section(section)

    def _section(self, section: SectionSpec) -> Iterator[Compared]:
        everybody: tuple[str | None, ...] = ("",) * len(self._reviewers)
        found = [_Place("", everybody)]
        for container in section.containers:
            inner: list[_Place] = []
            for above in found:
                for row in self._children.get((above.at, container.pattern), ()):
                    yield from self._lacking(row, above)
                    inner.append(_Place(row.path, row.rows))
            found = inner
        tail = section.prefix.rpartition("].")[2]
        for place in found:
            yield from self._fields(_below(place, tail), section.fields)
            for repeat in section.repeats:
                for row in self._children.get((place.at, repeat.pattern), ()):
                    yield from self._lacking(row, place)
                    yield from self._fields(_Place(row.path, row.rows), repeat.fields)

    def _lacking(self, row: PairedRow, above: _Place) -> Iterator[Compared]:
        """The row as a whole, once, if one who has what is above it lacks it."""
        lacks = [
            own is None and parent is not None
            for own, parent in zip(row.rows, above.own, strict=True)
        ]
        if not any(lacks) or row.path in self._said:
            return
        self._said.add(row.path)
        sides = tuple(
            reviewer.side(own or "", None)
            for reviewer, own in zip(self._reviewers, row.rows, strict=True)
        )
        yield Compared(
            path=row.path,
            spec=None,
            sides=sides,
            sameness=Sameness.ONE_SIDED,
            kind=DiscrepancyClass.SILENT,
            why=self._why_lacking(row, lacks),
        )

    def _why_lacking(self, row: PairedRow, lacks: Sequence[bool]) -> str:
        side, own = next((at, own) for at, own in enumerate(row.rows) if own)
        pattern = paths.pattern_of(row.path)
        repeat = self._form.repeats.get(pattern)
        container = next(
            (c for c in self._form.containers if c.pattern == pattern), None
        )
        held = repeat.repeat if repeat else container.repeat if container else None
        named = row_name(self._reviewers[side].abstraction, own)
        without = ", ".join(letter(at) for at, lacking in enumerate(lacks) if lacking)
        return _("{letters} has no row for this {kind}: {name}.").format(
            letters=without,
            kind=_(held.one) if held else "",
            name=named or _("unnamed"),
        )

    def _fields(self, place: _Place, specs: Sequence[FieldSpec]) -> Iterator[Compared]:
        there = [at for at, own in enumerate(place.own) if own is not None]
        if len(there) < 2:
            return
        owners = [
            None if own is None else reviewer.abstraction.owner(own)
            for reviewer, own in zip(self._reviewers, place.own, strict=True)
        ]
        held = [{} if owner is None else owner.__dict__ for owner in owners]
        # Most fields are blank with everybody: only the others cost anything.
        answered = {
            name for one in held for name, value in one.items() if value is not None
        }
        for spec in specs:
            if spec.name in answered:
                answers = [one.get(spec.name) for one in held]
                yield self._field(place, spec, answers, there)

    def _field(
        self, place: _Place, spec: FieldSpec, answers: Sequence[Any], there: list[int]
    ) -> Compared:
        own = [f"{at}.{spec.name}" if at is not None else "" for at in place.own]
        sides = tuple(
            [
                reviewer.side(own[at], answers[at])
                for at, reviewer in enumerate(self._reviewers)
            ]
        )
        path = f"{place.at}.{spec.name}"
        if spec.kind is not Kind.ARM and self._as_stored(own, there):
            return Compared(path, spec, sides, Sameness.SAME)
        present = [sides[at] for at in there]
        sameness = together(
            [
                self._two(spec, place, answers, one, other)
                for one, other in combinations(there, 2)
            ]
        )
        if spec.comparison is Comparison.NONE and sameness is not Sameness.SAME:
            why = _("This field is not compared.")
            return Compared(path, spec, sides, Sameness.NORMALISED, None, why)
        kind = class_of(sameness, present)
        return Compared(
            path, spec, sides, sameness, kind, self._why(place, spec, sameness, present)
        )

    def _as_stored(self, own: Sequence[str], there: Sequence[int]) -> bool:
        """Say whether all stored the very same, which is nearly always so."""
        stored = [self._reviewers[at].stored.get(own[at]) for at in there]
        return all(one == stored[0] for one in stored)

    def _why(
        self,
        place: _Place,
        spec: FieldSpec,
        sameness: Sameness,
        sides: Sequence[Side],
    ) -> str:
        match sameness:
            case Sameness.DIFFERENT:
                return why_different(sides, self._elsewhere(place, spec, sides))
            case Sameness.ONE_SIDED:
                return why_silent(sides)
        return ""

    def _elsewhere(
        self, place: _Place, spec: FieldSpec, sides: Sequence[Side]
    ) -> list[str]:
        """Where else a count stands that one of two reviewers gave here."""
        if spec.kind is not Kind.INTEGER or len(self._reviewers) != 2:
            return []
        said: dict[str, None] = {}
        for at, reviewer in enumerate(self._reviewers):
            count = sides[1 - at].answer
            if isinstance(count, int):
                owner = str(place.own[at])
                found = [
                    *_beside_in_row(reviewer, owner, spec, count),
                    *_in_other_arms(reviewer, owner, spec, count),
                ]
                said |= dict.fromkeys(found[:1])
        return list(said)

    def _two(
        self,
        spec: FieldSpec,
        place: _Place,
        answers: Sequence[Any],
        one: int,
        other: int,
    ) -> Sameness:
        a, b = answers[one], answers[other]
        at, to = str(place.own[one]), str(place.own[other])
        mine, theirs = self._reviewers[one], self._reviewers[other]
        if spec.kind is Kind.ARM:
            return compare_answers(spec, a, b, mine.arms, theirs.arms)
        plainly = compare_answers(spec, a, b)
        unit = spec if spec.pattern in BESIDE_VALUES else None
        if spec.pattern in BESIDE_UNIT:
            unit = self._form.by_pattern[BESIDE_UNIT[spec.pattern]]
        if unit is None or plainly is Sameness.ONE_SIDED:
            return plainly
        owners = mine.abstraction.owner(at), theirs.abstraction.owner(to)
        return _beside(self._form, spec, unit, plainly, owners)


def _beside(
    form: FormSpec,
    spec: FieldSpec,
    unit: FieldSpec,
    plainly: Sameness,
    owners: tuple[Section | None, Section | None],
) -> Sameness:
    """Compare a number and the unit in the field beside it as the pair they are.

    2 g/kg and 2000 mg/kg are the same on both fields; where the pairs are not the
    same, each field is compared as it stands, so that a slip in the unit shows there.
    """
    one, other = (getattr(owner, "unit", None) for owner in owners)
    stated = compare_answers(unit, one, other)
    if stated is Sameness.DIFFERENT:
        if not _pairs_agree(form, unit, owners):
            return plainly
        return Sameness.NORMALISED if plainly is Sameness.DIFFERENT else plainly
    if spec is unit or plainly.is_agreement:
        return plainly
    return _with_unit(spec, owners)


def _pairs_agree(
    form: FormSpec, unit: FieldSpec, owners: tuple[Section | None, Section | None]
) -> bool:
    """Say whether every number both gave is the same in one unit; at least one is."""
    found = []
    for name in BESIDE_VALUES[unit.pattern]:
        spec = form.by_pattern[f"{unit.owner}.{name}"]
        values = [value_of(getattr(owner, name, None)) for owner in owners]
        if None not in values and not any(isinstance(v, Unread) for v in values):
            found.append(_with_unit(spec, owners))
    return bool(found) and all(one.is_agreement for one in found)


def _with_unit(
    spec: FieldSpec, owners: tuple[Section | None, Section | None]
) -> Sameness:
    one, other = (getattr(owner, spec.name, None) for owner in owners)
    around = [Around(unit_beside(owner, spec)) for owner in owners]
    found = compare_answers(spec, one, other, *around)
    if found.is_agreement:
        return found
    # Of a dose per day whose "per day" only one of them says, the rest may be the same.
    stated = [Around(unit_stated(owner, spec)) for owner in owners]
    return compare_answers(spec, one, other, *stated)


def _beside_in_row(
    reviewer: _Reviewer, owner: str, spec: FieldSpec, count: int
) -> list[str]:
    form = reviewer.abstraction.form
    there = reviewer.abstraction.owner(owner)
    return [
        _("{count} is also “{label}” here.").format(count=count, label=_(other.label))
        for other in form.by_section[spec.section].all_fields()
        if other.owner == spec.owner
        and other.kind is Kind.INTEGER
        and other is not spec
        and getattr(there, other.name, None) == count
    ]


def _in_other_arms(
    reviewer: _Reviewer, owner: str, spec: FieldSpec, count: int
) -> list[str]:
    if spec.owner != "arms[].arm":
        return []
    return [
        _("{count} is “{label}” of “{arm}”.").format(
            count=count, label=_(spec.label), arm=name
        )
        for row_id, name in arm_names(reviewer.abstraction).items()
        if owner != f"arms[{row_id}].arm"
        and reviewer.abstraction.get(f"arms[{row_id}].arm.{spec.name}") == count
    ]


def _below(place: _Place, tail: str) -> _Place:
    own = tuple(None if one is None else paths.join(one, tail) for one in place.own)
    return _Place(paths.join(place.at, tail), own)
