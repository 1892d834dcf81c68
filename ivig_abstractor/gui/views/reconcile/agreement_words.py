"""What is said of a field's agreement: its name, its figures, why one is missing."""

from collections import Counter
from collections.abc import Callable

from ivig_abstractor.base.display import show_figures
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.drafts import decapitalised
from ivig_abstractor.model.agreement import AgreementKind, Estimate, FieldAgreement
from ivig_abstractor.model.form import FormSpec

_MINUS = "−"
_P_PLACES = 3
_OF_TWO = ("κ", "κw")


def section_title(form: FormSpec, one: FieldAgreement) -> str:
    """The title of a field's section."""
    found = form.by_section.get(one.section)
    return _(found.title) if found is not None else _("Arms and phases")


def titles(form: FormSpec) -> Callable[[FieldAgreement], str]:
    """What names a field: its label, after its rows where a section has it twice."""
    known = Counter(
        (spec.section, spec.label)
        for section in form.sections
        for spec in (*section.fields, *(f for r in section.repeats for f in r.fields))
    )

    def title(one: FieldAgreement) -> str:
        rows = form.repeats.get(one.pattern.rpartition(".")[0])
        if rows is None or known[one.section, one.label] < 2:
            return _(one.label)
        return f"{_(rows.repeat.label)} › {_(one.label)}"

    return title


def number(value: float | None, places: int = 2) -> str:
    """A number as the table prints it, with a true minus and the reader's decimals."""
    if value is None:
        return "–"
    return show_figures(f"{value:.{places}f}".replace("-", _MINUS))


def interval_words(one: FieldAgreement) -> str:
    """The interval of the coefficient, or why there is none, as a table says it."""
    estimate = one.coefficient
    if estimate is None:
        return "–"
    if estimate.undefined:
        return _in_a_cell(estimate.undefined)
    if estimate.low is None or estimate.high is None:
        if estimate.value == 1.0 and is_of_fewer(one):
            return _none_differ(one, estimate)
        return _in_a_cell(estimate.no_interval) or "–"
    places = _places(estimate)
    said = _("{low} to {high}").format(
        low=number(estimate.low, places), high=number(estimate.high, places)
    )
    if is_of_fewer(one):
        return _("n {n}: {said}").format(n=estimate.n, said=said)
    return said


def _in_a_cell(sentence: str) -> str:
    """A sentence as it stands in a column of figures: no capital, no full stop."""
    return decapitalised(_(sentence)).rstrip(".。") if sentence else ""


def _none_differ(one: FieldAgreement, estimate: Estimate) -> str:
    said = (
        _("{n} answered by both; none differ")
        if one.coefficient_name in _OF_TWO
        else _("{n} of {all} compared; none differ")
    )
    return said.format(n=estimate.n, all=one.pairs)


def is_of_fewer(one: FieldAgreement) -> bool:
    """Say whether the coefficient is of fewer pairs than the percentage."""
    estimate = one.coefficient
    if estimate is None or one.kind is AgreementKind.ROWS:
        return False  # F1 counts the rows of both
    return estimate.is_defined and estimate.n < one.pairs


def count_words(one: FieldAgreement) -> str:
    """Which pairs the coefficient is of, where they are not all; empty otherwise."""
    if one.coefficient is None or not is_of_fewer(one):
        return ""
    said = (
        _("{sign} is of {n} of the {all} pairs: of those with two numbers in one unit.")
        if one.kind is AgreementKind.NUMBER
        else _("{sign} is of {n} of the {all} pairs: of those with two codes.")
    )
    return said.format(sign=one.coefficient_name, n=one.coefficient.n, all=one.pairs)


def chance_words(estimate: Estimate) -> str:
    """How far a coefficient is from what chance alone gives; empty if not known."""
    if estimate.z is None or estimate.p is None:
        return ""
    least = 10**-_P_PLACES
    p = (
        f"< {number(least, _P_PLACES)}"
        if estimate.p < least
        else number(estimate.p, _P_PLACES)
    )
    return _("Against chance alone: z {z}, p {p}").format(z=number(estimate.z), p=p)


def _places(estimate: Estimate) -> int:
    return 3 if estimate.value is not None and estimate.value > 0.995 else 2


def coefficient_words(one: FieldAgreement) -> str:
    """The sign of the coefficient, and its value."""
    estimate = one.coefficient
    if estimate is None or estimate.value is None:
        return "–"
    return number(estimate.value, _places(estimate))


def wilson_words(one: FieldAgreement) -> str:
    """Wilson's interval of the percentage."""
    if one.low is None or one.high is None:
        return "–"
    return _("{low} to {high}").format(low=f"{one.low:.0f}", high=f"{one.high:.0f}")
