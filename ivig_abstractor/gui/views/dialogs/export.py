"""Writing the PDF: how far it is, and how to stop it."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.runner import Runner
from ivig_abstractor.gui.views.parts import TextButton, label
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reporting import ReportDone, write_report


class Export(QObject):
    """One export: told how far it is by the worker, asked to stop by the window."""

    advanced = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    cancelled = Signal()

    def __init__(self, target: Path, paper: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.target = target
        self._paper = paper
        self._stop = threading.Event()

    def start(self, runner: Runner) -> None:
        """Queue the export behind what is still being saved."""
        runner.ask(self._write, self._finish, self._fail)

    def cancel(self) -> None:
        """Stop as soon as the page in hand is done; an earlier file stays."""
        self._stop.set()

    def _write(self, review: OpenReview) -> ReportDone | None:
        return write_report(
            review, self.target, paper=self._paper, progress=self._progress
        )

    def _progress(self, done: int, total: int) -> bool:
        self.advanced.emit(done, total)
        return not self._stop.is_set()

    def _finish(self, done: ReportDone | None) -> None:
        if done is None or self._stop.is_set():
            self.cancelled.emit()
        else:
            self.done.emit(done)

    def _fail(self, error: AppError) -> None:
        if self._stop.is_set():
            self.cancelled.emit()
        else:
            self.refused.emit(error)


class ExportDialog(QDialog):
    """Shows an export until it is done, stopped, or refused."""

    def __init__(self, export: Export, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle(_("Export PDF"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._export = export
        self._over = False
        self.words = label(_("Preparing the pages…"))
        self.words.setWordWrap(True)
        self.place = label(str(export.target), tone="text3", size="small")
        self.place.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the export"))
        self.stop = TextButton(_("Cancel"))
        self.stop.clicked.connect(self.reject)
        self.show_file = TextButton(_("Open the PDF"), look="primary")
        self.show_file.clicked.connect(self._open)
        self.show_file.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        row.addWidget(self.show_file)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for part in (self.words, self.bar, self.place):
            column.addWidget(part)
        column.addLayout(row)
        export.advanced.connect(self._advance)
        export.done.connect(self._finish)
        export.refused.connect(self._refuse)
        export.cancelled.connect(self._cancelled)

    def reject(self) -> None:
        """Esc stops the export; when it is over, closes."""
        if self._over:
            super().reject()
            return
        self.stop.setEnabled(False)
        self.words.setText(_("Stopping…"))
        self._export.cancel()

    def _advance(self, done: int, total: int) -> None:
        if self._over or not self.stop.isEnabled():
            return
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.words.setText(
            _("Writing the pages: {done} of {total}").format(done=done, total=total)
        )

    def _finish(self, done: ReportDone) -> None:
        pages = ngettext("{n} page", "{n} pages", done.pages).format(n=done.pages)
        self._end(_("The PDF is written: {pages}.").format(pages=pages))
        self.bar.setRange(0, 1)
        self.bar.setValue(1)
        self.show_file.show()
        self.show_file.setDefault(True)
        self.show_file.setFocus()

    def _refuse(self, error: AppError) -> None:
        self.bar.hide()
        self._end(str(error))

    def _cancelled(self) -> None:
        self.bar.hide()
        self._end(_("Stopped. Nothing was written; an earlier file is as it was."))

    def _end(self, words: str) -> None:
        self._over = True
        self.words.setText(words)
        self.stop.setText(_("Close"))
        self.stop.setEnabled(True)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._export.target)))
        self.accept()


def export_and_show(
    runner: Runner, target: Path, paper: str, parent: QWidget | None
) -> ExportDialog:
    """Start an export and show it."""
    export = Export(target, paper, parent)
    dialog = ExportDialog(export, parent)
    dialog.finished.connect(export.deleteLater)
    dialog.open()
    export.start(runner)
    return dialog
