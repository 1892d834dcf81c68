"""Writes reports and draws their pages in processes of their own, beside the window.

A report is made from a copy of the review that the worker takes in a moment, so that
nothing waits for it that is being saved.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QImage

from ivig_abstractor.base.errors import AppError, BugError
from ivig_abstractor.base.i18n import _, language
from ivig_abstractor.gui.runner import Runner
from ivig_abstractor.operations.open_review import OpenReview

WRITE, DRAW = "_report", "_pages"
# Long enough for a slow disk, short enough for whoever waits for a page.
PAGE_LIMIT = 10_000
STOP_LIMIT = 3_000
_PACKAGE = Path(__file__).resolve().parents[2]


def child_process(words: list[str], parent: QObject) -> QProcess:
    """Another process of this program, not started yet."""
    process = QProcess(parent)
    own = [] if getattr(sys, "frozen", False) else ["-m", "ivig_abstractor"]
    process.setProgram(sys.executable)
    process.setArguments([*own, *words])
    around = QProcessEnvironment.systemEnvironment()
    paths = [str(_PACKAGE), around.value("PYTHONPATH", "")]
    around.insert("PYTHONPATH", os.pathsep.join(one for one in paths if one))
    process.setProcessEnvironment(around)
    return process


class ReportProcess(QObject):
    """One report: copied by the worker, written by a process, stopped by the window.

    Exactly one of `done(told)`, `refused(words)` and `stopped` ends it.
    """

    advanced = Signal(int, int)
    done = Signal(object)
    refused = Signal(str)
    stopped = Signal()

    def __init__(
        self,
        target: Path,
        paper: str,
        left_out: tuple[str, ...] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.target = target
        self.paper, self.left_out = paper, left_out
        self._process: QProcess | None = None
        self._told: dict[str, Any] = {}
        self._is_wanted = True
        self._is_over = False
        self._folder = tempfile.TemporaryDirectory(
            prefix="ivig-", ignore_cleanup_errors=True
        )

    @property
    def is_over(self) -> bool:
        """Say whether it is done, refused or stopped."""
        return self._is_over

    def start(self, runner: Runner) -> None:
        """Take the copy behind what is still being saved, and begin."""
        copy = Path(self._folder.name) / "copy.ivig"
        runner.ask(
            lambda review: _order_of(review, copy, self), self._begin, self._refuse
        )

    def stop(self) -> None:
        """Stop as soon as the page in hand is done; an earlier file stays."""
        self._is_wanted = False
        if self._process is not None:
            self._process.write(b"stop\n")
            QTimer.singleShot(STOP_LIMIT, self._process, self._process.kill)

    def end_now(self) -> None:
        """Stop at once, because nobody is interested any more."""
        self._is_wanted = False
        if self._process is not None:
            self._process.kill()
            self._process.waitForFinished(STOP_LIMIT)
        self._end(self.stopped.emit)

    def _begin(self, order: str) -> None:
        if not self._is_wanted or self._is_over:
            self._end(self.stopped.emit)
            return
        process = child_process([WRITE, order], self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finish)
        process.errorOccurred.connect(self._fail)
        self._process = process
        process.start()

    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            told = json.loads(bytes(process.readLine().data()))
            if "total" not in told:
                self._told = told
            elif self._is_wanted:
                self.advanced.emit(told["done"], told["total"])

    def _finish(self, code: int) -> None:
        self._read()
        told = self._told
        if not self._is_wanted:
            self._end(self.stopped.emit)
        elif "refused" in told:
            self._end(lambda: self.refused.emit(told["refused"]))
        elif "pages" in told:
            self._end(lambda: self.done.emit(told))
        else:
            words = self._errors()
            self._end(lambda: self.refused.emit(_did_not_come()))
            raise BugError(f"writing the report ended with {code}\n{words}")

    def _errors(self) -> str:
        if self._process is None:
            return ""
        said = bytes(self._process.readAllStandardError().data())
        return said.decode("utf-8", "replace")

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(lambda: self.refused.emit(_did_not_come()))

    def _refuse(self, error: AppError) -> None:
        self._end(lambda: self.refused.emit(str(error)))

    def _end(self, tell: Callable[[], None]) -> None:
        if not self._is_over:
            self._is_over = True
            self._folder.cleanup()
            tell()


class PageProcess(QObject):
    """Draws pages of one PDF, the one asked for last first."""

    opened = Signal(object)
    drawn = Signal(int, QImage)
    failed = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: list[tuple[int, int]] = []
        self._asked: tuple[int, int] | None = None
        self._head: dict[str, Any] | None = None
        self._is_ready = False
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(PAGE_LIMIT)
        self._limit.timeout.connect(self._give_up)
        self._process = child_process([DRAW, str(file)], self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._give_up)
        self._process.errorOccurred.connect(self._give_up)
        self._process.start()
        self._limit.start()

    def ask(self, pages: list[tuple[int, int]]) -> None:
        """Ask for pages, each with a width in pixels; what was asked before is not."""
        self._wanted = [one for one in pages if one != self._asked]
        self._next()

    def end(self) -> None:
        """Draw nothing more."""
        self._limit.stop()
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(STOP_LIMIT)

    def _next(self) -> None:
        if self._is_ready and self._asked is None and self._wanted:
            self._asked = self._wanted.pop(0)
            self._process.write(b"%d %d\n" % self._asked)
            self._limit.start()

    def _read(self) -> None:
        while True:
            if self._head is None:
                if not self._process.canReadLine():
                    return
                told = json.loads(bytes(self._process.readLine().data()))
                if "sizes" in told:
                    self._take_sizes(told["sizes"])
                    continue
                self._head = told
            if self._process.bytesAvailable() < self._head["bytes"]:
                return
            self._take_page(self._head)

    def _take_sizes(self, sizes: list[list[float]]) -> None:
        self._limit.stop()
        self._is_ready = True
        self.opened.emit([(width, height) for width, height in sizes])
        self._next()

    def _take_page(self, head: dict[str, Any]) -> None:
        pixels = self._process.read(head["bytes"]).data()
        self._limit.stop()
        self._head = self._asked = None
        size = head["width"], head["height"]
        image = QImage(pixels, *size, QImage.Format.Format_RGB32).copy()
        self.drawn.emit(head["page"], image)
        self._next()

    def _give_up(self) -> None:
        self.end()
        self.failed.emit()


def _order_of(review: OpenReview, copy: Path, made: ReportProcess) -> str:
    """Take the copy, on the worker's thread, and say what is to be done with it."""
    from ivig_abstractor.operations.printing import Order
    from ivig_abstractor.operations.seats import permit_of

    review.project.save_copy(copy)
    return Order(
        source=str(copy),
        review=str(review.path),
        reviewer_id=review.reviewer_id,
        target=str(made.target),
        paper=made.paper,
        left_out=made.left_out,
        language=language(),
        permit=permit_of(review.project, review.reviewer_id),
    ).as_text()


def _did_not_come() -> str:
    return _("The report could not be made. An earlier file is as it was.")
