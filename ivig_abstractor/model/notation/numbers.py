"""Plain numbers, counts, whole-number spans and measures with an operator."""

import re
from decimal import Decimal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.reading import (
    Problem,
    Reading,
    meant,
    not_understood,
    unreadable,
)
from ivig_abstractor.model.notation.text import Template, plainly, template
from ivig_abstractor.model.notation.units import same_unit, unit_named, unit_pattern
from ivig_abstractor.model.quantities import Measure, Operator, Span

LARGEST_COUNT = 10_000_000
PATIENTS = (
    "patients?|pts?|pat|participants?|subjects?|people|persons?|individuals?|cases?"
)
"""What papers call patients after a number; "pts" after a score are points."""
OPERATORS = {
    "": Operator.EQ,
    "=": Operator.EQ,
    "<": Operator.LT,
    "\u2264": Operator.LE,
    ">": Operator.GT,
    "\u2265": Operator.GE,
    "~": Operator.ABOUT,
}
_WORDS = (
    (
        LatePattern(
            r"\b(?:more|greater|longer|older) than |\bover (?=#)|\babove (?=#)"
        ),
        ">",
    ),
    (LatePattern(r"\b(?:less|fewer|younger) than |\bunder (?=#)|\bbelow (?=#)"), "<"),
    (LatePattern(r"\bat least |\bno less than "), "\u2265"),
    (LatePattern(r"\bat most |\bup to |\bno more than "), "\u2264"),
    (LatePattern(r"\b(?:about|approximately|approx\.?|circa|ca\.?|around) "), "~"),
)
_COUNTED = LatePattern(rf"(?:n=|=)?(?P<number>#)(?: (?:{PATIENTS}))?\.?\Z")
_BELOW_ZERO = LatePattern(r"\s*[-\u2010-\u2015\u2212\ufe63]\s*[\d.]")
_SPAN = LatePattern(
    r"(?P<low>#)(?:(?P<join>-| to | or )(?P<high>#))?"
    r"(?: (?:consecutive |successive )?"
    r"(?:days?|d|courses?|cycles?|infusions?|times?))?\Z"
)
_MEASURE = LatePattern(
    r"(?:(?:p(?:[- ]values?)?) ?)?(?P<op>[=<>\u2264\u2265~])?(?P<number>#)\Z"
)
_NOT_SIGNIFICANT = LatePattern(
    r"(?:p ?=? ?)?(?:n\.? ?s\.?|not significant|non-?significant|significant)\Z"
)


def operators(text: str) -> str:
    """Replace operators in words by their signs."""
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    return text


def read_number(
    text: str, *, unit: str = "", example: str = "43.5"
) -> Reading | Problem:
    """Read one exact number; the field's own unit may stand behind it."""
    got = template(text)
    if isinstance(got, Problem):
        return got
    units = unit_pattern(unit)
    match = re.match(
        rf"(?P<op>[=<>\u2264\u2265~])?(?P<number>#)(?: ?(?P<unit>{units}))?\Z",
        operators(got.text),
    )
    if match is None:
        return _no_number(got, text.strip(), example)
    if match["op"] and match["op"] != "=":
        return unreadable(
            _(
                "“{text}” is not exact, and this field holds one number. Write the"
                " number"
                " printed, and put “{sign}” into the note."
            ).format(text=text.strip(), sign=match["op"])
        )
    named = unit_named(match["unit"] or "")
    if named and not same_unit(named, unit):
        return unreadable(
            _(
                "The unit “{unit}” is not the one asked for here{own}. Convert the"
                " number, or"
                " put it into the note."
            ).format(unit=named, own=f" ({unit})" if unit else "")
        )
    value = got.given(match, "number")
    return Reading(value, (got.printed[0] + (f" {named}" if named else ""),))


def _no_number(got: Template, typed: str, example: str) -> Problem:
    if not got.numbers:
        said = _("“{text}” holds no number. Write digits, for example {example}.")
        return unreadable(said.format(text=typed, example=example))
    if len(got.numbers) > 1:
        return unreadable(
            _("“{text}” holds {count} numbers, and this field holds one.").format(
                text=typed, count=len(got.numbers)
            )
        )
    return not_understood(typed, example)


