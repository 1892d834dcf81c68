"""Offers preferred terms while one is typed; to keep what was printed comes last."""

from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.drafts import OFFERS, capitalised
from ivig_abstractor.model.background import (
    ADVERSE_SYNONYMS,
    ADVERSE_TERMS,
    AdverseTerm,
)
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.reading import missing_code

_Index = QModelIndex | QPersistentModelIndex
_MOST = 9
_APART = 20
_LONGEST = 420
TAKEN = Qt.ItemDataRole.UserRole
BESIDE = Qt.ItemDataRole.UserRole + 1
WIDTHS = Qt.ItemDataRole.UserRole + 2


class _Offer(NamedTuple):
    """One line: its words, the text it enters, and what is known of it."""

    words: str
    text: str
    beside: tuple[str, str] = ("", "")


def matching(text: str) -> list[AdverseTerm]:
    """The terms a text may be the beginning or a part of, the likeliest first."""
    word = " ".join(text.split()).casefold()
    if not word:
        return []
    meant = {
        term.casefold()
        for printed, term in ADVERSE_SYNONYMS.items()
        if printed.casefold().startswith(word)
    }

    def rank(one: AdverseTerm) -> int:
        term = one.term.casefold()
        if term.startswith(word):
            return 0
        if term in meant or any(w.startswith(word) for w in term.split()):
            return 1
        return 2 if word in term else 3

    ranked = sorted((rank(one), one.term.casefold(), one) for one in ADVERSE_TERMS)
    return [one for at, _term, one in ranked if at < 3][:_MOST]


class _Offers(QAbstractListModel):
    """The terms that match, and to keep what was printed."""

    def __init__(self, parent: QCompleter) -> None:
        super().__init__(parent)
        self._offers: list[_Offer] = []
        self._widths = (0, 0, 0)

    def show(self, text: str, printed: str) -> None:
        """Offer what matches a text."""
        self.beginResetModel()
        self._offers = [
            _Offer(
                one.term,
                one.term,
                (
                    capitalised(_(one.organ_class.label)),
                    capitalised(_(one.group.label)),
                ),
            )
            for one in matching(text)
        ]
        kept = printed or text.strip()
        said = _("Keep as printed: {text}").format(text=kept)
        self._offers.append(_Offer(said, kept))
        self._widths = _column_widths(self._offers)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._offers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line, what it enters, and what stands beside it."""
        if not index.isValid() or not 0 <= index.row() < len(self._offers):
            return None
        offer = self._offers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return offer.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(one for one in (offer.words, *offer.beside) if one)
        held = {TAKEN: offer.text, BESIDE: offer.beside, WIDTHS: self._widths}
        return held.get(role)


def _known_of(term: AdverseTerm) -> tuple[str, str]:
    return capitalised(_(term.organ_class.label)), capitalised(_(term.group.label))


def _column_widths(offers: list[_Offer]) -> tuple[int, int, int]:
    """What the terms, the organ classes and the groups need."""
    bold, plain = theme.metrics(theme.SMALL, 600), theme.metrics(theme.SMALL)
    terms = [bold.horizontalAdvance(one.words) for one in offers[:-1]]
    organs, groups = (
        [plain.horizontalAdvance(one.beside[at]) for one in offers] for at in (0, 1)
    )
    return max(terms, default=0), max(organs, default=0), max(groups, default=0)


class _Lines(QStyledItemDelegate):
    """Draws term, organ class and special interest side by side."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Wide enough for all three."""
        wide = sum(_widths_of(index)) + 2 * _APART + 24
        kept = theme.metrics(theme.SMALL, 600).horizontalAdvance(str(index.data()))
        high = theme.line_height(theme.SMALL) + 8
        return QSize(max(wide, min(kept, _LONGEST) + 24, 260), high)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one line; a rule stands above the last."""
        colours = theme.tokens()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, colours.colour("sel" if chosen else "base"))
        organ, group = index.data(BESIDE)
        if not organ and index.row():
            painter.setPen(colours.colour("line"))
            painter.drawLine(box.topLeft(), box.topRight())
        painter.setFont(theme.font(theme.SMALL, 600 if chosen else 400))
        painter.setPen(colours.colour("onsel" if chosen else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = box.adjusted(8, 0, -8, 0)
        painter.drawText(room, middle, str(index.data()))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(colours.colour("onsel" if chosen else "text3"))
        beside = QRect(room)
        beside.setLeft(room.x() + _widths_of(index)[0] + _APART)
        painter.drawText(beside, middle, organ)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, group)
        painter.restore()


def _widths_of(index: _Index) -> tuple[int, int, int]:
    # Qt's completer stands between with a model of its own.
    widths: tuple[int, int, int] = index.data(WIDTHS) or (0, 0, 0)
    return widths


class TermCompleter(QCompleter):
    """The list under a cell that asks for a preferred term."""

    def __init__(self, spec: FieldSpec, line: QLineEdit, printed: str) -> None:
        super().__init__(line)
        self._spec = spec
        self._line = line
        self._printed = printed
        self._offers = _Offers(self)
        self.setModel(self._offers)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(_MOST + 1)
        self.setWidget(line)
        self._list = QListView()
        self.setPopup(self._list)
        self._list.setObjectName(OFFERS)
        self._list.setItemDelegate(_Lines(self._list))
        self._list.clicked.connect(self._on_clicked)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._line.setText(str(index.data(TAKEN)))

    def offer(self, _text: str = "") -> None:
        """Offer what matches the text of the line."""
        text = self._line.text()
        if not text.strip() or missing_code(text, self._spec) is not None:
            self._list.hide()
            return
        self._offers.show(text, self._printed)
        box = self._line.rect()
        box.setWidth(max(box.width(), self._list.sizeHintForColumn(0) + 4))
        self.complete(box)
        self.blockSignals(True)
        self._list.setCurrentIndex(self._offers.index(0, 0))
        self.blockSignals(False)

    def take(self) -> str:
        """Close the list; gives the text of the marked line, if it was open."""
        if not self._list.isVisible():
            return ""
        marked = self._list.currentIndex()
        self._list.hide()
        return str(marked.data(TAKEN) or "") if marked.isValid() else ""
