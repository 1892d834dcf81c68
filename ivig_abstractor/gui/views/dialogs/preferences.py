"""The preferences, drawn from their declaration; each is in force once it is set."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.preferences import Preferences, Setting
from ivig_abstractor.gui.views.dialogs.files import ask_for_folder
from ivig_abstractor.gui.views.dialogs.fitted import (
    FittedDialog,
    label_beside,
    with_help,
)
from ivig_abstractor.gui.views.parts import ChoiceBox, TextButton, label, line_across

_LABEL = 190
_AROUND = 140  # the title of the dialog, its buttons, the panels of the desktop
_AROUND_TEXT = 22  # what of a line is its frame


class PreferencesDialog(FittedDialog):
    """One row for each setting; no OK, no Apply."""

    changed = Signal(str, str)

    def __init__(
        self,
        preferences: Preferences,
        parent: QWidget | None = None,
        folders: Mapping[str, Path] | None = None,
    ) -> None:
        """Show the preferences; `folders` are the usual ones, by name."""
        super().__init__(parent)
        self._folders = folders or {}
        self.setObjectName("preferences")
        self.setWindowTitle(_("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(640)
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(20, 16, 20, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        group = ""
        for one in Preferences.settings():
            if one.group != group:
                group = one.group
                form.addRow(_caption(_(group)))
            editor = self._editor(one, getattr(preferences, one.name))
            editor.setObjectName(one.name)
            editor.setAccessibleName(_(one.label))
            editor.setAccessibleDescription(_(one.help))
            words = label_beside(editor, _(one.label))
            words.setMinimumWidth(min(words.sizeHint().width() + 8, _LABEL))
            words.setWordWrap(True)
            form.addRow(words, with_help(editor, _(one.help)))
        close = TextButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(
            label(_("Every change is saved at once."), tone="text3", size="small")
        )
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(16)
        column.addWidget(HighArea(page), 1)
        row.setContentsMargins(20, 0, 20, 0)
        column.addLayout(row)

    def _editor(self, one: Setting, value: str) -> QWidget:
        if one.is_folder:
            return self._folder_editor(one, value)
        if not one.options:
            line = QLineEdit(value)
            line.editingFinished.connect(
                lambda: self.changed.emit(one.name, line.text().strip())
            )
            return line
        box = ChoiceBox()
        for code, words in one.options:
            box.addItem(_(words), code)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.activated.connect(
            lambda at: self.changed.emit(one.name, str(box.itemData(at)))
        )
        return box

    def _folder_editor(self, one: Setting, value: str) -> QWidget:
        usual = str(self._folders.get(one.name, ""))
        editor = FolderEditor(value, usual, _(one.label))
        editor.changed.connect(lambda chosen: self.changed.emit(one.name, chosen))
        return editor


def _caption(words: str) -> QWidget:
    """The name of a group of settings, and a line to where they end."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 8, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(words, tone="strong", size="small"))
    row.addWidget(line_across(), 1, Qt.AlignmentFlag.AlignVCenter)
    return made


class HighArea(QScrollArea):
    """As high as what is in it, as long as the screen has room for that."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        # The colour of the dialog, in every theme.
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """The size of what is in it."""
        room = self.screen().availableSize().height() - _AROUND
        page = self._page.sizeHint()
        # Only at the width it has is it known into how many lines its words go.
        high = self._page.heightForWidth(self.width()) if self.isVisible() else 0
        return QSize(page.width() + 24, min(high or page.height(), room))

    def showEvent(self, event: QShowEvent) -> None:
        """Have the height asked for again: the width is known by now."""
        super().showEvent(event)
        self.updateGeometry()


class FolderLine(QLineEdit):
    """A line for a path; of the usual one both ends are shown, the middle gives way."""

    def __init__(self, value: str, usual: str) -> None:
        super().__init__(value)
        self.usual = usual
        self.setPlaceholderText(usual)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the usual path as there is room for."""
        super().resizeEvent(event)
        room = self.width() - _AROUND_TEXT
        middle = Qt.TextElideMode.ElideMiddle
        said = self.fontMetrics().elidedText(self.usual, middle, room)
        self.setPlaceholderText(said)


class FolderEditor(QWidget):
    """A folder, typed or chosen; where none is, the usual one is shown and meant."""

    changed = Signal(str)

    def __init__(self, value: str, usual: str, name: str) -> None:
        super().__init__()
        self._value, self._name = value, name
        self.line = FolderLine(value, usual)
        set_tip(self.line, value or usual)
        self.line.setAccessibleName(name)
        self.browse = TextButton(_("Browse…"))
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(lambda: self._take(self.line.text().strip()))
        self.browse.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)

    def _ask(self) -> None:
        start = self._value or self.line.usual
        ask_for_folder(self._name, Path(start), self._choose, self)

    def _choose(self, folder: Path) -> None:
        self.line.setText(str(folder))
        self._take(str(folder))

    def _take(self, chosen: str) -> None:
        if chosen == self._value:
            return
        self._value = chosen
        set_tip(self.line, chosen or self.line.usual)
        self.changed.emit(chosen)
