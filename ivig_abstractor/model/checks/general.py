"""Rules about every field: missing codes, text that was not read, odd magnitudes."""

from dataclasses import replace
from decimal import Decimal

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import ANSWER, Abstraction
from ivig_abstractor.model.answer import Choice, Missing, MissingCode
from ivig_abstractor.model.checks.looking import (
    answered,
    each_unread,
    exact,
    likely_ways,
    problem_of,
    repairs_of,
    reported_by,
    stated,
)
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.quantities import Stat
from ivig_abstractor.model.reading import SHORT_CODES, read_answer

_ALONE = frozenset({"NONE", "NONE_DECLARED", "NEG"})
"""Codes of several-choice fields that say "none of these" and so stand alone."""
_OWN_RULE = frozenset(
    {
        "identification.year",
        "population.age",
        "arms[].arm.age",
        "arms[].phases[].dose.days_per_course",
        "arms[].phases[].dose.g_per_kg_per_day",
        "arms[].phases[].dose.g_per_kg_per_course",
        "arms[].phases[].dose.max_rate",
        "arms[].phases[].course.n_courses_given",
        "arms[].phases[].course.duration",
        "comparator.gc_baseline",
        "outcomes.rows[].uln",
    }
)
"""Fields whose plausible range a rule of its own reports."""


def _stated(abstraction: Abstraction, code: MissingCode) -> list[str]:
    """Where a missing code stands, in rows that exist and fields that are asked."""
    wanted = {"missing": code.value}
    form = abstraction.form
    return [
        path
        for (path, facet), value in abstraction.entries.items()
        if facet == ANSWER
        and value == wanted
        and form.knows(path)
        and isinstance(abstraction.get(path), Missing)
        and abstraction.is_asked(path)
    ]


@rule(
    "H-M01",
    N_("“Not reported” needs the full text to have been read."),
    why=N_("The silence of an abstract does not mean that something was not reported."),
)
def _nr_needs_full_text(abstraction: Abstraction, _context: CheckContext) -> Found:
    scope = abstraction.answers.identification.source_scope
    if not isinstance(scope, SourceScope) or scope is SourceScope.FULL_TEXT:
        return
    said = _(
        "“Not reported” is stated, but what was read is: {scope}. Say “not in source” "
        "({letters}), or read the full text first."
    ).format(scope=_(scope.label), letters=SHORT_CODES[MissingCode.NA_SRC].casefold())
    right = Repair(
        _("Use “{code}”").format(code=_(MissingCode.NA_SRC.label)),
        "",
        SHORT_CODES[MissingCode.NA_SRC],
    )
    for path in _stated(abstraction, MissingCode.NR):
        yield path, said, (replace(right, path=path),)


@rule(
    "H-M02",
    N_("A field holds a value or a stated absence, and “unclear” has a note."),
    why=N_("A later reader must see what was ambiguous, and must not count it."),
)
def _unclear_needs_note(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path in _stated(abstraction, MissingCode.UNCLEAR):
        if not abstraction.note(path).strip():
            yield (
                path,
                _(
                    "“Unclear” needs a note saying what is ambiguous or contradictory. "
                    "Add one beside the field."
                ),
            )
    for path, _spec, answer in answered(
        abstraction, "choices", lambda field: field.kind is Kind.CHOICES, tuple
    ):
        if len(answer) > 1:
            alone = [one for one in answer if str(one) in _ALONE]
            if alone and isinstance(alone[0], Choice):
                yield (
                    path,
                    _(
                        "“{none}” is chosen together with {count} other answers. Keep "
                        "either “{none}” or the others."
                    ).format(none=_(alone[0].label), count=len(answer) - 1),
                )


@rule(
    "U-01",
    N_("Every text can be read as what its field asks for."),
    why=N_(
        "Text that cannot be read cannot be counted, compared or printed in a table."
    ),
)
def _unread(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, spec, answer in each_unread(abstraction):
        if spec.kind is Kind.ARM:
            yield path, _no_arm(abstraction, spec, answer.unread)
            continue
        problem = problem_of(spec, answer.unread)
        if problem is None:
            yield (
                path,
                _(
                    "“{text}” was kept as text. It can be read as {label} now: open "
                    "the field and confirm it."
                ).format(text=answer.unread[:60], label=_(spec.label)),
            )
        elif reported_by(spec, problem) == "U-01":
            ways = likely_ways(abstraction, path, problem)
            yield path, problem.message, repairs_of(path, ways)
    arms = set(abstraction.rows("arms"))
    for path, spec, text in answered(
        abstraction, "arms", lambda field: field.kind is Kind.ARM, str
    ):
        if text not in arms:
            yield path, _no_arm(abstraction, spec, text)


def _no_arm(abstraction: Abstraction, spec: FieldSpec, text: str) -> str:
    """Say that a text names no arm: it was never one, or its arm was removed."""
    named = {row.id: stated(row.arm.name) for row in abstraction.answers.arms}
    read = read_answer(spec, text, named)
    if isinstance(read, Problem):
        return read.message
    return _("“{text}” was kept as text. Open the field and choose the arm.").format(
        text=text[:60]
    )


@rule(
    "S-M01",
    N_("Numbers lie where the form expects them."),
    why=N_("A number far from all others is often a slip of unit or decimal point."),
)
def _plausible(abstraction: Abstraction, _context: CheckContext) -> Found:
    for path, spec, answer in answered(
        abstraction, "plausible", _has_plausible, object
    ):
        value = exact(answer) if isinstance(answer, Stat) else answer
        limits = spec.item.plausible
        if limits is None or not isinstance(value, Decimal | int):
            continue
        if not limits[0] <= value <= limits[1]:
            yield (
                path,
                _(
                    "{value} is unusual for {label}: {low} to {high} is expected. "
                    "Check it against the paper."
                ).format(
                    value=f"{value:f}" if isinstance(value, Decimal) else value,
                    label=_(spec.label),
                    low=f"{limits[0]:g}",
                    high=f"{limits[1]:g}",
                ),
            )


def _has_plausible(spec: FieldSpec) -> bool:
    return spec.item.plausible is not None and spec.pattern not in _OWN_RULE
