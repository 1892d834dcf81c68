"""The address of one answer, stable when rows move: `arms[a1].arm.name`."""

import re
from functools import lru_cache

_SEGMENT = re.compile(r"^[a-z][a-z0-9_]*(\[[A-Za-z0-9_-]{1,40}\])?$")
_ROW = re.compile(r"\[[A-Za-z0-9_-]+\]")


@lru_cache(maxsize=65_536)
def pattern_of(path: str) -> str:
    """Cut the row ids out of a path: `arms[a1].arm.name` gives `arms[].arm.name`."""
    return _ROW.sub("[]", path) if "[" in path else path


def is_path(text: str) -> bool:
    """Say whether `text` has the grammar of a path (the form may still not know it)."""
    return bool(text) and all(_SEGMENT.match(part) for part in text.split("."))


def join(*parts: str) -> str:
    """Put non-empty parts together with dots."""
    return ".".join(part for part in parts if part)


def row(container: str, row_id: str) -> str:
    """Address one row of a container: `row("outcomes.rows", "o1")`."""
    return f"{container}[{row_id}]"


def split(path: str) -> list[tuple[str, str | None]]:
    """Split into `(name, row id or None)` pairs, outermost first."""
    pairs: list[tuple[str, str | None]] = []
    for segment in path.split("."):
        name, bracket, rest = segment.partition("[")
        pairs.append((name, rest[:-1] if bracket else None))
    return pairs


def parent(path: str) -> str:
    """Everything before the last dot; empty for a path of one segment."""
    return path.rpartition(".")[0]


def leaf(path: str) -> str:
    """The last name of a path, without a row id."""
    return path.rpartition(".")[2].partition("[")[0]


def rows_above(path: str) -> list[str]:
    """All addresses of rows a path lies in, outermost first, itself included."""
    above: list[str] = []
    end = path.find("]")
    while end != -1:
        above.append(path[: end + 1])
        end = path.find("]", end + 1)
    return above


def fill(pattern: str, rows: dict[str, str]) -> str:
    """Put row ids back into a pattern, by container name.

    `fill("arms[].phases[].dose.value", {"arms": "a1", "phases": "p2"})`.

    Raises:
        KeyError: a container of the pattern has no row id in `rows`.
    """
    filled: list[str] = []
    for segment in pattern.split("."):
        name, bracket, _rest = segment.partition("[")
        filled.append(f"{name}[{rows[name]}]" if bracket else name)
    return ".".join(filled)
