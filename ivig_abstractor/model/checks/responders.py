"""Rules about responders (R): of whom they are counted, and what the count shows."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.checks.looking import short, whole
from ivig_abstractor.model.checks.numbers import percent_of
from ivig_abstractor.model.checks.population import is_crossover
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    WITH_CONTROL,
    ControlType,
    DesignCode,
    OutcomeCode,
    YesNo,
)
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.quantities import CountKind, Effect, KofN, Measure
from ivig_abstractor.model.sections.arms import ArmFacts
from ivig_abstractor.model.sections.outcomes import OutcomeRow

_HUNDRED = Decimal(100)


@rule(
    "H-R02",
    N_("Major responders are among the moderate, and these among the minimal."),
    why=N_("The thresholds of the TIS are “at least” counts, so they nest."),
)
def _nested(abstraction: Abstraction, _context: CheckContext) -> Found:
    steps = (
        ("tis_major", N_("major")),
        ("tis_moderate", N_("moderate")),
        ("tis_minimal", N_("minimal")),
    )
    for at, row in _outcomes(abstraction):
        known = [
            (name, label, value)
            for name, label in steps
            if (value := _amount(getattr(row, name))) is not None
        ]
        for (name, label, n), (_above, wider, most) in pairwise(known):
            if n > most:
                yield (
                    f"{at}.{name}",
                    _(
                        "{n} patients with a {label} response are more than the {most} "
                        "with at least a {wider} one, of whom they are part."
                    ).format(
                        n=short(n), label=_(label), most=short(most), wider=_(wider)
                    ),
                )


def _amount(answer: object) -> Decimal | None:
    if not isinstance(answer, KofN):
        return None
    return Decimal(answer.k) if answer.k is not None else answer.percent


@rule(
    "H-R03",
    N_("Patients by result add up to all patients, if the list is complete."),
    why=N_("60 resolved, 4 improved, 1 unchanged and 8 died are 73."),
)
def _partition(abstraction: Abstraction, _context: CheckContext) -> Found:
    parts = ("resolved", "improved", "unchanged", "worse", "died")
    for at, row in _outcomes(abstraction):
        if row.partition_complete is not YesNo.YES:
            continue
        known = [n for name in parts if (n := whole(getattr(row, name))) is not None]
        of = whole(row.n)
        if of is None and isinstance(row.responders, KofN):
            of = row.responders.n
        if known and of is not None and sum(known) != of:
            yield (
                f"{at}.partition_complete",
                _(
                    "The patients by result add up to {parts} = {total}, not to {n}. "
                    "Correct a number, or say that the list is not complete."
                ).format(parts=" + ".join(map(str, known)), total=sum(known), n=of),
            )


@rule(
    "S-R02",
    N_("Responders are counted of the patients analysed."),
    why=N_("53% of the 19 who responded is not 53% of the 27 who were treated."),
)
def _other_denominator(abstraction: Abstraction, _context: CheckContext) -> Found:
    arms = _arms(abstraction)
    for at, row in _outcomes(abstraction):
        count = row.responders
        if (
            not isinstance(count, KofN)
            or not count.n
            or _crossed(row, arms, abstraction)
        ):
            continue
        of = _analysed(row, arms, abstraction)
        if of is not None and of != count.n:
            yield (
                f"{at}.responders",
                _(
                    "The count is of {n}, but {of} patients were analysed. "
                    "{shown}Check of whom it is, and name the set."
                ).format(n=count.n, of=of, shown=_as_share(count, of)),
            )
        elif count.kind is CountKind.RESPONDERS:
            yield (
                f"{at}.responders",
                _(
                    "The count is of {n} responders, not of all patients. {shown}Do "
                    "not compare it with counts of all."
                ).format(n=count.n, shown=_as_share(count, _everybody(abstraction))),
            )


def _as_share(count: KofN, of: int) -> str:
    if count.k is None or not count.n or not 0 < of >= count.k:
        return ""
    return _("{k} is {one}% of {n} and {two}% of {of}. ").format(
        k=count.k,
        n=count.n,
        one=round(_HUNDRED * count.k / count.n),
        of=of,
        two=round(_HUNDRED * count.k / of),
    )


def _everybody(abstraction: Abstraction) -> int:
    """All patients of a study of one arm, or 0 where that is not known."""
    population = abstraction.answers.population
    if len(abstraction.answers.arms) > 1:
        return 0
    treated = whole(population.n_treated)
    return (whole(population.n_enrolled) if treated is None else treated) or 0


def _analysed(
    row: OutcomeRow, arms: dict[str, ArmFacts], abstraction: Abstraction
) -> int | None:
    """How many were analysed in the arm of a row, or in a study of one arm."""
    arm = arms.get(row.arm) if isinstance(row.arm, str) else None
    of = whole(arm.n_analysed) if arm else None
    if of is None and len(arms) <= 1:
        of = whole(abstraction.answers.population.n_analysed)
    return of if of is not None else whole(row.n)


def _arms(abstraction: Abstraction) -> dict[str, ArmFacts]:
    return {arm.id: arm.arm for arm in abstraction.answers.arms}


@rule(
    "S-R03",
    N_("It is said what counts as a response."),
    why=N_("Counts of responders compare only if they mean the same."),
)
def _undefined(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _outcomes(abstraction):
        if isinstance(row.responders, KofN) and isinstance(
            row.responder_definition, Missing
        ):
            yield (
                f"{at}.responder_definition",
                _(
                    "Responders are counted, and what counts as a response is: "
                    "{missing}. The count cannot be compared with other studies."
                ).format(missing=_(row.responder_definition.missing.label)),
            )


@rule(
    "S-R04",
    N_("Patients who crossed over are not counted as randomised."),
    why=N_("9 of 12 ever treated against 0 of 11 is no randomised comparison."),
)
def _crossover_totals(abstraction: Abstraction, _context: CheckContext) -> Found:
    if not is_crossover(abstraction):
        return
    arms = _arms(abstraction)
    for at, row in _outcomes(abstraction):
        most = _crossed(row, arms, abstraction)
        if most and isinstance(row.responders, KofN):
            yield (
                f"{at}.responders",
                _(
                    "The count is of {n}, but {most} patients were randomised to this "
                    "arm: patients who crossed over are counted in. It shows what "
                    "happened under the treatment and is no randomised comparison."
                ).format(n=row.responders.n, most=most),
            )


def _crossed(
    row: OutcomeRow, arms: dict[str, ArmFacts], abstraction: Abstraction
) -> int | None:
    """The number allocated, if a row of a crossover trial counts more than that."""
    if not isinstance(row.responders, KofN) or not row.responders.n:
        return None
    arm = arms.get(row.arm) if isinstance(row.arm, str) else None
    allocated = whole(arm.n_allocated) if arm else None
    if allocated is None or row.responders.n <= allocated:
        return None
    patients = row.responders.kind in (None, CountKind.PATIENTS, CountKind.EXPOSED)
    return allocated if patients and is_crossover(abstraction) else None


@rule(
    "S-R05",
    N_("An effect of treatment is shown between arms, not within one."),
    why=N_("Placebo arms improve too, so before against after proves nothing."),
)
def _within_only(abstraction: Abstraction, _context: CheckContext) -> Found:
    control = abstraction.answers.design.control_type
    if not isinstance(control, ControlType):
        return
    controlled = control.value in WITH_CONTROL
    rows = list(_outcomes(abstraction))
    compared = {row.outcome_code for _at, row in rows if isinstance(row.effect, Effect)}
    for at, row in rows:
        if controlled and isinstance(row.within_p, Measure):
            if row.outcome_code not in compared:
                yield (
                    f"{at}.within_p",
                    _(
                        "P {op} {p} compares before with after in one arm, and no "
                        "effect between arms is entered for this outcome. It says "
                        "nothing against the control."
                    ).format(op=row.within_p.op.label, p=plainly(row.within_p.value)),
                )
            elif isinstance(row.effect, Effect) and row.effect.p == row.within_p.value:
                yield (
                    f"{at}.effect",
                    _(
                        "The P value between arms, {p}, is also entered as the P value "
                        "in the arm. Check which of the two the paper means."
                    ).format(p=plainly(row.within_p.value)),
                )
        elif not controlled and isinstance(row.effect, Effect):
            yield (
                f"{at}.effect",
                _(
                    "An effect between arms is entered, but the study has no control "
                    "group. Before against after belongs to “P in the arm”."
                ),
            )


@rule(
    "S-R06",
    N_("Between 10 and 95% respond in a study before and after."),
    why=N_("Extreme shares come from very small or selected groups."),
)
def _extreme_response(abstraction: Abstraction, _context: CheckContext) -> Found:
    if abstraction.answers.design.design_code is not DesignCode.BEFORE_AFTER:
        return
    for at, row in _outcomes(abstraction):
        if not isinstance(row.responders, KofN) or row.outcome_code in _NO_RESPONSE:
            continue
        percent = percent_of(row.responders)
        if percent is not None and not 10 <= percent <= 95:
            yield (
                f"{at}.responders",
                _(
                    "{percent}% responded in a study without control. Below 10% or "
                    "above 95% is unusual: check the number, and how patients were "
                    "selected."
                ).format(percent=short(percent)),
            )


_NO_RESPONSE = frozenset(
    {
        OutcomeCode.RELAPSE,
        OutcomeCode.SURVIVAL,
        OutcomeCode.RESOURCE,
        OutcomeCode.HISTOLOGY,
        OutcomeCode.IMAGING,
        OutcomeCode.TIME_TO_RESPONSE,
        OutcomeCode.IS_SPARING,
    }
)
"""Outcomes whose counts are events and not responses."""


def _outcomes(abstraction: Abstraction) -> Iterator[tuple[str, OutcomeRow]]:
    for row in abstraction.answers.outcomes.rows:
        yield f"outcomes.rows[{row.id}]", row
