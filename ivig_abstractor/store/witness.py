"""What this computer remembers of the reviews it has verified, outside their files.

A chain of hashes cannot see that its end was cut off; a head remembered elsewhere
can. A file that is still as we left it need not be examined in full again.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from ivig_abstractor.store.events import Head
from ivig_abstractor.store.header import Stamp

_MOST_FILES = 50
_LONGEST = 1_000_000
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_FILES = "files"
# Each hand-out tells the set-up of a review anew; a copy made again has another one.
_PASSING = "handout:"


def memory_of(review_id: str, copy_of: object) -> str:
    """Under what a file is remembered.

    A reviewer's working copy has the identifier of its review, but lacks most of its
    changes and is ahead in others: it is remembered on its own.
    """
    if not copy_of:
        return review_id
    return sha256(f"{review_id} {copy_of}".encode()).hexdigest()


class Witness:
    """The memory in a folder of the user's; without the right to write, it forgets."""

    def __init__(self, folder: Path | None = None) -> None:
        """Remember in `folder`, by default in the user's own data folder."""
        self._folder = folder

    def heads(self, review_id: str) -> dict[str, Head]:
        """The newest heads of a review seen here."""
        found: dict[str, Head] = {}
        with suppress(ValueError, TypeError):
            for author, said in self._read(f"review-{review_id}").items():
                seq, event_id = said
                found[author] = Head(int(seq), str(event_id))
        return found

    def left(self, path: Path) -> Stamp | None:
        """How a file was when it was last closed, verified, here."""
        try:
            device, inode, size, changed = map(int, self._read(_FILES)[str(path)])
        except (ValueError, TypeError, KeyError):
            return None
        return Stamp(device, inode, size, changed)

    def remember_heads(self, review_id: str, heads: Mapping[str, Head]) -> None:
        """Keep, for each author, the head that is further on."""
        if not _ID.fullmatch(review_id):
            return
        merged = self.heads(review_id)
        for author, head in heads.items():
            if author.startswith(_PASSING):
                continue
            if author not in merged or merged[author].seq < head.seq:
                merged[author] = head
        self._write(f"review-{review_id}", merged)

    def remember_file(self, path: Path, stamp: Stamp) -> None:
        """Keep how a verified file was left."""
        files = {it: at for it, at in self._read(_FILES).items() if it != str(path)}
        files[str(path)] = stamp
        self._write(_FILES, dict(list(files.items())[-_MOST_FILES:]))

    def _read(self, name: str) -> dict[str, Any]:
        try:
            with (self._place() / f"{name}.json").open(encoding="utf-8") as file:
                said = json.loads(file.read(_LONGEST))
        except (OSError, ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def _write(self, name: str, what: Mapping[str, object]) -> None:
        with suppress(OSError):
            place = self._place()
            place.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=place, suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(what, file)
                Path(part).replace(place / f"{name}.json")
            finally:
                Path(part).unlink(missing_ok=True)

    def _place(self) -> Path:
        if self._folder is None:
            import platformdirs

            data = platformdirs.user_data_path("ivig-abstractor", appauthor=False)
            self._folder = data / "witness"
        return self._folder
