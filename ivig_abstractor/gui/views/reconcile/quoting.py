"""Whether the numbers of an answer can be found in the words that were quoted for it.

Numbers are read generously, in every way they may be meant: nothing is said of one that
might be there.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ivig_abstractor.base.i18n import ngettext
from ivig_abstractor.model.form import NUMERIC, Kind

_FIGURES = re.compile(r"\d+(?:[.,·'’ \u00a0\u2009\u202f]\d+)*")
_ANSWERED = re.compile(r"(?<![^\W\d_])\d+(?:[.,]\d+)?")
"""In an answer the program writes itself: no groups, one decimal sign, no `m2`."""
_BARE = re.compile(r"(?<!\d)[.,·](\d+)")
"""A decimal without its zero, as P values are printed."""
_LEVEL = re.compile(r"\b\d+(?:[.,]\d+)?\s*%\s*(?=CI\b)")
"""How sure an interval is, which the form adds and no reviewer typed."""
_GROUPED = re.compile(r"\d{1,3}(?:\D\d{3})+")
_WORD = re.compile(r"[^\W\d_]+")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPELLED: dict[str, int] = {
    **{word: at for at, word in enumerate(_ONES)},
    **{word: 20 + 10 * at for at, word in enumerate(_TENS)},
    **dict.fromkeys(("no", "none", "nil", "neither", "never", "without"), 0),
    **dict.fromkeys(("a", "an", "single", "once", "first"), 1),
    **dict.fromkeys(("twice", "both", "second"), 2),
    **dict.fromkeys(("thrice", "third"), 3),
    "hundred": 100,
}


def not_quoted(kind: Kind, answer: str, quotations: Sequence[str]) -> list[str]:
    """The numbers of an answer in words that stand in none of the quotations."""
    if kind not in NUMERIC or not quotations:
        return []
    known = {value for text in quotations for value in _numbers(text)}
    found = _ANSWERED.findall(_LEVEL.sub("", answer))
    return list(dict.fromkeys(one for one in found if _value(one) not in known))


def not_quoted_words(numbers: Sequence[str], quotations: int) -> str:
    """Say of numbers that they are not quoted; empty where there are none."""
    if not numbers:
        return ""
    if quotations > 1:
        said = ngettext(
            "{numbers} is in none of these quotations",
            "{numbers} are in none of these quotations",
            len(numbers),
        )
    else:
        said = ngettext(
            "{numbers} is not in this quotation",
            "{numbers} are not in this quotation",
            len(numbers),
        )
    return said.format(numbers=", ".join(numbers))


def _numbers(text: str) -> set[Decimal]:
    figures = (value for one in _FIGURES.findall(text) for value in _readings(one))
    bare = (Decimal(f"0.{digits}") for digits in _BARE.findall(text))
    return {*figures, *bare, *_spelled(text.casefold())}


def _value(figures: str) -> Decimal:
    return Decimal(figures.replace(",", "."))


def _readings(figures: str) -> Iterator[Decimal]:
    """What figures may mean: `1,200` may be grouped, a decimal, or two numbers."""
    parts = re.split(r"\D", figures)
    yield from map(Decimal, parts if len(parts) > 1 else ())
    if len(parts) == 1 or _GROUPED.fullmatch(figures):
        yield Decimal("".join(parts))
    for at in range(len(parts) - 1):
        yield Decimal(f"{parts[at]}.{parts[at + 1]}")
    if len(parts) > 2 and len({len(one) for one in parts[1:-1]} | {3}) == 1:
        yield Decimal("".join(parts[:-1]) + "." + parts[-1])


def _spelled(text: str) -> Iterator[Decimal]:
    """Numbers in words: `thirty-five` is read with its two words together."""
    before = 0
    for word in _WORD.findall(text):
        value = _SPELLED.get(word)
        if value is not None:
            yield Decimal(value)
            if before >= 20 and before % 10 == 0 and 0 < value < 10:
                yield Decimal(before + value)
        before = value or 0
