"""Risk of bias: one figure for each tool, then what the judgements rest on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import Choice, Missing, value_of
from ivig_abstractor.model.codes import (
    BiasTool,
    JbiAnswer,
    Rob2Judgement,
    RobinsJudgement,
    tool_for,
)
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.report.blocks import (
    Align,
    Beside,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Judgement,
    Level,
    Number,
    Paragraph,
    Row,
    Run,
    ShareBar,
    ShareBars,
    Style,
    Table,
    Text,
    Words,
    words,
)
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    absent,
    answer_cell,
    blank,
    counted_names,
    plain,
    shortening_note,
)

ASSESSMENTS = "assessments"
SECTION = "bias"
_JUDGEMENTS: dict[Choice, Judgement] = {
    Rob2Judgement.LOW: Judgement(Level.LOW, "L", ""),
    Rob2Judgement.SOME_CONCERNS: Judgement(Level.MIDDLE, "SC", ""),
    Rob2Judgement.HIGH: Judgement(Level.HIGH, "H", ""),
    RobinsJudgement.LOW: Judgement(Level.LOW, "L", ""),
    RobinsJudgement.MODERATE: Judgement(Level.MIDDLE, "M", ""),
    RobinsJudgement.SERIOUS: Judgement(Level.HIGH, "S", ""),
    RobinsJudgement.CRITICAL: Judgement(Level.CRITICAL, "C", ""),
    RobinsJudgement.NO_INFORMATION: Judgement(Level.NONE, "NI", ""),
    JbiAnswer.YES: Judgement(Level.LOW, "Y", ""),
    JbiAnswer.NO: Judgement(Level.HIGH, "N", ""),
    JbiAnswer.UNCLEAR: Judgement(Level.MIDDLE, "U", ""),
    JbiAnswer.NOT_APPLICABLE: Judgement(Level.NONE, "NA", ""),
}
_FEW_DOMAINS = 8


@dataclass(frozen=True, slots=True)
class ToolItems:
    """The items of a tool: those judged, the overall one, and the supporting text."""

    tool: BiasTool
    items: tuple[FieldSpec, ...]
    overall: FieldSpec | None
    support: FieldSpec | None

    def code(self, spec: FieldSpec) -> str:
        """The short name of an item: D1, 3, S2."""
        return spec.name.rpartition("_")[2].upper()


@dataclass(frozen=True, slots=True)
class _Assessed:
    study: ReportStudy
    at: str

    def answer(self, spec: FieldSpec) -> object:
        return self.study.abstraction.get(f"{self.at}.{spec.name}")


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter."""
    yield Heading(1, _("Risk of bias"), anchor="bias", listed=True)
    if not report.included:
        yield Paragraph(words(_("No study is included.")))
        return
    by_tool, without = _assessments(report)
    if not any(by_tool.values()):
        yield Paragraph(words(_("No risk of bias has been assessed yet.")))
    for tool, assessed in by_tool.items():
        if assessed:
            yield from _tool_blocks(report, tool_items(report.form, tool), assessed)
    support = _support(report, by_tool)
    if support is not None:
        yield support
    if without:
        yield _not_assessed(report, without)


def tool_items(form: FormSpec, tool: BiasTool) -> ToolItems:
    """What the form asks for one tool, told from its skip rules."""
    items: list[FieldSpec] = []
    overall = support = None
    for spec in form.by_section[SECTION].fields:
        rules = (rule for rule in spec.item.asked_when if rule.field == "tool")
        if not any(tool.value in rule.codes for rule in rules):
            continue
        if spec.name.endswith("_overall"):
            overall = spec
        elif spec.kind is Kind.TEXT:
            support = spec
        elif _is_judged(spec):
            items.append(spec)
    return ToolItems(tool, tuple(items), overall, support)


def _is_judged(spec: FieldSpec) -> bool:
    return spec.kind is Kind.INTEGER or any(one in _JUDGEMENTS for one in spec.options)


def _assessments(
    report: ReportInput,
) -> tuple[dict[BiasTool, list[_Assessed]], list[ReportStudy]]:
    by_tool: dict[BiasTool, list[_Assessed]] = {tool: [] for tool in BiasTool}
    without: list[ReportStudy] = []
    for study in report.included:
        found = False
        for row in study.abstraction.answers.assessments:
            tool = value_of(row.bias.tool)
            if tool is not None:
                at = f"{paths.row(ASSESSMENTS, row.id)}.{SECTION}"
                by_tool[tool].append(_Assessed(study, at))
                found = True
        if not found:
            without.append(study)
    return by_tool, without


def _tool_blocks(
    report: ReportInput, asked: ToolItems, assessed: list[_Assessed]
) -> Iterator[Block]:
    table = _figure(report, asked, assessed)
    bars = _bars(asked, assessed)
    if not bars.bars:
        yield table
    elif len(asked.items) < _FEW_DOMAINS:
        yield Beside((table,), (bars,), split=0.66)
    else:
        yield table
        yield bars


