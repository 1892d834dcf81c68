"""The review, its studies and its reviewers, as far as they are not the form itself."""

from typing import Any, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.record import Record

REVIEW = "review"
STUDY = "study:"
REVIEWER = "reviewer:"
ABSTRACTION = "abstraction:"
ASSIGNMENT = "assignment:"
LOOKS = "look:"
SEATS = "seat:"
TO_VERIFY = "to_verify:"
CONSENSUS = "consensus"
COPY_OF = "copy_of"


def study_document(study_id: str) -> str:
    """The document that holds what the review knows of a study."""
    return STUDY + study_id


def reviewer_document(reviewer_id: str) -> str:
    """The document that holds who a reviewer is."""
    return REVIEWER + reviewer_id


def abstraction_document(study_id: str, reviewer_id: str) -> str:
    """The document that holds one reviewer's answers for one study."""
    return f"{ABSTRACTION}{study_id}/{reviewer_id}"


def abstraction_ids(document: str) -> tuple[str, str]:
    """The study id and reviewer id of an abstraction document."""
    study_id, _, reviewer_id = document.removeprefix(ABSTRACTION).partition("/")
    return study_id, reviewer_id


def study_answered(document: str) -> str:
    """The id of the study whose answers a document holds; empty if it holds none."""
    return abstraction_ids(document)[0] if document.startswith(ABSTRACTION) else ""


def consensus_document(study_id: str) -> str:
    """The document that holds the reviewers' consensus for one study."""
    return abstraction_document(study_id, CONSENSUS)


def assignment_document(study_id: str, reviewer_id: str) -> str:
    """The document that says what a reviewer does for one study."""
    return f"{ASSIGNMENT}{study_id}/{reviewer_id}"


def assignment_ids(document: str) -> tuple[str, str]:
    """The study id and reviewer id of an assignment document."""
    study_id, _, reviewer_id = document.removeprefix(ASSIGNMENT).partition("/")
    return study_id, reviewer_id


class Role(Choice):
    """What a reviewer does in the review."""

    LEAD = "lead", N_("lead")
    ABSTRACTOR = "abstractor", N_("abstractor")
    ADJUDICATOR = "adjudicator", N_("adjudicator")


class Duty(Choice):
    """What a reviewer is asked to do for one study."""

    NONE = "", N_("nothing")
    ABSTRACT = "abstract", N_("abstract")
    VERIFY = "verify", N_("verify the first abstraction")


class Facts(Record):
    """Facts kept by name in a document of the review; all of them text, or blank."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "ignore"}


class ReviewFacts(Facts):
    """What the title page says of the review.

    `simulated` is not blank where answers were made up to show how the program works.
    """

    title: str = ""
    question: str = ""
    registration: str = ""
    authors: str = ""
    betamethasone_mg: str = "0.75"
    simulated: str = ""


class ReviewerFacts(Facts):
    """Who a reviewer is.

    `key` is the public key (hex) that signs the reviewer's hand-ins, once confirmed.
    """

    name: str = ""
    initials: str = ""
    role: Role = Role.ABSTRACTOR
    key: str = ""


class AssignmentFacts(Facts):
    """What one reviewer does for one study."""

    duty: Duty = Duty.NONE


class StudyFacts(Facts):
    """What the review knows of a study before anybody abstracts it.

    `key` is unique in the review; `exclusion` an E-code, blank for an included study;
    `position` sorts the studies as they were entered.
    """

    key: str = ""
    label: str = ""
    citation: str = ""
    exclusion: str = ""
    exclusion_reason: str = ""
    position: str = ""
