"""Keys in the words of this system."""

from PySide6.QtGui import QKeySequence


def key_text(keys: str) -> str:
    """A shortcut as this system writes it."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return (
        shown.replace("Return", "Enter")
        .replace("PgDown", "Page Down")
        .replace("PgUp", "Page Up")
    )
