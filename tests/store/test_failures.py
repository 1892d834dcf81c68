"""Whatever SQLite or the system reports becomes a sentence of the right kind."""

import errno
import sqlite3
from pathlib import Path

import pytest

from ivig_abstractor.base.errors import (
    BugError,
    ContentMismatch,
    DiskFull,
    LimitExceeded,
    ProjectLocked,
    ProjectMoved,
    ReadOnlyMedium,
    StorageError,
)
from ivig_abstractor.store.failures import told

PATH = Path("gnp\u202e.ivig")
BY_CODE = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: StorageError,
    sqlite3.SQLITE_IOERR_FSYNC: StorageError,
    sqlite3.SQLITE_CANTOPEN: StorageError,
    sqlite3.SQLITE_READONLY: ReadOnlyMedium,
    sqlite3.SQLITE_READONLY_DIRECTORY: ReadOnlyMedium,
    sqlite3.SQLITE_READONLY_DBMOVED: ProjectMoved,
    sqlite3.SQLITE_BUSY: ProjectLocked,
    sqlite3.SQLITE_CORRUPT: ContentMismatch,
    sqlite3.SQLITE_NOTADB: ContentMismatch,
    sqlite3.SQLITE_INTERRUPT: LimitExceeded,
    sqlite3.SQLITE_TOOBIG: LimitExceeded,
}


@pytest.mark.parametrize(("code", "kind"), BY_CODE.items())
def test_errors_of_sqlite(code, kind):
    error = sqlite3.OperationalError("words for programmers")
    error.sqlite_errorcode = code
    with pytest.raises(kind) as caught, told(PATH):
        raise error
    assert "gnp⟨U+202E⟩.ivig" in caught.value.what
    assert caught.value.unchanged
    assert caught.value.next_step
    assert "programmers" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, ReadOnlyMedium),
        (errno.EACCES, StorageError),
    ],
)
def test_errors_of_the_system(number, kind):
    with pytest.raises(kind), told(PATH):
        raise OSError(number, "as the system puts it")


def test_text_that_is_no_unicode_means_damage():
    connection = sqlite3.connect(":memory:")
    try:
        with pytest.raises(ContentMismatch), told(PATH):
            connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchall()
    finally:
        connection.close()


def test_everything_else_is_our_own_fault():
    with pytest.raises(BugError, match="no such table"), told(PATH):
        raise sqlite3.OperationalError("no such table")
