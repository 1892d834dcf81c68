"""Risk of bias (B)."""

import pytest

from ivig_abstractor.model.abstraction import EVIDENCE
from ivig_abstractor.model.checks.registry import check
from tests.builders import an_abstraction
from tests.model.checks.case import BIAS, CONTEXT, Case, lets_pass, objects

ROB2 = {f"{BIAS}.tool": "ROB2", f"{BIAS}.rob2_d1": "LOW", f"{BIAS}.rob2_d4": "HIGH"}
ROBINS = {
    f"{BIAS}.tool": "ROBINS_I",
    f"{BIAS}.robins_d1": "SERIOUS",
    f"{BIAS}.robins_d2": "NO_INFORMATION",
}
JBI = {f"{BIAS}.tool": "JBI_CASE_SERIES", f"{BIAS}.jbi_series_4": "YES"}
CASES = [
    Case(
        "H-B01",
        fails={"design.design_code": "BEFORE_AFTER", f"{BIAS}.tool": "ROB2"},
        at=f"{BIAS}.tool",
        says="RoB 2 is not for the design “before and after”. Use JBI quasi",
        passes={"design.design_code": "BEFORE_AFTER", f"{BIAS}.tool": "JBI_QUASI"},
    ),
    Case(
        "H-B01",
        fails={
            "design.design_code": "COHORT_PROSPECTIVE",
            "design.control_type": "NONE",
            f"{BIAS}.tool": "NOS_COHORT",
        },
        at=f"{BIAS}.tool",
        says="no control group",
        passes={
            "design.design_code": "COHORT_PROSPECTIVE",
            "design.control_type": "USUAL_CARE",
            f"{BIAS}.tool": "NOS_COHORT",
        },
    ),
    Case(
        "H-B01",
        fails={"design.design_code": "PROTOCOL_ONLY", f"{BIAS}.tool": "ROB2"},
        at=f"{BIAS}.tool",
        says="no tool",
        passes={
            "design.design_code": "RCT_CROSSOVER",
            f"{BIAS}.tool": "ROB2_CROSSOVER",
        },
    ),
    Case(
        "H-B01",
        fails={
            "design.design_code": "COHORT_RETROSPECTIVE",
            "design.control_type": "SELF_BEFORE_AFTER",
            f"{BIAS}.tool": "ROBINS_I",
        },
        at=f"{BIAS}.tool",
        says="JBI case series",
        passes={
            "design.design_code": "CASE_CONTROL",
            "design.control_type": "NONE",
            f"{BIAS}.tool": "NOS_CASE_CONTROL",
        },
    ),
    Case(
        "H-B02",
        fails={**ROB2, f"{BIAS}.rob2_overall": "SOME_CONCERNS"},
        at=f"{BIAS}.rob2_overall",
        says="“some concerns” is better than the worst domain, “high”",
        passes={**ROB2, f"{BIAS}.rob2_overall": "HIGH"},
    ),
    Case(
        "H-B02",
        fails={
            f"{BIAS}.tool": "ROB2_CROSSOVER",
            f"{BIAS}.rob2_ds": "SOME_CONCERNS",
            f"{BIAS}.rob2_overall": "LOW",
        },
        at=f"{BIAS}.rob2_overall",
        says="some concerns",
        passes={
            f"{BIAS}.tool": "ROB2",
            f"{BIAS}.rob2_ds": "SOME_CONCERNS",
            f"{BIAS}.rob2_overall": "LOW",
        },
    ),
    Case(
        "H-B02",
        fails={**ROBINS, f"{BIAS}.robins_overall": "MODERATE"},
        at=f"{BIAS}.robins_overall",
        says="serious",
        passes={**ROBINS, f"{BIAS}.robins_overall": "CRITICAL"},
    ),
    Case(
        "H-B02",
        fails={**ROBINS, f"{BIAS}.robins_overall": "NO_INFORMATION"},
        at=f"{BIAS}.robins_overall",
        says="“serious”",
        passes={
            **ROBINS,
            f"{BIAS}.robins_d1": "MODERATE",
            f"{BIAS}.robins_overall": "NO_INFORMATION",
        },
    ),
    Case(
        "H-B03",
        fails={f"{BIAS}.nos_cohort_s1": "2"},
        at=f"{BIAS}.nos_cohort_s1",
        says="0 to 1",
        passes={f"{BIAS}.nos_cohort_s1": "1", f"{BIAS}.nos_cohort_c1": "2"},
    ),
    Case(
        "S-B01",
        fails={**JBI, f"{BIAS}.jbi_series_5": "NO"},
        at=f"{BIAS}.jbi_series_4",
        says="judgement of: Consecutive inclusion, Complete inclusion.",
        passes={**JBI, f"{BIAS}.jbi_series_support": "4: all seen since 1990"},
    ),
    Case(
        "S-B01",
        fails=ROB2,
        at=f"{BIAS}.rob2_d1",
        says="Randomisation process",
        passes=JBI,
        notes={f"{BIAS}.jbi_series_4": "“all patients seen since 1990”"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_a_quotation_supports_a_judgement():
    study = an_abstraction(**JBI)
    study.put(f"{BIAS}.jbi_series_4", EVIDENCE, [{"quotation": "consecutive"}])
    assert check(study, CONTEXT, only=["S-B01"]) == []


def test_an_assessment_without_a_tool_is_left_alone():
    answers = {"design.design_code": "CASE_SERIES", f"{BIAS}.outcome": "STRENGTH"}
    study = an_abstraction(**answers)
    assert check(study, CONTEXT, only=["H-B01", "H-B02", "S-B01"]) == []


@pytest.mark.parametrize("tool", ["ROB2", "ROBINS_I"])
def test_an_overall_judgement_alone_is_left_alone(tool):
    overall = {f"{BIAS}.rob2_overall": "LOW", f"{BIAS}.robins_overall": "LOW"}
    study = an_abstraction(**{f"{BIAS}.tool": tool, **overall})
    assert check(study, CONTEXT, only=["H-B02"]) == []
