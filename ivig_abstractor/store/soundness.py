"""Finds out whether a project file is sound, trusting nothing that it says."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from ivig_abstractor.base.errors import SchemaTampered
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store import schema
from ivig_abstractor.store.driver import Connection, connect_sqlite
from ivig_abstractor.store.failures import damaged, shown
from ivig_abstractor.store.header import refuse_version

CAREFUL = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "temp_store=MEMORY",
)
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 200),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
)
# A hostile table can keep SQLite busy for minutes inside a few steps: until the tables
# are known to be ours, the clock is looked at often. Each look waits for Python.
_STEPS, _STEPS_WHEN_OURS = 10, 20_000
_SECONDS = 10.0
_BYTES_PER_SECOND = 5_000_000


def examine(where: str, *, path: Path, despite_damage: bool = False) -> None:
    """Check a file in full, recovering it from its journal first.

    Args:
        where: the address of a private copy, or of the file itself, unwritable.
        path: the file as it is called in sentences.
        despite_damage: whether only to refuse what is not safe to look at.

    Raises:
        AppError: it is not sound.
    """
    connection = connect_sqlite(where)
    try:
        careful(connection)
        if where.endswith("rw"):
            rows_of(connection, "PRAGMA journal_mode=DELETE")
        refuse_version(path, number(connection, "user_version"))
        check_schema(connection, path)
        if not despite_damage:
            check_pages(connection, path)
    finally:
        connection.close()


def careful(connection: Connection) -> None:
    """Let SQLite trust nothing that the file says."""
    for pragma in CAREFUL:
        rows_of(connection, f"PRAGMA {pragma}")
    for category, limit in _LIMITS:
        connection.setlimit(category, limit)


def check_schema(
    connection: Connection,
    path: Path,
    fingerprints: Mapping[int, str] = schema.FINGERPRINTS,
) -> None:
    """Compare all tables, triggers and views with the frozen ones.

    Before anything reads a table: checks and views that are written in the file run
    when it is read, even by SQLite's own integrity check.

    Raises:
        SchemaTampered: the file holds other tables, triggers or views.
    """
    with _deadline(connection, _SECONDS, _STEPS):
        found = schema.fingerprint(connection.execute(schema.READ_SCHEMA))
        version = number(connection, "user_version")
    if found != fingerprints.get(version):
        raise SchemaTampered(
            _("The tables in {name} are not those of a review.").format(
                name=shown(path)
            ),
            unchanged=_("Nothing was changed."),
            next_step=_("Go back to a backup; do not trust this file."),
        )


def quick_check(connection: Connection, path: Path) -> None:
    """Let SQLite look through the pages of a file that was checked in full before.

    Raises:
        ContentMismatch: the file is damaged.
    """
    seconds = _seconds_for(path)
    with _deadline(connection, seconds, _STEPS_WHEN_OURS), _without_checks(connection):
        if rows_of(connection, "PRAGMA quick_check(1)") != [("ok",)]:
            raise damaged(path)


def check_pages(connection: Connection, path: Path) -> None:
    """Let SQLite check all pages, indexes and references; slower than `quick_check`.

    Raises:
        ContentMismatch: the file is damaged.
    """
    with _deadline(connection, _seconds_for(path), _STEPS_WHEN_OURS):
        for pragma in ("integrity_check(1)", "foreign_key_check"):
            if rows_of(connection, f"PRAGMA {pragma}") not in ([], [("ok",)]):
                raise damaged(path)


def rows_of(connection: Connection, sql: str) -> list[tuple[object, ...]]:
    """All rows of a statement, which is thereby finished."""
    return connection.execute(sql).fetchall()


def number(connection: Connection, pragma: str) -> int:
    """The number that a pragma answers with."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


@contextmanager
def _without_checks(connection: Connection) -> Iterator[None]:
    """Leave out what each row was held to when it was written.

    SQLite lists the kinds of operations anew for every event, which takes as long as
    looking through all pages.
    """
    rows_of(connection, "PRAGMA ignore_check_constraints=ON")
    try:
        yield
    finally:
        rows_of(connection, "PRAGMA ignore_check_constraints=OFF")


def _seconds_for(path: Path) -> float:
    return _SECONDS + path.stat().st_size / _BYTES_PER_SECOND


@contextmanager
def _deadline(connection: Connection, seconds: float, steps: int) -> Iterator[None]:
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, steps)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
