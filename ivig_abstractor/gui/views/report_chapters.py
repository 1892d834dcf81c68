"""The chapters of the report: which are printed, and on which pages."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.theme import font, tokens
from ivig_abstractor.gui.views.ticking import TickDelegate, is_checked, paint_box

_HEIGHT = 28
_EDGE, _BEFORE_TITLE, _BEFORE_PAGES = 12, 64, 8
_ID = Qt.ItemDataRole.UserRole
_PAGES = Qt.ItemDataRole.UserRole + 1
_FIRST = Qt.ItemDataRole.UserRole + 2
_NUMBER = Qt.ItemDataRole.UserRole + 3
_UNNUMBERED = "title"
FINDINGS = "findings"
"""The chapter that lists the errors."""
FLOW = "flow"
_Index = QModelIndex | QPersistentModelIndex


class ChapterList(QListWidget):
    """Chapters with a box each; Space leaves one out, going to one shows its page."""

    left_out_changed = Signal(object)
    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAccessibleName(_("Chapters"))
        self.setItemDelegate(ChapterDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._has_errors = False
        self.itemChanged.connect(self._tell)
        self.itemSelectionChanged.connect(self._go)
        self.itemActivated.connect(lambda _item: self._go())

    def left_out(self) -> tuple[str, ...]:
        """The ids of the chapters that are not to be printed."""
        return tuple(
            str(item.data(_ID))
            for item in self._items()
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable
            and item.checkState() is Qt.CheckState.Unchecked
        )

    def show_chapters(
        self, chapters: Sequence[dict[str, Any]], left_out: Sequence[str]
    ) -> None:
        """Show chapters as the report told them: id, title, content, pages."""
        row = max(0, self.currentRow())
        self.blockSignals(True)
        if [one["id"] for one in chapters] != [i.data(_ID) for i in self._items()]:
            self.clear()
            for one in chapters:
                item = QListWidgetItem(one["title"], self)
                item.setData(_ID, one["id"])
        number = 0
        for item, one in zip(self._items(), chapters, strict=True):
            _fill(item, one, is_wanted=one["id"] not in left_out)
            is_numbered = bool(one["first"]) and one["id"] != _UNNUMBERED
            number += is_numbered
            item.setData(_NUMBER, str(number) if is_numbered else "")
        self.setCurrentRow(row)
        self.blockSignals(False)
        self.viewport().update()

    def mark_errors(self, *, found: bool) -> None:
        """Mark the chapter in which errors are listed."""
        self._has_errors = found
        self.viewport().update()

    def is_marked(self, row: int) -> bool:
        """Say whether a chapter lists errors."""
        return self._has_errors and self.item(row).data(_ID) == FINDINGS

    def counts(self) -> tuple[int, int]:
        """How many chapters are printed, and how many there are; no title page."""
        items = [one for one in self._items() if one.data(_ID) != _UNNUMBERED]
        printed = [o for o in items if o.checkState() is Qt.CheckState.Checked]
        return len(printed), len(items)

    def has_content(self, chapter: str) -> bool:
        """Say whether a chapter has anything to print."""
        chosen = [one for one in self._items() if one.data(_ID) == chapter]
        return any(one.flags() & Qt.ItemFlag.ItemIsEnabled for one in chosen)

    def whole_width(self) -> int:
        """How wide the list is in which no title is cut."""
        words, bold = QFontMetrics(font(13)), QFontMetrics(font(13, 600))
        needed = (
            bold.horizontalAdvance(item.text())
            + words.horizontalAdvance(str(item.data(_PAGES) or ""))
            for item in self._items()
        )
        around = _BEFORE_TITLE + _BEFORE_PAGES + _EDGE
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.isVisible() else 0
        return max(needed, default=0) + around + taken + 2

    def step(self, steps: int) -> None:
        """Go to the next chapter that is printed, or an earlier one."""
        row = self.currentRow() + steps
        while 0 <= row < self.count():
            if self.item(row).data(_FIRST):
                self.setCurrentRow(row)
                return
            row += steps

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the pages to be turned; everything else is as in any list."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def show_page(self, page: int) -> None:
        """Mark the chapter a page belongs to."""
        firsts = [(int(item.data(_FIRST) or 0), item) for item in self._items()]
        begun = [item for first, item in firsts if 0 < first <= page]
        if begun and not self.hasFocus():
            self.blockSignals(True)
            self.setCurrentItem(begun[-1])
            self.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _tell(self) -> None:
        self.left_out_changed.emit(self.left_out())

    def _go(self) -> None:
        item = self.currentItem()
        if self.currentRow() >= 0 and item.data(_FIRST):
            self.page_wanted.emit(int(item.data(_FIRST)))


class ChapterDelegate(TickDelegate):
    """Draws box, number, title and pages of a chapter."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One line."""
        return QSize(100, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw a chapter."""
        place, state = option.rect, option.state
        flags = index.flags()
        is_enabled = bool(flags & Qt.ItemFlag.ItemIsEnabled)
        checked = is_checked(index)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(place, tokens().colour("sel"))
            painter.fillRect(place.left(), place.top(), 3, _HEIGHT, _colour("acc"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(_colour("acc"), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        x = place.left() + 12
        if is_enabled:
            paint_box(painter, x, place.top() + 6, checked=checked)
        tone = "onsel" if is_current else "text" if checked else "text3"
        painter.setPen(_colour(tone))
        painter.setFont(font(13, 600 if is_current else 400))
        middle = Qt.AlignmentFlag.AlignVCenter
        number = QRectF(x + 20, place.top(), 22, _HEIGHT)
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(number, right, str(index.data(_NUMBER) or ""))
        pages = str(index.data(_PAGES) or "")
        taken = QFontMetrics(font(13)).horizontalAdvance(pages)
        left = place.left() + _BEFORE_TITLE
        room = place.right() - _EDGE - taken - _BEFORE_PAGES - left
        title = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)),
            Qt.TextElideMode.ElideRight,
            int(room),
        )
        painter.drawText(QRectF(left, place.top(), room, _HEIGHT), middle, title)
        chapters = self.parent()
        if isinstance(chapters, ChapterList) and chapters.is_marked(index.row()):
            end = left + painter.fontMetrics().horizontalAdvance(title) + 8
            paint_icon(painter, "error", end, place.top() + 7, 14, "err")
        painter.setFont(font(13))
        painter.setPen(_colour("onsel" if is_current else "text3"))
        painter.drawText(place.adjusted(0, 0, -12, 0), right, pages)
        painter.restore()


def _fill(item: QListWidgetItem, chapter: dict[str, Any], *, is_wanted: bool) -> None:
    first, last = chapter["first"], chapter["last"]
    has_content = chapter["has_content"]
    flags = Qt.ItemFlag.ItemIsSelectable
    if has_content:
        flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
    item.setText(chapter["title"])
    item.setToolTip(chapter["title"])
    item.setFlags(flags)
    wanted = has_content and is_wanted
    item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    if not has_content:
        pages = said = _("nothing yet")
    elif not is_wanted:
        pages = said = _("left out")
    else:
        pages = f"{first}–{last}" if last > first else str(first or "")
        said = ngettext("page {pages}", "pages {pages}", 1 + last - first).format(
            pages=pages
        )
    item.setData(_PAGES, pages)
    item.setData(_FIRST, first)
    words = f"{chapter['title']}, {said}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)


def _colour(name: str) -> Any:
    return tokens().colour(name)
