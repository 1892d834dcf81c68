"""What stands between several abstractions of a study and their consensus.

Pure bookkeeping over records: which discrepancies are open, decided, or reopened by a
later correction. The consensus document keeps, beside its answers, a `resolution` at
every settled path, which names the answers it was made from.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.discrepancy import (
    Compared,
    Difference,
    DiscrepancyClass,
    PairedRow,
    Sameness,
)
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.reconcile.explaining import difference_of

State = Literal["agreed", "normalised", "decided", "open", "reopened"]


@dataclass(frozen=True, slots=True)
class Decision:
    """How a discrepancy was settled: a letter, `same`, `normalised` or `other`."""

    kept: str
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that a reviewer changed later: `before` and `after` are in words.

    At a row, which has no answer of its own, they say whether it is there. `reason` is
    what the reviewer wrote when opening the study again; `at` is when it was changed.
    """

    letter: str
    reviewer_id: str
    who: str
    before: str
    after: str
    at: datetime | None = None
    reason: str = ""

    @property
    def change(self) -> str:
        """Old and new: `12 → 13`."""
        return f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Line:
    """One compared field or row, and where it stands on the way to the consensus.

    `answer` is what the consensus holds; `place` says in words where the field stands.
    Of what was opened again, `decision` is the earlier one, `corrections` say who
    changed what since, and `confirms` whether all now say what the consensus holds.
    """

    compared: Compared
    state: State
    answer: Any
    decision: Decision | None
    place: str
    label: str
    corrections: tuple[Correction, ...] = ()
    confirms: bool = False

    @property
    def difference(self) -> Difference | None:
        """In what the answers differ; `None` where they agree."""
        return difference_of(self.compared)

    @property
    def lacks_evidence(self) -> bool:
        """Say whether somebody who differs does not say where it was read."""
        return self.compared.kind is DiscrepancyClass.EVIDENCE

    @property
    def is_open(self) -> bool:
        """Say whether somebody has to decide it."""
        return self.state in ("open", "reopened")

    @property
    def is_settled(self) -> bool:
        """Say whether it keeps the consensus from being completed no more."""
        return self.state in ("agreed", "decided")


def arms_of_consensus(
    consensus: Abstraction, sides: Sequence[Abstraction], rows: Sequence[PairedRow]
) -> dict[str, str]:
    """The arms of a consensus by name, in order; those that all have count already.

    An arm whose name is not decided yet is called as the first reviewer calls it who
    gives it a name.
    """
    numbered = arm_names(consensus)
    pairs = {one.path: one for one in rows if one.container == "arms"}
    known = [f"arms[{row_id}]" for row_id in numbered]
    known += [
        path for path, one in pairs.items() if one.is_paired and path not in known
    ]
    named: dict[str, str] = {}
    for path in known:
        pair = pairs.get(path)
        said = [consensus.get(f"{path}.arm.name")]
        if pair is not None:
            said += [
                side.get(f"{row}.arm.name")
                for side, row in zip(sides, pair.rows, strict=True)
                if row is not None
            ]
        row_id = paths.split(path)[0][1] or ""
        number = _("Arm {number}").format(number=len(named) + 1)
        names = (one for one in said if isinstance(one, str) and one)
        named[row_id] = next(names, numbered.get(row_id, number))
    return named


def inputs_of(compared: Compared, sides: Sequence[Abstraction]) -> dict[str, JsonValue]:
    """What a resolution was made from: each reviewer's path and answer as stored."""
    said: dict[str, JsonValue] = {}
    for side, abstraction in zip(compared.sides, sides, strict=True):
        said[side.reviewer_id] = {
            "path": side.path,
            "answer": (
                row_digest(abstraction, side.path)
                if compared.spec is None
                else abstraction.entries.get((side.path, "answer"))
            ),
        }
    return said


def row_digest(abstraction: Abstraction, row: str) -> JsonValue:
    """The SHA-256 of all that stands in a row; `None` where there is no row."""
    if not row:
        return None
    inside = sorted(
        [path, facet, value]
        for (path, facet), value in abstraction.entries.items()
        if path == row or path.startswith(row + ".")
    )
    text = json.dumps(inside, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def state_of(
    compared: Compared, sides: Sequence[Abstraction], kept: JsonValue
) -> State:
    """Where one comparison stands; `kept` is its resolution, or `None`."""
    if not isinstance(kept, dict):
        if compared.sameness is Sameness.SAME:
            return "agreed"
        return "normalised" if compared.sameness is Sameness.NORMALISED else "open"
    if not kept.get("kept"):
        return "open"
    if not _is_fresh(kept.get("inputs"), inputs_of(compared, sides)):
        return "reopened"
    return "agreed" if kept["kept"] in ("same", "normalised") else "decided"


def _is_fresh(recorded: JsonValue, present: Mapping[str, JsonValue]) -> bool:
    """Say whether the answers are still those that the resolution was made from."""
    if not isinstance(recorded, dict) or set(recorded) != set(present):
        return False
    for who, now in present.items():
        then = recorded[who]
        if not isinstance(then, dict) or not isinstance(now, dict):
            return False
        if (then.get("path"), then.get("answer")) != (now["path"], now["answer"]):
            return False
    return True


def rows_to_keep(
    rows: Sequence[PairedRow], consensus: Abstraction, sides: Sequence[Abstraction]
) -> dict[str, str]:
    """The rows the consensus must have, with their order keys, outermost first.

    These are the rows all reviewers have; a row that somebody lacks is decided on.
    """
    wanted: dict[str, str] = {}
    for row in sorted(rows, key=lambda one: one.path.count("[")):
        if not row.is_paired:
            continue
        above = paths.rows_above(row.path)[:-1]
        if all(one in wanted or (one, "row") in consensus.entries for one in above):
            own = row.rows[0]
            wanted[row.path] = str(sides[0].entries[own, "row"]) if own else ""
    return {
        path: key
        for path, key in wanted.items()
        if (path, "row") not in consensus.entries
    }
