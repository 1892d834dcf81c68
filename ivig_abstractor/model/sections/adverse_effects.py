"""Section S8 of the form: harm, for the whole study and a row per effect."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    AeAction,
    AeCollection,
    AeDefinition,
    AeOutcome,
    AePhase,
    AeTiming,
    ExplicitZero,
    InterestGroup,
    OrganClass,
    Related,
    Severity,
    YesNo,
)
from ivig_abstractor.model.field import Comparison, Row, Section, item, repeat
from ivig_abstractor.model.quantities import Count, Grade, KofN
from ivig_abstractor.model.sections.outcomes import ArmRef


class AdverseEffectRow(Row):
    """One adverse effect in one arm."""

    arm: Abstracted[ArmRef] = item(
        N_("Arm"),
        "s8.arm",
        essential=True,
        by_reviewer=True,
    )
    preferred_term: Abstracted[str] = item(
        N_("Preferred term"),
        "s8.preferred_term",
        help=N_("The MedDRA term, or the printed word if no single term fits."),
        example="Headache",
        essential=True,
        by_reviewer=True,
    )
    printed: Abstracted[str] = item(
        N_("As printed"), "s8.synonym", example="headaches", essential=True
    )
    soc: Abstracted[OrganClass] = item(
        N_("System organ class"), "s8.soc", optional=True
    )
    group: Abstracted[InterestGroup] = item(
        N_("Group"),
        "s8.group",
        help=N_("Follows from the term, and may be corrected."),
        optional=True,
    )
    patients: Abstracted[KofN] = item(
        N_("Counted"),
        "s8.n_patients",
        help=N_(
            "How many of how many, and what is counted: patients, infusions or courses."
        ),
        example="40/95 (42%)",
        essential=True,
        evidence=True,
    )
    n_events: Abstracted[Count] = item(
        N_("Events"), "s8.n_events", optional=True, essential=True, evidence=True
    )
    set_period: Abstracted[str] = item(
        N_("Set and period"),
        "s8.denominator",
        help=N_("Who is counted, and over what time."),
        example="IVIG-exposed, weeks 0-16",
        optional=True,
    )
    severity: Abstracted[Severity] = item(
        N_("Severity"), "s8.severity", optional=True, compare=Comparison.ORDERED
    )
    grade: Abstracted[Grade] = item(
        N_("CTCAE grade"),
        "s8.grade",
        help=N_("1 mild, 2 moderate, 3 severe, 4 life-threatening, 5 death."),
        optional=True,
    )
    serious: Abstracted[YesNo] = item(
        N_("Serious"), "s8.serious", optional=True, essential=True
    )
    n_serious: Abstracted[Count] = item(
        N_("Patients, serious"), "s8.serious.n", optional=True, evidence=True
    )
    related: Abstracted[Related] = item(
        N_("Related"), "s8.related", optional=True, essential=True
    )
    n_related: Abstracted[Count] = item(
        N_("Patients, related"), "s8.related.n", optional=True, evidence=True
    )
    phase: Abstracted[AePhase] = item(N_("Part of study"), "s8.phase", optional=True)
    action: Abstracted[AeAction] = item(N_("Action"), "s8.action", optional=True)
    outcome: Abstracted[AeOutcome] = item(N_("Outcome"), "s8.outcome", optional=True)
    timing: Abstracted[AeTiming] = item(N_("Timing"), "s8.timing", optional=True)


class AdverseEffects(Section):
    """Adverse effects

    Harm. Silence is not zero: a zero must be stated in the paper.
    """

    form_id: ClassVar[str] = "S8"

    any_ae: Abstracted[KofN] = item(
        N_("Any effect"),
        "s8.any_ae",
        help=N_("“No serious effects” leaves this one not reported."),
        example="30/52 (57.7%)",
        essential=True,
        evidence=True,
    )
    any_related: Abstracted[KofN] = item(
        N_("Any related effect"), "s8.any_related", optional=True, evidence=True
    )
    any_sae: Abstracted[KofN] = item(
        N_("Any serious effect"),
        "s8.any_sae",
        example="3/52 (5.8%)",
        essential=True,
        evidence=True,
    )
    withdrawals_ae: Abstracted[KofN] = item(
        N_("Stopped for effects"),
        "s8.withdrawals_ae",
        example="8/95",
        essential=True,
        evidence=True,
    )
    deaths: Abstracted[KofN] = item(
        N_("Deaths"), "s8.deaths", example="0/95", essential=True, evidence=True
    )
    death_causes: Abstracted[str] = item(
        N_("Causes of death"),
        "s8.deaths.causes",
        example="aspiration pneumonia 6, cancer 2",
        optional=True,
    )
    n_events_all: Abstracted[Count] = item(
        N_("All events"),
        "s8.n_events_all",
        example="282",
        optional=True,
        evidence=True,
    )
    explicit_zero: Abstracted[tuple[ExplicitZero, ...]] = item(
        N_("Zero is stated for"),
        "s8.explicit_zero",
        help=N_("Counts that the paper itself says are zero."),
        optional=True,
    )
    set_period: Abstracted[str] = item(
        N_("Set and period"),
        "s8.set_period",
        help=N_("Who is counted above, and over what time."),
        example="IVIG-exposed, weeks 0-16",
        optional=True,
    )
    ae_collection_method: Abstracted[AeCollection] = item(
        N_("How collected"), "s8.ae_collection_method", essential=True
    )
    ae_definition: Abstracted[AeDefinition] = item(
        N_("Definition"), "s8.ae_definition", optional=True
    )
    meddra_version: Abstracted[str] = item(
        N_("MedDRA version"), "s8.meddra_version", example="25.1", optional=True
    )
    rows: list[AdverseEffectRow] = repeat(
        N_("Adverse effect rows"),
        N_("effect"),
        named_by=("preferred_term", "arm"),
        none=N_("No adverse effect was entered."),
        help=N_("A row for each effect and arm; patients and infusions are two rows."),
    )
