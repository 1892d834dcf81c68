"""How long a large hand-in takes from one computer to another.

    python benchmarks/bench_merge.py [STUDIES]

Builds a review, hands it out, lets a reviewer make 300 changes in each study of the
copy, and times handing in, planning, merging, and planning the same again.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CHANGES = 300
BUDGET_MS_PER_1000 = 500.0

Done = TypeVar("Done")


def main() -> int:
    """Print the figures; exit with 1 if merging is slower than its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("studies", nargs="?", type=int, default=100)
    studies: int = parser.parse_args().studies
    with tempfile.TemporaryDirectory(prefix="bench-merge-") as folder:
        os.environ["XDG_DATA_HOME"] = folder  # keys and memory of this run only
        return run(Path(folder), studies)


def run(place: Path, studies: int) -> int:
    """Carry the files around and time it."""
    from ivig_abstractor.operations.handing import (
        accept_hand_out,
        hand_in,
        hand_out,
    )
    from ivig_abstractor.operations.merging import merge, plan_merge

    review, reviewer = a_review(place, studies)
    out, package = place / "x.ivighandout", place / "x.ivighandin"
    timed("hand out", lambda: hand_out(review, reviewer, out))
    copy = timed("accept", lambda: accept_hand_out(out, place / "copy.ivig"))
    work(copy, studies)
    timed("hand in", lambda: hand_in(copy, reviewer, package))
    copy.close()
    print(f"{studies * CHANGES} changes: {package.stat().st_size / 1e6:.1f} MB")
    plan = timed("plan", lambda: plan_merge(review, [package]))
    begun = process_time()
    timed("merge", lambda: merge(review, plan, accept_keys=True))
    taken = process_time() - begun
    timed("plan what is known", lambda: plan_merge(review, [package]))
    timed("plan it twice", lambda: plan_merge(review, [package, package]))
    review.close()
    return int(taken * 1e3 > BUDGET_MS_PER_1000 * studies * CHANGES / 1e3)


def a_review(place: Path, studies: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """A review with one reviewer beside the lead, and the id of that reviewer."""
    from ivig_abstractor.model.review import StudyFacts
    from ivig_abstractor.operations.open_review import OpenReview
    from ivig_abstractor.operations.packing import reviewer_named
    from ivig_abstractor.operations.reviewing import add_reviewer, add_studies

    review = OpenReview.create(place / "r.ivig", title="Large", reviewer="Lead")
    add_studies(review, [StudyFacts(key=f"study{n}") for n in range(studies)])
    add_reviewer(review, "Ann")
    return review, reviewer_named(review, "Ann")


def work(copy, studies: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Fill in all studies, one operation a study."""
    from ivig_abstractor.model.review import abstraction_document
    from ivig_abstractor.store.records import Set

    for study in list(copy.studies())[:studies]:
        document = abstraction_document(study, copy.reviewer_id)
        sets = [
            Set(document, f"outcomes.rows[o{at}].before", "note", f"printed text {at}")
            for at in range(CHANGES)
        ]
        copy.project.commit(sets, author=copy.reviewer_id, label="Fill in")


def timed(name: str, job: Callable[[], Done]) -> Done:
    """Do a job, and print how long it took, and how long it computed."""
    begun, worked = perf_counter(), process_time()
    done = job()
    took, computed = perf_counter() - begun, process_time() - worked
    print(f"{name}: {took:.2f} s, of which {computed:.2f} s of computing")
    return done


if __name__ == "__main__":
    raise SystemExit(main())
