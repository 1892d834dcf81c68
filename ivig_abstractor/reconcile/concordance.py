"""Agreement of numbers: concordance, intraclass correlation, limits of agreement.

Numbers are taken as pairs, or as one row for each unit. As in
`reconcile.coefficients`, what is not defined says so in a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, inf, isfinite, sqrt, tanh

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import (
    NO_JOINT_VARIANCE,
    NO_VARIANCE,
    TOO_FEW_PAIRS,
    Estimate,
)
from ivig_abstractor.reconcile.coefficients import (
    EXACT,
    FEWEST_FOR_AN_INTERVAL,
    Z_95,
    student_quantile,
    undefined,
)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Means, variances divided by n, and what the two have in common."""

    count: int
    mean_x: float
    mean_y: float
    var_x: float
    var_y: float
    shared: float


def _moments(pairs: Sequence[tuple[float, float]]) -> _Moments:
    count = len(pairs)
    mean_x = fsum(x for x, _y in pairs) / count
    mean_y = fsum(y for _x, y in pairs) / count
    return _Moments(
        count,
        mean_x,
        mean_y,
        fsum((x - mean_x) ** 2 for x, _y in pairs) / count,
        fsum((y - mean_y) ** 2 for _x, y in pairs) / count,
        fsum((x - mean_x) * (y - mean_y) for x, y in pairs) / count,
    )


def lin_concordance(pairs: Sequence[tuple[float, float]]) -> Estimate:
    """Lin's concordance correlation coefficient of two reviewers.

    Lin LI. Biometrics 1989;45:255-268, with variances divided by n. The interval is
    that of Fisher's z with the variance as corrected in Biometrics 2000;56:324-325
    (divided by n - 2, as in epiR and DescTools).

    It is undefined with fewer than two pairs, and where nobody's numbers vary. No
    interval is given with two pairs, where no pair differs, and where the numbers of
    the two have no correlation at all.
    """
    if len(pairs) < 2:
        return undefined(_too_few(len(pairs)), len(pairs))
    m = _moments(pairs)
    shift = m.mean_x - m.mean_y
    whole = m.var_x + m.var_y + shift**2
    if whole == 0:
        return undefined(_("The numbers do not vary."), m.count)
    value = 2 * m.shared / whole
    if all(x == y for x, y in pairs):
        return Estimate(1.0, n=m.count, no_interval=_("No differences."))
    if m.count < FEWEST_FOR_AN_INTERVAL:
        said = _(TOO_FEW_PAIRS)
        return Estimate(value, n=m.count, no_interval=said)
    scale = sqrt(m.var_x * m.var_y)
    if scale == 0 or abs(m.shared) < EXACT * scale or abs(value) > 1 - EXACT:
        said = _(NO_JOINT_VARIANCE)
        return Estimate(value, n=m.count, no_interval=said)
    r, u2 = m.shared / scale, shift**2 / scale
    variance = (
        (1 - r**2) * value**2 * (1 - value**2) / r**2
        + 2 * value**3 * (1 - value) * u2 / r
        - value**4 * u2**2 / (2 * r**2)
    ) / (m.count - 2)
    reach = Z_95 * sqrt(max(variance, 0.0)) / (1 - value**2)
    z = atanh(value)
    return Estimate(value, tanh(z - reach), tanh(z + reach), m.count)


