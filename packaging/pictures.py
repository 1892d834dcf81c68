"""Makes the pictures of the documentation from the real program.

Usage: .venv/bin/python packaging/pictures.py [--size 1366x768] [--scale 1.5]
                                              [--theme light|dark] [--into FOLDER]
                                              [NAME ...]

Without options every picture is taken in the light and the dark colours, at the size
of a small laptop, and written to docs/images.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QDialog

    from ivig_abstractor.gui.main_window import MainWindow

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = "1366x768"
STILL = 12
"""So many looks the window must stand still before its picture is taken."""
DRAWN = 120
"""And so many where pages are drawn beside the window first."""

PATIENCE = 800
EXACT = 192
"""So many colours of a picture are kept before those of few pixels are looked at."""
TITLE = 30
"""As high is the title that is drawn above a dialog."""

Do = Callable[["MainWindow"], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the study and section that are shown, and what is done there.

    `line` is what is to be decided, in the place Reconcile.
    """

    name: str
    study: str = ""
    section: str = ""
    reveal: str = ""
    line: str = ""
    do: str = ""
    typed: str = ""
    two: bool = False
    before_review: bool = False
    after_others: bool = False


SCENES = (
    Scene("welcome", before_review=True, after_others=True),
    Scene("new-review", before_review=True, do="new"),
    Scene("window", "cherin2002", "dose"),
    Scene("population", "cherin2002", "population"),
    Scene("outcomes", "hara2003", "outcomes"),
    Scene("adverse-effects", "hara2003", "adverse_effects"),
    Scene(
        "finding",
        "hara2003",
        "outcomes",
        reveal="outcomes.rows[steroid].change",
    ),
    Scene("answer", "cherin1994", reveal="population.disease_duration", do="answer"),
    Scene("risk-of-bias", "dalakas1993", "bias", do="add_assessment"),
    Scene("complete", "cherin2002", "identification", do="complete"),
    Scene("palette", "cherin2002", "dose", do="palette", typed="dose"),
    Scene("preferences", "cherin2002", "identification", do="preferences"),
    Scene("keys", "cherin2002", "identification", do="shortcuts"),
    Scene("flow", "cherin2002", "identification", do="flow"),
    Scene("report", "cherin2002", do="place_report"),
    Scene(
        "reconcile",
        "cherin2002",
        line="population.prior_treatments[prednisone].patients",
        do="place_reconcile",
        two=True,
    ),
    Scene("agreement", two=True, do="tab_agreement"),
    Scene("assignments", two=True, do="tab_imports"),
)


class Photographer:
    """Goes from scene to scene in one window."""

    def __init__(self, scenes: list[Scene], reviews: list[Path]) -> None:
        self._scenes = iter(scenes)
        self._reviews = reviews
        self._scene = next(self._scenes)
        self._steps: Iterator[None] | None = None
        self._waits = self._looks = 0
        self.failed = False
        self.take: Callable[[str, QImage], None] = lambda _name, _picture: None

    def look(self) -> None:
        """Do the next step, or wait for the last one."""
        window = _window()
        if window is None:
            return
        self._looks += 1
        if self._looks > PATIENCE or _has_failed():
            self.failed = True
            window.close()
            return
        if self._steps is None:
            self._steps = self._act(window, self._scene)
        if window.desk.runner.is_busy:
            return
        self._waits += 1
        if self._waits < (DRAWN if window.desk.place == "report" else STILL):
            return
        self._waits = 0
        if not _dialogs():
            # Where no desktop is, a window that was given up stays so.
            window.activateWindow()
        if next(self._steps, self) is self:
            self.take(self._scene.name, _picture(window))
            self._go_on(window)

    def _go_on(self, window: "MainWindow") -> None:
        for dialog in _dialogs():
            dialog.close()
        window.screens.palette.close()
        self._steps, self._looks = None, 0
        following = next(self._scenes, None)
        if following is None:
            window.close()
        else:
            self._scene = following

    def _act(self, window: "MainWindow", scene: Scene) -> Iterator[None]:
        """Come to a scene, one thing after another."""
        window.activateWindow()
        for review in self._reviews if scene.after_others else ():
            window.open_file(review)
            yield
            window.menus.action("close").trigger()
            yield
        if not scene.before_review:
            window.open_file(self._reviews[0])
            yield
        if scene.study and not scene.line:
            window.menus.action("place_abstract").trigger()
            window.desk.show_study(scene.study)
            yield
        if scene.section:
            window.does.go_to_section(scene.section)
            yield
        if scene.reveal:
            window.screens.abstraction.reveal(scene.reveal)
            yield
        if scene.do:
            window.menus.action(scene.do).trigger()
            yield
            yield
        if scene.line:
            window.does.show_reconcile(scene.study, scene.line)
            yield
            yield
        if scene.typed:
            from PySide6.QtTest import QTest
            from PySide6.QtWidgets import QApplication

            QTest.keyClicks(QApplication.focusWidget() or window, scene.typed)
            yield
        yield


def _window() -> "MainWindow | None":
    from PySide6.QtWidgets import QApplication

    from ivig_abstractor.gui.main_window import MainWindow

    shown = QApplication.topLevelWidgets()
    return next((one for one in shown if isinstance(one, MainWindow)), None)


def _dialogs() -> "list[QDialog]":
    from PySide6.QtWidgets import QApplication, QDialog

    shown = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, QDialog) and one.isVisible()]


