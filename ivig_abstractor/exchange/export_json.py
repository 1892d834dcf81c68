"""A whole review as JSON, verbatim, for scripts and statisticians."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

from ivig_abstractor.exchange.witness import Witness
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, REPLY, Abstraction
from ivig_abstractor.model.discrepancy import RESOLUTION
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.model.review import CONSENSUS, ReviewFacts, StudyFacts

ConsensusState: TypeAlias = Literal["complete", "reopened"]


def study_json(
    study_id: str,
    facts: StudyFacts,
    abstractions: Sequence[Abstraction],
    consensus_state: ConsensusState,
) -> dict[str, Any]:
    """One study with the answers of each reviewer, by path, as they are stored.

    A consensus is one more of them, with its state and its resolutions: whose answer
    was kept, why, and from which answers it was made.
    """
    return {
        "study_id": study_id,
        **facts.model_dump(mode="json"),
        "abstractions": [
            _consensus_json(one, consensus_state)
            if one.reviewer_id == CONSENSUS
            else _abstraction_json(one)
            for one in abstractions
        ],
    }


def review_json(
    facts: ReviewFacts, studies: Iterable[dict[str, Any]], witness: Witness
) -> str:
    """The file: sorted keys, UTF-8, the same bytes for the same review."""
    whole = {
        "format": "ivig-abstractor-review",
        "form_version": FORM_VERSION,
        "review": facts.model_dump(mode="json"),
        "state_sha256": witness.state,
        "audit_heads": dict(witness.heads),
        "app_version": witness.app_version,
        "studies": list(studies),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _abstraction_json(abstraction: Abstraction) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for placed in abstraction.walk():
        stored = abstraction.entries.get((placed.path, ANSWER))
        if stored is not None:
            answers[placed.path] = stored
    resolutions = _facet(abstraction, RESOLUTION)
    return {
        "reviewer_id": abstraction.reviewer_id,
        "complete": abstraction.is_complete,
        "answers": answers,
        "evidence": _facet(abstraction, EVIDENCE),
        "notes": _facet(abstraction, NOTE),
        "replies": _replies(abstraction),
        **({"resolutions": resolutions} if resolutions else {}),
    }


def _consensus_json(consensus: Abstraction, state: ConsensusState) -> dict[str, Any]:
    """One that was complete and is to be decided anew is not complete any more."""
    told = _abstraction_json(consensus)
    return told | {"state": state, "complete": state == "complete"}


def _facet(abstraction: Abstraction, facet: str) -> dict[str, Any]:
    return {
        path: value
        for (path, kept), value in sorted(abstraction.entries.items())
        if kept == facet
    }


def _replies(abstraction: Abstraction) -> list[dict[str, Any]]:
    return [
        {"path": path, "rule": rule, "reason": reply.reason, "to": reply.to}
        for path, facet in sorted(abstraction.entries)
        if facet.startswith(REPLY)
        and (reply := abstraction.reply(path, rule := facet.removeprefix(REPLY)))
    ]
