"""The bar above a grid: what it holds and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.model.form import RepeatSpec


class ElidedLabel(QLabel):
    """One line that is cut where there is no room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show a line, the whole of it as a tool tip."""
        self._whole = text
        set_tip(self, text)
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        side = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, side, self.width()))


class GridBar(QWidget):
    """Caption, buttons and legend of a grid."""

    asked_for = Signal(str)
    columns_wanted = Signal()

    def __init__(self, spec: RepeatSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec = spec
        self._count = -1
        self.setFixedHeight(theme.BAR)
        self._caption = QLabel(_(spec.repeat.label))
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setFont(theme.font(theme.TEXT, 600))
        self._caption.setToolTip(_(spec.repeat.help))
        self._number = QLabel()
        self._number.setTextFormat(Qt.TextFormat.PlainText)
        self._number.setProperty("tone", "text3")
        self._add = self._button(capitalised(_(spec.repeat.one)), "")
        one = _(spec.repeat.one)
        added = _("Add {row}").format(row=one)
        self._add.setAccessibleName(added)
        self._add.setToolTip(added)
        self._add.clicked.connect(self._ask_add)
        self._fill = self._button(_("Fill down"), _("Ctrl+D"))
        self._fill.clicked.connect(self._ask_fill)
        self._more = self._button("", _("Alt+M"))
        self._more.clicked.connect(self.columns_wanted)
        self._notice = ElidedLabel()
        self._notice.setProperty("tone", "text2")
        self._notice.setProperty("type", "small")
        self._notice.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GUTTER, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._caption)
        row.addWidget(self._number)
        row.addSpacing(4)
        row.addWidget(self._add)
        row.addWidget(self._fill)
        row.addWidget(self._more)
        row.addWidget(self._notice, 1)
        self._tint()
        theme.theme_changes().changed.connect(self._tint)

    def _button(self, words: str, key: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("type", "small")
        # The keys do all of this, so that Tab goes straight into the grid.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(f"{words} ({key})" if words and key else key)
        return button

    def _ask_add(self) -> None:
        self.asked_for.emit("add")

    def _ask_fill(self) -> None:
        self.asked_for.emit("fill")

    def _tint(self) -> None:
        self._add.setIcon(icons.icon("plus", "text", 12))

    def show_state(self, count: int, *, read_only: bool) -> None:
        """Show how many rows there are."""
        if count != self._count:
            self._count = count
        said = ngettext("{count} row", "{count} rows", count).format(count=count)
        self._number.setText(said if count else "")
        self._add.setVisible(not read_only)
        self._fill.setVisible(not read_only and count > 1)

    def show_codes(self, codes: Sequence[str]) -> None:
        """Show what the short codes mean that stand in the grid."""
        self._notice.show_text("   ".join(f"⊘ {one}" for one in codes))

    @property
    def legend(self) -> str:
        """What is said of the short codes."""
        return self._notice.accessibleName()

    def show_columns(self, further: int, every: int, *, opened: bool) -> None:
        """Offer all columns, or to fold the further ones again."""
        said = _("Show all {count} columns").format(count=every)
        words = _("Fewer columns") if opened else said
        self._more.setText(words)
        self._more.setToolTip(f"{words} ({_('Alt+M')})")
        self._more.setVisible(further > 0)
