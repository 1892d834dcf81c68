"""Facts records as entries of a document, and back."""

from collections.abc import Iterable
from typing import TypeVar

from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.review import Facts
from ivig_abstractor.store.records import Entry, Set

AnyFacts = TypeVar("AnyFacts", bound=Facts)


def sets_of(document: str, facts: Facts) -> list[Set]:
    """The entries of a facts record; blank facts are blank entries."""
    named = facts.model_dump()
    return [Set(document, name, ANSWER, text or None) for name, text in named.items()]


def facts_from(kind: type[AnyFacts], entries: Iterable[Entry]) -> AnyFacts:
    """A facts record from the entries of its document."""
    said = {entry.path: entry.value for entry in entries if entry.facet == ANSWER}
    return kind.model_validate(said)
