"""The reconciliation as the window knows it; every decision is asked for here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ivig_abstractor.base.display import on_screen
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.reconcile_counting import Counting
from ivig_abstractor.model.discrepancy import PairedRow
from ivig_abstractor.model.review import ASSIGNMENT, Duty
from ivig_abstractor.operations import assigning, reconciling
from ivig_abstractor.operations.changes import Changes, Overview
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconciling import (
    ReconcileLine,
    Reconciliation,
    Standing,
)

Refused = Callable[[AppError], None]


class Reconciling(QObject):
    """Holds the list of reconciliations and the open one, and tells of them.

    `listed` brings the list, `counted` the same list with what is newly known of one
    study, `opened` the reconciliation of the chosen study, each time it has changed;
    `blinded` the sentence why there is none to be shown.
    """

    listed = Signal(object)
    opened = Signal(object)
    blinded = Signal(str, str)
    counted = Signal(object)
    forgotten = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: tuple[ReconcileLine, ...] = ()
        self.held: Reconciliation | None = None
        self.study_id = ""
        self._counting = Counting(desk, self._take_count)
        self._path: Path | None = None
        self._reviewer_id = ""
        desk.runner.changed.connect(self._take_changes)
        desk.review_opened.connect(self._take_overview)
        desk.overview_changed.connect(self._take_overview)
        desk.review_closed.connect(self._forget)
        if desk.overview is not None:
            self._path = desk.overview.path
            self._reviewer_id = desk.overview.reviewer.reviewer_id

    # Reading

    def refresh(self, study_id: str = "") -> None:
        """Read the list, and the reconciliation of a study, or of the last one."""
        self._desk.runner.ask(
            reconciling.reconcile_list, lambda lines: self._take_list(lines, study_id)
        )

    def open(self, study_id: str) -> None:
        """Read the reconciliation of a study."""
        self.study_id = study_id
        self._desk.runner.ask(
            lambda review: _opened(review, study_id),
            lambda held: self._take_held(held, study_id),
            lambda error: self._refuse(error, study_id),
        )

    def line(self, study_id: str) -> ReconcileLine | None:
        """One study of the list."""
        return next((one for one in self.lines if one.study_id == study_id), None)

    # Deciding

    def start(self) -> None:
        """Fill in what all reviewers say."""
        self._do(reconciling.start)

    def decide(
        self, path: str, kept: str, answer: object, reason: str, refused: Refused
    ) -> None:
        """Settle a line."""
        self._do(
            lambda review, study_id: reconciling.decide(
                review, study_id, path, kept, answer=answer, reason=reason
            ),
            refused=refused,
            fills=True,
        )

    def decide_text(self, path: str, text: str, reason: str, refused: Refused) -> None:
        """Settle a line with what was typed."""
        self._do(
            lambda review, study_id: reconciling.decide_text(
                review, study_id, path, text, reason
            ),
            refused=refused,
            fills=True,
        )

    def undecide(self, path: str) -> None:
        """Open a settled line again."""
        self._do(
            lambda review, study_id: reconciling.undecide(review, study_id, path),
            fills=True,
        )

    def accept_normalised(self) -> None:
        """Accept all that is the same after normalising."""
        self._do(reconciling.accept_normalised, fills=True)

    def confirm_all(self) -> None:
        """Confirm what was decided wherever all reviewers say it by now."""
        self._do(reconciling.confirm_all)

    def confirm(self, pair: PairedRow) -> None:
        """Confirm a proposed pair."""
        self._each_pair(
            pair, lambda r, s, a, b: reconciling.pair(r, s, a, b, "confirmed")
        )

    def draw(self, row_a: str, row_b: str) -> None:
        """Pair two rows by hand."""
        self._do(lambda r, s: reconciling.pair(r, s, row_a, row_b, "drawn"))

    def split(self, pair: PairedRow) -> None:
        """Say that the rows of a pair are about different things."""
        self._each_pair(pair, reconciling.split)

    def forget(self, pair: PairedRow) -> None:
        """Leave the pairing of these rows to the program again."""
        self._each_pair(pair, reconciling.forget_pair)

    def complete(self, refused: Refused, done: Callable[[], None]) -> None:
        """Complete the consensus of the open study; `refused` hears what blocks it."""
        self._do(reconciling.complete_consensus, refused=refused, done=done)

    def reopen(self, reason: str) -> None:
        """Unlock the consensus of the open study."""
        self._do(lambda r, s: reconciling.reopen_consensus(r, s, reason))

    # Who does what

    def assign(
        self,
        wanted: Mapping[str, Mapping[str, Duty]],
        reason: str = "",
        refused: Refused | None = None,
    ) -> None:
        """Say who abstracts which study; where there are answers, with a reason."""
        self._desk.perform(
            lambda review: assigning.assign(review, wanted, reason=reason),
            refused=refused,
        )

    # What comes back

    def _do(
        self,
        operation: Callable[[OpenReview, str], Changes],
        refused: Refused | None = None,
        *,
        fills: bool = False,
        done: Callable[[], None] | None = None,
    ) -> None:
        """Change the reconciliation of the open study.

        What all reviewers say is filled in first, as a step of its own, so that the
        consensus a decision is put into has its rows.
        """
        study_id = self.study_id
        if not study_id:
            return
        if fills and self.held is not None and not self.held.is_started:
            self._desk.perform(
                lambda review: reconciling.start(review, study_id), refused=refused
            )

        def then(_changes: Changes) -> None:
            self.open(study_id)
            if done is not None:
                done()

        self._desk.perform(
            lambda review: operation(review, study_id), then=then, refused=refused
        )

    def _each_pair(
        self,
        pair: PairedRow,
        operation: Callable[[OpenReview, str, str, str], Changes],
    ) -> None:
        """Do something to the first row of a pair and each of the others."""
        first, *others = [row for row in pair.rows if row is not None]
        for other in others:
            self._do(lambda r, s, b=other: operation(r, s, first, b))  # type: ignore[misc]

    def _take_list(self, lines: tuple[ReconcileLine, ...], wanted: str) -> None:
        self.lines = lines
        known = [one.study_id for one in lines]
        for study_id in (wanted, self.study_id, _first_to_do(lines)):
            if study_id and study_id in known:
                self.study_id = study_id
                break
        else:
            self.study_id = ""
        if self.study_id:
            # First, so that the worker compares while the list is shown.
            self.open(self.study_id)
        else:
            self.held = None
        self.listed.emit(self.lines)
        self._counting.go_on(self.lines, self.study_id)

    def _take_count(self, study_id: str, left: int, settled: int) -> None:
        self.lines = _changed(self.lines, study_id, open=left, settled=settled)
        self.counted.emit(self.lines)
        self._counting.go_on(self.lines, self.study_id)

    def _take_held(self, held: Reconciliation, study_id: str) -> None:
        if study_id != self.study_id:
            return  # another study was asked for meanwhile
        self.held = held
        self._keep_counts(held)
        self._desk.consensus = "complete" if held.is_complete else "open"
        self._desk.parties = len(held.parties)
        self.opened.emit(held)
        self._desk.situation_changed.emit()

    def _keep_counts(self, held: Reconciliation) -> None:
        """Keep the list true to the study that was just compared."""
        standing: Standing = "in_progress" if held.is_started else "ready"
        if held.is_complete:
            standing = "complete"
        self.lines = _changed(
            self.lines,
            self.study_id,
            status=standing,
            open=held.left,
            settled=held.settled,
        )
        self.counted.emit(self.lines)

    def _refuse(self, error: AppError, study_id: str) -> None:
        if study_id != self.study_id:
            return
        self.held = None
        self._desk.consensus, self._desk.parties = "", 0
        self.blinded.emit(study_id, str(error))
        self._desk.situation_changed.emit()

    def _take_changes(self, changes: Changes, _origin: object) -> None:
        documents = {one.document for one in changes.changes}
        assigned = any(one.startswith(ASSIGNMENT) for one in documents)
        if assigned and self._desk.place == "reconcile":
            self.refresh()

    def _take_overview(self, overview: Overview) -> None:
        """Another reviewer, or another review, may not see what this one sees."""
        path, who = overview.path, overview.reviewer.reviewer_id
        if (path, who) != (self._path, self._reviewer_id):
            self._path, self._reviewer_id = path, who
            self._forget()
        if self._desk.place == "reconcile":
            self.refresh()

    def _forget(self) -> None:
        self.lines, self.held, self.study_id = (), None, ""
        self._desk.consensus, self._desk.parties = "", 0
        self.forgotten.emit()


def _opened(review: OpenReview, study_id: str) -> Reconciliation:
    """The reconciliation of a study, with figures as the screen has them."""
    with on_screen():
        return reconciling.open_reconciliation(review, study_id)


def _changed(
    lines: Sequence[ReconcileLine], study_id: str, **known: Any
) -> tuple[ReconcileLine, ...]:
    """The list with what is newly known of one study."""
    return tuple(
        replace(one, **known) if one.study_id == study_id else one for one in lines
    )


def _first_to_do(lines: tuple[ReconcileLine, ...]) -> str:
    """The study somebody would go on with: begun, ready, complete, then waiting."""
    order = ("in_progress", "ready", "complete", "waiting")
    ranked = sorted(lines, key=lambda one: order.index(one.status))
    return ranked[0].study_id if ranked else ""
