"""How a check looks at an abstraction: the fields of one kind, and typed answers."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.codes import Instrument, OutcomeCode
from ivig_abstractor.model.field import Section
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.model.notation.reading import UNREADABLE, Problem, Way
from ivig_abstractor.model.quantities import Operator, Stat
from ivig_abstractor.model.reading import read_answer

T = TypeVar("T")
Wanted = Callable[[FieldSpec], bool]


class _Plan:
    """The fields of a form that a check wants, by where they stand."""

    def __init__(self, form: FormSpec, wanted: Wanted) -> None:
        self.form = form  # held, so that the id it is filed under stays its own
        self.parts: list[_Part] = []
        for section in form.sections:
            own = _named(section.fields, wanted)
            rows = tuple(
                (repeat.name, fields)
                for repeat in section.repeats
                if (fields := _named(repeat.fields, wanted))
            )
            if own or rows:
                above = tuple(container.name for container in section.containers)
                name = section.prefix.rpartition("].")[2]
                self.parts.append(_Part(above, name, own, rows))


_Fields = tuple[tuple[str, FieldSpec], ...]


class _Part(NamedTuple):
    """The wanted fields of one section, and the rows the section lies in."""

    above: tuple[str, ...]
    name: str
    own: _Fields
    rows: tuple[tuple[str, _Fields], ...]

    def instances(self, root: Section) -> Iterator[tuple[str, Section]]:
        """Every instance of the section with its path."""
        found: list[tuple[str, Section]] = [("", root)]
        for container in self.above:
            found = [
                (f"{at}{container}[{row.id}].", row)
                for at, owner in found
                for row in vars(owner)[container]
            ]
        for at, owner in found:
            yield at + self.name, vars(owner)[self.name]


_PLANS: dict[tuple[int, str], _Plan] = {}


def _named(fields: Iterable[FieldSpec], wanted: Wanted) -> _Fields:
    return tuple((spec.name, spec) for spec in fields if wanted(spec))


def answered(
    abstraction: Abstraction, name: str, wanted: Wanted, kind: type[T]
) -> list[tuple[str, FieldSpec, T]]:
    """The answers of one type in the fields a check wants, in form order.

    `wanted` is asked once for each form, and what it says is filed under `name`. Every
    keystroke checks the whole study, so paths are made only for what is found.
    """
    key = (id(abstraction.form), name)
    plan = _PLANS.get(key)
    if plan is None:
        plan = _PLANS[key] = _Plan(abstraction.form, wanted)
    any_kind = kind is object
    found: list[tuple[str, FieldSpec, T]] = []
    for part in plan.parts:
        for prefix, owner in part.instances(abstraction.root):
            held = vars(owner)
            for field, spec in part.own:
                answer = held.get(field)
                if type(answer) is kind or (any_kind and answer is not None):
                    found.append((f"{prefix}.{field}", spec, answer))
            for rows, fields in part.rows:
                for row in held[rows]:
                    in_row = vars(row)
                    for field, spec in fields:
                        answer = in_row.get(field)
                        if type(answer) is kind or (any_kind and answer is not None):
                            at = f"{prefix}.{rows}[{row.id}].{field}"
                            found.append((at, spec, answer))
    return found


def of_kind(
    abstraction: Abstraction, kind: Kind, composite: type[T]
) -> list[tuple[str, FieldSpec, T]]:
    """Every value of one composite kind with its path and field."""
    return answered(
        abstraction, kind.value, lambda field: field.kind is kind, composite
    )


def each_unread(abstraction: Abstraction) -> list[tuple[str, FieldSpec, Unread]]:
    """Every text that could not be read, wherever it stands."""
    return answered(abstraction, "all", lambda _field: True, Unread)


def unread_by(
    abstraction: Abstraction, rule: str
) -> Iterator[tuple[str, str, tuple[Repair, ...]]]:
    """The unread texts that break one hard limit, each with the reader's sentence."""
    for path, spec, answer in answered(
        abstraction, rule, lambda field: _may_break(field, rule), Unread
    ):
        problem = problem_of(spec, answer.unread)
        if problem is not None and reported_by(spec, problem) == rule:
            ways = likely_ways(abstraction, path, problem)
            yield path, problem.message, repairs_of(path, ways)


