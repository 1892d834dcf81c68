"""An older review is converted on a copy, or not at all."""

import sqlite3

import pytest

from ivig_abstractor.base.errors import (
    DiskFull,
    FileTooNew,
    FileTooOld,
    MigrationFailed,
    ProjectLocked,
    SchemaTampered,
)
from ivig_abstractor.store import schema
from ivig_abstractor.store.migrations import MIGRATIONS, Migration, migrate
from tests.store.making import behind_its_back, everything, open_review, state_of

EXTRA = "CREATE TABLE extra (x TEXT) STRICT"


def add_table(connection):
    connection.execute(EXTRA)


def add_column(connection):
    connection.execute("ALTER TABLE extra ADD COLUMN y TEXT")


STEPS = (Migration(2, add_table), Migration(3, add_column))


def fingerprints():
    connection = sqlite3.connect(":memory:")
    for statement in schema.STATEMENTS:
        connection.execute(statement)
    for step in STEPS:
        step.change(connection)
    newest = schema.fingerprint(connection.execute(schema.READ_SCHEMA))
    connection.close()
    return {**schema.FINGERPRINTS, 3: newest}


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def convert(review, backups, steps=STEPS):
    return migrate(review, backups, migrations=steps, fingerprints=fingerprints())


def rows(path, sql):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_review_is_converted_step_by_step_and_the_older_one_kept(
    review, witness, backups
):
    with open_review(review, witness) as project:
        before = everything(project)
    kept = convert(review, backups)
    assert rows(review, "PRAGMA user_version") == [(3,)]
    assert rows(review, "SELECT x, y FROM extra") == []
    count = len(before["events"])
    assert rows(review, "SELECT count(*) FROM event") == [(count,)]
    with open_review(kept, witness) as project:
        assert everything(project) == before
    assert [one.name for one in review.parent.iterdir()] == [review.name]
    with pytest.raises(FileTooNew):
        open_review(review, witness)


def explode(connection):
    add_table(connection)
    raise RuntimeError("boom")


def lose_an_answer(connection):
    add_table(connection)
    connection.execute("DELETE FROM current WHERE path LIKE '%o1%'")


def change_an_event(connection):
    add_table(connection)
    connection.execute("DROP TRIGGER event_keeps")
    connection.execute("UPDATE event SET event_id = 'x'")
    connection.execute(schema.STATEMENTS[5])


def bad_sql(connection):
    connection.execute("CREATE oops")


def commit_itself(connection):
    add_table(connection)
    connection.execute("COMMIT")
    raise RuntimeError("boom")


@pytest.mark.parametrize(
    "change",
    [explode, lose_an_answer, change_an_event, bad_sql, commit_itself, lambda _c: None],
)
def test_a_conversion_that_fails_leaves_the_file_as_it_was(
    change, review, witness, backups
):
    before = state_of(review)
    steps = (Migration(2, change), Migration(3, add_column))
    with pytest.raises(MigrationFailed, match="unchanged"):
        convert(review, backups, steps)
    assert state_of(review) == before
    open_review(review, witness).close()


def test_a_full_disk_is_said_as_such(review, backups):
    def fill(connection):
        add_table(connection)
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    before = state_of(review)
    with pytest.raises(DiskFull):
        convert(review, backups, (Migration(2, fill), Migration(3, add_column)))
    assert state_of(review) == before


def test_a_newer_or_present_layout_is_not_converted(review, backups):
    convert(review, backups)
    with pytest.raises(MigrationFailed, match="present layout"):
        convert(review, backups)
    with pytest.raises(FileTooNew):
        migrate(review, backups)


def test_a_layout_with_no_way_from_it_is_refused(review, backups):
    with pytest.raises(FileTooOld, match="cannot convert"):
        convert(review, backups, STEPS[1:])


def test_an_open_review_is_not_converted(project, backups):
    with pytest.raises(ProjectLocked):
        convert(project.path, backups)


def test_a_review_with_a_journal_is_not_converted(review, backups):
    review.with_name(f"{review.name}-journal").write_bytes(b"x")
    with pytest.raises(MigrationFailed, match="not closed properly"):
        convert(review, backups)


def test_foreign_tables_are_not_converted(review, backups):
    with behind_its_back(review) as connection:
        connection.execute(EXTRA)
    with pytest.raises(SchemaTampered):
        convert(review, backups)


def test_the_programs_own_migrations_lead_to_its_version():
    assert [step.version for step in MIGRATIONS] == list(range(2, schema.VERSION + 1))
