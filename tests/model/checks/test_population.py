"""Who was studied (P)."""

import pytest

from tests.builders import NA_SRC, NR
from tests.model.checks.case import ARM, Case, findings, lets_pass, objects

P = "population"
SEX = {f"{P}.described_set": "TREATED", f"{P}.n_treated": "12"}
EXCLUSIVE = {
    f"{P}.described_set": "ENROLLED",
    f"{P}.n_enrolled": "15",
    f"{P}.subtype_exclusive": "YES",
    f"{P}.subtypes[t1].code": "PM",
    f"{P}.subtypes[t1].patients": "12",
    f"{P}.subtypes[t2].code": "DM",
}
ALLOCATED = "arms[a1].arm.n_allocated", "arms[a2].arm.n_allocated"
CASES = [
    Case(
        "H-P01",
        fails={f"{P}.n_enrolled": "-3"},
        at=f"{P}.n_enrolled",
        says="-3",
        passes={f"{P}.n_enrolled": "0"},
    ),
    Case(
        "H-P02",
        fails={f"{P}.n_treated": "12", f"{P}.n_analysed": "15"},
        at=f"{P}.n_analysed",
        says="15 patients analysed are more than the 12 treated",
        passes={f"{P}.n_treated": "12", f"{P}.n_analysed": "8"},
    ),
    Case(
        "H-P02",
        fails={f"{P}.n_randomised": "30", f"{P}.n_screened": "20"},
        at=f"{P}.n_randomised",
        says="20 screened",
        passes={f"{P}.n_randomised": "20", f"{P}.n_screened": "20"},
    ),
    Case(
        "H-P02",
        fails={f"{P}.n_completed": "13", f"{P}.n_treated": "12"},
        at=f"{P}.n_completed",
        says="13 patients completed",
        passes={f"{P}.n_completed": "12", f"{P}.n_treated": "12"},
    ),
    Case(
        "H-P02",
        fails={f"{P}.n_eligible_subset": "30", f"{P}.n_enrolled": "20"},
        at=f"{P}.n_eligible_subset",
        says="20 enrolled",
        passes={f"{P}.n_eligible_subset": "8", f"{P}.n_enrolled": "20"},
    ),
    Case(
        "H-P02",
        fails={f"{ARM}.n_treated": "12", f"{ARM}.n_allocated": "8"},
        at=f"{ARM}.n_treated",
        says="8 allocated",
        passes={
            "design.design_code": "RCT_CROSSOVER",
            f"{ARM}.n_treated": "12",
            f"{ARM}.n_allocated": "8",
        },
    ),
    Case(
        "H-P03",
        fails={
            "design.design_code": "RCT_PARALLEL",
            f"{P}.n_randomised": "95",
            ALLOCATED[0]: "47",
            ALLOCATED[1]: "47",
        },
        at=f"{P}.n_randomised",
        says="47 + 47 = 94",
        passes={f"{P}.n_randomised": "95", ALLOCATED[0]: "47", ALLOCATED[1]: "48"},
    ),
    Case(
        "H-P03",
        fails={
            "design.crossover": "PLANNED",
            f"{P}.n_randomised": "15",
            ALLOCATED[0]: "15",
            ALLOCATED[1]: "15",
        },
        at=f"{P}.n_randomised",
        says="once",
        passes={f"{P}.n_randomised": "15", ALLOCATED[0]: "8", ALLOCATED[1]: NR},
    ),
    Case(
        "H-P04",
        fails={**SEX, f"{P}.n_female": "3", f"{P}.n_male": "5"},
        at=f"{P}.n_female",
        says="make 8, not the 12",
        passes={**SEX, f"{P}.n_female": "3", f"{P}.n_male": "9"},
    ),
    Case(
        "H-P04",
        fails={
            f"{P}.described_n": "8",
            f"{P}.n_female": "3",
            f"{P}.n_male": "5",
            f"{P}.n_unknown": "1",
        },
        at=f"{P}.n_female",
        says="1 of unknown sex",
        passes={
            **SEX,
            f"{P}.n_female": "3",
            f"{P}.n_male": "5",
            f"{P}.n_unknown": NR,
        },
    ),
    Case(
        "H-P05",
        fails={**EXCLUSIVE, f"{P}.subtypes[t2].patients": "4"},
        at=f"{P}.subtype_exclusive",
        says="16, more than the 15",
        passes={
            **EXCLUSIVE,
            f"{P}.subtypes[t2].patients": "3",
            f"{P}.subtypes[t3].code": "CAM",
            f"{P}.subtypes[t3].patients": "2",
        },
    ),
    Case(
        "H-P05",
        fails={
            **EXCLUSIVE,
            f"{P}.subtypes[t2].patients": "2",
            f"{P}.subtype_complete": "YES",
        },
        at=f"{P}.subtype_complete",
        says="14, not to the 15",
        passes={**EXCLUSIVE, f"{P}.subtypes[t2].patients": "2"},
    ),
    Case(
        "H-P06",
        fails={f"{P}.age": "median 70 (range 18-55)"},
        at=f"{P}.age",
        says="70 does not lie between 18 and 55",
        passes={f"{P}.age": "median 48 (range 29-67)"},
    ),
    Case(
        "H-P06",
        fails={f"{P}.age": {"low": "60", "high": "20", "dispersion": "RANGE"}},
        at=f"{P}.age",
        says="60 is above 20",
        passes={f"{P}.age": "mean 30 (IQR 35-60)"},
    ),
    Case(
        "H-P06",
        fails={f"{P}.age_min": "60", f"{P}.age_max": "20"},
        at=f"{P}.age_min",
        says="older than the oldest",
        passes={f"{P}.age_min": "20", f"{P}.age_max": "60"},
    ),
    Case(
        "H-P06",
        fails={f"{P}.age": "mean 19", f"{P}.age_min": "29"},
        at=f"{P}.age",
        says="below the youngest, 29",
        passes={f"{P}.age": "mean 48", f"{P}.age_min": "29"},
    ),
    Case(
        "H-P06",
        fails={f"{P}.age": "mean 70", f"{P}.age_max": "67"},
        at=f"{P}.age",
        says="above the oldest, 67",
        passes={f"{P}.age": "mean 48", f"{P}.age_max": "67"},
    ),
    Case(
        "H-P07",
        fails={f"{P}.adult_status": "ALL_ADULT", f"{P}.age_min": "7"},
        at=f"{P}.age_min",
        says="The youngest is 7",
        passes={f"{P}.adult_status": "ALL_ADULT", f"{P}.age_min": "18"},
    ),
    Case(
        "H-P07",
        fails={f"{P}.adult_status": "ALL_ADULT", f"{P}.age": "27 (range 7-49)"},
        at=f"{P}.age",
        says="7",
        passes={f"{P}.adult_status": "MIXED", f"{P}.age": "27 (range 7-49)"},
    ),
    Case(
        "H-P07",
        fails={f"{ARM}.age": "480"},
        at=f"{ARM}.age",
        says="480 years",
        passes={f"{ARM}.age": "48"},
    ),
    Case(
        "S-P01",
        fails={f"{P}.age": "mean 27"},
        at=f"{P}.age",
        says="27 years",
        passes={f"{P}.age": "mean 48"},
    ),
    Case(
        "S-P01",
        fails={f"{ARM}.age": "mean 72"},
        at=f"{ARM}.age",
        says="72 years",
        passes={f"{ARM}.age": "mean 61.2"},
    ),
    Case(
        "S-P02",
        fails={f"{P}.n_female": "3", f"{P}.n_male": "9"},
        at=f"{P}.n_female",
        says="25%",
        passes={f"{P}.n_female": "7", f"{P}.n_male": "0"},
    ),
    Case(
        "S-P03",
        fails={f"{P}.n_enrolled": "1", "design.design_code": "CASE_SERIES"},
        at="design.design_code",
        says="case report",
        passes={f"{P}.n_enrolled": "1", "design.design_code": "CASE_REPORT"},
    ),
    Case(
        "S-P03",
        fails={f"{P}.n_enrolled": "4", "design.design_reported": "open trial"},
        at="design.design_reported",
        says="only 4 took part",
        passes={f"{P}.n_enrolled": "4", "design.design_reported": "case series"},
    ),
    Case(
        "S-P04",
        fails={f"{P}.n_enrolled": "200", "design.n_sites": "1"},
        at=f"{P}.n_enrolled",
        says="200 patients",
        passes={f"{P}.n_enrolled": "200", "design.n_sites": "36"},
    ),
    Case(
        "S-P05",  # Hara 2003: 12 treated, 8 described
        fails={
            f"{P}.n_treated": "12",
            f"{P}.n_analysed": "8",
            f"{P}.described_set": "ANALYSED",
        },
        at=f"{P}.described_set",
        says="12 patients were treated, but age, sex and subtypes describe 8",
        passes={
            f"{P}.n_treated": "12",
            f"{P}.n_analysed": "12",
            f"{P}.described_set": "TREATED",
        },
    ),
    Case(
        "S-P05",
        fails={f"{P}.n_enrolled": "12", f"{P}.n_female": "3", f"{P}.n_male": "5"},
        at=f"{P}.described_set",
        says="describe 8",
        passes={f"{P}.n_enrolled": "8", f"{P}.n_female": "3", f"{P}.n_male": "5"},
    ),
    Case(
        "S-P05",
        fails={
            f"{P}.n_enrolled": "20",
            f"{P}.n_analysed": "19",
            f"{P}.described_set": "ENROLLED",
        },
        at=f"{P}.described_set",
        says="19 patients were analysed",
        passes={f"{P}.n_enrolled": "20", f"{P}.described_set": "OTHER"},
    ),
    Case(
        "S-P06",
        fails={f"{P}.sex": "F:M 2:1", f"{P}.n_female": "20", f"{P}.n_male": "10"},
        at=f"{P}.sex",
        says="2:1",
        passes={f"{P}.sex": "F:M 2:1", f"{P}.n_female": "21", f"{P}.n_male": "10"},
    ),
    Case(
        "S-P07",
        fails={f"{P}.disease_duration": "9.6 (SD 10.2)"},
        at=f"{P}.disease_duration",
        says="10.2",
        passes={f"{P}.disease_duration": "48 (SD 40)"},
    ),
    Case(
        "S-P07",
        fails={f"{P}.disease_duration": "48", f"{P}.disease_duration_anchor": NA_SRC},
        at=f"{P}.disease_duration_anchor",
        says="onset or from",
        passes={f"{P}.disease_duration": "48", f"{P}.disease_duration_anchor": "ONSET"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_a_mean_may_lie_outside_the_quartiles():
    skewed = {f"{P}.disease_duration": "mean 80 (IQR 10-60)"}
    assert findings("H-P06", skewed) == []


def test_a_finding_knows_every_field_it_was_computed_from():
    counted = {
        "population.n_treated": "12",
        "population.n_female": "8",
        "population.n_male": "6",
    }
    (found,) = findings("S-P05", counted)
    assert found.path == "population.described_set"
    assert set(found.also) == set(counted)
    (sexes,) = findings("H-P04", {**counted, "population.described_n": "12"})
    assert sexes.path == "population.n_female"
    assert sexes.also == ("population.n_male", "population.described_n")
    (fewer,) = findings(
        "H-P02", {"population.n_enrolled": "9", "population.n_treated": "12"}
    )
    assert fewer.also == ("population.n_enrolled",)
