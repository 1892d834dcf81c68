"""Glucocorticoids (G)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ivig_abstractor.model.checks.registry import check
from tests.builders import NR, an_abstraction
from tests.model.checks.case import CONTEXT, ROW, Case, findings, lets_pass, objects

GC = "comparator.gc"
AGENT = {f"{GC}_agent": "PREDNISOLONE"}
SPARING = {f"{ROW}.outcome_code": "STEROID_SPARING"}
CASES = [
    Case(
        "H-G01",
        fails={**AGENT, f"{GC}_baseline": "3000"},
        at=f"{GC}_baseline",
        says="above 2500",
        passes={**AGENT, f"{GC}_baseline": "60"},
    ),
    Case(
        "H-G01",
        fails={f"{GC}_agent": "METHYLPREDNISOLONE", f"{GC}_baseline": "1000"},
        at=f"{GC}_baseline",
        says="1250 mg of prednisone a day is a pulse",
        passes={f"{GC}_agent": "METHYLPREDNISOLONE", f"{GC}_baseline": "48"},
    ),
    Case(
        "H-G01",
        fails={f"{GC}_schedule": "PULSE", f"{GC}_baseline": "1000"},
        at=f"{GC}_baseline",
        says="“Pulses”",
        passes={f"{GC}_schedule": "PULSE", f"{GC}_pulses": "1 g x 3"},
    ),
    Case(
        "H-G01",
        fails={**SPARING, f"{ROW}.before": "-5"},
        at=f"{ROW}.before",
        says="below 0",
        passes={**SPARING, f"{ROW}.before": "5"},
    ),
    Case(
        "H-G01",
        fails={**SPARING, f"{ROW}.before": "35", f"{ROW}.change": "down by 47.1"},
        at=f"{ROW}.change",
        says="by 47.1 is more than the 35",
        passes={**SPARING, f"{ROW}.before": "60", f"{ROW}.change": "down by 47.1"},
    ),
    Case(
        "H-G01",
        fails={f"{GC}_baseline": "25", **SPARING, f"{ROW}.change": "down by 36 mg/day"},
        at=f"{ROW}.change",
        says="25 at the start",
        passes={f"{GC}_baseline": "40", **SPARING, f"{ROW}.change": "down by 36"},
    ),
    Case(
        "H-G01",
        fails={**SPARING, f"{ROW}.change": "down by 120%"},
        at=f"{ROW}.change",
        says="120%",
        passes={**SPARING, f"{ROW}.change": "down by 80%"},
    ),
    Case(
        "S-G01",
        fails={**AGENT, f"{GC}_baseline": "150"},
        at=f"{GC}_baseline",
        says="150 mg of prednisone",
        passes={**AGENT, f"{GC}_baseline": "150", f"{GC}_schedule": "ALTERNATE_DAY"},
    ),
    Case(
        "S-G01",
        fails={**AGENT, f"{GC}_baseline": "0.8"},
        at=f"{GC}_baseline",
        says="0.8 mg",
        passes={
            **AGENT,
            f"{GC}_baseline": "0.8 mg/kg/day",
            f"{GC}_schedule": "MG_PER_KG",
            f"{GC}_weight": "60",
        },
    ),
    Case(
        "S-G02",
        fails={**SPARING, f"{ROW}.before": "12", f"{ROW}.after": "35"},
        at=f"{ROW}.after",
        says="from 12 to 35",
        passes={**SPARING, f"{ROW}.before": "35", f"{ROW}.after": "12"},
    ),
    Case(
        "S-G02",
        fails={**SPARING, f"{ROW}.change": "from 12 to 35 mg/day"},
        at=f"{ROW}.change",
        says="from 12 to 35",
        passes={**SPARING, f"{ROW}.change": "from 35 to 12 mg/day"},
    ),
    Case(
        "S-G03",  # Hara 2003
        fails={**SPARING, f"{ROW}.change": "by or to 47.1 mg/day"},
        at=f"{ROW}.change",
        says="by 47.1 or to 47.1",
        passes={**SPARING, f"{ROW}.change": "to 47.1 mg/day"},
    ),
    Case(
        "S-G04",
        fails={f"{GC}_baseline": "1 mg/kg/day"},
        at=f"{GC}_baseline",
        says="no body weight",
        passes={f"{GC}_baseline": "1 mg/kg/day", f"{GC}_weight": "62"},
    ),
    Case(
        "S-G04",
        fails={
            f"{GC}_schedule": "MG_PER_KG",
            f"{GC}_baseline": "1",
            f"{GC}_weight": NR,
        },
        at=f"{GC}_baseline",
        says="mg per kg",
        passes={f"{GC}_schedule": "DAILY", f"{GC}_baseline": "60"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_betamethasone_follows_the_setting_of_the_review():
    study = an_abstraction(
        **{f"{GC}_agent": "BETAMETHASONE", f"{GC}_baseline": "13"},
    )
    assert check(study, CONTEXT, only=["S-G01"]) == []
    other = replace(CONTEXT, betamethasone_mg=Decimal("0.60"))
    assert len(check(study, other, only=["S-G01"])) == 1


def test_who_stopped_may_lower_the_mean_below_one():
    stopped = {**AGENT, **SPARING, f"{ROW}.before": "20", f"{ROW}.after": "0.4"}
    assert findings("S-G01", stopped) == []


def test_several_agents_have_no_equivalent():
    assert findings("H-G01", {f"{GC}_agent": "MIXED", f"{GC}_baseline": "900"}) == []


def test_a_pulse_has_no_daily_equivalent():
    pulse = {**AGENT, f"{GC}_schedule": "PULSE", f"{GC}_baseline": "150"}
    assert findings("S-G01", pulse) == []
