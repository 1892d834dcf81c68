"""What the store asks of SQLite, so that a test can put its own in between."""

import os
import sqlite3
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from ivig_abstractor.base.errors import StorageError
from ivig_abstractor.base.i18n import _

_OLDEST = (3, 37)  # the first with STRICT tables

SqlValue: TypeAlias = str | int | None

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}/._-:".encode())


class Cursor(Protocol):
    """The rows of a statement."""

    def fetchone(self) -> Any:
        """The next row, or `None`."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection to one file, used from one thread."""

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: tuple[SqlValue, ...] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def setlimit(self, category: int, limit: int, /) -> int:
        """Lower one of SQLite's limits."""
        ...

    def set_progress_handler(
        self, progress_handler: Callable[[], int | None] | None, n: int
    ) -> None:
        """Call back every `n` steps; a true answer interrupts the statement."""

    def backup(self, target: sqlite3.Connection, /) -> None:
        """Copy all pages into another file."""

    def close(self) -> None:
        """Close the file and let go of its lock."""


Connect: TypeAlias = Callable[[str], Connection]


def connect_sqlite(uri: str) -> Connection:
    """Connect through the standard library; transactions are begun explicitly.

    Raises:
        StorageError: the system's SQLite is older than the tables we make.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise StorageError(
            _("The SQLite library of this Python is too old ({theirs}).").format(
                theirs=sqlite3.sqlite_version
            ),
            unchanged=_("Nothing was changed."),
            next_step=_("Install a Python that has SQLite 3.37 or newer."),
        )
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)


def uri_of(path: Path, mode: Literal["ro", "rw"]) -> str:
    """Address a file for SQLite; unquoted, `?` and `#` would open another file."""
    given = os.fsencode(path.as_posix())
    quoted = "".join(chr(b) if b in _PLAIN else f"%{b:02x}" for b in given)
    root = "" if quoted.startswith("/") else "/"
    return f"file://{root}{quoted}?mode={mode}"
