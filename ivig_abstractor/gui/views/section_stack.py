"""Keeps the views of sections that were looked at, and makes one when it is needed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.passing import ASKED, Asking, pass_on
from ivig_abstractor.gui.views.parts import TextButton, label
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.operations.changes import Changes


class EmptyPart(QWidget):
    """What stands in the place of a section that has no arm or assessment yet."""

    add_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = ""
        self.words = label(tone="text2")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.add = TextButton("", icon_name="plus", look="primary", tint="onacc")
        self.add.setObjectName("addFirst")
        self.add.clicked.connect(lambda: self.add_requested.emit(self._at, ""))
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.words)
        column.addSpacing(8)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setFocusProxy(self.add)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button in focus says, which Qt leaves to dialogs."""
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if pressed and self.add.hasFocus() and not event.modifiers():
            self.add.click()
        else:
            super().keyPressEvent(event)

    def show_section(self, section: SectionSpec, at: str, *, read_only: bool) -> None:
        """Say what is missing, and offer to add it."""
        depth = min(len(paths.rows_above(at)), len(section.containers) - 1)
        container = section.containers[depth]
        one = _(container.repeat.one)
        self._at = paths.join(at, container.name)
        said = _("This study has no {part} yet.").format(part=one)
        self.words.setText(f"{said}\n{_(container.repeat.help)}".strip())
        self.add.setText(_("Add the first {part}").format(part=one))
        self.add.setAccessibleName(self.add.text())
        self.add.setVisible(not read_only)


class SectionStack(Asking):
    """One section view at a time; others stay, to be shown at once when asked for."""

    add_requested = Signal(str, str)
    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, SectionView] = {}
        self._fresh: set[str] = set()
        self._shown = ""
        self._places = QStackedLayout(self)
        self.empty = EmptyPart()
        self.empty.add_requested.connect(self.add_requested)
        self._places.addWidget(self.empty)

    def current(self) -> SectionView | None:
        """The view that is shown, if it is not the empty one."""
        return self._views.get(self._shown)

    def complete(self) -> None:
        """Build the grids that were left until the first fields could be seen."""
        for view in self._views.values():
            view.add_grids()

    def forget(self) -> None:
        """Let every view read its answers again before it is shown."""
        self._fresh.clear()

    def start_over(self) -> None:
        """Another study is coming: no view stays where the last one was left."""
        for view in self._views.values():
            view.start_over()

    def show_section(
        self,
        section: SectionSpec,
        prefix: str,
        abstraction: Abstraction,
        findings: Sequence[Finding],
        *,
        read_only: bool,
    ) -> None:
        """Show a section at a prefix; without such a place, what is missing."""
        if abstraction.owner(prefix) is None or not prefix:
            self._shown = ""
            self.empty.show_section(section, prefix.rstrip("."), read_only=read_only)
            self._places.setCurrentWidget(self.empty)
            return
        view = self._view(section, prefix)
        if view.prefix != prefix:
            view.rebind(prefix)
            self._fresh.discard(section.key)
        if section.key not in self._fresh:
            view.show_answers(abstraction, findings, read_only)
            self._fresh.add(section.key)
        self._shown = section.key
        self._places.setCurrentWidget(view)

    def apply(
        self, abstraction: Abstraction, changes: Changes, findings: Sequence[Finding]
    ) -> None:
        """Bring the shown view up to date; the others follow when they are shown."""
        self._fresh &= {self._shown}
        view = self.current()
        if view is not None:
            view.apply(abstraction, changes.changes, findings)

    def _view(self, section: SectionSpec, prefix: str) -> SectionView:
        known = self._views.get(section.key)
        if known is not None:
            return known
        # The first one shows its fields at once, and its grids when `complete` says so.
        view = SectionView(section, prefix, self, grids_later=not self._views)
        pass_on(view, self, *ASKED)
        view.more_toggled.connect(self.unfolded)
        self._views[section.key] = view
        self._places.addWidget(view)
        return view
