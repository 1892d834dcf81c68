"""Missing codes, unread text and odd magnitudes (M, U)."""

import pytest

from ivig_abstractor.model.answer import Unread
from ivig_abstractor.model.checks.registry import check, rules
from ivig_abstractor.model.form import the_form
from tests.builders import NA_SRC, NR, UNCLEAR, an_abstraction
from tests.model.checks.case import (
    ARM,
    CONTEXT,
    DOSE,
    ROW,
    Case,
    findings,
    lets_pass,
    objects,
)

SCOPE = "identification.source_scope"
CASES = [
    Case(
        "H-M01",
        fails={SCOPE: "ABSTRACT_ONLY", "population.ethnicity": NR},
        at="population.ethnicity",
        says="abstract only",
        passes={SCOPE: "FULL_TEXT", "population.ethnicity": NR},
    ),
    Case(
        "H-M01",
        fails={SCOPE: "EXCERPT", f"{ROW}.before": NR},
        at=f"{ROW}.before",
        says="not in source",
        passes={SCOPE: "EXCERPT", f"{ROW}.before": NA_SRC},
    ),
    Case(
        "H-M02",
        fails={"population.ethnicity": UNCLEAR},
        at="population.ethnicity",
        says="needs a note",
        passes={"population.ethnicity": UNCLEAR},
        notes={"population.ethnicity": "two tables differ"},
    ),
    Case(
        "H-M02",
        fails={"design.blinding": "NONE; PARTICIPANT"},
        at="design.blinding",
        says="“nobody”",
        passes={
            "design.blinding": "PARTICIPANT; OUTCOME_ASSESSOR",
            "design.setting": "RHEUM",
        },
    ),
    Case(
        "U-01",
        fails={"population.age": "forty or so"},
        at="population.age",
        says="forty",
        passes={"population.age": "43.5"},
    ),
    Case(
        "U-01",
        fails={f"{ARM}.name": "IVIG", f"{ROW}.arm": "a7"},
        at=f"{ROW}.arm",
        says="Its arms are: IVIG",
        passes={f"{ARM}.name": "IVIG", f"{ROW}.arm": "a1"},
    ),
    Case(
        "U-01",
        fails={f"{ARM}.name": "IVIG", f"{ROW}.arm": Unread(unread="placebo")},
        at=f"{ROW}.arm",
        says="IVIG",
        passes={f"{ARM}.name": "IVIG", f"{ROW}.arm": "a1"},
    ),
    Case(
        "S-M01",
        fails={f"{DOSE}.concentration": "2"},
        at=f"{DOSE}.concentration",
        says="3 to 20",
        passes={f"{DOSE}.concentration": "5"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_not_reported_in_a_row_that_was_removed_is_forgotten():
    study = an_abstraction(**{SCOPE: "ABSTRACT_ONLY", f"{ROW}.n": NR})
    study.put("outcomes.rows[o1]", "row", None)
    assert check(study, CONTEXT, only=["H-M01"]) == []


def test_an_unread_text_that_can_be_read_now_asks_to_be_confirmed():
    found = findings("U-01", {"population.age": Unread(unread="43.5")})
    assert "confirm" in found[0].message


UNREADABLE = {
    "identification.doi": ("doi:10.1/x", "H-I01"),
    "identification.pmid": ("PMID 12", "H-I01"),
    "identification.registry": ("NCT1", "H-I01"),
    "identification.year": ("1492", "H-I02"),
    "identification.language": ("elvish", "U-01"),
    "identification.period_start": ("2012-13-40", "H-I02"),
    "population.n_enrolled": ("-3", "H-P01"),
    "population.n_treated": ("3.5", "H-P01"),
    "population.age_min": ("140", "H-P07"),
    "population.age": ("½", "U-01"),
    "population.biopsy_proven": ("3.5/7", "H-P01"),
    "design.design_code": ("a trial", "U-01"),
    f"{DOSE}.phase_no": ("0", "H-D02"),
    f"{DOSE}.value": ("0", "H-D01"),
    f"{DOSE}.days_per_course": ("5-2", "H-P06"),
    f"{DOSE}.g_per_kg_per_course": ("400", "H-D03"),
    f"{DOSE}.g_per_kg_per_day": ("4", "H-D04"),
    f"{DOSE}.concentration": ("50", "H-D06"),
    f"{ROW}.before": ("3,5", "U-01"),
    f"{ROW}.after": ("1e400", "U-01"),
    f"{ROW}.within_p": ("NaN", "U-01"),
    "adverse_effects.rows[e1].grade": ("6", "H-A01"),
    "assessments[b1].bias.nos_cohort_s1": ("2", "H-B03"),
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_unread_text_has_one_finding_under_the_rule_it_breaks(path):
    text, rule = UNREADABLE[path]
    found = check(an_abstraction(**{path: text}), CONTEXT)
    assert [one.rule for one in found if one.path == path] == [rule]


def test_no_unread_text_of_any_field_goes_unseen():
    """Whatever the field, a text that cannot be read has exactly one finding."""
    for spec in the_form().fields():
        path = spec.pattern.replace("[]", "[x1]")
        study = an_abstraction(**{path: Unread(unread="†‡ -7.7.7 %/")})
        assert isinstance(study.get(path), Unread), path
        found = check(study, CONTEXT)
        assert len([one for one in found if one.path == path]) == 1, path


def test_unread_text_that_names_an_arm_by_now_asks_to_be_confirmed():
    answers = {f"{ARM}.name": "IVIG", f"{ROW}.arm": Unread(unread="ivig")}
    assert "choose the arm" in findings("U-01", answers)[0].message


def test_a_damaged_value_is_shown_as_text_under_its_rule():
    study = an_abstraction(**{"population.n_enrolled": -5})
    found = check(study, CONTEXT)
    assert [(one.rule, one.path) for one in found] == [
        ("H-P01", "population.n_enrolled")
    ]


def test_a_blank_abstraction_has_no_finding():
    assert check(an_abstraction(), CONTEXT) == []


def test_rules_say_what_they_want_and_why():
    for one in rules().values():
        assert one.wants.endswith("."), one.id
        assert one.why.endswith("."), one.id
