"""The files that are shipped with the program: fonts, icons, words, the example."""

import sys
from pathlib import Path

from ivig_abstractor.base.errors import AppError


class MissingResourceError(AppError):
    """A file that belongs to the program is not there."""


def resource(name: str) -> Path:
    """Return the path of the shipped file or folder `name`, such as `fonts`.

    Raises:
        MissingResourceError: when the installation lacks it.
    """
    for folder in _folders():
        candidate = folder / name
        if candidate.exists():
            return candidate
    raise MissingResourceError(
        f"The file {name}, which belongs to the program, is missing.",
        unchanged="Nothing of your review was changed.",
        next_step="Install the program again.",
    )


def _folders() -> list[Path]:
    """Return where shipped files may stand: bundle, installed package, checkout."""
    package = Path(__file__).resolve().parent.parent
    folders = [package / "resources", package.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        folders.insert(0, Path(bundle) / "resources")
    return folders
