"""The codes of the paper form, with the words a reviewer reads for them.

A list of the form that ends in "NR" has no such member here: not reported is a stated
absence (`MissingCode.NR`), never a code, so that both cannot be said at once.
"""

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Choice


class YesNo(Choice):
    """Yes, no, or unclear in the paper."""

    YES = "YES", N_("yes")
    NO = "NO", N_("no")
    UNCLEAR = "UNCLEAR", N_("unclear")


class ReportType(Choice):
    """What kind of publication was read; only the first four may feed outcomes."""

    JOURNAL_ARTICLE = "JOURNAL_ARTICLE", N_("journal article")
    LETTER = "LETTER", N_("letter")
    CONF_ABSTRACT = "CONF_ABSTRACT", N_("conference abstract")
    THESIS = "THESIS", N_("thesis")
    REGISTRY = (
        "REGISTRY",
        N_("trial registry"),
        N_("May not feed outcome numbers."),
    )
    PROTOCOL = "PROTOCOL", N_("protocol"), N_("May not feed outcome numbers.")
    LABEL = "LABEL", N_("product label"), N_("May not feed outcome numbers.")
    NEWS_SUMMARY = (
        "NEWS_SUMMARY",
        N_("news or summary"),
        N_("May not feed outcome numbers."),
    )


OUTCOME_REPORT_TYPES = (
    ReportType.JOURNAL_ARTICLE,
    ReportType.LETTER,
    ReportType.CONF_ABSTRACT,
    ReportType.THESIS,
)
"""The kinds of publication that may feed outcome numbers."""


class SourceScope(Choice):
    """How much of the paper was read; decides which missing codes are allowed."""

    FULL_TEXT = (
        "FULL_TEXT",
        N_("full text"),
        N_("Full text and supplements were read; “not reported” is allowed."),
    )
    ABSTRACT_ONLY = (
        "ABSTRACT_ONLY",
        N_("abstract only"),
        N_("What is absent is “not in source”, not “not reported”."),
    )
    EXCERPT = (
        "EXCERPT",
        N_("excerpt"),
        N_("A part of the text or single tables; absent is “not in source”."),
    )
    SECONDARY = (
        "SECONDARY",
        N_("secondary source"),
        N_("Another paper, a registry mirror or a news item about the study."),
    )


class LinkedKind(Choice):
    """How another report belongs to the study."""

    COMPANION = "COMPANION", N_("companion paper")
    SECONDARY_ANALYSIS = "SECONDARY_ANALYSIS", N_("secondary analysis")
    ERRATUM = "ERRATUM", N_("erratum")
    RETRACTION = "RETRACTION", N_("retraction")
    PROTOCOL = "PROTOCOL", N_("protocol")


class DesignCode(Choice):
    """Study designs, as routed to a bucket and a risk of bias tool."""

    RCT_PARALLEL = (
        "RCT_PARALLEL",
        N_("randomised, parallel"),
        N_("Patients were randomised to arms and stayed there."),
    )
    RCT_CROSSOVER = (
        "RCT_CROSSOVER",
        N_("randomised, crossover"),
        N_("Randomised, with a planned or an optional change to the other arm."),
    )
    RCT_CLUSTER = (
        "RCT_CLUSTER",
        N_("randomised, cluster"),
        N_("Sites or groups were randomised, not patients."),
    )
    NRCT = (
        "NRCT",
        N_("controlled, not randomised"),
        N_("A prospective trial with a control group and without randomisation."),
    )
    COHORT_PROSPECTIVE = (
        "COHORT_PROSPECTIVE",
        N_("cohort, prospective"),
        N_("Treated and untreated patients followed forward."),
    )
    COHORT_RETROSPECTIVE = (
        "COHORT_RETROSPECTIVE",
        N_("cohort, retrospective"),
        N_("From records; also a single-arm cohort with modelling."),
    )
    COHORT_UNSPECIFIED = (
        "COHORT_UNSPECIFIED",
        N_("cohort, direction unclear"),
        N_("Comparative, and the paper does not tell the direction."),
    )
    CASE_CONTROL = (
        "CASE_CONTROL",
        N_("case-control"),
        N_("Patients were selected by their outcome."),
    )
    HISTORICAL_CONTROL = (
        "HISTORICAL_CONTROL",
        N_("historical controls"),
        N_("Treated patients against earlier controls."),
    )
    BEFORE_AFTER = (
        "BEFORE_AFTER",
        N_("before and after"),
        N_("One arm, prospective, fixed protocol; authors say “open study”."),
    )
    CASE_SERIES = (
        "CASE_SERIES",
        N_("case series"),
        N_("One arm of two or more patients, from charts or without fixed protocol."),
    )
    CASE_REPORT = "CASE_REPORT", N_("case report"), N_("One patient.")
    PROTOCOL_ONLY = (
        "PROTOCOL_ONLY",
        N_("protocol only"),
        N_("No results are available."),
    )
    REGISTRY_ONLY = (
        "REGISTRY_ONLY",
        N_("registry entry only"),
        N_("No results are available."),
    )


RANDOMISED = (
    DesignCode.RCT_PARALLEL.value,
    DesignCode.RCT_CROSSOVER.value,
    DesignCode.RCT_CLUSTER.value,
)
"""Designs in which patients were randomised."""

SERIES = (
    DesignCode.BEFORE_AFTER.value,
    DesignCode.CASE_SERIES.value,
    DesignCode.COHORT_PROSPECTIVE.value,
    DesignCode.COHORT_RETROSPECTIVE.value,
    DesignCode.COHORT_UNSPECIFIED.value,
    DesignCode.HISTORICAL_CONTROL.value,
)
"""Designs of which one asks whether patients were taken in turn."""


class ReviewBucket(Choice):
    """The groups of designs the founding review counted."""

    RCT = "RCT", N_("randomised trial")
    PROSPECTIVE_OPEN = "PROSPECTIVE_OPEN", N_("prospective, open")
    RETROSPECTIVE = "RETROSPECTIVE", N_("retrospective")
    NONE = "NONE", N_("none of these")


class TimeDirection(Choice):
    """Whether data were planned ahead or taken from the past."""

    PROSPECTIVE = "PROSPECTIVE", N_("prospective")
    RETROSPECTIVE = "RETROSPECTIVE", N_("retrospective")
    AMBISPECTIVE = "AMBISPECTIVE", N_("both")
    UNCLEAR = "UNCLEAR", N_("unclear")


