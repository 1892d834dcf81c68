"""Printed numbers and responders (N, R)."""

import pytest

from tests.builders import NR
from tests.model.checks.case import (
    ARM,
    EFFECT,
    ROW,
    Case,
    findings,
    lets_pass,
    objects,
)

STRENGTH = {f"{ROW}.outcome_code": "STRENGTH"}
AGE = "population.age"
TIS = {f"{ROW}.outcome_code": "TIS", f"{ROW}.tis_minimal": "37/47"}
PARTS = {f"{ROW}.outcome_code": "OESOPHAGUS", f"{ROW}.partition_complete": "YES"}
CROSSED = {
    "design.design_code": "RCT_CROSSOVER",
    f"{ROW}.arm": "a1",
    f"{ARM}.n_allocated": "8",
}
CONTROLLED = {"design.control_type": "PLACEBO", **STRENGTH}
CASES = [
    Case(
        "H-N01",
        fails={AGE: {"central": "48", "spread": "-3", "dispersion": "SD"}},
        at=AGE,
        says="-3 is negative",
        passes={AGE: "48 (SD 3)"},
    ),
    Case(
        "H-N01",
        fails={AGE: {"central": "48", "low": "60", "high": "40", "dispersion": "IQR"}},
        at=AGE,
        says="60 is above 40",
        passes={AGE: "median 48 (IQR 40-60)"},
    ),
    Case(
        "H-N01",
        fails={AGE: "mean 48 (95% CI 50-60)"},
        at=AGE,
        says="48 lies outside",
        passes={AGE: "mean 48 (95% CI 40-56)"},
    ),
    Case(
        "H-N01",
        fails={f"{ROW}.responders": "8/19 (42.1%, 95% CI 50-66)"},
        at=f"{ROW}.responders",
        says="50 to 66",
        passes={f"{ROW}.responders": "8/19 (42.1%, 95% CI 20.3-66.5)"},
    ),
    Case(
        "H-N01",
        fails={f"{ROW}.effect": "MD -8.2 (95% CI 3.9 to -12.5)"},
        at=f"{ROW}.effect",
        says="backwards",
        passes={f"{ROW}.effect": "MD -8.2 (95% CI -12.5 to -3.9)"},
    ),
    Case(
        "H-N02",
        fails={f"{ROW}.responders": "142%"},
        at=f"{ROW}.responders",
        says="142%",
        passes={f"{ROW}.responders": "42%"},
    ),
    Case(
        "H-N02",
        fails={f"{ROW}.change": "down by 120%"},
        at=f"{ROW}.change",
        says="-120%",
        passes={f"{ROW}.change": "up by 250%"},
    ),
    Case(
        "H-N02",
        fails={f"{ROW}.within_p": "p=1.8"},
        at=f"{ROW}.within_p",
        says="P = 1.8",
        passes={f"{ROW}.within_p": "p<0.018"},
    ),
    Case(
        "H-N02",
        fails={f"{ROW}.effect": "RR 1.5 (1.1-2.1) p=3"},
        at=f"{ROW}.effect",
        says="P = 3",
        passes={f"{ROW}.effect": "RR 1.5 (1.1-2.1) p=0.03"},
    ),
    Case(
        "H-N02",
        fails={f"{ROW}.effect": "HR -0.4"},
        at=f"{ROW}.effect",
        says="log scale",
        passes={f"{ROW}.effect": "MD -0.4"},
    ),
    Case(
        "H-R01",
        fails={f"{ROW}.responders": "35/25"},
        at=f"{ROW}.responders",
        says="35 of 25",
        passes={f"{ROW}.responders": "25/35"},
    ),
    Case(
        "H-R01",
        fails={f"{ROW}.responders": "0/0"},
        at=f"{ROW}.responders",
        says="of 0",
        passes={f"{ROW}.responders": "0/11"},
    ),
    Case(
        "H-R01",
        fails={f"{EFFECT}.patients": "2/15"},
        at=f"{EFFECT}.patients",
        says="“2/15 patients”",
        passes={f"{EFFECT}.patients": "2/15 infusions"},
    ),
    Case(
        "H-R02",
        fails={**TIS, f"{ROW}.tis_moderate": "40/47"},
        at=f"{ROW}.tis_moderate",
        says="40 patients with a moderate",
        passes={**TIS, f"{ROW}.tis_moderate": "32/47", f"{ROW}.tis_major": "15/47"},
    ),
    Case(
        "H-R02",
        fails={**TIS, f"{ROW}.tis_minimal": "70%", f"{ROW}.tis_major": "75%"},
        at=f"{ROW}.tis_major",
        says="75",
        passes={**TIS, f"{ROW}.tis_minimal": "79%", f"{ROW}.tis_major": "32%"},
    ),
    Case(
        "H-R03",  # Marie 2010: 60 + 4 + 1 + 8 = 73
        fails={
            **PARTS,
            f"{ROW}.n": "73",
            f"{ROW}.resolved": "60",
            f"{ROW}.improved": "4",
            f"{ROW}.unchanged": "1",
        },
        at=f"{ROW}.partition_complete",
        says="60 + 4 + 1 = 65, not to 73",
        passes={
            **PARTS,
            f"{ROW}.n": "73",
            f"{ROW}.resolved": "60",
            f"{ROW}.improved": "4",
            f"{ROW}.unchanged": "1",
            f"{ROW}.died": "8",
        },
    ),
    Case(
        "H-R03",
        fails={
            **PARTS,
            f"{ROW}.responders": "60/73",
            f"{ROW}.resolved": "60",
            f"{ROW}.worse": "14",
        },
        at=f"{ROW}.partition_complete",
        says="74, not to 73",
        passes={f"{ROW}.n": "73", f"{ROW}.resolved": "60"},
    ),
    Case(
        "S-N01",
        fails={AGE: "48.0 (SD 1.2); n=16"},
        at=AGE,
        says="the SD is about 4.8",
        passes={AGE: "48.0 (SD 12)", "population.n_enrolled": "16"},
    ),
    Case(
        "S-N01",
        fails={f"{ROW}.before": "74.5 (SD 2)", f"{ROW}.n": "9"},
        at=f"{ROW}.before",
        says="9 patients",
        passes={f"{ROW}.before": "74.5 (SD 2)", f"{ROW}.n": "4"},
    ),
    Case(
        "S-N01",
        fails={AGE: "48 (SD 1)", "population.n_enrolled": "35"},
        at=AGE,
        says="35 patients",
        passes={AGE: "48 (SE 1)", "population.n_enrolled": "35"},
    ),
    Case(
        "S-N02",
        fails={f"{ROW}.before": "1287.4 (SD 1900)"},
        at=f"{ROW}.before",
        says="1900",
        passes={f"{ROW}.before": "1287.4 (SD 900)"},
    ),
    Case(
        "S-N03",
        fails={AGE: "43.5 ± 16.8"},
        at=AGE,
        says="± 16.8",
        passes={AGE: "43.5 (SD 16.8)"},
    ),
    Case(
        "S-N04",  # Danieli 2011: a median follow-up of 14 ± 4
        fails={"design.follow_up": "median 14 ± 4"},
        at="design.follow_up",
        says="14",
        passes={"design.follow_up": "median 14 (range 10-18)"},
    ),
    Case(
        "S-N04",
        fails={"design.follow_up": "mean 10-18"},
        at="design.follow_up",
        says="10 to 18 a mean",
        passes={"design.follow_up": "range 10-18"},
    ),
    Case(
        "S-N05",  # Lim 2021
        fails={f"{ROW}.responders": "8/19 (42.0%, 95% CI 19.6-64.6)"},
        at=f"{ROW}.responders",
        says="20.3 to 66.5%",
        passes={f"{ROW}.responders": "8/19 (42.1%, 95% CI 20.3-66.5)"},
    ),
    Case(
        "S-N05",  # Wilson's interval, as well as the normal one, is a usual method
        fails={f"{ROW}.responders": "8/19 (42.1%, 95% CI 30-55)"},
        at=f"{ROW}.responders",
        says="30 to 55%",
        passes={f"{ROW}.responders": "8/19 (42.1%, 95% CI 23.1-63.7)"},
    ),
    Case(
        "S-N05",
        fails={AGE: "mean 48 (95% CI 40-49)"},
        at=AGE,
        says="middle of 40 to 49",
        passes={AGE: "mean 48 (95% CI 42-53)"},
    ),
    Case(
        "S-N05",
        fails={f"{ROW}.effect": "RR 2.0 (95% CI 1.0-3.0)"},
        at=f"{ROW}.effect",
        says="log scale",
        passes={f"{ROW}.effect": "RR 1.56 (95% CI 1.05-2.33)"},
    ),
    Case(
        "S-N05",
        fails={f"{ROW}.effect": "MD -9.36 (95% CI -16.52 to -6.19)"},
        at=f"{ROW}.effect",
        says="-9.36",
        passes={f"{ROW}.effect": "MD -9.36 (95% CI -12.52 to -6.19)"},
    ),
    Case(
        "S-R01",  # Dalakas 1997
        fails={f"{ROW}.responders": "6/19 (28%)"},
        at=f"{ROW}.responders",
        says="6 of 19 is 31.6%, but 28%",
        passes={f"{ROW}.responders": "6/19 (32%)"},
    ),
    Case(
        "S-R01",  # the tertiary-centre series of 2021
        fails={f"{ROW}.responders": "1/23 (17%)"},
        at=f"{ROW}.responders",
        says="4.3%",
        passes={f"{ROW}.responders": "6/23 (26%)"},
    ),
    Case(
        "S-R01",
        fails={f"{ROW}.responders": "6/23 (27%)"},
        at=f"{ROW}.responders",
        says="26.1%",
        passes={f"{ROW}.responders": "8/19 (42%)"},
    ),
    Case(
        "S-R01",  # Lim 2021
        fails={f"{ROW}.responders": "8/19 (42.0%)"},
        at=f"{ROW}.responders",
        says="8 of 19 is 42.1%, but 42.0%",
        passes={f"{ROW}.responders": "8/19 (42.1%)"},
    ),
    Case(
        "S-R02",  # Bounfour 2014: 53% of responders
        fails={
            "population.n_analysed": "27",
            f"{ROW}.outcome_code": "RELAPSE",
            f"{ROW}.responders": "10/19 (53%)",
        },
        at=f"{ROW}.responders",
        says="10 is 53% of 19 and 37% of 27",
        passes={
            "population.n_analysed": "27",
            f"{ROW}.outcome_code": "RELAPSE",
            f"{ROW}.responders": "10/27",
        },
    ),
    Case(
        "S-R02",
        fails={
            "population.n_enrolled": "27",
            f"{ROW}.n": "19",
            f"{ROW}.responders": "10/19 responders (53%)",
        },
        at=f"{ROW}.responders",
        says="19 responders, not of all patients. 10 is 53% of 19 and 37% of 27.",
        passes={f"{ROW}.responders": "10/19 patients (53%)"},
    ),
    Case(
        "S-R02",
        fails={
            f"{ARM}.n_analysed": "47",
            f"{ROW}.arm": "a1",
            f"{ROW}.responders": "30/52",
        },
        at=f"{ROW}.responders",
        says="47 patients were analysed",
        passes={
            f"{ARM}.n_analysed": "47",
            f"{ROW}.arm": "a1",
            f"{ROW}.responders": "37/47",
        },
    ),
    Case(
        "S-R03",
        fails={f"{ROW}.responders": "7/8", f"{ROW}.responder_definition": NR},
        at=f"{ROW}.responder_definition",
        says="not reported",
        passes={f"{ROW}.responders": "7/8", f"{ROW}.responder_definition": "TIS ≥ 20"},
    ),
    Case(
        "S-R04",  # Dalakas 1993: 9 of 12 ever treated, 8 randomised
        fails={**CROSSED, f"{ROW}.responders": "9/12 (75%)"},
        at=f"{ROW}.responders",
        says="of 12, but 8 patients were randomised",
        passes={**CROSSED, f"{ROW}.responders": "5/8"},
    ),
    Case(
        "S-R05",  # Miyasaka 2012
        fails={**CONTROLLED, f"{ROW}.within_p": "p<0.05"},
        at=f"{ROW}.within_p",
        says="says nothing against the control",
        passes={**CONTROLLED, f"{ROW}.within_p": "p<0.05", f"{ROW}.effect": "MD 4"},
    ),
    Case(
        "S-R05",
        fails={
            **CONTROLLED,
            f"{ROW}.within_p": "p=0.03",
            f"{ROW}.effect": "MD 4 p=0.03",
        },
        at=f"{ROW}.effect",
        says="0.03",
        passes={
            **CONTROLLED,
            f"{ROW}.within_p": "p=0.03",
            f"{ROW}.effect": "MD 4 p=0.2",
        },
    ),
    Case(
        "S-R05",
        fails={"design.control_type": "NONE", f"{ROW}.effect": "MD 4"},
        at=f"{ROW}.effect",
        says="no control group",
        passes={"design.control_type": "NONE", f"{ROW}.within_p": "p=0.03"},
    ),
    Case(
        "S-R06",
        fails={
            "design.design_code": "BEFORE_AFTER",
            **STRENGTH,
            f"{ROW}.responders": "25/25",
        },
        at=f"{ROW}.responders",
        says="100%",
        passes={
            "design.design_code": "BEFORE_AFTER",
            **STRENGTH,
            f"{ROW}.responders": "25/35",
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_no_relapse_is_no_extreme_response():
    before_after = {"design.design_code": "BEFORE_AFTER"}
    row = {f"{ROW}.outcome_code": "RELAPSE", f"{ROW}.responders": "0/35"}
    assert findings("S-R06", {**before_after, **row}) == []


def test_a_crossover_total_is_reported_once():
    answers = {**CROSSED, f"{ARM}.n_analysed": "8", f"{ROW}.responders": "9/12"}
    assert findings("S-R02", answers) == []
    assert len(findings("S-R04", answers)) == 1


def test_an_approximate_percentage_is_not_held_against_its_count():
    about = {"k": 6, "n": 19, "percent": "28", "op": "~"}
    assert findings("S-R01", {f"{ROW}.responders": about}) == []


def test_placebo_arms_of_a_crossover_count_too():
    answers = {
        "design.crossover": "OPTIONAL",
        "arms[a2].arm.n_allocated": "7",
        f"{ROW}.arm": "a2",
        f"{ROW}.responders": "0/11",
    }
    assert "of 11, but 7" in findings("S-R04", answers)[0].message


SILENT = [
    ("H-N01", {f"{ROW}.responders": {"low": "20"}}),
    ("H-N01", {f"{ROW}.responders": "95% CI 20-66"}),
    ("S-N01", {AGE: "48 (SD 1)"}),
    ("S-N03", {f"{ROW}.before": "median 14 ± 4"}),
    ("S-N04", {AGE: {"central_type": "RANGE_CALLED_MEAN", "low": "10"}}),
    ("S-N05", {f"{ROW}.responders": "42% (95% CI 19.6-64.6)"}),
    ("S-N05", {f"{ROW}.effect": "RR 2.0 (95% CI -1.0 to 3.0)"}),
    ("S-N05", {f"{ROW}.effect": {"estimate": "2", "low": "1", "high": "9"}}),
    ("S-N05", {f"{ROW}.responders": "0/11 (0%, 95% CI 0-28.5)"}),
    ("S-R01", {f"{ROW}.responders": "25/19 (28%)"}),
    ("S-R02", {f"{ROW}.responders": "42%", "population.n_analysed": "12"}),
    ("S-R04", {**CROSSED, f"{ROW}.responders": "9/12 infusions"}),
    ("S-R06", {"design.design_code": "BEFORE_AFTER", f"{ROW}.responders": "of 12"}),
]


@pytest.mark.parametrize(("rule", "answers"), SILENT)
def test_what_is_not_known_keeps_a_rule_silent(rule, answers):
    assert findings(rule, answers) == []


def test_a_share_is_not_worked_out_of_fewer_than_responded():
    answers = {"population.n_analysed": "8", f"{ROW}.responders": "10/19"}
    assert "%" not in findings("S-R02", answers)[0].message
