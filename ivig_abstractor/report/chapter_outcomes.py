"""The outcomes: numbers in tables; words, and silence, in the notes under them."""

from collections.abc import Iterator, Sequence

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import MissingCode, value_of
from ivig_abstractor.model.codes import PANEL_OF, OutcomeCode, Panel, PanelState
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import Change, Direction, Stat
from ivig_abstractor.report.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Nothing,
    Number,
    Paragraph,
    Row,
    Run,
    Style,
    Table,
    Text,
    Words,
    words,
)
from ivig_abstractor.report.outcome_rows import (
    OutcomeAt,
    outcome_rows,
    result_fields,
    silence,
)
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    abbreviations,
    answer_cell,
    arms_of,
    counted_names,
    digits,
    p_text,
    plain,
    shortening_note,
    shown,
    typeset,
    without_empty,
)

_MOST_QUOTED = 40
_QUOTED = 120
_OWN_COLUMNS = ("before", "after", "change", "responders")
_DROPPABLE = range(3, 11)


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter: the panels of the review, then every other outcome."""
    yield Heading(1, _("Outcomes"), anchor="outcomes", listed=True)
    if not report.included:
        yield Paragraph(words(_("No study is included.")))
        return
    rows = _by_outcome(report)
    for code, panel in PANEL_OF.items():
        yield _table(report, code, rows.get(code, {}), panel)
    for code in OutcomeCode:
        if code not in PANEL_OF and rows.get(code):
            yield _table(report, code, rows[code], None)
    if rows.get(None):
        yield _table(report, None, rows[None], None)


_Studies = dict[str, list[OutcomeAt]]


def _by_outcome(report: ReportInput) -> dict[OutcomeCode | None, _Studies]:
    found: dict[OutcomeCode | None, _Studies] = {}
    for study in report.included:
        for one in outcome_rows(study):
            found.setdefault(one.code, {}).setdefault(study.id, []).append(one)
    return found


def _table(
    report: ReportInput, code: OutcomeCode | None, found: _Studies, panel: Panel | None
) -> Table:
    groups: list[Group] = []
    quoted: list[Words] = []
    silent: dict[str, list[str]] = {}
    name = panel.value if panel else (code.value if code else "OPEN")
    for title, studies in report.by_bucket():
        rows: list[Row] = []
        for study in studies:
            own = found.get(study.id, [])
            numbers = [one for one in own if one.has_numbers]
            told = [one for one in own if not one.has_numbers and one.has_words]
            if numbers:
                counted = [one for one in own if one in numbers or one in told]
                rows.extend(_rows(report, study, counted, f"outcome-{name}"))
            if told and not numbers:
                quoted.append(_quotation(report, study, told))
            elif not numbers and panel:
                why = _silence_words(silence(study, panel))
                silent.setdefault(why, []).append(study.name)
        if rows:
            groups.append(Group(tuple(rows), title))
    columns, kept = without_empty(_columns(), groups, _DROPPABLE)
    label = _(panel.label) if panel else _(code.label) if code else _("not named")
    return Table(
        caption=label[0].upper() + label[1:],
        columns=columns,
        groups=kept,
        notes=(*_notes(quoted, silent), *shortening_note(groups)),
        abbreviations=abbreviations(),
        landscape=True,
        empty=_("No study gives a number."),
        anchor=f"table-outcome-{name}",
    )


def _columns() -> tuple[Column, ...]:
    number = Align.NUMBER
    return (
        Column(_("Study"), least=112),
        Column(_("Of whom"), least=90, weight=2),
        Column(_("Measured with"), least=80, weight=1.5),
        Column(_("Time"), least=54),
        Column("n", align=number, least=40),
        Column(_("Before"), align=number, least=56),
        Column(_("After"), align=number, least=56),
        Column(_("Change"), align=number, least=56),
        Column(_("With it, n/N (%)"), align=Align.FRACTION, least=70),
        Column("P", align=number, least=44),
        Column(_("Also counted"), least=70, weight=2),
    )


def _rows(
    report: ReportInput, study: ReportStudy, own: Sequence[OutcomeAt], part: str
) -> Iterator[Row]:
    for number, one in enumerate(own):
        label: Cell = Nothing() if number else Text(words(report.study_link(study)))
        anchor = "" if number else study.anchor(part)
        yield Row((label, *_cells(one)), anchor=anchor)


def _cells(one: OutcomeAt) -> tuple[Cell, ...]:
    p = value_of(one.row.within_p)
    return (
        _of_whom(one),
        _measured_with(one),
        _cell(one, "time"),
        _cell(one, "n"),
        _cell(one, "before"),
        _cell(one, "after"),
        _change(one),
        _cell(one, "responders"),
        Number(p_text(p)) if p is not None else _cell(one, "within_p"),
        _also(one),
    )


def _cell(one: OutcomeAt, name: str) -> Cell:
    """An answer; an optional one that is blank leaves its cell open."""
    abstraction = one.study.abstraction
    path = f"{one.at}.{name}"
    spec = abstraction.form.field(path)
    if abstraction.get(path) is None and spec.item.optional:
        return Nothing()
    return answer_cell(abstraction, path, spec)


def _of_whom(one: OutcomeAt) -> Cell:
    arm = value_of(one.row.arm)
    group = value_of(one.row.analysis_set)
    said = [arms_of(one.study.abstraction).get(arm, arm)] if arm else []
    said += [plain(group, 80)] if group else []
    return Text(words(", ".join(said))) if said else _cell(one, "arm")


def _measured_with(one: OutcomeAt) -> Cell:
    printed = value_of(one.row.instrument_name)
    instrument = value_of(one.row.instrument)
    said = [plain(printed, 80)] if printed else []
    if instrument is not None and not printed:
        said.append(_(instrument.label))
    unit = value_of(one.row.unit)
    if unit:
        said.append(typeset(plain(unit, 30)))
    top = value_of(one.row.scale_max)
    if top is not None and "(" not in "".join(said):
        low = value_of(one.row.scale_min)
        said.append(f"{'?' if low is None else digits(low)}–{digits(top)}")
    return Text(words(", ".join(said))) if said else _cell(one, "instrument")


def _change(one: OutcomeAt) -> Cell:
    """The change as printed, or derived from the two numbers beside it."""
    change = value_of(one.row.change)
    if change is not None:
        return change_cell(change)
    before, after = value_of(one.row.before), value_of(one.row.after)
    if not isinstance(before, Stat) or not isinstance(after, Stat):
        return _cell(one, "change")
    if before.central is None or after.central is None:
        return _cell(one, "change")
    difference = after.central - before.central
    sign = "+" if difference > 0 else ""
    return Number(
        f"{sign}{digits(difference)}", derived=True, formula=_("after − before")
    )


def change_cell(change: Change) -> Cell:
    """A change as a number with its sign; a note where the paper is not clear."""
    unclear = change.direction is Direction.UNCLEAR
    note = _("by or to: the paper does not make it clear") if unclear else ""
    unit = f" {typeset(change.unit)}" if change.unit else ""
    if change.by is not None:
        sign = "+" if change.by > 0 else ""
        more = f" ({digits(change.percent)}%)" if change.percent is not None else ""
        return Number(f"{sign}{digits(change.by)}{unit}{more}", note=note)
    if change.percent is not None and change.before is None and change.after is None:
        sign = "+" if change.percent > 0 else ""
        return Number(f"{sign}{digits(change.percent)}%", note=note)
    return Text(words(typeset(write(change))))


def _also(one: OutcomeAt) -> Cell:
    """The results that have no column of their own, each with its label."""
    abstraction = one.study.abstraction
    said: list[str] = []
    for name in result_fields(abstraction.form):
        answer = value_of(getattr(one.row, name))
        if name in _OWN_COLUMNS or answer is None:
            continue
        spec = abstraction.form.field(f"{one.at}.{name}")
        said.append(_labelled(spec, answer))
    raw = value_of(one.row.raw)
    if raw and not one.has_numbers:
        said.append(raw)
    definition = value_of(one.row.responder_definition)
    if definition:
        said.append(_("response: {what}").format(what=definition))
    text = "; ".join(said)
    return Text(words(plain(text, 200))) if text else Nothing()


def _labelled(spec: FieldSpec, answer: object) -> str:
    label = _(spec.label)
    told = shown(spec, answer)
    return told if spec.kind is Kind.EFFECT else f"{label[0].lower()}{label[1:]} {told}"


def _quotation(
    report: ReportInput, study: ReportStudy, told: Sequence[OutcomeAt]
) -> Words:
    said: list[str] = []
    for one in told:
        p = value_of(one.row.within_p)
        raw = value_of(one.row.raw)
        if raw:
            said.append(plain(raw, _QUOTED))
        elif p is not None:
            text = p_text(p)
            said.append(f"P {text}" if text[0] in "<>≤≥≈" else f"P = {text}")
    target = report.study_link(study).target
    name = Run(study.name, target=target)
    return words(name, f": {'; '.join(said)}")


def _silence_words(code: str) -> str:
    if not code:
        return _("Blank")
    if code == PanelState.NOT_ASSESSED:
        return _(PanelState.NOT_ASSESSED.label).capitalize()
    return _(MissingCode(code).label).capitalize()


def _notes(quoted: list[Words], silent: dict[str, list[str]]) -> Iterator[Words]:
    """Words only, then the silent studies, so that all studies are accounted for."""
    if quoted:
        said: list[str | Run] = [Run(_("In words only: "), Style.STRONG)]
        for number, one in enumerate(quoted[:_MOST_QUOTED]):
            said.extend((*(["; "] if number else []), *one))
        more = len(quoted) - _MOST_QUOTED
        if more > 0:
            said.append(_("; and {n} more studies").format(n=more))
        yield words(*said, ".")
    for why, names in silent.items():
        yield words(Run(f"{why}: ", Style.STRONG), counted_names(names), ".")
