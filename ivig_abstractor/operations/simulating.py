"""A simulated second reviewer: a copy of an abstraction with known errors put into it.

The kinds of error are those found when published extractions were repeated (Xu C,
et al. BMJ 2022;377:e069155): wrong numbers, arms exchanged, zero taken for silence,
units confused, rows and answers left out. What merely looks different (12.0 for 12,
2000 mg/kg for 2 g/kg, other dashes and capitals) is changed too and is no error.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from random import Random

from fractional_indexing import generate_key_between

from ivig_abstractor.base import ids, paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import ANSWER, ROW, Abstraction, decode, encode
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.quantities import Composite
from ivig_abstractor.model.reading import write_answer

Entries = dict[tuple[str, str], JsonValue]


class ErrorKind(StrEnum):
    """What was put into the copy on purpose."""

    DIGIT = N_("one digit wrong")
    TRANSPOSED = N_("two digits swapped")
    DECIMAL = N_("decimal point moved")
    ARMS = N_("arms exchanged")
    ZERO = N_("zero for silence")
    DOSE_UNIT = N_("g and mg confused")
    TIME_UNIT = N_("weeks and months confused")
    ROW = N_("row left out")
    ANSWER = N_("answer left out")
    CODE = N_("another code for absence")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each kind of error is made, of the answers where it could be."""

    number: float = 0.12
    arms: float = 0.15
    zero: float = 0.02
    unit: float = 0.15
    row: float = 0.06
    answer: float = 0.03
    code: float = 0.01
    formatting: float = 0.4


@dataclass(frozen=True, slots=True)
class Injected:
    """One error: where the first reviewer has the answer or row, and both values."""

    study_id: str
    kind: ErrorKind
    path: str
    before: JsonValue
    after: JsonValue


@dataclass(slots=True)
class Simulated:
    """The second reviewer's entries, and the truth about them."""

    entries: Entries = field(default_factory=dict)
    errors: list[Injected] = field(default_factory=list)
    formatted: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)


_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.STAT, Kind.KOFN, Kind.CHANGE, Kind.MEASURE)
_PARTS = {
    Kind.STAT: ("central", "spread", "low", "high"),
    Kind.KOFN: ("k", "n", "percent"),
    Kind.CHANGE: ("before", "after", "by", "percent"),
    Kind.MEASURE: ("value",),
}
_OTHER_NAMES = {
    "IVIG": "Intravenous immunoglobulin",
    "Comparator": "Control group",
    "Placebo": "Placebo group",
    "IVMP": "IV methylprednisolone",
    "IVMP + IVIG": "IVMP plus immune globulin",
}
_NUMBER_ERRORS = (ErrorKind.DIGIT, ErrorKind.TRANSPOSED, ErrorKind.DECIMAL)
_UNITS_CONFUSED = {"week": "month", "month": "week", "day": "week"}


def simulate(first: Abstraction, random: Random, rates: Rates) -> Simulated:
    """Copy an abstraction as a second reviewer might have made it; repeatable."""
    return _Simulation(first, random, rates).run()