class Allocation(Choice):
    """How patients came to their arm."""

    RANDOM = "RANDOM", N_("random")
    QUASI_RANDOM = (
        "QUASI_RANDOM",
        N_("quasi-random"),
        N_("By date, chart number or turn."),
    )
    NON_RANDOM = "NON_RANDOM", N_("not random")
    NONE = "NONE", N_("no allocation"), N_("There is one arm only.")


class Blinded(Choice):
    """Who did not know the treatment."""

    PARTICIPANT = "PARTICIPANT", N_("participants")
    CARE_GIVER = "CARE_GIVER", N_("care givers")
    OUTCOME_ASSESSOR = "OUTCOME_ASSESSOR", N_("outcome assessors")
    ANALYST = "ANALYST", N_("analysts")
    NONE = "NONE", N_("nobody")
    UNCLEAR = "UNCLEAR", N_("unclear")


class ControlType(Choice):
    """What IVIG was compared with."""

    NONE = "NONE", N_("none")
    PLACEBO = "PLACEBO", N_("placebo")
    ACTIVE = "ACTIVE", N_("another treatment")
    USUAL_CARE = "USUAL_CARE", N_("usual care")
    HISTORICAL = "HISTORICAL", N_("historical controls")
    DOSE = "DOSE", N_("another dose of IVIG")
    SELF_BEFORE_AFTER = "SELF_BEFORE_AFTER", N_("the same patients before")


WITH_CONTROL = ("PLACEBO", "ACTIVE", "USUAL_CARE", "HISTORICAL", "DOSE")
"""Codes of `ControlType` that mean another group of patients."""


class Crossover(Choice):
    """Whether patients changed to the other treatment."""

    NO = "NO", N_("no")
    PLANNED = "PLANNED", N_("planned"), N_("All patients were to change.")
    OPTIONAL = "OPTIONAL", N_("optional"), N_("Patients could choose to change.")
    RESCUE_SWITCH = (
        "RESCUE_SWITCH",
        N_("switch as rescue"),
        N_("Patients changed because they got worse or did not respond."),
    )


class Setting(Choice):
    """The specialties that treated the patients."""

    RHEUM = "RHEUM", N_("rheumatology")
    NEURO = "NEURO", N_("neurology")
    DERM = "DERM", N_("dermatology")
    PULM = "PULM", N_("pulmonology")
    GI = "GI", N_("gastroenterology")
    INTERNAL = "INTERNAL", N_("internal medicine")
    MIXED = "MIXED", N_("several specialties")


class Analysis(Choice):
    """Who was analysed, and in which arm."""

    ITT = "ITT", N_("intention to treat")
    MITT = "MITT", N_("modified intention to treat")
    PP = "PP", N_("per protocol")
    AS_TREATED = "AS_TREATED", N_("as treated")
    UNCLEAR = "UNCLEAR", N_("unclear")


class PatientSet(Choice):
    """Which patients a description counts."""

    SCREENED = "SCREENED", N_("screened")
    ENROLLED = "ENROLLED", N_("enrolled")
    RANDOMISED = "RANDOMISED", N_("randomised")
    TREATED = "TREATED", N_("treated")
    COMPLETED = "COMPLETED", N_("completed")
    ANALYSED = "ANALYSED", N_("analysed")
    ELIGIBLE_SUBSET = "ELIGIBLE_SUBSET", N_("adult PM and DM part")
    OTHER = "OTHER", N_("another set")


class Separable(Choice):
    """Whether a part of a mixed cohort has results of its own."""

    YES = "YES", N_("yes")
    PARTLY = "PARTLY", N_("for some outcomes")
    NO = "NO", N_("no")


class AdultStatus(Choice):
    """Whether all patients were adults."""

    ALL_ADULT = "ALL_ADULT", N_("all adult"), N_("Nobody was under 18 years.")
    MIXED = "MIXED", N_("adults and children")
    ALL_PAEDIATRIC = "ALL_PAEDIATRIC", N_("all children")
    UNCLEAR = "UNCLEAR", N_("unclear")


class Subtype(Choice):
    """Kinds of myositis, as named by the authors."""

    PM = "PM", N_("polymyositis")
    DM = "DM", N_("dermatomyositis")
    CADM = (
        "CADM",
        N_("clinically amyopathic DM"),
        N_("Amyopathic or hypomyopathic dermatomyositis."),
    )
    IMNM = "IMNM", N_("necrotising myopathy")
    IMNM_HMGCR = "IMNM_HMGCR", N_("necrotising myopathy, anti-HMGCR")
    IMNM_SRP = "IMNM_SRP", N_("necrotising myopathy, anti-SRP")
    ASYS = "ASyS", N_("antisynthetase syndrome")
    OVERLAP = (
        "OVERLAP",
        N_("overlap myositis"),
        N_("With another connective tissue disease."),
    )
    NSM = "NSM", N_("non-specific myositis")
    IBM = "IBM", N_("inclusion body myositis")
    JDM = "JDM", N_("juvenile dermatomyositis")
    JPM = "JPM", N_("juvenile polymyositis")
    CAM = (
        "CAM",
        N_("cancer-associated myositis"),
        N_("A modifier: these patients are counted in another subtype too."),
    )
    OTHER = "OTHER", N_("other")


class Criteria(Choice):
    """Published sets of classification criteria."""

    BP1975 = "BP1975", N_("Bohan and Peter 1975")
    TANIMOTO1995 = "TANIMOTO1995", N_("Tanimoto 1995 (Japan)")
    DALAKAS = "DALAKAS", N_("Dalakas 1991 or 2003")
    ENMC2003 = (
        "ENMC2003",
        N_("ENMC 2003"),
        N_("119th workshop, published 2004."),
    )
    ENMC224_IMNM = "ENMC224_IMNM", N_("ENMC 224th workshop, necrotising")
    ENMC239_DM = "ENMC239_DM", N_("ENMC 239th workshop, DM")
    CONNORS2010 = "CONNORS2010", N_("Connors 2010, antisynthetase")
    SOLOMON2011 = "SOLOMON2011", N_("Solomon 2011, antisynthetase")
    SONTHEIMER_CADM = "SONTHEIMER_CADM", N_("Sontheimer, amyopathic DM")
    GRIGGS1995_IBM = "GRIGGS1995_IBM", N_("Griggs 1995, inclusion body myositis")
    EULARACR2017 = "EULARACR2017", N_("EULAR/ACR 2017")
    BIOPSY_ONLY = "BIOPSY_ONLY", N_("biopsy only")
    CLINICIAN = "CLINICIAN", N_("clinician's diagnosis")
    OTHER = "OTHER", N_("other")


