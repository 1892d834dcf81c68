"""Agreement of each field: coded answers, numbers, repeating rows, texts."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import AgreementKind, Estimate, FieldAgreement
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.report.agreement_cells import (
    caption,
    interval_cell,
    share_cells,
    size_cell,
    value_cell,
)
from ivig_abstractor.report.blocks import (
    Align,
    Cell,
    Column,
    Group,
    Nothing,
    Number,
    Row,
    Table,
    Text,
    words,
)
from ivig_abstractor.report.methods import percent
from ivig_abstractor.report.report_input import DualInput
from ivig_abstractor.report.wording import muted

_TWO = 2
_NUMBER, _RANGE = Align.NUMBER, Align.RANGE
_Cells = Callable[[FieldAgreement], tuple[Cell, ...]]


def field_tables(dual: DualInput, form: FormSpec) -> Iterator[Table]:
    """A table for each kind of field that has a pair."""
    fields = dual.agreement.fields
    in_pairs = len(dual.letters) == _TWO
    coded = [one for one in fields if _has_coefficient(one)]
    others = [
        one
        for one in fields
        if one.kind in (AgreementKind.CODED, AgreementKind.TEXT)
        and not _has_coefficient(one)
    ]
    numbers = dual.agreement.of_kind(AgreementKind.NUMBER)
    rows = dual.agreement.of_kind(AgreementKind.ROWS)
    if coded:
        yield (_coded if in_pairs else _coded_by_many)(dual, form, coded)
    if numbers:
        yield (_numbers if in_pairs else _numbers_by_many)(dual, form, numbers)
    if rows:
        yield _rows(dual, rows)
    if others:
        yield _others(dual, form, others)


def _has_coefficient(one: FieldAgreement) -> bool:
    return one.kind is AgreementKind.CODED and one.coefficient is not None


def _groups(
    form: FormSpec, fields: Sequence[FieldAgreement], cells: _Cells
) -> tuple[Group, ...]:
    """Rows under the titles of their sections."""
    titles = {key: _(section.title) for key, section in form.by_section.items()}
    return tuple(
        Group(
            [Row((_name(form, one), *cells(one))) for one in group],
            titles.get(key, key),
        )
        for key, group in groupby(fields, key=lambda one: one.section)
    )


def _name(form: FormSpec, one: FieldAgreement) -> Text:
    """The label of a field, and of what kind of row it is one."""
    rows = form.repeats.get(one.pattern.rpartition(".")[0])
    owner = muted(f" ({_(rows.repeat.one)})") if rows else ""
    return Text(words(_(one.label), owner))


def _field_column() -> Column:
    return Column(_("Field"), least=90, weight=2)


def _compared(one: FieldAgreement) -> Number:
    """The pairs a coefficient was computed from."""
    return Number(str(one.coefficient.n if one.coefficient else 0))


def _coded(dual: DualInput, form: FormSpec, fields: Sequence[FieldAgreement]) -> Table:
    weighted = any(one.coefficient_name == "κw" for one in fields)
    said = _(
        "Pairs in which both gave a code; missing codes are categories of their own. "
        "κ, Cohen's kappa, unweighted; large-sample variance not assuming κ = 0 "
        "(Fleiss, Cohen and Everitt 1969). AC1, Gwet's first-order coefficient (2008). "
        "α, Krippendorff's alpha."
    )
    if weighted:
        said += " " + _(
            "Of ordered codes, κ and α leave the missing codes out; κ has linear "
            "weights, and κ² is that with quadratic weights."
        )
    columns = (
        _field_column(),
        Column(_("Pairs"), align=_NUMBER),
        Column(_("Categories"), align=_NUMBER),
        Column(_("Agreement, %"), align=_NUMBER),
        Column("κ", align=_NUMBER),
        Column(_("95% CI"), align=_RANGE, least=62),
        *((Column("κ²", align=_NUMBER),) if weighted else ()),
        Column("AC1", align=_NUMBER),
        Column("α", align=_NUMBER),
    )

    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        squared = (value_cell(one.other("κw²")),) if weighted else ()
        return (
            *_table_cells(one),
            value_cell(one.coefficient),
            interval_cell(one.coefficient),
            *squared,
            value_cell(one.other("AC1")),
            value_cell(_alpha(one)),
        )

    return Table(
        caption=caption(dual, _("Coded fields: agreement beyond chance")),
        columns=columns,
        groups=_groups(form, fields, cells),
        notes=(words(said),),
        anchor="table-agreement-coded",
    )


def _alpha(one: FieldAgreement) -> Estimate | None:
    """Alpha; where kappa is undefined too, for the reason of kappa."""
    alpha, kappa = one.other("α"), one.coefficient
    both = alpha and kappa and not alpha.is_defined and not kappa.is_defined
    return kappa if both else alpha


def _table_cells(one: FieldAgreement) -> tuple[Cell, Cell, Cell]:
    """Pairs of codes, categories used, and the share on the diagonal."""
    table = one.table
    if table is None or not table.total:
        return Number("0"), Number("0"), Nothing()
    share = percent(100 * table.agreed / table.total)
    return Number(str(table.total)), Number(str(len(table.codes))), Number(share)


def _coded_by_many(
    dual: DualInput, form: FormSpec, fields: Sequence[FieldAgreement]
) -> Table:
    said = _(
        "A pair agrees where all reviewers do. κ, Fleiss' kappa: how many pairs of "
        "reviewers agree, beyond chance. Free, Randolph's kappa, for which by chance "
        "all categories that the form offers are equally likely. AC1, Gwet's "
        "first-order coefficient. α, Krippendorff's alpha; of ordered codes it leaves "
        "the missing codes out. Intervals of coefficients: from how much each pair "
        "moves them, not assuming 0 (Gwet 2014), with Student's quantile."
    )

    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        fleiss, alpha = one.called("κF"), one.called("α")
        return (
            *_share(one),
            value_cell(fleiss),
            interval_cell(fleiss),
            value_cell(one.other("κfree")),
            value_cell(one.other("AC1")),
            value_cell(alpha),
            interval_cell(alpha),
        )

    return Table(
        caption=caption(dual, _("Coded fields: agreement beyond chance")),
        columns=(
            _field_column(),
            Column(_("Pairs"), align=_NUMBER),
            Column("%", align=_NUMBER),
            Column("κ", align=_NUMBER),
            Column(_("95% CI"), align=_RANGE, least=62),
            Column(_("Free"), align=_NUMBER),
            Column("AC1", align=_NUMBER),
            Column("α", align=_NUMBER),
            Column(_("95% CI"), align=_RANGE, least=62),
        ),
        groups=_groups(form, fields, cells),
        notes=(words(said),),
        anchor="table-agreement-coded",
    )


def _share(one: FieldAgreement) -> tuple[Cell, Cell]:
    """Pairs, and the share that agrees."""
    return Number(str(one.pairs)), Number(percent(one.percent))


def _numbers(
    dual: DualInput, form: FormSpec, fields: Sequence[FieldAgreement]
) -> Table:
    difference = f"{dual.letters[0]} − {dual.letters[1]}"
    said = _(
        "n, the pairs in which both gave a number of the same unit; a composite answer "
        "counts as the number of its main part. CCC, Lin's concordance, interval by "
        "Fisher's z; where a field holds different measures, its large numbers decide. "
        "ICC, intraclass correlation (2,1). {difference}, the mean difference with "
        "Bland and Altman's limits of agreement."
    ).format(difference=difference)

    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        return (
            *_share(one),
            _compared(one),
            value_cell(one.coefficient),
            interval_cell(one.coefficient),
            value_cell(one.other("ICC")),
            size_cell(one.other("bias")),
            size_cell(one.other("lower")),
            size_cell(one.other("upper")),
        )

    return Table(
        caption=caption(dual, _("Numbers: concordance and differences")),
        columns=(
            _field_column(),
            Column(_("Pairs"), align=_NUMBER),
            Column(_("Agreement, %"), align=_NUMBER),
            Column("n", align=_NUMBER),
            Column("CCC", align=_NUMBER),
            Column(_("95% CI"), align=_RANGE, least=62),
            Column("ICC", align=_NUMBER),
            Column(_("Mean"), align=_NUMBER, head=difference),
            Column(_("Lower"), align=_NUMBER, head=difference),
            Column(_("Upper"), align=_NUMBER, head=difference),
        ),
        groups=_groups(form, fields, cells),
        notes=(words(said),),
        anchor="table-agreement-numbers",
    )


def _numbers_by_many(
    dual: DualInput, form: FormSpec, fields: Sequence[FieldAgreement]
) -> Table:
    said = _(
        "A pair agrees where all reviewers do. α, Krippendorff's alpha for intervals. "
        "ICC, intraclass correlation (2,1), of the pairs that all answered."
    )

    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        icc = one.other("ICC")
        return (
            *_share(one),
            value_cell(one.coefficient),
            interval_cell(one.coefficient),
            value_cell(icc),
            interval_cell(icc),
        )

    return Table(
        caption=caption(dual, _("Numbers: concordance and differences")),
        columns=(
            _field_column(),
            Column(_("Pairs"), align=_NUMBER),
            Column(_("Agreement, %"), align=_NUMBER),
            Column("α", align=_NUMBER),
            Column(_("95% CI of α"), align=_RANGE, least=62),
            Column("ICC", align=_NUMBER),
            Column(_("95% CI of the ICC"), align=_RANGE, least=62),
        ),
        groups=_groups(form, fields, cells),
        notes=(words(said),),
        anchor="table-agreement-numbers",
    )


def _rows(dual: DualInput, fields: Sequence[FieldAgreement]) -> Table:
    in_pairs = len(dual.letters) == _TWO
    only = _("Not by all, but by") if not in_pairs else _("Found only by")

    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        found = one.rows
        counts = (found.by_all, *found.by_some) if found else ()
        made = [Number(str(count)) for count in counts]
        if not in_pairs:
            return (*made, *share_cells(one.tally))
        return (
            *made,
            value_cell(one.other("precision")),
            value_cell(one.other("recall")),
            value_cell(one.coefficient),
            interval_cell(one.coefficient),
        )

    columns = [Column(_("Rows"), least=90, weight=2)]
    columns.append(Column(_("Found by both") if in_pairs else _("Found by all")))
    columns += [Column(letter, head=only) for letter in dual.letters]
    if in_pairs:
        said = _(
            "Precision, the share of {b}'s rows that {a} found too; recall, the share "
            "of {a}'s rows that {b} found too; F1, their harmonic mean, with the "
            "interval that follows from Wilson's. Rows were paired before they were "
            "counted."
        ).format(a=dual.letters[0], b=dual.letters[1])
        columns += [Column(_("Precision")), Column(_("Recall")), Column("F1")]
    else:
        said = _("Rows were paired before they were counted.")
        columns.append(Column("%"))
    made = [
        Column(one.title, align=_NUMBER if at else Align.TEXT, head=one.head)
        for at, one in enumerate(columns)
    ]
    return Table(
        caption=caption(dual, _("Repeating rows: found by whom")),
        columns=(*made, Column(_("95% CI"), align=_RANGE)),
        groups=(
            Group([Row((Text(words(_(one.label))), *cells(one))) for one in fields]),
        ),
        notes=(words(said),),
        anchor="table-agreement-rows",
    )


def _others(dual: DualInput, form: FormSpec, fields: Sequence[FieldAgreement]) -> Table:
    def cells(one: FieldAgreement) -> tuple[Cell, ...]:
        tally = one.tally
        return (
            Number(str(tally.pairs)),
            Number(str(tally.same)),
            Number(str(tally.normalised)),
            Number(str(tally.different + tally.codes)),
            Number(str(tally.one_sided)),
            *share_cells(tally),
        )

    titles = (
        _("Pairs"),
        _("Same"),
        _("Same after normalising"),
        _("Different"),
        _("One silent"),
        "%",
    )
    return Table(
        caption=caption(dual, _("Texts, lists and arms: agreement in wording")),
        columns=(
            _field_column(),
            *(Column(title, align=_NUMBER, least=28) for title in titles),
            Column(_("95% CI"), align=_RANGE),
        ),
        groups=_groups(form, fields, cells),
        anchor="table-agreement-texts",
    )
