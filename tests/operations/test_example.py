"""The example review: built from real facts, with the literature's own errors found."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_abstractor.base.resources import resource
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.operations.checking import CheckedFinding, check_review
from ivig_abstractor.operations.example import ExampleSummary, build_example
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import open_study


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> ExampleSummary:
    return build_example(tmp_path_factory.mktemp("example") / "example.ivig")


@pytest.fixture
def example(built: ExampleSummary) -> Iterator[OpenReview]:
    with OpenReview.open(built.path, read_only=True) as review:
        yield review


@pytest.fixture
def found(example: OpenReview) -> list[CheckedFinding]:
    return check_review(example)


def facts() -> dict[str, dict[str, object]]:
    text = Path(str(resource("example/studies.json"))).read_text(encoding="utf-8")
    return {one["id"]: one for one in json.loads(text)["studies"]}


def test_all_studies_are_there_and_those_in_scope_are_included(example):
    studies = example.studies()
    included = {one for one, said in studies.items() if not said.exclusion}

    assert set(studies) == set(facts())
    in_scope = {key for key, one in facts().items() if one["scope"] == "in_scope"}
    assert included == in_scope
    assert all(
        said.exclusion.startswith("E-")
        for key, said in studies.items()
        if key not in included
    )


@pytest.mark.parametrize(
    ("study", "rule", "words"),
    [
        ("lee1995", "H-D03", "0.002 g/kg"),
        ("lee1995", "S-D02", "2 mg/kg"),
        ("dalakas1997_ibm", "S-R01", "28%"),
        ("jcr2021", "S-R01", "17%"),
        ("lim2021", "S-R01", "42.0%"),
        ("lim2021", "S-N05", "20.3 to 66.5"),
        ("dalakas1993", "S-R04", "12"),
        ("dalakas1993", "S-R04", "11"),
        ("hara2003", "S-P05", "12 patients"),
        ("hara2003", "S-G03", "47.1"),
        ("bounfour2014", "S-R02", "19 responders"),
        ("cherin2002", "S-N04", "mean"),
        ("danieli2011_sc", "S-N04", "median"),
        ("mammen2015", "S-O07", "49193523"),
    ],
)
def test_errors_known_in_the_literature_are_reported(found, study, rule, words):
    said = [f.message for f in found if (f.study, f.rule) == (study, rule)]

    assert any(words in message for message in said), said


def test_the_only_error_is_the_printed_dose_that_cannot_be(found):
    errors = {(f.study, f.rule) for f in found if f.severity == "error"}

    assert errors == {("lee1995", "H-D03")}


def test_nothing_is_entered_that_was_not_seen(example):
    """A fact that is null, or was worked out by the collector, fills no field.

    Unless a reading of another fact does, whose words were seen.
    """
    from ivig_abstractor.operations.example_placing import SAME_WORDS

    text = Path(str(resource("example/readings.json"))).read_text(encoding="utf-8")
    read = {(one["study"], one["path"]) for one in json.loads(text) if "path" in one}
    left_open = 0
    for study_id, one in facts().items():
        abstraction = open_study(example, study_id).abstraction
        for key, path in SAME_WORDS.items():
            seen = one.get(key) is not None and key not in one["derived_fields"]
            if seen or (study_id, path) in read or path.startswith("arms["):
                continue
            answer = abstraction.get(path)
            assert answer is None or isinstance(answer, Missing), (study_id, path)
            left_open += 1

    assert left_open > 500


def test_answers_name_the_page_they_were_seen_on(example):
    pages = {source["url"] for one in facts().values() for source in one["sources"]}
    cited = 0
    for study_id in example.studies():
        abstraction = open_study(example, study_id).abstraction
        for placed in abstraction.walk():
            for evidence in abstraction.evidence(placed.path):
                assert evidence.source in pages
                cited += 1

    assert cited > 1000


def test_not_reported_is_never_said_of_an_abstract(example):
    for study_id in example.studies():
        abstraction = open_study(example, study_id).abstraction
        codes = {
            p.answer.missing
            for p in abstraction.walk()
            if isinstance(p.answer, Missing)
        }

        assert "NR" not in codes


def test_every_contradiction_is_entered(example):
    for study_id, one in facts().items():
        rows = open_study(example, study_id).abstraction.rows(
            "declarations.contradictions"
        )

        assert len(rows) == len(one["contradictions"])


def test_every_row_of_an_outcome_has_a_result(example):
    told_of = {"outcome_code", "arm", "analysis_set", "n", "time", "instrument"}
    told_of |= {"instrument_name", "unit", "responder_definition"}
    bare = []
    for study_id in example.studies():
        abstraction = open_study(example, study_id).abstraction
        for row_id in abstraction.rows("outcomes.rows"):
            at = f"outcomes.rows[{row_id}]."
            said = {
                one.path.removeprefix(at)
                for one in abstraction.walk()
                if one.path.startswith(at) and one.answer is not None
            }
            if said <= told_of:
                bare.append((study_id, row_id))
    # Of this one the source tells only what would have been a response.
    assert bare == [("lee1995", "strength"), ("lee1995", "ck")]


def test_a_row_is_told_by_its_own_words(example):
    known = open_study(example, "dalakas1993").abstraction

    def said(row_id, name):
        return known.get(f"outcomes.rows[{row_id}].{name}")

    assert "steroid" not in known.rows("outcomes.rows")
    assert isinstance(known.get("outcomes.panel_steroid_sparing"), Missing)
    assert "25 mg/day" in known.note("outcomes.panel_steroid_sparing")
    assert (said("strength", "n"), said("strength", "raw")) == (9, None)
    assert said("strength_randomised", "n") == 8
    assert said("strength_randomised", "raw").endswith("(n=8)")
    assert said("symptoms", "raw") == "neuromuscular symptoms P<0.035"
    assert "IVIG" not in said("response_comparator", "responder_definition")
    assert said("response_comparator", "raw").startswith("Placebo courses in 11")


def test_a_volume_and_a_schedule_are_no_dose_of_the_comparator(example):
    told = {}
    for study_id in ("dalakas1993", "miyasaka2012", "danieli2007"):
        known = open_study(example, study_id).abstraction
        assert isinstance(known.get("comparator.comparator_dose"), Missing)
        told[study_id] = [
            known.get(f"comparator.comparator_{name}")
            for name in ("name", "volume", "schedule")
        ]
    assert told == {
        "dalakas1993": ["placebo", None, "monthly for 3 months"],
        "miyasaka2012": ["placebo", "8 mL/kg/day", "for five successive days"],
        "danieli2007": [facts()["danieli2007"]["comparator_text"], None, None],
    }


def test_what_a_later_review_says_is_not_in_the_abstract(example):
    known = open_study(example, "dalakas1993").abstraction
    row = "outcomes.rows[response]"
    places = {
        name: [one.place.value for one in known.evidence(f"{row}.{name}")]
        for name in ("responders", "raw")
    }
    assert places == {"responders": ["ABSTRACT"], "raw": ["SECONDARY"]}
    assert known.get(f"{row}.responders").raw == "9/12"
    for study_id in example.studies():
        known = open_study(example, study_id).abstraction
        for placed in known.walk():
            for one in known.evidence(placed.path):
                if "NCT" in one.source:
                    assert one.place.value == "REGISTRY"


def test_the_build_says_what_it_could_not_place(built):
    assert {study for study, _ in built.unplaced} == {"danieli2011_sc", "timeismuscle"}
    assert built.placed > 1500
    assert "not placed" in built.as_text()
