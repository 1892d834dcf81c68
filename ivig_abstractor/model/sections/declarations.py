"""Section S9 of the form: money, interests, contradictions and the decision."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    ExclusionReason,
    Funding,
    IncludeDecision,
    InterestsDeclared,
    SponsorRole,
    YesNo,
)
from ivig_abstractor.model.field import Row, Section, When, item, repeat
from ivig_abstractor.model.quantities import PartialDate

_PAID = (
    When(
        "funding_type",
        (
            Funding.INDUSTRY_MANUFACTURER.value,
            Funding.INDUSTRY_OTHER.value,
            Funding.GOVERNMENT.value,
            Funding.FOUNDATION.value,
            Funding.HOSPITAL.value,
        ),
    ),
)
_INDUSTRY = (
    When(
        "funding_type",
        (Funding.INDUSTRY_MANUFACTURER.value, Funding.INDUSTRY_OTHER.value),
    ),
)


class ContactRow(Row):
    """One question to the authors."""

    by_reviewer: ClassVar[bool] = True

    date: Abstracted[PartialDate] = item(
        N_("Date"), "s9.author_contact.date", example="2024-03-15"
    )
    question: Abstracted[str] = item(
        N_("Question"), "s9.author_contact.question", multiline=True
    )
    reply: Abstracted[str] = item(
        N_("Answer of the authors"),
        "s9.author_contact.answer",
        optional=True,
        multiline=True,
    )


class ContradictionRow(Row):
    """Two sources, or two places of one paper, that do not agree."""

    by_reviewer: ClassVar[bool] = True

    field: Abstracted[str] = item(
        N_("About"),
        "s9.contradictions.field",
        example="duration of treatment",
        essential=True,
    )
    value_a: Abstracted[str] = item(
        N_("First source says"), "s9.contradictions.value_a", essential=True
    )
    source_a: Abstracted[str] = item(
        N_("First source"),
        "s9.contradictions.source_a",
        example="English abstract",
        optional=True,
    )
    value_b: Abstracted[str] = item(
        N_("Second source says"), "s9.contradictions.value_b", essential=True
    )
    source_b: Abstracted[str] = item(
        N_("Second source"),
        "s9.contradictions.source_b",
        example="French report",
        optional=True,
    )
    decision: Abstracted[str] = item(
        N_("Decision"),
        "s9.contradictions.decision",
        help=N_("What is used and why. A study with an open one is not signed off."),
        essential=True,
    )
    decided_by: Abstracted[str] = item(
        N_("Decided by"), "s9.contradictions.decided_by", essential=True
    )


class Declarations(Section):
    """Declarations

    Who paid, what the authors declared, what does not fit, and whether the study is in.
    """

    form_id: ClassVar[str] = "S9"

    funding_type: Abstracted[tuple[Funding, ...]] = item(
        N_("Funding"), "s9.funding_type", essential=True
    )
    funder_name: Abstracted[str] = item(
        N_("Name of the funder"),
        "s9.funder_name",
        example="CSL Behring",
        optional=True,
        asked_when=_PAID,
    )
    product_donated: Abstracted[YesNo] = item(
        N_("Product donated"), "s9.product_donated", optional=True
    )
    sponsor_role: Abstracted[tuple[SponsorRole, ...]] = item(
        N_("Sponsor took part in"),
        "s9.sponsor_role",
        optional=True,
        asked_when=_INDUSTRY,
    )
    coi_declared: Abstracted[InterestsDeclared] = item(
        N_("Competing interests"), "s9.coi_declared", essential=True
    )
    coi_detail: Abstracted[str] = item(
        N_("Interests, which"),
        "s9.coi_detail",
        multiline=True,
        asked_when=(When("coi_declared", (InterestsDeclared.YES_PRESENT.value,)),),
    )
    author_employed_by_maker: Abstracted[YesNo] = item(
        N_("Author employed by the maker"),
        "s9.author_employed_by_maker",
        optional=True,
    )
    ethics: Abstracted[YesNo] = item(
        N_("Ethics approval stated"), "s9.ethics", optional=True
    )
    consent: Abstracted[YesNo] = item(N_("Consent stated"), "s9.consent", optional=True)
    data_available: Abstracted[YesNo] = item(
        N_("Data available"), "s9.data_available", optional=True
    )
    author_contact: list[ContactRow] = repeat(
        N_("Questions to the authors"), N_("question")
    )
    contradictions: list[ContradictionRow] = repeat(
        N_("Contradictions"),
        N_("contradiction"),
        help=N_("Sources, or places of one paper, that do not agree."),
    )
    notes: Abstracted[str] = item(
        N_("Notes"), "s9.notes", optional=True, multiline=True
    )
    include_decision: Abstracted[IncludeDecision] = item(
        N_("In the review"),
        "s9.include_decision",
        essential=True,
        by_reviewer=True,
    )
    exclusion_reason: Abstracted[ExclusionReason] = item(
        N_("Reason for exclusion"),
        "s9.include_decision.reason",
        help=N_("One primary reason; it is counted in the flow diagram."),
        essential=True,
        asked_when=(When("include_decision", (IncludeDecision.EXCLUDE.value,)),),
        by_reviewer=True,
    )
    decision_note: Abstracted[str] = item(
        N_("Why"), "s9.include_decision.note", optional=True, multiline=True
    )
