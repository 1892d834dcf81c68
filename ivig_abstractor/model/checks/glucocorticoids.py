"""Rules about glucocorticoids (G): daily doses as prednisone, and their fall."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.checks.looking import ROOMY, exact, number, short, stat_of
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    Glucocorticoid,
    Instrument,
    OutcomeCode,
    SteroidSchedule,
)
from ivig_abstractor.model.derivations import (
    Derived,
    high_end,
    prednisone_equivalent,
)
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import Change, Direction, Dispersion, Stat
from ivig_abstractor.model.sections.outcomes import OutcomeRow

_MOST = Decimal(2500)
_PULSE = Decimal(500)
_HIGH = Decimal(100)
_BASELINE = "comparator.gc_baseline"


def _rows(abstraction: Abstraction) -> Iterator[tuple[str, OutcomeRow]]:
    for row in abstraction.answers.outcomes.rows:
        steroid = row.outcome_code is OutcomeCode.STEROID_SPARING
        if steroid or row.instrument is Instrument.GC_DOSE:
            yield f"outcomes.rows[{row.id}]", row


def _daily(
    abstraction: Abstraction, context: CheckContext, dose: Decimal | None, unit: str
) -> Decimal | None:
    """A printed dose as mg of prednisone a day, if everything for it is known."""
    comparator = abstraction.answers.comparator
    agent, schedule = comparator.gc_agent, comparator.gc_schedule
    if dose is None or not isinstance(agent, Glucocorticoid):
        return None
    known = schedule if isinstance(schedule, SteroidSchedule) else SteroidSchedule.DAILY
    if "/kg" in unit:
        known = SteroidSchedule.MG_PER_KG
    with localcontext(ROOMY):
        derived = prednisone_equivalent(
            dose,
            agent,
            schedule=known,
            weight=number(comparator.gc_weight),
            betamethasone_mg=context.betamethasone_mg,
        )
    return high_end(derived.value) if isinstance(derived, Derived) else None


def _doses(abstraction: Abstraction) -> Iterator[tuple[str, Stat, bool]]:
    """Every daily dose with its path, and whether it is one before treatment."""
    baseline = stat_of(abstraction.answers.comparator.gc_baseline)
    if baseline is not None:
        yield _BASELINE, baseline, True
    for at, row in _rows(abstraction):
        for name in ("before", "after"):
            stat = stat_of(getattr(row, name))
            if stat is not None:
                yield f"{at}.{name}", stat, name == "before"


def _highest(stat: Stat) -> Decimal | None:
    ends = (Dispersion.RANGE, Dispersion.IQR)
    values = [stat.central, stat.high if stat.dispersion in ends else None]
    return max((value for value in values if value is not None), default=None)


@rule(
    "H-G01",
    N_(
        "A daily dose is 0 to 2500 mg of prednisone, and no pulse; nobody falls below "
        "0."
    ),
    why=N_(
        "A pulse of 1 g averaged into the daily dose makes any later dose a success."
    ),
)
def _possible(abstraction: Abstraction, context: CheckContext) -> Found:
    schedule = abstraction.answers.comparator.gc_schedule
    for path, stat, _before in _doses(abstraction):
        values = [v for v in (stat.central, stat.low, stat.high) if v is not None]
        highest = _highest(stat)
        dose = _daily(abstraction, context, highest, stat.unit)
        interval = stat.dispersion is Dispersion.CI95
        if any(value < 0 for value in values) and not interval:
            yield path, _("A daily dose cannot be below 0.")
        elif schedule is SteroidSchedule.PULSE and path == _BASELINE:
            yield (
                path,
                _(
                    "The schedule is “pulse”, and {dose} stands as a daily dose. Put "
                    "pulses into “Pulses”, and the daily dose here."
                ).format(dose=plainly(highest) if highest is not None else ""),
            )
        elif dose is not None and dose > _MOST:
            yield (
                path,
                _(
                    "{dose} mg of prednisone a day is above {most}, more than is ever "
                    "given."
                ).format(dose=short(dose), most=_MOST),
            )
        elif dose is not None and dose >= _PULSE:
            yield (
                path,
                _(
                    "{dose} mg of prednisone a day is a pulse, not a daily dose. Put "
                    "it into “Pulses”; it is never averaged into the daily dose."
                ).format(dose=short(dose)),
            )
    yield from _more_than_all(abstraction)


def _more_than_all(abstraction: Abstraction) -> Found:
    """Reductions by more than there was."""
    start = exact(stat_of(abstraction.answers.comparator.gc_baseline))
    for at, row in _rows(abstraction):
        change = row.change
        if not isinstance(change, Change) or change.direction is Direction.UNCLEAR:
            continue
        before = (
            change.before if change.before is not None else exact(stat_of(row.before))
        )
        before = before if before is not None else start
        if change.by is not None and before is not None and -change.by > before:
            yield (
                f"{at}.change",
                _(
                    "A reduction by {by} is more than the {before} at the start. Check "
                    "whether it was reduced to {by}."
                ).format(by=plainly(abs(change.by)), before=plainly(before)),
                _by_and_to(f"{at}.change", abs(change.by), change.unit)[1:],
            )
        elif change.percent is not None and change.percent < -100:
            yield (
                f"{at}.change",
                _("A reduction by {percent}% is more than all.").format(
                    percent=plainly(abs(change.percent))
                ),
            )


@rule(
    "S-G01",
    N_("A daily dose is 1 to 100 mg of prednisone."),
    why=N_("More is a pulse or a slip; less may be mg per kg."),
)
def _usual(abstraction: Abstraction, context: CheckContext) -> Found:
    for path, stat, before in _doses(abstraction):
        dose = _daily(abstraction, context, exact(stat), stat.unit)
        if dose is None:
            continue
        # After treatment a mean below 1 mg only says that many have stopped.
        if _HIGH < dose < _PULSE or (before and 0 <= dose < 1):
            yield (
                path,
                _(
                    "{dose} mg of prednisone a day is unusual: 1 to 100 is expected. "
                    "Check whether it is a pulse, a dose per kg, or another drug."
                ).format(dose=short(dose)),
            )


@rule(
    "S-G02",
    N_("The dose after treatment is not above that before."),
    why=N_("Steroid sparing is the point; before and after may be exchanged."),
)
def _raised(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        before, after = exact(stat_of(row.before)), exact(stat_of(row.after))
        path = f"{at}.after"
        if isinstance(row.change, Change) and before is None:
            before, after, path = row.change.before, row.change.after, f"{at}.change"
        if before is not None and after is not None and after > before:
            yield (
                path,
                _(
                    "The dose goes up, from {before} to {after}. Check that the two "
                    "are not exchanged."
                ).format(before=plainly(before), after=plainly(after)),
                _exchanged(at, row, path),
            )


def _exchanged(at: str, row: OutcomeRow, path: str) -> tuple[Repair, ...]:
    """Before and after in each other's place."""
    said = _("Exchange the two")
    if path.endswith(".change") and isinstance(row.change, Change):
        other = {"before": row.change.after, "after": row.change.before}
        return (Repair(said, path, write(row.change.model_copy(update=other))),)
    before, after = f"{at}.before", f"{at}.after"
    return (Repair(said, before, write(row.after), ((after, write(row.before)),)),)


