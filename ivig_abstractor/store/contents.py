"""Reads what a project file holds: current values, summaries, history, operations."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.store.driver import Connection, SqlValue
from ivig_abstractor.store.events import COLUMNS, Event, read_time
from ivig_abstractor.store.failures import told
from ivig_abstractor.store.records import Changed, Entry, OperationLine, Source
from ivig_abstractor.store.values import NULL, canonical, read_json

_LAST_CHARACTER = "\U0010ffff"

_GET = "SELECT value FROM current WHERE document = ? AND path = ? AND facet = ?"
_ENTRIES = (
    "SELECT path, facet, value FROM current WHERE document = ? ORDER BY path, facet"
)
_ENTRIES_OF = (
    "SELECT document, path, facet, value FROM current"
    " WHERE document >= ? AND document < ? ORDER BY document, path, facet"
)
# Jumps from document to document; DISTINCT would read every value of the review.
_DOCUMENTS = """
WITH RECURSIVE found (document, last) AS (
  SELECT (SELECT min(document) FROM current WHERE document >= first), last
  FROM (SELECT ? AS first, ? AS last)
  UNION ALL
  SELECT (SELECT min(document) FROM current WHERE document > found.document), last
  FROM found WHERE found.document < last
) SELECT document FROM found WHERE document < last
"""
_HISTORY = (
    f"SELECT {COLUMNS} FROM event WHERE document = ?"  # noqa: S608  (constants only)
    " AND path = coalesce(?, path) AND facet = coalesce(?, facet)"
    " ORDER BY lamport DESC, event_id DESC LIMIT ?"
)
_EVENTS = (
    f"SELECT arrival, {COLUMNS} FROM event WHERE arrival > ?"  # noqa: S608
    " ORDER BY arrival LIMIT 1000"
)
_OPERATIONS = (
    "SELECT operation_id, kind, label, target, document, wall_utc FROM event"
    " WHERE author_id = ? AND step = 0 AND author_seq >= ? ORDER BY author_seq"
)
_LAST_BARRIER = (
    "SELECT author_seq FROM event WHERE author_id = ? AND step = 0"
    " AND kind = 'barrier' ORDER BY author_seq DESC LIMIT 1"
)
_SOURCES = (
    "SELECT current.path, current.facet, event.event_id, event.wall_utc FROM current"
    " JOIN event ON event.arrival = current.event WHERE current.document = ?"
)
_SOURCE = _SOURCES + " AND current.path = ? AND current.facet = ?"
# Read from the index alone, so a list of a thousand studies can ask for it.
_NEWEST = (
    "SELECT document, max(arrival) FROM event"
    " WHERE document >= ? AND document < ? GROUP BY document"
)
_FIRST = (
    "SELECT min(lamport) FROM event"
    " WHERE document = ? AND path = ? AND facet = ? AND new = ?"
)
_UNTIL = (
    "SELECT path, facet, new FROM event WHERE document = ? AND lamport <= ?"
    " ORDER BY lamport, event_id"
)
_CHANGES = (
    "SELECT document, path, facet, old, new FROM event WHERE operation_id = ?"
    " ORDER BY author_id, author_seq"
)

_CHAIN = (
    f"SELECT {COLUMNS} FROM event WHERE author_id = ?"  # noqa: S608  (constants only)
    " AND author_seq > ? ORDER BY author_seq LIMIT 1000"
)
_HAS = "SELECT 1 FROM event WHERE author_id = ? AND event_id = ? LIMIT 1"
_LAMPORT = "SELECT max(lamport) FROM event"
_ADDRESSES = (
    "SELECT DISTINCT path, facet FROM event WHERE document = ? ORDER BY path, facet"
)
_AUTHORS_OF = (
    "SELECT current.path, current.facet, event.author_id FROM current"
    " JOIN event ON event.arrival = current.event WHERE current.document = ?"
)


class Contents:
    """What an open project file holds; every question is one query."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.path = path
        self._connection = connection

    def get(self, document: str, path: str, facet: str) -> JsonValue:
        """One value; `None` if it was never set, or cleared."""
        for (value,) in self._rows(_GET, document, path, facet):
            return read_json(value)
        return None

    def entries(self, document: str) -> list[Entry]:
        """All values of a document, sorted by path and facet."""
        return [
            Entry(path, facet, read_json(value))
            for path, facet, value in self._rows(_ENTRIES, document)
        ]

    def documents(self, prefix: str) -> list[str]:
        """The names of all documents that begin with `prefix`, sorted."""
        found = self._rows(_DOCUMENTS, prefix, prefix + _LAST_CHARACTER)
        return [document for (document,) in found]

    def entries_of(self, prefix: str) -> dict[str, list[Entry]]:
        """All values of all documents that begin with `prefix`, sorted."""
        found: dict[str, list[Entry]] = {}
        rows = self._rows(_ENTRIES_OF, prefix, prefix + _LAST_CHARACTER)
        for document, path, facet, value in rows:
            entry = Entry(path, facet, read_json(value))
            found.setdefault(document, []).append(entry)
        return found

    def sources(self, document: str) -> dict[tuple[str, str], Source]:
        """The event each value of a document comes from, by path and facet."""
        return {
            (path, facet): Source(event_id, read_time(at))
            for path, facet, event_id, at in self._rows(_SOURCES, document)
        }

    def entries_when(
        self, document: str, path: str, facet: str, value: JsonValue
    ) -> list[Entry] | None:
        """A document as it stood when `value` was first set; `None` if it never was."""
        first = self._rows(_FIRST, document, path, facet, canonical(value))[0][0]
        if first is None:
            return None
        stood = {
            (path, facet): new
            for path, facet, new in self._rows(_UNTIL, document, first)
        }
        return [
            Entry(path, facet, read_json(new))
            for (path, facet), new in sorted(stood.items())
            if new != NULL
        ]

    def source(self, document: str, path: str, facet: str) -> Source | None:
        """The event one value comes from; `None` if there is no value."""
        for _path, _facet, event_id, at in self._rows(_SOURCE, document, path, facet):
            return Source(event_id, read_time(at))
        return None

    def newest(self, prefix: str) -> dict[str, int]:
        """When each document was last changed, as the event's place in this file."""
        rows = self._rows(_NEWEST, prefix, prefix + _LAST_CHARACTER)
        return dict(rows)

    def summary(self, document: str) -> JsonValue:
        """What operations have summed up of one document; `None` if nothing is kept."""
        rows = self._rows("SELECT value FROM summary WHERE document = ?", document)
        return read_json(rows[0][0]) if rows else None

    def summaries(self) -> dict[str, JsonValue]:
        """What operations have summed up, by document; a cache."""
        rows = self._rows("SELECT document, value FROM summary ORDER BY document")
        return {document: read_json(value) for document, value in rows}

    def history(
        self,
        document: str,
        path: str | None = None,
        facet: str | None = None,
        limit: int = 200,
    ) -> list[Event]:
        """The last changes of a document, a path or a value, newest first."""
        rows = self._rows(_HISTORY, document, path, facet, limit)
        return [Event._make(row) for row in rows]

    def events(self) -> Iterator[Event]:
        """All changes, in the order in which they came into this file."""
        arrived = 0
        while page := list(self._rows(_EVENTS, arrived)):
            for row in page:
                yield Event._make(row[1:])
            arrived = page[-1][0]

    def operations(
        self, author: str, *, since_barrier: bool = False
    ) -> list[OperationLine]:
        """All operations of an author in order, or those from the last barrier on."""
        first = 0
        if since_barrier:
            for (seq,) in self._rows(_LAST_BARRIER, author):
                first = seq
        return [
            OperationLine._make((*line, read_time(at)))
            for *line, at in self._rows(_OPERATIONS, author, first)
        ]

    def operation_changes(self, operation_id: str) -> list[Changed]:
        """What an operation changed, in order."""
        return [
            Changed(document, path, facet, read_json(old), read_json(new))
            for document, path, facet, old, new in self._rows(_CHANGES, operation_id)
        ]

    def chains(self, authors: Iterable[str]) -> Iterator[Event]:
        """All events of some authors, ordered by author and sequence."""
        for author in sorted(authors):
            after = 0
            while page := self._rows(_CHAIN, author, after):
                yield from (Event._make(row) for row in page)
                after += len(page)

    def has_event(self, author: str, event_id: str) -> bool:
        """Say whether an event of an author is in the file."""
        return bool(self._rows(_HAS, author, event_id))

    def addresses(self, document: str) -> list[tuple[str, str]]:
        """Path and facet of all that was ever set in a document."""
        return [(path, facet) for path, facet in self._rows(_ADDRESSES, document)]

    def authors_of(self, document: str) -> dict[tuple[str, str], str]:
        """By path and facet, who set the value that stands."""
        rows = self._rows(_AUTHORS_OF, document)
        return {(path, facet): author for path, facet, author in rows}

    def lamport(self) -> int:
        """Where the clock stands that orders the events of all authors."""
        return max((last or 0 for (last,) in self._rows(_LAMPORT)), default=0)

    def _rows(self, sql: str, *values: SqlValue) -> list[tuple[Any, ...]]:
        with told(self.path):
            return self._connection.execute(sql, values).fetchall()
