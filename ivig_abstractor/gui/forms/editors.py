"""One editor for each kind of answer; all pass on text, read elsewhere."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import (
    LONGEST,
    Draft,
    Options,
    is_command,
    is_enter,
    is_list_wish,
    is_offering,
    is_term,
    is_undo,
    opens_list,
)
from ivig_abstractor.gui.forms.offering import OptionCompleter, mark_meant, take_meant
from ivig_abstractor.gui.forms.segments import SegmentEditor, fits
from ivig_abstractor.gui.forms.steps import stepped
from ivig_abstractor.gui.forms.tokens import TokensEditor
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.model.form import FieldSpec, Kind

if TYPE_CHECKING:
    from ivig_abstractor.gui.forms.terms import TermCompleter

_NARROW = {Kind.INTEGER, Kind.DECIMAL}
_WIDTHS: dict[Kind, int] = {
    Kind.INTEGER: 80,
    Kind.DECIMAL: 80,
    Kind.SPAN: 80,
    Kind.DATE: 160,
    Kind.MEASURE: 160,
    Kind.TIME: 160,
    Kind.STAT: 160,
    Kind.KOFN: 200,
    Kind.CHANGE: 160,
    Kind.EFFECT: 264,
}
_SENTENCE = 30
_WIDEST = 280
_COMBO = 200
_EXAMPLES: dict[Kind, str] = {
    Kind.STAT: "48 ± 12",
    Kind.KOFN: "12/15 (80%)",
    Kind.TIME: "6 months",
    Kind.DATE: "2012-05",
    Kind.CHANGE: "25 -> 10",
    Kind.MEASURE: "<0.05",
    Kind.SPAN: "2-5",
    Kind.EFFECT: "MD 3.2 (1.1-5.3)",
}


_RANGE = LatePattern(r"(?<![\w.-])(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?![\w-])")
_YEAR = 4


def with_dashes(example: str) -> str:
    """An example with the dash of ranges; a date as far as a month stays as it is."""
    return _RANGE.sub(
        lambda m: m[0] if len(m[1]) == _YEAR else f"{m[1]}–{m[2]}", example
    )


class LineEditor(Draft, QLineEdit):
    """One line: text, numbers, dates and everything that is typed in a notation."""

    typed = Signal(str)
    settled = Signal()
    finished = Signal()
    focused = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = _WIDTHS.get(spec.kind, 0)
        self.setMaxLength(LONGEST)
        if spec.kind in _NARROW or spec.kind is Kind.SPAN:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        example = spec.item.example or _EXAMPLES.get(spec.kind, "")
        if example and self._wanted != _WIDTHS[Kind.INTEGER]:
            said = _("such as {example}").format(example=with_dashes(example))
            self.setPlaceholderText(said)
        self._example = self.placeholderText()
        self.textEdited.connect(self.typed)
        self.terms: TermCompleter | None = None
        if is_term(spec):
            from ivig_abstractor.gui.forms import terms

            self.terms = terms.TermCompleter(spec, self, "")
            self.textEdited.connect(self.terms.offer)

    def show_wish(self, words: str) -> bool:
        """Show other words than an example while it is blank; tells of a change."""
        words = words or self._example
        is_news = words != self.placeholderText()
        if is_news:
            self.setPlaceholderText(words)
        return is_news

    def draft(self) -> str:
        """The text of the line."""
        return self.text()

    def put_draft(self, text: str) -> None:
        """Show a text, from its beginning."""
        self.setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def go_to_end(self) -> None:
        """Put the cursor behind the text."""
        self.end(False)

    def width_for(self, room: int, before: int = 0) -> int:
        """Narrow for numbers; one of a few widths, as its text needs, for the rest."""
        if not self._wanted:
            return room
        metrics = theme.metrics()
        written = metrics.horizontalAdvance(self.text()) + 20
        example = min(metrics.horizontalAdvance(self.placeholderText()) + 26, _WIDEST)
        return stepped(max(self._wanted, written, example), room, before)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the review when nothing is being typed here."""
        if is_undo(event) and not self.is_pending:
            event.ignore()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._take_term(event)
        return super().event(event)

    def _take_term(self, event: QKeyEvent) -> None:
        """Enter and Tab take the term that is marked."""
        leaves = is_enter(event) or event.key() == Qt.Key.Key_Tab
        words = self.terms.take() if self.terms is not None and leaves else ""
        if words:
            self.setText(words)
            self.typed.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done with this field; the rest is typing."""
        if is_command(event):
            event.ignore()
            return
        if is_enter(event):
            self.finished.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is the current one."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pass the text on when the field is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settled.emit()


class TextBoxEditor(Draft, QPlainTextEdit):
    """Longer text: grows to two lines, then scrolls. Shift+Enter makes a new line."""

    typed = Signal(str)
    settled = Signal()
    finished = Signal()
    focused = Signal()
    grown = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if spec.item.example:
            printed = with_dashes(spec.item.example)
            example = _("such as {example}").format(example=printed)
            self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._putting = False
        self._lines = 1
        self.textChanged.connect(self._changed)

    def draft(self) -> str:
        """All of the text."""
        return self.toPlainText()

    def put_draft(self, text: str) -> None:
        """Show a text without taking it for typing."""
        self._putting = True
        try:
            self.setPlainText(text)
        finally:
            self._putting = False
        self._measure()

    def go_to_end(self) -> None:
        """Put the cursor behind the text."""
        from PySide6.QtGui import QTextCursor

        self.moveCursor(QTextCursor.MoveOperation.End)

    def height_for(self, width: int) -> int:
        """One line or two; more scrolls."""
        self._measure()
        return 24 if self._lines == 1 else 24 + theme.line_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another number of lines."""
        super().resizeEvent(event)
        before = self._lines
        self._measure()
        if self._lines != before:
            self.grown.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Break the lines for the room that the bar leaves.

        Where the bar comes while the box is being shown, Qt does not tell of it.
        """
        super().showEvent(event)
        super().resizeEvent(QResizeEvent(self.size(), QSize()))

    def _changed(self) -> None:
        if self._putting:
            return
        before = self._lines
        self._measure()
        if self._lines != before:
            self.grown.emit()
        self.typed.emit(self.toPlainText())

    def _measure(self) -> None:
        # Asked for its viewport, PySide would make a class of every widget of Qt.
        bar = self.verticalScrollBar()
        room = self.contentsRect().width()
        room -= bar.width() if bar.isVisibleTo(self) else 0
        self.document().setTextWidth(max(room, 60))
        lines = int(self.document().size().height())
        self._lines = 1 if lines <= 1 else 2
        needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(never if lines <= self._lines else needed)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the review when nothing is being typed here."""
        if is_undo(event) and not self.is_pending:
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done with this field; with Ctrl it is a command of the window."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter(event):
            self.finished.emit()
            event.accept()
        elif is_command(event) or (
            enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is the current one."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pass the text on when the field is left, and show it from its beginning."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            from PySide6.QtGui import QTextCursor

            self.settled.emit()
            self.moveCursor(QTextCursor.MoveOperation.Start)


class _ChoiceLine(QLineEdit):
    """The line of a list: a click on it opens the list, unless it is typed in."""

    def __init__(self, combo: "ComboEditor") -> None:
        super().__init__(combo)
        self._combo = combo

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list; in the middle of typing, the click places the cursor.

        Pressing would be too early: Qt closes a list at the release that follows.
        """
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self.hasSelectedText() and not self._combo.is_pending:
            self._combo.showPopup()


class ComboEditor(Draft, QComboBox):
    """One of many options: type a part of its words, or open the list."""

    typed = Signal(str)
    settled = Signal()
    finished = Signal()
    focused = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._options = Options(spec)
        self._filled = False
        self._wanted = 0
        self.setLineEdit(_ChoiceLine(self))
        # Not by the wheel: who scrolls past it stays in the field of before.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        line = self._line
        line.setMaxLength(LONGEST)
        line.textEdited.connect(self._on_edited)
        self.activated.connect(self._on_chosen)
        # The list of options is made when the field is first entered.
        self.setCompleter(None)  # type: ignore[arg-type]

    def _on_chosen(self, _option: object) -> None:
        self.settled.emit()
        # Once the list has written it, and is closed.
        QTimer.singleShot(0, self, self._offer_to_replace)

    def _offer_to_replace(self) -> None:
        """Let what is typed next replace what was chosen in the list."""
        if self.hasFocus():
            self.selectAll()

    def _on_edited(self, text: str) -> None:
        mark_meant(self.completer(), self._line)
        self.typed.emit(text)

    @property
    def _line(self) -> QLineEdit:
        line = self.lineEdit()
        assert line is not None  # noqa: S101  (the combo is editable from the start)
        return line

    def _complete(self) -> None:
        completer = OptionCompleter(self._options, self)
        completer.activated.connect(self._on_chosen)
        self.setCompleter(completer)

    def show_wish(self, words: str) -> None:
        """Say in the blank line what is chosen here."""
        self._line.setPlaceholderText(words)

    def set_arms(self, arms: Mapping[str, str]) -> None:
        """Offer the arms of the study."""
        pairs = tuple((one, name or one) for one, name in arms.items())
        if pairs != self._options.pairs:
            kept = self.draft()
            self._options.set_pairs(pairs)
            self.clear()
            self._filled = False
            self._complete()
            self.put_draft(kept)

    def draft(self) -> str:
        """The code of what stands in the line, or the line."""
        return self._options.code(self._line.text())

    def keep(self, text: str) -> None:
        """Show what is kept, in the words of its option once one has left the field."""
        super().keep(text)
        if not self.hasFocus() and self._line.text() != self._options.words(text):
            self.put_draft(text)

    def half_typed(self) -> str:
        """What is typed of a choice that is not chosen yet; else nothing."""
        text = self._line.text()
        return "" if self._options.is_whole(text) else text

    def put_draft(self, text: str) -> None:
        """Show the words of a code, or a text that is no code."""
        self._line.setText(self._options.words(text))
        self._line.setCursorPosition(0)
        # Its words may be cut where there is little room.
        said = self._options.sentence(text) or self._line.text()
        self.setToolTip(plain_tip(said))

    def go_to_end(self) -> None:
        """Put the cursor behind the text."""
        self._line.end(False)

    def width_for(self, room: int, before: int = 0) -> int:
        """Wide enough for the longest option, within reason."""
        if not self._wanted:
            metrics = theme.metrics()
            words = [metrics.horizontalAdvance(words) for _c, words in self.options()]
            self._wanted = max(words, default=0) + 40
        least = max(0, _COMBO - before)
        return stepped(max(self._wanted, least), room, before)

    def options(self) -> tuple[tuple[str, str], ...]:
        """The codes and words offered."""
        return self._options.pairs

    def showPopup(self) -> None:
        """Open the list, filled when it is first needed."""
        if not self._filled:
            line = self._line.text()
            self.clear()
            for code, words in self._options.pairs:
                self.addItem(words, code)
                sentence = self._options.sentence(code)
                self.setItemData(
                    self.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole
                )
            self._filled = True
            self.setEditText(line)
        self.setCurrentIndex(self.findData(self.draft()))
        self._line.setText(self._options.words(self.draft()))
        super().showPopup()
        if self.currentIndex() < 0:
            # Marked for all to see: else the first key would go on to the second.
            self.view().setCurrentIndex(self.model().index(0, self.modelColumn()))

    # An editable combo box keeps the focus itself and hands keys on to its line.

    def event(self, event: QEvent) -> bool:
        """Leave undo to the review when nothing is being typed here."""
        if is_undo(event) and not self.is_pending:
            event.ignore()
            return False
        if is_list_wish(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self._take_offered()
        return super().event(event)

    def _take_offered(self) -> None:
        words = take_meant(self.completer(), self._line.text())
        if words:
            self._line.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done with this field; Down and Up open the list."""
        choosing = is_offering(self.completer())
        upright = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if is_enter(event):
            self._take_offered()
            self.finished.emit()
        elif opens_list(event) or (upright and not choosing and not event.modifiers()):
            self.showPopup()
            event.accept()
        elif is_command(event) or (
            upright and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is the current one; prepare its list."""
        super().focusInEvent(event)
        if self.completer() is None:
            self._complete()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pass the choice on when the field is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.put_draft(self.draft())
            self.settled.emit()

    def selectAll(self) -> None:
        """Select the words, so that typing replaces them."""
        self._line.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form; it never changes an answer in passing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the chevron in the colours in use."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            paint_chevron(painter, self)

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed when the window is narrow."""
        return QSize(60, 24)


def paint_chevron(painter: QPainter, widget: QWidget) -> None:
    """Draw the chevron of a list at the right end of a widget."""
    x, y = widget.width() - 19, (widget.height() - 12) / 2
    icons.paint_icon(painter, "chevron-down", x, y, 12, "text2")


def _is_sentence(spec: FieldSpec) -> bool:
    """A long example says that the answers are sentences, which need two lines."""
    return len(spec.item.example) > _SENTENCE


def set_read_only(editor: "FieldEditor", *, read_only: bool) -> None:
    """Let an editor be read but not changed, or changed again."""
    if isinstance(editor, LineEditor | TextBoxEditor):
        editor.setReadOnly(read_only)
    elif isinstance(editor, ComboEditor):
        editor.setEnabled(not read_only)
    else:
        editor.set_read_only(read_only=read_only)


FieldEditor: TypeAlias = (
    LineEditor | TextBoxEditor | ComboEditor | SegmentEditor | TokensEditor
)


def editor_for(spec: FieldSpec, parent: QWidget | None = None) -> FieldEditor:
    """The editor of a field: every kind has one."""
    match spec.kind:
        case Kind.CHOICE if fits(spec, theme.EDITOR):
            return SegmentEditor(spec, parent)
        case Kind.CHOICE | Kind.ARM:
            return ComboEditor(spec, parent)
        case Kind.CHOICES:
            return TokensEditor(spec, parent)
        case Kind.TEXT if spec.item.multiline or _is_sentence(spec):
            return TextBoxEditor(spec, parent)
        case _:
            return LineEditor(spec, parent)
