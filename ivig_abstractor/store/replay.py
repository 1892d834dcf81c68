"""Works out what stands now from the audit trail alone, and compares or repairs."""

from collections.abc import Iterable
from typing import NamedTuple

from ivig_abstractor.store.driver import Connection

# Several authors' events have one order on every computer: lamport, then identifier.
# Wall clocks decide nothing.
_LAST_EVENTS_WHERE = """
SELECT document, path, facet, new AS value, arrival AS event FROM (
  SELECT document, path, facet, new, arrival, row_number() OVER (
    PARTITION BY document, path, facet ORDER BY lamport DESC, event_id DESC
  ) AS place FROM event {where}
) WHERE place = 1 AND new <> 'null'
"""
_LAST_EVENTS = _LAST_EVENTS_WHERE.format(where="")
_LAST_EVENTS_OF_ONE = _LAST_EVENTS_WHERE.format(where="WHERE document = ?")

_CACHED = "SELECT document, path, facet, value, event FROM current"

# Cheap enough for opening a large file: every cached value is that of its event.
_UNFOUNDED = """
SELECT current.document, current.path, current.facet
FROM current LEFT JOIN event ON event.arrival = current.event
WHERE (current.document, current.path, current.facet, current.value)
  IS NOT (event.document, event.path, event.facet, event.new)
LIMIT ?
"""


class Mismatch(NamedTuple):
    """A value whose cached state is not what the audit trail gives."""

    document: str
    path: str
    facet: str


def unfounded(connection: Connection, limit: int = 1) -> list[Mismatch]:
    """Cached values that differ from the event they name."""
    return [Mismatch(*row) for row in connection.execute(_UNFOUNDED, (limit,))]


def differences(connection: Connection, limit: int) -> list[Mismatch]:
    """Values whose cached state is not what replaying all events gives."""
    rows = connection.execute(
        f"SELECT DISTINCT document, path, facet FROM ("  # noqa: S608  (constants only)
        f"SELECT * FROM ({_CACHED} EXCEPT {_LAST_EVENTS}) UNION ALL "
        f"SELECT * FROM ({_LAST_EVENTS} EXCEPT {_CACHED})) LIMIT ?",
        (limit,),
    )
    return [Mismatch(*row) for row in rows]


def rebuild_documents(connection: Connection, documents: Iterable[str]) -> None:
    """Make current values of some documents again, and drop what was summed up."""
    for document in documents:
        connection.execute("DELETE FROM current WHERE document = ?", (document,))
        connection.execute("DELETE FROM summary WHERE document = ?", (document,))
        connection.execute(
            "INSERT INTO current (document, path, facet, value, event) "
            + _LAST_EVENTS_OF_ONE,
            (document,),
        )


def rebuild(connection: Connection) -> None:
    """Make the cached values those of the audit trail; the caller commits."""
    connection.execute("DELETE FROM current")
    connection.execute("DELETE FROM summary")
    connection.execute(
        "INSERT INTO current (document, path, facet, value, event) " + _LAST_EVENTS
    )
