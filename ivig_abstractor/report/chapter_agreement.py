"""How far the reviewers agree, and what became of each discrepancy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.agreement import (
    Tally,
)
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.discrepancy import DiscrepancyClass
from ivig_abstractor.report.agreement_cells import (
    caption,
    plotted,
    scale_for,
    share_cells,
)
from ivig_abstractor.report.blocks import (
    Absent,
    Align,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    NoteBlock,
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
from ivig_abstractor.report.field_agreement import field_tables
from ivig_abstractor.report.methods import methods
from ivig_abstractor.report.report_input import (
    DualInput,
    Kept,
    LaterCorrection,
    ReportInput,
    ResolvedDiscrepancy,
)
from ivig_abstractor.report.wording import (
    CELL_LIMIT,
    any_shortened,
    muted,
    plain,
    without_empty,
)

_WHERE, _LABEL, _REASON = 80, 100, 300
_CORRECTIONS = 3
_FEW_LETTERS = 2


def has_content(report: ReportInput) -> bool:
    """Say whether studies were abstracted by more than one reviewer."""
    return report.dual is not None


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter."""
    yield Heading(1, _("Agreement of reviewers"), anchor="agreement", listed=True)
    dual = report.dual
    if dual is None:
        said = _("No study was abstracted by more than one reviewer.")
        yield Paragraph(words(said))
        return
    if dual.is_simulated:
        said = _(
            "Reviewers are simulated, to show what this chapter holds. It says nothing "
            "about how well these studies can be abstracted."
        )
        yield NoteBlock(_("Simulated"), words(said))
    for paragraph in methods(dual):
        flag = muted(_("Simulated:") + " " if dual.is_simulated else "")
        yield Paragraph(words(flag, paragraph))
    if dual.agreement.overall.pairs:
        yield _by_section(dual)
        yield from field_tables(dual, report.form)
        if len(dual.agreement.studies) > 1:
            yield _by_study(report, dual)
    if dual.discrepancies:
        yield _discrepancies(report, dual)
    if dual.corrections:
        yield _corrections(report, dual)


def _tally_columns(scale: tuple[float, ...]) -> tuple[Column, ...]:
    number = Align.NUMBER
    return (
        Column(_("Pairs"), align=number),
        Column(_("Same"), align=number),
        Column(_("Same after normalising"), align=number, least=50),
        Column(_("Different"), align=number),
        Column(_("One silent"), align=number),
        Column("%", align=number),
        Column(_("95% CI"), align=Align.RANGE),
        Column(_("Agreement"), least=88, weight=2, scale=scale),
    )


def _tally_cells(tally: Tally, scale: tuple[float, ...]) -> tuple[Cell, ...]:
    return (
        Number(str(tally.pairs)),
        Number(str(tally.same)),
        Number(str(tally.normalised)),
        Number(str(tally.different + tally.codes)),
        Number(str(tally.one_sided)),
        *share_cells(tally),
        plotted(tally, scale),
    )


def _by_section(dual: DualInput) -> Table:
    agreement = dual.agreement
    scale = scale_for([one.tally for one in agreement.sections])
    rows = [
        Row((Text(words(_(one.title))), *_tally_cells(one.tally, scale)))
        for one in agreement.sections
    ]
    overall = _tally_cells(agreement.overall, scale)
    total = Row((Text(words(_("All sections"))), *overall), total=True)
    notes = [
        _(
            "A pair is an answer that at least one reviewer gave, or a repeating row "
            "that at least one of them has; what lies in a row that somebody lacks is "
            "not counted again. Agreement counts “same” and “same after normalising” "
            "(2 g/kg and 2000 mg/kg). Intervals: Wilson."
        )
    ]
    if agreement.overall.codes:
        said = _("Different includes {n} absent on both sides, with different codes.")
        notes.append(said.format(n=agreement.overall.codes))
    if len(dual.letters) > _FEW_LETTERS:
        notes.append(_("A pair agrees where all reviewers do."))
    return Table(
        caption=caption(dual, _("Agreement before resolution, by section")),
        columns=(Column(_("Section"), least=84, weight=2), *_tally_columns(scale)),
        groups=(Group((*rows, total)),),
        notes=(words(" ".join(notes)),),
        anchor="table-agreement",
    )


