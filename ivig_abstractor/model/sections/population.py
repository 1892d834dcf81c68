"""Section S3 of the form: who was studied."""

from typing import Annotated, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    RANDOMISED,
    AdultStatus,
    Autoantibody,
    Criteria,
    Drug,
    EularLabel,
    Indication,
    Instrument,
    Organ,
    PatientSet,
    Separable,
    StudyExclusion,
    Subtype,
    YesNo,
)
from ivig_abstractor.model.field import Row, Section, When, item, repeat
from ivig_abstractor.model.quantities import (
    Anchor,
    Bounds,
    Count,
    KofN,
    NonNegative,
    Number,
    PositiveNumber,
    Stat,
)

Age = Annotated[Number, Bounds(0, 110, rule="H-P07")]

_COUNTS = N_("Numbers")
_WHO = N_("Who they were")
_DISEASE = N_("Disease")
_BEFORE = N_("Before IVIG")
_ONCE = N_("In a crossover each patient counts once.")


class SubtypeRow(Row):
    """Patients of one subtype."""

    code: Abstracted[Subtype] = item(
        N_("Subtype"),
        "s3.subtype.code",
        help=N_("The name used by the authors, even if we would name it otherwise."),
        essential=True,
        by_reviewer=True,
    )
    patients: Abstracted[Count] = item(
        N_("Patients"),
        "s3.subtype.n",
        unit=N_("patients"),
        essential=True,
        evidence=True,
    )
    printed: Abstracted[str] = item(
        N_("As printed"), "s3.subtype.printed", optional=True
    )
    modern_relabel: Abstracted[Subtype] = item(
        N_("Would now be called"),
        "s3.modern_relabel",
        help=N_(
            "Many patients called polymyositis before 2004 would now be necrotising, "
            "antisynthetase or inclusion body myositis. Never replaces the subtype."
        ),
        optional=True,
    )


class AutoantibodyRow(Row):
    """Patients with one autoantibody."""

    antibody: Abstracted[Autoantibody] = item(
        N_("Autoantibody"),
        "s3.autoantibodies.code",
        essential=True,
        by_reviewer=True,
    )
    positive: Abstracted[KofN] = item(
        N_("Positive, of tested"),
        "s3.autoantibodies.positive",
        example="4/12",
        essential=True,
        evidence=True,
    )


class InvolvementRow(Row):
    """Patients with one organ involved at baseline."""

    organ: Abstracted[Organ] = item(
        N_("Organ"),
        "s3.involvement.organ",
        essential=True,
        by_reviewer=True,
    )
    patients: Abstracted[KofN] = item(
        N_("Involved"),
        "s3.involvement.patients",
        help=N_("One patient may count in several organs."),
        example="12/35",
        essential=True,
        evidence=True,
    )


class PriorTreatmentRow(Row):
    """Patients who had one drug before IVIG."""

    drug: Abstracted[Drug] = item(
        N_("Drug"),
        "s3.prior_treatments.drug",
        essential=True,
        by_reviewer=True,
    )
    printed: Abstracted[str] = item(
        N_("As printed"),
        "s3.prior_treatments.printed",
        example="chlorambucil",
        optional=True,
    )
    patients: Abstracted[Count] = item(
        N_("Patients"),
        "s3.prior_treatments.n",
        unit=N_("patients"),
        essential=True,
        evidence=True,
    )
    atc: Abstracted[str] = item(
        N_("ATC code"), "s3.prior_treatments.atc", example="L04AX03", optional=True
    )


class BaselineRow(Row):
    """One measure of severity before IVIG."""

    measure: Abstracted[Instrument] = item(
        N_("Measure"),
        "s3.baseline.measure",
        help=N_("Muscle test, CK, HAQ, physician global or FVC."),
        essential=True,
        by_reviewer=True,
    )
    value: Abstracted[Stat] = item(
        N_("At baseline"),
        "s3.baseline.value",
        example="74.5 ± 12",
        essential=True,
        evidence=True,
    )
    unit: Abstracted[str] = item(
        N_("Unit"), "s3.baseline.unit", example="U/L", optional=True
    )


