"""The counts of the PRISMA 2020 flow diagram; of the review, not of a study."""

from typing import Annotated, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import ExclusionReason, FlowStream
from ivig_abstractor.model.field import Row, Section, item, repeat
from ivig_abstractor.model.quantities import Bounds

FlowCount = Annotated[int, Bounds(0, 10_000_000, rule="H-F08")]

_A = N_("Databases and registers")
_B = N_("Other methods")
_PREVIOUS = N_("Previous version of the review")
_RESULT = N_("Included")


class DatabaseRow(Row):
    """Records found in one database."""

    name: Abstracted[str] = item(
        N_("Database"), "s17.db.name", example="MEDLINE", essential=True
    )
    records: Abstracted[FlowCount] = item(
        N_("Records"), "s17.db_i", unit=N_("records"), essential=True
    )


class RegisterRow(Row):
    """Records found in one register."""

    name: Abstracted[str] = item(
        N_("Register"), "s17.reg.name", example="ClinicalTrials.gov", essential=True
    )
    records: Abstracted[FlowCount] = item(
        N_("Records"), "s17.reg_j", unit=N_("records"), essential=True
    )


class ExcludedRow(Row):
    """Reports excluded for one primary reason."""

    stream: Abstracted[FlowStream] = item(
        N_("Found by"), "s17.excluded.stream", essential=True
    )
    reason: Abstracted[ExclusionReason] = item(
        N_("Reason"), "s17.excluded.reason", essential=True
    )
    count: Abstracted[FlowCount] = item(
        N_("Reports"), "s17.excluded.n", unit=N_("reports"), essential=True
    )


class Flow(Section):
    """Flow of studies

    The boxes of the PRISMA 2020 diagram. Each excluded report has one primary reason.
    """

    form_id: ClassVar[str] = "S17"

    databases: list[DatabaseRow] = repeat(N_("Databases"), N_("database"))
    registers: list[RegisterRow] = repeat(N_("Registers"), N_("register"))
    duplicates: Abstracted[FlowCount] = item(
        N_("Duplicates removed"),
        "s17.duplicates",
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    auto_ineligible: Abstracted[FlowCount] = item(
        N_("Marked ineligible by automation"),
        "s17.auto_ineligible",
        unit=N_("records"),
        group=_A,
    )
    other_removed: Abstracted[FlowCount] = item(
        N_("Removed for other reasons"),
        "s17.other_removed",
        unit=N_("records"),
        group=_A,
    )
    screened: Abstracted[FlowCount] = item(
        N_("Screened"),
        "s17.screened",
        help=N_("All found, less all removed before screening."),
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    records_excluded: Abstracted[FlowCount] = item(
        N_("Excluded by screening"),
        "s17.records_excluded",
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    sought_a: Abstracted[FlowCount] = item(
        N_("Sought"),
        "s17.sought_A",
        help=N_("Screened less excluded."),
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    not_retrieved_a: Abstracted[FlowCount] = item(
        N_("Not retrieved"),
        "s17.not_retrieved_A",
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    assessed_a: Abstracted[FlowCount] = item(
        N_("Assessed"),
        "s17.assessed_A",
        help=N_("Sought less not retrieved."),
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    websites: Abstracted[FlowCount] = item(
        N_("From websites"), "s17.websites", unit=N_("records"), group=_B
    )
    organisations: Abstracted[FlowCount] = item(
        N_("From organisations"), "s17.organisations", unit=N_("records"), group=_B
    )
    citations: Abstracted[FlowCount] = item(
        N_("From citations"), "s17.citations", unit=N_("records"), group=_B
    )
    sought_b: Abstracted[FlowCount] = item(
        N_("Sought, other methods"), "s17.sought_B", unit=N_("reports"), group=_B
    )
    not_retrieved_b: Abstracted[FlowCount] = item(
        N_("Not retrieved, other methods"),
        "s17.not_retrieved_B",
        unit=N_("reports"),
        group=_B,
    )
    assessed_b: Abstracted[FlowCount] = item(
        N_("Assessed, other methods"),
        "s17.assessed_B",
        unit=N_("reports"),
        group=_B,
    )
    excluded: list[ExcludedRow] = repeat(
        N_("Reports excluded, by reason"), N_("reason")
    )
    prev_studies: Abstracted[FlowCount] = item(
        N_("Studies before"),
        "s17.prev_studies",
        help=N_("Zero if there is no previous version."),
        unit=N_("studies"),
        group=_PREVIOUS,
    )
    prev_reports: Abstracted[FlowCount] = item(
        N_("Reports before"),
        "s17.prev_reports",
        unit=N_("reports"),
        group=_PREVIOUS,
    )
    new_studies: Abstracted[FlowCount] = item(
        N_("New studies"),
        "s17.new_studies",
        help=N_("Not more than the new reports."),
        unit=N_("studies"),
        essential=True,
        group=_RESULT,
    )
    new_reports: Abstracted[FlowCount] = item(
        N_("New reports"),
        "s17.new_reports",
        help=N_("Assessed less excluded, of both streams."),
        unit=N_("reports"),
        essential=True,
        group=_RESULT,
    )
    total_studies: Abstracted[FlowCount] = item(
        N_("Studies in all"),
        "s17.total_studies",
        unit=N_("studies"),
        essential=True,
        group=_RESULT,
    )
    total_reports: Abstracted[FlowCount] = item(
        N_("Reports in all"),
        "s17.total_reports",
        unit=N_("reports"),
        essential=True,
        group=_RESULT,
    )
