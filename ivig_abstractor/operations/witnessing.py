"""Says by what the state of a review is known, for every export to carry."""

import json
from hashlib import sha256

from ivig_abstractor import __version__
from ivig_abstractor.exchange.witness import Witness
from ivig_abstractor.model import review as r
from ivig_abstractor.operations.open_review import OpenReview

_KINDS = (r.REVIEW, r.REVIEWER, r.STUDY, r.ABSTRACTION)


def witness_of(review: OpenReview) -> Witness:
    """What an export of this review says of its state."""
    return Witness(state_hash(review), review.project.heads(), __version__)


def state_hash(review: OpenReview) -> str:
    """The SHA-256 of all values as they stand, document by document."""
    digest = sha256()
    for kind in _KINDS:
        for document in sorted(review.project.documents(kind)):
            entries = sorted(review.project.entries(document))
            told = [document, [[one.path, one.facet, one.value] for one in entries]]
            text = json.dumps(
                told, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            digest.update(text.encode("utf-8") + b"\n")
    return digest.hexdigest()
