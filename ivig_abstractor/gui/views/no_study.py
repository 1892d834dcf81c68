"""What stands in the place of the form while no study is open."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.theme import font
from ivig_abstractor.gui.views.parts import TextButton, label
from ivig_abstractor.operations.changes import Overview, StudyLine


class NoStudyView(QWidget):
    """Offers to add the first study."""

    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label()
        self.title.setFont(font(15, 600))
        self.said = label(tone="text2")
        self.add = TextButton(
            _("Add the first study…"), icon_name="plus", look="primary", tint="onacc"
        )
        self.add.setObjectName("addFirstStudy")
        self.add.setAutoDefault(True)
        self.add.clicked.connect(self.add_requested)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for part in (self.title, self.said, self.add):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_review(self, overview: Overview, lines: Sequence[StudyLine]) -> None:
        """Say what can be done in this review."""
        self.title.setText(overview.title or overview.path.stem)
        self.said.setText(
            _("Choose a study from the list.")
            if lines
            else _("This review has no study yet.")
        )
        self.add.setVisible(not lines and not overview.read_only)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter adds the first study."""
        super().showEvent(event)
        if self.add.isVisible():
            self.add.setFocus()
