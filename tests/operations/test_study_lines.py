"""What the study list knows of the reviewers' consensus."""

from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import overview
from ivig_abstractor.operations.reconciling import (
    accept_normalised,
    complete_consensus,
    decide_many,
    open_reconciliation,
    reopen_consensus,
    start,
)


def line(review):
    [only] = overview(review).studies
    return only


def test_a_study_with_a_complete_consensus_is_done(review, study, both):
    start(review, study)
    accept_normalised(review, study)
    shown = open_reconciliation(review, study)
    decide_many(review, study, [(one.compared.path, "B") for one in shown.open_lines])
    assert not line(review).agreed

    done = complete_consensus(review, study)
    assert line(review).agreed
    assert line(review).is_done
    assert done.line is None or done.line.agreed
    path = review.path
    review.close()
    with OpenReview.open(path) as again:
        assert line(again).agreed
        reopen_consensus(again, study, "A page was missing.")
        assert not line(again).agreed
