"""Reads values that are plainly of a declared type, without asking Pydantic.

A reader takes a value as it is stored (JSON) or as the program holds it, and raises
`NotPlain` for whatever it is not sure of: it never says no, and never converts where
Pydantic would not. `tests/model/test_plain.py` holds the two against each other.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Protocol, Union, get_args, get_origin

Reader = Callable[[Any], Any]

_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_PLACES = 20


class NotPlain(ValueError):
    """Only Pydantic can tell whether this value is of the type."""


class Mark(Protocol):
    """What stands in `Annotated` beside a type and narrows it."""

    def admits(self, value: Any) -> bool:
        """Say whether the value is surely within the limits."""


@cache
def plain_reader(annotation: Any) -> Reader:
    """What reads values of a type."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return _narrowed(plain_reader(inner), [m for m in marks if _narrows(m)])
    if get_origin(annotation) in (Union, UnionType):
        return any_of(get_args(annotation))
    if get_origin(annotation) is tuple:
        member, *rest = get_args(annotation)
        return _tuple_of(plain_reader(member)) if rest == [...] else _unknown
    if isinstance(annotation, type):
        return _READERS.get(annotation) or _reader_of_class(annotation)
    own: Callable[[], Reader] | None = getattr(annotation, "plain_reader", None)
    return own() if own is not None else _unknown


def _reader_of_class(cls: type) -> Reader:
    own: Reader = getattr(cls, "read_plainly", _unknown)
    return own


def _narrows(mark: object) -> bool:
    return hasattr(mark, "admits")


def _narrowed(read: Reader, marks: list[Mark]) -> Reader:
    if not marks:
        return read

    def narrowed(value: Any) -> Any:
        found = read(value)
        for mark in marks:
            if not mark.admits(found):
                raise NotPlain
        return found

    return narrowed


def any_of(members: tuple[Any, ...]) -> Reader:
    """What reads values of the first type that admits them; `NoneType` is blank."""
    readers = [plain_reader(one) for one in members if one is not NoneType]
    blank = NoneType in members

    def read_any(value: Any) -> Any:
        if value is None and blank:
            return None
        for read in readers:
            try:
                return read(value)
            except NotPlain:
                continue
        raise NotPlain

    return read_any


def _tuple_of(read: Reader) -> Reader:
    def tuple_of(value: Any) -> Any:
        if type(value) not in (list, tuple):
            raise NotPlain
        return tuple([read(one) for one in value])

    return tuple_of


def _text(value: Any) -> str:
    if type(value) is not str:
        raise NotPlain
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise NotPlain
    return value


def _decimal(value: Any) -> Decimal:
    if type(value) is str and _DECIMAL.fullmatch(value):
        return Decimal(value)
    if type(value) is Decimal:
        _sign, digits, exponent = value.as_tuple()
        few = len(digits) <= _PLACES
        if few and isinstance(exponent, int) and -_PLACES <= exponent <= 0:
            return value
    raise NotPlain


def _unknown(_value: Any) -> Any:
    raise NotPlain


_READERS: dict[type, Reader] = {str: _text, int: _whole, Decimal: _decimal}
