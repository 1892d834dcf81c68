"""Prints how fast the window answers with a large review open, with budgets.

Each figure is given twice: by the clock on the wall, which other programs lengthen, and
by the processor time of the window's own thread. Memory and start are in bench_start.

Usage: python benchmarks/bench_window.py [STUDIES] [--profile NAME]

NAME is one of: typing, checked, study, section, open, paste.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).parent))
from large_review import large_review

from ivig_abstractor.gui import app
from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.main_window import MainWindow

PATIENCE = 30.0
DOSE = "1 g/kg/day on 2 consecutive days per month for 4-6 months; "
SECTIONS = ("population", "design", "outcomes", "comparator", "identification")


class Painted(QObject):
    """Hears of all that is drawn, as long as one waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: set[QWidget] = set()

    def __enter__(self) -> set[QWidget]:
        self.drawn = set()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        return self.drawn

    def __exit__(self, *_raised: object) -> None:
        # It would cost all that happens a call.
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note what is drawn; let everything through."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.drawn.add(watched)
        return False


class Figures:
    """The times of one kind of action, by wall clock and by processor."""

    def __init__(self, words: str, budget: float, *, part: float = 0.5) -> None:
        self.words, self.budget, self.part = words, budget, part
        self.wall: list[float] = []
        self.own: list[float] = []

    def take(self, action: Callable[[], None]) -> None:
        """Time an action."""
        wall, own = time.perf_counter(), time.thread_time()
        action()
        self.own.append(time.thread_time() - own)
        self.wall.append(time.perf_counter() - wall)

    def say(self) -> None:
        """Print the figures beside their budget."""
        name = "median" if self.part == 0.5 else f"{self.part:.0%}"
        wall, own = (self._at(times) * 1000 for times in (self.wall, self.own))
        worst = max(self.wall) * 1000
        print(
            f"{self.words}: {name} {wall:.1f} ms of {self.budget * 1000:.0f} ms "
            f"({wall / self.budget / 1000:.0%}), window's thread {own:.1f} ms "
            f"({own / self.budget / 1000:.0%}), worst {worst:.1f} ms, "
            f"{len(self.wall)} times"
        )

    def _at(self, times: list[float]) -> float:
        ordered = sorted(times)
        return ordered[min(int(len(ordered) * self.part), len(ordered) - 1)]


