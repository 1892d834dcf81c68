"""Dose and course (D)."""

import pytest

from tests.builders import NR, an_abstraction
from tests.model.checks.case import (
    COURSE,
    DOSE,
    PHASE,
    Case,
    findings,
    lets_pass,
    objects,
)

PER_DAY = {f"{DOSE}.expression": "PER_DAY", f"{DOSE}.unit": "g/kg/day"}
PER_COURSE = {f"{DOSE}.expression": "PER_COURSE", f"{DOSE}.unit": "g/kg"}
TEXT, SECOND = f"{DOSE}.dose_text", "arms[a1].phases[p2].dose"
LEE = {
    TEXT: "2 mg/kg divided over consecutive 2 or 5 days, monthly for 6 months",
    f"{DOSE}.expression": "PER_COURSE",
    f"{DOSE}.value": "2",
    f"{DOSE}.unit": "mg/kg",
    f"{DOSE}.days_per_course": "2-5",
}
CASES = [
    Case(
        "H-D01",
        fails={f"{DOSE}.value": "0"},
        at=f"{DOSE}.value",
        says="0 is not above 0",
        passes={f"{DOSE}.value": "0.4"},
    ),
    Case(
        "H-D01",
        fails={f"{DOSE}.value": "2", f"{DOSE}.unit": NR},
        at=f"{DOSE}.unit",
        says="The dose 2 has no unit",
        passes={f"{DOSE}.value": "2", f"{DOSE}.unit": "g/kg"},
    ),
    Case(
        "H-D01",
        fails={f"{DOSE}.days_per_course": {"low": 5, "high": 2}},
        at=f"{DOSE}.days_per_course",
        says="2-5",
        passes={f"{DOSE}.days_per_course": "2-5"},
    ),
    Case(
        "H-D01",
        fails={f"{COURSE}.interval": {"value": "8", "high": "4", "unit": "week"}},
        at=f"{COURSE}.interval",
        says="4-8",
        passes={f"{COURSE}.interval": "4-8 weeks"},
    ),
    Case(
        "H-D02",
        fails={f"{DOSE}.phase_no": "1", f"{SECOND}.phase_no": "1"},
        at=f"{SECOND}.phase_no",
        says="Phase 1 stands twice",
        passes={f"{DOSE}.phase_no": "1", f"{SECOND}.phase_no": "2"},
    ),
    Case(
        "H-D02",
        fails={f"{DOSE}.phase_label": "SINGLE", f"{SECOND}.phase_label": "MAINTENANCE"},
        at=f"{DOSE}.phase_label",
        says="2 phases",
        passes={f"{DOSE}.phase_label": "SINGLE"},
    ),
    Case(
        "H-D03",
        fails=LEE,
        at=f"{DOSE}.value",
        says="2 mg/kg / 1000 makes 0.002 g/kg",
        passes={**LEE, f"{DOSE}.unit": "g/kg"},
    ),
    Case(
        "H-D03",
        fails={f"{DOSE}.g_per_kg_per_course": "400"},
        at=f"{DOSE}.g_per_kg_per_course",
        says="0.05 to 5",
        passes={f"{DOSE}.g_per_kg_per_course": "2"},
    ),
    Case(
        "H-D04",
        fails={**PER_DAY, f"{DOSE}.value": "4"},
        at=f"{DOSE}.value",
        says="0.02 and 3",
        passes={**PER_DAY, f"{DOSE}.value": "0.4"},
    ),
    Case(
        "H-D05",
        fails={f"{DOSE}.days_per_course": "30"},
        at=f"{DOSE}.days_per_course",
        says="1 to 14",
        passes={f"{DOSE}.days_per_course": "5"},
    ),
    Case(
        "H-D05",
        fails={f"{COURSE}.interval": "2 years"},
        at=f"{COURSE}.interval",
        says="365 days",
        passes={f"{COURSE}.interval": "12 months"},
    ),
    Case(
        "H-D05",
        fails={f"{COURSE}.n_courses_given": "664"},
        at=f"{COURSE}.n_courses_given",
        says="1 to 200",
        passes={f"{COURSE}.n_courses_given": "4.8 (1-15)"},
    ),
    Case(
        "H-D05",
        fails={f"{COURSE}.n_courses_planned": "3.5"},
        at=f"{COURSE}.n_courses_planned",
        says="“mean 3.5”",
        passes={f"{COURSE}.n_courses_planned": "mean 3.5"},
    ),
    Case(
        "H-D06",
        fails={f"{DOSE}.concentration": "50"},
        at=f"{DOSE}.concentration",
        says="1 to 25",
        passes={f"{DOSE}.concentration": "5"},
    ),
    Case(
        "S-D01",
        fails={**PER_COURSE, f"{DOSE}.value": "3"},
        at=f"{DOSE}.value",
        says="3 g/kg per course",
        passes={**PER_COURSE, f"{DOSE}.value": "2"},
    ),
    Case(
        "S-D01",
        fails={f"{DOSE}.g_per_kg_per_course": "0.3"},
        at=f"{DOSE}.g_per_kg_per_course",
        says="0.3 g/kg",
        passes={**PER_DAY, f"{DOSE}.value": "0.4", f"{DOSE}.days_per_course": "2-5"},
    ),
    Case(
        "S-D02",
        fails=LEE,
        at=f"{DOSE}.value",
        says="The paper may mean 2 g/kg",
        passes={f"{DOSE}.value": "400", f"{DOSE}.unit": "mg/kg/day"},
    ),
    Case(
        "S-D02",
        fails={f"{DOSE}.value": "400", f"{DOSE}.unit": "g/kg"},
        at=f"{DOSE}.value",
        says="400 mg/kg",
        passes={f"{DOSE}.value": "2", f"{DOSE}.unit": "g/kg"},
    ),
    Case(
        "S-D02",
        fails={**PER_COURSE, TEXT: "high-dose IVIG 0.2 g/kg", f"{DOSE}.value": "0.2"},
        at=f"{DOSE}.value",
        says="0.2 g/kg is a low one",
        passes={**PER_COURSE, TEXT: "high-dose IVIG 2 g/kg", f"{DOSE}.value": "2"},
    ),
    Case(
        "S-D03",
        fails={f"{DOSE}.days_per_course": "1"},
        at=f"{DOSE}.days_per_course",
        says="Days per course: 1.",
        passes={f"{DOSE}.days_per_course": "2-5"},
    ),
    Case(
        "S-D04",
        fails={**PER_DAY, f"{DOSE}.value": "2"},
        at=f"{DOSE}.value",
        says="8.3 hours",
        passes={**PER_DAY, f"{DOSE}.value": "1.0"},
    ),
    Case(
        "S-D04",
        fails={f"{DOSE}.g_per_kg_per_day": "1.5"},
        at=f"{DOSE}.g_per_kg_per_day",
        says="1.5 g/kg",
        passes={f"{DOSE}.g_per_kg_per_day": "0.5"},
    ),
    Case(
        "S-D05",
        fails={
            **PER_DAY,
            f"{DOSE}.value": "0.4",
            f"{DOSE}.days_per_course": "4",
            f"{DOSE}.g_per_kg_per_course": "2.0",
        },
        at=f"{DOSE}.days_per_course",
        says="makes 1.6 g/kg, but 2.0 g/kg",
        passes={
            **PER_DAY,
            f"{DOSE}.value": "0.4",
            f"{DOSE}.days_per_course": "5",
            f"{DOSE}.g_per_kg_per_course": "2.0",
        },
    ),
    Case(
        "S-D05",
        fails={
            **PER_COURSE,
            f"{DOSE}.value": "2",
            f"{DOSE}.days_per_course": "2-3",
            f"{DOSE}.g_per_kg_per_day": "0.4",
        },
        at=f"{DOSE}.days_per_course",
        says="2-3",
        passes={
            **PER_COURSE,
            f"{DOSE}.value": "2",
            f"{DOSE}.days_per_course": "2-5",
            f"{DOSE}.g_per_kg_per_day": "0.4",
        },
    ),
    Case(
        "S-D06",
        fails={f"{COURSE}.interval": "1 week"},
        at=f"{COURSE}.interval",
        says="2 to 12 weeks",
        passes={f"{COURSE}.interval": "monthly"},
    ),
    Case(
        "S-D07",  # Cherin 1994: 3 to 4 courses, 4 months on average
        fails={
            f"{COURSE}.interval": "1 month",
            f"{COURSE}.n_courses_given": "3-4",
            f"{COURSE}.duration": "mean 4",
        },
        at=f"{COURSE}.duration",
        says="Courses: 3 to 4, 1 month apart",
        passes={
            f"{COURSE}.interval": "1 month",
            f"{COURSE}.n_courses_given": "1-12",
            f"{COURSE}.duration": "1-12",
        },
    ),
    Case(
        "S-D07",
        fails={
            f"{COURSE}.interval": "4 weeks",
            f"{COURSE}.n_courses_planned": "6",
            f"{COURSE}.duration": "12",
        },
        at=f"{COURSE}.duration",
        says="in months: 4.6",
        passes={
            f"{COURSE}.interval": "4 weeks",
            f"{COURSE}.n_courses_planned": "6",
            f"{COURSE}.duration": "24 weeks",
        },
    ),
    Case(
        "S-D08",
        fails={f"{COURSE}.duration": "3 years"},
        at=f"{COURSE}.duration",
        says="36 months",
        passes={f"{COURSE}.duration": "4-6"},
    ),
    Case(
        "S-D08",
        fails={f"{COURSE}.n_courses_given": "12 (3-40)"},
        at=f"{COURSE}.n_courses_given",
        says="40 courses",
        passes={f"{COURSE}.n_courses_given": "24"},
    ),
    Case(
        "S-D09",
        fails={TEXT: "2 g/kg monthly", f"{COURSE}.interval": "4 weeks"},
        at=f"{COURSE}.interval",
        says="enter 1 month",
        passes={TEXT: "2 g/kg monthly", f"{COURSE}.interval": "1 month"},
    ),
    Case(
        "S-D09",
        fails={TEXT: "2 g/kg every 4 weeks", f"{COURSE}.interval": "1 month"},
        at=f"{COURSE}.interval",
        says="Enter 4 weeks",
        passes={TEXT: "2 g/kg every 4 weeks", f"{COURSE}.interval": "4 weeks"},
    ),
    Case(
        "S-D10",
        fails={f"{DOSE}.max_rate": "5", "population.subtypes[t1].code": "DM"},
        at=f"{DOSE}.max_rate",
        says="above 4",
        passes={f"{DOSE}.max_rate": "4", "population.subtypes[t1].code": "DM"},
    ),
    Case(
        "S-D10",
        fails={f"{DOSE}.max_rate": "12"},
        at=f"{DOSE}.max_rate",
        says="above 8",
        passes={f"{DOSE}.max_rate": "8"},
    ),
    Case(
        "S-D11",
        fails={TEXT: "IVIG with azathioprine 2 mg/kg/day; monthly"},
        at=TEXT,
        says="“azathioprine”",
        passes={TEXT: "IVIG 0.4 g/kg/day for 5 days, with azathioprine unchanged"},
    ),
    Case(
        "S-D12",
        fails={
            TEXT: "patients were to receive 2 g/kg",
            f"{DOSE}.planned_or_given": "GIVEN",
        },
        at=f"{DOSE}.planned_or_given",
        says="“were to receive”",
        passes={TEXT: "patients received 2 g/kg", f"{DOSE}.planned_or_given": "GIVEN"},
    ),
    Case(
        "S-D12",
        fails={
            "identification.report_type": "REGISTRY",
            f"{DOSE}.planned_or_given": "GIVEN",
        },
        at=f"{DOSE}.planned_or_given",
        says="trial registry",
        passes={
            "identification.report_type": "REGISTRY",
            f"{DOSE}.planned_or_given": "PLANNED",
        },
    ),
    Case(
        "S-D13",
        fails={TEXT: "loading 2 g/kg, then two maintenance doses of 1 g/kg"},
        at=TEXT,
        says="“loading”",
        passes={TEXT: "loading 2 g/kg", f"{SECOND}.value": "1"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


WORKED = [
    ({**PER_COURSE, f"{DOSE}.value": "2", f"{DOSE}.days_per_course": "2"}),
    ({**PER_DAY, f"{DOSE}.value": "0.4", f"{DOSE}.days_per_course": "5"}),
    ({**PER_DAY, f"{DOSE}.value": "0.4", f"{DOSE}.days_per_course": "4"}),
    (
        {
            **PER_DAY,
            f"{DOSE}.value": "1",
            f"{DOSE}.days_per_course": "2",
            f"{COURSE}.interval": "monthly",
            f"{COURSE}.duration": "4-6",
        }
    ),
    (
        {
            f"{DOSE}.expression": "PER_DAY_VOLUME",
            f"{DOSE}.value": "8",
            f"{DOSE}.unit": "mL/kg/day",
            f"{DOSE}.concentration": "5",
            f"{DOSE}.days_per_course": "5",
        }
    ),
    (
        {
            **PER_COURSE,
            f"{DOSE}.value": "2.0",
            f"{DOSE}.days_per_course": "2-5",
            f"{COURSE}.interval": "4 weeks",
        }
    ),
]


@pytest.mark.parametrize("answers", WORKED)
def test_usual_regimens_raise_nothing(answers):
    from ivig_abstractor.model.checks.registry import check
    from tests.model.checks.case import CONTEXT

    assert check(an_abstraction(**answers), CONTEXT) == []
    assert PHASE in next(iter(answers))


SILENT = [
    ("H-D05", {f"{COURSE}.interval": "infusion 3"}),
    ("S-D05", {**PER_DAY, f"{DOSE}.value": "0.4", f"{DOSE}.days_per_course": "5"}),
    ("S-D05", {f"{DOSE}.value": "30", f"{DOSE}.unit": "g/day"}),
    (
        "S-D05",
        {
            f"{DOSE}.expression": "PER_WEEK",
            f"{DOSE}.value": "0.2",
            f"{DOSE}.unit": "g/kg/week",
            f"{DOSE}.days_per_course": "5",
            f"{DOSE}.g_per_kg_per_day": "0.4",
        },
    ),
    ("S-D06", {f"{COURSE}.interval": "infusion 3"}),
    (
        "S-D07",
        {
            f"{COURSE}.interval": "4-8 weeks",
            f"{COURSE}.n_courses_given": "3",
            f"{COURSE}.duration": "40",
        },
    ),
    ("S-D08", {f"{COURSE}.duration": "90 courses"}),
    (
        "S-D09",
        {TEXT: "2 g/kg monthly or every 4 weeks", f"{COURSE}.interval": "1 month"},
    ),
]


@pytest.mark.parametrize(("rule", "answers"), SILENT)
def test_what_is_not_known_keeps_a_rule_silent(rule, answers):
    assert findings(rule, answers) == []
