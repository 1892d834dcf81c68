"""Places what is known of one real study in the fields of the form; invents nothing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.codes import DoseExpression
from ivig_abstractor.model.dose_fields import fields_of
from ivig_abstractor.model.dose_reading import read_dose
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.model.form import FieldSpec, Kind, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer

Facts = dict[str, Any]
ARMS = {
    "ivig": "IVIG",
    "comparator": "Comparator",
    "combined": "IVMP + IVIG",
    "ivmp": "IVMP",
}
_PLAIN_ARMS = ("arms[ivig]", "arms[comparator]")
_PHASE = "arms[ivig].phases[p1]"
_DERIVED_PER_COURSE = (DoseExpression.PER_COURSE, DoseExpression.PER_DAY)
_SCOPES = {
    "abstract": "ABSTRACT_ONLY",
    "full_text_excerpt": "EXCERPT",
    "table_excerpt": "EXCERPT",
    "secondary_summary": "SECONDARY",
    "registry": "SECONDARY",
}
_PLACES = {
    "abstract": Place.ABSTRACT,
    "full_text_excerpt": Place.FULL_TEXT,
    "table_excerpt": Place.TABLE,
    "secondary_summary": Place.SECONDARY,
    "registry": Place.REGISTRY,
}
_SAID_ELSEWHERE = LatePattern(r"secondary (?:summary|source)|later review")
_REGISTERED = LatePattern(r"NCT\d{8}")
_NO_RESULT = LatePattern(r"\bresults? not in (?:the )?(?:abstract|excerpt)\b")
_COMPARATOR = LatePattern(
    r"(?P<name>.+?),? (?P<volume>[\d.]+ mL/kg(?:/day)?)?"
    r" ?(?P<schedule>(?:monthly|every|for) .+)?\Z"
)
SAME_WORDS = {
    "id": "identification.study_id",
    "authors": "identification.authors",
    "title": "identification.title",
    "journal": "identification.journal",
    "year": "identification.year",
    "volume": "identification.volume",
    "issue": "identification.issue",
    "pages": "identification.pages",
    "doi": "identification.doi",
    "pmid": "identification.pmid",
    "pmcid": "identification.pmcid",
    "registry_id": "identification.registry",
    "language": "identification.language",
    "country": "identification.country",
    "period_start": "identification.period_start",
    "period_end": "identification.period_end",
    "overlap_group": "identification.overlap_group",
    "design_code": "design.design_code",
    "design_reported": "design.design_reported",
    "n_sites": "design.n_sites",
    "n_analysed": "population.n_analysed",
    "n_female": "population.n_female",
    "n_male": "population.n_male",
    "age_min": "population.age_min",
    "age_max": "population.age_max",
    "indication_code": "population.indication_code",
    "refractory_text": "population.refractory_definition",
    "dose_reported_text": f"{_PHASE}.dose.dose_text",
    "product": f"{_PHASE}.dose.product_name",
    "n_infusions_total": f"{_PHASE}.course.n_cycles_total",
    "interval_text": f"{_PHASE}.course.interval",
    "comparator_text": "comparator.comparator_name",
    "cointerventions_text": "comparator.other",
    "primary_outcome_text": "outcomes.primary_outcome",
    "funding_text": "declarations.funder_name",
    "deaths_n": "adverse_effects.deaths",
}
"""Facts whose words are the answer to one field."""

SUBTYPES = {
    "n_pm": "PM",
    "n_dm": "DM",
    "n_ibm": "IBM",
    "n_jdm": "JDM",
    "n_imnm": "IMNM",
    "n_asys": "ASyS",
    "n_cadm": "CADM",
}
TEXT_ROWS = {
    "ck_text": ("ck", "ENZYMES"),
    "lung_text": ("lung", "LUNG"),
    "esophageal_text": ("oesophagus", "OESOPHAGUS"),
    "skin_text": ("skin", "SKIN"),
    "steroid_text": ("steroid", "STEROID_SPARING"),
    "relapse_text": ("relapse", "RELAPSE"),
    "strength_p_text": ("strength", "STRENGTH"),
}
"""Facts that are sentences about an outcome: kept word for word in a row of it."""

PANELS = {
    "panel_strength": ("strength_pre", "strength_p_text", "strength_scale_text"),
    "panel_ck": ("ck_pre", "ck_text"),
    "panel_lung": ("lung_text",),
    "panel_oesophagus": ("esophageal_text",),
    "panel_steroid_sparing": ("steroid_text", "steroid_reduction_mg_day"),
}


@dataclass(slots=True)
class Placing:
    """The answers found for one study, their sources, and what found no place."""

    facts: Facts
    secondary: tuple[str, ...] = ()
    answers: dict[str, object] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Say whether a fact was seen, rather than worked out by the collector."""
        seen = self.facts.get(key) not in (None, "", [])
        return seen and key not in self.facts["derived_fields"]

    def put(self, path: str, text: str, key: str) -> None:
        """Read `text` as the answer at `path`, with the source of `key` as evidence."""
        spec = self._spec(path)
        if spec.kind is Kind.ARM:
            self.row(f"arms[{text}]")
        reading = read_answer(spec, text, ARMS)
        value = reading.value if not isinstance(reading, Problem) else None
        if isinstance(reading, Problem) and reading.rule == "U-01":
            self.unplaced.append(f"{key} “{text}” → {path}: {reading.message}")
            return
        if isinstance(reading, Problem):
            value = Unread(unread=text)
        self.answers[path] = value
        if key in self.facts:
            self.cite(path, key)

    def row(self, at: str) -> str:
        """The path of a row, made if it is not there yet, with the rows above it."""
        for above in paths.rows_above(at):
            if above not in self.rows:
                self.rows.append(above)
                if above in _PLAIN_ARMS:
                    self._new_arm(above)
        return at

    def missing(self, path: str) -> None:
        """Say that the part that could be read does not have this."""
        self.answers.setdefault(path, Missing(missing=MissingCode.NA_SRC))

    def _new_arm(self, at: str) -> None:
        name = ARMS[at.partition("[")[2][:-1]]
        self.put(f"{at}.arm.name", name, "")
        self.put(f"{at}.arm.role", name.upper(), "")

    def _spec(self, path: str) -> FieldSpec:
        self.row(path)
        return the_form().field(path)

    def cite(self, path: str, key: str) -> None:
        """Name the page on which a fact was seen as the evidence of an answer."""
        fact = self.facts[key]
        quotation = fact if isinstance(fact, str) and " " in fact else ""
        page = self.page(key)
        if page:
            self.evidence[path] = Evidence(
                place=self._place_of(page, quotation), source=page, quotation=quotation
            )

    def page(self, key: str) -> str:
        """The first page on which a fact was seen."""
        for source in self.facts["sources"]:
            if key in source.get("fields", ()):
                return str(source["url"])
        return ""

    def _place_of(self, page: str, quotation: str) -> Place:
        if _SAID_ELSEWHERE.search(quotation) or any(
            one in page for one in self.secondary
        ):
            return Place.SECONDARY
        if _REGISTERED.search(page):
            return Place.REGISTRY
        return _PLACES.get(self.facts["evidence_level"], Place.SECONDARY)


