"""Which answers a reviewer changed after they had been settled: old, new, when, why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE, Abstraction, decode
from ivig_abstractor.model.discrepancy import Compared
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.blinding import Party
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.settling import Correction, inputs_of

_ALL = -1


def corrections(
    review: OpenReview,
    parties: Sequence[Party],
    sides: Sequence[Abstraction],
    compared: Compared,
    kept: JsonValue,
) -> tuple[Correction, ...]:
    """Who changed what since a resolution was made; all of it new if there is none."""
    recorded = kept.get("inputs") if isinstance(kept, dict) else None
    now = inputs_of(compared, sides)
    found = []
    for party, side in zip(parties, sides, strict=True):
        said = now[party.reviewer_id]
        then = recorded.get(party.reviewer_id) if isinstance(recorded, dict) else None
        if _alike(then, said):
            continue
        before = _words(compared.spec, then, side, then=True)
        after = _words(compared.spec, said, side)
        if compared.spec is None and before == after:
            after = _("changed")
        at, reason = _told(review, side, said)
        name = _name(review, party.reviewer_id)
        found.append(
            Correction(party.letter, party.reviewer_id, name, before, after, at, reason)
        )
    return tuple(found)


def reason_to_reopen(
    review: OpenReview, document: str, before: int | None = None
) -> str:
    """Why a reviewer opened a completed abstraction again, the last time.

    `before` is the place of a change among all; a later opening is none of it.
    """
    for event in review.project.history(document, "", STATE, limit=_ALL):
        if before is not None and event.lamport > before:
            continue
        if event.new_value == "in_progress" and event.old_value == "complete":
            return event.reason
    return ""


def answer_words(
    spec: FieldSpec | None, answer: Any, side: Abstraction, *, is_there: bool = True
) -> str:
    """An answer in words, or whether the row is there."""
    if spec is None:
        return _("row") if is_there else _("no such row")
    if answer is None:
        return _("blank")
    return show_answer(spec, answer, arm_names(side))


def _words(
    spec: FieldSpec | None, said: JsonValue, side: Abstraction, *, then: bool = False
) -> str:
    path = said.get("path") if isinstance(said, dict) else ""
    value = said.get("answer") if isinstance(said, dict) else None
    if spec is None:
        return answer_words(None, None, side, is_there=bool(path))
    if then:
        answer = decode(spec, value) if value is not None else None
    else:
        answer = side.get(str(path)) if path else None
    return answer_words(spec, answer, side)


def _alike(then: JsonValue, now: JsonValue) -> bool:
    if not isinstance(then, dict) or not isinstance(now, dict):
        return not then and isinstance(now, dict) and not now["path"]
    return all(then.get(name) == now.get(name) for name in ("path", "answer"))


def _told(
    review: OpenReview, side: Abstraction, said: JsonValue
) -> tuple[datetime | None, str]:
    """When an answer was changed, and why the study had been opened for it."""
    document = r.abstraction_document(side.study_id, side.reviewer_id)
    path = str(said["path"]) if isinstance(said, dict) else ""
    events = review.project.history(document, path, ANSWER, limit=1) if path else []
    if not events:
        events = review.project.history(document, limit=1)
    if not events:
        return None, ""
    return events[0].at, reason_to_reopen(review, document, events[0].lamport)


def _name(review: OpenReview, reviewer_id: str) -> str:
    who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
    return who.name or who.initials
