"""What parts of the form ask for, and how it passes through to the whole."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Asking(QWidget):
    """A part of the form that changes nothing itself: it asks, and tells."""

    answered = Signal(str, str)
    answers_set = Signal(list, str)
    missing_chosen = Signal(str, object)
    row_added = Signal(str, str, dict)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    block_pasted = Signal(str, list, list, str)
    focused = Signal(str)
    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    evidence_requested = Signal(str)
    said = Signal(str)
    mending_offered = Signal(str, object)
    went_past = Signal()


ASKED = tuple(name for name, one in vars(Asking).items() if isinstance(one, Signal))
"""All that a part of the form can ask for or tell."""


def pass_on(source: QObject, target: QObject, *names: str) -> None:
    """Let a target say under the same names what a source says."""
    for name in names:
        getattr(source, name).connect(getattr(target, name))
