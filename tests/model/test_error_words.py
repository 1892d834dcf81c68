"""What is said of a text that cannot be read: as it was typed, and as its field."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from ivig_abstractor.base.i18n import set_language
from ivig_abstractor.base.resources import resource
from ivig_abstractor.model.code_names import code_named, country_name
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.notation.text import as_typed
from ivig_abstractor.model.reading import read_answer

ROOT = Path(__file__).parents[2]


def said_of(path, text):
    got = read_answer(the_form().field(path), text)
    assert isinstance(got, Problem), got
    return got.message


def value_of(path, text):
    return read_answer(the_form().field(path), text).value


@pytest.mark.parametrize(
    ("path", "text", "quoted", "example"),
    [
        ("identification.year", "202o", "202o", "2002"),
        ("identification.year", "Abc", "Abc", "2002"),
        ("identification.year_epub", "199X", "199X", "2001"),
        ("population.age", "43 Foo Bar", "Foo Bar", "43.5 ± 16.8"),
        ("arms[].phases[].dose.value", "two", "two", "0.4"),
        (
            "arms[].phases[].course.interval",
            "Every Moon",
            "Every Moon",
            "every 4 weeks",
        ),
    ],
)
def test_the_text_is_quoted_as_typed_with_an_example_of_the_field(
    path, text, quoted, example
):
    said = said_of(path, text)
    assert said.startswith(f"“{quoted}” ")
    assert said.endswith(f"{example}.")


def test_two_numbers_are_quoted_as_typed():
    said = said_of("population.n_enrolled", "1200 (SD 300)")
    assert said.startswith("“1200 (SD 300)” holds 2 numbers")


@pytest.mark.parametrize(
    ("text", "rest", "stretch"),
    [
        ("Mean 43 (SD 2)", "43(sd 2)", "43 (SD 2)"),
        ("４３ foo", "43 foo", "４３ foo"),
        ("a – b", "a-b", "a – b"),
        (" plain ", "other", "plain"),
        ("", "", ""),
    ],
)
def test_a_stretch_is_found_as_it_was_typed(text, rest, stretch):
    assert as_typed(text, rest) == stretch


def test_options_with_commas_stay_apart_and_the_likely_ones_come_first():
    said = said_of("design.design_code", "crossover, randomised trial")
    listed = said.partition("which are: ")[2]
    assert listed.startswith("randomised, crossover · ")
    assert listed.endswith(" … and 6 more.")
    assert listed.count(" · ") == 7


def test_a_missing_code_does_not_stand_beside_options():
    said = said_of("design.blinding", "PARTICIPANT; ns")
    assert said.startswith("“ns” (not in source) cannot stand beside options")


def test_few_options_are_listed_whole():
    said = said_of("declarations.coi_declared", "x")
    assert said.endswith("declared, present · declared, none.")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Germany", ("DE",)),
        ("germany; United States, FR", ("DE", "US", "FR")),
        ("fr de", ("FR", "DE")),
        ("The Netherlands", ("NL",)),
        ("USA", ("US",)),
        ("德国", ("DE",)),
        ("DE", ("DE",)),
    ],
)
def test_countries_are_read_by_name(text, codes):
    assert value_of("identification.country", text) == codes


@pytest.mark.parametrize("text", ["English", "EN", "en", " english "])
def test_a_language_is_read_by_name(text):
    assert value_of("identification.language", text) == "en"


def test_a_name_that_is_not_known_is_said():
    said = said_of("identification.country", "Atlantis")
    assert "“Atlantis”" in said
    assert said.endswith("FR.")
    assert not code_named("country", "")


def test_the_tables_are_those_of_their_source():
    where = ROOT / "packaging" / "names.py"
    loaded = importlib.util.spec_from_file_location("names", where)
    names = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(names)
    for kind, table in {**names.tables(), "shown": names.shown()}.items():
        kept = resource(f"names/{kind}.json").read_text(encoding="utf-8")
        assert json.loads(kept) == table
        assert kept == names.written(table)


def test_a_country_is_shown_by_its_name_in_the_language_of_the_reader():
    assert [country_name(code) for code in ("FR", "GB", "XX")] == [
        *("France", "United Kingdom", "XX")
    ]
    try:
        set_language("zh_CN")
        assert [country_name(code) for code in ("FR", "JP", "XX")] == [
            *("法国", "日本", "XX")
        ]
    finally:
        set_language("en")


def test_no_table_is_loaded_for_a_code(monkeypatch):
    monkeypatch.delitem(sys.modules, "ivig_abstractor.model.code_names")
    assert value_of("identification.country", "FR; DE") == ("FR", "DE")
    assert "ivig_abstractor.model.code_names" not in sys.modules
