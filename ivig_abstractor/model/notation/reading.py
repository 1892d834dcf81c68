"""What a reader hands back: a value and what was read, or a sentence why not."""

from typing import Any

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _

UNREADABLE = "U-01"
"""The rule of text that cannot be read as the kind of value asked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing a text may mean: its words, its result, and the text that says so.

    `letter` chooses it while the text is typed; `safe` claims nothing.
    """

    label: str
    text: str
    letter: str = ""
    result: str = ""
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text was not read: the rule, and the sentence shown under the field.

    `ways` are the texts that are likely meant, where they can be known. `rest` is the
    part that makes no sense, where the sentence names it and shows an example.
    """

    rule: str
    message: str
    ways: tuple[Way, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read; `tokens` say in words what was seen in the text.

    `also` are further fields of the row, by name, which the text answers too: CK tells
    the outcome and what it was measured with.
    """

    value: Any
    tokens: tuple[str, ...] = ()
    also: tuple[tuple[str, Any], ...] = ()


def unreadable(message: str, ways: tuple[Way, ...] = ()) -> Problem:
    """A problem of notation, with its sentence."""
    return Problem(UNREADABLE, message, ways)


def meant(text: str) -> tuple[Way, ...]:
    """The one text that is likely meant."""
    return (Way(_("Use {text}").format(text=text), text),)


def not_understood(rest: str, example: str) -> Problem:
    """Name the part of a text that makes no sense here, and show what would."""
    said = _("“{rest}” is not understood here. Write it like this: {example}.")
    bare = rest.strip()
    return Problem(UNREADABLE, said.format(rest=bare, example=example), rest=bare)
