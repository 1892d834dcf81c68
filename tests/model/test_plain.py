"""What is read without Pydantic is what Pydantic reads, of the same type, always."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ivig_abstractor.model import quantities as q
from ivig_abstractor.model.abstraction import encode
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.form import FieldSpec, Kind, the_form
from ivig_abstractor.model.plain import NotPlain, plain_reader
from ivig_abstractor.model.record import Record, parts_of
from ivig_abstractor.model.review import ReviewerFacts, Role, StudyFacts
from ivig_abstractor.model.review_form import the_review_form
from ivig_abstractor.model.validating import adapter_of

SPECS = list(
    {
        str(spec.annotation): spec
        for form in (the_form(), the_review_form())
        for spec in form.fields()
    }.values()
)
RECORDS = (
    *(q.Stat, q.KofN, q.Change, q.TimePoint, q.Span, q.Measure, q.Effect),
    *(Missing, Unread, Evidence, ReviewerFacts, StudyFacts),
)
NUMBERS = st.one_of(
    st.integers(-(10**8), 10**8),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(-1000, 3000, places=2),
    st.floats(),
    st.booleans(),
)
TEXTS = st.one_of(
    st.text(max_size=8),
    NUMBERS.map(str),
    st.dates(date(1, 1, 1)).map(lambda day: str(day)[:7]),
    st.sampled_from(["", "NR", "YES", "MEAN", "2002-13", "2002-08-09", "1e3", " 1"]),
)
SIMPLE = st.one_of(st.none(), NUMBERS, TEXTS, st.sampled_from(list(MissingCode)))
NAMES = sorted({name for one in RECORDS for name in parts_of(one)})
VALUES = st.one_of(
    SIMPLE,
    st.lists(SIMPLE, max_size=3),
    st.lists(TEXTS, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from([*NAMES, "other"]), SIMPLE, max_size=4),
)


def fitting(spec: FieldSpec) -> "st.SearchStrategy[object]":
    """Values that may well be of a field's type, as stored and as held."""
    codes = st.sampled_from([*spec.options, *map(str, spec.options), "?"])
    if spec.kind is Kind.CHOICE:
        return codes
    if spec.kind is Kind.CHOICES:
        return st.lists(codes, max_size=3)
    return VALUES


def plainly(annotation: object, value: object) -> object:
    try:
        return plain_reader(annotation)(value)
    except NotPlain:
        return NotPlain


def same(one: object, other: object) -> bool:
    """Equal, of one type, and printed alike: 42.0 is not 42."""
    return type(one) is type(other) and one == other and repr(one) == repr(other)


def holds(annotation: object, value: object) -> None:
    read = plainly(annotation, value)
    if read is not NotPlain:
        assert same(read, adapter_of(annotation).validate_python(value))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.pattern)
def test_a_field_is_read_as_pydantic_reads_it(spec):
    @settings(max_examples=25, deadline=None)
    @given(st.one_of(VALUES, fitting(spec)))
    def law(value):
        holds(spec.annotation, value)

    law()


@pytest.mark.parametrize("record", RECORDS, ids=lambda cls: cls.__name__)
def test_a_record_is_made_as_pydantic_makes_it(record):
    names = st.sampled_from([*parts_of(record), "other"])

    @settings(max_examples=100, deadline=None)
    @given(st.dictionaries(names, SIMPLE, max_size=5))
    def law(parts):
        holds(record, parts)
        try:
            wanted = adapter_of(record).validate_python(parts)
        except ValidationError:
            with pytest.raises(ValueError, match="validation error"):
                record(**parts)
        else:
            assert same(record(**parts), wanted)

    law()


@pytest.mark.parametrize(
    ("annotation", "value", "wanted"),
    [
        (q.Number, "42.0", Decimal("42.0")),
        (q.Count, 3, 3),
        (q.PartialDate, "1987-08", "1987-08"),
        (q.Span, {"low": 2, "high": 5}, q.Span(low=2, high=5)),
        (q.Stat, {"central": "4.50"}, q.Stat(central=Decimal("4.50"))),
        (Missing, {"missing": "NR"}, Missing(missing=MissingCode.NR)),
    ],
)
def test_what_the_program_stores_needs_no_pydantic(annotation, value, wanted):
    assert same(plainly(annotation, value), wanted)
    assert same(plainly(annotation, plainly(annotation, value)), wanted)


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (q.Number, "NaN"),
        (q.Number, 1.5),
        (q.Count, -1),
        (q.Count, True),
        (q.PositiveNumber, "0"),
        (q.Percent, "100.1"),
        (q.PartialDate, "1987-13"),
        (q.Span, {"low": 2}),
        (q.Stat, {"other": 1}),
        (tuple[int, str], [1, "a"]),
        (list[int], [1]),
        (bytes, b""),
    ],
)
def test_whatever_is_not_plain_is_left_to_pydantic(annotation, value):
    assert plainly(annotation, value) is NotPlain


def test_a_record_never_changes():
    stat = q.Stat(central="4")

    with pytest.raises(AttributeError):
        stat.central = Decimal(5)
    with pytest.raises(AttributeError):
        del stat.central
    assert stat.model_copy(update={"raw": "4"}) != stat
    assert hash(stat) == hash(q.Stat(central=4))
    assert repr(Unread(unread="x")) == "Unread(unread='x')"
    assert stat != "4"


def test_a_record_is_validated_like_a_model():
    who = ReviewerFacts(name="Ada", role="lead")

    assert (
        ReviewerFacts.model_validate({"name": "Ada", "role": Role.LEAD, "x": 1}) == who
    )
    assert ReviewerFacts.model_validate(who) is who
    assert who.model_dump()["role"] == "lead"
    assert encode(q.Span(low=2, high=5)) == {"low": 2, "high": 5}
    with pytest.raises(ValueError, match="no ReviewerFacts"):
        ReviewerFacts.model_validate("Ada")
    assert issubclass(ReviewerFacts, Record)
