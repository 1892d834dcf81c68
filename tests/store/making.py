"""Makes real review files, and changes them, with few arguments."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivig_abstractor.store import schema
from ivig_abstractor.store.project import Committed, ProjectFile, Set
from ivig_abstractor.store.witness import Witness

ROOT = Path(__file__).resolve().parents[2]
SCALE = int(os.environ.get("IVIG_TEST_SCALE", "1"))
STUDY = "abstraction:s1/ann"
ANN = "ann"
BOB = "bob"


class Unsynced(sqlite3.Connection):
    """Waits for no disk, for tests that are about something else."""

    def execute(self, sql, *parameters):
        sql = sql.replace("synchronous=EXTRA", "synchronous=OFF")
        return super().execute(sql, *parameters)


def connect_unsynced(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=0, factory=Unsynced
    )


def a_review(path: Path, witness: Witness, edits: int = 6) -> Path:
    """Make a review of two authors with some edits, and close it."""
    with ProjectFile.create(
        path,
        review_id="review-1",
        app_version="0.1",
        form_version=1,
        witness=witness,
        connect=connect_unsynced,
    ) as project:
        for number in range(edits):
            edit(project, number, author=ANN if number % 3 else BOB)
    return path


def open_review(path: Path, witness: Witness, **more: object) -> ProjectFile:
    return ProjectFile.open(path, app_version="0.1", witness=witness, **more)


def edit(project: ProjectFile, number: int, author: str = ANN) -> Committed:
    """Set two values of one of five fields, as one operation."""
    at = f"outcomes.rows[o{number % 5}].before"
    return project.commit(
        [Set(STUDY, at, "answer", f"value {number}"), Set(STUDY, at, "note", [number])],
        author=author,
        label=f"Edit {number}",
        summaries={STUDY: {"answered": number}},
    )


def everything(project: ProjectFile) -> dict[str, object]:
    """All that is in a review, to be compared."""
    return {
        "entries": project.entries_of(""),
        "events": list(project.events()),
        "summaries": project.summaries(),
    }


@contextmanager
def behind_its_back(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a closed review with another program, leaving its tables as they were."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("DROP TRIGGER event_keeps")
        connection.execute("DROP TRIGGER event_stays")
        yield connection
        for statement in schema.STATEMENTS:
            if statement.startswith("CREATE TRIGGER"):
                connection.execute(statement)
    finally:
        connection.close()


def state_of(path: Path) -> tuple[str, int, list[str]]:
    """What must not change when a file is looked at or refused."""
    content = path.read_bytes() if path.is_file() else b""
    return (
        hashlib.sha256(content).hexdigest(),
        path.stat().st_mtime_ns,
        sorted(one.name for one in path.parent.iterdir()),
    )
