"""The two kinds of failure: those a reviewer can act on, and those we must fix."""


class AppError(Exception):
    """A failure a reviewer can act on, told in plain sentences.

    Attributes:
        what: what happened, and to what.
        unchanged: what was not changed by it.
        next_step: what the reviewer can do now.
    """

    def __init__(self, what: str, *, unchanged: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.unchanged = unchanged
        self.next_step = next_step

    def __str__(self) -> str:
        said = (self.what, self.unchanged, self.next_step)
        return " ".join(sentence for sentence in said if sentence)


class NotAProject(AppError):
    """The file is not a review of this program."""


class FileTooNew(AppError):
    """A newer version of the program wrote the review."""


class FileTooOld(AppError):
    """The review has an older layout that must be converted first."""


class ProjectLocked(AppError):
    """The review is open somewhere else."""


class ProjectMoved(AppError):
    """The file was moved, replaced or deleted while it was open."""


class ReadOnlyMedium(AppError):
    """The file, or its folder, cannot be written to."""


class SchemaTampered(AppError):
    """The tables inside the file are not those this program makes."""


class ContentMismatch(AppError):
    """The file is damaged: what it holds does not fit together."""


class AuditBroken(AppError):
    """The audit trail was changed outside the program, or damaged."""


class RolledBack(AppError):
    """The file lacks changes that are known to have been made."""


class EquivocationDetected(AppError):
    """One reviewer's audit trail exists in two different versions."""


class DiskFull(AppError):
    """There is no space left to write to."""


class StorageError(AppError):
    """The disk, or the system, refused to read or write."""


class CommitUnknown(AppError):
    """It could not be found out whether a change was saved."""


class MigrationFailed(AppError):
    """The conversion of an older review did not succeed."""


class PackageInvalid(AppError):
    """A hand-in or hand-out is damaged, altered, or not what it says it is."""


class PackageTooNew(AppError):
    """A newer version of the program, or of the form, made the package."""


class PackageOtherProject(AppError):
    """The package belongs to another review."""


class SignatureInvalid(AppError):
    """What the package says is not what its maker signed."""


class SignerUnknown(AppError):
    """Nobody has confirmed yet that this key belongs to the reviewer."""


class LimitExceeded(AppError):
    """Something is larger, or takes longer, than the program allows."""


class ValueRefused(AppError):
    """A value cannot be kept exactly as it is, so it is not kept at all."""


class ExportTargetBusy(AppError):
    """The file to be written is held open by another program."""


class UnsafeTarget(AppError):
    """Working on this file could damage another one."""


class BugError(Exception):
    """A fault of the program itself; nothing a reviewer does can mend it."""
