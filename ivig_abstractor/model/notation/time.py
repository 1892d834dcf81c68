"""Times as papers print them: "12 weeks", "monthly", "q4w", "infusion 3"."""

import re
from decimal import Decimal

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.numbers import OPERATORS, operators, write_operator
from ivig_abstractor.model.notation.reading import (
    Problem,
    Reading,
    meant,
    not_understood,
    unreadable,
)
from ivig_abstractor.model.notation.stat import write_ends
from ivig_abstractor.model.notation.text import Template, plainly, template
from ivig_abstractor.model.notation.words import spell_out
from ivig_abstractor.model.quantities import Anchor, Operator, TimePoint, TimeUnit

_EXAMPLE = "12 weeks"
UNIT_WORDS = {
    TimeUnit.DAY: "days?|d",
    TimeUnit.WEEK: "weeks?|wks?|w",
    TimeUnit.MONTH: "months?|mos?|mths?",
    TimeUnit.YEAR: "years?|yrs?|y",
    TimeUnit.INFUSION: r"infusions?(?: no\.?| number)?",
}
"""The words for each unit of time, as alternatives of a pattern."""

_ANY = "|".join(UNIT_WORDS.values())
_ANCHORS = {
    Anchor.BASELINE: "baseline",
    Anchor.FIRST_INFUSION: "first infusion",
    Anchor.LAST_INFUSION: "last infusion",
    Anchor.DIAGNOSIS: "diagnosis",
    Anchor.ONSET: "(?:disease |symptom )?onset",
}
_ANCHOR = LatePattern(
    r" ?(?:from|after|since|following|of) (?:the )?(?P<anchor>"
    + "|".join(_ANCHORS.values())
    + r")\Z"
)
_OP = r"(?P<op>[=<>\u2264\u2265~])?"
_ENDS = r"(?P<low>#)(?:(?:-| to )(?P<high>#))?"
_FORMS = tuple(
    LatePattern(pattern)
    for pattern in (
        rf"{_OP}{_ENDS}[ -]?(?P<unit>{_ANY})(?: intervals?| apart)?\Z",
        rf"(?:at )?(?P<unit>{_ANY}) ?{_OP}{_ENDS}\Z",
        rf"(?:every|each|at intervals of) {_ENDS}[ -]?(?P<unit>{_ANY})\Z",
        rf"q ?{_ENDS} ?(?P<unit>{_ANY})\Z",
        rf"{_ENDS}[ -](?P<adverb>weekly|monthly)\Z",
        r"# ?(?:st|nd|rd|th) (?P<unit>infusion|day|week|month|year)\Z",
    )
)
_ADVERBS = {
    "daily": TimeUnit.DAY,
    "weekly": TimeUnit.WEEK,
    "monthly": TimeUnit.MONTH,
    "yearly": TimeUnit.YEAR,
    "annually": TimeUnit.YEAR,
}
_ONCE = LatePattern(
    r"(?:once |one infusion )?(?:(?:every|each|per|a) (?P<unit>day|week|month|year)"
    r"|(?P<adverb>daily|weekly|monthly|yearly|annually))\Z"
)
_OTHER = LatePattern(r"every (?:other|second) (?P<unit>day|week|month|year)\Z")
_TWO_MEANINGS = LatePattern(r"bi-?weekly|bi-?monthly|bi-?annually|semi-?monthly")


def read_time(text: str) -> Reading | Problem:
    """Read a time or a range of times, with its unit and from when it counts.

    "Monthly" is one month and "every 4 weeks" is four weeks: neither is turned into
    the other.
    """
    got = template(text)
    if isinstance(got, Problem):
        return got
    got = spell_out(got)
    flat = " ".join(re.sub(r"[(),;:]", " ", operators(got.text)).split())
    if _TWO_MEANINGS.search(flat):
        return unreadable(
            _(
                "“{text}” has two meanings. Write “every 2 weeks” or “2 times a week”,"
                " as the"
                " paper means it."
            ).format(text=text.strip())
        )
    if flat in {"baseline", "at baseline"}:
        return _reading(
            TimePoint(value=Decimal(0), anchor=Anchor.BASELINE, raw=text.strip())
        )
    anchor = None
    tail = _ANCHOR.search(flat)
    if tail:
        anchor = next(a for a, said in _ANCHORS.items() if re.fullmatch(said, tail[1]))
        flat = flat[: tail.start()]
    got = Template(flat, got.numbers, got.printed, got.signed)
    point = _point(got)
    if isinstance(point, Problem):
        return point
    return _reading(point.model_copy(update={"anchor": anchor, "raw": text.strip()}))


