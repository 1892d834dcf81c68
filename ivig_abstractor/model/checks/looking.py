"""How a check looks at an abstraction: the fields of one kind, and typed answers."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from ivig_abstractor.base import paths
from ivig_abstractor.model.abstraction import Abstraction, Placed
from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind, SectionSpec
from ivig_abstractor.model.notation.reading import UNREADABLE, Problem
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
            own = tuple(spec for spec in section.fields if wanted(spec))
            rows = tuple(
                (repeat.name, fields)
                for repeat in section.repeats
                if (fields := tuple(spec for spec in repeat.fields if wanted(spec)))
            )
            if own or rows:
                self.parts.append((section, own, rows))


_Fields = tuple[FieldSpec, ...]
_Part = tuple[SectionSpec, _Fields, tuple[tuple[str, _Fields], ...]]
_PLANS: dict[tuple[int, str], _Plan] = {}


def answered(abstraction: Abstraction, name: str, wanted: Wanted) -> Iterator[Placed]:
    """The answers of the fields a check wants, in form order, blanks left out.

    `wanted` is asked once for each form, and what it says is filed under `name`: a
    check that concerns few fields must not walk over all of them.
    """
    form = abstraction.form
    key = (id(form), name)
    plan = _PLANS.get(key)
    if plan is None:
        plan = _PLANS[key] = _Plan(form, wanted)
    for section, own, repeats in plan.parts:
        for prefix in abstraction.instances(section):
            yield from _answers(abstraction, prefix, own)
            for rows, fields in repeats:
                container = paths.join(prefix, rows)
                for row_id in abstraction.rows(container):
                    at = paths.row(container, row_id)
                    yield from _answers(abstraction, at, fields)


def _answers(abstraction: Abstraction, at: str, fields: _Fields) -> Iterator[Placed]:
    owner = abstraction.owner(at)
    if owner is None:
        return
    held = owner.__dict__
    for spec in fields:
        answer = held.get(spec.name)
        if answer is not None:
            yield Placed(f"{at}.{spec.name}", spec, answer)


def of_kind(
    abstraction: Abstraction, kind: Kind, composite: type[T]
) -> Iterator[tuple[str, FieldSpec, T]]:
    """Every value of one composite kind with its path and field."""
    for path, spec, answer in answered(
        abstraction, kind.value, lambda field: field.kind is kind
    ):
        if isinstance(answer, composite):
            yield path, spec, answer


def each_unread(abstraction: Abstraction) -> Iterator[tuple[str, FieldSpec, Unread]]:
    """Every text that could not be read, wherever it stands."""
    for path, spec, answer in answered(abstraction, "all", lambda _field: True):
        if isinstance(answer, Unread):
            yield path, spec, answer


def unread_by(abstraction: Abstraction, rule: str) -> Iterator[tuple[str, str]]:
    """The unread texts that break one hard limit, each with the reader's sentence."""
    for path, spec, answer in answered(
        abstraction, rule, lambda field: _may_break(field, rule)
    ):
        if isinstance(answer, Unread):
            problem = problem_of(spec, answer.unread)
            if problem is not None and reported_by(spec, problem) == rule:
                yield path, problem.message


def reported_by(spec: FieldSpec, problem: Problem) -> str:
    """The rule that reports an unread text: that of the limit it breaks, or U-01."""
    if spec.bounds is not None and spec.bounds.rule == _FLOW:
        return _FLOW  # whatever is wrong with a box of the flow
    known = problem.rule in CLAIMING and _may_break(spec, problem.rule)
    return problem.rule if known else UNREADABLE


_FLOW = "H-F08"
_BREAKERS: dict[str, frozenset[Kind]] = {
    "H-P01": frozenset({Kind.INTEGER, Kind.SPAN, Kind.KOFN, Kind.STAT}),
    "H-P06": frozenset({Kind.SPAN, Kind.STAT, Kind.KOFN, Kind.TIME}),
    "H-N01": frozenset({Kind.STAT, Kind.KOFN, Kind.EFFECT, Kind.DECIMAL}),
    "H-N02": frozenset({Kind.KOFN, Kind.MEASURE, Kind.EFFECT, Kind.CHANGE}),
    "H-R01": frozenset({Kind.KOFN}),
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
        "H-R01",
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
    return answer if isinstance(answer, Stat) else None


def short(value: Decimal) -> str:
    """A computed number with at most four significant decimals and no idle zeros."""
    rounded = round(value, 4) if abs(value) < 1 else round(value, 1)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
