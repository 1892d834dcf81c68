"""`item(...)`: the only way to declare an abstracted field."""

from typing import Any, ClassVar

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.parts import Declaration
from ivig_abstractor.model.record import Record


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
class Item(Declaration):
    """What the type of a field cannot say."""

    label: str
    form_id: str
    head: str = ""
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
    by_reviewer: bool = False
    since: int = 1
    was: str = ""


@dataclass(frozen=True, slots=True)
class Repeat(Declaration):
    """What the type of a repeating part cannot say.

    `named_by`: the fields that tell a row from the others, in the order they are said.
    `none`: what is said at completion where rows are expected and there are none.
    """

    label: str
    one: str
    help: str = ""
    asked_when: tuple[When, ...] = ()
    named_by: tuple[str, ...] = ()
    none: str = ""

    def default(self, annotation: Any) -> Any:
        """No rows."""
        del annotation
        return []


class Held(Declaration):
    """Stands behind a section that is part of another one."""

    __slots__ = ()

    def default(self, annotation: Any) -> Any:
        """The section, blank."""
        return annotation()


def item(label: str, form_id: str, **said: Any) -> Any:
    """Declare a field: its label, its id in the paper form, and what `Item` lists.

    `essential`: shown first, needed by the review's tables. `optional`: may stay blank
    when the section is completed. `column`: stands in the table of characteristics.
    `head`: what stands above its column in a grid, where that can be shorter.
    `evidence`: a quotation is asked for. `plausible`: outside is a query, not an error.
    `by_reviewer`: a name, a look-up or a judgement of the reviewer, who must give it
    whatever the paper says, so that it is never set to a missing code with others.
    """
    return Item(label, form_id, **said)


def repeat(label: str, one: str, **said: Any) -> Any:
    """Declare repeating rows: the label of all, and the word for one (in "Add …")."""
    return Repeat(label, one, **said)


def held() -> Any:
    """Declare a section inside another one."""
    return Held()


class Section(Record):
    """One section of the paper form. The docstring's first line is its title.

    `by_reviewer` says of all its fields what `item` says of one.
    """

    form_id: ClassVar[str] = ""
    by_reviewer: ClassVar[bool] = False


class Row(Section):
    """A repeating row: its id never changes and is never used again."""

    id: str
