"""Who sits at the review: going on as another, and the PINs of a shared file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.actions.tools import WithTools
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.seats import PinNeeded, SeatLine

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.dialogs.seats import PinDialog, SeatDialog
    from ivig_abstractor.operations.open_review import OpenReview


class SeatActions(WithTools):
    """What can be done about who sits at the review."""

    def switch_reviewer(self) -> None:
        """Ask as whom to go on, once who works here can come back with a PIN."""
        from ivig_abstractor.operations import pins

        if self.desk.overview is not None:
            self.screens.abstraction.commit_pending()
            self.desk.runner.ask(pins.seats_of, self._leave, self.showing.say_error)

    def _leave(self, seats: Sequence[SeatLine]) -> None:
        from ivig_abstractor.gui.views.dialogs.seats import choose_dialog
        from ivig_abstractor.operations import pins

        overview = self.desk.overview
        if overview is None:
            return
        if self.desk.runner.unsaved:
            # It would be shown to the next one, and saved as theirs.
            self.tools.leaving.when_saved(lambda: self._leave(seats))
            return
        me = overview.reviewer
        mine = next((one for one in seats if one.reviewer_id == me.reviewer_id), None)
        is_open = mine is not None and mine.need == "new" and not overview.read_only
        if not is_open or len(seats) < 2:
            self._ask_seat(seats)
            return
        dialog = choose_dialog(me.name, self.window)
        self._try(
            dialog,
            lambda review, said: pins.choose_pin(review, said["new"]),
            self.switch_reviewer,
        )

    def _ask_seat(self, seats: Sequence[SeatLine]) -> None:
        from ivig_abstractor.gui.views.dialogs.seats import switch_dialog
        from ivig_abstractor.operations import reviewing

        overview = self.desk.overview
        if overview is None:
            return
        dialog = switch_dialog(seats, overview.reviewer.reviewer_id, self.window)
        dialog.change_requested.connect(lambda: self._change_pin(dialog))
        dialog.remove_requested.connect(lambda who: self._remove_pin(dialog, who))
        self._try(
            dialog,
            lambda review, said: reviewing.switch_reviewer(
                review, said["reviewer"], said["new"] or said["pin"]
            ),
            self.desk.read_again,
        )

    def _change_pin(self, behind: "SeatDialog") -> None:
        from ivig_abstractor.gui.views.dialogs.seats import change_dialog
        from ivig_abstractor.operations import pins

        overview = self.desk.overview
        if overview is None:
            return
        behind.reject()
        self._try(
            change_dialog(overview.reviewer.name, self.window),
            lambda review, said: pins.choose_pin(review, said["new"], said["earlier"]),
            lambda: self.showing.say(_("Your PIN is changed.")),
        )

    def _remove_pin(self, behind: "SeatDialog", reviewer_id: str) -> None:
        from ivig_abstractor.gui.views.dialogs.seats import remove_dialog
        from ivig_abstractor.operations import pins

        overview = self.desk.overview
        known = overview.reviewers if overview is not None else ()
        name = next(one.name for one in known if one.reviewer_id == reviewer_id)
        behind.reject()
        done = _("The PIN of {name} is removed.").format(name=name)

        def say_first(studies: Sequence[str]) -> None:
            remove_dialog(name, len(studies), self.window).ask(
                lambda _said: self.desk.runner.ask(
                    lambda review: pins.remove_pin(review, reviewer_id),
                    lambda _none: self.showing.say(done),
                    self.showing.say_error,
                )
            )

        self.desk.runner.ask(
            lambda review: pins.studies_behind(review, reviewer_id),
            say_first,
            self.showing.say_error,
        )

    def _try(
        self,
        dialog: "PinDialog",
        attempt: "Callable[[OpenReview, dict[str, str]], object]",
        then: Callable[[], None],
    ) -> None:
        """Show a dialog that stays open until what was typed in it is accepted."""

        def taken(_done: object) -> None:
            dialog.finish()
            then()

        dialog.tried.connect(
            lambda said: self.desk.runner.ask(
                lambda review: attempt(review, said),
                taken,
                lambda error: self._refuse(dialog, error),
            )
        )
        dialog.open()

    def _refuse(self, dialog: "PinDialog", error: AppError) -> None:
        """Let a reviewer try again, unless something else than the PIN is wrong."""
        if isinstance(error, PinNeeded | NotPossible):
            dialog.refuse(f"{error.what} {error.next_step}")
        else:
            dialog.reject()
            self.showing.say_error(error)
