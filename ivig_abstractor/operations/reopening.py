"""Says which consensus a late correction reopens: before it is merged, and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE, Abstraction
from ivig_abstractor.operations.blinding import Parties, Party, waits, why_blinded
from ivig_abstractor.operations.correcting import corrections
from ivig_abstractor.operations.merge_plan import Address, Reopening
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconcile_case import Case

_MOST = 5


@dataclass(frozen=True, slots=True)
class Brought:
    """What a package brings of one reviewer: values by address, reasons by document."""

    reviewer_id: str
    said: Mapping[Address, JsonValue]
    reasons: Mapping[str, str]


def reopenings(
    review: OpenReview,
    brought: Brought,
    before: Sequence[Mapping[Address, JsonValue]] = (),
    *,
    is_merged: bool = False,
) -> tuple[Reopening, ...]:
    """The reconciliations that what a package brings opens again.

    `before` is what packages that are merged first bring; with `is_merged` all of it
    stands in the review already. Answers are told only where
    all reviewers have completed the study then, and this one may see them.
    """
    if review.copy_owner:
        return ()
    studies = {
        r.abstraction_ids(document)[0]
        for document, _path, _facet in brought.said
        if document.startswith(r.ABSTRACTION)
    }
    listed = (one for one in review.studies() if one in studies)
    known = Parties(review)
    layers = () if is_merged else (*before, brought.said)
    found = (
        _reopening(review, one, known.of(one), brought, layers)
        for one in listed
        if review.project.entries(r.consensus_document(one))
    )
    return tuple(one for one in found if one is not None)


def _reopening(
    review: OpenReview,
    study_id: str,
    parties: tuple[Party, ...],
    brought: Brought,
    layers: Sequence[Mapping[Address, JsonValue]],
) -> Reopening | None:
    document = r.abstraction_document(study_id, brought.reviewer_id)
    if not any(one.reviewer_id == brought.reviewer_id for one in parties):
        return None
    sides = tuple(_ahead(review, study_id, one.reviewer_id, layers) for one in parties)
    parties = tuple(
        replace(one, is_complete=side.is_complete)
        for one, side in zip(parties, sides, strict=True)
    )
    state = review.project.get(r.consensus_document(study_id), "", STATE)
    facts = review.study(study_id)
    who = review.facts(r.reviewer_document(brought.reviewer_id), r.ReviewerFacts)
    blank = Reopening(
        study_id=study_id,
        study=visible(facts.label or facts.key),
        reviewer=visible(who.name or who.initials),
        reason=visible(brought.reasons.get(document, "")),
        is_finished=state == "complete",
    )
    waiting = {one.reviewer_id for one in parties if not one.is_complete}
    if waits(review, parties) or why_blinded(review, study_id, parties):
        mine = brought.reviewer_id in waiting and (document, "", STATE) in brought.said
        return replace(blank, is_waiting=True) if mine and blank.is_finished else None
    return _with_lines(Case(review, study_id, (parties, sides)), blank, brought)


def _with_lines(case: Case, blank: Reopening, brought: Brought) -> Reopening | None:
    document = r.abstraction_document(case.study_id, brought.reviewer_id)
    touched = {path for where, path, _facet in brought.said if where == document}
    own = [one.reviewer_id for one in case.parties].index(brought.reviewer_id)
    said, path = [], ""
    for line in case.lines():
        at = line.compared.sides[own].path
        kept = case.resolution_at(line.compared.path)
        if line.is_settled or not (kept or blank.is_finished):
            continue
        changed = (
            at in touched
            if line.compared.spec
            else any(one == at or one.startswith(at + ".") for one in touched)
        )
        if not changed and at:
            continue
        for one in corrections(
            case.review, case.parties, case.sides, line.compared, kept
        ):
            if one.reviewer_id == brought.reviewer_id:
                path = path or line.compared.path
                said.append(
                    _("{field} {change}").format(
                        field=visible(
                            _with_place(line.label, line.place, line.compared)
                        ),
                        change=visible(one.change),
                    )
                )
    if not said:
        return None
    return replace(blank, path=path, changes=_shortened(said), count=len(said))


def _with_place(label: str, place: str, compared: object) -> str:
    row = "[" in getattr(compared, "path", "")
    return _("{field} ({place})").format(field=label, place=place) if row else label


def _shortened(said: Sequence[str]) -> tuple[str, ...]:
    left = len(said) - _MOST
    if left < 1:
        return tuple(said)
    more = ngettext("and {n} more", "and {n} more", left).format(n=left)
    return (*said[:_MOST], more)


def _ahead(
    review: OpenReview,
    study_id: str,
    reviewer_id: str,
    layers: Sequence[Mapping[Address, JsonValue]],
) -> Abstraction:
    """An abstraction as it will be once what is brought is taken in."""
    document = r.abstraction_document(study_id, reviewer_id)
    stored = review.project.entries(document)
    entries = {(one.path, one.facet): one.value for one in stored}
    for said in layers:
        for (where, path, facet), value in said.items():
            if where == document:
                entries[path, facet] = value
    listed = ((*at, value) for at, value in entries.items() if value is not None)
    return Abstraction(study_id, reviewer_id, listed)
