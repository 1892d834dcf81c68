"""A disk as slow as a USB stick freezes nothing and loses nothing of what is typed."""

import itertools
import time

import pytest
from PySide6.QtCore import QTimer

from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.project import ProjectFile
from tests.gui.shell_builders import a_review
from tests.journeys.driving import is_saved, run, settle, window
from tests.store.making import SCALE

SECONDS = 4 * SCALE  # IVIG_TEST_SCALE=15 types for a minute
EVERY = 100
GAP = 0.1
WORDS = "Cherin P, Pelletier S, Teixeira A, Laforet P, Genereau T, Simon A, "


class Commits:
    """Lets each commit take as long as a slow disk would, and remembers them."""

    def __init__(self, delay, monkeypatch):
        self.periods = []
        self.values = []
        commit = ProjectFile.commit

        def slow(project, sets, **more):
            began = time.monotonic()
            time.sleep(delay)
            self.periods.append((began, time.monotonic()))
            done = commit(project, sets, **more)
            self.values.append([one.new for one in sets])
            return done

        monkeypatch.setattr(ProjectFile, "commit", slow)


class Pulse:
    """Measures how long the window does not come to look for the next event."""

    def __init__(self):
        self.gaps = []
        self.busy = []
        self._last = (time.monotonic(), time.thread_time())
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self):
        now = (time.monotonic(), time.thread_time())
        self.gaps.append((self._last[0], now[0]))
        self.busy.append(now[1] - self._last[1])
        self._last = now

    def stop(self):
        self._timer.stop()


@pytest.mark.parametrize("delay", [0.1, 2.0])
@pytest.mark.parametrize("pause", [False, True], ids=["on and on", "with pauses"])
def test_typing_is_never_held_up(tmp_path, monkeypatch, delay, pause):
    file = a_review(tmp_path, "Cherin 2002")
    typed = "".join(itertools.islice(itertools.cycle(WORDS), SECONDS * 10))
    seen = {}

    def journey(person):
        yield lambda: window().desk.study is not None
        yield settle()
        person.press("Alt+1")
        yield settle(300)
        commits = Commits(delay, monkeypatch)
        pulse = Pulse()
        for at, letter in enumerate(typed):
            person.type(letter)
            # A thought every dozen letters: long enough for what was typed to be saved.
            yield settle(950 if pause and at % 12 == 11 else EVERY)
        ended = time.monotonic()
        yield settle(900)
        yield is_saved
        seen["caught up"] = time.monotonic() - ended
        pulse.stop()
        seen.update(gaps=pulse.gaps, busy=pulse.busy, commits=commits)
        author = (
            window()
            .screens.abstraction.stack.current()
            .findChild(object, "identification.first_author")
        )
        seen["shown"] = author.text()

    assert run([str(file)], journey) == 0
    commits = seen["commits"]
    assert seen["shown"] == typed
    assert commits.values[-1] == [typed.rstrip()] or commits.values[-1] == [typed]
    assert max(seen["busy"]) <= GAP
    # Other programs of this machine may hold the window up, but never the disk.
    long = [(one, two) for one, two in seen["gaps"] if two - one > GAP * 0.8]
    held_up = [
        (began, ended)
        for began, ended in commits.periods
        if any(one <= began + 0.02 and two >= ended - 0.02 for one, two in long)
    ]
    assert 2 * len(held_up) < max(1, len(commits.periods)), long
    # What waits for the disk does not pile up: one that is under way and one behind.
    assert seen["caught up"] < 0.9 + 2 * delay + 1.0
    assert all(
        after[1] - one[1] >= 0.75 for one, after in itertools.pairwise(commits.periods)
    ), "more than one commit of a field within a second"
    with OpenReview.open(file) as review:
        [study_id] = review.studies()
        kept = review.abstraction(study_id).get("identification.first_author")
    assert kept == typed.strip() or kept == typed