class EularLabel(Choice):
    """What the EULAR/ACR 2017 probability is called."""

    DEFINITE = "DEFINITE", N_("definite"), N_("Probability 90% or more.")
    PROBABLE = "PROBABLE", N_("probable"), N_("Probability 55% to under 90%.")
    POSSIBLE = "POSSIBLE", N_("possible"), N_("Probability 50% to under 55%.")
    RULED_OUT = "RULED_OUT", N_("ruled out"), N_("Probability under 50%.")


class Autoantibody(Choice):
    """Autoantibodies of myositis."""

    ANTI_JO1 = "ANTI_JO1", N_("anti-Jo-1")
    OTHER_ARS = "OTHER_ARS", N_("other antisynthetase")
    MI2 = "MI2", N_("anti-Mi-2")
    TIF1G = "TIF1G", N_("anti-TIF1γ")
    NXP2 = "NXP2", N_("anti-NXP2")
    SAE = "SAE", N_("anti-SAE")
    MDA5 = "MDA5", N_("anti-MDA5")
    SRP = "SRP", N_("anti-SRP")
    HMGCR = "HMGCR", N_("anti-HMGCR")
    RO52 = "RO52", N_("anti-Ro52")
    PMSCL = "PMSCL", N_("anti-PM-Scl")
    U1RNP = "U1RNP", N_("anti-U1RNP")
    KU = "KU", N_("anti-Ku")
    CN1A = "CN1A", N_("anti-cN1A")
    ANA = "ANA", N_("antinuclear antibodies")
    NEG = "NEG", N_("none found")


class Organ(Choice):
    """Organs involved at baseline; a patient may count in several."""

    MUSCLE = "MUSCLE", N_("muscle")
    SKIN = "SKIN", N_("skin")
    ILD = "ILD", N_("interstitial lung disease")
    RP_ILD = "RP_ILD", N_("rapidly progressive lung disease")
    DYSPHAGIA = "DYSPHAGIA", N_("dysphagia")
    RESP_MUSCLE = "RESP_MUSCLE", N_("respiratory muscles")
    CARDIAC = "CARDIAC", N_("heart")
    JOINT = "JOINT", N_("joints")
    CALCINOSIS = "CALCINOSIS", N_("calcinosis")


class Indication(Choice):
    """Why IVIG was given."""

    REFRACTORY = "REFRACTORY", N_("refractory")
    STEROID_DEPENDENT = "STEROID_DEPENDENT", N_("steroid dependent")
    STEROID_INTOLERANT = "STEROID_INTOLERANT", N_("steroid intolerant")
    FLARE = "FLARE", N_("flare-up")
    RAPIDLY_PROGRESSIVE = "RAPIDLY_PROGRESSIVE", N_("rapidly progressive")
    SEVERE = "SEVERE", N_("severe")
    LIFE_THREATENING = "LIFE_THREATENING", N_("life-threatening")
    FIRST_LINE = "FIRST_LINE", N_("first line")
    MAINTENANCE = "MAINTENANCE", N_("maintenance")
    CONTRAINDICATION_TO_GC = (
        "CONTRAINDICATION_TO_GC",
        N_("glucocorticoids contraindicated"),
    )
    OTHER = "OTHER", N_("other")


class StudyExclusion(Choice):
    """Patients a study did not take."""

    IGA_DEFICIENCY = "IGA_DEFICIENCY", N_("IgA deficiency")
    RENAL = "RENAL", N_("renal disease")
    THROMBOSIS = "THROMBOSIS", N_("thrombosis or its risk")
    PREGNANCY = "PREGNANCY", N_("pregnancy")
    MALIGNANCY = "MALIGNANCY", N_("malignancy")
    BMI = "BMI", N_("high body mass index")
    OTHER = "OTHER", N_("other")


class ArmRole(Choice):
    """What an arm is for in this review."""

    IVIG = "IVIG", N_("IVIG")
    COMPARATOR = "COMPARATOR", N_("comparator")
    OTHER = "OTHER", N_("other")


class PhaseLabel(Choice):
    """What a part of a regimen is for."""

    SINGLE = (
        "SINGLE",
        N_("single regimen"),
        N_("One dose from beginning to end; the usual case."),
    )
    INDUCTION = "INDUCTION", N_("induction")
    LOADING = "LOADING", N_("loading")
    MAINTENANCE = "MAINTENANCE", N_("maintenance")
    TAPER = "TAPER", N_("taper")
    RETREATMENT = "RETREATMENT", N_("retreatment"), N_("After a relapse.")
    EXTENSION = "EXTENSION", N_("extension"), N_("Open, after the controlled part.")


class DoseExpression(Choice):
    """To what a printed dose refers."""

    PER_COURSE = "PER_COURSE", N_("per course")
    PER_DAY = "PER_DAY", N_("per day")
    PER_DAY_VOLUME = (
        "PER_DAY_VOLUME",
        N_("volume per day"),
        N_("Such as 8 mL/kg/day; needs the concentration."),
    )
    PER_WEEK = "PER_WEEK", N_("per week")
    PER_MONTH = "PER_MONTH", N_("per month")
    FIXED_GRAM_DAY = "FIXED_GRAM_DAY", N_("fixed grams per day")
    FIXED_GRAM_COURSE = "FIXED_GRAM_COURSE", N_("fixed grams per course")
    PER_M2 = "PER_M2", N_("per body surface")
    OTHER = "OTHER", N_("other")


class DoseUnit(Choice):
    """Units of a printed dose."""

    G_KG = "g/kg", "g/kg"
    G_KG_DAY = "g/kg/day", "g/kg/day"
    G_KG_WEEK = "g/kg/week", "g/kg/week"
    G_KG_MONTH = "g/kg/month", "g/kg/month"
    G_KG_COURSE = "g/kg/course", "g/kg/course"
    MG_KG = "mg/kg", "mg/kg"
    MG_KG_DAY = "mg/kg/day", "mg/kg/day"
    MG_KG_WEEK = "mg/kg/week", "mg/kg/week"
    MG_KG_MONTH = "mg/kg/month", "mg/kg/month"
    MG_KG_COURSE = "mg/kg/course", "mg/kg/course"
    G = "g", "g"
    G_DAY = "g/day", "g/day"
    G_WEEK = "g/week", "g/week"
    G_MONTH = "g/month", "g/month"
    G_COURSE = "g/course", "g/course"
    ML_KG = "mL/kg", "mL/kg"
    ML_KG_DAY = "mL/kg/day", "mL/kg/day"
    ML_KG_WEEK = "mL/kg/week", "mL/kg/week"
    ML_KG_MONTH = "mL/kg/month", "mL/kg/month"
    ML_KG_COURSE = "mL/kg/course", "mL/kg/course"
    G_M2 = "g/m2", "g/m²"
    G_M2_DAY = "g/m2/day", "g/m²/day"
    G_M2_WEEK = "g/m2/week", "g/m²/week"
    G_M2_MONTH = "g/m2/month", "g/m²/month"
    G_M2_COURSE = "g/m2/course", "g/m²/course"


