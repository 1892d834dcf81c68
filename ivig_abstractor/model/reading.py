"""Turns what a reviewer types into an answer, and an answer into text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ivig_abstractor.base.display import show_date, show_figures
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import read_value
from ivig_abstractor.model.answer import Choice, Missing, MissingCode, Unread
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.matching import Fit, best, named, ranked
from ivig_abstractor.model.notation.reading import Problem, Reading
from ivig_abstractor.model.quantities import Composite, Span, Stat

_CODE_WORDS: dict[str, MissingCode] = {
    "nr": MissingCode.NR,
    "not reported": MissingCode.NR,
    "ns": MissingCode.NA_SRC,
    "na_src": MissingCode.NA_SRC,
    "not in source": MissingCode.NA_SRC,
    "na": MissingCode.NA,
    "n/a": MissingCode.NA,
    "not applicable": MissingCode.NA,
    "uc": MissingCode.UNCLEAR,
    "unclear": MissingCode.UNCLEAR,
    "nm": MissingCode.NOT_MEASURED,
    "not measured": MissingCode.NOT_MEASURED,
    "fig": MissingCode.NUM_ONLY_FIG,
    "only in a figure": MissingCode.NUM_ONLY_FIG,
}
SHORT_CODES: dict[MissingCode, str] = {
    MissingCode.NR: "NR",
    MissingCode.NA_SRC: "NS",
    MissingCode.NA: "NA",
    MissingCode.UNCLEAR: "UC",
    MissingCode.NOT_MEASURED: "NM",
    MissingCode.NUM_ONLY_FIG: "FIG",
}


def missing_code(text: str, spec: FieldSpec | None = None) -> MissingCode | None:
    """The missing code a reviewer typed in words, if the whole text is one.

    A field that has the word as an option of its own ("unclear") keeps its option.
    """
    word = " ".join(text.split()).casefold()
    if spec and spec.kind is Kind.MEASURE and word == "ns":
        # After a P value NS means "not significant", which is no absence.
        return None
    code = _CODE_WORDS.get(word)
    if code and spec and any(word == option.casefold() for option in spec.options):
        return None
    return code


def begins_missing_code(text: str) -> bool:
    """Say whether a text is a missing code, or the beginning of one."""
    word = " ".join(text.split()).casefold()
    return any(one.startswith(word) for one in _CODE_WORDS)


def unit_beside(spec: FieldSpec, answer: object) -> str:
    """The unit of the field, where the answer is a number without one of its own."""
    bare = isinstance(answer, int | Decimal | Span)
    bare = bare or (isinstance(answer, Stat) and not answer.unit)
    if not spec.item.unit or not bare:
        return ""
    # "1 patients" reads badly, and the label says already what is counted.
    one_of_many = answer == 1 and spec.item.unit.endswith("s")
    return "" if one_of_many else _(spec.item.unit)


def as_printed(answer: object, before: object) -> object:
    """An answer with the printed text of the one it stands for."""
    printed = before.unread if isinstance(before, Unread) else ""
    if isinstance(before, Composite):
        printed = before.raw
    if isinstance(answer, Composite) and printed:
        return answer.model_copy(update={"raw": printed})
    return answer


def read_answer(
    spec: FieldSpec, text: str, arms: Mapping[str, str] | None = None
) -> Reading | Problem:
    """Read `text` as an answer to the field: a value, a missing code, or blank.

    `arms` maps arm ids to names, for the fields that name an arm. A `Problem` says in a
    sentence what is wrong and what would be right; the text itself is never changed.
    """
    bare = text.strip()
    if not bare:
        return Reading(None, ())
    code = missing_code(bare, spec)
    if code is not None:
        return Reading(Missing(missing=code), (_(code.label),))
    if spec.kind is Kind.TEXT:
        reading: Reading | Problem = _read_text(spec, text)
    elif spec.kind is Kind.ARM:
        reading = _read_arm(bare, arms or {})
    else:
        reading = _reader(spec)(_codes_of_names(spec, bare))
    if isinstance(reading, Problem):
        return _in_terms_of(spec, bare, reading)
    return _within_limits(spec, reading)


def write_answer(spec: FieldSpec, answer: object) -> str:
    """The text of an answer as it would be typed; `read_answer` reads it back."""
    match answer:
        case None:
            return ""
        case Unread():
            return answer.unread
        case Missing():
            return SHORT_CODES[answer.missing]
        case Choice():
            return answer.value
        case str():
            text = str(answer)
            return f'"{text}"' if missing_code(text) else text
        case Decimal():
            return f"{answer:f}"
        case int():
            return str(answer)
        case tuple():
            return "; ".join(str(one) for one in answer)
    from ivig_abstractor.model.notation.write import write

    return write(answer)


def show_answer(
    spec: FieldSpec, answer: object, arms: Mapping[str, str] | None = None
) -> str:
    """The words of an answer as a reader wants to see them.

    Figures and dates are written as the reader's screen has them (`base.display`).
    """
    match answer:
        case Missing():
            return _(answer.missing.label)
        case Choice():
            return _(answer.label)
        case tuple():
            shown = (_(one.label) if isinstance(one, Choice) else one for one in answer)
            return ", ".join(shown)
        case str():
            if spec.kind is Kind.DATE:
                return show_date(answer)
            return (arms or {}).get(answer, answer)
        case Unread():
            return answer.unread
    return show_figures(write_answer(spec, answer))


def _in_terms_of(spec: FieldSpec, text: str, problem: Problem) -> Problem:
    """A problem that quotes what was typed, and shows what fits this field."""
    if not problem.rest:
        return problem
    from ivig_abstractor.model.notation.reading import not_understood
    from ivig_abstractor.model.notation.text import as_typed

    typed = _short(as_typed(text, problem.rest))
    if spec.item.example:
        return not_understood(typed, spec.item.example)
    return replace(
        problem, message=problem.message.replace(problem.rest, typed, 1), rest=typed
    )


def _read_text(spec: FieldSpec, text: str) -> Reading:
    name = text.strip()
    code = _code_of_name(spec, name)
    return Reading(code, (code, name)) if code else Reading(_unquoted(text), ())


def _code_of_name(spec: FieldSpec, name: str) -> str:
    """The code of a country or language that is written as its name, if it is one."""
    pattern = spec.text_pattern
    if pattern is None or not pattern.names or re.fullmatch(pattern.regex, name):
        return ""
    from ivig_abstractor.model.code_names import code_named

    return code_named(pattern.names, name)


def _codes_of_names(spec: FieldSpec, text: str) -> str:
    """The text of a list with its names made codes; a name may have several words."""
    if spec.text_pattern is None or not spec.text_pattern.names:
        return text

    def code(part: str) -> str:
        words = part.split()
        named = _code_of_name(spec, " ".join(words))
        return named or " ".join(_code_of_name(spec, one) or one for one in words)

    return "; ".join(code(one) for one in re.split(r"[;,\n]", text))


def _unquoted(text: str) -> str:
    """Quotation marks keep a word such as NR as text; they are not part of it."""
    inner = text.strip()
    quoted = len(inner) > 2 and inner[0] == inner[-1] == '"'
    if quoted and missing_code(inner[1:-1]):
        return inner[1:-1]
    return text.strip("\n")


def _read_arm(text: str, arms: Mapping[str, str]) -> Reading | Problem:
    if text in arms:
        return Reading(text, (arms[text],))
    named = [one for one, name in arms.items() if name.casefold() == text.casefold()]
    if len(named) == 1:
        return Reading(named[0], (arms[named[0]],))
    said = _("“{text}” is not one arm of this study. Its arms are: {arms}.")
    listed = ", ".join(name or one for one, name in arms.items()) or _("none yet")
    return Problem("U-01", said.format(text=_short(text), arms=listed))


def _reader(spec: FieldSpec) -> Callable[[str], Reading | Problem]:
    match spec.kind:
        case Kind.CHOICE:
            return partial(_read_choice, spec)
        case Kind.CHOICES:
            return partial(_read_choices, spec)
        case Kind.TEXTS:
            return partial(_read_texts, spec)
    # The notations are loaded when somebody writes in them.
    from ivig_abstractor.model.notation_of import reader_of

    return reader_of(spec.kind, spec.item.unit, spec.item.example)


def _read_choice(spec: FieldSpec, text: str) -> Reading | Problem:
    found = ranked(map(named, spec.options), text)
    fit = found[0][0] if found else Fit.PART
    measured = None if fit is Fit.EXACT else read_instrument(spec, text)
    if measured is not None:
        return measured
    codes = best(found)
    meant = [one for one in spec.options if one.value in codes]
    if len(meant) == 1 and fit <= Fit.BEGINS:
        return Reading(meant[0], (_(meant[0].label),))
    several = len(meant) > 1
    said = (
        _("“{text}” can be any of: {options}. Type more of the word.")
        if several
        else _("“{text}” is not one of the options, which are: {options}.")
    )
    listed = options_listed(meant if several else _likely_first(spec, text))
    return Problem("U-01", said.format(text=_short(text), options=listed))


def read_instrument(spec: FieldSpec, text: str) -> Reading | None:
    """An outcome that is called by what it is measured with, such as CK."""
    from ivig_abstractor.model.measuring import measured_by

    return measured_by(spec.options, text)


def options_listed(options: Sequence[Choice], most: int = 8) -> str:
    """Options in a row, with a sign between that none of them has in its words."""
    words = " · ".join(_(one.label) for one in options[:most])
    more = len(options) - most
    if more <= 0:
        return words
    return _("{options} … and {n} more").format(options=words, n=more)


def _likely_first(spec: FieldSpec, text: str) -> list[Choice]:
    """The options, first those that share words with a text."""
    typed = [one for one in re.split(r"\W+", text.casefold()) if len(one) > 1]

    def shared(option: Choice) -> int:
        words = re.split(r"\W+", f"{option.label} {_(option.label)}".casefold())
        alike = (one for one in typed if any(_is_like(one, word) for word in words))
        return sum(1 for _one in alike)

    return sorted(spec.options, key=shared, reverse=True)


def _is_like(typed: str, word: str) -> bool:
    """Say whether a word begins as what was typed, or the other way round."""
    least = 3
    return word.startswith(typed) or (len(word) >= least and typed.startswith(word))


def _read_choices(spec: FieldSpec, text: str) -> Reading | Problem:
    chosen: list[Choice] = []
    for part in re.split(r"[;,\n]", text):
        if not part.strip():
            continue
        reading = _read_choice(spec, part)
        code = missing_code(part, spec)
        if isinstance(reading, Problem) and chosen and code is not None:
            said = _(
                "“{text}” ({code}) cannot stand beside options: take these away, or"
                " leave it out."
            )
            return Problem(
                reading.rule, said.format(text=part.strip(), code=_(code.label))
            )
        if isinstance(reading, Problem):
            return reading
        if isinstance(reading.value, Choice) and reading.value not in chosen:
            chosen.append(reading.value)
    return Reading(tuple(chosen), tuple(_(one.label) for one in chosen))


def _read_texts(spec: FieldSpec, text: str) -> Reading | Problem:
    separators = r"[;,\n\s]+" if spec.text_pattern else r"[;\n]"
    parts = tuple(part.strip() for part in re.split(separators, text) if part.strip())
    return Reading(parts, parts)


def _within_limits(spec: FieldSpec, reading: Reading) -> Reading | Problem:
    """Hold a reading against the hard limits of the field's type."""
    value = reading.value
    pattern = spec.text_pattern
    if pattern:
        for part in value if isinstance(value, tuple) else (value,):
            if not re.fullmatch(pattern.regex, str(part)):
                said = (
                    _(
                        "“{text}” is no name or code known for {label}. Write it in "
                        "English, or its code, for example {example}."
                    )
                    if pattern.names
                    else _(
                        "“{text}” does not look like {label}, for example {example}."
                    )
                )
                return Problem(
                    pattern.rule,
                    said.format(
                        text=_short(str(part)),
                        label=_(spec.label),
                        example=pattern.example,
                    ),
                )
    try:
        read_value(spec, value)
    except ValueError:
        return _out_of_bounds(spec, value)
    return reading


def _out_of_bounds(spec: FieldSpec, value: object) -> Problem:
    bounds = spec.bounds
    text = write_answer(spec, value)
    if bounds is None:
        said = _("“{text}” is not a possible answer to {label}.")
        return Problem("U-01", said.format(text=_short(text), label=_(spec.label)))
    if bounds.low is not None and bounds.high is not None:
        said = _("{text} is outside what {label} can be: {low} to {high}.")
    elif bounds.above_low:
        said = _("{text} is not above {low}, as {label} must be.")
    else:
        said = _("{text} is below {low}, the least that {label} can be.")
    filled = said.format(
        text=_short(text), label=_(spec.label), low=bounds.low, high=bounds.high
    )
    return Problem(bounds.rule, filled)


def _short(text: str) -> str:
    """Enough of a text to know it by, on one line."""
    line = " ".join(text.split())
    limit = 60
    return line if len(line) <= limit else line[: limit - 1] + "…"
