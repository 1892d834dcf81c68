"""Which options of a list a text may mean: one rule for typing and for pasting."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import Choice


class Fit(IntEnum):
    """How well a text fits an option; the least is the best."""

    EXACT = 0
    BEGINS = 1
    WORD = 2
    PART = 3


class Named(NamedTuple):
    """The code of an option, and as they are compared its words and all its names."""

    code: str
    words: tuple[str, ...]
    names: tuple[str, ...]


def named(option: Choice) -> Named:
    """What an option is called, in the source language and in the one shown."""
    return _named(option, _(option.label))


@lru_cache(maxsize=2048)
def _named(option: Choice, shown: str) -> Named:
    return called(option.value, (option.label, shown), (option.value, *_also(option)))


def called(code: str, words: Iterable[str], names: Iterable[str] = ()) -> Named:
    """An option that is shown by its words and also known by other names."""
    compared = tuple(map(folded, words))
    return Named(code, compared, (*compared, *map(folded, names)))


def _also(option: Choice) -> Iterator[str]:
    """What papers call an instrument beside its own name."""
    from ivig_abstractor.model.codes import Instrument

    if isinstance(option, Instrument):
        from ivig_abstractor.model.background import ALSO_CALLED

        for name, meant in ALSO_CALLED.items():
            if option in meant:
                yield name


def ranked(options: Iterable[Named], text: str) -> list[tuple[Fit, str]]:
    """The codes that a text fits, the best first, and then as they are listed."""
    word = folded(text)
    if not word:
        return []
    begun = re.compile(rf"(?<![^\W_]){re.escape(word)}")
    found = ((_fit(one, word, begun), one.code) for one in options)
    fitting = [(fit, code) for fit, code in found if fit is not None]
    return sorted(fitting, key=lambda one: one[0])


def best(found: Sequence[tuple[Fit, str]]) -> list[str]:
    """The codes that fit best; several are not told apart by what was written."""
    return [code for fit, code in found if fit == found[0][0]]


def folded(text: str) -> str:
    """A text as it is compared: spaces and capitals make no difference."""
    return " ".join(text.split()).casefold()


def _fit(option: Named, word: str, begun: re.Pattern[str]) -> Fit | None:
    if word in option.names:
        return Fit.EXACT
    if any(one.startswith(word) for one in option.names):
        return Fit.BEGINS
    if not any(word in one for one in option.words):
        return None
    return Fit.WORD if any(map(begun.search, option.words)) else Fit.PART