def place(
    facts: Facts, readings: Iterable[dict[str, Any]], secondary: Iterable[str] = ()
) -> Placing:
    """Place the facts of one study, then the readings of its sentences.

    `secondary` names pages that tell of a study, but are not it or its abstract.
    """
    placing = Placing(facts, tuple(secondary))
    scope = _SCOPES.get(facts["evidence_level"])
    if scope is None:
        placing.put("identification.study_id", facts["id"], "id")
        _place_notes(placing)
        return placing
    placing.put("identification.source_scope", scope, "evidence_level")
    placing.row(_PHASE)
    for step in _STEPS:
        step(placing)
    listed = list(readings)
    for reading in listed:
        _place_reading(placing, reading)
    _give_rows_their_words(placing, listed)
    _place_absences(placing)
    return placing


def _place_same_words(placing: Placing) -> None:
    for key, path in SAME_WORDS.items():
        if placing.has(key):
            placing.put(path, str(placing.facts[key]), key)
    if placing.has("authors"):
        first = re.split(r",| et al| \(", str(placing.facts["authors"]))[0]
        placing.put("identification.first_author", first, "authors")
    if placing.has("route"):
        route = "SC" if str(placing.facts["route"]).startswith("SC") else "IV"
        placing.put(f"{_PHASE}.dose.route", route, "route")
    planned = placing.facts["scope"] == "ongoing"
    count = "population.n_planned" if planned else "population.n_enrolled"
    if placing.has("n_enrolled"):
        placing.put(count, str(placing.facts["n_enrolled"]), "n_enrolled")


