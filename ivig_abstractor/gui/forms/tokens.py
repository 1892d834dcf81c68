"""The editor of several options at once: the chosen ones are tokens in the line."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import (
    LONGEST,
    Draft,
    Options,
    is_command,
    is_enter,
    is_list_wish,
    is_undo,
    opens_list,
)
from ivig_abstractor.gui.forms.offering import OptionCompleter, mark_meant, take_meant
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.reading import missing_code


class TokensEditor(Draft, QWidget):
    """Type a part of an option and Enter to add it; Backspace takes the last away."""

    typed = Signal(str)
    settled = Signal()
    finished = Signal()
    focused = Signal()
    grown = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._options = Options(spec)
        self._chosen: list[str] = []
        self._boxes: list[QRect] = []
        self._fixed = False
        self._height = theme.CONTROL
        self._line = QLineEdit(self)
        self._line.setFrame(False)
        self._line.setMaxLength(LONGEST)
        self._line.setStyleSheet(
            "border: none; padding: 0; background: transparent; min-height: 0;"
        )
        self._line.textEdited.connect(self._type)
        self._line.installEventFilter(self)
        self.setFocusProxy(self._line)
        self._arrange()

    def _complete(self) -> None:
        completer = OptionCompleter(self._options, self)
        # Queued, because the completer writes the option into the line afterwards.
        completer.activated.connect(self._add, Qt.ConnectionType.QueuedConnection)
        self._line.setCompleter(completer)

    @property
    def line(self) -> QLineEdit:
        """Where the next option is typed; it has the focus of the editor."""
        return self._line

    def draft(self) -> str:
        """The codes chosen, and what is typed beside them."""
        typed = self._options.code(self._line.text().strip())
        return "; ".join([*self._chosen, typed] if typed else self._chosen)

    def half_typed(self) -> str:
        """The codes chosen, and what is typed of one that is not; else nothing."""
        text = self._line.text().strip()
        return "" if self._options.is_whole(text) else "; ".join([*self._chosen, text])

    def put_draft(self, text: str) -> None:
        """Choose the codes of a text; what is no code stays to be typed on."""
        known = {code for code, _words in self._options.pairs}
        codes = [part.strip() for part in text.split(";") if part.strip()]
        if known.issuperset(codes):
            self._chosen, rest = list(dict.fromkeys(codes)), ""
        else:
            self._chosen, rest = [], text
        if self._line.text() != rest:
            self._line.setText(rest)
        self._arrange()

    def set_read_only(self, *, read_only: bool) -> None:
        """Show the choice without letting it be changed."""
        self._fixed = read_only
        self._line.setReadOnly(read_only)
        self._arrange()

    def height_for(self, width: int) -> int:
        """As many lines as the tokens need."""
        return self._flow(width)

    def _flow(self, width: int) -> int:
        metrics = theme.metrics(theme.SMALL)
        x, y, step = 3, 2, 22
        self._boxes = []
        for code in self._chosen:
            words = self._options.words(code)
            wide = min(metrics.horizontalAdvance(words) + 30, width - 8)
            if x + wide > width - 4 and x > 3:
                x, y = 3, y + step
            self._boxes.append(QRect(x, y, wide, 20))
            x += wide + 4
        if x + 90 > width:
            x, y = 3, y + step
        self._line.setGeometry(x + 4, y + 1, width - x - 10, 18)
        return y + step

    def _arrange(self) -> None:
        placeholder = _("add…") if self._chosen else _("type to add…")
        self._line.setPlaceholderText("" if self._fixed else placeholder)
        shown = [self._options.words(code) for code in self._chosen]
        self._line.setAccessibleDescription(
            _("Chosen: {options}").format(options=", ".join(shown) or _("nothing"))
        )
        height = self._flow(max(self.width(), 60))
        if height != self._height:
            self._height = height
            self.grown.emit()
        self.update()

    def _type(self, text: str) -> None:
        if text.endswith((",", ";")):
            self._add(text[:-1])
        else:
            mark_meant(self._line.completer(), self._line)
            self.typed.emit(self.draft())

    def _add(self, text: str) -> bool:
        code = self._options.code(text)
        if not any(code == one for one, _words in self._options.pairs):
            self._line.setText(text)
            self.typed.emit(self.draft())
            return False
        if code not in self._chosen:
            self._chosen.append(code)
        self._line.clear()
        self._arrange()
        self.typed.emit(self.draft())
        return True

    def _remove(self, at: int) -> None:
        del self._chosen[at]
        self._arrange()
        self.typed.emit(self.draft())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Watch the line for the keys that add, take away and finish."""
        if watched is not self._line:
            return False
        if is_undo(event) and not self.is_pending:
            event.ignore()
            return True
        if is_list_wish(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.FocusIn:
            if self._line.completer() is None:
                self._complete()
            self.focused.emit()
            self.update()
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.update()
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._leave()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        text = self._line.text().strip()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if opens_list(event) and not self._fixed:
            self._offer()
            return True
        if is_command(event):
            event.ignore()
            self.keyPressEvent(event)
            return True
        if self._fixed:
            return False
        if is_enter(event) or event.key() == Qt.Key.Key_Tab:
            words = take_meant(self._line.completer(), text)
            if words:
                self._add(words)
                return is_enter(event)
        if is_enter(event):
            # A missing code or an unknown word is passed on as it stands.
            if not text or missing_code(text, self._spec) or not self._add(text):
                self.finished.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace and not text and self._chosen:
            self._remove(len(self._chosen) - 1)
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not text and not held:
            self._offer()
            return True
        return False

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for code, words in self._options.pairs:
            action = menu.addAction(words)
            action.setToolTip(self._options.sentence(code))
            action.setCheckable(True)
            action.setChecked(code in self._chosen)
            action.setData(code)
        menu.triggered.connect(self._on_picked)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_picked(self, action: QAction) -> None:
        code = str(action.data())
        if code in self._chosen:
            self._remove(self._chosen.index(code))
        else:
            self._add(code)

    def _leave(self) -> None:
        text = self._line.text().strip()
        if text and missing_code(text, self._spec) is None:
            self._add(text)
        self.settled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A token's cross takes it away; a click beside opens the options."""
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._fixed:
            return
        for at, box in enumerate(self._boxes):
            if box.contains(event.position().toPoint()):
                if event.position().x() > box.right() - 20:
                    self._remove(at)
                    self.settled.emit()
                return
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tokens anew."""
        super().resizeEvent(event)
        self._flow(self.width())

    def sizeHint(self) -> QSize:
        """As wide as the editor column."""
        return QSize(theme.EDITOR, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the tokens."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus = self._line.hasFocus()
            edge = 1.0 if focus else 0.5
            painter.setPen(QPen(colours.colour("acc" if focus else "ctl"), 2 * edge))
            painter.setBrush(colours.colour("alt" if self._fixed else "edit"))
            frame = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(frame, 4, 4)
            painter.setFont(theme.font(theme.SMALL))
            for code, box in zip(self._chosen, self._boxes, strict=False):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.colour("pill"))
                painter.drawRoundedRect(QRectF(box), 3, 3)
                painter.setPen(colours.colour("text"))
                words = self._options.words(code)
                room = box.adjusted(7, 0, -20, 0)
                side = Qt.TextElideMode.ElideRight
                words = painter.fontMetrics().elidedText(words, side, room.width() + 2)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
                x, y = box.right() - 16, box.y() + 5
                icons.paint_icon(painter, "cross", x, y, 10, "text2")
