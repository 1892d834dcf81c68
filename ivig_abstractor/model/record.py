"""Values with named parts, declared like Pydantic's models but ready without Pydantic.

Loading Pydantic and building its models takes longer than all else that opens the
window. What the program itself wrote, and what it has read from a reviewer's text, is
plain enough to be held against the declaration here. Pydantic is asked about all the
rest, and always has the last word: `validating.py` tells it what a record is.
"""

from decimal import Decimal
from functools import cache
from inspect import get_annotations
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    Self,
    dataclass_transform,
)

from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.parts import REQUIRED, Part
from ivig_abstractor.model.plain import NotPlain, plain_reader

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _RecordType(type):
    """Tells type checkers that annotations are parts, given by name."""


class Record(metaclass=_RecordType):
    """A value of named parts that never changes; equal parts make equal records."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    def __init__(self, **said: Any) -> None:
        try:
            parts = plain_parts(type(self), said)
        except NotPlain:
            from ivig_abstractor.model.validating import adapter_of

            parts = adapter_of(type(self)).validate_python(said).__dict__
        self.__dict__.update(parts)

    @classmethod
    def read_plainly(cls, value: Any) -> Self:
        """A record from its stored parts, where they are plainly right.

        Raises:
            NotPlain: only Pydantic can tell.
        """
        if type(value) is cls:
            return value
        if type(value) is not dict:
            raise NotPlain
        return cls.of_parts(plain_parts(cls, value))

    @classmethod
    def of_parts(cls, parts: dict[str, Any]) -> Self:
        """A record of parts that are known to be right, all of them given."""
        made = cls.__new__(cls)
        made.__dict__.update(parts)
        return made

    # Named as Pydantic names them, since they do the same.

    @classmethod
    def model_validate(cls, said: object) -> Self:
        """A record of parts by name.

        Raises:
            ValueError: the parts are not what is declared.
        """
        if isinstance(said, cls):
            return said
        if isinstance(said, dict):
            return cls(**said)
        raise ValueError(f"{said!r} is no {cls.__name__}")

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """The same with some parts changed, which must be right."""
        return self.of_parts({**self.__dict__, **update})

    def model_dump(
        self, *, mode: Literal["json"] = "json", exclude_defaults: bool = False
    ) -> dict[str, JsonValue]:
        """The parts as JSON."""
        del mode
        return {
            part.name: as_json(self.__dict__[part.name])
            for part in parts_of(type(self)).values()
            if not (exclude_defaults and self.__dict__[part.name] == part.default())
        }

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from ivig_abstractor.model.validating import record_schema

        return record_schema(cls, parts_of(cls).values(), handler)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} never changes: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} never changes: {name}")

    if not TYPE_CHECKING:  # checkers know them of data classes

        def __eq__(self, other: object) -> bool:
            if type(other) is not type(self):
                return NotImplemented
            return self.__dict__ == other.__dict__

        def __hash__(self) -> int:
            return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={part!r}" for name, part in self.__dict__.items())
        return f"{type(self).__name__}({said})"


@cache
def parts_of(cls: type[Record]) -> dict[str, Part]:
    """The declared parts of a record class by name, those of its bases first."""
    found: dict[str, Part] = {}
    for base in reversed(cls.__mro__):
        for name, annotation in get_annotations(base).items():
            if getattr(annotation, "__origin__", None) is not ClassVar:
                said = base.__dict__.get(name, REQUIRED)
                found[name] = Part(name, annotation, said)
    return found


@cache
def _readers(cls: type[Record]) -> tuple[tuple[Part, Any], ...]:
    parts = parts_of(cls).values()
    return tuple((part, plain_reader(part.annotation)) for part in parts)


def plain_parts(cls: type[Record], said: dict[str, Any]) -> dict[str, Any]:
    """All parts of a record from those given, where they are plainly right.

    Raises:
        NotPlain: only Pydantic can tell.
    """
    parts: dict[str, Any] = {}
    given = 0
    for part, read in _readers(cls):
        name = part.name
        if name in said:
            parts[name] = read(said[name])
            given += 1
        elif part.said is REQUIRED:
            raise NotPlain
        else:
            parts[name] = part.default()
    if given < len(said) and cls.__pydantic_config__["extra"] == "forbid":
        raise NotPlain
    return parts


def as_json(value: object) -> JsonValue:
    """The JSON of a value: decimals as printed, codes as text, blank as null."""
    match value:
        case None | bool() | int():
            return value
        case str() | Decimal():
            return str(value)
        case tuple() | list():
            return [as_json(part) for part in value]
        case Record():
            return value.model_dump(exclude_defaults=True)
    raise TypeError(f"not an answer: {type(value).__name__}")
