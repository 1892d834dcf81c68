"""The PRISMA flow of the review, filled through the same form as a study."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.forms.builder import SectionView
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


class FlowDialog(QDialog):
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
        self.resize(900, 620)
        self._desk = desk
        self._answers = answers
        self._studies = studies
        section = the_review_form().sections[0]
        self.form = SectionView(section, section.prefix)
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