class _Simulation:
    """One study on its way from the first reviewer's entries to the second's."""

    def __init__(self, first: Abstraction, random: Random, rates: Rates) -> None:
        self._first = first
        self._random = random
        self._rates = rates
        self._done = Simulated()
        self._touched: set[str] = set()
        self._now: dict[str, JsonValue] = {
            placed.path: encode(placed.answer)
            for placed in first.walk()
            if placed.answer is not None
        }
        self._rows = [
            path
            for (path, facet), value in first.entries.items()
            if facet == ROW and first.owner(path) is not None and value is not None
        ]

    def run(self) -> Simulated:
        """Put in the errors, then what only looks different, then the new rows."""
        self._leave_out_rows()
        self._exchange_arms()
        for path in list(self._now):
            self._maybe_wrong(path, self._first.form.field(path))
        for path in list(self._now):
            if path not in self._touched:
                self._maybe_look_different(path, self._first.form.field(path))
        self._write()
        return self._done

    def _happens(self, rate: float) -> bool:
        return self._random.random() < rate

    def _put(self, kind: ErrorKind, path: str, new: JsonValue) -> None:
        before = self._now.get(path)
        self._done.errors.append(
            Injected(self._first.study_id, kind, path, before, new)
        )
        self._touched.add(path)
        if new is None:
            del self._now[path]
        else:
            self._now[path] = new

    def _leave_out_rows(self) -> None:
        for row in list(self._rows):
            # A study without its arms or its regimen would be no abstraction at all.
            if row.startswith("arms[") and "stop_reason" not in row:
                continue
            if self._happens(self._rates.row):
                self._rows = [one for one in self._rows if not _inside(one, row)]
                self._now = {p: v for p, v in self._now.items() if not _inside(p, row)}
                self._done.errors.append(
                    Injected(self._first.study_id, ErrorKind.ROW, row, row, None)
                )

    def _exchange_arms(self) -> None:
        arms = self._first.rows("arms")
        if len(arms) < 2:
            return
        for path in list(self._now):
            spec = self._first.form.field(path)
            if spec.kind is Kind.ARM and self._happens(self._rates.arms):
                others = [one for one in arms if one != self._now[path]]
                self._put(ErrorKind.ARMS, path, self._random.choice(others))
        one, other = (f"arms[{row}].arm.n_allocated" for row in arms[:2])
        counts = self._now.get(one), self._now.get(other)
        exchanged = None not in counts and counts[0] != counts[1]
        if exchanged and self._happens(self._rates.arms):
            self._put(ErrorKind.ARMS, one, counts[1])
            self._put(ErrorKind.ARMS, other, counts[0])

    def _maybe_wrong(self, path: str, spec: FieldSpec) -> None:
        if path in self._touched:
            return
        answer = decode(spec, self._now[path])
        if isinstance(answer, Missing):
            self._maybe_against_silence(path, spec, answer)
        elif spec.kind in _NUMERIC and self._happens(self._rates.number):
            self._wrong_number(path, spec)
        elif spec.kind is Kind.TIME and self._happens(self._rates.unit):
            self._wrong_time(path)
        elif path.endswith(".dose.unit") and self._happens(self._rates.unit):
            slipped = _other_amount(str(answer))
            if slipped:
                self._put(ErrorKind.DOSE_UNIT, path, slipped)
        elif self._happens(self._rates.answer) and self._can_leave_out(path):
            self._put(ErrorKind.ANSWER, path, None)

    def _can_leave_out(self, path: str) -> bool:
        """Arms keep their names, and no row is left with nothing in it."""
        owner = paths.parent(path) + "."
        beside = [one for one in self._now if one.startswith(owner)]
        return len(beside) > 1 and not path.endswith(".arm.name")

    def _maybe_against_silence(
        self, path: str, spec: FieldSpec, answer: Missing
    ) -> None:
        counted = spec.kind is Kind.INTEGER and spec.item.unit in ("patients", "days")
        if (counted or spec.kind is Kind.KOFN) and self._happens(self._rates.zero):
            zero: JsonValue = {"raw": "0", "k": 0} if spec.kind is Kind.KOFN else 0
            self._put(ErrorKind.ZERO, path, zero)
        elif answer.missing is MissingCode.NA_SRC and self._happens(self._rates.code):
            self._put(ErrorKind.CODE, path, {"missing": MissingCode.NR.value})

    def _wrong_number(self, path: str, spec: FieldSpec) -> None:
        """Make one number of an answer wrong, in a way that the field still takes."""
        old = self._now[path]
        for kind in self._random.sample(_NUMBER_ERRORS, k=len(_NUMBER_ERRORS)):
            if isinstance(old, dict):
                there = [part for part in _PARTS[spec.kind] if part in old]
                if not there:
                    return
                part = self._random.choice(there)
                wrong = _wrong(kind, str(old[part]), self._random)
                kept = int(wrong) if wrong and isinstance(old[part], int) else wrong
                new: JsonValue = {**old, part: kept, "raw": ""} if wrong else None
            else:
                wrong = _wrong(kind, str(old), self._random)
                new = int(wrong) if wrong and isinstance(old, int) else wrong
            answer = decode(spec, new) if new is not None else None
            if answer not in (None, decode(spec, old)) and not _unread(answer):
                self._put(kind, path, _printed(spec, new))
                return

    def _wrong_time(self, path: str) -> None:
        old = self._now[path]
        if isinstance(old, dict) and old.get("unit") in _UNITS_CONFUSED:
            new = {**old, "unit": _UNITS_CONFUSED[str(old["unit"])]}
            spec = self._first.form.field(path)
            self._put(ErrorKind.TIME_UNIT, path, _printed(spec, new))

    def _maybe_look_different(self, path: str, spec: FieldSpec) -> None:
        old = self._now[path]
        if path.endswith(".arm.name") and str(old) in _OTHER_NAMES:
            self._now[path] = _OTHER_NAMES[str(old)]
            self._done.reworded.append(path)
        elif path.endswith(".dose.value") and self._happens(self._rates.formatting):
            self._other_unit(path)
        elif self._happens(self._rates.formatting):
            new = _looking_different(spec, old)
            if new != old and not _unread(decode(spec, new)):
                self._now[path] = new
                self._done.formatted.append(path)

    def _other_unit(self, path: str) -> None:
        """Write a dose of g/kg in mg/kg: the same dose in both fields."""
        beside = path.removesuffix("value") + "unit"
        unit, value = str(self._now.get(beside, "")), self._now[path]
        if unit.startswith("g/kg") and beside not in self._touched:
            self._now[beside] = f"m{unit}"
            self._now[path] = f"{(Decimal(str(value)) * 1000).normalize():f}"
            self._touched |= {path, beside}
            self._done.formatted += [path, beside]

    def _write(self) -> None:
        """Give every row a new id and another place, and take the answers there."""
        renamed = {row: _with_id(row, ids.new_row_id()) for row in self._rows}
        by_container: dict[str, list[str]] = {}
        for row in self._rows:
            by_container.setdefault(row.rpartition("[")[0], []).append(row)
        entries = self._done.entries
        for rows in by_container.values():
            self._random.shuffle(rows)
            key: str | None = None
            for row in rows:
                key = generate_key_between(key, None)
                entries[_renamed(row, renamed), ROW] = key
                self._done.pairs.append((row, _renamed(row, renamed)))
        for path, value in self._now.items():
            if self._first.form.field(path).kind is Kind.ARM:
                value = self._other_id(value, renamed)  # noqa: PLW2901
            entries[_renamed(path, renamed), ANSWER] = value
        for (path, facet), kept in self._first.entries.items():
            if facet in ("evidence", "note") and (path in self._now or not path):
                entries[_renamed(path, renamed), facet] = kept

    def _other_id(self, value: JsonValue, renamed: Mapping[str, str]) -> JsonValue:
        there = renamed.get(f"arms[{value}]")
        return there[:-1].rpartition("[")[2] if there else value


