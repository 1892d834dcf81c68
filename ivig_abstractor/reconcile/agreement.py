"""How far reviewers agree: for each field, section and study, and overall.

What counts as a pair stands in `model.agreement`. Of the pairs of a field, these give
the coefficients:

- Coded answers: pairs in which both gave a code. Missing codes are categories of their
  own; blanks and text that could not be read are none. Weighted kappa and ordinal alpha
  leave the missing codes out, since they have no place in the order.
- Numbers: pairs in which both gave a number of the same unit. A composite counts as
  the number of its main part: the middle of a statistic, k of k/N, the size of a
  change, a time, the middle of a range, the estimate of an effect. Answers that are the
  same after normalising are the same number.
- Cohen's kappa, concordance and F1 are for two reviewers. With more of them, a pair
  agrees where all do. Their codes have Fleiss' kappa, which asks how many pairs of
  reviewers agree, or where codes have an order Krippendorff's alpha; so have numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Protocol

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    Coefficient,
    CrossTable,
    Differing,
    Estimate,
    FieldAgreement,
    RowsFound,
    SectionAgreement,
    StudyAgreement,
    Tally,
    together,
)
from ivig_abstractor.model.answer import Choice, Missing, MissingCode
from ivig_abstractor.model.discrepancy import Compared, PairedRow, Sameness, Side
from ivig_abstractor.model.field import Comparison
from ivig_abstractor.model.form import NUMERIC, FieldSpec, FormSpec, Kind
from ivig_abstractor.model.quantities import (
    Change,
    Effect,
    KofN,
    Measure,
    Span,
    Stat,
    TimePoint,
)
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.reconcile.alpha import Metric, krippendorff_alpha
from ivig_abstractor.reconcile.coefficients import (
    Weights,
    cohen_kappa,
    cross_table,
    f1_of_detection,
    gwet_ac1,
    precision,
    recall,
)
from ivig_abstractor.reconcile.concordance import (
    intraclass_correlation,
    limits_of_agreement,
    lin_concordance,
)
from ivig_abstractor.reconcile.many_reviewers import (
    fleiss_kappa,
    gwet_ac1_of_many,
    randolph_kappa,
)
from ivig_abstractor.reconcile.normalising import unit_scale

KAPPA, WEIGHTED, QUADRATIC, AC1, ALPHA = "κ", "κw", "κw²", "AC1", "α"
FLEISS, FREE = "κF", "κfree"
CCC, ICC, BIAS, LOWER, UPPER = "CCC", "ICC", "bias", "lower", "upper"
F1, PRECISION, RECALL = "F1", "precision", "recall"
LABELS: dict[str, str] = {
    KAPPA: N_("Cohen's kappa"),
    WEIGHTED: N_("Cohen's kappa, linear weights"),
    QUADRATIC: N_("Cohen's kappa, quadratic weights"),
    FLEISS: N_("Fleiss' kappa"),
    FREE: N_("Randolph's free-marginal kappa"),
    AC1: N_("Gwet's AC1"),
    ALPHA: N_("Krippendorff's alpha"),
    CCC: N_("Lin's concordance"),
    ICC: N_("Intraclass correlation, ICC(2,1)"),
    BIAS: N_("Mean difference"),
    LOWER: N_("Lower limit of agreement"),
    UPPER: N_("Upper limit of agreement"),
    F1: N_("F1 of detection"),
    PRECISION: N_("Precision of the second reviewer's rows"),
    RECALL: N_("Recall of the first reviewer's rows"),
}
"""What the signs of coefficients stand for."""

_MISSING = "missing:"
_ARM_NAME = "arms[].arm.name"
_CODED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.ARM})


class Aligned(Protocol):
    """What is needed of an alignment: which rows are about the same thing."""

    @property
    def rows(self) -> tuple[PairedRow, ...]:
        """All repeating rows of all containers."""


def agreement(
    studies: Iterable[tuple[str, Sequence[Compared], Aligned]],
    form: FormSpec,
    *,
    letters: tuple[str, ...] = ("A", "B"),
) -> Agreement:
    """Say how far the reviewers agree in these studies, before anything was decided."""
    found = _Found(form, len(letters))
    by_study = tuple(
        StudyAgreement(study_id, found.add(study_id, compared, aligned))
        for study_id, compared, aligned in studies
    )
    fields = tuple(found.fields())
    return Agreement(
        letters=letters,
        fields=fields,
        sections=tuple(
            SectionAgreement(section.key, section.title, tally)
            for section in form.sections
            if (
                tally := _sum(one for one in fields if one.section == section.key)
            ).pairs
        ),
        studies=by_study,
        kinds={
            kind: _sum(one for one in fields if one.kind is kind)
            for kind in AgreementKind
        },
        overall=_sum(fields),
    )


def _sum(fields: Iterable[FieldAgreement]) -> Tally:
    return together(one.tally for one in fields)


def kind_of(spec: FieldSpec) -> AgreementKind:
    """Which coefficients suit a field."""
    if spec.kind in _CODED:
        return AgreementKind.CODED
    if spec.kind in NUMERIC and spec.comparison is Comparison.NUMERIC:
        return AgreementKind.NUMBER
    return AgreementKind.TEXT


class _Count:
    """Pairs by how they relate, while they are being counted."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found = dict.fromkeys(Sameness, 0)

    def tally(self) -> Tally:
        return Tally(**{one.value: count for one, count in self.found.items()})


