"""A large made-up study: 6 arms, 60 outcome rows and 80 adverse effects."""

from functools import cache

from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.form import Kind, the_form
from tests.builders import an_abstraction

ARMS = (
    ("IVIG 2 g/kg", "IVIG", "2"),
    ("IVIG 1 g/kg", "IVIG", "1"),
    ("IVIG 0.5 g/kg", "IVIG", "0.5"),
    ("Placebo", "COMPARATOR", ""),
    ("Prednisone alone", "COMPARATOR", ""),
    ("Plasma exchange", "OTHER", ""),
)
OUTCOMES = (
    ("STRENGTH", "MMT8_U80", "points"),
    ("ENZYMES", "CK", "U/L"),
    ("FUNCTION", "HAQ_DI", ""),
    ("LUNG", "FVC_PCT", "%"),
    ("RESPONSE", "IMACS_DOI", ""),
)
TERMS = (
    "Headache",
    "Nausea",
    "Pyrexia",
    "Rash",
    "Chills",
    "Fatigue",
    "Vomiting",
    "Dyspnoea",
    "Myalgia",
    "Back pain",
    "Deep vein thrombosis",
    "Pulmonary embolism",
    "Hypertension",
    "Oedema peripheral",
    "Cough",
    "Dizziness",
    "Haemolysis",
    "Pruritus",
    "Urticaria",
    "Aseptic meningitis",
)
_ONCE = (Kind.TEXT, Kind.INTEGER, Kind.CHOICE, Kind.CHOICES)


@cache
def large_study(reviewer: str) -> Abstraction:
    """The study as one reviewer has it; row ids begin with the reviewer's letter."""
    said: dict[str, object] = {
        spec.pattern: Missing(missing=MissingCode.NA_SRC)
        for spec in the_form().fields()
        if "[]" not in spec.pattern and spec.kind in _ONCE
    }
    for number in range(len(ARMS)):
        said |= _arm(reviewer, number)
    for number in range(60):
        at = f"outcomes.rows[{reviewer}o{number}]"
        said |= {f"{at}.{k}": v for k, v in _outcome(reviewer, number).items()}
    for number in range(80):
        at = f"adverse_effects.rows[{reviewer}e{number}]"
        said |= {f"{at}.{k}": v for k, v in _effect(reviewer, number).items()}
    return an_abstraction("large", reviewer, **said)


def _arm(reviewer: str, number: int) -> dict[str, object]:
    name, role, dose = ARMS[number]
    at = f"arms[{reviewer}a{number}]"
    said: dict[str, object] = {
        f"{at}.arm.name": name,
        f"{at}.arm.role": role,
        f"{at}.arm.n_allocated": str(20 + number),
        f"{at}.arm.n_treated": str(20 + number // 2),
        f"{at}.arm.n_analysed": str(19 + number // 2),
    }
    for phase in (1, 2) if dose else ():
        part = f"{at}.phases[{reviewer}p{number}{phase}]"
        said |= {
            f"{part}.dose.dose_text": f"{dose} g/kg divided over 2-5 days",
            f"{part}.dose.phase_label": "INDUCTION" if phase == 1 else "MAINTENANCE",
            f"{part}.dose.expression": "PER_COURSE",
            f"{part}.dose.value": dose,
            f"{part}.dose.unit": "g/kg",
            f"{part}.dose.days_per_course": "2-5",
            f"{part}.dose.route": "IV",
            f"{part}.course.interval": f"{4 * phase} weeks",
            f"{part}.course.n_courses_given": str(3 + phase),
            f"{part}.course.duration": str(3 * phase),
        }
    return said


def _outcome(reviewer: str, number: int) -> dict[str, str]:
    """One of five outcomes, in each of six arms, at two times."""
    code, instrument, unit = OUTCOMES[(number // 6) % 5]
    week = 4 if number < 30 else 16
    before, after = 300 + 7 * number, 200 + 5 * number
    n = 12 + number % 9
    said = {
        "arm": f"{reviewer}a{number % 6}",
        "analysis_set": "all treated",
        "outcome_code": code,
        "instrument": instrument,
        "time": f"{week} weeks",
        "n": str(n),
        "within_p": f"p<0.0{1 + number % 8}",
    }
    if code == "RESPONSE":
        said["responders"] = f"{1 + number % 11}/{n}"
        said["responder_definition"] = "gain of 20% over the first score"
        return said
    said["before"] = f"mean {before / 10} (SD {30 + number / 10})"
    said["after"] = f"mean {after / 10} (SD {25 + number / 10})"
    said["unit"] = unit or "points"
    return said


def _effect(reviewer: str, number: int) -> dict[str, str]:
    """One of twenty terms in each of four arms."""
    term = TERMS[number // 4]
    return {
        "arm": f"{reviewer}a{number % 4}",
        "preferred_term": term,
        "printed": term.lower() + "s",
        "patients": f"{1 + number % 13}/{20 + number % 4} patients",
        "n_events": str(2 + number % 17),
        "set_period": "all exposed, weeks 0-16",
        "severity": "MILD" if number % 3 else "SEVERE",
        "serious": "NO",
        "related": "YES" if number % 2 else "NO",
    }
