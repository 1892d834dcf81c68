"""Makes, lists and restores backups of a review; a backup never fails its caller.

A backup is taken from the open review, which is quick, and then read back and put in
its place, which any thread may do. What goes wrong is told once, in words.
"""

import json
import re
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError, ContentMismatch, StorageError
from ivig_abstractor.base.files import write_text, write_whole
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model import review as r
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store import backups as store
from ivig_abstractor.store.copying import back_up
from ivig_abstractor.store.driver import connect_sqlite, uri_of
from ivig_abstractor.store.failures import told as typed
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.witness import Witness

_ABOUT = "about.json"
_LONGEST = 10_000
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_SIDE_FILES = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy of an open review that is still to be read back."""

    part: Path
    heads: Mapping[str, str]
    why: str
    path: Path


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup as it is offered: where it is, when and why it was made."""

    path: Path
    at: datetime
    why: str
    size: int


@dataclass(frozen=True, slots=True)
class BackedUpReview:
    """A review of which there are backups, the newest first, and where it was."""

    title: str
    place: Path
    backups: tuple[BackupLine, ...]


def _nobody(_words: str) -> None:
    return None


class _Arranged:
    """Where backups go, and who is told when one could not be made."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.tell: Callable[[str], None] = _nobody
        self.said: set[str] = set()


_arranged = _Arranged()
_one_at_a_time = threading.Lock()


def arrange(
    folder: Path | None = None, tell: Callable[[str], None] | None = None
) -> None:
    """Put backups into `folder` from now on, by default into the user's data folder.

    `tell` hears, on whichever thread it happens, what could not be done.
    """
    _arranged.folder = folder
    _arranged.tell = tell or _nobody
    _arranged.said.clear()


def default_folder() -> Path:
    """Where backups go unless another folder is chosen."""
    import platformdirs

    return platformdirs.user_data_path("ivig-abstractor", appauthor=False) / "backups"


def backup(review: OpenReview, why: str = "") -> Path | None:
    """Back up an open review now; `None` if that could not be done, which is told.

    Where nothing has changed since the last backup, that one is returned, except
    before a "merge", "migration" or "restore": such a backup is kept for longer.
    """
    taken = take(review, why)
    return newest(review) if taken is None else keep(taken)


def newest(review: OpenReview) -> Path | None:
    """The newest backup of a review, if it holds all that the review holds."""
    kept = store.backups_in(_folder_of(review.project.review_id))
    head = store.head_of(review.project.heads())
    return kept[0].path if kept and kept[0].head == head else None


def take(review: OpenReview, why: str = "") -> Taken | None:
    """Copy an open review to where its backups are, on the thread that has it open.

    `None` if there is nothing new to be kept, or no copy could be made.
    """
    if review.read_only or (why not in store.LASTING and newest(review) is not None):
        return None
    folder = _folder_of(review.project.review_id)
    try:
        part = store.fresh_part(folder)
        review.project.save_copy(part)
        _describe(folder, review)
    except (AppError, OSError) as error:
        _tell_failure(review.path, error)
        return None
    return Taken(part, review.project.heads(), why, review.path)


def keep(taken: Taken) -> Path | None:
    """Read a copy back, make it a backup, and let the oldest ones go."""
    with _one_at_a_time:
        try:
            kept = store.keep(taken.part, taken.heads, taken.why)
        except (AppError, OSError) as error:
            # Nothing is let go as long as what is open cannot be trusted.
            _tell_failure(taken.path, error)
            return None
        gone = store.thin_out(kept.parent)
    if gone:
        _tell_full(kept.parent, gone)
    else:
        _arranged.said.clear()
    return kept


def backed_up_reviews() -> list[BackedUpReview]:
    """All reviews of which there are backups; the one backed up last comes first."""
    found: list[BackedUpReview] = []
    with suppress(OSError):
        for folder in sorted(_folder().iterdir()):
            lines = _lines(folder)
            if lines:
                title, place = _described(folder)
                found.append(BackedUpReview(title, place, lines))
    return sorted(found, key=lambda one: one.backups[0].at, reverse=True)


def backups_of(review: OpenReview) -> tuple[BackupLine, ...]:
    """The backups of a review, the newest first."""
    return _lines(_folder_of(review.project.review_id))


def restored_name(place: Path, at: datetime) -> Path:
    """A name beside `place` that nothing has, for what is restored as it was `at`."""
    moment = f"{at.astimezone():%Y-%m-%d %H.%M}"
    words = _("restored {moment}").format(moment=moment)
    number = 1
    while True:
        again = f", {number}" if number > 1 else ""
        name = place.with_name(f"{place.stem} ({words}{again}){place.suffix}")
        # A journal left there would be played back into what is restored.
        if not any(name.with_name(name.name + s).exists() for s in _SIDE_FILES):
            return name
        number += 1


def restore(backup_file: Path, target: Path) -> Path:
    """Verify a backup and put it, as a new file, at `target`.

    Raises:
        AppError: the backup is damaged, or `target` exists or cannot be written.
    """
    if any(target.with_name(target.name + s).exists() for s in _SIDE_FILES):
        raise StorageError(
            _("There is already a file “{name}”.").format(name=target.name),
            unchanged=_("Nothing was restored; it is as it was."),
            next_step=_("Choose another name."),
        )
    _refuse_damaged(backup_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, lambda part: _copy_pages(backup_file, part))
    return target


def _refuse_damaged(backup_file: Path) -> None:
    # What this computer has seen since then is no fault of the backup.
    with (
        tempfile.TemporaryDirectory(prefix="ivig-") as nothing_seen,
        ProjectFile.open(
            backup_file,
            read_only=True,
            despite_damage=True,
            form_version=FORM_VERSION,
            witness=Witness(Path(nothing_seen)),
        ) as project,
    ):
        verified = project.verify()
    if not verified.is_intact:
        raise ContentMismatch(
            _("The backup “{name}” is damaged.").format(name=backup_file.name),
            unchanged=_("Nothing was restored."),
            next_step=_("Choose an earlier one."),
        )


def _copy_pages(source: Path, part: Path) -> None:
    with typed(source):
        opened = connect_sqlite(uri_of(source, "ro"))
        try:
            back_up(opened, part)
        finally:
            opened.close()


def _folder() -> Path:
    return _arranged.folder or default_folder()


def _folder_of(review_id: str) -> Path:
    # A file from elsewhere may call itself anything, `..` too.
    is_name = _PLAIN.fullmatch(review_id) is not None
    return _folder() / (
        review_id if is_name else sha256(review_id.encode()).hexdigest()
    )


def _lines(folder: Path) -> tuple[BackupLine, ...]:
    return tuple(
        BackupLine(one.path, one.at, one.why, one.size)
        for one in store.backups_in(folder)
    )


def _describe(folder: Path, review: OpenReview) -> None:
    """Say beside the backups, in words, which review they are of."""
    title = review.facts(r.REVIEW, r.ReviewFacts).title
    said = {"title": title, "path": str(review.path)}
    if _said_of(folder) != said:
        write_text(folder / _ABOUT, json.dumps(said, ensure_ascii=False, indent=1))


def _described(folder: Path) -> tuple[str, Path]:
    said = _said_of(folder)
    place = said.get("path", "")
    return said.get("title", ""), Path(place) if place else Path("review.ivig")


def _said_of(folder: Path) -> dict[str, str]:
    try:
        with (folder / _ABOUT).open(encoding="utf-8") as file:
            said = json.loads(file.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _tell_failure(path: Path, error: AppError | OSError) -> None:
    folder = _folder()
    if isinstance(error, ContentMismatch):
        words = _(
            "No backup of “{name}” was made: the copy could not be read back without"
            " fault. All earlier backups are kept, in {folder}."
        ).format(name=path.name, folder=folder)
    else:
        why = error.what if isinstance(error, AppError) else str(error.strerror)
        words = _(
            "No backup of “{name}” could be made in {folder}. {why} What you enter is"
            " saved all the same; another folder can be chosen in the preferences."
        ).format(name=path.name, folder=folder, why=why)
    _tell(words)


def _tell_full(folder: Path, gone: int) -> None:
    oldest = ngettext(
        "the oldest one was deleted", "the {n} oldest ones were deleted", gone
    ).format(n=gone)
    words = _(
        "The backups of this review would take more than {size} GB: {oldest}. They are"
        " in {folder}."
    ).format(size=store.MOST_BYTES // 10**9, oldest=oldest, folder=folder)
    _tell(words)


def _tell(words: str) -> None:
    if words not in _arranged.said:
        _arranged.said.add(words)
        _arranged.tell(words)
