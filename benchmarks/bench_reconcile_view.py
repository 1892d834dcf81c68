"""Prints how fast the place Reconcile shows a study, with budgets.

Usage: python benchmarks/bench_reconcile_view.py [--rounds 3] [--wait 4] [--profile]

Opens the example with its second reviewer in a window of a program that has just begun,
waits until what comparing needs is loaded, goes to Reconcile, and takes the time until
the table of the first study is drawn; then the same for other studies. The first entry
happens once in a program, so each round is a program of its own. As in a program that
is installed, modules are compiled beforehand: by a round that does not count. Each
figure is given by the clock, which other programs lengthen, and by the processor time
of the program, for which the budget is.
"""

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui import app
from ivig_abstractor.gui.main_window import MainWindow
from ivig_abstractor.operations.second_example import build_second_example

BUDGET_MS = 200.0
PATIENCE = 30.0
Taken = tuple[float, float]
"""Milliseconds by the clock, and of the processor for both threads."""


class Round:
    """One program: the first entry, then every other study."""

    def __init__(self, file: Path, wait: float, *, profiled: bool) -> None:
        self.file, self.wait, self.profiled = file, wait, profiled

    @property
    def window(self) -> MainWindow:
        """The window of the program."""
        tops = QApplication.topLevelWidgets()
        return next(one for one in tops if isinstance(one, MainWindow))

    def run(self) -> dict[str, list[Taken]]:
        """Take the times."""
        window = self.window
        window.open_file(self.file)
        self.until(lambda: window.desk.study is not None and self.is_idle())
        ready = time.monotonic() + self.wait
        wake = QTimer()  # without events, nothing would look at the clock
        wake.start(50)
        self.until(lambda: time.monotonic() > ready and self.is_idle())
        wake.stop()
        first = self.timed(lambda: window.does.go_to_place("reconcile"))
        switches = [
            self.timed(partial(self.show, one.study_id))
            for one in window.does.reconciling.lines
            if one.status != "waiting" and one.study_id != self.shown()
        ]
        window.close()
        return {"first": [first], "switch": switches}

    def show(self, study_id: str) -> None:
        """Choose a study in the queue."""
        place = self.window.screens.reconcile_place()
        place.decide.side.study_chosen.emit(study_id)

    def timed(self, action: Callable[[], object]) -> Taken:
        """Do something and take the time until a study's table is drawn."""
        before = self.shown()
        profile = cProfile.Profile() if self.profiled else None
        begin, busy = time.perf_counter(), time.process_time()
        if profile is not None:
            profile.enable()
        action()
        self.until(lambda: self.shown() not in ("", before))
        if profile is not None:
            profile.disable()
        wall = 1000 * (time.perf_counter() - begin)
        taken = wall, 1000 * (time.process_time() - busy)
        if profile is not None:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        return taken

    def shown(self) -> str:
        """The study whose table is shown, empty while none is."""
        place = self.window.screens.reconcile
        book = place.decide.book if place is not None else None
        return book.held.study.study_id if book is not None else ""

    def is_idle(self) -> bool:
        """Say whether the worker has nothing to do."""
        return not self.window.desk.runner.is_busy

    def until(self, ready: Callable[[], bool]) -> None:
        """Let the window work until it is ready, and has drawn what it wanted to."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > deadline:
                raise TimeoutError("The window did not do what was asked of it.")
        QApplication.processEvents()


def one_round(file: Path, wait: float, *, profiled: bool) -> int:
    """Run a program and print what it took, as JSON on the last line."""
    run_loop = QApplication.exec
    failures: list[BaseException] = []

    def work() -> None:
        try:
            taken = Round(file, wait, profiled=profiled).run()
            print(json.dumps(taken))
        except BaseException as error:  # noqa: BLE001  (raised again below)
            failures.append(error)
            QApplication.exit(1)

    def run(*_application: object) -> int:
        QTimer.singleShot(200, work)
        return run_loop()

    QApplication.exec = staticmethod(run)  # type: ignore[method-assign]
    app.main(["--geometry", "1366x768"])
    if failures:
        raise failures[0]
    return 0


def tell(words: str, taken: list[Taken]) -> bool:
    """Print the figures beside their budget, and say whether they keep it."""
    wall, own = (statistics.median(one) for one in zip(*taken, strict=True))
    worst = max(one for one, _own in taken)
    print(
        f"{words}: median {wall:.0f} ms by the clock, worst {worst:.0f} ms, "
        f"{len(taken)} times; processor {own:.0f} ms; budget {BUDGET_MS:.0f} ms, "
        f"ratio {own / BUDGET_MS:.2f}"
    )
    return bool(own <= BUDGET_MS)


def main() -> int:
    """Run the rounds and say whether the budgets are kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--wait", type=float, default=4.0, help="seconds after opening")
    asked.add_argument("--profile", action="store_true")
    asked.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.file is not None:
        return one_round(said.file, said.wait, profiled=said.profile)
    taken: dict[str, list[Taken]] = {"first": [], "switch": []}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        file = Path(folder) / "second.ivig"
        build_second_example(file)
        again = [sys.executable, __file__, "--file", str(file)]
        again += ["--wait", str(said.wait), *(["--profile"] if said.profile else [])]
        for number in range(said.rounds + 1):
            done = subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True)
            if number == 0:
                continue
            *profiles, last = done.stdout.splitlines()
            print("\n".join(profiles), end="\n" if profiles else "")
            for name, times in json.loads(last).items():
                taken[name] += times
    kept = [
        tell("first entry", taken["first"]),
        tell("switch of study", taken["switch"]),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
