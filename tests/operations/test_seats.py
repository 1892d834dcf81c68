"""A reviewer's seat in a shared file is kept with a PIN, below the screen."""

import json

import pytest

from ivig_abstractor import cli
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.operations import (
    abstracting,
    exchanging,
    pins,
    printing,
    reading,
    reporting,
    reviewing,
    seats,
)
from ivig_abstractor.operations.assigning import assign
from ivig_abstractor.operations.dual_report import dual_input
from ivig_abstractor.operations.handing import accept_hand_out, hand_in, hand_out
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.seats import PinNeeded
from ivig_abstractor.operations.undo import redo, undo
from ivig_abstractor.report.methods import methods
from ivig_abstractor.store.records import Set
from tests.operations.test_blinding import CANARY, READS, looks
from tests.operations.two_reviewers import (
    ARM_A,
    ARM_B,
    PIN,
    abstracted,
    second_reviewer,
    sit_down,
)

SECRET = {"identification.journal": CANARY}


@pytest.fixture
def pauses(monkeypatch):
    """How long wrong PINs had to wait; nobody waits in a test."""
    waited = []
    monkeypatch.setattr(seats.time, "sleep", waited.append)
    yield waited
    seats._wrong.clear()


@pytest.fixture
def mo(review, study) -> str:
    """A second reviewer of the file, who has begun the study and chosen a PIN."""
    reviewer_id = second_reviewer(review)
    mine = review.reviewer_id
    assign(review, {study: {mine: r.Duty.ABSTRACT, reviewer_id: r.Duty.ABSTRACT}})
    abstracted(review, study, mine, complete=False, **ARM_A)
    abstracted(review, study, reviewer_id, complete=False, **ARM_B, **SECRET)
    sit_down(review, reviewer_id)
    sit_down(review, mine)
    return reviewer_id


def complete(review: OpenReview, study: str, *people: str) -> None:
    for one in people:
        document = r.abstraction_document(study, one)
        done = Set(document, "", "state", "complete")
        review.project.commit([done], author=one, label="Complete")


def kept(review: OpenReview, reviewer_id: str) -> JsonValue:
    return review.project.get(r.SEATS + reviewer_id, seats.PIN, "answer")


@pytest.mark.parametrize("how", READS)
@pytest.mark.parametrize("pin", ["", "0000"])
@pytest.mark.parametrize("opened_anew", [False, True])
def test_nothing_of_another_seat_is_read_without_its_pin(
    how, pin, opened_anew, review, study, mo, pauses, tmp_path
):
    mine, path = review.reviewer_id, review.path
    if opened_anew:
        review.close()
        with pytest.raises(PinNeeded):
            OpenReview.open(path, reviewer_id=mo, pin=pin)
        with OpenReview.open(path, pin=PIN) as again:
            assert again.reviewer_id == mine
            said = read(how, again, study, tmp_path)
    else:
        with pytest.raises(PinNeeded):
            reviewing.switch_reviewer(review, mo, pin)
        assert review.reviewer_id == mine
        said = read(how, review, study, tmp_path)
    assert CANARY not in repr(said)


def read(how, review, study, tmp_path):
    try:
        return READS[how](review, study, tmp_path)
    except AppError as error:
        return error


def test_with_the_pin_one_sits_down_and_it_stands_in_the_trail(
    review, study, mo, still_clock
):
    mine = review.reviewer_id
    still_clock.advance(minutes=5)
    reviewing.switch_reviewer(review, mo, PIN)
    opened = reading.open_study(review, study)
    assert opened.abstraction.get("identification.journal") == CANARY
    newest = review.project.history(r.LOOKS, facet="switch")[0]
    assert (newest.author_id, newest.path) == (mine, mo)
    path = review.path
    review.close()
    with OpenReview.open(path, named="mk", pin=PIN, read_only=True) as again:
        assert again.reviewer_id == mo


def test_the_sentence_says_what_to_do_and_the_seats_who_else_can_sit_down(
    review, study, mo, pauses
):
    path, mine = review.path, review.reviewer_id
    review.close()
    with pytest.raises(PinNeeded, match="Type the PIN to go on as Dana W") as asked:
        OpenReview.open(path)
    assert asked.value.need == "pin"
    lines = {one.reviewer_id: one for one in asked.value.seats}
    assert {one: lines[one].need for one in (mine, mo)} == {mine: "pin", mo: "pin"}
    with pytest.raises(PinNeeded, match=r"not the PIN of Dana W\. .* Try again"):
        OpenReview.open(path, pin="1234")


