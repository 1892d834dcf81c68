"""Verifies a review file: its integrity, its audit chains, and their replay."""

from pathlib import Path

from ivig_abstractor import __version__
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.store.project import ProjectFile, Verification


def verify(path: Path) -> Verification:
    """Verify a review file without changing it.

    Raises:
        AppError: the file cannot be opened at all.
    """
    with ProjectFile.open(
        path.absolute(),
        read_only=True,
        despite_damage=True,
        app_version=__version__,
        form_version=FORM_VERSION,
    ) as project:
        return project.verify()
