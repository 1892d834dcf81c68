"""Codes answer what `enum.StrEnum` answers."""

import copy
import json
import pickle
from enum import StrEnum

import pytest
from pydantic import TypeAdapter, ValidationError

from ivig_abstractor.base.codes import Codes
from ivig_abstractor.base.errors import BugError
from ivig_abstractor.model import answer
from ivig_abstractor.model.answer import Choice


class Taste(Choice):
    """How it tastes."""

    SWEET = "SWEET", "sweet", "Like sugar."
    SOUR = "SOUR", "sour"
    NONE = "none"


class Standard(StrEnum):
    """The same, by the standard library."""

    SWEET = "SWEET"
    SOUR = "SOUR"
    NONE = "none"


@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: [str(one) for one in kind],
        lambda kind: [one.name for one in kind],
        lambda kind: [one.value for one in kind],
        lambda kind: [type(one.value) for one in kind],
        lambda kind: list(kind.__members__),
        lambda kind: [str(one) for one in reversed(kind)],
        lambda kind: kind["SOUR"] is kind.SOUR is kind("SOUR") is kind(kind.SOUR),
        lambda kind: kind.SOUR == "SOUR" != kind.SWEET,
        lambda kind: {kind.SOUR: 1}[kind("SOUR")],
        lambda kind: (len(kind), bool(kind), kind.SOUR in kind),
        lambda kind: f"{kind.SOUR} {kind.SOUR:>6}|{kind.NONE!s}",
        lambda kind: json.dumps([kind.SOUR]),
        lambda kind: repr(kind.SOUR).replace(kind.__name__, ""),
        lambda kind: isinstance(kind.SOUR, str) and isinstance(kind.SOUR, kind),
        lambda kind: copy.deepcopy([kind.SOUR])[0] is copy.copy(kind.SOUR) is kind.SOUR,
        lambda kind: pickle.loads(pickle.dumps(kind.SOUR)) is kind.SOUR,  # noqa: S301 - our own
        sorted,
        lambda kind: [one.lower() for one in kind],
        lambda kind: TypeAdapter(kind).validate_python("SOUR") is kind.SOUR,
        lambda kind: TypeAdapter(list[kind]).dump_json([kind.SOUR, kind.NONE]),
        lambda kind: TypeAdapter(kind).json_schema()["enum"],
    ],
)
def test_codes_are_what_text_enumerations_are(ask):
    assert ask(Taste) == ask(Standard)


def test_a_code_has_its_words():
    assert (Taste.SWEET.label, Taste.SWEET.sentence) == ("sweet", "Like sugar.")
    assert (Taste.SOUR.label, Taste.SOUR.sentence) == ("sour", "")
    assert (Taste.NONE.label, Taste.NONE.sentence) == ("none", "")
    assert TypeAdapter(Taste).json_schema()["description"] == "How it tastes."


@pytest.mark.parametrize("wrong", ["sour", "", None, 3, ["SOUR"], "SWEET "])
def test_what_is_no_code_is_refused(wrong):
    assert wrong not in Taste
    with pytest.raises(ValueError, match="is not a valid Taste"):
        Taste(wrong)
    with pytest.raises(answer.NotPlain):
        Taste.read_plainly(wrong)
    with pytest.raises(ValidationError):
        TypeAdapter(Taste).validate_python(wrong)


def test_codes_never_change():
    with pytest.raises(AttributeError, match="never change"):
        Taste.SOUR = "x"
    with pytest.raises(AttributeError, match="never change"):
        del Taste.SOUR
    with pytest.raises(AttributeError, match="never changes: label"):
        Taste.SOUR.label = "x"


def test_a_code_given_twice_is_a_bug():
    with pytest.raises(BugError, match="Twice has the code A twice"):
        type(Codes)("Twice", (Codes,), {"ONE": "A", "OTHER": ("A", "again")})
