"""Events of several files come together in any order, and nothing of them is lost."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import (
    AppError,
    AuditBroken,
    DiskFull,
    EquivocationDetected,
    LimitExceeded,
    ReadOnlyMedium,
)
from ivig_abstractor.store.events import sealed
from ivig_abstractor.store.project import ProjectFile, Set
from ivig_abstractor.store.witness import Witness
from tests.store.making import SCALE, connect_unsynced, state_of

AUTHORS = ("ann", "bob", "cyd")


class AnyTime:
    """A clock that cannot be relied on."""

    def __init__(self, moments):
        self.moments = iter(moments)

    def now(self):
        days = next(self.moments, 0)
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)

    def utc_offset_minutes(self):
        return 0


@contextmanager
def a_file(place, name, review_id="review-1"):
    path = place / f"{name}.ivig"
    with ProjectFile.create(
        path,
        review_id=review_id,
        app_version="1",
        form_version=1,
        witness=Witness(place / f"memory-{name}"),
        connect=connect_unsynced,
    ) as project:
        yield project


def everything_of(project):
    return list(project.chains(project.heads()))


def values(project):
    return {
        (document, *entry)[:3]: entry.value
        for document, entries in project.entries_of("").items()
        for entry in entries
    }


def write(project, author, path, value, document="", facet="answer"):
    document = document or f"abstraction:s1/{author}"
    one = Set(document, path, facet, value)
    return project.commit([one], author=author, label=f"{path} = {value}")


def folded(events):
    """What stands after the union of all events, worked out in the plainest way."""
    union = {event.event_id: event for event in events}
    stands = {}
    for event in sorted(union.values(), key=lambda one: (one.lamport, one.event_id)):
        stands[event.document, event.path, event.facet] = event.new_value
    return {key: value for key, value in stands.items() if value is not None}


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # who does it
        st.none() | st.integers(0, 2),  # or takes in from whom
        st.sampled_from(["a", "b", "rows[r1].c"]),
        st.none() | st.integers(0, 3),
        st.booleans(),  # in a document that all of them write
    ),
    max_size=25,
)


@settings(
    max_examples=30 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, moments=st.lists(st.integers(-9, 9), max_size=25))
def test_a_merge_is_a_union_in_whatever_order_and_however_often(
    steps, moments, tmp_path_factory
):
    place = tmp_path_factory.mktemp("merge")
    with (
        clock.use(AnyTime(moments)),
        a_file(place, "0") as one,
        a_file(place, "1") as two,
        a_file(place, "2") as three,
    ):
        files = (one, two, three)
        for who, source, path, value, is_shared in steps:
            if source is None:
                document = "review" if is_shared else ""
                write(files[who], AUTHORS[who], path, value, document)
            else:
                files[who].take_events(everything_of(files[source]))
        lists = [everything_of(project) for project in files]
    found = set()
    wanted = folded(event for events in lists for event in events)
    for at, order in enumerate(permutations(range(3))):
        with a_file(place, f"merged-{at}") as merged:
            for number in (*order, order[0]):
                merged.take_events(lists[number])
            assert values(merged) == wanted
            assert merged.verify().is_intact
            found.add(tuple(everything_of(merged)))
    assert len(found) == 1
    assert {one for events in lists for one in events} == set(found.pop())


def test_taking_the_same_again_changes_nothing(tmp_path):
    with a_file(tmp_path, "a") as source:
        write(source, "ann", "a", 1)
        write(source, "ann", "b", 2)
        events = everything_of(source)
    with a_file(tmp_path, "b") as target:
        assert target.take_events(events)[:2] == (2, 0)
        assert target.take_events(events)[:2] == (0, 2)
        assert target.take_events(events[1:])[:2] == (0, 1)
        before = state_of(target.path)[0]
        assert target.examine_events(events).known == 2
    assert state_of(target.path)[0] == before


def test_the_clock_stays_ahead_of_what_was_taken_in(tmp_path):
    with a_file(tmp_path, "a") as source:
        for number in range(5):
            write(source, "ann", "a", number, "review")
        events = everything_of(source)
    with a_file(tmp_path, "b") as target:
        target.take_events(events)
        write(target, "bob", "a", "later", "review")
        assert target.get("review", "a", "answer") == "later"
        assert everything_of(target)[-1].lamport == 6


def test_summaries_of_touched_documents_are_dropped_and_others_kept(tmp_path):
    with a_file(tmp_path, "a") as source:
        write(source, "ann", "a", 1)
        events = everything_of(source)
    with a_file(tmp_path, "b") as target:
        target.put_summaries({"abstraction:s1/ann": 1, "abstraction:s1/bob": 2})
        target.take_events(events)
        assert target.summaries() == {"abstraction:s1/bob": 2}


def test_what_follows_is_written_in_the_same_transaction(tmp_path):
    with a_file(tmp_path, "a") as source:
        write(source, "ann", "a", 1)
        events = everything_of(source)

    def refuse(taken):
        raise LimitExceeded(str(taken.added))

    with a_file(tmp_path, "b") as target:
        with pytest.raises(LimitExceeded):
            target.take_events(events, author="bob", sets=refuse)
        assert everything_of(target) == []
        target.take_events(
            events,
            author="bob",
            label="Merge",
            sets=lambda taken: [Set("handin:1", "added", "answer", taken.added)],
            reason="first",
        )
        assert target.get("handin:1", "added", "answer") == 1
        assert [one.kind for one in target.operations("bob")] == ["barrier"]
        write(target, "bob", "b", 1)
        assert target.verify().is_intact


def test_a_refused_event_leaves_the_file_as_it_was(tmp_path):
    with a_file(tmp_path, "a") as source:
        for number in range(3):
            write(source, "ann", "a", number)
        events = everything_of(source)

    def refuse_third(event):
        if event.author_seq == 3:
            raise AuditBroken("no")

    with a_file(tmp_path, "b") as target:
        write(target, "bob", "a", 1)
        before = everything_of(target)
        with pytest.raises(AuditBroken, match="no"):
            target.take_events(events, accept=refuse_third)
        assert everything_of(target) == before
        write(target, "bob", "a", 2)
        assert target.verify().is_intact


def changed(event, **what):
    return sealed(event._replace(**what))


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda e: e[:1] + e[2:], AuditBroken),  # a gap
        (lambda e: e[1:], AuditBroken),  # no beginning
        (lambda e: [e[0], e[2], e[1]], AuditBroken),
        (lambda e: [e[0], e[0]], AuditBroken),
        (lambda e: [e[0], changed(e[0], new="9")], EquivocationDetected),
        (lambda e: [e[0]._replace(new="9")], AuditBroken),
        (lambda e: [changed(e[0], prev="0" * 64)], AuditBroken),
        (lambda e: [changed(e[0], lamport=0)], AuditBroken),
        (lambda e: [changed(e[0], lamport=10**12)], LimitExceeded),
        (lambda e: [changed(e[0], lamport=True)], AuditBroken),
        (lambda e: [changed(e[0], new="1.5")], AuditBroken),
        (lambda e: [changed(e[0], new='{"b":1, "a":2}')], AuditBroken),
        (lambda e: [changed(e[0], new="]")], AuditBroken),
        (lambda e: [changed(e[0], label="a\0")], AuditBroken),
        (lambda e: [changed(e[0], kind="delete")], AuditBroken),
        (lambda e: [changed(e[0], wall_utc="yesterday")], AuditBroken),
        (lambda e: [changed(e[0], wall_utc="2026-01-02T03:04:05")], AuditBroken),
        (lambda e: [changed(e[0], utc_offset_min=10**6)], AuditBroken),
        (lambda e: [changed(e[0], step=-1)], AuditBroken),
        (lambda e: [changed(e[0], document="")], AuditBroken),
        (lambda e: [changed(e[0], form_version="1")], AuditBroken),
    ],
)
def test_events_that_do_not_hold_together_are_refused(tmp_path, spoil, kind):
    with a_file(tmp_path, "a") as source:
        for number in range(3):
            write(source, "ann", "a", number)
        events = everything_of(source)
    with a_file(tmp_path, "b") as target:
        for look in (target.examine_events, target.take_events):
            with pytest.raises(kind) as caught:
                look(spoil(events))
            assert isinstance(caught.value, AppError)
            assert caught.value.unchanged
        assert everything_of(target) == []


def test_chains_of_another_review_do_not_fit(tmp_path):
    with a_file(tmp_path, "a", "review-2") as source:
        write(source, "ann", "a", 1)
        events = everything_of(source)
    with a_file(tmp_path, "b") as target, pytest.raises(AuditBroken):
        target.take_events(events)


def test_an_operation_of_somebody_else_cannot_be_claimed(tmp_path):
    with a_file(tmp_path, "b") as target:
        claimed = write(target, "bob", "a", 1).operation_id
        with a_file(tmp_path, "a") as source:
            write(source, "ann", "a", 1)
            event = changed(everything_of(source)[0], operation_id=claimed)
        with pytest.raises(AuditBroken, match="another"):
            target.take_events([event])


def test_a_file_open_for_looking_takes_nothing_in(tmp_path):
    with a_file(tmp_path, "a") as source:
        write(source, "ann", "a", 1)
        events = everything_of(source)
    with ProjectFile.open(tmp_path / "a.ivig", read_only=True) as project:
        assert project.examine_events(events).known == 1
        with pytest.raises(ReadOnlyMedium):
            project.take_events(events)


# Forks: one file copied, and both copies worked on.


@pytest.fixture
def forked(tmp_path):
    """Ann's file, the events of its copy, and the number where they part."""

    def make(first, second):
        with a_file(tmp_path, "copy") as copy:
            write(copy, "ann", "same", 0)
            write(copy, "ann", "arms[a1]", "a0", facet="row")
            common = everything_of(copy)
            for path, value, *facet in second:
                write(copy, "ann", path, value, facet=(facet or ["answer"])[0])
            branch = everything_of(copy)
        with a_file(tmp_path, "main") as main:
            main.take_events(common)
            for path, value, *facet in first:
                write(main, "ann", path, value, facet=(facet or ["answer"])[0])
        return main.path, branch

    return make