def intraclass_correlation(rows: Sequence[Sequence[float]]) -> Estimate:
    """ICC(2,1): two-way random effects, absolute agreement, a single reviewer.

    Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428; the interval from F quantiles
    with Satterthwaite's degrees of freedom is that of McGraw KO, Wong SP. Psychol
    Methods 1996;1:30-46, ICC(A,1) (as in R's irr). Each row is a unit with one number
    from every reviewer.

    It is undefined with fewer than two units or reviewers, and where no number varies.
    No interval is given where no unit differs.
    """
    n = len(rows)
    k = len(rows[0]) if rows else 0
    if n < 2 or k < 2:
        return undefined(_too_few(n), n)
    grand = fsum(map(fsum, rows)) / (n * k)
    means = [fsum(row) / k for row in rows]
    columns = [fsum(column) / n for column in zip(*rows, strict=True)]
    between = k * fsum((one - grand) ** 2 for one in means) / (n - 1)
    judges = n * fsum((one - grand) ** 2 for one in columns) / (k - 1)
    rest = fsum(
        (rows[i][j] - means[i] - columns[j] + grand) ** 2
        for i in range(n)
        for j in range(k)
    ) / ((n - 1) * (k - 1))
    whole = between + (k - 1) * rest + k * (judges - rest) / n
    if all(one == rows[0][0] for row in rows for one in row):
        return undefined(_("The numbers do not vary."), n)
    if all(one == row[0] for row in rows for one in row):
        return Estimate(1.0, n=n, no_interval=_("No differences."))
    if whole <= EXACT * (between + rest + judges):
        return undefined(_("The numbers vary too little to tell."), n)
    value = (between - rest) / whole
    ends = _f_interval(value, n, k, (between, judges, rest))
    if ends is None:
        said = _(NO_VARIANCE)
        return Estimate(value, n=n, no_interval=said)
    return Estimate(value, *ends, n)


def _f_interval(
    value: float, n: int, k: int, squares: tuple[float, float, float]
) -> tuple[float, float] | None:
    """McGraw and Wong's interval of ICC(A,1) from the mean squares."""
    between, judges, rest = squares
    if value >= 1 - EXACT:
        return None
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (a * judges) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * judges + b * rest) ** 2 / spread if spread else float(n - 1)
    upper = _f_quantile(n - 1, freedom)
    lower = _f_quantile(freedom, n - 1)
    if not isfinite(upper * lower):
        return None
    within = k * judges + (k * n - k - n) * rest
    low = n * (between - upper * rest) / (upper * within + n * between)
    high = n * (lower * between - rest) / (within + n * lower * between)
    return low, min(high, 1.0)


def _f_quantile(first: float, second: float) -> float:
    """The upper 2.5% point of the F distribution, by way of the beta distribution."""
    from scipy.special import betaincinv

    share = float(betaincinv(first / 2, second / 2, 0.975))
    return second * share / (first * (1 - share)) if share < 1 else inf


@dataclass(frozen=True, slots=True)
class Limits:
    """Bland and Altman's mean difference (first less second) with the limits."""

    bias: Estimate
    lower: Estimate
    upper: Estimate


def limits_of_agreement(pairs: Sequence[tuple[float, float]]) -> Limits:
    """The mean difference of two reviewers, and between what 95% of them lie.

    Bland JM, Altman DG. Lancet 1986;1:307-310: mean ± 1.96 SD with the SD divided by
    n - 1; standard errors SD/√n of the mean and SD·√(1/n + 1.96²/(2(n - 1))) of the
    limits (Stat Methods Med Res 1999;8:135-160), with Student's quantile.

    All three are undefined with fewer than two pairs. They have no interval where all
    differences are the same.
    """
    count = len(pairs)
    if count < 2:
        nothing = undefined(_too_few(count), count)
        return Limits(nothing, nothing, nothing)
    differences = [x - y for x, y in pairs]
    mean = fsum(differences) / count
    spread = sqrt(fsum((one - mean) ** 2 for one in differences) / (count - 1))
    if spread == 0:
        said = _("All differences are the same.")
        same = Estimate(mean, n=count, no_interval=said)
        return Limits(same, same, same)
    quantile = student_quantile(count - 1)
    of_mean = quantile * spread / sqrt(count)
    of_limit = quantile * spread * sqrt(1 / count + Z_95**2 / (2 * (count - 1)))

    def around(value: float, reach: float) -> Estimate:
        return Estimate(value, value - reach, value + reach, count)

    return Limits(
        around(mean, of_mean),
        around(mean - Z_95 * spread, of_limit),
        around(mean + Z_95 * spread, of_limit),
    )


def _too_few(count: int) -> str:
    if not count:
        return _("No pair has two numbers.")
    return _("One pair is too few.")
