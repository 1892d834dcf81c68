"""Codes with their words: text enumerations, made in a tenth of the time.

The form has more than five hundred codes. As members of the standard library's
`StrEnum` they took a twentieth of the start of the program; what is asked of them is
little. Type checkers are told that they are just that.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, Self

from ivig_abstractor.base.errors import BugError

__all__ = ["Codes"]


class _CodesType(type):
    """Makes the members of a class of codes, each of them once."""

    __members__: Mapping[str, Any]
    _by_code: dict[str, Any]

    def __new__(
        cls, name: str, bases: tuple[type, ...], said: dict[str, Any]
    ) -> "_CodesType":
        """A class whose texts and tuples of texts became its members."""
        words = {key: one for key, one in said.items() if _is_member(key, one)}
        rest = {key: one for key, one in said.items() if key not in words}
        made = super().__new__(cls, name, bases, rest)
        by_name: dict[str, Any] = {}
        by_code: dict[str, Any] = {}
        for key, one in words.items():
            code, *more = (one,) if isinstance(one, str) else one
            member = _member(made, key, code, *more)
            if by_code.setdefault(code, member) is not member:
                raise BugError(f"{name} has the code {code} twice")
            by_name[key] = member
            type.__setattr__(made, key, member)
        type.__setattr__(made, "__members__", MappingProxyType(by_name))
        type.__setattr__(made, "_by_code", by_code)
        return made

    def __call__(cls, code: object) -> Any:
        """The member with a code.

        Raises:
            ValueError: there is none.
        """
        if code not in cls:
            raise ValueError(f"{code!r} is not a valid {cls.__qualname__}")
        return cls._by_code[str(code)]

    def __getitem__(cls, name: str) -> Any:
        return cls.__members__[name]

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls.__members__.values())

    def __reversed__(cls) -> Iterator[Any]:
        yield from reversed(tuple(cls.__members__.values()))

    def __len__(cls) -> int:
        return len(cls.__members__)

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, code: object) -> bool:
        return isinstance(code, str) and code in cls._by_code

    def __setattr__(cls, name: str, value: object) -> NoReturn:
        raise AttributeError(f"the codes of {cls.__name__} never change: {name}")

    def __delattr__(cls, name: str) -> NoReturn:
        raise AttributeError(f"the codes of {cls.__name__} never change: {name}")


def _is_member(key: str, said: object) -> bool:
    return isinstance(said, str | tuple) and not key.startswith("_")


def _member(cls: type, name: str, code: str, label: str = "", help: str = "") -> Any:  # noqa: A002
    made: Any = str.__new__(cls, code)
    made.__dict__.update(name=name, value=code, label=label or code, sentence=help)
    return made


if TYPE_CHECKING:

    class Codes(StrEnum):
        """Members declared as `CODE = "CODE", "label", "one sentence of help"`."""

        label: str
        sentence: str

        def __new__(cls, code: str, label: str = "", sentence: str = "") -> Self: ...  # noqa: D102

else:

    class Codes(str, metaclass=_CodesType):  # noqa: SLOT000  (a member has its words)
        """Members declared as `CODE = "CODE", "label", "one sentence of help"`."""

        def __repr__(self) -> str:
            return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

        def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
            # A copy is the member itself, here and in another process.
            return type(self), (self.value,)

        def __setattr__(self, name: str, value: object) -> NoReturn:
            raise AttributeError(f"{self!r} never changes: {name}")
