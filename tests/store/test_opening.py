"""Opening is careful, refuses in sentences, and never changes a file."""

import os
import shutil
import sqlite3
import stat
import struct
import sys
import time

import pytest

from ivig_abstractor.base.errors import (
    AppError,
    ContentMismatch,
    FileTooNew,
    FileTooOld,
    LimitExceeded,
    NotAProject,
    ReadOnlyMedium,
    SchemaTampered,
    StorageError,
    UnsafeTarget,
)
from ivig_abstractor.store import schema, soundness
from ivig_abstractor.store.driver import connect_sqlite, uri_of
from tests.store.making import a_review, edit, everything, open_review, state_of

POSIX = pytest.mark.skipif(os.name == "nt", reason="there are no such files on Windows")


def write(name, content):
    def make(path, _review):
        path.with_name(name).write_bytes(content)
        return path.with_name(name)

    return make


def altered(change):
    """A sound review, changed by bytes."""

    def make(path, review):
        shutil.copy(review, path)
        path.write_bytes(change(path.read_bytes()))
        return path

    return make


def rewritten(*statements):
    """A sound review, changed by another program."""

    def make(path, review):
        shutil.copy(review, path)
        connection = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()
        return path

    return make


def a_folder(path, _review):
    path.mkdir()
    return path


def a_pipe(path, _review):
    os.mkfifo(path)
    return path


def a_link_in_a_circle(path, _review):
    path.symlink_to(path.name)
    return path


def version(number):
    return altered(lambda it: it[:60] + struct.pack(">i", number) + it[64:])


