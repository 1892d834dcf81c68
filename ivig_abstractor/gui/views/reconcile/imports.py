"""The tab Imports: who does what, hand-outs, hand-ins, and what was taken in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ElidedLabel,
    TextButton,
    label,
    line_across,
    line_down,
)
from ivig_abstractor.gui.views.reconcile.assignments import (
    AssignmentTable,
    Duties,
    Standing,
)
from ivig_abstractor.gui.views.reconcile.duty_button import DutyButton
from ivig_abstractor.gui.views.reconcile.words import date_time_words
from ivig_abstractor.model.review import Duty
from ivig_abstractor.operations.changes import ReviewerLine, StudyLine
from ivig_abstractor.operations.merge_plan import ImportLine


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One package that was taken in, in words."""

    when: str
    who: str
    file: str
    changes: str
    more: str


class ImportsView(QWidget):
    """Assigns studies, makes packages, and lists those that came back."""

    assigned = Signal(object)
    hand_out_requested = Signal()
    hand_in_requested = Signal()
    merge_requested = Signal()
    reviewer_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.assignments = AssignmentTable()
        self.list = QTreeWidget()
        self.nothing = label(tone="text3", size="small")
        self.alone = ElidedLabel(tone="text2")
        self.alone.setProperty("type", "small")
        self.chosen = label(tone="text2", size="small")
        self.abstract = DutyButton(Duty.ABSTRACT, _("Abstractor"), "A")
        self.verify = DutyButton(Duty.VERIFY, _("Verifier"), "V")
        self.none = DutyButton(Duty.NONE, _("Not assigned"), "N")
        self.duties = (self.abstract, self.verify, self.none)
        self.add_reviewer = TextButton(_("Add a reviewer…"))
        self.hand_out = KeyButton(_("Hand out…"), "Ctrl+Shift+W", gives_way=True)
        self.hand_in = KeyButton(_("Hand in…"), "Ctrl+Shift+U", gives_way=True)
        self.merge = KeyButton(_("Merge hand-ins…"), "Ctrl+Shift+H", gives_way=True)
        self.tools = QWidget()
        self._arrange()
        self._connect()

    def show_assignments(
        self,
        studies: Sequence[StudyLine],
        reviewers: Sequence[ReviewerLine],
        duties: Duties,
        standing: Standing,
        *,
        writable: bool,
    ) -> None:
        """Show who does what; `writable`: the current reviewer may assign."""
        self.assignments.writable = writable
        self.assignments.show_duties(studies, reviewers, duties, standing)
        for part in self.duties:
            part.setEnabled(writable)
        several = len(reviewers) > 1
        self.alone.setText(
            _("An unassigned study is compared among all reviewers who started it.")
            if several
            else _("Only one reviewer is in this review: add the second one first.")
        )

    def show_imports(self, rows: Sequence[ImportRow]) -> None:
        """Show what was taken in."""
        self.list.clear()
        for one in rows:
            item = QTreeWidgetItem([one.when, one.who, one.file, one.changes, one.more])
            for at in range(5):
                item.setToolTip(at, "")
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _arrange(self) -> None:
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        tools.addStretch(1)
        for button in (self.hand_out, self.hand_in, self.merge):
            tools.addWidget(button)
        set_tip(
            self.hand_out,
            _("Make a working copy for one reviewer, without the others' answers"),
        )
        set_tip(self.hand_in, _("Make a file of your own answers for the lead"))
        set_tip(self.merge, _("Merge what the reviewers have handed in"))
        who = QHBoxLayout()
        who.setContentsMargins(24, 10, 16, 6)
        who.setSpacing(8)
        who.addWidget(label(_("Who does what"), tone="strong"))
        who.addWidget(self.alone, 1)
        for part in (self.chosen, *self.duties):
            who.addWidget(part)
        who.addSpacing(4)
        who.addWidget(line_down(20))
        who.addSpacing(4)
        who.addWidget(self.add_reviewer)
        self._name_chosen(1)
        self.nothing.setText(_("Nothing merged yet. Drop a hand-in here."))
        self.nothing.setContentsMargins(24, 4, 16, 16)
        self.list.setObjectName("imports")
        self.list.setAccessibleName(_("Hand-ins that were merged"))
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(24)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(
            [_("When"), _("Who"), _("File"), _("Changes"), _("Remarks")]
        )
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(who)
        # No wider than it needs, at the left: names stand near what is said of them.
        narrow = QHBoxLayout()
        narrow.addWidget(self.assignments, 1)
        narrow.addStretch(0)
        column.addLayout(narrow, 3)
        column.addWidget(line_across())
        taken = label(_("Merged files"), tone="strong")
        taken.setContentsMargins(24, 10, 16, 6)
        column.addWidget(taken)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 2)

    def _name_chosen(self, count: int) -> None:
        """Say what the buttons act on."""
        self.chosen.setText(
            ngettext("Selected cell:", "{n} selected cells:", count).format(n=count)
        )

    def _show_duty(self, duty: Duty | None) -> None:
        """Mark what the selected cells have now."""
        for part in self.duties:
            part.setChecked(part.duty is duty)

    def _connect(self) -> None:
        self.assignments.met.connect(self._show_duty)
        self.assignments.counted.connect(self._name_chosen)
        self.assignments.wanted.connect(self.assigned)
        table = self.assignments
        for one in self.duties:
            one.clicked.connect(lambda _on, duty=one.duty: table.set_duty(duty))
        self.add_reviewer.clicked.connect(self.reviewer_requested)
        self.hand_out.clicked.connect(self.hand_out_requested)
        self.hand_in.clicked.connect(self.hand_in_requested)
        self.merge.clicked.connect(self.merge_requested)
        self.show_imports(())


def import_rows(lines: Iterable[ImportLine]) -> list[ImportRow]:
    """The imports in words, the newest first."""
    rows = []
    for one in lines:
        facts = one.facts
        when = date_time_words(facts.at)
        known = _("{n} known already").format(n=facts.known)
        changes = _("{n} new").format(n=facts.added)
        answers = _count(facts.answers)
        said = ngettext("{n} answer", "{n} answers", answers).format(n=answers)
        others = max(0, _count(facts.added) - answers)
        more = ngettext(
            "{n} other change (rows, evidence, states)",
            "{n} other changes (rows, evidence, states)",
            others,
        ).format(n=others)
        studies = ngettext("{n} study", "{n} studies", _count(facts.studies)).format(
            n=facts.studies
        )
        rows.append(
            ImportRow(
                when,
                one.reviewer,
                facts.file_name,
                changes,
                ", ".join((studies, said, more, known)),
            )
        )
    return rows[::-1]


def _count(text: str) -> int:
    return int(text) if text.isdigit() else 0
