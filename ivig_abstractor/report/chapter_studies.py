"""One page or more for each study: every field that was asked, and its answer."""

from collections.abc import Iterable, Iterator, Sequence

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Choice, Missing, Unread, value_of
from ivig_abstractor.model.codes import OutcomeCode
from ivig_abstractor.model.derived import derived_for
from ivig_abstractor.model.form import FieldSpec, RepeatSpec, SectionSpec
from ivig_abstractor.model.reading import unit_beside
from ivig_abstractor.report.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Heading,
    KeyFigure,
    KeyFigures,
    NoteBlock,
    Nothing,
    Paragraph,
    Row,
    Run,
    Style,
    Table,
    Text,
    Words,
    words,
)
from ivig_abstractor.report.citation import citation
from ivig_abstractor.report.outcome_rows import outcome_rows
from ivig_abstractor.report.regimen import regimens
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.summary import length_text
from ivig_abstractor.report.wording import (
    abbreviations,
    absent,
    arms_of,
    evidence_place,
    muted,
    pieces,
    plain,
    row_words,
    shown,
    typeset,
)

_QUOTED = 240
_NAMED_BY = ("outcome_code", "preferred_term", "drug", "code", "name", "reason")


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter: the included studies in the order of the review."""
    yield Heading(1, _("Study by study"), anchor="studies", listed=True)
    included = report.included
    if not included:
        yield Paragraph(words(_("No study is included.")))
        return
    yield Paragraph(
        words(
            _(
                "Each study has every field that was asked, in the order of the form:"
                " the answer, where it was read, and the reviewer's note. Fields that"
                " nobody has looked at stand together at the end of their section."
            )
        )
    )
    for number, study in enumerate(included, start=1):
        place = _("Study {n} of {all}").format(n=number, all=len(included))
        yield from _study(report, study, place)


def _study(report: ReportInput, study: ReportStudy, place: str) -> Iterator[Block]:
    bucket = _(study.bucket.label) if study.bucket else _("design open")
    yield Heading(2, study.name, study.anchor("study"), f"{place} · {bucket}")
    yield Paragraph(citation(study))
    figures = _key_figures(study)
    if figures:
        yield KeyFigures(figures)
    if study.revision:
        yield NoteBlock(_("Under revision"), words(study.revision))
    sources = _Sources(study)
    groups = [
        group
        for section in report.form.sections
        for prefix in study.abstraction.instances(section)
        for group in _section_groups(study.abstraction, section, prefix, sources)
    ]
    yield Table(
        caption=_("{study}: answers").format(study=study.name),
        columns=(
            Column(_("Item"), least=105),
            Column(_("As abstracted"), least=180, weight=4),
            Column(_("Read in"), least=84),
        ),
        groups=tuple(groups),
        notes=sources.notes(),
        abbreviations=abbreviations(),
        group_column=_("Section"),
        anchor=study.anchor("answers"),
    )


class _Sources:
    """What is printed once for a study: its sources, quotations and derived lines."""

    def __init__(self, study: ReportStudy) -> None:
        self.is_revised = study.is_revised
        self._known: dict[str, int] = {}
        self._quoted: set[str] = set()
        self._derived: set[str] = set()

    def begin_section(self, texts: Iterable[str]) -> None:
        """Quotations are printed once in a section, and not where they are answers."""
        self._quoted = set(texts)

    def is_new(self, quotation: str) -> bool:
        """Say whether a quotation has not been printed in this section."""
        new = quotation not in self._quoted
        self._quoted.add(quotation)
        return new

    def is_first(self, path: str) -> bool:
        """Say whether a derived line has not been printed for this study."""
        first = path not in self._derived
        self._derived.add(path)
        return first

    def number(self, source: str) -> int:
        """The number of a source."""
        return self._known.setdefault(source, len(self._known) + 1)

    def notes(self) -> tuple[Words, ...]:
        """The sources under the table, web addresses and DOIs as links."""
        if not self._known:
            return ()
        said: list[str | Run] = [Run(_("Sources: "), Style.STRONG)]
        for source, number in self._known.items():
            text = plain(source, 200)
            said.append(f"{'; ' if number > 1 else ''}{number} ")
            said.append(
                Run(text, url=source if source == text and _leads(source) else "")
            )
        return (words(*said, "."),)


def _leads(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _section_groups(
    abstraction: Abstraction, section: SectionSpec, prefix: str, sources: _Sources
) -> Iterator[Group]:
    """The fields of one section instance, its rows, and what follows from them."""
    placed = abstraction.walk_instance(section, prefix)
    sources.begin_section(one.answer for one in placed if isinstance(one.answer, str))
    rows = list(_fields(abstraction, section.fields, prefix, sources))
    rows.extend(_derived(abstraction, prefix, sources))
    if rows:
        named = [_(section.title), *row_words(abstraction, prefix)]
        yield Group(tuple(rows), ", ".join(named))
    for repeat in section.repeats:
        yield from _repeat_groups(abstraction, repeat, prefix, sources)


def _fields(
    abstraction: Abstraction,
    fields: Sequence[FieldSpec],
    owner: str,
    sources: _Sources,
) -> Iterator[Row]:
    blank: list[str] = []
    for spec in fields:
        path = f"{owner}.{spec.name}"
        answer = abstraction.get(path)
        noted = abstraction.note(path) or abstraction.evidence(path)
        if answer is not None or noted:
            yield from _answer_rows(abstraction, path, spec, sources)
        elif _must_be_answered(abstraction, path, spec):
            blank.append(_(spec.label))
    if blank:
        told = Text(words(muted(", ".join(blank))))
        head = Text(words(muted(_("Not yet answered"))))
        yield Row((head, told, Nothing()))


def _must_be_answered(abstraction: Abstraction, path: str, spec: FieldSpec) -> bool:
    said = spec.item
    return not (said.optional or said.auto) and abstraction.is_asked(path, spec)


def _answer_rows(
    abstraction: Abstraction,
    path: str,
    spec: FieldSpec,
    sources: _Sources,
) -> Iterator[Row]:
    """One answer; a long text in several rows, so that it can run over pages."""
    answer = abstraction.get(path)
    under = _under(abstraction, path, sources)
    said_of = _("Under revision: printed as it was decided before.")
    name = Run(_(spec.label), note=said_of if sources.is_revised(path) else "")
    label, read_in = Text(words(name)), _read_in(abstraction, path, sources)
    if answer is None or isinstance(answer, Missing):
        held: Cell = (
            absent(answer) if answer is not None else Text(words(muted(_("blank"))))
        )
        if under and isinstance(answer, Missing):
            held = Text(words(muted(_(answer.missing.label))), under=under)
        elif under:
            held = Text(words(muted(_("blank"))), under=under)
        yield Row((label, held, read_in))
        return
    unread = isinstance(answer, Unread)
    arms = arms_of(abstraction)
    text = answer.unread if unread else shown(spec, answer, arms)
    unit = unit_beside(spec, answer)
    parts = pieces(plain(f"{text} {unit}" if unit else text))
    note = ""
    if unread:
        note = _("As typed; it could not be read as an answer to this field.")
    for number, part in enumerate(parts):
        said = f"“{part}”" if unread else part
        run = Run(said, note=note if not number else "")
        last = number == len(parts) - 1
        yield Row(
            (
                label if not number else Nothing(),
                Text(words(run), under=under if last else ""),
                read_in if not number else Nothing(),
            )
        )


def _under(abstraction: Abstraction, path: str, sources: _Sources) -> str:
    """The quotation, unless it is printed already, and the reviewer's note."""
    quoted = [
        f"“{plain(one.quotation, _QUOTED)}”"
        for one in abstraction.evidence(path)
        if one.quotation and sources.is_new(one.quotation)
    ]
    note = abstraction.note(path)
    said = (
        [*quoted, _("Note: {text}").format(text=plain(note, 900))] if note else quoted
    )
    return " ".join(said)


