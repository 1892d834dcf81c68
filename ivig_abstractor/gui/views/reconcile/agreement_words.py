"""What is said of a field's agreement: its name, its figures, why one is missing."""

from collections import Counter
from collections.abc import Callable

from ivig_abstractor.base.display import show_figures
from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.gui.forms.drafts import decapitalised
from ivig_abstractor.model import figures
from ivig_abstractor.model.agreement import (
    NO_JOINT_VARIANCE,
    NO_VARIANCE,
    TOO_FEW_PAIRS,
    AgreementKind,
    Estimate,
    FieldAgreement,
)
from ivig_abstractor.model.form import FormSpec, Kind, the_form

_WITHIN = " › "
_P_PLACES = 3
_SIGNS = {"F1": "F₁"}
"""Signs that are written otherwise on the screen, where F1 is a key."""
_NONE: dict[Kind, str] = {
    Kind.CHOICES: N_("code lists: no coefficient"),
    Kind.ARM: N_("arms: no coefficient"),
}


_IN_SHORT: dict[str, str] = {
    TOO_FEW_PAIRS: N_("too few pairs"),
    NO_VARIANCE: N_("no variance"),
    NO_JOINT_VARIANCE: N_("no joint variance"),
}
"""Reasons too long for a column, whose sentence is its tip."""


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
        return f"{_(rows.repeat.label)}{_WITHIN}{_(one.label)}"

    return title


def fitting_title(title: str, fits: Callable[[str], bool]) -> str:
    """A title, cut in its middle where there is no room: the field tells it apart."""
    rows, mark, name = title.rpartition(_WITHIN)
    if not mark or fits(title):
        return title
    cut = (f"{rows[:n].rstrip()}…{mark}{name}" for n in range(len(rows) - 1, 0, -1))
    return next((one for one in cut if fits(one)), f"…{mark}{name}")


def number(value: float | None, places: int = figures.DECIMALS) -> str:
    """A number as the table prints it, with the reader's decimals."""
    return "–" if value is None else show_figures(figures.fixed(value, places))


def degree(value: float | None) -> str:
    """A coefficient as the table prints it, with the reader's decimals."""
    return "–" if value is None else show_figures(figures.degree(value))


def range_words(low: float, high: float) -> str:
    """From one coefficient to another; one of them where both read the same."""
    said = [degree(low), degree(high)]
    if said[0] == said[1]:
        return said[0]
    return _("{low} to {high}").format(low=said[0], high=said[1])


def interval_words(one: FieldAgreement) -> str:
    """The interval of the coefficient, or why there is none, as a table says it."""
    estimate = one.coefficient
    if estimate is None:
        return _no_coefficient(one)
    if estimate.undefined:
        return _too_few(one, estimate) or _in_a_cell(estimate.undefined)
    if estimate.low is None or estimate.high is None:
        if estimate.value == 1.0:
            return _("all {n} are equal").format(n=estimate.n)
        return _in_a_cell(estimate.no_interval) or _("no interval")
    return range_words(estimate.low, estimate.high)


def _no_coefficient(one: FieldAgreement) -> str:
    """Why a field has no coefficient at all."""
    if one.kind is AgreementKind.ROWS:
        return _("more than two: no coefficient")
    spec = the_form().by_pattern.get(one.pattern)
    return _(_NONE.get(spec.kind if spec else Kind.TEXT, N_("text: no coefficient")))


def _too_few(one: FieldAgreement, estimate: Estimate) -> str:
    """How many of the pairs could be compared, where that is the reason."""
    if estimate.n > 1 or not is_of_fewer(one):
        return ""
    if one.kind is AgreementKind.NUMBER:
        said = ngettext(
            "{n} of {all} has two numbers",
            "{n} of {all} have two numbers",
            estimate.n,
        )
    else:
        said = ngettext(
            "{n} of {all} has two codes",
            "{n} of {all} have two codes",
            estimate.n,
        )
    return said.format(n=estimate.n, all=one.pairs)


def _in_a_cell(sentence: str) -> str:
    """A sentence as it stands in a column of figures: no capital, no full stop."""
    for why, short in _IN_SHORT.items():
        # It is kept in the language it was computed in.
        if sentence in (why, _(why)):
            return _(short)
    return decapitalised(_(sentence)).rstrip(".。") if sentence else ""


def reason_words(one: FieldAgreement) -> str:
    """Why a coefficient or its interval is missing, as a sentence; empty if not."""
    estimate = one.coefficient
    if estimate is None:
        return ""
    why = estimate.undefined or estimate.no_interval
    return _(why) if why else ""


def is_of_fewer(one: FieldAgreement) -> bool:
    """Say whether the coefficient is of fewer pairs than the percentage."""
    estimate = one.coefficient
    if estimate is None or one.kind is AgreementKind.ROWS:
        return False  # F1 counts the rows of both
    return estimate.n < one.pairs


def count_words(one: FieldAgreement) -> str:
    """Which pairs the coefficient is of, where they are not all; empty otherwise."""
    if one.coefficient is None or not is_of_fewer(one):
        return ""
    said = (
        _("{sign} is of {n} of the {all} pairs: of those with two numbers in one unit.")
        if one.kind is AgreementKind.NUMBER
        else _("{sign} is of {n} of the {all} pairs: of those with two codes.")
    )
    return said.format(sign=sign(one), n=one.coefficient.n, all=one.pairs)


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


def sign(one: FieldAgreement) -> str:
    """The sign of the coefficient; empty where there is none."""
    return _SIGNS.get(one.coefficient_name, one.coefficient_name)


def coefficient_words(one: FieldAgreement) -> str:
    """The sign of the coefficient and its value; empty where a field can have none."""
    estimate = one.coefficient
    if estimate is None:
        return ""
    return f"{sign(one)}  {degree(estimate.value)}".strip()


def pairs_words(one: FieldAgreement) -> str:
    """How many pairs the coefficient stands on; empty where a field can have none."""
    return str(one.coefficient.n) if one.coefficient is not None else ""


def wilson_words(one: FieldAgreement) -> str:
    """Wilson's interval of the percentage."""
    if one.low is None or one.high is None:
        return "–"
    return _("{low} to {high}").format(low=f"{one.low:.0f}", high=f"{one.high:.0f}")
