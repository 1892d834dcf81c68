"""A review that two reviewers have abstracted, and the window on it."""

from pathlib import Path

import pytest

from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui.shell_builders import a_review
from tests.operations.two_reviewers import abstracted_twice


@pytest.fixture
def twice(tmp_path) -> Path:
    file = a_review(tmp_path, "Dalakas 1993")
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        abstracted_twice(review, study_id)
        reviewing.add_study(review, StudyFacts(key="hara2003", label="Hara 2003"))
    return file


@pytest.fixture
def place(window, twice):
    window.open_file(twice)
    window.does.go_to_place("reconcile")
    return window.screens.reconcile