class Bench:
    """Works the window as fast as it lets one, and takes the times."""

    def __init__(self, large: Path, small: Path, profile: str) -> None:
        self.large, self.small, self.profiled = large, small, profile
        self.painted = Painted()

    @property
    def window(self) -> MainWindow:
        """The window of the program."""
        tops = QApplication.topLevelWidgets()
        return next(one for one in tops if isinstance(one, MainWindow))

    @property
    def view(self) -> SectionView:
        """The section that is shown."""
        shown = self.window.screens.abstraction.stack.current()
        if shown is None:
            raise LookupError("No section is shown.")
        return shown

    def run(self) -> None:
        """Take all times, one kind after another."""
        self.window.activateWindow()
        kinds = (
            ("open", self.opening),
            ("typing", self.typing),
            ("checked", self.checked),
            ("study", self.switching_study),
            ("section", self.switching_section),
            ("paste", self.pasting),
        )
        for name, kind in kinds:
            if name != self.profiled:
                kind().say()
                continue
            profile = cProfile.Profile()
            figures = profile.runcall(kind)
            figures.say()
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
        self.window.close()

    def opening(self) -> Figures:
        """From the wish to open the large review to its first field on the screen."""
        figures = Figures("open the review", 0.5)
        for _again in range(3):
            self.open(self.small)
            figures.take(lambda: self.open(self.large))
        return figures

    def open(self, file: Path) -> None:
        """Open a review and wait until its first study is on the screen."""
        desk = self.window.desk
        self.window.open_file(file)
        self.until(
            lambda: (
                desk.overview is not None
                and desk.overview.path == file
                and desk.study is not None
                and not desk.runner.is_busy
            )
        )

    def typing(self) -> Figures:
        """From a key press to the letter on the screen."""
        path = "arms[a1].phases[p1].dose.dose_text"
        self.reveal(path)
        figures = Figures("type a letter where the text is read", 0.016, part=0.99)
        editor = self.field(path)
        editor.selectAll()  # type: ignore[attr-defined]
        for letter in DOSE * 7:
            figures.take(lambda letter=letter: self.press(editor, letter))
        self.until(self.is_saved)
        return figures

    def press(self, editor: QWidget, letter: str) -> None:
        """Press the key of a letter and wait until the field is drawn."""
        with self.painted as drawn:
            QTest.keyClicks(QApplication.focusWidget() or editor, letter)
            inside = editor.isAncestorOf
            self.until(lambda: editor in drawn or any(map(inside, drawn)))

    def checked(self) -> Figures:
        """From Enter to an answer that is saved, checked and drawn."""
        figures = Figures("answer, save and check a field", 0.1, part=0.99)
        for number in range(100):
            path = ("population.n_enrolled", "population.n_female")[number % 2]
            self.reveal(path)
            editor = self.field(path)
            editor.selectAll()  # type: ignore[attr-defined]
            QTest.keyClicks(QApplication.focusWidget() or editor, str(20 + number))
            figures.take(lambda editor=editor: self.enter(editor))
        return figures

    def enter(self, editor: QWidget) -> None:
        """Press Enter and wait until the answer came back."""
        QTest.keyClick(QApplication.focusWidget() or editor, Qt.Key.Key_Return)
        self.until(self.is_saved)

    def switching_study(self) -> Figures:
        """From the wish to see another study to its answers on the screen."""
        figures = Figures("switch the study", 0.05)
        self.window.does.go_to_section("population")
        self.until(self.is_saved)
        desk = self.window.desk
        lines = desk.lines()
        for number in range(40):
            line = lines[(number * 37 + 5) % len(lines)]
            figures.take(lambda line=line: self.show(line.study_id))
        return figures

    def show(self, study_id: str) -> None:
        """Open a study and wait for it."""
        desk = self.window.desk
        desk.show_study(study_id)
        self.until(
            lambda: desk.study is not None and desk.study.line.study_id == study_id
        )
        self.until(self.is_saved)

    def switching_section(self) -> Figures:
        """From the wish to see another section to its fields on the screen."""
        for section in SECTIONS:  # Each is built once; this is not that time.
            self.section(section)
        figures = Figures("switch the section", 0.03)
        for section in SECTIONS * 8:
            figures.take(lambda section=section: self.section(section))
        return figures

    def section(self, key: str) -> None:
        """Go to a section and wait until it is drawn."""
        with self.painted as drawn:
            self.window.does.go_to_section(key)
            self.until(lambda: any(map(self.view.isAncestorOf, drawn)))

    def pasting(self) -> Figures:
        """From Ctrl+V over 50 rows of 8 cells to the rows on the screen."""
        figures = Figures("paste 50 x 8 cells", 0.2)
        lines = self.window.desk.lines()
        for number in range(5):
            self.show(lines[700 % len(lines) + number].study_id)
            self.window.does.go_to_section("outcomes")
            self.until(self.is_saved)
            panel = self.view.panels[0]
            columns = panel.model.columns
            first = next(
                at
                for at, one in enumerate(columns)
                if one.spec is not None and one.spec.name == "outcome_code"
            )
            before = len(panel.model.rows)
            panel.grid.setFocus()
            panel.grid.go_to(panel.model.index(before, first))
            QApplication.clipboard().setText(block(panel, first))
            figures.take(lambda panel=panel, many=before + 50: self.paste(panel, many))
        return figures

    def paste(self, panel: GridPanel, many: int) -> None:
        """Paste and wait until the rows are there."""
        QTest.keyClick(panel.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: len(panel.model.rows) == many and self.is_saved())

    def reveal(self, path: str) -> None:
        """Go to a field."""
        self.window.screens.abstraction.reveal(path)
        self.until(self.is_saved)

    def field(self, path: str) -> QWidget:
        """The editor of a field."""
        cell = self.view.cell(path)
        if cell is None:
            raise LookupError(path)
        return cell.editor

    def is_saved(self) -> bool:
        """Say whether nothing waits to be saved."""
        return not self.window.desk.runner.is_busy

    def until(self, ready: Callable[[], bool]) -> None:
        """Let the window work until it is ready, and has drawn what it wanted to."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            # Asleep while the worker works: that is not the time of this thread.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > deadline:
                raise TimeoutError("The window did not do what was asked of it.")
        QApplication.processEvents()


def block(panel: GridPanel, first: int) -> str:
    """50 rows of 8 cells, each as its column's own example, from a column on.

    Computed columns between them are met as they are shown, and left blank.
    """
    cells: list[str] = []
    answered = 0
    for at in panel.grid.shown_columns():
        spec = panel.model.columns[at].spec
        if at < first or answered == 8:
            continue
        answered += spec is not None
        options = spec.options if spec is not None else ()
        example = spec.item.example if spec is not None else ""
        cells.append(example or (options or ("",))[0])
    return "\n".join("\t".join(cells) for _row in range(50))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("studies", nargs="?", type=int, default=1000)
    asked.add_argument("--profile", default="")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        large, small = Path(folder) / "large.ivig", Path(folder) / "small.ivig"
        large_review(large, said.studies).close()
        large_review(small, 2).close()
        bench = Bench(large, small, said.profile)
        run_loop = QApplication.exec
        failures: list[BaseException] = []

        def work() -> None:
            try:
                bench.run()
            except BaseException as error:  # noqa: BLE001  (raised again below)
                failures.append(error)
                QApplication.exit(1)

        def run(*_application: object) -> int:
            QTimer.singleShot(200, work)
            return run_loop()

        QApplication.exec = staticmethod(run)  # type: ignore[assignment]
        app.main(["--geometry", "1366x768"])
        QApplication.exec = run_loop  # type: ignore[method-assign]
        if failures:
            raise failures[0]


if __name__ == "__main__":
    main()
