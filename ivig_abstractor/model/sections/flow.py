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
        N_("Duplicate records removed"),
        "s17.duplicates",
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    auto_ineligible: Abstracted[FlowCount] = item(
        N_("Records marked ineligible by automation"),
        "s17.auto_ineligible",
        unit=N_("records"),
        group=_A,
    )
    other_removed: Abstracted[FlowCount] = item(
        N_("Records removed for other reasons"),
        "s17.other_removed",
        unit=N_("records"),
        group=_A,
    )
    screened: Abstracted[FlowCount] = item(
        N_("Records screened"),
        "s17.screened",
        help=N_("All found, less all removed before screening."),
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    records_excluded: Abstracted[FlowCount] = item(
        N_("Records excluded"),
        "s17.records_excluded",
        unit=N_("records"),
        essential=True,
        group=_A,
    )
    sought_a: Abstracted[FlowCount] = item(
        N_("Reports sought for retrieval"),
        "s17.sought_A",
        help=N_("Screened less excluded."),
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    not_retrieved_a: Abstracted[FlowCount] = item(
        N_("Reports not retrieved"),
        "s17.not_retrieved_A",
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    assessed_a: Abstracted[FlowCount] = item(
        N_("Reports assessed for eligibility"),
        "s17.assessed_A",
        help=N_("Sought less not retrieved."),
        unit=N_("reports"),
        essential=True,
        group=_A,
    )
    websites: Abstracted[FlowCount] = item(
        N_("Records from websites"), "s17.websites", unit=N_("records"), group=_B
    )
    organisations: Abstracted[FlowCount] = item(
        N_("Records from organisations"),
        "s17.organisations",
        unit=N_("records"),
        group=_B,
    )
    citations: Abstracted[FlowCount] = item(
        N_("Records from citation searching"),
        "s17.citations",
        unit=N_("records"),
        group=_B,
    )
    sought_b: Abstracted[FlowCount] = item(
        N_("Reports sought, other methods"),
        "s17.sought_B",
        unit=N_("reports"),
        group=_B,
    )
    not_retrieved_b: Abstracted[FlowCount] = item(
        N_("Reports not retrieved, other methods"),
        "s17.not_retrieved_B",
        unit=N_("reports"),
        group=_B,
    )
    assessed_b: Abstracted[FlowCount] = item(
        N_("Reports assessed, other methods"),
        "s17.assessed_B",
        unit=N_("reports"),
        group=_B,
    )
    excluded: list[ExcludedRow] = repeat(
        N_("Reports excluded, by reason"), N_("reason")
    )
    prev_studies: Abstracted[FlowCount] = item(
        N_("Studies in previous version"),
        "s17.prev_studies",
        help=N_("Zero if there is no previous version."),
        unit=N_("studies"),
        group=_PREVIOUS,
    )
    prev_reports: Abstracted[FlowCount] = item(
        N_("Reports in previous version"),
        "s17.prev_reports",
        unit=N_("reports"),
        group=_PREVIOUS,
    )
    new_studies: Abstracted[FlowCount] = item(
        N_("New studies included"),
        "s17.new_studies",
        help=N_("Not more than the new reports."),
        unit=N_("studies"),
        essential=True,
        group=_RESULT,
    )
    new_reports: Abstracted[FlowCount] = item(
        N_("Reports of new studies"),
        "s17.new_reports",
        help=N_("Assessed less excluded, of both streams."),
        unit=N_("reports"),
        essential=True,
        group=_RESULT,
    )
    total_studies: Abstracted[FlowCount] = item(
        N_("Total studies included"),
        "s17.total_studies",
        unit=N_("studies"),
        essential=True,
        group=_RESULT,
    )
    total_reports: Abstracted[FlowCount] = item(
        N_("Reports of all included studies"),
        "s17.total_reports",
        unit=N_("reports"),
        essential=True,
        group=_RESULT,
    )
