"""The bar at the bottom of Decide: which keys do what just now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.parts import KeyHint
from ivig_abstractor.gui.views.reconcile.words import letter

HEIGHT = 28
_LEFT, _GAP = 24, 18


class HintBar(QStackedWidget):
    """Changes with what has the focus: the card, the editor, or the reason.

    A page of keys is built when its mode first comes up.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.mode = ""
        self._parties = 0
        self._pages: dict[str, QWidget] = {}

    def show_parties(self, count: int) -> None:
        """Name as many letters as there are reviewers."""
        if count == self._parties:
            return
        self._parties = count
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        if self.mode:
            self.show_mode(self.mode)

    def show_mode(self, mode: str) -> None:
        """Show the keys of a mode."""
        self.mode = mode
        if mode not in self._pages:
            self._pages[mode] = _page(*self._keys(mode))
            self.addWidget(self._pages[mode])
        self.setCurrentWidget(self._pages[mode])
        self._fit()

    def _keys(self, mode: str) -> tuple[tuple[str, str], ...]:
        """Keys and what they do, those of the most use first."""
        takes = (
            (letter(at), _("take {letter}").format(letter=letter(at)))
            for at in range(self._parties)
        )
        keys = {
            "card": (
                *takes,
                ("E", _("edit")),
                ("U", _("unclear")),
                ("R", _("reason")),
                ("N", _("next open")),
                ("Shift+N", _("previous")),
                ("P", _("confirm pair")),
                ("Return", _("decide and next")),
            ),
            "locked": (("Down", _("next field")), ("Up", _("previous field"))),
            "settled": (
                ("O", _("reopen")),
                ("N", _("next open")),
                ("Shift+N", _("previous")),
                ("Down", _("next field")),
                ("Up", _("previous field")),
            ),
            "editor": (
                ("Return", _("take what is typed")),
                ("Esc", _("back to the keys")),
            ),
            "reason": (
                ("Return", _("decide and next")),
                ("Shift+Return", _("new line")),
                ("Esc", _("back to the keys")),
            ),
            "queue": (
                ("Down", _("next line")),
                ("Up", _("previous line")),
                ("Return", _("decide it")),
            ),
        }
        return keys[mode]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room, from the end."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page = self.currentWidget()
        if page is None:
            return
        room = self.width() - _LEFT
        for hint in page.findChildren(KeyHint):
            room -= hint.sizeHint().width() + _GAP
            hint.setVisible(room >= 0)

    def words(self) -> list[str]:
        """What the keys do, as shown."""
        page = self.currentWidget()
        return [one.words.text() for one in page.findChildren(KeyHint)] if page else []


def _page(*hints: tuple[str, str]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(_LEFT, 0, 0, 0)
    row.setSpacing(_GAP)
    for key, words in hints:
        row.addWidget(KeyHint(key, words))
    row.addStretch(1)
    return page
