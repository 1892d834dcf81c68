"""What keeps an abstraction from being completed (X)."""

from collections.abc import Iterator, Sequence

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    PANEL_OF,
    OutcomeCode,
    Panel,
    PanelState,
    YesNo,
)
from ivig_abstractor.model.finding import COMPLETENESS, Finding, Severity
from ivig_abstractor.model.panels import PANEL_FIELDS
from ivig_abstractor.model.progress import blanks

_RESULTS = (
    "before",
    "after",
    "change",
    "responders",
    "within_p",
    "effect",
    "tis_minimal",
    "tis_moderate",
    "tis_major",
    "resolved",
    "improved",
    "unchanged",
    "worse",
    "died",
    "gc_reduced",
    "gc_halved",
    "gc_low",
    "gc_stopped",
    "gc_time",
    "raw",
)


@rule(
    COMPLETENESS,
    N_("A completed study has no blank field and no open contradiction."),
    why=N_("Signed off means that nothing was overlooked."),
)
def _complete(abstraction: Abstraction, _context: CheckContext) -> Found:
    # Before completion blanks are work left, counted by progress and no error. After
    # it they come from a newer form or another program.
    if abstraction.is_complete:
        yield from _unfinished(abstraction)


@rule(
    "U-02",
    N_("Somebody has looked whether the paper was retracted."),
    why=N_("No paper says it of itself, and a retracted one must not be pooled."),
)
def _looked_up(abstraction: Abstraction, _context: CheckContext) -> Found:
    # Told at once: who answers no or a missing code has not noticed that it blocks.
    looked_up = abstraction.answers.identification.retraction_checked
    if isinstance(looked_up, YesNo | Missing) and looked_up is not YesNo.YES:
        yield (
            "identification.retraction_checked",
            _(
                "Nobody has looked whether the paper was retracted. Look it up, and "
                "answer yes."
            ),
        )


def blockers(abstraction: Abstraction, findings: Sequence[Finding]) -> list[Finding]:
    """Everything to be done before the study can be completed, in form order.

    `findings` are those of the checks; the open errors and queries among them block.
    """
    own = [
        Finding(COMPLETENESS, Severity.ERROR, path, message)
        for path, message in _unfinished(abstraction)
    ]
    others = [one for one in findings if one.rule != COMPLETENESS and _blocks(one)]
    order = {placed.path: at for at, placed in enumerate(abstraction.walk())}
    return sorted([*own, *others], key=lambda one: order.get(one.path, len(order)))


def _blocks(finding: Finding) -> bool:
    # An error is mended, never explained away; a query may be answered with a reason.
    return finding.severity is Severity.ERROR or finding.is_open


def _unfinished(abstraction: Abstraction) -> Iterator[tuple[str, str]]:
    for placed in blanks(abstraction):
        yield (
            placed.path,
            _(
                "{label} is blank. Enter what the paper says, or why it is missing."
            ).format(label=_(placed.spec.label)),
        )
    yield from _open_contradictions(abstraction)
    if not abstraction.answers.arms:
        yield "", _("The study has no arm. Add the arms with their doses.")
    yield from _empty_rows(abstraction)


def _open_contradictions(abstraction: Abstraction) -> Iterator[tuple[str, str]]:
    for row in abstraction.answers.declarations.contradictions:
        # A blank decision is among the blanks already.
        if isinstance(row.decision, Missing) or row.decision == "":
            about = row.field if isinstance(row.field, str) else _("two sources")
            yield (
                f"declarations.contradictions[{row.id}].decision",
                _(
                    "The contradiction about {about} is open. Decide which source is "
                    "used, and why."
                ).format(about=about),
            )


def _empty_rows(abstraction: Abstraction) -> Iterator[tuple[str, str]]:
    outcomes = abstraction.answers.outcomes
    seen: set[Panel] = set()
    for row in outcomes.rows:
        outcome = row.outcome_code
        if isinstance(outcome, OutcomeCode) and outcome in PANEL_OF:
            seen.add(PANEL_OF[outcome])
        if all(getattr(row, name) is None for name in _RESULTS):
            yield (
                f"outcomes.rows[{row.id}].after",
                _(
                    "This row gives no result. Enter a number before and after, a "
                    "change, a count or the words of the paper, or remove the row."
                ),
            )
    for panel, path in PANEL_FIELDS.items():
        if abstraction.get(path) is PanelState.ASSESSED and panel not in seen:
            yield (
                path,
                _(
                    "{panel} is said to be assessed, but no outcome row is about it."
                ).format(panel=_(panel.label)),
            )