def reopened(path, tmp_path):
    return ProjectFile.open(
        path, app_version="1", witness=Witness(tmp_path / "memory-main")
    )


def test_a_fork_is_taken_only_when_somebody_says_what_holds(forked, tmp_path):
    path, branch = forked(
        [("a", 1), ("only first", 1), ("b", 5)],
        [("a", 2), ("only second", 2), ("b", 5)],
    )
    with reopened(path, tmp_path) as main:
        before = everything_of(main)
        for look in (main.examine_events, main.take_events):
            taken = look(branch)
            (fork,) = taken.forks
            assert (fork.author_id, fork.seq, fork.events) == ("ann", 3, 3)
            (one,) = fork.disagreements
            assert one[1:5] == ("a", "answer", 1, 2)
            assert one.first_at is not None
        assert main.take_events(branch).added == 0
        assert everything_of(main) == before

        taken = main.take_events(
            branch,
            author="ann",
            label="Settle",
            branches=True,
            sets=lambda _taken: [Set("abstraction:s1/ann", "a", "answer", 1)],
            reason="The first copy was checked again.",
        )
        assert taken.added == 3
        stands = {e.path: e.value for e in main.entries("abstraction:s1/ann")}
        assert stands == {
            "same": 0,
            "arms[a1]": "a0",
            "a": 1,
            "b": 5,
            "only first": 1,
            "only second": 2,
        }
        assert main.verify().is_intact
        kept = [e for e in main.events() if e.author_id == fork.branch_id]
        assert [e.new for e in kept] == ["2", "2", "5"]
        # The same branch again is known, in this file and in one that takes from it.
        assert main.take_events(branch)[:2] == (0, 5)
        assert main.take_events(branch).forks == ()
        events = everything_of(main)
    with a_file(tmp_path, "third") as third:
        third.take_events(events)
        assert third.take_events(branch).forks == ()


