"""A review file, closed, and what this computer remembers of it."""

from pathlib import Path

import pytest

from ivig_abstractor.store.witness import Witness
from tests.store.making import a_review, open_review


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "memory")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reviews"
    place.mkdir()
    return place


@pytest.fixture
def review(folder: Path, witness: Witness) -> Path:
    return a_review(folder / "review.ivig", witness)


@pytest.fixture
def project(review: Path, witness: Witness):
    with open_review(review, witness) as opened:
        yield opened


@pytest.fixture
def stranger(tmp_path: Path) -> Witness:
    """The memory of a computer that never saw the review."""
    return Witness(tmp_path / "elsewhere")
