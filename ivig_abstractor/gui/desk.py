"""The open review as the window knows it; every change is asked for here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ivig_abstractor.base import clock
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.gui.runner import Edit, Runner
from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.review import (
    REVIEW,
    REVIEWER,
    STUDY,
    abstraction_document,
    consensus_document,
)
from ivig_abstractor.operations import reading
from ivig_abstractor.operations.changes import (
    Changes,
    HistoryLine,
    OpenedStudy,
    Overview,
    StudyLine,
)
from ivig_abstractor.operations.open_review import OpenReview

_SHOWN_MS = 50
"""After this long, a study that was opened has been painted."""

Operation = Callable[[OpenReview], Changes | None]


@dataclass(frozen=True, slots=True)
class Situation:
    """What is open and what may be done with it: what enables commands."""

    review: bool = False
    writable: bool = False
    study: bool = False
    editable: bool = False
    complete: bool = False
    findings: bool = False
    queries: bool = False
    place: str = "welcome"
    undo: str = ""
    redo: str = ""
    consensus: str = ""
    parties: int = 0


class Desk(QObject):
    """Holds the study list and the open study, asks for changes, and tells of them.

    `overview` and `study` are the window's own copies: what the worker handed over,
    kept true by every `Changes` that comes back.
    """

    review_opened = Signal(object)
    review_closed = Signal()
    overview_changed = Signal(object)
    line_changed = Signal(object)
    study_leaving = Signal()
    study_opened = Signal(object)
    study_changed = Signal(object)
    reveal_requested = Signal(str)
    consensus_changed = Signal(object)
    refused = Signal(object)
    situation_changed = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self.overview: Overview | None = None
        self.study: OpenedStudy | None = None
        self.place = "welcome"
        self.consensus, self.parties = "", 0
        self._lines: dict[str, StudyLine] = {}
        self.more_asked = 0
        self._wanted = ""
        self._check_later = False
        runner.changed.connect(self._take_changes)
        runner.failed.connect(self._take_failure)

    # What is open

    @property
    def situation(self) -> Situation:
        """What may be done now."""
        if self.overview is None:
            return Situation()
        writable = not self.overview.read_only
        study = self.study
        locked = study is not None and study.abstraction.is_complete
        still_open = [one for one in study.findings if one.is_open] if study else []
        return Situation(
            review=True,
            writable=writable,
            study=study is not None,
            editable=study is not None and writable and not locked,
            complete=locked,
            findings=bool(study and study.findings),
            queries=any(one.severity is Severity.QUERY for one in still_open),
            place=self.place,
            undo=self._step(self.overview.undo, self.overview.undo_in),
            redo=self._step(self.overview.redo, self.overview.redo_in),
            consensus=self.consensus,
            parties=self.parties,
        )

    def _step(self, words: str, study_id: str) -> str:
        """What can be undone, and where, unless it is in the study one sees."""
        if self.overview is None or self.overview.read_only:
            return ""
        there = self._lines.get(study_id)
        shown = self.study is not None and self.study.line.study_id == study_id
        if not words or there is None or shown:
            return words
        return _("{what} in {study}").format(what=words, study=there.label)

    def lines(self) -> list[StudyLine]:
        """The studies in the order they were entered."""
        return list(self._lines.values())

    def line(self, study_id: str) -> StudyLine | None:
        """One study of the list."""
        return self._lines.get(study_id)

    def go_to(self, place: str) -> None:
        """Remember which place of the window is shown."""
        self.place = place
        self.situation_changed.emit()

    def open(
        self, opening: Callable[[], OpenReview], refused: Callable[[AppError], None]
    ) -> None:
        """Open or make a review; the present one stays on screen if that fails."""
        self.runner.open(opening, self._take_opened, refused, reading.overview)

    def close(self) -> None:
        """Put the review away; the runner has closed its file or is about to."""
        self.overview, self.study, self._lines = None, None, {}
        self.place, self._wanted, self.consensus = "welcome", "", ""
        self.parties = 0
        self.review_closed.emit()
        self.situation_changed.emit()

    def show_study(self, study_id: str, reveal: str = "") -> None:
        """Open a study, and then show the field at the path `reveal`."""
        if self.study is not None and self.study.line.study_id == study_id:
            self._wanted = study_id
            if reveal:
                self.reveal_requested.emit(reveal)
            return
        self._wanted = study_id
        later, self._check_later = self._check_later, False
        self.runner.ask(
            lambda review: reading.open_study(review, study_id, check=not later),
            lambda opened: self._take_study(opened, reveal, check=later),
        )

    def read_again(self) -> None:
        """Read the list and the open study again, for example as another reviewer."""
        wanted = self.study.line.study_id if self.study else ""
        self.study = None
        self.runner.ask(reading.overview, self._take_overview)
        if wanted:
            self.show_study(wanted)

    def ask_history(
        self, path: str, then: Callable[[tuple[HistoryLine, ...]], None]
    ) -> None:
        """Ask for the changes of one field of the open study."""
        if self.study is not None:
            study_id = self.study.line.study_id
            self.runner.ask(lambda r: reading.history(r, study_id, path), then)

    def perform(
        self,
        operation: Operation,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[AppError], None] | None = None,
        edit: Edit | None = None,
    ) -> None:
        """Run any operation that changes the review."""
        self.runner.run(operation, self, then, edit=edit, refused=refused)

    # What comes back

    def _take_opened(self, overview: Overview) -> None:
        self.overview, self.study, self._wanted = None, None, ""
        # The first study is shown before the checks are loaded.
        self._check_later = True
        self._take_overview(overview)

    def _take_overview(self, overview: Overview) -> None:
        first = self.overview is None or self.overview.path != overview.path
        self.overview = overview
        self._lines = {line.study_id: line for line in overview.studies}
        (self.review_opened if first else self.overview_changed).emit(overview)
        self.situation_changed.emit()

    def _take_study(self, opened: OpenedStudy, reveal: str, *, check: bool) -> None:
        if opened.line.study_id != self._wanted:
            return  # another study was asked for meanwhile
        if self.study is not None:
            self.study_leaving.emit()
        self.study = opened
        for one in self.runner.unsaved:
            self._keep_unsaved(one.edit)
        self.study_opened.emit(opened)
        self.situation_changed.emit()
        if reveal:
            self.reveal_requested.emit(reveal)
        if check:
            QTimer.singleShot(_SHOWN_MS, self, self._check)

    def _check(self) -> None:
        """Ask for the findings of the open study, now that it can be seen."""
        if self.study is not None:
            study_id = self.study.line.study_id
            self.runner.ask(
                lambda review: reading.findings(review, study_id),
                lambda found: self._take_findings(study_id, found),
            )

    def _take_findings(self, study_id: str, found: tuple[Finding, ...]) -> None:
        study, overview = self.study, self.overview
        if study is None or overview is None or study.line.study_id != study_id:
            return
        self.study = replace(study, findings=found)
        undo, redo = overview.undo, overview.redo
        changes = Changes("", study_id, (), found, None, "", undo, redo, clock.now())
        self.study_changed.emit(changes)
        self.situation_changed.emit()

    def _take_changes(self, changes: Changes, _origin: object) -> None:
        if self.overview is None:
            return
        self.overview = replace(
            self.overview,
            undo=changes.undo,
            redo=changes.redo,
            undo_in=changes.undo_in,
            redo_in=changes.redo_in,
        )
        if changes.line is not None:
            before = self._lines.get(changes.line.study_id)
            self.more_asked = _more_asked(before, changes.line)
            self._lines[changes.line.study_id] = changes.line
            self.line_changed.emit(changes.line)
        self._take_own_changes(changes)
        around = (REVIEWER, STUDY, REVIEW)
        if any(one.document.startswith(around) for one in changes.changes):
            self.runner.ask(reading.overview, self._take_overview)
        self.situation_changed.emit()

    def _take_own_changes(self, changes: Changes) -> None:
        study = self.study
        if study is None or study.line.study_id != changes.study_id:
            return
        own = abstraction_document(changes.study_id, study.abstraction.reviewer_id)
        for one in changes.changes:
            if one.document == own:
                study.abstraction.put(one.path, one.facet, one.new)
        self.study = replace(
            study,
            line=changes.line or study.line,
            findings=study.findings if changes.findings is None else changes.findings,
        )
        self.study_changed.emit(changes)

    def _take_failure(self, error: AppError, _origin: object) -> None:
        for one in self.runner.unsaved:
            self._keep_unsaved(one.edit)
        self.refused.emit(error)

    def _keep_unsaved(self, edit: Edit) -> None:
        """Let a text that could not be saved stand in the form until it is."""
        study = self.study
        if study is None or edit.study_id != study.line.study_id:
            return
        if (
            edit.facet == ANSWER
            and edit.text
            and study.abstraction.form.knows(edit.path)
        ):
            kept: JsonValue = {"unread": edit.text}
            study.abstraction.put(edit.path, ANSWER, kept)

    def show_changed(self, changes: Changes | None) -> None:
        """Show what an undo or redo changed, in whichever study it is."""
        if changes is None or not changes.study_id or changes.line is None:
            return  # nothing, or a study that is not in the list any more
        consensus = consensus_document(changes.study_id)
        if any(one.document == consensus for one in changes.changes):
            self.consensus_changed.emit(changes)
        else:
            self.show_study(changes.study_id, changes.reveal)


def _more_asked(before: StudyLine | None, now: StudyLine) -> int:
    """How many more fields are asked, if that makes the study less far."""
    if before is None or now.percent >= before.percent:
        return 0
    return max(0, now.asked - before.asked)


def opening_of(path: Path, *, read_only: bool = False) -> Callable[[], OpenReview]:
    """What opens the review at `path`."""
    return partial(OpenReview.open, path, read_only=read_only)
