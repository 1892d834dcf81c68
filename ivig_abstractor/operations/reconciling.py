"""Reconciles the abstractions of a study: pair, decide, complete the consensus."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ROW, STATE, Abstraction, encode
from ivig_abstractor.model.discrepancy import (
    PAIRING,
    RESOLUTION,
    Compared,
    PairedRow,
)
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import adapter
from ivig_abstractor.operations.abstracting import text_as_answer
from ivig_abstractor.operations.blinding import (
    Parties,
    Party,
    record_look,
    refuse_blinded,
    waits,
    why_blinded,
)
from ivig_abstractor.operations.changes import Changes, ReviewerLine, StudyLine
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import reviewers
from ivig_abstractor.operations.reconcile_case import OTHER, Case
from ivig_abstractor.operations.refusals import AbstractionLocked, NotPossible
from ivig_abstractor.operations.settling import (
    Line,
    arms_of_consensus,
    inputs_of,
)
from ivig_abstractor.store.records import Set

How = Literal["confirmed", "drawn"]
Standing = Literal["waiting", "ready", "in_progress", "complete"]


class ConsensusOpen(NotPossible):
    """A consensus cannot be completed while `open_lines` or `errors` are there."""

    def __init__(
        self, open_lines: tuple[Line, ...], errors: tuple[Finding, ...]
    ) -> None:
        said = [
            ngettext("{n} line to decide", "{n} lines to decide", len(open_lines)),
            ngettext("{n} error", "{n} errors", len(errors)),
        ]
        counts = [len(open_lines), len(errors)]
        listed = [one.format(n=n) for one, n in zip(said, counts, strict=True) if n]
        super().__init__(
            _("The consensus cannot be completed yet: {listed} left.").format(
                listed=_(" and ").join(listed)
            ),
            _("Go through the list, decide each, and complete it again."),
        )
        self.open_lines = open_lines
        self.errors = errors


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One of the reviewers whose abstractions are compared."""

    letter: str
    reviewer: ReviewerLine
    is_complete: bool
    completed_at: datetime | None
    duty: r.Duty = r.Duty.ABSTRACT


@dataclass(frozen=True, slots=True)
class ReconcileLine:
    """One study in the list of reconciliations.

    `open` and `settled` count lines; `None` while nobody has begun to settle them, and
    they were not compared since the last change. `why` says why it cannot be
    reconciled yet.
    """

    study_id: str
    key: str
    label: str
    parties: tuple[PartyLine, ...]
    status: Standing
    open: int | None
    settled: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Everything the screen shows of one study: pairs, lines, sides, consensus.

    `sides` stand in the order of `parties`; `reopened_by` names, in sentences, later
    corrections that reopened a decision.
    """

    study: StudyLine
    parties: tuple[PartyLine, ...]
    adjudicator: ReviewerLine
    rows: tuple[PairedRow, ...]
    remarks: tuple[str, ...]
    lines: tuple[Line, ...]
    sides: tuple[Abstraction, ...]
    consensus: Abstraction
    findings: tuple[Finding, ...]
    is_started: bool
    is_complete: bool
    is_writable: bool
    reopened_by: tuple[str, ...] = ()

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What has to be decided."""
        return tuple(one for one in self.lines if one.is_open)

    @property
    def queries(self) -> tuple[Finding, ...]:
        """What the checks ask of the consensus; it does not keep it from completion."""
        return tuple(
            one
            for one in self.findings
            if one.severity is Severity.QUERY and one.is_open
        )

    @property
    def left(self) -> int:
        """How many lines still keep the consensus from being completed."""
        return len(self.lines) - self.settled

    @property
    def settled(self) -> int:
        """How many lines need nothing more."""
        return sum(one.is_settled for one in self.lines)


def prepare(review: OpenReview) -> bool:
    """Load what comparing needs, so that the first comparison does not wait for it.

    Says whether it did: a review that nobody abstracts twice needs nothing of it.
    """
    documents = review.project.documents(r.ABSTRACTION)
    whose = {r.abstraction_ids(one)[1] for one in documents} - {r.CONSENSUS}
    if len(whose) < 2 and not review.project.documents(r.ASSIGNMENT):
        return False
    import scipy.optimize
    import scipy.special  # noqa: F401

    return True


