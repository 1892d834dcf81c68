"""The example with a simulated second reviewer: labelled, repeatable, and found out."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_abstractor.operations.blinding import Parties, why_blinded
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import overview
from ivig_abstractor.operations.second_example import (
    REVIEWERS,
    SecondExample,
    build_second_example,
)
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import align


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SecondExample:
    return build_second_example(tmp_path_factory.mktemp("second") / "second.ivig")


@pytest.fixture
def review(built: SecondExample) -> Iterator[OpenReview]:
    with OpenReview.open(built.path, read_only=True) as opened:
        yield opened


def test_it_says_everywhere_that_it_is_simulated(review):
    seen = overview(review)

    assert seen.title.endswith("(simulated second reviewer)")
    names = [one.name for one in seen.reviewers]
    assert [one for one in names if one.startswith("Simulated")] == list(REVIEWERS)
    from ivig_abstractor.model import review as r

    question = review.facts(r.REVIEW, r.ReviewFacts).question
    assert "simulated" in question
    assert "20120801" in question


def test_both_have_completed_every_study_that_has_an_arm(built, review):
    from ivig_abstractor.operations.blinding import Parties

    assert len(built.studies) == 15
    assert len(built.complete) == 11
    parties = Parties(review)
    for study in built.studies:
        there = parties.of(study)
        assert tuple(one.reviewer_id for one in there) == built.reviewers
        assert all(one.is_complete == (study in built.complete) for one in there)


def test_the_lead_may_compare_every_study_that_both_have_completed(built, review):
    parties = Parties(review)
    open_now = [
        one for one in built.studies if not why_blinded(review, one, parties.of(one))
    ]
    assert open_now == list(built.complete)


def test_all_errors_are_shown_nothing_else_is_and_rows_pair(built, review):
    shown, wrong = set(), []
    proposed = set()
    meant = {(one.study_id, one.path) for one in built.errors} | set(built.reworded)
    for study in built.studies:
        sides = [review.read_abstraction(study, one) for one in built.reviewers]
        alignment = align(sides)
        proposed |= {(study, *one.rows) for one in alignment.rows if one.is_paired}
        for one in compare(sides, alignment):
            if not one.sameness.is_agreement:
                shown.add((study, one.path))
                wrong += [one] if (study, one.path) not in meant else []

    assert wrong == []
    assert shown == meant
    assert len(built.errors) > 40
    assert len(built.formatted) > 50
    right = proposed & set(built.pairs)
    assert len(right) >= 0.99 * len(built.pairs)
    assert proposed == right


def test_the_same_seed_gives_the_same_answers_and_another_seed_others(
    built, tmp_path: Path
):
    again = build_second_example(tmp_path / "again.ivig")
    other = build_second_example(tmp_path / "other.ivig", seed=3)

    assert again.as_json() == built.as_json()
    assert other.as_json()["errors"] != built.as_json()["errors"]
    assert again.reviewers == tuple(sorted(again.reviewers))


def test_the_truth_is_written_beside(built, tmp_path: Path):
    target = tmp_path / "truth.json"

    built.write_truth(target)

    kept = json.loads(target.read_text(encoding="utf-8"))
    assert len(kept["errors"]) == len(built.errors)
    assert kept["seed"] == 20120801
    assert "path" not in kept
    assert "15 studies" in built.as_text()
    assert "row left out" in built.as_text()
