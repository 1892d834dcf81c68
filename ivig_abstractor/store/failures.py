"""Turns what SQLite and the system report into sentences a reviewer can act on."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ivig_abstractor.base.errors import (
    AppError,
    BugError,
    ContentMismatch,
    DiskFull,
    LimitExceeded,
    ProjectLocked,
    ProjectMoved,
    ReadOnlyMedium,
    StorageError,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.visible import visible

_PRIMARY = 0xFF


def shown(path: Path) -> str:
    """The name of a file as it is shown in sentences."""
    return f"“{visible(path.name)}”"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Let only typed errors about `path` leave the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise typed(error, path) from error
    except OSError as error:
        raise refused_by_system(error, path) from error
    except UnicodeDecodeError as error:
        raise damaged(path) from error


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 if the error is not SQLite's own."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & _PRIMARY


def is_locked(error: sqlite3.Error) -> bool:
    """Say whether another connection holds the file."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def typed(error: sqlite3.Error, path: Path) -> AppError | BugError:
    """The typed error that stands for an error of SQLite."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return moved(path)
    known = _BY_CODE.get(primary_code(error))
    if known is not None:
        return known(path)
    if "UTF-8" in str(error):
        return damaged(path)
    return BugError(f"SQLite: {error}")


def refused_by_system(error: OSError, path: Path) -> AppError:
    """The typed error that stands for an error of the system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if error.errno == errno.EROFS:
        return read_only(path)
    return StorageError(
        _("{name} could not be read or written: {why}.").format(
            name=shown(path), why=error.strerror or type(error).__name__
        ),
        unchanged=_("What was saved before is unchanged."),
        next_step=_("Check the disk and your rights to the file, and try again."),
    )


def disk_full(path: Path) -> AppError:
    """There is no space for the change."""
    return DiskFull(
        _("The disk of {name} is full, so the change was not saved.").format(
            name=shown(path)
        ),
        unchanged=_("Everything saved before is safe."),
        next_step=_("Free some space and try again; there is no need to restart."),
    )


def storage_error(path: Path) -> AppError:
    """The disk did not do what it was asked to."""
    return StorageError(
        _("The disk reported an error while reading or writing {name}.").format(
            name=shown(path)
        ),
        unchanged=_("The change was not saved; what was saved before is unchanged."),
        next_step=_("Try again; if it happens again, save a copy on another disk."),
    )


def read_only(path: Path) -> AppError:
    """The file, or its folder, cannot be written to."""
    return ReadOnlyMedium(
        _("{name} cannot be written to.").format(name=shown(path)),
        unchanged=_("Nothing was changed."),
        next_step=_("Open it read-only, or copy it to a folder you can write to."),
    )


def locked(path: Path) -> AppError:
    """Another program has the file, and left no word who."""
    return ProjectLocked(
        _("{name} is in use by another program.").format(name=shown(path)),
        unchanged=_("Nothing was changed."),
        next_step=_("Close it there and open it again."),
    )


def moved(path: Path) -> AppError:
    """The file at the path is not the one that was opened."""
    return ProjectMoved(
        _("{name} was moved, replaced or deleted while it was open.").format(
            name=shown(path)
        ),
        unchanged=_("The change was not saved, and the file now there is untouched."),
        next_step=_("Save a copy under another name; it will hold all saved changes."),
    )


def damaged(path: Path) -> AppError:
    """What the file holds does not fit together."""
    return ContentMismatch(
        _("{name} is damaged.").format(name=shown(path)),
        unchanged=_("Nothing was changed."),
        next_step=_("Go back to a backup, and keep this file for a rescue."),
    )


def too_long(path: Path) -> AppError:
    """Looking at the file took longer than an honest file takes."""
    return LimitExceeded(
        _("Checking {name} took too long and was stopped.").format(name=shown(path)),
        unchanged=_("Nothing was changed."),
        next_step=_("Copy it to a local disk and open the copy."),
    )


def too_large(path: Path) -> AppError:
    """A value is larger than SQLite was allowed to handle."""
    return LimitExceeded(
        _("A value in {name} is larger than the program allows.").format(
            name=shown(path)
        ),
        unchanged=_("Nothing was changed."),
        next_step=_("Shorten the value."),
    )


_BY_CODE: dict[int, Callable[[Path], AppError]] = {
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_IOERR: storage_error,
    sqlite3.SQLITE_CANTOPEN: storage_error,
    sqlite3.SQLITE_NOMEM: storage_error,
    sqlite3.SQLITE_PROTOCOL: storage_error,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_MISMATCH: damaged,
    sqlite3.SQLITE_INTERRUPT: too_long,
    sqlite3.SQLITE_TOOBIG: too_large,
}
