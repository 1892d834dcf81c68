"""Agreement of numbers against published examples and a derivation of its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.reconcile.concordance import (
    intraclass_correlation,
    limits_of_agreement,
    lin_concordance,
)

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
"""Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428, table 2."""
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178]
LARGE += [423, 427]
SMALL = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259]
SMALL += [350, 451]
PEAK_FLOW = list(zip(LARGE, SMALL, strict=True))
"""Bland JM, Altman DG. Lancet 1986;1:307-310: Wright and mini Wright meters."""

PAIRS = st.lists(
    st.tuples(*2 * [st.integers(-50, 50).map(lambda n: n / 4)]), max_size=25
)


def test_icc_is_that_of_shrout_and_fleiss():
    found = intraclass_correlation(SHROUT_FLEISS)
    assert round(found.value, 2) == 0.29
    # The interval as R gives it: psych 0.019 to 0.76, irr 0.019 to 0.761.
    assert (round(found.low, 3), round(found.high, 3)) == (0.019, 0.761)


def test_limits_are_those_of_bland_and_altman():
    found = limits_of_agreement(PEAK_FLOW)
    assert round(found.bias.value, 1) == -2.1
    spread = (found.upper.value - found.lower.value) / (2 * 1.959963984540054)
    assert round(spread, 1) == 38.8
    # Printed as -22.1 to 17.8, from rounded numbers: 2.1 ± 2.12 × 9.4.
    assert (found.bias.low, found.bias.high) == pytest.approx((-22.1, 17.8), abs=0.06)


def test_concordance_of_the_peak_flow_meters():
    found = lin_concordance(PEAK_FLOW)
    x, y = np.array(PEAK_FLOW, float).T
    shared = np.cov(x, y, bias=True)
    whole = shared[0, 0] + shared[1, 1] + (x.mean() - y.mean()) ** 2
    assert found.value == pytest.approx(2 * shared[0, 1] / whole)
    assert round(found.value, 2) == 0.94
    assert (round(found.low, 2), round(found.high, 2)) == (0.85, 0.98)


def test_the_variance_of_concordance_is_that_of_the_delta_method():
    """By the moments of the normal distribution, without Lin's formula."""
    found = lin_concordance(PEAK_FLOW)
    x, y = np.array(PEAK_FLOW, float).T
    (a, c), (_, b) = np.cov(x, y, bias=True)
    point = np.array([x.mean(), y.mean(), a, b, c])

    def concordance(m):
        return 2 * m[4] / (m[2] + m[3] + (m[0] - m[1]) ** 2)

    steps = np.eye(5) * 1e-3
    slope = [(concordance(point + h) - concordance(point - h)) / 2e-3 for h in steps]
    moments = np.zeros((5, 5))
    moments[:2, :2] = [[a, c], [c, b]]
    moments[2:, 2:] = [
        [2 * a * a, 2 * c * c, 2 * a * c],
        [2 * c * c, 2 * b * b, 2 * b * c],
        [2 * a * c, 2 * b * c, a * b + c * c],
    ]
    error = np.sqrt(np.array(slope) @ moments @ slope / (len(x) - 2))
    reach = 1.959963984540054 * error / (1 - found.value**2)
    ends = np.tanh(np.arctanh(found.value) + np.array([-reach, reach]))
    assert (found.low, found.high) == pytest.approx(tuple(ends), abs=1e-6)


@pytest.mark.parametrize(
    ("compute", "given_", "said"),
    [
        (lin_concordance, [], "No pair has two numbers."),
        (lin_concordance, [(1, 2)], "One pair is too few."),
        (lin_concordance, [(5, 5), (5, 5)], "The numbers do not vary."),
        (intraclass_correlation, [], "No pair has two numbers."),
        (intraclass_correlation, [(1, 2)], "One pair is too few."),
        (intraclass_correlation, [(5, 5), (5, 5)], "The numbers do not vary."),
        (intraclass_correlation, [(1, 2), (2, 1)], "The numbers vary too little"),
    ],
)
def test_what_is_undefined_says_why(compute, given_, said):
    found = compute(given_)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.undefined.startswith(said)


def test_an_interval_that_is_missing_says_why():
    for compute in (lin_concordance, intraclass_correlation):
        found = compute([(1, 1), (2, 2), (7, 7)])
        assert (found.value, found.low, found.no_interval) == (
            1.0,
            None,
            "No differences.",
        )
    two = lin_concordance([(1, 2), (3, 4)])
    assert two.no_interval == "Two pairs are too few for an interval."
    flat = lin_concordance([(1, 2), (1, 5), (1, 7)])
    assert flat.value == 0
    assert "do not vary with" in flat.no_interval
    shifted = limits_of_agreement([(1, 2), (4, 5), (8, 9)])
    assert shifted.bias.value == shifted.lower.value == shifted.upper.value == -1
    assert shifted.bias.no_interval == "All differences are the same."
    assert limits_of_agreement([(1, 2)]).upper.undefined == "One pair is too few."


def test_an_interval_of_the_icc_needs_degrees_of_freedom():
    whole = [(0.0, 1e-9), (1e9, 1e9)]
    found = intraclass_correlation(whole)
    assert found.value == pytest.approx(1)
    assert found.low is None or found.low <= found.high
    assert (found.low is None) == bool(found.no_interval)


@given(PAIRS)
def test_no_pairs_give_a_nan(pairs):
    limits = limits_of_agreement(pairs)
    for found, low, high in (
        (lin_concordance(pairs), -1, 1),
        (intraclass_correlation(pairs), -1e9, 1),
        (limits.bias, -30, 30),
        (limits.lower, -300, 300),
    ):
        assert found.is_defined != bool(found.undefined)
        assert (found.low is None) == bool(found.reason)
        if found.is_defined:
            assert low <= found.value <= high
        if found.low is not None:
            assert found.low <= found.value + 1e-9
            assert found.value <= found.high + 1e-9


@given(PAIRS)
def test_concordance_does_not_depend_on_who_comes_first(pairs):
    back = [(y, x) for x, y in pairs]
    for compute in (lin_concordance, intraclass_correlation):
        one, two = compute(pairs), compute(back)
        assert one.reason == two.reason
        if one.is_defined:
            assert one.value == pytest.approx(two.value)
