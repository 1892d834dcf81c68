"""The first page: whose review, what was read, how complete, and the fingerprint."""

from collections import Counter
from collections.abc import Iterator

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.answer import MissingCode, value_of
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.report.blocks import (
    Align,
    Bar,
    Beside,
    Block,
    Column,
    Contents,
    Divider,
    FingerprintBars,
    Group,
    LabelledLine,
    LabelledLines,
    Number,
    Row,
    Run,
    Style,
    Table,
    Text,
    TitleBlock,
    Words,
    words,
)
from ivig_abstractor.report.completeness import SectionCells, completeness
from ivig_abstractor.report.draft import draft_words
from ivig_abstractor.report.report_input import ReportInput
from ivig_abstractor.report.wording import muted, plain

_USUAL = (MissingCode.NR, MissingCode.NA_SRC, MissingCode.UNCLEAR, MissingCode.NA)


def generate(report: ReportInput) -> Iterator[Block]:
    """The title page."""
    count = len(report.included)
    sections = completeness(report)
    yield TitleBlock(
        _("Abstraction report · appendix to a systematic review"),
        plain(report.title, 300),
        ngettext(
            "What {n} study reported, field by field, with what was read",
            "What {n} studies reported, field by field, with what was read",
            count,
        ).format(n=count),
    )
    yield Divider()
    yield Beside(
        left=(_about(report), _reviewers(report), _legend(sections)),
        right=(Contents(_("Contents")),),
        split=0.6,
    )
    yield Divider()
    yield _completeness(sections)
    yield Divider()
    yield FingerprintBars(
        _("Fingerprint of the data"), _("SHA-256, 64 digits"), report.fingerprint
    )


def _about(report: ReportInput) -> LabelledLines:
    review = report.review
    said = [
        (_("Question"), review.question),
        (_("Authors"), review.authors),
        (_("Registration"), review.registration or _("none entered")),
    ]
    lines = [LabelledLine(head, words(plain(text, 600))) for head, text in said if text]
    draft = draft_words(report)
    if draft:
        lines.insert(0, LabelledLine(_("State"), words(Run(draft, Style.STRONG))))
    dated = report.data_date.isoformat() if report.data_date else _("none entered")
    form = _("version {n}").format(n=report.form.version)
    return LabelledLines(
        _("This file"),
        (
            *lines,
            LabelledLine(_("Read"), _what_was_read(report)),
            LabelledLine(_("Data as of"), words(dated)),
            LabelledLine(_("Form"), words(form)),
        ),
    )


def _what_was_read(report: ReportInput) -> Words:
    """The parts that were read, counted over the included studies."""
    if not report.included:
        return words(_("nothing yet: no study is included"))
    scopes = Counter(
        value_of(study.abstraction.answers.identification.source_scope)
        for study in report.included
    )
    said = [
        f"{scopes[scope]} × {_(scope.label)}" for scope in SourceScope if scopes[scope]
    ]
    if not scopes[SourceScope.FULL_TEXT]:
        said.append(_("no full text"))
    if scopes[None]:
        said.append(
            ngettext(
                "{n} study does not say what was read",
                "{n} studies do not say what was read",
                scopes[None],
            ).format(n=scopes[None])
        )
    return words("; ".join(said))


def _reviewers(report: ReportInput) -> LabelledLines:
    lines = tuple(
        LabelledLine(
            _(who.role.label).capitalize(),
            words(plain(who.name, 100) or _("blank")),
        )
        for who in report.reviewers
    )
    nobody = (LabelledLine(_("Reviewer"), words(muted(_("none entered")))),)
    return LabelledLines(_("Reviewers"), lines or nobody)


def _legend(sections: tuple[SectionCells, ...]) -> LabelledLines:
    """The usual words of absence, the rarer ones only if they occur."""
    lines = [
        LabelledLine(_(code.label), words(_(code.sentence)))
        for code in MissingCode
        if code in _USUAL or any(one.missing.get(code) for one in sections)
    ]
    lines.append(
        LabelledLine(_("blank"), words(_("Nobody has looked at this field yet.")))
    )
    return LabelledLines(_("How absence is written"), tuple(lines))


def _completeness(sections: tuple[SectionCells, ...]) -> Table:
    codes = [
        code for code in MissingCode if any(one.missing.get(code) for one in sections)
    ]
    rows = [_section_row(one, codes) for one in sections]
    rows.append(_total_row(sections, codes))
    unread = sum(one.unread for one in sections)
    notes: list[Words] = [_completeness_note()]
    if unread:
        notes.append(
            words(
                ngettext(
                    "{n} field holds text that could not be read as an answer; it is"
                    " counted as asked only.",
                    "{n} fields hold text that could not be read as an answer; they"
                    " are counted as asked only.",
                    unread,
                ).format(n=unread)
            )
        )
    number = Align.NUMBER
    return Table(
        caption=_("Completeness of the data"),
        columns=(
            Column(_("Section"), least=90),
            Column(_("Asked"), align=number, least=40),
            Column(_("With a value"), align=number, least=50),
            *(
                Column(_(code.label).capitalize(), align=number, least=54)
                for code in codes
            ),
            Column(_("Blank"), align=number, least=40),
            Column("%", align=number, least=36),
            Column(_("Share with a value"), least=80, weight=2),
        ),
        groups=(Group(tuple(rows)),),
        notes=tuple(notes),
        anchor="completeness",
        aside=_("{filled} of {asked} fields").format(
            filled=sum(one.values for one in sections),
            asked=sum(one.asked for one in sections),
        ),
    )


def _section_row(one: SectionCells, codes: list[MissingCode]) -> Row:
    share = f"{100 * one.share:.1f}" if one.asked else "–"
    return Row(
        (
            Text(words(_(one.title))),
            Number(str(one.asked)),
            Number(str(one.values)),
            *(Number(str(one.missing.get(code, 0))) for code in codes),
            Number(str(one.blank)),
            Number(share),
            Bar(one.share),
        )
    )


def _total_row(sections: tuple[SectionCells, ...], codes: list[MissingCode]) -> Row:
    asked = sum(one.asked for one in sections)
    values = sum(one.values for one in sections)
    share = values / asked if asked else 0.0
    counts = [
        asked,
        values,
        *(sum(one.missing.get(code, 0) for one in sections) for code in codes),
        sum(one.blank for one in sections),
    ]
    return Row(
        (
            Text(words(_("All sections"))),
            *(Number(str(count), strong=True) for count in counts),
            Number(f"{100 * share:.1f}" if asked else "–", strong=True),
            Bar(share),
        ),
        total=True,
    )


def _completeness_note() -> Words:
    said = _(
        " counts the fields that must be answered, and optional ones that are; with the"
        " arms, phases and rows of each included study."
    )
    return words(Run(_("Asked")), said)
