"""Records what SQLite does to the disk, and imagines the disk after a power cut.

A layer of APSW's logs every create, write, truncation, sync and removal. After a power
cut, what was synced is there; of what was not, each write is kept, lost or torn at a
sector; names of files come and go in order, as on a journalling file system.
"""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import apsw

SECTOR = 512
Files = dict[str, bytes]


class Op(NamedTuple):
    """One thing that was done to a file, or an edit that was reported as saved."""

    what: str
    name: str = ""
    at: int = 0
    data: bytes = b""
    with_folder: bool = False


class RecordingVFS(apsw.VFS):
    """Passes everything on to the system, and writes it down."""

    def __init__(self, name: str) -> None:
        self.ops: list[Op] = []
        super().__init__(name, base="")

    def xOpen(self, name, flags):  # noqa: N802
        return RecordingFile(self.ops, name, flags)

    def xDelete(self, name, sync_folder):  # noqa: N802
        super().xDelete(name, sync_folder)
        base = os.path.basename(name)  # noqa: PTH119
        self.ops.append(Op("unlink", base, with_folder=bool(sync_folder)))


class RecordingFile(apsw.VFSFile):
    """One file of a `RecordingVFS`."""

    def __init__(self, ops, name, flags):
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._ops = ops
        self._name = Path(path).name if path else ""
        is_new = bool(path) and not Path(path).exists()
        super().__init__("", name, flags)
        if is_new:
            synced = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_JOURNAL)
            self._note(Op("create", self._name, with_folder=synced))

    def xWrite(self, data, offset):  # noqa: N802
        super().xWrite(data, offset)
        self._note(Op("write", self._name, offset, bytes(data)))

    def xTruncate(self, size):  # noqa: N802
        super().xTruncate(size)
        self._note(Op("truncate", self._name, size))

    def xSync(self, flags):  # noqa: N802
        super().xSync(flags)
        self._note(Op("sync", self._name))

    def _note(self, op):
        if self._name:
            self._ops.append(op)


class ApswConnection:
    """APSW in the shape in which the store asks for a connection."""

    def __init__(
        self, uri: str, vfs: str, rewrite: Callable[[str], str] = lambda sql: sql
    ) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._connection = apsw.Connection(uri, flags=flags, vfs=vfs)
        self._rewrite = rewrite

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql, parameters=()):
        return self._connection.execute(self._rewrite(sql), parameters)

    def setlimit(self, category, limit):
        return self._connection.limit(category, limit)

    def set_progress_handler(self, progress_handler, n):
        self._connection.set_progress_handler(progress_handler, max(n, 1))

    def close(self) -> None:
        self._connection.close()


def after_power_cut(files: Files, ops: list[Op], random: Random) -> Files:
    """One of the disks that may be found when power fails after `ops`."""
    disk = _Disk(files)
    for op in ops:
        disk.take(op)
    return disk.after_power_cut(random)


class _Disk:
    """What is durable, and what is still on its way."""

    def __init__(self, files: Files) -> None:
        self._durable = [bytearray(content) for content in files.values()]
        self._names = {name: at for at, name in enumerate(files)}
        self._pending: list[list[Op]] = [[] for _ in files]
        self._now = dict(self._names)
        self._name_changes: list[tuple[str, int | None]] = []
        self._unnamed: set[int] = set()

    def take(self, op: Op) -> None:
        match op.what:
            case "create":
                at = len(self._durable)
                self._durable.append(bytearray())
                self._pending.append([])
                self._now[op.name] = at
                self._name_changes.append((op.name, at))
                if op.with_folder:
                    self._unnamed.add(at)
            case "unlink":
                self._now.pop(op.name, None)
                self._name_changes.append((op.name, None))
                if op.with_folder:
                    self._sync_names()
            case "write" | "truncate":
                self._pending[self._now[op.name]].append(op)
            case "sync":
                at = self._now[op.name]
                for waiting in self._pending[at]:
                    _apply(self._durable[at], waiting)
                self._pending[at].clear()
                # SQLite syncs the folder with the first sync of a new journal.
                if at in self._unnamed:
                    self._unnamed.discard(at)
                    self._sync_names()

    def after_power_cut(self, random: Random) -> Files:
        arrived = random.randint(0, len(self._name_changes))
        kept = arrived if random.random() < 0.7 else 0
        names = dict(self._names)
        for name, at in self._name_changes[:kept]:
            _rename(names, name, at)
        share = random.choice([0, 0.5, 0.9, 1.0])
        found = {}
        for name, at in names.items():
            content = bytearray(self._durable[at])
            for op in self._pending[at]:
                if random.random() < share:
                    _apply(content, _perhaps_torn(op, random))
            found[name] = bytes(content)
        return found

    def _sync_names(self) -> None:
        for name, at in self._name_changes:
            _rename(self._names, name, at)
        self._name_changes.clear()


def _rename(names: dict[str, int], name: str, at: int | None) -> None:
    if at is None:
        names.pop(name, None)
    else:
        names[name] = at


def _perhaps_torn(op: Op, random: Random) -> Op:
    if len(op.data) > SECTOR and random.random() < 0.2:
        return op._replace(
            data=op.data[: SECTOR * random.randint(0, len(op.data) // SECTOR)]
        )
    return op


def _apply(content: bytearray, op: Op) -> None:
    if len(content) < op.at:
        content.extend(bytes(op.at - len(content)))
    if op.what == "truncate":
        del content[op.at :]
    else:
        content[op.at : op.at + len(op.data)] = op.data
