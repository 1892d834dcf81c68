"""How the time of a report grows: with the rows of a table, and with the studies.

    python benchmarks/bench_report.py [--studies 1000]

Sixteen times the rows should take sixteen times as long, and ten times the studies ten
times; the ratio printed is how much longer it took than that.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.large_review import large_review
from ivig_abstractor.operations.reporting import report_input
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report.chapters import build_document
from ivig_abstractor.report.pdf import render
from ivig_abstractor.report.report_input import ReportInput

FEW_ROWS, MANY_ROWS = 500, 8000
COLUMNS = 10
LINEAR = 1.3


def a_table(rows: int) -> b.Document:
    """A document with one table of ten columns."""
    columns = [b.Column("Study"), b.Column("Indication")]
    columns += [b.Column(f"C{at}", align=b.Align.NUMBER) for at in range(COLUMNS - 2)]
    made = [
        b.Row(
            (
                b.Text(b.words(f"Author {at}")),
                b.Text(b.words(f"Chronic polymyositis refractory to treatment {at}")),
                *(b.Number(f"{at}.{n}") for n in range(COLUMNS - 2)),
            )
        )
        for at in range(rows)
    ]
    table = b.Table("Rows", tuple(columns), (b.Group(made),), landscape=True)
    heading = b.Heading(1, "Chapter")
    return b.Document("Table", "", "en", None, "ab" * 32, (heading, table))


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """The shortest time of some rounds: what else runs does not count."""
    shortest = float("inf")
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest


def bench_rows() -> None:
    """One table of 500 rows and of 8,000."""
    render(a_table(10), io.BytesIO())
    few = seconds(lambda: render(a_table(FEW_ROWS), io.BytesIO()), rounds=3)
    many = seconds(lambda: render(a_table(MANY_ROWS), io.BytesIO()))
    growth = many / few
    expected = MANY_ROWS / FEW_ROWS
    print(
        f"table: {FEW_ROWS} rows {few:.2f} s, {MANY_ROWS} rows {many:.2f} s, "
        f"{growth:.1f} times as long, budget {expected * LINEAR:.0f}, "
        f"ratio {growth / expected:.2f}"
    )


def few_findings(report: ReportInput) -> ReportInput:
    """Made-up studies are all alike, and queries of likeness grow with their square."""
    studies = tuple(replace(one, findings=one.findings[:20]) for one in report.studies)
    return replace(report, studies=studies)


def bench_studies(studies: int) -> None:
    """The report of a tenth of the studies, and of all of them."""
    taken: dict[int, float] = {}
    for count in (studies // 10, studies):
        with tempfile.TemporaryDirectory() as folder:
            review = large_review(Path(folder) / "large.ivig", count)
            try:
                report = few_findings(report_input(review))
            finally:
                review.close()
        began = time.perf_counter()
        document = build_document(report)
        built = time.perf_counter() - began
        began = time.perf_counter()
        pages = render(document, io.BytesIO())
        taken[count] = time.perf_counter() - began
        print(
            f"report: {count} studies, {len(document.blocks)} blocks in {built:.1f} s, "
            f"{pages} pages in {taken[count]:.1f} s, "
            f"{1000 * taken[count] / pages:.1f} ms a page"
        )
    growth = taken[studies] / taken[studies // 10]
    print(f"report: ten times the studies, ratio {growth / 10:.2f}, budget {LINEAR}")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000)
    chosen = parser.parse_args()
    bench_rows()
    bench_studies(chosen.studies)


if __name__ == "__main__":
    main()
