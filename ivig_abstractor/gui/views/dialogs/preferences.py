"""The preferences, drawn from their declaration; each is in force once it is set."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.preferences import Preferences, Setting
from ivig_abstractor.gui.views.parts import ChoiceBox, TextButton, label


class PreferencesDialog(QDialog):
    """One row for each setting; no OK, no Apply."""

    changed = Signal(str, str)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(_("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for one in Preferences.settings():
            editor = self._editor(one, getattr(preferences, one.name))
            editor.setObjectName(one.name)
            editor.setAccessibleName(_(one.label))
            editor.setAccessibleDescription(_(one.help))
            words = label(_(one.label), tone="text2")
            words.setBuddy(editor)
            form.addRow(words, editor)
            if one.help:
                form.addRow("", label(_(one.help), tone="text3", size="small"))
        close = TextButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(
            label(_("Changes take effect at once."), tone="text3", size="small")
        )
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addLayout(row)

    def _editor(self, one: Setting, value: str) -> QWidget:
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
