"""Writes a file whole or not at all: until it is safe, the earlier one stays."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import sleep

from ivig_abstractor.base.errors import DiskFull, ExportTargetBusy, StorageError
from ivig_abstractor.base.i18n import _

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_DISK_FULL = 28


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file beside `target`, then put it in its place.

    Raises:
        AppError: the file could not be written; `target` is as it was.
    """
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        part.open("xb").close()
    except OSError as error:
        raise _refused(target, error) from error
    try:
        write(part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        put_in_place(part, target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Write a text in UTF-8, whole or not at all.

    Raises:
        AppError: the file could not be written; `target` is as it was.
    """
    write_whole(target, lambda part: _fill(part, text))


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name, for good, in place of what had it.

    Raises:
        AppError: `target` is held open by another program; it is as it was.
    """
    _replace(part, target)
    _sync_folder(target.parent)


def _fill(part: Path, text: str) -> None:
    part.write_bytes(text.encode("utf-8"))


def _replace(part: Path, target: Path) -> None:
    """Replace, patiently: virus scanners and sync clients hold files for a moment."""
    for pause in _PAUSES:
        try:
            part.replace(target)
        except PermissionError:
            sleep(pause)
        else:
            return
    raise ExportTargetBusy(
        _("“{name}” is held open by another program.").format(name=target.name),
        unchanged=_("The earlier file is unchanged."),
        next_step=_("Close it there, or save under another name."),
    )


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(target: Path, error: OSError) -> StorageError | DiskFull:
    kind = DiskFull if error.errno == _DISK_FULL else StorageError
    return kind(
        _("“{name}” could not be written: {why}.").format(
            name=target.name, why=error.strerror or type(error).__name__
        ),
        unchanged=_("The earlier file, if there was one, is unchanged."),
        next_step=_("Choose another folder, or free space, and try again."),
    )
