"""The command line: exit codes, sentences on standard error, and what it prints."""

import json
from pathlib import Path

import pytest

from ivig_abstractor import cli
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import open_study
from ivig_abstractor.operations.reviewing import add_study


@pytest.fixture
def review_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.ivig"
    with OpenReview.create(path, title="Small", reviewer="Dana W") as review:
        study = add_study(review, StudyFacts(key="lee1995")).study_id
        act.answer_text(review, study, "population.n_enrolled", "6")
    return path


@pytest.fixture
def wrong_file(tmp_path: Path, review_file: Path) -> Path:
    with OpenReview.open(review_file) as review:
        study = next(iter(review.studies()))
        act.answer_text(review, study, "population.n_female", "minus one")
    return review_file


def test_check_prints_findings_and_says_by_its_code_whether_there_are_errors(
    wrong_file, capsys
):
    assert cli.main(["check", str(wrong_file)]) == cli.FOUND_ERRORS

    printed = capsys.readouterr().out
    assert "population.n_female" in printed
    assert printed.rstrip().endswith("notes")


def test_check_json_is_the_list_a_script_wants(wrong_file, capsys):
    cli.main(["check", str(wrong_file), "--json"])
    listed = json.loads(capsys.readouterr().out)

    assert set(listed[0]) >= {
        "study",
        "reviewer",
        "path",
        "rule",
        "severity",
        "message",
    }
    assert listed[0]["study"] == "lee1995"


def test_the_command_line_finds_what_the_window_shows(wrong_file, capsys):
    cli.main(["check", str(wrong_file), "--json"])
    listed = json.loads(capsys.readouterr().out)
    with OpenReview.open(wrong_file, read_only=True) as review:
        shown = open_study(review, next(iter(review.studies()))).findings

    assert [(one["path"], one["rule"], one["message"]) for one in listed] == [
        (one.path, one.rule, one.message) for one in shown
    ]


def test_a_review_without_errors_leaves_code_0(review_file, capsys):
    assert cli.main(["check", str(review_file)]) == cli.OK


def test_export_is_the_same_bytes_twice_and_has_the_answers(
    review_file, tmp_path, capsys
):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for out in (first, second):
        assert cli.main(["export", str(review_file), "--json", str(out)]) == cli.OK

    assert first.read_bytes() == second.read_bytes()
    whole = json.loads(first.read_text(encoding="utf-8"))
    answers = whole["studies"][0]["abstractions"][0]["answers"]
    assert answers["population.n_enrolled"] == 6


def test_schema_and_codebook_speak_of_every_field(tmp_path):
    from ivig_abstractor.model.form import the_form

    schema, book = tmp_path / "form.json", tmp_path / "form.md"
    assert cli.main(["schema", str(schema)]) == cli.OK
    assert cli.main(["codebook", str(book)]) == cli.OK

    fields = json.loads(schema.read_text(encoding="utf-8"))["x-fields"]
    words = book.read_text(encoding="utf-8")
    for spec in the_form().fields():
        assert spec.pattern in fields
        assert f"`{spec.pattern}`" in words


def test_verify_finds_a_review_intact(review_file, capsys):
    assert cli.main(["verify", str(review_file)]) == cli.OK
    assert "intact" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "verify"])
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"SQLite format 3\x00" + b"x" * 900]
)
def test_a_foreign_file_is_refused_in_a_sentence(tmp_path, capsys, command, content):
    path = tmp_path / "foreign.ivig"
    path.write_bytes(content)

    assert cli.main([command, str(path)]) == cli.NOT_DONE
    said = capsys.readouterr().err
    assert said.startswith("ivig-abstractor: ")
    assert said.rstrip().endswith(".")
    assert "Traceback" not in said
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "none.ivig")]) == cli.NOT_DONE
    assert "none.ivig" in capsys.readouterr().err


def test_an_export_never_replaces_a_review(review_file, capsys):
    before = review_file.read_bytes()
    out = ["export", str(review_file), "--json", str(review_file)]

    assert cli.main(out) == cli.NOT_DONE
    assert review_file.read_bytes() == before


@pytest.mark.parametrize("words", [[], ["frobnicate"], ["check"], ["report", "x.ivig"]])
def test_what_is_not_understood_leaves_code_2(words, capsys):
    assert cli.main(words) == cli.WRONG_USE
    assert "usage:" in capsys.readouterr().err


def test_help_shows_examples_and_the_exit_codes(capsys):
    assert cli.main(["--help"]) == cli.OK
    printed = capsys.readouterr().out

    assert "examples:" in printed
    assert "exit codes:" in printed


def test_the_example_with_simulated_reviewers_says_what_was_put_in(tmp_path, capsys):
    out = tmp_path / "two.ivig"
    assert cli.main(["example", str(out), "--simulated"]) == cli.OK
    assert "errors put in" in capsys.readouterr().out
    assert out.exists()
