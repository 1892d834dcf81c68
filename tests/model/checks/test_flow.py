"""The PRISMA flow of a review (F)."""

import pytest

from ivig_abstractor.model.checks.flow import FLOW_RULES
from ivig_abstractor.model.checks.registry import check
from tests.builders import NA, NR, a_flow, an_abstraction
from tests.model.checks.case import CONTEXT, Case, lets_pass, objects

FOUND = {
    "databases[d1].name": "MEDLINE",
    "databases[d1].records": "300",
    "databases[d2].records": "120",
    "registers[g1].records": "10",
    "duplicates": "30",
    "auto_ineligible": NA,
    "other_removed": "0",
}
NEW = {
    "assessed_a": "40",
    "assessed_b": NA,
    "excluded[x1].stream": "A",
    "excluded[x1].reason": "E-01",
    "excluded[x1].count": "20",
}
CASES = [
    Case(
        "H-F01",
        fails={**FOUND, "screened": "390"},
        at="flow.screened",
        says="390 is entered, but 430 found - 30 duplicates",
        passes={**FOUND, "screened": "400"},
    ),
    Case(
        "H-F02",
        fails={"screened": "400", "records_excluded": "350", "sought_a": "60"},
        at="flow.sought_a",
        says="400 screened - 350 excluded = 50",
        passes={"screened": "400", "records_excluded": "350", "sought_a": "50"},
    ),
    Case(
        "H-F03",
        fails={"sought_a": "50", "not_retrieved_a": "10", "assessed_a": "50"},
        at="flow.assessed_a",
        says="50 sought - 10 not retrieved = 40",
        passes={"sought_a": "50", "not_retrieved_a": "10", "assessed_a": "40"},
    ),
    Case(
        "H-F04",
        fails={
            "websites": "1",
            "organisations": "0",
            "citations": "5",
            "sought_b": "7",
        },
        at="flow.sought_b",
        says="found only 6",
        passes={
            "websites": "1",
            "organisations": "0",
            "citations": "5",
            "sought_b": "6",
        },
    ),
    Case(
        "H-F04",
        fails={"sought_b": "6", "not_retrieved_b": "1", "assessed_b": "6"},
        at="flow.assessed_b",
        says="= 5",
        passes={"sought_b": "6", "not_retrieved_b": "1", "assessed_b": "5"},
    ),
    Case(
        "H-F05",
        fails={**NEW, "new_reports": "14"},
        at="flow.new_reports",
        says="40 + 0 assessed - 20 excluded = 20",
        passes={**NEW, "new_reports": "20"},
    ),
    Case(
        "H-F06",
        fails={"new_studies": "15", "new_reports": "14"},
        at="flow.new_studies",
        says="15 new studies",
        passes={"new_studies": "14", "new_reports": "16"},
    ),
    Case(
        "H-F07",
        fails={"prev_studies": "14", "new_studies": "5", "total_studies": "20"},
        at="flow.total_studies",
        says="14 before + 5 new = 19",
        passes={"prev_studies": "14", "new_studies": "5", "total_studies": "19"},
    ),
    Case(
        "H-F07",
        fails={"prev_reports": "0", "new_reports": "5", "total_reports": "6"},
        at="flow.total_reports",
        says="= 5",
        passes={"prev_reports": "0", "new_reports": "5", "total_reports": "5"},
    ),
    Case(
        "H-F08",
        fails={"duplicates": "-4"},
        at="flow.duplicates",
        says="-4",
        passes={"duplicates": "4"},
    ),
    Case(
        "H-F08",
        fails={"excluded[x1].count": "3", "excluded[x1].reason": NR},
        at="flow.excluded[x1].reason",
        says="These 3 reports have no reason",
        passes=NEW,
    ),
    Case(
        "H-F08",
        fails={
            **NEW,
            "excluded[x2].stream": "A",
            "excluded[x2].reason": "E-01",
        },
        at="flow.excluded[x2].reason",
        says="“children only” is listed twice",
        passes={
            **NEW,
            "excluded[x2].stream": "B",
            "excluded[x2].reason": "E-01",
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_objects(case):
    objects(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lets_pass(case):
    lets_pass(case)


def test_the_flow_is_not_asked_of_a_study():
    assert check(an_abstraction(), CONTEXT, only=FLOW_RULES) == []


def test_an_open_box_keeps_its_sums_silent():
    for boxes in (
        {**FOUND, "screened": "390", "duplicates": None},
        {**NEW, "new_reports": "14", "excluded[x1].count": NR},
    ):
        assert check(a_flow(**boxes), CONTEXT, only=FLOW_RULES) == []


def test_a_box_that_cannot_be_read_is_found_once():
    boxes = a_flow(duplicates="thirty", citations="1.5")
    assert [(one.rule, one.path) for one in check(boxes, CONTEXT, only=FLOW_RULES)] == [
        ("H-F08", "flow.duplicates"),
        ("H-F08", "flow.citations"),
    ]
