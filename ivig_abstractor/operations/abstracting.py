"""Everything a reviewer can do with an abstraction; each returns its `Changes`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fractional_indexing import generate_key_between

from ivig_abstractor.base import ids, paths
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.absence import blanks_to_set
from ivig_abstractor.model.abstraction import (
    ANSWER,
    EVIDENCE,
    NOTE,
    REPLY,
    ROW,
    STATE,
    Abstraction,
    encode,
)
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.checks.completion import blockers
from ivig_abstractor.model.checks.registry import check, reply_to, rules
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import FieldSpec, adapter
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.panels import panels_entered
from ivig_abstractor.model.progress import never_entered
from ivig_abstractor.model.reading import as_printed, read_answer
from ivig_abstractor.model.review import abstraction_document
from ivig_abstractor.model.starting import (
    answers_of_new_row,
    answers_of_new_study,
    parts_of_new_row,
)
from ivig_abstractor.operations.changes import BeforeCompletion, Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import (
    AbstractionLocked,
    CannotComplete,
    NotPossible,
)
from ivig_abstractor.store.records import Set

Answers = Mapping[str, Any]


def answer(review: OpenReview, study_id: str, path: str, value: object) -> Changes:
    """Set one answer: a value, `Missing`, `Unread`, or `None` to blank it.

    Raises:
        AppError: the abstraction is locked, or the answer could not be saved.
        ValueError: the value is not of the field's type.
    """
    spec = _spec(review, study_id, path)
    return answer_block(review, study_id, [(path, value)], _(spec.label))


def answer_text(review: OpenReview, study_id: str, path: str, text: str) -> Changes:
    """Read what was typed and set it; what cannot be read is kept as unread text.

    Raises:
        AppError: the abstraction is locked, or the answer could not be saved.
    """
    label = _(_spec(review, study_id, path).label)
    answers = text_as_answers(review.abstraction(study_id), path, text)
    return answer_block(review, study_id, answers, label)


def text_as_answers(
    abstraction: Abstraction, path: str, text: str
) -> list[tuple[str, object]]:
    """The answers that a typed text gives: to its field, and to others of its row."""
    form = abstraction.form
    spec = form.field(path)
    reading = read_answer(spec, text, arm_names(abstraction))
    if isinstance(reading, Problem):
        return [(path, Unread(unread=text))]
    beside = [(paths.join(paths.parent(path), name), one) for name, one in reading.also]
    return [(path, reading.value), *((at, o) for at, o in beside if form.knows(at))]


def text_as_answer(spec: FieldSpec, text: str, arms: Mapping[str, str]) -> object:
    """The answer that a typed text stands for, unread if it cannot be read."""
    reading = read_answer(spec, text, arms)
    return Unread(unread=text) if isinstance(reading, Problem) else reading.value


def answer_block(
    review: OpenReview,
    study_id: str,
    answers: Iterable[tuple[str, object]],
    label: str,
) -> Changes:
    """Set several answers as one operation (a paste, a fill down, a reading used).

    Raises:
        AppError: the abstraction is locked, or the answers could not be saved.
        ValueError: a value is not of its field's type.
    """
    document = _unlocked(review, study_id)
    sets = _answer_sets(review, study_id, document, answers)
    reveal = sets[0].path if sets else ""
    sets += _marks(review, study_id, sets)
    return review.perform(sets, label=label, study_id=study_id, reveal=reveal)


def miss_blanks(
    review: OpenReview, study_id: str, chosen: Iterable[str], code: MissingCode
) -> Changes:
    """Set blank fields to one missing code, as one operation.

    What is answered by now, is not asked, or may not be set with others is left alone.

    Raises:
        NotPossible: none of the fields may be set.
        AppError: the abstraction is locked, or the answers could not be saved.
    """
    _unlocked(review, study_id)
    abstraction = review.abstraction(study_id)
    wanted = set(chosen)
    still = [one for one in blanks_to_set(abstraction, code) if one in wanted]
    if not still:
        raise NotPossible(_("None of these fields is blank any more."))
    label = ngettext(
        "Set {n} blank field to {code}", "Set {n} blank fields to {code}", len(still)
    ).format(n=len(still), code=_(code.label))
    missing = Missing(missing=code)
    return answer_block(review, study_id, [(one, missing) for one in still], label)


def enter_facts(review: OpenReview, study_id: str) -> Changes:
    """Answer key, author and year, where blank, with what the study list says.

    Raises:
        NotPossible: none of them is blank, or the list does not say them.
        AppError: the abstraction is locked, or the answers could not be saved.
    """
    _unlocked(review, study_id)
    abstraction = review.abstraction(study_id)
    known = answers_of_new_study(review.study(study_id))
    blank = [one for one in known.items() if abstraction.get(one[0]) is None]
    if not blank:
        raise NotPossible(_("Nothing the study list says is blank in the form."))
    return answer_block(review, study_id, blank, _("Key, author and year"))


def before_completion(review: OpenReview, study_id: str) -> BeforeCompletion:
    """What to know before an abstraction is completed; nothing is changed.

    Raises:
        AppError: it is complete already.
    """
    _unlocked(review, study_id)
    abstraction = review.abstraction(study_id)
    return BeforeCompletion(
        tuple(blockers(abstraction, review.findings(abstraction))),
        tuple(never_entered(abstraction)),
    )


def paste_block(
    review: OpenReview,
    study_id: str,
    container: str,
    answers: Iterable[tuple[str, object]],
    rows: Sequence[Answers],
    label: str,
) -> Changes:
    """Answer fields of rows that exist and add new rows at the end, as one operation.

    Raises:
        AppError: the abstraction is locked, or the answers could not be saved.
        ValueError: a value is not of its field's type.
    """
    document = _unlocked(review, study_id)
    sets = _answer_sets(review, study_id, document, answers)
    reveal = sets[0].path if sets else ""
    added, first = _row_sets(review, study_id, document, container, rows, None)
    sets += added
    sets += _marks(review, study_id, sets)
    return review.perform(sets, label=label, study_id=study_id, reveal=reveal or first)


def repair(review: OpenReview, study_id: str, chosen: Repair) -> Changes:
    """Enter a likely right answer of a finding; what was printed is kept with it.

    Raises:
        AppError: the abstraction is locked, or the answer could not be saved.
    """
    abstraction = review.abstraction(study_id)
    arms = arm_names(abstraction)
    answers = []
    for path, text in chosen.sets:
        said = text_as_answer(_spec(review, study_id, path), text, arms)
        answers.append((path, as_printed(said, abstraction.get(path))))
    return answer_block(review, study_id, answers, chosen.label)


def _answer_sets(
    review: OpenReview,
    study_id: str,
    document: str,
    answers: Iterable[tuple[str, object]],
) -> list[Set]:
    sets = []
    for path, value in answers:
        checked = adapter(_spec(review, study_id, path)).validate_python(value)
        sets.append(Set(document, path, ANSWER, encode(checked)))
    return sets


def _marks(review: OpenReview, study_id: str, sets: Sequence[Set]) -> list[Set]:
    """What counts as answered with these answers: the panels that get a row."""
    said = {one.path: one.new for one in sets if one.facet == ANSWER}
    marked = panels_entered(review.abstraction(study_id), said)
    document = abstraction_document(study_id, review.reviewer_id)
    return [Set(document, path, ANSWER, encode(one)) for path, one in marked.items()]


def cite(
    review: OpenReview, study_id: str, path: str, evidence: Sequence[Evidence]
) -> Changes:
    """Set the evidence of an answer; an empty sequence removes it."""
    document = _unlocked(review, study_id)
    kept: JsonValue = [
        one.model_dump(mode="json", exclude_defaults=True) for one in evidence
    ]
    one = Set(document, path, EVIDENCE, kept or None)
    label = _("Evidence of {field}").format(field=_field_label(review, study_id, path))
    return review.perform([one], label=label, study_id=study_id, reveal=path)


def annotate(review: OpenReview, study_id: str, path: str, note: str) -> Changes:
    """Set the note beside an answer; empty text removes it."""
    document = _unlocked(review, study_id)
    label = _("Note on {field}").format(field=_field_label(review, study_id, path))
    one = Set(document, path, NOTE, note or None)
    return review.perform([one], label=label, study_id=study_id, reveal=path)


def reply(
    review: OpenReview, study_id: str, path: str, rule: str, reason: str
) -> Changes:
    """Answer a query with a reason; empty text takes the answer back.

    The reason is kept with what the query says now, and holds while it says so.
    """
    document = _unlocked(review, study_id)
    kept = _reply(review, study_id, path, rule, reason.strip())
    one = Set(document, path, REPLY + rule, kept)
    label = _("Answer to {rule}").format(rule=rule)
    return review.perform([one], label=label, study_id=study_id, reveal=path)


def _reply(
    review: OpenReview, study_id: str, path: str, rule: str, reason: str
) -> JsonValue:
    if not reason:
        return None
    abstraction = review.abstraction(study_id)
    known = [rule] if rule in rules() else []
    found = check(abstraction, review.context(study_id), known)
    asked = [one for one in found if one.path == path]
    if not asked:
        raise NotPossible(
            _("The query {rule} is not asked here any more.").format(rule=rule),
            _("Look at the findings again."),
        )
    return reply_to(asked, abstraction, reason).as_json()


def add_row(
    review: OpenReview,
    study_id: str,
    container: str,
    after: str | None = None,
    answers: Answers | None = None,
) -> Changes:
    """Add a row behind the row `after`, or at the end; `answers` by field name."""
    return add_rows(review, study_id, container, [answers or {}], after=after)


def add_rows(
    review: OpenReview,
    study_id: str,
    container: str,
    rows: Sequence[Answers],
    label: str = "",
    after: str | None = None,
) -> Changes:
    """Add several rows as one operation, behind the row `after` or at the end."""
    document = _unlocked(review, study_id)
    sets, reveal = _row_sets(review, study_id, document, container, rows, after)
    one = _row_word(review.abstraction(study_id), container)
    sets += _marks(review, study_id, sets)
    return review.perform(
        sets,
        label=label or _("Add {row}").format(row=one),
        study_id=study_id,
        reveal=reveal,
    )


def _row_sets(
    review: OpenReview,
    study_id: str,
    document: str,
    container: str,
    rows: Sequence[Answers],
    after: str | None,
) -> tuple[list[Set], str]:
    """The entries of new rows behind the row `after`, and the first row's path."""
    abstraction = review.abstraction(study_id)
    before, behind = _neighbours(abstraction, container, after)
    sets: list[Set] = []
    first = ""
    for said in rows:
        key = generate_key_between(before, behind)
        at = paths.row(container, str(ids.new_row_id()))
        first = first or at
        sets += _new_row(abstraction, document, at, key, said)
        before = key
    return sets, first


