"""Statistics as papers print them: "43.5 \u00b1 16.8", "median 48 (IQR 29-67); n=8"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.numbers import (
    OPERATORS,
    count_problem,
    operators,
    write_operator,
)
from ivig_abstractor.model.notation.reading import (
    Problem,
    Reading,
    not_understood,
    unreadable,
)
from ivig_abstractor.model.notation.text import Template, plainly, template
from ivig_abstractor.model.notation.units import same_unit, unit_named, unit_pattern
from ivig_abstractor.model.quantities import Central, Dispersion, Operator, Stat

EXAMPLE = "mean 43.5 (SD 16.8); n=8"
_KINDS = {
    "mean": Central.MEAN,
    "average": Central.MEAN,
    "median": Central.MEDIAN,
    "geometric mean": Central.GEOMEAN,
    "one patient": Central.SINGLE_PATIENT,
    "single patient": Central.SINGLE_PATIENT,
}
_SPREADS = {
    "sd": Dispersion.SD,
    "standard deviation": Dispersion.SD,
    "se": Dispersion.SE,
    "sem": Dispersion.SE,
    "standard error": Dispersion.SE,
    "ci": Dispersion.CI95,
    "iqr": Dispersion.IQR,
    "interquartile range": Dispersion.IQR,
    "range": Dispersion.RANGE,
}
_WITH_SPREAD = frozenset({Dispersion.SD, Dispersion.SE, Dispersion.PM_UNSPECIFIED})
_FLAT = LatePattern(r"[(),;:=|]")
_LABEL = (
    r"(?:standard deviation|standard error|interquartile range|sd|sem|se|iqr|range|ci)"
)
_HEADER = LatePattern(rf"\b(mean|average|median)(?:\u00b1({_LABEL})|\(({_LABEL})\))")
_ONE = r"(?:standard deviation|standard error|sd|sem|se)"
_TWO = r"(?:interquartile range|iqr|range|ci)"


@dataclass
class _Seen:
    """What has been read of one statistic so far."""

    got: Template
    unit: str = ""
    kind: Central | None = None
    op: Operator = Operator.EQ
    central: Decimal | None = None
    promised: Dispersion | None = None
    dispersion: Dispersion | None = None
    labelled: bool = False
    spread: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int | None = None
    units: list[str] = field(default_factory=list)


def read_stat(text: str, *, unit: str = "") -> Reading | Problem:
    """Read a statistic; `unit` is the field's own, and need not be written.

    A printed unit that is the field's own is left out of the value.
    """
    got = template(text)
    if isinstance(got, Problem):
        return got
    named = _HEADER.sub(r"\1 with \2\3", operators(got.text))
    flat = " ".join(_FLAT.sub(" ", named).split())
    seen = _Seen(Template(flat, got.numbers, got.printed, got.signed), unit)
    position = 0
    for _step in range(len(flat)):
        if position >= len(flat):
            break
        after = _read_piece(seen, position)
        if isinstance(after, Problem):
            return after
        position = after
    return _stat(seen, text)


def _read_piece(seen: _Seen, position: int) -> int | Problem:
    """Read the next piece of a statistic; where it ends, or why it makes no sense."""
    for pattern, take in _pieces(seen.unit):
        match = pattern.match(seen.got.text, position)
        if match is None:
            continue
        problem = take(seen, match)
        return problem or match.end()
    return not_understood(seen.got.restore(position), EXAMPLE)


def _take_kind(seen: _Seen, match: re.Match[str]) -> Problem | None:
    if seen.kind is not None:
        return _twice(_("the kind of middle"))
    seen.kind = _KINDS[match["kind"]]
    return None


def _take_n(seen: _Seen, match: re.Match[str]) -> Problem | None:
    number = seen.got.given(match, "n")
    if seen.n is not None:
        return _twice("n")
    problem = count_problem(number)
    seen.n = None if problem else int(number)
    return problem


def _take_promise(seen: _Seen, match: re.Match[str]) -> Problem | None:
    if seen.promised is not None or seen.central is not None:
        return not_understood(seen.got.restore(match.start()), EXAMPLE)
    seen.promised = _SPREADS[match["label"]]
    return None


def _take_spread(seen: _Seen, match: re.Match[str]) -> Problem | None:
    said = match["label"]
    dispersion = _SPREADS[said] if said else Dispersion.PM_UNSPECIFIED
    if not said and seen.promised in _WITH_SPREAD:
        dispersion = seen.promised
    if seen.dispersion is not None:
        return _two_spreads()
    seen.dispersion = dispersion
    seen.spread = seen.got.given(match, "number")
    _keep_unit(seen, match)
    return None


def _take_interval(seen: _Seen, match: re.Match[str]) -> Problem | None:
    said = match["label"]
    if seen.dispersion is not None:
        return _two_spreads()
    promised = None if seen.promised in _WITH_SPREAD else seen.promised
    seen.dispersion = _SPREADS[said] if said else promised or Dispersion.RANGE
    seen.labelled = bool(said or promised)
    seen.low, seen.high = seen.got.given(match, "low"), seen.got.given(match, "high")
    _keep_unit(seen, match)
    return None


def _take_central(seen: _Seen, match: re.Match[str]) -> Problem | None:
    number = seen.got.given(match, "number")
    if seen.central is None:
        seen.central = number
        seen.op = OPERATORS[match["op"] or ""]
        _keep_unit(seen, match)
        return None
    if seen.promised in _WITH_SPREAD and seen.dispersion is None and not match["op"]:
        seen.dispersion = seen.promised
        seen.spread = number
        _keep_unit(seen, match)
        return None
    return unreadable(
        _(
            "“{number}” may be an SD, an SE or a number of patients. Write which, for"
            " example (SD {number})."
        ).format(number=plainly(number))
    )


def _keep_unit(seen: _Seen, match: re.Match[str]) -> None:
    if match["unit"]:
        seen.units.append(unit_named(match["unit"]))


_Take = Callable[[_Seen, re.Match[str]], Problem | None]


@lru_cache(maxsize=64)
def _pieces(unit: str) -> tuple[tuple[re.Pattern[str], _Take], ...]:
    """The pieces of a statistic, the most telling first."""
    units = rf"(?: ?(?P<unit>{unit_pattern(unit)}))?"
    ends = rf"(?P<low>#)(?: ?{unit_pattern(unit)})?(?:-| to )(?P<high>#){units}"
    patterns = (
        (r"n ?(?P<n>#)", _take_n),
        (r"in (?P<n>#) patients", _take_n),
        (rf"(?P<label>{_TWO}) (?:from )?{ends}", _take_interval),
        (rf"(?P<label>ci) (?P<low>#) (?P<high>#){units}", _take_interval),
        (rf"{ends} (?P<label>{_TWO})(?! [#<>])", _take_interval),
        (rf"(?P<label>){ends}", _take_interval),
        (rf"\u00b1? ?(?P<label>{_ONE}) ?(?P<number>#)(?!-| to ){units}", _take_spread),
        (rf"\u00b1(?P<number>#){units} (?P<label>{_ONE})(?! #)", _take_spread),
        (rf"(?P<number>#){units} (?P<label>{_ONE})(?! ?#)", _take_spread),
        (rf"\u00b1(?P<number>#){units}(?P<label>)", _take_spread),
        (rf"with (?P<label>{_LABEL})", _take_promise),
        (rf"(?P<op>[<>\u2264\u2265~])?(?P<number>#){units}", _take_central),
        (rf"(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})", _take_kind),
    )
    return tuple(
        (re.compile(rf" ?(?:{said})(?![^\W_])"), take) for said, take in patterns
    )


def _twice(what: str) -> Problem:
    return unreadable(_("The text gives {what} twice. Keep one.").format(what=what))


def _two_spreads() -> Problem:
    return unreadable(
        _(
            "The text gives two spreads, such as an SD and a range. Keep one here, and"
            " put"
            " the other into its own field or the note."
        )
    )


def _stat(seen: _Seen, text: str) -> Reading | Problem:
    problem = _unsaid(seen)
    if problem is not None:
        return problem
    central_type = seen.kind or Central.UNSPECIFIED
    if seen.central is None and seen.low is not None and seen.kind is Central.MEAN:
        central_type = Central.RANGE_CALLED_MEAN
    named = set(seen.units)
    unit = named.pop() if named else ""
    stat = Stat(
        central_type=central_type,
        op=seen.op,
        central=seen.central,
        dispersion=seen.dispersion or Dispersion.NONE,
        spread=seen.spread,
        low=seen.low,
        high=seen.high,
        n=seen.n,
        unit="" if seen.unit and same_unit(unit, seen.unit) else unit,
        raw=text.strip(),
    )
    return Reading(stat, stat_words(stat))


def _unsaid(seen: _Seen) -> Problem | None:
    if len(set(seen.units)) > 1:
        return unreadable(
            _(
                "The text holds two units, {units}. Write all numbers in one unit."
            ).format(units=", ".join(dict.fromkeys(seen.units)))
        )
    if seen.promised is not None and seen.dispersion is None:
        return unreadable(
            _("The text names a spread ({spread}) and gives no number for it.").format(
                spread=seen.promised.label
            )
        )
    range_called_mean = seen.kind is Central.MEAN and not seen.labelled
    has_middle = seen.central is not None or (
        seen.low is not None and range_called_mean
    )
    if seen.kind is not None and not has_middle:
        return unreadable(
            _(
                "The text says “{kind}” and gives no single number for it. Write the"
                " number,"
                " or write “range” before the two ends."
            ).format(kind=seen.kind.label)
        )
    if seen.central is None and seen.dispersion is None and seen.n is None:
        return unreadable(
            _("The text holds no number. Write digits, for example 43.5.")
        )
    return None


def stat_words(stat: Stat) -> tuple[str, ...]:
    """What a statistic says, piece by piece."""
    words: list[str] = []
    if stat.central is not None:
        sign = "" if stat.op is Operator.EQ else f"{stat.op.label} "
        middle = sign + plainly(stat.central)
        if stat.central_type is not Central.UNSPECIFIED:
            words.append(f"{_(stat.central_type.label)} {middle}")
        else:
            words.append(_unnamed(stat, middle))
    if stat.central_type is Central.RANGE_CALLED_MEAN:
        words.append(_(stat.central_type.label))
    if stat.spread is not None and not _is_bare(stat):
        spread = plainly(stat.spread)
        if stat.dispersion is Dispersion.PM_UNSPECIFIED:
            words.append(_("± {spread}: SD or SE not said").format(spread=spread))
        else:
            words.append(f"{_(stat.dispersion.label)} {spread}")
    if stat.low is not None and stat.high is not None:
        words.append(
            _("{spread} {low} to {high}").format(
                spread=_(stat.dispersion.label),
                low=plainly(stat.low),
                high=plainly(stat.high),
            )
        )
    if stat.n is not None:
        words.append(f"n = {stat.n}")
    if stat.unit:
        words.append(stat.unit)
    return tuple(words)


def _is_bare(stat: Stat) -> bool:
    """Say whether neither the middle nor the spread is called anything."""
    unnamed = stat.central_type is Central.UNSPECIFIED and stat.central is not None
    return unnamed and stat.dispersion is Dispersion.PM_UNSPECIFIED


def _unnamed(stat: Stat, middle: str) -> str:
    """The words for a middle that is not called a mean or a median."""
    if _is_bare(stat) and stat.spread is not None:
        return _("{middle} ± {spread}: mean or median, and SD or SE, not said").format(
            middle=middle, spread=plainly(stat.spread)
        )
    central = stat.central
    exact = central is not None and central == central.to_integral_value()
    if exact and stat.dispersion is Dispersion.NONE:
        # Three courses are three courses; nobody asks for their median.
        return middle
    return _("{middle}: mean or median not said").format(middle=middle)


_WRITTEN_KIND = {
    Central.MEAN: "mean ",
    Central.MEDIAN: "median ",
    Central.GEOMEAN: "geometric mean ",
    Central.SINGLE_PATIENT: "one patient ",
}
_WRITTEN_SPREAD = {
    Dispersion.SD: "SD ",
    Dispersion.SE: "SE ",
    Dispersion.CI95: "95% CI ",
    Dispersion.IQR: "IQR ",
    Dispersion.RANGE: "range ",
    Dispersion.PM_UNSPECIFIED: "\u00b1 ",
}


def write_stat(stat: Stat) -> str:
    """The notation of a statistic."""
    unit = f" {stat.unit}" if stat.unit else ""
    tail = "" if stat.n is None else f"n={stat.n}"
    middle = ""
    if stat.central is not None:
        kind = _WRITTEN_KIND.get(stat.central_type, "")
        middle = f"{kind}{write_operator(stat.op)}{plainly(stat.central)}{unit}"
    spread = _write_spread(stat)
    if stat.central_type is Central.RANGE_CALLED_MEAN:
        middle, spread = f"mean {spread.removeprefix('range ')}{unit}", ""
    if middle and spread:
        plus_minus = stat.dispersion is Dispersion.PM_UNSPECIFIED
        middle += f" {spread}" if plus_minus else f" ({spread})"
    else:
        middle = middle or (spread + unit if spread else "")
    return "; ".join(part for part in (middle, tail) if part)


def _write_spread(stat: Stat) -> str:
    label = _WRITTEN_SPREAD.get(stat.dispersion, "")
    if stat.spread is not None:
        return label + plainly(stat.spread)
    if stat.low is None or stat.high is None:
        return ""
    return label + write_ends(stat.low, stat.high)


def write_ends(low: Decimal, high: Decimal) -> str:
    """The ends of an interval; in words where a minus could be taken for a dash."""
    join = "-" if low >= 0 and high >= 0 and not low.is_signed() else " to "
    return f"{plainly(low)}{join}{plainly(high)}"
