"""Partial dates: "2012", "2012-03", "March 2012", "5 March 2012"."""

import calendar
import re

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.reading import (
    Problem,
    Reading,
    not_understood,
    unreadable,
)
from ivig_abstractor.model.notation.text import clean

RULE = "H-I02"
_EXAMPLE = "2012-03-05"
_ORDER = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name: number for number, name in enumerate(_ORDER, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_CHINESE = (
    r"(?P<year>\d{4}) ?\u5e74"
    r"(?: ?(?P<month>\d{1,2}) ?\u6708(?: ?(?P<day>\d{1,2}) ?\u65e5)?)?\Z"
)
_FORMS = tuple(
    LatePattern(form)
    for form in (
        _CHINESE,
        r"(?P<year>\d{4})\Z",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})\Z",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\Z",
        r"(?P<month>\d{1,2})/(?P<year>\d{4})\Z",
        rf"{_NAME},? (?P<year>\d{{4}})\Z",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_NAME},? (?P<year>\d{{4}})\Z",
        rf"{_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\Z",
        rf"(?P<year>\d{{4}}) {_NAME}(?: (?P<day>\d{{1,2}}))?\Z",
    )
)
_DAY_OR_MONTH = LatePattern(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z")


def read_date(text: str) -> Reading | Problem:
    """Read a date as far as it is known, into YYYY, YYYY-MM or YYYY-MM-DD."""
    plain = clean(text)
    if isinstance(plain, Problem):
        return plain
    plain = plain.lower()
    for form in _FORMS:
        match = form.match(plain)
        if match is not None:
            return _checked(match)
    swapped = _DAY_OR_MONTH.match(plain)
    if swapped:
        return _swapped(swapped)
    return not_understood(plain, _EXAMPLE)


def _checked(match: re.Match[str]) -> Reading | Problem:
    parts = match.groupdict()
    year = int(parts["year"])
    name = parts.get("name")
    month = _MONTHS[name] if name else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    if year < 1:
        return Problem(RULE, _("There is no year {year}.").format(year=parts["year"]))
    written = f"{year:04}"
    if name or parts.get("month"):
        if not 1 <= month <= 12:
            return Problem(
                RULE,
                _(
                    "There is no month {month}. Write a date as year-month-day, for"
                    " example"
                    " {example}."
                ).format(month=month, example=_EXAMPLE),
            )
        written += f"-{month:02}"
    if parts.get("day"):
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return Problem(
                RULE, _("{month} has no day {day}.").format(month=written, day=day)
            )
        written += f"-{day:02}"
    return Reading(written, (written,))


def _swapped(match: re.Match[str]) -> Problem:
    first, _mark, second, year = match.groups()
    day_first = f"{year}-{int(second):02}-{int(first):02}"
    month_first = f"{year}-{int(first):02}-{int(second):02}"
    if int(second) > 12 or int(first) > 12 or first == second:
        written = month_first if int(second) > 12 else day_first
        read = read_date(written)
        if isinstance(read, Problem):
            return read
        return unreadable(_("Write the year first: {date}.").format(date=written))
    return unreadable(
        _("“{printed}” may be {one} or {other}. Write the one meant.").format(
            printed=match.group(), one=day_first, other=month_first
        )
    )