def count_problem(number: Decimal, most: int = LARGEST_COUNT) -> Problem | None:
    """Say why a number cannot count something, if it cannot."""
    if number != number.to_integral_value() or number < 0:
        return _no_count(plainly(number))
    if number > most:
        return Problem(
            "H-P01",
            _(
                "{number} is too large for a count. Check whether two numbers have run"
                " together."
            ).format(number=plainly(number)),
        )
    return None


def below_zero(text: str, problem: Problem) -> Problem:
    """What is wrong of a count: first of all that it has a minus, if it has one."""
    if problem.rule == "H-P01" or not _BELOW_ZERO.match(text):
        return problem
    typed = text.strip()
    return _no_count(f"“{typed if len(typed) < 40 else typed[:39] + '…'}”")


def _no_count(number: str) -> Problem:
    said = _("{number} cannot be a count. Write a whole number, 0 or more.")
    return Problem("H-P01", said.format(number=number))


def read_count(text: str, *, unit: str = "", example: str = "35") -> Reading | Problem:
    """Read a whole number of things, 0 or more; patients by any of their names."""
    counted = _read_counted(text) if unit == "patients" else None
    got = counted or read_number(text, example=example)
    if isinstance(got, Problem):
        return below_zero(text, got)
    return count_problem(got.value) or Reading(int(got.value), got.tokens)


def _read_counted(text: str) -> Reading | None:
    """Read "12 pts" or "n = 12", where nothing but patients is counted."""
    got = template(text)
    match = None if isinstance(got, Problem) else _COUNTED.match(got.text)
    if isinstance(got, Problem) or match is None:
        return None
    return Reading(got.given(match, "number"), got.printed)


def read_span(text: str) -> Reading | Problem:
    """Read a whole number or a range of them: "5", "2-5", "2 to 5 days"."""
    got = template(text)
    if isinstance(got, Problem):
        return got
    match = _SPAN.match(got.text)
    if match is None:
        return not_understood(got.restore(0), _("5, or 2-5"))
    low = got.given(match, "low")
    high = got.given(match, "high") if match["high"] else low
    problem = count_problem(low) or count_problem(high)
    if problem:
        return problem
    if low > high:
        return Problem(
            "H-P06",
            _("The range runs backwards. Write {low}-{high}.").format(
                low=high, high=low
            ),
            meant(f"{high}-{low}"),
        )
    span = Span(low=int(low), high=int(high), raw=text.strip())
    said = span_words(span)
    if match["join"] == " or " and high > low + 1:
        said = _("{low} to {high} (printed as {low} or {high})").format(
            low=low, high=high
        )
    return Reading(span, (said,))


def span_words(span: Span) -> str:
    """A span in words: "5", "2 to 5"."""
    if span.low == span.high:
        return str(span.low)
    return _("{low} to {high}").format(low=span.low, high=span.high)


def read_measure(text: str) -> Reading | Problem:
    """Read a number with its operator, such as a P value: "p<0.05", "P = .018"."""
    got = template(text)
    if isinstance(got, Problem):
        return got
    if _NOT_SIGNIFICANT.match(got.text):
        return unreadable(
            _(
                "“{text}” gives no number. Write the P value as printed, for example"
                " p>0.05;"
                " if none is printed, say why it is missing, and quote the words."
            ).format(text=text.strip())
        )
    match = _MEASURE.match(operators(got.text))
    if match is None:
        return not_understood(got.restore(0), "p<0.05")
    value = got.numbers[0]
    measure = Measure(op=OPERATORS[match["op"] or ""], value=value, raw=text.strip())
    return Reading(measure, (f"{measure.op.label} {plainly(value)}",))


def write_span(span: Span) -> str:
    """The notation of a span."""
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def write_operator(operator: Operator) -> str:
    """The sign put before a number; nothing for "equals"."""
    return "" if operator is Operator.EQ else str(operator.value)


def write_measure(measure: Measure) -> str:
    """The notation of a measure."""
    return write_operator(measure.op) + plainly(measure.value)
