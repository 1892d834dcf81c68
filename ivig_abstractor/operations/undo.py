"""Undo and redo as operations of their own: they write the earlier values back."""

from typing import Literal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.model.review import ABSTRACTION, abstraction_ids
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import AbstractionLocked
from ivig_abstractor.store.records import Set


def undo(review: OpenReview) -> Changes | None:
    """Take back the last operation of the current reviewer; `None` if there is none.

    Raises:
        AppError: it could not be saved, or its abstraction has been completed since.
    """
    if not review.undo_stack.done:
        return None
    operation_id, label, _study = review.undo_stack.done[-1]
    sets = [
        Set(c.document, c.path, c.facet, c.old)
        for c in reversed(review.project.operation_changes(operation_id))
    ]
    return _write(review, sets, "undo", operation_id, label)


def redo(review: OpenReview) -> Changes | None:
    """Do again what was undone last; `None` if there is nothing.

    Raises:
        AppError: it could not be saved.
    """
    if not review.undo_stack.undone:
        return None
    operation_id, label, _study = review.undo_stack.undone[-1]
    sets = [
        Set(c.document, c.path, c.facet, c.new)
        for c in review.project.operation_changes(operation_id)
    ]
    return _write(review, sets, "redo", operation_id, label)


def _write(
    review: OpenReview,
    sets: list[Set],
    kind: Literal["undo", "redo"],
    target: str,
    label: str,
) -> Changes:
    said = next((s for s in sets if s.document.startswith(ABSTRACTION)), None)
    study_id = abstraction_ids(said.document)[0] if said else ""
    if said and review.project.get(said.document, "", STATE) == "complete":
        raise AbstractionLocked
    words = _("Undo {what}") if kind == "undo" else _("Redo {what}")
    done = review.perform(
        sets,
        label=label,
        study_id=study_id,
        reveal=said.path if said else "",
        kind=kind,
        target=target,
        reason=words.format(what=label),
    )
    if not done.changes:
        # Nothing to write back (it was undone by other means): do not offer it again.
        review.undo_stack.push("", kind, label, target)
    return done
