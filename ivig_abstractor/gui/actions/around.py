"""What is done with the review around its studies: details, flow, reviewers."""

from ivig_abstractor.gui.actions.tools import WithTools
from ivig_abstractor.model.review import REVIEW, ReviewFacts, Role
from ivig_abstractor.operations import reviewing


class ReviewActions(WithTools):
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

    def edit_flow(self) -> None:
        """Show the flow of studies."""
        from ivig_abstractor.gui.views.dialogs.flow import FlowDialog

        self.desk.runner.ask(
            reviewing.review_answers,
            lambda held: FlowDialog(
                self.desk, held, len(self.desk.lines()), self.window
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

    def switch_reviewer(self) -> None:
        """Ask as whom to go on."""
        from ivig_abstractor.gui.views.dialogs import reviews

        overview = self.desk.overview
        if overview is None:
            return
        self.screens.abstraction.commit_pending()
        dialog = reviews.switch_dialog(
            overview.reviewers, overview.reviewer.reviewer_id, self.window
        )
        dialog.ask(
            lambda said: self.desk.runner.ask(
                lambda r: reviewing.switch_reviewer(r, said["reviewer"]),
                lambda _overview: self.desk.read_again(),
                self.showing.say_error,
            )
        )
