"""The likely answers a finding offers: each can be read, and each settles it."""

import pytest

from ivig_abstractor.model.checks.registry import check
from ivig_abstractor.model.reading import read_answer
from tests.model.checks.case import CONTEXT, DOSE, EFFECT, ROW, built

COURSE = "arms[a1].phases[p1].course"

# rule, answers, the words on the buttons
MENDED = [
    ("S-R01", {f"{ROW}.responders": "6/19 (28%)"}, ["Use 32%"]),
    (
        "S-R01",
        {f"{ROW}.responders": "25/35 (74.3%)"},
        ["Use 71.4%", "Use 26/35"],
    ),
    ("H-R01", {f"{ROW}.responders": "15/12"}, ["Use 12/15"]),
    (
        "H-R01",
        {f"{EFFECT}.patients": "2/15"},
        ["15 patients", "15 infusions", "15 courses"],
    ),
    ("H-P06", {f"{DOSE}.days_per_course": "5-2"}, ["Use 2-5"]),
    ("H-P06", {f"{COURSE}.interval": "8-4 weeks"}, ["Use 4-8 weeks"]),
    ("H-P06", {"population.age": "48 (67-29)"}, ["Use 48 (range 29-67)"]),
    (
        "H-P06",
        {"population.age_min": "67", "population.age_max": "29"},
        ["Exchange the two"],
    ),
    ("H-N01", {f"{ROW}.after": "mean 48 (SD -3)"}, ["Use mean 48 (SD 3)"]),
    (
        "H-N01",
        {f"{ROW}.effect": "MD 3.2 (5.3, 1.1)"},
        ["Use MD 3.2 (95% CI 1.1-5.3)"],
    ),
    ("S-D02", {f"{DOSE}.value": "2", f"{DOSE}.unit": "mg/kg"}, ["Use g/kg"]),
    ("S-D02", {f"{DOSE}.value": "400", f"{DOSE}.unit": "g/kg"}, ["Use mg/kg"]),
    (
        "S-D09",
        {f"{DOSE}.dose_text": "2 g/kg monthly", f"{COURSE}.interval": "4 weeks"},
        ["Use 1 month"],
    ),
    (
        "S-G03",
        {
            f"{ROW}.outcome_code": "STEROID_SPARING",
            f"{ROW}.change": "by or to 47.1 mg/day",
        },
        ["Reduced by 47.1 mg/day", "Reduced to 47.1 mg/day"],
    ),
    (
        "S-G02",
        {
            f"{ROW}.outcome_code": "STEROID_SPARING",
            f"{ROW}.before": "12",
            f"{ROW}.after": "35",
        },
        ["Exchange the two"],
    ),
    (
        "U-01",
        {f"{ROW}.outcome_code": "STEROID_SPARING", f"{ROW}.change": "47.1"},
        ["Reduced by 47.1", "Changed to 47.1", "Unclear: by or to, left open"],
    ),
    (
        "U-01",
        {f"{ROW}.outcome_code": "ENZYMES", f"{ROW}.change": "47%"},
        ["Reduced by 47%", "Raised by 47%"],
    ),
    (
        "H-O02",
        {f"{ROW}.instrument": "MMT8_U80", f"{ROW}.after": "81.0"},
        ["Use MMT-8, both sides (0-150)"],
    ),
    (
        "H-M01",
        {
            "identification.source_scope": "ABSTRACT_ONLY",
            "population.age": "NR",
        },
        ["Use “not in source”"],
    ),
    (
        "H-P04",
        {
            "population.n_female": "20",
            "population.n_male": "12",
            "population.described_n": "35",
        },
        ["3 of unknown sex", "Describe 32 patients"],
    ),
]


def _found(rule, answers):
    return check(built(rule, answers, {}), CONTEXT, only=[rule])


@pytest.mark.parametrize(("rule", "answers", "buttons"), MENDED)
def test_a_finding_offers_what_is_likely_meant(rule, answers, buttons):
    (found,) = _found(rule, answers)

    assert [one.label for one in found.repairs] == buttons


@pytest.mark.parametrize(("rule", "answers", "buttons"), MENDED)
def test_each_repair_can_be_read_and_settles_its_finding(rule, answers, buttons):
    (found,) = _found(rule, answers)
    form = built(rule, answers, {}).form

    for repair in found.repairs:
        for path, text in repair.sets:
            assert hasattr(read_answer(form.field(path), text), "tokens")
        mended = answers | dict(repair.sets)
        assert not _found(rule, mended), repair


def test_a_rise_is_no_reading_of_what_spared_a_steroid():
    answers = {f"{ROW}.instrument": "GC_DOSE", f"{ROW}.change": "36 mg/day"}

    (found,) = _found("U-01", answers)

    assert [one.text for one in found.repairs] == [
        "down by 36 mg/day",
        "to 36 mg/day",
        "by or to 36 mg/day",
    ]


def test_a_rule_that_cannot_know_offers_nothing():
    (found,) = _found("S-N03", {"population.age": "43.5 ± 16.8"})

    assert found.repairs == ()
