"""What is listed at the end: exclusions, findings, contradictions, notes, papers."""

from collections.abc import Callable, Iterable, Iterator

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import NOTE, Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import ExclusionReason
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.report.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Nothing,
    Row,
    Table,
    Text,
    Words,
    words,
)
from ivig_abstractor.report.citation import citation
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    answer_cell,
    blank,
    pieces,
    place_words,
    plain,
    plain_row,
)

_SENTENCE = 900


def excluded(report: ReportInput) -> Iterator[Block]:
    """The excluded studies, by the reason of the flow diagram."""
    yield Heading(1, _("Excluded studies"), anchor="excluded", listed=True)
    by_code: dict[str, list[ReportStudy]] = {}
    for study in report.excluded:
        by_code.setdefault(study.facts.exclusion, []).append(study)
    groups = [
        Group(
            tuple(
                Row(
                    (
                        Text(words(report.study_link(study))),
                        Text(citation(study)),
                        _said(study.facts.exclusion_reason),
                    ),
                    anchor=study.anchor("excluded"),
                )
                for study in studies
            ),
            _exclusion_words(code),
            str(len(studies)),
        )
        for code, studies in sorted(by_code.items())
    ]
    yield Table(
        caption=_("Excluded studies, with the reason"),
        columns=(
            Column(_("Study"), least=90),
            Column(_("Paper"), least=150, weight=3),
            Column(_("Why"), least=100, weight=2),
        ),
        groups=tuple(groups),
        empty=_("No study has been excluded."),
        anchor="table-excluded",
    )


def _exclusion_words(code: str) -> str:
    known = next((one for one in ExclusionReason if one.value == code), None)
    return f"{code} {_(known.label)}" if known else plain(code, 80)


def _said(text: str) -> Cell:
    return Text(words(plain(text, _SENTENCE))) if text.strip() else blank()


def open_findings(report: ReportInput) -> Iterator[Block]:
    """What the checks say and nobody has mended or answered."""
    yield Heading(1, _("Open findings"), anchor="findings", listed=True)
    for title, studies, part in (
        (_("Open findings, included studies"), report.included, "findings"),
        (_("Open findings, excluded studies"), report.excluded, "findings-excluded"),
    ):
        own = report.flow_findings if part == "findings" else ()
        if part == "findings" or any(_chosen(studies, _is_open)):
            yield _findings_table(report, title, studies, own, part)


def _is_open(finding: Finding) -> bool:
    return finding.is_open


def _is_answered(finding: Finding) -> bool:
    return bool(finding.reason) and finding.severity is not Severity.NOTE


def _chosen(
    studies: Iterable[ReportStudy], choose: Callable[[Finding], bool]
) -> Iterator[tuple[ReportStudy, Finding]]:
    for study in studies:
        for finding in study.findings:
            if choose(finding):
                yield study, finding


def _findings_table(
    report: ReportInput,
    title: str,
    studies: Iterable[ReportStudy],
    own: Iterable[Finding],
    part: str,
) -> Table:
    rows: dict[Severity, list[Row]] = {Severity.ERROR: [], Severity.QUERY: []}
    for finding in own:
        if finding.is_open:
            cells = (_("Whole review"), _flow_place(report, finding))
            rows[finding.severity].append(_finding_row(cells, finding))
    last: dict[Severity, str] = {}
    for study, finding in _chosen(studies, _is_open):
        first = last.get(finding.severity) != study.id
        last[finding.severity] = study.id
        name: Cell = Text(words(report.study_link(study))) if first else Nothing()
        place = place_words(study.abstraction, finding.path)
        rows[finding.severity].append(_finding_row((name, place), finding))
    heads = {Severity.ERROR: _("Errors"), Severity.QUERY: _("Queries")}
    groups = tuple(
        Group(tuple(found), heads[severity], str(len(found)))
        for severity, found in rows.items()
        if found
    )
    return Table(
        caption=title,
        columns=(
            Column(_("Study"), least=80),
            Column(_("Where"), least=90, weight=1.5),
            Column(_("What the check says"), least=170, weight=4),
            Column(_("Rule"), least=40, weight=0.3),
        ),
        groups=groups,
        empty=_("Nothing is open."),
        anchor=f"table-{part}",
    )


def _finding_row(where: tuple[Cell | str, str], finding: Finding) -> Row:
    said = f"{_(finding.message)} {finding.answered}".rstrip()
    return plain_row(*where, plain(said, _SENTENCE), finding.rule)


def _flow_place(report: ReportInput, finding: Finding) -> str:
    if report.flow is None:
        return _("Flow of studies")
    return place_words(report.flow, finding.path)


def answered_queries(report: ReportInput) -> Iterator[Block]:
    """The queries a reviewer has answered, with the reason given."""
    yield Heading(1, _("Answered queries"), anchor="answered", listed=True)
    rows = [
        Row(
            (
                Text(words(report.study_link(study))),
                Text(words(place_words(study.abstraction, finding.path))),
                Text(words(plain(_(finding.message), _SENTENCE)), under=finding.rule),
                Text(words(plain(finding.reason, _SENTENCE))),
            )
        )
        for study, finding in _chosen(report.studies, _is_answered)
    ]
    yield Table(
        caption=_("Queries and the reviewer's reasons"),
        columns=(
            Column(_("Study"), least=80),
            Column(_("Where"), least=80),
            Column(_("What the check says"), least=130, weight=3),
            Column(_("Reason"), least=100, weight=2),
        ),
        groups=(Group(tuple(rows)),) if rows else (),
        empty=_("No query has been answered."),
        anchor="table-answered",
    )


