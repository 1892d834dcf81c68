"""The summary in numbers: what the answers say, and what they cannot say."""

from collections.abc import Iterator

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.codes import Panel, ReviewBucket
from ivig_abstractor.report.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    KeyFigure,
    KeyFigures,
    Mark,
    MarkKind,
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
from ivig_abstractor.report.chapter_characteristics import table_anchor
from ivig_abstractor.report.outcome_rows import panel_mark, panel_rows
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.summary import Summary, Usual, summarise
from ivig_abstractor.report.wording import answer_cell, digits, listed, sentence

ENROLLED = "population.n_enrolled"
_MARK_ORDER = (
    MarkKind.NUMBERS,
    MarkKind.WORDS_ONLY,
    MarkKind.UNCLEAR,
    MarkKind.ABSENT,
    MarkKind.NOT_ASSESSED,
)


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter."""
    yield Heading(1, _("Summary in numbers"), anchor="summary", listed=True)
    if not report.included:
        yield Paragraph(words(_("No study is included, so there is nothing to count.")))
        return
    summary = summarise(report)
    said = _Sentences(report, summary)
    yield Paragraph(_joined(said.what_the_data_say()))
    yield Paragraph(_joined(said.what_they_cannot_say()))
    yield _key_figures(report, summary)
    yield _map(report)


def _joined(sentences: Iterator[Words]) -> Words:
    made: list[str | Run] = []
    for one in sentences:
        made.extend((*([" "] if made else []), *one))
    return words(*made)


class _Links:
    """Numbers in accent that lead to the rows they were counted from."""

    def __init__(self, report: ReportInput) -> None:
        self._report = report

    def number(self, number: int | str, chapter: str, anchor: str) -> Run:
        """A number that leads to an anchor."""
        target = self._report.target(chapter, anchor)
        return Run(str(number), Style.ACCENT, target=target)

    def studies(self, number: int | str) -> Run:
        """A number of studies."""
        return self.number(number, "characteristics", "table-characteristics")

    def patients(self, number: int | str) -> Run:
        """A number of patients, or of studies that state it."""
        anchor = table_anchor(self._report.form, ENROLLED)
        return self.number(number, "characteristics", anchor)

    def doses(self, number: int | str) -> Run:
        """A dose, or a number of studies that state one."""
        return self.number(number, "interventions", "table-interventions")

    def panel(self, panel: Panel, number: int | str) -> Run:
        """A number of studies that report a panel."""
        return self.number(number, "outcomes", f"table-outcome-{panel.value}")

    def responses(self, number: int | str) -> Run:
        """A number or share of responders."""
        return self.number(number, "outcomes", "table-outcome-RESPONSE")

    def harm(self, number: int | str) -> Run:
        """A number of studies, or of patients, with harm."""
        return self.number(number, "adverse", "table-adverse")

    def group(self, bucket: ReviewBucket | None, number: int) -> Run:
        """Leads to the first study of the group in the table of characteristics."""
        first = next(s for s in self._report.included if s.bucket is bucket)
        return self.number(number, "characteristics", first.anchor("characteristics"))

    def bucket(self, bucket: ReviewBucket, count: int) -> Words:
        """How many studies of a design group there are."""
        name = {
            ReviewBucket.RCT: ngettext("randomised trial", "randomised trials", count),
            ReviewBucket.PROSPECTIVE_OPEN: ngettext(
                "prospective open study", "prospective open studies", count
            ),
            ReviewBucket.RETROSPECTIVE: ngettext(
                "retrospective study", "retrospective studies", count
            ),
            ReviewBucket.NONE: ngettext(
                "study of another design", "studies of other designs", count
            ),
        }[bucket]
        return words(self.group(bucket, count), f" {name}")


class _Sentences:
    """Sentences whose numbers lead to the rows they were counted from."""

    def __init__(self, report: ReportInput, summary: Summary) -> None:
        self._lead = _Links(report)
        self._summary = summary

    def what_the_data_say(self) -> Iterator[Words]:
        """What most studies say, each with how many say it."""
        yield from self._studies()
        yield from self._patients()
        yield from self._regimen()
        yield from self._outcomes()
        yield from self._harm()

    def what_they_cannot_say(self) -> Iterator[Words]:
        """How many studies are silent on each of these."""
        s = self._summary
        yield words(Run(_("What the data cannot say."), Style.STRONG))
        counted = (
            (s.patients.stating, _("the number of patients"), self._lead.patients),
            (s.dose.stated, _("a dose per course"), self._lead.doses),
            (s.days.stated, _("the days of a course"), self._lead.doses),
            (s.interval.stated, _("the interval of courses"), self._lead.doses),
            (s.length.stated, _("the length of treatment"), self._lead.doses),
        )
        silent = [
            (s.included - stated, what, link)
            for stated, what, link in counted
            if stated < s.included
        ]
        if silent:
            first = ngettext(
                "{n} does not state {what}", "{n} do not state {what}", silent[0][0]
            )
            told = [
                sentence("{n} {what}" if number else first, n=link(n), what=what)
                for number, (n, what, link) in enumerate(silent)
            ]
            yield sentence(
                _("Of the {all} studies, {what}."),
                all=self._lead.studies(s.included),
                what=listed(told),
            )
        yield from self._silent_panels()
        if s.harm.silent:
            yield sentence(
                ngettext(
                    "{n} study says nothing of harm; that is not a zero.",
                    "{n} studies say nothing of harm; that is not a zero.",
                    s.harm.silent,
                ),
                n=self._lead.harm(s.harm.silent),
            )
        yield words(self._scope())

    def _studies(self) -> Iterator[Words]:
        s = self._summary
        kinds = [
            self._lead.bucket(one, s.buckets[one])
            for one in ReviewBucket
            if one in s.buckets
        ]
        yield sentence(
            ngettext(
                "{n} study is included and {out} excluded.",
                "{n} studies are included and {out} excluded.",
                s.included,
            ),
            n=self._lead.studies(s.included),
            out=self._lead.number(s.excluded, "excluded", "table-excluded"),
        )
        if kinds:
            yield sentence(_("By design there are {kinds}."), kinds=listed(kinds))
        open_ones = s.buckets.get(None, 0)
        if open_ones:
            yield sentence(
                ngettext(
                    "The design group of {n} study does not follow from its answers.",
                    "The design group of {n} studies does not follow from their"
                    " answers.",
                    open_ones,
                ),
                n=self._lead.group(None, open_ones),
            )

    def _patients(self) -> Iterator[Words]:
        p = self._summary.patients
        if not p.stating:
            return
        yield sentence(
            ngettext(
                "The {k} study that states a number enrolled {n} patients.",
                "The {k} studies that state a number enrolled {n} patients.",
                p.stating,
            ),
            k=self._lead.patients(p.stating),
            n=self._lead.patients(p.total),
        )
        if p.groups:
            yield sentence(
                _(
                    "Counting only the largest of the studies that may share patients"
                    " leaves {n}."
                ),
                n=self._lead.patients(p.without_overlap),
            )

    def _regimen(self) -> Iterator[Words]:
        s = self._summary
        told = (
            (s.dose, _("The dose per course")),
            (s.days, _("The number of days of a course")),
            (s.interval, _("The interval from course to course")),
            (s.length, _("The length of treatment")),
        )
        for usual, name in told:
            if usual.stated:
                yield self._usual(usual, name)

    def _usual(self, usual: Usual, name: str) -> Words:
        stated = self._lead.doses(usual.stated)
        if not usual.is_shared:
            return sentence(
                _("{name} differs in each of the {k} studies that state it."),
                name=name,
                k=stated,
            )
        texts = [words(self._lead.doses(text)) for text in usual.texts]
        common = listed(texts, _(" or "))
        if usual.stated == 1:
            template = _("{name} is {what} in the {k} study that states it.")
        elif usual.count == usual.stated:
            template = _("{name} is {what} in all {k} studies that state it.")
        elif len(usual.texts) > 1:
            template = _(
                "{name} is most often {what}, each in {n} of the {k} studies that state"
                " it."
            )
        else:
            template = _(
                "{name} is most often {what}, in {n} of the {k} studies that state it."
            )
        return sentence(
            template, name=name, what=common, n=self._lead.doses(usual.count), k=stated
        )

    def _outcomes(self) -> Iterator[Words]:
        s = self._summary
        reported = [
            sentence(
                _("{panel} by {n} ({k} in numbers)"),
                panel=_(panel.label),
                n=self._lead.panel(panel, count.any),
                k=self._lead.panel(panel, count.numbers),
            )
            for panel, count in s.panels.items()
            if count.any
        ]
        if reported:
            yield sentence(
                _("Of the outcomes of the review, these are reported: {what}."),
                what=listed(reported),
            )
        r = s.responses
        if r.studies and r.low is not None and r.high is not None:
            yield sentence(
                ngettext(
                    "Responders are given by {n} study, from {low} to {high} of"
                    " patients.",
                    "Responders are given by {n} studies, from {low} to {high} of"
                    " patients.",
                    r.studies,
                ),
                n=self._lead.responses(r.studies),
                low=self._lead.responses(f"{digits(r.low)}%"),
                high=self._lead.responses(f"{digits(r.high)}%"),
            )

    def _harm(self) -> Iterator[Words]:
        h = self._summary.harm
        told = [
            sentence("{what} {n}", what=_(label).lower(), n=self._lead.harm(count))
            for label, count in h.counting
            if count
        ]
        if told:
            yield sentence(
                _("Studies that count patients with harm: {what}."), what=listed(told)
            )
        if h.deaths_stated:
            yield sentence(
                ngettext(
                    "In all, {n} death is counted.",
                    "In all, {n} deaths are counted.",
                    h.deaths,
                ),
                n=self._lead.harm(h.deaths),
            )

    def _silent_panels(self) -> Iterator[Words]:
        s = self._summary
        silent = [
            sentence(
                _("on {panel} by {n}"),
                panel=_(panel.label),
                n=self._lead.panel(panel, count.silent),
            )
            for panel, count in s.panels.items()
            if count.silent
        ]
        if silent:
            yield sentence(
                _(
                    "Nothing is said {what}; whether the authors left it out or only"
                    " the part that was read cannot be told."
                ),
                what=listed(silent),
            )

    def _scope(self) -> str:
        s = self._summary
        said = [
            ngettext(
                "The full text of {n} study was read.",
                "The full text of {n} studies was read.",
                s.full_texts,
            ).format(n=s.full_texts)
            if s.full_texts
            else _("No full text was read.")
        ]
        if s.unread:
            said.append(
                ngettext(
                    "For {n} study it is not said what was read.",
                    "For {n} studies it is not said what was read.",
                    s.unread,
                ).format(n=s.unread)
            )
        return " ".join(said)


def _key_figures(report: ReportInput, s: Summary) -> KeyFigures:
    trials = s.buckets.get(ReviewBucket.RCT, 0)
    figures = [
        KeyFigure(
            str(s.included),
            _("studies included, {n} of them randomised").format(n=trials),
            report.target("characteristics", "table-characteristics"),
        )
    ]
    if s.patients.stating:
        figures.append(
            KeyFigure(
                str(s.patients.total),
                _("patients enrolled; {n} without overlap").format(
                    n=s.patients.without_overlap
                ),
                report.target("characteristics", table_anchor(report.form, ENROLLED)),
            )
        )
    if s.dose.is_shared and len(s.dose.texts) == 1:
        figures.append(
            KeyFigure(
                s.dose.texts[0],
                _("per course in {n} of the {k} studies that give it").format(
                    n=s.dose.count, k=s.dose.stated
                ),
                report.target("interventions", "table-interventions"),
            )
        )
    if s.responses.studies:
        figures.append(
            KeyFigure(
                str(s.responses.studies),
                ngettext(
                    "study gives responders",
                    "studies give responders",
                    s.responses.studies,
                ),
                report.target("outcomes", "table-outcome-RESPONSE"),
            )
        )
    if s.cells:
        figures.append(
            KeyFigure(
                f"{100 * s.filled // s.cells}%",
                _("of the fields asked have a value"),
                report.target("title", "completeness"),
            )
        )
    return KeyFigures(tuple(figures))


def _map(report: ReportInput) -> Table:
    groups: list[Group] = []
    totals: dict[Panel, list[int]] = {panel: [0, 0] for panel in Panel}
    for title, studies in report.by_bucket():
        rows = [_map_row(report, study, totals) for study in studies]
        groups.append(Group(tuple(rows), title))
    total = Row(
        (
            Text(words(_("With numbers / with any statement"))),
            Number(""),
            *(Number(f"{numbers}/{said}") for numbers, said in totals.values()),
        ),
        total=True,
    )
    groups.append(Group((total,)))
    return Table(
        caption=_("What the sources say on the five outcomes of the review"),
        columns=(
            Column(_("Study"), least=158, weight=3),
            Column(_("Enrolled"), align=Align.NUMBER, least=54),
            *(
                Column(
                    _(panel.label)[0].upper() + _(panel.label)[1:],
                    align=Align.CENTRE,
                    least=40,
                )
                for panel in Panel
            ),
        ),
        groups=tuple(groups),
        legend=tuple(Mark(kind, _mark_word(kind)) for kind in _MARK_ORDER),
        abbreviations={"CK": _("creatine kinase")},
        group_column=_("Design"),
        is_figure=True,
        anchor="figure-map",
    )


def _mark_word(kind: MarkKind) -> str:
    return {
        MarkKind.NUMBERS: _("numbers"),
        MarkKind.WORDS_ONLY: _("words or a P value only"),
        MarkKind.UNCLEAR: _("unclear in the source"),
        MarkKind.ABSENT: _("nothing"),
        MarkKind.NOT_ASSESSED: _("not assessed"),
    }[kind]


def _map_row(
    report: ReportInput, study: ReportStudy, totals: dict[Panel, list[int]]
) -> Row:
    cells: list[Cell] = [Text(words(report.study_link(study))), _enrolled(study)]
    for panel, rows in panel_rows(study).items():
        kind = panel_mark(study, panel, rows)
        totals[panel][0] += kind is MarkKind.NUMBERS
        totals[panel][1] += kind in {MarkKind.NUMBERS, MarkKind.WORDS_ONLY}
        target = ""
        if kind is MarkKind.NUMBERS:
            target = report.target("outcomes", study.anchor(f"outcome-{panel.value}"))
        cells.append(Mark(kind, _mark_word(kind), target=target))
    return Row(tuple(cells), anchor=study.anchor("map"))


def _enrolled(study: ReportStudy) -> Cell:
    spec = study.abstraction.form.field(ENROLLED)
    return answer_cell(study.abstraction, ENROLLED, spec)
