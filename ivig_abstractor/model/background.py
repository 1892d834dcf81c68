"""Background facts the program uses: scales, products, terms, factors, standard codes.

Every fact carries the tag of the paper form: R with a number was seen on the public
page the form lists under it; B is background knowledge of the methodologist, to be
checked against the source before it is relied on; J is a judgement of the form. To
correct a fact, change its line here: nothing else repeats it. None of these values ever
replaces what a paper prints.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.model.codes import (
    Better,
    BiasTool,
    DesignCode,
    Glucocorticoid,
    Instrument,
    InterestGroup,
    OrganClass,
    OutcomeCode,
    Product,
    Route,
    Subtype,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of an instrument (none: not fixed), its good end and usual unit."""

    low: Decimal | None
    high: Decimal | None
    better: Better
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """Protein concentrations (per cent) and routes of a product; none: not known."""

    product: Product
    concentrations: tuple[Decimal, ...]
    routes: tuple[Route, ...]
    source: str
    sucrose: bool = False
    other_names: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class AdverseTerm:
    """A MedDRA preferred term with its organ class and the review's group.

    The codes of MedDRA are licensed, so only the words of a term are kept.
    """

    term: str
    organ_class: OrganClass
    group: InterestGroup
    source: str


@dataclass(frozen=True, slots=True)
class StandardCode:
    """A code of a public code system for one of our own codes."""

    system: str
    code: str
    source: str = "B"


SCALES: Mapping[Instrument, Scale] = MappingProxyType(
    {
        Instrument.MMT8_U80: Scale(
            Decimal("0"), Decimal("80"), Better.HIGHER, "points", "R3"
        ),
        Instrument.MMT8_B150: Scale(
            Decimal("0"), Decimal("150"), Better.HIGHER, "points", "B"
        ),
        Instrument.MMT24_260: Scale(
            Decimal("0"), Decimal("260"), Better.HIGHER, "points", "R3"
        ),
        Instrument.MRC_SUM_60: Scale(
            Decimal("0"), Decimal("60"), Better.HIGHER, "points", "B"
        ),
        Instrument.MRC_MEAN_5: Scale(
            Decimal("0"), Decimal("5"), Better.HIGHER, "points", "B"
        ),
        Instrument.MRC_EXP_10: Scale(
            Decimal("0"), Decimal("10"), Better.HIGHER, "points", "B"
        ),
        Instrument.MMT_STUDY: Scale(None, None, Better.HIGHER, "points", "J"),
        Instrument.DYNAMOMETRY: Scale(None, None, Better.HIGHER, "N", "B"),
        Instrument.FI: Scale(Decimal("0"), Decimal("64"), Better.HIGHER, "points", "B"),
        Instrument.FI2: Scale(None, None, Better.HIGHER, "points", "B"),
        Instrument.QMT: Scale(None, None, Better.HIGHER, "", "B"),
        Instrument.HAQ_DI: Scale(
            Decimal("0"), Decimal("3"), Better.LOWER, "points", "B"
        ),
        Instrument.ADL_STUDY: Scale(None, None, Better.HIGHER, "points", "J"),
        Instrument.MRS: Scale(Decimal("0"), Decimal("6"), Better.LOWER, "points", "B"),
        Instrument.CMAS: Scale(
            Decimal("0"), Decimal("52"), Better.HIGHER, "points", "B"
        ),
        Instrument.WALK_6MIN: Scale(None, None, Better.HIGHER, "m", "B"),
        Instrument.TUG: Scale(None, None, Better.LOWER, "s", "B"),
        Instrument.VAS_10CM: Scale(
            Decimal("0"), Decimal("10"), Better.LOWER, "cm", "R2"
        ),
        Instrument.VAS_100MM: Scale(
            Decimal("0"), Decimal("100"), Better.LOWER, "mm", "R2"
        ),
        Instrument.LIKERT_4: Scale(
            Decimal("0"), Decimal("4"), Better.LOWER, "points", "R2"
        ),
        Instrument.MDAAT: Scale(Decimal("0"), Decimal("10"), Better.LOWER, "cm", "B"),
        Instrument.MYOACT: Scale(Decimal("0"), Decimal("10"), Better.LOWER, "cm", "B"),
        Instrument.CK: Scale(None, None, Better.LOWER, "U/L", "B"),
        Instrument.LDH: Scale(None, None, Better.LOWER, "U/L", "B"),
        Instrument.ALDOLASE: Scale(None, None, Better.LOWER, "U/L", "B"),
        Instrument.AST: Scale(None, None, Better.LOWER, "U/L", "B"),
        Instrument.ALT: Scale(None, None, Better.LOWER, "U/L", "B"),
        Instrument.TIS: Scale(
            Decimal("0"), Decimal("100"), Better.HIGHER, "points", "R2a"
        ),
        Instrument.CDASI_A: Scale(
            Decimal("0"), Decimal("100"), Better.LOWER, "points", "B"
        ),
        Instrument.CDASI_D: Scale(
            Decimal("0"), Decimal("32"), Better.LOWER, "points", "B"
        ),
        Instrument.DSSI: Scale(None, None, Better.LOWER, "points", "B"),
        Instrument.CAT: Scale(None, None, Better.LOWER, "points", "B"),
        Instrument.FVC_PCT: Scale(
            Decimal("0"), Decimal("250"), Better.HIGHER, "% predicted", "J"
        ),
        Instrument.FVC_L: Scale(None, None, Better.HIGHER, "L", "B"),
        Instrument.DLCO_PCT: Scale(
            Decimal("0"), Decimal("250"), Better.HIGHER, "% predicted", "J"
        ),
        Instrument.TLC_PCT: Scale(None, None, Better.HIGHER, "% predicted", "B"),
        Instrument.FEV1: Scale(None, None, Better.HIGHER, "L", "B"),
        Instrument.PAO2: Scale(None, None, Better.HIGHER, "mmHg", "B"),
        Instrument.AA_GRADIENT: Scale(None, None, Better.LOWER, "mmHg", "B"),
        Instrument.HRCT: Scale(None, None, Better.LOWER, "points", "B"),
        Instrument.FERRITIN: Scale(None, None, Better.LOWER, "ug/L", "B"),
        Instrument.GC_DOSE: Scale(None, None, Better.LOWER, "mg/day", "J"),
        Instrument.SF36: Scale(
            Decimal("0"), Decimal("100"), Better.HIGHER, "points", "B"
        ),
        Instrument.DLQI: Scale(
            Decimal("0"), Decimal("30"), Better.LOWER, "points", "B"
        ),
        Instrument.FSS: Scale(None, None, Better.LOWER, "points", "B"),
        Instrument.HOSPITAL_DAYS: Scale(None, None, Better.LOWER, "days", "J"),
    }
)
"""Ranges of the instruments (form, section 7)."""