def test_wrong_pins_get_slow_and_the_right_one_makes_them_quick_again(
    review, mo, pauses
):
    for _try in range(5):
        with pytest.raises(PinNeeded, match="not the PIN"):
            reviewing.switch_reviewer(review, mo, "9999")
    assert pauses == [1.0, 1.0]
    mine = review.reviewer_id
    reviewing.switch_reviewer(review, mo, PIN)
    reviewing.switch_reviewer(review, mine, PIN)
    with pytest.raises(PinNeeded):
        reviewing.switch_reviewer(review, mo, "9999")
    assert len(pauses) == 3


def test_nobody_leaves_a_seat_open_behind_them(review, study):
    """Or the next one could choose the PIN of who was there before."""
    mo = second_reviewer(review)
    abstracting.answer_text(review, study, "identification.journal", "Lancet")
    mine = review.reviewer_id
    with pytest.raises(PinNeeded, match="Choose a PIN for Dana W first") as asked:
        reviewing.switch_reviewer(review, mo)
    assert (asked.value.reviewer_id, asked.value.need) == (mine, "new")
    pins.choose_pin(review, PIN)
    reviewing.switch_reviewer(review, mo)
    with pytest.raises(PinNeeded, match="Type the PIN"):
        reviewing.switch_reviewer(review, mine)
    abstracting.answer_text(review, study, "identification.journal", "BMJ")
    with pytest.raises(PinNeeded, match="Choose a PIN for Mo K first"):
        reviewing.switch_reviewer(review, mine, PIN)


def test_who_has_none_chooses_a_pin_when_first_sitting_down(review, study, mo):
    done = reviewing.add_reviewer(review, "Kim S", "KS", r.Role.ADJUDICATOR)
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    with pytest.raises(PinNeeded, match="not chosen a PIN yet"):
        reviewing.switch_reviewer(review, kim)
    with pytest.raises(NotPossible, match="at least 4"):
        reviewing.switch_reviewer(review, kim, "123")
    reviewing.switch_reviewer(review, kim, "１３５７")
    assert kept(review, kim)
    reviewing.switch_reviewer(review, mo, PIN)
    reviewing.switch_reviewer(review, kim, "1357")


def test_in_a_file_that_can_only_be_read_nobody_chooses_a_pin(review, study, mo):
    path, mine = review.path, review.reviewer_id
    pins.remove_pin(review, mo)
    review.close()
    with OpenReview.open(path, read_only=True, pin=PIN) as looked_at:
        with pytest.raises(PinNeeded, match="where it can be written"):
            reviewing.switch_reviewer(looked_at, mo, "5555")
        assert looked_at.reviewer_id == mine


def one_reviewer(review, study):
    abstracting.answer_text(review, study, "identification.journal", "Lancet")


def one_for_each_study(review, study):
    mo = second_reviewer(review)
    assign(review, {study: {review.reviewer_id: r.Duty.ABSTRACT}})
    other = reviewing.add_study(review, r.StudyFacts(key="lee1995")).study_id
    assign(review, {other: {mo: r.Duty.ABSTRACT}})
    for one, who in ((study, review.reviewer_id), (other, mo)):
        abstracted(review, one, who, complete=False, **ARM_A)


def all_complete(review, study):
    mo = second_reviewer(review)
    for who in (review.reviewer_id, mo):
        abstracted(review, study, who, **ARM_A)


def made_up(review, study):
    said = Set(r.REVIEW, "simulated", "answer", "yes")
    review.project.commit([said], author=review.reviewer_id, label="x")
    mo = second_reviewer(review)
    for who in (review.reviewer_id, mo):
        abstracted(review, study, who, complete=False, **ARM_A)


@pytest.mark.parametrize(
    "arranged", [one_reviewer, one_for_each_study, all_complete, made_up]
)
def test_where_nothing_is_to_be_guarded_nobody_is_asked(arranged, review, study):
    arranged(review, study)
    for line in pins.seats_of(review):
        assert line.need == ""
        reviewing.switch_reviewer(review, line.reviewer_id)
    path = review.path
    review.close()
    OpenReview.open(path).close()


def test_a_pin_is_not_asked_for_any_more_once_all_is_complete(review, study, mo):
    mine, path = review.reviewer_id, review.path
    complete(review, study, mine, mo)
    reviewing.switch_reviewer(review, mo)
    reviewing.switch_reviewer(review, mine)
    review.close()
    OpenReview.open(path).close()


def test_a_review_that_only_its_lead_opens_never_asks(review, study):
    """Others are assigned and hand in from elsewhere: nobody else sits down here."""
    mo = second_reviewer(review)
    assign(review, {study: {review.reviewer_id: r.Duty.ABSTRACT, mo: r.Duty.ABSTRACT}})
    path = review.path
    abstracting.answer_text(review, study, "identification.journal", "Lancet")
    review.close()
    OpenReview.open(path).close()


