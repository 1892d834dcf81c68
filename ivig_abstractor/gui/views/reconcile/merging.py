"""The dialogs around packages: what a merge would do, and which version holds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.theme import font
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog
from ivig_abstractor.gui.views.parts import IconLabel, TextButton, label, line_across
from ivig_abstractor.model.form import the_form
from ivig_abstractor.operations.merge_plan import (
    Address,
    Choice,
    Disputed,
    ForkLine,
    MergePlan,
    PackagePlan,
)


def wrapped(words: str, tone: str = "", size: str = "") -> QLabel:
    """A label whose plain text wraps."""
    made = label(words, tone=tone, size=size)
    made.setWordWrap(True)
    return made


class PlainDialog(CentredDialog):
    """A title, a column that scrolls, and buttons below."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(20, 16, 20, 8)
        self.column.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(20, 8, 20, 16)
        self.buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addLayout(self.buttons)

    def add_button(
        self, words: str, deed: Callable[[], object], look: str = ""
    ) -> TextButton:
        """Add a button at the right."""
        made = TextButton(words, look=look)
        made.clicked.connect(lambda _on: deed())
        self.buttons.addWidget(made)
        return made


class MergeDialog(PlainDialog):
    """Says what merging would do; keys that are not known must be confirmed first."""

    def __init__(self, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__(_("Merge hand-ins"), parent)
        self.setObjectName("merge")
        more = len(plan.packages) > 1 or any(one.reopens for one in plan.packages)
        self.resize(620, 460 if more else 320)
        self.plan = plan
        self.confirmed: list[QCheckBox] = []
        for at, package in enumerate(plan.packages):
            if at:
                self.column.addWidget(line_across())
            self._add(package)
        self.column.addStretch(1)
        self.leave = self.add_button(_("Cancel"), self.reject)
        self.take = self.add_button(_("Merge"), self.accept, "primary")
        self.take.setObjectName("accept")
        self.take.setDefault(True)
        self._look()
        first: QWidget = self.confirmed[0] if self.confirmed else self.take
        first.setFocus()

    @property
    def accepts_keys(self) -> bool:
        """Say whether the words of every key that is not known were compared."""
        return all(box.isChecked() for box in self.confirmed)

    def _add(self, package: PackagePlan) -> None:
        lines = package.as_text().splitlines()
        head = QHBoxLayout()
        head.setSpacing(8)
        sign = ("error", "err") if package.refused else ("take-in", "text2")
        head.addWidget(IconLabel(*sign), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(wrapped(lines[0], "strong"), 1)
        self.column.addLayout(head)
        opened = [one.as_text() for one in package.reopens]
        words = [
            one.strip()
            for one in lines[1:]
            if package.words not in one or not package.words
        ]
        plain = [one for one in words if one not in opened]
        self.column.addWidget(wrapped("\n".join(plain), "text2"))
        for said in opened:
            self._add_opened(said)
        if package.asks_for_key:
            self._ask_for_key(package)

    def _add_opened(self, said: str) -> None:
        """A consensus that is opened again must not be overlooked."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("query", "qry"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(wrapped(said, "strong"), 1)
        self.column.addLayout(row)

    def _ask_for_key(self, package: PackagePlan) -> None:
        said = (
            _("This is signed with another key than before. Ask {who} why.")
            if package.signer == "changed"
            else _("This key is seen for the first time. Let {who} read these words:")
        )
        tone = "qry" if package.signer == "changed" else "text2"
        self.column.addWidget(wrapped(said.format(who=package.reviewer), tone))
        shown = wrapped(package.words)
        shown.setFont(font(15, 600))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(
            _("Words of the key: {words}").format(words=package.words)
        )
        self.column.addWidget(shown)
        box = QCheckBox(
            _("The words are the same on the computer of {who}").format(
                who=package.reviewer
            )
        )
        box.setAccessibleName(box.text())
        box.toggled.connect(lambda _on: self._look())
        self.confirmed.append(box)
        self.column.addWidget(box)

    def _look(self) -> None:
        self.take.setEnabled(bool(self.plan.mergeable) and self.accepts_keys)


class ForkDialog(PlainDialog):
    """One reviewer worked in two copies: a person says which version holds."""

    settled = Signal(object, str)

    def __init__(
        self, forks: Sequence[ForkLine], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Two versions in {file}").format(file=name), parent)
        self.setObjectName("fork")
        self.resize(720, 560)
        self._groups: dict[Address, QButtonGroup] = {}
        for fork in forks:
            self.column.addWidget(wrapped(fork.as_text().splitlines()[0]))
            for one in fork.disputed:
                self._add(one)
        self.column.addWidget(label(_("Why"), tone="text2"))
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("reason")
        self.reason.setAccessibleName(_("Why these versions hold"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(56)
        self.reason.textChanged.connect(self._look)
        self.column.addWidget(self.reason)
        self.column.addStretch(1)
        self.leave = self.add_button(_("Merge nothing of this"), self.reject)
        self.take = self.add_button(_("Merge with these"), self._take, "primary")
        self.take.setObjectName("accept")
        self._look()

    def choices(self) -> dict[Address, Choice]:
        """What was chosen, place by place."""
        found: dict[Address, Choice] = {}
        for address, group in self._groups.items():
            if group.checkedId() >= 0:
                found[address] = "second" if group.checkedId() else "first"
        return found

    def _add(self, one: Disputed) -> None:
        self.column.addWidget(line_across())
        self.column.addWidget(wrapped(_place(one), "strong"))
        group = QButtonGroup(self)
        values = (
            (_("This file"), one.first, one.first_at),
            (_("The hand-in"), one.second, one.second_at),
        )
        for number, (words, value, at) in enumerate(values):
            when = at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""
            shown = _shown(value) if one.is_shown else _("not shown: it is blinded")
            said = " · ".join(filter(None, (words, when, shown)))
            button = QRadioButton(said)
            button.setAccessibleName(said)
            group.addButton(button, number)
            self.column.addWidget(button)
        group.idToggled.connect(lambda _id, _on: self._look())
        self._groups[one.address] = group

    def _look(self) -> None:
        ready = len(self.choices()) == len(self._groups)
        self.take.setEnabled(ready and bool(self.reason.toPlainText().strip()))

    def _take(self) -> None:
        self.settled.emit(self.choices(), self.reason.toPlainText().strip())
        self.accept()


def _place(one: Disputed) -> str:
    _document, path, facet = one.address
    form = the_form()
    name = _(form.field(path).label) if form.knows(path) else path
    said = [one.study, name] if facet == "answer" else [one.study, name, facet]
    return " · ".join(filter(None, said))


def _shown(value: object) -> str:
    if value is None:
        return _("blank")
    text = str(value)
    return text if len(text) <= 120 else text[:119] + "…"


class WordsDialog(PlainDialog):
    """Says that a package was written, and the words that tell whose it is."""

    def __init__(
        self, title: str, said: str, words: str, why: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName("words")
        self.resize(540, 260)
        self.column.addWidget(wrapped(said))
        shown = wrapped(words)
        shown.setObjectName("keyWords")
        shown.setFont(font(15, 600))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(_("Words of the key: {words}").format(words=words))
        self.column.addWidget(shown)
        self.column.addWidget(wrapped(why, "text2"))
        self.column.addStretch(1)
        self.take = self.add_button(_("Close"), self.accept, "primary")
        self.take.setDefault(True)
        self.take.setFocus()


def no_password() -> str:
    """What the words of a key are for, and that they may be told."""
    return _(
        "The words are no secret. They belong to your key: when a colleague's program"
        " asks to compare them, read them to each other by telephone, and it is certain"
        " that the file comes from you. Review › Words that confirm your files shows"
        " them again."
    )


def count_words(studies: int, changes: int | None = None) -> str:
    """How much a package holds."""
    said = ngettext("{n} study", "{n} studies", studies).format(n=studies)
    if changes is None:
        return said
    more = ngettext("{n} change", "{n} changes", changes).format(n=changes)
    return f"{said}, {more}"