def remove_row(review: OpenReview, study_id: str, row_path: str) -> Changes:
    """Remove a row with all in it; the trail keeps its answers and undo finds them."""
    document = _unlocked(review, study_id)
    one = Set(document, row_path, ROW, None)
    word = _row_word(review.abstraction(study_id), _container(row_path))
    label = _("Remove {row}").format(row=word)
    return review.perform(
        [one], label=label, study_id=study_id, reveal=_container(row_path)
    )


def move_row(review: OpenReview, study_id: str, row_path: str, steps: int) -> Changes:
    """Move a row up (negative) or down by a number of rows, at most to the end."""
    document = _unlocked(review, study_id)
    abstraction = review.abstraction(study_id)
    container = _container(row_path)
    row_id = row_path[:-1].rpartition("[")[2]
    rows = abstraction.rows(container)
    if row_id not in rows:
        raise NotPossible(_("The row to move is no longer there."))
    at = rows.index(row_id)
    rows.remove(row_id)
    to = min(max(at + steps, 0), len(rows))
    before = _key(abstraction, container, rows[to - 1]) if to > 0 else None
    behind = _key(abstraction, container, rows[to]) if to < len(rows) else None
    sets = (
        [Set(document, row_path, ROW, generate_key_between(before, behind))]
        if to != at
        else []
    )
    label = _("Move {row}").format(row=_row_word(abstraction, container))
    return review.perform(sets, label=label, study_id=study_id, reveal=row_path)


