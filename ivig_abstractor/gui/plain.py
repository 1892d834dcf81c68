"""Keeps what papers and reviewers write from being taken for rich text by Qt."""

from PySide6.QtWidgets import QWidget


def plain_tip(text: str) -> str:
    """A tooltip that shows every letter as it is, and its line breaks."""
    if "<" not in text and "&" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{escaped}</p>'


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip, and say the same words to a screen reader."""
    tip = plain_tip(text)
    if tip != widget.toolTip():  # Qt tells a widget of every tip, even of the same
        widget.setToolTip(tip)
    widget.setAccessibleDescription(text)