def reconcile_list(review: OpenReview) -> tuple[ReconcileLine, ...]:
    """The included studies with their reviewers, and how far each reconciliation is."""
    known = Parties(review)
    lines = {one.reviewer_id: one for one in reviewers(review)}
    summaries = review.project.summaries()
    newest = review.project.newest(r.ABSTRACTION)
    found = []
    for study_id, facts in review.studies().items():
        parties = known.of(study_id)
        if facts.exclusion or not parties:
            continue
        document = r.consensus_document(study_id)
        why = why_blinded(review, study_id, parties)
        said = summaries.get(document)
        if not _is_fresh(said, newest, study_id, parties):
            begun = document in newest and not (why or waits(review, parties))
            said = _count(review, study_id, parties) if begun else None
        counts = said if isinstance(said, dict) else {}
        still_open, settled = counts.get("open"), counts.get("settled")
        is_signed = review.project.get(document, "", STATE) == "complete"
        standing: Standing = "ready"
        if why:
            standing = "waiting"
        elif is_signed and not still_open:
            standing = "complete"
        elif document in newest:
            standing = "in_progress"
        found.append(
            ReconcileLine(
                study_id=study_id,
                key=facts.key,
                label=facts.label or facts.key,
                parties=_party_lines(review, study_id, parties, lines),
                status=standing,
                open=still_open if isinstance(still_open, int) else None,
                settled=settled if isinstance(settled, int) else None,
                why=why,
            )
        )
    return tuple(found)


def count_open(review: OpenReview, study_id: str) -> tuple[int, int] | None:
    """How many lines of a study are open and settled; `None` while it is blinded."""
    parties = Parties(review).of(study_id)
    if why_blinded(review, study_id, parties) or waits(review, parties):
        return None
    found = _count(review, study_id, parties)
    return int(str(found["open"])), int(str(found["settled"]))


def open_reconciliation(review: OpenReview, study_id: str) -> Reconciliation:
    """The abstractions of a study side by side, with what is settled and what is open.

    Writes the look into the audit trail.

    Raises:
        Blinded: somebody has not completed the study.
    """
    case = Case(review, study_id)
    lines = {one.reviewer_id: one for one in reviewers(review)}
    listed = case.lines()
    signed = case.consensus.is_complete
    _keep_summary(case, listed)
    return Reconciliation(
        study=review.line(study_id),
        parties=_party_lines(review, study_id, case.parties, lines),
        adjudicator=lines[review.reviewer_id],
        rows=case.alignment.rows,
        remarks=tuple(case.alignment.remarks),
        lines=listed,
        sides=tuple(case.sides),
        consensus=case.consensus,
        findings=review.findings(case.consensus),
        is_started=bool(case.consensus.entries),
        is_complete=signed and all(one.is_settled for one in listed),
        is_writable=not review.read_only
        and _may_decide(review)
        and not waits(review, case.parties),
        reopened_by=_reopened_by(case, listed),
    )


def settled_consensus(
    review: OpenReview, study_id: str, known: Parties | None = None
) -> Abstraction | None:
    """The consensus of a study if it is complete and nothing was reopened since.

    `known` spares reading the reviewers again when many studies are asked for.
    """
    document = r.consensus_document(study_id)
    if review.project.get(document, "", STATE) != "complete":
        return None
    parties = (known or Parties(review)).of(study_id)
    # What somebody has reopened is no settled answer, whoever asks.
    if why_blinded(review, study_id, parties) or waits(review, parties):
        return None
    newest = review.project.newest(r.ABSTRACTION + study_id)
    said = review.project.summary(document)
    if not _is_fresh(said, newest, study_id, parties):
        said = _count(review, study_id, parties)
    still_open = said["open"] if isinstance(said, dict) else 1
    return None if still_open else review.read_abstraction(study_id, r.CONSENSUS)


def reopened_consensus(
    review: OpenReview, study_id: str, known: Parties
) -> Abstraction | None:
    """The consensus of a study that was complete once and is open again.

    Somebody reopened it, or corrected an answer since. While a reviewer's own answers
    are reopened, nobody is told it. The look is written into the audit trail.
    """
    state = review.project.get(r.consensus_document(study_id), "", STATE)
    parties = known.of(study_id)
    if not state or why_blinded(review, study_id, parties) or waits(review, parties):
        return None
    if settled_consensus(review, study_id, known) is not None:
        return None
    record_look(review, study_id, parties)
    return review.read_abstraction(study_id, r.CONSENSUS)


def start(review: OpenReview, study_id: str) -> Changes:
    """Fill in what both say: rows that all have, and answers that are the same.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets, filled = case.fill(normalised=False)
    label = ngettext(
        "Fill in {n} agreed field", "Fill in {n} agreed fields", filled
    ).format(n=filled)
    return case.perform(sets, label)


def accept_normalised(review: OpenReview, study_id: str) -> Changes:
    """Accept, in one step, all answers that are the same after normalising.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets, filled = case.fill(normalised=True)
    label = ngettext(
        "Accept {n} answer that is the same after normalising",
        "Accept {n} answers that are the same after normalising",
        filled,
    ).format(n=filled)
    return case.perform(sets, label)