def _place_design(placing: Placing) -> None:
    facts = placing.facts
    if placing.has("randomised"):
        controlled = "NON_RANDOM" if facts["controlled"] else "NONE"
        said = "RANDOM" if facts["randomised"] else controlled
        placing.put("design.allocation", said, "randomised")
    if placing.has("controlled") and not facts["controlled"]:
        placing.put("design.control_type", "NONE", "controlled")
    if facts["crossover"] is False:
        placing.put("design.crossover", "NO", "crossover")
    if placing.has("blinding"):
        words = str(facts["blinding"])
        blinded = "NONE" if words == "open" else "UNCLEAR"
        placing.put("design.blinding", blinded, "blinding")
        if blinded == "UNCLEAR":
            placing.notes["design.blinding"] = words
    for word in ("prospective", "retrospective"):
        if re.search(rf"\b{word}\b", str(facts["design_reported"] or "")):
            placing.put("design.direction", word.upper(), "design_reported")
    for arm, key in (("ivig", "n_ivig"), ("comparator", "n_comparator")):
        if placing.has(key):
            placing.put(f"arms[{arm}].arm.n_allocated", str(facts[key]), key)
    if placing.has("comparator_text"):
        _place_comparator(placing)


def _place_comparator(placing: Placing) -> None:
    """What IVIG was compared with: the volume and the schedule are no dose of it."""
    key = "comparator_text"
    placing.row("arms[comparator]")
    parts = _COMPARATOR.match(str(placing.facts[key]))
    if parts is not None and (parts["volume"] or parts["schedule"]):
        for name, field_name in (
            ("name", "comparator_name"),
            ("volume", "comparator_volume"),
            ("schedule", "comparator_schedule"),
        ):
            if parts[name]:
                placing.put(f"comparator.{field_name}", parts[name], key)
        if parts["name"] == "placebo":
            placing.put("comparator.comparator", "PLACEBO", key)
            placing.missing("comparator.placebo_agent")
    placing.missing("comparator.comparator_dose")


def _place_population(placing: Placing) -> None:
    facts = placing.facts
    for key, code in SUBTYPES.items():
        if placing.has(key):
            at = placing.row(f"population.subtypes[{code.lower()}]")
            placing.put(f"{at}.code", code, key)
            placing.put(f"{at}.patients", str(facts[key]), key)
    if placing.has("age_mean"):
        spread = f" ± {facts['age_sd']}" if placing.has("age_sd") else ""
        placing.put("population.age", f"mean {facts['age_mean']}{spread}", "age_mean")
        if spread:
            _say_sd(placing)
    elif placing.has("age_median"):
        placing.put("population.age", f"median {facts['age_median']}", "age_median")
    if placing.has("cancer_associated_n"):
        count = f"{facts['cancer_associated_n']}/{facts['n_enrolled']}"
        placing.put("population.cancer_associated", count, "cancer_associated_n")
    if str(facts["classification_criteria"] or "").startswith("Bohan"):
        placing.put("population.criteria", "BP1975", "classification_criteria")
    if str(facts["classification_criteria"] or "").startswith("EULAR"):
        placing.put("population.criteria", "EULARACR2017", "classification_criteria")


def _say_sd(placing: Placing) -> None:
    facts = placing.facts
    text = f"mean {facts['age_mean']} (SD {facts['age_sd']})"
    placing.put("population.age", text, "age_sd")