def test_a_kept_branch_that_goes_on_asks_only_for_what_is_new(forked, tmp_path):
    path, branch = forked(
        [("a", 1), ("b", 1)], [("a", 2), ("b", 2), ("c", 2), ("b", 3)]
    )
    with reopened(path, tmp_path) as main:
        main.take_events(
            branch[:-2],
            author="ann",
            label="Settle",
            branches=True,
            sets=lambda _taken: [
                Set("abstraction:s1/ann", name, "answer", 1) for name in "ab"
            ],
        )
        (fork,) = main.take_events(branch).forks
        assert fork.events == 2
        assert [(one.path, one.first, one.second) for one in fork.disagreements] == [
            ("b", 1, 3)
        ]
        taken = main.take_events(branch, branches=True)
        assert taken.added == 2
        assert main.take_events(branch).forks == ()
        assert main.verify().is_intact


@pytest.mark.parametrize(
    ("first", "second", "disputed"),
    [
        ([("arms[a1]", None, "row")], [("arms[a1].name", 2)], ["arms[a1]"]),
        ([("arms[a1].name", 2)], [("arms[a1]", None, "row")], ["arms[a1]"]),
        ([("", "complete", "state")], [("a", 2)], [""]),
        ([("a", 2)], [("", "complete", "state")], [""]),
        ([("arms[a1]", None, "row")], [("arms[a10].name", 2)], []),
        ([("a", 1)], [("b", 2)], []),
        ([("a", 1), ("a", 2)], [("a", 3), ("a", 2)], []),
        ([("same", 1)], [("same", None)], ["same"]),
    ],
)
def test_what_counts_as_a_disagreement(forked, tmp_path, first, second, disputed):
    path, branch = forked(first, second)
    with reopened(path, tmp_path) as main:
        (fork,) = main.examine_events(branch).forks
        assert [one.path for one in fork.disagreements] == disputed
        assert all(one.first != one.second for one in fork.disagreements)


