"""Loads what comparing needs soon after a review with several reviewers was opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.operations.changes import Overview

if TYPE_CHECKING:
    from ivig_abstractor.operations.open_review import OpenReview

# Not while the window is still being filled.
SOON = 2_000


class Preparing(QObject):
    """Asks once, and only for a review that may have something to compare."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = desk.runner
        self.is_done = False
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(SOON)
        self.soon.timeout.connect(self.prepare)
        desk.review_opened.connect(self._begin)
        desk.overview_changed.connect(self._begin)
        desk.review_closed.connect(self.soon.stop)

    def prepare(self) -> None:
        """Have the worker load it."""
        self._runner.ask(_prepare, self._take)

    def _begin(self, overview: Overview) -> None:
        if self.is_done or len(overview.reviewers) < 2:
            self.soon.stop()
        else:
            self.soon.start()

    def _take(self, is_done: bool) -> None:
        self.is_done = is_done


def _prepare(review: "OpenReview") -> bool:
    # Imported by the worker, which has the time; nothing is built here.
    from ivig_abstractor.operations import reconciling

    if not reconciling.prepare(review):
        return False
    from ivig_abstractor.gui import reconcile_showing  # noqa: F401
    from ivig_abstractor.gui.views.reconcile import place  # noqa: F401
    from ivig_abstractor.operations import merging  # noqa: F401

    return True
