"""The codes for answers that are not values: their letters, their menu, their pill."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import capitalised, is_enter
from ivig_abstractor.model.absence import codes_offered, is_refused, scope_read
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.model.reading import SHORT_CODES

LETTERS: dict[MissingCode, str] = {
    MissingCode.NR: "R",
    MissingCode.NA_SRC: "S",
    MissingCode.UNCLEAR: "U",
    MissingCode.NA: "A",
    MissingCode.NOT_MEASURED: "M",
    MissingCode.NUM_ONLY_FIG: "F",
}
"""One letter for each code, after Ctrl+M; the same in every language."""


SET_BLANKS = "command:set_blanks"
"""The name of the window's action for many fields; without a window there is none."""

_SCOPE = "sourceScope"


def tell_scope(holder: QWidget, abstraction: Abstraction) -> None:
    """Let the menus below a widget know what of the paper was read."""
    scope = scope_read(abstraction)
    holder.setProperty(_SCOPE, scope.value if scope is not None else "")


def _scope_above(widget: QWidget | None) -> SourceScope | None:
    while widget is not None:
        told = widget.property(_SCOPE)
        if isinstance(told, str):
            return SourceScope(told) if told else None
        widget = widget.parentWidget()
    return None


class MissingMenu(QMenu):
    """Offers the missing codes in words, the likely one first; one letter chooses.

    A code that would be an error, for what was read, stands there with the reason.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Missing code"), parent)
        self.setToolTipsVisible(True)
        self._codes: dict[int, MissingCode] = {}
        scope = _scope_above(parent)
        for code in codes_offered(scope):
            letter, words = LETTERS[code], capitalised(_(code.label))
            if is_refused(code, scope):
                said = _("{code} (needs the full text)").format(code=words)
                self.addAction(said).setEnabled(False)
                continue
            typed = SHORT_CODES[code].casefold()
            action = self.addAction(f"{words} ({typed})\t{letter}")
            said = _("Typed into a field, {letters} means the same.")
            action.setToolTip(f"{_(code.sentence)} {said.format(letters=typed)}")
            action.setData(code.value)
            self._codes[ord(letter)] = code
        self._add_blanks(parent)
        self.triggered.connect(self._on_triggered)

    def _add_blanks(self, parent: QWidget | None) -> None:
        """At the end, the command of the window that sets many fields at once."""
        window = parent.window() if parent is not None else None
        same = window.findChild(QAction, SET_BLANKS) if window is not None else None
        if same is not None:
            self.addSeparator()
            self.addAction(same)

    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(MissingCode(action.data()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the letter of a code, whatever the language of its words."""
        code = self._codes.get(event.key())
        if code is not None and not event.modifiers():
            self.close()
            self.chosen.emit(code)
            return
        super().keyPressEvent(event)

    def open_at(self, widget: QWidget) -> None:
        """Open under a widget."""
        self.setActiveAction(self.actions()[0])
        self.popup(widget.mapToGlobal(QPoint(0, widget.height())))


class MissingPill(QAbstractButton):
    """Stands in an editor's place while the answer is a missing code.

    Backspace or a first letter asks for the editor back; `replaced` carries the letter.
    Enter is done with the field, as in an editor.
    """

    replaced = Signal(str)
    finished = Signal()
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fixed = False
        self._code: MissingCode | None = None

    def show_code(self, code: MissingCode, *, read_only: bool) -> None:
        """Show a code in words."""
        self._fixed = read_only
        if code is self._code:
            return
        self._code = code
        self.setText(capitalised(_(code.label)))
        self.setToolTip(_(code.sentence))
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Sign, words, and the round ends."""
        words = theme.metrics(theme.TEXT).horizontalAdvance(self.text())
        return QSize(words + 36, max(20, theme.line_height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the editor back for Backspace, Delete, F2 or a typed letter."""
        key, typed = event.key(), event.text()
        if is_enter(event):
            self.finished.emit()
        elif self._fixed:
            event.ignore()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_F2):
            self.replaced.emit("")
        elif typed.isprintable() and typed.strip() and _is_plain(event):
            self.replaced.emit(typed)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QEvent) -> None:
        """Give the editor back."""
        if not self._fixed:
            self.replaced.emit("")
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is the current one."""
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill, its sign and its words."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            ring = (
                QPen(colours.colour("acc"), 2) if self.hasFocus() else Qt.PenStyle.NoPen
            )
            painter.setPen(ring)
            painter.setBrush(colours.colour("pill"))
            painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
            icons.paint_icon(
                painter, "missing", 8, (self.height() - 14) / 2, 14, "text2"
            )
            painter.setPen(colours.colour("text"))
            painter.setFont(theme.font())
            words = self.rect().adjusted(26, 0, -6, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


def _is_plain(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
