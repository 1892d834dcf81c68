"""What this computer remembers helps when it is there, and is never in the way."""

import pytest

from ivig_abstractor.store.events import Head
from ivig_abstractor.store.header import Stamp
from ivig_abstractor.store.witness import Witness
from tests.store.making import edit, open_review

STAMP = Stamp(1, 2, 3, 4)


def test_nothing_is_known_of_a_review_never_seen(stranger, review):
    assert stranger.heads("review-1") == {}
    assert stranger.left(review) is None


def test_the_head_that_is_further_on_is_kept(stranger):
    stranger.remember_heads("r", {"ann": Head(5, "e5"), "bob": Head(2, "b2")})
    stranger.remember_heads("r", {"ann": Head(3, "e3"), "eve": Head(1, "c1")})
    assert stranger.heads("r") == {
        "ann": Head(5, "e5"),
        "bob": Head(2, "b2"),
        "eve": Head(1, "c1"),
    }


def test_files_are_remembered_one_by_one(stranger, folder):
    stranger.remember_file(folder / "a", STAMP)
    stranger.remember_file(folder / "b", STAMP._replace(size=9))
    assert stranger.left(folder / "a") == STAMP
    assert stranger.left(folder / "b").size == 9


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"ann": 1}'])
def test_a_damaged_memory_is_no_memory(stranger, tmp_path, content, review):
    stranger.remember_heads("r", {"ann": Head(1, "x")})
    stranger.remember_file(review, STAMP)
    for file in (tmp_path / "elsewhere").iterdir():
        file.write_bytes(content)
    assert stranger.heads("r") == {}
    assert stranger.left(review) is None
    open_review(review, stranger).close()


def test_an_id_that_is_a_path_is_not_written(stranger, tmp_path):
    stranger.remember_heads("../../x", {"ann": Head(1, "x")})
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path, review):
    (tmp_path / "file").write_text("in the way")
    forgetful = Witness(tmp_path / "file")
    with open_review(review, forgetful) as project:
        edit(project, 50)


def test_by_default_it_is_in_the_users_own_data_folder(review, own_home):
    Witness().remember_file(review, STAMP)
    assert Witness().left(review) == STAMP
    assert any(own_home.rglob("files.json"))
