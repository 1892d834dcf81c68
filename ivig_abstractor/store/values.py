"""What may be kept, and its one canonical writing: JSON without floats."""

import json
from typing import Never

from ivig_abstractor.base.errors import BugError, ContentMismatch, ValueRefused
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue

NULL = "null"
_MOST_BYTES = 5_000_000
_MOST_DIGITS = 18
_DEEPEST = 20


def canonical(value: JsonValue) -> str:
    """Write a value as canonical JSON: equal values give equal text.

    Raises:
        ValueRefused: it could not be read back exactly as it is.
    """
    _refuse_inside(value, 0)
    text = _ENCODER.encode(value)
    if len(text) * 4 > _MOST_BYTES and len(text.encode()) > _MOST_BYTES:
        raise _refused(_("The value is larger than 5 MB."), _("Shorten it."))
    return text


def read_json(text: object) -> JsonValue:
    """Read canonical JSON back.

    Raises:
        ContentMismatch: it is not what `canonical` writes, so the file is damaged.
    """
    try:
        if isinstance(text, str):
            # Not `decode`, which looks for spaces around: nothing writes any.
            value: JsonValue
            value, end = _DECODER.raw_decode(text)
            if end == len(text):
                return value
    except (ValueError, RecursionError):
        pass
    raise ContentMismatch(
        _("A stored value cannot be read: the file is damaged."),
        unchanged=_("Nothing was changed."),
        next_step=_("Go back to a backup, or verify the file to see what is affected."),
    )


def refuse_text(text: str) -> None:
    """Refuse text that would not come back exactly as it is.

    Raises:
        ValueRefused: it holds NUL, or half of a surrogate pair.
    """
    if "\0" in text:
        raise _refused(
            _("The text holds the character NUL (U+0000), which cannot be kept."),
            _("Take it out; it is usually left over from copying."),
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _refused(
            _("The text holds half a character (U+{code:04X}).").format(
                code=ord(text[error.start])
            ),
            _("Delete it and type the character again."),
        ) from error


def _refuse_inside(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise _refused(_("The value is nested too deeply."), _("Simplify it."))
    match value:
        case None | bool():
            pass
        case str():
            refuse_text(value)
        case int():
            if abs(value) >= 10**_MOST_DIGITS:
                raise _refused(
                    _("The whole number has more than 18 digits."),
                    _("Keep it as text."),
                )
        case float():
            raise _refused(
                _("The number {number} is not exact.").format(number=value),
                _("Keep it as it is printed."),
            )
        case list():
            for part in value:
                _refuse_inside(part, depth + 1)
        case dict():
            for name, part in value.items():
                if not isinstance(name, str):
                    raise BugError(f"{type(name).__name__} is not a name in JSON")
                refuse_text(name)
                _refuse_inside(part, depth + 1)
        case _:
            raise BugError(f"{type(value).__name__} is not JSON")


def _refused(what: str, next_step: str) -> ValueRefused:
    return ValueRefused(what, unchanged=_("Nothing was changed."), next_step=next_step)


def _refuse_inexact(text: str) -> Never:
    raise ValueError(text)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
_DECODER = json.JSONDecoder(parse_float=_refuse_inexact, parse_constant=_refuse_inexact)
