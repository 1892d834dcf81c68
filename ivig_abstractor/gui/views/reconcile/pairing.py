"""Which rows of the reviewers are about the same thing: confirm, split, draw."""

from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ChoiceButton,
    ElidedLabel,
    TextButton,
)
from ivig_abstractor.gui.views.reconcile.drawing import (
    BOX,
    paint_focus,
    paint_letter,
    paint_words,
    shared,
)
from ivig_abstractor.gui.views.reconcile.lines import Book
from ivig_abstractor.gui.views.reconcile.words import (
    kind_label,
    kind_of_rows,
    letter,
    row_name,
    row_number,
)
from ivig_abstractor.model.discrepancy import PairedRow

_Index = QModelIndex | QPersistentModelIndex
PAIR = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
ROW = 26
_MOST = 3
_BAR = 44
_INSET = 12
_SCORE = 36 + _BAR + 12
_SIGN = 18
_BESIDE_NAME = BOX + 8 + 30
"""The letter before a name, and the sign of the pair behind it."""
_DEED, _MARGIN = 24, 24
_MEASURED = 24
"""So many pairs say how wide their columns are: a study may have hundreds."""
_HOW: dict[str, str] = {
    "proposed": N_("proposed"),
    "confirmed": N_("confirmed"),
    "drawn": N_("drawn by hand"),
    "single": N_("nobody else has it"),
}


