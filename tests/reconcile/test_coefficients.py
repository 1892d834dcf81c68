"""Coefficients of codes against published tables and other programs."""

import json
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from ivig_abstractor.reconcile.coefficients import (
    Metric,
    Weights,
    cohen_kappa,
    cross_table,
    f1_of_detection,
    gwet_ac1,
    krippendorff_alpha,
    precision,
    proportion,
    recall,
)
from tests.corpora import CORPORA

SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
"""From a printout of SAS PROC FREQ, quoted in the tests of statsmodels."""
ARTSTEIN = [[20, 20], [10, 50]]
"""Artstein R, Poesio M. Comput Linguist 2008;34:555-596, table 1."""
PARADOX = [[118, 5], [2, 0]]
"""Gwet KL. Br J Math Stat Psychol 2008: almost all agree, and kappa is negative."""
FOUR = [[43, 8, 2, 1], [6, 51, 3, 4], [1, 2, 18, 7], [0, 0, 5, 9]]
"""Made up, for values that irrCAC 0.4.4 (PyPI) gives; see each test."""
UNITS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
"""Krippendorff K. Computing Krippendorff's alpha-reliability, 2011, part C."""


def corpus(name):
    file = Path(CORPORA) / "agreement" / name
    if not file.is_file():
        pytest.skip(f"the published tables are not at {file} (IVIG_CORPORA)")
    return json.loads(file.read_text("utf-8"))


def labels_of(said):
    """Read labels as `0 x40, 1 x60`."""
    parts = [part.split(" x") for part in said.split(", ")]
    return [int(label) for label, count in parts for _ in range(int(count))]


def table_of(one, other):
    codes = sorted({*one, *other})
    return cross_table(list(zip(one, other, strict=True)), codes)


class TestKappa:
    def test_is_that_of_sas(self):
        plain = cohen_kappa(SAS)
        assert round(plain.value, 4) == 0.4842
        assert (round(plain.low, 4), round(plain.high, 4)) == (0.2137, 0.7547)
        linear = cohen_kappa(SAS, Weights.LINEAR)
        assert round(linear.value, 4) == 0.4701
        assert (round(linear.low, 4), round(linear.high, 4)) == (0.1845, 0.7558)

    def test_is_that_of_artstein_and_poesio(self):
        assert round(cohen_kappa(ARTSTEIN).value, 3) == 0.348

    @pytest.mark.parametrize(
        ("weights", "value", "error"),
        [
            (Weights.NONE, 0.65174685, 0.04707857),
            (Weights.LINEAR, 0.71231645, 0.04233472),
            (Weights.QUADRATIC, 0.77295492, 0.04576543),
        ],
    )
    def test_has_the_standard_error_of_irrcac(self, weights, value, error):
        found = cohen_kappa(FOUR, weights)
        assert found.value == pytest.approx(value, abs=1e-8)
        reach = (found.high - found.low) / 2
        assert reach / 1.959963984540054 == pytest.approx(error, abs=1e-8)

    def test_is_that_of_every_table_of_the_corpora(self):
        for case in corpus("sklearn_cohen_kappa.json")["cases"]:
            table = table_of(labels_of(case["y1"]), labels_of(case["y2"]))
            for weights, key in (
                (Weights.NONE, "kappa"),
                (Weights.LINEAR, "linear"),
                (Weights.QUADRATIC, "quadratic"),
            ):
                if key in case:
                    found = cohen_kappa(table, weights).value
                    assert round(found, case["decimals"]) == case[key]

    def test_is_that_of_irr_and_sas_in_the_corpora(self):
        known = corpus("statsmodels_inter_rater.json")
        assert known["cohen_sas"]["table"] == SAS
        said = known["cohen_irr_anxiety_raters_2_3"]
        table = table_of(*list(zip(*said["ratings"], strict=True))[1:])
        for weights, key in (
            (Weights.NONE, "unweighted"),
            (Weights.LINEAR, "equal(linear)"),
            (Weights.QUADRATIC, "squared(quadratic)"),
        ):
            # irr numbers the codes that occur: 6 stands next to 4.
            value = cohen_kappa(table, weights).value
            assert value == pytest.approx(said[key]["kappa"], abs=1e-7)

    @given(st.lists(st.tuples(*2 * [st.integers(0, 4)]), min_size=2, max_size=60))
    def test_is_that_of_scikit_learn(self, pairs):
        one, other = zip(*pairs, strict=True)
        codes = sorted({*one, *other})
        if len(codes) < 2:
            return
        for weights, name in (
            (Weights.NONE, None),
            (Weights.LINEAR, "linear"),
            (Weights.QUADRATIC, "quadratic"),
        ):
            found = cohen_kappa(cross_table(pairs, codes), weights)
            expected = cohen_kappa_score(one, other, labels=codes, weights=name)
            assert found.value == pytest.approx(expected, abs=1e-9)
            if found.low is not None:
                assert -1 <= found.low < found.value < found.high <= 1

    @given(st.lists(st.tuples(*2 * [st.integers(0, 3)]), max_size=30))
    def test_does_not_depend_on_who_comes_first(self, pairs):
        there = cross_table(pairs, range(4))
        back = cross_table([(two, one) for one, two in pairs], range(4))
        for compute in (cohen_kappa, gwet_ac1):
            one, two = compute(there), compute(back)
            assert one.undefined == two.undefined
            if one.is_defined:
                assert one.value == pytest.approx(two.value)

    def test_places_of_codes_set_their_distance(self):
        spread = cohen_kappa(SAS, Weights.LINEAR, [0, 1, 2])
        assert spread == cohen_kappa(SAS, Weights.LINEAR)
        assert cohen_kappa(SAS, Weights.LINEAR, [0, 1, 5]) != spread


