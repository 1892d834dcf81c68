"""How figures of agreement are printed, on the screen and in the report alike."""

DECIMALS = 2
"""Of a coefficient and the ends of its interval, wherever they are printed."""
_MINUS = "−"
_NEARLY, _TINY = 0.995, 1e-9
"""From here on two decimals are those of 1; so near to it is 1, but for the sums."""


def fixed(value: float, decimals: int) -> str:
    """A number with a real minus, and none before a zero."""
    text = f"{value:.{decimals}f}"
    if not text.strip("-0."):
        text = text.lstrip("-")
    return text.replace("-", _MINUS)


def degree(value: float) -> str:
    """A coefficient; what is not 1 is never rounded to it."""
    if _NEARLY <= abs(value) < 1 - _TINY:
        return (
            f">{fixed(0.99, DECIMALS)}" if value > 0 else f"<{fixed(-0.99, DECIMALS)}"
        )
    return fixed(value, DECIMALS)
