"""Builds the example review with two simulated reviewers, to show reconciliation.

Nobody has abstracted these studies twice: the first reviewer's answers are those of
the example, the second's are a copy with errors put in at stated rates and a fixed
seed. The review says so in its title, its question and the names of the reviewers.
"""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from ivig_abstractor.base import ids
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE, Abstraction
from ivig_abstractor.model.progress import blanks
from ivig_abstractor.operations.example import TITLE, build_example, example_entries
from ivig_abstractor.operations.facts import sets_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.simulating import (
    Entries,
    Injected,
    Rates,
    Simulated,
    fill_blanks,
    simulate,
)
from ivig_abstractor.store.records import Set

SEED = 20120801
SECOND_TITLE = f"{TITLE} (simulated second reviewer)"
REVIEWERS = ("Simulated reviewer 1", "Simulated reviewer 2")
_QUESTION = (
    "To try out reconciliation. Both reviewers are simulated: the answers of the first"
    " are those of the example, the second is a copy of them with errors put in on"
    " purpose (seed {seed}). Nothing here says how well anybody abstracts."
)


@dataclass(frozen=True, slots=True)
class SecondExample:
    """What was built, and the truth that reconciliation has to find.

    `pairs` are (study, row path of the first, row path of the second); `formatted` and
    `reworded` are (study, path) of answers that look different and of arms that the
    second calls by another name.
    """

    path: Path
    seed: int
    reviewers: tuple[str, str]
    studies: tuple[str, ...]
    complete: tuple[str, ...]
    errors: tuple[Injected, ...]
    pairs: tuple[tuple[str, str, str], ...]
    formatted: tuple[tuple[str, str], ...]
    reworded: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The truth as JSON, without where the file is."""
        said = asdict(self)
        del said["path"]
        return said

    def write_truth(self, target: Path) -> None:
        """Write the truth beside the review."""
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1)
        target.write_text(text + "\n", encoding="utf-8")

    def as_text(self) -> str:
        """The summary for the command line."""
        counted = Counter(one.kind.value for one in self.errors)
        said = _(
            "{path}: {studies} studies, {errors} errors put in,"
            " {pairs} rows that both have"
        ).format(
            path=self.path,
            studies=len(self.studies),
            errors=len(self.errors),
            pairs=len(self.pairs),
        )
        return "\n".join(
            [said, *(f"  {_(one)}: {n}" for one, n in sorted(counted.items()))]
        )


def build_second_example(
    target: Path, *, seed: int = SEED, rates: Rates | None = None
) -> SecondExample:
    """Build the review at `target`, which must not exist yet.

    The same seed and rates give the same answers, rows and errors.

    Raises:
        AppError: the file exists, or cannot be written.
    """
    # Whoever has begun a study is kept from what others answered: nobody has.
    build_example(target, answered=False)
    random = Random(seed)  # noqa: S311 - no secret, only repeatable
    with ids.use(random), OpenReview.open(target) as review:
        _say_what_it_is(review, seed)
        studies = [one for one, said in review.studies().items() if not said.exclusion]
        one, other = _add_reviewers(review, studies)
        answers = example_entries()
        firsts = {study: _first(study, one, answers[study]) for study in studies}
        seconds = {
            study: simulate(first, random, rates or Rates())
            for study, first in firsts.items()
        }
        complete = [study for study in studies if firsts[study].rows("arms")]
        kept = {study: dict(first.entries) for study, first in firsts.items()}
        _write(review, one, kept, complete)
        copies = {study: second.entries for study, second in seconds.items()}
        _write(review, other, copies, complete)
    return _truth(target, seed, (one, other), complete, seconds)


def _say_what_it_is(review: OpenReview, seed: int) -> None:
    facts = review.facts(r.REVIEW, r.ReviewFacts)
    said = facts.model_copy(
        update={
            "title": SECOND_TITLE,
            "question": _QUESTION.format(seed=seed),
            "simulated": "yes",
        }
    )
    review.perform(sets_of(r.REVIEW, said), label=_("Edit review"), kind="barrier")


def _add_reviewers(review: OpenReview, studies: list[str]) -> tuple[str, str]:
    """Add both, in the order of their ids, and assign them every study."""
    one, other = sorted(str(ids.new_reviewer_id()) for _reviewer in REVIEWERS)
    sets: list[Set] = []
    for number, reviewer_id in enumerate((one, other)):
        facts = r.ReviewerFacts(name=REVIEWERS[number], initials=f"S{number + 1}")
        sets += sets_of(r.reviewer_document(reviewer_id), facts)
        for study in studies:
            document = r.assignment_document(study, reviewer_id)
            sets += sets_of(document, r.AssignmentFacts(duty=r.Duty.ABSTRACT))
    review.perform(sets, label=_("Assign studies"), kind="barrier")
    return one, other


def _first(
    study: str, reviewer_id: str, answers: list[tuple[str, str, JsonValue]]
) -> Abstraction:
    """The example's answers, with “not in source” wherever they would be incomplete."""
    known = Abstraction(study, reviewer_id, answers)
    entries: Entries = dict(known.entries)
    if known.rows("arms"):
        entries |= fill_blanks(known, [placed.path for placed in blanks(known)])
    listed = [(path, facet, value) for (path, facet), value in entries.items()]
    return Abstraction(study, reviewer_id, listed)


def _write(
    review: OpenReview,
    reviewer_id: str,
    entries: dict[str, Entries],
    complete: list[str],
) -> None:
    """Write the answers as events of the reviewer, study by study."""
    review.become(reviewer_id)
    for study, kept in entries.items():
        document = r.abstraction_document(study, reviewer_id)
        sets = [Set(document, path, facet, new) for (path, facet), new in kept.items()]
        if study in complete:
            sets.append(Set(document, "", STATE, "complete"))
        review.perform(
            sets, label=_("Simulated answers"), study_id=study, kind="barrier"
        )


def _truth(
    target: Path,
    seed: int,
    reviewers: tuple[str, str],
    complete: list[str],
    seconds: dict[str, Simulated],
) -> SecondExample:
    return SecondExample(
        path=target,
        seed=seed,
        reviewers=reviewers,
        studies=tuple(seconds),
        complete=tuple(complete),
        errors=tuple(one for said in seconds.values() for one in said.errors),
        pairs=tuple(
            (study, *pair) for study, said in seconds.items() for pair in said.pairs
        ),
        formatted=tuple(
            (study, path) for study, said in seconds.items() for path in said.formatted
        ),
        reworded=tuple(
            (study, path) for study, said in seconds.items() for path in said.reworded
        ),
    )
