"""The tables of a project file, frozen for every version of the layout."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType

APPLICATION_ID = 0x49564947  # "IVIG"
VERSION = 1

META = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID"
)

# `old` and `new` are canonical JSON; `arrival` is the order in this file only.
EVENT = """
CREATE TABLE event (
  arrival INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_seq INTEGER NOT NULL,
  prev TEXT NOT NULL,
  lamport INTEGER NOT NULL,
  wall_utc TEXT NOT NULL,
  utc_offset_min INTEGER NOT NULL,
  operation_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'barrier')),
  label TEXT NOT NULL,
  target TEXT,
  document TEXT NOT NULL,
  path TEXT NOT NULL,
  facet TEXT NOT NULL,
  old TEXT NOT NULL,
  new TEXT NOT NULL,
  reason TEXT NOT NULL,
  form_version INTEGER NOT NULL,
  app_version TEXT NOT NULL,
  UNIQUE (author_id, author_seq)
) STRICT
"""

# A cache: the last event of every value that is not cleared.
CURRENT = """
CREATE TABLE current (
  document TEXT NOT NULL,
  path TEXT NOT NULL,
  facet TEXT NOT NULL,
  value TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (document, path, facet)
) STRICT, WITHOUT ROWID
"""

SUMMARY = (
    "CREATE TABLE summary (document TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID"
)

STATEMENTS = (
    META,
    EVENT,
    "CREATE INDEX event_document ON event (document)",
    "CREATE INDEX event_operation ON event (operation_id)",
    # The undo list reads the first event of each operation, and only that.
    "CREATE INDEX event_first ON event (author_id, author_seq) WHERE step = 0",
    # Against our own mistakes only; against people, the chains guard.
    """CREATE TRIGGER event_keeps BEFORE UPDATE ON event
    BEGIN SELECT raise(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER event_stays BEFORE DELETE ON event
    BEGIN SELECT raise(ABORT, 'events are never deleted'); END""",
    CURRENT,
    SUMMARY,
)

FINGERPRINTS: Mapping[int, str] = MappingProxyType(
    {1: "c25b9edc23f26b996ad3e50308bd7ed2b65289bd188ce129453c39f324d0cf3c"}
)

SchemaRow = tuple[str, str, str, str | None]
READ_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"


def fingerprint(rows: Iterable[SchemaRow]) -> str:
    """The hash of all tables, indexes, triggers and views, spacing aside."""
    lines = sorted(
        "\x1f".join([*map(str, named), " ".join(str(sql).split())])
        for *named, sql in rows
    )
    return sha256("\x1e".join(lines).encode()).hexdigest()
