"""Measures how far reviewers agreed before anything was reconciled."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.files import write_text
from ivig_abstractor.base.i18n import _
from ivig_abstractor.exchange.agreement_csv import agreement_csv
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE, Abstraction
from ivig_abstractor.model.agreement import Agreement
from ivig_abstractor.model.discrepancy import Compared
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.blinding import (
    Parties,
    Party,
    record_look,
    waits,
    why_blinded,
)
from ivig_abstractor.operations.exchanging import refuse_review_as_target
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconcile_case import decided_pairs
from ivig_abstractor.operations.witnessing import witness_of
from ivig_abstractor.reconcile.agreement import agreement
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import Alignment, align

Progress = Callable[[int, int], bool]


class Stopped(AppError):
    """The reviewer stopped a long computation."""

    def __init__(self) -> None:
        super().__init__(_("Stopped."), unchanged=_("Nothing was changed."))


@dataclass(frozen=True, slots=True)
class FirstComparison:
    """The abstractions of one study as they were first completed, compared.

    `counts` says whether it enters the agreement; `sides` stand in the order of
    `parties`.
    """

    study_id: str
    parties: tuple[Party, ...]
    sides: tuple[Abstraction, ...]
    alignment: Alignment
    compared: tuple[Compared, ...]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class _Counted:
    """The studies that the agreement counts, and how many are left out."""

    studies: tuple[tuple[str, tuple[Party, ...]], ...]
    size: int
    left_out: int

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(chr(ord("A") + at) for at in range(self.size))


def agreement_of(review: OpenReview, progress: Progress | None = None) -> Agreement:
    """How far the reviewers agreed, over all studies that at least two abstracted.

    Each abstraction counts as it stood when it was first completed: later corrections,
    made after the answers of others were seen, do not raise the agreement. A study that
    a second reviewer only verified was not abstracted independently and is left out,
    and so is one with another number of reviewers than most studies have; how many
    those are is told.

    Raises:
        Stopped: `progress(done, total)` returned False.
    """
    counted = _counted(review)
    return _measured(counted, _compared(review, counted, progress))


def measure(review: OpenReview) -> tuple[Agreement, tuple[FirstComparison, ...]]:
    """The agreement, and the comparisons that it was counted from and no others.

    What differs in the comparisons that count is what the agreement counts as
    differing. Studies that it leaves out come after them, compared in the same way.
    """
    counted = _counted(review)
    listed = list(_compared(review, counted))
    found = _measured(counted, listed)
    known = Parties(review)
    there = {one.study_id for one in listed}
    for study_id, facts in review.studies().items():
        parties = known.of(study_id)
        why = why_blinded(review, study_id, parties) or waits(review, parties)
        if study_id not in there and not (facts.exclusion or why):
            record_look(review, study_id, parties)
            listed.append(_first(review, study_id, parties, counts=False))
    order = list(review.studies())
    return found, tuple(sorted(listed, key=lambda one: order.index(one.study_id)))


def _counted(review: OpenReview) -> _Counted:
    known = Parties(review)
    wanted = []
    for study_id, facts in review.studies().items():
        parties = independent(known.of(study_id))
        # Who may look early sees answers; unfinished ones still tell no agreement.
        why = why_blinded(review, study_id, parties) or waits(review, parties)
        if not (facts.exclusion or why):
            wanted.append((study_id, parties))
    size = _usual_size([parties for _study, parties in wanted])
    kept = tuple(one for one in wanted if len(one[1]) == size)
    return _Counted(kept, size, len(wanted) - len(kept))


def _compared(
    review: OpenReview, counted: _Counted, progress: Progress | None = None
) -> Iterator[FirstComparison]:
    total = len(counted.studies)
    for number, (study_id, parties) in enumerate(counted.studies):
        if progress is not None and not progress(number, total):
            raise Stopped
        record_look(review, study_id, parties)
        yield _first(review, study_id, parties)


def _first(
    review: OpenReview,
    study_id: str,
    parties: tuple[Party, ...],
    *,
    counts: bool = True,
) -> FirstComparison:
    sides = tuple(first_completed(review, study_id, one) for one in parties)
    consensus = review.read_abstraction(study_id, r.CONSENSUS)
    alignment = align(sides, decided_pairs(consensus))
    compared = compare(sides, alignment)
    return FirstComparison(study_id, parties, sides, alignment, compared, counts)


def _measured(counted: _Counted, listed: Iterable[FirstComparison]) -> Agreement:
    parts = ((one.study_id, one.compared, one.alignment) for one in listed)
    found = agreement(parts, the_form(), letters=counted.letters)
    return replace(found, left_out=counted.left_out)


def _usual_size(parties: Sequence[tuple[Party, ...]]) -> int:
    """How many reviewers most studies have; studies of two come first in a tie."""
    counts = Counter(len(one) for one in parties)
    return max(counts, key=lambda size: (counts[size], -size), default=2)


def export_agreement_csv(review: OpenReview, target: Path) -> None:
    """Write the table of agreement as CSV for spreadsheets, with the review's state.

    Raises:
        AppError: the file could not be written, or would replace a review.
    """
    refuse_review_as_target(review.path, target)
    write_text(target, agreement_csv(agreement_of(review), witness_of(review)))


def independent(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those who abstracted a study without seeing another's answers."""
    return tuple(one for one in parties if one.duty is not r.Duty.VERIFY)


def first_completed(review: OpenReview, study_id: str, party: Party) -> Abstraction:
    """An abstraction as it stood when its reviewer first completed it."""
    document = r.abstraction_document(study_id, party.reviewer_id)
    stood = review.project.entries_when(document, "", STATE, "complete")
    if stood is None:
        return review.read_abstraction(study_id, party.reviewer_id)
    listed = ((one.path, one.facet, one.value) for one in stood)
    return Abstraction(study_id, party.reviewer_id, listed)