@rule(
    "S-G03",
    N_("It is said whether a dose was reduced by an amount or to it."),
    why=N_("“Average reduced dose 47.1 mg/day” may mean either."),
)
def _by_or_to(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        change = row.change
        if isinstance(change, Change) and change.direction is Direction.UNCLEAR:
            parts = (change.after, change.by, change.before, change.percent)
            amount = next((part for part in parts if part is not None), None)
            yield (
                f"{at}.change",
                _(
                    "The paper does not say whether the dose was reduced by {amount} "
                    "or to {amount}. It is left out of all totals until the full text "
                    "or the authors say which."
                ).format(amount=plainly(amount) if amount is not None else "…"),
                _by_and_to(f"{at}.change", amount, change.unit),
            )


def _by_and_to(path: str, amount: Decimal | None, unit: str) -> tuple[Repair, ...]:
    """What the reviewer chooses once the full text or the authors have told it."""
    if amount is None or amount < 0:
        return ()
    said = f"{plainly(amount)} {unit}".strip()
    return (
        Repair(_("Reduced by {amount}").format(amount=said), path, f"down by {said}"),
        Repair(_("Reduced to {amount}").format(amount=said), path, f"to {said}"),
    )


@rule(
    "S-G04",
    N_("A dose in mg per kg comes with a body weight."),
    why=N_("Without it there is no daily dose to compare."),
)
def _no_weight(abstraction: Abstraction, _context: CheckContext) -> Found:
    comparator = abstraction.answers.comparator
    baseline = stat_of(comparator.gc_baseline)
    if baseline is None or number(comparator.gc_weight) is not None:
        return
    scheduled = comparator.gc_schedule is SteroidSchedule.MG_PER_KG
    if "/kg" in baseline.unit or (
        scheduled and isinstance(comparator.gc_weight, Missing)
    ):
        yield (
            _BASELINE,
            _(
                "The dose is in mg per kg, and no body weight is given: it cannot be "
                "turned into mg a day and is compared with no other."
            ),
        )