def _figure(report: ReportInput, asked: ToolItems, assessed: list[_Assessed]) -> Table:
    shown = [*asked.items, *([asked.overall] if asked.overall else [])]
    rows = [
        Row(
            (_name(report, one), *(judgement_cell(one.answer(spec)) for spec in shown)),
            anchor=one.study.anchor(f"bias-{asked.tool.value}") if number == 0 else "",
        )
        for number, one in enumerate(assessed)
    ]
    legend = {
        cell.letters: cell
        for row in rows
        for cell in row.cells
        if isinstance(cell, Judgement)
    }
    marks = sorted(legend.values(), key=_best_first)
    return Table(
        caption=_("{tool}: judgements by item").format(tool=_(asked.tool.label)),
        columns=(
            Column(_("Study, outcome"), least=58, weight=3),
            *(
                Column(
                    _("Overall") if spec is asked.overall else asked.code(spec),
                    align=Align.CENTRE,
                    least=33,
                    weight=0.3,
                )
                for spec in shown
            ),
        ),
        groups=(Group(tuple(rows)),),
        notes=(_key(asked),) if len(asked.items) >= _FEW_DOMAINS else (),
        legend=tuple(marks),
        is_figure=True,
        anchor=f"figure-bias-{asked.tool.value}",
    )


def _best_first(one: Judgement) -> tuple[int, str]:
    return list(Level).index(one.level), one.letters


def _key(asked: ToolItems) -> Words:
    """The full names of the items, where no bars beside the table hold them."""
    told = (f"{asked.code(spec)} {_(spec.label).lower()}" for spec in asked.items)
    stars = any(spec.kind is Kind.INTEGER for spec in asked.items)
    return words(_("Numbers are stars. ") if stars else "", "; ".join(told), ".")


def _name(report: ReportInput, one: _Assessed) -> Cell:
    outcome = value_of(one.study.abstraction.get(f"{one.at}.outcome"))
    under = _(outcome.label) if isinstance(outcome, Choice) else ""
    return Text(words(report.study_link(one.study)), under=under)


def judgement_cell(answer: object) -> Cell:
    """A judgement as a mark; stars as a number; an absence in words."""
    if isinstance(answer, Missing):
        return absent(answer)
    if isinstance(answer, Choice):
        found = _JUDGEMENTS.get(answer)
        if found is None:
            return Text(words(_(answer.label)))
        return Judgement(found.level, found.letters, _(answer.label))
    return Number(str(answer)) if isinstance(answer, int) else blank()


def _bars(asked: ToolItems, assessed: list[_Assessed]) -> ShareBars:
    bars: list[ShareBar] = []
    for spec in (*asked.items, *([asked.overall] if asked.overall else [])):
        cells = [judgement_cell(one.answer(spec)) for one in assessed]
        counts = Counter(cell for cell in cells if isinstance(cell, Judgement))
        parts = sorted(counts.items(), key=lambda one: _best_first(one[0]))
        if parts:
            overall = spec is asked.overall
            code = "" if overall else asked.code(spec)
            name = _("Overall") if overall else _(spec.label)
            bars.append(ShareBar(code, name, tuple(parts)))
    return ShareBars(_("Share of assessments"), tuple(bars))


def _support(
    report: ReportInput, by_tool: dict[BiasTool, list[_Assessed]]
) -> Table | None:
    """The words every judgement rests on: the tool's text, evidence and notes."""
    groups: list[Group] = []
    for tool, assessed in by_tool.items():
        asked = tool_items(report.form, tool)
        rows = [row for one in assessed for row in _support_rows(report, asked, one)]
        if rows:
            groups.append(Group(tuple(rows), _(tool.label)))
    if not groups:
        return None
    return Table(
        caption=_("Support for the judgements"),
        columns=(
            Column(_("Study"), least=80),
            Column(_("Item"), least=90),
            Column(_("Judgement"), align=Align.CENTRE, least=54),
            Column(_("Support"), least=150, weight=4),
        ),
        groups=tuple(groups),
        notes=shortening_note(groups),
        anchor="table-bias-support",
    )


def _support_rows(
    report: ReportInput, asked: ToolItems, one: _Assessed
) -> Iterator[Row]:
    abstraction = one.study.abstraction
    name = Text(words(report.study_link(one.study)))
    if asked.support is not None:
        path = f"{one.at}.{asked.support.name}"
        if value_of(abstraction.get(path)) is not None:
            cell = answer_cell(abstraction, path, asked.support, 600)
            yield Row((name, Text(words(_("all items"))), Text(()), cell))
    for spec in (*asked.items, *([asked.overall] if asked.overall else [])):
        path = f"{one.at}.{spec.name}"
        quoted = [f"“{e.quotation}”" for e in abstraction.evidence(path) if e.quotation]
        said = [*quoted, abstraction.note(path)]
        text = plain(" ".join(part for part in said if part), 600)
        if text:
            label = Text(words(_(spec.label)))
            judged = judgement_cell(one.answer(spec))
            yield Row((name, label, judged, Text(words(text))))


def _not_assessed(report: ReportInput, without: list[ReportStudy]) -> Paragraph:
    """Name the studies without an assessment, under the tool that fits each."""
    by_tool: dict[str, list[str]] = {}
    for study in without:
        design = study.abstraction.answers.design
        tool = tool_for(value_of(design.design_code), value_of(design.control_type))
        label = _(tool.label) if tool else _("no tool known, as the design is open")
        by_tool.setdefault(label, []).append(study.name)
    told = "; ".join(
        f"{label}: {counted_names(names, most=40)}" for label, names in by_tool.items()
    )
    head = Run(_("Not assessed, under the tool that fits: "), Style.STRONG)
    return Paragraph(words(head, told, "."), small=True)
