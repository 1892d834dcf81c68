"""Runs the checks over a whole review, for the command line and the report."""

from collections.abc import Callable
from dataclasses import asdict

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.checks.flow import check_flow
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import review_answers

Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """One finding of the review, with whose study and whose answers it is about."""

    study: str
    reviewer: str
    path: str
    rule: str
    severity: str
    message: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """The finding as the command line prints it."""
        return asdict(self)


def check_review(
    review: OpenReview, progress: Progress | None = None
) -> list[CheckedFinding]:
    """All findings of the current reviewer's abstractions, studies in list order.

    `progress(done, total)` may return False to stop early; what was found is returned.
    """
    who = review.facts(r.reviewer_document(review.reviewer_id), r.ReviewerFacts)
    name = who.initials or who.name
    included = sum(not facts.exclusion for facts in review.studies().values())
    flow = check_flow(review_answers(review), included)
    listed = [_line("", name, finding) for finding in flow]
    studies = list(review.studies())
    for number, study_id in enumerate(studies):
        if progress is not None and not progress(number, len(studies)):
            break
        key = review.study(study_id).key
        findings = review.findings(review.abstraction(study_id))
        listed += [_line(key, name, finding) for finding in findings]
    return listed


def _line(study: str, reviewer: str, finding: Finding) -> CheckedFinding:
    return CheckedFinding(
        study=study,
        reviewer=reviewer,
        path=finding.path,
        rule=finding.rule,
        severity=finding.severity.value,
        message=_(finding.message),
        reason=finding.reason,
    )
