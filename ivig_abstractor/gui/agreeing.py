"""The agreement of the reviewers as the window knows it, computed when it is wanted."""

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ivig_abstractor.base.display import on_screen
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.model.review import (
    ABSTRACTION,
    ASSIGNMENT,
    CONSENSUS,
    REVIEWER,
    STUDY,
    abstraction_ids,
)
from ivig_abstractor.operations.changes import Changes

if TYPE_CHECKING:
    from ivig_abstractor.model.agreement import Agreement
    from ivig_abstractor.operations.open_review import OpenReview

_AROUND = (ASSIGNMENT, REVIEWER, STUDY)


class Agreeing(QObject):
    """Has the agreement computed, and knows whether it is still true.

    `agreed` brings it, or `None` when it was stopped; `advanced` how many studies of
    how many are compared.
    """

    advanced = Signal(int, int)
    agreed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = desk.runner
        self.agreement: Agreement | None = None
        self._stop = Event()
        self._computing = False
        self._stale = True
        desk.runner.changed.connect(self._take_changes)

    def ask(self) -> None:
        """Compute how far the reviewers agree, unless it is known."""
        if self.agreement is not None and not self._stale:
            self.agreed.emit(self.agreement)
            return
        if self._computing:
            return
        self._computing, self._stale = True, False
        self._stop.clear()
        self._runner.ask(self._compute, self._take, self._refuse)

    def cancel(self) -> None:
        """Stop computing as soon as the study in hand is done."""
        self._stop.set()

    def forget(self) -> None:
        """Know nothing any more: another reviewer may not see it."""
        self.agreement, self._stale = None, True
        self._stop.set()

    def outdate(self) -> None:
        """Compute it anew when it is asked for next: its words are no longer right."""
        self._stale = True

    def _compute(self, review: "OpenReview") -> "Agreement":
        from ivig_abstractor.operations.agreeing import agreement_of

        with on_screen():
            return agreement_of(review, self._progress)

    def _progress(self, done: int, total: int) -> bool:
        self.advanced.emit(done, total)
        return not self._stop.is_set()

    def _take(self, agreement: "Agreement | None") -> None:
        self._computing = False
        if agreement is None or self._stop.is_set():
            self._stale = True
            self.agreed.emit(None)
            return
        self.agreement = agreement
        self.agreed.emit(agreement)

    def _refuse(self, error: AppError) -> None:
        self._computing, self._stale = False, True
        self.refused.emit(error)

    def _take_changes(self, changes: Changes, _origin: object) -> None:
        documents = {one.document for one in changes.changes}
        answers = [one for one in documents if one.startswith(ABSTRACTION)]
        if any(abstraction_ids(one)[1] != CONSENSUS for one in answers):
            self._stale = True
        if any(one.startswith(_AROUND) for one in documents):
            self._stale = True
