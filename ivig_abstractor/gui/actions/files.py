"""Making, opening, closing and exporting reviews."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ivig_abstractor.base.errors import AppError, FileTooNew, ReadOnlyMedium
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import places
from ivig_abstractor.gui.actions.tools import WithTools
from ivig_abstractor.gui.desk import opening_of
from ivig_abstractor.gui.showing import Way
from ivig_abstractor.gui.views.dialogs import reviews
from ivig_abstractor.model.review import ReviewFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.open_review import OpenReview


class FileActions(WithTools):
    """What can be done with review files."""

    def new_review(self) -> None:
        """Ask for title, reviewer and file; make the review and open it."""
        preferences = self.tools.preferences.current
        dialog = reviews.NewReviewDialog(places.documents(), preferences, self.window)

        def make(said: dict[str, str]) -> None:
            file = dialog.file
            self._open(lambda: _created(file, said, preferences.betamethasone), file)

        dialog.ask(make)

    def open_review(self) -> None:
        """Ask for a file and open it."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window,
            _("Open a review"),
            str(places.documents()),
            reviews.review_filter(),
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path, *, read_only: bool = False) -> None:
        """Open a review; the present one stays when that fails."""
        overview = self.desk.overview
        if overview is not None and overview.path == path and not read_only:
            return
        self._open(opening_of(path, read_only=read_only), path)

    def open_example(self) -> None:
        """Open the example review, made first if it is not there yet."""
        file = places.example_file()
        self._open(lambda: _example(file), file)

    def close_review(self) -> None:
        """Put the review away when all is saved."""
        self.tools.leaving.when_saved(self.desk.close)

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def _open(self, opening: Callable[[], OpenReview], path: Path) -> None:
        self.tools.leaving.when_saved(
            lambda: self.desk.open(
                opening, lambda error: self._say_cannot_open(error, path)
            )
        )

    def _say_cannot_open(self, error: AppError, path: Path) -> None:
        ways: list[Way] = []
        if isinstance(error, FileTooNew | ReadOnlyMedium):
            words = _("Open it for reading only")
            ways.append((words, lambda: self.open_file(path, read_only=True)))
        self.showing.say_error(error, ways)

    def export_pdf(self) -> None:
        """Ask for a file and write the report."""
        target = self._ask_target(_("Export PDF"), ".pdf", "PDF (*.pdf)")
        if target is not None:
            from ivig_abstractor.gui.views.dialogs.export import ask_and_export

            ask_and_export(
                self.desk.runner,
                target,
                self.tools.preferences.current.paper,
                self.window,
            )

    def export_json(self) -> None:
        """Ask for a file and write all answers."""
        target = self._ask_target(_("Export JSON"), ".json", "JSON (*.json)")
        if target is None:
            return
        from ivig_abstractor.operations.exchanging import export_json

        self.desk.runner.ask(
            lambda review: export_json(review, target),
            lambda _done: self.showing.say(
                _("The answers are written to {file}.").format(file=target)
            ),
            self.showing.say_error,
        )

    def _ask_target(self, title: str, suffix: str, kind: str) -> Path | None:
        overview = self.desk.overview
        if overview is None:
            return None
        self.screens.abstraction.commit_pending()
        suggested = overview.path.with_suffix(suffix)
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window, title, str(suggested), kind
        )
        if not chosen:
            return None
        target = Path(chosen)
        return target if target.suffix else target.with_suffix(suffix)


def _created(file: Path, said: dict[str, str], betamethasone: str) -> OpenReview:
    review = OpenReview.create(
        file, title=said["title"], reviewer=said["name"], initials=said["initials"]
    )
    usual = ReviewFacts(title=said["title"])
    if betamethasone != usual.betamethasone_mg:
        facts = ReviewFacts(title=said["title"], betamethasone_mg=betamethasone)
        reviewing.edit_review(review, facts)
    return review


def _example(file: Path) -> OpenReview:
    if not file.exists():
        from ivig_abstractor.operations.example import build_example

        file.parent.mkdir(parents=True, exist_ok=True)
        build_example(file)
    return OpenReview.open(file)
