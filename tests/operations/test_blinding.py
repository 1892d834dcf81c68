"""Nobody is given another reviewer's answers before all are complete."""

import inspect
import json
from pathlib import Path

import pytest

from ivig_abstractor import cli
from ivig_abstractor.model import review as r
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations import (
    agreeing,
    blinding,
    checking,
    exchanging,
    pins,
    reading,
    reconciling,
    reporting,
    reviewing,
)
from ivig_abstractor.operations.assigning import assign, assignments
from ivig_abstractor.operations.blinding import Blinded
from ivig_abstractor.operations.dual_report import dual_input
from ivig_abstractor.operations.handing import accept_hand_out, hand_in, hand_out
from ivig_abstractor.operations.merging import imports, merge, plan_merge
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.verification_mode import begin_verification
from tests.operations.two_reviewers import (
    ARM_A,
    ARM_B,
    abstracted,
    second_reviewer,
    sit_down,
)

CANARY = "Kanarienvogel"
OPEN_NOW = 1980
BEGUN = {"identification.first_author": "Dalakas"}


@pytest.fixture
def other(review: OpenReview, study: str) -> str:
    """A second reviewer whose unfinished answers hold the canary everywhere."""
    mo = second_reviewer(review)
    abstracted(review, study, review.reviewer_id, **ARM_A)
    abstracted(
        review,
        study,
        mo,
        complete=False,
        notes={"population.age": CANARY + " note"},
        **{
            **ARM_B,
            "identification.journal": CANARY,
            "identification.year": str(OPEN_NOW),
        },
    )
    return mo


def looks(review: OpenReview) -> list[str]:
    """Who looked at which study, from the audit trail."""
    found = []
    for document in review.project.documents(r.LOOKS):
        found += [
            f"{document.removeprefix(r.LOOKS)}<{event.author_id}"
            for event in review.project.history(document)
            if event.facet == blinding.LOOK
        ]
    return found


READS = {
    "overview": lambda review, _study, _tmp: reading.overview(review),
    "open_study": lambda review, study, _tmp: vars_of(
        reading.open_study(review, study)
    ),
    "findings": lambda review, study, _tmp: reading.findings(review, study),
    "history": lambda review, study, _tmp: reading.history(
        review, study, "identification.journal"
    ),
    "reviewers": lambda review, _study, _tmp: reading.reviewers(review),
    "check": lambda review, _study, _tmp: checking.check_review(review),
    "review answers": lambda review, _study, _tmp: (
        reviewing.review_answers(review).entries
    ),
    "reconcile list": lambda review, _study, _tmp: reconciling.reconcile_list(review),
    "reconciliation": lambda review, study, _tmp: reconciling.open_reconciliation(
        review, study
    ),
    "settled consensus": lambda review, study, _tmp: reconciling.settled_consensus(
        review, study
    ),
    "start": lambda review, study, _tmp: reconciling.start(review, study),
    "agreement": lambda review, _study, _tmp: agreeing.agreement_of(review),
    "verification": lambda review, study, _tmp: begin_verification(review, study),
    "json": lambda review, _study, tmp: exported(
        tmp / "out.json", lambda out: exchanging.export_json(review, out)
    ),
    "agreement csv": lambda review, _study, tmp: exported(
        tmp / "out.csv", lambda out: agreeing.export_agreement_csv(review, out)
    ),
    "dual": lambda review, _study, _tmp: dual_input(review),
    "seats": lambda review, _study, _tmp: pins.seats_of(review),
    "behind a PIN": lambda review, _study, _tmp: [
        pins.studies_behind(review, one.reviewer_id) for one in pins.seats_of(review)
    ],
    "imports": lambda review, _study, _tmp: imports(review),
    "verified": lambda review, _study, _tmp: review.project.verify().as_text(),
    "report": lambda review, _study, tmp: pdf_text(review, tmp / "out.pdf"),
}


def vars_of(opened: reading.OpenedStudy) -> object:
    return opened.line, opened.abstraction.entries, opened.findings


