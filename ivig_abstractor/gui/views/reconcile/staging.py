"""What would be decided about a line, kept until it is settled."""

from dataclasses import dataclass
from typing import Any

from ivig_abstractor.operations.settling import Line


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
    if line.decision is not None and not line.is_open:
        kept = line.decision.kept
        kept = kept if kept not in ("same", "normalised") else "A"
        answer = line.answer if kept == "other" else None
        return Staged(kept, answer, None, line.decision.reason)
    return Staged("A") if line.state == "normalised" else Staged()