def decide(
    review: OpenReview,
    study_id: str,
    path: str,
    kept: str,
    *,
    answer: object = None,
    reason: str = "",
) -> Changes:
    """Settle one discrepancy: keep a reviewer's answer by letter, or another one.

    At a row that somebody lacks, the letter of a reviewer who has it keeps the row with
    all in it, the letter of one who lacks it drops it.

    Raises:
        NotPossible: a reason is missing, or there is nothing to decide.
        AppError: it is blinded, complete, or could not be saved.
        ValueError: the answer is not of the field's type.
    """
    case = _unlocked(review, study_id)
    compared = case.find(path)
    label = _("Decide {field}").format(field=case.line(compared).label)
    sets = _decision_sets(case, compared, kept, answer, reason)
    return case.perform(sets, label, reveal=path)


def decide_text(
    review: OpenReview, study_id: str, path: str, text: str, reason: str
) -> Changes:
    """Settle a discrepancy with what was typed, which neither reviewer answered.

    Raises:
        NotPossible: a reason is missing, or the text cannot be read as this field.
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    compared = case.find(path)
    if compared.spec is None:
        raise NotPossible(_("A row is kept or dropped; it has no answer of its own."))
    arms = arms_of_consensus(case.consensus, case.sides, case.alignment.rows)
    read = text_as_answer(compared.spec, text, arms)
    value = encode(adapter(compared.spec).validate_python(read))
    if isinstance(value, dict) and "unread" in value:
        raise NotPossible(
            _("“{text}” cannot be read as {field}.").format(
                text=text, field=_(compared.spec.label)
            ),
            _("The consensus holds only answers that can be read."),
        )
    return decide(review, study_id, path, OTHER, answer=read, reason=reason)


def decide_many(
    review: OpenReview,
    study_id: str,
    wanted: Iterable[tuple[str, str]],
    reason: str = "",
) -> Changes:
    """Settle several discrepancies, each by a letter, as one step of undo.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets: list[Set] = []
    count = 0
    for path, kept in wanted:
        sets += _decision_sets(case, case.find(path), kept, None, reason)
        count += 1
    label = ngettext("Decide {n} field", "Decide {n} fields", count).format(n=count)
    return case.perform(sets, label)


def confirm_all(review: OpenReview, study_id: str) -> Changes:
    """Confirm, in one step, what was decided wherever all reviewers say it by now.

    Each decision stays whose it was, with its reason.

    Raises:
        NotPossible: nothing that is open again is confirmed by all.
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    found = [one for one in case.lines() if one.confirms and one.decision]
    if not found:
        raise NotPossible(
            _("Nothing that is open again is answered by all as it was decided.")
        )
    sets = _reopened_state(case)
    for one in found:
        if one.decision:
            kept, reason = one.decision.kept, one.decision.reason
            sets.append(case.resolution(one.compared, kept, reason))
    label = ngettext("Confirm {n} decision", "Confirm {n} decisions", len(found))
    return case.perform(sets, label.format(n=len(found)))


def undecide(review: OpenReview, study_id: str, path: str) -> Changes:
    """Open again what was agreed or decided; the consensus keeps its answer until then.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    compared = case.find(path)
    one = case.resolution(compared, "")
    label = _("Open again {field}").format(field=case.line(compared).label)
    return case.perform([one], label, reveal=path)


def pair(
    review: OpenReview, study_id: str, row_a: str, row_b: str, how: How = "drawn"
) -> Changes:
    """Say that two rows are about the same thing; `row_a` is the row of the consensus.

    Args:
        review: the open review.
        study_id: the study.
        row_a: the row's path in the first abstraction that has it.
        row_b: the row's path in the other abstraction.
        how: `confirmed` for a proposed pair, `drawn` for one made by hand.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets = _pairing_sets(case, row_a, row_b, how)
    label = _("Confirm pair") if how == "confirmed" else _("Draw pair")
    return case.perform(sets, label, reveal=row_a)


def split(review: OpenReview, study_id: str, row_a: str, row_b: str) -> Changes:
    """Say that two rows are about different things.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets = _pairing_sets(case, row_a, row_b, "split")
    return case.perform(sets, _("Split pair"), reveal=row_a)