class PlannedOrGiven(Choice):
    """Whose dose it is."""

    PLANNED = "PLANNED", N_("planned"), N_("The dose of the protocol or methods.")
    GIVEN = "GIVEN", N_("given"), N_("The dose that patients received.")
    LABEL = "LABEL", N_("product label"), N_("The dose of a product label.")


class WeightBasis(Choice):
    """The body weight a dose was computed with."""

    ACTUAL = "ACTUAL", N_("actual")
    IDEAL = "IDEAL", N_("ideal")
    ADJUSTED = "ADJUSTED", N_("adjusted")
    DRY = "DRY", N_("dry")
    CAPPED = "CAPPED", N_("capped")


class Route(Choice):
    """How immunoglobulin was given."""

    IV = "IV", N_("intravenous")
    SC = "SC", N_("subcutaneous")
    FSC = "fSC", N_("subcutaneous with hyaluronidase")
    IM = "IM", N_("intramuscular"), N_("Historic.")
    MIXED = "MIXED", N_("several routes")


class Product(Choice):
    """Immunoglobulin products; `background.PRODUCTS` has their concentrations."""

    ALPHAGLOBIN = "ALPHAGLOBIN", "Alphaglobin"
    ASCENIV = "ASCENIV", "Asceniv"
    BIVIGAM = "BIVIGAM", "Bivigam"
    CARIMUNE_NF = "CARIMUNE_NF", "Carimune NF"
    CHINESE_PH4 = "CHINESE_PH4", N_("Chinese pH4 IVIG")
    CUTAQUIG = "CUTAQUIG", "Cutaquig"
    CUVITRU = "CUVITRU", "Cuvitru"
    ENDOBULIN = "ENDOBULIN", "Endobulin"
    FLEBOGAMMA_DIF = "FLEBOGAMMA_DIF", "Flebogamma DIF"
    GAMMAGARD_ERC = "GAMMAGARD_ERC", "Gammagard ERC"
    GAMMAGARD_LIQUID = "GAMMAGARD_LIQUID", "Gammagard Liquid"
    GAMMAGARD_SD = "GAMMAGARD_SD", "Gammagard S/D"
    GAMMAKED = "GAMMAKED", "Gammaked"
    GAMMAPLEX = "GAMMAPLEX", "Gammaplex"
    GAMMAR_P = "GAMMAR_P", "Gammar-P"
    GAMUNEX_C = "GAMUNEX_C", "Gamunex-C"
    HIZENTRA = "HIZENTRA", "Hizentra"
    HYQVIA = "HYQVIA", "HyQvia"
    IG_VENA = "IG_VENA", "Ig Vena"
    INTRATECT = "INTRATECT", "Intratect"
    IQYMUNE = "IQYMUNE", "Iqymune"
    KIOVIG = "KIOVIG", "Kiovig"
    OCTAGAM = "OCTAGAM", "Octagam"
    PANZYGA = "PANZYGA", "Panzyga"
    POLYGAM = "POLYGAM", "Polygam"
    PRIVIGEN = "PRIVIGEN", "Privigen"
    SANDOGLOBULIN = "SANDOGLOBULIN", "Sandoglobulin"
    TEGELINE = "TEGELINE", "Tegeline"
    VENOGLOBULIN_IH = "VENOGLOBULIN_IH", "Venoglobulin-IH (GB-0998)"
    VIVAGLOBIN = "VIVAGLOBIN", "Vivaglobin"
    XEMBIFY = "XEMBIFY", "Xembify"
    YIMMUGO = "YIMMUGO", "Yimmugo"
    SEVERAL = "SEVERAL", N_("several products")
    OTHER = "OTHER", N_("other")


class StopReason(Choice):
    """Why a treatment ended."""

    COMPLETED = "COMPLETED", N_("completed as planned")
    RESPONSE = "RESPONSE", N_("response")
    NO_RESPONSE = "NO_RESPONSE", N_("no response")
    AE = "AE", N_("adverse effect")
    COST = "COST", N_("cost")
    SHORTAGE = "SHORTAGE", N_("shortage")
    DEATH = "DEATH", N_("death")
    LOST = "LOST", N_("lost to follow-up")
    OTHER = "OTHER", N_("other")


class ComparatorType(Choice):
    """What the comparator is."""

    PLACEBO = "PLACEBO", N_("placebo")
    ACTIVE = "ACTIVE", N_("another treatment")
    NONE = "NONE", N_("none")
    HISTORICAL = "HISTORICAL", N_("historical controls")
    USUAL_CARE = "USUAL_CARE", N_("usual care")


class PlaceboAgent(Choice):
    """What a placebo infusion contained."""

    SALINE = "SALINE", N_("saline")
    ALBUMIN = "ALBUMIN", N_("albumin")
    DEXTROSE = "DEXTROSE", N_("dextrose")
    OTHER = "OTHER", N_("other")


class Glucocorticoid(Choice):
    """Glucocorticoids; `background.PREDNISONE_FACTORS` has their factors."""

    PREDNISONE = "PREDNISONE", N_("prednisone")
    PREDNISOLONE = "PREDNISOLONE", N_("prednisolone")
    METHYLPREDNISOLONE = "METHYLPREDNISOLONE", N_("methylprednisolone")
    HYDROCORTISONE = "HYDROCORTISONE", N_("hydrocortisone")
    CORTISONE = "CORTISONE", N_("cortisone")
    TRIAMCINOLONE = "TRIAMCINOLONE", N_("triamcinolone")
    DEXAMETHASONE = "DEXAMETHASONE", N_("dexamethasone")
    BETAMETHASONE = "BETAMETHASONE", N_("betamethasone")
    DEFLAZACORT = "DEFLAZACORT", N_("deflazacort")
    MIXED = "MIXED", N_("several")


class SteroidSchedule(Choice):
    """How a glucocorticoid dose was spread."""

    DAILY = "DAILY", N_("daily")
    ALTERNATE_DAY = (
        "ALTERNATE_DAY",
        N_("every other day"),
        N_("The daily dose is half of the printed one."),
    )
    PULSE = (
        "PULSE",
        N_("pulse"),
        N_("Kept apart and never averaged into the daily dose."),
    )
    MG_PER_KG = "MG_PER_KG", N_("mg per kg"), N_("Needs a body weight.")