def has_answered(report: ReportInput) -> bool:
    """Say whether any query has been answered."""
    return any(_chosen(report.studies, _is_answered))


def contradictions(report: ReportInput) -> Iterator[Block]:
    """Where sources, or places of one paper, do not agree."""
    yield Heading(
        1, _("Contradictions in the sources"), anchor="contradictions", listed=True
    )
    rows = [row for study in report.included for row in _contradictions(report, study)]
    yield Table(
        caption=_("Contradictions and how they were decided"),
        columns=(
            Column(_("Study"), least=85),
            Column(_("About"), least=150, weight=3),
            Column(_("First source says"), least=90, weight=1.5),
            Column(_("Second source says"), least=90, weight=1.5),
            Column(_("Decision"), least=90, weight=2),
            Column(_("Decided by"), least=54),
        ),
        groups=(Group(tuple(rows)),) if rows else (),
        landscape=True,
        empty=_("No contradiction has been entered."),
        anchor="table-contradictions",
    )


def has_contradictions(report: ReportInput) -> bool:
    """Say whether any contradiction has been entered."""
    return any(
        study.abstraction.rows("declarations.contradictions")
        for study in report.included
    )


def _contradictions(report: ReportInput, study: ReportStudy) -> Iterator[Row]:
    abstraction = study.abstraction
    container = "declarations.contradictions"
    for number, row_id in enumerate(abstraction.rows(container)):
        at = paths.row(container, row_id)
        name: Cell = Nothing() if number else Text(words(report.study_link(study)))
        yield Row(
            (
                name,
                _answer(abstraction, f"{at}.field"),
                _sourced(abstraction, f"{at}.value_a", f"{at}.source_a"),
                _sourced(abstraction, f"{at}.value_b", f"{at}.source_b"),
                _answer(abstraction, f"{at}.decision"),
                _answer(abstraction, f"{at}.decided_by"),
            )
        )


def _answer(abstraction: Abstraction, path: str) -> Cell:
    return answer_cell(abstraction, path, abstraction.form.field(path), _SENTENCE)


def _sourced(abstraction: Abstraction, path: str, source: str) -> Cell:
    """What a source says, and under it which source."""
    cell = _answer(abstraction, path)
    named = value_of(abstraction.get(source))
    if isinstance(cell, Text) and named:
        return Text(cell.runs, under=plain(named, 120))
    return cell


def notes(report: ReportInput) -> Iterator[Block]:
    """The notes of the reviewers, of each study and beside single answers."""
    yield Heading(1, _("Notes of the reviewers"), anchor="notes", listed=True)
    rows: list[Row] = []
    for study in report.included:
        first = True
        for where, text in _notes_of(study):
            for number, part in enumerate(pieces(plain(text))):
                name: Cell = (
                    Text(words(report.study_link(study))) if first else Nothing()
                )
                rows.append(plain_row(name, where if not number else "", part))
                first = False
    yield Table(
        caption=_("Notes"),
        columns=(
            Column(_("Study"), least=80),
            Column(_("About"), least=100),
            Column(_("Note"), least=200, weight=4),
        ),
        groups=(Group(tuple(rows)),) if rows else (),
        empty=_("There are no notes."),
        anchor="table-notes",
    )


def _notes_of(study: ReportStudy) -> Iterator[tuple[str, str]]:
    abstraction = study.abstraction
    general = value_of(abstraction.answers.declarations.notes)
    if general:
        for line in general.splitlines():
            if line.strip():
                yield _("Whole study"), line
    for placed in abstraction.walk():
        text = abstraction.entries.get((placed.path, NOTE))
        if text:
            yield place_words(abstraction, placed.path), str(text)


def references(report: ReportInput) -> Iterator[Block]:
    """The papers of the included studies, in alphabetical order."""
    yield Heading(1, _("References"), anchor="references", listed=True)
    listed = sorted(report.included, key=lambda one: one.name.casefold())
    rows = [
        Row(
            (Text(words(report.study_link(study))), Text(citation(study))),
            anchor=study.anchor("reference"),
        )
        for study in listed
    ]
    rows = [
        row
        for study, row in zip(listed, rows, strict=True)
        for row in _with_linked(study, row)
    ]
    yield Table(
        caption=_("Papers of the included studies"),
        columns=(
            Column(_("Study"), least=110),
            Column(_("Reference"), least=250, weight=5),
        ),
        groups=(Group(tuple(rows)),) if rows else (),
        empty=_("No study is included."),
        anchor="table-references",
    )


def _with_linked(study: ReportStudy, row: Row) -> Iterator[Row]:
    """The main paper, then the other papers of the study."""
    yield row
    for linked in study.abstraction.answers.identification.linked_reports:
        text = value_of(linked.citation) or ""
        known_as = value_of(linked.identifier) or ""
        kind = value_of(linked.kind)
        said: Words = words(plain(f"{text} {known_as}", _SENTENCE))
        if said:
            head = _(kind.label) if kind else ""
            yield Row((Text(words(head)), Text(said)), indent=1)