class TestGwet:
    @pytest.mark.parametrize(
        ("table", "value", "error", "low", "high"),
        [
            (SAS, 0.55598832, 0.1588459, 0.22226546, 0.88971117),
            (ARTSTEIN, 0.44954128, 0.09290271, 0.26520214, 0.63388043),
            (PARADOX, 0.94077634, 0.02296455, 0.89532306, 0.98622962),
            (FOUR, 0.68217587, 0.04482159, 0.5936534, 0.77069835),
        ],
    )
    def test_is_that_of_irrcac(self, table, value, error, low, high):
        found = gwet_ac1(table)
        assert found.value == pytest.approx(value, abs=1e-8)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-8)
        assert low < value - error < value + error < high

    def test_codes_nobody_used_do_not_count(self):
        wider = [[20, 0, 20], [0, 0, 0], [10, 0, 50]]
        assert gwet_ac1(wider) == gwet_ac1(ARTSTEIN)


class TestAlpha:
    def test_is_that_of_the_published_example(self):
        assert round(krippendorff_alpha(UNITS).value, 3) == 0.743
        assert round(krippendorff_alpha(UNITS, Metric.ORDINAL).value, 3) == 0.815
        assert round(krippendorff_alpha(UNITS, Metric.INTERVAL).value, 3) == 0.849

    def test_is_that_of_irrcac(self):
        assert krippendorff_alpha(UNITS).value == pytest.approx(0.74342105, abs=1e-8)
        known = corpus("statsmodels_inter_rater.json")
        for key, value in (
            ("fleiss_1971_diagnoses", 0.43340983),
            ("cohen_irr_anxiety_raters_2_3", -0.02372521),
        ):
            found = krippendorff_alpha(known[key]["ratings"]).value
            assert found == pytest.approx(value, abs=1e-8)

    @given(
        st.integers(2, 4).flatmap(
            lambda reviewers: st.lists(
                st.tuples(*reviewers * [st.none() | st.integers(0, 4)]),
                min_size=2,
                max_size=20,
            )
        )
    )
    def test_is_that_of_the_krippendorff_library(self, units):
        for metric in Metric:
            found = krippendorff_alpha(units, metric)
            if not found.is_defined:
                continue
            data = np.array(
                [[np.nan if one is None else one for one in unit] for unit in units]
            ).T
            expected = krippendorff.alpha(data, level_of_measurement=metric.value)
            assert found.value == pytest.approx(expected, abs=1e-9)

    def test_takes_an_order_of_codes(self):
        words = {1: "mild", 2: "moderate", 3: "severe", 4: "fatal", 5: "unknown"}
        units = [[words.get(one) for one in unit] for unit in UNITS]
        found = krippendorff_alpha(units, Metric.ORDINAL, list(words.values()))
        assert found.value == krippendorff_alpha(UNITS, Metric.ORDINAL).value


