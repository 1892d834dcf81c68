"""Keeps what papers and reviewers write from being taken for rich text by Qt."""


def plain_tip(text: str) -> str:
    """A tooltip that shows every letter as it is, and its line breaks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{escaped}</p>' if text else ""