def test_a_branch_that_was_copied_again_forks_again(forked, tmp_path):
    path, branch = forked([("a", 1)], [("a", 2), ("b", 2)])
    with reopened(path, tmp_path) as main:
        main.take_events(branch, branches=True)
        last = branch[-1]
        other = [*branch[:-1], changed(last, new="7")]
        (fork,) = main.take_events(other).forks
        assert fork.branch_id.count("~") == 2
        assert [(one.path, one.first, one.second) for one in fork.disagreements] == [
            ("b", 2, 7)
        ]
        main.take_events(other, branches=True)
        assert main.take_events(other).forks == ()
        assert main.verify().is_intact


EDITS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.none() | st.integers(0, 2)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=EDITS, first=EDITS, second=EDITS)
def test_a_settled_fork_holds_what_was_said_once_and_what_was_chosen(
    before, first, second, tmp_path_factory
):
    place = tmp_path_factory.mktemp("fork")
    ends = []
    with a_file(place, "one") as one, a_file(place, "two") as two:
        for path, value in before:
            write(one, "ann", path, value)
        two.take_events(everything_of(one))
        for project, edits in ((one, first), (two, second)):
            start = len(everything_of(project))
            for path, value in edits:
                write(project, "ann", path, value)
            touched = {e.path for e in everything_of(project)[start:]}
            held = {e.path: e.value for e in project.entries("abstraction:s1/ann")}
            ends.append((touched, held))
        events = [everything_of(one), everything_of(two)]
        if not ends[0][0] or not ends[1][0]:
            return
        disputed = []
        for project, branch, chosen in ((one, events[1], 0), (two, events[0], 1)):
            forks = project.examine_events(branch).forks
            found = [d for fork in forks for d in fork.disagreements]
            disputed.append({d.path: (d.first, d.second) for d in found})
            settled = [
                Set("abstraction:s1/ann", d.path, "answer", (d.first, d.second)[chosen])
                for d in found
            ]
            project.take_events(
                branch,
                author="bob",
                label="Settle",
                branches=True,
                sets=lambda _taken, settled=settled: settled,
            )
            assert project.verify().is_intact
            assert project.take_events(branch, branches=True).added == 0
        assert disputed[0] == {path: pair[::-1] for path, pair in disputed[1].items()}
        both = ends[0][0] & ends[1][0]
        differ = {p for p in both if ends[0][1].get(p) != ends[1][1].get(p)}
        assert disputed[0].keys() == differ
        wanted = {
            path: ends[0 if path in ends[0][0] else 1][1].get(path)
            for path in {*ends[0][1], *ends[1][1]}
        }
        wanted = {path: value for path, value in wanted.items() if value is not None}
        for project in (one, two):
            entries = project.entries("abstraction:s1/ann")
            assert {e.path: e.value for e in entries} == wanted


def test_a_full_disk_takes_in_nothing_and_the_next_try_all(tmp_path):
    with a_file(tmp_path, "a") as source:
        for number in range(200):
            write(source, "ann", "a", f"{number}" * 50)
        events = everything_of(source)
    with a_file(tmp_path, "b") as target:
        connection = target._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        for more in (0, 2, 20):
            connection.execute(f"PRAGMA max_page_count={pages + more}").fetchall()
            with pytest.raises(DiskFull):
                target.take_events(events)
            assert everything_of(target) == []
        connection.execute("PRAGMA max_page_count=1000000").fetchall()
        assert target.take_events(events).added == 200
        assert target.verify().is_intact
