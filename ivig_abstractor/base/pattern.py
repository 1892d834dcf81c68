"""Regular expressions compiled when they are first used, so that start-up is not."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from sys import maxsize


class LatePattern:
    """A regular expression with the methods of `re.Pattern`, compiled late."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def match(self, text: str, at: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Match from the position `at`, before `end`."""
        return self._compiled.match(text, at, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the whole text."""
        return self._compiled.fullmatch(text)

    def search(
        self, text: str, at: int = 0, end: int = maxsize
    ) -> re.Match[str] | None:
        """Find the first match from `at`, before `end`."""
        return self._compiled.search(text, at, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every match."""
        return self._compiled.finditer(text)

    def split(self, text: str) -> list[str]:
        """Split at every match."""
        return self._compiled.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Replace every match."""
        return self._compiled.sub(by, text)
