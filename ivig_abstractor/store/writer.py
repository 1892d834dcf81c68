"""Writes operations: events, current values and summaries in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.store import replay
from ivig_abstractor.store.connection import OpenFile
from ivig_abstractor.store.events import Event
from ivig_abstractor.store.failures import read_only, told
from ivig_abstractor.store.merging import Accept, Intake, Keep, Taken, take_all
from ivig_abstractor.store.records import Changed, Set
from ivig_abstractor.store.trail import Stamp, Trail, Written
from ivig_abstractor.store.transaction import whole
from ivig_abstractor.store.values import canonical

_SUMMARISE = (
    "INSERT INTO summary (document, value) VALUES (?, ?)"
    " ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value"
)
_SIGN = "UPDATE meta SET value = ? WHERE name = 'last_writer' AND value <> ?"
_IS_KEPT = "SELECT event_id FROM event WHERE author_id = ? AND author_seq = ?"
_IS_SAVED = "SELECT 1 FROM event WHERE operation_id = ? LIMIT 1"


# What to set once it is known what was taken in.
After: TypeAlias = Callable[[Taken], Sequence[Set]]


class _Forked(Exception):
    """Takes back what was written, because it turned out to hold forks."""

    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


class Writer:
    """The one that changes an open file; everybody else only reads it."""

    def __init__(self, opened: OpenFile, review_id: str) -> None:
        self._opened = opened
        self._connection = opened.connection
        self._has_signed = False
        self._review_id = review_id
        with told(opened.path):
            self.trail = Trail(opened.connection, review_id)

    def commit(
        self, sets: Sequence[Set], stamp: Stamp, summaries: Mapping[str, JsonValue]
    ) -> list[Changed]:
        """Write one operation and return what it really changed.

        Raises:
            AppError: nothing was changed, except with `CommitUnknown`.
        """
        self._refuse_if_read_only()
        stamp.refuse_unkeepable()
        values = [(one, one.canonical()) for one in sets]
        kept = _canonical(summaries)

        def work() -> Written:
            written = self.trail.append(values, stamp)
            self._summarise(kept)
            if written.changes and not self._has_signed:
                self._sign(stamp)
            return written

        try:
            written = whole(self._opened, work, lambda: self._is_saved(stamp))
        except BaseException:
            # Whatever the outcome was, the file knows better where the chains end.
            with suppress(AppError), told(self._opened.path):
                self.trail.reload()
            raise
        self.trail.accept(written)
        self._has_signed = self._has_signed or bool(written.changes)
        return written.changes

    def take(
        self,
        events: Iterable[Event],
        sets: After,
        stamp: Stamp,
        *,
        accept: Accept,
        branches: bool,
    ) -> Taken:
        """Write the events of another file and, with them, one operation.

        Raises:
            AppError: nothing was changed, except with `CommitUnknown`.
        """
        self._refuse_if_read_only()
        stamp.refuse_unkeepable()
        last: list[Event] = []

        def keep(event: Event) -> None:
            self.trail.keep(event)
            last[:] = [event]

        def work() -> Taken:
            taken = take_all(self.intake(keep, accept), events)
            if taken.forks and not branches:
                raise _Forked(taken)
            replay.rebuild_documents(self._connection, taken.documents)
            self.trail.reload()
            values = [(one, one.canonical()) for one in sets(taken)]
            written = self.trail.append(values, stamp)
            if taken.added or written.changes:
                self._sign(stamp)
            return taken

        try:
            return whole(self._opened, work, lambda: self._has(last, stamp))
        except _Forked as forked:
            return forked.taken._replace(added=0, documents=frozenset())
        finally:
            with suppress(AppError), told(self._opened.path):
                self.trail.reload()

    def intake(self, keep: Keep, accept: Accept) -> Intake:
        """What tells new events from those in the file as it is now."""
        trail = self.trail
        return Intake(
            self._connection, self._review_id, trail.heads, trail.lamport, keep, accept
        )

    def put_summaries(self, summaries: Mapping[str, JsonValue]) -> None:
        """Keep summaries without an event.

        Raises:
            AppError: nothing was kept.
        """
        self._refuse_if_read_only()
        kept = _canonical(summaries)
        whole(self._opened, lambda: self._summarise(kept), lambda: False)

    def _sign(self, stamp: Stamp) -> None:
        version = stamp.app_version
        self._connection.execute(_SIGN, (version, version))

    def _summarise(self, kept: Sequence[tuple[str, str]]) -> None:
        for one in kept:
            self._connection.execute(_SUMMARISE, one)

    def _is_saved(self, stamp: Stamp) -> bool:
        found = self._connection.execute(_IS_SAVED, (stamp.operation_id,))
        return bool(found.fetchall())

    def _has(self, last: Sequence[Event], stamp: Stamp) -> bool:
        for event in last:
            found = self._connection.execute(_IS_KEPT, event[1:3])
            return found.fetchall() == [(event.event_id,)]
        return self._is_saved(stamp)

    def _refuse_if_read_only(self) -> None:
        if self._opened.read_only:
            raise read_only(self._opened.path)


def _canonical(summaries: Mapping[str, JsonValue]) -> list[tuple[str, str]]:
    return [(document, canonical(value)) for document, value in summaries.items()]
