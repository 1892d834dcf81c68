"""How well, and how fast, reconciliation finds what two reviewers do not share.

    python benchmarks/bench_reconcile.py [--seeds 20] [--studies 1000] [--truth FILE]

Builds the example with its simulated second reviewer, and a large made-up study; puts
known errors into copies with several seeds; and counts how many are shown as a
discrepancy at the right place, how many discrepancies come from typing alone, and how
many rows are paired as they should be. Then it measures time against the budgets; what
else runs on the machine does not count.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ivig_abstractor.base import ids
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.second_example import SEED, build_second_example
from ivig_abstractor.operations.simulating import Rates, simulate
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import align
from tests.reconcile.large_study import large_study
from tests.reconcile.truth import PAIRED, TYPING_ONLY, Found

ONE_MS = 100.0
REVIEW_S = 10.0
ROUNDS = 15


def tell(found: Found) -> bool:
    """Print the counts and say whether they are what they should be."""
    for kind, count in sorted(found.put_in.items()):
        print(f"  {kind}: {found.shown[kind]} of {count} shown")
    total, shown = found.put_in.total(), found.shown.total()
    surfaced = found.surfaced.total()
    print(f"  all errors: {shown} of {total} shown at the right place")
    print(f"  all errors: {surfaced} of {total} shown there or with the whole row")
    print(f"  discrepancies that follow from rows not paired: {len(found.false)}")
    for one in found.false[:10]:
        print(f"    {one}")
    print(
        f"  rows: {found.right} of {found.pairs} paired as they should be "
        f"({found.accuracy:.2%}), {found.wrong} wrong pairs"
    )
    return surfaced == total and found.accuracy >= PAIRED


def accuracy(firsts: dict[str, Abstraction], seeds: int, title: str) -> bool:
    """Put errors into copies of the studies with several seeds, and count."""
    found = Found()
    for seed in range(SEED, SEED + seeds):
        random = Random(seed)  # noqa: S311 - no secret, only repeatable
        with ids.use(random):
            for first in firsts.values():
                found.take(first, simulate(first, random, Rates()))
    print(f"{title}, {seeds} seeds:")
    return tell(found)


def typing_only(firsts: dict[str, Abstraction]) -> bool:
    """Change only how answers are typed: nothing may be shown."""
    found = Found()
    random = Random(SEED)  # noqa: S311 - no secret, only repeatable
    with ids.use(random):
        for first in firsts.values():
            found.take(first, simulate(first, random, TYPING_ONLY))
    print(
        f"typing alone: {found.looks} answers typed otherwise, "
        f"{len(found.false)} false discrepancies"
    )
    return not found.false


def one_study() -> bool:
    """Pair and compare one large study, again and again."""
    first, other = large_study("a"), large_study("b")
    align([first, other])
    # As in the window, where the collector runs between steps and not within one.
    gc.collect()
    gc.disable()
    taken = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        compared = compare([first, other], align([first, other]))
        taken.append(1000 * (time.process_time() - begin))
    gc.enable()
    middle, best = statistics.median(taken), min(taken)
    print(
        f"one study, 6 arms, 60 outcomes, 80 effects a side ({len(compared)} answers): "
        f"{middle:.0f} ms, best {best:.0f} ms; budget {ONE_MS:.0f} ms, "
        f"ratio {middle / ONE_MS:.2f}"
    )
    return middle <= ONE_MS


def many_studies(firsts: dict[str, Abstraction], count: int) -> bool:
    """Compare as many studies as a large review has: the example's, over and over."""
    pairs = []
    random = Random(SEED)  # noqa: S311 - no secret, only repeatable
    with ids.use(random):
        for first in firsts.values():
            second = simulate(first, random, Rates())
            entries = [(path, facet, v) for (path, facet), v in second.entries.items()]
            pairs.append([first, Abstraction(first.study_id, "second", entries)])
    gc.collect()
    begin = time.process_time()
    answers = 0
    for number in range(count):
        sides = pairs[number % len(pairs)]
        answers += len(compare(sides, align(sides)))
    taken = time.process_time() - begin
    budget = REVIEW_S * count / 1000
    print(
        f"{count} studies ({answers} answers): {taken:.1f} s; "
        f"budget {budget:.1f} s, ratio {taken / budget:.2f}"
    )
    return taken <= budget


def main() -> int:
    """Run all and say whether everything is as it should be."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=20)
    arguments.add_argument("--studies", type=int, default=1000)
    arguments.add_argument("--truth", type=Path, help="write the truth here as JSON")
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = build_second_example(Path(folder) / "second.ivig")
        print(built.as_text())
        if said.truth:
            built.write_truth(said.truth)
        with OpenReview.open(built.path, read_only=True) as review:
            firsts = {
                study: review.read_abstraction(study, built.reviewers[0])
                for study in built.complete
            }
    kept = [
        accuracy(firsts, said.seeds, "the example"),
        accuracy({"large": large_study("a")}, said.seeds, "a large study"),
        typing_only(firsts | {"large": large_study("a")}),
        one_study(),
        many_studies(firsts, said.studies),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