class Drug(Choice):
    """Drugs and procedures given before or beside IVIG."""

    GC = "GC", N_("glucocorticoids")
    MTX = "MTX", N_("methotrexate")
    AZA = "AZA", N_("azathioprine")
    MMF = "MMF", N_("mycophenolate")
    CSA = "CSA", N_("ciclosporin")
    TAC = "TAC", N_("tacrolimus")
    CYC = "CYC", N_("cyclophosphamide")
    LEF = "LEF", N_("leflunomide")
    HCQ = "HCQ", N_("hydroxychloroquine")
    RTX = "RTX", N_("rituximab")
    JAKI = "JAKI", N_("JAK inhibitor")
    PE = "PE", N_("plasma exchange")
    OTHER = "OTHER", N_("other")


class CointerventionChange(Choice):
    """Whether other treatment changed during the study."""

    NO = "NO", N_("no")
    REDUCED_ONLY = "REDUCED_ONLY", N_("reduced only")
    INCREASED = (
        "INCREASED",
        N_("increased"),
        N_("An effect is then not IVIG's alone; say so in a note."),
    )
    UNCLEAR = "UNCLEAR", N_("unclear")


class PanelState(Choice):
    """Whether a study looked at one of the five outcomes of the review."""

    ASSESSED = "ASSESSED", N_("assessed")
    NOT_ASSESSED = (
        "NOT_ASSESSED",
        N_("not assessed"),
        N_("The study did not look at it."),
    )


class OutcomeCode(Choice):
    """Outcomes of the review."""

    STRENGTH = "STRENGTH", N_("muscle strength")
    FUNCTION = "FUNCTION", N_("function")
    PHGA = "PHGA", N_("physician global")
    PTGA = "PTGA", N_("patient global")
    EXTRAMUSC = "EXTRAMUSC", N_("extramuscular activity")
    ENZYMES = "ENZYMES", N_("muscle enzymes")
    IMACS_DOI = (
        "IMACS_DOI",
        N_("IMACS improvement"),
        N_("Three measures 20% better, no more than two 25% worse."),
    )
    TIS = "TIS", N_("total improvement score")
    SKIN = "SKIN", N_("skin")
    LUNG = "LUNG", N_("lung")
    OESOPHAGUS = "OESOPHAGUS", N_("oesophagus")
    STEROID_SPARING = "STEROID_SPARING", N_("steroid sparing")
    IS_SPARING = "IS_SPARING", N_("immunosuppressant sparing")
    RESPONSE = (
        "RESPONSE",
        N_("overall response"),
        N_("A response that the authors defined over several outcomes."),
    )
    RELAPSE = "RELAPSE", N_("relapse")
    TIME_TO_RESPONSE = "TIME_TO_RESPONSE", N_("time to response")
    QOL = "QOL", N_("quality of life")
    SURVIVAL = "SURVIVAL", N_("survival")
    HISTOLOGY = "HISTOLOGY", N_("histology")
    IMAGING = "IMAGING", N_("imaging")
    RESOURCE = "RESOURCE", N_("cost and resources")


class Panel(Choice):
    """The five outcomes the review must speak about for each study."""

    STRENGTH = "STRENGTH", N_("strength")
    CK = "CK", N_("CK")
    LUNG = "LUNG", N_("lung")
    OESOPHAGUS = "OESOPHAGUS", N_("oesophagus")
    STEROID_SPARING = "STEROID_SPARING", N_("steroid sparing")


PANEL_OF: dict[OutcomeCode, Panel] = {
    OutcomeCode.STRENGTH: Panel.STRENGTH,
    OutcomeCode.ENZYMES: Panel.CK,
    OutcomeCode.LUNG: Panel.LUNG,
    OutcomeCode.OESOPHAGUS: Panel.OESOPHAGUS,
    OutcomeCode.STEROID_SPARING: Panel.STEROID_SPARING,
}
"""The panel a row of an outcome belongs to; other outcomes belong to none."""


class Instrument(Choice):
    """What an outcome was measured with; `background.SCALES` has the ranges."""

    MMT8_U80 = "MMT8_U80", N_("MMT-8, one side (0-80)")
    MMT8_B150 = "MMT8_B150", N_("MMT-8, both sides (0-150)")
    MMT24_260 = "MMT24_260", N_("MMT-24 (0-260)")
    MRC_SUM_60 = "MRC_SUM_60", N_("MRC sum score (0-60)")
    MRC_MEAN_5 = "MRC_MEAN_5", N_("MRC mean (0-5)")
    MRC_EXP_10 = "MRC_EXP_10", N_("expanded MRC (0-10 per muscle)")
    MMT_STUDY = (
        "MMT_STUDY",
        N_("the study's own muscle test"),
        N_("Give its lowest and highest score, or say that they are unclear."),
    )
    DYNAMOMETRY = "DYNAMOMETRY", N_("dynamometry")
    FI = "FI", N_("Functional Index (0-64)")
    FI2 = "FI2", N_("Functional Index 2")
    QMT = "QMT", N_("quantitative muscle test")
    HAQ_DI = "HAQ_DI", N_("HAQ disability index (0-3)")
    ADL_STUDY = "ADL_STUDY", N_("ADL, study's own")
    MRS = "MRS", N_("modified Rankin (0-6)")
    CMAS = "CMAS", N_("CMAS (0-52, children)")
    WALK_6MIN = "6MWD", N_("6-minute walk")
    TUG = "TUG", N_("timed up and go")
    VAS_10CM = "VAS_10CM", N_("visual analogue, cm (0-10)")
    VAS_100MM = "VAS_100MM", N_("visual analogue, mm (0-100)")
    LIKERT_4 = "LIKERT_4", N_("Likert (0-4)")
    MDAAT = "MDAAT", N_("MDAAT extramuscular (0-10)")
    MYOACT = "MYOACT", N_("MYOACT organ (0-10)")
    CK = "CK", N_("CK")
    LDH = "LDH", N_("LDH")
    ALDOLASE = "ALDOLASE", N_("aldolase")
    AST = "AST", N_("AST")
    ALT = "ALT", N_("ALT")
    IMACS_DOI = "IMACS_DOI", N_("IMACS definition of improvement")
    TIS = "TIS", N_("TIS (0-100)")
    CDASI_A = "CDASI_A", N_("CDASI activity (0-100)")
    CDASI_D = "CDASI_D", N_("CDASI damage (0-32)")
    DSSI = "DSSI", "DSSI"
    CAT = "CAT", "CAT"
    SKIN_WORDS = "SKIN_WORDS", N_("skin response in words")
    FVC_PCT = "FVC_PCT", N_("FVC, % predicted")
    FVC_L = "FVC_L", N_("FVC, L")
    DLCO_PCT = "DLCO_PCT", N_("DLCO, % predicted")
    TLC_PCT = "TLC_PCT", N_("TLC, % predicted")
    FEV1 = "FEV1", "FEV1"
    PAO2 = "PAO2", "PaO2"
    AA_GRADIENT = "AA_GRADIENT", N_("A-a gradient")
    HRCT = "HRCT", N_("HRCT score")
    FERRITIN = "FERRITIN", N_("ferritin")
    OXYGEN = "OXYGEN", N_("need of oxygen")
    DYSPHAGIA = "DYSPHAGIA", N_("dysphagia, patients")
    MDADI = "MDADI", "MDADI"
    FEES = "FEES", N_("FEES (endoscopy)")
    VFSS = "VFSS", N_("VFSS (fluoroscopy)")
    MANOMETRY = "MANOMETRY", N_("manometry")
    TUBE_FEEDING = "TUBE_FEEDING", N_("tube feeding")
    ASPIRATION = "ASPIRATION", N_("aspiration pneumonia")
    MYOTOMY = "MYOTOMY", N_("cricopharyngeal myotomy")
    GC_DOSE = "GC_DOSE", N_("glucocorticoid dose")
    SF36 = "SF36", N_("SF-36 domain (0-100)")
    EQ5D = "EQ5D", "EQ-5D"
    DLQI = "DLQI", N_("DLQI (0-30)")
    FSS = "FSS", N_("FSS (fatigue severity)")
    BIOPSY = "BIOPSY", N_("biopsy")
    MRI_STIR = "MRI_STIR", N_("MRI, STIR")
    COST = "COST", N_("cost")
    HOSPITAL_DAYS = "HOSPITAL_DAYS", N_("days in hospital")
    PHYSICIAN = "PHYSICIAN", N_("physician's assessment")
    OTHER = "OTHER", N_("other")


