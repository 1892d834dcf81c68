"""Outcome rows (O)."""

import pytest

from tests.model.checks.case import ROW, Case, findings, lets_pass, objects

CK = {f"{ROW}.outcome_code": "ENZYMES", f"{ROW}.instrument": "CK"}
CK_U = {**CK, f"{ROW}.unit": "U/L"}
ONE_SIDE = {f"{ROW}.instrument": "MMT8_U80"}
STRENGTH = {f"{ROW}.outcome_code": "STRENGTH"}
BASE = "population.baseline[m1]"


def on(instrument, after):
    return {f"{ROW}.instrument": instrument, f"{ROW}.after": after}


CASES = [
    Case(
        "H-O01",
        fails={**CK, f"{ROW}.before": "1287 U/L", f"{ROW}.after": "10.2 ukat/L"},
        at=f"{ROW}.after",
        says="in ukat/L, and the row in U/L",
        passes={**CK, f"{ROW}.before": "1287 IU/L", f"{ROW}.after": "612 U/L"},
    ),
    Case(
        "H-O01",
        fails={**CK, f"{ROW}.unit": "ukat/L", f"{ROW}.change": "down by 1140 U/L"},
        at=f"{ROW}.change",
        says="the row in ukat/L",
        passes={**CK, f"{ROW}.unit": "ukat/L", f"{ROW}.change": "down by 47%"},
    ),
    Case(
        "H-O02",  # Hara 2003 prints 81 without the end of the scale
        fails={**ONE_SIDE, f"{ROW}.before": "67.0", f"{ROW}.after": "81.0"},
        at=f"{ROW}.after",
        says=(
            "81.0 is above 80, the most that MMT-8 of one side can reach. "
            "Both sides are scored 0–150."
        ),
        passes={**ONE_SIDE, f"{ROW}.before": "67.0", f"{ROW}.after": "80"},
    ),
    Case(
        "H-O02",
        fails={**ONE_SIDE, f"{ROW}.before": "60 (range 40-112)"},
        at=f"{ROW}.before",
        says="Both sides",
        passes=on("MMT8_B150", "112"),
    ),
    Case(
        "H-O02",
        fails={**ONE_SIDE, f"{ROW}.before": "200"},
        at=f"{ROW}.before",
        says="the highest score of this scale",
        passes=on("MMT_STUDY", "200"),
    ),
    Case(
        "H-O02",
        fails={**on("MMT_STUDY", "101"), f"{ROW}.scale_max": "100"},
        at=f"{ROW}.after",
        says="101 is above 100",
        passes={**on("MMT_STUDY", "99"), f"{ROW}.scale_max": "100"},
    ),
    Case(
        "H-O02",
        fails=on("FI", "-2"),
        at=f"{ROW}.after",
        says="below 0",
        passes=on("FI", "2"),
    ),
    Case(
        "H-O02",
        fails={f"{BASE}.measure": "MMT8_U80", f"{BASE}.value": "112"},
        at=f"{BASE}.value",
        says="112 is above 80",
        passes={f"{BASE}.measure": "MMT8_B150", f"{BASE}.value": "112"},
    ),
    Case(
        "H-O03",
        fails={**CK_U, f"{ROW}.before": "0"},
        at=f"{ROW}.before",
        says="CK of 0 U/L",
        passes={**CK_U, f"{ROW}.before": "1287.4"},
    ),
    Case(
        "H-O03",
        fails={**CK, f"{ROW}.before": "20000 ukat/L"},
        at=f"{ROW}.before",
        says="1,000,000 U/L",
        passes={**CK, f"{ROW}.before": "20 ukat/L"},
    ),
    Case(
        "H-O03",
        fails={**CK, f"{ROW}.after": "612.6"},
        at=f"{ROW}.after",
        says="no unit",
        passes={**CK, f"{ROW}.after": "612.6 IU/L"},
    ),
    Case(
        "H-O04",
        fails=on("HAQ_DI", "3.4"),
        at=f"{ROW}.after",
        says="above 3",
        passes=on("HAQ_DI", "2.4"),
    ),
    Case(
        "H-O04",
        fails=on("TIS", "148.4"),
        at=f"{ROW}.after",
        says="above 100",
        passes=on("TIS", "48.4"),
    ),
    Case(
        "H-O04",
        fails=on("VAS_10CM", "55"),
        at=f"{ROW}.after",
        says="In millimetres",
        passes=on("VAS_100MM", "55"),
    ),
    Case(
        "H-O04",
        fails=on("CDASI_D", "40"),
        at=f"{ROW}.after",
        says="above 32",
        passes=on("CDASI_A", "40"),
    ),
    Case(
        "H-O04",
        fails=on("MRC_SUM_60", "64"),
        at=f"{ROW}.after",
        says="MRC sum",
        passes=on("MRC_SUM_60", "58"),
    ),
    Case(
        "H-O04",
        fails=on("FVC_PCT", "0"),
        at=f"{ROW}.after",
        says="0% of predicted",
        passes=on("DLCO_PCT", "62"),
    ),
    Case(
        "S-O01",
        fails={**CK, f"{ROW}.before": "700 ukat/L"},
        at=f"{ROW}.before",
        says="42000 U/L",
        passes={**CK, f"{ROW}.before": "70 ukat/L"},
    ),
    Case(
        "S-O02",
        fails={**CK_U, f"{ROW}.before": "200", f"{ROW}.after": "900"},
        at=f"{ROW}.after",
        says="4.5 times",
        passes={**CK_U, f"{ROW}.before": "1287.4", f"{ROW}.after": "612.6"},
    ),
    Case(
        "S-O03",
        fails={**CK_U, f"{ROW}.uln": "35"},
        at=f"{ROW}.uln",
        says="35 U/L",
        passes={**CK_U, f"{ROW}.uln": "170"},
    ),
    Case(
        "S-O03",
        fails={**CK, f"{ROW}.unit": "ukat/L", f"{ROW}.uln_men": "33"},
        at=f"{ROW}.uln_men",
        says="1980 U/L",
        passes={**CK, f"{ROW}.unit": "ukat/L", f"{ROW}.uln_men": "3.3"},
    ),
    Case(
        "S-O04",
        fails=on("FVC_PCT", "2.4"),
        at=f"{ROW}.after",
        says="2.4% of predicted",
        passes=on("FVC_PCT", "74"),
    ),
    Case(
        "S-O05",
        fails={
            **STRENGTH,
            f"{ROW}.analysis_set": "responders",
            f"{ROW}.before": "81",
            f"{ROW}.after": "67",
        },
        at=f"{ROW}.after",
        says="from 81 to 67",
        passes={
            **STRENGTH,
            f"{ROW}.analysis_set": "non-responders",
            f"{ROW}.before": "81",
            f"{ROW}.after": "67",
        },
    ),
    Case(
        "S-O05",
        fails={
            **STRENGTH,
            f"{ROW}.better": "LOWER",
            f"{ROW}.responders": "7/8",
            f"{ROW}.before": "20",
            f"{ROW}.after": "30",
        },
        at=f"{ROW}.after",
        says="from 20 to 30",
        passes={
            **STRENGTH,
            f"{ROW}.responders": "7/8",
            f"{ROW}.before": "67",
            f"{ROW}.after": "81",
        },
    ),
    Case(
        "S-O06",
        fails={"design.follow_up": "range 1-6", f"{ROW}.time": "40 weeks"},
        at=f"{ROW}.time",
        says="9.2 months after the start, but patients were followed for 6",
        passes={"design.follow_up": "range 1-6", f"{ROW}.time": "12 weeks"},
    ),
    Case(
        "S-O06",
        fails={"design.follow_up": "40 weeks", f"{ROW}.time": "12 months"},
        at=f"{ROW}.time",
        says="12 months",
        passes={"design.follow_up": "40 weeks", f"{ROW}.time": "40 weeks"},
    ),
    Case(
        "S-O07",  # Mammen 2015, copied without its ±
        fails={**CK_U, f"{ROW}.before": "49193523"},
        at=f"{ROW}.before",
        says="“49193523”",
        passes={**CK_U, f"{ROW}.before": "4919 (SD 3523)"},
    ),
    Case(
        "S-O07",
        fails={f"{ROW}.raw": "CK fell from 49193523 to 612"},
        at=f"{ROW}.raw",
        says="49193523",
        passes={f"{ROW}.raw": "CK fell from 4919 ± 3523 to 612 (PMID unknown)"},
    ),
    Case(
        "S-O08",
        fails={**CK, f"{ROW}.uln": "3.3"},
        at=f"{ROW}.unit",
        says="ukat/L",
        passes={**CK, f"{ROW}.uln": "3.3", f"{ROW}.unit": "ukat/L"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


@pytest.mark.parametrize(
    "follow_up", ["mean 14", "median 14", "14 (SD 4)", ">14", "5 ukat/L"]
)
def test_a_typical_follow_up_says_nothing_of_the_longest(follow_up):
    late = {f"{ROW}.time": "60 months", "design.follow_up": follow_up}
    assert findings("S-O06", late) == []


@pytest.mark.parametrize("time", ["infusion 30", "90 months after diagnosis"])
def test_times_that_do_not_count_from_baseline_are_left_alone(time):
    late = {f"{ROW}.time": time, "design.follow_up": "range 1-6"}
    assert findings("S-O06", late) == []


SILENT = [
    ("H-O02", {f"{ROW}.instrument": "TIS", f"{ROW}.after": "148"}),
    ("H-O02", {f"{BASE}.measure": "TIS", f"{BASE}.value": "148"}),
    ("H-O03", {f"{ROW}.instrument": "LDH", f"{ROW}.after": "0"}),
    ("H-O04", {f"{BASE}.measure": "HAQ_DI", f"{BASE}.value": "1.2"}),
    ("S-O01", {**CK, f"{ROW}.unit": "x ULN", f"{ROW}.after": "7"}),
    ("S-O03", {**CK, f"{ROW}.unit": "x ULN", f"{ROW}.uln": "1"}),
    ("S-O03", {f"{ROW}.instrument": "LDH", f"{ROW}.uln": "1"}),
    ("S-O05", {**STRENGTH, f"{ROW}.before": "81", f"{ROW}.responders": "7/8"}),
    ("S-O06", {"design.follow_up": "range 1-6", f"{ROW}.raw": "late"}),
    ("S-O08", {**CK, f"{ROW}.uln": "170"}),
    ("S-O08", {**CK, f"{ROW}.uln": "3.3", f"{ROW}.change": "down by 3 ukat/L"}),
]


@pytest.mark.parametrize(("rule", "answers"), SILENT)
def test_what_is_not_known_keeps_a_rule_silent(rule, answers):
    assert findings(rule, answers) == []


def test_a_baseline_without_a_unit_is_found():
    ck = {f"{BASE}.measure": "CK", f"{BASE}.value": "1287"}
    assert [one.path for one in findings("H-O03", ck)] == [f"{BASE}.value"]


@pytest.mark.parametrize(
    ("answers", "units", "at"),
    [
        ({**CK, f"{ROW}.after": "612.6"}, ["U/L", "µkat/L"], f"{ROW}.unit"),
        (
            {f"{BASE}.measure": "CK", f"{BASE}.value": "1287"},
            ["U/L", "µkat/L"],
            f"{BASE}.unit",
        ),
    ],
)
def test_a_ck_without_unit_offers_both_units(answers, units, at):
    (found,) = findings("H-O03", answers)
    assert [one.label for one in found.repairs] == units
    for repair in found.repairs:
        assert repair.path == at
        assert not findings("H-O03", {**answers, repair.path: repair.text})


def test_a_low_limit_offers_the_likely_unit_first():
    (found,) = findings("S-O08", {**CK, f"{ROW}.uln": "3.3"})
    assert found.repairs[0].text == "µkat/L"
    assert found.repairs[0].path == f"{ROW}.unit"