def _by_study(report: ReportInput, dual: DualInput) -> Table:
    studies = [one for one in dual.agreement.studies if one.tally.pairs]
    scale = scale_for([one.tally for one in studies])
    named = _names(report, dual)
    rows = [
        Row((_name(named, one.study_id), *_tally_cells(one.tally, scale)))
        for one in studies
    ]
    return Table(
        caption=caption(dual, _("Agreement before resolution, by study")),
        columns=(Column(_("Study"), least=84, weight=2), *_tally_columns(scale)),
        groups=(Group(rows),) if rows else (),
        empty=_("Nothing was compared."),
        anchor="table-agreement-studies",
    )


def _names(report: ReportInput, dual: DualInput) -> dict[str, Words]:
    """The names of the studies by id, leading to their pages."""
    named = {one.study_id: words(one.study_label) for one in dual.discrepancies}
    # Agreement is measured before anything is revised, so that is no note here.
    links = {one.id: replace(report.study_link(one), note="") for one in report.studies}
    return named | {study: words(link) for study, link in links.items()}


def _name(named: dict[str, Words], study_id: str) -> Text:
    return Text(named.get(study_id) or words(study_id))


def _discrepancies(report: ReportInput, dual: DualInput) -> Table:
    """Every discrepancy by class, with what was decided."""
    order: list[DiscrepancyClass | None] = [*DiscrepancyClass, None]
    by_class: dict[DiscrepancyClass | None, list[ResolvedDiscrepancy]] = {}
    for one in dual.discrepancies:
        by_class.setdefault(one.kind, []).append(one)
    named = _names(report, dual)
    groups = tuple(
        Group(
            _discrepancy_rows(by_class[kind], named, dual),
            _(kind.label) if kind else _("Other"),
            str(len(by_class[kind])),
        )
        for kind in order
        if kind in by_class
    )
    letters = [
        Column(_("Reviewer {letter}").format(letter=letter), least=44, weight=1.5)
        for letter in dual.letters
    ]
    still_open = sum(one.is_open for one in dual.discrepancies)
    said = _("{n} of {total} open").format(n=still_open, total=len(dual.discrepancies))
    columns = (
        Column(_("Study"), least=50),
        Column(_("Field"), least=80, weight=1.5),
        *letters,
        Column(_("Consensus"), weight=1.5),
        Column(_("Kept"), weight=0.3),
        Column(_("Why"), least=110, weight=2),
    )
    decided = range(len(columns) - 3, len(columns))
    columns, groups = without_empty(columns, groups, decided)
    return Table(
        caption=caption(dual, _("Discrepancies and their resolution")),
        columns=columns,
        groups=groups,
        notes=(words(_notes(groups)),),
        landscape=len(dual.letters) > _FEW_LETTERS,
        aside=said if still_open else "",
        anchor="table-discrepancies",
    )


