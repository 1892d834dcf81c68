"""The plain records that go into the project file and come out of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.store.values import canonical, refuse_text

OperationKind: TypeAlias = Literal["do", "undo", "redo", "barrier"]

# Called with (done, total); answers whether to go on.
Progress: TypeAlias = Callable[[int, int], bool]


class Set(NamedTuple):
    """One value to be set; `None` clears it."""

    document: str
    path: str
    facet: str
    new: JsonValue

    def canonical(self) -> str:
        """The new value as it is written.

        Raises:
            ValueRefused: value or address would not come back exactly as they are.
        """
        for text in (self.document, self.path, self.facet):
            refuse_text(text)
        return canonical(self.new)


class Entry(NamedTuple):
    """One value as it stands; cleared values have no entry."""

    path: str
    facet: str
    value: JsonValue


class Source(NamedTuple):
    """The event a value comes from, and when it happened."""

    event_id: str
    at: datetime


class Changed(NamedTuple):
    """One value that an operation changed."""

    document: str
    path: str
    facet: str
    old: JsonValue
    new: JsonValue


class Committed(NamedTuple):
    """What a commit did; without changes, nothing entered the audit trail."""

    operation_id: str
    changes: list[Changed]
    at: datetime


class OperationLine(NamedTuple):
    """One operation of an author; `document` is that of its first change."""

    operation_id: str
    kind: str
    label: str
    target: str | None
    document: str
    at: datetime
