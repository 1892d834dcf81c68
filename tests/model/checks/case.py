"""A rule shown at work: answers it objects to, and answers it lets pass."""

from dataclasses import dataclass, field
from typing import Any

from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.registry import CheckContext, StudyIdentity, check
from ivig_abstractor.model.finding import Finding
from tests.builders import a_flow, an_abstraction

CONTEXT = CheckContext(
    current_year=2026,
    others=(
        StudyIdentity(
            study_id="other",
            key="cherin2002",
            doi="10.1002/art.10053",
            pmid="11840448",
            first_author="Cherin P",
            journal="Arthritis Rheum",
            year=2002,
            n=35,
            country=("FR",),
            period=("1992-01", "1996-12"),
            overlap_group="PITIE",
        ),
    ),
)

ARM, PHASE = "arms[a1].arm", "arms[a1].phases[p1]"
DOSE, COURSE = f"{PHASE}.dose", f"{PHASE}.course"
ROW, EFFECT = "outcomes.rows[o1]", "adverse_effects.rows[e1]"
BIAS = "assessments[b1].bias"


@dataclass(frozen=True)
class Case:
    """`fails` breaks the rule at `at`, in words that hold `says`; `passes` does not."""

    rule: str
    fails: dict[str, Any]
    at: str
    says: str
    passes: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.rule


def built(rule: str, answers: dict[str, Any], notes: dict[str, str]) -> Abstraction:
    if rule.startswith("H-F"):
        return a_flow(**answers)
    return an_abstraction(notes=notes, **answers)


def findings(
    rule: str, answers: dict[str, Any], notes: dict[str, str] | None = None
) -> list[Finding]:
    return check(built(rule, answers, notes or {}), CONTEXT, only=[rule])


def objects(case: Case) -> None:
    """The rule finds just the one place, and its sentence says what is wrong."""
    found = findings(case.rule, case.fails)
    assert [(one.rule, one.path) for one in found] == [(case.rule, case.at)]
    message = found[0].message
    assert case.says in message
    assert message.endswith((".", "…")), message
    assert "{" not in message, message


def lets_pass(case: Case) -> None:
    """The rule finds nothing in sound answers, nor in the same ones left blank."""
    assert findings(case.rule, case.passes, case.notes) == []
    assert findings(case.rule, {}) == []
