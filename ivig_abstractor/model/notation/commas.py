"""Numbers with a decimal comma, once somebody has said that the comma is one.

Nothing here guesses: alone, “1,287” stays unread, for it may be 1287.
"""

import re

from ivig_abstractor.base.pattern import LatePattern

_NUMBER = LatePattern(r"\d+(?:[.,]\d+)*")
_DECIMAL = LatePattern(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d+\Z")
_MAYBE_THOUSANDS = LatePattern(r"[1-9]\d{0,2},\d{3}\Z")


def with_points(text: str) -> str:
    """A text with a point in the place of each comma that can be a decimal one."""
    return _NUMBER.sub(_pointed, text)


def shows_decimal_comma(text: str) -> bool:
    """Say whether a comma in a text can be nothing but a decimal one."""
    return any(
        _DECIMAL.match(one.group()) and not _MAYBE_THOUSANDS.match(one.group())
        for one in _NUMBER.finditer(text)
    )


def _pointed(number: re.Match[str]) -> str:
    printed = number.group()
    if not _DECIMAL.match(printed):
        return printed
    return printed.replace(".", "").replace(",", ".")
