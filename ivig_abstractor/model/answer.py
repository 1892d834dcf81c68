"""What can stand in a field: a value, a stated absence, unread text, or nothing yet."""

from types import NoneType
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

from ivig_abstractor.base.codes import Codes
from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.plain import NotPlain, Reader, any_of
from ivig_abstractor.model.record import Record

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Choice(Codes):
    """A code of the form with its words."""

    @classmethod
    def read_plainly(cls, value: Any) -> Self:
        """The member a stored code stands for.

        Raises:
            NotPlain: only Pydantic can tell.
        """
        if type(value) is cls:
            return value
        if type(value) is not str:
            raise NotPlain
        try:
            return cls(value)
        except ValueError:
            raise NotPlain from None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from ivig_abstractor.model.validating import codes_schema

        return codes_schema(cls)


class MissingCode(Choice):
    """Why a value is absent (form, section 0.2)."""

    NR = (
        "NR",
        N_("not reported"),
        N_("Looked for in the full text and supplements, and not there."),
    )
    NA_SRC = (
        "NA_SRC",
        N_("not in source"),
        N_("Not in the part that could be read, such as an abstract."),
    )
    UNCLEAR = (
        "UNCLEAR",
        N_("unclear"),
        N_("Reported, but ambiguous or contradicting itself; needs a note."),
    )
    NA = ("NA", N_("not applicable"), N_("Does not apply to this design or arm."))
    NOT_MEASURED = (
        "NOT_MEASURED",
        N_("not measured"),
        N_("The paper says that it was not measured."),
    )
    NUM_ONLY_FIG = (
        "NUM_ONLY_FIG",
        N_("only in a figure"),
        N_("Shown in a figure only, and not digitised."),
    )


class Missing(Record):
    """A stated absence. An object, so that it survives JSON beside plain text."""

    missing: MissingCode


class Unread(Record):
    """Text the reviewer typed that could not be read as this field's type."""

    unread: str


T = TypeVar("T")

if TYPE_CHECKING:
    Abstracted: TypeAlias = T | Missing | Unread | None
else:

    class Abstracted:
        """The type of every field: a value, `Missing`, `Unread`, or `None` for blank.

        `Abstracted[X]` keeps X alone. A union for each of some hundred types was made
        for two hundredths of the start of the program, and taken apart for as much.
        """

        __slots__ = ("value",)

        def __init__(self, value: Any) -> None:
            self.value = value

        def __class_getitem__(cls, value: Any) -> Self:
            return cls(value)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Abstracted) and self.value == other.value

        def __hash__(self) -> int:
            return hash(self.value)

        def __repr__(self) -> str:
            return f"Abstracted[{self.value!r}]"

        def plain_reader(self) -> Reader:
            """What reads such answers where they are plainly right."""
            return any_of((self.value, Missing, Unread, NoneType))

        def __get_pydantic_core_schema__(self, _source: Any, handler: Any) -> Any:
            return handler.generate_schema(self.value | Missing | Unread | None)


def value_of(answer: "Abstracted[T]") -> T | None:
    """The value, or `None` where there is none of any kind."""
    if answer is None or isinstance(answer, Missing | Unread):
        return None
    return answer


def is_blank(answer: object) -> bool:
    """Say whether nobody has looked at this field yet."""
    return answer is None


def is_missing(answer: object, *codes: MissingCode) -> bool:
    """Say whether the answer states an absence, or one of the given absences."""
    return isinstance(answer, Missing) and (not codes or answer.missing in codes)
