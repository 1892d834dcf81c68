"""Keeps backups of a review: copies that were read back, thinned out as they age.

They are numbered, and the numbers are their order: a clock that jumps can neither
make an old backup look new nor let the newest ones go.
"""

import os
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ivig_abstractor.base import clock
from ivig_abstractor.base.files import put_in_place
from ivig_abstractor.store import replay
from ivig_abstractor.store.driver import Connection, connect_sqlite, uri_of
from ivig_abstractor.store.failures import damaged, told

SUFFIX = ".ivig"
MOST_BYTES = 2_000_000_000
LASTING = frozenset({"merge", "migration", "restore"})

_NAME = re.compile(
    r"(?P<number>\d{6,})-(?P<at>\d{8}T\d{6}Z)-(?P<head>[0-9a-f]{8})"
    r"(?:-(?P<why>[a-z]+))?\.ivig"
)
_STAMP = "%Y%m%dT%H%M%SZ"
_TAKING = ".taking-"
_ALL_FOR = timedelta(hours=48)
_MOST_RECENT = 100
_DAYS, _WEEKS, _MONTHS = 14, 8, 12
_NEWEST = 3
_LASTING_FOR = timedelta(days=90)
_LEFT_OVER = timedelta(days=1)
_HEADS = (
    "SELECT author_id, event_id FROM event AS one WHERE author_seq ="
    " (SELECT max(author_seq) FROM event WHERE author_id = one.author_id)"
)


class Backup(NamedTuple):
    """One backup: its number, when and why it was made, and what it ends with."""

    number: int
    at: datetime
    head: str
    why: str = ""
    path: Path = Path()
    size: int = 0


def head_of(heads: Mapping[str, str]) -> str:
    """A short name for a state of a review: that of the last changes in it."""
    text = "\n".join(f"{author} {event}" for author, event in sorted(heads.items()))
    return sha256(text.encode("utf-8")).hexdigest()[:8]


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first; anything else there is left alone."""
    found: list[Backup] = []
    with suppress(OSError):
        for path in folder.iterdir():
            said = _NAME.fullmatch(path.name)
            if said is None:
                continue
            with suppress(OSError, ValueError):
                at = datetime.fromisoformat(said["at"]).replace(tzinfo=UTC)
                number, why = int(said["number"]), said["why"] or ""
                size = path.stat().st_size
                found.append(Backup(number, at, said["head"], why, path, size))
    return sorted(found, reverse=True)


def fresh_part(folder: Path) -> Path:
    """Where a copy is put until it is found sound; the folder is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{_TAKING}{os.urandom(4).hex()}{SUFFIX}"


def keep(part: Path, heads: Mapping[str, str], why: str) -> Path:
    """Read a copy back and make it a backup; where it fails, it is thrown away.

    Raises:
        AppError: it is not what it was copied from, or could not be put in place.
    """
    folder = part.parent
    try:
        _refuse_unsound(part, heads)
        others = backups_in(folder)
        number = others[0].number + 1 if others else 1
        stamp = clock.now().astimezone(UTC).strftime(_STAMP)
        reason = f"-{why}" if why in LASTING else ""
        name = f"{number:06}-{stamp}-{head_of(heads)}{reason}{SUFFIX}"
        with told(folder):
            put_in_place(part, folder / name)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return folder / name


def thin_out(folder: Path, most_bytes: int = MOST_BYTES) -> int:
    """Delete the backups no longer wanted; return how many went for want of room."""
    kept = backups_in(folder)
    wanted = retained(kept, clock.now())
    for one in kept:
        if one.number not in wanted:
            _delete(one.path)
    over = beyond([one for one in kept if one.number in wanted], most_bytes)
    for one in over:
        _delete(one.path)
    _clear_left_overs(folder)
    return len(over)


def retained(backups: Iterable[Backup], now: datetime) -> set[int]:
    """The numbers of the backups to be kept.

    All of the last 48 hours, 100 at most; of the earlier ones the last of each of 14
    days, then of 8 weeks, then of 12 months; always the newest 3; and for 90 days
    those made before something that cannot be taken back.
    """
    ordered = sorted(backups, reverse=True)
    kept = {one.number for one in ordered[:_NEWEST]}
    kept |= {
        one.number
        for one in ordered
        if one.why in LASTING and now - one.at < _LASTING_FOR
    }
    recent = [one for one in ordered if now - one.at < _ALL_FOR][:_MOST_RECENT]
    kept |= {one.number for one in recent}
    numbers = {one.number for one in recent}
    rest = [one for one in ordered if one.number not in numbers]
    for count, period in ((_DAYS, _day), (_WEEKS, _week), (_MONTHS, _month)):
        last, rest = _last_of_each(rest, period, count)
        kept |= {one.number for one in last}
    return kept


def beyond(kept: Sequence[Backup], most_bytes: int) -> list[Backup]:
    """The oldest backups that do not fit into the room there is; never the newest 3."""
    total = 0
    over: list[Backup] = []
    for place, one in enumerate(sorted(kept, reverse=True)):
        total += one.size
        if place >= _NEWEST and total > most_bytes:
            over.append(one)
    return over


def _last_of_each(
    backups: list[Backup], period: Callable[[datetime], Hashable], count: int
) -> tuple[list[Backup], list[Backup]]:
    """The last backup of each of the newest `count` periods, and all before those."""
    periods: set[Hashable] = set()
    last: list[Backup] = []
    for place, one in enumerate(backups):
        key = period(one.at)
        if key in periods:
            continue
        if len(periods) == count:
            return last, backups[place:]
        periods.add(key)
        last.append(one)
    return last, []


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month


def _refuse_unsound(part: Path, heads: Mapping[str, str]) -> None:
    with told(part):
        copy = connect_sqlite(uri_of(part, "ro"))
        try:
            same = dict(_rows(copy, _HEADS)) == dict(heads)
            if not same or replay.differences(copy, 1):
                raise damaged(part)
        finally:
            copy.close()


def _rows(connection: Connection, sql: str) -> list[tuple[str, str]]:
    return connection.execute(sql).fetchall()


def _clear_left_overs(folder: Path) -> None:
    """Delete what a crash left of a backup that was being made."""
    with suppress(OSError):
        for path in folder.glob(f".*{_TAKING.lstrip('.')}*"):
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if clock.now() - made > _LEFT_OVER:
                _delete(path)


def _delete(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
