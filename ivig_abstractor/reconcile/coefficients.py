"""Coefficients of agreement of coded answers, each with its source and its limits.

Each gives an `Estimate`. Where a coefficient is not defined, the estimate says so in a
sentence; none of them ever gives a NaN. Intervals are two-sided 95%. Numbers have a
module of their own, `reconcile.concordance`.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from enum import StrEnum
from itertools import accumulate
from math import fsum, sqrt
from typing import TypeVar

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import Estimate
from ivig_abstractor.model.statistics import wilson

Z_95 = 1.959963984540054
_EXACT = 1e-12
Table = Sequence[Sequence[int]]
Code = TypeVar("Code", bound=Hashable)


class Weights(StrEnum):
    """How much a pair of different ordered codes still agrees."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Metric(StrEnum):
    """How far apart two answers are, for Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def undefined(reason: str, n: int = 0) -> Estimate:
    """An estimate that says why there is none."""
    return Estimate(None, n=n, undefined=reason)


def proportion(agreed: int, pairs: int) -> Estimate:
    """The share of pairs that agree, with Wilson's interval, both from 0 to 1.

    Wilson EB. J Am Stat Assoc 1927;22:209-212, without continuity correction. It is
    undefined without pairs.
    """
    if not pairs:
        return undefined(_("Nothing was compared."))
    low, high = wilson(agreed, pairs)
    return Estimate(agreed / pairs, low / 100, high / 100, pairs)


def cross_table(
    pairs: Sequence[tuple[Code, Code]], codes: Sequence[Code]
) -> tuple[tuple[int, ...], ...]:
    """Count pairs of codes: rows are the first reviewer's, columns the second's."""
    found = Counter(pairs)
    return tuple(tuple(found[one, other] for other in codes) for one in codes)


def cohen_kappa(
    table: Table,
    weights: Weights = Weights.NONE,
    places: Sequence[float] | None = None,
) -> Estimate:
    """Cohen's kappa of two reviewers, weighted for ordered codes if asked.

    Cohen J. Educ Psychol Meas 1960;20:37-46 and Psychol Bull 1968;70:213-220. The
    interval is the asymptotic one, from the large-sample variance that does not assume
    a kappa of 0: Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327 (the ASE
    of SAS PROC FREQ), with the normal quantile, and ends held to -1 and 1. Weights
    are 1 - d for linear and 1 - d² for quadratic, with d the distance of two codes as
    a share of the largest one; `places` says where the codes stand, by default 0, 1, 2.

    It is undefined with fewer than two pairs, and where both reviewers used one and
    the same category only, since chance alone would then agree always. When no pair
    differs, or one reviewer used one category only, the variance is 0 and says nothing,
    so no interval is given.
    """
    count = sum(map(sum, table))
    refusal = _refusal(table, count)
    if refusal:
        return undefined(refusal, count)
    weight = _weights(len(table), weights, places)
    share = [[cell / count for cell in row] for row in table]
    first, second = _margins(share)
    codes = range(len(table))
    observed = sum(share[i][j] * weight[i][j] for i in codes for j in codes)
    chance = sum(first[i] * second[j] * weight[i][j] for i in codes for j in codes)
    kappa = (observed - chance) / (1 - chance)
    if observed > 1 - _EXACT:
        return Estimate(1.0, n=count, no_interval=_no_differences())
    row_mean = [sum(second[j] * weight[i][j] for j in codes) for i in codes]
    column_mean = [sum(first[i] * weight[i][j] for i in codes) for j in codes]
    spread = sum(
        share[i][j] * (weight[i][j] - (row_mean[i] + column_mean[j]) * (1 - kappa)) ** 2
        for i in codes
        for j in codes
    )
    variance = spread - (kappa - chance * (1 - kappa)) ** 2
    error = sqrt(max(variance, 0.0) / count) / (1 - chance)
    return _held(kappa, Z_95 * error, count)


def gwet_ac1(table: Table) -> Estimate:
    """Gwet's first-order agreement coefficient of two reviewers.

    Gwet KL. Br J Math Stat Psychol 2008;61:29-48, with its variance given the
    two reviewers, without finite population correction; the quantile is Student's with
    n - 1 degrees of freedom, and the ends are held to -1 and 1, all as in irrCAC. The
    categories are those that occur, not all that the form offers.

    It is undefined with fewer than two pairs, and with a single category, since the
    agreement by chance is then divided by 0.
    """
    count = sum(map(sum, table))
    refusal = _refusal(table, count)
    if refusal:
        return undefined(refusal, count)
    used = _used(table)
    share = [[table[i][j] / count for j in used] for i in used]
    codes = range(len(used))
    first, second = _margins(share)
    mean = [(one + other) / 2 for one, other in zip(first, second, strict=True)]
    observed = sum(share[i][i] for i in codes)
    chance = sum(one * (1 - one) for one in mean) / (len(used) - 1)
    ac1 = (observed - chance) / (1 - chance)
    if observed > 1 - _EXACT:
        return Estimate(1.0, n=count, no_interval=_no_differences())
    pull = 2 * (1 - ac1) / (len(used) - 1)
    spread = sum(
        share[i][j] * ((i == j) - pull * (1 - (mean[i] + mean[j]) / 2)) ** 2
        for i in codes
        for j in codes
    )
    variance = spread - (observed - 2 * (1 - ac1) * chance) ** 2
    error = sqrt(max(variance, 0.0) / count) / (1 - chance)
    return _held(ac1, student_quantile(count - 1) * error, count)


def _held(value: float, reach: float, count: int) -> Estimate:
    """An interval around a coefficient, held to -1 and 1; none without a variance."""
    if reach < _EXACT**0.5:
        said = _("The pairs leave no variance to compute an interval from.")
        return Estimate(value, n=count, no_interval=said)
    low, high = max(value - reach, -1.0), min(value + reach, 1.0)
    return Estimate(value, low, high, count)


def student_quantile(freedom: float) -> float:
    """The upper 2.5% point of Student's distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def _refusal(table: Table, count: int) -> str:
    """Why no coefficient beyond chance can be had from a table; empty if it can."""
    if not count:
        return _("No pair has two codes to compare.")
    if count == 1:
        return _("One pair is too few.")
    if len(_used(table)) < 2:
        return _("Both reviewers used one category only.")
    return ""