class Better(Choice):
    """Which end of a scale is the good one."""

    HIGHER = "HIGHER", N_("higher")
    LOWER = "LOWER", N_("lower")


class MissingHandling(Choice):
    """What the authors did about missing outcome data."""

    LOCF = "LOCF", N_("last value carried forward")
    NRI = "NRI", N_("missing counts as no response")
    MI = "MI", N_("multiple imputation")
    NONE = "NONE", N_("nothing")


class AbsoluteRelative(Choice):
    """How a percentage of change is meant."""

    ABSOLUTE = "ABSOLUTE", N_("absolute"), N_("From 60% to 70% predicted.")
    RELATIVE = "RELATIVE", N_("relative"), N_("From 60% to 66% predicted.")
    UNCLEAR = "UNCLEAR", N_("unclear")


class Severity(Choice):
    """How severe an adverse effect was."""

    MILD = "MILD", N_("mild")
    MODERATE = "MODERATE", N_("moderate")
    SEVERE = "SEVERE", N_("severe")


class Related(Choice):
    """Whether an adverse effect was judged to come from treatment."""

    YES = "YES", N_("yes")
    PROBABLE = "PROBABLE", N_("probable")
    POSSIBLE = "POSSIBLE", N_("possible")
    NO = "NO", N_("no")


class AePhase(Choice):
    """In which part of the study adverse effects were counted."""

    BLINDED = "BLINDED", N_("blinded part")
    OPEN = "OPEN", N_("open part")
    WHOLE = "WHOLE", N_("whole study")


class AeAction(Choice):
    """What was done about an adverse effect."""

    NONE = "NONE", N_("nothing")
    RATE_SLOWED = "RATE_SLOWED", N_("rate slowed")
    PREMEDICATION = "PREMEDICATION", N_("premedication")
    DOSE_CUT = "DOSE_CUT", N_("dose cut")
    STOPPED = "STOPPED", N_("IVIG stopped")


class AeOutcome(Choice):
    """How an adverse effect ended."""

    RECOVERED = "RECOVERED", N_("recovered")
    ONGOING = "ONGOING", N_("ongoing")
    SEQUELAE = "SEQUELAE", N_("sequelae")
    DEATH = "DEATH", N_("death")


class AeTiming(Choice):
    """When an adverse effect came."""

    DURING = "DURING", N_("during the infusion")
    WITHIN_72H = "WITHIN_72H", N_("within 72 h")
    LATER = "LATER", N_("later")


class AeCollection(Choice):
    """How adverse effects were looked for."""

    ACTIVE = "ACTIVE", N_("actively asked")
    SPONTANEOUS = "SPONTANEOUS", N_("spontaneous reports")
    CHART = "CHART", N_("from charts")


class AeDefinition(Choice):
    """Which adverse effects the authors counted."""

    EMERGENT = (
        "EMERGENT",
        N_("treatment-emergent"),
        N_("All that began under treatment, whatever the cause."),
    )
    RELATED = (
        "RELATED",
        N_("related to treatment"),
        N_("Those judged to come from treatment."),
    )
    MIXED = "MIXED", N_("both, mixed"), N_("The sources do not keep them apart.")
    OTHER = "OTHER", N_("other")


class ExplicitZero(Choice):
    """Counts that the paper itself states to be zero."""

    ANY_AE = "ANY_AE", N_("any adverse effect")
    ANY_SAE = "ANY_SAE", N_("any serious adverse effect")
    WITHDRAWALS_AE = "WITHDRAWALS_AE", N_("stopped for adverse effects")
    DEATHS = "DEATHS", N_("deaths")


class OrganClass(Choice):
    """MedDRA system organ classes that occur with immunoglobulin."""

    BLOOD = "BLOOD", N_("blood and lymphatic system")
    CARDIAC = "CARDIAC", N_("cardiac")
    GASTROINTESTINAL = "GASTROINTESTINAL", N_("gastrointestinal")
    GENERAL = "GENERAL", N_("general disorders and administration site")
    HEPATOBILIARY = "HEPATOBILIARY", N_("hepatobiliary")
    IMMUNE = "IMMUNE", N_("immune system")
    INFECTIONS = "INFECTIONS", N_("infections and infestations")
    INJURY = "INJURY", N_("injury, poisoning and procedural complications")
    INVESTIGATIONS = "INVESTIGATIONS", N_("investigations")
    METABOLISM = "METABOLISM", N_("metabolism and nutrition")
    MUSCULOSKELETAL = (
        "MUSCULOSKELETAL",
        N_("musculoskeletal and connective tissue"),
    )
    NEOPLASMS = "NEOPLASMS", N_("neoplasms")
    NERVOUS = "NERVOUS", N_("nervous system")
    RENAL = "RENAL", N_("renal and urinary")
    RESPIRATORY = "RESPIRATORY", N_("respiratory, thoracic and mediastinal")
    SKIN = "SKIN", N_("skin and subcutaneous tissue")
    VASCULAR = "VASCULAR", N_("vascular")
    OTHER = "OTHER", N_("other")


