"""Rules about outcome rows (O): scales, units, and sizes that can be."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.background import SCALES, UKAT_IN_U
from ivig_abstractor.model.checks.looking import (
    exact,
    number,
    of_kind,
    short,
    stat_of,
    stated,
)
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import Better, Instrument, OutcomeCode
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.units import same_unit, unit_named
from ivig_abstractor.model.quantities import (
    Anchor,
    Change,
    Dispersion,
    KofN,
    Operator,
    Stat,
    TimePoint,
    TimeUnit,
)
from ivig_abstractor.model.sections.outcomes import OutcomeRow
from ivig_abstractor.model.sections.population import BaselineRow

_O04 = frozenset(
    {
        Instrument.TIS,
        Instrument.HAQ_DI,
        Instrument.VAS_10CM,
        Instrument.VAS_100MM,
        Instrument.MDAAT,
        Instrument.MYOACT,
        Instrument.CDASI_A,
        Instrument.CDASI_D,
        Instrument.MRC_SUM_60,
        Instrument.FVC_PCT,
        Instrument.DLCO_PCT,
    }
)
"""Instruments with a rule of their own; H-O02 has all other scales."""

_PER_CENT = (Instrument.FVC_PCT, Instrument.DLCO_PCT)
_HINTS = {
    Instrument.MMT8_U80: (
        Decimal(150),
        N_("the most that MMT-8 of one side can reach. Both sides are scored 0–150."),
    ),
    Instrument.VAS_10CM: (
        Decimal(100),
        N_("the end of a scale of 10 cm. In millimetres it is 0–100."),
    ),
    Instrument.MRC_MEAN_5: (
        Decimal(60),
        N_("the most that a mean MRC grade can be. The MRC sum score is 0–60."),
    ),
    Instrument.MRC_SUM_60: (
        Decimal(260),
        N_("the most that the MRC sum score can reach. Check the instrument."),
    ),
}
_MOST_CK = Decimal(1_000_000)
_DAYS = {
    TimeUnit.DAY: Decimal(1),
    TimeUnit.WEEK: Decimal(7),
    TimeUnit.MONTH: Decimal("30.4375"),
    TimeUnit.YEAR: Decimal("365.25"),
}
_DAYS_OF_WORD = {
    "days": _DAYS[TimeUnit.DAY],
    "weeks": _DAYS[TimeUnit.WEEK],
    "months": _DAYS[TimeUnit.MONTH],
    "years": _DAYS[TimeUnit.YEAR],
}

Measured = tuple[str, Instrument | None, Stat, str]
"""Where a statistic of a scale stands, its instrument, itself, and its unit."""


def _rows(abstraction: Abstraction) -> Iterator[tuple[str, OutcomeRow]]:
    for row in abstraction.answers.outcomes.rows:
        yield f"outcomes.rows[{row.id}]", row


def _instrument(row: OutcomeRow | BaselineRow) -> Instrument | None:
    answer = row.instrument if isinstance(row, OutcomeRow) else row.measure
    return answer if isinstance(answer, Instrument) else None


def _measured(abstraction: Abstraction) -> Iterator[Measured]:
    """Every statistic that is a value on a scale, of outcomes and of the baseline."""
    for at, row in _rows(abstraction):
        for name in ("before", "after"):
            stat = stat_of(getattr(row, name))
            if stat is not None:
                unit = stat.unit or stated(row.unit)
                yield f"{at}.{name}", _instrument(row), stat, unit
    for one in abstraction.answers.population.baseline:
        stat = stat_of(one.value)
        if stat is not None:
            at = f"population.baseline[{one.id}].value"
            yield at, _instrument(one), stat, stat.unit or stated(one.unit)


def _values(stat: Stat) -> list[Decimal]:
    """The numbers of a statistic that somebody scored, or that are a mean of scores."""
    scored = stat.dispersion in (Dispersion.RANGE, Dispersion.IQR)
    ends = (stat.low, stat.high) if scored else ()
    return [value for value in (stat.central, *ends) if value is not None]


@rule(
    "H-O01",
    N_("Before and after stand in one unit."),
    why=N_("Otherwise the change between them means nothing."),
)
def _one_unit(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        units: dict[str, str] = {}
        for name in ("before", "after", "change"):
            answer = getattr(row, name)
            if isinstance(answer, Stat | Change) and answer.unit not in ("", "%"):
                units[name] = answer.unit
        own = stated(row.unit)
        if not units:
            continue
        first = own or next(iter(units.values()))
        for name, unit in units.items():
            if not same_unit(unit, first):
                yield (
                    f"{at}.{name}",
                    _(
                        "This is in {unit}, and the row in {first}. Enter all numbers "
                        "of a row on one scale and in one unit."
                    ).format(unit=unit, first=first),
                )


@rule(
    "H-O02",
    N_("A value lies on the scale of its instrument."),
    why=N_("MMT-8 of one side ends at 80 and of both sides at 150: they are mixed up."),
)
def _on_scale(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        instrument = _instrument(row)
        if instrument in _O04:
            continue
        low, high = _range_of(row, instrument)
        for name in ("before", "after"):
            stat = stat_of(getattr(row, name))
            if stat is not None:
                yield from _outside(f"{at}.{name}", stat, instrument, low, high)
    for one in abstraction.answers.population.baseline:
        measure, stat = _instrument(one), stat_of(one.value)
        if stat is not None and measure is not None and measure not in _O04:
            low, high = _published(measure)
            at = f"population.baseline[{one.id}].value"
            yield from _outside(at, stat, measure, low, high)


def _published(instrument: Instrument | None) -> tuple[Decimal | None, Decimal | None]:
    scale = SCALES.get(instrument) if instrument else None
    return (scale.low, scale.high) if scale else (None, None)


def _range_of(
    row: OutcomeRow, instrument: Instrument | None
) -> tuple[Decimal | None, Decimal | None]:
    """The scale the paper states, or the published one of the instrument."""
    low, high = _published(instrument)
    stated_low, stated_high = number(row.scale_min), number(row.scale_max)
    return (
        low if stated_low is None else stated_low,
        high if stated_high is None else stated_high,
    )


def _outside(
    path: str,
    stat: Stat,
    instrument: Instrument | None,
    low: Decimal | None,
    high: Decimal | None,
) -> Found:
    for value in _values(stat):
        if high is not None and value > high:
            most, hint = (
                _HINTS.get(instrument, (None, "")) if instrument else (None, "")
            )
            fits = (
                most is not None and value <= most and high == _published(instrument)[1]
            )
            end = _(hint) if fits else _("the highest score of this scale.")
            yield (
                path,
                _("{value} is above {high}, {end}").format(
                    value=plainly(value), high=plainly(high), end=end
                ),
                _other_scale(path, instrument) if fits else (),
            )
            return
        if low is not None and value < low:
            yield (
                path,
                _("{value} is below {low}, the lowest score of this scale.").format(
                    value=plainly(value), low=plainly(low)
                ),
            )
            return


def _other_scale(path: str, instrument: Instrument | None) -> tuple[Repair, ...]:
    """The instrument whose scale holds the value, where the two are often mixed up."""
    other = _MIXED_UP.get(instrument) if instrument else None
    if other is None:
        return ()
    name = "instrument" if path.startswith("outcomes.") else "measure"
    at = f"{path.rpartition('.')[0]}.{name}"
    said = _("Use {text}").format(text=_(other.label))
    return (Repair(said, at, other.value),)


_MIXED_UP = {
    Instrument.MMT8_U80: Instrument.MMT8_B150,
    Instrument.VAS_10CM: Instrument.VAS_100MM,
    Instrument.MRC_MEAN_5: Instrument.MRC_SUM_60,
    Instrument.MRC_SUM_60: Instrument.MMT24_260,
}


@rule(
    "H-O03",
    N_("CK is above 0, at most 1,000,000 U/L, and has a unit."),
    why=N_("1 ukat/L is 60 U/L: without a unit a value means nothing."),
)
def _ck(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, instrument, stat, unit in _measured(abstraction):
        if instrument is not Instrument.CK:
            continue
        if not unit:
            yield (
                path,
                _(
                    "This CK has no unit. Enter U/L or ukat/L as printed; 1 ukat/L is "
                    "60 U/L."
                ),
                _ck_units(path),
            )
            continue
        factor = _in_units(unit)
        for value in _values(stat):
            if value <= 0 or value * (factor or 1) > _MOST_CK:
                yield (
                    path,
                    _(
                        "A CK of {value} {unit} is not possible. It is above 0 and at "
                        "most 1,000,000 U/L."
                    ).format(value=plainly(value), unit=unit),
                )
                break


def _ck_units(path: str) -> tuple[Repair, ...]:
    """The two units of CK, for the unit of the row of a path."""
    at = f"{path.rpartition('.')[0]}.unit"
    return tuple(Repair(unit, at, unit) for unit in ("U/L", "µkat/L"))


@lru_cache(maxsize=64)
def _in_units(unit: str) -> Decimal | None:
    """What turns a unit of enzyme activity into U/L, if it is known."""
    if same_unit(unit, "U/L"):
        return Decimal(1)
    return UKAT_IN_U if same_unit(unit, "ukat/L") else None


@rule(
    "H-O04",
    N_("TIS, HAQ, visual scales, CDASI, MRC sum, FVC and DLCO lie in their range."),
    why=N_("The ends of these scales are published."),
)
def _published_scales(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, instrument, stat, _unit in _measured(abstraction):
        if instrument not in _O04:
            continue
        low, high = _published(instrument)
        zero = [value for value in _values(stat) if value <= 0]
        if instrument in _PER_CENT and zero:
            yield (
                path,
                _(
                    "{value}% of predicted is not possible: it is above 0 and at most "
                    "250."
                ).format(value=plainly(zero[0])),
            )
        else:
            yield from _outside(path, stat, instrument, low, high)


@rule(
    "S-O01",
    N_("The mean CK of a group is 30 to 30,000 U/L."),
    why=N_("Outside, the unit or the decimal point is often wrong."),
)
def _ck_size(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, instrument, stat, unit in _measured(abstraction):
        factor, middle = _in_units(unit), exact(stat)
        if instrument is not Instrument.CK or factor is None or middle is None:
            continue
        if not 30 <= middle * factor <= 30_000:
            yield (
                path,
                _(
                    "A mean CK of {value} U/L is unusual: 30 to 30,000 is expected. "
                    "Check the unit and the decimal point."
                ).format(value=short(middle * factor)),
            )


@rule(
    "S-O02",
    N_("CK does not rise to three times, or fall to a hundredth."),
    why=N_("Such a change is often one of units."),
)
def _ck_ratio(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        before, after = exact(stat_of(row.before)), exact(stat_of(row.after))
        if _instrument(row) is not Instrument.CK or not before or after is None:
            continue
        ratio = after / before
        if not Decimal("0.01") <= ratio <= 3:
            yield (
                f"{at}.after",
                _(
                    "CK goes from {before} to {after}, to {ratio} times as much. Check "
                    "that both are in the same unit."
                ).format(
                    before=plainly(before), after=plainly(after), ratio=short(ratio)
                ),
                (),
                (f"{at}.before",),
            )


@rule(
    "S-O03",
    N_("The upper limit of normal of CK is 100 to 400 U/L."),
    why=N_("145 to 200 is usual; outside, the unit may be another one."),
)
def _ck_limit(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        if _instrument(row) is not Instrument.CK:
            continue
        factor = _in_units(_row_unit(row))
        for name in ("uln", "uln_men", "uln_women"):
            limit = number(getattr(row, name))
            if limit is None or factor is None:
                continue
            if not 100 <= limit * factor <= 400:
                yield (
                    f"{at}.{name}",
                    _(
                        "An upper limit of {limit} U/L is unusual for CK: 100 to 400 "
                        "is expected, 145 to 200 usual. Check the unit."
                    ).format(limit=short(limit * factor)),
                )


def _row_unit(row: OutcomeRow) -> str:
    for answer in (row.before, row.after, row.change):
        if isinstance(answer, Stat | Change) and answer.unit not in ("", "%"):
            return answer.unit
    return stated(row.unit)


@rule(
    "S-O04",
    N_("FVC and DLCO are 20 to 140% of predicted."),
    why=N_("Outside, litres or another measure may have been entered."),
)
def _lung_size(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, instrument, stat, _unit in _measured(abstraction):
        middle = exact(stat)
        if instrument not in _PER_CENT or middle is None:
            continue
        if not 20 <= middle <= 140:
            yield (
                path,
                _(
                    "{value}% of predicted is unusual: 20 to 140 is expected. Check "
                    "that it is a percentage and not litres."
                ).format(value=plainly(middle)),
            )


@rule(
    "S-O05",
    N_("Responders do not lose strength."),
    why=N_("Before and after may be exchanged, or the scale reversed."),
)
def _responders_weaker(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        if row.outcome_code is not OutcomeCode.STRENGTH:
            continue
        before, after = exact(stat_of(row.before)), exact(stat_of(row.after))
        if before is None or after is None:
            continue
        weaker = after > before if row.better is Better.LOWER else after < before
        if weaker and _are_responders(row):
            yield (
                f"{at}.after",
                _(
                    "Strength goes from {before} to {after}, the wrong way, in a group "
                    "coded as responders. Check that before and after are not "
                    "exchanged."
                ).format(before=plainly(before), after=plainly(after)),
            )


def _are_responders(row: OutcomeRow) -> bool:
    named = stated(row.analysis_set).casefold()
    if re.search(r"(?<!non-)(?<!non)(?<!non )\b(?:respond|improv)", named):
        return True
    count = row.responders
    return (
        isinstance(count, KofN)
        and count.k is not None
        and count.n is not None
        and 2 * count.k > count.n
    )


@rule(
    "S-O06",
    N_("No outcome is later than the follow-up."),
    why=N_("The time, its unit or the follow-up is wrong."),
)
def _after_follow_up(abstraction: Abstraction, _context: CheckContext) -> Found:
    follow_up = stat_of(abstraction.answers.design.follow_up)
    if follow_up is None:
        return
    longest = _longest(follow_up)
    per = _DAYS_OF_WORD.get(unit_named(follow_up.unit or "months"))
    if longest is None or per is None:
        return
    for at, row in _rows(abstraction):
        days = _days(row.time)
        if days is not None and days > longest * per * Decimal("1.05"):
            yield (
                f"{at}.time",
                _(
                    "This is {time} months after the start, but patients were followed "
                    "for {longest} months at most."
                ).format(
                    time=short(days / _DAYS[TimeUnit.MONTH]),
                    longest=short(longest * per / _DAYS[TimeUnit.MONTH]),
                ),
            )


def _longest(follow_up: Stat) -> Decimal | None:
    """The longest follow-up, where the statistic tells it; a mean does not."""
    if follow_up.dispersion is Dispersion.RANGE:
        return follow_up.high
    known = follow_up.op in (Operator.EQ, Operator.LE, Operator.LT, Operator.ABOUT)
    alone = follow_up.dispersion is Dispersion.NONE
    typical = ("MEAN", "MEDIAN", "GEOMEAN")
    if known and alone and follow_up.central_type.value not in typical:
        return follow_up.central
    return None


def _days(answer: object) -> Decimal | None:
    if not isinstance(answer, TimePoint) or answer.value is None:
        return None
    if answer.anchor not in (None, Anchor.BASELINE, Anchor.FIRST_INFUSION):
        return None
    per = _DAYS.get(answer.unit) if answer.unit else None
    return answer.value * per if per else None


_FUSED = LatePattern(r"(?<![\d.])\d{7,}(?![\d.])|\d+\.\d+\.\d+|\d\.\d+±?\d+\.\d")
_LONG = 6  # powers of ten; a number of seven digits is no mean


@rule(
    "S-O07",
    N_("No number is two numbers run together."),
    why=N_("Copied text may lose its ±: 4919 ± 3523 becomes 49193523."),
)
def _fused(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        for value in (stat.central, stat.spread, stat.low, stat.high):
            if value and value.adjusted() >= _LONG and value == int(value):
                yield path, _two_numbers(plainly(value))
                break
    for at, row in _rows(abstraction):
        if isinstance(row.raw, str):
            seen = _FUSED.search(row.raw)
            if seen:
                yield f"{at}.raw", _two_numbers(seen.group())


def _two_numbers(token: str) -> str:
    return _(
        "“{token}” may be two numbers run together, for example a mean and an SD "
        "without their ±. Read it in the paper itself."
    ).format(token=token)


@rule(
    "S-O08",
    N_("A CK with an upper limit below 20 says its unit."),
    why=N_("So low a limit is in ukat/L, where 1 is 60 U/L."),
)
def _ukat(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        if _instrument(row) is not Instrument.CK or _row_unit(row):
            continue
        limits = (number(row.uln), number(row.uln_men), number(row.uln_women))
        low = [limit for limit in limits if limit is not None and limit < 20]
        if low:
            yield (
                f"{at}.unit",
                _(
                    "No unit is given, and the upper limit is {limit}: this may be "
                    "ukat/L, which is 60 U/L each. Enter the unit."
                ).format(limit=plainly(low[0])),
                _ck_units(f"{at}.unit")[::-1],
            )
