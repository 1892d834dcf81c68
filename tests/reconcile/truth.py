"""Counts what reconciliation finds of the errors that were put into a copy."""

from collections import Counter
from dataclasses import dataclass, field

from ivig_abstractor.base.paths import rows_above
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.operations.simulating import Rates, Simulated
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import align

PAIRED = 0.99
TYPING_ONLY = Rates(
    number=0, arms=0, zero=0, unit=0, row=0, answer=0, code=0, formatting=1
)


@dataclass
class Found:
    """What was put in and what was found, over all studies and seeds."""

    put_in: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    surfaced: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    false: list[str] = field(default_factory=list)
    pairs: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def accuracy(self) -> float:
        """The share of true pairs that are proposed."""
        return self.right / self.pairs

    def take(self, first: Abstraction, second: Simulated) -> None:
        """Compare a study with its simulated copy and count."""
        entries = [(path, facet, v) for (path, facet), v in second.entries.items()]
        other = Abstraction(first.study_id, "second", entries)
        alignment = align([first, other])
        found = {
            one.path
            for one in compare([first, other], alignment)
            if not one.sameness.is_agreement
        }
        for error in second.errors:
            self.put_in[error.kind.value] += 1
            self.shown[error.kind.value] += error.path in found
            self.surfaced[error.kind.value] += _is_near(error.path, found)
        meant = {error.path for error in second.errors} | set(second.reworded)
        self.looks += len(second.formatted)
        self.false += [f"{first.study_id}: {path}" for path in sorted(found - meant)]
        proposed = {row.rows for row in alignment.rows if row.is_paired}
        self.pairs += len(second.pairs)
        self.right += len(proposed & set(second.pairs))
        self.wrong += len(proposed - set(second.pairs))


def _is_near(path: str, found: set[str]) -> bool:
    """Say whether a path is found, or a row it lies in, or something inside it."""
    inside = (one for one in found if one.startswith(path + "."))
    return path in found or not found.isdisjoint(rows_above(path)) or any(inside)
