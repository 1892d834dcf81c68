"""Which rows a section has: what shares a line, comes first, or is folded away."""

from collections.abc import Sequence

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.model.codes import PanelState
from ivig_abstractor.model.form import FieldSpec

WIDE = 12
"""With more fields than this, the selected row of a grid is also shown in full."""

_BESIDE = {"unit": "value"}
"""A field that stands in the row of another: the unit beside its number."""


def is_panel(spec: FieldSpec) -> bool:
    """Say whether a field marks one of the outcomes of the review."""
    return any(isinstance(option, PanelState) for option in spec.options)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of the form before it is built."""

    specs: tuple[FieldSpec, ...]

    @property
    def first(self) -> FieldSpec:
        """The field that gives the row its label."""
        return self.specs[0]

    @property
    def is_essential(self) -> bool:
        """Say whether the row is shown first."""
        return any(spec.item.essential for spec in self.specs)

    def paths(self, owner: str) -> list[str]:
        """The paths of the row's fields below an owner."""
        return [f"{owner}.{spec.name}" for spec in self.specs]


def plan_rows(fields: Sequence[FieldSpec]) -> tuple[list[RowPlan], list[RowPlan]]:
    """Plan the rows of some fields: the essential ones, and the rest."""
    rows: list[RowPlan] = []
    for spec in fields:
        beside = _BESIDE.get(spec.name)
        if beside and rows and rows[-1].specs[-1].name == beside:
            rows[-1] = RowPlan((*rows[-1].specs, spec))
        else:
            rows.append(RowPlan((spec,)))
    first = [row for row in rows if row.is_essential]
    return first, [row for row in rows if not row.is_essential]


def has_captions(rows: Sequence[RowPlan]) -> bool:
    """Say whether the groups of these rows are worth a caption each."""
    return len({row.first.item.group for row in rows}) > 1
