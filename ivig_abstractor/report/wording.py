"""How answers, places and evidence are worded in the report."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from string import Formatter

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.base.visible import visible
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import (
    Central,
    Composite,
    CountKind,
    Dispersion,
    KofN,
    Measure,
    Span,
    Stat,
)
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.report.blocks import (
    Absent,
    Align,
    Cell,
    Column,
    Group,
    Nothing,
    Number,
    Row,
    Run,
    Style,
    Text,
    Words,
    text_of,
    words,
)

CELL_LIMIT = 160
TEXT_LIMIT = 6000
PIECE_LIMIT = 900
SHORTENED = " […]"
_SCAN = 4

_DASHES = (
    (re.compile(r"(?<=\d)-(?=\d)"), "–"),
    (re.compile(r"(?<![\w.)])-(?=\d)"), "−"),
)
_SIGNS = (
    (re.compile(r"\bp(?=[<>=~])"), "P"),
    (re.compile(r"\s*<=\s*"), " ≤ "),
    (re.compile(r"\s*>=\s*"), " ≥ "),
    (re.compile(r"\s*<\s*"), " < "),
    (re.compile(r"\s*>\s*"), " > "),
    (re.compile(r"\s*~\s*"), " ≈ "),
    (re.compile(r"(?<=\w)=(?=\d)"), " = "),
    (re.compile(r"\bukat\b"), "µkat"),
)
ALIGN_OF: dict[Kind, Align] = {
    Kind.INTEGER: Align.NUMBER,
    Kind.DECIMAL: Align.NUMBER,
    Kind.STAT: Align.NUMBER,
    Kind.KOFN: Align.FRACTION,
    Kind.SPAN: Align.RANGE,
}
"""What the answers of a kind hang on; words for every other kind."""


def plain(text: str, limit: int = TEXT_LIMIT) -> str:
    """One line that can be printed: unseen characters shown, length held."""
    line = visible(" ".join(text[: limit * _SCAN].split()))
    if len(line) <= limit and len(text) <= limit * _SCAN:
        return line
    return line[: limit - len(SHORTENED)].rstrip() + SHORTENED


def is_shortened(text: str) -> bool:
    """Say whether `plain` left something out."""
    return text.endswith(SHORTENED)


def pieces(text: str) -> list[str]:
    """A long text in parts that each fit on a page, cut between words if it can."""
    parts: list[str] = []
    while len(text) > PIECE_LIMIT:
        cut = text.rfind(" ", PIECE_LIMIT // 2, PIECE_LIMIT)
        cut = cut if cut > 0 else PIECE_LIMIT
        parts.append(text[:cut])
        text = text[cut:].lstrip()
    return [*parts, text]


def typeset(notation: str) -> str:
    """Our notation with the signs of print: minus, dash, spaced operators."""
    for pattern, sign in (*_DASHES, *_SIGNS):
        notation = pattern.sub(sign, notation)
    return notation.strip()


def digits(number: Decimal | int) -> str:
    """A number in digits with a real minus."""
    return (
        f"{number:f}".replace("-", "−") if isinstance(number, Decimal) else str(number)
    )


def blank() -> Absent:
    """The cell of a field nobody has looked at yet."""
    return Absent(_("blank"))


def absent(answer: Missing, note: str = "") -> Absent:
    """The cell of a stated absence; an unclear one says why, if a note does."""
    said = plain(note, CELL_LIMIT) if answer.missing is MissingCode.UNCLEAR else ""
    return Absent(_(answer.missing.label), note=said)


def not_applicable() -> Absent:
    """The cell of a field that the skip rules do not ask."""
    return Absent(_(MissingCode.NA.label))


def arms_of(abstraction: Abstraction) -> dict[str, str]:
    """The names of the arms by id; an unnamed arm is called by its number."""
    named: dict[str, str] = {}
    for number, row_id in enumerate(abstraction.rows("arms"), start=1):
        name = abstraction.get(f"arms[{row_id}].arm.name")
        said = plain(name, 60) if isinstance(name, str) else ""
        named[row_id] = said or _("Arm {number}").format(number=number)
    return named


def shown(spec: FieldSpec, answer: object, arms: dict[str, str] | None = None) -> str:
    """The words of an answer, at full length, in print's signs."""
    if isinstance(answer, Composite):
        return typeset(write(answer))
    text = show_answer(spec, answer, arms)
    if isinstance(answer, Decimal):
        return text.replace("-", "−")
    return text


def answer_cell(
    abstraction: Abstraction, path: str, spec: FieldSpec, limit: int = CELL_LIMIT
) -> Cell:
    """The cell of one answer, as it stands in a table."""
    answer = abstraction.get(path)
    if answer is None:
        return blank() if abstraction.is_asked(path, spec) else not_applicable()
    if isinstance(answer, Missing):
        return absent(answer, abstraction.note(path))
    if isinstance(answer, Unread):
        return unread_cell(answer, limit)
    if isinstance(answer, Stat):
        return stat_cell(answer, spec.item.unit)
    if isinstance(answer, KofN):
        return count_cell(answer)
    arms = arms_of(abstraction) if spec.kind is Kind.ARM else None
    text = plain(shown(spec, answer, arms), limit)
    return Number(text) if spec.kind in ALIGN_OF else Text(words(text))


