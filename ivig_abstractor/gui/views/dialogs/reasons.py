"""The questions that want a reason: reopening a study, answering a query."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog
from ivig_abstractor.model.checks.registry import rules
from ivig_abstractor.model.finding import Finding


def complete_dialog(
    study: str, never_entered: Sequence[str], parent: QWidget | None
) -> QuestionDialog:
    """Ask whether a study is done, and name what nobody entered in it."""
    said = _(
        "Its answers are locked until it is reopened, which needs a reason. What was "
        "done before can then no longer be undone."
    )
    dialog = QuestionDialog(
        _("Complete {study}?").format(study=study),
        (),
        _("Complete"),
        parent,
        said="\n\n".join(["\n".join(never_entered), said] if never_entered else [said]),
    )
    dialog.setObjectName("complete")
    dialog.take.setFocus()
    return dialog


def reopen_dialog(study: str, parent: QWidget | None) -> QuestionDialog:
    """Ask why a completed study must be changed."""
    return QuestionDialog(
        _("Reopen {study}").format(study=study),
        (Asked("reason", _("Why it must be changed"), required=True, multiline=True),),
        _("Reopen"),
        parent,
        said=_("The reason is kept in the audit trail."),
    )


def reply_dialog(
    finding: Finding, place: str, parent: QWidget | None
) -> QuestionDialog:
    """Ask for the answer to a query."""
    known = rules().get(finding.rule)
    said = [f"{place}  ({finding.rule})", _(finding.message)]
    if known is not None and known.why:
        said.append(_(known.why))
    return QuestionDialog(
        _("Answer a query"),
        (
            Asked(
                "reason",
                _("Your answer"),
                finding.reason,
                required=True,
                multiline=True,
            ),
        ),
        _("Answer"),
        parent,
        said="\n".join(said),
    )
