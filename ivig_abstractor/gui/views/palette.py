"""One box that finds fields, commands and studies; prefixes narrow the search."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.theme import font, tokens
from ivig_abstractor.gui.views.parts import IconLabel, KeyHint

_Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
_ROW = 28
_SHOWN = 7
_SHOWN_ALONE = 60
_PREFIXES = {"#": "field", ">": "command", "@": "study"}
UNASKED = "unasked"
"""The group of what is only told where nothing else is found."""
_SIGNS = {"field": "field", "command": "command", "study": "document"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its words, what is said beside, its key, the way.

    `also` is found too, and shown then after `lead`, from the sentence that was meant.
    `near` says how near it is to where the cursor stands; 0 is elsewhere.
    """

    group: str
    title: str
    beside: str = ""
    keys: str = ""
    sign: str = ""
    tint: str = "text2"
    go: Callable[[], None] | None = None
    also: str = ""
    lead: str = ""
    near: int = 0

    @property
    def is_head(self) -> bool:
        """Say whether it is the head of a group and cannot be chosen."""
        return self.go is None

    def matches(self, words: Sequence[str]) -> bool:
        """Say whether every word occurs."""
        text = f"{self.title} {self.beside} {self.also}".casefold()
        return all(word in text for word in words)

    def said(self, words: Sequence[str]) -> str:
        """What stands beside the title: where the words are, if not in the title."""
        seen = f"{self.title} {self.beside}".casefold()
        lacking = [word for word in words if word not in seen]
        if not lacking or not self.also:
            return self.beside
        # Sentences before the one that was meant, such as the authors, say nothing.
        parts = self.also.split(". ")
        meant = (at for at, one in enumerate(parts) if lacking[0] in one.casefold())
        return self.lead + ". ".join(parts[next(meant, 0) :])

    def rank(self, words: Sequence[str]) -> tuple[int, int, int]:
        """Better matches first: what is near, the name itself, a word of it."""
        title = self.title.casefold()
        leaf = title.rpartition("›")[2].strip()
        if not words:
            return 0, 0, 0
        first = words[0]
        found = (
            leaf == " ".join(words),
            leaf.startswith(first),
            f" {first}" in leaf,
            first in leaf,
            f" {first}" in f" {title}",
        )
        # Every field of a section has the words of its title: they make none nearer.
        near = self.near if any(found[:4]) else 0
        return -near, (found.index(True) if True in found else len(found)), len(title)


class EntryItemModel(QAbstractListModel):
    """What was found, group by group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.words: tuple[str, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are, heads included."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(
                one for one in (entry.title, entry.beside, entry.keys) if one
            )
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Heads are passed over."""
        if index.isValid() and self.entries[index.row()].is_head:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def show(self, entries: list[Entry], words: tuple[str, ...]) -> None:
        """Show what was found for the words."""
        self.beginResetModel()
        self.entries, self.words = entries, words
        self.endResetModel()


