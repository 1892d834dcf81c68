"""Lists whose lines are ticked: the box, and what ticks it."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.theme import font, tokens

_BOX, _INDENT, _HEIGHT = 16, 12, 24
_Index = QModelIndex | QPersistentModelIndex


class TickDelegate(QStyledItemDelegate):
    """Draws a box and words; Space and a click on the box tick it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One line."""
        return QSize(100, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw a line."""
        place, state = option.rect, option.state
        checked = is_checked(index)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(place, tokens().colour("sel"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tokens().colour("acc"), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        x, y = place.left() + _INDENT, place.top() + (place.height() - _BOX) // 2
        paint_box(painter, x, y, checked=checked)
        tone = "onsel" if is_current else "text" if checked else "text3"
        painter.setPen(tokens().colour(tone))
        painter.setFont(font(13))
        room = place.adjusted(_INDENT + _BOX + 8, 0, -_INDENT, 0)
        words = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)),
            Qt.TextElideMode.ElideRight,
            room.width(),
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Tick or untick by Space, and by the mouse on the box."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        is_space = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        )
        left = option.rect.left()
        is_click = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.position().x() - left < _INDENT + _BOX + 6
        )
        if not (is_space or is_click):
            return False
        checked = is_checked(index)
        other = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)


def is_checked(index: _Index) -> bool:
    """Say whether a line is ticked."""
    state = index.data(Qt.ItemDataRole.CheckStateRole)
    return state is not None and Qt.CheckState(state) is Qt.CheckState.Checked


def paint_box(painter: QPainter, x: int, y: int, *, checked: bool) -> None:
    """Draw the box of a line, ticked or not."""
    colour = tokens().colour
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour("acc" if checked else "ctl"))
    painter.setBrush(colour("acc" if checked else "edit"))
    painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, _BOX - 1, _BOX - 1), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if checked:
        paint_icon(painter, "tick", x + 2, y + 2, 12, "onacc")
