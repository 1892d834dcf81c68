"""The head of the open study: what it is, what was read of it, how to complete it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.theme import theme_changes
from ivig_abstractor.gui.views.parts import ChoiceButton, ElidedLabel, TextButton, label
from ivig_abstractor.gui.views.study_list import design_words, exclusion_words
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Choice, is_missing
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.changes import OpenedStudy

HEIGHT = 40
SCOPE = "identification.source_scope"


def subtitle(study: OpenedStudy) -> str:
    """Journal, design, patients, subtype, country: as far as they are answered."""
    answers = study.abstraction
    said = [_words(answers, "identification.journal"), design_words(study.line)]
    if study.line.n is not None:
        people = ngettext("{n} patient", "{n} patients", study.line.n)
        said.append(people.format(n=study.line.n))
    said.append(_countries(answers.get("identification.country")))
    if study.line.exclusion:
        why = exclusion_words(study.line)
        said.insert(0, _("excluded, {code}").format(code=why))
    return " · ".join(one for one in said if one) or study.line.citation


def _countries(answer: object) -> str:
    """The names of countries in the language of the reader."""
    if not isinstance(answer, tuple):
        return ""
    from ivig_abstractor.model.code_names import country_name

    return ", ".join(map(country_name, answer))


def _words(abstraction: Abstraction, path: str) -> str:
    answer = abstraction.get(path)
    if answer is None or is_missing(answer) or not abstraction.form.knows(path):
        return ""
    return show_answer(abstraction.form.field(path), answer)


class StudyHeader(QWidget):
    """Title, subtitle, what was read, and the button that completes or reopens."""

    complete_requested = Signal()
    reopen_requested = Signal()
    edit_requested = Signal()
    scope_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyHeader")
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.title = label(tone="title")
        self.subtitle = ElidedLabel()
        self.scope = ChoiceButton()
        self.scope.setObjectName("headerChoice")
        self.scope.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.scope.setPopupMode(ChoiceButton.ToolButtonPopupMode.InstantPopup)
        self.scope.setMenu(QMenu(self))
        self.complete = TextButton(_("Complete…"))
        self.complete.setObjectName("completeButton")
        self._complete = False
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.subtitle, 1)
        row.addWidget(self.scope)
        row.addWidget(self.complete)
        self.complete.clicked.connect(self._ask)
        theme_changes().changed.connect(self._draw_icons)
        self._draw_icons()

    def show_study(self, study: OpenedStudy, *, writable: bool) -> None:
        """Show a study, or the same one after a change."""
        self.title.setText(study.line.label)
        self.subtitle.setText(subtitle(study))
        self._complete = study.abstraction.is_complete
        self.complete.setText(_("Reopen…") if self._complete else _("Complete…"))
        self.complete.setAccessibleName(self.complete.text())
        self.complete.setEnabled(writable)
        self.complete.setToolTip(
            "" if writable else _("The review is open for reading only.")
        )
        self._draw_icons()
        self._show_scope(study.abstraction, writable=writable and not self._complete)

    def _show_scope(self, abstraction: Abstraction, *, writable: bool) -> None:
        known = abstraction.form.knows(SCOPE)
        self.scope.setVisible(known)
        if not known:
            return
        spec = abstraction.form.field(SCOPE)
        answer = abstraction.get(SCOPE)
        words = show_answer(spec, answer) if answer is not None else _("not said yet")
        self.scope.setText(_("Text read: {what}").format(what=words))
        self.scope.setAccessibleName(self.scope.text())
        self.scope.setToolTip(_("What of this study was read"))
        self.scope.setEnabled(writable)
        menu = self.scope.menu()
        menu.clear()
        group = QActionGroup(menu)
        for option in spec.options:
            action = QAction(_(option.label), group)
            action.setCheckable(True)
            action.setChecked(answer == option)
            action.triggered.connect(lambda _on, chosen=option: self._choose(chosen))
            menu.addAction(action)

    def _choose(self, option: Choice) -> None:
        self.scope_chosen.emit(SCOPE, option)

    def _draw_icons(self) -> None:
        self.scope.setIcon(icon("document"))
        self.complete.setIcon(icon("lock") if self._complete else QIcon())

    def _ask(self) -> None:
        (self.reopen_requested if self._complete else self.complete_requested).emit()
