"""What an operation did, and the lines that screens show: plain frozen records."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.review import Role

Status = Literal["not_started", "in_progress", "complete"]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that changed."""

    document: str
    path: str
    facet: str
    old: JsonValue
    new: JsonValue


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study in the study list; `errors` and `queries` count open findings.

    `agreed` says whether the reviewers' consensus on it is complete.
    """

    study_id: str
    key: str
    label: str
    citation: str
    year: int | None
    design: str
    n: int | None
    exclusion: str
    status: Status
    answered: int
    asked: int
    errors: int
    queries: int
    position: str
    agreed: bool = False

    @property
    def is_done(self) -> bool:
        """Say whether the reviewer, or the reviewers' consensus, is complete."""
        return self.agreed or self.status == "complete"

    @property
    def included(self) -> bool:
        """Say whether the study belongs to the review."""
        return not self.exclusion

    @property
    def percent(self) -> int:
        """Answered fields of those asked, in whole per cent, rounded down."""
        return 100 * self.answered // self.asked if self.asked else 0


def mean_percent(lines: Iterable[StudyLine]) -> int:
    """How far a review is: the mean of what its list says of the included studies.

    Each study counts the same, also one that nobody has begun: what will be asked of
    it is not known yet.
    """
    included = [line.percent for line in lines if line.included]
    return sum(included) // len(included) if included else 0


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """One reviewer."""

    reviewer_id: str
    name: str
    initials: str
    role: Role


@dataclass(frozen=True, slots=True)
class Overview:
    """What the window shows of an open review; `undo` and `redo` are menu words.

    `undo_in` and `redo_in` are the ids of the studies whose answers they would change.
    `notices` are sentences on what is odd of the file although it could be opened.
    """

    title: str
    path: Path
    read_only: bool
    reviewer: ReviewerLine
    reviewers: tuple[ReviewerLine, ...]
    studies: tuple[StudyLine, ...]
    undo: str
    redo: str
    notices: tuple[str, ...] = ()
    undo_in: str = ""
    redo_in: str = ""


@dataclass(frozen=True, slots=True)
class OpenedStudy:
    """A study as the current reviewer sees it; the abstraction is the caller's own."""

    line: StudyLine
    abstraction: Abstraction
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The footprint of an operation, and the path to reveal."""

    label: str
    study_id: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] | None
    line: StudyLine | None
    reveal: str
    undo: str
    redo: str
    at: datetime
    undo_in: str = ""
    redo_in: str = ""


@dataclass(frozen=True, slots=True)
class BeforeCompletion:
    """What blocks the completion of a study, and what was never entered in it.

    The latter are sentences: they keep nobody from completing.
    """

    blockers: tuple[Finding, ...]
    never_entered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one field, in words."""

    at: datetime
    who: str
    label: str
    facet: str
    old: str
    new: str
    reason: str