def exported(target: Path, write) -> str:
    write(target)
    return target.read_text("utf-8")


def pdf_text(review: OpenReview, target: Path) -> str:
    from pypdf import PdfReader

    reporting.write_report(review, target)
    return "".join(page.extract_text() for page in PdfReader(target).pages)


@pytest.mark.parametrize("how", READS)
def test_no_read_operation_gives_away_an_unfinished_abstraction(
    how, review, study, other, tmp_path
):
    try:
        said = READS[how](review, study, tmp_path)
    except (Blinded, NotPossible) as error:
        said = error
    assert CANARY not in repr(said)
    assert str(OPEN_NOW) not in repr(said)


@pytest.fixture(params=list(r.Role))
def withdrawn(request, review, study) -> str:
    """A study the reviewer began and was taken out of, which two others completed."""
    mine, mo = review.reviewer_id, second_reviewer(review)
    done = reviewing.add_reviewer(review, "Kim S", "KS")
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    duty = r.Duty.ABSTRACT
    assign(review, {study: {mine: duty, mo: duty, kim: duty}})
    abstracted(review, study, mine, complete=False, **BEGUN)
    secret = {"identification.journal": CANARY, "identification.year": str(OPEN_NOW)}
    for one, arms in ((mo, ARM_A), (kim, ARM_B)):
        abstracted(review, study, one, **arms, **secret)
    assign(review, {study: {mine: r.Duty.NONE}}, reason="too much to do")
    who = reading.overview(review).reviewer
    reviewing.edit_reviewer(review, mine, who.name, who.initials, request.param)
    return study


@pytest.mark.parametrize("how", READS)
def test_who_has_begun_a_study_sees_no_others_there_though_taken_out_of_it(
    how, review, withdrawn, tmp_path
):
    try:
        said = READS[how](review, withdrawn, tmp_path)
    except (Blinded, NotPossible) as error:
        said = error
    assert CANARY not in repr(said)
    assert str(OPEN_NOW) not in repr(said)
    assert looks(review) == []


def test_who_was_taken_out_sees_the_others_once_their_own_is_complete(
    review, withdrawn
):
    with pytest.raises(Blinded, match=r"begun .* not completed .* Complete your own"):
        reconciling.open_reconciliation(review, withdrawn)
    (line,) = reconciling.reconcile_list(review)
    assert line.status == "waiting"
    assert line.why
    document = r.abstraction_document(withdrawn, review.reviewer_id)
    done = reviewing.Set(document, "", "state", "complete")
    review.project.commit([done], author=review.reviewer_id, label="Complete")
    shown = reconciling.open_reconciliation(review, withdrawn)
    assert CANARY in repr([line.compared for line in shown.lines])


def test_who_adjudicates_sees_nothing_early_once_they_have_begun(review, study, other):
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    assign(
        review,
        {study: {review.reviewer_id: r.Duty.ABSTRACT, other: r.Duty.ABSTRACT}},
    )
    abstracted(review, study, kim, **BEGUN)
    sit_down(review, kim)
    with pytest.raises(Blinded, match="MK"):
        reconciling.open_reconciliation(review, study)


def test_a_consensus_is_not_settled_while_an_abstraction_is_reopened(
    review, study, other, tmp_path
):
    """Whoever exports the review, also an adjudicator, exports nothing unfinished."""
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    signed = reviewing.Set(r.consensus_document(study), "", "state", "complete")
    review.project.commit([signed], author=review.reviewer_id, label="Complete")
    sit_down(review, kim)
    reconciling.open_reconciliation(review, study)
    assert reconciling.settled_consensus(review, study) is None
    for how in ("json", "report"):
        assert CANARY not in repr(READS[how](review, study, tmp_path))


