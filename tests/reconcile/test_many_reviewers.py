"""Coefficients of three and more reviewers against published tables and irrCAC."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivig_abstractor.reconcile.coefficients import cross_table, gwet_ac1
from ivig_abstractor.reconcile.many_reviewers import (
    fleiss_kappa,
    gwet_ac1_of_many,
    randolph_kappa,
)
from tests.reconcile.published import UNITS, corpus, is_that_of, of_units, units_of

RATINGS = st.integers(2, 5).flatmap(
    lambda reviewers: st.lists(
        st.tuples(*reviewers * [st.none() | st.integers(0, 4)]),
        min_size=2,
        max_size=20,
    )
)


@pytest.fixture(scope="module")
def known():
    return corpus("statsmodels_inter_rater.json")


def test_fleiss_kappa_is_that_of_its_article_as_irr_prints_it(known):
    said = known["fleiss_1971_diagnoses"]
    codes = [code for unit in said["ratings"] for code in unit]
    totals = [codes.count(code) for code in sorted(set(codes))]
    assert totals == said["category_totals"]
    found = fleiss_kappa(said["ratings"])
    assert round(found.value, 7) == said["kappa"]
    assert round(found.z, 5) == said["z"]
    # irr prints a p of 0; the article a standard error of 0.024 under no agreement.
    assert found.p < 1e-60
    assert round(found.error_at_zero, 3) == 0.024
    assert found.n == 30


def test_fleiss_kappa_is_that_of_the_table_of_fourteen_reviewers(known):
    said = known["fleiss_wikipedia"]
    found = fleiss_kappa(units_of(said["counts"]))
    assert round(found.value, 3) == said["kappa"]
    assert 0 < found.low < found.value < found.high


def test_both_kappas_are_those_of_randolphs_examples(known):
    for said in known["fleiss_randolph"]:
        units, categories = units_of(said["counts"]), len(said["counts"][0])
        fixed, free = fleiss_kappa(units), randolph_kappa(units, categories)
        assert round(fixed.value, 6) == said["fixed_marginal"]
        assert round(free.value, 6) == said["free_marginal"]


def test_they_are_what_irrcac_prints_for_ratings_with_gaps():
    fleiss, free = fleiss_kappa(UNITS), randolph_kappa(UNITS, 5)
    ac1 = gwet_ac1_of_many(UNITS)
    assert (round(fleiss.value, 5), round(fleiss.low, 5)) == (0.76117, 0.42438)
    assert (round(ac1.value, 5), round(ac1.low, 5)) == (0.77544, 0.46081)
    assert (round(free.value, 5), round(free.low, 5)) == (0.77273, 0.45421)
    assert (fleiss.high, ac1.high, free.high) == (1, 1, 1)
    assert fleiss.n == 11
    assert fleiss.error_at_zero is fleiss.z is fleiss.p is None


@given(RATINGS, st.integers(0, 3))
@settings(max_examples=40)
def test_they_and_their_intervals_are_those_of_irrcac(units, unused):
    fleiss, ac1 = fleiss_kappa(units), gwet_ac1_of_many(units)
    used = sorted({one for unit in units for one in unit if one is not None})
    offered = [float(one) for one in used] + [10.0 + one for one in range(unused)]
    free = randolph_kappa(units, len(offered))
    if fleiss.is_defined:
        is_that_of(fleiss, of_units(units).fleiss)
    if ac1.is_defined:
        is_that_of(ac1, of_units(units).gwet)
    if free.is_defined:
        is_that_of(free, of_units(units, categories=offered).bp)


@given(st.lists(st.tuples(*2 * [st.integers(0, 3)]), min_size=2, max_size=30))
def test_of_two_reviewers_ac1_is_the_same(pairs):
    many, two = gwet_ac1_of_many(pairs), gwet_ac1(cross_table(pairs, range(4)))
    assert many.is_defined == two.is_defined
    if many.is_defined:
        assert many.value == pytest.approx(two.value)


@given(RATINGS, st.randoms(use_true_random=False))
def test_who_answered_what_does_not_matter(units, chance):
    mixed = [chance.sample(unit, k=len(unit)) for unit in units]
    for compute in (fleiss_kappa, gwet_ac1_of_many):
        one, other = compute(units), compute(mixed)
        assert one.reason == other.reason
        if one.is_defined:
            assert one.value == pytest.approx(other.value)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (fleiss_kappa([]), "No pair has two codes."),
        (fleiss_kappa([[1, None, None]] * 3), "No pair has two codes."),
        (randolph_kappa([[1, 1, 2]], 3), "One pair is too few."),
        (fleiss_kappa([[1, 1, 1]] * 2), "The reviewers used one category only."),
        (gwet_ac1_of_many([[1, 1, 1]] * 2), "The reviewers used one category only."),
        (randolph_kappa([[1, 1, 1]] * 2, 1), "There is one category only."),
    ],
)
def test_what_is_undefined_says_why(found, said):
    assert (found.value, found.low, found.z) == (None, None, None)
    assert found.undefined == said


def test_an_interval_that_is_missing_says_why():
    for found in (
        fleiss_kappa([[1, 1, 1], [2, 2, 2]]),
        gwet_ac1_of_many([[1, 1, 1], [2, 2, 2]]),
        randolph_kappa([[1, 1, 1], [1, 1, 1]], 2),
    ):
        assert (found.value, found.low) == (1, None)
        assert found.no_interval == "No differences."
    found = randolph_kappa([[1, 2, 3]] * 4, 3)
    assert found.value == pytest.approx(-0.5)
    assert found.no_interval.startswith("The pairs leave no variance")


@given(RATINGS)
def test_no_answers_give_a_nan(units):
    for found in (
        fleiss_kappa(units),
        gwet_ac1_of_many(units),
        randolph_kappa(units, 5),
    ):
        assert found.is_defined != bool(found.undefined)
        assert (found.low is None) == bool(found.reason)
        for one in (found.value, found.low, found.high):
            assert one is None or -1 <= one <= 1
        assert found.z is None or found.is_defined
