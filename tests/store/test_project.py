"""What the project file offers to operations."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings

from ivig_abstractor.base.errors import (
    BugError,
    ReadOnlyMedium,
    UnsafeTarget,
    ValueRefused,
)
from ivig_abstractor.store.project import Changed, Entry, ProjectFile, Set
from tests.store.making import ANN, BOB, STUDY, edit, everything, open_review
from tests.store.test_values import TEXT


def put(project, *sets, **more):
    return project.commit(sets, **{"author": ANN, "label": "Edit"} | more)


def test_a_value_that_was_never_set_is_none(project):
    assert project.get("nowhere", "x", "answer") is None


def test_a_commit_says_what_really_changed(project):
    put(project, Set("review", "title", "answer", "Old"))
    done = put(
        project,
        Set("review", "title", "answer", "New"),
        Set("review", "authors", "answer", None),
    )
    assert done.changes == [Changed("review", "title", "answer", "Old", "New")]
    assert done.at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert project.get("review", "title", "answer") == "New"


def test_what_changes_nothing_leaves_no_trace(project, review):
    put(project, Set("review", "x", "answer", {"b": 1, "a": [2]}))
    before = everything(project)
    done = put(project, Set("review", "x", "answer", {"a": [2], "b": 1}))
    assert done.changes == []
    assert everything(project) == before


def test_one_operation_may_set_a_value_twice(project):
    done = put(project, Set("d", "p", "answer", 1), Set("d", "p", "answer", 2))
    assert [(c.old, c.new) for c in done.changes] == [(None, 1), (1, 2)]
    assert project.get("d", "p", "answer") == 2


def test_cleared_values_have_no_entry_but_a_history(project):
    put(project, Set("d", "p", "answer", 1))
    put(project, Set("d", "p", "answer", None))
    assert project.entries("d") == []
    assert project.documents("d") == []
    assert [(e.old_value, e.new_value) for e in project.history("d")] == [
        (1, None),
        (None, 1),
    ]


def test_entries_are_sorted_by_path_and_facet(project):
    put(
        project,
        Set("d", "b", "note", "n"),
        Set("d", "a", "note", "n"),
        Set("d", "b", "answer", False),
    )
    assert project.entries("d") == [
        Entry("a", "note", "n"),
        Entry("b", "answer", False),
        Entry("b", "note", "n"),
    ]


def test_documents_are_found_by_prefix(project):
    for name in ("study:2", "study:1", "studyx", "study:", "review"):
        put(project, Set(name, "key", "answer", name))
    assert project.documents("study:") == ["study:", "study:1", "study:2"]
    assert list(project.entries_of("study:")) == ["study:", "study:1", "study:2"]
    assert project.documents("nothing") == []
    assert set(project.documents("")) >= {"review", "studyx", STUDY}


def test_history_is_newest_first_and_can_be_narrowed(project):
    for value in range(4):
        put(project, Set("d", "p", "answer", value), Set("d", "p", "note", value))
    put(project, Set("d", "q", "answer", 9))
    told = project.history("d", "p", "answer")
    assert [event.new_value for event in told] == [3, 2, 1, 0]
    assert len(project.history("d", "p")) == 8
    assert [event.new_value for event in project.history("d", limit=2)] == [9, 3]


def test_an_event_tells_who_when_what_and_why(project, still_clock):
    still_clock.advance(hours=1)
    put(
        project,
        Set("d", "p", "answer", "x"),
        author=BOB,
        label="Words",
        kind="undo",
        target="operation-7",
        reason="Because",
    )
    (event,) = project.history("d")
    assert (event.author_id, event.label, event.kind) == (BOB, "Words", "undo")
    assert (event.target, event.reason) == ("operation-7", "Because")
    assert event.at == still_clock.now()
    assert event.utc_offset_min == 60
    assert (event.app_version, event.form_version) == ("0.1", 1)


def test_operations_of_one_author_in_order(project):
    first = put(project, Set("a", "p", "answer", 1), Set("b", "p", "answer", 1))
    put(project, Set("c", "p", "answer", 1), author=BOB)
    last = put(project, Set("c", "p", "answer", 2), label="Last")
    lines = [line for line in project.operations(ANN) if line.document in "abc"]
    assert [line.operation_id for line in lines] == [
        first.operation_id,
        last.operation_id,
    ]
    assert (lines[0].document, lines[1].label) == ("a", "Last")
    assert project.operations("nobody") == []


def test_operations_can_begin_at_the_last_barrier(project):
    put(project, Set("d", "p", "answer", 1))
    put(project, Set("d", "p", "answer", 2), kind="barrier")
    put(project, Set("d", "p", "answer", 3))
    lines = project.operations(ANN, since_barrier=True)
    assert [line.kind for line in lines] == ["barrier", "do"]
    assert len(project.operations(BOB, since_barrier=True)) == 2


def test_what_an_operation_changed_can_be_asked_later(project):
    done = put(project, Set("d", "p", "answer", 1), Set("d", "q", "answer", None))
    assert project.operation_changes(done.operation_id) == done.changes
    assert project.operation_changes("unknown") == []


def test_summaries_are_kept_without_an_event(project):
    events = len(list(project.events()))
    project.put_summaries({"a": {"n": 1}, "b": None})
    project.put_summaries({"a": {"n": 2}})
    assert project.summaries()["a"] == {"n": 2}
    assert project.summaries()["b"] is None
    assert len(list(project.events())) == events


def test_everything_is_there_after_reopening(review, witness):
    with open_review(review, witness) as project:
        edit(project, 99)
        before = everything(project), project.heads()
    with open_review(review, witness) as project:
        assert (everything(project), project.heads()) == before
        assert project.review_id == "review-1"
        assert project.notices == ()


def test_a_refused_value_changes_nothing(project):
    before = everything(project)
    for sets in ([Set("d", "p", "answer", 1.5)], [Set("d\0", "p", "answer", 1)]):
        with pytest.raises(ValueRefused):
            put(project, Set("d", "q", "answer", 1), *sets)
    for words in ({"label": "\0"}, {"reason": "\ud800"}, {"author": "a\0"}):
        with pytest.raises(ValueRefused):
            put(project, Set("d", "q", "answer", 1), **words)
    assert everything(project) == before


def test_an_unknown_kind_of_operation_is_our_own_fault(project):
    with pytest.raises(BugError):
        put(project, Set("d", "p", "answer", 1), kind="oops")
    put(project, Set("d", "p", "answer", 1))


def test_a_megabyte_of_text_in_a_field_works(review, witness):
    text = "Müller 研究 \u202e\n" * 100_000
    with open_review(review, witness) as project:
        put(project, Set("d", "p", "note", text))
    with open_review(review, witness) as project:
        assert project.get("d", "p", "note") == text


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
def test_text_comes_back_exactly_as_typed(project, text):
    put(project, Set("d", "p", "answer", text))
    assert project.get("d", "p", "answer") == text
    kept = project.history("d", "p")
    assert not text or kept[0].new_value == text


def test_read_only_refuses_changes_but_not_questions(review, witness):
    with open_review(review, witness, read_only=True) as project:
        assert project.read_only
        assert project.entries(STUDY)
        assert project.verify().is_intact
        with pytest.raises(ReadOnlyMedium):
            put(project, Set("d", "p", "answer", 1))
        with pytest.raises(ReadOnlyMedium):
            project.put_summaries({"a": 1})


def test_creating_refuses_an_existing_file(review, witness):
    before = review.read_bytes()
    with pytest.raises(UnsafeTarget):
        ProjectFile.create(
            review, review_id="r", app_version="", form_version=1, witness=witness
        )
    assert review.read_bytes() == before


def test_creating_that_fails_leaves_nothing(folder, witness, monkeypatch):
    monkeypatch.setattr("ivig_abstractor.store.schema.STATEMENTS", ("CREATE oops",))
    with pytest.raises(BugError):
        ProjectFile.create(
            folder / "new.ivig",
            review_id="r",
            app_version="",
            form_version=1,
            witness=witness,
        )
    assert list(folder.iterdir()) == []


def test_a_copy_holds_everything_and_replaces_no_open_review(project, folder, witness):
    copy = folder / "copy.ivig"
    project.save_copy(copy)
    project.save_copy(copy)
    with open_review(copy, witness) as copied:
        assert everything(copied) == everything(project)
        with pytest.raises(UnsafeTarget):
            project.save_copy(copy)
    with pytest.raises(UnsafeTarget):
        project.save_copy(project.path)


def test_another_thread_is_refused(project):
    caught = []

    def ask():
        try:
            project.get("d", "p", "answer")
        except BugError as error:
            caught.append(error)

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert "thread" in str(caught[0])


def test_closing_twice_is_harmless(project):
    project.close()
    project.close()


def test_the_last_writer_is_named_but_only_by_writing(review, witness):
    def writer():
        with open_review(review, witness, read_only=True) as project:
            rows = project._rows("SELECT value FROM meta WHERE name = 'last_writer'")
            return rows[0][0]

    with ProjectFile.open(review, app_version="0.2", witness=witness):
        pass
    assert writer() == "0.1"
    with ProjectFile.open(review, app_version="0.2", witness=witness) as project:
        edit(project, 50)
    assert writer() == "0.2"
