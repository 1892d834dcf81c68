"""The translations are complete, and are those of the words the program has now."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from ivig_abstractor.base import i18n
from ivig_abstractor.model.form import the_form

ROOT = Path(__file__).resolve().parents[2]


def load_words() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "words", ROOT / "packaging" / "words.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


words = load_words()


def test_there_is_a_second_language():
    assert [path.parent.parent.name for path in words.catalogues()] == ["zh_CN"]


@pytest.mark.parametrize("path", words.catalogues(), ids=lambda path: path.parts[-3])
def test_every_word_is_translated_and_none_is_stale(path):
    assert words.problems(path) == []


def test_the_words_of_the_form_are_shown_in_the_language_chosen():
    i18n.set_language("zh_CN")

    same = [
        spec.pattern
        for spec in the_form().fields()
        if i18n._(spec.label) == spec.label and not spec.label.isupper()
    ]
    assert i18n._("not reported") == "未报告"
    assert len(same) < 20, same


@pytest.mark.parametrize("path", words.catalogues(), ids=lambda path: path.parts[-3])
def test_checks_say_the_same_numbers_in_every_language(path):
    """By their numbers a query is known again that was answered in another language."""
    other = [
        one.id
        for one in words.load(path)
        if isinstance(one.id, str)
        and any("/checks/" in place for place, _line in one.locations)
        and _numbers(one.id) != _numbers(str(one.string))
    ]
    assert other == []


def _numbers(sentence):
    return set(re.findall(r"\d+", re.sub(r"\{\w*\}", "", sentence)))


def test_what_was_left_out_is_noticed(tmp_path):
    catalog = words.load(words.catalogues()[0])
    kept = next(one for one in catalog if one.id and isinstance(one.id, str))
    kept.string = ""
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    copy = folder / "ivig_abstractor.po"
    with copy.open("wb") as file:
        words.write_po(file, catalog)
    copy.with_suffix(".mo").write_bytes(words.compiled(words.load(copy)))

    assert f"not translated: {kept.id}" in words.problems(copy)
