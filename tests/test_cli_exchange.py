"""Handing out, in and merging from the command line."""

from pathlib import Path

import pytest

from ivig_abstractor import cli
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_reviewer, add_study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with OpenReview.create(
        tmp_path / "review.ivig", title="Small", reviewer="Dana W"
    ) as review:
        add_study(review, StudyFacts(key="lee1995"))
        add_reviewer(review, "Ann B", "AB")
    return tmp_path


def run(place, *words):
    return cli.main([str(place / w) if "." in w else w for w in words])


def from_ann(place, name="ann.ivighandin", said="6"):
    """Let Ann answer something and hand in."""
    if not (place / "ann.ivig").exists():
        run(place, "handout", "review.ivig", "--reviewer", "AB", "ann.ivighandout")
        run(place, "accept", "ann.ivighandout", "ann.ivig")
    with OpenReview.open(place / "ann.ivig") as copy:
        study = next(iter(copy.studies()))
        act.answer_text(copy, study, "population.n_enrolled", said)
    assert run(place, "handin", "ann.ivig", name) == cli.OK


def test_from_a_hand_out_to_a_merge(place, capsys):
    from_ann(place)
    printed = capsys.readouterr().out
    assert "for Ann B; studies: 1" in printed
    words = printed.rstrip().rpartition(": ")[2]
    assert len(words.split()) == 8

    assert run(place, "merge", "review.ivig", "ann.ivighandin", "--dry-run") == cli.OK
    planned = capsys.readouterr().out
    assert "1 new" in planned
    assert words in planned

    assert run(place, "merge", "review.ivig", "ann.ivighandin") == cli.OK
    assert "merged: 1" in capsys.readouterr().out
    assert run(place, "merge", "review.ivig", "ann.ivighandin") == cli.OK
    assert "nothing new" in capsys.readouterr().out
    assert run(place, "verify", "review.ivig") == cli.OK


def test_a_dry_run_changes_nothing(place):
    from_ann(place)
    before = (place / "review.ivig").read_bytes()
    run(place, "merge", "review.ivig", "ann.ivighandin", "--dry-run")
    assert (place / "review.ivig").read_bytes() == before


def test_a_changed_key_is_merged_only_when_asked_for(place, capsys, own_home):
    from_ann(place)
    run(place, "merge", "review.ivig", "ann.ivighandin")
    next(own_home.rglob("signing.key")).unlink()
    from_ann(place, "new.ivighandin", "7")
    merge = ("merge", "review.ivig", "new.ivighandin")

    assert run(place, *merge) == cli.NOT_DONE
    assert "has not been confirmed" in capsys.readouterr().err
    assert run(place, *merge, "--accept-new-keys") == cli.OK


def test_what_is_left_out_leaves_code_1(place, capsys):
    from_ann(place)
    whole = (place / "ann.ivighandin").read_bytes()
    (place / "cut.ivighandin").write_bytes(whole[:-9])
    packages = ("cut.ivighandin", "ann.ivighandin")

    for more in (["--dry-run"], []):
        code = run(place, "merge", "review.ivig", *packages, *more)
        assert code == cli.FOUND_ERRORS
        assert "cut off" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("handout", "review.ivig", "--reviewer", "nobody", "x.ivighandout"),
        ("handout", "review.ivig", "--reviewer", "Dana W", "x.ivighandout"),
        ("handin", "review.ivig", "x.ivighandin"),
        ("handin", "review.ivig", "--reviewer", "zz", "x.ivighandin"),
        ("accept", "review.ivig", "x.ivig"),
        ("merge", "none.ivig", "x.ivighandin"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(place, capsys, words):
    assert run(place, *words) == cli.NOT_DONE
    said = capsys.readouterr().err
    assert said.startswith("ivig-abstractor: ")
    assert "Traceback" not in said
    assert not list(place.glob("x.*"))


def test_files_may_be_named_from_where_one_stands(place, monkeypatch):
    monkeypatch.chdir(place)
    words = ["--reviewer", "Ann B"]
    assert cli.main(["handout", "review.ivig", *words, "ann.ivighandout"]) == cli.OK
    assert cli.main(["accept", "ann.ivighandout", "ann.ivig"]) == cli.OK


def test_a_reviewer_is_named_by_initials(place, capsys):
    assert run(place, "check", "review.ivig", "--reviewer", "AB") == cli.OK
    assert run(place, "check", "review.ivig", "--reviewer", "ZZ") == cli.NOT_DONE
    assert "ZZ" in capsys.readouterr().err
