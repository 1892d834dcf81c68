"""Keeps the pages of the report up to date while they are looked at, and exports."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.preferences import KeptPreferences
from ivig_abstractor.gui.showing import Showing
from ivig_abstractor.gui.views.report import ReportView
from ivig_abstractor.gui.window_state import WindowState
from ivig_abstractor.operations.changes import Overview

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from ivig_abstractor.gui.printing import PageProcess, ReportProcess

_PAUSE = 400
_LEFT_OUT = "report/left-out"


class Proofs(QObject):
    """Makes the report anew when what it is made of has changed, if it is seen."""

    def __init__(
        self,
        desk: Desk,
        view: ReportView,
        showing: Showing,
        preferences: KeptPreferences,
        state: WindowState,
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._showing = desk, view, showing
        self._preferences, self._state = preferences, state
        self._folder: TemporaryDirectory[str] | None = None
        overview = desk.overview
        self._whose = overview.reviewer.reviewer_id if overview is not None else ""
        self._made = 0
        self._is_stale = True
        self._proof: ReportProcess | None = None
        self._pages: PageProcess | None = None
        self._file: Path | None = None
        self._export: ReportProcess | None = None
        self._exported = Path()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._make)
        desk.runner.changed.connect(self._see_change)
        desk.review_opened.connect(self._forget)
        desk.review_closed.connect(self._forget)
        desk.overview_changed.connect(self._see_reviewer)
        preferences.listen(self._hear)
        view.appeared.connect(self._appear)
        view.disappeared.connect(self._rest)
        view.left_out_changed.connect(self._leave_out)
        view.stop_requested.connect(self.stop)
        view.open_requested.connect(self._open)
        view.pages.wanted.connect(self._draw)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The chapters that are not printed."""
        return tuple(one for one in self._state.word(_LEFT_OUT).split() if one)

    @property
    def is_up_to_date(self) -> bool:
        """Say whether the pages shown are those of the review as it is."""
        return not self._is_stale and self._proof is None and self._pages is not None

    def export(self, target: Path) -> None:
        """Write the report to a file, beside the window."""
        if self._export is not None:
            return
        from ivig_abstractor.gui.printing import ReportProcess

        if self._proof is not None:
            self._end_proof()
            self._is_stale = True
        paper = self._preferences.current.paper
        export = ReportProcess(target, paper, self.left_out, self)
        self._export = export
        self._showing.show_place("report")
        export.advanced.connect(self._view.bar.advance)
        export.done.connect(self._finish_export)
        export.refused.connect(self._refuse_export)
        export.stopped.connect(
            lambda: self._end_export(
                _("Stopped. Nothing was written; an earlier file is as it was.")
            )
        )
        self._view.bar.begin()
        export.start(self._desk.runner)

    def stop(self) -> None:
        """Stop the export; the earlier file stays."""
        if self._export is not None:
            self._view.bar.stopping()
            self._export.stop()

    def end(self) -> None:
        """End everything, because the window is closed."""
        self._pause.stop()
        self._rest()
        if self._export is not None:
            self._export.end_now()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    # What is shown

    def _see_change(self) -> None:
        self._is_stale = True
        if self._view.isVisible():
            self._pause.start()

    def _hear(self, preference: str) -> None:
        if preference == "paper":
            self._see_change()

    def _leave_out(self, left_out: tuple[str, ...]) -> None:
        self._state.keep_word(_LEFT_OUT, " ".join(left_out))
        self._see_change()

    def _see_reviewer(self, overview: Overview) -> None:
        """Show nobody the pages of who sat here before."""
        if overview.reviewer.reviewer_id != self._whose:
            self._forget()
            self._see_change()

    def _forget(self) -> None:
        overview = self._desk.overview
        self._whose = overview.reviewer.reviewer_id if overview is not None else ""
        self._rest()
        self._is_stale, self._file = True, None
        self._view.clear()

    def _appear(self) -> None:
        if self._desk.overview is None:
            return
        if self._is_stale or self._file is None:
            self._make()
        else:
            self._show(self._file)

    def _rest(self) -> None:
        """Make and draw nothing while nobody looks."""
        if self._proof is not None:
            self._is_stale = True
        self._end_proof()
        if self._pages is not None:
            self._pages.end()
            self._pages.deleteLater()
            self._pages = None

    def _end_proof(self) -> None:
        self._pause.stop()
        proof, self._proof = self._proof, None
        if proof is not None:
            proof.end_now()
            proof.deleteLater()

    def _make(self) -> None:
        if self._export is not None or not self._view.isVisible():
            return
        # Not needed before somebody looks: the program starts without them.
        from tempfile import TemporaryDirectory

        from ivig_abstractor.gui.printing import ReportProcess

        self._end_proof()
        if self._folder is None:
            self._folder = TemporaryDirectory(
                prefix="ivig-", ignore_cleanup_errors=True
            )
        self._made += 1
        target = Path(self._folder.name) / f"proof-{self._made}.pdf"
        proof = ReportProcess(
            target, self._preferences.current.paper, self.left_out, self
        )
        self._proof, self._is_stale = proof, False
        proof.done.connect(lambda told: self._take(proof, told))
        proof.refused.connect(lambda words: self._refuse(proof, words))
        if not self._view.pages.count:
            self._view.pages.say(_("Preparing the pages…"))
        proof.start(self._desk.runner)

    def _take(self, proof: "ReportProcess", told: dict[str, Any]) -> None:
        if proof is not self._proof:
            return
        self._proof = None
        proof.deleteLater()
        earlier, self._file = self._file, proof.target
        if earlier is not None and self._is_ours(earlier):
            earlier.unlink(missing_ok=True)
        self._view.show_chapters(told["chapters"], self.left_out)
        self._show(proof.target)

    def _is_ours(self, file: Path) -> bool:
        return self._folder is not None and file.parent == Path(self._folder.name)

    def _refuse(self, proof: "ReportProcess", words: str) -> None:
        if proof is self._proof:
            self._proof = None
            proof.deleteLater()
            self._is_stale = True
            self._view.pages.clear()
            self._view.pages.say(words)

    def _show(self, file: Path) -> None:
        """Let another process draw the pages of a PDF."""
        from ivig_abstractor.gui.printing import PageProcess

        if self._pages is not None:
            self._pages.end()
            self._pages.deleteLater()
        self._pages = PageProcess(file, self)
        self._pages.opened.connect(self._view.show_pages)
        self._pages.drawn.connect(self._view.pages.put)
        self._pages.failed.connect(self._say_undrawn)

    def _draw(self, wanted: list[tuple[int, int]]) -> None:
        if self._pages is not None:
            self._pages.ask(wanted)

    def _say_undrawn(self) -> None:
        self._view.pages.clear()
        self._view.pages.say(
            _("The pages could not be drawn here. They can be exported all the same.")
        )

    # The export

    def _finish_export(self, told: dict[str, Any]) -> None:
        export = self._export
        if export is None:
            return
        pages = ngettext("{n} page", "{n} pages", told["pages"]).format(n=told["pages"])
        words = _("{file} is written: {pages}, in {folder}.").format(
            file=export.target.name, pages=pages, folder=export.target.parent
        )
        self._exported = export.target
        self._end_export(words, can_open=True)
        if not self._view.isVisible():
            self._showing.say(words)
        self._view.show_chapters(told["chapters"], self.left_out)

    def _refuse_export(self, words: str) -> None:
        self._end_export("")
        self._showing.say_words(words)

    def _end_export(self, words: str, *, can_open: bool = False) -> None:
        export, self._export = self._export, None
        if export is not None:
            export.deleteLater()
        self._view.bar.finish(words, can_open=can_open)
        if self._view.isVisible() and (self._is_stale or self._file is None):
            self._make()

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported)))