def _place_regimen(placing: Placing) -> None:
    facts = placing.facts
    _place_dose(placing)
    if placing.has("n_courses_min"):
        low, high = facts["n_courses_min"], facts["n_courses_max"]
        text = str(low) if low == high else f"{low}-{high}"
        if placing.has("n_courses_mean"):
            text = f"mean {facts['n_courses_mean']} (range {low}-{high})"
        placing.put(f"{_PHASE}.course.n_courses_given", text, "n_courses_min")
    if placing.has("course_duration_months_min"):
        low = facts["course_duration_months_min"]
        high = facts["course_duration_months_max"]
        text = f"{low} months" if low == high else f"{low}-{high} months"
        key = "course_duration_months_min"
        placing.put(f"{_PHASE}.course.duration", text, key)


def _place_dose(placing: Placing) -> None:
    """The dose as the reader of dose expressions reads it: what it can, no more."""
    if not placing.has("dose_reported_text"):
        return
    text = str(placing.facts["dose_reported_text"])
    reading = read_dose(text)
    if isinstance(reading, Problem):
        placing.unplaced.append(f"dose “{text}”: {reading.message}")
        return
    for number, phase in enumerate(reading.phases, start=1):
        at = placing.row(f"arms[ivig].phases[p{number}]")
        for name, value in fields_of(phase).items():
            placing.answers[f"{at}.{name}"] = value
            placing.cite(f"{at}.{name}", "dose_reported_text")
    key = "dose_g_per_kg_per_course"
    only = reading.phases[0]
    if placing.has(key) and only.expression not in _DERIVED_PER_COURSE:
        at = f"{_PHASE}.dose.g_per_kg_per_course"
        placing.put(at, str(placing.facts[key]), key)


def _place_outcomes(placing: Placing) -> None:
    facts = placing.facts
    for key, (row_id, code) in TEXT_ROWS.items():
        if _has_result(placing, key):
            _outcome(placing, row_id, code, key)
            placing.put(f"outcomes.rows[{row_id}].raw", str(facts[key]), key)
    for measure, code in (("strength", "STRENGTH"), ("ck", "ENZYMES")):
        if placing.has(f"{measure}_pre"):
            at = _outcome(placing, measure, code, f"{measure}_pre")
            for when, field_name in (("pre", "before"), ("post", "after")):
                key = f"{measure}_{when}"
                placing.put(f"{at}.{field_name}", str(facts[key]), key)
    if placing.has("ck_unit") and placing.has("ck_pre"):
        placing.put("outcomes.rows[ck].unit", str(facts["ck_unit"]), "ck_unit")
        placing.put("outcomes.rows[ck].instrument", "CK", "ck_unit")
    if placing.has("strength_scale_text") and "outcomes.rows[strength]" in placing.rows:
        at = "outcomes.rows[strength].instrument_name"
        placing.put(at, str(facts["strength_scale_text"]), "strength_scale_text")
    _place_responders(placing, "ivig", "response", "responders")
    _place_responders(
        placing, "comparator", "response_comparator", "comparator_responders"
    )


def _has_result(placing: Placing, key: str) -> bool:
    return placing.has(key) and not _NO_RESULT.search(str(placing.facts[key]))


def _outcome(placing: Placing, row_id: str, code: str, key: str) -> str:
    at = placing.row(f"outcomes.rows[{row_id}]")
    placing.put(f"{at}.outcome_code", code, key)
    placing.put(f"{at}.arm", "ivig", key)
    return at


def _place_responders(placing: Placing, arm: str, row_id: str, stem: str) -> None:
    facts = placing.facts
    printed = str(facts.get(f"{stem}_pct_reported") or "")
    percent = re.match(r"(\d+(?:\.\d+)?)%", printed)
    interval = re.search(r"95% CI ([\d.]+)-([\d.]+)", printed)
    counted = placing.has(f"{stem}_n")
    if not counted and not percent:
        return
    at = placing.row(f"outcomes.rows[{row_id}]")
    key = f"{stem}_n" if counted else f"{stem}_pct_reported"
    placing.put(f"{at}.outcome_code", "RESPONSE", key)
    placing.put(f"{at}.arm", arm, key)
    text = f"{facts[f'{stem}_n']}/{facts[f'{stem}_denominator']}" if counted else ""
    shown = percent.group(0) if percent else ""
    if counted and placing.page(key) != placing.page(f"{stem}_pct_reported"):
        shown, interval = "", None  # of another paper, which is quoted as printed
    if interval:
        shown += f", 95% CI {interval.group(1)}-{interval.group(2)}"
    if text and shown:
        text = f"{text} ({shown})"
    placing.put(f"{at}.responders", text or shown, key)
    if printed:
        placing.put(f"{at}.raw", printed, f"{stem}_pct_reported")
    definition = str(facts["response_definition"])
    # A definition that tells of IVIG has the counts of its patients, of no others.
    if placing.has("response_definition") and (
        arm == "ivig" or "IVIG" not in definition
    ):
        placing.put(f"{at}.responder_definition", definition, "response_definition")


