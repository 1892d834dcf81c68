"""The simulated second reviewer: each kind of error, and where none can be made."""

from random import Random

from ivig_abstractor.base import ids
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.operations.simulating import (
    ErrorKind,
    Rates,
    Simulated,
    fill_blanks,
    simulate,
)
from tests.builders import NA, an_abstraction

NEVER = Rates(number=0, arms=0, zero=0, unit=0, row=0, answer=0, code=0, formatting=0)
ALWAYS = Rates(number=1, arms=1, zero=1, unit=1, row=1, answer=1, code=1, formatting=1)


def simulated(rates: Rates, seed: int = 5, **answers: object) -> Simulated:
    random = Random(seed)
    with ids.use(random):
        return simulate(an_abstraction(**answers), random, rates)


def test_without_errors_only_the_ids_and_the_order_of_rows_change():
    second = simulated(
        NEVER,
        **{
            "arms[a1].arm.name": "Rituximab",
            "outcomes.rows[o1].arm": "a1",
            "outcomes.rows[o2].arm": "gone",
            "population.age": "43.5",
        },
    )

    copy = Abstraction("s1", "r2", ((p, f, v) for (p, f), v in second.entries.items()))
    (arm,) = copy.rows("arms")
    assert arm != "a1"
    assert copy.get(f"arms[{arm}].arm.name") == "Rituximab"
    named = {
        copy.get(f"outcomes.rows[{row}].arm") for row in copy.rows("outcomes.rows")
    }
    assert named == {arm, "gone"}
    assert second.errors == []
    assert len(second.pairs) == 3


def test_what_cannot_be_made_wrong_is_left_as_it_is():
    second = simulated(
        ALWAYS,
        **{
            "population.age": "about forty?",
            "population.n_female": 7,
            "population.n_male": NA,
            "population.disease_duration": {"central_type": "MEAN"},
            "design.washout": {"value": "3"},
            "arms[a1].phases[p1].dose.unit": "mL/kg",
            "arms[a1].phases[p2].dose.unit": "mg/kg",
            "arms[a1].arm.name": "Rituximab",
        },
    )

    made = {one.path: one.kind for one in second.errors}
    assert made == {
        "population.n_female": made["population.n_female"],
        "population.n_male": ErrorKind.ZERO,
        "arms[a1].phases[p2].dose.unit": ErrorKind.DOSE_UNIT,
    }


def test_rows_and_answers_are_left_out():
    answers = {
        "population.subtypes[p1].code": "DM",
        "design.allocation": "RANDOM",
        "design.direction": "PROSPECTIVE",
        "arms[a1].arm.role": "IVIG",
    }

    second = simulated(ALWAYS, **answers)

    made = {one.path: one.kind for one in second.errors}
    assert made["population.subtypes[p1]"] is ErrorKind.ROW
    assert ErrorKind.ANSWER in made.values()
    # The last answer of an arm stays, or nothing would be left of it.
    assert "arms[a1].arm.role" not in made


def test_doses_in_grams_are_written_in_milligrams_where_the_form_can():
    at = "arms[a1].phases[p1].dose"
    look = Rates(
        number=0, arms=0, zero=0, unit=0, row=0, answer=0, code=0, formatting=1
    )

    second = simulated(look, **{f"{at}.value": "2", f"{at}.unit": "g/kg"})
    volume = simulated(look, **{f"{at}.value": "20", f"{at}.unit": "mL/kg"})

    assert second.formatted == [f"{at}.value", f"{at}.unit"]
    assert set(second.entries.values()) >= {"2000", "mg/kg"}
    assert volume.formatted == []


def test_two_arms_with_other_counts_exchange_them():
    said = {"arms[a1].arm.n_allocated": 8, "arms[a2].arm.n_allocated": 7}
    exchange = Rates(number=0, zero=0, unit=0, row=0, answer=0, code=0, arms=1)

    second = simulated(exchange, **said)
    same = simulated(exchange, **dict.fromkeys(said, 8))

    assert [(one.before, one.after) for one in second.errors] == [(8, 7), (7, 8)]
    assert same.errors == []


def test_blanks_are_filled_with_not_in_source():
    known = an_abstraction(**{"population.n_female": 7})

    filled = fill_blanks(known, ["population.n_female", "population.n_male"])

    assert filled == {("population.n_male", "answer"): {"missing": "NA_SRC"}}
