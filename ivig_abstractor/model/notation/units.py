"""The units of measurement a number may carry, with one spelling for each."""

import re
from functools import lru_cache

from ivig_abstractor.model.notation.text import tighten

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "years": ("years", "year", "yrs", "yr", "y", "y.o.", "years old", "years of age"),
    "months": ("months", "month", "mos", "mo", "mths", "mth"),
    "weeks": ("weeks", "week", "wks", "wk", "w"),
    "days": ("days", "day", "d"),
    "hours": ("hours", "hour", "hrs", "hr", "h"),
    "minutes": ("minutes", "minute", "min"),
    "seconds": ("seconds", "second", "sec", "s"),
    "U/L": (
        "u/l",
        "iu/l",
        "iu per liter",
        "iu per litre",
        "u per liter",
        "u per litre",
        "units/l",
        "(iu)/l",
    ),
    "ukat/L": ("ukat/l", "\u03bckat/l", "microkat/l", "mikrokat/l"),
    "mg/day": ("mg/day", "mg/d", "mg per day", "mg daily", "mg a day", "mg/24 h"),
    "mg/week": ("mg/week", "mg/wk", "mg per week", "mg weekly"),
    "mg/kg/day": ("mg/kg/day", "mg/kg/d", "mg/kg per day", "mg/kg daily"),
    "mg/kg/min": ("mg/kg/min", "mg/kg per minute"),
    "mL/kg/min": ("ml/kg/min", "ml/kg per minute"),
    "g/kg": ("g/kg",),
    "mg/kg": ("mg/kg",),
    "mL/kg": ("ml/kg",),
    "mg": ("mg", "milligrams", "milligram"),
    "g": ("g", "gram", "grams", "gm"),
    "kg": ("kg", "kilograms", "kilogram"),
    "cm": ("cm",),
    "mm": ("mm",),
    "m": ("m", "metres", "meters"),
    "L": ("l", "litres", "liters"),
    "mL": ("ml",),
    "mmHg": ("mmhg", "mm hg"),
    "kPa": ("kpa",),
    "g/L": ("g/l",),
    "mg/L": ("mg/l",),
    "mg/dL": ("mg/dl",),
    "ug/L": ("ug/l", "\u03bcg/l"),
    "ng/mL": ("ng/ml",),
    "newtons": ("newtons", "newton"),
    "% predicted": ("% predicted", "% of predicted", "%predicted", "% pred", "%pred"),
    "%": ("%",),
    "points": ("points", "point", "pts", "pt"),
    "x ULN": ("x uln", "\u00d7uln", "times uln"),
    "infusions": ("infusions", "infusion"),
    "courses": ("courses", "course", "cycles", "cycle"),
}
_NAMES = {spelling: name for name, all_ in _SPELLINGS.items() for spelling in all_}


@lru_cache(maxsize=256)
def unit_pattern(own: str = "") -> str:
    """A pattern of any known unit, and of the one a field has of its own."""
    spellings = {*_NAMES, tighten(own.lower())} - {""}
    longest_first = sorted(spellings, key=lambda one: (-len(one), one))
    return f"(?:{'|'.join(map(re.escape, longest_first))})(?![^\\W_]|/)"


def unit_named(spelling: str) -> str:
    """The one spelling of a unit; itself if it is none that is known."""
    return _NAMES.get(tighten(spelling.lower().replace("\u00b5", "\u03bc")), spelling)


def same_unit(one: str, other: str) -> bool:
    """Say whether two spellings mean one unit, such as IU/L and U/L."""
    return unit_named(one) == unit_named(other)