def _place_safety(placing: Placing) -> None:
    facts = placing.facts
    if placing.has("ae_patients_n"):
        text = f"{facts['ae_patients_n']}/{facts['ae_denominator']}"
        placing.put("adverse_effects.any_ae", text, "ae_patients_n")
    said = [
        str(facts[key])
        for key in ("ae_text", "sae_text", "withdrawals_text")
        if placing.has(key)
    ]
    if said:
        placing.notes["adverse_effects.any_ae"] = "; ".join(said)


def _place_notes(placing: Placing) -> None:
    facts = placing.facts
    said = [str(facts[key]) for key in ("notes", "other_outcomes_text") if facts[key]]
    said += [str(one) for one in facts["contradictions"]]
    if said:
        placing.put("declarations.notes", "\n".join(said), "notes")
    for number, text in enumerate(facts["contradictions"], start=1):
        at = placing.row(f"declarations.contradictions[c{number}]")
        placing.put(f"{at}.field", str(text), "contradictions")


_STEPS: tuple[Callable[[Placing], None], ...] = (
    _place_same_words,
    _place_design,
    _place_population,
    _place_regimen,
    _place_outcomes,
    _place_safety,
    _place_notes,
)


def _place_reading(placing: Placing, reading: dict[str, Any]) -> None:
    """Enter what a phrase says, if the phrase really stands in the named fact."""
    key = reading["key"]
    fact = placing.facts.get(key)
    words = reading["words"]
    stands = " ".join(fact) if isinstance(fact, list) else str(fact)
    if fact is None or (words is not None and words not in stands):
        placing.unplaced.append(f"{key}: “{words}” does not stand in it")
        return
    if "path" in reading:
        placing.put(reading["path"], reading["text"], key)
        noted = reading["path"]
    else:
        at = placing.row(reading["row"])
        for name, text in reading["answers"].items():
            placing.put(f"{at}.{name}", text, key)
        noted = f"{at}.{next(iter(reading['answers']))}"
    if "note" in reading:
        placing.notes[noted] = reading["note"]


def _give_rows_their_words(
    placing: Placing, readings: Iterable[dict[str, Any]]
) -> None:
    """Keep a sentence in the rows that were read from it, not beside other results."""
    listed = list(readings)
    for key, (row_id, _code) in TEXT_ROWS.items():
        words = {
            one["row"]: one["words"]
            for one in listed
            if one["key"] == key and one["words"] and "row" in one
        }
        own = f"outcomes.rows[{row_id}]"
        others = {f"{own}.before", f"{own}.after"} & placing.answers.keys()
        if words and own not in words and others:
            for at, said in words.items():
                placing.put(f"{at}.raw", said, key)
            del placing.answers[f"{own}.raw"]
            placing.evidence.pop(f"{own}.raw", None)


def _place_absences(placing: Placing) -> None:
    """What the collector looked for on the pages and did not see is "not in source"."""
    for key, path in SAME_WORDS.items():
        spec = the_form().field(path)
        wanted = not (spec.item.optional or spec.item.asked_when)
        if placing.facts.get(key) is None and wanted:
            placing.missing(path)
    for panel, keys in PANELS.items():
        path = f"outcomes.{panel}"
        told = next((key for key in keys if _has_result(placing, key)), "")
        if told:
            placing.put(path, "ASSESSED", told)
        else:
            placing.missing(path)
            unsaid = [str(placing.facts[k]) for k in keys if placing.has(k)]
            if unsaid:
                placing.notes[path] = "; ".join(unsaid)