INSTRUMENTS_OF: Mapping[OutcomeCode, tuple[Instrument, ...]] = MappingProxyType(
    {
        OutcomeCode.STRENGTH: (
            Instrument.MMT8_U80,
            Instrument.MMT8_B150,
            Instrument.MMT24_260,
            Instrument.MRC_SUM_60,
            Instrument.MRC_MEAN_5,
            Instrument.MRC_EXP_10,
            Instrument.MMT_STUDY,
            Instrument.DYNAMOMETRY,
            Instrument.FI,
            Instrument.FI2,
            Instrument.QMT,
        ),
        OutcomeCode.FUNCTION: (
            Instrument.HAQ_DI,
            Instrument.ADL_STUDY,
            Instrument.MRS,
            Instrument.CMAS,
            Instrument.WALK_6MIN,
            Instrument.TUG,
        ),
        OutcomeCode.PHGA: (
            Instrument.VAS_10CM,
            Instrument.VAS_100MM,
            Instrument.LIKERT_4,
        ),
        OutcomeCode.PTGA: (
            Instrument.VAS_10CM,
            Instrument.VAS_100MM,
            Instrument.LIKERT_4,
        ),
        OutcomeCode.EXTRAMUSC: (Instrument.MDAAT, Instrument.MYOACT),
        OutcomeCode.ENZYMES: (
            Instrument.CK,
            Instrument.LDH,
            Instrument.ALDOLASE,
            Instrument.AST,
            Instrument.ALT,
        ),
        OutcomeCode.IMACS_DOI: (Instrument.IMACS_DOI,),
        OutcomeCode.TIS: (Instrument.TIS,),
        OutcomeCode.SKIN: (
            Instrument.CDASI_A,
            Instrument.CDASI_D,
            Instrument.DSSI,
            Instrument.CAT,
            Instrument.VAS_10CM,
            Instrument.SKIN_WORDS,
        ),
        OutcomeCode.LUNG: (
            Instrument.FVC_PCT,
            Instrument.FVC_L,
            Instrument.DLCO_PCT,
            Instrument.TLC_PCT,
            Instrument.FEV1,
            Instrument.PAO2,
            Instrument.AA_GRADIENT,
            Instrument.HRCT,
            Instrument.FERRITIN,
            Instrument.OXYGEN,
        ),
        OutcomeCode.OESOPHAGUS: (
            Instrument.DYSPHAGIA,
            Instrument.VAS_10CM,
            Instrument.MDADI,
            Instrument.FEES,
            Instrument.VFSS,
            Instrument.MANOMETRY,
            Instrument.TUBE_FEEDING,
            Instrument.ASPIRATION,
            Instrument.MYOTOMY,
        ),
        OutcomeCode.STEROID_SPARING: (Instrument.GC_DOSE,),
        OutcomeCode.RESPONSE: (Instrument.PHYSICIAN,),
        OutcomeCode.QOL: (
            Instrument.SF36,
            Instrument.EQ5D,
            Instrument.DLQI,
            Instrument.FSS,
            Instrument.VAS_10CM,
        ),
        OutcomeCode.HISTOLOGY: (Instrument.BIOPSY,),
        OutcomeCode.IMAGING: (Instrument.MRI_STIR,),
        OutcomeCode.RESOURCE: (Instrument.COST, Instrument.HOSPITAL_DAYS),
    }
)
"""Instruments usual for an outcome, offered first; others are allowed."""