def unread_cell(answer: Unread, limit: int = CELL_LIMIT) -> Text:
    """Text that could not be read, in quotation marks, with the reason as a note."""
    note = _("As typed; it could not be read as an answer to this field.")
    return Text(words(Run(f"“{plain(answer.unread, limit)}”", note=note)))


def stat_cell(stat: Stat, unit: str = "") -> Cell:
    """A statistic as a number with its spread in brackets; a note says of what kind.

    A unit other than that of the column is printed with the number.
    """
    middle = "" if stat.central is None else typeset(f"{stat.op.value}{stat.central:f}")
    middle = middle.removeprefix("=").strip()
    spread = ""
    if stat.spread is not None:
        spread = digits(stat.spread)
    elif stat.low is not None and stat.high is not None:
        join = "–" if stat.low >= 0 else _(" to ")
        spread = f"{digits(stat.low)}{join}{digits(stat.high)}"
    bracket = f" ({spread})" if middle and spread else spread
    text = f"{middle}{bracket}"
    if text and stat.unit.rstrip("s") != unit.rstrip("s"):
        text += f" {typeset(stat.unit)}"
    return Number(text.strip() or typeset(write(stat)), note=_kind_of(stat))


def _kind_of(stat: Stat) -> str:
    """Which middle and which spread, as far as it is not the mean with its SD."""
    centres = {Central.UNSPECIFIED, Central.MEAN}
    middle = "" if stat.central_type in centres else _(stat.central_type.label)
    plain_spread = stat.dispersion in {Dispersion.NONE, Dispersion.SD}
    if stat.central is None and stat.dispersion is Dispersion.RANGE:
        plain_spread = True
    spread = "" if plain_spread else _(stat.dispersion.label)
    if spread and stat.central_type is Central.MEAN:
        middle = _(Central.MEAN.label)
    return f"{middle} ({spread})" if middle and spread else middle or spread


def count_cell(count: KofN) -> Cell:
    """k/N with the computed percentage; a note tells what is counted and printed."""
    if count.k is None:
        return Number(typeset(write(count)))
    text = str(count.k) if count.n is None else f"{count.k}/{count.n}"
    sign = "" if count.op.value == "=" else f"{_(count.op.label)} "
    share = d.percentage(count.k, count.n)
    if isinstance(share, d.Derived):
        text += f" ({d.shown(share.value)})"
    return Number(sign + text, note=count_note(count))


def count_note(count: KofN) -> str:
    """What is counted if not patients, and a printed percentage that differs."""
    from ivig_abstractor.model.statistics import percentage_agrees

    said: list[str] = []
    if count.kind is not None and count.kind is not CountKind.PATIENTS:
        said.append(_("of {kind}").format(kind=_(count.kind.label)))
    k, n, printed = count.k, count.n, count.percent
    if k is None or not n or printed is None:
        return "; ".join(said)
    if not percentage_agrees(k, n, printed):
        said.append(_("printed as {percent}%").format(percent=digits(printed)))
    return "; ".join(said)


def p_text(measure: Measure) -> str:
    """A P value without its letter, for a column that is headed P."""
    return typeset(write(measure))


def span_text(span: Span) -> str:
    """A whole number or a range of whole numbers."""
    return typeset(write(span))


def dose_cell(derivation: d.Derivation, otherwise: Cell) -> Cell:
    """A dose: as printed, derived with its formula, or what stands there instead."""
    if isinstance(derivation, d.NotDerived):
        return otherwise
    text = typeset(d.shown(derivation.value))
    if not is_computed(derivation):
        return Number(text)
    return Number(text, derived=True, formula=formula_text(derivation))


def is_computed(derived: d.Derived) -> bool:
    """Say whether arithmetic was done; a printed number derives to itself."""
    return any(sign in derived.formula for sign in (" × ", " / ", " + "))


def formula_text(derived: d.Derived) -> str:
    """How a number was derived, with what had to be taken for granted."""
    text = typeset(f"{derived.formula} = {d.shown(derived.value)} {derived.unit}")
    if derived.assumption:
        return f"{text} ({derived.assumption})"
    return text


def row_words(abstraction: Abstraction, path: str) -> list[str]:
    """The words for the rows a path lies in: `["IVIG", "phase 2"]`."""
    said: list[str] = []
    for row in paths.rows_above(path):
        container, _bracket, row_id = row[:-1].rpartition("[")
        ids = abstraction.rows(container)
        number = ids.index(row_id) + 1 if row_id in ids else 0
        if container == "arms":
            said.append(arms_of(abstraction).get(row_id, row_id))
            continue
        if len(ids) < 2 and container.endswith(".phases"):
            continue
        one = _one_word(abstraction, row)
        said.append(f"{one} {number}" if number else one)
    return said


