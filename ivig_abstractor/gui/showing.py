"""Shows on the screens what the desk tells of the open review."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.leaving import unsaved_text
from ivig_abstractor.gui.screens import Screens
from ivig_abstractor.gui.window_state import RecentReview, WindowState
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.operations import reading
from ivig_abstractor.operations.changes import (
    Changes,
    OpenedStudy,
    Overview,
    StudyLine,
    mean_percent,
)

Way = tuple[str, Callable[[], None]]


class Saying(QObject):
    """Says in the bar below the form what went wrong, or what should be known."""

    def __init__(self, desk: Desk, screens: Screens) -> None:
        super().__init__(screens.window)
        self._desk = desk
        self._screens = screens
        self._asides: list[str] = []
        self._told = ""

    def say_error(self, error: AppError, ways: Sequence[Way] = ()) -> None:
        """Say in a bar what went wrong; when a text is not saved, how to keep it."""
        runner = self._desk.runner
        if runner.unsaved:
            ways = (
                (_("Try again"), runner.retry),
                (_("Copy what is not saved"), self.copy_unsaved),
                (_("Give up what is not saved"), self.discard_unsaved),
            )
        self._screens.notice.say(str(error), ways=ways)

    def say_words(self, words: str) -> None:
        """Say in a bar what went wrong in another process."""
        self._screens.notice.say(words)

    def say(self, words: str) -> None:
        """Say something that is as it should be."""
        self._screens.notice.say(words, "plain")

    def say_in_form(self, words: str) -> None:
        """Say what the form tells; without words, what it told is over."""
        notice = self._screens.notice
        if words:
            self.say(words)
        elif notice.words.text() == self._told:
            notice.clear()
        self._told = words

    def offer_in_form(self, title: str, do: Callable[[], None]) -> None:
        """Offer with what the form has just told how to mend it."""
        self._screens.notice.say(self._told, "plain", ((title, do),))

    def say_aside(self, words: str) -> None:
        """Say something that should be known, once nothing more urgent is said."""
        self._asides.append(words)
        self.say_standing()

    def say_standing(self) -> None:
        """Say what is still to be said, or what is always true of this file."""
        overview = self._desk.overview
        notice = self._screens.notice
        stands = notice.dismiss.isHidden()  # it cannot be closed, and waits for nobody
        if self._asides and (notice.isHidden() or stands):
            notice.say(self._asides.pop(0), "query")
        elif overview is not None and overview.read_only and notice.isHidden():
            notice.say(
                _("{file} is open for reading only: nothing can be changed.").format(
                    file=Path(overview.path).name
                ),
                "query",
                stays=True,
            )

    def copy_unsaved(self) -> None:
        """Put what is not saved on the clipboard."""
        QApplication.clipboard().setText(unsaved_text(self._desk.runner.unsaved))

    def discard_unsaved(self) -> None:
        """Give up what is not saved, and show what the file holds."""
        self._desk.runner.forget_unsaved()
        self._desk.read_again()


class Showing(Saying):
    """Keeps the screens true to the desk."""

    def __init__(self, desk: Desk, screens: Screens, state: WindowState) -> None:
        super().__init__(desk, screens)
        self._state = state
        desk.review_opened.connect(self.show_review)
        desk.review_closed.connect(self.show_closed)
        desk.overview_changed.connect(self._show_overview)
        desk.line_changed.connect(self._show_line)
        # What was typed since the study was chosen belongs to the one still shown.
        desk.study_leaving.connect(screens.abstraction.commit_pending)
        desk.study_opened.connect(self._show_opened)
        desk.study_changed.connect(self._show_changes)
        desk.reveal_requested.connect(self.reveal)
        desk.refused.connect(self.say_error)
        desk.runner.state_changed.connect(self._show_saving)
        screens.abstraction.stack.mending_offered.connect(self.offer_in_form)
        screens.abstraction.strip.selected.connect(self._keep_section)

    # The review

    def show_closed(self) -> None:
        """Show the first screen in place of a review."""
        self._asides.clear()
        self._screens.notice.clear()
        self.show_welcome()

    def show_welcome(self) -> None:
        """Show the first screen; what is said below it stays."""
        screens = self._screens
        screens.window.setWindowTitle("IVIG Abstractor")
        screens.window.setWindowFilePath("")
        screens.welcome.show_recent(self._state.recent())
        screens.show_place("welcome")
        screens.search.say(_("Find a command"))
        screens.status.show_nothing_open()

    def show_review(self, overview: Overview) -> None:
        """Show a review that was just opened, at the place where it was left."""
        self._screens.window.setWindowFilePath(str(overview.path))
        self._screens.search.say(_("Find a field, study or command"))
        self._screens.abstraction.clear(self._state.word(_last_section(overview)))
        self._asides[:] = overview.notices
        self._screens.notice.clear()
        self._show_overview(overview)
        self.remember()
        self.show_place("abstract")
        lines = self._desk.lines()
        last = self._state.word(_last_study(overview))
        known = [one for one in lines if one.study_id == last]
        first = (known or [one for one in lines if one.included] or lines)[:1]
        for line in first:
            self.show_study(line.study_id)

    def remember(self) -> None:
        """Keep the review among the recent ones, with how far it is."""
        overview = self._desk.overview
        if overview is None:
            return
        lines = [one for one in self._desk.lines() if one.included]
        who = overview.reviewer.initials or overview.reviewer.name
        self._state.remember(
            RecentReview(
                overview.path,
                overview.title,
                who,
                len(lines),
                mean_percent(lines),
                complete=bool(lines) and all(one.is_done for one in lines),
                reviewers=len(overview.reviewers),
            )
        )

    def forget(self, recent: RecentReview) -> None:
        """Take a review from the recent ones; its file stays."""
        self._state.forget(recent.path)
        self._screens.welcome.show_recent(self._state.recent())

    def _show_overview(self, overview: Overview) -> None:
        lines = self._desk.lines()
        screens = self._screens
        title = overview.title or overview.path.stem
        screens.window.setWindowTitle(f"{title} – IVIG Abstractor")
        screens.studies.set_lines(lines)
        screens.studies.set_writable(not overview.read_only)
        screens.activity.set_reconcilable(reviewers=len(overview.reviewers))
        screens.status.show_review(overview, lines)
        if screens.has("report"):
            screens.report.show_review(overview, lines)
        if self._desk.study is None:
            screens.no_study.show_review(overview, lines)
            screens.body.setCurrentWidget(screens.no_study)
        self._show_saving()
        self.say_standing()

    def _show_line(self, line: StudyLine) -> None:
        self._screens.studies.update_line(line)
        status = self._screens.status
        status.show_progress(self._desk.lines())
        status.show_more_asked(line.label, self._desk.more_asked)

    def show_again(self, preference: str) -> None:
        """Show everything anew when figures or dates are to look different."""
        if preference not in ("decimal", "dates"):
            return
        screens, study = self._screens, self._desk.study
        if screens.has("welcome"):
            screens.welcome.show_recent(self._state.recent())
        if study is not None:
            screens.abstraction.commit_pending()
            writable = self._desk.situation.writable
            screens.abstraction.show_study(study, writable=writable)

    # The study

    def show_study(self, study_id: str) -> None:
        """Open a study of the list."""
        self._screens.abstraction.commit_pending()
        if self._desk.place != "abstract":
            self.show_place("abstract")
        self._desk.show_study(study_id)

    def show_first(self, study_id: str, severity: Severity) -> None:
        """Open a study at the first of its open findings of a kind."""

        def show(found: Sequence[Finding]) -> None:
            alike = (o for o in found if o.is_open and o.severity is severity)
            self.show_place("abstract")
            self._desk.show_study(study_id, next((one.path for one in alike), ""))

        self._desk.runner.ask(lambda review: reading.findings(review, study_id), show)

    def reveal(self, path: str) -> None:
        """Show the place of the open study at a path."""
        if self._desk.place != "abstract":
            self.show_place("abstract")
        self._screens.abstraction.reveal(path)

    def fetch_history(self, path: str) -> None:
        """Ask for the changes of a field and show them beside it."""
        show = self._screens.abstraction.show_history
        self._desk.ask_history(path, lambda lines: show(path, lines))

    def _show_opened(self, study: OpenedStudy) -> None:
        screens = self._screens
        screens.body.setCurrentWidget(screens.abstraction)
        screens.status.forget_more_asked()
        screens.studies.select(study.line.study_id)
        self._tell_scope(study)
        writable = self._desk.situation.writable
        focus = not screens.studies.has_keyboard() and self._desk.place == "abstract"
        screens.abstraction.show_study(study, writable=writable, focus=focus)
        if self._desk.overview is not None:
            self._state.keep_word(_last_study(self._desk.overview), study.line.study_id)

    def _keep_section(self, key: str) -> None:
        if self._desk.overview is not None:
            self._state.keep_word(_last_section(self._desk.overview), key)

    def _show_changes(self, changes: Changes) -> None:
        study = self._desk.study
        if study is not None:
            self._tell_scope(study)
            self._screens.abstraction.apply(study, changes)

    def _tell_scope(self, study: OpenedStudy) -> None:
        from ivig_abstractor.gui.forms.missing import tell_scope

        tell_scope(self._screens.abstraction, study.abstraction)

    # The window

    def show_place(self, place: str) -> None:
        """Show Abstract, Reconcile or Report."""
        overview = self._desk.overview
        if overview is None:
            return
        self._screens.abstraction.commit_pending()
        if place == "report":
            self._screens.report.show_review(overview, self._desk.lines())
        self._screens.show_place(place)
        self._screens.status.show_progress(self._desk.lines())
        self._desk.go_to(place)

    def show_inspector(self, *, shown: bool = True, focus: bool = False) -> None:
        """Show or close the details of the field, perhaps with the cursor in them."""
        view = self._screens.abstraction
        view.set_inspector(shown=shown)
        if focus:
            view.inspector.setFocus()

    def step_region(self, steps: int) -> None:
        """Lead the keyboard to the next part of the window."""
        from ivig_abstractor.gui.forms.detail import RowDetail

        regions = self._screens.regions()
        focus = QApplication.focusWidget()
        here = 0
        for number, region in enumerate(regions):
            if focus is not None and (region is focus or region.isAncestorOf(focus)):
                here = number
        left, target = regions[here], regions[(here + steps) % len(regions)]
        view = self._screens.abstraction
        if isinstance(target, RowDetail):
            target.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif target is not view.stack:
            target.setFocus()
        elif isinstance(left, RowDetail):
            view.reveal(left.path)
        elif view.path:
            view.reveal(view.path)
        else:
            view.focus_form()

    def _show_saving(self) -> None:
        overview = self._desk.overview
        if overview is None:
            return
        runner = self._desk.runner
        self._screens.status.show_saving(runner, read_only=overview.read_only)
        if self._screens.notice.offers(_("Try again")) and not runner.unsaved:
            self._screens.notice.clear()


def _last_study(overview: Overview) -> str:
    """The name under which the study last open in a review is remembered."""
    return f"study/{str(overview.path).replace('/', '|')}"


def _last_section(overview: Overview) -> str:
    """The name under which the section last looked at in a review is remembered."""
    return f"section/{str(overview.path).replace('/', '|')}"
