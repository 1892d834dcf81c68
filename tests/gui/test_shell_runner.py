import random
import threading
from datetime import UTC, datetime

import pytest

from ivig_abstractor.base.errors import AppError, DiskFull
from ivig_abstractor.gui.runner import Edit, Runner
from ivig_abstractor.operations.changes import Changes

AT = datetime(2026, 1, 2, 12, 3, 5, tzinfo=UTC)


class FakeReview:
    """Stands for an open review: remembers what was done and by which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.threads: set[str] = set()
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


def changes(label="Days per course") -> Changes:
    return Changes(label, "s1", (), None, None, "", label, "", AT)


def doing(what, fails: AppError | None = None):
    def operation(review):
        review.threads.add(threading.current_thread().name)
        if fails is not None:
            raise fails
        review.done.append(what)
        return changes(str(what))

    return operation


@pytest.fixture
def review():
    return FakeReview()


@pytest.fixture
def runner(qtbot, review):
    made = Runner()
    made.open(lambda: review)
    qtbot.waitUntil(lambda: not made.is_busy)
    yield made
    made.stop()


def wait(qtbot, runner):
    qtbot.waitUntil(lambda: not runner.is_busy)


def test_operations_are_done_in_order_in_one_other_thread(qtbot, runner, review):
    for number in range(50):
        runner.run(doing(number))
    wait(qtbot, runner)

    assert review.done == list(range(50))
    assert review.threads == {"review"}


def test_results_are_told_on_the_window_thread(qtbot, runner):
    told = []
    runner.changed.connect(
        lambda done, origin: told.append(
            (done.label, origin, threading.current_thread())
        )
    )
    runner.run(doing("x"), "here")
    wait(qtbot, runner)

    assert told == [("x", "here", threading.main_thread())]
    assert runner.saved_at == AT


def test_saving_is_said_until_it_is_true(qtbot, runner):
    go_on = threading.Event()

    def slow(_review):
        go_on.wait(5)
        return changes()

    runner.run(slow, edit=Edit("s1", "design.code", "Design", "open"))
    assert runner.is_saving
    assert runner.saved_at is None

    go_on.set()
    wait(qtbot, runner)
    assert not runner.is_saving
    assert runner.saved_at == AT


def test_a_failed_edit_is_kept_and_can_be_tried_again(qtbot, runner, review):
    full = DiskFull("The disk is full.")
    edit = Edit("s1", "dose.value", "Dose", "2 g/kg")
    tries = []

    def flaky(review):
        tries.append(1)
        if len(tries) == 1:
            raise full
        return doing("saved")(review)

    failures = []
    runner.failed.connect(lambda error, origin: failures.append((error, origin)))
    runner.run(flaky, "form", edit=edit)
    wait(qtbot, runner)

    assert failures == [(full, "form")]
    assert [one.edit for one in runner.unsaved] == [edit]
    assert runner.saved_at is None

    runner.retry()
    wait(qtbot, runner)
    assert runner.unsaved == ()
    assert review.done == ["saved"]


def test_a_newer_text_replaces_the_one_that_failed(qtbot, runner):
    first = Edit("s1", "dose.value", "Dose", "2")
    second = Edit("s1", "dose.value", "Dose", "3")
    runner.run(doing("2", DiskFull("The disk is full.")), edit=first)
    runner.run(doing("3", DiskFull("The disk is full.")), edit=second)
    wait(qtbot, runner)
    assert [one.edit.text for one in runner.unsaved] == ["3"]

    runner.run(doing("4"), edit=Edit("s1", "dose.value", "Dose", "4"))
    wait(qtbot, runner)
    assert runner.unsaved == ()


def typed(text, path="p", facet="answer"):
    return Edit("s1", path, path, text, facet, typed=True)


def test_of_texts_typed_on_into_one_place_the_last_that_waits_is_saved(
    qtbot, runner, review
):
    go_on, begun = threading.Event(), threading.Event()

    def slow(review):
        begun.set()
        go_on.wait(5)
        return doing("C")(review)

    told = []
    runner.changed.connect(lambda done, _origin: told.append(done.label))
    runner.run(slow, edit=typed("C"))
    begun.wait(5)
    for text in ("Ch", "Che", "Cher"):
        runner.run(doing(text), edit=typed(text))
    assert runner.is_saving
    go_on.set()
    wait(qtbot, runner)
    assert review.done == told == ["C", "Cher"]


def test_nothing_else_is_overtaken(qtbot, runner, review):
    go_on = threading.Event()
    runner.ask(lambda _review: go_on.wait(5), lambda _done: None)
    heard = []
    runner.run(doing(1), edit=typed("a", "p"))
    runner.run(doing(2), edit=typed("a", "q"))
    runner.run(doing(3), edit=typed("b", "p"))
    runner.run(doing(4), edit=typed("b", "p", "note"))
    runner.run(doing(5), edit=Edit("s1", "p", "p", "b", "note"))
    runner.run(doing(6), then=heard.append, edit=typed("c"))
    runner.run(doing(7), edit=typed("d"))
    go_on.set()
    wait(qtbot, runner)
    assert review.done == [1, 2, 3, 4, 5, 6, 7]
    assert heard


def test_a_text_that_overtook_another_is_kept_when_it_cannot_be_saved(qtbot, runner):
    go_on = threading.Event()
    runner.ask(lambda _review: go_on.wait(5), lambda _done: None)
    runner.run(doing("2"), edit=typed("2"))
    runner.run(doing("23", DiskFull("The disk is full.")), edit=typed("23"))
    go_on.set()
    wait(qtbot, runner)
    assert [one.edit.text for one in runner.unsaved] == ["23"]


def test_who_asks_to_hear_of_a_refusal_hears_it_alone(qtbot, runner):
    heard, all_heard = [], []
    runner.failed.connect(lambda error, _origin: all_heard.append(error))
    refusal = AppError("Not like this.")
    runner.run(doing("x", refusal), refused=heard.append)
    wait(qtbot, runner)

    assert heard == [refusal]
    assert all_heard == []


def test_a_failed_opening_leaves_the_open_review(qtbot, runner, review):
    def cannot():
        raise AppError("This is not a review.")

    heard = []
    runner.open(cannot, refused=heard.append)
    runner.run(doing("still here"))
    wait(qtbot, runner)

    assert [str(error) for error in heard] == ["This is not a review."]
    assert not review.is_closed
    assert review.done == ["still here"]


def test_opening_another_review_closes_the_first(qtbot, runner, review):
    other = FakeReview()
    runner.open(lambda: other)
    wait(qtbot, runner)

    assert review.is_closed
    runner.stop()
    assert other.is_closed


def test_a_fault_of_ours_is_raised_and_the_rest_goes_on(qtbot, runner, review):
    def broken(_review):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        runner.run(broken)
        runner.run(doing("after"))
        wait(qtbot, runner)

    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert review.done == ["after"]


def test_saved_is_never_said_while_anything_waits_or_failed(qtbot, runner):
    """200 random orders of edits that succeed and fail."""
    orders = random.Random(6)
    for _order in range(200):
        truth: dict[str, str] = {}

        def told(_done, origin, truth=truth):
            truth[origin] = "saved"

        runner.changed.connect(told)
        paths = [f"p{orders.randrange(3)}" for _n in range(orders.randrange(1, 6))]
        for path in paths:
            fails = DiskFull("The disk is full.") if orders.random() < 0.4 else None
            truth[path] = "waits"
            runner.run(doing(path, fails), path, edit=Edit("s1", path, path, "text"))
            assert runner.is_saving
        wait(qtbot, runner)
        runner.changed.disconnect(told)
        assert not runner.is_saving
        failed = {one.edit.path for one in runner.unsaved}
        assert all(truth[path] == "saved" or path in failed for path in paths)
        runner.forget_unsaved()
