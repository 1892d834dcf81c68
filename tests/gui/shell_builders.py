"""What tests of the shell are built from: an immediate runner, studies, a review."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui.main_window import MainWindow
from ivig_abstractor.gui.runner import Job, Runner
from ivig_abstractor.gui.views.abstraction import AbstractionView
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.changes import StudyLine
from ivig_abstractor.operations.open_review import OpenReview


class ImmediateRunner(Runner):
    """Does everything at once on the window's own thread."""

    def _submit(self, job: Job) -> None:
        self._waiting.append(job)
        self.state_changed.emit()
        self._take(job, self._do(job))

    def stop(self) -> None:
        self._close()


LINE = StudyLine(
    study_id="s1",
    key="cherin2002",
    label="Cherin 2002",
    citation="Arthritis Rheum",
    year=2002,
    design="BEFORE_AFTER",
    n=35,
    exclusion="",
    status="in_progress",
    answered=64,
    asked=100,
    errors=1,
    queries=2,
    position="a0",
)


def lines(count: int) -> list[StudyLine]:
    """Many studies, each with a name and a number of its own."""
    return [
        replace(
            LINE,
            study_id=f"s{at}",
            key=f"study{at}",
            label=f"Author{at:05} {1990 + at % 30}",
            year=1990 + at % 30,
            answered=at % 101,
            position=f"a{at:05}",
        )
        for at in range(count)
    ]


def a_review(folder: Path, *studies: str) -> Path:
    """A review file with studies of these names, closed."""
    file = folder / "review.ivig"
    with OpenReview.create(
        file, title="IVIG in myositis", reviewer="Dana Wu", initials="DW"
    ) as review:
        for label in studies:
            key = label.casefold().replace(" ", "")
            reviewing.add_study(review, StudyFacts(key=key, label=label))
    return file


def show_form(window: MainWindow, file: Path) -> AbstractionView:
    """Open a review and show its first study in a window that has the keyboard."""
    window.open_file(file)
    window.show()
    window.activateWindow()
    view = window.screens.abstraction
    view.complete()
    return view


def dialogs() -> list[QWidget]:
    """The dialogs that are open."""
    return [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and not isinstance(one, MainWindow)
    ]


def do(window: MainWindow, command: str) -> None:
    """Carry out a command, as its key or menu would."""
    action = window.menus.action(command)
    assert action.isEnabled(), command
    action.trigger()
