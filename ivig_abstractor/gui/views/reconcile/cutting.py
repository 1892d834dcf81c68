"""Answers beside each other in too little room: what differs is cut last."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from ivig_abstractor.gui.views.reconcile.drawing import shared

BESIDE = " | "
_DOTS = "…"
_BREAK = re.compile(r"\s+")

Measure = Callable[[str], int]


def fitting_answers(answers: str, room: int, measure: Measure) -> str:
    """Answers as much as there is room for: what all begin or end with goes first."""
    return next(_fitting(answers, room, measure), "") or _cut_each(
        _shortest(answers), room, measure
    )


def fits_differing(answers: str, room: int, measure: Measure) -> bool:
    """Say whether at least what differs between the answers has room."""
    return any(True for _one in _fitting(answers, room, measure))


def _fitting(answers: str, room: int, measure: Measure) -> Iterator[str]:
    return (one for one in _shorter(answers) if measure(one) <= room)


def _shortest(answers: str) -> str:
    *_longer, last = _shorter(answers)
    return last


def _shorter(answers: str) -> Iterator[str]:
    """The answers whole, then with ever less of what they share."""
    yield answers
    parts = answers.split(BESIDE)
    if len(parts) < 2:
        return
    heads = _heads(parts)
    for head in heads:
        yield BESIDE.join(_DOTS + " " + one[head:] for one in parts)
    head = heads[-1] if heads else 0
    lead = _DOTS + " " if heads else ""
    left = [one[head:] for one in parts]
    for tail in _tails(left):
        yield BESIDE.join(f"{lead}{one[: len(one) - tail]} {_DOTS}" for one in left)


def _heads(parts: Sequence[str]) -> list[int]:
    """After how many letters the parts may begin, all words before being the same."""
    columns = zip(*parts, strict=False)
    first = takewhile(lambda letters: len(set(letters)) == 1, columns)
    same = "".join(letters[0] for letters in first)
    ends = [found.end() for found in _BREAK.finditer(same)]
    return [one for one in ends if all(part[one:].strip() for part in parts)]


def _tails(parts: Sequence[str]) -> list[int]:
    """How many letters the parts may end earlier, all words behind being the same."""
    return _heads([one[::-1] for one in parts])


def _cut_each(answers: str, room: int, measure: Measure) -> str:
    """Cut each answer at its end: who needs little is seen whole."""
    parts = answers.split(BESIDE)
    left = room - (len(parts) - 1) * measure(BESIDE)
    rooms = shared([measure(one) for one in parts], left)
    pairs = zip(parts, rooms, strict=True)
    return BESIDE.join(_cut(one, wide, measure) for one, wide in pairs)


def _cut(words: str, room: int, measure: Measure) -> str:
    if measure(words) <= room:
        return words
    kept = words
    while kept and measure(kept.rstrip() + _DOTS) > room:
        kept = kept[:-1]
    return kept.rstrip() + _DOTS
