"""The bar under a field: what is wrong, what would be right, which rule says so."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.model.finding import Finding, Severity

_GROUND = {Severity.ERROR: "errbg", Severity.QUERY: "qrybg", Severity.NOTE: "head"}
_EDGE = {Severity.ERROR: "errln", Severity.QUERY: "qryln", Severity.NOTE: "ctl"}


class MessageBar(QWidget):
    """One finding as a sentence; a query can be answered with a reason."""

    reply_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self._words = WrappedText(theme.SMALL, self)
        self._answer = QPushButton(_("Answer…") + "  " + _("Alt+A"), self)
        self._answer.setProperty("type", "small")
        self._answer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._answer.clicked.connect(self._ask)

    def show_finding(self, finding: Finding, *, read_only: bool = False) -> None:
        """Show another finding."""
        self.finding = finding
        # A rule id is not broken at its hyphen.
        rule = finding.rule.replace("-", "\N{NON-BREAKING HYPHEN}")
        spans = [Span(finding.message), Span(f"  {rule}", "text2")]
        if finding.reason:
            said = _("Answered: {reason}").format(reason=finding.reason)
            spans.append(Span(f"  {said}", "text2"))
        self._words.show_spans(spans)
        can_reply = finding.severity is Severity.QUERY and not read_only
        self._answer.setVisible(can_reply)
        again = _("Change answer…") if finding.reason else _("Answer…")
        self._answer.setText(again + "  " + _("Alt+A"))
        self._answer.setAccessibleName(
            _("Answer the query {rule}").format(rule=finding.rule)
        )
        self.setAccessibleName(f"{_(finding.severity.label)}: {finding.message}")
        self.update()

    def height_for(self, width: int) -> int:
        """Place the words and the button into a width, and say how high that is."""
        right = 8
        if not self._answer.isHidden():
            size = self._answer.sizeHint()
            right += size.width() + 12
        room = max(width - 11 - right, 60)
        words = self._words.heightForWidth(room)
        height = max(words + 8, theme.ROW)
        self._words.setGeometry(11, (height - words) // 2, room, words)
        if not self._answer.isHidden():
            size = self._answer.sizeHint()
            box = QRect(width - size.width() - 8, (height - 22) // 2, size.width(), 22)
            self._answer.setGeometry(box)
        return height

    def _ask(self) -> None:
        if self.finding is not None:
            self.reply_requested.emit(self.finding.path, self.finding.rule)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, with the edge that tells how grave it is."""
        if self.finding is None:
            return
        colours, grave = theme.tokens(), self.finding.severity
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.colour(_GROUND[grave]))
        painter.fillRect(0, 0, 3, self.height(), colours.colour(_EDGE[grave]))
