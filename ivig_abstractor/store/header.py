"""Looks at a file before SQLite does: what it is, and what its first bytes say."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from ivig_abstractor.base.errors import (
    FileTooNew,
    FileTooOld,
    NotAProject,
    UnsafeTarget,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store import schema
from ivig_abstractor.store.failures import refused_by_system, shown, told

_SIZE = 100
_SMALLEST = 512
_MAGIC = b"SQLite format 3\0"
_WAL = 2


class Identity(NamedTuple):
    """Which file it is, whatever it is called."""

    device: int
    inode: int


class Stamp(NamedTuple):
    """Which file it is, and in which state."""

    device: int
    inode: int
    size: int
    changed_ns: int


class Header(NamedTuple):
    """What the first bytes of a project file say."""

    version: int
    in_wal_mode: bool


def identity_of(path: Path) -> Identity:
    """Which file stands at a path now; `os.stat` does not disturb locks."""
    found = os.stat(path)  # noqa: PTH116  (called at every commit: no detour)
    return Identity(found.st_dev, found.st_ino)


def stamp_of(path: Path) -> Stamp:
    """Which file stands at a path now, and in which state."""
    found = path.stat()
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def regular_file(path: Path) -> Path:
    """Follow links and refuse what is not an ordinary file of its own.

    Raises:
        NotAProject: there is nothing, or a folder, a pipe, a device.
        UnsafeTarget: the file has a second name, so that a lock would not hold.
    """
    try:
        real = path.resolve(strict=True)
        found = real.stat()
    except FileNotFoundError as error:
        raise _no_project(path, _("There is no file {name}.")) from error
    except (OSError, RuntimeError) as error:
        # Links in a circle are a RuntimeError until Python 3.13, and a code after.
        if isinstance(error, OSError) and error.errno != errno.ELOOP:
            raise refused_by_system(error, path) from error
        raise _no_project(path, _("{name} is a link to nothing.")) from error
    if stat.S_ISDIR(found.st_mode):
        raise _no_project(path, _("{name} is a folder, not a review."))
    # A pipe must be found out before it is opened: opening would wait for ever.
    if not stat.S_ISREG(found.st_mode):
        raise _no_project(path, _("{name} is not an ordinary file."))
    if found.st_size < _SMALLEST:
        raise _no_project(path, _("{name} is too short to be a review."))
    if found.st_nlink > 1:
        raise UnsafeTarget(
            _("{name} has a second name (a hard link) on this disk.").format(
                name=shown(path)
            ),
            unchanged=_("Nothing was changed."),
            next_step=_("Copy the file, and open the copy."),
        )
    return real


def read_header(path: Path) -> Header:
    """Read the first bytes. Only to be done while we have no connection to the file.

    Raises:
        NotAProject: it is no review of this program.
    """
    with told(path), path.open("rb") as file:
        first = file.read(_SIZE)
    if len(first) < _SIZE or not first.startswith(_MAGIC):
        raise _no_project(path, _("{name} is not a review."))
    if int.from_bytes(first[68:72], "big") != schema.APPLICATION_ID:
        raise _no_project(path, _("{name} was made by another program."))
    version = int.from_bytes(first[60:64], "big", signed=True)
    return Header(version, _WAL in first[18:20])


def refuse_version(path: Path, version: int, ours: int = schema.VERSION) -> None:
    """Refuse a layout that is not the present one.

    Raises:
        FileTooNew: a newer program made it.
        FileTooOld: it must be converted first.
    """
    if version > ours or version < 0:
        raise FileTooNew(
            _(
                "{name} was made by a newer version of the program"
                " (file version {theirs}; this program knows {ours})."
            ).format(name=shown(path), theirs=version, ours=ours),
            unchanged=_("The file is unchanged."),
            next_step=_("Install the newer version of the program to open it."),
        )
    if version < ours:
        raise FileTooOld(
            _("{name} has an older layout (file version {theirs}).").format(
                name=shown(path), theirs=version
            ),
            unchanged=_("The file is unchanged."),
            next_step=_("Convert it; the older file is kept."),
        )


def _no_project(path: Path, sentence: str) -> NotAProject:
    return NotAProject(
        sentence.format(name=shown(path)),
        unchanged=_("Nothing was changed."),
        next_step=_("Choose a file that ends in .ivig."),
    )
