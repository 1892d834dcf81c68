"""Where in the paper an answer comes from."""

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.record import Record


class Confidence(Choice):
    """How sure the reviewer is of the reading."""

    HIGH = "high", N_("high")
    MEDIUM = "medium", N_("medium")
    LOW = "low", N_("low")


class Place(Choice):
    """The part of a publication that was read."""

    FULL_TEXT = "FULL_TEXT", N_("full text")
    ABSTRACT = "ABSTRACT", N_("in abstract")
    TITLE = "TITLE", N_("in title")
    TABLE = "TABLE", N_("table")
    FIGURE = "FIGURE", N_("figure")
    SUPPLEMENT = "SUPPLEMENT", N_("supplement")
    REGISTRY = "REGISTRY", N_("registry entry")
    SECONDARY = "SECONDARY", N_("secondary source")


class Evidence(Record):
    """One quotation: which paper or page was read, where in it, and the words.

    `source` names the paper (a key, DOI or address); `locator` the page, table or line.
    """

    place: Place = Place.FULL_TEXT
    source: str = ""
    locator: str = ""
    quotation: str = ""
    confidence: Confidence | None = None