def _read_in(abstraction: Abstraction, path: str, sources: _Sources) -> Cell:
    said: list[str] = []
    for one in abstraction.evidence(path):
        place = evidence_place(one)
        if one.source:
            place = _("{place}, source {n}").format(
                place=place, n=sources.number(one.source)
            )
        said.append(place)
    return Text(words(muted("; ".join(dict.fromkeys(said))))) if said else Nothing()


def _derived(abstraction: Abstraction, prefix: str, sources: _Sources) -> Iterator[Row]:
    """What follows from the answers, each with its formula."""
    for line in derived_for(abstraction, prefix):
        printed = line.formula in {line.text, _("as printed")}
        if not line.text or printed or not sources.is_first(line.path):
            continue
        formula = typeset(line.formula)
        if line.assumption:
            formula += f" ({line.assumption})"
        yield Row(
            (
                Text(words(line.label)),
                Text(
                    words(
                        Run(
                            typeset(line.text).replace(" %", "%"),
                            Style.DERIVED,
                            formula=formula,
                        )
                    )
                ),
                Text(words(muted(_("derived")))),
            )
        )


def _repeat_groups(
    abstraction: Abstraction, repeat: RepeatSpec, prefix: str, sources: _Sources
) -> Iterator[Group]:
    """A group for each repeating row, named by its number and what it is about."""
    container = paths.join(prefix, repeat.name)
    one = _(repeat.repeat.one)
    for number, row_id in enumerate(abstraction.rows(container), start=1):
        at = paths.row(container, row_id)
        rows = [
            *_fields(abstraction, repeat.fields, at, sources),
            *_derived(abstraction, at, sources),
        ]
        head = f"{one[0].upper()}{one[1:]} {number}"
        named = _row_name(abstraction, repeat, at)
        yield Group(tuple(rows), f"{head}, {named}" if named else head)