_MMT = (
    Instrument.MMT8_U80,
    Instrument.MMT8_B150,
    Instrument.MMT24_260,
    Instrument.MMT_STUDY,
)
_MRC = (Instrument.MRC_SUM_60, Instrument.MRC_MEAN_5, Instrument.MRC_EXP_10)

ALSO_CALLED: Mapping[str, tuple[Instrument, ...]] = MappingProxyType(
    {
        "MMT": _MMT,
        "manual muscle test": _MMT,
        "manual muscle testing": _MMT,
        "MRC": _MRC,
        "MRC score": _MRC,
        "HAQ": (Instrument.HAQ_DI,),
        "6MWT": (Instrument.WALK_6MIN,),
        "6-minute walk test": (Instrument.WALK_6MIN,),
        "CPK": (Instrument.CK,),
        "creatine kinase": (Instrument.CK,),
        "serum CK": (Instrument.CK,),
        "lactate dehydrogenase": (Instrument.LDH,),
        "GOT": (Instrument.AST,),
        "GPT": (Instrument.ALT,),
        "CDASI": (Instrument.CDASI_A, Instrument.CDASI_D),
        "forced vital capacity": (Instrument.FVC_PCT, Instrument.FVC_L),
        "TLCO": (Instrument.DLCO_PCT,),
        "MRI": (Instrument.MRI_STIR,),
        "SF-36": (Instrument.SF36,),
    }
)
"""What papers call an instrument beside its own name; several are not told apart."""

