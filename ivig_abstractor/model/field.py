"""`item(...)`: the only way to declare an abstracted field."""

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ivig_abstractor.model.answer import Choice


class Comparison(Choice):
    """How two reviewers' answers to a field are compared."""

    CODE = "CODE", "by code"
    ORDERED = "ORDERED", "by code, ordered"
    NUMERIC = "NUMERIC", "by value"
    TEXT = "TEXT", "by normalised wording"
    SET = "SET", "as sets"
    NONE = "NONE", "not compared"


@dataclass(frozen=True, slots=True)
class When:
    """A skip rule as data: the field is asked only if `field` holds one of `codes`.

    `field` is a pattern from the root (`design.control_type`) or the bare name of a
    field of the same section or row. With no codes, any value will do.
    """

    field: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What the type of a field cannot say."""

    label: str
    form_id: str
    help: str = ""
    unit: str = ""
    example: str = ""
    essential: bool = False
    optional: bool = False
    column: bool = False
    multiline: bool = False
    evidence: bool = False
    plausible: tuple[float, float] | None = None
    compare: Comparison | None = None
    tolerance: float = 0.0
    asked_when: tuple[When, ...] = ()
    group: str = ""
    auto: bool = False
    since: int = 1
    was: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """What the type of a repeating part cannot say.

    `named_by`: the fields that tell a row from the others, in the order they are said.
    """

    label: str
    one: str
    help: str = ""
    asked_when: tuple[When, ...] = ()
    named_by: tuple[str, ...] = ()


def item(label: str, form_id: str, **said: Any) -> Any:
    """Declare a field: its label, its id in the paper form, and what `Item` lists.

    `essential`: shown first, needed by the review's tables. `optional`: may stay blank
    when the section is completed. `column`: stands in the table of characteristics.
    `evidence`: a quotation is asked for. `plausible`: outside is a query, not an error.
    """
    info: Any = Field(default=None)
    info.metadata.append(Item(label, form_id, **said))
    return info


def repeat(label: str, one: str, **said: Any) -> Any:
    """Declare repeating rows: the label of all, and the word for one (in "Add …")."""
    info: Any = Field(default_factory=list)
    info.metadata.append(Repeat(label, one, **said))
    return info


class Section(BaseModel):
    """One section of the paper form. The docstring's first line is its title."""

    # Sections are filled without validation and read field by field; what validates a
    # whole section is built only when the JSON Schema asks for it.
    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        allow_inf_nan=False,
        defer_build=True,
    )

    form_id: ClassVar[str] = ""


class Row(Section):
    """A repeating row: its id never changes and is never used again."""

    id: str
