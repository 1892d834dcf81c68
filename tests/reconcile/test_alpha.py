"""Krippendorff's alpha against the published example and other programs."""

import random
from itertools import accumulate
from statistics import stdev

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivig_abstractor.reconcile.alpha import Metric, krippendorff_alpha
from tests.reconcile.published import UNITS, corpus, is_that_of, of_units

RATINGS = st.integers(2, 4).flatmap(
    lambda reviewers: st.lists(
        st.tuples(*reviewers * [st.none() | st.integers(0, 4)]),
        min_size=2,
        max_size=20,
    )
)


def test_it_is_that_of_the_published_example():
    assert round(krippendorff_alpha(UNITS).value, 3) == 0.743
    assert round(krippendorff_alpha(UNITS, Metric.ORDINAL).value, 3) == 0.815
    assert round(krippendorff_alpha(UNITS, Metric.INTERVAL).value, 3) == 0.849


def test_it_and_its_interval_are_those_of_irrcac():
    found = krippendorff_alpha(UNITS)
    is_that_of(found, of_units(UNITS).krippendorff)
    # As irrCAC's own documentation prints them.
    assert (round(found.value, 5), round(found.low, 5)) == (0.74342, 0.41906)
    known = corpus("statsmodels_inter_rater.json")
    for key, value in (
        ("fleiss_1971_diagnoses", 0.43340983),
        ("cohen_irr_anxiety_raters_2_3", -0.02372521),
    ):
        found = krippendorff_alpha(known[key]["ratings"])
        assert found.value == pytest.approx(value, abs=1e-8)
        is_that_of(found, of_units(known[key]["ratings"]).krippendorff)


@given(RATINGS)
def test_its_value_is_that_of_the_krippendorff_library(units):
    for metric in Metric:
        found = krippendorff_alpha(units, metric)
        if not found.is_defined:
            continue
        data = np.array(
            [[np.nan if one is None else one for one in unit] for unit in units]
        ).T
        expected = krippendorff.alpha(data, level_of_measurement=metric.value)
        assert found.value == pytest.approx(expected, abs=1e-9)


@given(RATINGS)
@settings(max_examples=40)
def test_its_interval_is_that_of_irrcac_for_the_weights_of_each_metric(units):
    answered = [[one for one in unit if one is not None] for unit in units]
    codes = sorted({one for unit in answered for one in unit})
    paired = [one for unit in answered if len(unit) > 1 for one in unit]
    totals = [paired.count(code) for code in codes]
    ranks = [e - n / 2 for e, n in zip(accumulate(totals), totals, strict=True)]
    for metric, places in ((Metric.ORDINAL, ranks), (Metric.INTERVAL, codes)):
        found = krippendorff_alpha(units, metric)
        if not found.is_defined or found.n < 2:
            continue
        distances = np.subtract.outer(places, places).astype(float) ** 2
        weights = 1 - distances / distances.max()
        is_that_of(found, of_units(units, weights, codes).krippendorff)
    found = krippendorff_alpha(units)
    if found.is_defined and found.n > 1:
        is_that_of(found, of_units(units).krippendorff)


@pytest.mark.parametrize("metric", list(Metric))
def test_its_interval_is_about_as_wide_as_that_of_a_bootstrap(metric):
    chance = random.Random(7)
    units = []
    for _unit in range(150):
        true = chance.randrange(5)
        units.append(
            [true if chance.random() < 0.7 else chance.randrange(5) for _ in range(3)]
        )
    found = krippendorff_alpha(units, metric)
    again = [
        krippendorff_alpha(chance.choices(units, k=150), metric).value
        for _sample in range(200)
    ]
    reach = (found.high - found.low) / 2
    assert reach / 1.976 == pytest.approx(stdev(again), rel=0.15)


def test_it_takes_an_order_of_codes():
    words = {1: "mild", 2: "moderate", 3: "severe", 4: "fatal", 5: "unknown"}
    units = [[words.get(one) for one in unit] for unit in UNITS]
    found = krippendorff_alpha(units, Metric.ORDINAL, list(words.values()))
    assert found == krippendorff_alpha(UNITS, Metric.ORDINAL)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([], "No pair has two answers to compare."),
        ([[1, None], [2]], "No pair has two answers to compare."),
        ([[1, 1], [1, 1]], "The answers do not vary."),
    ],
)
def test_what_is_undefined_says_why(units, said):
    found = krippendorff_alpha(units)
    assert (found.value, found.low, found.undefined) == (None, None, said)


@pytest.mark.parametrize(
    ("units", "value", "said"),
    [
        ([[1, 1], [2, 2]], 1.0, "No differences."),
        ([[1, 2]], 0.0, "One pair is too few."),
        ([[1, 2], [1, 2]], -0.5, "Two pairs are too few for an interval."),
        ([[1, 2], [1, 2], [1, 2]], -2 / 3, "The pairs leave no variance"),
    ],
)
def test_an_interval_that_is_missing_says_why(units, value, said):
    found = krippendorff_alpha(units)
    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == (None, None)
    assert found.reason.startswith(said)


@given(RATINGS)
def test_no_answers_give_a_nan(units):
    for metric in Metric:
        found = krippendorff_alpha(units, metric)
        assert found.is_defined != bool(found.undefined)
        assert (found.low is None) == bool(found.reason)
        for one in (found.value, found.low, found.high):
            assert one is None or -1 <= one <= 1
