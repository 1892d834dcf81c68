"""How long the agreement of reviewers takes over a thousand studies.

    python benchmarks/bench_agreement.py [--studies 1000] [--fields 150] [--reviewers 2]

Prints the time beside its budget; what else runs on the machine does not count. Each
study has the first fields of the form, each with an answer of every reviewer, of which
one in eight differs, and four rows of which one in eight was found by the first only.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ivig_abstractor.base import paths
from ivig_abstractor.exchange.agreement_csv import agreement_csv
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.discrepancy import Compared, PairedRow, Sameness, Side
from ivig_abstractor.model.form import FieldSpec, Kind, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.reconcile.agreement import agreement

BUDGET_S = 5.0
ROWS = {"arms": "a1", "phases": "p1", "rows": "o1", "assessments": "b1"}
DIFFERING = 8


class Alignment:
    """Four rows, now and then found by one reviewer only."""

    def __init__(self, number: int, reviewers: int) -> None:
        others = reviewers - 1
        self.rows: tuple[PairedRow, ...] = tuple(
            PairedRow(
                f"{container}[{row_id}]",
                (row_id, *[other] * others),
                1.0,
                (),
                "proposed",
            )
            for container, row_id in (
                ("arms", "a1"),
                ("arms[a1].phases", "p1"),
                ("outcomes.rows", "o1"),
                ("adverse_effects.rows", "e1"),
            )
            for other in [None if number % DIFFERING == 0 else row_id]
        )


def answers_to(spec: FieldSpec) -> list[object]:
    """Two or more answers to choose from, one of them a stated absence."""
    absent = Missing(missing=MissingCode.NR)
    if spec.kind is Kind.CHOICE:
        return [*spec.options, absent]
    texts = ("3", "7", "43.5", "8/19", "12 weeks", "2-5", "P < 0.01", "by 47", "2002")
    read = [read_answer(spec, text) for text in texts]
    values = [one.value for one in read if not isinstance(one, Problem)]
    return [*values, absent] if values else ["something", "something else", absent]


def pair(
    asked: tuple[str, FieldSpec, Sequence[object]],
    chance: random.Random,
    reviewers: int,
) -> Compared:
    """The answers to a field, of which the last may be another."""
    path, spec, answers = asked
    one = other = chance.choice(answers)
    if chance.randrange(DIFFERING) == 0:
        other = chance.choice([*answers, None])
    sameness = Sameness.SAME
    if one != other:
        sameness = Sameness.ONE_SIDED if other is None else Sameness.DIFFERENT
    said = [*[one] * (reviewers - 1), other]
    sides = tuple(Side(f"r{at}", path, each) for at, each in enumerate(said))
    return Compared(path, spec, sides, sameness)


def main() -> int:
    """Run it and say whether it kept its budget."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--studies", type=int, default=1000)
    arguments.add_argument("--fields", type=int, default=150)
    arguments.add_argument("--reviewers", type=int, default=2)
    given = arguments.parse_args()
    many = given.reviewers
    chance = random.Random(1)  # noqa: S311  (made-up answers, not secrets)
    rows = {name: ROWS.get(name, "x1") for name in names_of_rows()}
    asked = [
        (paths.fill(spec.pattern, rows), spec, answers_to(spec))
        for spec in islice(the_form().fields(), given.fields)
    ]
    studies = [
        (
            f"s{number}",
            [pair(one, chance, many) for one in asked],
            Alignment(number, many),
        )
        for number in range(given.studies)
    ]
    begin = time.process_time()
    letters = tuple(chr(ord("A") + at) for at in range(many))
    found = agreement(studies, the_form(), letters=letters)
    taken = time.process_time() - begin
    begin = time.process_time()
    written = agreement_csv(found)
    print(
        f"agreement of {given.studies} studies x {len(asked)} fields x {many} reviewers"
        f" ({found.overall.pairs} pairs, {found.overall.differing} discrepancies): "
        f"{taken:.2f} s; budget {BUDGET_S:.1f} s, ratio {taken / BUDGET_S:.2f}"
    )
    print(
        f"as CSV: {len(written) / 1024:.0f} KB in {time.process_time() - begin:.2f} s"
    )
    return 0 if taken <= BUDGET_S else 1


def names_of_rows() -> set[str]:
    """Every name that can carry a row id."""
    return {
        name.removesuffix("[]")
        for spec in the_form().fields()
        for name in spec.pattern.split(".")
        if name.endswith("[]")
    }


if __name__ == "__main__":
    raise SystemExit(main())
