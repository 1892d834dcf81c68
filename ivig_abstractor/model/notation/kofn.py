"""k of N as papers print it: "25/35 (71.4%)", "12 of 15", "2/15 infusions"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.numbers import (
    OPERATORS,
    PATIENTS,
    below_zero,
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
from ivig_abstractor.model.notation.stat import write_ends
from ivig_abstractor.model.notation.text import Template, clean, plainly, template
from ivig_abstractor.model.notation.words import spell_out
from ivig_abstractor.model.quantities import CountKind, KofN, Operator

EXAMPLE = "25/35 (71.4%)"
_KIND_WORDS = {
    CountKind.PATIENTS: PATIENTS,
    CountKind.INFUSIONS: "infusions?",
    CountKind.COURSES: "courses?|cycles?",
    CountKind.EVENTS: "events?",
    CountKind.RESPONDERS: "responders?",
    CountKind.EXPOSED: "exposed",
}
_SET = LatePattern(r"\[([^\[\]]*)\]\s*\Z")
_SHORT_INFUSIONS = LatePattern(r"(?i)\binf\b")
_FLAT = LatePattern(r"[(),;:=]")


@dataclass
class _Seen:
    """What has been read of one count so far."""

    got: Template
    op: Operator = Operator.EQ
    k: Decimal | None = None
    n: Decimal | None = None
    percent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    kind: CountKind | None = None


def read_kofn(text: str, *, kind: CountKind | None = None) -> Reading | Problem:
    """Read k of N; `kind` says what the field counts where the text does not.

    A name in square brackets at the end is the analysis set: "9/12 [ever treated]".
    """
    got = _read(text, kind)
    return below_zero(text, got) if isinstance(got, Problem) else got


def _read(text: str, kind: CountKind | None) -> Reading | Problem:
    refused = clean(text)
    if isinstance(refused, Problem):
        return refused
    bracket = _SET.search(text)
    of_set = " ".join(bracket[1].split()) if bracket else ""
    got = template(text[: bracket.start()] if bracket else text)
    if isinstance(got, Problem):
        return _infusions_cut(text) or got
    got = spell_out(got)
    flat = " ".join(_FLAT.sub(" ", operators(got.text)).split())
    seen = _Seen(Template(flat, got.numbers, got.printed, got.signed))
    position = 0
    while position < len(flat):
        after = _read_piece(seen, position)
        if isinstance(after, Problem):
            return after
        position = after
    return _kofn(seen, text, of_set, kind)


def _infusions_cut(text: str) -> Problem | None:
    """“inf” may be infusions or infinity: it is not guessed which."""
    found = _SHORT_INFUSIONS.search(text)
    if found is None:
        return None
    said = _(
        "“{printed}” is not read. What is counted is written out, such as 2/15"
        " infusions."
    )
    return unreadable(said.format(printed=found.group()))


def _read_piece(seen: _Seen, position: int) -> int | Problem:
    for pattern, take in _PIECES:
        match = pattern.match(seen.got.text, position)
        if match is not None and take(seen, match):
            return match.end()
    return not_understood(seen.got.restore(position), EXAMPLE)


def _take_ratio(seen: _Seen, match: re.Match[str]) -> bool:
    if seen.k is not None or seen.n is not None:
        return False
    seen.k, seen.n = seen.got.given(match, "k"), seen.got.given(match, "n")
    seen.op = OPERATORS[match["op"] or ""]
    return True


def _take_n(seen: _Seen, match: re.Match[str]) -> bool:
    if seen.n is not None:
        return False
    seen.n = seen.got.given(match, "n")
    return True


def _take_interval(seen: _Seen, match: re.Match[str]) -> bool:
    if seen.low is not None:
        return False
    seen.low, seen.high = seen.got.given(match, "low"), seen.got.given(match, "high")
    return True


def _take_percent(seen: _Seen, match: re.Match[str]) -> bool:
    op = OPERATORS[match["op"] or ""]
    if seen.percent is not None or (op is not Operator.EQ and seen.k is not None):
        return False
    seen.percent = seen.got.given(match, "percent")
    if op is not Operator.EQ:
        seen.op = op
    return True


def _take_k(seen: _Seen, match: re.Match[str]) -> bool:
    if seen.k is not None or seen.n is not None:
        return False
    seen.k = seen.got.given(match, "k")
    seen.op = OPERATORS[match["op"] or ""]
    return True


def _take_kind(seen: _Seen, match: re.Match[str]) -> bool:
    if seen.kind is not None:
        return False
    said = match["kind"]
    seen.kind = next(
        kind for kind, words in _KIND_WORDS.items() if re.fullmatch(words, said)
    )
    return True


_OP = r"(?P<op>[<>\u2264\u2265~])?"
_PIECES: tuple[tuple[re.Pattern[str], Callable[[_Seen, re.Match[str]], bool]], ...] = (
    tuple(
        (re.compile(rf" ?(?:{said})(?![^\W_])"), take)
        for said, take in (
            (r"ci (?P<low>#)%?(?:-| to | )(?P<high>#)(?:%(?!\w))?", _take_interval),
            (rf"{_OP}(?P<percent>#)%", _take_percent),
            (rf"{_OP}(?P<k>#)(?:/| (?:out )?of (?:the )?)(?P<n>#)(?!%)", _take_ratio),
            (r"of (?:the )?(?P<n>#)(?!%)", _take_n),
            (rf"{_OP}(?P<k>#)(?![%/-]| to )", _take_k),
            (
                rf"(?:of )?(?:the )?(?P<kind>{'|'.join(_KIND_WORDS.values())})",
                _take_kind,
            ),
        )
    )
)


def _kofn(
    seen: _Seen, text: str, of_set: str, kind: CountKind | None
) -> Reading | Problem:
    for number in (seen.k, seen.n):
        problem = None if number is None else count_problem(number)
        if problem:
            return problem
    if seen.k is None and seen.n is None and seen.percent is None:
        return unreadable(
            _("“{text}” holds no count. Write it like this: {example}.").format(
                text=text.strip(), example=EXAMPLE
            )
        )
    value = KofN(
        op=seen.op,
        k=None if seen.k is None else int(seen.k),
        n=None if seen.n is None else int(seen.n),
        percent=seen.percent,
        low=seen.low,
        high=seen.high,
        kind=seen.kind or kind,
        of_set=of_set,
        raw=text.strip(),
    )
    return Reading(value, kofn_words(value))


def kofn_words(value: KofN) -> tuple[str, ...]:
    """What a count says, piece by piece."""
    words: list[str] = []
    sign = "" if value.op is Operator.EQ else f"{value.op.label} "
    if value.k is not None and value.n is not None:
        words.append(sign + _("{k} of {n}").format(k=value.k, n=value.n))
    elif value.k is not None:
        words.append(sign + str(value.k))
    elif value.n is not None:
        words.append(_("of {n}").format(n=value.n))
    if value.percent is not None:
        percent = f"{plainly(value.percent)}%"
        words.append(percent if words else sign + percent)
    if value.low is not None and value.high is not None:
        words.append(
            _("95% CI {low} to {high}").format(
                low=plainly(value.low), high=plainly(value.high)
            )
        )
    if value.kind is not None:
        words.append(_(value.kind.label))
    if value.of_set:
        words.append(value.of_set)
    return tuple(words)


def write_kofn(value: KofN) -> str:
    """The notation of a count."""
    sign = write_operator(value.op)
    percent = "" if value.percent is None else f"{plainly(value.percent)}%"
    if value.low is not None and value.high is not None:
        interval = f"95% CI {write_ends(value.low, value.high)}"
        percent = f"{percent}, {interval}" if percent else interval
    count = ""
    if value.k is not None:
        count = f"{sign}{value.k}" + ("" if value.n is None else f"/{value.n}")
    elif value.n is not None:
        count = f"of {value.n}"
    kind = "" if value.kind is None else value.kind.value.lower()
    if count:
        first = f"{count} {kind}".strip()
        rest = f"({percent})" if percent else ""
        if value.k is None and value.percent is not None:
            rest = f"({sign}{percent})"
    else:
        first = f"{sign}{percent}" if percent else ""
        rest = f"of {kind}" if kind and first else kind
    named = f"[{value.of_set}]" if value.of_set else ""
    return " ".join(part for part in (first, rest, named) if part)
