"""A review that is open elsewhere is left alone, and it is said where it is open."""

import os

import pytest

from tests.store.test_locking import child


@pytest.fixture
def holder(file, tmp_path):
    """Another program that has the review open."""
    process = child("hold", file, tmp_path / "memory")
    assert process.stdout.readline() == "OPEN\n"
    yield process
    process.kill()
    process.communicate()


def test_another_window_says_who_has_the_review_and_since_when(window, file, holder):
    before = file.read_bytes()
    window.open_file(file)
    assert window.desk.overview is None
    said = window.screens.notice.words.text()
    assert "“review.ivig” is open by " in said
    assert f"(process {holder.pid}), since 20" in said
    assert "Close it there and open it again" in said
    assert file.read_bytes() == before

    holder.kill()
    holder.wait()
    window.open_file(file)
    assert len(window.desk.lines()) == 2


def test_a_review_that_is_open_here_is_not_opened_again(window, file, tmp_path):
    window.open_file(file)
    study = window.desk.study
    window.open_file(file)
    assert window.desk.study is study
    if os.name != "nt":
        link = tmp_path / "link.ivig"
        link.symlink_to(file)
        window.open_file(link)
        assert "already open in this program" in window.screens.notice.words.text()
        assert window.desk.overview.path == file


def test_the_present_review_stays_when_another_is_open_elsewhere(
    window, file, holder, own_home
):
    from tests.gui.shell_builders import a_review

    mine = a_review(own_home, "Dalakas 1993")
    window.open_file(mine)
    window.open_file(file)
    assert window.desk.overview.path == mine
    assert "is open by" in window.screens.notice.words.text()
    assert len(window.desk.lines()) == 1