PRODUCTS: tuple[ProductFacts, ...] = (
    ProductFacts(
        Product.FLEBOGAMMA_DIF, (Decimal("5"), Decimal("10")), (Route.IV,), "R9"
    ),
    ProductFacts(
        Product.GAMMAGARD_SD,
        (Decimal("5"), Decimal("10")),
        (Route.IV,),
        "R9",
        note="powder; strength after reconstitution",
    ),
    ProductFacts(
        Product.GAMMAGARD_LIQUID, (Decimal("10"),), (Route.IV, Route.SC), "R9"
    ),
    ProductFacts(Product.GAMMAKED, (Decimal("10"),), (Route.IV, Route.SC), "R9"),
    ProductFacts(Product.GAMMAPLEX, (Decimal("5"), Decimal("10")), (Route.IV,), "R9"),
    ProductFacts(Product.GAMUNEX_C, (Decimal("10"),), (Route.IV, Route.SC), "R9"),
    ProductFacts(Product.OCTAGAM, (Decimal("5"), Decimal("10")), (Route.IV,), "R9"),
    ProductFacts(Product.PRIVIGEN, (Decimal("10"),), (Route.IV,), "R9"),
    ProductFacts(Product.BIVIGAM, (Decimal("10"),), (Route.IV,), "R9"),
    ProductFacts(
        Product.CARIMUNE_NF,
        (Decimal("3"), Decimal("6"), Decimal("9"), Decimal("12")),
        (Route.IV,),
        "R9",
        sucrose=True,
        note="powder, 3-12%; discontinued 2018",
    ),
    ProductFacts(Product.ASCENIV, (Decimal("10"),), (Route.IV,), "R9"),
    ProductFacts(Product.IG_VENA, (Decimal("5"),), (Route.IV,), "R9"),
    ProductFacts(Product.TEGELINE, (Decimal("5"),), (Route.IV,), "B"),
    ProductFacts(
        Product.VENOGLOBULIN_IH,
        (Decimal("5"),),
        (Route.IV,),
        "R9",
        other_names=("GB-0998", "polyethylene glycol-treated human IgG"),
    ),
    ProductFacts(Product.YIMMUGO, (Decimal("10"),), (Route.IV,), "B"),
    ProductFacts(Product.PANZYGA, (Decimal("10"),), (Route.IV,), "B"),
    ProductFacts(Product.KIOVIG, (Decimal("10"),), (Route.IV,), "B"),
    ProductFacts(Product.INTRATECT, (Decimal("5"), Decimal("10")), (Route.IV,), "B"),
    ProductFacts(Product.IQYMUNE, (Decimal("10"),), (Route.IV,), "B"),
    ProductFacts(Product.GAMMAGARD_ERC, (), (Route.IV,), "B"),
    ProductFacts(Product.SANDOGLOBULIN, (), (Route.IV,), "B"),
    ProductFacts(Product.ENDOBULIN, (), (Route.IV,), "B"),
    ProductFacts(Product.GAMMAR_P, (), (Route.IV,), "B"),
    ProductFacts(Product.POLYGAM, (), (Route.IV,), "B"),
    ProductFacts(Product.ALPHAGLOBIN, (), (Route.IV,), "B"),
    ProductFacts(Product.CHINESE_PH4, (), (Route.IV,), "B"),
    ProductFacts(Product.HIZENTRA, (Decimal("20"),), (Route.SC,), "R9"),
    ProductFacts(Product.CUVITRU, (Decimal("20"),), (Route.SC,), "R9"),
    ProductFacts(Product.HYQVIA, (Decimal("10"),), (Route.FSC,), "R9"),
    ProductFacts(Product.VIVAGLOBIN, (Decimal("16"),), (Route.SC,), "B"),
    ProductFacts(Product.XEMBIFY, (), (Route.SC,), "B"),
    ProductFacts(Product.CUTAQUIG, (), (Route.SC,), "B"),
)
"""Products (form, section 4.3)."""

IVIG_NAMES = (
    "IVIG",
    "IVIg",
    "IGIV",
    "IVGG",
    "IgIV",
    "immune globulin",
    "gammaglobulin",
    "gamma globulin",
    "丙种球蛋白",
    "免疫球蛋白",
)
"""What papers call intravenous immunoglobulin."""

