"""Intervals against published values and brute force; rounding against exact shares."""

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from ivig_abstractor.model.statistics import (
    clopper_pearson,
    interval_gaps,
    percentage_agrees,
    wilson,
)


def rounded(ends):
    return tuple(round(end, 1) for end in ends)


@pytest.mark.parametrize(
    ("k", "n", "ends"),
    [
        (8, 19, (20.3, 66.5)),
        (8, 20, (19.1, 63.9)),
        (0, 11, (0.0, 28.5)),
        (11, 11, (71.5, 100.0)),
        (1, 23, (0.1, 21.9)),
        (81, 263, (25.3, 36.8)),
    ],
)
def test_exact_intervals_are_the_published_ones(k, n, ends):
    assert rounded(clopper_pearson(k, n)) == ends


@pytest.mark.parametrize(
    ("k", "n", "ends"),
    [
        (81, 263, (25.5, 36.6)),
        (15, 148, (6.2, 16.0)),
        (0, 20, (0.0, 16.1)),
        (1, 29, (0.6, 17.2)),
    ],
)
def test_score_intervals_are_those_of_newcombe_1998(k, n, ends):
    """Newcombe RG. Stat Med 1998;17:857-872, table I, methods 3 and 5."""
    assert rounded(wilson(k, n)) == ends


def tail(share: Fraction, n: int, counts) -> Fraction:
    return sum(
        comb(n, k) * share**k * (1 - share) ** (n - k) for k in counts
    ) + Fraction(0)


def brute_force(k: int, n: int) -> tuple[float, float]:
    """Bisect the binomial tails themselves, in exact fractions."""

    def crossing(above):
        low, high = Fraction(0), Fraction(1)
        for _ in range(24):
            middle = (low + high) / 2
            low, high = (low, middle) if above(middle) else (middle, high)
        return float(low) * 100

    half = Fraction(25, 1000)
    low = crossing(lambda share: tail(share, n, range(k, n + 1)) > half) if k else 0.0
    high = (
        crossing(lambda share: tail(share, n, range(k + 1)) < half) if k < n else 100.0
    )
    return low, high


@pytest.mark.parametrize("n", [1, 2, 5, 12, 19])
def test_exact_intervals_are_those_of_brute_force(n):
    for k in range(n + 1):
        assert clopper_pearson(k, n) == pytest.approx(brute_force(k, n), abs=1e-4)


@pytest.mark.parametrize("n", [1, 7, 35, 308])
def test_intervals_hold_the_share_and_mirror_each_other(n):
    for k in range(n + 1):
        for interval in (clopper_pearson, wilson):
            low, high = interval(k, n)
            assert 0 <= low <= 100 * k / n <= high <= 100
            mirrored = interval(n - k, n)
            assert (100 - high, 100 - low) == pytest.approx(mirrored, abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_an_impossible_share_has_no_interval(k, n):
    for interval in (clopper_pearson, wilson):
        with pytest.raises(ValueError, match="no proportion"):
            interval(k, n)


def test_a_printed_interval_is_held_against_the_exact_one():
    """Lim 2021 prints 8/19 with 19.6-64.6 and calls it Clopper-Pearson."""
    assert interval_gaps(8, 19, Decimal("19.6"), Decimal("64.6")) == (
        Decimal("0.7"),
        Decimal("1.9"),
    )
    assert interval_gaps(8, 19, Decimal("20.3"), Decimal("66.5")) == (0, 0)


@pytest.mark.parametrize(
    ("k", "n", "printed", "agrees"),
    [
        (1, 23, "17", False),
        (6, 19, "28", False),
        (6, 19, "31.6", True),
        (6, 19, "32", True),
        (8, 19, "42.0", False),
        (8, 19, "42.1", True),
        (8, 19, "42", True),
        (25, 35, "71.4", True),
        (25, 35, "70", False),
        (10, 19, "53", True),
        (10, 27, "53", False),
        (60, 73, "82.2", True),
        (1, 8, "12", True),
        (1, 8, "13", True),
        (0, 11, "0", True),
        (12, 15, "80", True),
        (1, 3, "33.333", True),
    ],
)
def test_a_printed_percentage_agrees_as_far_as_it_is_printed(k, n, printed, agrees):
    assert percentage_agrees(k, n, Decimal(printed)) is agrees


def test_a_percentage_of_nothing_is_refused():
    with pytest.raises(ValueError, match="whole"):
        percentage_agrees(0, 0, Decimal(0))
