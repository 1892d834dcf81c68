"""Converts a project file of an older layout: on a copy, verified, then swapped in."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import (
    AppError,
    DiskFull,
    FileTooOld,
    MigrationFailed,
    StorageError,
)
from ivig_abstractor.base.files import write_whole
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store import replay, schema
from ivig_abstractor.store.connection import only_once_here, refuse_if_locked
from ivig_abstractor.store.copying import back_up
from ivig_abstractor.store.driver import Connection, connect_sqlite, uri_of
from ivig_abstractor.store.failures import shown, told
from ivig_abstractor.store.header import (
    identity_of,
    read_header,
    refuse_version,
    regular_file,
    stamp_of,
)
from ivig_abstractor.store.private_copy import side_files
from ivig_abstractor.store.soundness import careful, check_pages, check_schema


class Migration(NamedTuple):
    """One step to the next layout; `change` writes, and never commits."""

    version: int
    change: Callable[[Connection], None]


# In order, each one version further. Version 1 is the first.
MIGRATIONS: tuple[Migration, ...] = ()


def migrate(
    path: Path,
    backups: Path,
    *,
    migrations: Sequence[Migration] = MIGRATIONS,
    fingerprints: Mapping[int, str] = schema.FINGERPRINTS,
) -> Path:
    """Convert a project to the present layout; return the copy kept of the older one.

    Raises:
        AppError: it was not converted; the file is as it was.
    """
    real = regular_file(path)
    with told(real), ExitStack() as stack:
        stack.enter_context(only_once_here(real, identity_of(real)))
        version = read_header(real).version
        steps = _steps_from(real, version, migrations)
        if side_files(real):
            said = _("It was not closed properly; open it in the older program first.")
            raise _failed(real, said)
        refuse_if_locked(real)
        before = stamp_of(real)
        source = connect_sqlite(uri_of(real, "ro"))
        # Closed before the swap: Windows replaces no file that is open.
        closing = stack.enter_context(ExitStack())
        closing.callback(source.close)
        careful(source)
        source.execute("BEGIN")
        check_schema(source, real, fingerprints)
        check_pages(source, real)
        kept = backups / f"{real.stem}-v{version}-{clock.now():%Y%m%dT%H%M%S%f}.ivig"
        backups.mkdir(parents=True, exist_ok=True)
        write_whole(kept, lambda part: back_up(source, part))

        def convert(part: Path) -> None:
            back_up(source, part)
            content = _content(source)
            closing.close()
            _convert(part, real, steps, fingerprints, content)
            shutil.copymode(real, part)
            if stamp_of(real) != before:
                raise _failed(real, _("It was changed meanwhile."))

        write_whole(real, convert)
    return kept


def _steps_from(
    path: Path, version: int, migrations: Sequence[Migration]
) -> list[Migration]:
    newest = migrations[-1].version if migrations else schema.VERSION
    if version >= newest or version < 0:
        refuse_version(path, version, newest)
        raise _failed(path, _("It has the present layout already."))
    steps = [step for step in migrations if step.version > version]
    expected = list(range(version + 1, newest + 1))
    if not steps or [step.version for step in steps] != expected:
        raise FileTooOld(
            _("{name} has a layout this program cannot convert (version {n}).").format(
                name=shown(path), n=version
            ),
            unchanged=_("The file is unchanged."),
            next_step=_("Convert it with an earlier version of the program first."),
        )
    return steps


def _convert(
    part: Path,
    path: Path,
    steps: Sequence[Migration],
    fingerprints: Mapping[int, str],
    content: str,
) -> None:
    copy = connect_sqlite(uri_of(part, "rw"))
    try:
        with told(path):
            careful(copy)
            copy.execute("PRAGMA journal_mode=MEMORY").fetchall()
            copy.execute("BEGIN EXCLUSIVE")
            for step in steps:
                step.change(copy)
                copy.execute(f"PRAGMA user_version = {step.version}")
            copy.execute("COMMIT")
            check_schema(copy, path, fingerprints)
            check_pages(copy, path)
            _refuse_difference(copy, path, content)
    except (DiskFull, StorageError, MigrationFailed):
        raise
    except AppError as error:
        raise _failed(path, error.what) from error
    except Exception as error:
        raise _failed(path, str(error)) from error
    finally:
        copy.close()


def _refuse_difference(copy: Connection, path: Path, content: str) -> None:
    if replay.differences(copy, 1) or _content(copy) != content:
        raise _failed(path, _("The converted file does not hold the same answers."))


def _content(connection: Connection) -> str:
    """The hash of all answers and all events, whatever the layout around them."""
    digest = sha256()
    for row in connection.execute(
        "SELECT document, path, facet, value FROM current ORDER BY 1, 2, 3"
    ):
        digest.update(repr(row).encode())
    for (event_id,) in connection.execute("SELECT event_id FROM event ORDER BY 1"):
        digest.update(event_id.encode())
    return digest.hexdigest()


def _failed(path: Path, why: str) -> MigrationFailed:
    return MigrationFailed(
        _("{name} could not be converted. {why}").format(name=shown(path), why=why),
        unchanged=_("The file is unchanged."),
        next_step=_("Go on with the program that made it, and keep a copy."),
    )