def complete(review: OpenReview, study_id: str) -> Changes:
    """Complete and lock an abstraction.

    Raises:
        CannotComplete: with what is still open.
    """
    document = _unlocked(review, study_id)
    abstraction = review.abstraction(study_id)
    open_things = tuple(blockers(abstraction, review.findings(abstraction)))
    if open_things:
        raise CannotComplete(open_things)
    one = Set(document, "", STATE, "complete")
    return review.perform([one], label=_("Complete"), study_id=study_id, kind="barrier")


def reopen(review: OpenReview, study_id: str, reason: str) -> Changes:
    """Unlock a completed abstraction, with the reason for the audit trail.

    Raises:
        NotPossible: it is not complete, or no reason was given.
    """
    if not review.abstraction(study_id).is_complete:
        raise NotPossible(_("This abstraction is not complete, so it is open already."))
    if not reason.strip():
        raise NotPossible(
            _("A completed abstraction is reopened with a reason."),
            _("Write why it must be changed."),
        )
    document = abstraction_document(study_id, review.reviewer_id)
    one = Set(document, "", STATE, "in_progress")
    return review.perform(
        [one], label=_("Reopen"), study_id=study_id, kind="barrier", reason=reason
    )


def _new_row(
    abstraction: Abstraction, document: str, at: str, key: str, said: Answers
) -> list[Set]:
    """The entries of a new row: its place, what it starts with, and what it holds."""
    sets = [Set(document, at, ROW, key)]
    starting = answers_of_new_row(abstraction, at)
    for path, value in (
        starting | {paths.join(at, n): v for n, v in said.items()}
    ).items():
        checked = adapter(abstraction.form.field(path)).validate_python(value)
        if checked is not None:
            sets.append(Set(document, path, ANSWER, encode(checked)))
    for name in parts_of_new_row(at):
        inner = paths.row(paths.join(at, name), str(ids.new_row_id()))
        sets += _new_row(
            abstraction, document, inner, generate_key_between(None, None), {}
        )
    return sets


