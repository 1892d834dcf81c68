"""The name of an instrument is read as the one outcome that it measures."""

import pytest

from ivig_abstractor.model.codes import Instrument, OutcomeCode
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Problem, Reading
from ivig_abstractor.model.reading import read_answer

OUTCOME = the_form().field("outcomes.rows[o1].outcome_code")


@pytest.mark.parametrize(
    ("text", "outcome", "instrument"),
    [
        ("CK", OutcomeCode.ENZYMES, Instrument.CK),
        ("cpk", OutcomeCode.ENZYMES, Instrument.CK),
        ("LDH", OutcomeCode.ENZYMES, Instrument.LDH),
        ("HAQ", OutcomeCode.FUNCTION, Instrument.HAQ_DI),
        ("6MWT", OutcomeCode.FUNCTION, Instrument.WALK_6MIN),
        ("DLCO", OutcomeCode.LUNG, Instrument.DLCO_PCT),
        ("MMT", OutcomeCode.STRENGTH, None),
        ("MMT-8", OutcomeCode.STRENGTH, None),
        ("MRC", OutcomeCode.STRENGTH, None),
        ("FVC", OutcomeCode.LUNG, None),
    ],
)
def test_an_instrument_tells_its_outcome(text, outcome, instrument):
    read = read_answer(OUTCOME, text)
    assert isinstance(read, Reading)
    assert read.value is outcome
    assert dict(read.also).get("instrument") is instrument
    assert read.tokens


@pytest.mark.parametrize("text", ["VAS", "other", "Likert", "blood pressure"])
def test_what_may_measure_several_outcomes_tells_none(text):
    assert isinstance(read_answer(OUTCOME, text), Problem)


def test_an_option_is_no_instrument():
    read = read_answer(OUTCOME, "lung")
    assert isinstance(read, Reading)
    assert not read.also


def test_other_fields_are_read_as_before():
    spec = the_form().field("outcomes.rows[o1].better")
    assert isinstance(read_answer(spec, "CK"), Problem)
