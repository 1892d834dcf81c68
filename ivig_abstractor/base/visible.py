"""Makes characters that cannot be seen, or that reorder a line, visible."""

# Letters and marks that draw nothing, though Unicode counts them as printable.
_DRAW_NOTHING = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)


def visible(text: str) -> str:
    """Write controls, bidi marks and other unseen characters as `⟨U+202E⟩`.

    For names of files, people and rows, where an unseen character deceives.
    """
    if text.isprintable() and _DRAW_NOTHING.isdisjoint(text):
        return text
    return "".join(one if _is_seen(one) else f"⟨U+{ord(one):04X}⟩" for one in text)


def _is_seen(one: str) -> bool:
    return one.isprintable() and one not in _DRAW_NOTHING
