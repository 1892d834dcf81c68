"""The parts a record is declared with."""

from typing import Any, NamedTuple

REQUIRED: Any = object()
"""Stands where a part has no default."""


class Declaration:
    """What stands behind a part that needs saying more than a default."""

    __slots__ = ()

    def default(self, annotation: Any) -> Any:
        """The value of a part that is not given."""
        del annotation


class Part(NamedTuple):
    """One part of a record: its name, its type, and its default or declaration."""

    name: str
    annotation: Any
    said: Any

    def default(self) -> Any:
        """The value of this part where none is given."""
        if isinstance(self.said, Declaration):
            return self.said.default(self.annotation)
        return self.said
