"""A review with one study, as its lead sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_study
from tests.operations.two_reviewers import abstracted_twice


@pytest.fixture
def review(tmp_path: Path) -> Iterator[OpenReview]:
    opened = OpenReview.create(
        tmp_path / "trial.ivig", title="A trial review", reviewer="Dana W"
    )
    yield opened
    opened.close()


@pytest.fixture
def study(review: OpenReview) -> str:
    return add_study(review, StudyFacts(key="cherin2002", label="Cherin 2002")).study_id


@pytest.fixture
def both(review: OpenReview, study: str) -> tuple[str, str]:
    """The study completed by two reviewers; their ids in the order A, B."""
    return abstracted_twice(review, study)
