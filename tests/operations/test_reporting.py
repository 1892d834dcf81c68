"""Writing the report: whole or not at all, and the same for the same review."""

from datetime import date
from hashlib import sha256

import pytest

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.operations.abstracting import answer_text
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.reporting import (
    ReportStopped,
    report_input,
    write_report,
)


def test_an_empty_review_has_a_report(review, tmp_path):
    target = tmp_path / "empty.pdf"
    done = write_report(review, target)
    assert done.path == target
    assert done.pages > 1
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_same_review_gives_the_same_bytes(review, study, tmp_path, still_clock):
    answer_text(review, study, "population.n_enrolled", "35")
    write_report(review, tmp_path / "one.pdf")
    still_clock.advance(days=30)
    write_report(review, tmp_path / "two.pdf")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf"))
    assert sha256(one).hexdigest() == sha256(two).hexdigest()


def test_the_date_is_that_of_the_newest_change(review, study, still_clock):
    still_clock.advance(days=3)
    answer_text(review, study, "population.n_enrolled", "35")
    changed = still_clock.now().date()
    still_clock.advance(days=300)
    assert report_input(review).data_date == changed
    assert isinstance(changed, date)


def test_the_fingerprint_is_that_of_the_answers(review, study):
    before = report_input(review).fingerprint
    assert report_input(review).fingerprint == before
    assert len(before) == 64
    answer_text(review, study, "population.n_enrolled", "35")
    assert report_input(review).fingerprint != before


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_both_papers(review, study, tmp_path, paper):
    assert write_report(review, tmp_path / "out.pdf", paper=paper).pages


def test_chapters_can_be_chosen(review, study, tmp_path):
    whole = write_report(review, tmp_path / "whole.pdf")
    part = write_report(review, tmp_path / "part.pdf", chapters=["summary"])
    assert part.pages < whole.pages


def test_a_review_is_never_written_over(review, tmp_path):
    before = review.path.read_bytes()
    with pytest.raises(NotPossible):
        write_report(review, review.path)
    with pytest.raises(NotPossible):
        write_report(review, tmp_path / "other.ivig")
    assert review.path.read_bytes() == before
    assert not (tmp_path / "other.ivig").exists()


def test_progress_counts_up_to_the_end(review, study, tmp_path):
    told = []

    def progress(done, total):
        told.append((done, total))
        return True

    write_report(review, tmp_path / "out.pdf", progress=progress)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert all(done <= total for done, total in told)
    assert len({total for _done, total in told}) == 1


@pytest.mark.parametrize("after", [0, 1, 3])
def test_stopping_leaves_the_earlier_file(review, study, tmp_path, after):
    target = tmp_path / "out.pdf"
    target.write_bytes(b"earlier")
    calls = []

    def progress(done, total):
        calls.append(done)
        return len(calls) <= after

    with pytest.raises(ReportStopped, match="stopped"):
        write_report(review, target, progress=progress)
    assert target.read_bytes() == b"earlier"
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


def test_a_folder_that_is_not_there_is_told_in_a_sentence(review, tmp_path):
    with pytest.raises(AppError, match="could not be written"):
        write_report(review, tmp_path / "nowhere" / "out.pdf")
