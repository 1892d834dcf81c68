"""Section S6 of the form: the comparator, and what was given beside IVIG."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    WITH_CONTROL,
    CointerventionChange,
    ComparatorType,
    Drug,
    Glucocorticoid,
    PlaceboAgent,
    SteroidSchedule,
    YesNo,
)
from ivig_abstractor.model.field import Row, Section, When, item, repeat
from ivig_abstractor.model.quantities import KofN, PositiveNumber, Stat, TimePoint

_COMPARATOR = N_("Comparator")
_STEROID = N_("Glucocorticoid")
_BESIDE = N_("Beside IVIG")
_CONTROLLED = (When("design.control_type", WITH_CONTROL),)


class ImmunosuppressantRow(Row):
    """Patients who took one drug beside IVIG."""

    drug: Abstracted[Drug] = item(
        N_("Drug"),
        "s6.immunosuppressants.drug",
        essential=True,
        by_reviewer=True,
    )
    printed: Abstracted[str] = item(
        N_("As printed"), "s6.immunosuppressants.printed", optional=True
    )
    dose: Abstracted[str] = item(
        N_("Dose"),
        "s6.immunosuppressants.dose",
        example="15 mg/week",
        optional=True,
        evidence=True,
    )
    patients: Abstracted[KofN] = item(
        N_("Patients"),
        "s6.immunosuppressants.patients",
        example="12/35",
        essential=True,
        evidence=True,
    )
    stable: Abstracted[YesNo] = item(
        N_("Stable"), "s6.immunosuppressants.stable", optional=True
    )


class Comparator(Section):
    """Comparator

    What IVIG was compared with, and what patients took beside it.
    """

    form_id: ClassVar[str] = "S6"

    comparator: Abstracted[ComparatorType] = item(
        N_("Comparator"),
        "s6.comparator",
        essential=True,
        column=True,
        group=_COMPARATOR,
    )
    comparator_name: Abstracted[str] = item(
        N_("What it was"),
        "s6.comparator.name",
        example="0.9% saline",
        asked_when=_CONTROLLED,
        group=_COMPARATOR,
    )
    placebo_agent: Abstracted[PlaceboAgent] = item(
        N_("Placebo contained"),
        "s6.comparator.placebo",
        asked_when=(When("comparator", (ComparatorType.PLACEBO.value,)),),
        group=_COMPARATOR,
    )
    comparator_dose: Abstracted[str] = item(
        N_("Comparator dose"),
        "s6.comparator.dose",
        example="methylprednisolone 1 g on 3 days",
        evidence=True,
        asked_when=_CONTROLLED,
        group=_COMPARATOR,
    )
    comparator_volume: Abstracted[str] = item(
        N_("Comparator volume"),
        "s6.comparator.volume",
        example="8 mL/kg/day",
        optional=True,
        evidence=True,
        asked_when=_CONTROLLED,
        group=_COMPARATOR,
    )
    comparator_schedule: Abstracted[str] = item(
        N_("Comparator schedule"),
        "s6.comparator.schedule",
        example="monthly for 3 months",
        asked_when=_CONTROLLED,
        group=_COMPARATOR,
    )
    gc_agent: Abstracted[Glucocorticoid] = item(
        N_("Glucocorticoid"), "s6.gc_agent", essential=True, group=_STEROID
    )
    gc_schedule: Abstracted[SteroidSchedule] = item(
        N_("Schedule"),
        "s6.gc_schedule",
        help=N_("A dose every other day is halved for the daily dose."),
        optional=True,
        group=_STEROID,
    )
    gc_baseline: Abstracted[Stat] = item(
        N_("Daily dose at start"),
        "s6.gc_baseline",
        help=N_("As printed, of the drug above; pulses have their own field."),
        unit=N_("mg/day"),
        example="25 ± 10",
        essential=True,
        evidence=True,
        plausible=(1, 100),
        group=_STEROID,
    )
    gc_baseline_prednisone: Abstracted[Stat] = item(
        N_("As prednisone"),
        "s6.gc_baseline.prednisone",
        help=N_("Derived from the printed dose with the factor of the drug."),
        unit=N_("mg/day"),
        optional=True,
        auto=True,
        group=_STEROID,
    )
    gc_weight: Abstracted[PositiveNumber] = item(
        N_("Body weight for mg per kg"),
        "s6.gc_schedule.weight",
        unit="kg",
        plausible=(30, 200),
        asked_when=(When("gc_schedule", (SteroidSchedule.MG_PER_KG.value,)),),
        group=_STEROID,
    )
    gc_pulses: Abstracted[str] = item(
        N_("Pulses"),
        "s6.gc_pulses",
        help=N_("Never averaged into the daily dose."),
        example="methylprednisolone 1 g x 3",
        optional=True,
        evidence=True,
        group=_STEROID,
    )
    gc_stable: Abstracted[YesNo] = item(
        N_("Stable before IVIG"), "s6.gc_stable", essential=True, group=_STEROID
    )
    gc_stable_for: Abstracted[TimePoint] = item(
        N_("Stable for"),
        "s6.gc_stable.time",
        example="2 months",
        asked_when=(When("gc_stable", (YesNo.YES.value,)),),
        group=_STEROID,
    )
    immunosuppressants: list[ImmunosuppressantRow] = repeat(
        N_("Immunosuppressants"), N_("drug")
    )
    plasma_exchange: Abstracted[YesNo] = item(
        N_("Plasma exchange near IVIG"),
        "s6.plasma_exchange",
        help=N_("It takes IgG out again."),
        optional=True,
        group=_BESIDE,
    )
    plasma_exchange_timing: Abstracted[str] = item(
        N_("When, against IVIG"),
        "s6.plasma_exchange.timing",
        example="ended 3 days before",
        asked_when=(When("plasma_exchange", (YesNo.YES.value,)),),
        group=_BESIDE,
    )
    rehab: Abstracted[str] = item(
        N_("Exercise and rehabilitation"), "s6.rehab", optional=True, group=_BESIDE
    )
    other: Abstracted[str] = item(
        N_("Other treatment"),
        "s6.other",
        optional=True,
        multiline=True,
        group=_BESIDE,
    )
    cointervention_changed: Abstracted[CointerventionChange] = item(
        N_("Co-treatment changed"),
        "s6.cointervention_changed",
        help=N_("If it was increased, say in a note why the effect may be IVIG's."),
        essential=True,
        group=_BESIDE,
    )
