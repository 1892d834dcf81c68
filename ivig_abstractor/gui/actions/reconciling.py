"""What is done in the place Reconcile: decide, complete, assign, exchange."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import places
from ivig_abstractor.gui.actions.around import ReviewActions
from ivig_abstractor.gui.actions.tools import Tools
from ivig_abstractor.gui.views.dialogs.files import ask_where_to_write
from ivig_abstractor.operations.changes import Changes

if TYPE_CHECKING:
    from ivig_abstractor.gui.reconcile_showing import ReconcileShowing
    from ivig_abstractor.gui.reconciling import Reconciling
    from ivig_abstractor.gui.views.dialogs.question import QuestionDialog
    from ivig_abstractor.gui.views.reconcile.agreement import AgreementView
    from ivig_abstractor.gui.views.reconcile.card import Card
    from ivig_abstractor.gui.views.reconcile.imports import ImportsView
    from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace
    from ivig_abstractor.gui.views.reconcile.staging import Staged
    from ivig_abstractor.model.review import Duty
    from ivig_abstractor.operations.assigning import ReasonWanted


class ReconcileActions(ReviewActions):
    """What can be done with two abstractions of one study."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._shown: ReconcileShowing | None = None

    # The place, built when it is first shown

    @property
    def reconciling(self) -> "Reconciling":
        """Who asks for decisions."""
        return self._reconcile.asking

    @property
    def _reconcile(self) -> "ReconcileShowing":
        """Who shows what comes back, with the place connected to it."""
        if self._shown is None:
            from ivig_abstractor.gui.reconcile_showing import ReconcileShowing

            place = self.screens.reconcile_place()
            self._shown = ReconcileShowing(self.desk, self.screens, place)
            self.connect_place(place, self._shown.asking)
            self.tools.preferences.listen(self._shown.show_again)
        return self._shown

    def show_reconcile(self, study_id: str = "", path: str = "") -> None:
        """Show the place, perhaps at a line of a study."""
        if self.desk.overview is None:
            return
        shown = self._reconcile
        shown.expect(path)
        self.showing.show_place("reconcile")
        shown.asking.refresh(study_id)
        if study_id:
            self.screens.reconcile_place().show_tab("decide")

    def show_reconcile_tab(self, name: str) -> None:
        """Show one of the tabs of the place."""
        if self.desk.place != "reconcile":
            self.show_reconcile()
        if self.desk.overview is not None:
            place = self.screens.reconcile_place()
            place.show_tab(name)
            place.focus_first()

    def connect_place(self, place: "ReconcilePlace", asking: "Reconciling") -> None:
        """Let the place ask for what it wants done."""
        decide = place.decide
        decide.decided.connect(self._decide)
        decide.reopened.connect(asking.undecide)
        decide.side.accept_requested.connect(asking.accept_normalised)
        decide.side.fill_requested.connect(asking.start)
        decide.side.confirm_requested.connect(asking.confirm_all)
        decide.strip.confirmed.connect(asking.confirm)
        decide.strip.split.connect(asking.split)
        decide.strip.forgotten.connect(asking.forget)
        decide.strip.drawn.connect(asking.draw)
        place.complete_requested.connect(self.complete_consensus)
        place.reopen_requested.connect(self.reopen_consensus)
        place.agreement_built.connect(self._connect_agreement)
        place.imports_built.connect(self.connect_imports)

    def connect_imports(self, imports: "ImportsView") -> None:
        """Let the tab Imports ask for what it wants done."""
        imports.assigned.connect(self.assign)
        imports.reviewer_requested.connect(self.add_reviewer)

    def assign(self, wanted: "Mapping[str, Mapping[str, Duty]]") -> None:
        """Say who does what; ask for a reason where there are answers already."""

        def refuse(error: AppError) -> None:
            from ivig_abstractor.operations.assigning import ReasonWanted

            if not isinstance(error, ReasonWanted):
                self.showing.say_error(error)
                return
            dialog = _why_assigned(error, self.window)
            dialog.ask(lambda said: self.reconciling.assign(wanted, said["reason"]))

        self.reconciling.assign(wanted, refused=refuse)

    def _connect_agreement(self, view: "AgreementView") -> None:
        view.export_requested.connect(self.export_agreement)
        view.line_requested.connect(self.show_reconcile)
        view.said.connect(self.showing.say)

    # Deciding

    def _decide(self, path: str, choice: "Staged") -> None:
        def refuse(error: AppError) -> None:
            self.showing.say_error(error)
            self.screens.reconcile_place().decide.reveal(path)

        asking = self.reconciling
        if choice.text is not None:
            asking.decide_text(path, choice.text, choice.reason, refuse)
        else:
            asking.decide(path, choice.kept, choice.answer, choice.reason, refuse)

    def take(self, kept: str) -> None:
        """Propose one reviewer's answer for the line that is unfolded."""
        self._on_card(lambda card: card.take(kept))

    def edit_consensus(self) -> None:
        """Type an answer that is neither reviewer's."""
        self._on_card(lambda card: card.edit())

    def set_unclear(self) -> None:
        """Propose that the answer is unclear."""
        self._on_card(lambda card: card.set_unclear())

    def write_reason(self) -> None:
        """Go to the reason of the decision."""
        self._on_card(lambda card: card.consensus.reason.setFocus())

    def decide_next(self) -> None:
        """Settle the line as proposed and go to the next."""
        self._on_card(lambda card: card.decide())

    def open_line_again(self) -> None:
        """Put a settled line back among those to be decided."""
        self._on_card(lambda card: card.reopen())

    def step_reconciliation(self, steps: int) -> None:
        """Open the next study to reconcile, or an earlier one."""
        place = self.screens.reconcile_place()
        place.show_tab("decide")
        self._reconcile.expect()
        place.decide.side.step_study(steps)

    def step_open(self, steps: int) -> None:
        """Go to the next line that waits, or an earlier one."""
        self.screens.reconcile_place().decide.step_open(steps)

    def confirm_pair(self) -> None:
        """Confirm the pair of rows that is looked at."""
        self.screens.reconcile_place().decide.strip.confirm_current()

    def accept_normalised(self) -> None:
        """Accept all answers that are the same after normalising."""
        self.reconciling.accept_normalised()

    def fill_agreed(self) -> None:
        """Fill in what all reviewers say."""
        self.reconciling.start()

    def complete_consensus(self) -> None:
        """Complete the consensus, or list what is still open."""
        held = self.reconciling.held
        queries = held.queries if held is not None else ()

        def done() -> None:
            if held is None or not queries:
                return
            said = ngettext(
                "The consensus of {study} is complete. The checks ask {n} thing of it:"
                " {first}",
                "The consensus of {study} is complete. The checks ask {n} things of it;"
                " the first: {first}",
                len(queries),
            ).format(
                study=held.study.label, n=len(queries), first=_(queries[0].message)
            )
            self.screens.notice.say(said, "query")

        self.reconciling.complete(self._refuse_consensus, done)

    def reopen_consensus(self) -> None:
        """Ask for a reason and unlock the consensus."""
        from ivig_abstractor.gui.views.dialogs import reasons

        held = self.reconciling.held
        if held is not None:
            dialog = reasons.reopen_dialog(held.study.label, self.window)
            dialog.ask(lambda said: self.reconciling.reopen(said["reason"]))

    def reveal_consensus(self, changes: Changes) -> None:
        """Show what an undo or redo changed in a consensus."""
        self.show_reconcile(changes.study_id, changes.reveal)

    def _refuse_consensus(self, error: AppError) -> None:
        from ivig_abstractor.gui.views.reconcile.blocking import ConsensusDialog
        from ivig_abstractor.operations.reconciling import ConsensusOpen

        held = self.reconciling.held
        if not isinstance(error, ConsensusOpen) or held is None:
            self.showing.say_error(error)
            return
        decide = self.screens.reconcile_place().decide
        dialog = ConsensusDialog(held, error, self.window)
        dialog.go_requested.connect(decide.reveal)
        dialog.open()

    def _on_card(self, deed: "Callable[[Card], object]") -> None:
        place = self.screens.reconcile_place()
        place.show_tab("decide")
        card = place.decide.card
        if card is not None:
            deed(card)

    # Agreement

    def export_agreement(self) -> None:
        """Ask for a file and write the table of agreement."""
        from ivig_abstractor.operations.agreeing import export_agreement_csv

        overview = self.desk.overview
        if overview is None:
            return

        def write(target: Path) -> None:
            said = _("The agreement is written to {file}.").format(file=target)
            self.desk.runner.ask(
                lambda review: export_agreement_csv(review, target),
                lambda _done: self.showing.say(said),
                self.showing.say_error,
            )

        name = f"{overview.path.stem}-agreement.csv"
        suggested = places.beside(overview.path) / name
        title = _("Export the agreement")
        ask_where_to_write(title, suggested, "CSV (*.csv)", write, self.window)


def _why_assigned(error: "ReasonWanted", parent: QWidget) -> "QuestionDialog":
    """Ask why an assignment is changed though its reviewer has answers."""
    from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog

    said = [
        *(one.as_text() for one in error.taken),
        _(
            "The answers stay. But what is not assigned to be abstracted any more"
            " leaves Decide, the agreement and its chapter, which names it as"
            " withdrawn, with the reason. Undo takes the change back."
        ),
    ]
    dialog = QuestionDialog(
        _("Change assignments with answers?"),
        (Asked("reason", _("Why"), required=True, multiline=True),),
        _("Change"),
        parent,
        said="\n".join(said),
    )
    dialog.setObjectName("whyAssigned")
    return dialog
