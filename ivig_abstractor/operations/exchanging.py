"""Exports of the review and of the form, written whole or not at all."""

from pathlib import Path

from ivig_abstractor.base.files import write_text
from ivig_abstractor.base.i18n import _
from ivig_abstractor.exchange.codebook import codebook
from ivig_abstractor.exchange.export_json import (
    ConsensusState,
    review_json,
    study_json,
)
from ivig_abstractor.exchange.json_schema import json_schema_text
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.blinding import Parties
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconciling import (
    reopened_consensus,
    settled_consensus,
)
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.witnessing import witness_of


def export_json(review: OpenReview, target: Path) -> None:
    """Write the current reviewer's answers to all studies as JSON, verbatim.

    Once the consensus of a study was complete, it and all answers it has are there too,
    with its state: `complete`, or `reopened` while it is to be decided anew.

    Raises:
        AppError: the file could not be written, or would replace a review.
    """
    refuse_review_as_target(review.path, target)
    known = Parties(review)
    studies = []
    for study_id, facts in review.studies().items():
        told = [review.abstraction(study_id)]
        state, consensus = _consensus(review, study_id, known)
        if consensus:
            told = [
                review.read_abstraction(study_id, one.reviewer_id)
                for one in known.of(study_id)
            ]
            told.append(consensus)
        studies.append(study_json(study_id, facts, told, state))
    about = review.facts(r.REVIEW, r.ReviewFacts)
    write_text(target, review_json(about, studies, witness_of(review)))


def _consensus(
    review: OpenReview, study_id: str, known: Parties
) -> tuple[ConsensusState, Abstraction | None]:
    """The consensus of a study and its state, if it was complete once."""
    settled = settled_consensus(review, study_id, known)
    if settled is not None:
        return "complete", settled
    return "reopened", reopened_consensus(review, study_id, known)


def write_schema(target: Path) -> None:
    """Write the JSON Schema of the form."""
    write_text(target, json_schema_text())


def write_codebook(target: Path) -> None:
    """Write the codebook of the form in Markdown."""
    write_text(target, codebook(the_form()))


def refuse_review_as_target(review: Path, target: Path) -> None:
    """Refuse to write over the review, or over any other review.

    Raises:
        NotPossible: `target` is a review file.
    """
    same = target.exists() and review.exists() and target.samefile(review)
    if same or target.suffix.lower() == ".ivig":
        raise NotPossible(
            _("“{name}” is a review, and an export would replace it.").format(
                name=target.name
            ),
            _("Choose another name for the export."),
        )
