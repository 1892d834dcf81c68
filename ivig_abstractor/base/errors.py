"""The two kinds of failure: those a reviewer can act on, and those we must mend."""


class AppError(Exception):
    """A failure a reviewer can act on: what happened, what stayed, what to do next."""

    def __init__(self, what: str, *, unchanged: str = "", next_step: str = "") -> None:
        self.what = what
        self.unchanged = unchanged
        self.next_step = next_step
        super().__init__(" ".join(part for part in (what, unchanged, next_step) if part))


class BugError(Exception):
    """A failure of the program itself, for the exception dialog."""


class NotAProject(AppError):
    """The file is not a review of this program."""


class FileTooNew(AppError):
    """The file was written by a newer version of the program."""


class FileTooOld(AppError):
    """The file is of a version that can no longer be read."""


class ProjectLocked(AppError):
    """The review is open in another window or on another computer."""


class ProjectMoved(AppError):
    """The file was moved, replaced or deleted while it was open."""


class ReadOnlyMedium(AppError):
    """The file or its folder cannot be written."""


class SchemaTampered(AppError):
    """The tables of the file are not those of its version."""


class ContentMismatch(AppError):
    """The current answers are not what the audit trail leads to."""


class AuditBroken(AppError):
    """The audit trail has been changed outside the program."""


class RolledBack(AppError):
    """The file is an older copy of what was seen before."""


class EquivocationDetected(AppError):
    """One reviewer's trail goes on in two different ways."""


class DiskFull(AppError):
    """There is no room on the disk."""


class StorageError(AppError):
    """The disk or the operating system refused."""


class CommitUnknown(AppError):
    """It is not known whether the last change was saved."""


class MigrationFailed(AppError):
    """The file could not be brought to the version of this program."""


class LimitExceeded(AppError):
    """Something is larger than the program takes in."""


class ValueRefused(AppError):
    """A value cannot be kept as it is."""


class ExportTargetBusy(AppError):
    """The file to write is held open by another program."""


class UnsafeTarget(AppError):
    """Writing there would destroy something else."""
