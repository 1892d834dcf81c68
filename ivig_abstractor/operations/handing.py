"""Hands work out to reviewers and in to the lead, as signed files.

A hand-out is written from scratch: the set-up of the review is told again by an author
of its own, and nobody's answers but the reviewer's travel with it.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from ivig_abstractor import __version__
from ivig_abstractor.base import clock
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import PackageInvalid, StorageError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.exchange.package import HANDIN, HANDOUT, Package, write_package
from ivig_abstractor.exchange.signing import fingerprint, own_key
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.operations import seats
from ivig_abstractor.operations.assigning import assignments, refuse_unless_lead
from ivig_abstractor.operations.exchanging import refuse_review_as_target
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.packing import (
    HANDED_OUT,
    LEADS_KEY,
    WITNESS,
    PackedEvents,
    about,
    belongs,
    chains_of,
    holds_others_answers,
    newer_form,
    not_theirs,
    owns,
    packed,
    read_from,
    refuse_unsound,
    remembered,
)
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.verification_mode import (
    VERIFIED_FACETS,
    answers_to_verify,
)
from ivig_abstractor.store.events import Event, beginning, sealed, write_time
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.records import Set
from ivig_abstractor.store.values import NULL, canonical
from ivig_abstractor.store.witness import Witness

HANDOUT_SUFFIX = ".ivighandout"
HANDIN_SUFFIX = ".ivighandin"
_ALL = -1


@dataclass(frozen=True, slots=True)
class HandOut:
    """A hand-out that was written; `fingerprint` is read to the reviewer if asked."""

    path: Path
    reviewer: str
    studies: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """A hand-in that was written; the lead is told `fingerprint` the first time."""

    path: Path
    reviewer: str
    studies: int
    complete: int
    changes: int
    fingerprint: str


def copy_owner(review: OpenReview) -> str:
    """The reviewer whose working copy the review is; empty if it is the review."""
    return review.copy_owner


def hand_out(review: OpenReview, reviewer_id: str, target: Path) -> HandOut:
    """Write all that a reviewer needs, and nobody else's answers.

    Only who is asked to verify a study gets its first abstraction, once complete.

    Raises:
        AppError: only the lead hands out, to others; or it could not be written.
    """
    said = _("Only the lead of the review makes hand-outs.")
    if review.copy_owner:
        raise NotPossible(said, _("Ask the lead for it."))
    refuse_unless_lead(review, said)
    who = _receiver(review, reviewer_id)
    _refuse_kept_with_pin(review, reviewer_id, who.name)
    refuse_review_as_target(review.path, target)
    refuse_unsound(review)
    authors = chains_of(review, reviewer_id)
    for event in review.project.chains(authors):
        if holds_others_answers(reviewer_id, event.document):
            raise NotPossible(
                _(
                    "{name} has decided differences, so has seen others' answers."
                ).format(name=who.name),
                _("Let them work in the review itself instead of a hand-out."),
            )
    key = own_key()
    studies = _studies_for(review, reviewer_id)
    known = review.project.heads()
    heads = {who: head for who, head in known.items() if not who.startswith(r.SEATS)}
    sets = [
        *_set_up(review, reviewer_id, studies),
        *_settled_by_others(review, reviewer_id),
        *answers_to_verify(review, reviewer_id, studies),
        Set(r.REVIEW, r.COPY_OF, ANSWER, reviewer_id),
        Set(r.REVIEW, LEADS_KEY, ANSWER, key.public),
        Set(r.REVIEW, WITNESS, ANSWER, {**heads}),
    ]
    events = chain(_told_again(review, sets), review.project.chains(authors))
    contents = about(review, HANDOUT, reviewer_id, heads)
    write_package(target, contents, map(packed, events), key)
    return HandOut(target, who.name, len(studies), key_words())


def accept_hand_out(package: Path, target: Path) -> OpenReview:
    """Make a reviewer's working copy from a hand-out, and open it as that reviewer.

    Raises:
        AppError: the package is no sound hand-out, or `target` exists.
    """
    if target.exists():
        raise StorageError(
            _("There is a file “{name}” already.").format(name=visible(target.name)),
            unchanged=_("It is unchanged."),
            next_step=_("Choose another name for the working copy."),
        )
    read = read_from(package)
    if read.contents.kind != HANDOUT:
        raise PackageInvalid(
            _("“{name}” is a hand-in, not a hand-out.").format(
                name=visible(package.name)
            ),
            unchanged=_("Nothing was made."),
            next_step=_("Open the review and merge it there."),
        )
    with tempfile.TemporaryDirectory(prefix="ivig-") as folder:
        place = Path(folder)
        with ProjectFile.create(
            place / "copy.ivig",
            review_id=read.contents.review_id,
            app_version=__version__,
            form_version=FORM_VERSION,
            witness=Witness(place / "witness"),
        ) as project:
            project.take_events(PackedEvents(read), accept=HandOutGuard(read))
            owner = project.get(r.REVIEW, r.COPY_OF, ANSWER)
            if owner != read.contents.reviewer_id:
                raise not_theirs(read, r.REVIEW)
            project.save_copy(target)
    return OpenReview.open(target, reviewer_id=read.contents.reviewer_id)


def hand_in(review: OpenReview, reviewer_id: str, target: Path) -> HandIn:
    """Write all changes of a reviewer, for the lead to merge.

    Raises:
        AppError: they are not the current reviewer's, or it could not be written.
    """
    if reviewer_id != review.reviewer_id:
        raise NotPossible(
            _("Only a reviewer hands in their own answers."),
            _("Switch to that reviewer, or hand in from their working copy."),
        )
    refuse_review_as_target(review.path, target)
    refuse_unsound(review)
    authors = chains_of(review, reviewer_id)
    changes, studies = 0, set()
    for event in review.project.chains(authors):
        changes += 1
        if holds_others_answers(reviewer_id, event.document):
            raise NotPossible(
                _("You have decided differences here, which no hand-in carries."),
                _("Send the review file itself to the lead."),
            )
        if event.document.startswith(r.ABSTRACTION):
            studies.add(r.abstraction_ids(event.document)[0])
    if not studies:
        raise NotPossible(
            _("There is nothing to hand in: no study has been begun."),
            _("Abstract a study first."),
        )
    key = own_key()
    contents = about(review, HANDIN, reviewer_id, _witnessed(review))
    events = review.project.chains(authors)
    write_package(target, contents, map(packed, events), key)
    complete = sum(
        review.line(one).status == "complete" for one in _listed(review, studies)
    )
    name = contents.reviewer_name
    return HandIn(target, name, len(studies), complete, changes, key_words())


def key_words() -> str:
    """The words of the key that signs what is written on this computer.

    Raises:
        AppError: the key cannot be read.
    """
    return " ".join(fingerprint(own_key().public))


class HandOutGuard:
    """Lets only the set-up of the review and the reviewer's own work in.

    And that work only where the reviewer is: on the computer that made the hand-out,
    whoever made it would be shown answers that are not theirs.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._is_made_here = package.signer == own_key().public

    def __call__(self, event: Event) -> None:
        """Look at one new event.

        Raises:
            AppError: it does not belong into a hand-out.
        """
        reviewer_id = self._package.contents.reviewer_id
        if event.form_version > FORM_VERSION:
            raise newer_form(self._package)
        if self._is_made_here and event.document.startswith(r.ABSTRACTION):
            raise _made_here(self._package)
        if event.author_id.startswith(HANDED_OUT):
            fits = _is_set_up(event) or owns(reviewer_id, event.document, event.path)
        else:  # their own chain, whatever they did in the review before
            fits = belongs(event.author_id, reviewer_id)
        if not fits or holds_others_answers(reviewer_id, event.document):
            raise not_theirs(self._package, event.document)


