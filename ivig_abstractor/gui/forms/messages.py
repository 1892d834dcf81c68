"""The bar under a field: what is wrong, what would be right, which rule says so."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.model.finding import Finding, Repair, Severity

_GROUND = {Severity.ERROR: "errbg", Severity.QUERY: "qrybg", Severity.NOTE: "head"}
_EDGE = {Severity.ERROR: "errln", Severity.QUERY: "qryln", Severity.NOTE: "ctl"}
_LEFT = 11
_RIGHT = 8
_GAP = 6
_LEAST_WORDS = 260
"""With less room than this beside the buttons, they stand below the words."""


def offer_repairs(
    view: QWidget, repairs: Sequence[Repair], take: Callable[[Repair], None]
) -> None:
    """Let the reviewer choose one of several likely answers, beside the cursor."""
    at = QApplication.focusWidget() or view
    menu = QMenu(at)
    for repair in repairs:
        action = menu.addAction(repair.label.replace("&", "&&"))
        action.setData(repair)
    menu.triggered.connect(lambda action: take(action.data()))
    menu.setActiveAction(menu.actions()[0])
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at.mapToGlobal(QPoint(0, at.height())))


class MessageBar(QWidget):
    """One finding as a sentence, with the likely repairs as buttons.

    A query can also be answered with a reason.
    """

    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)

    lines_beside = 0
    """Words of more lines than this have the buttons below them; 0 for any number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self._place = ""
        self._read_only = False
        self._keyed = False
        self._has_key = False
        self._wide_answer = 0
        self._words = WrappedText(theme.SMALL, self)
        self._repairs: list[QPushButton] = []
        self._answer = self._button()
        self._answer.clicked.connect(self._ask)

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("type", "small")
        # Alt+A and Ctrl+Enter do the same, so that Tab goes on to the next field.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def show_finding(
        self,
        finding: Finding,
        *,
        place: str = "",
        read_only: bool = False,
        keyed: bool = False,
    ) -> None:
        """Show another finding, and perhaps where; the same again costs nothing.

        `keyed` says that Ctrl+Enter takes its repair.
        """
        shown = self.finding, self._place, self._read_only, self._keyed
        if (finding, place, read_only, keyed) == shown:
            return
        self.finding, self._place, self._read_only = finding, place, read_only
        self._keyed = keyed
        # A rule id is not broken at its hyphen.
        rule = finding.rule.replace("-", "\N{NON-BREAKING HYPHEN}")
        spans = [Span(finding.message), Span(f"  {rule}", "text2", joined=True)]
        if place:
            spans.insert(0, Span(f"{place}   ", weight=600))
        if finding.answered:
            spans.append(Span(f"  {finding.answered}", "text2"))
        self._words.show_spans(spans)
        self._show_repairs(() if read_only else finding.repairs)
        can_reply = finding.severity is Severity.QUERY and not read_only
        self._answer.setVisible(can_reply)
        self._say_answer()
        self._answer.setAccessibleName(
            _("Answer the query {rule}").format(rule=finding.rule)
        )
        said = f"{_(finding.severity.label)}: {finding.message}"
        self.setAccessibleName(f"{place}, {said}" if place else said)
        self.update()

    def show_key(self, *, shown: bool) -> None:
        """Say that Alt+A answers this query, or that it answers another one."""
        if shown != self._has_key:
            self._has_key = shown
            self._say_answer()

    def _say_answer(self) -> None:
        reason = self.finding.reason if self.finding is not None else ""
        words = _("Change answer…") if reason else _("Answer…")
        with_key = words + "  " + _("Alt+A")
        self._answer.setText(with_key)
        # As wide without the key: nothing moves while one goes through the form.
        self._wide_answer = self._answer.sizeHint().width()
        self._answer.setText(with_key if self._has_key else words)

    def _show_repairs(self, repairs: Sequence[Repair]) -> None:
        while len(self._repairs) < len(repairs):
            button = self._button()
            button.clicked.connect(self._repair)
            self._repairs.append(button)
        for at, button in enumerate(self._repairs):
            button.setVisible(at < len(repairs))
            if at < len(repairs):
                label = repairs[at].label
                # Of several answers the key lets one choose.
                key = (
                    "  " + _("Ctrl+Enter") if self._keyed and len(repairs) == 1 else ""
                )
                button.setText(label.replace("&", "&&") + key)
                button.setAccessibleName(label)
                button.setToolTip(_("Ctrl+Enter"))

    def buttons(self) -> list[QPushButton]:
        """What can be pressed: the repairs, then the answer."""
        every = [*self._repairs, self._answer]
        return [button for button in every if not button.isHidden()]

    def height_for(self, width: int) -> int:
        """Place the words and the buttons into a width, and say how high that is."""
        shown = self.buttons()
        wide = [
            self._wide_answer if one is self._answer else one.sizeHint().width()
            for one in shown
        ]
        beside = sum(wide) + _GAP * len(wide) + 6 if wide else 0
        room = width - _LEFT - _RIGHT - beside
        below = bool(wide) and (room < _LEAST_WORDS or self._is_long(room))
        if below:
            room = width - _LEFT - _RIGHT
        room = max(room, 60)
        words = self._words.heightForWidth(room)
        height = max(words + 8, theme.ROW)
        self._words.setGeometry(_LEFT, (height - words) // 2, room, words)
        if not below:
            x, y = width - _RIGHT - beside + 6 + _GAP, (height - 22) // 2
            self._line_up(shown, wide, x, y, width)
            return height
        return self._line_up(shown, wide, _LEFT, words + 7, width) + 5

    def _is_long(self, room: int) -> bool:
        """Say whether the words would be a narrow column beside the buttons."""
        most = self.lines_beside * theme.line_height(theme.SMALL)
        return 0 < most < self._words.heightForWidth(room)

    @staticmethod
    def _line_up(
        shown: Sequence[QPushButton], wide: Sequence[int], x: int, y: int, width: int
    ) -> int:
        """Put buttons beside each other; returns where they end."""
        left = x
        for button, each in zip(shown, wide, strict=True):
            if x + each > width - _RIGHT and x > left:
                x, y = left, y + 26
            button.setGeometry(x, y, min(each, width - left - _RIGHT), 22)
            x += each + _GAP
        return y + 22

    def _ask(self) -> None:
        if self.finding is not None:
            self.reply_requested.emit(self.finding.path, self.finding.rule)

    def _repair(self) -> None:
        pressed = self.sender()
        if self.finding is not None and isinstance(pressed, QPushButton):
            at = self._repairs.index(pressed)
            self.repair_chosen.emit(self.finding.repairs[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, with the edge that tells how grave it is."""
        if self.finding is None:
            return
        colours, grave = theme.tokens(), self.finding.severity
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.colour(_GROUND[grave]))
            painter.fillRect(0, 0, 3, self.height(), colours.colour(_EDGE[grave]))


class RowQuery(MessageBar):
    """The first query of the row one stands in, that of the current cell first."""

    lines_beside = 2

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def show_first(
        self,
        found: Sequence[Finding],
        here: str,
        place_of: Callable[[str], str],
        *,
        read_only: bool,
    ) -> None:
        """Show one of the queries of a row; `here` is the path of the current cell."""
        queries = [one for one in found if one.severity is Severity.QUERY]
        queries.sort(key=lambda one: one.path != here)
        self.setVisible(bool(queries))
        if queries:
            place = place_of(queries[0].path)
            self.show_finding(queries[0], place=place, read_only=read_only)
            self.fit()

    def fit(self) -> None:
        """Place the words and buttons for the width there is."""
        parent = self.parentWidget()
        if parent is not None and not self.isHidden():
            self.setFixedHeight(self.height_for(max(parent.width(), 300)))

    @property
    def shown(self) -> Finding | None:
        """The query that is shown."""
        return None if self.isHidden() else self.finding