@dataclass(slots=True)
class _Field:
    """What the studies say of one field."""

    spec: FieldSpec
    kind: AgreementKind
    count: _Count = field(default_factory=_Count)
    compared: list[Compared] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)


@dataclass(slots=True)
class _Rows:
    """What the studies say of the rows of one container."""

    by_all: int
    by_some: list[int]
    differing: list[Differing] = field(default_factory=list)


class _Found:
    """Collects the studies one by one."""

    def __init__(self, form: FormSpec, reviewers: int) -> None:
        self._form = form
        self._reviewers = reviewers
        self._fields: dict[str, _Field] = {}
        self._rows: dict[str, _Rows] = {}

    def add(
        self, study_id: str, compared: Sequence[Compared], aligned: Aligned
    ) -> Tally:
        """Take up one study, and count its pairs."""
        count = _Count()
        words, row = _Words(compared), _RowWords(self._form, aligned.rows)
        for one in compared:
            spec = one.spec
            if spec is None:
                continue
            known = self._fields.get(spec.pattern)
            if known is None:
                known = self._fields[spec.pattern] = _Field(spec, kind_of(spec))
            if spec.item.compare is Comparison.NONE:
                continue
            count.found[one.sameness] += 1
            known.count.found[one.sameness] += 1
            known.compared.append(one)
            if not one.sameness.is_agreement:
                said = words.of(one, spec)
                where = row.of(one.path)
                known.differing.append(Differing(study_id, said, one.path, where))
        self._add_rows(study_id, aligned, count, row)
        return count.tally()

    def _add_rows(
        self, study_id: str, aligned: Aligned, count: _Count, words: "_RowWords"
    ) -> None:
        """Count the rows; those inside a row that somebody lacks are not counted."""
        lacking = {row.path for row in aligned.rows if not row.is_paired}
        for row in aligned.rows:
            if lacking and not lacking.isdisjoint(paths.rows_above(row.path)[:-1]):
                continue
            pattern = paths.pattern_of(row.path)
            known = self._rows.get(pattern)
            if known is None:
                known = self._rows[pattern] = _Rows(0, [0] * self._reviewers)
            if row.is_paired:
                known.by_all += 1
                count.found[Sameness.SAME] += 1
                continue
            count.found[Sameness.ONE_SIDED] += 1
            for at, own in enumerate(row.rows[: self._reviewers]):
                known.by_some[at] += own is not None
            said = tuple(
                _("not found") if own is None else _("found") for own in row.rows
            )
            where = words.of(row.path)
            known.differing.append(Differing(study_id, said, row.path, where))

    def fields(self) -> Iterator[FieldAgreement]:
        """The agreement of every field that has a pair, in form order."""
        seen: set[str] = set()
        for section in self._form.sections:
            for held in section.containers:
                if held.pattern not in seen:
                    seen.add(held.pattern)
                    yield from self._rows_of(
                        held.pattern, held.repeat.label, section.key
                    )
            yield from self._answers(section.fields)
            for rows in section.repeats:
                yield from self._rows_of(rows.pattern, rows.repeat.label, section.key)
                yield from self._answers(rows.fields)

    def _answers(self, specs: Iterable[FieldSpec]) -> Iterator[FieldAgreement]:
        for spec in specs:
            known = self._fields.get(spec.pattern)
            if known is not None and known.compared:
                yield _of_field(known)

    def _rows_of(
        self, pattern: str, label: str, section: str
    ) -> Iterator[FieldAgreement]:
        known = self._rows.get(pattern)
        if known is not None:
            yield _of_rows(known, pattern, label, section)


