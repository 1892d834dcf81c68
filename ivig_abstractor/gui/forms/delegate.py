"""How a cell of a grid is drawn, and the one-line editor that opens in it."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import (
    LONGEST,
    Options,
    is_enter,
    is_offering,
    is_term,
)
from ivig_abstractor.gui.forms.grid import Index, Look, RowsItemModel
from ivig_abstractor.gui.forms.offering import OptionCompleter, mark_meant, take_meant
from ivig_abstractor.gui.forms.terms import TermCompleter
from ivig_abstractor.gui.forms.ways import WayChoices
from ivig_abstractor.gui.forms.wrapping import wrapped
from ivig_abstractor.model.finding import Severity
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.reading import Way

_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_TAKING = {Kind.CHOICE, Kind.ARM, Kind.CHOICES}
SIGN = 17
"""The width of the sign ahead of evidence, and of the space behind it."""

_QUIET = ("derived", "evidence", "unasked")


class CellEditor(QLineEdit):
    """The line that opens in a cell; choices complete as they are typed."""

    changed = Signal(QWidget)
    left = Signal(QKeyEvent)
    block_pasted = Signal(QWidget)

    def __init__(self, spec: FieldSpec, options: Options, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self._options = options
        self.setMaxLength(LONGEST)
        self.setFrame(False)
        if spec.kind in _TAKING:
            self.setCompleter(OptionCompleter(options, self))
        self.textEdited.connect(self._on_edited)
        self.loaded = False
        self.ways: WayChoices | None = None
        self.terms: TermCompleter | None = None

    def _on_edited(self, _text: str) -> None:
        if self.spec.kind in _TAKING:
            mark_meant(self.completer(), self)
        if self.terms is not None:
            self.terms.offer()
        self.widen()
        self.changed.emit(self)

    @property
    def is_offering(self) -> bool:
        """Say whether a list of options or terms is open."""
        return is_offering(self.terms or self.completer())

    def widen(self) -> None:
        """Be as wide as the text, as far as the grid goes."""
        needed = self.fontMetrics().horizontalAdvance(self.text()) + 18
        grid = self.parentWidget()
        room = grid.width() - self.x() if grid is not None else 0
        if needed > self.width() and room > self.width():
            self.resize(min(needed, room), self.height())

    def answer_text(self) -> str:
        """The text to be passed on: the code of an option, or what was typed."""
        text = self.text()
        if self.spec.kind not in _TAKING or not text.strip():
            return text
        if self.spec.kind is Kind.CHOICES:
            parts = [one.strip() for one in text.replace(",", ";").split(";")]
            return "; ".join(self._options.code(one) for one in parts if one)
        return self._options.code(text)

    def event(self, event: QEvent) -> bool:
        """Enter and Tab leave the cell also while options are offered.

        The list of options hands its keys on behind the back of event filters.
        """
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (is_enter(event) or event.key() in _TABS)
            and self.is_offering
        ):
            self.left.emit(event)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter that chooses what the text means is not typed, nor is a block."""
        if event.matches(QKeySequence.StandardKey.Paste) and _is_block():
            self.block_pasted.emit(self)
            return
        if self.ways is None or not self.ways.takes(event, self.text()):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """No list stays open for a line that goes; Qt would delete it while active."""
        super().hideEvent(event)
        popup = (self.terms or self.completer()).popup() if self.is_offering else None
        if popup is not None:
            popup.hide()

    def take_completion(self) -> None:
        """Take the option or the meaning that is marked, if there is one."""
        if self.ways is not None and self.ways.marked is not None:
            self.setText(self.ways.marked.text)
        if self.terms is not None:
            self.setText(self.terms.take() or self.text())
            return
        words = take_meant(self.completer(), self.text())
        if words:
            self.setText(words)


def _printed(model: RowsItemModel, index: Index) -> str:
    """What the paper prints for the effect of a row."""
    beside = next(
        (
            at
            for at, one in enumerate(model.columns)
            if one.spec is not None and one.spec.name == "printed"
        ),
        index.column(),
    )
    answer = model.answer(model.index(index.row(), beside))
    return answer if isinstance(answer, str) and type(answer) is str else ""


def _is_block() -> bool:
    """Say whether the clipboard holds more than one cell."""
    text = QGuiApplication.clipboard().text().strip("\r\n")
    return any(sign in text for sign in "\t\r\n")


