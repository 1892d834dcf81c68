"""The questions that want a reason: reopening a study, answering a query."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog
from ivig_abstractor.gui.views.parts import label
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.registry import rules
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.model.reading import show_answer, unit_beside

_APART = 8
_INDENT = 24
_TITLE = 30
"""As high is the frame of a dialog before it is known."""


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
    finding: Finding,
    place: str,
    parent: QWidget | None,
    begun: str = "",
    *,
    entered: str = "",
) -> QuestionDialog:
    """Ask for the answer to a query; `begun` is what was typed the last time.

    `entered` is the answer that the query is about.
    """
    known = rules().get(finding.rule)
    dialog = QuestionDialog(
        _("Answer a query"),
        (
            Asked(
                "reason",
                _("Your answer"),
                begun or finding.reason or finding.reason_before,
                required=True,
                multiline=True,
            ),
        ),
        _("Answer"),
        parent,
    )
    why = _(known.why) if known is not None else ""
    if why:
        # Its numbers are those of an example, not the reviewer's own.
        why = _("Why this rule is there: {why}").format(why=why)
    words = _("Entered: {answer}").format(answer=entered) if entered else ""
    dialog.column.insertLayout(0, _query_head(finding, place, words, why))
    return dialog


def entered_words(abstraction: Abstraction, path: str) -> str:
    """What was entered at a path, as a reader wants to see it."""
    answer = abstraction.get(path)
    if answer is None or not abstraction.form.knows(path):
        return ""
    spec = abstraction.form.field(path)
    shown = show_answer(spec, answer, arm_names(abstraction))
    return f"{shown} {unit_beside(spec, answer)}".rstrip()


def place_beside(dialog: QuestionDialog, asked: QRect) -> None:
    """Put a question below what it is about, or above: both are to be read.

    `asked` and the window are measured on the screen. Where neither has room, it
    stands at the end of the window that covers less.
    """
    parent = dialog.parentWidget()
    if parent is None or asked.isEmpty():
        return
    window = QRect(parent.mapToGlobal(QPoint(0, 0)), parent.size())
    size = dialog.size()
    title = max(dialog.frameGeometry().height() - size.height(), _TITLE)
    below = asked.bottom() + _APART
    above = asked.top() - _APART - size.height() - title
    lowest = window.bottom() - size.height() - title
    if below <= lowest:
        top = below
    elif above >= window.top():
        top = above
    else:
        room_below = window.bottom() - asked.bottom()
        top = lowest if room_below > asked.top() - window.top() else window.top()
    right = window.right() - size.width() - _APART
    dialog.move(max(window.left(), min(asked.left() + _INDENT, right)), top)


def _query_head(finding: Finding, place: str, entered: str, why: str) -> QVBoxLayout:
    """Where the query is, what was entered, what it says, and why it is asked."""
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
    told = ((entered, "text2"), (_(finding.message), ""), (why, "text3"))
    for words, tone in told:
        if words:
            said = label(words, tone=tone)
            said.setWordWrap(True)
            head.addWidget(said)
    return head