def _discrepancy_rows(
    found: Sequence[ResolvedDiscrepancy], named: dict[str, Words], dual: DualInput
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for study_id, group in groupby(found, key=lambda one: one.study_id):
        for number, one in enumerate(group):
            name: Cell = Nothing() if number else _name(named, study_id)
            field = words(plain(one.field, _LABEL))
            answers = [*one.answers, *[""] * len(dual.letters)][: len(dual.letters)]
            rows.append(
                Row(
                    (
                        name,
                        Text(field, under=plain(one.where, _WHERE)),
                        *(_answer(said, row=one.is_row) for said in answers),
                        _consensus(one),
                        _kept(one, dual),
                        _reason(one),
                    )
                )
            )
    return tuple(rows)


def _answer(said: str, style: Style = Style.PLAIN, *, row: bool = False) -> Text:
    """An answer in words; blanks and stated absences are muted."""
    if not said:
        return Text((muted(_("no such row") if row else _("blank")),))
    absent = any(said == _(code.label) for code in MissingCode)
    return Text((Run(plain(said, CELL_LIMIT), Style.MUTED if absent else style),))


def _reason(one: ResolvedDiscrepancy) -> Cell:
    """The reason of the decision, and below it what was corrected later."""
    said = plain(one.reason, _REASON)
    later = " ".join(map(_corrected, one.corrections[:_CORRECTIONS]))
    left = len(one.corrections) - _CORRECTIONS
    if left > 0:
        more = ngettext("And {n} more.", "And {n} more.", left).format(n=left)
        later = f"{later} {more}"
    return Text(words(said), under=later) if said or later else Nothing()


def _corrected(one: LaterCorrection) -> str:
    said = _("Later corrected by {who} to {answer}").format(
        who=one.letter, answer=plain(one.after, _LABEL)
    )
    parts = [said]
    if one.at is not None:
        parts.append(_("on {day}").format(day=one.at.isoformat()))
    reason = plain(one.reason, _LABEL)
    return " ".join(parts) + (f": “{reason}”." if reason else ".")


def _corrections(report: ReportInput, dual: DualInput) -> Table:
    """Every answer that was changed after the study was first completed."""
    named = _names(report, dual)
    rows = [
        Row(
            (
                _name(named, one.study_id),
                Text(words(plain(one.field, _LABEL)), under=plain(one.where, _WHERE)),
                Text(words(one.letter)),
                _answer(one.before),
                _answer(one.after, Style.STRONG),
                Text(words(one.at.isoformat() if one.at else "")),
                Text(words(plain(one.reason, _REASON))) if one.reason else Nothing(),
            )
        )
        for one in dual.corrections
    ]
    return Table(
        caption=caption(dual, _("Corrected after the study was first completed")),
        columns=(
            Column(_("Study"), least=50),
            Column(_("Field"), least=80, weight=1.5),
            Column(_("Reviewer"), weight=0.3),
            Column(_("As first completed"), least=60, weight=1.5),
            Column(_("Corrected to"), least=60, weight=1.5),
            Column(_("On"), least=50),
            Column(_("Why"), least=90, weight=2),
        ),
        groups=(Group(tuple(rows)),),
        notes=(
            words(
                _(
                    "Agreement is measured before these corrections, and the table of "
                    "discrepancies shows the answers before them."
                )
            ),
        ),
        anchor="table-corrections",
    )


def _consensus(one: ResolvedDiscrepancy) -> Cell:
    if one.is_open:
        return Absent(_("to decide"))
    under = _("under revision") if one.revised else ""
    if one.is_row and not one.consensus:
        return Text((muted(_("left out")),), under=under)
    shown = _answer(one.consensus, Style.STRONG)
    return replace(shown, under=under) if under else shown


def _kept(one: ResolvedDiscrepancy, dual: DualInput) -> Cell:
    if one.is_open:
        return Nothing()
    few = len(dual.letters) == _FEW_LETTERS
    word = plain(one.kept, _WHERE)
    if one.kept == Kept.OTHER:
        word = _("neither") if few else _("none")
    elif one.kept in (Kept.SAME, Kept.NORMALISED):
        word = _("both") if few else _("all")
    return Text(words(word))


def _notes(groups: Iterable[Group]) -> str:
    said = [
        _(
            "Answers are those of the first completion, as agreement is measured. Who "
            "decided, and when, stands in the audit trail. A reason is optional, but "
            "required where the consensus is the answer of no reviewer."
        )
    ]
    if any_shortened(groups):
        said.append(_("[…] A text is shortened here; the review file holds all of it."))
    return " ".join(said)
