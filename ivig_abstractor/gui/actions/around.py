"""What is done with the review around its studies: details, flow, reviewers."""

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.actions.seats import SeatActions
from ivig_abstractor.model.review import REVIEW, ReviewFacts, Role
from ivig_abstractor.operations import reviewing


class ReviewActions(SeatActions):
    """What can be done with the review itself."""

    def edit_review(self) -> None:
        """Ask for what the title page says."""
        from ivig_abstractor.gui.views.dialogs import reviews

        def ask(facts: ReviewFacts) -> None:
            reviews.review_dialog(facts, self.window).ask(
                lambda said: self.desk.perform(
                    lambda r: reviewing.edit_review(r, ReviewFacts(**said))
                )
            )

        self.desk.runner.ask(lambda r: r.facts(REVIEW, ReviewFacts), ask)

    def show_key_words(self) -> None:
        """Show the words of one's own key, which a colleague may ask for."""
        from ivig_abstractor.gui.views.reconcile import merging
        from ivig_abstractor.operations import handing

        try:
            mine = handing.key_words()
        except AppError as error:
            self.showing.say_error(error)
            return
        said = _("Hand-outs and hand-ins written on this computer carry this key:")
        merging.WordsDialog(
            _("Words that confirm your files"),
            said,
            mine,
            merging.no_password(),
            self.window,
        ).open()

    def edit_flow(self) -> None:
        """Show the flow of studies."""
        from ivig_abstractor.gui.views.dialogs.flow import FlowDialog

        self.desk.runner.ask(
            reviewing.review_answers,
            lambda held: FlowDialog(
                self.desk,
                held,
                sum(one.included for one in self.desk.lines()),
                self.window,
            ).open(),
        )

    def add_reviewer(self) -> None:
        """Ask for a reviewer and add them."""
        from ivig_abstractor.gui.views.dialogs import reviews

        reviews.reviewer_dialog(self.window).ask(
            lambda said: self.desk.perform(
                lambda r: reviewing.add_reviewer(
                    r, said["name"], said["initials"], Role(said["role"])
                )
            )
        )
