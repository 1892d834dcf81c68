"""What would be decided about a line, kept until it is settled."""

from dataclasses import dataclass
from typing import Any

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.reconcile.words import letter
from ivig_abstractor.model.form import Kind
from ivig_abstractor.operations.settling import Decision, Line


@dataclass(frozen=True, slots=True)
class Staged:
    """What would be decided: whose answer, or another one, and why."""

    kept: str = ""
    answer: Any = None
    text: str | None = None
    reason: str = ""

    @property
    def wants_reason(self) -> bool:
        """Say whether it agrees with nobody, so that a reason is needed."""
        return self.kept == "other"

    @property
    def is_ready(self) -> bool:
        """Say whether it can be decided."""
        return bool(self.kept) and (bool(self.reason.strip()) or not self.wants_reason)


def staged_of(line: Line) -> Staged:
    """What is proposed for a line before anybody has touched it."""
    if line.decision is not None and line.is_open:
        return _again(line, line.decision)
    if line.decision is not None:
        kept = line.decision.kept
        kept = kept if kept not in ("same", "normalised") else "A"
        answer = line.answer if kept == "other" else None
        return Staged(kept, answer, None, line.decision.reason)
    return Staged("A") if line.state == "normalised" else Staged()


def _again(line: Line, earlier: Decision) -> Staged:
    """What was decided before, taken from whoever answers it by now."""
    sides = line.compared.sides
    corrected = {one.letter for one in line.corrections}
    letters = [letter(at) for at in range(len(sides))]
    if earlier.kept in letters and earlier.kept not in corrected:
        return Staged(earlier.kept, None, None, earlier.reason)
    if line.compared.spec is None:
        return Staged()
    for one, side in zip(letters, sides, strict=True):
        if side.answer == line.answer and line.compared.spec.kind is not Kind.ARM:
            return Staged(one, None, None, earlier.reason)
    reason = earlier.reason or _("What was decided before stands.")
    return Staged("other", line.answer, None, reason)
