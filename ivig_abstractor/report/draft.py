"""Says of a report that it is a draft, as long as studies in it are not complete."""

from ivig_abstractor.base.i18n import ngettext
from ivig_abstractor.report.report_input import ReportInput


def draft_words(report: ReportInput) -> str:
    """What the title page and the foot of each page say; empty when all is complete.

    A study that is reported as its reviewers' consensus is complete with that.
    """
    included = report.included
    waiting = sum(not one.abstraction.is_complete for one in included)
    if not waiting:
        return ""
    return ngettext(
        "Draft: {n} of {total} studies is not complete",
        "Draft: {n} of {total} studies are not complete",
        waiting,
    ).format(n=waiting, total=len(included))
