"""How long one edit takes in a large review.

    python benchmarks/bench_store.py [STUDIES]

Builds a review of 1,000 studies with 150 answers each, then times what a reviewer
waits for. The ratio compares one edit with the same fsyncs done by hand.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ivig_abstractor.store.project import ProjectFile, Set
from ivig_abstractor.store.witness import Witness

ANSWERS = 150
EDITS = 1_000
SYNCS = 4  # of one durable commit
BUDGET_MS = 5.0


def main() -> int:
    """Print the figures; exit with 1 if an edit is slower than its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("studies", nargs="?", type=int, default=1_000)
    studies: int = parser.parse_args().studies
    with tempfile.TemporaryDirectory(prefix="bench-store-") as folder:
        place = Path(folder)
        witness = Witness(place / "witness")
        review = place / "large.ivig"
        seconds = timed(lambda: build(review, witness, studies))
        size = review.stat().st_size / 1e6
        print(f"{studies} studies x {ANSWERS} answers: {seconds:.1f} s, {size:.0f} MB")
        opening(review, witness, place)
        with ProjectFile.open(review, witness=witness) as project:
            worst = edits(project, studies)
            reading(project)
        bare = percentile([timed(lambda: syncs(place)) for _ in range(300)], 0.99)
        print(f"p99 of an edit / p99 of {SYNCS} bare fsyncs: {worst / bare:.1f}")
    return int(worst * 1e3 > BUDGET_MS)


def build(path: Path, witness: Witness, studies: int) -> None:
    """Write every answer of every study, one operation a study."""
    with ProjectFile.create(
        path, review_id="bench", app_version="0", form_version=1, witness=witness
    ) as project:
        for study in range(studies):
            project.commit(
                [
                    Set(document(study), field(at), "answer", f"printed text {at}")
                    for at in range(ANSWERS)
                ],
                author="reviewer-1",
                label="Add study",
            )


def opening(path: Path, witness: Witness, place: Path) -> None:
    """Time opening a file we know, one that comes from elsewhere, and verifying it."""

    def look(known: Witness) -> None:
        ProjectFile.open(path, read_only=True, witness=known).close()

    print(f"open, known here: {timed(lambda: look(witness)):.2f} s")
    stranger = Witness(place / "elsewhere")
    print(f"open, from elsewhere: {timed(lambda: look(stranger)):.2f} s")
    with ProjectFile.open(path, read_only=True, witness=witness) as project:
        print(f"verify in full: {timed(project.verify):.2f} s")


def edits(project: ProjectFile, studies: int) -> float:
    """Time single edits all over the review; return the 99th percentile."""
    taken = []
    for number in range(EDITS):
        one = Set(
            document(number * 7919 % studies),
            field(number * 31 % ANSWERS),
            "answer",
            f"edited {number}",
        )
        summaries = {one.document: {"answered": number}}

        def edit(one: Set = one, summaries: dict = summaries) -> None:  # type: ignore[type-arg]
            project.commit(
                [one], author="reviewer-1", label="Edit", summaries=summaries
            )

        taken.append(timed(edit))
    worst = percentile(taken, 0.99)
    print(
        f"one edit: p50 {percentile(taken, 0.5) * 1e3:.2f} ms,"
        f" p99 {worst * 1e3:.2f} ms (budget {BUDGET_MS:.0f} ms),"
        f" longest {max(taken) * 1e3:.2f} ms"
    )
    return worst


def reading(project: ProjectFile) -> None:
    """Time what the window reads."""
    one = document(1)
    asked: dict[str, Callable[[], object]] = {
        "entries of one study": lambda: project.entries(one),
        "names of all abstractions": lambda: project.documents("abstraction:"),
        "history of one field": lambda: project.history(one, field(1)),
        "operations of one reviewer": lambda: project.operations("reviewer-1"),
    }
    for name, question in asked.items():
        print(f"{name}: {timed(question) * 1e3:.1f} ms")


def syncs(place: Path) -> None:
    """Write a page and sync it, as often as one commit does."""
    with (place / "bare").open("wb") as file:
        for _ in range(SYNCS):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())


def document(study: int) -> str:
    """Name the abstraction of a study."""
    return f"abstraction:{study:032x}/{1:032x}"


def field(at: int) -> str:
    """Name a field."""
    return f"outcomes.rows[o{at}].before"


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def percentile(taken: list[float], part: float) -> float:
    """The value that `part` of all are not above."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))]


if __name__ == "__main__":
    raise SystemExit(main())
