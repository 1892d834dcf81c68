"""Unseen characters are shown."""

import pytest

from ivig_abstractor.base.visible import visible


@pytest.mark.parametrize("text", ["Müller 2012.ivig", "研究", "a b", "e\u0301", ""])
def test_leaves_ordinary_text_alone(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gnp\u202eexe", "gnp⟨U+202E⟩exe"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("a\tb", "a⟨U+0009⟩b"),
        ("\udcff", "⟨U+DCFF⟩"),
        ("\u3164", "⟨U+3164⟩"),
    ],
)
def test_marks_what_cannot_be_seen(text, shown):
    assert visible(text) == shown
