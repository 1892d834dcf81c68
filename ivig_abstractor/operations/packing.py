"""What hand-outs and hand-ins share: events as they travel, and whose they may be."""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from ivig_abstractor import __version__
from ivig_abstractor.base.errors import (
    AppError,
    EquivocationDetected,
    PackageInvalid,
    PackageOtherProject,
    PackageTooNew,
    RolledBack,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.exchange.package import (
    Contents,
    Kind,
    Package,
    PackedEvent,
    read_package,
)
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.form import FORM_VERSION, the_form
from ivig_abstractor.operations import seats
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.events import Event
from ivig_abstractor.store.merging import owner_of
from ivig_abstractor.store.values import canonical

HANDED_OUT = "handout:"
FORK = "fork:"
REVIEW_SUFFIX = ".ivig"

# What a working copy keeps of the review it came from, beside whose copy it is.
LEADS_KEY = "lead_key"
WITNESS = "witness"


class PackedEvents:
    """The events of a package as the store takes them; can be read several times."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def __iter__(self) -> Iterator[Event]:
        return map(unpacked, self._package.events())


def packed(event: Event) -> PackedEvent:
    """An event as it travels: values as JSON, not as text."""
    named: PackedEvent = {**event._asdict()}
    return named | {"old": event.old_value, "new": event.new_value}


def unpacked(said: PackedEvent) -> Event:
    """The event that came, still to be verified by its chain."""
    texts = {"old": canonical(said["old"]), "new": canonical(said["new"])}
    return Event(**(said | texts))  # type: ignore[arg-type]  # types were checked


def belongs(author_id: str, reviewer_id: str) -> bool:
    """Say whether an author is a reviewer, or a kept branch of theirs."""
    return owner_of(author_id) == reviewer_id


def owns(reviewer_id: str, document: str, path: str) -> bool:
    """Say whether a reviewer may hand in a change there: their own work only."""
    if document.startswith(r.ABSTRACTION):
        return r.abstraction_ids(document)[1] == reviewer_id
    if document.startswith(FORK):
        return belongs(document.removeprefix(FORK), reviewer_id)
    return document == r.LOOKS or (document.startswith(r.LOOKS) and path == reviewer_id)


def holds_others_answers(reviewer_id: str, document: str) -> bool:
    """Say whether a document holds answers of somebody else, or a consensus."""
    is_answers = document.startswith((r.ABSTRACTION, FORK))
    return is_answers and not owns(reviewer_id, document, "")


def chains_of(review: OpenReview, reviewer_id: str) -> list[str]:
    """The authors under whom a reviewer's changes stand in the file."""
    known = review.project.heads()
    return sorted(one for one in known if belongs(one, reviewer_id))


def about(
    review: OpenReview, kind: Kind, reviewer_id: str, heads: dict[str, str]
) -> Contents:
    """What the manifest of a package of this review says."""
    who = review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)
    return Contents(
        kind=kind,
        review_id=review.project.review_id,
        title=review.facts(r.REVIEW, r.ReviewFacts).title,
        form_version=FORM_VERSION,
        form_hash=form_hash(),
        reviewer_id=reviewer_id,
        reviewer_name=who.name,
        heads=heads,
        app_version=__version__,
    )


@cache
def form_hash() -> str:
    """Names the fields of the form, their kinds and their options."""
    fields = [
        [spec.pattern, spec.kind.value, [str(one) for one in spec.options]]
        for spec in the_form().fields()
    ]
    return sha256(json.dumps(fields).encode()).hexdigest()


def read_from(path: Path, review: OpenReview | None = None) -> Package:
    """Read a package, of `review` if one is given.

    Raises:
        AppError: it is damaged, altered, newer, none, or of another review.
    """
    # Even reading an open review as a plain file would let go of its lock.
    same = review is not None and path.exists() and path.samefile(review.path)
    if same or path.suffix.lower() == REVIEW_SUFFIX:
        raise PackageInvalid(
            _("“{name}” is a review, not a hand-in or a hand-out.").format(
                name=visible(path.name)
            ),
            unchanged=_("Nothing was taken in."),
            next_step=_("Choose a file that a reviewer handed in."),
        )
    package = read_package(path)
    if review is not None:
        _refuse_other_review(package, review)
    if package.contents.form_version > FORM_VERSION:
        raise newer_form(package)
    return package


def newer_form(package: Package) -> AppError:
    """The package was answered with a newer form."""
    return PackageTooNew(
        _("“{name}” was made with a newer version of the form.").format(
            name=visible(package.path.name)
        ),
        unchanged=_("Nothing was taken in."),
        next_step=_("Install the newer version of the program and try again."),
    )


def not_theirs(package: Package, document: str) -> AppError:
    """The package changes what its reviewer does not own."""
    return PackageInvalid(
        _("“{name}” changes what is not {reviewer}'s own work: {what}.").format(
            name=visible(package.path.name),
            reviewer=visible(package.contents.reviewer_name),
            what=visible(document),
        ),
        unchanged=_("Nothing was taken in."),
        next_step=_("Ask who sent it for the hand-in of their working copy."),
    )


def remembered(review: OpenReview, name: str) -> JsonValue:
    """What a working copy keeps of the review it came from."""
    return review.project.get(r.REVIEW, name, ANSWER)


def reviewer_named(review: OpenReview, words: str) -> str:
    """The id of the reviewer with this id, these initials or this name.

    Raises:
        NotPossible: there is none, or more than one.
    """
    return seats.reviewer_named(review.project, words)


def refuse_unsound(review: OpenReview) -> None:
    """Hand nothing over, and take nothing in, while the file has faults.

    That this computer has seen later changes is none: a backup may have been restored,
    and a package can be what brings them back.

    Raises:
        AppError: the first thing that is wrong with it.
    """
    for problem in review.project.verify().problems:
        if problem.kind in (RolledBack, EquivocationDetected):
            continue
        raise problem.kind(
            problem.sentence,
            unchanged=_("Nothing was changed."),
            next_step=_("Go back to a backup; verifying the file lists all faults."),
        )


def _refuse_other_review(package: Package, review: OpenReview) -> None:
    if package.contents.review_id != review.project.review_id:
        raise PackageOtherProject(
            _("“{name}” belongs to another review: “{title}”.").format(
                name=visible(package.path.name), title=visible(package.contents.title)
            ),
            unchanged=_("Nothing was taken in."),
            next_step=_("Open that review to take it in."),
        )
