"""Answers are compared by their field's own rule, and differences get a class."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivig_abstractor.model.abstraction import EVIDENCE, Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.discrepancy import DiscrepancyClass, Sameness
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.field import Comparison
from ivig_abstractor.model.form import FieldSpec, Kind, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.quantities import KofN, Stat, TimePoint, TimeUnit
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.reconcile.comparing import compare, compare_answers, together
from ivig_abstractor.reconcile.normalising import normal
from ivig_abstractor.reconcile.pairing import Decided, align
from tests.builders import NA, NR
from tests.reconcile.two_sides import a_side, compared, rows

SAME, NORMALISED, DIFFERENT, ONE_SIDED, CODES = Sameness
AGE = "population.age"
SEX = "population.n_female"
TITLE = "identification.title"
INTERVAL = "arms[a1].phases[p1].course.interval"
DURATION = "arms[a1].phases[p1].course.duration"
DOSE = "arms[a1].phases[p1].dose"
CRITERIA = "population.criteria"
ABSTRACT = {"place": "ABSTRACT", "source": "pmid 1"}
TABLE = {"place": "TABLE", "locator": "Table 2", "source": "pmid 1"}


def spec_of(path: str) -> FieldSpec:
    return the_form().field(path)


def typed(path: str, text: str) -> Any:
    reading = read_answer(spec_of(path), text)
    return Unread(unread=text) if isinstance(reading, Problem) else reading.value


@pytest.mark.parametrize(
    ("path", "one", "other", "found"),
    [
        (SEX, "12", "12", SAME),
        (SEX, "12", "21", DIFFERENT),
        ("population.age_min", "12", "12.0", NORMALISED),
        ("population.age_min", "12", "12.5", DIFFERENT),
        (AGE, "mean 43.5 (SD 16.8)", "43.50 (SD 16.80)", DIFFERENT),
        (AGE, "mean 43.5 (SD 16.8)", "Mean 43.50 (SD 16.80)", NORMALISED),
        (AGE, "mean 43.5 (SD 16.8)", "mean 43.5 (SD 18.6)", DIFFERENT),
        (AGE, "mean 43.5 (SD 16.8)", "mean 43.5 ± 16.8", DIFFERENT),
        (AGE, "mean 2 years", "mean 24 months", NORMALISED),
        (AGE, "mean 43.5", "mean ??", DIFFERENT),
        (INTERVAL, "4 weeks", "every 4 weeks", NORMALISED),
        (INTERVAL, "4 weeks", "28 days", NORMALISED),
        (INTERVAL, "4 weeks", "monthly", DIFFERENT),
        (INTERVAL, "1 month", "monthly", NORMALISED),
        (INTERVAL, "12 months", "1 year", NORMALISED),
        (DURATION, "3", "3 months", NORMALISED),
        (DURATION, "12 weeks", "3 months", DIFFERENT),
        (TITLE, "IVIG  in Dermatomyositis", "ivig in dermatomyositis.", NORMALISED),
        (TITLE, "dose–response, a ‘pilot’", 'dose-response: a "pilot"', NORMALISED),
        (TITLE, "2–5 days", "2-5 days", NORMALISED),
        (TITLE, "2-5 days", "2 5 days", DIFFERENT),
        (TITLE, "fell by -5", "fell by 5", DIFFERENT),
        (TITLE, "0.4 g/kg", "04 g/kg", DIFFERENT),
        (TITLE, ">20% gain", "<20% gain", DIFFERENT),
        (TITLE, "IVIG", "immune globulin", DIFFERENT),
        (CRITERIA, "BP1975", "BP1975", SAME),
        (CRITERIA, "BP1975; BIOPSY_ONLY", "BIOPSY_ONLY; BP1975", NORMALISED),
        (CRITERIA, "BP1975; BIOPSY_ONLY", "BP1975", DIFFERENT),
        ("design.allocation", "RANDOM", "NON_RANDOM", DIFFERENT),
        ("adverse_effects.any_ae", "9/12 (75%)", "9 of 12 (75.0%)", NORMALISED),
        ("adverse_effects.any_ae", "9/12", "6/12", DIFFERENT),
        ("outcomes.rows[].change", "by -12.5", "by 12.5", DIFFERENT),
        ("outcomes.rows[].time", "12 weeks", "12 weeks from baseline", NORMALISED),
        ("outcomes.rows[].within_p", "<0.01", "P<0.010", NORMALISED),
        ("outcomes.rows[].within_p", "<0.01", "=0.01", DIFFERENT),
        (f"{DOSE}.days_per_course", "2-5", "2 to 5", SAME),
        (
            "outcomes.rows[].effect",
            "MD -8.2 (-12.5, -3.9) p<0.001",
            "MD -8.20 (-12.5, -3.9) p<0.001",
            NORMALISED,
        ),
    ],
)
def test_answers_are_compared_by_the_rule_of_their_field(path, one, other, found):
    spec = spec_of(path)
    a, b = typed(path, one), typed(path, other)
    if found is SAME and a != b:
        found = NORMALISED

    assert compare_answers(spec, a, b) is found
    assert compare_answers(spec, b, a) is found
    assert compare_answers(spec, a, a) is SAME


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (None, None, SAME),
        (None, 8, ONE_SIDED),
        (None, NR, ONE_SIDED),
        (NR, NR, SAME),
        (NR, NA, CODES),
        (NR, 8, DIFFERENT),
        (NR, Unread(unread="8?"), DIFFERENT),
        (Unread(unread="8?"), Unread(unread=" 8? "), NORMALISED),
        (Unread(unread="8"), 8, DIFFERENT),
    ],
)
def test_absence_and_unread_text_are_never_a_value(one, other, found):
    spec = spec_of(SEX)

    assert compare_answers(spec, one, other) is found
    assert compare_answers(spec, other, one) is found


def test_numbers_may_differ_by_the_tolerance_of_the_field():
    plain = spec_of("population.age_min")
    loose = replace(plain, item=replace(plain.item, tolerance=0.05))

    assert compare_answers(plain, Decimal("1.0"), Decimal("1.05")) is DIFFERENT
    assert compare_answers(loose, Decimal("1.0"), Decimal("1.05")) is NORMALISED
    assert compare_answers(loose, Decimal("1.0"), Decimal("1.06")) is DIFFERENT
    age = replace(spec_of(AGE), item=replace(spec_of(AGE).item, tolerance=0.1))
    near = Stat(central=Decimal("43.5")), Stat(central=Decimal("43.6"))
    assert compare_answers(age, *near) is NORMALISED
    counted = Stat(central=Decimal("43.5"), n=8)
    assert compare_answers(age, counted, near[0]) is DIFFERENT


numbers = st.decimals(-1000, 1000, places=2, allow_nan=False)
answers = st.one_of(
    st.none(),
    st.sampled_from(list(MissingCode)).map(lambda code: Missing(missing=code)),
    st.text(max_size=5).map(lambda text: Unread(unread=text)),
)
of_kind: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.text(alphabet="aA -–'.5½²é", max_size=6),
    Kind.DECIMAL: numbers,
    Kind.STAT: st.builds(
        Stat,
        central=st.none() | numbers,
        spread=st.none() | numbers,
        unit=st.sampled_from(["", "years", "months", "U/L"]),
    ),
    Kind.KOFN: st.builds(
        KofN, k=st.none() | st.integers(0, 9), n=st.none() | st.integers(0, 9)
    ),
    Kind.TIME: st.builds(
        TimePoint,
        value=st.none() | numbers,
        unit=st.none() | st.sampled_from(list(TimeUnit)),
    ),
}
PATHS = (TITLE, "population.age_min", AGE, "adverse_effects.any_ae", INTERVAL)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_comparing_is_reflexive_and_symmetric(data):
    spec = spec_of(data.draw(st.sampled_from(PATHS)))
    one = data.draw(answers | of_kind[spec.kind])
    other = data.draw(answers | of_kind[spec.kind])

    assert compare_answers(spec, one, one) is SAME
    assert compare_answers(spec, one, other) is compare_answers(spec, other, one)


def a_dose(reviewer: str = "a", **said: str) -> Abstraction:
    return a_side(
        reviewer,
        **{"arms[a1].arm.name": "IVIG"},
        **{f"{DOSE}.{name}": value for name, value in said.items()},
    )


@pytest.mark.parametrize(
    ("one", "other", "value", "unit"),
    [
        (("2", "g/kg"), ("2000", "mg/kg"), NORMALISED, NORMALISED),
        (("2", "g/kg"), ("2.0", "g/kg"), NORMALISED, SAME),
        (("2", "g/kg"), ("2", "mg/kg"), SAME, DIFFERENT),
        (("2", "g/kg"), ("200", "mg/kg"), DIFFERENT, DIFFERENT),
        (("2", "g/kg"), ("1", "g/kg"), DIFFERENT, SAME),
        (("20", "mL/kg"), ("20", "g/kg"), SAME, DIFFERENT),
    ],
)
def test_a_dose_and_its_unit_are_compared_as_a_pair(one, other, value, unit):
    first, second = (
        a_dose(who, value=said[0], unit=said[1])
        for who, said in (("a", one), ("b", other))
    )

    for sides in ((first, second), (second, first)):
        found = compared(*sides)
        assert found[f"{DOSE}.value"].sameness is value
        assert found[f"{DOSE}.unit"].sameness is unit


def test_the_time_of_a_dose_may_stand_in_its_unit_or_in_its_expression():
    first = a_dose(value="0.4", unit="g/kg", expression="PER_DAY")
    second = a_dose("b", value="400", unit="mg/kg/day", expression="PER_DAY")
    silent = a_dose("c", value="400", unit="mg/kg")
    course = a_dose("d", value="400", unit="mg/kg/course", expression="PER_COURSE")

    assert compared(first, second)[f"{DOSE}.value"].sameness is NORMALISED
    assert compared(first, silent)[f"{DOSE}.value"].sameness is NORMALISED
    assert compared(first, course)[f"{DOSE}.value"].sameness is DIFFERENT


def an_outcome(reviewer: str = "a", **said: Any) -> Abstraction:
    return a_side(reviewer, **rows("outcomes.rows", {"outcome_code": "ENZYMES"} | said))


@pytest.mark.parametrize(
    ("one", "other", "unit", "before"),
    [
        ({"before": "1200"}, {"unit": "U/L", "before": "1200"}, ONE_SIDED, SAME),
        (
            {"before": "1200 U/L"},
            {"unit": "IU/L", "before": "1200"},
            ONE_SIDED,
            NORMALISED,
        ),
        (
            {"unit": "U/L", "before": "1200"},
            {"unit": "ukat/L", "before": "20"},
            NORMALISED,
            NORMALISED,
        ),
        (
            {"unit": "U/L", "before": "1200", "after": "600"},
            {"unit": "ukat/L", "before": "20", "after": "11"},
            DIFFERENT,
            DIFFERENT,
        ),
        ({"unit": "U/L"}, {"unit": "ukat/L"}, DIFFERENT, None),
        ({"unit": "U/L"}, {"unit": "IU/L"}, NORMALISED, None),
        ({"unit": "U/L", "before": "12"}, {"unit": "IU/L"}, NORMALISED, ONE_SIDED),
    ],
)
def test_numbers_of_a_row_are_compared_with_its_unit(one, other, unit, before):
    found = compared(an_outcome(**one), an_outcome("b", **other))

    assert found["outcomes.rows[o1].unit"].sameness is unit
    if before is not None:
        assert found["outcomes.rows[o1].before"].sameness is before


def test_arms_are_compared_by_the_arm_of_the_consensus():
    arms = {"arm.name": "IVIG"}, {"arm.name": "Placebo"}
    row = {"outcome_code": "LUNG", "before": "61 ± 8", "after": "64 ± 9"}
    first = a_side(**rows("arms", *arms), **rows("outcomes.rows", row | {"arm": "a1"}))
    second = a_side(
        "b", **rows("arms", *arms[::-1]), **rows("outcomes.rows", row | {"arm": "a2"})
    )
    third = a_side(
        "c", **rows("arms", *arms), **rows("outcomes.rows", row | {"arm": "gone"})
    )
    path = "outcomes.rows[o1].arm"

    assert compared(first, second)[path].sameness is SAME
    assert compared(second, first)[path].sameness is SAME
    assert compared(first, third)[path].sameness is DIFFERENT


def test_fields_are_listed_in_form_order_and_blank_ones_are_not():
    first = a_side(**{SEX: "8", TITLE: "A", AGE: "40"})
    second = a_side("b", **{SEX: "8", TITLE: "A"})

    assert list(compared(first, second)) == [TITLE, SEX, AGE]


def test_a_row_that_somebody_lacks_is_one_entry_and_its_fields_are_none():
    arm = {"arm.name": "IVIG", "arm.role": "IVIG"}
    first = a_side(
        **rows("arms", arm, {"arm.name": "Placebo", "arm.role": "COMPARATOR"}),
        **{"arms[a2].phases[p1].dose.value": "1"},
        **rows("adverse_effects.rows", {"preferred_term": "Headache", "arm": "a1"}),
    )
    second = a_side("b", **rows("arms", arm))

    found = compared(first, second)

    absent = {path: one for path, one in found.items() if one.spec is None}
    assert list(absent) == ["arms[a2]", "adverse_effects.rows[a1]"]
    assert not [path for path in found if path.startswith("arms[a2].")]
    arm_row = absent["arms[a2]"]
    assert (arm_row.sameness, arm_row.kind) == (ONE_SIDED, DiscrepancyClass.SILENT)
    assert [side.path for side in arm_row.sides] == ["arms[a2]", ""]
    assert [side.reviewer_id for side in arm_row.sides] == ["a", "b"]
    assert arm_row.why == "B has no row for this arm: Placebo."
    effect = absent["adverse_effects.rows[a1]"]
    assert effect.why == "B has no row for this effect: Headache · IVIG."


def test_a_row_without_a_name_is_said_to_have_none():
    first = a_side(**rows("population.subtypes", {"patients": "8"}))
    second = a_side("b")
    first.put("population.subtypes[p1].patients", "answer", None)

    found = compared(first, second)

    said = found["population.subtypes[p1]"].why
    assert said == "B has no row for this subtype: unnamed."


def test_where_two_of_three_have_a_row_its_fields_are_still_compared():
    sides = [
        a_side(who, **rows("population.subtypes", {"code": "DM", "patients": count}))
        for who, count in (("a", "8"), ("b", "9"))
    ]

    found = compared(*sides, a_side("c"))

    assert found["population.subtypes[p1]"].why.startswith("C has no row")
    field = found["population.subtypes[p1].patients"]
    assert field.sameness is DIFFERENT
    assert [side.path for side in field.sides][2] == ""


def test_what_differs_between_any_two_of_three_differs():
    ages = [a_side(who, **{SEX: n}) for who, n in (("a", "8"), ("b", "8"), ("c", "9"))]
    blank = a_side("d")

    assert compared(*ages)[SEX].sameness is DIFFERENT
    assert compared(ages[0], ages[1], blank)[SEX].sameness is ONE_SIDED
    assert together([SAME, NORMALISED]) is NORMALISED
    assert together([SAME, CODES, NORMALISED]) is CODES
    assert together([]) is SAME


def test_a_field_that_is_not_compared_is_never_a_discrepancy(monkeypatch):
    spec = spec_of(TITLE)
    kept = replace(spec, item=replace(spec.item, compare=Comparison.NONE))
    monkeypatch.setitem(the_form().by_pattern, TITLE, kept)
    section = the_form().by_section["identification"]
    fields = tuple(kept if one is spec else one for one in section.fields)
    monkeypatch.setattr(
        type(section), "fields", property(lambda _self: fields), raising=False
    )
    sides = [a_side("a", **{TITLE: "One"}), a_side("b", **{TITLE: "Other"})]

    found = {one.path: one for one in compare(sides, align(sides))}[TITLE]

    assert (found.sameness, found.kind) == (NORMALISED, None)
    assert found.why == "This field is not compared."


def cited(side: Abstraction, path: str, *quoted: dict[str, str]) -> Abstraction:
    side.put(path, EVIDENCE, [dict(one) for one in quoted])
    return side


@pytest.mark.parametrize(
    ("one", "other", "kind", "why"),
    [
        ([ABSTRACT], [ABSTRACT], DiscrepancyClass.SLIP, "Both read the abstract."),
        ([TABLE], [TABLE], DiscrepancyClass.SLIP, "Both read Table 2."),
        ([ABSTRACT], [TABLE], DiscrepancyClass.PLACES, ""),
        ([ABSTRACT], [], DiscrepancyClass.EVIDENCE, ""),
        ([], [], DiscrepancyClass.EVIDENCE, ""),
        ([ABSTRACT], [{"source": "pmid 1"}], DiscrepancyClass.EVIDENCE, ""),
        (
            [{"quotation": "eight of the patients were women"}],
            [{"quotation": "Eight of the patients were women, and seven men"}],
            DiscrepancyClass.SLIP,
            "Both quote the same words.",
        ),
        (
            [{"quotation": "eight were women"}],
            [{"quotation": "seven were men"}],
            DiscrepancyClass.PLACES,
            "",
        ),
        (
            [TABLE | {"source": "one"}],
            [TABLE | {"source": "other"}],
            DiscrepancyClass.PLACES,
            "",
        ),
        (
            [TABLE | {"quotation": "eight were women"}],
            [TABLE | {"quotation": "seven were men"}],
            DiscrepancyClass.SLIP,
            "Both read Table 2.",
        ),
        (
            [TABLE | {"locator": "Table 3"}],
            [TABLE],
            DiscrepancyClass.PLACES,
            "",
        ),
        (
            [TABLE, {"place": "TITLE"}],
            [{"place": "TITLE"}],
            DiscrepancyClass.SLIP,
            "Both read the title.",
        ),
        (
            [{"place": "REGISTRY"}],
            [{"place": "REGISTRY"}],
            DiscrepancyClass.SLIP,
            "Both read the registry entry.",
        ),
    ],
)
def test_a_difference_has_the_class_that_its_evidence_shows(one, other, kind, why):
    first = cited(a_side(**{SEX: "18"}), SEX, *one)
    second = cited(a_side("b", **{SEX: "25"}), SEX, *other)

    for sides in ((first, second), (second, first)):
        found = compared(*sides)[SEX]
        assert (found.kind, found.why) == (kind, why)
    assert [side.evidence for side in found.sides][1] == tuple(
        Evidence.model_validate(quoted) for quoted in one
    )


def test_one_quotation_may_stand_beside_several_answers():
    first, second = (
        cited(cited(a_side(who, **{SEX: n, TITLE: n}), SEX, TABLE), TITLE, TABLE)
        for who, n in (("a", "18"), ("b", "25"))
    )

    found = compared(first, second)

    assert {found[path].kind for path in (SEX, TITLE)} == {DiscrepancyClass.SLIP}


def test_silence_and_codes_have_their_own_class():
    found = compared(
        a_side(**{SEX: NR, AGE: "40", "adverse_effects.deaths": "0"}),
        a_side("b", **{SEX: NA}),
    )

    assert found[SEX].kind is DiscrepancyClass.CODING
    assert found[AGE].kind is DiscrepancyClass.SILENT
    assert found[AGE].why == ""
    assert found["adverse_effects.deaths"].why == "0 against nothing answered."


@pytest.mark.parametrize(
    ("path", "one", "other", "why"),
    [
        ("population.age_min", "18", "81", "The digits are swapped."),
        ("population.age_min", "18", "19", "One digit differs."),
        ("population.age_min", "5", "50", "The values differ by a factor of 10."),
        ("population.age_min", "18", "25", ""),
        ("outcomes.rows[o1].scale_min", "18", "-18", "Only the sign differs."),
        ("outcomes.rows[o1].scale_min", "0", "5", ""),
        ("outcomes.rows[o1].scale_min", "0.8", "0.4", "One digit differs."),
        (AGE, "mean 43.5 (SD 16.8)", "mean 43.5 (SD 18.6)", "The digits are swapped."),
        (
            AGE,
            "mean 40 (SD 2)",
            "mean 4 (SD 0.2)",
            "The values differ by a factor of 10.",
        ),
        (AGE, "mean 40 (SD 2)", "mean 4 (SD 3)", ""),
        (AGE, "mean 40 (SD 2)", "mean 41", ""),
        (
            "adverse_effects.deaths",
            "0/12",
            NR,
            "0 against “not reported”: silence is not zero.",
        ),
        (SEX, "0", NR, "0 against “not reported”: silence is not zero."),
        (SEX, "8", NR, ""),
        (SEX, "8", "eight?", "One of the answers could not be read as a value."),
        (
            "outcomes.rows[o1].time",
            "3 months",
            "3 weeks",
            "The number is the same, the units differ: month and week.",
        ),
        ("outcomes.rows[o1].time", "3 months", "4 weeks", ""),
        (TITLE, "One", "Other", ""),
    ],
)
def test_only_what_is_certain_is_said_of_a_difference(path, one, other, why):
    about = {"outcome_code": "LUNG", "raw": "FVC rose", "before": "61 ± 8", "n": "9"}
    outcome = rows("outcomes.rows", about) if "rows" in path else {}
    first = a_side(**outcome, **{path: one})
    second = a_side("b", **outcome, **{path: other})

    assert compared(first, second)[path].why == why
    assert compared(second, first)[path].why == why


def test_a_count_that_stands_elsewhere_in_the_row_is_pointed_at():
    arms = {"arm.name": "IVIG", "arm.n_allocated": "18"}, {"arm.name": "Placebo"}
    first = a_side(**rows("arms", *arms), **{"arms[a1].arm.n_treated": "25"})
    second = a_side("b", **rows("arms", *arms), **{"arms[a1].arm.n_treated": "18"})
    swapped = a_side("c", **rows("arms", *arms))
    swapped.put("arms[a1].arm.n_allocated", "answer", 7)
    swapped.put("arms[a2].arm.n_allocated", "answer", 18)

    found = compared(first, second)["arms[a1].arm.n_treated"]

    assert found.why == "18 is also “Allocated” here."
    other = compared(first, swapped)["arms[a1].arm.n_allocated"].why
    assert other == "18 is “Allocated” of “Placebo”."


def test_rows_drawn_together_are_compared_with_each_other():
    first = a_side(**rows("population.subtypes", {"code": "DM", "patients": "8"}))
    second = a_side("b", **rows("population.subtypes", {"code": "PM", "patients": "3"}))
    sides = [first, second]

    drawn = align(sides, Decided(together=frozenset({("p1", "p1")})))

    found = {one.path: one.sameness for one in compare(sides, drawn)}
    assert found["population.subtypes[p1].code"] is DIFFERENT
    assert "population.subtypes[p1]" not in found


def test_entries_that_nobody_could_have_typed_do_no_harm():
    damaged = [
        (SEX, "answer", {"missing": ["NR", {}]}),
        (SEX, EVIDENCE, "a text"),
        (TITLE, "answer", None),
        ("population.subtypes[p1]", "row", "p1"),
        ("population.subtypes[p1].patients", "answer", {"unread": [1]}),
        ("population.subtypes[p1].patients", EVIDENCE, [[]]),
        ("population.subtypes[p1].code", "answer", "DM"),
    ]
    sides = [Abstraction("s1", who, damaged) for who in "ab"]

    alignment = align(sides)

    assert [one.is_paired for one in alignment.rows] == [True]
    sides[0].entries.pop(("population.subtypes[p1].patients", EVIDENCE))
    sides[1].entries.pop(("population.subtypes[p1].patients", EVIDENCE))
    found = {one.path: one.sameness for one in compare(sides, alignment)}
    assert found == {
        SEX: SAME,
        "population.subtypes[p1].code": SAME,
        "population.subtypes[p1].patients": SAME,
    }


def test_a_blank_answer_has_no_normal_form():
    assert normal(spec_of(SEX), None) is None


def test_notes_go_with_the_answers():
    first = a_side(notes={SEX: "of 15"}, **{SEX: "8"})

    found = compared(first, a_side("b", **{SEX: "8"}))[SEX]

    assert [side.note for side in found.sides] == ["of 15", ""]
