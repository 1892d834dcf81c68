"""The part of the form that is filled once for a review: the PRISMA flow."""

from functools import cache

from ivig_abstractor.model.field import Section, held
from ivig_abstractor.model.form import FORM_VERSION, FormSpec, read_form
from ivig_abstractor.model.sections.flow import Flow


class ReviewAnswers(Section):
    """Review."""

    flow: Flow = held()


@cache
def the_review_form() -> FormSpec:
    """The form of the review itself."""
    return read_form(ReviewAnswers, FORM_VERSION)