def _row_name(abstraction: Abstraction, repeat: RepeatSpec, at: str) -> str:
    """What a row is about, from the first of its naming fields that is answered."""
    known = {spec.name: spec for spec in repeat.fields}
    for name in _NAMED_BY:
        answer = value_of(abstraction.get(f"{at}.{name}")) if name in known else None
        if isinstance(answer, Choice):
            return _(answer.label)
        if answer:
            return plain(str(answer), 80)
    return ""


def _key_figures(study: ReportStudy) -> tuple[KeyFigure, ...]:
    """Enrolled, dose, length and response, as far as the study states them."""
    made: list[KeyFigure] = []
    enrolled = value_of(study.abstraction.answers.population.n_enrolled)
    if enrolled is not None:
        label = ngettext("patient enrolled", "patients enrolled", enrolled)
        made.append(KeyFigure(str(enrolled), label))
    treated = [one for one in regimens(study) if one.number == 1]
    dose = next(
        (
            one.derived.per_course
            for one in treated
            if isinstance(one.derived.per_course, d.Derived)
        ),
        None,
    )
    if dose is not None:
        made.append(KeyFigure(typeset(str(dose)), _("per course")))
    lengths = (value_of(one.course.duration) for one in treated)
    length = next((one for one in lengths if one is not None), None)
    if length is not None:
        made.append(KeyFigure(length_text(length), _("of treatment")))
    counts = (
        value_of(one.row.responders)
        for one in outcome_rows(study)
        if one.code is OutcomeCode.RESPONSE
    )
    count = next((one for one in counts if one is not None and one.k is not None), None)
    if count is not None:
        text = str(count.k) if count.n is None else f"{count.k}/{count.n}"
        made.append(KeyFigure(text, _("responders")))
    return tuple(made)
