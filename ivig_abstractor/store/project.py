"""The project file: one review in one file, read and changed through one connection."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.store import verification
from ivig_abstractor.store.connection import OpenFile, create_file, open_file
from ivig_abstractor.store.contents import Contents
from ivig_abstractor.store.copying import write_copy
from ivig_abstractor.store.driver import Connect, connect_sqlite
from ivig_abstractor.store.events import Event, Head, Problem, read_time, write_time
from ivig_abstractor.store.failures import damaged, told
from ivig_abstractor.store.header import stamp_of
from ivig_abstractor.store.merging import Accept, Taken, take_all
from ivig_abstractor.store.records import (
    Changed,
    Committed,
    Entry,
    OperationKind,
    OperationLine,
    Progress,
    Set,
)
from ivig_abstractor.store.trail import Stamp
from ivig_abstractor.store.values import refuse_text
from ivig_abstractor.store.verification import NO_ANCHORS, Verification
from ivig_abstractor.store.witness import Witness, memory_of
from ivig_abstractor.store.writer import After, Writer

__all__ = [
    "Changed",
    "Committed",
    "Entry",
    "OperationLine",
    "ProjectFile",
    "Set",
    "Verification",
]

_NONE: Mapping[str, JsonValue] = MappingProxyType({})

_COPY_OF = ("review", "copy_of", "answer")


def _any(event: Event) -> None:
    """Accept any event."""


def _nothing(taken: Taken) -> Sequence[Set]:
    return ()


class ProjectFile(Contents):
    """An open project file, to be used from one thread.

    Attributes:
        path: where it is.
        read_only: whether it can only be looked at.
        review_id: which review it holds.
        notices: what a reviewer should know of the file, though it could be opened.
    """

    def __init__(
        self, opened: OpenFile, witness: Witness, app_version: str, form_version: int
    ) -> None:
        """Take over an open file; `create` and `open` are the ways to get one."""
        super().__init__(opened.connection, opened.path)
        self.read_only = opened.read_only
        self.notices: tuple[Problem, ...] = ()
        self._opened = opened
        self._witness = witness
        self._is_verified = False
        self._is_closed = False
        meta = dict(self._rows("SELECT name, value FROM meta"))
        if "review_id" not in meta:
            raise damaged(self.path)
        self.review_id: str = meta["review_id"]
        self._writer = Writer(opened, self.review_id)
        self._stamp = partial(
            Stamp.now, form_version=form_version, app_version=app_version
        )

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        review_id: str,
        app_version: str,
        form_version: int,
        connect: Connect = connect_sqlite,
        witness: Witness | None = None,
    ) -> Self:
        """Make a new, empty project file and open it.

        Raises:
            AppError: there is a file of that name, or it cannot be written.
        """
        refuse_text(review_id)
        meta = {
            "review_id": review_id,
            "created_by": app_version,
            "created_utc": write_time(clock.now()),
            "last_writer": app_version,
        }
        create_file(path, meta)
        return cls.open(
            path,
            app_version=app_version,
            form_version=form_version,
            connect=connect,
            witness=witness,
        )

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        app_version: str = "",
        form_version: int = 1,
        connect: Connect = connect_sqlite,
        witness: Witness | None = None,
        despite_damage: bool = False,
        rebuild: bool = False,
    ) -> Self:
        """Open a project file; until something is changed, it stays as it is.

        Args:
            path: where it is.
            read_only: only look at it; nothing is written, not even beside it.
            app_version: the program that will write events.
            form_version: the form that events will be written with.
            connect: how to connect.
            witness: what this computer remembers of reviews.
            despite_damage: look at a damaged file, to verify or to rescue it;
                what it shows may be wrong. Only together with `read_only`.
            rebuild: make the current values again where they contradict the trail.

        Raises:
            AppError: it is no project, damaged, newer, locked, or not writable.
        """
        witness = witness or Witness()
        despite_damage = despite_damage and read_only
        opened = open_file(
            path,
            read_only=read_only,
            witness=witness,
            connect=connect,
            despite_damage=despite_damage,
        )
        try:
            project = cls(opened, witness, app_version, form_version)
            if not despite_damage:
                project.notices = verification.refuse_damage(
                    opened, project.review_id, project._seen(), rebuild=rebuild
                )
                project._is_verified = True
        except BaseException:
            with suppress(AppError):
                opened.close()
            raise
        return project

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def commit(
        self,
        sets: Sequence[Set],
        *,
        author: str,
        label: str,
        kind: OperationKind = "do",
        target: str | None = None,
        reason: str = "",
        summaries: Mapping[str, JsonValue] = _NONE,
    ) -> Committed:
        """Make one operation, durably; when this returns, it survives a power cut.

        Args:
            sets: what to set; what changes nothing is left out.
            author: who does it.
            label: its words in the undo menu.
            kind: what it means for undo.
            target: the operation that an undo or redo is about.
            reason: why.
            summaries: summaries to keep with it, by document.

        Raises:
            AppError: nothing was changed, except with `CommitUnknown`.
        """
        stamp = self._stamp(author, label, kind, target, reason=reason)
        changes = self._writer.commit(sets, stamp, summaries)
        return Committed(stamp.operation_id, changes, read_time(stamp.wall_utc))

    def examine_events(self, events: Iterable[Event], accept: Accept = _any) -> Taken:
        """Say what `take_events` would do; nothing is changed.

        Raises:
            AppError: an event cannot be trusted.
        """
        with told(self.path):
            return take_all(self._writer.intake(_any, accept), events)

    def take_events(
        self,
        events: Iterable[Event],
        *,
        author: str = "",
        label: str = "",
        sets: After = _nothing,
        reason: str = "",
        accept: Accept = _any,
        branches: bool = False,
    ) -> Taken:
        """Take in what is missing of another file's events, in one transaction.

        `events` are ordered by author and sequence, and `accept` may refuse a new one
        by raising. If there is a fork, nothing is taken, except with `branches`: then
        second branches are kept as well, and `sets` are to say what holds.

        Raises:
            AppError: nothing was changed, except with `CommitUnknown`.
        """
        stamp = self._stamp(author, label, "barrier", None, reason=reason)
        return self._writer.take(events, sets, stamp, accept=accept, branches=branches)

    def put_summaries(self, summaries: Mapping[str, JsonValue]) -> None:
        """Keep summaries; they are a cache, so the audit trail says nothing of it.

        Raises:
            AppError: nothing was kept.
        """
        self._writer.put_summaries(summaries)

    def heads(self) -> dict[str, str]:
        """The last event of each author; an export that carries them is a witness."""
        return {who: head.event_id for who, head in self._writer.trail.heads.items()}

    def verify(
        self,
        progress: Progress | None = None,
        *,
        anchors: Mapping[str, str] = NO_ANCHORS,
    ) -> Verification:
        """Verify pages, chains, replay, and that all `anchors` are in the file.

        `anchors` are heads from an earlier export, backup or package.
        """
        verified = verification.verify(
            self._connection,
            self.path,
            self.review_id,
            witnessed=self._seen(),
            anchors=anchors,
            progress=progress,
        )
        if verified.is_intact:
            self._is_verified = True
        return verified

    def save_copy(self, target: Path) -> None:
        """Write all that is saved to another file, whole or not at all.

        Raises:
            AppError: it could not be written.
        """
        write_copy(self._connection, target)

    def close(self) -> None:
        """Close the file; it is then one file, complete.

        Raises:
            AppError: the disk did not allow it; what was saved is safe.
        """
        if self._is_closed:
            return
        self._is_closed = True
        is_ours, memory = self._opened.is_in_place(), self._memory()
        self._opened.close()
        if self._is_verified and is_ours:
            heads = self._writer.trail.heads
            self._witness.remember_heads(memory, heads)
            with suppress(OSError):
                self._witness.remember_file(self.path, stamp_of(self.path))

    def _seen(self) -> dict[str, Head]:
        return self._witness.heads(self._memory())

    def _memory(self) -> str:
        return memory_of(self.review_id, self.get(*_COPY_OF))
