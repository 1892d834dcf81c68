"""Making, opening, closing and exporting reviews."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ivig_abstractor.base.errors import AppError, FileTooNew, ReadOnlyMedium
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import places
from ivig_abstractor.gui.actions.tools import WithTools
from ivig_abstractor.gui.desk import opening_of
from ivig_abstractor.gui.showing import Way
from ivig_abstractor.gui.views.dialogs.files import ask_to_open, ask_where_to_write
from ivig_abstractor.gui.window_state import RecentReview
from ivig_abstractor.model.review import ReviewFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.seats import PinNeeded


class FileActions(WithTools):
    """What can be done with review files."""

    def new_review(self) -> None:
        """Ask for title, reviewer and file; make the review and open it."""
        from ivig_abstractor.gui.views.dialogs import reviews

        preferences = self.tools.preferences.current
        dialog = reviews.NewReviewDialog(places.documents(), preferences, self.window)

        def make(said: dict[str, str]) -> None:
            file = dialog.file
            self._open(lambda: _created(file, said, preferences.betamethasone), file)

        dialog.ask(make)

    def open_review(self) -> None:
        """Ask for a file and open it."""
        ask_to_open(_("Open a review"), places.documents(), self.open_file, self.window)

    def locate(self, recent: RecentReview) -> None:
        """Ask where a review that moved is now; its old place is forgotten."""

        def take(path: Path) -> None:
            self.showing.forget(recent)
            self.open_file(path)

        folder = recent.path.parent
        start = folder if folder.is_dir() else places.documents()
        title = _("Where is {file} now?").format(file=recent.path.name)
        ask_to_open(title, start, take, self.window)

    def open_file(self, path: Path, *, read_only: bool = False) -> None:
        """Open a review; the present one stays when that fails."""
        overview = self.desk.overview
        if overview is not None and overview.path == path and not read_only:
            return
        self._open(opening_of(path, read_only=read_only), path, read_only=read_only)

    def open_example(self) -> None:
        """Open the example review, made first if it is not there yet."""
        file = places.example_file()
        self._open(lambda: _example(file), file)

    def open_simulated_example(self) -> None:
        """Open the example of two simulated reviewers, made first if need be."""
        file = places.simulated_example_file()
        self._open(lambda: _simulated_example(file), file)

    def restore_backup(self) -> None:
        """Ask for a backup, restore it beside the review and open it."""
        from ivig_abstractor.gui.views.dialogs.backups import BackupsDialog
        from ivig_abstractor.operations import backups

        self.tools.backing_up.arrange()
        known = backups.backed_up_reviews()
        if not known:
            said = _("There are no backups yet. They are made while a review is open.")
            self.showing.say(said)
            return
        overview = self.desk.overview
        present = overview.path if overview is not None else None
        dialog = BackupsDialog(known, present, places.documents(), self.window)

        def restore() -> None:
            source, target = dialog.chosen()
            if present is not None:
                self.desk.runner.ask(
                    lambda review: backups.backup(review, "restore"), lambda _made: None
                )
            self._open(lambda: OpenReview.open(backups.restore(source, target)), target)

        dialog.accepted.connect(restore)
        dialog.open()

    def close_review(self) -> None:
        """Put the review away when all is saved."""

        def put_away() -> None:
            self.showing.remember()
            self.desk.runner.put_away(self.desk.close)

        self.tools.leaving.when_saved(put_away)

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def _open(
        self, opening: Callable[[], OpenReview], path: Path, *, read_only: bool = False
    ) -> None:
        def refuse(error: AppError) -> None:
            self.refuse(error, path, read_only=read_only)

        self.tools.leaving.when_saved(lambda: self.desk.open(opening, refuse))

    def refuse(self, error: AppError, path: Path, *, read_only: bool = False) -> None:
        """Say why a review cannot be opened, ask who opens it, or only read it."""
        if isinstance(error, PinNeeded):
            self._ask_who(error, path, read_only=read_only)
            return
        if isinstance(error, ReadOnlyMedium) and not read_only:
            self.open_file(path, read_only=True)
            return
        ways: list[Way] = []
        if isinstance(error, FileTooNew):
            words = _("Open it for reading only")
            ways.append((words, lambda: self.open_file(path, read_only=True)))
        self.showing.say_error(error, ways)

    def _ask_who(self, needed: PinNeeded, path: Path, *, read_only: bool) -> None:
        """Ask who opens a file that several share; nothing is shown before."""
        from ivig_abstractor.gui.views.dialogs.seats import who_dialog

        dialog = who_dialog(path.name, needed.seats, needed.reviewer_id, self.window)

        def refuse(error: AppError) -> None:
            if isinstance(error, PinNeeded | NotPossible):
                dialog.refuse(f"{error.what} {error.next_step}")
            else:
                dialog.reject()
                self.refuse(error, path, read_only=read_only)

        def attempt(said: dict[str, str]) -> None:
            opening = partial(
                OpenReview.open,
                path,
                read_only=read_only,
                reviewer_id=said["reviewer"],
                pin=said["new"] or said["pin"],
            )
            self.desk.open(opening, refuse)

        dialog.tried.connect(attempt)
        self.desk.review_opened.connect(dialog.finish)
        dialog.open()

    def export_pdf(self) -> None:
        """Ask for a file and write the report."""
        export = self.tools.proofs().export
        self._ask_target(_("Export PDF"), ".pdf", "PDF (*.pdf)", export)

    def export_json(self) -> None:
        """Ask for a file and write all answers."""
        from ivig_abstractor.operations.exchanging import export_json

        def write(target: Path) -> None:
            said = _("The answers are written to {file}.").format(file=target)
            self.desk.runner.ask(
                lambda review: export_json(review, target),
                lambda _done: self.showing.say(said),
                self.showing.say_error,
            )

        self._ask_target(_("Export JSON"), ".json", "JSON (*.json)", write)

    def _ask_target(
        self, title: str, suffix: str, kind: str, then: Callable[[Path], None]
    ) -> None:
        overview = self.desk.overview
        if overview is not None:
            self.screens.abstraction.commit_pending()
            name = overview.path.with_suffix(suffix).name
            suggested = places.beside(overview.path) / name
            ask_where_to_write(title, suggested, kind, then, self.window)


def _created(file: Path, said: dict[str, str], betamethasone: str) -> OpenReview:
    review = OpenReview.create(
        file, title=said["title"], reviewer=said["name"], initials=said["initials"]
    )
    usual = ReviewFacts(title=said["title"])
    if betamethasone != usual.betamethasone_mg:
        facts = ReviewFacts(title=said["title"], betamethasone_mg=betamethasone)
        reviewing.edit_review(review, facts)
    return review


def _simulated_example(file: Path) -> OpenReview:
    if not file.exists():
        from ivig_abstractor.operations.second_example import build_second_example

        file.parent.mkdir(parents=True, exist_ok=True)
        build_second_example(file)
    return OpenReview.open(file)


def _example(file: Path) -> OpenReview:
    if not file.exists():
        from ivig_abstractor.operations.example import build_example

        file.parent.mkdir(parents=True, exist_ok=True)
        build_example(file)
    return OpenReview.open(file)
