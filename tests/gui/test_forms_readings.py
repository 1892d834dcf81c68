"""What stands beside a count while it is typed."""

import pytest

from ivig_abstractor.gui.forms.readings import tokens_of
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Reading
from ivig_abstractor.model.reading import read_answer


def said(path: str, text: str) -> list[tuple[str, bool]]:
    spec = the_form().by_pattern[path]
    reading = read_answer(spec, text)
    assert isinstance(reading, Reading)
    return [(one.text, one.used) for one in tokens_of(spec, reading)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("30/52 (57.7%)", [("30 of 52", True), ("57.7%", True)]),
        ("30/52", [("30 of 52", True), ("= 57.7%", False)]),
        (
            "6/19 (28%)",
            [("6 of 19", True), ("28%", False), ("computed 31.6%", False)],
        ),
        ("8", [("8", True)]),
        ("15/12", [("15 of 12", True)]),
    ],
)
def test_a_count_says_the_share_it_makes(text, tokens):
    assert said("outcomes.rows[].responders", text) == tokens


def test_a_typed_zero_is_said_to_be_explicit():
    tokens = said("adverse_effects.deaths", "0/95")
    assert tokens[-1] == ("explicit zero, stated in the source", False)
    assert said("outcomes.rows[].responders", "0/95") == [("0 of 95", True)]


def test_what_was_read_is_ticked_as_in_a_printed_dose():
    assert said("population.age", "mean 48 (SD 12)") == [
        ("mean 48", True),
        ("SD 12", True),
    ]


def test_a_remark_on_what_is_printed_is_not_ticked_as_a_value():
    assert said("arms[].phases[].course.duration", "mean 4-6") == [
        ("range called mean", False),
        ("range 4 to 6", True),
    ]
