"""Small abstractions of one study by several reviewers, for pairing and comparing."""

import random
import re
from typing import Any

from ivig_abstractor.model.abstraction import ANSWER, ROW, Abstraction
from ivig_abstractor.model.discrepancy import Compared
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import NOTHING_DECIDED, Alignment, align
from tests.builders import an_abstraction


def a_side(reviewer: str = "a", **answers: Any) -> Abstraction:
    """What one reviewer answered; see `an_abstraction`."""
    return an_abstraction("s1", reviewer, **answers)


def rows(container: str, *said: dict[str, Any]) -> dict[str, Any]:
    """Answers of rows with ids made of the container's first letter and a number."""
    letter = container[0]
    return {
        f"{container}[{letter}{at}].{name}": value
        for at, row in enumerate(said, start=1)
        for name, value in row.items()
    }


def renamed(side: Abstraction, reviewer: str, seed: int = 0) -> Abstraction:
    """A copy by another reviewer, with other row ids and the rows in another order."""
    shuffled = random.Random(seed)
    ids = {
        path[:-1].rpartition("[")[2]: f"{reviewer}{shuffled.randrange(10**9)}"
        for (path, facet) in side.entries
        if facet == ROW
    }

    def other(path: str) -> str:
        return re.sub(r"\[(\w+)\]", lambda row: f"[{ids[row[1]]}]", path)

    entries = []
    for (path, facet), value in side.entries.items():
        new = value
        if facet == ROW:
            new = f"{shuffled.randrange(10**9):09}"
        elif facet == ANSWER and path.endswith(".arm") and isinstance(value, str):
            new = ids.get(value, value)
        entries.append((other(path), facet, new))
    shuffled.shuffle(entries)
    return Abstraction(side.study_id, reviewer, entries)


def pairs(alignment: Alignment) -> set[tuple[str | None, ...]]:
    """The rows of every paired or single row."""
    return {one.rows for one in alignment.rows}


def compared(*sides: Abstraction) -> dict[str, Compared]:
    """All comparisons by the path in the consensus."""
    found = compare(sides, align(sides, NOTHING_DECIDED))
    assert len({one.path for one in found}) == len(found)
    return {one.path: one for one in found}
