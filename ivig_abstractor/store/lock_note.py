"""A note beside an open review that says who has it open.

It is for the sentence only. The lock itself is SQLite's, so that a note left over
from a crash stops nobody.
"""

import getpass
import json
import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import AppError, ProjectLocked
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.visible import visible
from ivig_abstractor.store.failures import locked, shown

_LONGEST = 4096


class Holder(NamedTuple):
    """Who has a review open."""

    host: str
    user: str
    pid: int
    since: str


def leave_note(path: Path) -> None:
    """Write beside the review who has it open; without the right to, do without."""
    holder = Holder(_host(), _user(), os.getpid(), clock.now().isoformat())
    note = _note_of(path)
    with suppress(OSError):
        # A link here could point at any file of the user's: never write through it.
        note.unlink(missing_ok=True)
        with note.open("x", encoding="utf-8") as file:
            json.dump(holder._asdict(), file)


def remove_note(path: Path) -> None:
    """Take the note away; to be done while the lock is still held."""
    with suppress(OSError):
        _note_of(path).unlink(missing_ok=True)


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