class _RowWords:
    """Which row a path lies in: rows are counted as they were paired, A's first."""

    def __init__(self, form: FormSpec, rows: Iterable[PairedRow]) -> None:
        self._form = form
        self._at: dict[str, int] = {}
        self._beside: Counter[tuple[str, str]] = Counter()
        for one in rows:
            self._beside[_parents(one.path)] += 1
            self._at[one.path] = self._beside[_parents(one.path)]

    def of(self, path: str) -> str:
        """`arm 1, phase 2`: only what there are several of; else empty."""
        said = (
            _("{row} {number}").format(row=self._one(row), number=self._at[row])
            for row in paths.rows_above(path)
            if row in self._at and self._beside[_parents(row)] > 1
        )
        return ", ".join(said)

    def _one(self, row: str) -> str:
        pattern = paths.pattern_of(row)
        for held in self._form.containers:
            if held.pattern == pattern:
                return _(held.repeat.one)
        known = self._form.repeats.get(pattern)
        return _(known.repeat.one) if known is not None else _("row")


def _parents(row: str) -> tuple[str, str]:
    """The kind of a row, and the row it lies in."""
    above = paths.rows_above(row)[:-1]
    return paths.pattern_of(row), above[-1] if above else ""


class _Words:
    """The words of answers of one study; arms are called by their names."""

    def __init__(self, compared: Sequence[Compared]) -> None:
        self._compared = compared
        self._arms: list[dict[str, str]] | None = None

    def of(self, one: Compared, spec: FieldSpec) -> tuple[str, ...]:
        """What each reviewer answered."""
        if spec.kind is not Kind.ARM:
            return tuple(show_answer(spec, side.answer) for side in one.sides)
        if self._arms is None:
            self._arms = _arm_names(self._compared)
        arms = [*self._arms, *[{}] * len(one.sides)]
        return tuple(
            _arm_word(spec, side.answer, names)
            for side, names in zip(one.sides, arms, strict=False)
        )


def _arm_names(compared: Sequence[Compared]) -> list[dict[str, str]]:
    """For each reviewer, the names of the arms by their row ids."""
    named: list[dict[str, str]] = []
    for one in compared:
        if one.spec is None or one.spec.pattern != _ARM_NAME:
            continue
        named += [{} for _side in one.sides[len(named) :]]
        for names, side in zip(named, one.sides, strict=False):
            if isinstance(side.answer, str):
                names[paths.split(side.path)[0][1] or ""] = side.answer
    return named


def _arm_word(spec: FieldSpec, answer: object, names: dict[str, str]) -> str:
    if isinstance(answer, str):
        return names.get(answer) or _("an arm without a name")
    return show_answer(spec, answer)


