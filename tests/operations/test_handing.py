"""Work is handed out and in without showing, losing or trusting too much."""

import zipfile

import pytest

from ivig_abstractor.base.errors import (
    ContentMismatch,
    PackageInvalid,
    PackageOtherProject,
    PackageTooNew,
    SignerUnknown,
    StorageError,
)
from ivig_abstractor.exchange.package import write_package
from ivig_abstractor.exchange.signing import SigningKey
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.review import ABSTRACTION, Duty, StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations import merging, packing
from ivig_abstractor.operations.assigning import assign
from ivig_abstractor.operations.handing import (
    accept_hand_out,
    copy_owner,
    hand_in,
    hand_out,
)
from ivig_abstractor.operations.merging import (
    imports,
    merge,
    plan_merge,
    settle_forks,
)
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reading import findings, overview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.reviewing import add_study, edit_study
from ivig_abstractor.operations.undo import undo
from ivig_abstractor.store.project import Set
from tests.operations.handing_over import AGE, N, Team, answers_of


@pytest.fixture
def team(tmp_path, monkeypatch):
    return Team(tmp_path, monkeypatch)


def bytes_of(path):
    """All bytes of a file, and of what is packed in it."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            raw += b"".join(map(archive.read, archive.namelist()))
    return raw


def test_two_reviewers_abstract_and_the_lead_merges_in_either_order(team, tmp_path):
    for name, said in (("Ann", "6"), ("Bob", "7")):
        team.accept(name)
        team.answer(name, AGE, said)
        team.answer(name, N, "3", study=1)
        with team.copy(name) as copy:
            assert copy_owner(copy) == copy.reviewer_id == team.ids[name]
            assert copy.project.verify().is_intact
            assert copy.project.notices == ()
    ann, bob = team.hand_in("Ann"), team.hand_in("Bob")
    with team.lead() as review:
        review.project.save_copy(tmp_path / "other.ivig")

    done = team.merge(ann, bob)
    for package in (bob, ann):
        with team.lead(tmp_path / "other.ivig", "Danas laptop") as review:
            merge(review, plan_merge(review, [package]), accept_keys=True)

    assert done.added == 4
    found = []
    for path, computer in (
        (team.path, "Dana"),
        (tmp_path / "other.ivig", "Danas laptop"),
    ):
        with team.lead(path, computer) as review:
            assert review.project.verify().is_intact
            assert review.project.notices == ()
            mine = {n: answers_of(review, team.ids[n]) for n in ("Ann", "Bob")}
            found.append(mine)
            for name in ("Ann", "Bob"):
                with team.copy(name) as copy:
                    assert mine[name] == answers_of(copy, team.ids[name])
    assert found[0] == found[1]


def test_a_plan_counts_and_says_nothing_of_the_answers(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "4711")
    package = team.hand_in("Ann")
    with team.lead() as review:
        before = review.project.heads()
        plan = plan_merge(review, [package])
        (one,) = plan.packages
        assert (one.reviewer, one.new, one.known, one.signer) == ("Ann", 1, 0, "new")
        assert [(s.label, s.answers) for s in one.studies] == [("study0", 1)]
        assert len(one.words.split()) == 8
        assert one.words in plan.as_text()
        assert "4711" not in plan.as_text() + repr(plan)
        assert review.project.heads() == before

        merge(review, plan, accept_keys=True)
        (again,) = plan_merge(review, [package]).packages
        assert (again.new, again.known, again.signer) == (0, 1, "known")
        assert merge(review, plan_merge(review, [package])).added == 0
        (line,) = imports(review)
        assert (line.reviewer, line.facts.added) == ("Ann", "1")
        assert line.facts.file_name == package.name


def test_several_packages_of_one_reviewer_are_planned_one_after_the_other(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    old = team.hand_in("Ann")
    team.answer("Ann", N, "2")
    new = team.hand_in("Ann")
    with team.lead() as review:
        plan = plan_merge(review, [new, old, new])
        assert [(one.new, one.known) for one in plan.packages] == [
            (2, 0),
            (0, 1),
            (0, 2),
        ]
        done = merge(review, plan, accept_keys=True)
        assert [one.added for one in done.packages] == [2, 0, 0]
        assert len(imports(review)) == 2


def test_the_merging_review_shows_what_came_at_once(team):
    team.accept("Ann")
    with team.copy("Ann") as copy:
        act.answer_text(copy, team.studies[0], AGE, "6")
    package = team.hand_in("Ann")
    with team.lead() as review:
        act.answer_text(review, team.studies[0], AGE, "5")
        assert overview(review).undo
        merge(review, plan_merge(review, [package]), accept_keys=True)
        assert review.line(team.studies[0]).answered == 1
        assert not overview(review).undo  # a merge cannot be undone, nor what is before
        assert undo(review) is None
        act.answer_text(review, team.studies[0], N, "2")
        assert review.line(team.studies[0]).answered == 2


# What a hand-out holds


def test_a_hand_out_and_its_copy_hold_nothing_of_anybody_else(team):
    facets = {}
    for name in ("Bob", "Ann"):
        team.accept(name)
        with team.copy(name) as copy:
            facets[name] = plant(copy, team.studies[0], f"canary{name}".encode())
    team.merge(team.hand_in("Bob"), team.hand_in("Ann"))
    with team.lead() as review:
        plant(review, team.studies[0], b"canaryDana")
    package = team.hand_out("Ann")
    (team.folder / "Ann.ivig").unlink()
    team.accept("Ann", package)
    with team.lead() as review:
        add_study(review, StudyFacts(key="later"))
    newer = team.hand_out("Ann")
    with team.copy("Ann") as copy:
        assert merge(copy, plan_merge(copy, [newer])).added > 0
    for path in (package, newer, team.copy_path("Ann"), team.hand_in("Ann")):
        raw = bytes_of(path)
        assert b"canaryAnn" in raw
        assert b"canaryBob" not in raw
        assert b"canaryDana" not in raw
    with team.copy("Ann") as copy:
        assert not [
            one
            for one in copy.project.documents(ABSTRACTION)
            if not one.endswith(f"/{copy.reviewer_id}")
        ]
        assert facets["Ann"] <= {key[2] for key in answers_of(copy, copy.reviewer_id)}


def plant(review, study, canary):
    """Leave a word in every place that an abstraction has."""
    word = canary.decode()
    act.answer_text(review, study, "identification.journal", word)
    act.answer_text(review, study, AGE, f"{word} cannot be read")
    act.cite(review, study, AGE, [Evidence(quotation=word, source=word, locator=word)])
    act.annotate(review, study, AGE, word)
    found = findings(review, study)[0]
    act.reply(review, study, found.path, found.rule, word)
    row = act.add_row(review, study, "arms").reveal
    act.remove_row(review, study, row)
    document = f"{ABSTRACTION}{study}/{review.reviewer_id}"
    one = Set(document, N, "note", word)
    review.perform([one], label=word, study_id=study, reason=word)
    undo(review)
    return {"answer", "evidence", "note"}


def test_a_hand_out_holds_assigned_studies_or_all(team):
    with team.lead() as review:
        assign(review, {team.studies[1]: {team.ids["Ann"]: Duty.ABSTRACT}})
    for name, keys in (("Ann", ["study1"]), ("Bob", ["study0", "study1"])):
        team.accept(name)
        with team.copy(name) as copy:
            assert [one.key for one in overview(copy).studies] == keys
            assert overview(copy).title == "IVIG"


def test_the_same_hand_out_is_the_same_bytes(team):
    assert team.hand_out("Ann").read_bytes() == team.hand_out("Ann").read_bytes()


def test_a_newer_hand_out_brings_studies_and_leaves_answers(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    with team.lead() as review:
        add_study(review, StudyFacts(key="later"))
        edit_study(review, team.studies[1], StudyFacts(key="renamed", citation=""))
        edit_study(review, team.studies[0], StudyFacts(key="study0", citation="C"))
    first = team.hand_out("Ann")
    with team.lead() as review:
        edit_study(review, team.studies[0], StudyFacts(key="study0", citation=""))
    second = team.hand_out("Ann")
    with team.copy("Ann") as copy:
        for package in (second, first, second):  # an old one changes nothing back
            plan = plan_merge(copy, [package])
            assert not plan.packages[0].asks_for_key
            merge(copy, plan)
        lines = overview(copy).studies
        assert [one.key for one in lines] == ["study0", "renamed", "later"]
        assert lines[0].citation == ""
        assert lines[0].answered == 1
        assert copy.project.verify().is_intact
        assert overview(copy).undo  # the reviewer's own steps can still be undone
    assert team.merge(team.hand_in("Ann")).added == 1


def test_what_a_reviewer_abstracted_before_travels_with_the_hand_out(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    team.merge(team.hand_in("Ann"))
    package = team.hand_out("Ann")
    team.copy_path("Ann").unlink()
    team.accept("Ann", package)
    team.answer("Ann", N, "2")
    done = team.merge(team.hand_in("Ann"))
    assert (done.added, done.packages[0].known, done.forks) == (1, 1, ())


def test_only_the_lead_hands_out_and_only_to_others(team):
    target = team.folder / "x.ivighandout"
    with team.lead() as review:
        for who in (team.ids["Dana"], "nobody"):
            with pytest.raises(NotPossible):
                hand_out(review, who, target)
        with pytest.raises(NotPossible):
            hand_out(review, team.ids["Ann"], review.path)
        with pytest.raises(NotPossible):
            hand_out(review, team.ids["Ann"], team.folder / "new.ivig")
    team.accept("Ann")
    with team.copy("Ann") as copy, pytest.raises(NotPossible):
        hand_out(copy, team.ids["Bob"], target)
    assert not target.exists()


def test_who_has_decided_on_others_answers_gets_no_hand_out(team):
    with (
        team.at("Dana"),
        OpenReview.open(team.path, reviewer_id=team.ids["Judge"]) as review,
    ):
        one = Set(f"{ABSTRACTION}{team.studies[0]}/consensus", AGE, "answer", 5)
        review.perform([one], label="Decide")
        with pytest.raises(NotPossible):
            hand_in(review, review.reviewer_id, team.folder / "x.ivighandin")
    with team.lead() as review, pytest.raises(NotPossible, match="Judge"):
        hand_out(review, team.ids["Judge"], team.folder / "x.ivighandout")


def test_who_makes_a_hand_out_is_not_shown_the_answers_it_carries(team):
    first = team.hand_out("Ann")
    team.accept("Ann", first)
    team.answer("Ann", AGE, "6")
    team.merge(team.hand_in("Ann"))
    package = team.hand_out("Ann")
    target = team.folder / "looked.ivig"
    with team.at("Dana"), pytest.raises(PackageInvalid, match="made on this computer"):
        accept_hand_out(package, target)
    assert not target.exists()
    # Neither in a copy that was made before she had answered anything.
    with team.at("Dana"), accept_hand_out(first, target) as copy:
        (plan,) = plan_merge(copy, [package]).packages
        assert "made on this computer" in plan.refused
        assert answers_of(copy, copy.reviewer_id) == {}
    # On her own computer it is a working copy like any other.
    with team.at("Ann"), accept_hand_out(package, team.folder / "new.ivig") as copy:
        assert answers_of(copy, copy.reviewer_id)


def test_a_copy_on_the_same_computer_takes_in_a_newer_hand_out(team):
    """Two people may share a computer and have a file each."""
    with team.at("Dana"):
        accept_hand_out(team.hand_out("Ann"), team.copy_path("Ann")).close()
        with OpenReview.open(team.copy_path("Ann")) as copy:
            act.answer_text(copy, team.studies[0], AGE, "6")
            hand_in(copy, copy.reviewer_id, team.folder / "ann.ivighandin")
    team.merge(team.folder / "ann.ivighandin")
    with team.lead() as review:
        new = add_study(review, StudyFacts(key="new")).study_id
    package = team.hand_out("Ann")
    with team.at("Dana"), OpenReview.open(team.copy_path("Ann")) as copy:
        done = merge(copy, plan_merge(copy, [package]), accept_keys=True)
        assert not done.refused
        assert new in copy.studies()


def test_a_working_copy_never_replaces_a_file(team):
    package = team.hand_out("Ann")
    before = team.path.read_bytes()
    with team.at("Ann"), pytest.raises(StorageError):
        accept_hand_out(package, team.path)
    assert team.path.read_bytes() == before


def test_a_hand_in_is_no_hand_out_and_the_other_way_round(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    package = team.hand_in("Ann")
    with team.at("Bob"), pytest.raises(PackageInvalid):
        accept_hand_out(package, team.folder / "b.ivig")
    assert not (team.folder / "b.ivig").exists()
    with team.lead() as review:
        (one,) = plan_merge(review, [team.folder / "Ann-1.ivighandout"]).packages
        assert "hand-out" in one.refused
        (one,) = plan_merge(review, [review.path]).packages
        assert "is a review" in one.refused
        act.answer_text(review, team.studies[0], AGE, "5")  # still ours


def test_only_one_hands_in_ones_own_and_only_something(team):
    team.accept("Ann")
    target = team.folder / "x.ivighandin"
    with team.copy("Ann") as copy:
        for who in (team.ids["Bob"], team.ids["Ann"]):
            with pytest.raises(NotPossible):
                hand_in(copy, who, target)
        assert not target.exists()
    with team.at("Ann"), pytest.raises(NotPossible):
        OpenReview.open(team.copy_path("Ann"), reviewer_id=team.ids["Bob"])


def at_set_up(**what):
    """Change the first fact that the hand-out tells."""

    def change(events):
        return [redone(events[0], **what)]

    return change


@pytest.mark.parametrize(
    "what",
    [
        {"document": "reviewer:x", "path": "role", "new": '"boss"'},
        {"document": "study:x", "path": "key", "new": "5"},
        {"document": "assignment:x/y", "path": "duty", "new": '"sleep"'},
        {"document": "reviewsomething"},
        {"document": "handin:x"},
        {"document": f"{ABSTRACTION}x/consensus"},
        {"document": f"{ABSTRACTION}x/somebody"},
        {"author_id": "somebody"},
        {"form_version": 99},
        {},  # nobody's copy
    ],
)
def test_a_hand_out_that_holds_something_else_is_refused(team, what):
    package = repacked(team, team.hand_out("Ann"), change=at_set_up(**what))
    with team.at("Ann"), pytest.raises((PackageInvalid, PackageTooNew)):
        accept_hand_out(package, team.folder / "x.ivig")
    assert not (team.folder / "x.ivig").exists()


def test_a_hand_out_for_another_reviewer_is_not_merged_into_a_copy(team):
    team.accept("Ann")
    with team.copy("Ann") as copy:
        (one,) = plan_merge(copy, [team.hand_out("Bob")]).packages
        assert "another reviewer" in one.refused


def test_a_hand_out_from_another_computer_asks_for_its_key(team):
    package = team.hand_out("Ann")
    team.accept("Ann", package)
    with team.copy("Ann") as copy:
        (one,) = plan_merge(copy, [repacked(team, package)]).packages
        assert one.signer == "changed"


# What a merge refuses


@pytest.fixture
def handed_in(team):
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    return team.hand_in("Ann")


def repacked(team, package, key=None, change=None, **more):
    """The same package made by somebody who knows the format."""
    read = packing.read_from(package)
    events = [packing.packed(e) for e in packing.PackedEvents(read)]
    if change:
        events = [packing.packed(e) for e in change(list(packing.PackedEvents(read)))]
    said = {name: getattr(read.contents, name) for name in read.contents.__slots__}
    contents = type(read.contents)(**(said | more))
    target = team.new_path("repacked", "ivighandin")
    write_package(target, contents, events, key or SigningKey(b"x" * 32))
    return target


def planned(team, package):
    with team.lead() as review:
        before = review.project.heads()
        (one,) = plan_merge(review, [package]).packages
        done = merge(review, plan_merge(review, [package]), accept_keys=True)
        if one.refused:
            assert done.refused
            assert review.project.heads() == before
        return one


def redone(event, **what):
    from ivig_abstractor.store.events import sealed

    return sealed(event._replace(**what))


def test_what_is_refused_is_said_and_changes_nothing(team, handed_in):
    refusals = {
        "another review": {"review_id": "other", "title": "Other"},
        "newer version of the form": {"form_version": 99},
        "does not have": {"reviewer_id": "stranger"},
        "not Ann's own work": {
            "change": lambda e: [redone(e[0], document="review", path="title")]
        },
        "own work": {
            "change": lambda e: [
                redone(e[0], document=f"{ABSTRACTION}s/{team.ids['Bob']}")
            ]
        },
        "not Ann's": {"change": lambda e: [redone(e[0], author_id=team.ids["Bob"])]},
        "newer": {"change": lambda e: [redone(e[0], form_version=99)]},
        "cannot be trusted": {"change": lambda e: [e[0]._replace(new="9")]},
        "evidence": {"change": lambda e: [redone(e[0], facet="evidence", new='["x"]')]},
        "note": {"change": lambda e: [redone(e[0], facet="note", new="5")]},
    }
    for words, how in refusals.items():
        one = planned(team, repacked(team, handed_in, **how))
        assert words in one.refused, words
        assert one.refused in one.as_text()
    assert planned(team, handed_in).refused == ""


def test_refusals_have_types(team, handed_in):
    with team.lead() as review:
        for kind, more in (
            (PackageOtherProject, {"review_id": "other"}),
            (PackageTooNew, {"form_version": 99}),
        ):
            with pytest.raises(kind):
                packing.read_from(repacked(team, handed_in, **more), review)


def test_one_refused_package_does_not_hinder_the_others(team, handed_in):
    broken = team.folder / "broken.ivighandin"
    broken.write_bytes(handed_in.read_bytes()[:-5])
    done = team.merge(broken, handed_in)
    assert [bool(one.refused) for one in done.packages] == [True, False]
    assert done.added == 1


def test_a_package_that_changed_after_it_was_planned_is_left_out(team, handed_in):
    with team.lead() as review:
        plan = plan_merge(review, [handed_in])
        handed_in.write_bytes(repacked(team, handed_in).read_bytes())
        done = merge(review, plan, accept_keys=True)
        assert done.refused
        assert done.added == 0


def test_a_key_is_asked_for_once_and_again_when_it_changes(team, handed_in):
    with team.lead() as review:
        plan = plan_merge(review, [handed_in])
        with pytest.raises(SignerUnknown) as caught:
            merge(review, plan)
        assert plan.packages[0].words in caught.value.what
        assert imports(review) == ()
        merge(review, plan, accept_keys=True)
        other = repacked(team, handed_in)
        (one,) = plan_merge(review, [other]).packages
        assert one.signer == "changed"
        with pytest.raises(SignerUnknown):
            merge(review, plan_merge(review, [other]))
        merge(review, plan_merge(review, [other]), accept_keys=True)
        assert plan_merge(review, [other]).packages[0].signer == "known"
        assert plan_merge(review, [handed_in]).packages[0].signer == "changed"


def test_two_new_keys_for_one_reviewer_are_told_apart(team, handed_in):
    with team.lead() as review:
        plan = plan_merge(review, [handed_in, repacked(team, handed_in)])
        assert [one.signer for one in plan.packages] == ["new", "changed"]


def test_an_older_form_is_listed(team, handed_in, monkeypatch):
    monkeypatch.setattr("ivig_abstractor.operations.merging.FORM_VERSION", 2)
    assert "form version 1" in "".join(planned(team, handed_in).remarks)
    monkeypatch.undo()
    other = repacked(team, handed_in, form_hash="0" * 64)
    assert "not quite this one" in "".join(planned(team, other).remarks)


def test_an_older_review_file_is_noticed_by_what_the_copy_saw(team, tmp_path):
    with team.lead() as review:
        review.project.save_copy(tmp_path / "older.ivig")
        edit_study(review, team.studies[0], StudyFacts(key="study0", citation="C"))
    team.accept("Ann")
    team.answer("Ann", AGE, "6")
    package = team.hand_in("Ann")
    with team.lead(tmp_path / "older.ivig") as review:
        remarks = plan_merge(review, [package]).packages[0].remarks
        assert "lacks changes of Dana" in "".join(remarks)
    with team.lead() as review:
        assert plan_merge(review, [package]).packages[0].remarks == ()


def test_an_abstractor_does_not_merge(team, handed_in):
    with (
        team.at("Dana"),
        OpenReview.open(team.path, reviewer_id=team.ids["Bob"]) as review,
        pytest.raises(NotPossible),
    ):
        plan_merge(review, [handed_in])


# Forks


@pytest.fixture
def two_copies(team):
    """Ann copied her working copy and went on in both."""
    team.accept("Ann")
    team.answer("Ann", AGE, "5")
    with team.copy("Ann") as copy:
        copy.project.save_copy(team.copy_path("laptop"))
    team.answer("Ann", AGE, "6")
    team.answer("Ann", N, "1")
    team.answer("Ann", AGE, "7", computer="laptop")
    team.answer("Ann", N, "2", study=1, computer="laptop")
    return team.hand_in("Ann"), team.hand_in("Ann", "laptop")


def test_a_fork_waits_and_its_values_are_not_shown_to_the_lead(team, two_copies):
    first, second = two_copies
    team.merge(first)
    with team.lead() as review:
        plan = plan_merge(review, [second])
        (fork,) = plan.packages[0].forks
        (one,) = fork.disputed
        assert (fork.reviewer, one.address[1], one.study) == ("Ann", AGE, "study0")
        assert (one.first, one.second, one.is_shown) == (None, None, False)
        assert one.first_at is not None
        assert "two versions" in plan.as_text()
        done = merge(review, plan, accept_keys=True)
        assert done.added == 0
        assert done.forks[0].forks == (fork,)
        assert "two versions" in done.as_text()


@pytest.mark.parametrize(("choice", "age"), [("first", 6), ("second", 7)])
def test_a_fork_is_settled_with_a_reason_and_nothing_is_lost(
    team, two_copies, choice, age
):
    first, second = two_copies
    team.merge(first)
    address = (f"{ABSTRACTION}{team.studies[0]}/{team.ids['Ann']}", AGE, "answer")
    with team.lead() as review:
        for choices, reason in (({}, "why"), ({address: choice}, " ")):
            with pytest.raises(NotPossible):
                settle_forks(review, second, choices, reason=reason)
        with pytest.raises(SignerUnknown):
            settle_forks(review, second, {address: choice}, reason="r")
        done = settle_forks(
            review, second, {address: choice}, reason="Ann said so", accept_keys=True
        )
        assert done.added == 2
        mine = answers_of(review, team.ids["Ann"])
        assert mine[address] == age
        assert sorted(value for key, value in mine.items() if key != address) == [1, 2]
        assert review.project.verify().is_intact
        said = [e for e in review.project.events() if e.document.startswith("fork:")]
        assert said[0].reason == "Ann said so"
        assert said[0].author_id == team.ids["Dana"]
        for package in two_copies:
            again = plan_merge(review, [package]).packages[0]
            assert (again.new, again.forks) == (0, ())
    # Ann learns with the next hand-out what was settled.
    fresh = team.hand_out("Ann")
    team.copy_path("Ann").unlink()
    team.accept("Ann", fresh)
    with team.copy("Ann") as copy:
        assert answers_of(copy, copy.reviewer_id) == mine
    team.answer("Ann", AGE, "8")
    assert team.merge(team.hand_in("Ann")).added == 1


@pytest.fixture
def settled(team, two_copies):
    """Ann's fork, settled by the lead without Ann knowing of it yet."""
    team.merge(two_copies[0])
    address = (f"{ABSTRACTION}{team.studies[0]}/{team.ids['Ann']}", AGE, "answer")
    with team.lead() as review:
        for number in range(20):  # the lead's clock is far ahead of Ann's
            act.answer_text(review, team.studies[0], AGE, str(number))
        settle_forks(
            review, two_copies[1], {address: "second"}, reason="r", accept_keys=True
        )
        assert answers_of(review, team.ids["Ann"])[address] == 7
    return address


