"""Counts what is open in the studies that nobody has begun to reconcile."""

from collections.abc import Callable, Sequence

from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.operations import reconciling
from ivig_abstractor.operations.reconciling import ReconcileLine

Counted = Callable[[str, int, int], None]


class Counting:
    """Asks for one study after the other, so that the window may ask between them.

    `counted` hears of each: the study, what is open there, and what is settled.
    """

    def __init__(self, desk: Desk, counted: Counted) -> None:
        self._desk, self._counted = desk, counted
        self._blinded: set[str] = set()

    def go_on(self, lines: Sequence[ReconcileLine], shown: str) -> None:
        """Count the next study of which nothing is known; `shown` counts itself."""
        left = (
            one.study_id for one in lines if one.status == "ready" and one.open is None
        )
        passed = {shown, *self._blinded}
        study_id = next((one for one in left if one not in passed), "")
        if study_id:
            self._desk.runner.ask(
                lambda review: reconciling.count_open(review, study_id),
                lambda found: self._take(study_id, found),
            )

    def _take(self, study_id: str, found: tuple[int, int] | None) -> None:
        if found is None:
            self._blinded.add(study_id)
        else:
            self._counted(study_id, *found)