def _of_rows(known: _Rows, pattern: str, label: str, section: str) -> FieldAgreement:
    both, some = known.by_all, known.by_some
    made = partial(
        FieldAgreement,
        pattern=pattern,
        label=label,
        section=section,
        kind=AgreementKind.ROWS,
        tally=Tally(same=both, one_sided=len(known.differing)),
        rows=RowsFound(both, tuple(some)),
        differing=tuple(known.differing),
    )
    if len(some) != 2:
        return made()
    return made(
        coefficient_name=F1,
        coefficient=f1_of_detection(both, some[0], some[1]),
        others=_named(
            (PRECISION, precision(both, some[1])), (RECALL, recall(both, some[0]))
        ),
    )


def _named(*found: tuple[str, Estimate]) -> tuple[Coefficient, ...]:
    return tuple(Coefficient(name, LABELS[name], one) for name, one in found)


def _of_field(known: _Field) -> FieldAgreement:
    spec = known.spec
    made = partial(
        FieldAgreement,
        pattern=spec.pattern,
        label=spec.label,
        section=spec.section,
        kind=known.kind,
        tally=known.count.tally(),
        differing=tuple(known.differing),
    )
    if spec.kind is Kind.CHOICE:
        return _coded(known, made)
    if known.kind is AgreementKind.NUMBER:
        return _numbers(known, made)
    return made()


def _coded(known: _Field, made: "partial[FieldAgreement]") -> FieldAgreement:
    units = [tuple(map(_code, one.sides)) for one in known.compared]
    pairs = _complete(units)
    ordered = known.spec.comparison is Comparison.ORDERED
    order = [option.value for option in known.spec.options]
    placed = units
    if ordered:
        places = set(order)
        placed = [tuple(c if c in places else None for c in unit) for unit in units]
    metric = Metric.ORDINAL if ordered else Metric.NOMINAL
    alpha = krippendorff_alpha(placed, metric, order)
    if pairs is None:
        return _coded_by_many(known.spec, units, alpha, made)
    table = _table(known.spec, pairs)
    kappa, ac1 = cohen_kappa(table.counts), gwet_ac1(table.counts)
    if not ordered:
        others = _named((AC1, ac1), (ALPHA, alpha))
        return made(
            coefficient_name=KAPPA, coefficient=kappa, others=others, table=table
        )
    in_order = cross_table(_complete(placed) or [], order)
    linear = cohen_kappa(in_order, Weights.LINEAR)
    squared = cohen_kappa(in_order, Weights.QUADRATIC)
    return made(
        coefficient_name=WEIGHTED,
        coefficient=linear,
        others=_named((QUADRATIC, squared), (KAPPA, kappa), (AC1, ac1), (ALPHA, alpha)),
        table=table,
    )


def _coded_by_many(
    spec: FieldSpec,
    units: Sequence[tuple[str | None, ...]],
    alpha: Estimate,
    made: "partial[FieldAgreement]",
) -> FieldAgreement:
    """The coefficients of more than two; the categories are those of the form.

    A missing code is one more category where somebody gave it.
    """
    absent = {code for unit in units for code in unit if code and _is_missing(code)}
    fleiss = fleiss_kappa(units)
    free = randolph_kappa(units, len(spec.options) + len(absent))
    others = _named((FREE, free), (AC1, gwet_ac1_of_many(units)))
    if spec.comparison is Comparison.ORDERED:
        others = (*_named((FLEISS, fleiss)), *others)
        return made(coefficient_name=ALPHA, coefficient=alpha, others=others)
    others = (*others, *_named((ALPHA, alpha)))
    return made(coefficient_name=FLEISS, coefficient=fleiss, others=others)


def _is_missing(code: str) -> bool:
    return code.startswith(_MISSING)


def _code(side: Side) -> str | None:
    answer = side.answer
    if isinstance(answer, Choice):
        return answer.value
    return _MISSING + answer.missing.value if isinstance(answer, Missing) else None