ADVERSE_TERMS: tuple[AdverseTerm, ...] = (
    AdverseTerm("Headache", OrganClass.NERVOUS, InterestGroup.HEADACHE, "R20"),
    AdverseTerm("Migraine", OrganClass.NERVOUS, InterestGroup.HEADACHE, "B"),
    AdverseTerm(
        "Meningitis aseptic",
        OrganClass.INFECTIONS,
        InterestGroup.ASEPTIC_MENINGITIS,
        "B",
    ),
    AdverseTerm("Dizziness", OrganClass.NERVOUS, InterestGroup.NEURO, "B"),
    AdverseTerm("Somnolence", OrganClass.NERVOUS, InterestGroup.NEURO, "B"),
    AdverseTerm("Loss of consciousness", OrganClass.NERVOUS, InterestGroup.NEURO, "B"),
    AdverseTerm("Hypoaesthesia", OrganClass.NERVOUS, InterestGroup.NEURO, "B"),
    AdverseTerm(
        "Posterior reversible encephalopathy syndrome",
        OrganClass.NERVOUS,
        InterestGroup.NEURO,
        "B",
    ),
    AdverseTerm(
        "Cerebrovascular accident",
        OrganClass.NERVOUS,
        InterestGroup.THROMBOEMBOLIC,
        "B",
    ),
    AdverseTerm(
        "Cerebral infarction", OrganClass.NERVOUS, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm(
        "Transient ischaemic attack",
        OrganClass.NERVOUS,
        InterestGroup.THROMBOEMBOLIC,
        "B",
    ),
    AdverseTerm(
        "Deep vein thrombosis", OrganClass.VASCULAR, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm("Thrombosis", OrganClass.VASCULAR, InterestGroup.THROMBOEMBOLIC, "B"),
    AdverseTerm(
        "Venous thrombosis limb", OrganClass.VASCULAR, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm(
        "Thrombophlebitis", OrganClass.VASCULAR, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm(
        "Pulmonary embolism", OrganClass.RESPIRATORY, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm(
        "Myocardial infarction", OrganClass.CARDIAC, InterestGroup.THROMBOEMBOLIC, "B"
    ),
    AdverseTerm(
        "Acute myocardial infarction",
        OrganClass.CARDIAC,
        InterestGroup.THROMBOEMBOLIC,
        "B",
    ),
    AdverseTerm("Hypertension", OrganClass.VASCULAR, InterestGroup.INFUSION, "R20"),
    AdverseTerm(
        "Blood pressure increased",
        OrganClass.INVESTIGATIONS,
        InterestGroup.INFUSION,
        "B",
    ),
    AdverseTerm("Hypotension", OrganClass.VASCULAR, InterestGroup.INFUSION, "R20"),
    AdverseTerm("Flushing", OrganClass.VASCULAR, InterestGroup.INFUSION, "B"),
    AdverseTerm("Tachycardia", OrganClass.CARDIAC, InterestGroup.CARDIAC, "B"),
    AdverseTerm(
        "Heart rate increased", OrganClass.INVESTIGATIONS, InterestGroup.CARDIAC, "B"
    ),
    AdverseTerm("Palpitations", OrganClass.CARDIAC, InterestGroup.CARDIAC, "B"),
    AdverseTerm("Cardiac failure", OrganClass.CARDIAC, InterestGroup.CARDIAC, "B"),
    AdverseTerm(
        "Transfusion-associated circulatory overload",
        OrganClass.INJURY,
        InterestGroup.CARDIAC,
        "B",
    ),
    AdverseTerm("Pyrexia", OrganClass.GENERAL, InterestGroup.INFUSION, "R20"),
    AdverseTerm("Chills", OrganClass.GENERAL, InterestGroup.INFUSION, "B"),
    AdverseTerm("Fatigue", OrganClass.GENERAL, InterestGroup.INFUSION, "B"),
    AdverseTerm("Asthenia", OrganClass.GENERAL, InterestGroup.INFUSION, "R20"),
    AdverseTerm("Malaise", OrganClass.GENERAL, InterestGroup.INFUSION, "R20"),
    AdverseTerm(
        "Influenza like illness", OrganClass.GENERAL, InterestGroup.INFUSION, "B"
    ),
    AdverseTerm("Chest pain", OrganClass.GENERAL, InterestGroup.INFUSION, "R20"),
    AdverseTerm("Oedema peripheral", OrganClass.GENERAL, InterestGroup.INFUSION, "B"),
    AdverseTerm(
        "Infusion site reaction", OrganClass.GENERAL, InterestGroup.INFUSION, "B"
    ),
    AdverseTerm(
        "Infusion related reaction", OrganClass.INJURY, InterestGroup.INFUSION, "B"
    ),
    AdverseTerm("Nausea", OrganClass.GASTROINTESTINAL, InterestGroup.GI, "R20"),
    AdverseTerm("Vomiting", OrganClass.GASTROINTESTINAL, InterestGroup.GI, "R20"),
    AdverseTerm("Diarrhoea", OrganClass.GASTROINTESTINAL, InterestGroup.GI, "B"),
    AdverseTerm("Abdominal pain", OrganClass.GASTROINTESTINAL, InterestGroup.GI, "B"),
    AdverseTerm("Arthralgia", OrganClass.MUSCULOSKELETAL, InterestGroup.MSK, "R20"),
    AdverseTerm("Myalgia", OrganClass.MUSCULOSKELETAL, InterestGroup.MSK, "R20"),
    AdverseTerm("Back pain", OrganClass.MUSCULOSKELETAL, InterestGroup.MSK, "R20"),
    AdverseTerm(
        "Musculoskeletal pain", OrganClass.MUSCULOSKELETAL, InterestGroup.MSK, "R20"
    ),
    AdverseTerm("Muscle spasms", OrganClass.MUSCULOSKELETAL, InterestGroup.MSK, "B"),
    AdverseTerm("Rash", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Urticaria", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Pruritus", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Eczema", OrganClass.SKIN, InterestGroup.SKIN, "R20"),
    AdverseTerm("Dyshidrotic eczema", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Rash erythematous", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Drug eruption", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm(
        "Cutaneous lupus erythematosus", OrganClass.SKIN, InterestGroup.SKIN, "B"
    ),
    AdverseTerm("Alopecia", OrganClass.SKIN, InterestGroup.SKIN, "B"),
    AdverseTerm("Hypersensitivity", OrganClass.IMMUNE, InterestGroup.ALLERGY, "B"),
    AdverseTerm("Anaphylactic reaction", OrganClass.IMMUNE, InterestGroup.ALLERGY, "B"),
    AdverseTerm("Anaphylactic shock", OrganClass.IMMUNE, InterestGroup.ALLERGY, "B"),
    AdverseTerm("Haemolysis", OrganClass.BLOOD, InterestGroup.HAEMOLYSIS, "B"),
    AdverseTerm("Haemolytic anaemia", OrganClass.BLOOD, InterestGroup.HAEMOLYSIS, "B"),
    AdverseTerm("Anaemia", OrganClass.BLOOD, InterestGroup.CYTOPENIA, "B"),
    AdverseTerm("Leukopenia", OrganClass.BLOOD, InterestGroup.CYTOPENIA, "B"),
    AdverseTerm("Neutropenia", OrganClass.BLOOD, InterestGroup.CYTOPENIA, "B"),
    AdverseTerm("Thrombocytopenia", OrganClass.BLOOD, InterestGroup.CYTOPENIA, "B"),
    AdverseTerm(
        "Haemolytic transfusion reaction",
        OrganClass.INJURY,
        InterestGroup.HAEMOLYSIS,
        "B",
    ),
    AdverseTerm(
        "Coombs direct test positive",
        OrganClass.INVESTIGATIONS,
        InterestGroup.HAEMOLYSIS,
        "B",
    ),
    AdverseTerm(
        "Haemoglobin decreased",
        OrganClass.INVESTIGATIONS,
        InterestGroup.HAEMOLYSIS,
        "B",
    ),
    AdverseTerm("Acute kidney injury", OrganClass.RENAL, InterestGroup.RENAL, "B"),
    AdverseTerm("Renal failure", OrganClass.RENAL, InterestGroup.RENAL, "B"),
    AdverseTerm("Renal impairment", OrganClass.RENAL, InterestGroup.RENAL, "B"),
    AdverseTerm("Proteinuria", OrganClass.RENAL, InterestGroup.RENAL, "B"),
    AdverseTerm(
        "Blood creatinine increased",
        OrganClass.INVESTIGATIONS,
        InterestGroup.RENAL,
        "B",
    ),
    AdverseTerm(
        "Blood urea increased", OrganClass.INVESTIGATIONS, InterestGroup.RENAL, "B"
    ),
    AdverseTerm(
        "Alanine aminotransferase increased",
        OrganClass.INVESTIGATIONS,
        InterestGroup.LIVER,
        "B",
    ),
    AdverseTerm("Dyspnoea", OrganClass.RESPIRATORY, InterestGroup.PULMONARY, "B"),
    AdverseTerm("Cough", OrganClass.RESPIRATORY, InterestGroup.PULMONARY, "B"),
    AdverseTerm("Bronchospasm", OrganClass.RESPIRATORY, InterestGroup.PULMONARY, "B"),
    AdverseTerm(
        "Transfusion-related acute lung injury",
        OrganClass.RESPIRATORY,
        InterestGroup.PULMONARY,
        "B",
    ),
    AdverseTerm(
        "Pulmonary oedema", OrganClass.RESPIRATORY, InterestGroup.PULMONARY, "B"
    ),
    AdverseTerm("Hyponatraemia", OrganClass.METABOLISM, InterestGroup.METABOLIC, "B"),
    AdverseTerm(
        "Hyperproteinaemia", OrganClass.METABOLISM, InterestGroup.METABOLIC, "B"
    ),
    AdverseTerm("Fluid overload", OrganClass.METABOLISM, InterestGroup.METABOLIC, "B"),
    AdverseTerm(
        "Hyperviscosity syndrome", OrganClass.BLOOD, InterestGroup.VISCOSITY, "B"
    ),
    AdverseTerm(
        "Viral infection transmitted",
        OrganClass.INFECTIONS,
        InterestGroup.INFECTION,
        "B",
    ),
    AdverseTerm("Pneumonia", OrganClass.INFECTIONS, InterestGroup.INFECTION, "B"),
    AdverseTerm(
        "Pneumonia aspiration", OrganClass.INFECTIONS, InterestGroup.INFECTION, "B"
    ),
    AdverseTerm("Sepsis", OrganClass.INFECTIONS, InterestGroup.INFECTION, "B"),
    AdverseTerm(
        "Malignant neoplasm progression",
        OrganClass.NEOPLASMS,
        InterestGroup.DISEASE_NOT_DRUG,
        "B",
    ),
)
"""Preferred terms that occur with immunoglobulin (form, section 8)."""

ADVERSE_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "fever": "Pyrexia",
        "shivering": "Chills",
        "toxicodermia": "Drug eruption",
        "bun rise": "Blood urea increased",
        "raised bun": "Blood urea increased",
        "stroke": "Cerebrovascular accident",
        "hemolysis": "Haemolysis",
    }
)
"""What papers print, in small letters, and the preferred term meant."""

PREDNISONE_FACTORS: Mapping[Glucocorticoid, Decimal] = MappingProxyType(
    {
        Glucocorticoid.PREDNISONE: Decimal(1),
        Glucocorticoid.PREDNISOLONE: Decimal(1),
        Glucocorticoid.METHYLPREDNISOLONE: Decimal("1.25"),
        Glucocorticoid.TRIAMCINOLONE: Decimal("1.25"),
        Glucocorticoid.HYDROCORTISONE: Decimal("0.25"),
        Glucocorticoid.CORTISONE: Decimal("0.2"),
        Glucocorticoid.DEXAMETHASONE: Decimal("6.67"),
        Glucocorticoid.BETAMETHASONE: Decimal("6.67"),
        Glucocorticoid.DEFLAZACORT: Decimal("0.83"),
    }
)
"""Printed milligrams times this are milligrams of prednisone [R12; deflazacort B]."""

BETAMETHASONE_FACTORS: Mapping[str, Decimal] = MappingProxyType(
    {
        "0.75": Decimal("6.67"),
        "0.6": Decimal("8.33"),
    }
)
"""Sources disagree whether 0.75 or 0.6 mg equal 5 mg of prednisone [R12]."""

TIS_THRESHOLDS_ADULT: Mapping[str, int] = MappingProxyType(
    {
        "minimal": 20,
        "moderate": 40,
        "major": 60,
    }
)
"""Total improvement score from which an adult has improved so much [R10a]."""

TIS_THRESHOLDS_JUVENILE: Mapping[str, int] = MappingProxyType(
    {
        "minimal": 30,
        "moderate": 45,
        "major": 70,
    }
)
"""The same for children [B]."""

TIS_MAXIMA: Mapping[str, Decimal] = MappingProxyType(
    {
        "physician global": Decimal(20),
        "patient global": Decimal(10),
        "MMT": Decimal("32.5"),
        "HAQ": Decimal(10),
        "enzyme": Decimal("7.5"),
        "extramuscular": Decimal(20),
    }
)
"""Most that each core measure adds to an adult's score; 100 in all [B]."""

CDASI_IMPORTANT_CHANGE = (Decimal(4), Decimal(5))
"""A change of CDASI activity that patients notice [R2b]."""

UKAT_IN_U = Decimal(60)
"""One ukat/L is so many U/L; IU/L and U/L are the same [B]."""

WEEKS_PER_MONTH = Decimal("30.4375") / 7
"""A mean month, for derived values only: monthly is not every 4 weeks [J]."""

EULAR_PROBABLE = (Decimal("5.5"), Decimal("6.7"))
"""EULAR/ACR score, without and with biopsy, from which myositis is probable [R5]."""

EULAR_DEFINITE = (Decimal("7.5"), Decimal("8.7"))
"""EULAR/ACR score, without and with biopsy, from which it is definite [R5]."""

EULAR_RULED_OUT = (Decimal("5.3"), Decimal("6.5"))
"""EULAR/ACR score, without and with biopsy, below which it is ruled out [R5]."""

IGG_HALF_LIFE_WEEKS = Decimal(3)
"""Half-life of IgG, against which a washout is judged [B]."""

LABEL_G_PER_KG = Decimal(2)
"""Course of the one label for adult dermatomyositis, every 4 weeks [R9a]."""

LABEL_DAYS = (2, 5)
"""Days of a course on that label [R9a]."""

LABEL_MAX_RATE = Decimal(4)
"""Highest rate on that label, mg/kg/min; 3.3 at renal or thrombotic risk [R9a]."""

TOOL_VERSIONS: Mapping[BiasTool, str] = MappingProxyType(
    {
        BiasTool.ROB2: "RoB2-2019",
        BiasTool.ROB2_CROSSOVER: "RoB2-2019",
        BiasTool.ROB2_CLUSTER: "RoB2-2019",
        BiasTool.ROBINS_I: "ROBINS-I-2016",
        BiasTool.NOS_COHORT: "NOS",
        BiasTool.NOS_CASE_CONTROL: "NOS",
        BiasTool.JBI_CASE_SERIES: "JBI-CS",
        BiasTool.JBI_QUASI: "JBI-QE",
        BiasTool.JBI_CASE_REPORT: "JBI-CR",
    }
)
"""The version a new assessment starts with [R13, R14, R15, R16; NOS and CR B]."""

SUBTYPE_CODES: Mapping[Subtype, tuple[StandardCode, ...]] = MappingProxyType(
    {
        Subtype.PM: (StandardCode("MeSH", "D017285"), StandardCode("ICD-10", "M33.2")),
        Subtype.DM: (StandardCode("MeSH", "D003882"), StandardCode("ICD-10", "M33.1")),
        Subtype.JDM: (StandardCode("MeSH", "D003882"), StandardCode("ICD-10", "M33.0")),
        Subtype.IBM: (StandardCode("MeSH", "D018979"),),
    }
)
"""Public codes of the kinds of myositis."""

MYOSITIS_CODES = (StandardCode("MeSH", "D009220"), StandardCode("ICD-10", "M33.9"))
"""Public codes of myositis without a kind."""

IVIG_CODES = (StandardCode("MeSH", "D016756"), StandardCode("ATC", "J06BA02", "R18"))
"""Public codes of intravenous immunoglobulin."""

SCIG_CODES = (StandardCode("ATC", "J06BA01"),)
"""Public codes of immunoglobulin by other routes."""

DESIGN_CODES: Mapping[DesignCode, tuple[StandardCode, ...]] = MappingProxyType(
    {
        DesignCode.RCT_PARALLEL: (StandardCode("MeSH", "D016449"),),
        DesignCode.RCT_CROSSOVER: (
            StandardCode("MeSH", "D016449"),
            StandardCode("MeSH", "D018592"),
        ),
        DesignCode.RCT_CLUSTER: (StandardCode("MeSH", "D016449"),),
        DesignCode.COHORT_PROSPECTIVE: (
            StandardCode("MeSH", "D015331"),
            StandardCode("MeSH", "D011446"),
        ),
        DesignCode.COHORT_RETROSPECTIVE: (
            StandardCode("MeSH", "D015331"),
            StandardCode("MeSH", "D012189"),
        ),
        DesignCode.COHORT_UNSPECIFIED: (StandardCode("MeSH", "D015331"),),
        DesignCode.CASE_CONTROL: (StandardCode("MeSH", "D016022"),),
        DesignCode.CASE_REPORT: (StandardCode("MeSH", "D002363"),),
    }
)
"""Public codes of the designs."""

DOUBLE_BLIND_CODE = StandardCode("MeSH", "D004311")
"""The public code of a double-blind design."""

UCUM: Mapping[str, str] = MappingProxyType(
    {
        "g/kg": "g/kg",
        "mg/kg": "mg/kg",
        "g/kg/day": "g/kg/d",
        "mL/kg": "mL/kg",
        "U/L": "U/L",
        "IU/L": "[IU]/L",
        "ukat/L": "ukat/L",
        "mg/day": "mg/d",
        "day": "d",
        "week": "wk",
        "month": "mo",
        "year": "a",
        "%": "%",
        "cm": "cm",
    }
)
"""Our spelling of a unit and its UCUM code [B]."""


def term_for(printed: str) -> AdverseTerm | None:
    """The preferred term for what a paper prints, if it is one of ours."""
    wanted = printed.strip().lower()
    wanted = ADVERSE_SYNONYMS.get(wanted, wanted).lower()
    return next((one for one in ADVERSE_TERMS if one.term.lower() == wanted), None)


def facts_of(product: Product) -> ProductFacts | None:
    """What is known of a product."""
    return next((one for one in PRODUCTS if one.product is product), None)
