"""The questions about a review, its studies and its reviewers."""

import re
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.preferences import Preferences
from ivig_abstractor.gui.views.dialogs.files import (
    SUFFIX,
    ask_where_to_write,
    review_filter,
)
from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog
from ivig_abstractor.gui.views.parts import TextButton
from ivig_abstractor.model.codes import ExclusionReason
from ivig_abstractor.model.review import ReviewFacts, Role, StudyFacts


class NewReviewDialog(QuestionDialog):
    """Title, first reviewer and file of a new review."""

    def __init__(
        self, folder: Path, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        self._folder = folder
        self._own_path = False
        super().__init__(
            _("New review"),
            (
                Asked("title", _("Title of the review"), required=True),
                Asked("name", _("Your name"), preferences.name, required=True),
                Asked(
                    "initials",
                    _("Your initials"),
                    preferences.initials,
                    help=_("Shown beside your answers."),
                ),
                Asked(
                    "file",
                    _("File"),
                    str(self._free(_("review"))),
                    help=_("Everything of the review stays in this one file."),
                    required=True,
                ),
            ),
            _("Create review"),
            parent,
        )
        self.setMinimumWidth(560)
        title, path = self.editors["title"], self.editors["file"]
        if isinstance(title, QLineEdit) and isinstance(path, QLineEdit):
            title.textChanged.connect(self._suggest)
            path.textEdited.connect(self._take_path)
        self._add_browse()

    @property
    def file(self) -> Path:
        """The file to be made, with its suffix."""
        path = Path(self.answers()["file"]).expanduser()
        return path if path.suffix.lower() == SUFFIX else Path(f"{path}{SUFFIX}")

    def _add_browse(self) -> None:
        editor = self.editors["file"]
        browse = TextButton(_("Browse…"))
        browse.clicked.connect(self._browse)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        hinted = editor.parentWidget()
        above = hinted.layout() if hinted is not None else None
        if above is not None:
            above.replaceWidget(editor, both)
        line.addWidget(editor, 1)
        line.addWidget(browse)

    def _browse(self) -> None:
        ask_where_to_write(
            _("Where the review is kept"),
            self.file,
            review_filter(),
            self._take_chosen,
            self,
        )

    def _take_chosen(self, chosen: Path) -> None:
        path = self.editors["file"]
        if isinstance(path, QLineEdit):
            self._own_path = True
            path.setText(str(chosen))

    def _suggest(self, title: str) -> None:
        path = self.editors["file"]
        if not self._own_path and isinstance(path, QLineEdit):
            path.setText(str(self._free(title)))

    def _take_path(self, _text: str) -> None:
        self._own_path = True

    def _free(self, title: str) -> Path:
        """A file name made of the title that no file has yet."""
        bare = re.sub(r"[^\w-]+", "-", title.casefold()).strip("-")[:48]
        bare = bare or _("review")
        path = self._folder / f"{bare}{SUFFIX}"
        number = 2
        while path.exists():
            path = self._folder / f"{bare}-{number}{SUFFIX}"
            number += 1
        return path


def study_dialog(
    facts: StudyFacts, parent: QWidget | None, *, new: bool, begins: bool = False
) -> QuestionDialog:
    """Ask what the review knows of a study before anybody abstracts it.

    `begins`: what is typed here is answered in the form too.
    """
    named = _("First author and year, as in “Cherin 2002”.")
    if begins:
        named = _(
            "First author and year, as in “Cherin 2002”; both are entered in the form."
        )
    reasons = [("", _("Included"))]
    reasons += [
        (code.value, f"{code.value}  {_(code.label)}") for code in ExclusionReason
    ]
    return QuestionDialog(
        _("Add a study") if new else _("Edit the study"),
        (
            Asked(
                "label",
                _("Name"),
                facts.label,
                help=named,
                required=True,
            ),
            Asked("citation", _("Citation"), facts.citation),
            Asked(
                "key",
                _("Key"),
                facts.key,
                help=_("Unique in the review; made from the name when left blank."),
            ),
            Asked(
                "exclusion", _("In the review"), facts.exclusion, options=tuple(reasons)
            ),
            Asked("exclusion_reason", _("Reason in words"), facts.exclusion_reason),
        ),
        _("Add") if new else _("Change"),
        parent,
    )


def study_facts(said: dict[str, str]) -> StudyFacts:
    """The facts as they were answered; a blank key is made from the name."""
    key = said["key"] or re.sub(r"[^a-z0-9]+", "", said["label"].casefold())
    return StudyFacts(
        key=key,
        label=said["label"],
        citation=said["citation"],
        exclusion=said["exclusion"],
        exclusion_reason=said["exclusion_reason"],
    )


def review_dialog(facts: ReviewFacts, parent: QWidget | None) -> QuestionDialog:
    """Ask what the title page says."""
    return QuestionDialog(
        _("Review details"),
        (
            Asked("title", _("Title"), facts.title, required=True),
            Asked("question", _("Question"), facts.question, multiline=True),
            Asked("registration", _("Registration"), facts.registration),
            Asked("authors", _("Authors"), facts.authors),
            Asked(
                "betamethasone_mg",
                _("Betamethasone equal to 5 mg prednisone"),
                facts.betamethasone_mg,
                options=(("0.6", "0.6 mg"), ("0.75", "0.75 mg")),
            ),
        ),
        _("Change"),
        parent,
    )


def reviewer_dialog(parent: QWidget | None) -> QuestionDialog:
    """Ask who joins the review."""
    return QuestionDialog(
        _("Add a reviewer"),
        (
            Asked("name", _("Name"), required=True),
            Asked("initials", _("Initials")),
            Asked(
                "role",
                _("Role"),
                Role.ABSTRACTOR.value,
                options=tuple((role.value, _(role.label)) for role in Role),
            ),
        ),
        _("Add"),
        parent,
    )
