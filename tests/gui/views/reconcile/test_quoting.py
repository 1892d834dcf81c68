"""Numbers that are not in what was quoted for them."""

import pytest

from ivig_abstractor.gui.views.reconcile.quoting import not_quoted, not_quoted_words
from ivig_abstractor.model.form import Kind

QUOTED = "prednisone 35, methotrexate 24, azathioprine 13; 1,200 mg; 43·5 (SD 16,8)"


@pytest.mark.parametrize(
    ("kind", "answer", "lacking"),
    [
        (Kind.INTEGER, "35", []),
        (Kind.INTEGER, "350", ["350"]),
        (Kind.INTEGER, "3", ["3"]),
        (Kind.INTEGER, "1200", []),
        (Kind.DECIMAL, "43.50", []),
        (Kind.STAT, "mean 43.5 (SD 16.8)", []),
        (Kind.STAT, "mean 43,5 (SD 18,6)", ["18,6"]),
        (Kind.EFFECT, "24 (95 % CI 13 to 35)", []),
        (Kind.MEASURE, "35 mg/m2", []),
        (Kind.TEXT, "350", []),
        (Kind.CHOICE, "350", []),
    ],
)
def test_a_number_is_looked_for_however_it_is_printed(kind, answer, lacking):
    assert not_quoted(kind, answer, [QUOTED]) == lacking


@pytest.mark.parametrize(
    ("number", "quoted"),
    [
        ("35", "Thirty-five patients"),
        ("2", "two of them died"),
        ("0", "no deaths occurred"),
        ("1", "a patient died"),
        ("12345", "12 345 infusions"),
        ("7", "1–7 years"),
        ("0.05", "p<.05"),
        ("0.05", "P=·05"),
    ],
)
def test_numbers_in_words_are_found(number, quoted):
    assert not_quoted(Kind.INTEGER, number, [quoted]) == []
    assert not_quoted(Kind.INTEGER, "99", [quoted]) == ["99"]


def test_it_is_said_in_one_line():
    assert not_quoted(Kind.INTEGER, "350", []) == []
    assert not_quoted(Kind.INTEGER, "24", ["35", "24"]) == []
    assert not_quoted_words(["350"], 1) == "350 is not in this quotation"
    assert not_quoted_words(["1", "2"], 1) == "1, 2 are not in this quotation"
    assert not_quoted_words(["1"], 2) == "1 is in none of these quotations"
    assert not_quoted_words([], 1) == ""