def test_what_a_reviewer_says_after_a_settlement_holds(team, settled):
    team.answer("Ann", AGE, "9")
    package = team.hand_in("Ann")
    team.merge(package)
    with team.lead() as review:
        assert answers_of(review, team.ids["Ann"])[settled] == 9
        before = review.project.heads()
        merge(review, plan_merge(review, [package]))
        assert review.project.heads() == before


@pytest.mark.parametrize("late", [True, False])
def test_a_hand_out_settles_only_what_the_reviewer_did_not_change_since(
    team, settled, late
):
    if late:
        team.answer("Ann", AGE, "9")
    newer = team.hand_out("Ann")
    with team.copy("Ann") as copy:
        merge(copy, plan_merge(copy, [newer]))
        assert answers_of(copy, copy.reviewer_id)[settled] == (9 if late else 7)
        act.answer_text(copy, team.studies[0], N, "4")
    team.merge(team.hand_in("Ann"))
    with team.lead() as review, team.copy("Ann") as copy:
        mine = answers_of(copy, copy.reviewer_id)
        assert answers_of(review, team.ids["Ann"]) == mine


def test_two_packages_that_fork_from_each_other_are_planned_as_such(team, two_copies):
    with team.lead() as review:
        plan = plan_merge(review, two_copies)
        assert [len(one.forks) for one in plan.packages] == [0, 1]
        done = merge(review, plan, accept_keys=True)
        assert [one.added for one in done.packages] == [3, 0]


