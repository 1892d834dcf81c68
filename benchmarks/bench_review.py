"""Prints what editing, checking, opening and reporting a large review cost.

Usage: python benchmarks/bench_review.py [STUDIES]   (1000 if not given)
"""

import sys
import tempfile
import time
from pathlib import Path

from ivig_abstractor.operations.abstracting import answer_text
from ivig_abstractor.operations.checking import check_review
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import open_study, overview
from ivig_abstractor.operations.reporting import write_report

sys.path.insert(0, str(Path(__file__).parent))
from large_review import large_review


def edits(review: OpenReview, count: int) -> list[float]:
    """Seconds of each of `count` edits, spread over studies and kinds of field."""
    fields = ("population.n_enrolled", "population.age", "identification.journal")
    studies = list(review.studies())
    taken = []
    for number in range(count):
        study_id = studies[(number // 10 * 37) % len(studies)]
        open_study(review, study_id)
        started = time.perf_counter()
        answer_text(review, study_id, fields[number % 3], str(20 + number % 60))
        taken.append(time.perf_counter() - started)
    return sorted(taken)


def main() -> None:
    """Measure and print."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.ivig"
        large_review(path, studies).close()
        started = time.perf_counter()
        review = OpenReview.open(path)
        overview(review)
        print(f"open {studies} studies: {time.perf_counter() - started:.3f} s of 0.5 s")
        taken = edits(review, 300)
        p99 = taken[int(len(taken) * 0.99)] * 1000
        median = taken[len(taken) // 2] * 1000
        print(f"edit: median {median:.1f} ms, 99th {p99:.1f} ms of 16 ms")
        started = time.perf_counter()
        found = check_review(review)
        spent = time.perf_counter() - started
        print(f"check: {spent:.2f} s of 10 s, {len(found)} findings")
        started = time.perf_counter()
        done = write_report(review, Path(folder) / "large.pdf")
        spent = time.perf_counter() - started
        each = spent / studies * 1000
        print(f"report: {spent:.1f} s, {done.pages} pages, {each:.1f} ms a study")
        review.close()


if __name__ == "__main__":
    main()
