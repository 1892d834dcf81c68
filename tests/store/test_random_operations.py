"""Whatever is done in whatever order, the audit trail tells all of it."""

import ast
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivig_abstractor.base.errors import BugError
from ivig_abstractor.store.project import ProjectFile, Set
from ivig_abstractor.store.witness import Witness
from tests.store.making import SCALE, connect_unsynced

STORE = Path(__file__).resolve().parents[2] / "ivig_abstractor"
WRITERS = {"trail.py", "writer.py", "replay.py", "connection.py"}
WRITING = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|REPLACE INTO)\b")
TABLES = {"event", "current", "summary", "meta"}

VALUES = st.none() | st.integers(0, 2) | st.text("ab", max_size=2) | st.booleans()
SETS = st.builds(
    Set,
    st.sampled_from(["review", "study:1", "study:2"]),
    st.sampled_from(["a", "b", "rows[r1].c"]),
    st.sampled_from(["answer", "note"]),
    VALUES,
)
OPERATIONS = st.lists(
    st.tuples(
        st.lists(SETS, max_size=4),
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["do", "undo", "redo", "barrier"]),
    ),
    max_size=12,
)


class Guard:
    """Lets the tables be written only while an operation is being committed."""

    def __init__(self):
        self.is_open = False
        self.denied = []

    def __call__(self, action, table, *_more):
        writes = action in (
            sqlite3.SQLITE_INSERT,
            sqlite3.SQLITE_UPDATE,
            sqlite3.SQLITE_DELETE,
        )
        if writes and table in TABLES and not self.is_open:
            self.denied.append(table)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK


def ask_everything(project):
    project.verify()
    project.entries_of("")
    project.documents("")
    project.summaries()
    project.history("review")
    project.operations("ann")
    project.operations("ann", since_barrier=True)
    return list(project.events())


@settings(
    max_examples=200 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operations=OPERATIONS)
def test_the_trail_tells_every_change_and_replays_to_what_stands(
    operations, tmp_path_factory
):
    place = tmp_path_factory.mktemp("random")
    guard = Guard()
    with ProjectFile.create(
        place / "r.ivig",
        review_id="r",
        app_version="1",
        form_version=1,
        witness=Witness(place / "memory"),
        connect=connect_unsynced,
    ) as project:
        project._connection.set_authorizer(guard)
        expected, changes = {}, 0
        for sets, author, kind in operations:
            guard.is_open = True
            done = project.commit(sets, author=author, label="x", kind=kind)
            guard.is_open = False
            changes += len(done.changes)
            for document, path, facet, new in sets:
                expected[document, path, facet] = new
        events = ask_everything(project)
        assert guard.denied == []
        assert len(events) == changes
        assert project.verify().is_intact
        stands = {
            (document, path, facet): value
            for document, entries in project.entries_of("").items()
            for path, facet, value in entries
        }
        wanted = {key: value for key, value in expected.items() if value is not None}
        assert {k: repr(v) for k, v in stands.items()} == {
            k: repr(v) for k, v in wanted.items()
        }
        replayed = {}
        for event in events:
            key = (event.document, event.path, event.facet)
            assert repr(event.old_value) == repr(replayed.get(key))
            replayed[key] = event.new_value
    assert [one.name for one in place.iterdir() if one.is_file()] == ["r.ivig"]


def test_the_guard_of_this_test_works(project):
    guard = Guard()
    project._connection.set_authorizer(guard)
    with pytest.raises(BugError):
        project.put_summaries({"a": 1})
    project._connection.set_authorizer(None)
    assert guard.denied == ["summary"]


def test_no_other_module_writes_tables():
    found = {
        module.name
        for module in STORE.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and WRITING.search(node.value)
    }
    assert found == WRITERS
