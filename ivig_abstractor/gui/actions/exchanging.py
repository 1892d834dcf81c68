"""Handing work out and in, and merging what comes back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import places
from ivig_abstractor.gui.actions.reconciling import ReconcileActions
from ivig_abstractor.gui.views.dialogs.files import (
    HAND_IN,
    HAND_OUT,
    ask_for_several,
    ask_where_to_write,
)
from ivig_abstractor.model.review import Role

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.reconcile.imports import ImportsView
    from ivig_abstractor.operations.merge_plan import (
        Merged,
        MergedPackage,
        MergePlan,
        Reopening,
    )

_WAYS = 3


class ExchangeActions(ReconcileActions):
    """What can be done with hand-outs and hand-ins."""

    def connect_imports(self, imports: "ImportsView") -> None:
        """Let the buttons of the tab Imports do what the commands do."""
        super().connect_imports(imports)
        imports.hand_out_requested.connect(self.hand_out)
        imports.hand_in_requested.connect(self.hand_in)
        imports.merge_requested.connect(self.merge_hand_ins)

    def hand_out(self) -> None:
        """Ask for whom, and write a working copy without the others' answers."""
        overview = self.desk.overview
        if overview is None:
            return
        mine = overview.reviewer.reviewer_id
        others = [
            one
            for one in overview.reviewers
            if one.reviewer_id != mine and one.role is not Role.LEAD
        ]
        if not others:
            self.showing.say(_("There is nobody to hand out to: add a reviewer first."))
            return
        from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog

        options = tuple((one.reviewer_id, one.name) for one in others)
        dialog = QuestionDialog(
            _("Hand out"),
            (Asked("reviewer", _("For"), options[0][0], options=options),),
            _("Choose the file…"),
            self.window,
            said=_(
                "The hand-out holds the studies the reviewer is assigned to, or all of"
                " them, and nobody else's answers."
            ),
        )
        dialog.setObjectName("handOut")
        dialog.ask(lambda said: self._write_hand_out(said["reviewer"]))

    def hand_in(self) -> None:
        """Ask for a file and write one's own answers, for the lead to merge."""
        from ivig_abstractor.gui.views.reconcile import merging
        from ivig_abstractor.operations import handing

        overview = self.desk.overview
        if overview is None:
            return
        self.screens.abstraction.commit_pending()
        mine = overview.reviewer.reviewer_id

        def tell(done: handing.HandIn) -> None:
            said = _("{file} is written: {what}, {n} of them complete.").format(
                file=done.path.name,
                what=merging.count_words(done.studies, done.changes),
                n=done.complete,
            )
            why = _("Send the file to the lead.")
            merging.WordsDialog(
                _("Hand in"),
                said,
                done.fingerprint,
                f"{why} {merging.no_password()}",
                self.window,
            ).open()

        def write(target: Path) -> None:
            self.desk.runner.ask(
                lambda review: handing.hand_in(review, mine, target),
                tell,
                self.showing.say_error,
            )

        suggested = self._suggested(overview.reviewer.initials, HAND_IN)
        kind = f"{_('Hand-ins')} (*{HAND_IN})"
        ask_where_to_write(_("Hand in"), suggested, kind, write, self.window)

    def merge_hand_ins(self) -> None:
        """Ask for hand-ins, say what they would bring, and merge them."""
        overview = self.desk.overview
        if overview is not None:
            title, folder = _("Merge hand-ins"), overview.path.parent
            ask_for_several(title, folder, self.merge_files, self.window)

    def merge_files(self, files: Sequence[Path]) -> None:
        """Say what some hand-ins would bring, and merge them."""
        from ivig_abstractor.operations import merging

        self.screens.abstraction.commit_pending()
        self.desk.runner.ask(
            lambda review: merging.plan_merge(review, files),
            self._show_plan,
            self.showing.say_error,
        )

    def open_package(self, path: Path) -> None:
        """Make a working copy of a hand-out, or merge a hand-in."""
        if path.suffix.lower() == HAND_OUT:
            self._accept_hand_out(path)
        elif self.desk.overview is None:
            words = _("Open the review first: {file} is merged into it.")
            self.showing.say(words.format(file=path.name))
        else:
            self.merge_files([path])

    def _accept_hand_out(self, package: Path) -> None:
        """Ask where the working copy is to be kept, and open it."""
        from ivig_abstractor.operations.handing import accept_hand_out

        def make(target: Path) -> None:
            self.tools.leaving.when_saved(
                lambda: self.desk.open(
                    lambda: accept_hand_out(package, target), self.showing.say_error
                )
            )

        folder = package.parent if package.parent.is_dir() else places.documents()
        ask_where_to_write(
            _("Where to keep the working copy"),
            folder / f"{package.stem}.ivig",
            f"{_('Reviews')} (*.ivig)",
            make,
            self.window,
        )

    def _write_hand_out(self, reviewer_id: str) -> None:
        from ivig_abstractor.gui.views.reconcile import merging
        from ivig_abstractor.operations import handing

        overview = self.desk.overview
        if overview is None:
            return
        who = next(o for o in overview.reviewers if o.reviewer_id == reviewer_id)

        def tell(done: handing.HandOut) -> None:
            said = _("{file} is written for {who}: {what}.").format(
                file=done.path.name,
                who=done.reviewer,
                what=merging.count_words(done.studies),
            )
            why = _("Send the file to the reviewer, who opens it in this program.")
            merging.WordsDialog(
                _("Hand out"),
                said,
                done.fingerprint,
                f"{why} {merging.no_password()}",
                self.window,
            ).open()

        def write(target: Path) -> None:
            self.desk.runner.ask(
                lambda review: handing.hand_out(review, reviewer_id, target),
                tell,
                self.showing.say_error,
            )

        suggested = self._suggested(who.initials or who.name, HAND_OUT)
        kind = f"{_('Hand-outs')} (*{HAND_OUT})"
        ask_where_to_write(_("Hand out"), suggested, kind, write, self.window)

    def _suggested(self, who: str, suffix: str) -> Path:
        overview = self.desk.overview
        review = places.documents() / "review.ivig"
        if overview is not None:
            review = places.beside(overview.path) / overview.path.name
        safe = "".join(one for one in who if one.isalnum()) or "reviewer"
        return review.with_name(f"{review.stem}-{safe}{suffix}")

    # Merging

    def _show_plan(self, plan: "MergePlan") -> None:
        from ivig_abstractor.gui.views.reconcile.merging import MergeDialog
        from ivig_abstractor.operations import merging

        dialog = MergeDialog(plan, self.window)

        def merge() -> None:
            accepted = dialog.accepts_keys
            self.desk.runner.ask(
                lambda review: merging.merge(review, plan, accept_keys=accepted),
                lambda done: self._show_merged(done, accept_keys=accepted),
                self.showing.say_error,
            )

        dialog.accepted.connect(merge)
        dialog.open()

    def _show_merged(self, done: "Merged", *, accept_keys: bool) -> None:
        first = done.as_text().splitlines()[0] if done.packages else ""
        self.showing.say(first)
        for one in done.packages:
            if one.refused:
                self.showing.say(one.as_text())
        self.desk.read_again()
        if self.desk.place == "reconcile":
            self.show_reconcile()
        if done.reopened:
            self._say_reopened(first, done.reopened)
        self._settle(list(done.forks), accept_keys=accept_keys)

    def _say_reopened(self, first: str, opened: "Sequence[Reopening]") -> None:
        """Say which consensus is open again, and lead there."""
        ways = [
            (
                _("Go to {study}").format(study=one.study)
                if len(opened) > 1
                else _("Go to"),
                partial(self.show_reconcile, one.study_id, one.path),
            )
            for one in opened[:_WAYS]
        ]
        words = [first, *(one.as_text(done=True) for one in opened)]
        self.screens.notice.say(" ".join(words), "query", ways)

    def _settle(self, forks: "list[MergedPackage]", *, accept_keys: bool) -> None:
        """Let a person decide each package that holds two versions, one by one."""
        if not forks:
            return
        from ivig_abstractor.gui.views.reconcile.merging import ForkDialog
        from ivig_abstractor.operations import merging
        from ivig_abstractor.operations.merge_plan import Address, Choice

        package, *others = forks
        dialog = ForkDialog(package.forks, package.path.name, self.window)

        def settle(choices: dict[Address, Choice], reason: str) -> None:
            self.desk.runner.ask(
                lambda review: merging.settle_forks(
                    review,
                    package.path,
                    choices,
                    reason=reason,
                    accept_keys=accept_keys,
                ),
                lambda done: self._show_merged(done, accept_keys=accept_keys),
                self.showing.say_error,
            )

        dialog.settled.connect(settle)
        dialog.finished.connect(
            lambda _how: self._settle(others, accept_keys=accept_keys)
        )
        dialog.open()
