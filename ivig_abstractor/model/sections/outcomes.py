"""Section S7 of the form: a row per outcome, arm, time and analysis set.

Which panel of the review a row belongs to follows from its outcome (`codes.PANEL_OF`).
The result fields of a row are all optional: a row says a mean, or a count, or a change,
and checks ask that it says at least one.
"""

from typing import Annotated, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    WITH_CONTROL,
    AbsoluteRelative,
    Better,
    Instrument,
    MissingHandling,
    OutcomeCode,
    PanelState,
    YesNo,
)
from ivig_abstractor.model.field import Row, Section, When, item, repeat
from ivig_abstractor.model.quantities import (
    Change,
    Count,
    Effect,
    KofN,
    Measure,
    Number,
    PositiveNumber,
    Stat,
    TimePoint,
    Written,
)

ArmRef = Annotated[str, Written("arm")]

_RESULT = N_("Result")
_SCALE = N_("Scale")
_PARTS = N_("Patients by result")
_STEROID = N_("Steroid sparing")
_METHOD = N_("How it was judged")

_ENZYMES = (When("outcome_code", (OutcomeCode.ENZYMES.value,)),)
_SPARING = (When("outcome_code", (OutcomeCode.STEROID_SPARING.value,)),)
_SCORE = (When("outcome_code", (OutcomeCode.TIS.value,)),)
_LUNG = (When("outcome_code", (OutcomeCode.LUNG.value,)),)
_CONTROLLED = (When("design.control_type", WITH_CONTROL),)
_SCALED = (
    When(
        "outcome_code",
        (
            OutcomeCode.STRENGTH.value,
            OutcomeCode.FUNCTION.value,
            OutcomeCode.PHGA.value,
            OutcomeCode.PTGA.value,
            OutcomeCode.EXTRAMUSC.value,
            OutcomeCode.SKIN.value,
            OutcomeCode.QOL.value,
            OutcomeCode.TIS.value,
        ),
    ),
)
_PARTITIONED = (
    When(
        "outcome_code",
        (
            OutcomeCode.OESOPHAGUS.value,
            OutcomeCode.IMACS_DOI.value,
            OutcomeCode.SKIN.value,
            OutcomeCode.LUNG.value,
            OutcomeCode.STRENGTH.value,
            OutcomeCode.RESPONSE.value,
        ),
    ),
)


