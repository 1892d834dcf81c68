"""What a reviewer can do with the review around the abstractions."""

from fractional_indexing import generate_key_between

from ivig_abstractor.base import ids
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, ROW, Abstraction, encode
from ivig_abstractor.model.form import adapter
from ivig_abstractor.model.review_form import ReviewAnswers, the_review_form
from ivig_abstractor.model.starting import answers_of_new_study
from ivig_abstractor.operations.abstracting import text_as_answer
from ivig_abstractor.operations.changes import Changes, Overview
from ivig_abstractor.operations.facts import sets_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import overview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.records import Set


def add_study(
    review: OpenReview, facts: r.StudyFacts, *, begin: bool = False
) -> Changes:
    """Add a study at the end of the list; `Changes.study_id` names it.

    With `begin`, what was typed of it is answered too, unless others work on the review
    as well: whoever has an answer takes part, and it is not said yet who will.

    Raises:
        NotPossible: its key is empty or another study's.
    """
    return add_studies(review, [facts], begin=begin and begins_at_once(review))


def begins_at_once(review: OpenReview) -> bool:
    """Say whether who adds a study can only be the one who abstracts it."""
    return len(list(review.project.documents(r.REVIEWER))) == 1


def add_studies(
    review: OpenReview, studies: list[r.StudyFacts], *, begin: bool = False
) -> Changes:
    """Add several studies as one operation.

    Raises:
        NotPossible: a key is empty or not unique.
    """
    _refuse_copy(review)
    last = max((one.position for one in review.studies().values()), default=None)
    taken = {one.key.casefold() for one in review.studies().values()}
    sets: list[Set] = []
    first = ""
    for facts in studies:
        _refuse_key(facts.key, taken)
        taken.add(facts.key.casefold())
        last = generate_key_between(last or None, None)
        study_id = str(ids.new_study_id())
        first = first or study_id
        placed = facts.model_copy(update={"position": last})
        sets += sets_of(r.study_document(study_id), placed)
        if begin:
            document = r.abstraction_document(study_id, review.reviewer_id)
            for path, value in answers_of_new_study(facts).items():
                sets.append(Set(document, path, ANSWER, encode(value)))
    return review.perform(sets, label=_("Add study"), study_id=first)


def edit_study(review: OpenReview, study_id: str, facts: r.StudyFacts) -> Changes:
    """Change what the review knows of a study.

    Raises:
        NotPossible: there is no such study, or its key is another study's.
    """
    _refuse_copy(review)
    before = review.study(study_id)
    others = (one for key, one in review.studies().items() if key != study_id)
    _refuse_key(facts.key, {one.key.casefold() for one in others})
    placed = facts.model_copy(update={"position": before.position})
    sets = sets_of(r.study_document(study_id), placed)
    return review.perform(sets, label=_("Edit study"), study_id=study_id)


def add_reviewer(
    review: OpenReview, name: str, initials: str = "", role: r.Role = r.Role.ABSTRACTOR
) -> Changes:
    """Add a reviewer.

    Raises:
        NotPossible: the name is empty.
    """
    return edit_reviewer(review, str(ids.new_reviewer_id()), name, initials, role)


def edit_reviewer(
    review: OpenReview, reviewer_id: str, name: str, initials: str, role: r.Role
) -> Changes:
    """Change who a reviewer is.

    Raises:
        NotPossible: the name is empty.
    """
    _refuse_copy(review)
    if not name.strip():
        raise NotPossible(_("A reviewer needs a name."), _("Write a name."))
    document = r.reviewer_document(reviewer_id)
    said = {"name": name.strip(), "initials": initials.strip(), "role": role}
    facts = review.facts(document, r.ReviewerFacts).model_copy(update=said)
    sets = sets_of(document, facts)
    return review.perform(sets, label=_("Reviewer {name}").format(name=facts.name))


def switch_reviewer(review: OpenReview, reviewer_id: str, pin: str = "") -> Overview:
    """Go on as another reviewer; their answers, and only theirs, are then shown.

    Raises:
        NotPossible: there is no such reviewer, or they work on another computer.
        PinNeeded: their PIN is needed, or wrong; or who leaves has none yet.
    """
    review.become(reviewer_id, pin)
    return overview(review)


def edit_review(review: OpenReview, facts: r.ReviewFacts) -> Changes:
    """Change what the title page says of the review."""
    _refuse_copy(review)
    before = review.facts(r.REVIEW, r.ReviewFacts)
    kept = facts.model_copy(update={"simulated": before.simulated})
    return review.perform(sets_of(r.REVIEW, kept), label=_("Edit review"))


def review_answers(review: OpenReview) -> Abstraction:
    """The answers given once for the review: the PRISMA flow."""
    entries = review.project.entries(r.REVIEW)
    form = the_review_form()
    kept = (
        (entry.path, entry.facet, entry.value)
        for entry in entries
        if entry.facet == ROW or form.knows(entry.path)
    )
    return Abstraction("", "", kept, form, ReviewAnswers)


def answer_review_text(review: OpenReview, path: str, text: str) -> Changes:
    """Read what was typed as an answer of the review form and set it."""
    _refuse_copy(review)
    spec = the_review_form().field(path)
    value = adapter(spec).validate_python(text_as_answer(spec, text, {}))
    one = Set(r.REVIEW, path, ANSWER, encode(value))
    return review.perform([one], label=_(spec.label), reveal=path)


def add_review_row(review: OpenReview, container: str) -> Changes:
    """Add a row at the end of repeating rows of the review form."""
    _refuse_copy(review)
    held = review_answers(review)
    rows = held.rows(container)
    last = held.entries[f"{container}[{rows[-1]}]", ROW] if rows else None
    at = f"{container}[{ids.new_row_id()}]"
    key = generate_key_between(str(last) if last else None, None)
    return review.perform([Set(r.REVIEW, at, ROW, key)], label=_("Add row"), reveal=at)


def remove_review_row(review: OpenReview, row_path: str) -> Changes:
    """Remove a row of the review form."""
    _refuse_copy(review)
    one = Set(r.REVIEW, row_path, ROW, None)
    return review.perform([one], label=_("Remove row"))


def _refuse_copy(review: OpenReview) -> None:
    """A working copy holds one reviewer's abstractions; the review is the lead's."""
    if review.copy_owner:
        raise NotPossible(
            _("This is a reviewer's working copy: only the lead changes the review."),
            _("Ask the lead, who then hands out the review again."),
        )


def _refuse_key(key: str, taken: set[str]) -> None:
    if not key.strip():
        raise NotPossible(
            _("A study needs a key."),
            _("Write first author and year, such as lee1995."),
        )
    if key.casefold() in taken:
        raise NotPossible(
            _("Another study has the key “{key}”.").format(key=key),
            _("Add a letter to one of the two keys, such as lee1995b."),
        )
