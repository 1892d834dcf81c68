"""Adverse effects, by study and by term; a stated zero is 0, silence is not."""

from collections.abc import Iterator
from decimal import Decimal

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.answer import Missing, value_of
from ivig_abstractor.model.background import term_for
from ivig_abstractor.model.codes import InterestGroup, YesNo
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.quantities import KofN
from ivig_abstractor.model.sections.adverse_effects import AdverseEffectRow
from ivig_abstractor.model.statistics import clopper_pearson
from ivig_abstractor.report import harm
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
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    abbreviations,
    absent,
    answer_cell,
    arms_of,
    blank,
    count_note,
    counted_names,
    digits,
    plain,
    shortening_note,
    typeset,
    unread_cell,
    without_empty,
)

ANCHOR = "table-adverse"
_ALSO = 140


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter."""
    yield Heading(1, _("Adverse effects"), anchor="adverse", listed=True)
    if not report.included:
        yield Paragraph(words(_("No study is included.")))
        return
    yield _by_study(report)
    yield _by_term(report)


def _by_study(report: ReportInput) -> Table:
    fields = tuple(harm.count_fields(report.form))
    groups: list[Group] = []
    silent: list[str] = []
    for title, studies in report.by_bucket():
        rows = []
        for study in studies:
            if harm.says_harm(study):
                rows.append(_study_row(report, study, fields))
            else:
                silent.append(study.name)
        if rows:
            groups.append(Group(tuple(rows), title))
    notes = (
        [
            words(
                _("Counts are n/N, with the percentage computed from them in brackets.")
            )
        ]
        if groups
        else []
    )
    columns = (
        Column(_("Study"), least=120, weight=1.5),
        Column(_("Set and period"), least=70),
        *(Column(_(spec.label), align=Align.FRACTION, least=60) for spec in fields),
        Column(_("How collected"), least=60),
        Column(_("Also stated"), least=110, weight=3),
    )
    optional = (at for at, spec in enumerate(fields, start=2) if spec.item.optional)
    columns, kept = without_empty(columns, groups, (1, len(columns) - 2, *optional))
    return Table(
        caption=_("Adverse effects by study"),
        columns=columns,
        groups=kept,
        notes=(*notes, *_silent_note(silent), *shortening_note(groups)),
        abbreviations=abbreviations(),
        landscape=True,
        empty=_("No study counts adverse effects."),
        anchor=ANCHOR,
    )


def _silent_note(silent: list[str]) -> tuple[Words, ...]:
    if not silent:
        return ()
    head = ngettext(
        "No statement on harm in what was read, {n} study: ",
        "No statement on harm in what was read, {n} studies: ",
        len(silent),
    ).format(n=len(silent))
    said = _(". That is not a zero.")
    return (words(Run(head, Style.STRONG), counted_names(silent, most=40), said),)


def _study_row(
    report: ReportInput, study: ReportStudy, fields: tuple[FieldSpec, ...]
) -> Row:
    abstraction = study.abstraction
    form = abstraction.form

    def cell(name: str) -> Cell:
        path = f"{harm.SECTION}.{name}"
        if abstraction.get(path) is None and form.field(path).item.optional:
            return Nothing()
        return answer_cell(abstraction, path, form.field(path), 80)

    return Row(
        (
            Text(words(report.study_link(study))),
            cell("set_period"),
            *(_count_cell(study, spec) for spec in fields),
            cell("ae_collection_method"),
            _also_stated(study),
        ),
        anchor=study.anchor("adverse"),
    )


def _count_cell(study: ReportStudy, spec: FieldSpec) -> Cell:
    """A count; an explicit zero where the paper says so and gives no count."""
    answer = study.abstraction.get(spec.pattern)
    if isinstance(answer, KofN):
        return answer_cell(study.abstraction, spec.pattern, spec)
    if harm.is_stated_zero(study, spec.name):
        return Number("0", note=_("The paper states that there were none."))
    if answer is None and spec.item.optional:
        return Nothing()
    return answer_cell(study.abstraction, spec.pattern, spec)


def _also_stated(study: ReportStudy) -> Cell:
    section = study.abstraction.answers.adverse_effects
    said: list[str] = []
    events = value_of(section.n_events_all)
    if events is not None:
        said.append(ngettext("{n} event", "{n} events", events).format(n=events))
    causes = value_of(section.death_causes)
    if causes:
        said.append(_("deaths from {causes}").format(causes=causes))
    noted = harm.words_on_harm(study)
    if noted:
        said.append(noted)
    if section.rows:
        terms = ngettext("{n} term below", "{n} terms below", len(section.rows))
        said.append(terms.format(n=len(section.rows)))
    text = "; ".join(said)
    return Text(words(plain(text, _ALSO))) if text else Nothing()


def _by_term(report: ReportInput) -> Table:
    found: dict[InterestGroup | None, list[tuple[str, Row]]] = {}
    for study in report.included:
        for row in study.abstraction.answers.adverse_effects.rows:
            term = _term(row)
            group = _group(row, term)
            found.setdefault(group, []).append((term, _term_row(report, study, row)))
    groups: list[Group] = []
    for group in (*InterestGroup, None):
        if group in found:
            rows = sorted(found[group], key=lambda one: one[0].casefold())
            title = _(group.label) if group else _("no group")
            groups.append(
                Group(tuple(row for _name, row in rows), title[0].upper() + title[1:])
            )
    return Table(
        caption=_("Adverse effects by term"),
        columns=(
            Column(_("Term"), least=90, weight=2),
            Column(_("Study"), least=110),
            Column(_("Arm, set and period"), least=70, weight=2),
            Column(_("Counted"), "n/N", Align.FRACTION, least=54),
            Column("%", align=Align.NUMBER, least=36),
            Column(_("Exact 95% CI"), align=Align.RANGE, least=58),
            Column(_("As printed"), least=54, weight=1.5),
            Column(_("Serious"), least=40),
        ),
        groups=tuple(groups),
        notes=_term_notes(groups),
        abbreviations=abbreviations(),
        landscape=True,
        empty=_("No single adverse effect has been entered."),
        anchor="table-adverse-terms",
    )


def _term_notes(groups: list[Group]) -> tuple[Words, ...]:
    if not groups:
        return ()
    said = _(
        "Percentages and intervals (Clopper-Pearson) are computed; terms are not added"
        " up over studies."
    )
    return (words(said), *shortening_note(groups))


def _term(row: AdverseEffectRow) -> str:
    return value_of(row.preferred_term) or value_of(row.printed) or ""


def _group(row: AdverseEffectRow, term: str) -> InterestGroup | None:
    """The group the reviewer chose, or that of the term."""
    chosen = value_of(row.group)
    known = term_for(term)
    return chosen or (known.group if known else None)


def _term_row(report: ReportInput, study: ReportStudy, row: AdverseEffectRow) -> Row:
    term, printed = _term(row), value_of(row.printed)
    shown: Cell = Text(words(plain(printed, 80))) if printed else Nothing()
    return Row(
        (
            Text(words(plain(term, 80))) if term else blank(),
            Text(words(report.study_link(study))),
            _of_whom(study, row),
            *_numbers(row),
            shown,
            _serious(row),
        )
    )


def _of_whom(study: ReportStudy, row: AdverseEffectRow) -> Cell:
    arm = value_of(row.arm)
    period = value_of(row.set_period)
    said = [arms_of(study.abstraction).get(arm, arm)] if arm else []
    said += [plain(period, 80)] if period else []
    return Text(words(", ".join(said))) if said else Nothing()


def _numbers(row: AdverseEffectRow) -> tuple[Cell, Cell, Cell]:
    """k/N, the computed percentage and the exact interval, as far as they are known."""
    count = row.patients
    if isinstance(count, Missing):
        cell = absent(count)
        return cell, cell, cell
    if count is None:
        return _events(row), Nothing(), Nothing()
    if not isinstance(count, KofN):
        return unread_cell(count), Nothing(), Nothing()
    if count.k is None:
        return Number(typeset(_percent_only(count))), Nothing(), Nothing()
    text = str(count.k) if count.n is None else f"{count.k}/{count.n}"
    counted = Number(text, note=count_note(count))
    share = d.percentage(count.k, count.n)
    if isinstance(share, d.NotDerived) or not count.n:
        return counted, Nothing(), Nothing()
    low, high = clopper_pearson(count.k, count.n)
    interval = f"{Decimal(low):.1f}–{Decimal(high):.1f}"
    return counted, Number(d.shown(share.value)), Number(interval)


def _percent_only(count: KofN) -> str:
    if count.percent is None:
        return "" if count.n is None else _("of {n}").format(n=count.n)
    return f"{digits(count.percent)}%"


def _events(row: AdverseEffectRow) -> Cell:
    events = value_of(row.n_events)
    if events is None:
        return blank()
    return Number(ngettext("{n} event", "{n} events", events).format(n=events))


def _serious(row: AdverseEffectRow) -> Cell:
    serious = value_of(row.serious)
    number = value_of(row.n_serious)
    if number is not None:
        return Number(str(number))
    if serious is None:
        return absent(row.serious) if isinstance(row.serious, Missing) else Nothing()
    return (
        Text(words(_(serious.label)))
        if serious is not YesNo.NO
        else Text(words(_("no")))
    )