def _reading(point: TimePoint) -> Reading:
    return Reading(point, time_words(point))


def _point(got: Template) -> TimePoint | Problem:
    once = _ONCE.match(got.text)
    if once:
        unit = _ADVERBS[once["adverb"]] if once["adverb"] else time_unit(once["unit"])
        return TimePoint(value=Decimal(1), unit=unit)
    other = _OTHER.match(got.text)
    if other:
        return TimePoint(value=Decimal(2), unit=time_unit(other["unit"]))
    for form in _FORMS:
        match = form.match(got.text)
        if match is not None:
            return _measured(got, match)
    if len(got.numbers) == 1 and got.text == "#":
        return unreadable(
            _(
                "“{number}” of what? Write the unit: {number} days, weeks, months or"
                " years."
            ).format(number=got.printed[0])
        )
    return not_understood(got.restore(0) or _("a time"), _EXAMPLE)


def _measured(got: Template, match: re.Match[str]) -> TimePoint | Problem:
    groups = match.re.groupindex
    unit = _ADVERBS[match["adverb"]] if "adverb" in groups else time_unit(match["unit"])
    low = got.given(match, "low") if "low" in groups else got.numbers[0]
    high = got.number(match, "high") if "high" in groups else None
    sign = match["op"] if "op" in groups else ""
    if high is not None and high < low:
        return Problem(
            "H-P06",
            _("The range runs backwards. Write {ends}.").format(
                ends=write_ends(high, low)
            ),
            meant(write_time(TimePoint(value=high, high=low, unit=unit))),
        )
    return TimePoint(op=OPERATORS[sign or ""], value=low, high=high, unit=unit)


def time_unit(word: str) -> TimeUnit:
    """The unit of time a word names, among those of `UNIT_WORDS`."""
    return next(unit for unit, words in UNIT_WORDS.items() if re.fullmatch(words, word))


def time_words(point: TimePoint) -> tuple[str, ...]:
    """What a time says, piece by piece."""
    words: list[str] = []
    if point.value is not None and not (point.unit is None and point.anchor):
        sign = "" if point.op is Operator.EQ else f"{point.op.label} "
        number = plainly(point.value)
        if point.high is not None:
            number = _("{low} to {high}").format(low=number, high=plainly(point.high))
        last = point.value if point.high is None else point.high
        words.append(_with_unit(sign + number, last, point.unit))
    if point.anchor is not None:
        words.append(_(point.anchor.label))
    return tuple(words)


def _with_unit(number: str, last: Decimal, unit: TimeUnit | None) -> str:
    """A number or a range with its unit, in the plural that its last number needs."""
    whole = last == last.to_integral_value() and abs(last) < _COUNTABLE
    count = int(last) if whole else 2
    match unit:
        case None:
            return number
        case TimeUnit.INFUSION:
            return f"{_(unit.label)} {number}"
        case TimeUnit.DAY:
            said = ngettext("{n} day", "{n} days", count)
        case TimeUnit.WEEK:
            said = ngettext("{n} week", "{n} weeks", count)
        case TimeUnit.MONTH:
            said = ngettext("{n} month", "{n} months", count)
        case _:
            said = ngettext("{n} year", "{n} years", count)
    return said.format(n=number)


_COUNTABLE = 1_000_000


def write_time(point: TimePoint) -> str:
    """The notation of a time."""
    if point.value is None:
        return ""
    if point.unit is None and point.anchor is Anchor.BASELINE and point.value == 0:
        return "baseline"
    ends = plainly(point.value)
    if point.high is not None:
        ends = write_ends(point.value, point.high)
    ends = write_operator(point.op) + ends
    plural = "" if point.value == 1 and point.high is None else "s"
    if point.unit is TimeUnit.INFUSION:
        words = f"infusion {ends}"
    else:
        words = f"{ends} {point.unit.value}{plural}" if point.unit else ends
    anchor = "" if point.anchor is None else f" from {_WRITTEN_ANCHORS[point.anchor]}"
    return words + anchor


_WRITTEN_ANCHORS = {
    Anchor.BASELINE: "baseline",
    Anchor.FIRST_INFUSION: "first infusion",
    Anchor.LAST_INFUSION: "last infusion",
    Anchor.DIAGNOSIS: "diagnosis",
    Anchor.ONSET: "onset",
}
