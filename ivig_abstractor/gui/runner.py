"""Runs operations one at a time beside the window and announces what they changed.

One worker thread owns the open review, because an SQLite connection belongs to one
thread. Results and failures arrive on the window's thread, in order. What could not be
saved is kept here, so that "Saved" is never shown before it is true.
"""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.operations.changes import Changes

if TYPE_CHECKING:
    from ivig_abstractor.operations.open_review import OpenReview

Result = TypeVar("Result")
Opening = Callable[[], "OpenReview | None"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a reviewer would lose if an operation failed: where, in words, the text.

    `facet` tells an answer from its evidence, note or reply. Of texts that are `typed`
    on and on into one place, those that still wait are not worth saving one by one.
    """

    study_id: str
    path: str
    words: str
    text: str
    facet: str = ANSWER
    typed: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it belongs; a newer edit of the same place replaces it."""
        return self.study_id, self.path, self.facet


@dataclass(eq=False, slots=True)
class Job:
    """One thing to be done by the worker, and what is told afterwards."""

    work: Callable[["OpenReview"], object] | None = None
    opening: Opening | None = None
    origin: object = None
    then: Callable[[Any], None] | None = None
    refused: Callable[[AppError], None] | None = None
    edit: Edit | None = None
    saves: bool = False
    has_begun: bool = False
    is_dropped: bool = False

    def is_overtaken_by(self, newer: "Job") -> bool:
        """Say whether doing this one as well would only keep the newer one waiting."""
        one, other = self.edit, newer.edit
        is_quiet = self.then is None and self.refused is None
        if one is None or other is None or self.has_begun or not is_quiet:
            return False
        return one.typed and other.typed and one.place == other.place


@dataclass(eq=False, slots=True)
class Unsaved:
    """An edit that failed, with the sentence that says why."""

    job: Job
    edit: Edit
    error: AppError


class Runner(QObject):
    """Does one thing after another in a thread of its own.

    `changed(Changes, origin)` and `failed(AppError, origin)` are emitted on the
    window's thread; `state_changed` whenever the answer to "is all saved?" may differ.
    `before_closing` is called, in the worker's thread, with a review to be closed.
    """

    changed = Signal(object, object)
    failed = Signal(object, object)
    state_changed = Signal()
    idle = Signal()
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._review: OpenReview | None = None
        self._waiting: deque[Job] = deque()
        self._unsaved: list[Unsaved] = []
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self.saved_at: datetime | None = None
        self.before_closing: Callable[[OpenReview], None] | None = None
        self._finished.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Say whether anything is still to be done."""
        return bool(self._waiting)

    @property
    def is_saving(self) -> bool:
        """Say whether a change is on its way to the disk."""
        return any(job.saves for job in self._waiting)

    @property
    def unsaved(self) -> tuple[Unsaved, ...]:
        """The edits that could not be saved, oldest first."""
        return tuple(self._unsaved)

    def open(
        self,
        opening: Opening,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[AppError], None] | None = None,
        first: Callable[["OpenReview"], object] | None = None,
    ) -> None:
        """Open a review in place of the present one, which stays if this fails.

        `then` is given the review, or what `first` asked it for in the same go.
        """
        self._submit(Job(first, opening, then=then, refused=refused))

    def put_away(self, then: Callable[[], None]) -> None:
        """Close the review; none is open then."""
        self._submit(Job(opening=lambda: None, then=lambda _none: then()))

    def run(
        self,
        operation: Callable[["OpenReview"], Changes | None],
        origin: object = None,
        then: Callable[[Any], None] | None = None,
        *,
        edit: Edit | None = None,
        refused: Callable[[AppError], None] | None = None,
    ) -> None:
        """Do an operation that changes the review.

        `edit` names what is kept, to be tried again, when it cannot be saved;
        `refused` is told of a failure instead of everybody.
        """
        self._submit(Job(operation, None, origin, then, refused, edit=edit, saves=True))

    def ask(
        self,
        question: Callable[["OpenReview"], Result],
        then: Callable[[Result], None],
        refused: Callable[[AppError], None] | None = None,
    ) -> None:
        """Ask the review for something; nothing is changed by it."""
        self._submit(Job(question, then=then, refused=refused))

    def retry(self) -> None:
        """Try again to save, in their order, the edits that failed."""
        again, self._unsaved = self._unsaved, []
        for one in again:
            self._submit(one.job)
        self.state_changed.emit()

    def forget_unsaved(self) -> None:
        """Give up the edits that failed."""
        self._unsaved.clear()
        self.state_changed.emit()

    def stop(self) -> None:
        """Close the review when all that waits is done, and end the thread."""
        if self._thread is None:
            return
        self._jobs.put(None)
        self._thread.join()
        self._thread = None
        self._waiting.clear()

    def _submit(self, job: Job) -> None:
        # On a slow disk one types faster than each pause could be saved.
        if self._waiting and self._waiting[-1].is_overtaken_by(job):
            self._waiting.pop().is_dropped = True
        self._waiting.append(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="review")
            self._thread.start()
        self._jobs.put(job)
        self.state_changed.emit()

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.has_begun = True
            if not job.is_dropped:
                self._finished.emit(job, self._do(job))
        self._close()

    def _do(self, job: Job) -> object:
        """Do one thing; a failure is a result too."""
        try:
            if job.opening is not None:
                opened = job.opening()
                told = _told(opened, job.work) if opened and job.work else opened
                self._close()
                self._review = opened
                return told
            return job.work(self._review) if job.work and self._review else None
        except Exception as error:  # noqa: BLE001  (told on the window's thread)
            return error

    def _close(self) -> None:
        review, self._review = self._review, None
        if review is None:
            return
        try:
            if self.before_closing is not None:
                self.before_closing(review)
        finally:
            review.close()

    def _take(self, job: Job, outcome: object) -> None:
        """Tell of a finished job, on the window's thread."""
        if job in self._waiting:
            self._waiting.remove(job)
        elif not job.is_dropped:
            # It came in after the window was closed: nobody is there to be told.
            return
        try:
            if isinstance(outcome, AppError):
                self._tell_failure(job, outcome)
            elif isinstance(outcome, Exception):
                raise outcome
            else:
                self._tell_result(job, outcome)
        finally:
            self.state_changed.emit()
            if not self._waiting:
                self.idle.emit()

    def _tell_result(self, job: Job, outcome: object) -> None:
        if isinstance(outcome, Changes):
            self.saved_at = outcome.at
            if job.edit is not None:
                self._supersede(job.edit)
            self.changed.emit(outcome, job.origin)
        if job.opening is not None:
            self.saved_at = None
        if job.then is not None:
            job.then(outcome)

    def _tell_failure(self, job: Job, error: AppError) -> None:
        if job.edit is not None:
            self._supersede(job.edit)
            self._unsaved.append(Unsaved(job, job.edit, error))
        if job.refused is not None:
            job.refused(error)
        else:
            self.failed.emit(error, job.origin)

    def _supersede(self, edit: Edit) -> None:
        """Forget an earlier failure at the same place: this text is the newer one."""
        kept = [one for one in self._unsaved if one.edit.place != edit.place]
        self._unsaved = kept


def _told(opened: "OpenReview", first: Callable[["OpenReview"], object]) -> object:
    """What a review that was just opened says; one that cannot is closed again."""
    try:
        return first(opened)
    except BaseException:
        opened.close()
        raise
