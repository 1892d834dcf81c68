"""Copies a file not known to be sound to where nothing can happen to it."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivig_abstractor.base.errors import UnsafeTarget
from ivig_abstractor.base.i18n import _
from ivig_abstractor.store.failures import shown

_SUFFIXES = ("-journal", "-wal")


def side_files(path: Path) -> list[Path]:
    """The files beside a project from which SQLite would recover it.

    Raises:
        UnsafeTarget: what stands there is no ordinary file.
    """
    found: list[Path] = []
    for suffix in _SUFFIXES:
        beside = path.with_name(path.name + suffix)
        try:
            mode = beside.lstat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(mode):
            raise UnsafeTarget(
                _("{name} stands beside the review and is no ordinary file.").format(
                    name=shown(beside)
                ),
                unchanged=_("Nothing was changed."),
                next_step=_("Copy the review alone to another folder, and open it."),
            )
        found.append(beside)
    return found


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """A copy, with its side files, that exists until the block ends."""
    with tempfile.TemporaryDirectory(
        prefix="ivig-", ignore_cleanup_errors=True
    ) as folder:
        copy = Path(folder) / "copy.ivig"
        for source in (path, *side_files(path)):
            target = copy.with_name(copy.name + source.name.removeprefix(path.name))
            shutil.copyfile(source, target)
        yield copy
