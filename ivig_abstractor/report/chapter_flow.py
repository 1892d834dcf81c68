"""The counts of the flow of studies, box by box, with what does not add up."""

from collections.abc import Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.report.blocks import (
    Align,
    Block,
    Column,
    Group,
    Heading,
    LabelledLine,
    LabelledLines,
    Paragraph,
    Row,
    Table,
    Text,
    words,
)
from ivig_abstractor.report.report_input import ReportInput
from ivig_abstractor.report.wording import answer_cell, plain, shown


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter; one sentence where nothing has been counted."""
    yield Heading(1, _("Flow of studies"), anchor="flow", listed=True)
    flow = report.flow
    if flow is None or not has_content(report):
        said = _("The records of the search have not been counted in this file.")
        yield Paragraph(words(said))
        return
    yield _table(flow)
    if not report.flow_findings:
        yield Paragraph(words(_("The counts that are entered add up.")), small=True)
        return
    yield LabelledLines(
        _("What does not add up"),
        tuple(
            LabelledLine(one.rule, words(plain(_(one.message), 600)))
            for one in report.flow_findings
        ),
    )


def has_content(report: ReportInput) -> bool:
    """Say whether any box of the flow has been filled."""
    flow = report.flow
    return flow is not None and any(one.answer is not None for one in flow.walk())


def _table(flow: Abstraction) -> Table:
    """Every field and every row of the flow, in the order of the form."""
    groups: list[Group] = []
    for section in flow.form.sections:
        for repeat in section.repeats:
            rows = [
                _named_row(flow, f"{section.prefix}.{repeat.name}[{row_id}]")
                for row_id in flow.rows(f"{section.prefix}.{repeat.name}")
            ]
            if rows:
                groups.append(Group(tuple(rows), _(repeat.repeat.label)))
        by_group: dict[str, list[Row]] = {}
        for spec in section.fields:
            path = f"{section.prefix}.{spec.name}"
            cell = answer_cell(flow, path, spec)
            label = Text(words(_(spec.label)))
            by_group.setdefault(spec.item.group, []).append(Row((label, cell)))
        groups.extend(Group(tuple(rows), _(name)) for name, rows in by_group.items())
    return Table(
        caption=_("Records, papers and studies"),
        columns=(
            Column(_("Box"), least=200, weight=3),
            Column(_("Number"), align=Align.NUMBER, least=60),
        ),
        groups=tuple(groups),
        anchor="table-flow",
    )


def _named_row(flow: Abstraction, at: str) -> Row:
    """A row named by its words; its number is the last of its fields."""
    specs = flow.form.repeats[at.partition("[")[0] + "[]"].fields
    *naming, counting = specs
    told = (shown(spec, flow.get(f"{at}.{spec.name}")) for spec in naming)
    name = plain(", ".join(part for part in told if part), 120)
    cell = answer_cell(flow, f"{at}.{counting.name}", counting)
    return Row((Text(words(name or _("blank"))), cell))
