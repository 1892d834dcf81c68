"""Prints how long the program takes to start, against its budgets.

Usage: python benchmarks/bench_start.py [RUNS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv); window = QMainWindow(); window.show()
QTimer.singleShot(0, app.quit); app.exec()
"""
OURS = """
import sys
from PySide6.QtCore import QTimer
from ivig_abstractor.gui import app
app.main([sys.argv[1], "--quit-when-ready"])
"""


def median_seconds(command: list[str], runs: int, env: dict[str, str]) -> float:
    """The median wall-clock time of a command, after one run to warm the caches."""
    times = []
    for run in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, env=env, capture_output=True)
        if run:
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def loaded_by(statement: str, env: dict[str, str]) -> set[str]:
    """The top-level modules that are loaded after a statement."""
    code = (
        f"{statement}\nimport sys; print(*{{m.partition('.')[0] for m in sys.modules}})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=env,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.split())


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        version = [sys.executable, "-m", "ivig_abstractor", "--version"]
        taken = median_seconds(version, runs, env)
        print(f"--version: {taken:.3f} s of 0.150 s ({taken / 0.15:.0%})")
        heavy = loaded_by("import ivig_abstractor.cli", env) & {
            "PySide6",
            "reportlab",
            "scipy",
        }
        print(f"import for check loads of Qt, reportlab, scipy: {heavy or 'none'}")
        review = Path(folder) / "example.ivig"
        example = [sys.executable, "-m", "ivig_abstractor", "example", str(review)]
        subprocess.run(example, check=True, env=env, capture_output=True)
        bare = median_seconds([sys.executable, "-c", BARE], runs, env)
        ours = median_seconds([sys.executable, "-c", OURS, str(review)], runs, env)
        print(f"bare window: {bare:.3f} s")
        print(f"window with the example: {ours:.3f} s, {ours / bare:.2f} x of 3 x")


if __name__ == "__main__":
    main()
