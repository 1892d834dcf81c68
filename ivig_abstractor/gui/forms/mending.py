"""What may be meant by a cell that is wrong or cannot be read."""

from ivig_abstractor.gui.forms.grid import Index, RowsItemModel
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.looking import likely_ways
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.notation.reading import Problem, Way


def repairs_at(model: RowsItemModel, index: Index) -> tuple[Repair, ...]:
    """The likely answers for a cell, or else for its row."""
    here = model.path(index)
    found = model.findings_of_row(index.row())
    found.sort(key=lambda one: one.path != here)
    return next((one.repairs for one in found if one.repairs), ())


def ways_at(
    model: RowsItemModel,
    index: Index,
    problem: Problem,
    abstraction: Abstraction | None,
) -> tuple[Way, ...]:
    """What a text that cannot be read may mean in the row of a cell."""
    path = model.path(index)
    if abstraction is None or not path:
        return problem.ways
    return likely_ways(abstraction, path, problem)
