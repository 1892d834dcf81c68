"""A change is saved wholly or not at all, whatever the disk says."""

import sqlite3

import pytest

from ivig_abstractor.base.errors import (
    CommitUnknown,
    DiskFull,
    ReadOnlyMedium,
    StorageError,
)
from ivig_abstractor.store.driver import connect_sqlite
from ivig_abstractor.store.project import Set
from tests.store.making import ANN, edit, everything, open_review


def long_text(project, number):
    text = f"{number} " + "x" * 20_000
    return project.commit(
        [Set("d", f"p{number}", "note", text)], author=ANN, label="Note"
    )


@pytest.mark.parametrize("room", range(21))
def test_a_full_disk_is_said_and_the_same_change_works_later(project, room):
    ask = project._connection.execute
    pages = ask("PRAGMA page_count").fetchone()[0]
    ask(f"PRAGMA max_page_count = {pages + room}").fetchall()
    saved = 0
    full = None
    while full is None:
        before = everything(project)
        try:
            long_text(project, saved)
            saved += 1
        except DiskFull as error:
            full = error
    assert "full" in full.what
    assert everything(project) == before
    ask("PRAGMA max_page_count = 1000000").fetchall()
    long_text(project, saved)
    assert project.get("d", f"p{saved}", "note").startswith(f"{saved} ")
    assert project.verify().is_intact


class Disk:
    """A connection whose disk fails at one statement, before or after doing it."""

    def __init__(self, uri):
        self._connection = connect_sqlite(uri)
        self.fails_at = ()
        self.code = sqlite3.SQLITE_IOERR
        self.does_it = False

    def execute(self, sql, parameters=()):
        if sql.startswith(self.fails_at or ("-",)):
            if self.does_it:
                self._connection.execute(sql, parameters)
            self.fails_at = self.fails_at[1:]
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = self.code
            raise error
        return self._connection.execute(sql, parameters)

    def __getattr__(self, name):
        return getattr(self._connection, name)


@pytest.fixture
def failing(review, witness):
    disks = []

    def connect(uri):
        disks.append(Disk(uri))
        return disks[0]

    with open_review(review, witness, connect=connect) as project:
        yield project, disks[0]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR, StorageError),
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_READONLY, ReadOnlyMedium),
    ],
)
@pytest.mark.parametrize("statement", ["BEGIN", "INSERT INTO event", "COMMIT"])
def test_what_was_not_saved_can_be_tried_again(failing, statement, code, kind):
    project, disk = failing
    before = everything(project)
    disk.fails_at, disk.code = (statement,), code
    with pytest.raises(kind):
        edit(project, 50)
    assert everything(project) == before
    assert edit(project, 50).changes
    assert project.verify().is_intact


def test_an_error_after_the_change_was_saved_is_no_error(failing):
    project, disk = failing
    disk.fails_at, disk.does_it = ("COMMIT",), True
    done = edit(project, 50)
    assert project.operation_changes(done.operation_id) == done.changes
    edit(project, 51)
    assert project.verify().is_intact


def test_if_nobody_can_say_that_is_said(failing):
    project, disk = failing
    disk.fails_at = ("COMMIT", "SELECT 1 FROM event")
    with pytest.raises(CommitUnknown, match="not known"):
        edit(project, 50)
    edit(project, 51)
    assert project.verify().is_intact


def test_an_interrupted_program_goes_on_from_what_is_in_the_file(project, monkeypatch):
    def interrupted(_written):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(project._writer, "_summarise", interrupted)
        with pytest.raises(KeyboardInterrupt):
            edit(project, 50)
    assert not project._connection.in_transaction
    edit(project, 50)
    assert project.verify().is_intact
