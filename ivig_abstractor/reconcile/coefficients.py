"""Coefficients of agreement of two reviewers' codes, each with its source and limits.

Each gives an `Estimate`. Where a coefficient is not defined, the estimate says so in a
sentence; none of them ever gives a NaN. Intervals are two-sided 95%. More reviewers
have `reconcile.many_reviewers`, Krippendorff's alpha `reconcile.alpha`, and numbers
`reconcile.concordance`.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from enum import StrEnum
from math import sqrt
from typing import TypeVar

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import NO_VARIANCE, TOO_FEW_PAIRS, Estimate
from ivig_abstractor.model.statistics import wilson

Z_95 = 1.959963984540054
EXACT = 1e-12
"""What is nearer than this is the same."""
FEWEST_FOR_AN_INTERVAL = 3
"""An interval from a large-sample variance says nothing of fewer pairs than these."""
Table = Sequence[Sequence[int]]
OwnWeights = Sequence[Sequence[float]]
"""The weight of each pair of codes, from 1 for the same to 0 for the worst."""
Code = TypeVar("Code", bound=Hashable)


class Weights(StrEnum):
    """How much a pair of different ordered codes still agrees."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


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
    weights: Weights | OwnWeights = Weights.NONE,
    places: Sequence[float] | None = None,
) -> Estimate:
    """Cohen's kappa of two reviewers, weighted for ordered codes if asked.

    Cohen J. Educ Psychol Meas 1960;20:37-46 and Psychol Bull 1968;70:213-220. The
    interval is the asymptotic one, from the large-sample variance that does not assume
    a kappa of 0: Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327 (the ASE
    of SAS PROC FREQ), with the normal quantile, and ends held to -1 and 1. That article
    also has the standard error under a kappa of 0, for the test of R's irr and of SAS.
    Weights are 1 - d for linear and 1 - d² for quadratic, with d the distance of two
    codes as a share of the largest one; `places` says where the codes stand, by default
    0, 1, 2. Or they are one's own, as a table of a weight for each pair of codes.

    It is undefined with fewer than two pairs, and where both reviewers used one and
    the same category only, since chance alone would then agree always. When no pair
    differs, or one reviewer used one category only, the variance is 0 and says nothing,
    so no interval is given; neither is one of two pairs.
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
    if chance > 1 - EXACT:
        return undefined(_("By these weights, every pair agrees."), count)
    kappa = (observed - chance) / (1 - chance)
    row_mean = [sum(second[j] * weight[i][j] for j in codes) for i in codes]
    column_mean = [sum(first[i] * weight[i][j] for i in codes) for j in codes]
    by_chance = sum(
        first[i] * second[j] * (weight[i][j] - row_mean[i] - column_mean[j]) ** 2
        for i in codes
        for j in codes
    )
    at_zero = sqrt(max(by_chance - chance**2, 0.0) / count) / (1 - chance)
    if observed > 1 - EXACT:
        return without_differences(count, at_zero)
    spread = sum(
        share[i][j] * (weight[i][j] - (row_mean[i] + column_mean[j]) * (1 - kappa)) ** 2
        for i in codes
        for j in codes
    )
    variance = spread - (kappa - chance * (1 - kappa)) ** 2
    error = sqrt(max(variance, 0.0) / count) / (1 - chance)
    return around(kappa, Z_95 * error, count, at_zero)


def gwet_ac1(table: Table) -> Estimate:
    """Gwet's first-order agreement coefficient of two reviewers.

    Gwet KL. Br J Math Stat Psychol 2008;61:29-48, with its variance given the
    two reviewers, without finite population correction; the quantile is Student's with
    n - 1 degrees of freedom, and the ends are held to -1 and 1, all as in irrCAC. The
    categories are those that occur, not all that the form offers.

    It is undefined with fewer than two pairs, and with a single category, since the
    agreement by chance is then divided by 0. Two pairs have no interval.
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
    if observed > 1 - EXACT:
        return without_differences(count)
    pull = 2 * (1 - ac1) / (len(used) - 1)
    spread = sum(
        share[i][j] * ((i == j) - pull * (1 - (mean[i] + mean[j]) / 2)) ** 2
        for i in codes
        for j in codes
    )
    variance = spread - (observed - 2 * (1 - ac1) * chance) ** 2
    error = sqrt(max(variance, 0.0) / count) / (1 - chance)
    return around(ac1, student_quantile(count - 1) * error, count)


def around(
    value: float, reach: float, count: int, error_at_zero: float | None = None
) -> Estimate:
    """An interval around a coefficient, held to -1 and 1.

    There is none of two pairs, which is no large sample, and none without a variance.
    """
    at_zero = error_at_zero or None
    if count < FEWEST_FOR_AN_INTERVAL:
        said = _(TOO_FEW_PAIRS)
        return Estimate(value, n=count, no_interval=said, error_at_zero=at_zero)
    if reach < EXACT**0.5:
        said = _(NO_VARIANCE)
        return Estimate(value, n=count, no_interval=said, error_at_zero=at_zero)
    low, high = max(value - reach, -1.0), min(value + reach, 1.0)
    return Estimate(value, low, high, count, error_at_zero=at_zero)


def without_differences(count: int, error_at_zero: float | None = None) -> Estimate:
    """A coefficient of 1, where no variance is left to compute an interval from."""
    at_zero = error_at_zero or None
    said = _("No differences.")
    return Estimate(1.0, n=count, no_interval=said, error_at_zero=at_zero)


def student_quantile(freedom: float) -> float:
    """The upper 2.5% point of Student's distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def _refusal(table: Table, count: int) -> str:
    """Why no coefficient beyond chance can be had from a table; empty if it can."""
    if not count:
        return _("No pair has two codes.")
    if count == 1:
        return _("One pair is too few.")
    if len(_used(table)) < 2:
        return _("Both used one category only.")
    return ""


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
    size: int, weights: Weights | OwnWeights, places: Sequence[float] | None
) -> OwnWeights:
    """The weight of every pair of codes, 1 where they are the same."""
    if not isinstance(weights, Weights):
        return weights
    if weights is Weights.NONE:
        return [[float(i == j) for j in range(size)] for i in range(size)]
    stands = places or range(size)
    widest = max(stands) - min(stands)
    power = 1 if weights is Weights.LINEAR else 2
    return [[1 - (abs(a - b) / widest) ** power for b in stands] for a in stands]


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
