"""Section S2 of the form: how the study was made."""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    RANDOMISED,
    SERIES,
    Allocation,
    Analysis,
    Blinded,
    ControlType,
    Crossover,
    DesignCode,
    ReviewBucket,
    Setting,
    TimeDirection,
    YesNo,
)
from ivig_abstractor.model.field import Section, When, item
from ivig_abstractor.model.quantities import Anchor, PositiveCount, Stat, TimePoint

_CROSSED = (
    Crossover.PLANNED.value,
    Crossover.OPTIONAL.value,
    Crossover.RESCUE_SWITCH.value,
)


class Design(Section):
    """Design

    How the study was made, in the review's codes and in the authors' words.
    """

    form_id: ClassVar[str] = "S2"

    design_code: Abstracted[DesignCode] = item(
        N_("Design"),
        "s2.design_code",
        help=N_("Judge by what was done; the authors' words have their own field."),
        essential=True,
        column=True,
        evidence=True,
        by_reviewer=True,
    )
    design_reported: Abstracted[str] = item(
        N_("Words of the authors"),
        "s2.design_reported",
        example="open, prospective",
        essential=True,
        column=True,
    )
    review_bucket: Abstracted[ReviewBucket] = item(
        N_("Design group of the 2012 review"),
        "s2.review_bucket",
        help=N_(
            "The group of designs in which the systematic review of 2012 would count"
            " this study; it follows from the design and the time direction."
        ),
        optional=True,
        auto=True,
    )
    direction: Abstracted[TimeDirection] = item(
        N_("Time direction"), "s2.direction", essential=True
    )
    allocation: Abstracted[Allocation] = item(
        N_("Allocation"), "s2.allocation", essential=True
    )
    blinding: Abstracted[tuple[Blinded, ...]] = item(
        N_("Who was blinded"),
        "s2.blinding",
        help=N_("Several may be chosen; “double-blind” alone does not say who."),
        essential=True,
        column=True,
    )
    control_type: Abstracted[ControlType] = item(
        N_("Control"), "s2.control_type", essential=True
    )
    crossover: Abstracted[Crossover] = item(N_("Crossover"), "s2.crossover")
    washout: Abstracted[TimePoint] = item(
        N_("Washout"),
        "s2.washout",
        help=N_("Between the two treatments; IgG has a half-life of about 3 weeks."),
        example="4 weeks",
        asked_when=(When("crossover", _CROSSED),),
    )
    run_in: Abstracted[TimePoint] = item(
        N_("Run-in"), "s2.run_in", example="6 weeks", optional=True
    )
    n_sites: Abstracted[PositiveCount] = item(
        N_("Sites"), "s2.n_sites", unit=N_("sites"), example="36", optional=True
    )
    setting: Abstracted[tuple[Setting, ...]] = item(
        N_("Setting"), "s2.setting", optional=True
    )
    consecutive: Abstracted[YesNo] = item(
        N_("Consecutive patients"),
        "s2.consecutive",
        help=N_("Yes only if the paper says that all patients in turn were taken."),
        asked_when=(When("design_code", SERIES),),
    )
    follow_up: Abstracted[Stat] = item(
        N_("Follow-up"),
        "s2.follow_up",
        help=N_("How long patients were followed; a range or a single length will do."),
        unit=N_("months"),
        example="24 (6-60)",
        essential=True,
        column=True,
        evidence=True,
    )
    follow_up_anchor: Abstracted[Anchor] = item(
        N_("Follow-up counted"), "s2.follow_up.anchor", optional=True
    )
    sample_size_calc: Abstracted[YesNo] = item(
        N_("Sample size computed"),
        "s2.sample_size_calc",
        help=N_("The planned number stands in Population."),
        asked_when=(When("design_code", RANDOMISED),),
    )
    analysis: Abstracted[Analysis] = item(
        N_("Analysis principle"),
        "s2.analysis",
        asked_when=(When("design_code", RANDOMISED),),
    )
