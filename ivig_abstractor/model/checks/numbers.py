"""Rules about printed numbers (N), and about k of N wherever it stands (R)."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from functools import lru_cache

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.looking import (
    ROOMY,
    exact,
    of_kind,
    short,
    unread_by,
    use,
    whole,
)
from ivig_abstractor.model.checks.population import described_n, turned
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import (
    Central,
    Change,
    CountKind,
    Dispersion,
    Effect,
    EffectType,
    KofN,
    Measure,
    Operator,
    Stat,
)
from ivig_abstractor.model.statistics import (
    clopper_pearson,
    percentage_agrees,
    wilson,
)

_SPREADS = (Dispersion.SD, Dispersion.SE, Dispersion.PM_UNSPECIFIED)
_RATIOS = (EffectType.RR, EffectType.OR, EffectType.HR)
_HALF = Decimal("0.5")
_SLACK = Decimal("0.05")
_HUNDRED = Decimal(100)
_MOST_CHANGE = Decimal(10_000)


def percent_of(count: KofN) -> Decimal | None:
    """The percentage a count says: k of N if both are there, or the printed one."""
    if count.k is not None and count.n:
        return _HUNDRED * count.k / count.n
    return count.percent


def rounding(printed: Decimal) -> Decimal:
    """Half a unit of the last printed decimal."""
    exponent = printed.as_tuple().exponent
    return _HALF.scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


@rule(
    "H-N01",
    N_("Spreads are not negative, and intervals hold their estimate."),
    why=N_("Anything else is a slip of sign or of column."),
)
def _spreads(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-N01")
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        if stat.spread is not None and stat.spread < 0:
            yield (
                path,
                _("A spread of {spread} is negative. SD and SE are 0 or more.").format(
                    spread=plainly(stat.spread)
                ),
                use(path, write(stat.model_copy(update={"spread": -stat.spread}))),
            )
        elif stat.dispersion is Dispersion.IQR and _backwards(stat.low, stat.high):
            yield (
                path,
                _("The quartiles run backwards: {low} is above {high}.").format(
                    low=stat.low, high=stat.high
                ),
                turned(path, stat),
            )
        elif stat.dispersion is Dispersion.CI95:
            yield from _interval(path, stat, exact(stat))
    for path, _spec, count in of_kind(abstraction, Kind.KOFN, KofN):
        # The end of an interval may be rounded just past its estimate.
        estimate = count.percent if count.percent is not None else percent_of(count)
        yield from _interval(path, count, estimate)
    for path, _spec, effect in of_kind(abstraction, Kind.EFFECT, Effect):
        yield from _interval(path, effect, effect.estimate)


def _backwards(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _interval(
    path: str, value: Stat | KofN | Effect, estimate: Decimal | None
) -> Found:
    low, high = value.low, value.high
    if low is None or high is None:
        return
    if low > high:
        yield (
            path,
            _("The confidence interval runs backwards: {low} is above {high}.").format(
                low=plainly(low), high=plainly(high)
            ),
            turned(path, value),
        )
    elif estimate is not None and not low <= estimate <= high:
        yield (
            path,
            _(
                "The estimate {estimate} lies outside its confidence interval, {low} "
                "to {high}."
            ).format(estimate=short(estimate), low=plainly(low), high=plainly(high)),
        )


@rule(
    "H-N02",
    N_("Percentages, P values and ratios lie in their range."),
    why=N_("A percentage above 100 or a P value above 1 cannot be printed rightly."),
)
def _ranges(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-N02")
    for path, _spec, count in of_kind(abstraction, Kind.KOFN, KofN):
        for part in (count.percent, count.low, count.high):
            if part is not None and not 0 <= part <= _HUNDRED:
                yield (
                    path,
                    _("{part}% is outside 0 to 100%.").format(part=plainly(part)),
                )
                break
    for path, _spec, change in of_kind(abstraction, Kind.CHANGE, Change):
        percent = change.percent
        if percent is not None and not -_HUNDRED <= percent <= _MOST_CHANGE:
            yield (
                path,
                _(
                    "A change of {percent}% is not possible: nothing can fall by more "
                    "than 100%, and a rise above 10000% is a slip."
                ).format(percent=plainly(percent)),
            )
    for path, spec, measure in of_kind(abstraction, Kind.MEASURE, Measure):
        if spec.name.endswith("_p") and not 0 <= measure.value <= 1:
            yield path, _no_probability(measure.value)
    for path, _spec, effect in of_kind(abstraction, Kind.EFFECT, Effect):
        yield from _effect_ranges(path, effect)


def _no_probability(p: Decimal) -> str:
    return _("P = {p} is not possible: a P value is 0 to 1.").format(p=plainly(p))


def _effect_ranges(path: str, effect: Effect) -> Iterator[tuple[str, str]]:
    if effect.p is not None and not 0 <= effect.p <= 1:
        yield path, _no_probability(effect.p)
    for part in (effect.estimate, effect.low, effect.high):
        if effect.type in _RATIOS and part is not None and part <= 0:
            yield (
                path,
                _(
                    "A {ratio} of {part} is not possible: it is above 0. A value on "
                    "the log scale must be turned back."
                ).format(ratio=_(effect.type.label), part=plainly(part)),
            )
            return


@rule(
    "H-R01",
    N_("k is not above N, N is above 0, and it is said what N counts."),
    why=N_("2 of 15 infusions is not 2 of 15 patients."),
)
def _k_of_n(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, spec, count in of_kind(abstraction, Kind.KOFN, KofN):
        if count.n == 0:
            yield path, _("The count is of 0. There must be at least 1 to count.")
        elif count.k is not None and count.n is not None and count.k > count.n:
            yield (
                path,
                _(
                    "{k} of {n} is not possible: {k} is above {n}. Check whether the "
                    "two are exchanged, or whether {k} counts events."
                ).format(k=count.k, n=count.n),
                use(path, _with(count, k=count.n, n=count.k)),
            )
        elif count.n and count.kind is None and spec.pattern in _COUNTS_ANYTHING:
            yield (
                path,
                _(
                    "It is not said what the {n} are. Write “{k}/{n} patients”, "
                    "“infusions” or “courses”."
                ).format(k=count.k if count.k is not None else "k", n=count.n),
                tuple(
                    Repair(f"{count.n} {_(kind.label)}", path, _with(count, kind=kind))
                    for kind in _OFTEN_COUNTED
                ),
            )


def _with(count: KofN, **parts: object) -> str:
    return write(count.model_copy(update=parts))


_OFTEN_COUNTED = (CountKind.PATIENTS, CountKind.INFUSIONS, CountKind.COURSES)
_COUNTS_ANYTHING = frozenset({"adverse_effects.rows[].patients"})
"""Counts whose label leaves open what is counted; all others say it themselves."""


@rule(
    "S-N01",
    N_("A spread is not below 3% of its mean."),
    why=N_("Living things vary more: a standard error may stand as an SD."),
)
def _too_narrow(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        mean, spread = exact(stat), stat.spread
        if (
            stat.dispersion is not Dispersion.SD
            or mean is None
            or spread is None
            or spec.section not in _BIOLOGICAL
            or not 0 <= spread < abs(mean) * Decimal("0.03")
        ):
            continue
        n = _group_size(abstraction, path, stat)
        if n is not None and n >= _FIVE:
            yield (
                path,
                _(
                    "An SD of {spread} beside a mean of {mean} in {n} patients is very "
                    "small. Check whether it is a standard error; then the SD is about "
                    "{sd}."
                ).format(
                    spread=plainly(spread),
                    mean=plainly(mean),
                    n=n,
                    sd=short(spread * Decimal(n).sqrt()),
                ),
            )


_BIOLOGICAL = frozenset({"population", "outcomes", "arm", "comparator"})
_FIVE = 5


def _group_size(abstraction: Abstraction, path: str, stat: Stat) -> int | None:
    if stat.n is not None:
        return stat.n
    beside = whole(abstraction.get(path.rpartition(".")[0] + ".n"))
    if beside is not None:
        return beside
    population = abstraction.answers.population
    for n in (described_n(population), population.n_analysed, population.n_enrolled):
        if whole(n) is not None:
            return whole(n)
    return None


@rule(
    "S-N02",
    N_("The SD of something that cannot be negative is not above its mean."),
    why=N_("Such numbers are skewed: a median or a logarithm says more."),
)
def _skewed(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        mean, spread = exact(stat), stat.spread
        if (
            stat.dispersion is Dispersion.SD
            and mean is not None
            and spread is not None
            and spread > mean > 0
            and spec.pattern != "population.disease_duration"
        ):
            yield (
                path,
                _(
                    "The SD, {spread}, is above the mean, {mean}, of something that is "
                    "never negative: the numbers are skewed. Prefer a printed median, "
                    "or check the SD."
                ).format(spread=plainly(spread), mean=plainly(mean)),
            )


@rule(
    "S-N03",
    N_("A ± says whether it is an SD or a standard error."),
    why=N_("With 16 patients the one is four times the other."),
)
def _bare_spread(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        if (
            stat.dispersion is Dispersion.PM_UNSPECIFIED
            and stat.central_type is not Central.MEDIAN
        ):
            yield (
                path,
                _(
                    "± {spread} may be an SD or a standard error. Look in the methods "
                    "and tables; if the paper does not say, give that as the reason."
                ).format(spread=_spread(stat)),
            )


@rule(
    "S-N04",
    N_("Medians come with quartiles or a range, and a range is not called a mean."),
    why=N_("A median with ± may be a mean, and then is compared with the wrong ones."),
)
def _mixed_statistics(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        if stat.central_type is Central.RANGE_CALLED_MEAN:
            if stat.low is None or stat.high is None:
                continue
            yield (
                path,
                _(
                    "The paper calls {low} to {high} a mean, but prints a range. It is "
                    "not clear what it is."
                ).format(low=plainly(stat.low), high=plainly(stat.high)),
            )
        elif _is_spread_median(stat) and stat.central is not None:
            yield (
                path,
                _(
                    "A median of {median} is printed with ± {spread}, as a mean would "
                    "be. It is not clear which of the two it is."
                ).format(median=plainly(stat.central), spread=_spread(stat)),
            )


def _is_spread_median(stat: Stat) -> bool:
    return stat.central_type is Central.MEDIAN and stat.dispersion in _SPREADS


def _spread(stat: Stat) -> str:
    return plainly(stat.spread) if stat.spread is not None else "…"


@rule(
    "S-N05",
    N_("A confidence interval fits its estimate, and k of N."),
    why=N_("8 of 19 gives exactly 20.3 to 66.5%; 19.6 to 64.6 fits no usual method."),
)
def _intervals(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, _spec, count in of_kind(abstraction, Kind.KOFN, KofN):
        if count.low is not None and count.high is not None:
            yield from _not_exact(path, count, count.low, count.high)
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        if stat.dispersion is Dispersion.CI95 and stat.central_type in (
            Central.MEAN,
            Central.UNSPECIFIED,
        ):
            yield from _lopsided(path, stat.low, exact(stat), stat.high, log=False)
    for path, _spec, effect in of_kind(abstraction, Kind.EFFECT, Effect):
        log = effect.type in _RATIOS
        if effect.type is not None:
            ends = (effect.low, effect.estimate, effect.high)
            yield from _lopsided(path, *ends, log=log)


def _not_exact(
    path: str, count: KofN, low: Decimal, high: Decimal
) -> Iterator[tuple[str, str]]:
    if count.k is None or not count.n or count.k > count.n:
        return
    exact_low, exact_high = clopper_pearson(count.k, count.n)
    off = abs(float(low) - exact_low) + abs(float(high) - exact_high)
    if off <= _MOST_OFF or _by_usual_method(count.k, count.n, low, high):
        return
    yield (
        path,
        _(
            "The printed interval {low} to {high}% does not follow from {k} of {n}: "
            "the exact one is {exact_low:.1f} to {exact_high:.1f}%. Keep what is "
            "printed, and say here that it was seen."
        ).format(
            low=plainly(low),
            high=plainly(high),
            k=count.k,
            n=count.n,
            exact_low=exact_low,
            exact_high=exact_high,
        ),
    )


_MOST_OFF = 2.0
"""Percentage points by which both ends together may miss the exact interval."""


def _by_usual_method(k: int, n: int, low: Decimal, high: Decimal) -> bool:
    """Say whether the normal approximation or Wilson's method gives the interval."""
    share = k / n
    half = 100 * _Z * (share * (1 - share) / n) ** 0.5
    normal = (max(100 * share - half, 0.0), min(100 * share + half, 100.0))
    return any(
        abs(lower - float(low)) <= float(rounding(low) + _SLACK)
        and abs(upper - float(high)) <= float(rounding(high) + _SLACK)
        for lower, upper in (normal, wilson(k, n))
    )


