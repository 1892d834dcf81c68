"""Builds the example review from the facts of real studies that are shipped."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from fractional_indexing import generate_key_between

from ivig_abstractor.base import ids
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.resources import resource
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, ROW, encode
from ivig_abstractor.model.answer import is_missing
from ivig_abstractor.model.codes import ExclusionReason, IncludeDecision
from ivig_abstractor.operations.example_placing import Placing, place
from ivig_abstractor.operations.facts import sets_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.records import Set

TITLE = "IVIG in adult polymyositis and dermatomyositis (example)"
_EXCLUSIONS = {
    "excluded_paediatric": "E-01",
    "excluded_ibm": "E-03",
    "excluded_route": "E-04",
    "excluded_case_report": "E-07",
    "extension": "E-10",
    "extension_imnm": "E-13",
    "ongoing": "E-14",
}
_PARTIAL = {"helmers2007": "E-03", "kamali2005": "E-08", "lee1995": "E-02"}


@dataclass(frozen=True, slots=True)
class ExampleSummary:
    """What the build placed, and what it could not."""

    path: Path
    included: int
    excluded: int
    placed: int
    not_in_source: int
    unplaced: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """The summary for the command line."""
        said = _(
            "{path}: {included} studies included, {excluded} excluded; "
            "{placed} answers placed, {absent} not in source, {unplaced} not placed"
        ).format(
            path=self.path,
            included=self.included,
            excluded=self.excluded,
            placed=self.placed,
            absent=self.not_in_source,
            unplaced=len(self.unplaced),
        )
        return "\n".join([said, *(f"  {key}: {what}" for key, what in self.unplaced)])


def build_example(target: Path, *, answered: bool = True) -> ExampleSummary:
    """Build the example review at `target`, which must not exist yet.

    With `answered` false, its studies are there and nobody has begun to abstract them.

    Raises:
        AppError: the file exists, or cannot be written.
    """
    studies = _studies()
    # The same row and study ids every time, so that two builds can be compared; but
    # a review of its own, or one build would seem to have lost another's changes.
    review_id = ids.new_review_id()
    with (
        ids.use(Random("example")),  # noqa: S311 - no secret, only repeatable
        OpenReview.create(
            target,
            title=TITLE,
            reviewer="Example reviewer",
            initials="EX",
            review_id=review_id,
        ) as review,
    ):
        placings = _add_all(review, studies, answered=answered)
    included = sum(1 for facts in studies if not _exclusion(facts))
    return ExampleSummary(
        path=target,
        included=included,
        excluded=len(studies) - included,
        placed=sum(_values(one) for one in placings),
        not_in_source=sum(len(one.answers) - _values(one) for one in placings),
        unplaced=tuple(
            (one.facts["id"], what) for one in placings for what in one.unplaced
        ),
    )


def example_entries() -> dict[str, list[tuple[str, str, JsonValue]]]:
    """What the example answers: of each study, path, facet and value."""
    return {
        placing.facts["id"]: [(s.path, s.facet, s.new) for s in _sets(placing, "")]
        for placing in _placings(_studies())
    }


def _studies() -> list[dict[str, Any]]:
    studies: list[dict[str, Any]] = json.loads(_text("example/studies.json"))["studies"]
    return studies


def _placings(studies: list[dict[str, Any]]) -> list[Placing]:
    readings = json.loads(_text("example/readings.json"))
    secondary = json.loads(_text("example/secondary.json"))
    placings: list[Placing] = []
    for facts in studies:
        own = [one for one in readings if one["study"] == facts["id"]]
        placing = place(facts, own, secondary)
        _decide(placing, _exclusion(facts))
        placings.append(placing)
    return placings


def _add_all(
    review: OpenReview, studies: list[dict[str, Any]], *, answered: bool
) -> list[Placing]:
    placings = _placings(studies)
    labels = _labels(studies)
    position: str | None = None
    for placing in placings:
        facts = placing.facts
        position = generate_key_between(position, None)
        study_id = facts["id"]
        sets = sets_of(
            r.study_document(study_id), _study_facts(facts, labels, position)
        )
        review.perform(sets, label=_("Add study"), kind="barrier")
        if answered:
            review.perform(
                _sets(placing, r.abstraction_document(study_id, review.reviewer_id)),
                label=_("Example answers"),
                study_id=study_id,
                kind="barrier",
            )
    return placings


def _decide(placing: Placing, exclusion: str) -> None:
    """Enter whether the study is in the review, and why not."""
    decided = IncludeDecision.EXCLUDE if exclusion else IncludeDecision.INCLUDE
    placing.answers["declarations.include_decision"] = decided
    if exclusion:
        reason = ExclusionReason(exclusion)
        placing.answers["declarations.exclusion_reason"] = reason


def _labels(studies: list[dict[str, Any]]) -> dict[str, str]:
    """Author and year where that tells a study apart, and the journal where not."""
    short = {one["id"]: str(one["label"]).partition(" (")[0] for one in studies}
    often = Counter(short.values())
    return {
        one["id"]: short[one["id"]] if often[short[one["id"]]] == 1 else one["label"]
        for one in studies
    }


def _study_facts(
    facts: dict[str, Any], labels: dict[str, str], position: str
) -> r.StudyFacts:
    code = _exclusion(facts)
    return r.StudyFacts(
        key=facts["id"],
        label=labels[facts["id"]],
        citation=facts["citation_unverified"] or facts["title"] or "",
        exclusion=code,
        exclusion_reason=facts["wang2012_basis"] if code else "",
        position=position,
    )


def _exclusion(facts: dict[str, Any]) -> str:
    return _PARTIAL.get(facts["id"]) or _EXCLUSIONS.get(facts["scope"], "")


def _sets(placing: Placing, document: str) -> list[Set]:
    sets: list[Set] = []
    last: dict[str, str | None] = {}
    for at in placing.rows:
        container = at[:-1].rpartition("[")[0]
        last[container] = generate_key_between(last.get(container), None)
        sets.append(Set(document, at, ROW, last[container]))
    for path, value in placing.answers.items():
        sets.append(Set(document, path, ANSWER, encode(value)))
    for path, cited in placing.evidence.items():
        kept = cited.model_dump(mode="json", exclude_defaults=True)
        sets.append(Set(document, path, EVIDENCE, [kept]))
    for path, note in placing.notes.items():
        sets.append(Set(document, path, NOTE, note))
    return sets


def _values(placing: Placing) -> int:
    return sum(1 for value in placing.answers.values() if not is_missing(value))


def _text(name: str) -> str:
    return Path(str(resource(name))).read_text(encoding="utf-8")