def _complete(
    units: Sequence[tuple[str | None, ...]],
) -> list[tuple[str, str]] | None:
    """The pairs of codes; `None` where there are more than two reviewers."""
    if any(len(unit) != 2 for unit in units):
        return None
    return [(a, b) for a, b in units if a is not None and b is not None]


def _table(spec: FieldSpec, pairs: Sequence[tuple[str, str]]) -> CrossTable:
    """The codes that occur, as the form orders them, missing codes last."""
    used = {code for pair in pairs for code in pair}
    known = [(one.value, one.label) for one in spec.options]
    known += [(_MISSING + one.value, one.label) for one in MissingCode]
    listed = [(code, label) for code, label in known if code in used]
    codes = tuple(code for code, _label in listed)
    words = tuple(_(label) for _code, label in listed)
    return CrossTable(codes, words, cross_table(pairs, codes))


def _numbers(known: _Field, made: "partial[FieldAgreement]") -> FieldAgreement:
    units = [_unit(known.spec, one) for one in known.compared]
    alpha = krippendorff_alpha(units, Metric.INTERVAL)
    whole = [unit for unit in units if None not in unit]
    rows = [[one for one in unit if one is not None] for unit in whole]
    if any(len(unit) != 2 for unit in units):
        many = max(map(len, units))
        icc = intraclass_correlation([row for row in rows if len(row) == many])
        return made(
            coefficient_name=ALPHA, coefficient=alpha, others=_named((ICC, icc))
        )
    pairs = [(row[0], row[1]) for row in rows]
    limits = limits_of_agreement(pairs)
    return made(
        coefficient_name=CCC,
        coefficient=lin_concordance(pairs),
        others=_named(
            (ICC, intraclass_correlation(rows)),
            (BIAS, limits.bias),
            (LOWER, limits.lower),
            (UPPER, limits.upper),
            (ALPHA, alpha),
        ),
    )


def _unit(spec: FieldSpec, one: Compared) -> tuple[float | None, ...]:
    """The numbers of one pair; none of them where their units differ."""
    found = [_main(spec, side.answer) for side in one.sides]
    said = [number for number in found if number is not None]
    if said and one.sameness.is_agreement:
        return tuple(said[0][0] if number else None for number in found)
    if len({unit for _number, unit in said}) > 1:
        return (None,) * len(found)
    return tuple(number[0] if number else None for number in found)


def _main(spec: FieldSpec, answer: object) -> tuple[float, str] | None:
    """The number an answer counts as, and the unit it is in: the field's, if it can."""
    number, unit = _part(answer)
    if number is None:
        return None
    if unit in ("", spec.item.unit):
        return float(number), spec.item.unit
    base, factor = unit_scale(unit)
    wanted, divisor = unit_scale(spec.item.unit) if spec.item.unit else ("", factor)
    if base == wanted:
        return float(number * factor / divisor), spec.item.unit
    return float(number * factor), base


def _part(answer: object) -> tuple[Decimal | None, str]:
    match answer:
        case Decimal() | int():
            return Decimal(answer), ""
        case Stat():
            return answer.central, answer.unit
        case KofN():
            return (None, "") if answer.k is None else (Decimal(answer.k), "")
        case Change():
            return _size(answer)
        case TimePoint():
            return answer.value, f"{answer.unit.value}s" if answer.unit else ""
        case Span():
            return Decimal(answer.low + answer.high) / 2, ""
        case Measure():
            return answer.value, ""
        case Effect():
            return answer.estimate, ""
    return None, ""


def _size(change: Change) -> tuple[Decimal | None, str]:
    """The size of a change: by how much, or else from where to where, or per cent."""
    if change.by is not None:
        return change.by, change.unit
    if change.before is not None and change.after is not None:
        return change.after - change.before, change.unit
    return change.percent, "%"
