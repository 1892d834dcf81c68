"""The PRISMA flow of the review, filled through the same form as a study."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog
from ivig_abstractor.gui.views.notice import Notice
from ivig_abstractor.gui.views.parts import TextButton, label
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.checks.flow import check_flow
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.reading import write_answer
from ivig_abstractor.model.review import REVIEW
from ivig_abstractor.model.review_form import the_review_form
from ivig_abstractor.operations import reviewing
from ivig_abstractor.operations.changes import Changes

_SIZE = QSize(720, 724)
_AROUND = QSize(40, 44)
"""What of the window is left in sight, and the title above the dialog."""

_SEARCHED = ("databases", "registers")
_AFTER = "assessed_a"
"""The reports that are excluded are of those assessed."""


class FlowView(SectionView):
    """The form of the flow in the order of the diagram: it begins with the search."""

    def put(self, order: list[QWidget]) -> None:
        """Show the tables where their boxes stand in the diagram."""
        tables = [one for one in order if isinstance(one, GridPanel)]
        first = [one for one in tables if one.spec.name in _SEARCHED]
        later = [one for one in tables if one not in first]
        others = [one for one in order if one not in tables]
        ends = [at for at, one in enumerate(others) if _is_of(one, _AFTER)]
        at = ends[-1] + 1 if ends else len(others)
        super().put([*first, *others[:at], *later, *others[at:]])
        line_up(first)

    def focus_first(self) -> None:
        """Begin with the databases while none is entered."""
        searched = [one for one in self.panels if one.spec.name in _SEARCHED]
        if any(one.model.rows for one in searched):
            super().focus_first()
        else:
            searched[0].grid.setFocus()

    def height_for(self, most: int) -> int:
        """The most that cuts none of the parts in two."""
        if self.content.height() <= most:
            return self.content.height()
        ends = [one.geometry().bottom() + 1 for one in self.order]
        return max((one for one in ends if one <= most), default=most)


def _is_of(part: QWidget, name: str) -> bool:
    """Say whether a part is the row of a field."""
    return isinstance(part, FieldRow) and part.paths[0].endswith(f".{name}")


def line_up(panels: Sequence[GridPanel]) -> None:
    """Let the buttons beside the names of tables begin at one edge."""
    bars = [one.bar.layout() for one in panels]
    items = [one.itemAt(0) for one in bars if one is not None]
    names = [one.widget() for one in items if one is not None]
    widest = max((one.sizeHint().width() for one in names if one), default=0)
    for name in names:
        if name is not None:
            name.setMinimumWidth(widest)


class FlowDialog(CentredDialog):
    """Counts of records and reports, checked as they are typed."""

    def __init__(
        self,
        desk: Desk,
        answers: Abstraction,
        studies: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("flow")
        self.setWindowTitle(_("Flow of studies (PRISMA)"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.window().size() if parent is not None else QSize(1366, 768)
        self.resize(_SIZE.boundedTo(room - _AROUND))
        self._desk = desk
        self._answers = answers
        self._studies = studies
        section = the_review_form().sections[0]
        self.form = FlowView(section, section.prefix)
        self.notice = Notice()
        self.state = label(tone="text2", size="small")
        self.state.setWordWrap(True)
        close = TextButton(_("Close"))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.notice)
        column.addWidget(self.form, 1)
        column.addLayout(row)
        self._connect()
        self.form.show_answers(answers, self._findings(), self._is_locked())
        self.form.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the height, as soon as the form knows where its parts stand."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """End where a part of the form ends, so that none is cut in two."""
        high = self.form.height()
        self.resize(self.width(), self.height() - high + self.form.height_for(high))

    def done(self, result: int) -> None:
        """Save what is still being typed, then close."""
        for path, text in self.form.commit_pending():
            self._answer(path, text)
        super().done(result)

    def _connect(self) -> None:
        self.form.answered.connect(self._answer)
        self.form.answers_set.connect(self._answer_all)
        self.form.missing_chosen.connect(self._miss)
        self.form.row_added.connect(self._add_row)
        self.form.row_removed.connect(self._remove_row)
        self._desk.runner.changed.connect(self._take)

    def _is_locked(self) -> bool:
        return not self._desk.situation.writable

    def _findings(self) -> Sequence[Finding]:
        found = check_flow(self._answers, self._studies)
        self.state.setText("\n".join(_(one.message) for one in found))
        return found

    def _answer(self, path: str, text: str) -> None:
        self._desk.perform(
            lambda review: reviewing.answer_review_text(review, path, text),
            refused=self._refuse,
        )

    def _answer_all(self, answers: list[tuple[str, object]], _label: str) -> None:
        for path, answer in answers:
            self._answer(path, write_answer(the_review_form().field(path), answer))

    def _miss(self, path: str, code: MissingCode | None) -> None:
        answer = Missing(missing=code) if code is not None else None
        self._answer(path, write_answer(the_review_form().field(path), answer))

    def _add_row(self, container: str, _after: str, _answers: object) -> None:
        self._desk.perform(
            lambda review: reviewing.add_review_row(review, container),
            refused=self._refuse,
        )

    def _remove_row(self, row: str) -> None:
        self._desk.perform(
            lambda review: reviewing.remove_review_row(review, row),
            refused=self._refuse,
        )

    def _refuse(self, error: AppError) -> None:
        self.notice.say(str(error))

    def _take(self, changes: Changes, _origin: object) -> None:
        own = [one for one in changes.changes if one.document == REVIEW]
        known = self._answers.form
        for one in own:
            if known.knows(one.path) or one.facet == "row":
                self._answers.put(one.path, one.facet, one.new)
        if own:
            self.form.apply(self._answers, changes.changes, self._findings())
