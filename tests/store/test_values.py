"""Values come back exactly as they are, or are refused in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.base.errors import BugError, ContentMismatch, ValueRefused
from ivig_abstractor.store.values import canonical, read_json, refuse_text

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


@given(JSON)
def test_a_value_comes_back_as_it_was(value):
    assert read_json(canonical(value)) == value


@given(JSON)
def test_canonical_is_json_with_sorted_keys_and_no_spaces(value):
    expected = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert canonical(value) == expected


def test_equal_objects_are_written_alike():
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


def test_true_is_not_one():
    assert canonical(True) != canonical(1)


def deep(levels):
    value = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "not exact"),
        (float("inf"), "not exact"),
        (1.5, "not exact"),
        ([1, {"a": 0.1}], "not exact"),
        ("a\0b", "NUL"),
        ({"a\0": 1}, "NUL"),
        ("\ud800", "half a character"),
        ({"x": ["\udfff"]}, "U+DFFF"),
        (10**18, "18 digits"),
        (-(10**18), "18 digits"),
        (deep(21), "nested"),
        ("ü" * 2_500_000, "5 MB"),
        (["x" * 4_000_000, "x" * 1_000_000], "5 MB"),
    ],
    ids=str,
)
def test_what_would_not_come_back_is_refused(value, said):
    with pytest.raises(ValueRefused, match=said.replace("+", r"\+")) as refused:
        canonical(value)
    assert refused.value.next_step


@pytest.mark.parametrize("value", [deep(20), "x" * 4_999_998, 10**18 - 1])
def test_what_is_just_within_the_limits_is_kept(value):
    assert read_json(canonical(value)) == value


@pytest.mark.parametrize("value", [b"x", (1,), {1: 2}, object()])
def test_what_is_not_json_is_our_own_fault(value):
    with pytest.raises(BugError):
        canonical(value)


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "1.5", "1e400", b"1", None, 1, "[" * 100_000, "1" * 5000]
)
def test_what_we_did_not_write_means_damage(text):
    with pytest.raises(ContentMismatch):
        read_json(text)


@pytest.mark.parametrize("text", ["", "\u202e", "e\u0301", "é", "\U0001f9ec", "研究"])
def test_all_other_text_is_accepted(text):
    refuse_text(text)
