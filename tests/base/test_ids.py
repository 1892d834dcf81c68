import re
from random import Random, SystemRandom
from uuid import UUID

import pytest

from ivig_abstractor.base import ids

LONG = [
    ids.new_review_id,
    ids.new_study_id,
    ids.new_paper_id,
    ids.new_reviewer_id,
    ids.new_operation_id,
]


@pytest.mark.parametrize("new", LONG)
def test_long_ids_are_version_4_uuids_in_hex(new):
    with ids.use(SystemRandom()):
        made = [new() for _ in range(200)]
    assert len(set(made)) == 200
    for text in made:
        assert UUID(text).version == 4
        assert UUID(text).hex == text
        assert UUID(text).variant == "specified in RFC 4122"


def test_row_ids_are_short_safe_in_paths_and_easy_to_read_out():
    with ids.use(SystemRandom()):
        made = [ids.new_row_id() for _ in range(5000)]
    assert len(set(made)) == 5000
    assert all(re.fullmatch(r"[a-z][a-z0-9]{7}", text) for text in made)
    assert not set("01ilo") & set("".join(made))


def test_same_source_gives_the_same_ids():
    with ids.use(Random(1)):
        first = [ids.new_row_id(), ids.new_study_id()]
    with ids.use(Random(1)):
        assert [ids.new_row_id(), ids.new_study_id()] == first
    with ids.use(Random(2)):
        assert ids.new_row_id() != first[0]


def test_ids_of_the_program_cannot_be_foretold():
    from subprocess import run
    from sys import executable

    words = "from ivig_abstractor.base import ids; print(ids.new_study_id())"
    made = {
        run([executable, "-c", words], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(made) == 2