def test_the_reviewer_settles_a_fork_in_the_working_copy_and_sees_both(
    team, two_copies
):
    _first, second = two_copies
    with team.copy("Ann") as copy:
        (fork,) = plan_merge(copy, [second]).packages[0].forks
        (one,) = fork.disputed
        assert (one.first, one.second, one.is_shown) == (6, 7, True)
        settle_forks(
            copy,
            second,
            {one.address: "second"},
            reason="Typing slip",
            accept_keys=True,
        )
        assert answers_of(copy, copy.reviewer_id)[one.address] == 7
        assert imports(copy) == ()
        mine = answers_of(copy, copy.reviewer_id)
    package = team.hand_in("Ann")
    assert team.merge(package).refused == ()
    with team.lead() as review:
        assert answers_of(review, team.ids["Ann"]) == mine
        assert plan_merge(review, [second]).packages[0].forks == ()
    fresh = team.hand_out("Ann")
    team.copy_path("Ann").unlink()
    team.accept("Ann", fresh)
    with team.copy("Ann") as copy:
        assert answers_of(copy, copy.reviewer_id) == mine


def test_reviewers_are_found_by_id_initials_or_name(team):
    with team.lead() as review:
        for words in (team.ids["Ann"], "an", "ANN", " Ann "):
            assert packing.reviewer_named(review, words) == team.ids["Ann"]
        for words in ("", "nobody", "A"):
            with pytest.raises(NotPossible):
                packing.reviewer_named(review, words)


