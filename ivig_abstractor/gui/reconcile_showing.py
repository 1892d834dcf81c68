"""Shows in the place Reconcile what is known of the reconciliations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.gui.agreeing import Agreeing
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.reconciling import Reconciling
from ivig_abstractor.gui.screens import Screens
from ivig_abstractor.model.review import Role

if TYPE_CHECKING:
    from ivig_abstractor.base.errors import AppError
    from ivig_abstractor.gui.views.reconcile.agreement import AgreementView
    from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace
    from ivig_abstractor.model.agreement import Agreement
    from ivig_abstractor.operations.merge_plan import ImportLine
    from ivig_abstractor.operations.open_review import OpenReview
    from ivig_abstractor.operations.reconciling import ReconcileLine, Reconciliation

_NOBODY = N_(
    "Nothing is abstracted twice yet. Add a second reviewer and assign studies in the"
    " tab Team and files, hand out a working copy, and merge what is handed in."
)


class ReconcileShowing:
    """Fills the place with what `asking` and `agreeing` bring."""

    def __init__(self, desk: Desk, screens: Screens, place: "ReconcilePlace") -> None:
        self._desk, self._screens, self._place = desk, screens, place
        self.asking = Reconciling(desk, screens.window)
        self.agreeing = Agreeing(desk, screens.window)
        self._reveal = ""
        self._enters = False
        self.asking.listed.connect(self._show_list)
        self.asking.counted.connect(self._show_counts)
        self.asking.opened.connect(self._show_held)
        self.asking.blinded.connect(self._show_blinded)
        self.asking.forgotten.connect(self.agreeing.forget)
        self.asking.forgotten.connect(place.forget)
        place.decide.side.study_chosen.connect(self._open)
        place.agreement_built.connect(self._fill_agreement)
        place.tab_chosen.connect(self._show_tab)

    def expect(self, path: str = "") -> None:
        """Lead the keyboard into what comes next, perhaps to the line at a path."""
        self._reveal, self._enters = path, True

    def show_again(self, preference: str) -> None:
        """Show everything anew when figures or dates are to look different."""
        if preference not in ("decimal", "dates"):
            return
        self.agreeing.outdate()
        if self._desk.place == "reconcile":
            self.asking.refresh()
            self._show_tab(self._place.tab)

    # Decide

    def _open(self, study_id: str) -> None:
        self.asking.open(study_id)
        self._show_counts(self.asking.lines)

    def _show_list(self, lines: "tuple[ReconcileLine, ...]") -> None:
        place = self._place
        self._show_counts(lines)
        if place.has("agreement"):
            self._show_parties(place.agreement)
        if not _several(lines):
            place.decide.show_message(_("Nothing to reconcile"), _(_NOBODY))
            self._offer_nothing()
        self._show_duties()

    def _show_counts(self, lines: "tuple[ReconcileLine, ...]") -> None:
        self._place.decide.side.show_studies(_several(lines), self.asking.study_id)
        open_ = [one.open for one in _several(lines) if one.open]
        self._place.count("decide", sum(open_), len(open_))
        if self._desk.place == "reconcile":
            ready = [one for one in lines if one.status != "waiting"]
            done = sum(one.status == "complete" for one in ready)
            said = ngettext(
                "Consensus complete for {done} of {all} study that is ready · viewing"
                " is recorded in the audit trail",
                "Consensus complete for {done} of {all} studies that are ready ·"
                " viewing is recorded in the audit trail",
                len(ready),
            ).format(done=done, all=len(ready))
            self._screens.status.progress.setText(said)

    def _show_held(self, held: "Reconciliation") -> None:
        place = self._place
        decide = place.decide
        focused = _holds(decide, self._screens.window.focusWidget())
        decide.show_reconciliation(held)
        place.show_completion(
            can_complete=held.is_writable and not held.is_complete,
            can_reopen=held.is_writable and held.is_complete,
        )
        path, self._reveal = self._reveal, ""
        if path:
            decide.reveal(path)
        elif place.tab == "decide" and (focused or self._enters):
            decide.focus_card()
        decide.show_keys()
        self._enters = False

    def _show_blinded(self, study_id: str, why: str) -> None:
        place = self._place
        line = self.asking.line(study_id)
        if line is None or len(line.parties) < 2:
            place.decide.show_message(_("Nothing to reconcile"), _(_NOBODY))
        else:
            title = _("{study} cannot be reconciled yet").format(study=line.label)
            place.decide.show_message(title, why)
        self._offer_nothing()
        if self._enters and place.tab == "decide":
            place.decide.side.studies.setFocus()

    def _offer_nothing(self) -> None:
        self._place.show_completion(can_complete=False, can_reopen=False)

    def _show_tab(self, name: str) -> None:
        if name == "agreement":
            self.agreeing.ask()
        elif name == "imports":
            self._show_duties()
        self._desk.situation_changed.emit()

    # Agreement

    def _fill_agreement(self, view: "AgreementView") -> None:
        """Connect the tab as soon as it is built."""
        self.agreeing.agreed.connect(self._show_agreement)
        self.agreeing.advanced.connect(view.show_progress)
        self.agreeing.refused.connect(self._refuse_agreement)
        view.cancel_requested.connect(self.agreeing.cancel)
        self._show_parties(view)

    def _show_parties(self, view: "AgreementView") -> None:
        lines = self.asking.lines
        names = {one.study_id: one.label for one in lines}
        ready = [one for one in _several(lines) if one.status != "waiting"]
        if ready:
            view.show_parties(ready[0].parties, lambda study: names.get(study, study))

    def _show_agreement(self, agreement: "Agreement | None") -> None:
        place = self._place
        if agreement is None:
            said = _("Choose the tab again to compute the agreement.")
            place.agreement.say(_("Stopped"), said)
            return
        place.agreement.show_agreement(agreement)
        if place.tab == "agreement":
            place.agreement.table.setFocus()

    def _refuse_agreement(self, error: "AppError") -> None:
        self._place.agreement.say(_("No agreement"), str(error))

    # Imports

    def _show_duties(self) -> None:
        """Show who does what, once the tab is there, and what was taken in."""
        overview, place = self._desk.overview, self._place
        if overview is None:
            return
        if place.has("imports"):
            from ivig_abstractor.operations import assigning

            leads = overview.reviewer.role is Role.LEAD and not overview.read_only
            lines = self._desk.lines()
            self._desk.runner.ask(
                lambda review: (
                    assigning.assignments(review),
                    assigning.standing(review),
                ),
                lambda found: place.imports.show_assignments(
                    lines, overview.reviewers, *found, writable=leads
                ),
            )
        self._desk.runner.ask(_imports, self._show_imports)

    def _show_imports(self, lines: "tuple[ImportLine, ...]") -> None:
        place = self._place
        place.count("imports", len(lines))
        if place.has("imports"):
            from ivig_abstractor.gui.views.reconcile.imports import import_rows

            place.imports.show_imports(import_rows(lines))


def _imports(review: "OpenReview") -> "tuple[ImportLine, ...]":
    # Imported by the worker, which has the time.
    from ivig_abstractor.operations import merging

    return merging.imports(review)


def _several(lines: "Sequence[ReconcileLine]") -> "list[ReconcileLine]":
    return [one for one in lines if len(one.parties) > 1]


def _holds(part: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and part.isAncestorOf(inner)
