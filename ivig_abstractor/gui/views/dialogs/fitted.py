"""Dialogs over the middle of their window, as high as their words need; their rows."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from ivig_abstractor.gui.views.parts import label

_ONE_LINE = 28
"""Where an editor is higher, it takes several lines, and begins as one would."""


class CentredDialog(QDialog):
    """Stands over the middle of its window, unless it was put somewhere.

    Qt asks once where the window is, before some desktops have placed it, and leaves
    the dialog to desktops that put it into a corner.
    """

    def showEvent(self, event: QShowEvent) -> None:
        """Take the place as soon as the size is known, and again with the window."""
        super().showEvent(event)
        over = self._over()
        if over is not None:
            over.installEventFilter(self)
            QTimer.singleShot(0, self, self.centre)

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow the window no longer."""
        super().hideEvent(event)
        over = self._over()
        if over is not None:
            over.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window when the desktop places it, or makes it larger."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.centre()
        return super().eventFilter(watched, event)

    def centre(self) -> None:
        """Move over the middle of the window, with the title on the screen."""
        over = self._over()
        if over is None or self.testAttribute(Qt.WidgetAttribute.WA_Moved):
            return
        place = self.frameGeometry()
        place.moveCenter(over.frameGeometry().center())
        screen = over.screen().availableGeometry()
        self.move(max(place.x(), screen.x()), max(place.y(), screen.y()))
        self.setAttribute(Qt.WidgetAttribute.WA_Moved, False)

    def _over(self) -> QWidget | None:
        parent = self.parentWidget()
        return parent.window() if parent is not None else None


class FittedDialog(CentredDialog):
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