def _no_differences() -> str:
    return _("No differences.")


def _used(table: Table) -> list[int]:
    """The categories that a reviewer used."""
    return [
        at
        for at, row in enumerate(table)
        if sum(row) or sum(other[at] for other in table)
    ]


def _margins(share: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """The shares of each code, by the first and by the second reviewer."""
    return [sum(row) for row in share], [
        sum(column) for column in zip(*share, strict=True)
    ]


def _weights(
    size: int, weights: Weights, places: Sequence[float] | None
) -> list[list[float]]:
    """The weight of every pair of codes, 1 where they are the same."""
    if weights is Weights.NONE:
        return [[float(i == j) for j in range(size)] for i in range(size)]
    stands = places or range(size)
    widest = max(stands) - min(stands)
    power = 1 if weights is Weights.LINEAR else 2
    return [[1 - (abs(a - b) / widest) ** power for b in stands] for a in stands]


def krippendorff_alpha(
    units: Sequence[Sequence[Code | None]],
    metric: Metric = Metric.NOMINAL,
    order: Sequence[Code] | None = None,
) -> Estimate:
    """Krippendorff's alpha of any number of reviewers; `None` is an answer not given.

    Krippendorff K. Content Analysis, 3rd ed. 2013, chapter 12: observed against
    expected disagreement among the answers of units that have at least two. Ordinal
    distances count the answers between two codes, which stand as in `order`. No
    interval is computed, because its distribution is not known and a bootstrap of few
    studies would promise too much.

    It is undefined without a unit that two reviewers answered, and where all answers
    are one and the same, since then no disagreement can be expected.
    """
    paired = [
        found
        for unit in units
        if len(found := [one for one in unit if one is not None]) > 1
    ]
    if not paired:
        return undefined(_("No pair has two answers to compare."))
    every = [one for unit in paired for one in unit]
    total = Counter(every)
    count = len(paired)
    if len(total) == 1:
        return undefined(_("All answers are the same."), count)
    place = _places(total, metric, order)
    observed = fsum(_disagreement(unit, place) / (len(unit) - 1) for unit in paired)
    expected = _disagreement(every, place) / (len(every) - 1)
    said = _("No interval is computed for alpha.")
    return Estimate(1 - observed / expected, n=count, no_interval=said)


def _disagreement(answers: Sequence[Code], place: dict[Code, float]) -> float:
    """The squared distances of all ordered pairs; 0 and 1 where answers have no place.

    The squares of all differences add up to 2n times the squares about the mean.
    """
    count = len(answers)
    if not place:
        return float(count**2 - sum(n**2 for n in Counter(answers).values()))
    stand = [place[one] for one in answers]
    mean = fsum(stand) / count
    return 2 * count * fsum((one - mean) ** 2 for one in stand)


def _places(
    total: Counter[Code], metric: Metric, order: Sequence[Code] | None
) -> dict[Code, float]:
    """Where the answers stand on a line; nowhere, if they have no order."""
    if metric is Metric.NOMINAL:
        return {}
    if metric is Metric.INTERVAL:
        return {one: float(one) for one in total}  # type: ignore[arg-type]
    ranked = [one for one in (order or sorted(total)) if total[one]]  # type: ignore[type-var]
    ends = accumulate(total[one] for one in ranked)
    return {one: end - total[one] / 2 for one, end in zip(ranked, ends, strict=True)}


def precision(both: int, only_second: int) -> Estimate:
    """The share of the second reviewer's rows that the first found too; Wilson.

    It is undefined where the second reviewer has no row.
    """
    if not both + only_second:
        return undefined(_("The second reviewer has no row."))
    return proportion(both, both + only_second)


def recall(both: int, only_first: int) -> Estimate:
    """The share of the first reviewer's rows that the second found too; Wilson.

    It is undefined where the first reviewer has no row.
    """
    if not both + only_first:
        return undefined(_("The first reviewer has no row."))
    return proportion(both, both + only_first)


def f1_of_detection(both: int, only_first: int, only_second: int) -> Estimate:
    """The harmonic mean of precision and recall, the same whoever comes first.

    Van Rijsbergen CJ. Information Retrieval, 1979. With J the share of all rows that
    both found, F1 = 2J / (1 + J), so that the ends of Wilson's interval of J give the
    interval. It is undefined where nobody has a row.
    """
    count = both + only_first + only_second
    if not count:
        return undefined(_("Nobody has a row."))
    low, high = (end / 100 for end in wilson(both, count))
    value, low, high = (2 * share / (1 + share) for share in (both / count, low, high))
    return Estimate(value, low, high, count)