class PairModel(QAbstractListModel):
    """The pairs of one kind of rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.pairs: list[PairedRow] = []
        self._needs: list[int] = []

    def show(self, book: Book | None, pattern: str) -> None:
        """Show other pairs."""
        self.beginResetModel()
        self.book = book
        self.pairs = book.pairs(pattern) if book is not None else []
        self._needs = []
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many there are."""
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws, and what is read aloud."""
        if not index.isValid() or self.book is None:
            return None
        pair = self.pairs[index.row()]
        if role == PAIR:
            return pair
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            names = " = ".join(
                f"{letter(at)} {name or _('no such row')}"
                for at, name in enumerate(self.names(pair))
            )
            return f"{names}, {self.words(pair)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(
                "\n".join([*filter(None, self.names(pair)), *pair.reasons])
            )
        return None

    def names(self, pair: PairedRow) -> list[str]:
        """What each reviewer calls the row; empty where there is none."""
        if self.book is None:
            return []
        sides, arms = self.book.held.sides, self.book.arms
        return [
            f"{row_number(side, row)}  {row_name(side, row, names)}" if row else ""
            for side, row, names in zip(sides, pair.rows, arms, strict=False)
        ]

    def needs(self) -> list[int]:
        """How wide the names of each reviewer are, and at last how they were paired."""
        if not self._needs:
            measure = theme.metrics(theme.SMALL).horizontalAdvance
            said = [
                [o or _("no such row") for o in self.names(one)]
                for one in self.pairs[:_MEASURED]
            ]
            columns = zip(*said, strict=True)
            hows = {one.how for one in self.pairs}
            ends = [_SIGN + measure(_(_HOW[how])) for how in hows - {"proposed"}]
            self._needs = [max(map(measure, column)) + 1 for column in columns]
            self._needs.append(max([_SCORE, *ends]))
        return self._needs

    def rooms(self, width: int) -> list[int]:
        """Of the width of a row, what the names of each reviewer have."""
        *names, end = self.needs()
        left = width - 2 * _INSET - len(names) * _BESIDE_NAME - end
        return shared(names, left)

    @staticmethod
    def words(pair: PairedRow) -> str:
        """How the pair came about, and what speaks for it."""
        if pair.how != "proposed":
            return _(_HOW[pair.how])
        return " · ".join(pair.reasons)


class PairDelegate(QStyledItemDelegate):
    """Draws letters, names, and how sure or by whom they are paired, in one line."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One line."""
        return QSize(200, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one pair."""
        pair: PairedRow = index.data(PAIR)
        model = cast("PairModel", index.model())
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.tokens()
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, colours.colour("selsoft"))
            if state & QStyle.StateFlag.State_HasFocus:
                paint_focus(painter, area)
        names = model.names(pair)
        x, middle = area.x() + _INSET, area.y() + area.height() / 2
        for at, room in enumerate(model.rooms(area.width())):
            if at:
                icons.paint_icon(painter, "pair", x - 22, middle - 7, 14, "text3")
            paint_letter(painter, letter(at), x, middle)
            box = QRect(x + BOX + 8, area.y(), room, area.height())
            tint = "text" if names[at] else "text3"
            paint_words(painter, box, names[at] or _("no such row"), tint=tint)
            x += room + _BESIDE_NAME
        self._paint_how(painter, area, x - 12, pair)
        painter.restore()

    @staticmethod
    def _paint_how(painter: QPainter, area: QRect, x: int, pair: PairedRow) -> None:
        """Draw how sure the program is, or say how somebody paired them."""
        colours = theme.tokens()
        middle = area.y() + area.height() // 2
        if pair.how == "proposed":
            box = QRect(x, area.y(), 30, area.height())
            paint_words(painter, box, f"{pair.score:.2f}", weight=600)
            track = QRect(x + 36, middle - 4, _BAR, 8)
            painter.fillRect(track, colours.colour("base"))
            filled = QRect(track)
            filled.setWidth(round(_BAR * pair.score))
            painter.fillRect(filled, colours.colour("text2"))
            painter.setPen(colours.colour("ctl"))
            painter.drawRect(track.adjusted(0, 0, -1, -1))
            return
        sign = "dash" if pair.how == "single" else "tick"
        icons.paint_icon(painter, sign, x, middle - 6, 12, "text2")
        box = QRect(x + _SIGN, area.y(), area.right() - x - _SIGN, area.height())
        paint_words(painter, box, _(_HOW[pair.how]), tint="text2")


class PairList(QListView):
    """The pairs; says when the words below them have another width."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()


class Reasons(WrappedText):
    """What speaks for a pair, beside its buttons: as high as its words at a width.

    The layout is not asked for its height again and again, which is dear.
    """

    def __init__(self) -> None:
        super().__init__(most_lines=2)
        self.hide()

    def hasHeightForWidth(self) -> bool:
        """Its height is set with its words."""
        return False

    def show_words(self, words: str, width: int) -> None:
        """Show these words, or nothing."""
        if words:
            self.show_spans([Span(words, "text2")])
            self.setFixedHeight(self.heightForWidth(max(40, width)))
        if self.isHidden() is bool(words):
            self.setVisible(bool(words))


class PairingStrip(QWidget):
    """The pairs of one kind of rows, and what can be done with the chosen one."""

    confirmed = Signal(object)
    split = Signal(object)
    forgotten = Signal(object)
    drawn = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.kind = ChoiceButton()
        self.remark = ElidedLabel(tone="text2")
        self.model = PairModel(self)
        self.list = PairList()
        self.confirm = KeyButton(_("Confirm this pair"), "P")
        self.apart = TextButton(_("Split"))
        self.forget = TextButton(_("Forget the hand-made pair"))
        self.draw = TextButton(_("Pair with…"))
        self.deeds = (self.confirm, self.draw, self.apart, self.forget)
        self.reasons = Reasons()
        self.links = QHBoxLayout()
        self._book: Book | None = None
        self._pattern = ""
        self._writable = False
        self._arrange()
        self._connect()

    def show_book(self, book: Book, *, writable: bool) -> None:
        """Show the pairs of a study."""
        self._book, self._writable = book, writable
        patterns = book.patterns()
        if self._pattern not in patterns:
            self._pattern = patterns[0] if patterns else ""
        self._show_links()
        self._show_pairs()

    def show_kind(self, pattern: str) -> None:
        """Show the pairs of another kind of rows."""
        if pattern != self._pattern and self._book is not None:
            self._pattern = pattern
            self._show_links()
            self._show_pairs()

    def reveal(self, path: str) -> None:
        """Show the pair a path lies in."""
        pair = self._book.pair(path) if self._book is not None else None
        if pair is None:
            return
        self.show_kind(kind_of_rows(pair.path))
        for at, one in enumerate(self.model.pairs):
            if one.path == pair.path:
                self.list.setCurrentIndex(self.model.index(at))

    def current(self) -> PairedRow | None:
        """The chosen pair."""
        at = self.list.currentIndex().row()
        return self.model.pairs[at] if 0 <= at < len(self.model.pairs) else None

    def confirm_current(self) -> None:
        """Confirm the chosen pair."""
        pair = self.current()
        if pair is not None and self.confirm.isEnabled():
            self.confirmed.emit(pair)

    def _count(self, pattern: str) -> str:
        if self._book is None or not pattern:
            return ""
        pairs = self._book.pairs(pattern)
        paired = sum(one.is_paired for one in pairs)
        label = kind_label(self._book.held.consensus.form, pattern)
        said = _("{rows}, {n} of {all} paired")
        return said.format(rows=label, n=paired, all=len(pairs))

    def _doubt(self) -> str:
        """How many of the pairs that are shown rest on the program alone."""
        proposed = sum(one.how == "proposed" for one in self.model.pairs)
        if not proposed or not self._writable:
            return ""
        if proposed == sum(one.is_paired for one in self.model.pairs):
            return _("not confirmed, paired by the program")
        said = _("{n} not confirmed, paired by the program")
        return said.format(n=proposed)

    def _show_pairs(self) -> None:
        kept = self.list.currentIndex().row()
        self.kind.setText(self._count(self._pattern))
        self.kind.setAccessibleName(_("Rows: {which}").format(which=self.kind.text()))
        self.model.show(self._book, self._pattern)
        if self._book is not None:
            held = self._book.held
            said = " ".join((*held.reopened_by, *held.remarks))
            self.remark.setText(" · ".join(filter(None, (self._doubt(), said))))
        rows = max(1, min(_MOST, self.model.rowCount()))
        self.list.setFixedHeight(rows * ROW + 2)
        at = self.model.index(max(0, min(kept, self.model.rowCount() - 1)))
        self.list.setCurrentIndex(at)
        self._follow()
        self.setVisible(bool(self._pattern))

    def _show_reasons(self) -> None:
        """Say below the list what speaks for a pair, beside its buttons."""
        pair = self.current()
        told = pair is not None and pair.how == "proposed"
        shown = [one.sizeHint().width() for one in self.deeds if not one.isHidden()]
        beside = sum(shown) + 6 * len(shown)
        words = self.model.words(pair) if pair is not None and told else ""
        self.reasons.show_words(words, self.width() - 2 * _MARGIN - beside)

    def _show_deeds(self) -> None:
        pair = self.current()
        for part in self.deeds:
            part.setVisible(False)
        if pair is None or not self._writable:
            return
        several = sum(row is not None for row in pair.rows) > 1
        self.confirm.setVisible(several and pair.how == "proposed")
        self.confirm.setEnabled(several and pair.how == "proposed")
        self.apart.setVisible(several)
        self.forget.setVisible(pair.how in ("confirmed", "drawn"))
        self.draw.setVisible(None in pair.rows)

    def _show_links(self) -> None:
        """The kinds of rows that are not shown: two as links, all in the menu."""
        while (item := self.links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._book is None:
            return
        menu = QMenu(self.kind)
        others = [one for one in self._book.patterns() if one != self._pattern]
        for pattern in self._book.patterns():
            action = menu.addAction(self._count(pattern).replace("&", "&&"))
            action.triggered.connect(lambda _on, chosen=pattern: self.show_kind(chosen))
        self.kind.setMenu(menu)
        for pattern in others[:2]:
            link = TextButton(self._count(pattern), look="link")
            link.clicked.connect(lambda _on, chosen=pattern: self.show_kind(chosen))
            self.links.addWidget(link)

    def _offer_partners(self) -> None:
        """Offer the rows of the others that have no partner."""
        pair = self.current()
        if pair is None or self._book is None:
            return
        own = next((row for row in pair.rows if row is not None), "")
        menu = QMenu(self)
        for other in self.model.pairs:
            for at, row in enumerate(other.rows):
                free = other is not pair and row is not None and pair.rows[at] is None
                if not free or other.is_paired or row is None:
                    continue
                side, arms = self._book.held.sides[at], self._book.arms[at]
                words = f"{letter(at)}  {row_name(side, row, arms)}"
                action = menu.addAction(words.replace("&", "&&"))
                rows = (row, own) if _side_of(pair) > at else (own, row)
                action.triggered.connect(
                    lambda _on, drawn=rows: self.drawn.emit(*drawn)
                )
        if menu.isEmpty():
            menu.addAction(_("Every row of the others has a partner")).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.draw.mapToGlobal(QPoint(0, self.draw.height())))

    def _arrange(self) -> None:
        self.kind.setObjectName("headerChoice")
        self.kind.setPopupMode(ChoiceButton.ToolButtonPopupMode.InstantPopup)
        self.kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setObjectName("pairs")
        self.list.setAccessibleName(_("Pairs of rows"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(PairDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.forget.setToolTip(
            _("Leave the pairing of these rows to the program again")
        )
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.kind)
        head.addWidget(self.remark, 1)
        head.addLayout(self.links)
        self.links.setSpacing(12)
        across = QHBoxLayout()
        across.setContentsMargins(_INSET, 0, 12, 0)
        across.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(across)
        column.addLayout(self._below())

    def _below(self) -> QHBoxLayout:
        """The line of the chosen pair: what speaks for it, what can be done with it."""
        below = QHBoxLayout()
        below.setContentsMargins(_MARGIN, 0, 12, 2)
        below.setSpacing(6)
        # It stays where it is when a pair has neither reasons nor buttons.
        below.addStrut(_DEED)
        below.addWidget(self.reasons, 1)
        below.addStretch(0)
        for one in self.deeds:
            below.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        return below

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._follow)
        self.list.resized.connect(self._show_reasons)
        self.confirm.clicked.connect(self.confirm_current)
        self.apart.clicked.connect(lambda: self._tell(self.split))
        self.forget.clicked.connect(lambda: self._tell(self.forgotten))
        self.draw.clicked.connect(self._offer_partners)

    def _follow(self) -> None:
        self._show_deeds()
        self._show_reasons()

    def _tell(self, signal: Any) -> None:
        pair = self.current()
        if pair is not None:
            signal.emit(pair)


def _side_of(pair: PairedRow) -> int:
    """The first reviewer who has the row."""
    return next(at for at, row in enumerate(pair.rows) if row is not None)