@pytest.mark.parametrize("seen_first", [True, False])
def test_who_sees_others_first_and_abstracts_then_is_not_called_independent(
    review, study, seen_first
):
    mine, mo = review.reviewer_id, second_reviewer(review)
    done = reviewing.add_reviewer(review, "Kim S", "KS")
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    duty = r.Duty.ABSTRACT
    assign(review, {study: {mo: duty, kim: duty}})
    for one in (mo, kim):
        abstracted(review, study, one, **ARM_A)
    if seen_first:
        reconciling.open_reconciliation(review, study)
    assign(review, {study: {mine: duty}})
    abstracted(review, study, mine, **ARM_A)
    reconciling.open_reconciliation(review, study)
    assert dual_input(review).blinded is not seen_first
    assert dual_input(review).looks == 0


def test_every_operation_that_reads_is_tried():
    """A new public function of reading and reconciling must be tried here too."""
    known = {"reading": {"overview", "open_study", "findings", "history", "reviewers"}}
    for module in (reading,):
        public = {
            name
            for name, one in vars(module).items()
            if inspect.isfunction(one)
            and one.__module__ == module.__name__
            and not name.startswith("_")
        }
        assert public == known[module.__name__.rpartition(".")[2]]


def test_the_sentence_names_who_has_not_completed(review, study, other):
    with pytest.raises(Blinded) as refused:
        reconciling.open_reconciliation(review, study)
    assert "MK" in str(refused.value)
    assert looks(review) == []


def test_an_adjudicator_outside_may_look_early_and_the_trail_says_so(
    review, study, other
):
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    sit_down(review, kim)
    shown = reconciling.open_reconciliation(review, study)
    assert CANARY in repr([line.compared for line in shown.lines])
    assert looks(review) == [f"{study}<{kim}"]
    reconciling.open_reconciliation(review, study)
    assert looks(review) == [f"{study}<{kim}"]
    assert reading.overview(review).undo == ""


def test_an_adjudicator_who_abstracts_the_study_is_blind_like_anybody(
    review, study, other
):
    who = reading.overview(review).reviewer
    reviewing.edit_reviewer(
        review, who.reviewer_id, who.name, who.initials, r.Role.ADJUDICATOR
    )
    with pytest.raises(Blinded):
        reconciling.open_reconciliation(review, study)


def test_switching_reviewer_stands_in_the_trail(review, study, other):
    mine = review.reviewer_id
    sit_down(review, other)
    said = [
        event for event in review.project.history(r.LOOKS) if event.facet == "switch"
    ]
    assert [(one.author_id, one.path) for one in said] == [(mine, other)]


def test_who_handed_in_from_a_copy_is_not_acted_for(review, study, other):
    document = r.reviewer_document(other)
    review.project.commit(
        [reviewing.Set(document, "key", "answer", "ab" * 32)],
        author=review.reviewer_id,
        label="Key",
    )
    path = review.path
    with pytest.raises(NotPossible, match="hands in"):
        sit_down(review, other)
    review.close()
    with pytest.raises(NotPossible, match="hands in"):
        OpenReview.open(path, reviewer_id=other)


@pytest.mark.parametrize("command", ["check", "report", "export"])
def test_the_command_line_gives_nothing_away(
    command, review, study, other, tmp_path, capsys
):
    path = review.path
    review.close()
    out = tmp_path / "out"
    arguments = {
        "check": ["check", str(path), "--json"],
        "report": ["report", str(path), f"{out}.pdf"],
        "export": ["export", str(path), "--json", str(out)],
    }[command]
    cli.main(arguments)
    said = capsys.readouterr()
    assert CANARY not in said.out + said.err
    if out.exists():
        assert CANARY not in out.read_text("utf-8")


def test_assignments_are_the_leads_and_change_no_answer(review, study, other):
    mine = review.reviewer_id
    before = review.project.entries(r.abstraction_document(study, other))
    wanted = {study: {mine: r.Duty.ABSTRACT, other: r.Duty.VERIFY}}
    assign(review, wanted, reason="a check is enough")
    assert assignments(review) == {study: {mine: r.Duty.ABSTRACT, other: r.Duty.VERIFY}}
    assign(review, {study: {other: r.Duty.NONE}}, reason="too much to do")
    assert assignments(review) == {study: {mine: r.Duty.ABSTRACT}}
    assert review.project.entries(r.abstraction_document(study, other)) == before
    sit_down(review, other)
    with pytest.raises(NotPossible, match="lead"):
        assign(review, {study: {other: r.Duty.ABSTRACT}})


