"""What is done in the place Reconcile: decide, complete, assign, exchange."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.actions.around import ReviewActions
from ivig_abstractor.gui.actions.tools import Tools
from ivig_abstractor.gui.views.dialogs.files import ask_where_to_write
from ivig_abstractor.model.review import Role
from ivig_abstractor.operations.changes import Changes

if TYPE_CHECKING:
    from ivig_abstractor.gui.reconciling import Reconciling
    from ivig_abstractor.gui.views.reconcile.card import Card
    from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace
    from ivig_abstractor.gui.views.reconcile.staging import Staged
    from ivig_abstractor.operations.merge_plan import ImportLine
    from ivig_abstractor.operations.reconciling import ReconcileLine, Reconciliation

_NOBODY = N_(
    "Nothing is abstracted twice yet. Add a second reviewer and assign studies in the"
    " tab Imports, hand out a working copy, and merge what is handed in."
)


class ReconcileActions(ReviewActions):
    """What can be done with two abstractions of one study."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._asking: Reconciling | None = None
        self._reveal = ""
        self._enters = False

    # The place, built when it is first shown

    @property
    def reconciling(self) -> "Reconciling":
        """Who asks for decisions, with the place connected to it."""
        if self._asking is None:
            from ivig_abstractor.gui.reconciling import Reconciling

            self._asking = Reconciling(self.desk, self.window)
            self.connect_place(self.screens.reconcile_place(), self._asking)
        return self._asking

    def show_reconcile(self, study_id: str = "", path: str = "") -> None:
        """Show the place, perhaps at a line of a study."""
        if self.desk.overview is None:
            return
        asking = self.reconciling
        self._reveal, self._enters = path, True
        self.showing.show_place("reconcile")
        asking.refresh(study_id)
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
        """Let the place ask, and show what comes back."""
        asking.listed.connect(self._show_list)
        asking.opened.connect(self._show_held)
        asking.blinded.connect(self._show_blinded)
        asking.agreed.connect(self._show_agreement)
        asking.advanced.connect(place.agreement.show_progress)
        asking.agreement_refused.connect(
            lambda error: place.agreement.say(_("No agreement"), str(error))
        )
        asking.forgotten.connect(place.forget)
        decide = place.decide
        decide.decided.connect(self._decide)
        decide.reopened.connect(asking.undecide)
        decide.side.study_chosen.connect(asking.open)
        decide.side.study_chosen.connect(lambda _id: self._show_list(asking.lines))
        decide.side.accept_requested.connect(asking.accept_normalised)
        decide.side.fill_requested.connect(asking.start)
        decide.strip.confirmed.connect(asking.confirm)
        decide.strip.split.connect(asking.split)
        decide.strip.forgotten.connect(asking.forget)
        decide.strip.drawn.connect(asking.draw)
        place.tab_chosen.connect(self._show_tab)
        place.complete_requested.connect(self.complete_consensus)
        place.reopen_requested.connect(self.reopen_consensus)
        place.agreement.cancel_requested.connect(asking.cancel_agreement)
        place.agreement.export_requested.connect(self.export_agreement)
        place.agreement.line_requested.connect(self.show_reconcile)
        place.agreement.said.connect(self.showing.say)
        place.imports.assigned.connect(asking.assign)
        place.imports.reviewer_requested.connect(self.add_reviewer)

    # What is shown

    def _show_list(self, lines: "tuple[ReconcileLine, ...]") -> None:
        place, asking = self.screens.reconcile_place(), self.reconciling
        self._say_progress(lines)
        several = [one for one in lines if len(one.parties) > 1]
        place.decide.side.show_studies(several, asking.study_id)
        ready = [one for one in several if one.status != "waiting"]
        if ready:
            names = {one.study_id: one.label for one in lines}
            place.agreement.show_parties(
                ready[0].parties, lambda study_id: names.get(study_id, study_id)
            )
        self._show_duties()
        if not several:
            place.decide.show_message(_("Nothing to reconcile"), _(_NOBODY))
            place.count("decide", 0)
            place.show_completion(can_complete=False, can_reopen=False)

    def _say_progress(self, lines: "tuple[ReconcileLine, ...]") -> None:
        """Say in the line at the bottom how far the consensus is."""
        if self.desk.place != "reconcile":
            return
        ready = [one for one in lines if one.status != "waiting"]
        done = sum(one.status == "complete" for one in ready)
        said = _(
            "Consensus of {done} of {all} studies · each look is in the audit trail"
        )
        self.screens.status.progress.setText(said.format(done=done, all=len(ready)))

    def _show_held(self, held: "Reconciliation") -> None:
        place = self.screens.reconcile_place()
        decide = place.decide
        focused = _holds(decide, self.window.focusWidget())
        decide.show_reconciliation(held)
        place.count("decide", len(held.open_lines))
        place.show_completion(
            can_complete=held.is_writable and not held.is_complete,
            can_reopen=held.is_writable and held.is_complete,
        )
        path, self._reveal = self._reveal, ""
        if path:
            decide.reveal(path)
        elif place.tab == "decide" and (focused or self._enters):
            decide.focus_card()
        self._enters = False

    def _show_blinded(self, study_id: str, why: str) -> None:
        place = self.screens.reconcile_place()
        line = self.reconciling.line(study_id)
        if line is None or len(line.parties) < 2:
            place.decide.show_message(_("Nothing to reconcile"), _(_NOBODY))
        else:
            title = _("{study} cannot be reconciled yet").format(study=line.label)
            place.decide.show_message(title, why)
        place.count("decide", 0)
        place.show_completion(can_complete=False, can_reopen=False)
        if self._enters and place.tab == "decide":
            place.decide.side.studies.setFocus()

    def _show_agreement(self, agreement: object) -> None:
        from ivig_abstractor.model.agreement import Agreement

        place = self.screens.reconcile_place()
        if isinstance(agreement, Agreement):
            place.agreement.show_agreement(agreement)
            if place.tab == "agreement":
                place.agreement.table.setFocus()
        else:
            place.agreement.say(
                _("Stopped"), _("Choose the tab again to compute the agreement.")
            )

    def _show_tab(self, name: str) -> None:
        if name == "agreement":
            self.reconciling.ask_agreement()
        elif name == "imports":
            self._show_duties()
        self.desk.situation_changed.emit()

    def _show_duties(self) -> None:
        from ivig_abstractor.operations import assigning, merging

        overview = self.desk.overview
        if overview is None:
            return
        place = self.screens.reconcile_place()
        standing = {
            one.study_id: {p.reviewer.reviewer_id: p.is_complete for p in one.parties}
            for one in self.reconciling.lines
        }
        leads = overview.reviewer.role is Role.LEAD and not overview.read_only
        lines = self.desk.lines()
        self.desk.runner.ask(
            assigning.assignments,
            lambda duties: place.imports.show_assignments(
                lines, overview.reviewers, duties, standing, writable=leads
            ),
        )
        self.desk.runner.ask(merging.imports, self._show_imports)

    def _show_imports(self, lines: "tuple[ImportLine, ...]") -> None:
        from ivig_abstractor.gui.views.reconcile.imports import import_rows

        place = self.screens.reconcile_place()
        place.count("imports", len(lines))
        place.imports.show_imports(import_rows(lines))

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
        self._enters = True
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
        self.reconciling.complete(self._refuse_consensus)

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
        suggested = overview.path.with_name(name)
        title = _("Export the agreement")
        ask_where_to_write(title, suggested, "CSV (*.csv)", write, self.window)


def _holds(part: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and part.isAncestorOf(inner)
