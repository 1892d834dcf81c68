"""The interventions: the dose as printed beside what was read from it."""

from collections.abc import Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import derivations as d
from ivig_abstractor.model.answer import MissingCode, value_of
from ivig_abstractor.model.codes import PhaseLabel
from ivig_abstractor.report.blocks import (
    Absent,
    Align,
    Block,
    Cell,
    Column,
    Group,
    Heading,
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
from ivig_abstractor.report.regimen import Regimen, regimens, total_dose
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from ivig_abstractor.report.wording import (
    CELL_LIMIT,
    abbreviations,
    answer_cell,
    arms_of,
    counted_names,
    dose_cell,
    shortening_note,
)

ANCHOR = "table-interventions"
_PRODUCT = 60


def generate(report: ReportInput) -> Iterator[Block]:
    """The chapter."""
    yield Heading(1, _("Interventions"), anchor="interventions", listed=True)
    if not report.included:
        yield Paragraph(words(_("No study is included.")))
        return
    groups: list[Group] = []
    silent: dict[str, list[str]] = {}
    for title, studies in report.by_bucket():
        rows: list[Row] = []
        for study in studies:
            treated = list(regimens(study))
            if any(one.says_dose for one in treated):
                rows.extend(_rows(report, study, treated))
            else:
                silent.setdefault(_why_silent(treated), []).append(study.name)
        if rows:
            groups.append(Group(tuple(rows), title))
    yield _table(groups, silent)


def _table(groups: list[Group], silent: dict[str, list[str]]) -> Table:
    number, text = Align.NUMBER, Align.TEXT
    course, whole = _("One course"), _("Whole treatment")
    return Table(
        caption=_("Dose and course of intravenous immunoglobulin"),
        columns=(
            Column(_("Study"), least=112),
            Column(_("Dose as printed"), least=110, weight=3),
            Column(_("g/kg per day"), align=number, head=course, least=54),
            Column(_("Days"), align=Align.RANGE, head=course, least=54),
            Column(_("g/kg"), align=number, head=course, least=54),
            Column(_("Every"), align=text, least=58),
            Column(_("Courses"), align=number, head=whole, least=56),
            Column(_("Months"), align=number, head=whole, least=56),
            Column(_("Total"), "g/kg", align=number, head=whole, least=56),
            Column(_("Product"), least=60),
            Column(_("Route"), least=56),
        ),
        groups=tuple(groups),
        notes=(*_silent_notes(silent), *shortening_note(groups)),
        abbreviations=abbreviations(),
        landscape=True,
        empty=_("No study states a dose."),
        anchor=ANCHOR,
    )


def _silent_notes(silent: dict[str, list[str]]) -> Iterator[Words]:
    """Name the studies without a dose, so that all studies are accounted for."""
    for why, names in silent.items():
        told = _("Dose {why}: ").format(why=why)
        yield words(Run(told, Style.STRONG), counted_names(names, most=40), ".")


def _why_silent(treated: list[Regimen]) -> str:
    """What stands in the field of the dose, where no dose does."""
    said = {
        _(one.dose.dose_text.missing.label)
        for one in treated
        if one.dose.dose_text is not None and hasattr(one.dose.dose_text, "missing")
    }
    if not said:
        return _("blank")
    order = [_(code.label) for code in MissingCode]
    return ", ".join(sorted(said, key=order.index))


def _rows(
    report: ReportInput, study: ReportStudy, treated: list[Regimen]
) -> Iterator[Row]:
    arms = list(dict.fromkeys(one.arm for one in treated))
    for number, one in enumerate(treated):
        last_of_arm = number + 1 == len(treated) or treated[number + 1].arm != one.arm
        total = _total(study, one) if last_of_arm else Nothing()
        yield Row(
            (
                _label(report, study, one, number, len(arms) > 1),
                *_cells(study, one, total),
            ),
            anchor=study.anchor("regimen") if number == 0 else "",
            indent=int(number > 0),
        )


def _label(
    report: ReportInput, study: ReportStudy, one: Regimen, number: int, several: bool
) -> Cell:
    """The study once; then the arm where there are several, and the phase."""
    said: list[str] = []
    if several and one.number == 1:
        said.append(arms_of(study.abstraction).get(one.arm, one.arm))
    phase = value_of(one.dose.phase_label)
    if phase is not None and phase is not PhaseLabel.SINGLE:
        said.append(_(phase.label))
    elif one.number > 1:
        said.append(_("phase {n}").format(n=one.number))
    text = ", ".join(said)
    if number:
        return Text(words(text))
    return Text(words(report.study_link(study), f", {text}" if text else ""))


def _cells(study: ReportStudy, one: Regimen, total: Cell) -> tuple[Cell, ...]:
    def cell(name: str, limit: int = CELL_LIMIT) -> Cell:
        path = f"{one.at}.{name}"
        spec = study.abstraction.form.field(path)
        return answer_cell(study.abstraction, path, spec, limit)

    days = cell("dose.days_per_course")
    printed = days if value_of(one.dose.value) is not None else cell("dose.value")
    per_day = _instead(study, one, "dose.g_per_kg_per_day", printed)
    per_course = _instead(study, one, "dose.g_per_kg_per_course", printed)
    derived = one.derived
    product = cell("dose.product")
    if value_of(one.dose.product_name) is not None:
        product = cell("dose.product_name", _PRODUCT)
    return (
        cell("dose.dose_text"),
        dose_cell(derived.per_day, _or_why(derived.per_day, per_day)),
        days,
        dose_cell(derived.per_course, _or_why(derived.per_course, per_course)),
        cell("course.interval"),
        cell("course.n_courses_given"),
        cell("course.duration"),
        total,
        product,
        cell("dose.route"),
    )


def _instead(study: ReportStudy, one: Regimen, name: str, printed: Cell) -> Cell:
    """What stands for a dose that cannot be derived: the absence that is stated."""
    path = f"{one.at}.{name}"
    abstraction = study.abstraction
    if abstraction.get(path) is not None:
        return answer_cell(abstraction, path, abstraction.form.field(path))
    return printed if isinstance(printed, Absent) else Nothing()


def _or_why(derivation: d.Derivation, otherwise: Cell) -> Cell:
    """An impossible dose is called unclear, with the reason under the table."""
    if isinstance(derivation, d.NotDerived) and derivation.rule:
        return Absent(_(MissingCode.UNCLEAR.label), note=derivation.reason)
    return otherwise


def _total(study: ReportStudy, one: Regimen) -> Cell:
    return dose_cell(total_dose(study, one.arm), Nothing())
