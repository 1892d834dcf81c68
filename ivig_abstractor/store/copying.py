"""Writes copies of an open project from its connection, never from its file."""

import sqlite3
from pathlib import Path

from ivig_abstractor.base.files import write_whole
from ivig_abstractor.store.connection import refuse_if_open_here
from ivig_abstractor.store.driver import Connection, uri_of
from ivig_abstractor.store.failures import damaged, told


def write_copy(connection: Connection, target: Path) -> None:
    """Put a verified copy of an open project at `target`, whole or not at all.

    Raises:
        AppError: it could not be written, or `target` is itself open.
    """
    target = target.absolute()  # an address of a file is never relative
    refuse_if_open_here(target)
    write_whole(target, lambda part: back_up(connection, part))


def back_up(connection: Connection, part: Path) -> None:
    """Fill an empty file with the pages of an open project, and check them.

    Raises:
        AppError: it could not be written, or not be read back.
    """
    with told(part):
        copy = sqlite3.connect(uri_of(part, "rw"), uri=True, isolation_level=None)
        try:
            copy.execute("PRAGMA journal_mode=OFF")  # nothing there to be kept
            connection.backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise damaged(part)
        finally:
            copy.close()
