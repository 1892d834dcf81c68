"""What counts how much when rows of two reviewers are held against each other.

`match` is the weight of two equal answers, `clash` that of two that have nothing in
common. An answer that tells a row from its neighbours (outcome, arm, time) weighs
more when it differs than when it is the same; a wording weighs less when it differs.
"""

from dataclasses import dataclass
from functools import cache

from ivig_abstractor.base import paths
from ivig_abstractor.model.field import Comparison
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind

PAIRING_THRESHOLD = 0.5
"""Rows are proposed as a pair only above this score; halfway is as good as unknown."""

UNKNOWN_SHARE = 0.25
"""What an answer that only one reviewer gave weighs, halfway between same and not."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much equal and how much clashing answers count."""

    match: float
    clash: float

    def __post_init__(self) -> None:
        """Round to 1/64, so that sums of weights are exact in any order."""
        object.__setattr__(self, "match", round(self.match * 64) / 64)
        object.__setattr__(self, "clash", round(self.clash * 64) / 64)


_ARM = "arms[].arm."
_DOSE = "arms[].phases[].dose."
_COURSE = "arms[].phases[].course."
_OUTCOME = "outcomes.rows[]."
_EFFECT = "adverse_effects.rows[]."
_SPECIAL: dict[str, Weight] = {
    _ARM + "name": Weight(5, 3),
    _ARM + "role": Weight(4, 8),
    _ARM + "n_allocated": Weight(2, 2),
    _ARM + "n_treated": Weight(2, 2),
    _ARM + "n_completed": Weight(1, 1),
    _ARM + "n_analysed": Weight(2, 2),
    _DOSE + "dose_text": Weight(3, 2),
    _DOSE + "phase_no": Weight(1, 2),
    _DOSE + "phase_label": Weight(2, 4),
    _DOSE + "expression": Weight(1, 1),
    _DOSE + "value": Weight(4, 3),
    _DOSE + "unit": Weight(0, 0),
    _DOSE + "days_per_course": Weight(1.5, 1.5),
    _COURSE + "interval": Weight(2, 2),
    _COURSE + "n_courses_given": Weight(1.5, 1.5),
    _DOSE + "planned_or_given": Weight(1, 2),
    _OUTCOME + "arm": Weight(3, 8),
    _OUTCOME + "outcome_code": Weight(5, 10),
    _OUTCOME + "instrument": Weight(2, 4),
    _OUTCOME + "instrument_name": Weight(2, 2),
    _OUTCOME + "analysis_set": Weight(2, 3),
    _OUTCOME + "time": Weight(3, 9),
    _OUTCOME + "n": Weight(1.5, 1.5),
    _OUTCOME + "before": Weight(3, 3.5),
    _OUTCOME + "after": Weight(3, 3.5),
    _OUTCOME + "change": Weight(3, 3.5),
    _OUTCOME + "responders": Weight(3, 5),
    _OUTCOME + "within_p": Weight(1.5, 1.5),
    _OUTCOME + "effect": Weight(2, 2),
    _OUTCOME + "raw": Weight(3, 1),
    _EFFECT + "arm": Weight(3, 8),
    _EFFECT + "preferred_term": Weight(5, 8),
    _EFFECT + "printed": Weight(4, 3),
    _EFFECT + "patients": Weight(4, 6),
    _EFFECT + "n_events": Weight(1.5, 1.5),
    _EFFECT + "set_period": Weight(2, 3),
    _EFFECT + "severity": Weight(1, 2),
    "assessments[].bias.outcome": Weight(6, 12),
    "assessments[].bias.tool": Weight(2, 3),
}
IDENTITY = 5.0
"""From this weight of a clash on, two different answers mean two different rows."""

RESULT_ROWS = ("outcomes.rows[]", "adverse_effects.rows[]")
"""The rows that are told apart by their numbers as much as by their names."""

_NAMING = Weight(5, 10)
_NAMING_WORDS = Weight(4, 3)
_WORDS = Weight(1, 0.7)
_NUMBERS = Weight(1.5, 1.2)
_CODES = Weight(0.5, 0.5)
_JUDGEMENT = Weight(0.1, 0.1)
EVIDENCE = Weight(3, 0.7)
ONLY_ONE = Weight(3, 0)
ALL_NUMBERS = Weight(2, 5)
ABSENCES = Weight(0.5, 0.1)
DOSES = Weight(3, 3)
RESULTS = Weight(2, 1)


@cache
def row_patterns(form: FormSpec) -> tuple[str, ...]:
    """The patterns of all repeating rows, each after the one it stands in."""
    found: dict[str, None] = {}
    for section in form.sections:
        found |= dict.fromkeys(held.pattern for held in section.containers)
        found |= dict.fromkeys(rows.pattern for rows in section.repeats)
    return tuple(found)


@cache
def row_fields(form: FormSpec, pattern: str) -> tuple[FieldSpec, ...]:
    """The fields of one kind of row, without those of the rows inside it."""
    if pattern in form.repeats:
        return form.repeats[pattern].fields
    return tuple(
        spec
        for spec in form.by_pattern.values()
        if spec.pattern.startswith(pattern + ".")
        and "[]" not in spec.pattern[len(pattern) :]
    )


@cache
def field_weights(form: FormSpec, pattern: str) -> tuple[tuple[FieldSpec, Weight], ...]:
    """The fields of one kind of row that count in pairing, with their weights."""
    fields = row_fields(form, pattern)
    naming = _naming(form, pattern)
    weighed = ((spec, _weight(spec, naming)) for spec in fields)
    return tuple((spec, weight) for spec, weight in weighed if weight.match)


def _naming(form: FormSpec, pattern: str) -> str:
    """The one field by which such rows are known: the code, the drug, the organ."""
    repeat = form.repeats.get(pattern)
    if repeat is None:
        return ""
    return (
        repeat.repeat.named_by[0] if repeat.repeat.named_by else repeat.fields[0].name
    )


def _weight(spec: FieldSpec, naming: str) -> Weight:
    said = _SPECIAL.get(spec.pattern)
    if said is not None:
        return said
    if spec.item.auto or spec.comparison is Comparison.NONE:
        return Weight(0, 0)
    if paths.leaf(spec.pattern) == naming:
        return _NAMING if spec.options else _NAMING_WORDS
    if spec.section == "bias":
        return _JUDGEMENT
    if spec.kind in (Kind.TEXT, Kind.TEXTS):
        return _WORDS
    return _CODES if spec.options or spec.kind is Kind.DATE else _NUMBERS
