"""The table of characteristics: every field that the form marks as a column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind
from ivig_abstractor.report.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Nothing,
    Paragraph,
    Row,
    Table,
    Text,
    Words,
    words,
)
from ivig_abstractor.report.regimen import Regimen, regimens
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    ALIGN_OF,
    abbreviations,
    answer_cell,
    blank,
    dose_cell,
    is_empty,
    plain,
    row_words,
    shortening_note,
    shown,
)

ANCHOR = "table-characteristics"
_WIDEST = 560.0
_PHASES = "arms[].phases[]."
_PER_COURSE = f"{_PHASES}dose.g_per_kg_per_course"
_WIDTHS: dict[Kind, float] = {
    Kind.TEXT: 110,
    Kind.TEXTS: 60,
    Kind.CHOICE: 80,
    Kind.CHOICES: 85,
    Kind.STAT: 80,
    Kind.KOFN: 70,
    Kind.TIME: 70,
    Kind.CHANGE: 90,
    Kind.EFFECT: 110,
}
_NARROW = 54.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Columns that stand together in one table, and its anchor."""

    fields: tuple[FieldSpec, ...]
    by_phase: bool
    anchor: str


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter: as many landscape tables as the marked fields need."""
    yield Heading(
        1, _("Characteristics of included studies"), "characteristics", listed=True
    )
    if not report.included:
        yield Paragraph(words(_("No study is included.")))
        return
    for part in _parts(report.form):
        yield _table(report, part)


def table_anchor(form: FormSpec, pattern: str) -> str:
    """The anchor of the table in which a field stands, or of the first one."""
    for part in _parts(form):
        if any(spec.pattern == pattern for spec in part.fields):
            return part.anchor
    return ANCHOR


def _parts(form: FormSpec) -> list[_Part]:
    """Pack the marked fields into tables, section by section, phases apart."""
    parts: list[_Part] = []
    for by_phase in (False, True):
        packed: list[list[FieldSpec]] = [[]]
        for section in form.sections:
            marked = [
                spec
                for spec in section.all_fields()
                if spec.item.column and spec.pattern.startswith(_PHASES) == by_phase
            ]
            if _width(packed[-1]) + _width(marked) > _WIDEST:
                packed.append([])
            for spec in marked:
                if _width([*packed[-1], spec]) > _WIDEST:
                    packed.append([])
                packed[-1].append(spec)
        for fields in filter(None, packed):
            anchor = f"{ANCHOR}-{len(parts) + 1}" if parts else ANCHOR
            parts.append(_Part(tuple(fields), by_phase, anchor))
    return parts


def _width(fields: Sequence[FieldSpec]) -> float:
    return sum(_WIDTHS.get(spec.kind, _NARROW) for spec in fields)


def _table(report: ReportInput, part: _Part) -> Table:
    groups = []
    first = part.anchor == ANCHOR
    for title, studies in report.by_bucket():
        rows = [row for study in studies for row in _rows(report, study, part, first)]
        groups.append(Group(tuple(rows), title, str(len(studies))))
    titles = dict.fromkeys(
        _(report.form.by_section[spec.section].title) for spec in part.fields
    )
    said = ", ".join(title.lower() for title in titles)
    notes: tuple[Words, ...] = shortening_note(groups)
    if any(spec.name == "country" for spec in part.fields):
        notes = (*notes, words(_("Countries by their two letters in ISO 3166.")))
    return Table(
        caption=_("Included studies: {sections}").format(sections=said),
        columns=(
            Column(_("Study"), least=120, weight=2),
            *(_column(spec) for spec in part.fields),
        ),
        groups=tuple(groups),
        notes=notes,
        abbreviations=abbreviations(),
        landscape=True,
        anchor=part.anchor,
    )


def _column(spec: FieldSpec) -> Column:
    width = _WIDTHS.get(spec.kind, _NARROW)
    unit = "" if spec.item.unit == "patients" else _(spec.item.unit)
    weight = 3.0 if spec.kind is Kind.TEXT else 1.0
    align = ALIGN_OF.get(spec.kind, Align.TEXT)
    return Column(_(spec.label), unit, align, least=width, weight=weight)


def _rows(
    report: ReportInput, study: ReportStudy, part: _Part, first: bool
) -> Iterator[Row]:
    anchor = study.anchor("characteristics") if first else ""
    name = Text(words(report.study_link(study)))
    if not part.by_phase:
        cells = (_study_cell(study.abstraction, spec) for spec in part.fields)
        yield Row((name, *cells), anchor=anchor)
        return
    treated = list(regimens(study))
    if not treated:
        yield Row((name, *(blank() for _spec in part.fields)))
    for number, one in enumerate(treated):
        cells = (_phase_cell(study.abstraction, spec, one) for spec in part.fields)
        label: Cell = name
        if len(treated) > 1:
            said = ", ".join(row_words(study.abstraction, one.at))
            label = Text(words(report.study_link(study), f", {said}"))
            if number:
                label = Text(words(said)) if said else Nothing()
        yield Row((label, *cells), indent=int(number > 0))


def _study_cell(abstraction: Abstraction, spec: FieldSpec) -> Cell:
    """One answer; of a field of rows, the answers of all rows in one cell."""
    if "[]" not in spec.pattern:
        return answer_cell(abstraction, spec.pattern, spec)
    section = abstraction.form.by_section[spec.section]
    placed = [one for one in abstraction.walk(section) if one.spec is spec]
    cells = [answer_cell(abstraction, one.path, spec) for one in placed]
    if not cells or all(is_empty(cell) for cell in cells):
        return cells[0] if cells else blank()
    told = (one for one, cell in zip(placed, cells, strict=True) if not is_empty(cell))
    said = "; ".join(dict.fromkeys(shown(spec, one.answer) for one in told))
    return Text(words(plain(said, 160)))


def _phase_cell(abstraction: Abstraction, spec: FieldSpec, one: Regimen) -> Cell:
    path = f"{one.at}.{spec.pattern.removeprefix(_PHASES)}"
    if "[]" in path:
        return _study_cell(abstraction, spec)
    cell = answer_cell(abstraction, path, spec)
    if spec.pattern == _PER_COURSE and isinstance(one.derived.per_course, d.Derived):
        return dose_cell(one.derived.per_course, cell)
    return cell
