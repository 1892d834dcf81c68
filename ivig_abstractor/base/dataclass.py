"""The standard library's data classes, made in a fifth of the time.

Up to Python 3.12 the standard library compiles each method of each data class by
itself, which was a tenth of the start of the program. Classes with slots, which ours
are, are made here with one compiled method; all else, and whatever is asked about
their fields, is left to the standard library.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, get_origin

__all__ = ["dataclass"]

_FIELDS, _PARAMS = "__dataclass_fields__", "__dataclass_params__"


def _dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True
) -> Callable[[type], type]:
    """What `dataclasses.dataclass` does."""

    def make(cls: type) -> type:
        fields = _fields_of(cls) if slots else None
        if fields is None:
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq)(cls)
        return _made(cls, fields, frozen=frozen, eq=eq)

    return make


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _fields_of(cls: type) -> dict[str, Any] | None:
    """The fields with what stands behind each; none where more is asked for."""
    if any(_FIELDS in base.__dict__ for base in cls.__mro__):
        return None
    said: dict[str, Any] = {}
    for name, annotation in get_annotations(cls).items():
        origin: Any = get_origin(annotation)
        if origin is ClassVar:
            continue
        said[name] = cls.__dict__.get(name, MISSING)
        with_care = isinstance(said[name], Field) and not said[name].init
        unsure = isinstance(annotation, str) and "Var" in annotation
        if with_care or unsure:
            return None
    return said


def _made(cls: type, fields: dict[str, Any], *, frozen: bool, eq: bool) -> type:
    names = tuple(fields)
    left_out = {*names, "__dict__", "__weakref__"}
    own: dict[str, Any] = {
        "__slots__": names,
        "__match_args__": names,
        _FIELDS: _Described(cls, fields, _FIELDS, frozen=frozen),
        _PARAMS: _Described(cls, fields, _PARAMS, frozen=frozen),
        "__repr__": _repr,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    if frozen:
        own |= {"__setattr__": _refuse, "__delattr__": _refuse}
    compared = [name for name in names if getattr(fields[name], "compare", True)]
    if eq:
        key = attrgetter(*compared) if compared else _nothing
        own |= _comparing(key, frozen=frozen)
    own |= {name: one for name, one in cls.__dict__.items() if name not in left_out}
    made = type(cls)(cls.__name__, cls.__bases__, own)
    made.__qualname__ = cls.__qualname__
    type.__setattr__(made, "__init__", _compiled_when_called(made, fields))
    return made


def _compiled_when_called(cls: type, fields: dict[str, Any]) -> Callable[..., None]:
    """Half of the classes are not used before the window is shown."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        made = _initialiser(cls, fields)
        type.__setattr__(cls, "__init__", made)
        made(self, *given, **named)

    return __init__


def _initialiser(cls: type, fields: dict[str, Any]) -> Callable[..., None]:
    known: dict[str, Any] = {"MISSING": MISSING}
    given, lines = ["self"], []
    for name, said in fields.items():
        default = said.default if isinstance(said, Field) else said
        factory = getattr(said, "default_factory", MISSING)
        known |= {f"set_{name}": cls.__dict__[name].__set__, f"or_{name}": default}
        given.append(name)
        value = name
        if factory is not MISSING:
            known[f"new_{name}"] = factory
            value = f"new_{name}() if {name} is MISSING else {name}"
        if default is not MISSING or factory is not MISSING:
            given[-1] = f"{name}=or_{name}"
        lines.append(f"set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(given)}):\n  {body}", known)  # noqa: S102  (as there)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _nothing(_self: Any) -> tuple[()]:
    return ()


def _comparing(
    key: Callable[[Any], Any], *, frozen: bool
) -> dict[str, Callable[..., Any] | None]:
    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) == key(other)

    # What may change is no key of a dict.
    by_value = (lambda self: hash(key(self))) if frozen else None
    return {"__eq__": equal, "__hash__": by_value}


def _repr(self: Any) -> str:
    said = ", ".join(
        f"{one.name}={getattr(self, one.name)!r}"
        for one in dataclasses.fields(self)
        if one.repr
    )
    return f"{type(self).__qualname__}({said})"


def _refuse(_self: Any, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


class _Described:
    """What the standard library knows of a class, made when somebody asks for it."""

    def __init__(
        self, cls: type, fields: dict[str, Any], name: str, *, frozen: bool
    ) -> None:
        self._cls, self._fields, self._name = cls, fields, name
        self._frozen = frozen
        self._known: Any = None

    def __get__(self, _instance: object, _owner: type | None = None) -> Any:
        """The description of the fields, or of the class."""
        if self._known is None:
            types = get_annotations(self._cls)
            twin = dataclasses.make_dataclass(
                self._cls.__name__,
                [
                    (name, types[name], *(() if said is MISSING else (said,)))
                    for name, said in self._fields.items()
                ],
                frozen=self._frozen,
            )
            self._known = getattr(twin, self._name)
        return self._known