def forget_pair(review: OpenReview, study_id: str, row_a: str, row_b: str) -> Changes:
    """Leave the pairing of two rows to the program again.

    Raises:
        AppError: it is blinded, complete, or could not be saved.
    """
    case = _unlocked(review, study_id)
    sets = _pairing_sets(case, row_a, row_b, None)
    return case.perform(sets, _("Forget pair"), reveal=row_a)


def complete_consensus(review: OpenReview, study_id: str) -> Changes:
    """Complete the consensus: everything decided, and no error in it.

    Rows and answers that all agree on are filled in if they were not yet.

    Raises:
        ConsensusOpen: with what is still open.
        AppError: it is blinded, complete already, or could not be saved.
    """
    case = _unlocked(review, study_id)
    lines = case.lines()
    still_open = tuple(one for one in lines if not one.is_settled)
    sets, _filled = case.fill(normalised=False)
    sets += _orphans(case)
    ahead = case.consensus.copy()
    for one in sets:
        ahead.put(one.path, one.facet, one.new)
    errors = tuple(
        one for one in review.findings(ahead) if one.severity is Severity.ERROR
    )
    if still_open or errors:
        raise ConsensusOpen(still_open, errors)
    sets.append(Set(case.document, "", STATE, "complete"))
    return case.perform(sets, _("Complete consensus"), kind="barrier")


def reopen_consensus(review: OpenReview, study_id: str, reason: str) -> Changes:
    """Open a completed consensus again, with the reason for the audit trail.

    Raises:
        NotPossible: it is not complete, or no reason was given.
    """
    refuse_blinded(review, study_id)
    _refuse_role(review)
    document = r.consensus_document(study_id)
    if review.project.get(document, "", STATE) != "complete":
        raise NotPossible(_("This consensus is not complete, so it is open already."))
    if not reason.strip():
        raise NotPossible(
            _("A completed consensus is reopened with a reason."),
            _("Write why it must be changed."),
        )
    one = Set(document, "", STATE, "in_progress")
    return review.perform(
        [one],
        label=_("Reopen consensus"),
        study_id=study_id,
        kind="barrier",
        reason=reason,
    )


def _unlocked(review: OpenReview, study_id: str) -> Case:
    """The case of a study that the current reviewer may decide.

    A completed consensus is locked, except for what a later correction has reopened.
    """
    _refuse_role(review)
    case = Case(review, study_id)
    waiting = waits(review, case.parties)
    if waiting:
        raise NotPossible(waiting)  # an adjudicator may look before that, not decide
    if case.consensus.is_complete and all(one.is_settled for one in case.lines()):
        raise AbstractionLocked
    return case


def _may_decide(review: OpenReview) -> bool:
    who = review.facts(r.reviewer_document(review.reviewer_id), r.ReviewerFacts)
    return who.role in (r.Role.LEAD, r.Role.ADJUDICATOR)


def _refuse_role(review: OpenReview) -> None:
    if not _may_decide(review):
        raise NotPossible(
            _("Differences are decided by the lead or an adjudicator."),
            _("Ask the lead to make you an adjudicator."),
        )


def _decision_sets(
    case: Case, compared: Compared, kept: str, answer: object, reason: str
) -> list[Set]:
    if kept == OTHER and not reason.strip():
        raise NotPossible(
            _("A consensus that neither reviewer answered needs a reason."),
            _("Write why."),
        )
    sets = _reopened_state(case)
    if compared.spec is None:
        sets += _row_sets(case, compared, kept)
    elif kept == OTHER:
        value = encode(adapter(compared.spec).validate_python(answer))
        sets += case.copied(compared, value, None)
    else:
        value, _own, side = case.answer_of(compared, kept)
        sets += case.copied(compared, value, side)
    sets.append(case.resolution(compared, kept, reason))
    return sets


def _row_sets(case: Case, compared: Compared, kept: str) -> list[Set]:
    if kept == OTHER:
        raise NotPossible(
            _("A row is kept or dropped; it has no answer of its own."),
            _("Take the side of a reviewer who has it, or of one who does not."),
        )
    _value, own, side = case.answer_of(compared, kept)
    if own:
        return case.whole_row(compared, side)
    return [Set(case.document, compared.path, ROW, None)]


def _reopened_state(case: Case) -> list[Set]:
    """A decision in a completed consensus opens it: it must be completed again."""
    if case.consensus.is_complete:
        return [Set(case.document, "", STATE, "in_progress")]
    return []


