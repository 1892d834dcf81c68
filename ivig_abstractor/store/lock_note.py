"""A note beside an open review that says who has it open, and is locked meanwhile.

The lock that counts is SQLite's, and a note left over from a crash stops nobody. But
on POSIX systems a process loses SQLite's locks on a file as soon as any part of it
opens and closes that file, as a file dialog does that looks into every file it lists.
The lock on the note is of another kind (`flock`), which is held until it is let go.
"""

import getpass
import json
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import AppError, ProjectLocked
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.visible import visible
from ivig_abstractor.store.failures import locked, shown

if sys.platform != "win32":
    import fcntl

_LONGEST = 4096
_TRIES, _PAUSE_S = 100, 0.01


class Holder(NamedTuple):
    """Who has a review open."""

    host: str
    user: str
    pid: int
    since: str


def leave_note(path: Path) -> Callable[[], None]:
    """Write beside the review who has it open; without the right to, do without.

    Returns what takes the note away, to be called while SQLite's lock is still held.
    """
    holder = Holder(_host(), _user(), os.getpid(), clock.now().isoformat())
    note = _note_of(path)
    lock: int | None = None
    with suppress(OSError):
        # A link here could point at any file of the user's: never write through it.
        note.unlink(missing_ok=True)
        with note.open("x", encoding="utf-8") as file:
            json.dump(holder._asdict(), file)
            file.flush()
            lock = _locked(file.fileno())

    def take_away() -> None:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)

    return take_away


def refuse_if_noted(path: Path) -> None:
    """Refuse a review whose note is held by a program that still runs.

    Raises:
        ProjectLocked: it is open elsewhere.
    """
    if sys.platform == "win32":
        return  # there, nobody loses a lock by closing a file
    with suppress(OSError):
        if not stat.S_ISREG(_note_of(path).lstat().st_mode):
            return
        handle = os.open(_note_of(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            # Shared, so that two who ask do not take each other for the holder.
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise held_by(path) from error
        finally:
            os.close(handle)


def _locked(handle: int) -> int | None:
    """Hold a lock on an open file, by a handle of its own; none if that cannot be."""
    if sys.platform == "win32":
        return None
    kept = os.dup(handle)
    for _again in range(_TRIES):
        try:
            fcntl.flock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_S)  # somebody is just asking
        except OSError:
            break  # not every network drive knows this lock
        else:
            return kept
    os.close(kept)
    return None


def held_by(path: Path) -> AppError:
    """The error that names who has the review open, as far as the note says."""
    holder = _read_note(path)
    if holder is None:
        return locked(path)
    return ProjectLocked(
        _("{name} is open by {user} on {host} (process {pid}), since {since}.").format(
            name=shown(path),
            user=visible(holder.user),
            host=visible(holder.host),
            pid=holder.pid,
            since=_local(holder.since),
        ),
        unchanged=_("Nothing was changed."),
        next_step=_("Close it there and open it again, or ask them to."),
    )


def _note_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _read_note(path: Path) -> Holder | None:
    note = _note_of(path)
    try:
        if not stat.S_ISREG(note.lstat().st_mode):
            return None
        with note.open(encoding="utf-8") as file:
            said = json.loads(file.read(_LONGEST))
        return Holder(
            str(said["host"]), str(said["user"]), int(said["pid"]), str(said["since"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _local(since: str) -> str:
    try:
        return f"{datetime.fromisoformat(since).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return visible(since)


def _host() -> str:
    # Not `platform.node`: on Windows it would load the socket module.
    named = os.environ.get("COMPUTERNAME")
    if named:
        return named
    system = getattr(os, "uname", None)
    return str(system().nodename) if system else "?"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"
