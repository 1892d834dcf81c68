"""A dialog that is as high as its words need, and the rows of such a dialog."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from ivig_abstractor.gui.views.parts import label

_ONE_LINE = 28
"""Where an editor is higher, it takes several lines, and begins as one would."""


class FittedDialog(QDialog):
    """Grows when it is shown: only then is it known how its words are drawn."""

    def showEvent(self, event: QShowEvent) -> None:
        """Give wrapped words the lines they need at this width."""
        super().showEvent(event)
        self.fit(at_least=self.testAttribute(Qt.WidgetAttribute.WA_Resized))

    def fit(self, *, at_least: bool = False) -> None:
        """Take the height that the words need now; `at_least` what it has already."""
        inner = self.layout()
        if inner is None:
            return
        inner.invalidate()
        inner.activate()
        wide = max(self.width(), inner.totalMinimumSize().width())
        needed = (
            inner.totalHeightForWidth(wide)
            if inner.hasHeightForWidth()
            else inner.totalSizeHint().height()
        )
        if at_least:
            needed = max(needed, self.height())
        self.resize(wide, needed)


def label_beside(editor: QWidget, words: str) -> QLabel:
    """The label of an editor, level with the first line of what is typed there."""
    made = label(words, tone="text2")
    made.ensurePolished()
    line = made.fontMetrics().height()
    high = min(editor.sizeHint().height(), _ONE_LINE)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    made.setContentsMargins(0, max(0, (high - line + 1) // 2), 0, 0)
    made.setBuddy(editor)
    return made


def with_help(editor: QWidget, said: str) -> QWidget:
    """An editor with what is said of it below, close by."""
    if not said:
        return editor
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    hint = label(said, tone="text3", size="small")
    hint.setWordWrap(True)
    column.addWidget(editor)
    column.addWidget(hint)
    return both
