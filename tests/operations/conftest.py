"""A review with one study, as its lead sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_study


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