class OutcomeRow(Row):
    """One outcome in one arm at one time in one set of patients."""

    arm: Abstracted[ArmRef] = item(
        N_("Arm"),
        "s7.arm",
        essential=True,
        by_reviewer=True,
    )
    analysis_set: Abstracted[str] = item(
        N_("Analysis set"),
        "s7.analysis_set",
        help=N_("Of whom: randomised, ever treated, responders. In a few words."),
        example="ever treated",
        essential=True,
        optional=True,
    )
    outcome_code: Abstracted[OutcomeCode] = item(
        N_("Outcome"),
        "s7.outcome_code",
        essential=True,
        by_reviewer=True,
    )
    instrument: Abstracted[Instrument] = item(
        N_("Instrument"), "s7.instrument_code", essential=True
    )
    instrument_name: Abstracted[str] = item(
        N_("Instrument as printed"),
        "s7.instrument_name",
        example="ADL score",
        optional=True,
    )
    scale_min: Abstracted[Number] = item(
        N_("Scale minimum"),
        "s7.scale_min",
        optional=True,
        asked_when=_SCALED,
        group=_SCALE,
    )
    scale_max: Abstracted[Number] = item(
        N_("Scale maximum"),
        "s7.scale_max",
        head=N_("Scale max."),
        help=N_("The highest score. If the paper does not say it, answer unclear."),
        example="80",
        essential=True,
        asked_when=_SCALED,
        group=_SCALE,
    )
    better: Abstracted[Better] = item(
        N_("Better is"), "s7.better", optional=True, asked_when=_SCALED, group=_SCALE
    )
    unit: Abstracted[str] = item(
        N_("Unit"),
        "s7.unit",
        help=N_("As printed. CK needs one: U/L or ukat/L."),
        example="U/L",
        optional=True,
        group=_SCALE,
    )
    uln: Abstracted[PositiveNumber] = item(
        N_("Upper limit of normal"),
        "s7.uln",
        help=N_("In the unit of the row."),
        example="170",
        optional=True,
        plausible=(100, 400),
        asked_when=_ENZYMES,
        group=_SCALE,
    )
    uln_men: Abstracted[PositiveNumber] = item(
        N_("Upper limit, men"),
        "s7.uln_men",
        example="3.3",
        optional=True,
        asked_when=_ENZYMES,
        group=_SCALE,
    )
    uln_women: Abstracted[PositiveNumber] = item(
        N_("Upper limit, women"),
        "s7.uln_women",
        example="2.5",
        optional=True,
        asked_when=_ENZYMES,
        group=_SCALE,
    )
    time: Abstracted[TimePoint] = item(
        N_("Time"),
        "s7.timepoint",
        help=N_("From baseline unless another beginning is given."),
        example="12 weeks",
        essential=True,
    )
    n: Abstracted[Count] = item(
        N_("Patients at that time"),
        "s7.n_at_timepoint",
        head=N_("n at time"),
        unit=N_("patients"),
        essential=True,
        evidence=True,
    )
    before: Abstracted[Stat] = item(
        N_("Before"),
        "s7.statistic.before",
        example="74.5 ± 12",
        essential=True,
        optional=True,
        evidence=True,
        group=_RESULT,
    )
    after: Abstracted[Stat] = item(
        N_("After"),
        "s7.statistic",
        help=N_("On the same scale and in the same unit as before."),
        example="84.7 ± 10",
        essential=True,
        optional=True,
        evidence=True,
        group=_RESULT,
    )
    change: Abstracted[Change] = item(
        N_("Change"),
        "s7.change",
        help=N_("As printed: by, to, or per cent. If that is unclear, say unclear."),
        example="by -12.5",
        essential=True,
        optional=True,
        evidence=True,
        group=_RESULT,
    )
    responders: Abstracted[KofN] = item(
        N_("Patients with it"),
        "s7.responders",
        help=N_(
            "Responders, or patients with the event: relapsed, died, tube fed, "
            "stopped a drug."
        ),
        example="25/35 (71.4%)",
        essential=True,
        optional=True,
        evidence=True,
        group=_RESULT,
    )
    within_p: Abstracted[Measure] = item(
        N_("P in the arm"),
        "s7.within_arm_p",
        head=N_("P in arm"),
        help=N_("Before against after; says nothing against a control."),
        example="<0.01",
        essential=True,
        optional=True,
        evidence=True,
        group=_RESULT,
    )
    effect: Abstracted[Effect] = item(
        N_("Effect between arms"),
        "s7.between_arm_effect",
        example="MD -8.2 (-12.5, -3.9) p<0.001",
        optional=True,
        evidence=True,
        asked_when=_CONTROLLED,
        group=_RESULT,
    )
    responder_definition: Abstracted[str] = item(
        N_("Response means"),
        "s7.responder_definition",
        example=">20% gain over the initial score",
        asked_when=(When("responders"),),
        group=_METHOD,
    )
    absolute_relative: Abstracted[AbsoluteRelative] = item(
        N_("Per cent is"),
        "s7.absolute_relative",
        help=N_("Whether 10% of FVC means points of predicted, or of the value."),
        optional=True,
        asked_when=_LUNG,
        group=_METHOD,
    )
    assessor_blinded: Abstracted[YesNo] = item(
        N_("Assessor blinded"), "s7.assessor_blinded", optional=True, group=_METHOD
    )
    missing_handling: Abstracted[MissingHandling] = item(
        N_("Missing data"), "s7.missing_handling", optional=True, group=_METHOD
    )
    tis_minimal: Abstracted[KofN] = item(
        N_("At least minimal"),
        "s7.tis_minimal",
        help=N_("TIS 20 or more in adults; includes moderate and major."),
        example="37/47",
        optional=True,
        evidence=True,
        asked_when=_SCORE,
        group=_PARTS,
    )
    tis_moderate: Abstracted[KofN] = item(
        N_("At least moderate"),
        "s7.tis_moderate",
        help=N_("TIS 40 or more in adults; includes major."),
        optional=True,
        evidence=True,
        asked_when=_SCORE,
        group=_PARTS,
    )
    tis_major: Abstracted[KofN] = item(
        N_("Major"),
        "s7.tis_major",
        help=N_("TIS 60 or more in adults."),
        optional=True,
        evidence=True,
        asked_when=_SCORE,
        group=_PARTS,
    )
    resolved: Abstracted[Count] = item(
        N_("Resolved"),
        "s7.partition.resolved",
        unit=N_("patients"),
        optional=True,
        evidence=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    improved: Abstracted[Count] = item(
        N_("Improved"),
        "s7.partition.improved",
        help=N_("Without those that resolved, if these are counted apart."),
        unit=N_("patients"),
        optional=True,
        evidence=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    unchanged: Abstracted[Count] = item(
        N_("Unchanged"),
        "s7.partition.unchanged",
        unit=N_("patients"),
        optional=True,
        evidence=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    worse: Abstracted[Count] = item(
        N_("Worse"),
        "s7.partition.worse",
        unit=N_("patients"),
        optional=True,
        evidence=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    died: Abstracted[Count] = item(
        N_("Died"),
        "s7.partition.died",
        unit=N_("patients"),
        optional=True,
        evidence=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    partition_complete: Abstracted[YesNo] = item(
        N_("These are all patients"),
        "s7.partition.complete",
        help=N_("Yes lets the program check that they add up."),
        optional=True,
        asked_when=_PARTITIONED,
        group=_PARTS,
    )
    gc_reduced: Abstracted[KofN] = item(
        N_("Reduced the steroid"),
        "s7.gc_reduced",
        optional=True,
        evidence=True,
        asked_when=_SPARING,
        group=_STEROID,
    )
    gc_halved: Abstracted[KofN] = item(
        N_("Halved the steroid"),
        "s7.gc_halved",
        optional=True,
        evidence=True,
        asked_when=_SPARING,
        group=_STEROID,
    )
    gc_low: Abstracted[KofN] = item(
        N_("At 10 mg/day or less"),
        "s7.gc_low",
        optional=True,
        evidence=True,
        asked_when=_SPARING,
        group=_STEROID,
    )
    gc_stopped: Abstracted[KofN] = item(
        N_("Stopped the steroid"),
        "s7.gc_stopped",
        optional=True,
        evidence=True,
        asked_when=_SPARING,
        group=_STEROID,
    )
    gc_time: Abstracted[TimePoint] = item(
        N_("Time to reduction"),
        "s7.gc_time",
        optional=True,
        asked_when=_SPARING,
        group=_STEROID,
    )
    raw: Abstracted[str] = item(
        N_("As printed"),
        "s7.raw",
        help=N_("The paper's words, for what the fields cannot hold."),
        optional=True,
        multiline=True,
    )


class Outcomes(Section):
    """Outcomes

    A row for each outcome, arm, time and set of patients. Each of the five outcomes of
    the review needs a row, or the mark that the study did not look at it.
    """

    form_id: ClassVar[str] = "S7"

    panel_strength: Abstracted[PanelState] = item(
        N_("Strength"), "s7.panel.strength", essential=True, group=N_("Review panels")
    )
    panel_ck: Abstracted[PanelState] = item(
        N_("CK"), "s7.panel.ck", essential=True, group=N_("Review panels")
    )
    panel_lung: Abstracted[PanelState] = item(
        N_("Lung"), "s7.panel.lung", essential=True, group=N_("Review panels")
    )
    panel_oesophagus: Abstracted[PanelState] = item(
        N_("Oesophagus"),
        "s7.panel.oesophagus",
        essential=True,
        group=N_("Review panels"),
    )
    panel_steroid_sparing: Abstracted[PanelState] = item(
        N_("Steroid sparing"),
        "s7.panel.steroid_sparing",
        essential=True,
        group=N_("Review panels"),
    )
    primary_outcome: Abstracted[str] = item(
        N_("Primary outcome"),
        "s7.primary_outcome",
        help=N_("In the authors' words."),
        example="TIS of 20 or more at week 16",
        optional=True,
    )
    rows: list[OutcomeRow] = repeat(
        N_("Outcome rows"),
        N_("outcome"),
        named_by=("outcome_code", "instrument", "arm", "time"),
        none=N_("No outcome was entered."),
    )