def test_a_verifier_takes_the_first_abstraction_over_and_it_stays(review, study):
    mine, mo = review.reviewer_id, second_reviewer(review)
    abstracted(review, study, mine, **ARM_A)
    assign(review, {study: {mine: r.Duty.ABSTRACT, mo: r.Duty.VERIFY}})
    first = review.project.entries(r.abstraction_document(study, mine))
    sit_down(review, mo)
    begin_verification(review, study)
    taken = reading.open_study(review, study).abstraction
    assert taken.get("arms[a1].arm.name") == "IVIG"
    assert not taken.is_complete
    assert review.project.entries(r.abstraction_document(study, mine)) == first
    assert looks(review) == [f"{study}<{mo}"]
    with pytest.raises(NotPossible, match="already"):
        begin_verification(review, study)


def test_nothing_to_verify_before_the_first_is_complete(review, study):
    mine, mo = review.reviewer_id, second_reviewer(review)
    abstracted(review, study, mine, complete=False, **ARM_A)
    assign(review, {study: {mine: r.Duty.ABSTRACT, mo: r.Duty.VERIFY}})
    sit_down(review, mo)
    with pytest.raises(Blinded):
        begin_verification(review, study)


def test_the_json_of_a_look_says_whose_answers_and_that_it_was_early(
    review, study, other
):
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    mine = review.reviewer_id
    sit_down(review, kim)
    reconciling.open_reconciliation(review, study)
    kept = review.project.get(r.LOOKS + study, kim, blinding.LOOK)
    assert set(kept["of"]) == {mine, other}
    assert kept["before_completion"] == [other]
    assert json.dumps(kept)


def test_a_verifier_gets_the_first_abstraction_in_the_hand_out(review, study, tmp_path):
    mine, mo = review.reviewer_id, second_reviewer(review)
    abstracted(review, study, mine, **ARM_A)
    assign(review, {study: {mine: r.Duty.ABSTRACT, mo: r.Duty.VERIFY}})
    hand_out(review, mo, tmp_path / "mo.ivighandout")
    with accept_hand_out(tmp_path / "mo.ivighandout", tmp_path / "mo.ivig") as copy:
        begin_verification(copy, study)
        act.answer_text(copy, study, "arms[a1].arm.n_treated", "9")
        hand_in(copy, mo, tmp_path / "mo.ivighandin")
    merge(review, plan_merge(review, [tmp_path / "mo.ivighandin"]), accept_keys=True)
    taken = review.read_abstraction(study, mo)
    assert taken.get("arms[a1].arm.name") == "IVIG"
    assert taken.get("arms[a1].arm.n_treated") == 9
    assert looks(review) == [f"{study}<{mo}"]


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("duty", [r.Duty.ABSTRACT, r.Duty.VERIFY])
def test_nobody_else_gets_it(review, study, tmp_path, duty, complete):
    mine, mo = review.reviewer_id, second_reviewer(review)
    abstracted(review, study, mine, complete=complete, **ARM_A)
    assign(review, {study: {mine: r.Duty.ABSTRACT, mo: duty}})
    hand_out(review, mo, tmp_path / "mo.ivighandout")
    with accept_hand_out(tmp_path / "mo.ivighandout", tmp_path / "mo.ivig") as copy:
        handed = copy.project.documents(r.TO_VERIFY)
        assert bool(handed) == (complete and duty is r.Duty.VERIFY)


def test_who_looks_early_decides_nothing_and_measures_nothing(review, study, other):
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    sit_down(review, kim)
    shown = reconciling.open_reconciliation(review, study)
    assert not shown.is_writable
    for act_early in (reconciling.start, reconciling.complete_consensus):
        with pytest.raises(NotPossible, match="MK"):
            act_early(review, study)
    assert agreeing.agreement_of(review).overall.pairs == 0
    assert dual_input(review).counts.waiting == 1
    assert dual_input(review).discrepancies == ()