def _made_here(package: Package) -> PackageInvalid:
    return PackageInvalid(
        _(
            "“{name}” was made on this computer and carries answers of {reviewer}."
        ).format(
            name=visible(package.path.name),
            reviewer=visible(package.contents.reviewer_name),
        ),
        unchanged=_("Nothing was taken in."),
        next_step=_("Send it to {reviewer}, who opens it where they work.").format(
            reviewer=visible(package.contents.reviewer_name)
        ),
    )


_FACTS: Mapping[str, type[r.Facts]] = MappingProxyType(
    {
        r.STUDY: r.StudyFacts,
        r.REVIEWER: r.ReviewerFacts,
        r.ASSIGNMENT: r.AssignmentFacts,
        r.REVIEW: r.ReviewFacts,
    }
)


def _is_set_up(event: Event) -> bool:
    """Say whether an event sets a fact around the abstractions, and one of its kind."""
    if event.document.startswith(r.TO_VERIFY):
        return event.facet in VERIFIED_FACETS
    for name, kind in _FACTS.items():
        if event.document == name or (
            name.endswith(":") and event.document.startswith(name)
        ):
            if event.facet != ANSWER or event.new == NULL:
                return True
            try:
                kind.model_validate({event.path: event.new_value})
            except (ValueError, TypeError):
                return False
            return True
    return False


