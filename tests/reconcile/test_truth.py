"""What was put into a copy on purpose is found, and nothing else."""

from random import Random

import pytest

from ivig_abstractor.base import ids
from ivig_abstractor.operations.simulating import ErrorKind, Rates, simulate
from tests.reconcile.large_study import large_study
from tests.reconcile.truth import PAIRED, TYPING_ONLY, Found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_error_in_a_large_study_is_shown_at_its_place(seed):
    found = Found()
    random = Random(seed)
    with ids.use(random):
        found.take(large_study("a"), simulate(large_study("a"), random, Rates()))

    assert found.put_in.total() > 80
    assert found.shown == found.put_in
    assert found.false == []
    assert found.accuracy >= PAIRED
    assert found.wrong == 0


def test_typing_alone_makes_no_discrepancy():
    found = Found()
    random = Random(7)
    with ids.use(random):
        second = simulate(large_study("a"), random, TYPING_ONLY)
        found.take(large_study("a"), second)

    assert not second.errors
    assert found.looks > 300
    assert found.false == []
    assert found.accuracy == 1


def test_every_kind_of_error_is_made():
    made = set()
    random = Random(11)
    often = Rates(number=0.5, arms=0.3, zero=0.5, unit=0.5, answer=0.2, code=0.5)
    with ids.use(random):
        for _copy in range(2):
            second = simulate(large_study("a"), random, often)
            made |= {one.kind for one in second.errors}

    assert made == set(ErrorKind)
