"""Makes the pictures of the documentation from the real program.

Usage: .venv/bin/python packaging/pictures.py light|dark   (writes docs/images/*.png)
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = "1366x768"


def take(theme: str, review: Path, screens: Iterator[tuple[str, str, str]]) -> None:
    """Open the window on a review and take a picture of each (study, section, name)."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ivig_abstractor.gui import app
    from ivig_abstractor.gui.main_window import MainWindow

    timer: QTimer | None = None
    waits = [0]
    current = [next(screens)]

    def look() -> None:
        shown = QApplication.topLevelWidgets()
        window = next((one for one in shown if isinstance(one, MainWindow)), None)
        study, section, name = current[0]
        if window is None or window.desk.overview is None:
            return
        opened = window.desk.study
        if opened is None or opened.line.study_id != study:
            window.desk.show_study(study)
            return
        if waits[0] == 0:
            window.does.go_to_section(section)
        waits[0] += 1
        if waits[0] < 12 or window.desk.runner.is_busy:
            return
        waits[0] = 0
        window.grab().save(str(IMAGES / f"{name}-{theme}.png"))
        following = next(screens, None)
        if timer is not None and following is None:
            timer.stop()
        if following is None:
            window.close()
        else:
            current[0] = following

    run_loop = QApplication.exec

    def run(*_application: object) -> int:
        # A timer needs the application, which main() makes.
        nonlocal timer
        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(40)
        return run_loop()

    QApplication.exec = staticmethod(run)  # type: ignore[assignment]
    app.main([str(review), "--theme", theme, "--geometry", SIZE])
    QApplication.exec = run_loop  # type: ignore[method-assign]


def main() -> None:
    """Take every picture, in the light and the dark colours."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        from ivig_abstractor.operations.example import build_example

        review = Path(folder) / "example.ivig"
        build_example(review)
        IMAGES.mkdir(parents=True, exist_ok=True)
        theme = sys.argv[1] if len(sys.argv) > 1 else "light"
        wanted = [
            ("cherin2002", "dose", "window"),
            ("hara2003", "outcomes", "outcomes"),
            ("marie2010", "adverse_effects", "adverse-effects"),
        ]
        take(theme, review, iter(wanted))


if __name__ == "__main__":
    main()