_Z = 1.959964


def _lopsided(
    path: str,
    low: Decimal | None,
    estimate: Decimal | None,
    high: Decimal | None,
    *,
    log: bool,
) -> Iterator[tuple[str, str]]:
    if low is None or high is None or estimate is None or not low < estimate < high:
        return
    slack = 2 * max(rounding(low), rounding(high), rounding(estimate))
    if log:
        if low <= 0:
            return
        down, up = estimate / low, high / estimate
        widest = max(down, up)
        uneven = abs(down.ln() - up.ln()) > _UNEVEN * widest.ln() + slack / low
    else:
        down, up = estimate - low, high - estimate
        uneven = abs(down - up) > _UNEVEN * max(down, up) + slack
    if uneven:
        yield (
            path,
            _(
                "The estimate {estimate} does not lie in the middle of {low} to "
                "{high}{scale}. Check the three numbers."
            ).format(
                estimate=plainly(estimate),
                low=plainly(low),
                high=plainly(high),
                scale=_(", on the log scale") if log else "",
            ),
        )


_UNEVEN = Decimal("0.15")


@lru_cache(maxsize=4096)
def _agrees(k: int, n: int, printed: str) -> bool:
    """`percentage_agrees`, remembered by the digits: 42.0 is not 42 here."""
    return percentage_agrees(k, n, Decimal(printed))