class EntryDelegate(QStyledItemDelegate):
    """Draws a line of the palette with the matching letters in bold."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Every line is equally high."""
        return QSize(300, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw a head or an entry."""
        entry: Entry = index.data(ENTRY)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if entry.is_head:
            self._paint_head(painter, area, entry, first=index.row() == 0)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            words = index.model().words  # type: ignore[attr-defined]
            self._paint_entry(painter, area, entry, words, chosen=chosen)
        painter.restore()

    @staticmethod
    def _paint_head(
        painter: QPainter, area: QRect, entry: Entry, *, first: bool
    ) -> None:
        t = tokens()
        if not first:
            painter.setPen(t.colour("line"))
            painter.drawLine(area.topLeft(), area.topRight())
        inner = area.adjusted(12, 0, -12, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(11, 600))
        painter.setPen(t.colour("text2"))
        painter.drawText(inner, align, entry.title)
        painter.setFont(font(11))
        painter.setPen(t.colour("text3"))
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignRight, entry.beside)

    def _paint_entry(
        self,
        painter: QPainter,
        area: QRect,
        entry: Entry,
        words: Sequence[str],
        *,
        chosen: bool,
    ) -> None:
        t = tokens()
        tone = "onsel" if chosen else "text"
        if chosen:
            painter.fillRect(area, t.colour("sel"))
        y = area.y() + (area.height() - 16) / 2
        paint_icon(
            painter,
            _SIGNS[entry.group],
            area.x() + 12,
            y,
            16,
            "onsel" if chosen else "text2",
        )
        right = area.right() - 12
        if entry.keys:
            right = self._paint_keys(painter, area, entry.keys, chosen=chosen)
        if entry.sign:
            paint_icon(painter, entry.sign, right - 14, y + 1, 14, entry.tint)
            right -= 22
        x = self._paint_title(painter, area, entry.title, words, tone, right)
        painter.setFont(font(12))
        painter.setPen(t.colour("onsel" if chosen else "text2"))
        room = QRect(x + 8, area.y(), max(0, right - x - 16), area.height())
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(
                entry.said(words), Qt.TextElideMode.ElideRight, room.width()
            ),
        )

    @staticmethod
    def _paint_keys(painter: QPainter, area: QRect, keys: str, *, chosen: bool) -> int:
        t = tokens()
        painter.setFont(font(11))
        width = painter.fontMetrics().horizontalAdvance(keys) + 9
        box = QRect(area.right() - 12 - width, area.y() + 5, width, area.height() - 11)
        painter.setPen(t.colour("acc" if chosen else "line"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(t.colour("onsel" if chosen else "text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)
        return box.left() - 8

    @staticmethod
    def _paint_title(
        painter: QPainter,
        area: QRect,
        title: str,
        words: Sequence[str],
        tone: str,
        right: int,
    ) -> int:
        """Draw the title; returns where it ends."""
        painter.setPen(tokens().colour(tone))
        x = area.x() + 36
        for text, bold in split_matches(title, words):
            painter.setFont(font(13, 600 if bold else 400))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, max(0, right - x)
            )
            width = painter.fontMetrics().horizontalAdvance(shown)
            box = QRect(x, area.y(), width + 2, area.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            x += width
        return x


def split_matches(title: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut a title into stretches that match a word and stretches that do not."""
    lower = title.casefold()
    if len(lower) != len(title):
        return [(title, False)]
    marks = [False] * len(title)
    for word in words:
        at = lower.find(word)
        while at != -1:
            marks[at : at + len(word)] = [True] * len(word)
            at = lower.find(word, at + 1)
    cut: list[tuple[str, bool]] = []
    for letter, bold in zip(title, marks, strict=True):
        if cut and cut[-1][1] == bold:
            cut[-1] = (cut[-1][0] + letter, bold)
        else:
            cut.append((letter, bold))
    return cut


class Palette(QWidget):
    """Covers the window while it is open; Esc leads back to where one was."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups: dict[str, tuple[str, list[Entry]]] = {}
        self._only = ""
        self._back: QWidget | None = None
        self.frame = QFrame(self)
        self.frame.setObjectName("palette")
        self.box = QLineEdit()
        self.model = EntryItemModel(self)
        self.list = QListView()
        self.back_hint = KeyHint("Esc", "")
        self._arrange()
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)
        self.list.clicked.connect(lambda _at: self._take())
        parent.installEventFilter(self)
        self.hide()

    def open(
        self,
        groups: Iterable[tuple[str, str, list[Entry]]],
        prefix: str = "",
        back: str = "",
    ) -> None:
        """Show the box over the window; groups are (name, title, entries)."""
        self._groups = {name: (title, entries) for name, title, entries in groups}
        window = self.window()
        self._back = window.focusWidget()
        self._only = ""
        self.back_hint.say(
            _("back to {place}").format(place=back) if back else _("close")
        )
        self._place()
        self.show()
        self.raise_()
        self.box.setText(prefix)
        self._search(prefix)
        self.box.setFocus()

    def close_palette(self) -> None:
        """Go away, back to where the reviewer was."""
        if self.isHidden():
            return
        self.hide()
        if self._back is not None:
            self._back.setFocus()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the window's size, and let the box drive the list."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.box and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in (
                Qt.Key.Key_Escape,
                Qt.Key.Key_Up,
                Qt.Key.Key_Down,
            ):
                event.accept()
                return True
        if watched is self.box and event.type() == QEvent.Type.FocusOut:
            self._maybe_close()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box closes it."""
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies below."""
        shade = QColor(tokens().colour("text" if not tokens().dark else "desk"))
        shade.setAlpha(70 if not tokens().dark else 150)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), shade)

    def _arrange(self) -> None:
        self.box.setPlaceholderText(_("Find a field, study or command"))
        self.box.setAccessibleName(_("Find a field, study or command"))
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(_("What was found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.setContentsMargins(14, 0, 12, 0)
        top.setSpacing(10)
        top.addWidget(IconLabel("search"))
        top.addWidget(self.box, 1)
        for key, words in (
            ("#", N_("fields")), (">", N_("commands")), ("@", N_("studies"))
        ):  # fmt: skip
            top.addWidget(KeyHint(key, _(words)))
        head = QWidget()
        head.setFixedHeight(42)
        head.setLayout(top)
        foot = QWidget()
        foot.setObjectName("paletteFoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(32)
        hints = QHBoxLayout(foot)
        hints.setContentsMargins(12, 0, 12, 0)
        hints.setSpacing(14)
        hints.addWidget(KeyHint("Return", _("go")))
        hints.addWidget(KeyHint("Tab", _("show only this group")))
        hints.addStretch(1)
        hints.addWidget(self.back_hint)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addWidget(foot)

    def _place(self) -> None:
        outer = self.parent()
        if not isinstance(outer, QWidget):
            return
        self.setGeometry(outer.rect())
        width = min(600, outer.width() - 40)
        rows = min(16, max(1, self.model.rowCount()))
        height = min(44 + 32 + rows * _ROW + 4, outer.height() - 100)
        self.frame.setGeometry((outer.width() - width) // 2, 64, width, height)

    def _search(self, text: str) -> None:
        only = _PREFIXES.get(text[:1], self._only)
        bare = text[1:] if text[:1] in _PREFIXES else text
        words = tuple(bare.casefold().split())
        found: list[Entry] = []
        for name, (title, entries) in self._groups.items():
            if name == UNASKED or (only and name != only):
                continue
            fitting = [entry for entry in entries if entry.matches(words)]
            if not fitting:
                continue
            fitting.sort(key=lambda entry: entry.rank(words))
            shown = fitting[: _SHOWN_ALONE if only else _SHOWN]
            count = _("{shown} of {all}").format(shown=len(shown), all=len(fitting))
            found.append(Entry(name, title, count))
            found += shown
        if not found:
            unasked = self._groups.get(UNASKED, ("", []))[1]
            found = [entry for entry in unasked if entry.matches(words)][:_SHOWN]
        if not found:
            found = [Entry("", _("Nothing has these words."), "")]
        self.model.show(found, words)
        self._place()
        self._choose(1)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self._step(-1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            entry = self._current()
            self._only = "" if self._only or entry is None else entry.group
            self._search(self.box.text())
        else:
            return False
        return True

    def _step(self, steps: int) -> None:
        row = self.list.currentIndex().row() + steps
        while 0 <= row < len(self.model.entries) and self.model.entries[row].is_head:
            row += steps
        self._choose(row)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.model.entries) and not self.model.entries[row].is_head:
            at = self.model.index(row)
            self.list.setCurrentIndex(at)
            self.list.scrollTo(at)

    def _current(self) -> Entry | None:
        at = self.list.currentIndex()
        return self.model.entries[at.row()] if at.isValid() else None

    def _take(self) -> None:
        entry = self._current()
        if entry is not None and entry.go is not None:
            self.close_palette()
            entry.go()

    def _maybe_close(self) -> None:
        window = self.window()
        focus = window.focusWidget()
        if (
            self.isVisible()
            and window.isActiveWindow()
            and focus not in (self.box, None)
        ):
            self._back = None
            self.close_palette()