def test_a_working_copy_has_no_pin_and_no_package_carries_one(
    review, study, mo, tmp_path, monkeypatch
):
    secret = str(kept(review, mo)), str(kept(review, review.reviewer_id))
    with pytest.raises(NotPossible, match="PIN"):
        hand_out(review, mo, tmp_path / "mo.ivighandout")
    complete(review, study, mo, review.reviewer_id)
    hand_out(review, mo, tmp_path / "mo.ivighandout")
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "another computer"))
    with accept_hand_out(tmp_path / "mo.ivighandout", tmp_path / "mo.ivig") as copy:
        assert copy.reviewer_id == mo
        assert copy.project.documents(r.SEATS) == []
        assert [one.need for one in pins.seats_of(copy)] == [""]
        abstracting.reopen(copy, study, "More")
        hand_in(copy, mo, tmp_path / "mo.ivighandin")
        reviewing.switch_reviewer(copy, mo)
    for name in ("mo.ivighandout", "mo.ivighandin"):
        from ivig_abstractor.exchange.package import read_package

        package = read_package(tmp_path / name)
        said = repr(list(package.events())) + repr(package.contents)
        assert r.SEATS not in said
        assert not any(one in said for one in secret)
    OpenReview.open(tmp_path / "mo.ivig").close()


def test_no_export_tells_what_a_pin_is_recognised_by(review, study, mo, tmp_path):
    exchanging.export_json(review, tmp_path / "out.json")
    written = (tmp_path / "out.json").read_text("utf-8")
    read_in = repr(reporting.report_input(review))
    for one in (mo, review.reviewer_id):
        assert str(kept(review, one)) not in written + read_in
    before = reporting.report_input(review)
    pins.choose_pin(review, "8642", PIN)
    after = reporting.report_input(review)
    assert (before.fingerprint, before.data_date) == (
        after.fingerprint,
        after.data_date,
    )


def test_the_pin_itself_stands_nowhere_in_the_file(review, study):
    second_reviewer(review)
    pins.choose_pin(review, "Zebrafink-4711")
    path = review.path
    review.close()
    assert b"Zebrafink-4711" not in path.read_bytes()


def test_the_trail_says_that_a_pin_was_set_changed_and_removed(review, study, mo):
    pins.choose_pin(review, "8642", PIN)
    pins.remove_pin(review, mo)
    mine = review.reviewer_id
    said = {
        one: [event.label for event in review.project.history(r.SEATS + one)]
        for one in (mine, mo)
    }
    assert said == {
        mine: ["Change the PIN", "Set a PIN"],
        mo: ["Remove the PIN of Mo K", "Set a PIN"],
    }
    by = review.project.history(r.SEATS + mo)[0]
    assert by.author_id == r.SEATS + mine


def test_ones_own_pin_is_changed_only_by_who_knows_it(review, mo, pauses):
    with pytest.raises(PinNeeded):
        pins.choose_pin(review, "8642", "wrong")
    with pytest.raises(NotPossible, match="at least 4"):
        pins.choose_pin(review, "864", PIN)
    pins.choose_pin(review, "8642", PIN)
    mine = review.reviewer_id
    reviewing.switch_reviewer(review, mo, PIN)
    with pytest.raises(PinNeeded):
        reviewing.switch_reviewer(review, mine, PIN)
    reviewing.switch_reviewer(review, mine, "8642")


def test_no_undo_and_no_redo_touches_a_pin(review, study, mo):
    abstracting.answer_text(review, study, "identification.journal", "Lancet")
    pins.choose_pin(review, "8642", PIN)
    held = kept(review, review.reviewer_id), kept(review, mo)
    steps = 0
    while undo(review):
        steps += 1
    while redo(review):
        pass
    assert steps
    assert (kept(review, review.reviewer_id), kept(review, mo)) == held
    pins.remove_pin(review, mo)
    undo(review)
    assert kept(review, mo) is None
    reviewing.edit_reviewer(review, mo, "Mo Kato", "MK", r.Role.ABSTRACTOR)
    undo(review)
    assert kept(review, mo) is None


def test_a_removed_pin_is_an_early_look_and_nobody_is_independent_any_more(
    review, study, mo
):
    assert pins.studies_behind(review, mo) == (study,)
    mine = review.reviewer_id
    pins.remove_pin(review, mo)
    assert looks(review) == [f"{study}<{mine}"]
    (said,) = review.project.history(r.LOOKS + study)
    assert said.new_value["before_completion"] == [mo]
    complete(review, study, mine, mo)
    review.become(mine)
    dual = dual_input(review)
    assert (dual.looks, dual.blinded) == (1, False)
    assert "Not independently" in " ".join(methods(dual))
    json.dumps(said.new_value)


def test_without_a_removed_pin_they_are_independent(review, study, mo):
    complete(review, study, review.reviewer_id, mo)
    review.become(review.reviewer_id)
    dual = dual_input(review)
    assert (dual.looks, dual.blinded) == (0, True)
    assert "Independently of each other" in " ".join(methods(dual))