class InterestGroup(Choice):
    """Groups of adverse effects the review looks at together."""

    ALLERGY = "ALLERGY", N_("allergy")
    ASEPTIC_MENINGITIS = "ASEPTIC_MENINGITIS", N_("aseptic meningitis")
    CARDIAC = "CARDIAC", N_("cardiac")
    CYTOPENIA = "CYTOPENIA", N_("cytopenia")
    DISEASE_NOT_DRUG = (
        "DISEASE_NOT_DRUG",
        N_("disease, not drug"),
        N_("Not counted as an adverse effect of IVIG."),
    )
    GI = "GI", N_("gastrointestinal")
    HAEMOLYSIS = "HAEMOLYSIS", N_("haemolysis")
    HEADACHE = "HEADACHE", N_("headache")
    INFECTION = "INFECTION", N_("infection")
    INFUSION = "INFUSION", N_("infusion reaction")
    LIVER = "LIVER", N_("liver")
    METABOLIC = "METABOLIC", N_("metabolic")
    MSK = "MSK", N_("musculoskeletal")
    NEURO = "NEURO", N_("neurological")
    PULMONARY = "PULMONARY", N_("pulmonary")
    RENAL = "RENAL", N_("renal")
    SKIN = "SKIN", N_("skin")
    THROMBOEMBOLIC = "THROMBOEMBOLIC", N_("thromboembolic")
    VISCOSITY = "VISCOSITY", N_("viscosity")


class Funding(Choice):
    """Who paid for a study."""

    INDUSTRY_MANUFACTURER = (
        "INDUSTRY_MANUFACTURER",
        N_("maker of the product"),
    )
    INDUSTRY_OTHER = "INDUSTRY_OTHER", N_("other industry")
    GOVERNMENT = "GOVERNMENT", N_("government")
    FOUNDATION = "FOUNDATION", N_("foundation")
    HOSPITAL = "HOSPITAL", N_("hospital")
    NONE_DECLARED = "NONE_DECLARED", N_("declared none")


class SponsorRole(Choice):
    """In what a sponsor took part."""

    DESIGN = "DESIGN", N_("design")
    DATA = "DATA", N_("data")
    WRITING = "WRITING", N_("writing")
    NONE = "NONE", N_("none, as stated")


class InterestsDeclared(Choice):
    """What authors said about their competing interests."""

    YES_PRESENT = "YES_PRESENT", N_("declared, present")
    YES_NONE = "YES_NONE", N_("declared, none")


class IncludeDecision(Choice):
    """Whether a study is in the review."""

    INCLUDE = "INCLUDE", N_("include")
    INCLUDE_PART = (
        "INCLUDE_PART",
        N_("include in part"),
        N_("Only the adult PM and DM part of a mixed cohort."),
    )
    EXTENSION = (
        "EXTENSION",
        N_("extension set"),
        N_("Outside the main synthesis, shown beside it."),
    )
    EXCLUDE = "EXCLUDE", N_("exclude")
    UNDECIDED = "UNDECIDED", N_("undecided")


class ExclusionReason(Choice):
    """Reasons of the PRISMA flow diagram, one for each excluded report."""

    E01 = "E-01", N_("children only"), N_("All patients were under 18: exclude.")
    E02 = (
        "E-02",
        N_("mixed ages, not separable"),
        N_("Include only if adult data can be told apart."),
    )
    E03 = (
        "E-03",
        N_("inclusion body myositis only"),
        N_("Exclude; in mixed cohorts ask whether PM and DM are separable."),
    )
    E04 = (
        "E-04",
        N_("subcutaneous only"),
        N_("Exclude from the intravenous synthesis; may be an extension."),
    )
    E05 = "E-05", N_("animal or laboratory study"), N_("Not in patients: exclude.")
    E06 = (
        "E-06",
        N_("review, guideline or editorial"),
        N_("No patients of its own: exclude."),
    )
    E07 = (
        "E-07",
        N_("fewer than five patients"),
        N_("A case report or a very small series: as the protocol decides."),
    )
    E08 = (
        "E-08",
        N_("no outcome specific to IVIG"),
        N_("Results are not told apart by treatment."),
    )
    E09 = (
        "E-09",
        N_("duplicate or overlapping report"),
        N_("The patients are reported elsewhere."),
    )
    E10 = (
        "E-10",
        N_("outside the search window"),
        N_("Outside the dates or databases of the review."),
    )
    E11 = (
        "E-11",
        N_("language not readable"),
        N_("Chinese must be readable, because CNKI is a source."),
    )
    E12 = "E-12", N_("skin-only dermatomyositis"), N_("No muscle disease studied.")
    E13 = (
        "E-13",
        N_("necrotising or antisynthetase only"),
        N_("Modern subsets without PM or DM."),
    )
    E14 = (
        "E-14",
        N_("protocol or registry only"),
        N_("There are no results."),
    )


class FlowStream(Choice):
    """The two streams of the PRISMA flow diagram."""

    A = "A", N_("databases and registers")
    B = "B", N_("other methods")


class BiasTool(Choice):
    """Risk of bias tools."""

    ROB2 = "ROB2", N_("RoB 2"), N_("For randomised parallel trials.")
    ROB2_CROSSOVER = (
        "ROB2_CROSSOVER",
        N_("RoB 2, crossover"),
        N_("RoB 2 with a domain for period and carryover effects."),
    )
    ROB2_CLUSTER = (
        "ROB2_CLUSTER",
        N_("RoB 2, cluster"),
        N_("RoB 2 with a domain for identifying or recruiting participants."),
    )
    ROBINS_I = (
        "ROBINS_I",
        N_("ROBINS-I"),
        N_("For comparative studies without randomisation."),
    )
    NOS_COHORT = (
        "NOS_COHORT",
        N_("Newcastle-Ottawa, cohort"),
        N_("For comparative cohorts, never for one arm."),
    )
    NOS_CASE_CONTROL = "NOS_CASE_CONTROL", N_("Newcastle-Ottawa, case-control")
    JBI_CASE_SERIES = "JBI_CASE_SERIES", N_("JBI case series")
    JBI_QUASI = (
        "JBI_QUASI",
        N_("JBI quasi-experimental"),
        N_("For studies before and after with one arm."),
    )
    JBI_CASE_REPORT = "JBI_CASE_REPORT", N_("JBI case report")


