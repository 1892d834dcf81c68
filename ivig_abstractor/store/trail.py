"""Appends to the audit trail, and keeps the current values in step with it."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from ivig_abstractor.base import clock, ids
from ivig_abstractor.store.driver import Connection
from ivig_abstractor.store.events import (
    COLUMNS,
    Event,
    Head,
    beginning,
    sealed,
    write_time,
)
from ivig_abstractor.store.records import Changed, Set
from ivig_abstractor.store.values import NULL, read_json, refuse_text

_AUTHORS = """
WITH RECURSIVE known (author_id) AS (
  SELECT min(author_id) FROM event
  UNION ALL
  SELECT (SELECT min(author_id) FROM event WHERE author_id > known.author_id)
  FROM known WHERE known.author_id IS NOT NULL
) SELECT author_id FROM known WHERE author_id IS NOT NULL
"""
_LAST = (
    "SELECT author_seq, event_id, lamport FROM event WHERE author_id = ?"
    " ORDER BY author_seq DESC LIMIT 1"
)
_READ = "SELECT value FROM current WHERE document = ? AND path = ? AND facet = ?"
_APPEND = (
    f"INSERT INTO event ({COLUMNS})"  # noqa: S608  (constants only)
    f" VALUES ({', '.join('?' * len(Event._fields))}) RETURNING arrival"
)
_KEEP = (
    "INSERT INTO current (document, path, facet, value, event) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET value = excluded.value, event = excluded.event"
)
_CLEAR = "DELETE FROM current WHERE document = ? AND path = ? AND facet = ?"


class Stamp(NamedTuple):
    """What all events of one operation share."""

    author_id: str
    operation_id: str
    kind: str
    label: str
    target: str | None
    reason: str
    wall_utc: str
    utc_offset_min: int
    form_version: int
    app_version: str

    @classmethod
    def now(
        cls,
        author: str,
        label: str,
        kind: str,
        target: str | None,
        *,
        reason: str,
        form_version: int,
        app_version: str,
    ) -> Self:
        """The stamp of an operation that is made now."""
        return cls(
            author_id=author,
            operation_id=ids.new_operation_id(),
            kind=kind,
            label=label,
            target=target,
            reason=reason,
            wall_utc=write_time(clock.now()),
            utc_offset_min=clock.utc_offset_minutes(),
            form_version=form_version,
            app_version=app_version,
        )

    def refuse_unkeepable(self) -> None:
        """Refuse words that would not come back exactly as they are.

        Raises:
            ValueRefused: one of them would not.
        """
        for text in (self.author_id, self.label, self.target or "", self.reason):
            refuse_text(text)


class Written(NamedTuple):
    """What was written, and where it leaves its author's chain."""

    changes: list[Changed]
    author_id: str
    head: Head
    lamport: int


def authors(connection: Connection) -> list[str]:
    """Everybody who has an event, without reading every event."""
    return [author for (author,) in connection.execute(_AUTHORS)]


class Trail:
    """The ends of all chains in a file, to which events are appended."""

    def __init__(self, connection: Connection, review_id: str) -> None:
        self._connection = connection
        self._beginning = Head(0, beginning(review_id))
        self.heads: dict[str, Head] = {}
        self._lamport = 0
        self.reload()

    def reload(self) -> None:
        """Read the heads from the file again."""
        self.heads = {}
        self._lamport = 0
        for author in authors(self._connection):
            row = self._connection.execute(_LAST, (author,)).fetchone()
            seq, event_id, lamport = row
            self.heads[author] = Head(seq, event_id)
            self._lamport = max(self._lamport, lamport)

    @property
    def lamport(self) -> int:
        """Where the clock of the file stands, which orders events without any clock."""
        return self._lamport

    def keep(self, event: Event) -> None:
        """Write an event of another file; the current values are made again after."""
        self._connection.execute(_APPEND, event).fetchall()

    def append(self, sets: Sequence[tuple[Set, str]], stamp: Stamp) -> Written:
        """Write what really changes, inside the caller's transaction.

        Each set comes with its canonical value. `accept` is to follow the commit.
        """
        head = self.heads.get(stamp.author_id, self._beginning)
        changes: list[Changed] = []
        for one, new in sets:
            old = self._current(one)
            if old == new:
                continue
            at = len(changes)
            event = sealed(_event(one, old, new, stamp, head, self._lamport, at))
            self._write(event)
            head = Head(event.author_seq, event.event_id)
            before = read_json(old)
            changes.append(Changed(one.document, one.path, one.facet, before, one.new))
        lamport = self._lamport + len(changes)
        return Written(changes, stamp.author_id, head, lamport)

    def accept(self, written: Written) -> None:
        """Go on from what is now committed."""
        if written.changes:
            self.heads[written.author_id] = written.head
            self._lamport = written.lamport

    def _current(self, one: Set) -> str:
        key = (one.document, one.path, one.facet)
        found = self._connection.execute(_READ, key).fetchall()
        return found[0][0] if found else NULL

    def _write(self, event: Event) -> None:
        arrival: int = self._connection.execute(_APPEND, event).fetchall()[0][0]
        key = (event.document, event.path, event.facet)
        if event.new == NULL:
            self._connection.execute(_CLEAR, key)
        else:
            self._connection.execute(_KEEP, (*key, event.new, arrival))


def _event(
    one: Set, old: str, new: str, stamp: Stamp, head: Head, lamport: int, step: int
) -> Event:
    return Event(
        event_id="",
        author_id=stamp.author_id,
        author_seq=head.seq + 1,
        prev=head.event_id,
        lamport=lamport + step + 1,
        wall_utc=stamp.wall_utc,
        utc_offset_min=stamp.utc_offset_min,
        operation_id=stamp.operation_id,
        step=step,
        kind=stamp.kind,
        label=stamp.label,
        target=stamp.target,
        document=one.document,
        path=one.path,
        facet=one.facet,
        old=old,
        new=new,
        reason=stamp.reason,
        form_version=stamp.form_version,
        app_version=stamp.app_version,
    )
