"""Opens a project file: looked at before it is touched, alone, and only if it is sound.

While a project is open, its path is never opened by anything else of this process:
on POSIX, closing any second handle would let go of the lock of the first.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from ivig_abstractor.base.errors import ProjectLocked, UnsafeTarget
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store import schema
from ivig_abstractor.store.driver import (
    Connect,
    Connection,
    connect_sqlite,
    uri_of,
)
from ivig_abstractor.store.failures import (
    is_locked,
    moved,
    read_only,
    shown,
    told,
)
from ivig_abstractor.store.header import (
    Identity,
    identity_of,
    read_header,
    refuse_version,
    regular_file,
    stamp_of,
)
from ivig_abstractor.store.lock_note import held_by, leave_note, refuse_if_noted
from ivig_abstractor.store.private_copy import private_copy, side_files
from ivig_abstractor.store.soundness import (
    CAREFUL,
    careful,
    check_schema,
    examine,
    number,
    quick_check,
    rows_of,
)
from ivig_abstractor.store.witness import Witness

# The one recipe that lost nothing and damaged nothing in simulated power cuts, and
# that leaves a single file behind.
_DURABLE = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "fullfsync=ON",
)
# In exclusive mode a journal left by a crash would stay for ever, once played back.
# Leaving a persistent mode is what makes SQLite remove it, with all its precautions.
_CLEAN = ("journal_mode=PERSIST", "journal_mode=DELETE")
_open_here: set[Identity] = set()


class OpenFile:
    """An open project file, with the lock that is held on it."""

    def __init__(
        self,
        path: Path,
        connection: Connection,
        identity: Identity,
        *,
        read_only: bool,
        was_known: bool,
        closing: ExitStack,
    ) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only
        self.was_known = was_known
        self._identity = identity
        self._closing = closing

    def refuse_if_moved(self) -> None:
        """Refuse to go on if the path leads to another file by now.

        Raises:
            ProjectMoved: the file was moved, replaced or deleted.
        """
        if not self.is_in_place():
            raise moved(self.path)

    def is_in_place(self) -> bool:
        """Say whether the path still leads to the file that was opened."""
        try:
            return identity_of(self.path) == self._identity
        except OSError:
            return False

    def close(self) -> None:
        """Let go of the file; it is then one file again, without a journal."""
        with told(self.path):
            self._closing.close()


def open_file(
    path: Path,
    *,
    read_only: bool,
    witness: Witness,
    connect: Connect = connect_sqlite,
    despite_damage: bool = False,
) -> OpenFile:
    """Open a project file; whatever happens, looking does not change it.

    Raises:
        AppError: it is not a project, not sound, not writable, or locked.
    """
    real = regular_file(path)
    with ExitStack() as stack, told(real):
        identity = identity_of(real)
        stack.enter_context(only_once_here(real, identity))
        header = read_header(real)
        refuse_version(real, header.version)
        # Before SQLite looks beside the file: it would wait for ever for a pipe there.
        recover = bool(side_files(real)) or header.in_wal_mode
        refuse_if_noted(real)
        if not header.in_wal_mode:  # merely reading one would leave files beside it
            refuse_if_locked(real)
        if not read_only:
            refuse_unwritable(real)
        was_known = not recover and witness.left(real) == stamp_of(real)
        target = real
        if not was_known:
            look = partial(examine, path=real, despite_damage=despite_damage)
            target = _examined(real, look, stack, stay=read_only and recover)
        connection = connect(uri_of(target, "ro" if read_only else "rw"))
        stack.callback(connection.close)
        if read_only:
            _prepare_to_look(connection, real)
        else:
            _prepare_to_write(connection, real, recover=recover)
        refuse_version(real, number(connection, "user_version"))
        if identity_of(real) != identity:
            raise moved(real)
        check_schema(connection, real)
        if was_known:
            quick_check(connection, real)
        if not read_only:
            stack.callback(leave_note(real))
        closing = stack.pop_all()
    return OpenFile(
        real,
        connection,
        identity,
        read_only=read_only,
        was_known=was_known,
        closing=closing,
    )


def create_file(path: Path, meta: Mapping[str, str]) -> None:
    """Make a new project file without any events.

    Raises:
        UnsafeTarget: there is a file of that name already.
        AppError: it cannot be written.
    """
    with told(path):
        try:
            path.open("xb").close()
        except FileExistsError as error:
            raise UnsafeTarget(
                _("There is already a file {name}.").format(name=shown(path)),
                unchanged=_("It is unchanged."),
                next_step=_("Open it, or choose another name."),
            ) from error
        try:
            _fill_new(path, meta)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def refuse_unwritable(path: Path) -> None:
    """Refuse a file that is marked read-only, or whose folder is.

    Raises:
        ReadOnlyMedium: it can only be looked at.
    """
    marked = not path.stat().st_mode & 0o222
    if marked or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise read_only(path)


@contextmanager
def only_once_here(path: Path, identity: Identity) -> Iterator[None]:
    """Keep the block for a file that this process does not have open.

    Raises:
        ProjectLocked: it has it open.
    """
    if identity in _open_here:
        raise ProjectLocked(
            _("{name} is already open in this program.").format(name=shown(path)),
            unchanged=_("Nothing was changed."),
            next_step=_("Go to the window that has it open."),
        )
    _open_here.add(identity)
    try:
        yield
    finally:
        _open_here.discard(identity)


def refuse_if_locked(path: Path) -> None:
    """Ask for the lock in a way that changes nothing, not even after a crash."""
    connection = connect_sqlite(uri_of(path, "ro"))
    try:
        # Whatever else is wrong is told better by the steps that follow.
        with suppress(sqlite3.Error), _held_by_others(path):
            number(connection, "user_version")
    finally:
        connection.close()


def refuse_if_open_here(path: Path) -> None:
    """Refuse to touch a file that this process has open, under whatever name.

    Raises:
        UnsafeTarget: it is open.
    """
    with suppress(OSError):
        if identity_of(path) in _open_here:
            raise UnsafeTarget(
                _("{name} is open as a review.").format(name=shown(path)),
                unchanged=_("It is unchanged."),
                next_step=_("Choose another name."),
            )


def _examined(
    path: Path, look: Callable[[str], None], stack: ExitStack, *, stay: bool
) -> Path:
    """Examine a private copy; return it if we are to `stay` with it, else `path`."""
    with ExitStack() as copying:
        try:
            copy = copying.enter_context(private_copy(path))
        except OSError:
            # No room for a copy. Without a journal to recover from, a connection
            # that cannot write is as harmless.
            if side_files(path):
                raise
            look(uri_of(path, "ro"))
            return path
        look(uri_of(copy, "rw"))
        if stay:
            stack.push(copying.pop_all())
            return copy
    return path


def _prepare_to_look(connection: Connection, path: Path) -> None:
    """Set the connection up and keep others from writing while we look."""
    with _held_by_others(path):
        careful(connection)
        rows_of(connection, f"PRAGMA {_DURABLE[0]}")
        number(connection, "user_version")


def _prepare_to_write(connection: Connection, path: Path, *, recover: bool) -> None:
    """Set the connection up and take the lock."""
    with _held_by_others(path):
        careful(connection)
        for pragma in (*_CLEAN, *_DURABLE) if recover else _DURABLE:
            rows_of(connection, f"PRAGMA {pragma}")
        # The pragma alone takes the lock only at the first writing.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")


@contextmanager
def _held_by_others(path: Path) -> Iterator[None]:
    """Say who has the file open when its lock cannot be had."""
    try:
        yield
    except sqlite3.Error as error:
        if is_locked(error):
            raise held_by(path) from error
        raise


def _fill_new(path: Path, meta: Mapping[str, str]) -> None:
    connection = connect_sqlite(uri_of(path, "rw"))
    try:
        for pragma in (*CAREFUL, *_DURABLE):
            rows_of(connection, f"PRAGMA {pragma}")
        connection.execute("BEGIN EXCLUSIVE")
        for statement in schema.STATEMENTS:
            connection.execute(statement)
        for named in meta.items():
            connection.execute("INSERT INTO meta (name, value) VALUES (?, ?)", named)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()