class TestRows:
    def test_precision_recall_and_f1(self):
        assert precision(25, 4).value == pytest.approx(25 / 29)
        assert recall(25, 6).value == pytest.approx(25 / 31)
        found = f1_of_detection(25, 6, 4)
        assert found.value == pytest.approx(50 / 60)
        share = proportion(25, 35)
        for end, of_share in ((found.low, share.low), (found.high, share.high)):
            assert end == pytest.approx(2 * of_share / (1 + of_share))

    @given(*3 * [st.integers(0, 30)])
    def test_f1_is_the_harmonic_mean_whoever_comes_first(self, both, first, second):
        found = f1_of_detection(both, first, second)
        assert found == f1_of_detection(both, second, first)
        if both:
            p, r = precision(both, second).value, recall(both, first).value
            assert found.value == pytest.approx(2 * p * r / (p + r))
            assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (proportion(0, 0), "Nothing was compared."),
        (cohen_kappa([]), "No pair has two codes to compare."),
        (cohen_kappa([[0, 0], [0, 0]]), "No pair has two codes to compare."),
        (cohen_kappa([[1, 0], [0, 0]]), "One pair is too few."),
        (cohen_kappa([[27]]), "Both reviewers used one category only."),
        (gwet_ac1([[27, 0], [0, 0]]), "Both reviewers used one category only."),
        (krippendorff_alpha([]), "No pair has two answers to compare."),
        (krippendorff_alpha([[1, None], [2]]), "No pair has two answers to compare."),
        (krippendorff_alpha([[1, 1], [1, 1]]), "All answers are the same."),
        (precision(0, 0), "The second reviewer has no row."),
        (recall(0, 0), "The first reviewer has no row."),
        (f1_of_detection(0, 0, 0), "Nobody has a row."),
    ],
)
def test_what_is_undefined_says_why(found, said):
    assert found.value is None
    assert (found.low, found.high) == (None, None)
    assert found.undefined == found.reason == said


@pytest.mark.parametrize(
    ("found", "value", "said"),
    [
        (cohen_kappa([[3, 0], [0, 4]]), 1.0, "No differences."),
        (gwet_ac1([[3, 0], [0, 4]]), 1.0, "No differences."),
        (cohen_kappa([[3, 4], [0, 0]]), 0.0, "The pairs leave no variance"),
        (cohen_kappa([[0, 4], [0, 0]]), 0.0, "The pairs leave no variance"),
        (gwet_ac1([[0, 4], [0, 0]]), -1.0, "The pairs leave no variance"),
        (krippendorff_alpha([[1, 1], [2, 2]]), 1.0, "No interval is computed"),
    ],
)
def test_an_interval_that_is_missing_says_why(found, value, said):
    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == (None, None)
    assert found.reason.startswith(said)


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), max_size=3))
def test_no_table_gives_a_nan(table):
    if len(table) != 3:
        table = [[0, 0, 0]] * 3
    for found in (
        *(cohen_kappa(table, weights) for weights in Weights),
        gwet_ac1(table),
    ):
        for one in (found.value, found.low, found.high):
            assert one is None or -1 <= one <= 1
        assert found.is_defined != bool(found.undefined)
        assert (found.low is None) == bool(found.reason)
