"""What comparing several abstractions of one study gives: plain frozen records."""

from dataclasses import dataclass
from typing import Any

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.form import FieldSpec

RESOLUTION = "resolution"
PAIRING = "pairing:"
"""Facets of the consensus, beside those of every abstraction."""


class Sameness(Choice):
    """How the answers of the reviewers relate to each other."""

    SAME = "same", N_("same")
    NORMALISED = "normalised", N_("same after normalising")
    DIFFERENT = "different", N_("different")
    ONE_SIDED = "one_sided", N_("answered by one")
    CODES = "codes", N_("absent, with different codes")

    @property
    def is_agreement(self) -> bool:
        """Say whether nothing has to be decided."""
        return self in (Sameness.SAME, Sameness.NORMALISED)


class DiscrepancyClass(Choice):
    """Why answers differ, as far as it can be seen; in the order of the queue."""

    SLIP = (
        "slip",
        N_("Same place, different value"),
        N_("Both read the same place, so one of them misread or mistyped it."),
    )
    PLACES = (
        "places",
        N_("Different places"),
        N_("They read different places, and the paper may say both."),
    )
    EVIDENCE = (
        "evidence",
        N_("Without evidence"),
        N_("At least one of them does not say where it was read."),
    )
    SILENT = (
        "silent",
        N_("Answered by one"),
        N_("One of them left it blank, or does not have the row."),
    )
    CODING = (
        "coding",
        N_("Coding difference"),
        N_("Both say that it is absent, with different codes."),
    )


class Difference(Choice):
    """In what answers differ; in the order of the queue."""

    NUMBER = "number", N_("Numbers")
    UNIT = "unit", N_("Units")
    CHOICE = "choice", N_("Choices")
    WORDING = "wording", N_("Wording")
    ABSENT = "absent", N_("Stated absent by one")
    SILENT = "silent", N_("Answered by one")
    ROW = "row", N_("Row of one reviewer only")
    CODES = "codes", N_("Absent, with different codes")


@dataclass(frozen=True, slots=True)
class PairedRow:
    """Rows of several abstractions that are about the same thing.

    `path` is the row in the consensus; `rows` has one row path per abstraction, `None`
    where a reviewer has no such row. `score` is 0 to 1; `reasons` says in words what
    speaks for the pair. `how` is one of `proposed`, `confirmed`, `drawn`, `single`.
    """

    path: str
    rows: tuple[str | None, ...]
    score: float
    reasons: tuple[str, ...]
    how: str

    @property
    def container(self) -> str:
        """The container of the consensus the row stands in: `arms`."""
        return self.path.rpartition("[")[0]

    @property
    def is_paired(self) -> bool:
        """Say whether every reviewer has the row."""
        return None not in self.rows


@dataclass(frozen=True, slots=True)
class Side:
    """One reviewer's part of a comparison; `path` is empty where the row is absent."""

    reviewer_id: str
    path: str
    answer: Any = None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field, or one row that somebody lacks, as several reviewers answered it.

    `path` is that of the consensus; `spec` is `None` for a row; `kind` is `None` where
    the answers agree; `why` says in words what can be seen of the difference.
    """

    path: str
    spec: FieldSpec | None
    sides: tuple[Side, ...]
    sameness: Sameness
    kind: DiscrepancyClass | None = None
    why: str = ""
