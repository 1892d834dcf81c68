"""Undo and redo as operations of their own: they write the earlier values back."""

from dataclasses import replace
from typing import Literal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.matching import named, ranked
from ivig_abstractor.model.review import ABSTRACTION, abstraction_ids
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import AbstractionLocked
from ivig_abstractor.operations.undo_stack import Step
from ivig_abstractor.store.records import Changed, Set


def undo(review: OpenReview) -> Changes | None:
    """Take back the last operation of the current reviewer; `None` if there is none.

    What was kept of a choice while it was typed goes back with the choice.

    Raises:
        AppError: it could not be saved, or its abstraction has been completed since.
    """
    if not review.undo_stack.done:
        return None
    operation_id, label, _study = review.undo_stack.done[-1]
    changed = review.project.operation_changes(operation_id)
    sets = [Set(c.document, c.path, c.facet, c.old) for c in reversed(changed)]
    done = _write(review, sets, "undo", operation_id, label)
    below = _next(review, review.undo_stack.done)
    if len(below) == 1 and any(_is_draft_of(below[0], one) for one in changed):
        return _joined(done, undo(review))
    return done


def redo(review: OpenReview) -> Changes | None:
    """Do again what was undone last; `None` if there is nothing.

    Raises:
        AppError: it could not be saved.
    """
    if not review.undo_stack.undone:
        return None
    operation_id, label, _study = review.undo_stack.undone[-1]
    changed = review.project.operation_changes(operation_id)
    sets = [Set(c.document, c.path, c.facet, c.new) for c in changed]
    done = _write(review, sets, "redo", operation_id, label)
    above = _next(review, review.undo_stack.undone)
    if len(changed) == 1 and any(_is_draft_of(changed[0], one) for one in above):
        return _joined(done, redo(review))
    return done


def _next(review: OpenReview, steps: list[Step]) -> list[Changed]:
    return review.project.operation_changes(steps[-1].operation_id) if steps else []


def _is_draft_of(one: Changed, later: Changed) -> bool:
    """Say whether a change kept what was typed of a choice that was made next."""
    at, then = (one.document, one.path), (later.document, later.path)
    if at != then or not one.facet == later.facet == ANSWER or later.old != one.new:
        return False
    form = the_form()
    typed = _typed(one.new)
    if not typed or not form.knows(one.path):
        return False
    if (on := _typed(later.new)) is not None:
        return on.startswith(typed)
    # Text that is the beginning of none of them was meant as it stood.
    last = typed.rpartition(";")[2]
    fitting = ranked(map(named, form.field(one.path).options), last)
    made = later.new if isinstance(later.new, list) else [later.new]
    return any(code in made for _fit, code in fitting)


def _typed(value: JsonValue) -> str | None:
    """The text of what is kept unread."""
    text = value.get("unread") if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _joined(first: Changes, second: Changes | None) -> Changes:
    """Two steps as one: what changed in both, and what is so after the second."""
    if second is None:
        return first
    return replace(second, changes=(*first.changes, *second.changes))


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