def _has_failed() -> bool:
    """Say whether the program tells of a mistake, which no picture is to show."""
    from ivig_abstractor.gui.exceptions import ExceptionDialog

    return any(isinstance(one, ExceptionDialog) for one in _dialogs())


def _picture(window: "MainWindow") -> "QImage":
    """The window, with the dialog that stands over it."""
    from PySide6.QtCore import QPoint, QRect, QSize, Qt
    from PySide6.QtGui import QColor, QPainter

    from ivig_abstractor.gui.theme import font, tokens

    picture = window.grab()
    for dialog in _dialogs():
        over = dialog.grab()
        size = over.size() / picture.devicePixelRatio()
        around = QRect(0, 0, size.width(), size.height() + TITLE)
        if dialog.testAttribute(Qt.WidgetAttribute.WA_Moved):
            around.moveTopLeft(window.mapFromGlobal(dialog.pos()))
        else:
            around.moveCenter(window.rect().center())
        at = around.topLeft() + QPoint(0, TITLE)
        with QPainter(picture) as painter:
            painter.fillRect(window.rect(), QColor(0, 0, 0, 70))
            painter.drawPixmap(at, over)
            # No desktop draws the title of a dialog where pictures are taken.
            title = QRect(around.topLeft(), QSize(size.width(), TITLE))
            painter.fillRect(title, tokens().colour("bar"))
            painter.setPen(tokens().colour("text"))
            painter.setFont(font(13, 600))
            painter.drawText(title, Qt.AlignmentFlag.AlignCenter, dialog.windowTitle())
            painter.setPen(QColor(128, 128, 128))
            painter.drawRect(around.adjusted(-1, -1, 0, 0))
    return picture.toImage()


def _save(picture: "QImage", file: Path) -> None:
    """Write a picture with as many colours as a small file has."""
    from PySide6.QtGui import QImage

    whole = picture.convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(whole.constBits()).cast("I"))
    few = whole.convertToFormat(QImage.Format.Format_Indexed8, _table(colours))
    few.save(str(file), "PNG", 0)  # type: ignore[call-overload]


def _table(colours: Counter[int]) -> list[int]:
    """The colours to keep: areas exactly as drawn, then those furthest from all kept.

    A small sign keeps its colour, however few of its pixels there are.
    """
    table = [colour for colour, _count in colours.most_common(EXACT)]
    far = {one: min(_apart(one, kept) for kept in table) for one in colours}
    while len(table) < 256 and max(far.values()):
        furthest = max(far, key=far.__getitem__)
        table.append(furthest)
        far = {one: min(near, _apart(one, furthest)) for one, near in far.items()}
    return table


def _apart(one: int, other: int) -> int:
    return sum(abs((one >> bits & 255) - (other >> bits & 255)) for bits in (0, 8, 16))


@contextlib.contextmanager
def _home() -> Iterator[Path]:
    """The home of somebody who is called reviewer; its path stands in dialogs."""
    home = Path("/home/reviewer")
    try:
        home.mkdir()
    except OSError:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "reviewer"
            home.mkdir()
            yield home
        return
    try:
        yield home
    finally:
        shutil.rmtree(home)


def photograph(said: argparse.Namespace, reviews: list[Path]) -> bool:
    """Take the pictures of one theme; say whether that went well."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ivig_abstractor.gui import app

    wanted = [
        one
        for one in SCENES
        if one.two == said.two and (not said.names or one.name in said.names)
    ]
    if not wanted:
        return True
    person = Photographer(wanted, reviews)

    def take(name: str, picture: "QImage") -> None:
        _save(picture, said.into / f"{name}-{said.theme}.png")

    person.take = take
    run_loop = QApplication.exec
    timers: list[QTimer] = []

    def run(*_application: object) -> int:
        # A timer needs the application, which main() makes.
        timer = QTimer()
        timer.timeout.connect(person.look)
        timer.start(40)
        timers.append(timer)
        return run_loop()

    QApplication.exec = staticmethod(run)  # type: ignore[method-assign]
    app.main(["--theme", said.theme, "--geometry", said.size])
    QApplication.exec = run_loop  # type: ignore[method-assign]
    return not person.failed


def _read() -> argparse.Namespace:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--size", default=SIZE)
    asked.add_argument("--scale", default="")
    asked.add_argument("--theme", choices=("light", "dark"), default="")
    asked.add_argument("--two", action="store_true", help="those of two reviewers")
    asked.add_argument("--into", type=Path, default=IMAGES)
    return asked.parse_args()


def main() -> int:
    """Take every picture, in the light and the dark colours."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    said = _read()
    if not said.theme:
        again = [sys.executable, __file__, *sys.argv[1:]]
        runs = [
            subprocess.run([*again, "--theme", theme, *more], check=False).returncode
            for theme in ("light", "dark")
            for more in ((), ("--two",))
        ]
        return max(runs)
    if said.scale:
        os.environ["QT_SCALE_FACTOR"] = said.scale
    said.into.mkdir(parents=True, exist_ok=True)
    with _home() as home:
        os.environ["HOME"] = str(home)
        for name, folder in (
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
        ):
            os.environ[name] = str(home / folder)
        from ivig_abstractor.operations.example import build_example
        from ivig_abstractor.operations.second_example import build_second_example

        documents = home / "Documents"
        documents.mkdir()
        reviews = [documents / "myositis.ivig", documents / "two-reviewers.ivig"]
        build_example(reviews[0])
        build_second_example(reviews[1])
        if said.two:
            reviews.reverse()
        return 0 if photograph(said, reviews) else 1


if __name__ == "__main__":
    raise SystemExit(main())
