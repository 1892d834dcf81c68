"""Made-up reviewers who answered the same fields, to be printed."""

import random
from dataclasses import dataclass
from datetime import date

import pydantic  # noqa: F401  (Qt's import hook trips over it being loaded late)

from ivig_abstractor.base import paths
from ivig_abstractor.model.agreement import Agreement
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.discrepancy import (
    Compared,
    DiscrepancyClass,
    PairedRow,
    Sameness,
    Side,
)
from ivig_abstractor.model.form import Kind, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer, show_answer
from ivig_abstractor.model.review import Role
from ivig_abstractor.reconcile.agreement import agreement
from ivig_abstractor.report.report_input import (
    DualCounts,
    DualInput,
    DualMode,
    DualReviewer,
    ResolvedDiscrepancy,
)

NAMES = {"A": "Dana W", "B": "Mei K", "C": "Kim S"}
REASONS = ("printed: over four days", "19 of the 20 enrolled were analysed", "")
TYPED = (
    "3",
    "7",
    "43.5",
    "55.1",
    "8/19",
    "9/19",
    "12 weeks",
    "2-5",
    "P < 0.01",
    "2002",
)
ROWS = {"arms": "a1", "phases": "p1", "rows": "o1", "assessments": "b1"}


@dataclass(frozen=True)
class Rows:
    """An alignment as far as the counting needs it."""

    rows: tuple[PairedRow, ...]


def options(spec):
    if spec.kind is Kind.CHOICE:
        return [*spec.options, Missing(missing=MissingCode.NR)]
    read = [read_answer(spec, text) for text in TYPED]
    values = [one.value for one in read if not isinstance(one, Problem)]
    return values or ["a sentence", "another sentence"]


def compared(spec, chance, letters, differing):
    rows = {part: ROWS.get(part, "x1") for part in _containers(spec.pattern)}
    path = paths.fill(spec.pattern, rows)
    choices = options(spec)
    answers = [chance.choice(choices)] * len(letters)
    if chance.random() < differing:
        answers[-1] = chance.choice([*choices, None])
    sameness = Sameness.SAME
    if None in answers:
        sameness = Sameness.ONE_SIDED
    elif answers[0] != answers[-1]:
        sameness = Sameness.DIFFERENT
    elif chance.random() < 0.05:
        sameness = Sameness.NORMALISED
    sides = tuple(
        Side(f"r{one}", path, said) for one, said in zip(letters, answers, strict=True)
    )
    return Compared(path, spec, sides, sameness)


def _containers(pattern):
    return {part[:-2] for part in pattern.split(".") if part.endswith("[]")}


def rows_of(chance, letters):
    for container, count in (("arms", 2), ("outcomes.rows", 5)):
        for number in range(count):
            own = [f"x{number}"] * len(letters)
            if chance.random() < 0.15:
                own[chance.randrange(len(letters))] = None
            path = f"{container}[x{number}]"
            yield PairedRow(path, tuple(own), 1.0, (), "proposed")


def an_agreement(studies=13, letters=("A", "B"), patterns=(), differing=0.1):
    """Answers to these fields, or to every fourth of the form, of which some differ."""
    chance = random.Random(7)
    form = the_form()
    specs = [form.field(one) for one in patterns] or list(form.fields())[::4]
    return agreement(
        (
            (
                f"s{number}",
                [compared(spec, chance, letters, differing) for spec in specs],
                Rows(tuple(rows_of(chance, letters))),
            )
            for number in range(1, studies + 1)
        ),
        the_form(),
        letters=letters,
    )


def resolved(found: Agreement, still_open=2):
    """What became of the discrepancies of an agreement."""
    chance = random.Random(8)
    form = the_form()
    listed = []
    for one in found.fields:
        known = form.by_pattern.get(one.pattern)
        for at, differing in enumerate(one.differing):
            kept = chance.choice([*found.letters, "other", "normalised"])
            answer = chance.choice(options(known)) if known else "found"
            consensus = show_answer(known, answer) if known else "found"
            if kept in found.letters:
                consensus = differing.answers[found.letters.index(kept)]
            listed.append(
                ResolvedDiscrepancy(
                    study_id=differing.study_id,
                    study_label=f"Study {differing.study_id[1:]}",
                    field=one.label,
                    where="IVIG, phase 2" if "phases" in one.pattern else "",
                    kind=chance.choice(list(DiscrepancyClass)),
                    answers=differing.answers,
                    consensus=consensus,
                    kept="" if len(listed) < still_open else kept,
                    reason=chance.choice(REASONS),
                    by="KS" if at % 3 else "Dana W",
                    by_party=at % 3 == 0,
                    at=date(2026, 1, 2),
                )
            )
    return tuple(sorted(listed, key=lambda one: int(one.study_id[1:])))


def a_dual(studies=13, letters=("A", "B"), **more):
    """Everything the chapter reads."""
    found = an_agreement(studies, letters, **more)
    return DualInput(
        agreement=found,
        discrepancies=resolved(found),
        reviewers=(
            *(DualReviewer(NAMES[one], one, studies=studies) for one in letters),
            DualReviewer("Kim Smith", "", Role.ADJUDICATOR, initials="KS"),
        ),
        mode=DualMode.INDEPENDENT,
        counts=DualCounts(twice=studies, once=1, reconciled=studies - 1),
    )
