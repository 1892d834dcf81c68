"""Minimum-cost assignment of rows to rows, with the choice to leave a row alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
else:
    Numbers = Any


def best_pairs(gains: Sequence[Sequence[float]] | Numbers) -> list[tuple[int, int]]:
    """The pairs of (row, column) with the greatest sum; none that gains nothing.

    Every row and every column is in at most one pair.
    """
    if not len(gains) or not len(gains[0]):
        return []
    if len(gains) == 1 and len(gains[0]) == 1:
        return [(0, 0)] if gains[0][0] > 0 else []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    # Every row gets a column, so one that is better left alone must cost nothing.
    free = np.maximum(np.asarray(gains, dtype=np.float64), 0)
    rows, columns = linear_sum_assignment(free, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if gains[row][column] > 0]