def _one_word(abstraction: Abstraction, row: str) -> str:
    pattern = paths.pattern_of(row)
    form = abstraction.form
    repeats = form.repeats.get(pattern)
    if repeats is not None:
        return _(repeats.repeat.one)
    held = next((one for one in form.containers if one.pattern == pattern), None)
    return _(held.repeat.one) if held else paths.leaf(row)


def place_words(abstraction: Abstraction, path: str) -> str:
    """Where a path lies in the form, in words."""
    if not path:
        return _("Whole study")
    try:
        section = abstraction.form.section_of(path)
    except KeyError:
        return plain(path, 80)
    said = [_(section.title), *row_words(abstraction, path)]
    if abstraction.form.knows(path):
        said.append(_(abstraction.form.field(path).label))
    return ", ".join(said)


def evidence_place(evidence: Evidence) -> str:
    """The part that was read, and the page or table in it."""
    place = _(evidence.place.label)
    return f"{place}, {plain(evidence.locator, 60)}" if evidence.locator else place


def names(studies: Iterable[str]) -> str:
    """Names of studies in a sentence."""
    return ", ".join(studies)


def is_empty(cell: Cell) -> bool:
    """Say whether a cell holds neither a value nor words of its own."""
    return isinstance(cell, Absent | Nothing)


def any_shortened(groups: Iterable[Group]) -> bool:
    """Say whether a text in one of the cells is shortened."""
    return any(
        isinstance(cell, Text) and is_shortened(text_of(cell.runs).rstrip("”"))
        for group in groups
        for row in group.rows
        for cell in row.cells
    )


def shortening_note(groups: Iterable[Group]) -> tuple[Words, ...]:
    """The note that explains the sign of a shortened text, if there is one."""
    if not any_shortened(groups):
        return ()
    said = _("[…] A text is shortened here; it stands on the page of its study.")
    return (words(said),)


def muted(text: str) -> Run:
    """Words in the tone of furniture."""
    return Run(text, Style.MUTED)


def plain_row(*cells: Cell | str, anchor: str = "") -> Row:
    """A row from cells and texts."""
    made = tuple(Text(words(one)) if isinstance(one, str) else one for one in cells)
    return Row(made, anchor=anchor)


def sentence(template: str, **parts: Run | str | Words) -> Words:
    """A sentence whose `{names}` are filled with runs, so that numbers can lead."""
    made: list[str | Run] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        made.append(text)
        if name is not None:
            part = parts[name]
            made.extend(part if isinstance(part, tuple) else (part,))
    return words(*made)


def listed(parts: Sequence[Words], last: str = "") -> Words:
    """Parts in a sentence: one, two and three; or with another word for the last."""
    made: list[str | Run] = []
    for number, part in enumerate(parts):
        if number:
            made.append((last or _(" and ")) if number == len(parts) - 1 else ", ")
        made.extend(part)
    return words(*made)


def counted_names(studies: Sequence[str], most: int = 8) -> str:
    """Names of studies; past `most` of them their number."""
    if len(studies) <= most:
        return ", ".join(studies)
    return ngettext("{n} study", "{n} studies", len(studies)).format(n=len(studies))


_ABBREVIATIONS = {
    "ADL": N_("activities of daily living"),
    "CK": N_("creatine kinase"),
    "CI": N_("confidence interval"),
    "DM": N_("dermatomyositis"),
    "FVC": N_("forced vital capacity"),
    "HAQ": "Health Assessment Questionnaire",  # a name, which no one translates
    "IVIG": N_("intravenous immunoglobulin"),
    "MMT": N_("manual muscle test"),
    "MRC": N_("Medical Research Council"),
    "PM": N_("polymyositis"),
    "SD": N_("standard deviation"),
    "SE": N_("standard error"),
}


def abbreviations() -> dict[str, str]:
    """Abbreviations that tables may hold; those that occur are printed under them."""
    return {short: _(long) for short, long in _ABBREVIATIONS.items()}


def without_empty(
    columns: tuple[Column, ...], groups: Sequence[Group], droppable: Iterable[int]
) -> tuple[tuple[Column, ...], tuple[Group, ...]]:
    """Leave out those columns, of the given ones, in which no row has anything."""
    used = {
        at
        for group in groups
        for row in group.rows
        for at, cell in enumerate(row.cells)
        if not is_empty(cell)
    }
    dropped = set(droppable) - used if groups else set()
    kept = [at for at in range(len(columns)) if at not in dropped]
    return tuple(columns[at] for at in kept), tuple(
        replace(
            group,
            rows=tuple(
                replace(row, cells=tuple(row.cells[at] for at in kept))
                for row in group.rows
            ),
        )
        for group in groups
    )
