"""Typed identifiers, and the one place where new ones come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random, SystemRandom
from typing import NewType

ReviewId = NewType("ReviewId", str)
StudyId = NewType("StudyId", str)
PaperId = NewType("PaperId", str)
ReviewerId = NewType("ReviewerId", str)
RowId = NewType("RowId", str)
OperationId = NewType("OperationId", str)
EventId = NewType("EventId", str)
DocumentId = NewType("DocumentId", str)

# No 0, 1, i, l, o: a row id may have to be read out or typed from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_LETTERS_AND_DIGITS = _LETTERS + "23456789"
_ROW_ID_LENGTH = 8

_random: Random = SystemRandom()


def new_row_id() -> RowId:
    """Return a short new identifier for a repeating row, such as `a7k3q9mt`."""
    rest = _random.choices(_LETTERS_AND_DIGITS, k=_ROW_ID_LENGTH - 1)
    return RowId(_random.choice(_LETTERS) + "".join(rest))


def new_review_id() -> ReviewId:
    """Return a new identifier for a review."""
    return ReviewId(_new_hex())


def new_study_id() -> StudyId:
    """Return a new identifier for a study."""
    return StudyId(_new_hex())


def new_paper_id() -> PaperId:
    """Return a new identifier for a paper."""
    return PaperId(_new_hex())


def new_reviewer_id() -> ReviewerId:
    """Return a new identifier for a reviewer."""
    return ReviewerId(_new_hex())


def new_operation_id() -> OperationId:
    """Return a new identifier for an operation."""
    return OperationId(_new_hex())


@contextmanager
def use(random: Random) -> Iterator[None]:
    """Draw new identifiers from `random` until the block ends."""
    global _random  # noqa: PLW0603  (identifiers are drawn from one source)
    before, _random = _random, random
    try:
        yield
    finally:
        _random = before


def _new_hex() -> str:
    # The form of a version 4 UUID, without loading the uuid module at start.
    bits = _random.getrandbits(128)
    bits = bits & ~(0xF << 76) | (0x4 << 76)
    bits = bits & ~(0x3 << 62) | (0x2 << 62)
    return f"{bits:032x}"