@rule(
    "S-R01",
    N_("The printed percentage is that of k of N."),
    why=N_("6 of 19 was printed as 28%: one of the three numbers is wrong."),
)
def _percentages(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, _spec, count in of_kind(abstraction, Kind.KOFN, KofN):
        k, n, printed = count.k, count.n, count.percent
        if k is None or not n or printed is None or count.op is not Operator.EQ:
            continue
        if k > n:
            continue  # impossible, and reported as that
        if not _agrees(k, n, str(printed)):
            right = _HUNDRED * k / n
            decimals = max(1, -int(printed.as_tuple().exponent))
            yield (
                path,
                _(
                    "{k} of {n} is {right}%, but {printed}% is printed. One of the "
                    "three numbers is wrong, or the percentage is of another group."
                ).format(
                    k=k, n=n, right=f"{right:.{decimals}f}", printed=plainly(printed)
                ),
                _fitting(path, count, k, n, printed),
            )


def _fitting(
    path: str, count: KofN, k: int, n: int, printed: Decimal
) -> tuple[Repair, ...]:
    """The percentage that k of N makes, and the one k that makes the percentage."""
    decimals = max(0, -int(printed.as_tuple().exponent))
    with localcontext(ROOMY):
        right = round(_HUNDRED * k / n, decimals)
    said = _("Use {text}")
    repairs = [
        Repair(said.format(text=f"{right:f}%"), path, _with(count, percent=right))
    ]
    others = _others(n, str(printed))
    if len(others) == 1:
        text = f"{others[0]}/{n}"
        repairs.append(Repair(said.format(text=text), path, _with(count, k=others[0])))
    return tuple(repairs)


@lru_cache(maxsize=256)
def _others(n: int, printed: str) -> tuple[int, ...]:
    """The k of N that make a percentage; only those beside its exact share may."""
    share = int(Decimal(printed) * n / _HUNDRED)
    near = range(max(share - 1, 0), min(share + 3, n + 1))
    return tuple(k for k in near if _agrees(k, n, printed))
