"""Makes a change wholly or not at all, and finds out which when the disk cannot say."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from ivig_abstractor.base.errors import CommitUnknown
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store.connection import OpenFile
from ivig_abstractor.store.driver import Connection
from ivig_abstractor.store.failures import shown, told

Done = TypeVar("Done")


def whole(
    opened: OpenFile, work: Callable[[], Done], was_saved: Callable[[], bool]
) -> Done:
    """Run `work` in one transaction of its own and commit it.

    Args:
        opened: the file.
        work: writes.
        was_saved: looks whether what was written is in the file.

    Raises:
        AppError: nothing was changed, or, as `CommitUnknown`, nobody can say.
    """
    connection = opened.connection
    with told(opened.path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = work()
            opened.refuse_if_moved()
        except BaseException:
            _roll_back(connection)
            raise
        try:
            connection.execute("COMMIT")
        except sqlite3.Error:
            _roll_back(connection)
            if not _is_there(opened, was_saved):
                raise
    return done


def _is_there(opened: OpenFile, was_saved: Callable[[], bool]) -> bool:
    # A commit can fail at its very last step, when the change is already in the file.
    try:
        return was_saved()
    except sqlite3.Error as error:
        raise CommitUnknown(
            _("It is not known whether the last change to {name} was saved.").format(
                name=shown(opened.path)
            ),
            unchanged=_("Everything saved before is unchanged."),
            next_step=_("Close the review, open it again and look."),
        ) from error


def _roll_back(connection: Connection) -> None:
    # If this fails too, SQLite rolls back when the file is opened the next time.
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