class EffectOfInterest(Choice):
    """The effect RoB 2 asks about."""

    ASSIGNMENT = "ASSIGNMENT", N_("of assignment"), N_("Intention to treat.")
    ADHERENCE = "ADHERENCE", N_("of adhering"), N_("Per protocol.")


class Rob2Judgement(Choice):
    """Judgements of RoB 2, best first."""

    LOW = "LOW", N_("low")
    SOME_CONCERNS = "SOME_CONCERNS", N_("some concerns")
    HIGH = "HIGH", N_("high")


class RobinsJudgement(Choice):
    """Judgements of ROBINS-I, best first; no information has no place in the order."""

    LOW = "LOW", N_("low")
    MODERATE = "MODERATE", N_("moderate")
    SERIOUS = "SERIOUS", N_("serious")
    CRITICAL = "CRITICAL", N_("critical")
    NO_INFORMATION = "NO_INFORMATION", N_("no information")


class Confounder(Choice):
    """Confounders fixed in advance for this question."""

    AGE = "AGE", N_("age")
    SUBTYPE = "SUBTYPE", N_("subtype or antibody")
    DISEASE_DURATION = "DISEASE_DURATION", N_("duration of disease")
    SEVERITY = "SEVERITY", N_("severity"), N_("Strength, CK or lung disease.")
    PRIOR_DRUGS = "PRIOR_DRUGS", N_("drugs before")
    STEROID_DOSE = "STEROID_DOSE", N_("steroid dose at start")
    CENTRE_ERA = "CENTRE_ERA", N_("centre or era")


class JbiAnswer(Choice):
    """Answers to an item of a JBI checklist."""

    YES = "YES", N_("yes")
    NO = "NO", N_("no")
    UNCLEAR = "UNCLEAR", N_("unclear")
    NOT_APPLICABLE = "NOT_APPLICABLE", N_("not applicable")


class JbiOverall(Choice):
    """What to do with a study after a JBI checklist; items are never added up."""

    INCLUDE = "INCLUDE", N_("include")
    EXCLUDE = "EXCLUDE", N_("exclude")
    SEEK = "SEEK", N_("ask for more")


class NosOverall(Choice):
    """How a reviewer sums up the stars of a Newcastle-Ottawa scale."""

    GOOD = "GOOD", N_("good")
    FAIR = "FAIR", N_("fair")
    POOR = "POOR", N_("poor")


BUCKET_OF: dict[DesignCode, ReviewBucket] = {
    DesignCode.RCT_PARALLEL: ReviewBucket.RCT,
    DesignCode.RCT_CROSSOVER: ReviewBucket.RCT,
    DesignCode.RCT_CLUSTER: ReviewBucket.RCT,
    DesignCode.NRCT: ReviewBucket.PROSPECTIVE_OPEN,
    DesignCode.COHORT_PROSPECTIVE: ReviewBucket.PROSPECTIVE_OPEN,
    DesignCode.COHORT_RETROSPECTIVE: ReviewBucket.RETROSPECTIVE,
    DesignCode.CASE_CONTROL: ReviewBucket.RETROSPECTIVE,
    DesignCode.HISTORICAL_CONTROL: ReviewBucket.RETROSPECTIVE,
    DesignCode.BEFORE_AFTER: ReviewBucket.PROSPECTIVE_OPEN,
    DesignCode.CASE_REPORT: ReviewBucket.NONE,
    DesignCode.PROTOCOL_ONLY: ReviewBucket.NONE,
    DesignCode.REGISTRY_ONLY: ReviewBucket.NONE,
}
"""The group of a design; designs that are not here go by their time direction."""

TOOLS_OF: dict[DesignCode, tuple[BiasTool, ...]] = {
    DesignCode.RCT_PARALLEL: (BiasTool.ROB2,),
    DesignCode.RCT_CROSSOVER: (BiasTool.ROB2_CROSSOVER,),
    DesignCode.RCT_CLUSTER: (BiasTool.ROB2_CLUSTER,),
    DesignCode.NRCT: (BiasTool.ROBINS_I,),
    DesignCode.COHORT_PROSPECTIVE: (BiasTool.ROBINS_I, BiasTool.NOS_COHORT),
    DesignCode.COHORT_RETROSPECTIVE: (BiasTool.ROBINS_I, BiasTool.JBI_CASE_SERIES),
    DesignCode.COHORT_UNSPECIFIED: (BiasTool.ROBINS_I,),
    DesignCode.CASE_CONTROL: (BiasTool.NOS_CASE_CONTROL,),
    DesignCode.HISTORICAL_CONTROL: (BiasTool.ROBINS_I,),
    DesignCode.BEFORE_AFTER: (BiasTool.JBI_QUASI,),
    DesignCode.CASE_SERIES: (BiasTool.JBI_CASE_SERIES,),
    DesignCode.CASE_REPORT: (BiasTool.JBI_CASE_REPORT,),
    DesignCode.PROTOCOL_ONLY: (),
    DesignCode.REGISTRY_ONLY: (),
}
"""The tools a design may be assessed with, the usual one first (form, section 2)."""


def bucket_for(
    design: DesignCode | None, direction: TimeDirection | None
) -> ReviewBucket | None:
    """The group of the founding review a study belongs to, once that can be told."""
    if design is None:
        return None
    by_direction = {
        TimeDirection.PROSPECTIVE: ReviewBucket.PROSPECTIVE_OPEN,
        TimeDirection.RETROSPECTIVE: ReviewBucket.RETROSPECTIVE,
    }
    return BUCKET_OF.get(design) or (by_direction.get(direction) if direction else None)


def tools_for(
    design: DesignCode, control: ControlType | None = None
) -> tuple[BiasTool, ...]:
    """The tools that fit a design, the usual one first; none where nothing is known.

    A retrospective cohort is assessed as a case series when it compares no groups,
    and with ROBINS-I when it does.
    """
    tools = TOOLS_OF[design]
    if design is DesignCode.COHORT_RETROSPECTIVE and control is not None:
        compares = control in WITH_CONTROL
        return tools[:1] if compares else tools[1:]
    return tools


def tool_for(
    design: DesignCode | None, control: ControlType | None = None
) -> BiasTool | None:
    """The usual tool of a design, or nothing where no tool fits."""
    tools = tools_for(design, control) if design is not None else ()
    return tools[0] if tools else None