def _unlocked(review: OpenReview, study_id: str) -> str:
    if review.abstraction(study_id).is_complete:
        raise AbstractionLocked
    return abstraction_document(study_id, review.reviewer_id)


def _spec(review: OpenReview, study_id: str, path: str) -> FieldSpec:
    try:
        return review.abstraction(study_id).form.field(path)
    except KeyError:
        raise NotPossible(
            _("The form has no field “{path}”.").format(path=path)
        ) from None


def _field_label(review: OpenReview, study_id: str, path: str) -> str:
    form = review.abstraction(study_id).form
    return _(form.field(path).label) if form.knows(path) else path


def _container(row_path: str) -> str:
    return row_path[:-1].rpartition("[")[0]


def _key(abstraction: Abstraction, container: str, row_id: str) -> str:
    return str(abstraction.entries[paths.row(container, row_id), ROW])


def _neighbours(
    abstraction: Abstraction, container: str, after: str | None
) -> tuple[str | None, str | None]:
    rows = abstraction.rows(container)
    at = rows.index(after) + 1 if after in rows else len(rows)
    before = _key(abstraction, container, rows[at - 1]) if at > 0 else None
    behind = _key(abstraction, container, rows[at]) if at < len(rows) else None
    return before, behind


def _row_word(abstraction: Abstraction, container: str) -> str:
    pattern = paths.pattern_of(container) + "[]"
    for holder in abstraction.form.containers:
        if holder.pattern == pattern:
            return _(holder.repeat.one)
    return _(abstraction.form.repeats[pattern].repeat.one)
