"""Harm (A)."""

import pytest

from tests.builders import NA_SRC, NR
from tests.model.checks.case import (
    ARM,
    COURSE,
    EFFECT,
    Case,
    findings,
    lets_pass,
    objects,
)

AE = "adverse_effects"
IN_ARM = {f"{EFFECT}.arm": "a1", f"{ARM}.n_treated": "12"}
MI = {f"{EFFECT}.preferred_term": "Myocardial infarction"}
ACTIVE = {
    f"{AE}.ae_collection_method": "ACTIVE",
    f"{EFFECT}.preferred_term": "Headache",
}
CASES = [
    Case(
        "H-A01",
        fails={**IN_ARM, f"{EFFECT}.patients": "13/15 patients"},
        at=f"{EFFECT}.patients",
        says="13 patients",
        passes={**IN_ARM, f"{EFFECT}.patients": "13/15 infusions"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.patients": "8/95 patients", f"{EFFECT}.n_events": "6"},
        at=f"{EFFECT}.n_events",
        says="6 events are fewer than the 8",
        passes={f"{EFFECT}.patients": "6/95 patients", f"{EFFECT}.n_events": "8"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.patients": "3/52 patients", f"{EFFECT}.n_serious": "4"},
        at=f"{EFFECT}.n_serious",
        says="4 patients with a serious",
        passes={f"{EFFECT}.patients": "3/52 patients", f"{EFFECT}.n_serious": "3"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.patients": "3/52 patients", f"{EFFECT}.n_related": "4"},
        at=f"{EFFECT}.n_related",
        says="related",
        passes={f"{EFFECT}.patients": "5/52 patients", f"{EFFECT}.n_related": "4"},
    ),
    Case(
        "H-A01",
        fails={f"{AE}.any_ae": "3/16", f"{EFFECT}.patients": "4/8 patients"},
        at=f"{EFFECT}.patients",
        says="more than the 3 with any effect",
        passes={f"{AE}.any_ae": "30/52", f"{EFFECT}.patients": "40/95 patients"},
    ),
    Case(
        "H-A01",
        fails={f"{AE}.any_ae": "30/52", f"{AE}.any_sae": "31/52"},
        at=f"{AE}.any_sae",
        says="31 patients",
        passes={f"{AE}.any_ae": "30/52", f"{AE}.any_sae": "3/52"},
    ),
    Case(
        "H-A01",
        fails={f"{AE}.any_ae": "30/52", f"{AE}.any_related": "40/52"},
        at=f"{AE}.any_related",
        says="40 patients",
        passes={f"{AE}.any_ae": "40/52", f"{AE}.any_related": "30/52"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.grade": "6"},
        at=f"{EFFECT}.grade",
        says="1 to 5",
        passes={f"{EFFECT}.grade": "3"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.grade": "5", f"{AE}.deaths": "0/95"},
        at=f"{EFFECT}.grade",
        says="0 deaths",
        passes={f"{EFFECT}.grade": "5", f"{AE}.deaths": "1/95"},
    ),
    Case(
        "H-A01",
        fails={f"{EFFECT}.outcome": "DEATH", f"{AE}.deaths": NR},
        at=f"{EFFECT}.outcome",
        says="not reported",
        passes={f"{EFFECT}.outcome": "RECOVERED", f"{AE}.deaths": NR},
    ),
    Case(
        "S-A01",
        fails={f"{AE}.any_ae": NR},
        at=f"{AE}.any_ae",
        says="does not report",
        passes={f"{AE}.any_ae": NA_SRC},
    ),
    Case(
        "S-A02",  # Hara 2003: 2 of 15 infusions, 12 patients
        fails={**IN_ARM, f"{EFFECT}.patients": "2/15 patients (13%)"},
        at=f"{EFFECT}.patients",
        says="said to count 15 patients, but 12 were treated",
        passes={**IN_ARM, f"{EFFECT}.patients": "2/15 infusions (13%)"},
    ),
    Case(
        "S-A02",
        fails={
            "population.n_enrolled": "12",
            f"{EFFECT}.patients": "2/12 infusions",
            f"{COURSE}.n_cycles_total": "15",
        },
        at=f"{EFFECT}.patients",
        says="12 is the number of patients",
        passes={
            "population.n_enrolled": "12",
            f"{EFFECT}.patients": "2/12 courses",
            f"{COURSE}.n_cycles_total": "12",
        },
    ),
    Case(
        "S-A03",
        fails={**MI, f"{EFFECT}.patients": "1/12 patients"},
        at=f"{EFFECT}.preferred_term",
        says="Myocardial infarction",
        passes={**MI, f"{EFFECT}.patients": "0/12 patients"},
    ),
    Case(
        "S-A03",
        fails={f"{EFFECT}.printed": "stroke", f"{EFFECT}.n_events": "1"},
        at=f"{EFFECT}.preferred_term",
        says="stroke",
        passes={f"{EFFECT}.printed": "headaches", f"{EFFECT}.n_events": "1"},
    ),
    Case(
        "S-A03",
        fails={
            f"{EFFECT}.preferred_term": "Anaphylactic shock",
            f"{EFFECT}.patients": "1/12 patients",
        },
        at=f"{EFFECT}.preferred_term",
        says="special interest",
        passes={
            f"{EFFECT}.preferred_term": "Anaphylactic shock",
            f"{EFFECT}.patients": "1/12 patients",
        },
        notes={f"{EFFECT}.patients": "after the second infusion; recovered"},
    ),
    Case(
        "S-A03",
        fails={f"{EFFECT}.group": "RENAL", f"{EFFECT}.n_events": "2"},
        at=f"{EFFECT}.preferred_term",
        says="This effect",
        passes={f"{EFFECT}.group": "GI", f"{EFFECT}.n_events": "2"},
    ),
    Case(
        "S-A04",
        fails={**ACTIVE, f"{EFFECT}.patients": "0/25 patients"},
        at=f"{EFFECT}.patients",
        says="0% of 25",
        passes={**ACTIVE, f"{EFFECT}.patients": "40/95 patients"},
    ),
    Case(
        "S-A04",
        fails={**ACTIVE, f"{EFFECT}.patients": "22/25 patients"},
        at=f"{EFFECT}.patients",
        says="88%",
        passes={
            f"{AE}.ae_collection_method": "CHART",
            f"{EFFECT}.group": "HEADACHE",
            f"{EFFECT}.patients": "0/25 patients",
        },
    ),
    Case(
        "S-A05",
        fails={f"{AE}.ae_definition": "MIXED"},
        at=f"{AE}.ae_definition",
        says="mixed",
        passes={f"{AE}.ae_definition": "EMERGENT"},
    ),
    Case(
        "S-A05",
        fails={f"{AE}.any_ae": "30/52", f"{AE}.any_related": "30/52"},
        at=f"{AE}.any_related",
        says="any effect at all: 30",
        passes={f"{AE}.any_ae": "30/52", f"{AE}.any_related": "28/52"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


SILENT = [
    ("S-A02", {f"{EFFECT}.patients": "2/15 patients"}),
    ("S-A04", {**ACTIVE, f"{EFFECT}.patients": "0/25 infusions"}),
    ("S-A04", {**ACTIVE, f"{EFFECT}.patients": "0/12 patients"}),
    ("S-A05", {f"{AE}.any_ae": "0/52", f"{AE}.any_related": "0/52"}),
    ("H-A01", {f"{EFFECT}.grade": "5", f"{EFFECT}.patients": "0/12 patients"}),
]


@pytest.mark.parametrize(("rule", "answers"), SILENT)
def test_what_is_not_known_keeps_a_rule_silent(rule, answers):
    assert findings(rule, {**answers, f"{AE}.deaths": "0/52"}) == []
