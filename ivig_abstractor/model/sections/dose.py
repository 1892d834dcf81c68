"""Section S4 of the form: one phase of a regimen, as printed and per course."""

from decimal import Decimal
from typing import Annotated, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    DoseExpression,
    DoseUnit,
    PhaseLabel,
    PlannedOrGiven,
    Product,
    Route,
    WeightBasis,
    YesNo,
)
from ivig_abstractor.model.field import Section, When, item
from ivig_abstractor.model.quantities import (
    Bounds,
    Concentration,
    Number,
    PositiveNumber,
    Span,
)

PhaseNumber = Annotated[int, Bounds(1, 99, rule="H-D02")]
PerCourse = Annotated[Number, Bounds(Decimal("0.05"), 5, rule="H-D03")]
PerDay = Annotated[Number, Bounds(Decimal("0.02"), 3, rule="H-D04")]

_CARE = N_("How it was given")
_PRODUCT = N_("Product")


class Dose(Section):
    """Dose

    One phase of the regimen. Type the sentence as printed first; the numbers below
    are read from it.
    """

    form_id: ClassVar[str] = "S4"

    dose_text: Abstracted[str] = item(
        N_("As printed"),
        "s4.dose_text",
        help=N_("The paper's own words about the dose."),
        example="1 g/kg/day on 2 consecutive days per month",
        essential=True,
        column=True,
        evidence=True,
    )
    phase_no: Abstracted[PhaseNumber] = item(
        N_("Phase number"), "s4.phase_no", optional=True
    )
    phase_label: Abstracted[PhaseLabel] = item(
        N_("Kind of phase"),
        "s4.phase_label",
        help=N_("A loading and a maintenance dose are two phases."),
        essential=True,
        by_reviewer=True,
    )
    expression: Abstracted[DoseExpression] = item(
        N_("Dose expression"),
        "s4.expression",
        help=N_("To what the printed number refers."),
        essential=True,
    )
    value: Abstracted[PositiveNumber] = item(
        N_("Printed dose"),
        "s4.value",
        help=N_("The number as printed, even if it looks wrong."),
        example="0.4",
        essential=True,
        evidence=True,
    )
    unit: Abstracted[DoseUnit] = item(
        N_("Unit"),
        "s4.unit",
        help=N_("The unit as printed; 2 mg/kg stays 2 mg/kg."),
        essential=True,
    )
    days_per_course: Abstracted[Span] = item(
        N_("Days per course"),
        "s4.days_per_course",
        help=N_(
            "Infusion days in one course: a whole number from 1 to 14, or a range."
        ),
        unit=N_("days"),
        example="2-5",
        essential=True,
        evidence=True,
        plausible=(2, 5),
    )
    days_consecutive: Abstracted[YesNo] = item(
        N_("Consecutive days"), "s4.days_consecutive", essential=True
    )
    g_per_kg_per_day: Abstracted[PerDay] = item(
        N_("Per day"),
        "s4.g_per_kg_per_day",
        help=N_("Only if the paper prints it; otherwise it is derived from the dose."),
        unit="g/kg/day",
        optional=True,
        evidence=True,
        plausible=(0.02, 1.0),
    )
    g_per_kg_per_course: Abstracted[PerCourse] = item(
        N_("Per course"),
        "s4.g_per_kg_per_course",
        help=N_("Only if the paper prints it; otherwise it is derived from the dose."),
        unit="g/kg",
        optional=True,
        column=True,
        evidence=True,
        plausible=(0.4, 2.0),
    )
    planned_or_given: Abstracted[PlannedOrGiven] = item(
        N_("Planned or given"),
        "s4.planned_or_given",
        help=N_("Planned if the sentence is the protocol's, given if patients got it."),
        essential=True,
    )
    route: Abstracted[Route] = item(
        N_("Route"), "s4.route", essential=True, column=True
    )
    product: Abstracted[Product] = item(
        N_("Product"),
        "s4.product",
        essential=True,
        column=True,
        evidence=True,
        group=_PRODUCT,
    )
    product_name: Abstracted[str] = item(
        N_("Product as printed"),
        "s4.product.name",
        example="polyethylene glycol-treated human IgG",
        asked_when=(When("product", (Product.OTHER.value, Product.SEVERAL.value)),),
        group=_PRODUCT,
    )
    concentration: Abstracted[Concentration] = item(
        N_("Concentration"),
        "s4.concentration",
        help=N_("Grams of protein in 100 mL."),
        unit="%",
        example="10",
        essential=True,
        plausible=(3, 20),
        group=_PRODUCT,
    )
    stabiliser: Abstracted[str] = item(
        N_("Stabiliser"),
        "s4.stabiliser",
        help=N_("Sucrose matters for renal adverse effects."),
        example="sucrose",
        optional=True,
        group=_PRODUCT,
    )
    iga: Abstracted[str] = item(
        N_("IgA content"), "s4.iga", optional=True, group=_PRODUCT
    )
    batch: Abstracted[str] = item(
        N_("Batch"), "s4.batch", optional=True, group=_PRODUCT
    )
    weight_basis: Abstracted[WeightBasis] = item(
        N_("Body weight used"), "s4.weight_basis", essential=True, group=_CARE
    )
    weight: Abstracted[PositiveNumber] = item(
        N_("Body weight"),
        "s4.weight",
        help=N_("One patient's weight; needed to turn fixed grams into g/kg."),
        unit="kg",
        optional=True,
        asked_when=(
            When(
                "expression",
                (
                    DoseExpression.FIXED_GRAM_DAY.value,
                    DoseExpression.FIXED_GRAM_COURSE.value,
                ),
            ),
        ),
        plausible=(30, 200),
        group=_CARE,
    )
    max_dose_cap: Abstracted[PositiveNumber] = item(
        N_("Highest dose allowed"),
        "s4.max_dose_cap",
        unit="g",
        optional=True,
        group=_CARE,
    )
    max_rate: Abstracted[PositiveNumber] = item(
        N_("Highest rate"),
        "s4.max_rate",
        help=N_("Turn mL/kg/min into mg/kg/min with the concentration."),
        unit="mg/kg/min",
        example="4",
        optional=True,
        plausible=(0, 4),
        group=_CARE,
    )
    premedication: Abstracted[YesNo] = item(
        N_("Premedication"), "s4.premedication", essential=True, group=_CARE
    )
    premedication_text: Abstracted[str] = item(
        N_("Premedication, what"),
        "s4.premedication.text",
        example="after two reactions only",
        optional=True,
        asked_when=(When("premedication", (YesNo.YES.value,)),),
        group=_CARE,
    )
    hydration: Abstracted[YesNo] = item(
        N_("Hydration"), "s4.hydration", optional=True, group=_CARE
    )
    hydration_text: Abstracted[str] = item(
        N_("Hydration, what"),
        "s4.hydration.text",
        optional=True,
        asked_when=(When("hydration", (YesNo.YES.value,)),),
        group=_CARE,
    )
    thromboprophylaxis: Abstracted[YesNo] = item(
        N_("Thromboprophylaxis"),
        "s4.thromboprophylaxis",
        optional=True,
        group=_CARE,
    )
    thromboprophylaxis_text: Abstracted[str] = item(
        N_("Thromboprophylaxis, what"),
        "s4.thromboprophylaxis.text",
        optional=True,
        asked_when=(When("thromboprophylaxis", (YesNo.YES.value,)),),
        group=_CARE,
    )