def _receiver(review: OpenReview, reviewer_id: str) -> r.ReviewerFacts:
    document = r.reviewer_document(reviewer_id)
    if document not in review.reviewer_documents():
        said = _("The review has no reviewer “{id}”.").format(id=reviewer_id)
        raise NotPossible(said)
    who = review.facts(document, r.ReviewerFacts)
    if reviewer_id == review.reviewer_id or who.role is r.Role.LEAD:
        raise NotPossible(
            _("{name} leads the review and works in it.").format(name=who.name),
            _("Hand out to another reviewer."),
        )
    return who


def _refuse_kept_with_pin(review: OpenReview, reviewer_id: str, name: str) -> None:
    """A hand-out carries its reviewer's own answers, which the lead could then open."""
    if not seats.has_pin(review.project, reviewer_id):
        return
    for study_id in seats.guarded_of(review.project, reviewer_id):
        document = r.abstraction_document(study_id, reviewer_id)
        if review.project.entries(document):
            raise NotPossible(
                _(
                    "{name} keeps answers in this file with a PIN, and a hand-out would"
                    " carry them."
                ).format(name=name),
                _("Hand out when all reviewers have completed those studies."),
            )


def _studies_for(review: OpenReview, reviewer_id: str) -> list[str]:
    """The studies a reviewer is assigned to; without any assignment, all."""
    listed = list(review.studies())
    assigned = assignments(review)
    mine = [one for one in listed if reviewer_id in assigned.get(one, {})]
    return mine or listed


def _set_up(
    review: OpenReview, reviewer_id: str, studies: Iterable[str]
) -> Iterator[Set]:
    """The facts of the review as they stand, what was cleared included.

    A later hand-out is merged into the working copy, where it is to clear as well.
    """
    yield from _facts(review, r.REVIEW, without=(r.COPY_OF, LEADS_KEY, WITNESS))
    for document in review.reviewer_documents():
        yield from _facts(review, document, without=("key",))
    for study_id in studies:
        yield from _facts(review, r.study_document(study_id))
        yield from _facts(review, r.assignment_document(study_id, reviewer_id))


def _facts(
    review: OpenReview, document: str, without: tuple[str, ...] = ()
) -> Iterator[Set]:
    stands = {(e.path, e.facet): e.value for e in review.project.entries(document)}
    for path, facet in review.project.addresses(document):
        if path not in without:
            yield Set(document, path, facet, stands.get((path, facet)))


def _settled_by_others(review: OpenReview, reviewer_id: str) -> Iterator[Set]:
    """The reviewer's own values that somebody else set, settling a fork of theirs."""
    for document in review.project.documents(r.ABSTRACTION):
        if r.abstraction_ids(document)[1] != reviewer_id:
            continue
        seen = set()
        for event in review.project.history(document, limit=_ALL):
            if (event.path, event.facet) in seen:
                continue
            seen.add((event.path, event.facet))
            if not belongs(event.author_id, reviewer_id):
                yield Set(document, event.path, event.facet, event.new_value)


def _told_again(review: OpenReview, sets: Iterable[Set]) -> Iterator[Event]:
    """The chain of an author made for one hand-out, named after what it says."""
    values = [(one, one.canonical()) for one in sets]
    lamport, at = review.project.lamport(), write_time(clock.now())
    said: list[JsonValue] = [lamport, at]
    said += [[one.document, one.path, one.facet, new] for one, new in values]
    short = sha256(canonical(said).encode()).hexdigest()[:12]
    prev = beginning(review.project.review_id)
    for step, (one, new) in enumerate(values):
        event = sealed(
            Event(
                event_id="",
                author_id=HANDED_OUT + short,
                author_seq=step + 1,
                prev=prev,
                lamport=lamport + step + 1,
                wall_utc=at,
                utc_offset_min=clock.utc_offset_minutes(),
                operation_id=sha256(f"{HANDED_OUT}{short}".encode()).hexdigest()[:32],
                step=step,
                kind="barrier",
                label=_("Hand-out"),
                target=None,
                document=one.document,
                path=one.path,
                facet=one.facet,
                old=NULL,
                new=new,
                reason="",
                form_version=FORM_VERSION,
                app_version=__version__,
            )
        )
        yield event
        prev = event.event_id


def _witnessed(review: OpenReview) -> dict[str, str]:
    """The newest changes of all authors that this copy or its hand-out has seen."""
    seen = remembered(review, WITNESS)
    heads = dict(seen) if isinstance(seen, dict) else {}
    known = {str(author): str(head) for author, head in heads.items()}
    known.update(review.project.heads())
    return {
        author: head
        for author, head in known.items()
        if not author.startswith(HANDED_OUT)
    }


def _listed(review: OpenReview, studies: Iterable[str]) -> list[str]:
    return [one for one in studies if one in review.studies()]
