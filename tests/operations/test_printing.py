"""What another process does for the window: writing a report, drawing its pages."""

import io
import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from pypdf import PdfReader

from ivig_abstractor.base.display import Conventions, use_conventions
from ivig_abstractor.operations import printing
from ivig_abstractor.operations.abstracting import answer_text
from ivig_abstractor.operations.printing import Order
from ivig_abstractor.operations.reporting import write_report
from tests.store.making import ROOT


@pytest.fixture
def order(review, study, tmp_path):
    answer_text(review, study, "population.age", "43.5 ± 16.8")
    copy = tmp_path / "copy.ivig"
    review.project.save_copy(copy)
    return Order(
        source=str(copy),
        review=str(review.path),
        reviewer_id=review.reviewer_id,
        target=str(tmp_path / "out.pdf"),
    )


def told_by(order, said):
    tell = io.BytesIO()
    assert printing.write(order.as_text(), said, tell) == 0
    return [json.loads(line) for line in tell.getvalue().splitlines()]


@pytest.fixture
def silence():
    """A window that says nothing, until the test is over."""
    listening, speaking = os.pipe()
    with os.fdopen(listening, "rb", buffering=0) as said:
        yield said
        os.close(speaking)


def test_a_report_is_written_and_its_chapters_told(order, silence, tmp_path):
    *steps, made = told_by(order, silence)
    assert steps
    assert all(one["done"] <= one["total"] for one in steps)
    assert len(PdfReader(tmp_path / "out.pdf").pages) == made["pages"]
    chapters = {one["id"]: one for one in made["chapters"]}
    assert (chapters["title"]["first"], chapters["title"]["last"]) == (1, 1)
    assert not chapters["excluded"]["has_content"]
    printed = [one for one in made["chapters"] if one["first"]]
    for one, after in pairwise(printed):
        assert one["first"] <= one["last"] <= after["first"]
    assert printed[-1]["last"] == made["pages"]


def test_a_chapter_that_is_left_out_has_no_page(order, silence, tmp_path):
    whole = told_by(order, silence)[-1]
    fewer = Order(**{**json.loads(order.as_text()), "left_out": ["studies"]})
    made = told_by(fewer, silence)[-1]
    assert made["pages"] < whole["pages"]
    [studies] = [one for one in made["chapters"] if one["id"] == "studies"]
    assert (studies["has_content"], studies["first"]) == (True, 0)


def test_whoever_goes_away_or_says_stop_gets_no_report(order, tmp_path):
    target = tmp_path / "out.pdf"
    target.write_text("earlier")
    for said in (io.BytesIO(b""), io.BytesIO(b"stop\n")):
        assert "stopped" in told_by(order, said)[-1]["refused"]
    assert target.read_text() == "earlier"


def test_nothing_is_written_over_the_review_itself(order, silence, review):
    over = Order(**{**json.loads(order.as_text()), "target": str(review.path)})
    assert "is a review" in told_by(over, silence)[-1]["refused"]


def test_the_process_writes_the_same_bytes_whatever_the_window_shows(
    order, review, tmp_path
):
    write_report(review, tmp_path / "here.pdf")
    use_conventions(Conventions("comma", "words"))
    process = subprocess.Popen(
        [sys.executable, "-m", "ivig_abstractor", printing.WRITE, order.as_text()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    # Its input stays open: the end of it would stop the report.
    told = process.stdout.read()
    assert process.wait() == 0, process.stderr.read()
    process.communicate()
    assert b'"pages"' in told
    here = (tmp_path / "here.pdf").read_bytes()
    assert (tmp_path / "out.pdf").read_bytes() == here


def test_pages_are_drawn_as_they_are_asked_for(order, silence, tmp_path):
    told_by(order, silence)
    tell = io.BytesIO()
    printing.draw(str(tmp_path / "out.pdf"), io.BytesIO(b"2 200\n1 90\n"), tell)
    tell.seek(0)
    sizes = json.loads(tell.readline())["sizes"]
    assert [round(one) for one in sizes[0]] == [595, 842]
    for page, width in ((2, 200), (1, 90)):
        head = json.loads(tell.readline())
        assert (head["page"], head["asked"], head["width"]) == (page, width, width)
        pixels = tell.read(head["bytes"])
        assert len(pixels) == 4 * head["width"] * head["height"]
        assert pixels[:3] == b"\xff\xff\xff"
        assert len(set(pixels)) > 20, "an empty page"
    assert tell.read() == b""


def test_a_report_leaves_no_trace_in_what_this_computer_remembers(
    order, silence, own_home
):
    before = sorted(own_home.rglob("*"))
    told_by(order, silence)
    assert sorted(own_home.rglob("*")) == before
