"""Prints how long the program takes to start and what memory it holds, with budgets.

Usage: python benchmarks/bench_start.py [STUDIES] [RUNS]   (1000 and 5 if not given)
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from large_review import large_review

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv); window = QMainWindow(); window.show()
def usable():
    print(time.perf_counter())
    app.quit()
QTimer.singleShot(0, usable); app.exec()
"""
# Usable: the first field of the first study is on the screen and can be typed into.
OURS = """
import gc, resource, sys, time
gc.disable()  # this and the next line as the program does, before it loads Qt
from ivig_abstractor.gui import app
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
wait_for_loop = QApplication.exec
def run(*_application):
    timer = QTimer()
    def look():
        for window in QApplication.topLevelWidgets():
            field = window.findChild(QWidget, "identification.first_author")
            if field is not None and field.isVisible():
                print(time.perf_counter())
                print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
                QApplication.closeAllWindows()
                QApplication.quit()
    timer.timeout.connect(look)
    timer.start(2)
    return wait_for_loop()
QApplication.exec = run
app.main([sys.argv[1]])
"""


def timed(command: list[str], env: dict[str, str]) -> tuple[float, str]:
    """Wall-clock seconds of a command, and what it printed."""
    started = time.perf_counter()
    done = subprocess.run(command, check=True, env=env, capture_output=True, text=True)
    return time.perf_counter() - started, done.stdout


def median_seconds(command: list[str], runs: int, env: dict[str, str]) -> float:
    """The median time of a command, after one run to warm the caches."""
    return statistics.median([timed(command, env)[0] for _ in range(runs + 1)][1:])


def until_usable(command: list[str], env: dict[str, str]) -> float:
    """Seconds from the start of a process until it says that its window is usable."""
    started = time.perf_counter()  # the clock of the machine, which the child reads too
    return float(timed(command, env)[1].split()[0]) - started


def times_bare(
    bare: list[str], ours: list[str], runs: int, env: dict[str, str]
) -> tuple[float, float, float]:
    """Medians of the bare window, of ours, and of ours to bare, run in turn."""
    pairs = [
        (until_usable(bare, env), until_usable(ours, env)) for _ in range(runs + 1)
    ]
    ratios = [one[1] / one[0] for one in pairs[1:]]
    medians = [statistics.median(one) for one in zip(*pairs[1:], strict=True)]
    return medians[0], medians[1], statistics.median(ratios)


def loaded_by(statement: str, env: dict[str, str]) -> set[str]:
    """The top-level modules that are loaded after a statement."""
    code = (
        f"{statement}\nimport sys\nprint(*{{m.partition('.')[0] for m in sys.modules}})"
    )
    return set(timed([sys.executable, "-c", code], env)[1].split())


def main() -> None:
    """Measure and print."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        # Compiled modules are kept between starts, as they are on anybody's computer.
        ours_alone = {"QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        kept = {"PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        env = {**os.environ, **ours_alone, **kept}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        taken = median_seconds(
            [sys.executable, "-m", "ivig_abstractor", "--version"], runs, env
        )
        print(f"--version: {taken:.3f} s of 0.150 s ({taken / 0.15:.0%})")
        heavy = {"PySide6", "reportlab", "scipy"}
        loaded = loaded_by("import ivig_abstractor.operations.checking", env) & heavy
        print(f"check loads of Qt, reportlab, scipy: {', '.join(loaded) or 'none'}")
        example = str(Path(folder) / "example.ivig")
        timed([sys.executable, "-m", "ivig_abstractor", "example", example], env)
        bare, ours, times = times_bare(
            [sys.executable, "-c", BARE],
            [sys.executable, "-c", OURS, example],
            runs,
            env,
        )
        print(f"bare window {bare:.3f} s; with the example {ours:.3f} s", end="")
        print(f", {times:.2f} x of 3 x")
        large = Path(folder) / "large.ivig"
        large_review(large, studies).close()
        kibibytes = int(
            timed([sys.executable, "-c", OURS, str(large)], env)[1].split()[1]
        )
        print(f"window with {studies} studies: {kibibytes / 1024:.0f} MB of 250 MB")


if __name__ == "__main__":
    main()
