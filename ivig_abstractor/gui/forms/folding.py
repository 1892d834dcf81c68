"""What a reviewer folded or unfolded, until the program ends and after it."""

_WORDS = {True: "folded", False: "open"}
_chosen: dict[str, bool] = {}


def is_folded(part: str, *, default: bool) -> bool:
    """Say whether a part is folded; the default, as long as nobody chose."""
    return _chosen.get(part, default)


def choose(part: str, *, folded: bool) -> None:
    """Remember what the reviewer chose."""
    _chosen[part] = folded


def word(part: str) -> str:
    """What was chosen, as a word to be kept; empty for nothing."""
    return _WORDS[_chosen[part]] if part in _chosen else ""


def restore(part: str, kept: str) -> None:
    """Take over a word that was kept; any other means that nobody chose."""
    _chosen.pop(part, None)
    for folded, one in _WORDS.items():
        if one == kept:
            _chosen[part] = folded
