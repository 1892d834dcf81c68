"""What happens when the program itself fails: a dialog that can be copied, and a log.

The log holds places in the program and kinds of failure, never an answer.
"""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor import __version__
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.parts import TextButton, label

LOG = logging.getLogger("ivig_abstractor.crash")
_MEGABYTE = 1_000_000
Failure = tuple[type[BaseException], BaseException, TracebackType | None]


def details(failure: Failure) -> str:
    """All that helps to find the fault, for the reviewer to read and to send."""
    import platform

    kind, error, trace = failure
    lines = traceback.format_exception(kind, error, trace)
    versions = (
        f"IVIG Abstractor {__version__}, Python {platform.python_version()}, "
        f"Qt {qVersion()}, {platform.platform()}"
    )
    return _without_home(f"{versions}\n\n{''.join(lines)}")


def _without_home(text: str) -> str:
    return text.replace(str(Path.home()), "~")


def _without_words(failure: Failure) -> str:
    """The places and the kind only: a message may hold what somebody typed."""
    kind, _error, trace = failure
    frames = "".join(traceback.format_list(traceback.extract_tb(trace)))
    return _without_home(f"{kind.__name__}\n{frames}")


class ExceptionDialog(QDialog):
    """Says that the fault is ours and what of the review is safe."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exception")
        self.setWindowTitle(_("Something went wrong"))
        self.resize(680, 420)
        said = label(
            _(
                "The program has made a mistake. What the status line calls saved is "
                "on the disk; nothing of it is touched by this. You can go on; if the "
                "window behaves oddly, close it and start again."
            )
        )
        said.setWordWrap(True)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Details"))
        copy = TextButton(_("Copy the details"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        go_on = TextButton(_("Go on"), look="primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(said)
        column.addWidget(self.text, 1)
        column.addLayout(row)


class _Log(logging.Handler):
    """The file of the log; what writes it is loaded when there is something to say."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._writer: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if self._writer is None:
            from logging.handlers import RotatingFileHandler

            self._writer = RotatingFileHandler(
                self._file,
                maxBytes=_MEGABYTE,
                backupCount=4,
                encoding="utf-8",
                delay=True,
            )
            line = "%(asctime)s %(levelname)s %(message)s"
            self._writer.setFormatter(logging.Formatter(line))
        self._writer.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._writer is not None:
            self._writer.close()
        super().close()


class Failures(QObject):
    """Catches what nobody caught, from every thread, and tells it once."""

    happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: tuple[Any, ...] = ()
        self._dialog: ExceptionDialog | None = None
        self._fault_file: IO[str] | None = None
        self._handler: logging.Handler | None = None
        self.happened.connect(self._show)

    def install(self, log_folder: Path) -> None:
        """Take over the last resorts of Python and of Qt."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._take
        threading.excepthook = lambda said: self._take(
            said.exc_type, said.exc_value or said.exc_type(), said.exc_traceback
        )
        sys.unraisablehook = lambda said: self._take(
            said.exc_type, said.exc_value or said.exc_type(), said.exc_traceback
        )
        self._open_log(log_folder)
        qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        """Give everything back as it was."""
        if self._before:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = ()
        qInstallMessageHandler(None)
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None
        if self._handler is not None:
            LOG.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def _open_log(self, folder: Path) -> None:
        """A log that cannot be written is no reason not to start."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fault_file = (folder / "fault.log").open("a", encoding="utf-8")
        except OSError:
            return
        self._handler, self._fault_file = _Log(folder / "program.log"), fault_file
        LOG.addHandler(self._handler)
        faulthandler.enable(fault_file)

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        failure = (kind, error, trace)
        LOG.error("%s", _without_words(failure))
        self.happened.emit(failure)

    def _show(self, failure: Failure) -> None:
        if self._dialog is not None:
            self._dialog.text.appendPlainText("\n" + details(failure))
            return
        self._dialog = ExceptionDialog(details(failure), QApplication.activeWindow())
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    """Qt's own complaints go to the log; they are of no use to a reviewer."""
    if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        return
    LOG.info("Qt: %s", message)
