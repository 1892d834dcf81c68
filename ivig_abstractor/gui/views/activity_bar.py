"""The bar at the left edge that leads to the places of the window."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.theme import TINY, metrics, theme_changes

WIDTH = 60
_PLACES = (
    ("abstract", N_("Abstract"), "activity-abstract"),
    ("reconcile", N_("Reconcile"), "activity-reconcile"),
    ("report", N_("Report"), "activity-report"),
)


class ActivityBar(QWidget):
    """Abstract, Reconcile, Report, and Help at the bottom."""

    chosen = Signal(str)
    help_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activityBar")
        self.setProperty("surface", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._width = _width()
        self.setFixedWidth(self._width)
        self.setAccessibleName(_("Places"))
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        for place, words, name in _PLACES:
            button = self._button(_(words), name)
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _on, chosen=place: self.chosen.emit(chosen))
            column.addWidget(button)
            self._buttons[place] = (button, name)
        column.addStretch(1)
        self.help = self._button(_("Help"), "activity-help")
        self.help.clicked.connect(self.help_requested)
        column.addWidget(self.help)
        self._buttons["help"] = (self.help, "activity-help")
        self.set_reconcilable(reviewers=1)
        theme_changes().changed.connect(self._draw)
        self._draw()

    def select(self, place: str) -> None:
        """Mark the place that is shown."""
        if place in self._buttons:
            self._buttons[place][0].show()
            self._buttons[place][0].setChecked(True)
            self._draw()

    def set_reconcilable(self, *, reviewers: int) -> None:
        """Offer to reconcile once there is a second reviewer."""
        button, _name = self._buttons["reconcile"]
        button.setVisible(reviewers > 1 or button.isChecked())

    def _button(self, words: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("activity")
        button.setText(words)
        button.setAccessibleName(words)
        button.setIcon(icon(name, "text2", 20))
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFixedSize(self._width, 56)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _draw(self) -> None:
        for button, name in self._buttons.values():
            tint = "onsel" if button.isChecked() else "text2"
            button.setIcon(icon(name, tint, 20))


def _width() -> int:
    """As wide as the longest name needs, marked as the place that is shown."""
    bold = metrics(TINY, 600)
    return max(
        WIDTH, 14 + max(bold.horizontalAdvance(_(words)) for _p, words, _i in _PLACES)
    )