class Population(Section):
    """Population

    Who was studied. Say first whom the numbers describe: papers often describe the
    analysed patients and not the treated ones.
    """

    form_id: ClassVar[str] = "S3"

    n_screened: Abstracted[Count] = item(
        N_("Screened"),
        "s3.n_screened",
        unit=N_("patients"),
        optional=True,
        group=_COUNTS,
    )
    n_planned: Abstracted[Count] = item(
        N_("Planned"),
        "s3.n_planned",
        help=N_("The number of the sample size or the protocol."),
        unit=N_("patients"),
        optional=True,
        group=_COUNTS,
    )
    n_enrolled: Abstracted[Count] = item(
        N_("Enrolled"),
        "s3.n_enrolled",
        help=N_(
            "All arms together, each patient once. Numbers per arm stand with the arms."
        ),
        unit=N_("patients"),
        example="35",
        essential=True,
        column=True,
        evidence=True,
        group=_COUNTS,
    )
    n_randomised: Abstracted[Count] = item(
        N_("Randomised"),
        "s3.n_randomised",
        help=_ONCE,
        unit=N_("patients"),
        evidence=True,
        asked_when=(When("design.design_code", RANDOMISED),),
        group=_COUNTS,
    )
    n_treated: Abstracted[Count] = item(
        N_("Treated"),
        "s3.n_treated",
        help=_ONCE,
        unit=N_("patients"),
        essential=True,
        evidence=True,
        group=_COUNTS,
    )
    n_completed: Abstracted[Count] = item(
        N_("Completed"),
        "s3.n_completed",
        help=_ONCE,
        unit=N_("patients"),
        optional=True,
        evidence=True,
        group=_COUNTS,
    )
    n_analysed: Abstracted[Count] = item(
        N_("Analysed"),
        "s3.n_analysed",
        help=N_("The number behind the main outcome; not above the treated."),
        unit=N_("patients"),
        essential=True,
        evidence=True,
        group=_COUNTS,
    )
    n_eligible_subset: Abstracted[Count] = item(
        N_("Adults with PM or DM"),
        "s3.n_eligible_subset",
        help=N_("In a mixed cohort: the part that this review is about."),
        unit=N_("patients"),
        example="8",
        optional=True,
        group=_COUNTS,
    )
    subset_separable: Abstracted[Separable] = item(
        N_("Results given for that part"),
        "s3.subset_separable",
        asked_when=(When("n_eligible_subset"),),
        group=_COUNTS,
    )
    described_set: Abstracted[PatientSet] = item(
        N_("Which patients are described"),
        "s3.described_set",
        help=N_(
            "Age, sex and subtypes may be given for fewer patients than were treated,"
            " such as those analysed only."
        ),
        group=_WHO,
        by_reviewer=True,
    )
    described_n: Abstracted[Count] = item(
        N_("Patients described"),
        "s3.described_n",
        help=N_("Only if it is not the number of that set above."),
        unit=N_("patients"),
        optional=True,
        group=_WHO,
    )
    n_female: Abstracted[Count] = item(
        N_("Women"),
        "s3.n_female",
        unit=N_("patients"),
        essential=True,
        column=True,
        evidence=True,
        group=_WHO,
    )
    n_male: Abstracted[Count] = item(
        N_("Men"),
        "s3.n_male",
        unit=N_("patients"),
        essential=True,
        evidence=True,
        group=_WHO,
    )
    n_unknown: Abstracted[Count] = item(
        N_("Sex unknown"),
        "s3.n_unknown",
        unit=N_("patients"),
        optional=True,
        group=_WHO,
    )
    sex: Abstracted[str] = item(
        N_("Sex as printed"),
        "s3.sex",
        help=N_("The ratio in the paper's words; it may have been reduced."),
        example="F:M 2:1",
        optional=True,
        group=_WHO,
    )
    age: Abstracted[Stat] = item(
        N_("Age"),
        "s3.age",
        help=N_("At baseline. A bare ± stays of unknown kind."),
        unit=N_("years"),
        example="43.5 ± 16.8",
        essential=True,
        column=True,
        evidence=True,
        plausible=(30, 70),
        group=_WHO,
    )
    age_min: Abstracted[Age] = item(
        N_("Youngest"),
        "s3.age_min",
        unit=N_("years"),
        column=True,
        evidence=True,
        optional=True,
        group=_WHO,
    )
    age_max: Abstracted[Age] = item(
        N_("Oldest"),
        "s3.age_max",
        unit=N_("years"),
        column=True,
        evidence=True,
        optional=True,
        group=_WHO,
    )
    adult_status: Abstracted[AdultStatus] = item(
        N_("Adults"),
        "s3.adult_status",
        help=N_("All adult needs a youngest age of 18 or more."),
        essential=True,
        group=_WHO,
    )
    ethnicity: Abstracted[str] = item(
        N_("Ethnicity"),
        "s3.ethnicity",
        help=N_("As reported."),
        optional=True,
        group=_WHO,
    )
    subtypes: list[SubtypeRow] = repeat(
        N_("Subtypes"), N_("subtype"), none=N_("No subtype was entered.")
    )
    subtype_exclusive: Abstracted[YesNo] = item(
        N_("Each patient in one subtype"),
        "s3.subtype",
        help=N_("Yes lets the program add the subtypes up."),
        optional=True,
        group=_DISEASE,
    )
    subtype_complete: Abstracted[YesNo] = item(
        N_("All subtypes listed"),
        "s3.subtype_complete",
        help=N_("Yes if the subtypes together are all patients described."),
        optional=True,
        group=_DISEASE,
    )
    disease_duration: Abstracted[Stat] = item(
        N_("Duration of disease"),
        "s3.disease_duration",
        help=N_("From onset or diagnosis to IVIG, in months."),
        unit=N_("months"),
        example="9.6 ± 10.2",
        essential=True,
        evidence=True,
        group=_DISEASE,
    )
    disease_duration_anchor: Abstracted[Anchor] = item(
        N_("Duration counted"),
        "s3.disease_duration.anchor",
        help=N_("From onset or from diagnosis."),
        asked_when=(When("disease_duration"),),
        group=_DISEASE,
    )
    criteria: Abstracted[tuple[Criteria, ...]] = item(
        N_("Classification criteria"),
        "s3.criteria",
        essential=True,
        column=True,
        evidence=True,
        group=_DISEASE,
    )
    criteria_definite: Abstracted[Count] = item(
        N_("Definite"),
        "s3.criteria.definite",
        unit=N_("patients"),
        optional=True,
        group=_DISEASE,
    )
    criteria_probable: Abstracted[Count] = item(
        N_("Probable"),
        "s3.criteria.probable",
        unit=N_("patients"),
        optional=True,
        group=_DISEASE,
    )
    criteria_possible: Abstracted[Count] = item(
        N_("Possible"),
        "s3.criteria.possible",
        unit=N_("patients"),
        optional=True,
        group=_DISEASE,
    )
    eular_score: Abstracted[Number] = item(
        N_("EULAR/ACR score"),
        "s3.criteria.eular_score",
        help=N_("The lowest score a patient had to reach, or the patient's own."),
        optional=True,
        asked_when=(When("criteria", (Criteria.EULARACR2017.value,)),),
        group=_DISEASE,
    )
    eular_biopsy: Abstracted[YesNo] = item(
        N_("EULAR/ACR score with biopsy"),
        "s3.criteria.eular_biopsy",
        optional=True,
        asked_when=(When("criteria", (Criteria.EULARACR2017.value,)),),
        group=_DISEASE,
    )
    eular_label: Abstracted[EularLabel] = item(
        N_("EULAR/ACR certainty"),
        "s3.criteria.eular_label",
        help=N_("Without biopsy 5.5 is probable and 7.5 definite; with, 6.7 and 8.7."),
        optional=True,
        asked_when=(When("criteria", (Criteria.EULARACR2017.value,)),),
        group=_DISEASE,
    )
    biopsy_proven: Abstracted[KofN] = item(
        N_("Biopsy compatible"),
        "s3.biopsy_proven",
        example="15/15",
        optional=True,
        evidence=True,
        group=_DISEASE,
    )
    autoantibodies: list[AutoantibodyRow] = repeat(
        N_("Autoantibodies"), N_("autoantibody")
    )
    involvement: list[InvolvementRow] = repeat(
        N_("Organs involved at baseline"), N_("organ")
    )
    cancer_associated: Abstracted[KofN] = item(
        N_("Cancer-associated"),
        "s3.cancer_associated",
        example="4/73",
        optional=True,
        evidence=True,
        group=_DISEASE,
    )
    cancer_definition: Abstracted[str] = item(
        N_("Cancer-associated means"),
        "s3.cancer_associated.definition",
        example="myositis within 2 years of cancer",
        optional=True,
        group=_DISEASE,
    )
    indication_code: Abstracted[tuple[Indication, ...]] = item(
        N_("Why IVIG"),
        "s3.indication_code",
        essential=True,
        column=True,
        evidence=True,
        group=_BEFORE,
    )
    refractory_definition: Abstracted[str] = item(
        N_("Refractory means"),
        "s3.refractory_definition",
        help=N_("In the paper's words: drug, dose, how long, and what failed."),
        example="no response to azathioprine 2 mg/kg/day over 3 months",
        multiline=True,
        asked_when=(When("indication_code", (Indication.REFRACTORY.value,)),),
        group=_BEFORE,
    )
    refractory_drug: Abstracted[Drug] = item(
        N_("Drug that failed"),
        "s3.refractory_definition.drug",
        optional=True,
        asked_when=(When("indication_code", (Indication.REFRACTORY.value,)),),
        group=_BEFORE,
    )
    refractory_dose: Abstracted[PositiveNumber] = item(
        N_("At a dose of"),
        "s3.refractory_definition.dose",
        unit=N_("mg/day"),
        optional=True,
        asked_when=(When("indication_code", (Indication.REFRACTORY.value,)),),
        group=_BEFORE,
    )
    refractory_weeks: Abstracted[NonNegative] = item(
        N_("For at least"),
        "s3.refractory_definition.weeks",
        unit=N_("weeks"),
        optional=True,
        asked_when=(When("indication_code", (Indication.REFRACTORY.value,)),),
        group=_BEFORE,
    )
    refractory_outcome: Abstracted[str] = item(
        N_("What did not improve"),
        "s3.refractory_definition.outcome",
        example="strength",
        optional=True,
        asked_when=(When("indication_code", (Indication.REFRACTORY.value,)),),
        group=_BEFORE,
    )
    prior_treatments: list[PriorTreatmentRow] = repeat(
        N_("Treated before with"), N_("treatment")
    )
    baseline: list[BaselineRow] = repeat(
        N_("Severity at baseline"),
        N_("measure"),
        help=N_("Measures of all patients before IVIG, not of an outcome row."),
        none=N_("No severity at baseline was entered."),
    )
    exclusions: Abstracted[tuple[StudyExclusion, ...]] = item(
        N_("Patients not taken"), "s3.exclusions", optional=True, group=_BEFORE
    )
    exclusions_text: Abstracted[str] = item(
        N_("Other exclusions"), "s3.exclusions.text", optional=True, group=_BEFORE
    )
