"""Backs the open review up while one works: soon after opening, then now and again."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.preferences import KeptPreferences

if TYPE_CHECKING:
    from ivig_abstractor.operations.backups import Taken
    from ivig_abstractor.operations.open_review import OpenReview

# Not while the window is still being filled.
SOON = 5_000
EVERY = 15 * 60 * 1000
_SHOWN_MS = 200


class BackingUp(QObject):
    """Takes backups through the runner, and keeps them in a thread of their own.

    `told` is emitted, on whichever thread, when one could not be made.
    """

    told = Signal(str)

    def __init__(
        self, desk: Desk, preferences: KeptPreferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = desk.runner
        self._preferences = preferences
        self._folder: str | None = None
        self._keeping: threading.Thread | None = None
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(SOON)
        self.regularly = QTimer(self)
        self.regularly.setInterval(EVERY)
        for timer in (self.soon, self.regularly):
            timer.timeout.connect(self.back_up)
        desk.review_opened.connect(self._begin)
        desk.review_closed.connect(self._end)
        self._runner.before_closing = self._back_up_last

    def back_up(self, why: str = "") -> None:
        """Back the review up if it has changed since the last time."""
        from ivig_abstractor.operations import backups

        self.arrange()
        self._runner.ask(lambda review: backups.take(review, why), self._keep)

    def usual_folder(self) -> Path:
        """Where backups go unless another folder is chosen."""
        from ivig_abstractor.operations import backups

        return backups.default_folder()

    def arrange(self) -> None:
        """Say where backups go; the preference may have changed."""
        from ivig_abstractor.operations import backups

        chosen = self._preferences.current.backups
        if chosen != self._folder:
            self._folder = chosen
            folder = Path(chosen).expanduser() if chosen else None
            backups.arrange(folder, self.told.emit)

    def _begin(self) -> None:
        # When the first study is shown; until then nobody asks for a backup.
        QTimer.singleShot(_SHOWN_MS, self, self.arrange)
        self.soon.start()
        self.regularly.start()

    def _end(self) -> None:
        self.soon.stop()
        self.regularly.stop()

    def _keep(self, taken: "Taken | None") -> None:
        """Let a thread read the copy back, so that nobody waits for it."""
        if taken is None:
            return
        from ivig_abstractor.operations import backups

        self._keeping = threading.Thread(
            target=backups.keep, args=(taken,), name="backup"
        )
        self._keeping.start()

    def _back_up_last(self, review: "OpenReview") -> None:
        """Back a review up before it is closed, on the thread that closes it."""
        from ivig_abstractor.operations import backups

        if self._keeping is not None:
            self._keeping.join()
            self._keeping = None
        self.arrange()
        backups.backup(review, "close")
