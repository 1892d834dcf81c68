"""Every rule of the form is declared, and every declared rule is shown at work."""

import re

import pytest

from ivig_abstractor.model.checks.registry import RULES_MARK, mark_of, rules
from ivig_abstractor.model.finding import Severity
from tests.corpora import paper_form
from tests.model.checks import (
    test_adverse_effects,
    test_completion,
    test_dose,
    test_flow,
    test_general,
    test_glucocorticoids,
    test_identity,
    test_numbers,
    test_outcomes,
    test_population,
    test_risk_of_bias,
)

TABLES = (
    test_adverse_effects,
    test_completion,
    test_dose,
    test_flow,
    test_general,
    test_glucocorticoids,
    test_identity,
    test_numbers,
    test_outcomes,
    test_population,
    test_risk_of_bias,
)
CASES = [case for table in TABLES for case in table.CASES]

HARD = """
    M01 M02 I01 I02 P01 P02 P03 P04 P05 P06 P07 D01 D02 D03 D04 D05 D06 N01 N02
    O01 O02 O03 O04 R01 R02 R03 G01 A01 B01 B02 B03 E01 X01
    F01 F02 F03 F04 F05 F06 F07 F08
"""
SOFT = """
    I01 I02 I03 I04 P01 P02 P03 P04 P05 P06 P07 D01 D02 D03 D04 D05 D06 D07 D08 D09
    D10 D11 D12 D13 N01 N02 N03 N04 N05 R01 R02 R03 R04 R05 R06 O01 O02 O03 O04 O05
    O06 O07 O08 G01 G02 G03 G04 A01 A02 A03 A04 A05 B01 E01
"""
OF_THE_FORM = {
    *(f"H-{one}" for one in HARD.split()),
    *(f"S-{one}" for one in SOFT.split()),
}
OUR_OWN = {"U-01", "U-02", "S-M01"}


def test_the_rules_are_those_of_the_form_and_three_of_our_own():
    assert set(rules()) == OF_THE_FORM | OUR_OWN


def test_the_list_above_is_that_of_the_paper_form():
    text = paper_form()
    declared = set(re.findall(r"^\| ([HS]-[A-Z]\d\d) \|", text, re.MULTILINE))
    declared |= set(re.findall(r"^- (H-F\d\d) ", text, re.MULTILINE))
    assert declared == OF_THE_FORM


@pytest.mark.parametrize("rule", sorted(rules()))
def test_a_case_shows_the_rule_objecting_and_letting_pass(rule):
    shown = [case for case in CASES if case.rule == rule]
    assert shown
    differ = [case.fails != case.passes or case.notes for case in shown]
    assert all(differ) or rule == "H-X01"  # which says nothing of work under way


def test_hard_rules_are_errors_and_soft_ones_queries():
    for one in rules().values():
        soft = one.id.startswith("S-")
        assert one.severity is (Severity.QUERY if soft else Severity.ERROR)


def test_the_mark_of_the_rules_is_that_of_these_rules():
    # After a rule is added or taken away: write this into registry.py, so that what
    # files keep of studies is worked out anew.
    assert mark_of(rules()) == RULES_MARK