def _unread(answer: object) -> bool:
    return isinstance(answer, Unread)


def _inside(path: str, row: str) -> bool:
    return path == row or path.startswith(row + ".")


def _with_id(row: str, row_id: str) -> str:
    return paths.row(row.rpartition("[")[0], row_id)


def _renamed(path: str, renamed: Mapping[str, str]) -> str:
    """A path with the new id of every row it lies in."""
    new = ""
    end = 0
    for above in paths.rows_above(path):
        own = renamed[above][:-1].rpartition("[")[2]
        new += path[end : above.rfind("[")] + f"[{own}]"
        end = len(above)
    return new + path[end:]


def _other_amount(unit: str) -> str:
    if unit.startswith("mg/"):
        return unit[1:]
    return f"m{unit}" if unit.startswith("g/kg") else ""


def _printed(spec: FieldSpec, value: JsonValue) -> JsonValue:
    """A changed composite with the words it would now be typed in."""
    answer = decode(spec, value)
    if isinstance(value, dict) and isinstance(answer, Composite):
        return {**value, "raw": write_answer(spec, answer)}
    return value


def _wrong(kind: ErrorKind, number: str, random: Random) -> str | None:
    """A number in digits with one typing error; `None` where there can be none."""
    places = [at for at, sign in enumerate(number) if sign.isdigit()]
    match kind:
        case ErrorKind.DIGIT:
            at = random.choice(places)
            others = [one for one in "123456789" if one != number[at]]
            return number[:at] + random.choice(others) + number[at + 1 :]
        case ErrorKind.TRANSPOSED:
            swaps = [
                at for at in places if at + 1 in places and number[at] != number[at + 1]
            ]
            if not swaps:
                return None
            at = random.choice(swaps)
            return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    moved = Decimal(number) * random.choice((Decimal(10), Decimal("0.1")))
    if "." not in number and moved != moved.to_integral_value():
        moved = Decimal(number) * 10
    return f"{moved:f}" if "." in number else f"{int(moved)}"


def _looking_different(spec: FieldSpec, value: JsonValue) -> JsonValue:
    """The same answer as somebody else would have typed it."""
    if spec.kind is Kind.TEXT and isinstance(value, str) and not spec.text_pattern:
        return _other_typing(value)
    if spec.kind is Kind.DECIMAL and isinstance(value, str):
        return _with_zero(value)
    if spec.kind in (Kind.CHOICES, Kind.TEXTS) and isinstance(value, list):
        return value[::-1]
    if not isinstance(value, dict) or "missing" in value or "unread" in value:
        return value
    if spec.kind is Kind.TIME and value.get("unit") == "week" and "high" not in value:
        days = f"{(Decimal(str(value['value'])) * 7).normalize():f}"
        return _printed(spec, {**value, "unit": "day", "value": days})
    changed = dict(_with_zeros(spec, value))
    return changed | {"raw": str(value.get("raw", "")).upper().replace("-", "–")}


def _with_zeros(
    spec: FieldSpec, value: Mapping[str, JsonValue]
) -> Iterator[tuple[str, JsonValue]]:
    for name, part in value.items():
        is_number = name in _PARTS.get(spec.kind, ())
        yield name, _with_zero(part) if is_number and isinstance(part, str) else part


def _with_zero(number: str) -> str:
    return number + ("0" if "." in number else ".0")


def _other_typing(text: str) -> str:
    changed = text.replace("-", "\u2013").replace("'", "\u2019").replace(" ", "  ", 1)
    return changed[:1].swapcase() + changed[1:]


def fill_blanks(abstraction: Abstraction, blank: Iterable[str]) -> Entries:
    """“Not in source” for what was left blank, as an abstraction needs to be complete.

    The sources of the example are abstracts, so that is what a reviewer would enter.
    """
    absent: JsonValue = {"missing": MissingCode.NA_SRC.value}
    return {(path, ANSWER): absent for path in blank if abstraction.get(path) is None}
