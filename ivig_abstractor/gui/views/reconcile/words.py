"""Answers, rows and pairs in words, as the screens of Reconcile show them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from ivig_abstractor.base import paths
from ivig_abstractor.base.display import show_day
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.forms.words import Span
from ivig_abstractor.model import naming
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, Unread
from ivig_abstractor.model.discrepancy import PairedRow, Sameness
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.model.reading import SHORT_CODES, show_answer, unit_beside

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS: dict[Sameness, str] = {
    Sameness.SAME: "tick",
    Sameness.NORMALISED: "derived",
    Sameness.DIFFERENT: "differs",
    Sameness.ONE_SIDED: "dash",
    Sameness.CODES: "differs",
}
_WORD = re.compile(r"\w+(?:[.,]\w+)*%?")
_ROW_FIELDS = 3
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words: text, unit, and whether it is a code or nothing at all."""

    text: str
    unit: str = ""
    is_code: bool = False
    is_blank: bool = False

    @property
    def full(self) -> str:
        """Text and unit."""
        return f"{self.text} {self.unit}".strip()


def letter(at: int) -> str:
    """The letter of a party by its place: A, B, C."""
    return LETTERS[at % len(LETTERS)]


def said(spec: FieldSpec | None, answer: Any, arms: Mapping[str, str]) -> Said:
    """An answer as a reader wants to see it."""
    if answer is None or spec is None:
        return Said(_("blank"), is_blank=True)
    if isinstance(answer, Missing):
        return Said(capitalised(_(answer.missing.label)), is_code=True)
    if isinstance(answer, Unread):
        return Said(f"“{answer.unread}”")
    text = show_answer(spec, answer, arms)
    if spec.kind in (Kind.CHOICE, Kind.CHOICES):
        text = capitalised(text)
    return Said(" ".join(text.split()), unit_beside(spec, answer))


def short(spec: FieldSpec | None, answer: Any, arms: Mapping[str, str]) -> Said:
    """An answer for the end of a line in the queue: codes by their letters."""
    if answer is None:
        return Said("–", is_blank=True)
    if isinstance(answer, Missing):
        return Said(SHORT_CODES[answer.missing], is_code=True)
    return said(spec, answer, arms)


def side_by_side(answers: Sequence[Said]) -> str:
    """Answers beside each other; a unit that all of them share stands once, at last."""
    units = {one.unit for one in answers}
    if len(units) == 1:
        return f"{' | '.join(one.text for one in answers)} {units.pop()}".strip()
    return " | ".join(one.full for one in answers)


def source_words(source: str) -> str:
    """What was read, in short: of an address on the web only where it leads to."""
    found = _ADDRESS.match(source)
    return found.group(1) if found else source


def kind_label(form: FormSpec, pattern: str) -> str:
    """What the rows of a container are called: `Arms`, `Outcomes`."""
    return _(_repeat(form, pattern).label)


def kind_of_rows(path: str) -> str:
    """The pattern of the rows a row belongs to: `arms[].phases[]`."""
    return paths.pattern_of(path)


def row_number(held: Abstraction, row: str) -> int:
    """Where a row stands among its like, from 1; 0 when it is not there."""
    container, _bracket, row_id = row[:-1].rpartition("[")
    ids = held.rows(container)
    return ids.index(row_id) + 1 if row_id in ids else 0


def row_name(held: Abstraction, row: str, arms: Mapping[str, str]) -> str:
    """A row in a few words: an arm by name, an outcome by its first answers."""
    name = naming.row_name(held, row)
    if paths.pattern_of(row) == "arms[]":
        n = held.get(f"{row}.arm.n")
        return f"{name}, {n}" if isinstance(n, int) else name
    above = paths.rows_above(row)[:-1]
    if above and above[0].startswith("arms["):
        # Each arm has a phase 1, so it needs the arm's name.
        arm = arms.get(above[0][len("arms[") : -1], "")
        name = ", ".join(filter(None, (arm, name)))
    if name:
        return name
    answers = [words for _label, words in row_answers(held, row, arms)]
    return " · ".join(answers[:_ROW_FIELDS]) or _("no answers")


def row_answers(
    held: Abstraction, row: str, arms: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The answers of a row: label and words, in form order."""
    return [
        (_(spec.label), said(spec, answer, arms).full)
        for spec, answer in _answers_below(held, row)
        if answer is not None
    ]


def _answers_below(held: Abstraction, row: str) -> Iterator[tuple[FieldSpec, Any]]:
    form = held.form
    repeat = form.repeats.get(paths.pattern_of(row))
    if repeat is not None:
        for spec in repeat.fields:
            yield spec, held.get(f"{row}.{spec.name}")
        return
    for placed in held.walk():
        if placed.path.startswith(row + "."):
            yield placed.spec, placed.answer


def _repeat(form: FormSpec, pattern: str) -> Any:
    for container in form.containers:
        if container.pattern == pattern:
            return container.repeat
    return form.repeats[pattern].repeat


def pair_words(pair: PairedRow, sides: Sequence[Abstraction]) -> str:
    """Which rows stand side by side: `A row 1 = B row 3`.

    How sure that is, and what speaks for it, stands in the list of pairs.
    """
    numbers = [
        _("{letter} {part} {number}").format(
            letter=letter(at),
            part=_part(side, row),
            number=row_number(side, row),
        )
        for at, (side, row) in enumerate(zip(sides, pair.rows, strict=False))
        if row is not None
    ]
    if len(numbers) < 2:
        return ""
    return " = ".join(numbers)


def _part(held: Abstraction, row: str) -> str:
    """What a row is called among its like: an arm, a phase, or just a row."""
    pattern = paths.pattern_of(row)
    for container in held.form.containers:
        if container.pattern == pattern:
            return _(container.repeat.one)
    return _("row")


def marked(text: str, own: str, other: str) -> list[Span]:
    """A text with the words that are in one answer and not in the other made bold."""
    wanted = _words_of(own) - _words_of(other) if other else set()
    return _spans(text, lambda word: word.casefold() in wanted)


def differing(text: str, other: str) -> list[Span]:
    """A text with the words bold in which it differs from another text."""
    mine, theirs = _WORD.findall(text.casefold()), _WORD.findall(other.casefold())
    fresh: set[int] = set()
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for how, start, end, _other_start, _other_end in matcher.get_opcodes():
        if how in ("replace", "delete"):
            fresh.update(range(start, end))
    count = iter(range(len(mine)))
    return _spans(text, lambda _word: next(count) in fresh)


def _words_of(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _spans(text: str, is_marked: Any) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for found in _WORD.finditer(text):
        if is_marked(found.group()):
            if found.start() > at:
                spans.append(Span(text[at : found.start()]))
            spans.append(Span(found.group(), "text", 700))
            at = found.end()
    if at < len(text) or not spans:
        spans.append(Span(text[at:]))
    return spans


def date_words(at: Any) -> str:
    """A day as it is shown, or nothing when it is not known."""
    return "" if at is None else show_day(at.astimezone().date())


def date_time_words(at: str) -> str:
    """A time as it is kept, as a day and an hour of this place."""
    try:
        there = datetime.fromisoformat(at)
    except ValueError:
        return at
    return there.astimezone().strftime("%Y-%m-%d %H:%M")
