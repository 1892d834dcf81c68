"""A dialog that is as high as its words need, in whatever language they are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


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
