"""What still stands between a study and its completion, each line a link."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.theme import metrics, tokens
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog
from ivig_abstractor.gui.views.findings_panel import (
    FINDING,
    ROW,
    FindingListView,
    draw_go,
    draw_rule,
    draw_words,
    go_area,
    message,
    sign_of,
    spoken,
)
from ivig_abstractor.gui.views.parts import KeyHint, TextButton, label
from ivig_abstractor.model.absence import (
    blanks_to_set,
    codes_for_many,
    scope_read,
)
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import COMPLETENESS, Finding, Severity
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.model.progress import blanks

_Index = QModelIndex | QPersistentModelIndex
_NAME = Qt.ItemDataRole.UserRole + 1
_IS_BLANK = Qt.ItemDataRole.UserRole + 2
_INSET = 20
_MARGIN = 12
"""Left and right of what is chosen; the bar to scroll with fits into it."""

_TEXT = _INSET + 22
_BETWEEN = " › "


class BlockerItemModel(QAbstractListModel):
    """Findings first, then the blanks below the names of their sections.

    What stands over others cannot be chosen.
    """

    def __init__(
        self,
        blockers: Sequence[Finding],
        abstraction: Abstraction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._blank = {placed.path for placed in blanks(abstraction)}
        self.findings = sorted(blockers, key=self._urgency)
        self._places = [place_words(abstraction, one.path) for one in self.findings]
        self._rows: list[str | int] = []
        over = ""
        for at, place in enumerate(self._places):
            is_blank = self._is_blank(self.findings[at])
            head = place.partition(_BETWEEN)[0] if is_blank else _("Findings")
            if head != over:
                self._rows.append(head)
                over = head
            self._rows.append(at)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are, with those of the sections."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only blockers are chosen; the keyboard passes the sections."""
        if self.finding_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate draws; what is read aloud is the whole sentence."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if isinstance(row, str):
            return row if role in (*words, _NAME) else None
        finding, place = self.findings[row], self._places[row]
        if role in words:
            return spoken(finding, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{place}: {message(finding)}")
        known: dict[int, Any] = {
            FINDING: finding,
            _NAME: place.partition(_BETWEEN)[2] if self._is_blank(finding) else place,
            _IS_BLANK: self._is_blank(finding),
        }
        return known.get(role)

    def finding_at(self, row: int) -> Finding | None:
        """The blocker in a line; none where the name of a section stands."""
        at = self._rows[row] if 0 <= row < len(self._rows) else ""
        return None if isinstance(at, str) else self.findings[at]

    def has_blanks(self) -> bool:
        """Say whether a field that was left blank is among them."""
        return any(self._is_blank(one) for one in self.findings)

    def counted(self) -> str:
        """How many of each kind there are, in words."""
        blanks, errors, queries, others = map(len, self._by_kind())
        said = (
            (errors, ngettext("{n} error", "{n} errors", errors)),
            (others, ngettext("{n} open point", "{n} open points", others)),
            (queries, ngettext("{n} query", "{n} queries", queries)),
            (blanks, ngettext("{n} blank field", "{n} blank fields", blanks)),
        )
        counted = [words.format(n=count) for count, words in said if count]
        first, last = ", ".join(counted[:-1]), "".join(counted[-1:])
        return _(" and ").join(one for one in (first, last) if one)

    def _by_kind(self) -> tuple[list[Finding], ...]:
        """Blank fields, errors, queries, and what else a complete study must have."""
        blank = [one for one in self.findings if self._is_blank(one)]
        checked = [one for one in self.findings if one.rule != COMPLETENESS]
        errors = [one for one in checked if one.severity is Severity.ERROR]
        queries = [one for one in checked if one.severity is not Severity.ERROR]
        known = (*blank, *checked)
        return blank, errors, queries, [o for o in self.findings if o not in known]

    def has_others(self) -> bool:
        """Say whether something is open besides blank fields."""
        return not all(self._is_blank(one) for one in self.findings)

    def _urgency(self, finding: Finding) -> tuple[bool, bool]:
        """Errors come before queries, and these before what is only blank."""
        query = finding.severity is not Severity.ERROR
        return self._is_blank(finding), query

    def _is_blank(self, finding: Finding) -> bool:
        return finding.rule == COMPLETENESS and finding.path in self._blank


class BlockerListView(FindingListView):
    """The lines, with the same margin on both sides; that under the mouse is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def go_rect(self, at: _Index) -> QRect:
        """Where the way there is drawn in a line."""
        return self.go_in(self.visualRect(at))

    def go_in(self, area: QRect) -> QRect:
        """Where the way there stands; a bar to scroll with does not move it."""
        return go_area(QRect(0, area.y(), self.width(), area.height()), _INSET)


class BlockerDelegate(QStyledItemDelegate):
    """Draws a section in bold, a blank field as its name, the rest with its words.

    The way there stands in the line that is current, and in that under the mouse.
    """

    def __init__(self, view: BlockerListView) -> None:
        super().__init__(view)
        self._list = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Every line is equally high."""
        return QSize(200, max(ROW, metrics(12).height() + 6))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Draw one line."""
        area: QRect = option.rect
        finding: Finding | None = index.data(FINDING)
        name = str(index.data(_NAME))
        painter.save()
        if finding is None:
            place = area.adjusted(_INSET, 4, -_INSET, 0)
            draw_words(painter, place, name, (12, 600), "text2")
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            self._draw_chosen(painter, area, option.state)
        tone = "onsel" if chosen else "text"
        sign, tint = sign_of(finding)
        # A ring is half as wide as its picture: its edge keeps the inset, too.
        x = area.x() + _INSET - (4 if sign == "blank" else 1)
        paint_icon(painter, sign, x, area.y() + (area.height() - 16) / 2, 16, tint)
        go = self._list.go_in(area)
        place = QRect(area.x() + _TEXT, area.y(), 0, area.height())
        place.setRight(go.x() - 12)
        if index.data(_IS_BLANK):
            draw_words(painter, place, name, (12, 400), tone)
        else:
            if finding.rule != COMPLETENESS:
                place.setRight(draw_rule(painter, go, finding, chosen=chosen) - 16)
            draw_words(painter, place, name, (12, 600), tone)
            taken = metrics(12, 600).horizontalAdvance(name)
            place.setLeft(place.x() + (taken + 16 if name else 0))
            draw_words(painter, place, message(finding), (12, 400), tone)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            draw_go(painter, go, chosen=chosen)
        painter.restore()

    def _draw_chosen(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag
    ) -> None:
        right = min(area.right(), self._list.width() - _MARGIN - 1)
        place = QRect(area.topLeft(), area.bottomRight())
        place.setLeft(_MARGIN)
        place.setRight(right)
        painter.fillRect(place, tokens().colour("sel"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(tokens().colour("acc"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))


class BlockersDialog(CentredDialog):
    """Lists the blockers, blanks last; Enter goes to one and closes the list."""

    go_requested = Signal(str)
    set_requested = Signal()

    def __init__(
        self,
        study: str,
        blockers: Sequence[Finding],
        abstraction: Abstraction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("blockers")
        self.setWindowTitle(_("{study} cannot be completed yet").format(study=study))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = BlockerItemModel(blockers, abstraction, self)
        self.resize(780 if self.model.has_others() else 560, 480)
        self.list = BlockerListView()
        self.list.setObjectName("findings")
        self.list.setModel(self.model)
        self.list.setItemDelegate(BlockerDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("What is open"))
        # The first line is the name of a section.
        self.list.setCurrentIndex(self.model.index(1))
        self.list.gone.connect(self._go)
        row = QHBoxLayout()
        row.setContentsMargins(_INSET, 0, _INSET, 14)
        row.addWidget(KeyHint("Return", _("go there")))
        row.addStretch(1)
        self.set_blanks = TextButton(_("Set missing codes…"))
        self.set_blanks.setVisible(_has_blanks(abstraction))
        self.set_blanks.clicked.connect(self._set)
        row.addWidget(self.set_blanks)
        leave = TextButton(_("Close"))
        leave.clicked.connect(self.reject)
        row.addWidget(leave)
        head = label(self._head())
        head.setWordWrap(True)
        head.setContentsMargins(_INSET, 16, _INSET, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """End with a whole line."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        cut = self.list.viewport().height() % self.list.sizeHintForRow(0)
        if self.list.verticalScrollBar().maximum():
            self.resize(self.width(), self.height() - cut)

    def paths(self) -> list[str]:
        """Where the blockers stand, in the order of the list."""
        return [one.path for one in self.model.findings]

    def _head(self) -> str:
        words = ngettext(
            "{listed} blocks completion. Correct or answer it, then choose Complete.",
            "{listed} block completion. Correct or answer each, then choose Complete.",
            len(self.model.findings),
        ).format(listed=self.model.counted())
        if not self.model.has_blanks():
            return words
        said = _("In a blank field, enter what the paper says, or why it is missing.")
        return f"{words}\n{said}"

    def _set(self) -> None:
        self.accept()
        self.set_requested.emit()

    def _go(self, row: int) -> None:
        finding = self.model.finding_at(row)
        if finding is not None:
            self.accept()
            self.go_requested.emit(finding.path)


def _has_blanks(abstraction: Abstraction) -> bool:
    """Say whether any blank field may be set together with others."""
    codes = codes_for_many(scope_read(abstraction))
    return any(True for code in codes for _one in blanks_to_set(abstraction, code))
