"""Operations that are refused, with what the reviewer can do about it."""

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.finding import Finding


class CannotComplete(AppError):
    """An abstraction cannot be completed while `blockers` are open."""

    def __init__(self, blockers: tuple[Finding, ...]) -> None:
        super().__init__(
            ngettext(
                "This abstraction cannot be completed yet: {n} point blocks it.",
                "This abstraction cannot be completed yet: {n} points block it.",
                len(blockers),
            ).format(n=len(blockers)),
            unchanged=_("Nothing was changed."),
            next_step=_("Go through the list, answer each, and complete it again."),
        )
        self.blockers = blockers


class AbstractionLocked(AppError):
    """A completed abstraction is not changed until it is reopened."""

    def __init__(self) -> None:
        super().__init__(
            _("This abstraction is complete, so its answers are locked."),
            unchanged=_("Nothing was changed."),
            next_step=_("Reopen it with a reason to change an answer."),
        )


class NotPossible(AppError):
    """What was asked for does not fit the review as it is."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what, unchanged=_("Nothing was changed."), next_step=next_step)
