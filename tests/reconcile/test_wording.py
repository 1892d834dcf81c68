"""Wordings in one spelling, their pieces, and what differs between two of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.reconcile.normalising import unit_scale
from ivig_abstractor.reconcile.wording import (
    by_other_names,
    pieces_of,
    plain_wording,
    share_words,
    text_difference,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cafe\u0301", "CAFÉ"),
        ("ﬁbrosis", "fibrosis"),
        ("43·5 years", "43.5 years"),
        ("Still’s  disease", "Still's disease"),
        ("«quoted»", "quoted"),
        ("x−5", "x-5"),
        ("A; b, (c)", "a b c"),
        ("X-ray", "X ray"),
        ("4 m²", "4 m2"),
    ],
)
def test_formatting_makes_no_difference(one, other):
    assert plain_wording(one) == plain_wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("1½", "11/2"),
        ("5%", "5"),
        ("a ± b", "a b"),
        ("?", "!"),
        ("", "-"),
    ],
)
def test_what_carries_meaning_stays(one, other):
    assert plain_wording(one) != plain_wording(other)


def test_well_known_names_have_one_form_for_pairing_only():
    assert by_other_names("intravenous immunoglobulin") == by_other_names("IVIg")
    assert plain_wording("intravenous immunoglobulin") != plain_wording("IVIg")
    assert pieces_of("Oedema") == pieces_of("edema")
    assert by_other_names("group") == "group"


words = st.text(alphabet="ab é12.-\n ", max_size=30)


@given(words, words)
def test_a_difference_holds_both_texts_whole(one, other):
    left, right = text_difference(one, other)

    assert "".join(stretch for stretch, _differs in left) == one
    assert "".join(stretch for stretch, _differs in right) == other
    assert not any(differs for _stretch, differs in text_difference(one, one)[0])


def test_a_difference_marks_the_words():
    left, right = text_difference("2 g/kg per month", "2 g/kg per week")

    assert left == (("2 g/kg per ", False), ("month", True))
    assert right == (("2 g/kg per ", False), ("week", True))


def test_quotations_overlap_by_a_run_of_words_or_by_holding_each_other():
    long = "the mean dose of prednisone fell from 25 to 10 mg"

    assert share_words("Prednisone fell from 25 to 12", long)
    assert share_words("fell from 25", long)
    assert not share_words("prednisone rose", long)
    assert not share_words("", long)


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("mg/kg/day", "g/kg/day"),
        ("mg/dL", "g/L"),
        ("weeks", "days"),
        ("years", "months"),
        ("IU/L", "U/L"),
        ("Newtons", "newtons"),
        ("study units", "study units"),
    ],
)
def test_units_are_brought_to_one_where_that_is_exact(unit, base):
    assert unit_scale(unit)[0] == base