def _pairing_sets(case: Case, row_a: str, row_b: str, value: str | None) -> list[Set]:
    id_a, id_b = _row_id(row_a), _row_id(row_b)
    if paths.pattern_of(row_a) != paths.pattern_of(row_b) or not id_a or not id_b:
        raise NotPossible(_("Only two rows of the same table can be paired."))
    sets = [
        *_reopened_state(case),
        Set(case.document, row_a, PAIRING + id_b, value),
    ]
    if value in ("drawn", "confirmed"):
        # Each row has one partner: what was drawn before for either gives way.
        for (path, facet), held in case.consensus.entries.items():
            if facet.startswith(PAIRING) and held in ("drawn", "confirmed"):
                one = (_row_id(path), facet.removeprefix(PAIRING))
                clash = (one[0] == id_a) != (one[1] == id_b)
                if clash and paths.pattern_of(path) == paths.pattern_of(row_a):
                    sets.append(Set(case.document, path, facet, None))
    return sets


def _orphans(case: Case) -> list[Set]:
    """Rows of the consensus that no pair stands for any more, taken out."""
    there = {row.path for row in case.alignment.rows}
    return [
        Set(case.document, path, ROW, None)
        for (path, facet) in case.consensus.entries
        if facet == ROW and path not in there
    ]


def _row_id(row: str) -> str:
    return row[:-1].rpartition("[")[2] if row.endswith("]") else ""


def _party_lines(
    review: OpenReview,
    study_id: str,
    parties: Iterable[Party],
    lines: dict[str, ReviewerLine],
) -> tuple[PartyLine, ...]:
    listed = []
    for one in parties:
        document = r.abstraction_document(study_id, one.reviewer_id)
        source = review.project.source(document, "", STATE)
        listed.append(
            PartyLine(
                letter=one.letter,
                reviewer=lines[one.reviewer_id],
                is_complete=one.is_complete,
                completed_at=source.at if source and one.is_complete else None,
                duty=one.duty,
            )
        )
    return tuple(listed)


def _newest_of(
    newest: dict[str, int], study_id: str, parties: Iterable[Party]
) -> dict[str, JsonValue]:
    """The last change of everything a reconciliation depends on."""
    whose = [r.CONSENSUS, *(one.reviewer_id for one in parties)]
    return {one: newest.get(r.abstraction_document(study_id, one), 0) for one in whose}


def _is_fresh(
    said: JsonValue, newest: dict[str, int], study_id: str, parties: Iterable[Party]
) -> bool:
    """Say whether nothing has changed since a reconciliation was counted."""
    now = _newest_of(newest, study_id, parties)
    return isinstance(said, dict) and said.get("of") == now


def _count(
    review: OpenReview, study_id: str, parties: tuple[Party, ...]
) -> dict[str, JsonValue]:
    """Count what is open and settled, of which no answer is shown to anybody."""
    sides = tuple(review.read_abstraction(study_id, p.reviewer_id) for p in parties)
    case = Case(review, study_id, (parties, sides))
    return _keep_summary(case, case.lines())


def _keep_summary(case: Case, lines: Sequence[Line]) -> dict[str, JsonValue]:
    """Keep the counts for the list of studies; a cache."""
    review = case.review
    newest = review.project.newest(r.ABSTRACTION + case.study_id)
    value: dict[str, JsonValue] = {
        "open": sum(not one.is_settled for one in lines),
        "settled": sum(one.is_settled for one in lines),
        "of": {**_newest_of(newest, case.study_id, case.parties)},
    }
    if not review.read_only and review.project.summary(case.document) != value:
        review.project.put_summaries({case.document: value})
    return value


def _reopened_by(case: Case, lines: Sequence[Line]) -> tuple[str, ...]:
    """Sentences that say whose later correction reopened how many decisions."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.state != "reopened":
            continue
        kept = case.consensus.entries.get((line.compared.path, RESOLUTION))
        recorded = kept.get("inputs") if isinstance(kept, dict) else None
        now = inputs_of(line.compared, case.sides)
        for who, said in now.items():
            then = recorded.get(who) if isinstance(recorded, dict) else None
            same = isinstance(then, dict) and isinstance(said, dict)
            if not same or any(then[n] != said[n] for n in ("path", "answer")):  # type: ignore[index,call-overload]
                counts[who] = counts.get(who, 0) + 1
    said_of = []
    for who, count in counts.items():
        facts = case.review.facts(r.reviewer_document(who), r.ReviewerFacts)
        said_of.append(
            ngettext(
                "A later correction by {name} reopened {n} decision.",
                "Later corrections by {name} reopened {n} decisions.",
                count,
            ).format(name=facts.initials or facts.name, n=count)
        )
    return tuple(said_of)
