"""What tests see of the place Reconcile, and how they press its keys."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.operations.two_reviewers import JOURNAL, YEAR

ROW = "adverse_effects.rows"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(place: Any, *keys: Qt.Key) -> None:
    """Press keys while the card has the focus."""
    for key in keys:
        QTest.keyClick(place.decide.card, key)


def type_into(widget: Any, text: str) -> None:
    """Type a text and Enter."""
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def line(place: Any, path: str) -> Any:
    """The line at a path as it is now."""
    return place.decide.book.by_path[path]


def shown(place: Any, path: str) -> list[str]:
    """The words in the columns of a line."""
    model = place.decide.sheet.lines
    row = model.row_of(path)
    return [model.index(row, at).data() for at in range(model.columnCount())]


def open_paths(place: Any) -> list[str]:
    """What the queue lists."""
    return place.decide.side.model.paths()


def the_row(place: Any) -> str:
    """The row that one reviewer lacks."""
    return next(one for one in open_paths(place) if one.startswith(ROW))


__all__ = ["JOURNAL", "ROW", "SHIFT", "YEAR"]