def test_only_the_lead_removes_a_pin_and_others_that_of_the_lead(review, study, mo):
    done = reviewing.add_reviewer(review, "Kim S", "KS")
    kim = done.changes[0].document.removeprefix(r.REVIEWER)
    mine = review.reviewer_id
    for who, match in ((mine, "your own"), (kim, "has no PIN")):
        with pytest.raises(NotPossible, match=match):
            pins.remove_pin(review, who)
    sit_down(review, kim)
    with pytest.raises(NotPossible, match="Only the lead"):
        pins.remove_pin(review, mo)
    pins.remove_pin(review, mine)
    assert looks(review) == [f"{study}<{kim}"]
    assert kept(review, mine) is None
    assert kept(review, mo)


def test_a_report_in_a_process_of_its_own_is_only_made_for_who_sits_there(
    review, study, mo, tmp_path
):
    copy = tmp_path / "copy.ivig"
    review.project.save_copy(copy)

    def opened(reviewer_id, permit):
        order = printing.Order(str(copy), "", reviewer_id, "", permit=permit)
        printing._copy(order).close()

    mine = review.reviewer_id
    opened(mine, seats.permit_of(review.project, mine))
    with pytest.raises(PinNeeded):
        opened(mo, seats.permit_of(review.project, mine))
    with pytest.raises(PinNeeded):
        opened(mo, "")


COMMANDS = {
    "check": lambda path, _tmp: ["check", path, "--json", "--reviewer", "MK"],
    "report": lambda path, tmp: [
        "report", path, str(tmp / "out.pdf"), "--reviewer", "MK",
    ],
    "export": lambda path, tmp: [
        "export", path, "--json", str(tmp / "out"), "--reviewer", "MK",
    ],
    "handin": lambda path, tmp: [
        "handin", path, str(tmp / "out.ivighandin"), "--reviewer", "MK",
    ],
    "check as the lead": lambda path, _tmp: ["check", path],
    "export as the lead": lambda path, tmp: ["export", path, "--json", str(tmp / "o")],
    "handout": lambda path, tmp: [
        "handout", path, "--reviewer", "MK", str(tmp / "out.ivighandout"),
    ],
    "merge": lambda path, tmp: ["merge", path, str(tmp / "none.ivighandin")],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("pin", ["", "0000"])
def test_no_command_acts_for_a_reviewer_without_the_pin(
    command, pin, review, study, mo, pauses, tmp_path, capsys, monkeypatch
):
    path = review.path
    review.close()
    monkeypatch.setenv("IVIG_PIN", pin)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    there = {one.name for one in tmp_path.iterdir()}
    assert cli.main(COMMANDS[command](str(path), tmp_path)) == cli.NOT_DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "PIN" in said.err
    assert pin or "IVIG_PIN" in said.err
    assert CANARY not in said.err
    assert {one.name for one in tmp_path.iterdir()} == there


def test_a_script_gives_the_pin_in_the_environment(
    review, study, mo, tmp_path, monkeypatch
):
    path, out = review.path, tmp_path / "out.json"
    review.close()
    monkeypatch.setenv("IVIG_PIN", PIN)
    asked = ["export", str(path), "--json", str(out), "--reviewer", "MK"]
    assert cli.main(asked) == cli.OK
    assert CANARY in out.read_text("utf-8")


def test_on_a_terminal_the_pin_is_typed(
    review, study, mo, pauses, tmp_path, monkeypatch, capsys
):
    path, out = review.path, tmp_path / "out.json"
    review.close()
    monkeypatch.delenv("IVIG_PIN", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked = ["export", str(path), "--json", str(out), "--reviewer", "MK"]
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "0000")
    assert cli.main(asked) == cli.NOT_DONE
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PIN)
    assert cli.main(asked) == cli.OK
    assert CANARY in out.read_text("utf-8")


def test_no_command_chooses_a_pin_for_somebody(
    review, study, mo, tmp_path, monkeypatch, capsys
):
    pins.remove_pin(review, mo)
    path = review.path
    review.close()
    monkeypatch.setenv("IVIG_PIN", PIN)
    assert cli.main(["check", str(path), "--reviewer", "MK"]) == cli.NOT_DONE
    assert "not chosen a PIN yet" in capsys.readouterr().err


def test_a_damaged_record_of_a_pin_lets_nobody_in(review, study, mo, pauses):
    for damaged in ("scrypt:zz:00", "scrypt", "plain:00:" + "0" * 64):
        one = Set(r.SEATS + mo, seats.PIN, "answer", damaged)
        review.project.commit([one], author="x", label="x")
        with pytest.raises(PinNeeded):
            reviewing.switch_reviewer(review, mo, PIN)
