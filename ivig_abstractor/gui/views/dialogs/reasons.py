"""The questions that want a reason: reopening a study, answering a query."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog
from ivig_abstractor.gui.views.parts import label
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
    finding: Finding, place: str, parent: QWidget | None, begun: str = ""
) -> QuestionDialog:
    """Ask for the answer to a query; `begun` is what was typed the last time."""
    known = rules().get(finding.rule)
    dialog = QuestionDialog(
        _("Answer a query"),
        (
            Asked(
                "reason",
                _("Your answer"),
                begun or finding.reason,
                required=True,
                multiline=True,
            ),
        ),
        _("Answer"),
        parent,
    )
    why = _(known.why) if known is not None and known.why else ""
    dialog.column.insertLayout(0, _query_head(finding, place, why))
    return dialog


def _query_head(finding: Finding, place: str, why: str) -> QVBoxLayout:
    """Where the query is, what it says, and in a lower voice why it is asked."""
    head = QVBoxLayout()
    head.setSpacing(4)
    first = QHBoxLayout()
    first.setSpacing(8)
    where = label(place, tone="strong")
    where.setWordWrap(True)
    first.addWidget(where, 1)
    rule = label(finding.rule, tone="text3", size="small")
    first.addWidget(rule, 0, Qt.AlignmentFlag.AlignTop)
    head.addLayout(first)
    for words, tone in ((_(finding.message), ""), (why, "text3")):
        if words:
            said = label(words, tone=tone)
            said.setWordWrap(True)
            head.addWidget(said)
    return head
