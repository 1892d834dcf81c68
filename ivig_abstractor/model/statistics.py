"""Intervals of a proportion and the rounding of percentages, to hold against print.

Floats appear here and nowhere else: an interval is compared with a printed one to a
tenth of a point, never stored.
"""

from decimal import Decimal
from fractions import Fraction

ROUNDING_SLACK = Fraction(1, 20)
"""Rule S-R01 forgives this many points beyond correct rounding."""


def clopper_pearson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact binomial interval of k of n, in per cent.

    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, through the quantiles of the
    beta distribution.

    Raises:
        ValueError: k does not count a part of n, or n is zero.
    """
    _refuse_impossible(k, n)
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return 100 * low, 100 * high


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The score interval of k of n without continuity correction, in per cent.

    Wilson EB. J Am Stat Assoc 1927;22:209-212.

    Raises:
        ValueError: k does not count a part of n, or n is zero.
    """
    _refuse_impossible(k, n)
    from statistics import NormalDist

    z = NormalDist().inv_cdf((1 + level) / 2)
    share = k / n
    weight = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / weight
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5 / weight
    low = 0.0 if k == 0 else middle - half
    high = 1.0 if k == n else middle + half
    return 100 * low, 100 * high


def _refuse_impossible(k: int, n: int) -> None:
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no proportion")


def interval_gaps(
    k: int, n: int, low: Decimal, high: Decimal
) -> tuple[Decimal, Decimal]:
    """How many points the ends of a printed 95% CI lie from the exact interval.

    Raises:
        ValueError: k does not count a part of n, or n is zero.
    """
    exact_low, exact_high = clopper_pearson(k, n)
    tenth = Decimal("0.1")
    return (
        abs(low - Decimal(exact_low)).quantize(tenth),
        abs(high - Decimal(exact_high)).quantize(tenth),
    )


def percentage_agrees(k: int, n: int, printed: Decimal) -> bool:
    """Say whether a printed percentage is 100 k/n as rounded to its own digits.

    A difference of half a unit of its last digit plus 0.05 is allowed (rule S-R01), so
    42 agrees with 8/19 and 42.0 does not.

    Raises:
        ValueError: n is zero or negative.
    """
    if n <= 0:
        raise ValueError("a percentage needs a whole")
    exponent = printed.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    allowed = Fraction(1, 2 * 10**decimals) + ROUNDING_SLACK
    return abs(Fraction(printed) - Fraction(100 * k, n)) <= allowed
