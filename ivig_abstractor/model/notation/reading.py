"""What a reader hands back: a value and what was read, or a sentence why not."""

from dataclasses import dataclass
from typing import Any

from ivig_abstractor.base.i18n import _

UNREADABLE = "U-01"
"""The rule of text that cannot be read as the kind of value asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text was not read: the rule, and the sentence shown under the field."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read; `tokens` say in words what was seen in the text."""

    value: Any
    tokens: tuple[str, ...] = ()


def unreadable(message: str) -> Problem:
    """A problem of notation, with its sentence."""
    return Problem(UNREADABLE, message)


def not_understood(rest: str, example: str) -> Problem:
    """Name the part of a text that makes no sense here, and show what would."""
    return unreadable(
        _("“{rest}” is not understood here. Write it like this: {example}.").format(
            rest=rest.strip(), example=example
        )
    )