def use(path: str, *texts: str) -> tuple[Repair, ...]:
    """The repairs that enter one of these texts."""
    said = _("Use {text}")
    return tuple(Repair(said.format(text=text), path, text) for text in texts)


def repairs_of(path: str, ways: Iterable[Way]) -> tuple[Repair, ...]:
    """What a text may mean, as repairs of the field it stands in."""
    return tuple(Repair(way.label, path, way.text) for way in ways)


def likely_ways(
    abstraction: Abstraction, path: str, problem: Problem
) -> tuple[Way, ...]:
    """What an unread text may mean in its row: no steroid is spared by raising it."""
    row, _dot, _name = path.rpartition(".")
    form = abstraction.form
    at = f"{row}.outcome_code", f"{row}.instrument"
    answers = [abstraction.get(one) if form.knows(one) else None for one in at]
    if answers[0] is OutcomeCode.STEROID_SPARING or answers[1] is Instrument.GC_DOSE:
        from ivig_abstractor.model.notation.change import RAISED

        return tuple(way for way in problem.ways if way.letter != RAISED)
    return problem.ways


def reported_by(spec: FieldSpec, problem: Problem) -> str:
    """The rule that reports an unread text: that of the limit it breaks, or U-01."""
    if spec.bounds is not None and spec.bounds.rule == _FLOW:
        return _FLOW  # whatever is wrong with a box of the flow
    known = problem.rule in CLAIMING and _may_break(spec, problem.rule)
    return problem.rule if known else UNREADABLE


_FLOW = "H-F08"
_BREAKERS: dict[str, frozenset[Kind]] = {
    "H-I02": frozenset({Kind.DATE}),
    "H-P01": frozenset({Kind.INTEGER, Kind.SPAN, Kind.KOFN, Kind.STAT}),
    "H-P06": frozenset({Kind.SPAN, Kind.TIME}),
}
"""Kinds whose notation itself can refuse a text for a rule, beside stated bounds."""


def _may_break(spec: FieldSpec, rule: str) -> bool:
    limits = (spec.bounds, spec.text_pattern)
    stated = any(limit is not None and limit.rule == rule for limit in limits)
    return stated or spec.kind in _BREAKERS.get(rule, ())


CLAIMING = frozenset(
    {
        "H-A01",
        "H-B03",
        "H-D01",
        "H-D02",
        "H-D03",
        "H-D04",
        "H-D05",
        "H-D06",
        "H-F08",
        "H-I01",
        "H-I02",
        "H-N01",
        "H-N02",
        "H-P01",
        "H-P06",
        "H-P07",
    }
)
"""The rules that report unread texts breaking their own limit; U-01 has the rest."""


@lru_cache(maxsize=256)
def problem_of(spec: FieldSpec, text: str) -> Problem | None:
    """What is wrong with a text that was not read; `None` if it can be read now."""
    read = read_answer(spec, text)
    return read if isinstance(read, Problem) else None


def exact(stat: Stat | None) -> Decimal | None:
    """The middle of a statistic, if it is a number and not a bound such as "< 5"."""
    if stat is None or stat.op not in (Operator.EQ, Operator.ABOUT):
        return None
    return stat.central


def stated(answer: object) -> str:
    """The text of a text field, or nothing."""
    return answer if isinstance(answer, str) else ""


def whole(answer: object) -> int | None:
    """The number of a field that counts, or nothing."""
    return answer if isinstance(answer, int) else None


def number(answer: object) -> Decimal | None:
    """The number of a decimal field, or nothing."""
    return answer if isinstance(answer, Decimal) else None


def stat_of(answer: object) -> Stat | None:
    """The statistic of a field, or nothing."""
    return answer if type(answer) is Stat else None


def short(value: Decimal) -> str:
    """A computed number with at most four decimals and no idle zeros."""
    if value.adjusted() >= _ROUNDABLE:
        return f"{value:f}"
    rounded = round(value, 4) if abs(value) < 1 else round(value, 1)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_ROUNDABLE = 20
"""Numbers of more digits than decimal arithmetic holds cannot be rounded."""

ROOMY = Context(prec=200)
"""Arithmetic that rounds whatever somebody typed, a number of forty digits too."""