def test_settling_what_is_refused_or_has_changed_is_refused(team, two_copies):
    first, second = two_copies
    team.merge(first)
    address = (f"{ABSTRACTION}{team.studies[0]}/{team.ids['Ann']}", AGE, "answer")
    broken = team.folder / "broken.ivighandin"
    broken.write_bytes(second.read_bytes()[:-9])
    with team.lead() as review:
        with pytest.raises(PackageInvalid):
            settle_forks(review, broken, {address: "first"}, reason="r")
        (plan,) = plan_merge(review, [second]).packages
        act.answer_text(review, team.studies[0], AGE, "1")
        before = review.project.heads()
        done = merging._merge_one(review, plan, {}, "r")  # planned with other choices
        assert "do not fit" in done.refused
        assert review.project.heads() == before


def test_an_adjudicator_outside_a_study_sees_what_a_fork_is_about(team, two_copies):
    team.merge(two_copies[0])
    with (
        team.at("Dana"),
        OpenReview.open(team.path, reviewer_id=team.ids["Judge"], pin="2468") as review,
    ):
        (plan,) = plan_merge(review, [two_copies[1]]).packages
        assert [(d.first, d.second) for d in plan.forks[0].disputed] == [(6, 7)]
        assert "6 | 7" in plan.as_text()


