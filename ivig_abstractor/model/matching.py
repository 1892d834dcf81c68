"""Which options of a list a text may mean: one rule for typing and for pasting."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
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
    """The code of an option, the words it is shown by, and its other names."""

    code: str
    words: tuple[str, ...]
    names: tuple[str, ...] = ()


def named(option: Choice) -> Named:
    """What an option is called, in the source language and in the one shown."""
    words = option.label, _(option.label)
    return Named(option.value, words, (option.value, *_also(option)))


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
    found = ((_fit(one, word), one.code) for one in options)
    fitting = [(fit, code) for fit, code in found if fit is not None]
    return sorted(fitting, key=lambda one: one[0])


def best(found: Sequence[tuple[Fit, str]]) -> list[str]:
    """The codes that fit best; several are not told apart by what was written."""
    return [code for fit, code in found if fit == found[0][0]]


def folded(text: str) -> str:
    """A text as it is compared: spaces and capitals make no difference."""
    return " ".join(text.split()).casefold()


def _fit(option: Named, word: str) -> Fit | None:
    words = [folded(one) for one in option.words]
    names = [*words, *map(folded, option.names)]
    if word in names:
        return Fit.EXACT
    if any(one.startswith(word) for one in names):
        return Fit.BEGINS
    if any(re.search(rf"(?<![^\W_]){re.escape(word)}", one) for one in words):
        return Fit.WORD
    return Fit.PART if any(word in one for one in words) else None