class CellDelegate(QStyledItemDelegate):
    """Draws cells and opens their editors; leaving keys are told to the grid."""

    block_wanted = Signal()
    leaving = Signal(int)
    editing = Signal(QWidget)
    edited = Signal(QWidget)

    def __init__(
        self, model: RowsItemModel, text_height: Callable[[int], int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._text_height = text_height

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, frame and text of one cell."""
        colours = theme.tokens()
        box = QRect(option.rect)
        box.setHeight(self._text_height(index.row()) - 1)
        state = option.state
        look = self._model.look(index)
        severity = look.severity
        grave = severity in (Severity.ERROR, Severity.QUERY)
        here = bool(state & QStyle.StateFlag.State_HasFocus)
        # Where one stands the frame says so, and the ground still what is wrong.
        chosen = bool(state & QStyle.StateFlag.State_Selected) and not (here and grave)
        ground = "alt" if look.kind in _QUIET else "base"
        if look.is_fresh:
            ground = "paste"
        if grave:
            ground = "errbg" if severity == Severity.ERROR else "qrybg"
        if chosen:
            ground = "sel"
        painter.save()
        painter.fillRect(box, colours.colour(ground))
        if grave:
            edge = "errln" if severity == Severity.ERROR else "qryln"
            painter.setPen(colours.colour(edge))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        if look.text:
            _paint_text(painter, box, look, chosen=chosen)
        elif look.is_left:
            tint = "onsel" if chosen else "text2"
            # At its own size its line is as strong as that of letters.
            right = bool(look.align & Qt.AlignmentFlag.AlignRight)
            x = box.right() - 19.5 if right else box.x() + 4.5
            icons.paint_icon(painter, "blank", x, box.y() + 5.5, 16, tint)
        if here:
            painter.setPen(QPen(colours.colour("acc"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """Open the line of a cell."""
        model = index.model()
        assert isinstance(model, RowsItemModel)  # noqa: S101  (its only model)
        spec = model.spec_at(index)
        assert spec is not None  # noqa: S101  (other columns cannot be edited)
        options = Options(spec)
        if spec.kind is Kind.ARM:
            pairs = tuple((one, name or one) for one, name in model.arms.items())
            options.set_pairs(pairs)
        editor = CellEditor(spec, options, parent)
        if is_term(spec):
            editor.terms = TermCompleter(spec, editor, _printed(model, index))
        editor.setObjectName(model.path(index) or f"{model.container}[]:{spec.name}")
        editor.setAccessibleName(_(spec.label))
        editor.setAccessibleDescription(_(spec.item.help))
        editor.setAlignment(index.data(Qt.ItemDataRole.TextAlignmentRole))
        editor.setStyleSheet(
            f"border: 2px solid {theme.tokens().acc}; border-radius: 0; padding: 0 3px;"
        )
        editor.setFont(theme.font(theme.SMALL))
        editor.changed.connect(self.edited)
        editor.block_pasted.connect(self._leave_block)
        editor.left.connect(lambda event: self._leave(editor, event))
        self.editing.emit(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the line once; an answer that comes back does not disturb typing."""
        if isinstance(editor, CellEditor) and not editor.loaded:
            editor.loaded = True
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Pass on what was typed."""
        if isinstance(editor, CellEditor) and isinstance(model, RowsItemModel):
            model.setData(index, editor.answer_text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The line covers the cell, wider if its text needs it, never the message."""
        box = QRect(option.rect)
        box.setHeight(self._text_height(index.row()) - 1)
        editor.setGeometry(box)
        if isinstance(editor, CellEditor):
            editor.widen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab leave the cell; the grid decides where to."""
        pressed = isinstance(event, QKeyEvent) and (
            event.type() == QEvent.Type.KeyPress
        )
        if (
            pressed
            and isinstance(watched, CellEditor)
            and isinstance(event, QKeyEvent)
            and self._leave(watched, event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _leave_block(self, editor: QWidget) -> None:
        """More than one cell is pasted into cells, not into the line of one."""
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        self.block_wanted.emit()

    def take_way(self, editor: CellEditor, way: Way) -> None:
        """Enter what a text was chosen to mean, and go on as Enter does."""
        editor.setText(way.text)
        if editor.ways is not None:
            editor.ways.show_ways(())
        enter = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
        )
        self._leave(editor, enter)

    def _leave(self, editor: CellEditor, event: QKeyEvent) -> bool:
        key = event.key()
        tab = key in _TABS
        upright = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if not (is_enter(event) or tab or (upright and not event.modifiers())):
            return False
        meant = editor.ways is not None and bool(editor.ways.ways)
        if upright and (editor.is_offering or meant):
            return False
        editor.take_completion()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.leaving.emit(key)
        return True


def _paint_text(painter: QPainter, box: QRect, look: Look, *, chosen: bool) -> None:
    """Draw what a cell says, behind the sign of a missing code or of evidence."""
    # Whatever the other cells of the row need, each begins at the same height.
    place = box.adjusted(theme.CELL_SIDE, 0, -theme.CELL_SIDE, 0)
    place.setHeight(theme.ROW - 1)
    painter.setFont(theme.font(theme.SMALL))
    tint = "text2" if look.is_missing or look.kind in _QUIET else "text"
    if look.kind == "new":
        tint = "text3"
    if chosen:
        tint = "onsel"
    align = look.align
    metrics, step = theme.metrics(theme.SMALL), theme.line_height(theme.SMALL)
    if look.is_missing:
        wide = metrics.horizontalAdvance(look.text)
        right = bool(align & Qt.AlignmentFlag.AlignRight)
        x = place.right() - wide - 15 if right else place.x()
        icons.paint_icon(painter, "missing", x, box.y() + 8, 12, tint)
        place.setLeft(x + 16)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    elif look.kind == "evidence":
        icons.paint_icon(painter, "pilcrow", place.x(), box.y() + 8, 12, tint)
        place.adjust(SIGN, 0, 0, 0)
    painter.setPen(theme.tokens().colour(tint))
    side = Qt.TextElideMode.ElideRight
    room = place.width() + 1
    for line in wrapped(look.text, room, 1 + (box.height() + 1 - theme.ROW) // step):
        painter.drawText(place, align, metrics.elidedText(line, side, room))
        place.translate(0, step)
