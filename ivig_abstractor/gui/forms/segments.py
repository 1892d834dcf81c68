"""The editor of a choice with few short options: segments side by side."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QRadioButton, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import Draft, Options, capitalised, is_enter
from ivig_abstractor.gui.forms.steps import STEPS, stepped
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.reading import missing_code

_MOST = 4
_BEYOND = 48
"""Rather than break, segments take this much of the room for evidence."""

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


def fits(spec: FieldSpec, room: int) -> bool:
    """Say whether a choice is short enough to show all its options at once."""
    if not 1 < len(spec.options) <= _MOST:
        return False
    wide = [_width(capitalised(_(option.label))) for option in spec.options]
    return sum(wide) <= room


def _width(words: str, size: int = theme.SMALL) -> int:
    # Room for the tick is always kept, so that choosing moves nothing.
    around = 32 if size == theme.SMALL else 25
    return theme.metrics(size, 600).horizontalAdvance(words) + around


def _needed(
    segments: Sequence["Segment"], of: Callable[[Iterable[int]], int] = sum
) -> int:
    return of(segment.sizeHint().width() for segment in segments)


class Segment(QRadioButton):
    """One option; painted as a part of the whole bar."""

    chosen = Signal(str)

    def __init__(self, code: str, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._code = code
        self.clicked.connect(self._tell)
        self._place = ""
        self._line = 0
        self._may_be_meant = False
        self.size_of_type = theme.SMALL
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoExclusive(False)

    def _tell(self) -> None:
        self.chosen.emit(self._code)

    def set_meant(self, may_be: bool) -> None:
        """Mark an option that fits the letters typed so far, as others do."""
        if self._may_be_meant != may_be:
            self._may_be_meant = may_be
            self.update()

    def put(self, x: int, line: int, wide: int, *, is_last: bool) -> None:
        """Take a place in the bar; its corners and its lines depend on it."""
        begins = "only" if is_last else "first"
        self._place = begins if x == 0 else "last" if is_last else "middle"
        self._line = line
        self.setGeometry(x, line * theme.CONTROL, wide, theme.CONTROL)

    def sizeHint(self) -> QSize:
        """The words in bold, and the tick."""
        return QSize(_width(self.text(), self.size_of_type), theme.CONTROL)

    def hitButton(self, pos: object) -> bool:
        """All of the segment can be clicked."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the words, and the tick when chosen."""
        colours, chosen = theme.tokens(), self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = "selsoft" if self._may_be_meant else "edit"
            painter.fillPath(
                self._outline(), colours.colour("sel" if chosen else ground)
            )
            if self._place not in ("first", "only"):
                edge = self._edge()
                high = self.height() - 2 * edge
                painter.fillRect(0, edge, 1, high, colours.colour("ctl"))
            if self._line:
                painter.fillRect(0, 0, self.width(), 1, colours.colour("ctl"))
            strong = chosen or self._may_be_meant
            painter.setFont(theme.font(self.size_of_type, 600 if strong else 400))
            tint = "onsel" if chosen else ("text" if self.isEnabled() else "text3")
            painter.setPen(colours.colour(tint))
            words = painter.fontMetrics().horizontalAdvance(self.text())
            left = (self.width() - words - (16 if chosen else 0)) / 2
            if chosen:
                icons.paint_icon(
                    painter, "tick", left, (self.height() - 12) / 2, 12, tint
                )
                left += 16
            box = QRectF(left, 0, words + 4, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _edge(self) -> int:
        """The frame of the whole bar, which the segments leave free."""
        bar = self.parentWidget()
        return 2 if bar is not None and bar.hasFocus() else 1

    def _outline(self) -> QPainterPath:
        path = QPainterPath()
        edge = self._edge()
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        if self._place == "first":
            box.adjust(0, 0, edge, 0)
        elif self._place == "last":
            box.adjust(-edge, 0, 0, 0)
        elif self._place == "middle":
            box.adjust(-edge, 0, edge, 0)
        path.addRoundedRect(box, 2, 2)
        return path


class SegmentEditor(Draft, QWidget):
    """All options at once: arrows or the first letters choose, Delete takes away.

    Letters that fit several options are a beginning: the answer stays as it was until
    one is left, and they are forgotten when the field is left.
    """

    typed = Signal(str)
    settled = Signal()
    finished = Signal()
    focused = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._options = Options(spec)
        self._letters = ""
        self._chosen = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._segments: list[Segment] = []
        self._is_small = False
        self._wide, self._lines = 0, 1
        for code, words in self._options.pairs:
            segment = Segment(code, words, self)
            segment.setToolTip(self._options.sentence(code))
            segment.chosen.connect(self._click)
            self._segments.append(segment)
        self._place()

    def _place(self, wide: int = 0, lines: int = 1) -> None:
        """Put the segments side by side; what they do not need of a width is shared."""
        each = -(-len(self._segments) // lines)
        parts = [self._segments[at * each :][:each] for at in range(lines)]
        columns = [_needed(self._segments[at::each], max) for at in range(each)]
        self._wide, self._lines = max(wide, sum(columns)), lines
        for line, part in enumerate(parts):
            whole = len(part) == each
            needs = columns if whole else [one.sizeHint().width() for one in part]
            spare, x = self._wide - sum(needs), 0
            for at, segment in enumerate(part):
                share = spare * (at + 1) // len(part) - spare * at // len(part)
                segment.put(x, line, needs[at] + share, is_last=at == len(part) - 1)
                x += needs[at] + share

    def _fit(self, room: int, before: int = 0) -> None:
        """Line up with other editors; on two lines where one would be too wide."""
        needed = _needed(self._segments)
        lines = 2 if needed > room + _BEYOND and not self._is_small else 1
        wide = needed if lines == 1 else 0
        if not self._is_small and needed <= STEPS[-1] and lines == 1:
            wide = max(needed, stepped(needed, room, before))
        if (wide or self._wide, lines) != (self._wide, self._lines):
            self._place(wide, lines)

    def height_for(self, width: int) -> int:
        """One line, or two where the form is narrow."""
        self._fit(width)
        return theme.CONTROL * self._lines

    def shrink(self) -> None:
        """Be as small as can be read, for a strip of several."""
        for segment in self._segments:
            segment.size_of_type = theme.TINY
        self._is_small = True
        self._place()

    @property
    def letters(self) -> str:
        """What is being typed, in words if it is a missing code."""
        code = missing_code(self._letters, self._spec) if self._letters else None
        return self._letters if code is None else _(code.label)

    def width_for(self, room: int, before: int = 0) -> int:
        """The segments, lined up with other editors, and room for letters typed."""
        self._fit(room, before)
        return max(room, self._wide)

    def shown_width(self) -> int:
        """Where the segments end."""
        return self._wide

    def sizeHint(self) -> QSize:
        """All segments side by side."""
        return QSize(self._wide, theme.CONTROL * self._lines)

    def draft(self) -> str:
        """The code chosen, or letters that mean none; a beginning is no text yet."""
        if not self._letters or self._is_begun():
            return self._chosen
        return self._options.code(self._letters)

    def _is_begun(self) -> bool:
        return len(self._options.fitting(self._letters)) > 1

    def start_from(self, text: str, kept: str) -> None:
        """Begin a new text; letters that fit several leave what is kept."""
        super().start_from(text, kept)
        if self._is_begun():
            self._chosen = kept

    def put_draft(self, text: str) -> None:
        """Choose a code; a text that is no code stands as letters."""
        known = any(code == text for code, _words in self._options.pairs)
        self._chosen, self._letters = (text, "") if known else ("", text)
        self._show_chosen()

    def set_read_only(self, *, read_only: bool) -> None:
        """Show the choice without letting it be changed."""
        for segment in self._segments:
            segment.setEnabled(not read_only)
        self._fixed = read_only

    _fixed = False

    def _click(self, code: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        # Clicking the chosen one again takes the answer away.
        self._chosen, self._letters = ("" if code == self._chosen else code), ""
        self._show_chosen()
        self.settled.emit()

    def _show_chosen(self) -> None:
        shown = self.draft()
        meant = self._options.fitting(self._letters) if self._is_begun() else ()
        for segment, (code, _words) in zip(
            self._segments, self._options.pairs, strict=True
        ):
            segment.setChecked(code == shown)
            segment.set_meant(code in meant)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters choose; Delete takes away; Enter is done."""
        key, text = event.key(), event.text()
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if is_enter(event):
            self.finished.emit()
        elif key == Qt.Key.Key_Escape and self._is_begun():
            self.put_draft(self._chosen)
        elif self._fixed or held:
            event.ignore()
        elif Qt.Key(key) in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._type(self._letters[:-1])
        elif key == Qt.Key.Key_Space and not self._letters:
            self._step(0)
        elif text and text.isprintable():
            self._type(self._letters + text)
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        codes = [code for code, _words in self._options.pairs]
        now = self.draft()
        at = codes.index(now) + by if now in codes else (len(codes) if by < 0 else 0)
        self._chosen = codes[max(0, min(at, len(codes) - 1))]
        self._letters = ""
        self._changed()

    def _type(self, letters: str) -> None:
        taken_away = not letters and not self._letters
        self._letters = letters
        if taken_away or (letters and not self._is_begun()):
            self._chosen = ""
        self._changed()

    def _changed(self) -> None:
        self._show_chosen()
        self.typed.emit(self.draft())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is the current one."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pass the choice on when the field is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.put_draft(self.draft())
            self.settled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, and the letters typed so far."""
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus = self.hasFocus()
            edge = 1.0 if focus else 0.5
            painter.setPen(QPen(colours.colour("acc" if focus else "ctl"), 2 * edge))
            painter.setBrush(colours.colour("edit"))
            frame = QRectF(0, 0, self._wide, self.height())
            painter.drawRoundedRect(frame.adjusted(edge, edge, -edge, -edge), 4, 4)
            if self._letters:
                painter.setPen(colours.colour("text2"))
                painter.setFont(theme.font(theme.SMALL))
                box = QRectF(self._wide + 8, 0, self.width() - self._wide - 8, 24)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.letters)
