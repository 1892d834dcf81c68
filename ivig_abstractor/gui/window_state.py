"""Remembers how the window stood and which reviews were open; never any answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ivig_abstractor.base import clock
from ivig_abstractor.base.dataclass import dataclass

_KEPT = 12
# The widest frame of the usual desktops: its sides, and its title bar with the edge.
_FRAME = QSize(16, 48)


@dataclass(frozen=True, slots=True)
class RecentReview:
    """A review opened before, with what it showed when it was last open.

    `percent` is how far the reviewer was who had it open.
    """

    path: Path
    title: str = ""
    reviewer: str = ""
    studies: int = 0
    percent: int = 0
    opened: str = ""
    complete: bool = False
    reviewers: int = 1

    @property
    def is_there(self) -> bool:
        """Say whether the file still is where it was."""
        return self.path.is_file()

    @property
    def opened_at(self) -> datetime | None:
        """When it was last open, if that is known."""
        try:
            return datetime.fromisoformat(self.opened)
        except ValueError:
            return None


def fit(window: QWidget, available: QRect) -> None:
    """Stand with the frame inside of the screen, or fill a screen that is too small.

    A window as large as the screen would have its title bar outside of it, or none.
    """
    room = available.size() - _FRAME
    small = window.width() > room.width() or window.height() > room.height()
    window.resize(window.size().boundedTo(room))
    if small:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


class WindowState:
    """The window's memory, over Qt's own store of settings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep_geometry(self, window: QWidget) -> None:
        """Remember size and place."""
        self._settings.setValue("window/geometry", window.saveGeometry())

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window where it was, if it was anywhere."""
        kept = self._settings.value("window/geometry")
        return isinstance(kept, QByteArray) and window.restoreGeometry(kept)

    def has_geometry(self) -> bool:
        """Say whether the window was closed anywhere before."""
        return isinstance(self._settings.value("window/geometry"), QByteArray)

    def keep_splitter(self, name: str, splitter: QSplitter) -> None:
        """Remember how a splitter divides."""
        self._settings.setValue(f"window/{name}", splitter.saveState())

    def restore_splitter(self, name: str, splitter: QSplitter) -> bool:
        """Divide as it was divided, if it ever was."""
        kept = self._settings.value(f"window/{name}")
        return isinstance(kept, QByteArray) and splitter.restoreState(kept)

    def keep_flag(self, name: str, value: bool) -> None:
        """Remember whether a part of the window is open."""
        self._settings.setValue(f"window/{name}", value)

    def flag(self, name: str, *, default: bool) -> bool:
        """Whether a part of the window was open."""
        return str(self._settings.value(f"window/{name}", default)).lower() == "true"

    def keep_word(self, name: str, value: str) -> None:
        """Remember a word, such as how the study list is sorted."""
        self._settings.setValue(f"window/{name}", value)

    def word(self, name: str) -> str:
        """The remembered word, or empty text."""
        return str(self._settings.value(f"window/{name}", "") or "")

    def recent(self) -> list[RecentReview]:
        """The reviews opened before, the last one first."""
        found: list[RecentReview] = []
        count = self._settings.beginReadArray("recent")
        for at in range(count):
            self._settings.setArrayIndex(at)
            found.append(self._read_recent())
        self._settings.endArray()
        return [one for one in found if str(one.path)]

    def remember(self, review: RecentReview) -> None:
        """Put a review at the head of the recent ones."""
        others = [one for one in self.recent() if one.path != review.path]
        stamped = replace(review, opened=clock.now().isoformat())
        self._write([stamped, *others][:_KEPT])

    def forget(self, path: Path) -> None:
        """Take a review from the list; its file stays."""
        self._write(one for one in self.recent() if one.path != path)

    def _read_recent(self) -> RecentReview:
        read = self._settings.value
        return RecentReview(
            Path(str(read("path", ""))),
            str(read("title", "")),
            str(read("reviewer", "")),
            _number(read("studies", 0)),
            _number(read("percent", 0)),
            str(read("opened", "")),
            str(read("complete", "")).lower() == "true",
            _number(read("reviewers", 1)),
        )

    def _write(self, reviews: Iterable[RecentReview]) -> None:
        self._settings.remove("recent")
        self._settings.beginWriteArray("recent")
        for at, one in enumerate(reviews):
            self._settings.setArrayIndex(at)
            self._settings.setValue("path", str(one.path))
            self._settings.setValue("title", one.title)
            self._settings.setValue("reviewer", one.reviewer)
            self._settings.setValue("studies", one.studies)
            self._settings.setValue("percent", one.percent)
            self._settings.setValue("opened", one.opened)
            self._settings.setValue("complete", one.complete)
            self._settings.setValue("reviewers", one.reviewers)
        self._settings.endArray()


def _number(kept: object) -> int:
    text = str(kept)
    return int(text) if text.isdigit() else 0