def test_ones_own_changes_from_another_computer_are_merged_without_keeping_the_key(
    team,
):
    with team.lead() as review:
        review.project.save_copy(team.copy_path("laptop"))
    with team.lead(team.copy_path("laptop"), "Danas laptop") as review:
        act.answer_text(review, team.studies[0], AGE, "6")
        hand_in(review, team.ids["Dana"], team.folder / "d.ivighandin")
    with team.lead() as review:
        plan = plan_merge(review, [team.folder / "d.ivighandin"])
        assert (plan.packages[0].new, plan.packages[0].signer) == (1, "new")
        assert merge(review, plan, accept_keys=True).added == 1
        assert review.line(team.studies[0]).answered == 1
    with team.lead() as review:
        assert review.reviewer_id == team.ids["Dana"]


def test_a_damaged_review_hands_nothing_over_and_takes_nothing_in(team, handed_in):
    with team.lead() as review:
        spoil = "UPDATE current SET value = '5' WHERE path = 'title'"
        review.project._connection.execute(spoil)
        with pytest.raises(ContentMismatch):
            hand_out(review, team.ids["Ann"], team.folder / "x.ivighandout")
        with pytest.raises(ContentMismatch):
            plan_merge(review, [handed_in])
    assert not (team.folder / "x.ivighandout").exists()
