"""What screens and exports read of an open review; nothing here changes anything."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ivig_abstractor.base.display import on_screen
from ivig_abstractor.base.errors import RolledBack
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import (
    ANSWER,
    EVIDENCE,
    NOTE,
    REPLY,
    Abstraction,
    decode,
)
from ivig_abstractor.model.evidence import Evidence, Place
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.model.reply import Reply
from ivig_abstractor.operations.changes import (
    HistoryLine,
    OpenedStudy,
    Overview,
    ReviewerLine,
)
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.events import Event


def overview(review: OpenReview) -> Overview:
    """The study list and what stands around it."""
    known = reviewers(review)
    nobody = ReviewerLine("", "", "", r.Role.ABSTRACTOR)
    current = next((w for w in known if w.reviewer_id == review.reviewer_id), nobody)
    facts = review.facts(r.REVIEW, r.ReviewFacts)
    return Overview(
        title=facts.title,
        path=review.path,
        read_only=review.read_only,
        reviewer=current,
        reviewers=known,
        studies=tuple(review.line(one) for one in review.studies()),
        notices=_notices(review, known),
        **review.undo_stack.told(),
    )


def _notices(review: OpenReview, reviewers: Sequence[ReviewerLine]) -> tuple[str, ...]:
    """What is odd of the file, with the names of the reviewers and what to do."""
    names = {who.reviewer_id: who.name or who.initials for who in reviewers}
    said = []
    for problem in review.project.notices:
        author = problem.author_id
        words = problem.sentence
        if names.get(author):
            words = words.replace(visible(author), visible(names[author]))
        if problem.kind is RolledBack:
            way = _(
                "If you went back to an earlier copy on purpose, go on; otherwise look"
                " for the newer file before you enter anything."
            )
        else:
            way = _(
                "Go on with one of the two files only, and keep the other as it is."
            )
        said.append(f"{words} {way}")
    return tuple(said)


def reviewers(review: OpenReview) -> tuple[ReviewerLine, ...]:
    """The reviewers of the review."""
    lines = []
    for document in review.project.documents(r.REVIEWER):
        facts = review.facts(document, r.ReviewerFacts)
        lines.append(
            ReviewerLine(
                document.removeprefix(r.REVIEWER),
                facts.name,
                facts.initials,
                facts.role,
            )
        )
    return tuple(lines)


def open_study(review: OpenReview, study_id: str, *, check: bool = True) -> OpenedStudy:
    """A study with a copy of the current reviewer's abstraction and its findings.

    Unchecked, it has none: they are `findings`, when it has been shown.
    """
    abstraction = review.abstraction(study_id).copy()
    found = review.findings(abstraction) if check else ()
    return OpenedStudy(review.line(study_id), abstraction, found)


def findings(review: OpenReview, study_id: str) -> tuple[Finding, ...]:
    """The findings of the current reviewer's abstraction of a study."""
    return review.findings(review.abstraction(study_id))


def history(review: OpenReview, study_id: str, path: str) -> tuple[HistoryLine, ...]:
    """The changes of one field by the current reviewer, newest first."""
    names = {who.reviewer_id: who.initials or who.name for who in reviewers(review)}
    abstraction = review.abstraction(study_id)
    document = r.abstraction_document(study_id, review.reviewer_id)
    return tuple(
        HistoryLine(
            at=event.at,
            who=names.get(event.author_id, event.author_id),
            label=event.label,
            facet=event.facet,
            old=_words(abstraction, event.path, event.facet, event.old_value),
            new=_words(abstraction, event.path, event.facet, event.new_value),
            reason=event.reason,
        )
        for event in _without_drafts(review.project.history(document, path))
    )


def _without_drafts(events: Sequence[Event]) -> Iterator[Event]:
    """Leave out text that was kept while it was typed, and followed by an answer.

    Nothing else was done between the two. All of it stays in the audit trail.
    """
    answers = [one for one in events if (one.facet, one.kind) == (ANSWER, "do")]
    before = {newer.event_id: older for newer, older in pairwise(answers)}
    gone: set[str] = set()
    for event in events:
        if event.event_id in gone:
            continue
        older = before.get(event.event_id)
        first = event
        while older is not None and _is_draft_of(older, first):
            gone.add(older.event_id)
            first, older = older, before.get(older.event_id)
        yield event._replace(old=first.old)


def _is_draft_of(older: Event, newer: Event) -> bool:
    """Say whether an answer was typed on at once from what was kept unread."""
    unread = isinstance(older.new_value, dict) and "unread" in older.new_value
    same = (older.author_id, older.path) == (newer.author_id, newer.path)
    return unread and same and newer.author_seq == older.author_seq + 1


def _words(abstraction: Abstraction, path: str, facet: str, value: JsonValue) -> str:
    if value is None:
        return ""
    if facet == EVIDENCE and isinstance(value, list):
        return "; ".join(_cited(one) for one in value)
    if facet.startswith(REPLY):
        return Reply.read(value).reason
    if facet != ANSWER or not abstraction.form.knows(path):
        return str(value) if facet != NOTE else f"“{value}”"
    spec = abstraction.form.field(path)
    with on_screen():
        return show_answer(spec, decode(spec, value), arm_names(abstraction))


def _cited(kept: JsonValue) -> str:
    """The words of a quotation; of one without words, where it was read."""
    if not isinstance(kept, dict):
        return ""
    # The part that is read most is not written down.
    read = kept.get("place", Evidence().place.value)
    place = next((_(one.label) for one in Place if one.value == read), "")
    where = place, *(str(kept.get(name, "")) for name in ("locator", "source"))
    return str(kept.get("quotation", "")) or " · ".join(filter(None, where))
