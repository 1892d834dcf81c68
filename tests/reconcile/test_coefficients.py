"""Coefficients of two reviewers' codes against published tables and other programs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from ivig_abstractor.reconcile.coefficients import (
    Weights,
    cohen_kappa,
    cross_table,
    f1_of_detection,
    gwet_ac1,
    precision,
    proportion,
    recall,
)
from tests.reconcile.published import corpus, is_that_of, of_table, said_by

SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
"""From a printout of SAS PROC FREQ, quoted in the tests of statsmodels."""
ARTSTEIN = [[20, 20], [10, 50]]
"""Artstein R, Poesio M. Comput Linguist 2008;34:555-596, table 1."""
PARADOX = [[118, 5], [2, 0]]
"""Gwet KL. Br J Math Stat Psychol 2008: almost all agree, and kappa is negative."""
FOUR = [[43, 8, 2, 1], [6, 51, 3, 4], [1, 2, 18, 7], [0, 0, 5, 9]]
"""Made up, for a table with an order and rare codes."""
Z_95 = 1.959963984540054
CODES = st.lists(st.tuples(*2 * [st.integers(0, 4)]), min_size=2, max_size=60)


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

    @pytest.mark.parametrize("table", [SAS, ARTSTEIN, PARADOX, FOUR])
    def test_has_the_standard_error_of_irrcac(self, table):
        for weights, name in (
            (Weights.NONE, "identity"),
            (Weights.LINEAR, "linear"),
            (Weights.QUADRATIC, "quadratic"),
        ):
            self.has_the_error(cohen_kappa(table, weights), of_table(table, name))

    @given(CODES, st.lists(st.floats(0, 1), min_size=10, max_size=10))
    @settings(max_examples=40)
    def test_of_own_weights_is_that_of_irrcac(self, pairs, drawn):
        codes = sorted({code for pair in pairs for code in pair})
        if len(codes) < 2:
            return
        left = iter(drawn)
        weights = [[1.0] * len(codes) for _ in codes]
        for i in range(len(codes)):
            for j in range(i):
                weights[i][j] = weights[j][i] = next(left)
        table = cross_table(pairs, codes)
        found = cohen_kappa(table, weights)
        if found.is_defined:
            self.has_the_error(found, of_table(table, np.array(weights)))
        else:
            assert found.undefined == "By these weights, every pair agrees."

    def has_the_error(self, found, reference):
        # Its quantile is Student's, and that of SAS the normal one.
        said = said_by(reference.cohen)
        assert found.value == pytest.approx(said["coefficient_value"], abs=1e-8)
        if found.low is not None and found.low > -1 and found.high < 1:
            reach = (found.high - found.low) / 2
            assert reach / Z_95 == pytest.approx(said["se"], abs=1e-6)

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

    @pytest.mark.parametrize(
        ("weights", "key"),
        [(Weights.NONE, "unweighted"), (Weights.LINEAR, "weights_0_1_2_linear")],
    )
    def test_is_that_of_sas_in_the_corpora(self, weights, key):
        known = corpus("statsmodels_inter_rater.json")["cohen_sas"]
        assert known["table"] == SAS
        said = known[key]
        found = cohen_kappa(known["table"], weights)
        reach = (found.high - found.low) / 2
        assert round(found.value, 4) == said["kappa"]
        assert round(reach / Z_95, 4) == said["ase"]
        assert [round(found.low, 4), round(found.high, 4)] == said["ci95"]
        assert round(found.error_at_zero, 4) == said["ase_h0"]
        assert round(found.z, 4) == said["z"]
        assert round(found.p, 4) == said["p_two"]
        assert round(found.p / 2, 4) == said["p_one"]

    @pytest.mark.parametrize(
        ("weights", "key"),
        [
            (Weights.NONE, "unweighted"),
            (Weights.LINEAR, "equal(linear)"),
            (Weights.QUADRATIC, "squared(quadratic)"),
            ([0, 0, 1, 1, 2], "own_weights_0_0_1_1_2"),
        ],
    )
    def test_is_that_of_irr_in_the_corpora(self, weights, key):
        known = corpus("statsmodels_inter_rater.json")["cohen_irr_anxiety_raters_2_3"]
        # irr numbers the codes that occur: 6 stands next to 4.
        table = table_of(*list(zip(*known["ratings"], strict=True))[1:])
        if isinstance(weights, list):
            # irr takes how much codes disagree that are 0, 1, 2, 3 and 4 codes apart.
            weights = [
                [1 - weights[abs(i - j)] / 2 for i in range(5)] for j in range(5)
            ]
        said, found = known[key], cohen_kappa(table, weights)
        assert found.value == pytest.approx(said["kappa"], abs=5e-8)
        assert found.z == pytest.approx(said["z"], abs=5e-7)
        assert found.p == pytest.approx(said["p"], abs=5e-7)

    @given(CODES)
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
    @pytest.mark.parametrize("table", [SAS, ARTSTEIN, PARADOX, FOUR])
    def test_is_that_of_irrcac(self, table):
        is_that_of(gwet_ac1(table), of_table(table).gwet)

    def test_is_what_irrcac_gave_for_a_table_of_many_agreements(self):
        found = gwet_ac1(PARADOX)
        assert found.value == pytest.approx(0.94077634, abs=1e-8)
        ends = (0.89532306, 0.98622962)
        assert (found.low, found.high) == pytest.approx(ends, abs=1e-8)

    @given(CODES)
    @settings(max_examples=40)
    def test_is_that_of_irrcac_whatever_was_answered(self, pairs):
        codes = sorted({code for pair in pairs for code in pair})
        if len(codes) > 1:
            table = cross_table(pairs, codes)
            is_that_of(gwet_ac1(table), of_table(table).gwet)

    def test_codes_nobody_used_do_not_count(self):
        wider = [[20, 0, 20], [0, 0, 0], [10, 0, 50]]
        assert gwet_ac1(wider) == gwet_ac1(ARTSTEIN)


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
        (cohen_kappa([]), "No pair has two codes."),
        (cohen_kappa([[0, 0], [0, 0]]), "No pair has two codes."),
        (cohen_kappa([[1, 0], [0, 0]]), "One pair is too few."),
        (cohen_kappa([[27]]), "Both used one category only."),
        (
            cohen_kappa([[3, 4], [5, 6]], [[1, 1], [1, 1]]),
            "By these weights, every pair agrees.",
        ),
        (gwet_ac1([[27, 0], [0, 0]]), "Both used one category only."),
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
        (cohen_kappa([[1, 1], [0, 0]]), 0.0, "Two pairs are too few for an interval."),
        (gwet_ac1([[1, 1], [0, 0]]), 0.2, "Two pairs are too few for an interval."),
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