SLOW_CHECK = (
    "CREATE TABLE summary (document TEXT PRIMARY KEY, value TEXT NOT NULL CHECK"
    " (length(printf('%.*c', 100000000, 'x')) > 0)) STRICT, WITHOUT ROWID"
)
HOSTILE = {
    "nothing": (lambda path, _review: path, NotAProject),
    "a folder": (a_folder, NotAProject),
    "zero bytes": (write("empty.ivig", b""), NotAProject),
    "fifteen bytes": (write("short.ivig", b"SQLite format 3"), NotAProject),
    "text": (write("text.ivig", b"hello " * 1000), NotAProject),
    "random bytes": (write("random.ivig", os.urandom(8192)), NotAProject),
    "zeros": (write("zeros.ivig", bytes(4096)), NotAProject),
    "only a header": (altered(lambda it: it[:100]), NotAProject),
    "another program's id": (
        altered(lambda it: it[:68] + b"GPKG" + it[72:]),
        NotAProject,
    ),
    "a header and random bytes": (
        altered(lambda it: it[:100] + os.urandom(len(it) - 100)),
        ContentMismatch,
    ),
    "cut to half its pages": (
        altered(lambda it: it[: len(it) // 8192 * 4096]),
        ContentMismatch,
    ),
    "cut inside a page": (altered(lambda it: it[:-1000]), ContentMismatch),
    "a page of zeros": (
        altered(lambda it: it[:8192] + bytes(4096) + it[12288:]),
        ContentMismatch,
    ),
    "an unwanted trigger": (
        rewritten(
            "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM current; END"
        ),
        SchemaTampered,
    ),
    "a missing trigger": (rewritten("DROP TRIGGER event_keeps"), SchemaTampered),
    "another table": (rewritten("CREATE TABLE t (x)"), SchemaTampered),
    "a view posing as a table": (
        rewritten(
            "DROP TABLE summary",
            "CREATE VIEW summary (document, value) AS WITH RECURSIVE r(x) AS"
            " (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x, x FROM r",
        ),
        SchemaTampered,
    ),
    "a check that never ends": (
        rewritten("DROP TABLE summary", SLOW_CHECK),
        SchemaTampered,
    ),
    "a schema that is no SQL": (
        rewritten(
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'meta'",
        ),
        AppError,
    ),
    "without its review id": (rewritten("DELETE FROM meta"), ContentMismatch),
    "version 0": (version(0), FileTooOld),
    "the next version": (version(schema.VERSION + 1), FileTooNew),
    "a version in a hundred": (version(schema.VERSION + 100), FileTooNew),
    "the last version": (version(2**31 - 1), FileTooNew),
    "a negative version": (version(-1), FileTooNew),
}
HOSTILE_ON_POSIX = {
    "a pipe": (a_pipe, NotAProject),
    "a link in a circle": (a_link_in_a_circle, NotAProject),
}


def refused(make, kind, folder, review, witness, read_only):
    """Open what `make` makes; it must be refused in time, and stay as it is."""
    path = make(folder / "hostile.ivig", review)
    before = state_of(path) if path.exists() else None
    began = time.monotonic()
    with pytest.raises(kind) as caught:
        open_review(path, witness, read_only=read_only)
    assert time.monotonic() - began < 5
    assert caught.value.what
    assert caught.value.next_step
    if before:
        assert state_of(path) == before


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(("make", "kind"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_and_not_changed(
    make, kind, folder, review, stranger, read_only
):
    refused(make, kind, folder, review, stranger, read_only)


@POSIX
@pytest.mark.parametrize(
    ("make", "kind"), HOSTILE_ON_POSIX.values(), ids=HOSTILE_ON_POSIX
)
def test_hostile_names_are_refused(make, kind, folder, review, stranger):
    refused(make, kind, folder, review, stranger, read_only=False)


@POSIX
def test_a_file_with_a_second_name_is_refused(folder, review, witness):
    os.link(review, folder / "second.ivig")
    with pytest.raises(UnsafeTarget, match="second name"):
        open_review(review, witness)


@POSIX
def test_a_pipe_posing_as_the_journal_is_refused(review, witness):
    os.mkfifo(review.with_name(review.name + "-journal"))
    with pytest.raises(UnsafeTarget):
        open_review(review, witness)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_open_look_close_changes_nothing(review, witness, stranger, known, read_only):
    before = state_of(review)
    project = open_review(review, witness if known else stranger, read_only=read_only)
    assert project._opened.was_known is known
    everything(project)
    project.verify()
    project.close()
    assert state_of(review) == before


def test_a_file_that_was_examined_is_known_the_next_time(review, stranger):
    open_review(review, stranger).close()
    with open_review(review, stranger) as project:
        assert project._opened.was_known


def test_a_name_full_of_signs_opens_the_right_file(folder, witness):
    path = folder / "a?b#c%20 ü 研究.ivig"
    a_review(path, witness)
    with open_review(path, witness) as project:
        assert project.path == path.resolve()
    assert [one.name for one in folder.iterdir()] == [path.name]


def test_an_unseen_character_in_a_name_is_shown(folder, witness):
    with pytest.raises(NotAProject, match=r"gnp⟨U\+202E⟩exe"):
        open_review(folder / "gnp\u202eexe.ivig", witness)


def in_wal_mode(review):
    connection = sqlite3.connect(review)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def test_a_file_in_wal_mode_is_only_looked_at_on_a_copy(review, witness):
    in_wal_mode(review)
    before = state_of(review)
    with open_review(review, witness, read_only=True) as project:
        assert project.verify().is_intact
    assert state_of(review) == before


def test_a_file_in_wal_mode_is_converted_when_it_is_worked_on(review, witness):
    in_wal_mode(review)
    with open_review(review, witness) as project:
        edit(project, 77)
    assert review.read_bytes()[18:20] == b"\x01\x01"
    assert [one.name for one in review.parent.iterdir()] == [review.name]


def test_a_file_marked_read_only_is_offered_read_only(review, witness):
    review.chmod(stat.S_IREAD)
    before = state_of(review)
    try:
        with pytest.raises(ReadOnlyMedium, match="read-only"):
            open_review(review, witness)
        with open_review(review, witness, read_only=True) as project:
            assert project.verify().is_intact
        assert state_of(review) == before
    finally:
        review.chmod(stat.S_IREAD | stat.S_IWRITE)


def test_a_folder_that_cannot_be_written_to_is_offered_read_only(
    review, witness, monkeypatch
):
    real = os.access
    monkeypatch.setattr(
        "ivig_abstractor.store.connection.os.access",
        lambda path, mode: path != review.resolve().parent and real(path, mode),
    )
    with pytest.raises(ReadOnlyMedium):
        open_review(review, witness)
    open_review(review, witness, read_only=True).close()


def test_without_room_for_a_copy_the_file_itself_is_examined(
    review, stranger, monkeypatch
):
    def no_room(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", no_room)
    before = state_of(review)
    with open_review(review, stranger) as project:
        assert project.verify().is_intact
    assert state_of(review) == before


def test_the_connection_is_set_up_as_decided(project):
    expected = {
        "locking_mode": "exclusive",
        "journal_mode": "delete",
        "synchronous": 3,
        "fullfsync": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "ignore_check_constraints": 0,
        "temp_store": 2,
    }
    ask = project._connection.execute
    found = {name: ask(f"PRAGMA {name}").fetchall() for name in expected}
    # `mmap_size` answers nothing where SQLite was built without it.
    assert (
        found == {name: [(value,)] for name, value in expected.items()}
        or not found["mmap_size"]
    )
    assert project._connection.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED) == 0


def test_a_statement_that_takes_too_long_is_stopped(review, monkeypatch):
    monkeypatch.setattr(soundness, "_SECONDS", -1.0)
    connection = connect_sqlite(uri_of(review, "ro"))
    try:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            soundness.check_schema(connection, review)
    finally:
        connection.close()


def test_too_long_is_said_in_a_sentence(review, stranger, monkeypatch):
    monkeypatch.setattr(soundness, "_SECONDS", -1.0)
    with pytest.raises(LimitExceeded, match="too long"):
        open_review(review, stranger)


def test_an_sqlite_without_strict_tables_is_refused(review, witness, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StorageError, match="too old"):
        open_review(review, witness)


def test_the_schema_is_frozen():
    connection = sqlite3.connect(":memory:")
    for statement in schema.STATEMENTS:
        connection.execute(statement)
    found = schema.fingerprint(connection.execute(schema.READ_SCHEMA))
    connection.close()
    assert found == schema.FINGERPRINTS[schema.VERSION]


def test_events_are_never_changed_nor_replaced(project):
    for statement in (
        "UPDATE event SET reason = 'x'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event LIMIT 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            project._connection.execute(statement)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has only one spelling")
def test_a_name_that_is_no_unicode_can_be_opened(folder, witness):
    path = folder / os.fsdecode(b"caf\xe9.ivig")
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system takes Unicode only")
    path.unlink()
    a_review(path, witness)
    open_review(path, witness).close()
