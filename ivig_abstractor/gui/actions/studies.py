"""What is done with the open study: steps, queries, completion."""

from collections.abc import Sequence

from PySide6.QtCore import QRect

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.gui.actions.tools import WithTools
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.views.abstraction_details import no_row_yet
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.changes import BeforeCompletion, Changes
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import CannotComplete


class StudyActions(WithTools):
    """What can be done with the open study."""

    def undo(self) -> None:
        """Take back the last step."""
        self.screens.abstraction.commit_pending()
        self.answering.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.screens.abstraction.commit_pending()
        self.answering.redo()

    def add_study(self) -> None:
        """Ask for a study, add it and open it."""
        from ivig_abstractor.gui.views.dialogs import reviews

        overview = self.desk.overview
        alone = overview is not None and len(overview.reviewers) == 1
        dialog = reviews.study_dialog(StudyFacts(), self.window, new=True, begins=alone)

        def show(changes: Changes | None) -> None:
            if changes is not None:
                self.showing.show_place("abstract")
                # From its beginning, not in the section last looked at.
                self.desk.show_study(changes.study_id, the_form().sections[0].prefix)

        dialog.ask(
            lambda said: self.desk.perform(
                lambda r: reviewing.add_study(r, reviews.study_facts(said), begin=True),
                show,
            )
        )

    def edit_study(self) -> None:
        """Ask for the facts of the open study."""
        from ivig_abstractor.gui.views.dialogs import reviews

        study = self.desk.study
        if study is None:
            return
        study_id = study.line.study_id

        def ask(facts: StudyFacts) -> None:
            reviews.study_dialog(facts, self.window, new=False).ask(
                lambda said: self.desk.perform(
                    lambda r: reviewing.edit_study(
                        r, study_id, reviews.study_facts(said)
                    )
                )
            )

        self.desk.runner.ask(lambda r: r.study(study_id), ask)

    def complete(self) -> None:
        """Ask whether to complete the study, or list what is still open."""
        self.screens.abstraction.commit_pending()
        self.answering.ask_completion(self._confirm_completion, self.showing.say_error)

    def _confirm_completion(self, before: BeforeCompletion) -> None:
        from ivig_abstractor.gui.views.dialogs import reasons

        study = self.desk.study
        if study is None:
            return
        if before.blockers:
            self._list_blockers(before.blockers)
            return
        reasons.complete_dialog(
            study.line.label, before.never_entered, self.window
        ).ask(lambda _said: self.answering.complete(self._refuse_completion))

    def _refuse_completion(self, error: AppError) -> None:
        if isinstance(error, CannotComplete):
            self._list_blockers(error.blockers)
        else:
            self.showing.say_error(error)

    def _list_blockers(self, blockers: Sequence[Finding]) -> None:
        from ivig_abstractor.gui.views.dialogs.blockers import BlockersDialog

        study = self.desk.study
        if study is None:
            return
        dialog = BlockersDialog(
            study.line.label, blockers, study.abstraction, self.window
        )
        dialog.go_requested.connect(self.screens.abstraction.reveal)
        dialog.set_requested.connect(lambda: self._ask_blanks(""))
        same = next(one for one in self.tools.commands if one.id == "set_blanks")
        dialog.set_blanks.setShortcut(same.keys[0])
        dialog.set_blanks.setToolTip(key_text(same.keys[0]))
        dialog.open()

    def enter_facts(self) -> None:
        """Answer with what the study list says already."""
        self.screens.abstraction.commit_pending()
        self.answering.enter_facts()

    def set_blanks(self) -> None:
        """Set many blank fields to one missing code, first those of the section."""
        self.screens.abstraction.commit_pending()
        section = self.screens.abstraction.stack.current()
        self._ask_blanks(section.prefix if section is not None else "")

    def _ask_blanks(self, prefix: str) -> None:
        from ivig_abstractor.gui.views.dialogs.blanks import BlanksDialog

        study = self.desk.study
        if study is None or not self.desk.situation.editable:
            return
        dialog = BlanksDialog(study.abstraction, prefix, self.window)
        dialog.chosen.connect(self.answering.miss_blanks)
        dialog.open()

    def reopen(self) -> None:
        """Ask for a reason and unlock the study."""
        from ivig_abstractor.gui.views.dialogs import reasons

        if self.desk.study is not None:
            dialog = reasons.reopen_dialog(self.desk.study.line.label, self.window)
            dialog.ask(lambda said: self.answering.reopen(said["reason"]))

    def begin_verification(self) -> None:
        """Take over the first reviewer's answers, to check each of them."""
        study = self.desk.study
        if study is None:
            return
        study_id = study.line.study_id

        def begin(review: OpenReview) -> Changes:
            from ivig_abstractor.operations.verification_mode import begin_verification

            return begin_verification(review, study_id)

        self.desk.perform(begin, lambda _done: self.desk.read_again())

    def add_part(self, name: str) -> None:
        """Add an arm, a phase to the arm that is shown, or an assessment."""
        at = self.screens.abstraction.container(name)
        if at:
            self.answering.add_part(at)

    def answer_query(self) -> None:
        """Answer the query where one stands, or near it; else go to the next one."""
        view = self.screens.abstraction
        meant = view.query_meant()
        if meant is None and (meant := view.findings.next_query()) is not None:
            # Nobody answers what is not in sight.
            view.reveal(meant.path)
        if meant is not None:
            self.ask_reply(meant.path, meant.rule)

    def ask_reply(self, path: str, rule: str) -> None:
        """Ask for the answer to one query; what was begun before is there again."""
        from ivig_abstractor.gui.views.dialogs import reasons
        from ivig_abstractor.model.naming import place_words

        study = self.desk.study
        if study is None or not self.desk.situation.editable:
            return
        asked = [one for one in study.findings if (one.path, one.rule) == (path, rule)]
        if not asked:
            return
        # Not for whoever sits down next, nor for another review.
        mine = str(self.desk.overview.path) if self.desk.overview is not None else ""
        mine += study.abstraction.reviewer_id
        key = (mine, study.line.study_id, path, rule)
        place, begun = place_words(study.abstraction, path), self._replies.pop(key, "")
        entered = reasons.entered_words(study.abstraction, path)
        dialog = reasons.reply_dialog(
            asked[0], place, self.window, begun, entered=entered
        )
        dialog.rejected.connect(
            lambda: self._replies.update({key: dialog.answers()["reason"]})
        )
        section = self.screens.abstraction.stack.current()
        where = section.place_on_screen(path) if section is not None else QRect()
        dialog.fit()
        reasons.place_beside(dialog, where)
        dialog.ask(lambda said: self.answering.reply(path, rule, said["reason"]))
        # Only now is the frame around it known.
        reasons.place_beside(dialog, where)

    def cite(self, _path: str = "") -> None:
        """Go to the evidence of the field that has the focus."""
        view = self.screens.abstraction
        if view.stands_in_no_row:
            self.showing.say(no_row_yet())
        else:
            self.showing.show_inspector(focus=True)

    def choose_missing(self) -> None:
        """Open the missing codes for the field that has the focus."""
        section = self.screens.abstraction.stack.current()
        if section is not None:
            section.choose_missing()

    def remove_row(self) -> None:
        """Remove the row of a grid that one stands in."""
        section = self.screens.abstraction.stack.current()
        if section is not None:
            section.remove_row()

    def use_reading(self) -> None:
        """Put what was read in the text of the dose into its fields."""
        section = self.screens.abstraction.stack.current()
        if section is not None:
            section.use_reading()

    def more_fields(self) -> None:
        """Show or fold the further fields of the section."""
        section = self.screens.abstraction.stack.current()
        if section is not None:
            section.toggle_more()
