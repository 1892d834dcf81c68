"""The table of agreement: a row for each field, with its interval drawn on an axis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.views.reconcile.agreement_words import (
    coefficient_words,
    count_words,
    fitting_title,
    interval_words,
    number,
    pairs_words,
    reason_words,
    section_title,
    titles,
    wilson_words,
)
from ivig_abstractor.gui.views.reconcile.drawing import paint_words, shared
from ivig_abstractor.gui.views.reconcile.tables import FlatModel, Index, paint_ground
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    FieldAgreement,
)
from ivig_abstractor.model.form import FormSpec, the_form

ENTRY = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
PLOT = 6
ROW = 24
_AXIS = (0, 25, 50, 75, 100)
_SIDE, _FAR_SIDE = 14, 26
"""Room beside the axis: at its end also for the unit, clear of the next column."""
_ROOMY = 168
"""So wide is a plot that has room for the words of every tick."""
_SPARED = (1, 3, 5)
"""Columns a narrow window does without: section, same, and the interval in figures."""
_ENOUGH = 800
_LEAST, _TIGHT, _WIDE = 172, 102, 372
_COUNT, _COEFFICIENT, _INTERVAL = 7, 8, 9
_WORDS = (0, 1, _INTERVAL)
"""Columns of words, which share by need what figures and plot leave."""
_STRONG = (0, 4)
_FIGURES = (2, 3, _COUNT, _COEFFICIENT)
_LEFT, _PAD = 24, 6


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how it is aligned, how it sorts, what it says."""

    words: str
    right: bool
    sorts: Callable[[FieldAgreement], Any]
    text: Callable[[FieldAgreement], str]


def _value(one: FieldAgreement) -> float:
    estimate = one.coefficient
    return estimate.value if estimate and estimate.value is not None else 9.0


def _columns(form: FormSpec) -> tuple[Column, ...]:
    order = {one.key: at for at, one in enumerate(form.sections)}
    title = titles(form)
    return (
        Column(N_("Field"), False, lambda o: title(o).casefold(), title),
        Column(N_("Section"), False, lambda o: order.get(o.section, -1),
               lambda o: section_title(form, o)),
        Column(N_("Pairs"), True, lambda o: -o.pairs, lambda o: str(o.pairs)),
        Column(N_("Same"), True, lambda o: -o.same, lambda o: str(o.same)),
        Column("%", True, lambda o: (o.percent or 0.0, -o.pairs),
               lambda o: number(o.percent, 1)),
        Column(N_("95 % CI of %"), False, lambda o: (o.low or 0.0), wilson_words),
        Column("", False, lambda o: (o.percent or 0.0), lambda o: ""),
        Column(N_("n"), True,
               lambda o: -o.coefficient.n if o.coefficient else 1, pairs_words),
        Column(N_("Coeff."), True, _value, coefficient_words),
        Column(N_("95 % CI of coeff."), False,
               lambda o: (o.coefficient.low if o.coefficient
                          and o.coefficient.low is not None else 9.0),
               interval_words),
    )  # fmt: skip


class AgreementModel(FlatModel):
    """The fields in the order that was chosen; the worst come first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = _columns(the_form())
        self.entries: list[FieldAgreement] = []
        self.overall: float | None = None
        self.sorted_by = 4
        self.falling = False

    def show(self, agreement: Agreement) -> None:
        """Show other numbers."""
        self.beginResetModel()
        self.overall = agreement.overall.percent
        self.entries = list(agreement.fields)
        self._sort()
        self.endResetModel()

    def sort_by(self, column: int) -> None:
        """Sort by a column; once more turns the order around."""
        self.beginResetModel()
        self.falling = not self.falling if column == self.sorted_by else False
        self.sorted_by = column
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        key = self.columns[self.sorted_by].sorts
        self.entries.sort(key=key, reverse=self.falling)

    def row_of(self, pattern: str) -> int:
        """Where a field stands, -1 if it does not."""
        patterns = [one.pattern for one in self.entries]
        return patterns.index(pattern) if pattern in patterns else -1

    def size(self) -> tuple[int, int]:
        """The fields, and what is told of each."""
        return len(self.entries), len(self.columns)

    def heading(self, column: int, role: int) -> Any:
        """The headings; the plot's axis is drawn."""
        if role == Qt.ItemDataRole.DisplayRole:
            words = _(self.columns[column].words)
            arrow = " ↓" if self.falling else " ↑"
            return words + (arrow if column == self.sorted_by and words else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [_("Sort: Alt+{n}").format(n=sortable(self).index(column) + 1)]
            if column == _COUNT:
                said.insert(0, _("Pairs that the coefficient is computed from"))
            return plain_tip("\n".join(said))
        return None

    def told(self, row: int, column: int, role: int) -> Any:
        """What the delegates draw, and what is read aloud."""
        one = self.entries[row]
        if role == ENTRY:
            return one
        text = self.columns[column].text(one)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole and column == PLOT:
            said = _("{percent} per cent the same")
            return said.format(percent=number(one.percent, 1))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            why = reason_words(one) if column == _INTERVAL else ""
            words = [why or text]
            if column in (_COUNT, _COEFFICIENT, _INTERVAL):
                words.append(count_words(one))
            return plain_tip("\n".join(filter(None, words))) if text else None
        return None

    def as_text(self) -> str:
        """The table as spreadsheets take it from the clipboard."""
        shown = sortable(self)
        rows = [[_(self.columns[at].words) for at in shown]]
        rows += [[self.columns[at].text(one) for at in shown] for one in self.entries]
        return "\n".join("\t".join(row) for row in rows)


def sortable(model: AgreementModel) -> list[int]:
    """The columns with words and figures: the plot only draws what others say."""
    return [at for at in range(len(model.columns)) if at != PLOT]


def _inner(box: QRect, column: int) -> QRect:
    """Where the words of a cell stand."""
    return box.adjusted(_LEFT if column == 0 else _PAD, 0, -_PAD, 0)


def axis_x(box: QRect, percent: float) -> float:
    """Where a percentage stands on the axis inside of a cell."""
    return box.x() + _SIDE + (box.width() - _SIDE - _FAR_SIDE) * percent / 100


def tick_boxes(box: QRect) -> list[tuple[str, QRectF]]:
    """The ticks that have room above the plots, each in the middle of its line."""
    ticks = _AXIS if box.width() >= _ROOMY else _AXIS[::2]
    return [
        (str(tick), QRectF(axis_x(box, tick) - 20, box.y(), 40, box.height()))
        for tick in ticks
    ]


class AgreementDelegate(QStyledItemDelegate):
    """Draws words, figures, and the interval as whiskers with a marker."""

    def __init__(self, overall: Callable[[], float | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._overall = overall
        self._has_focus = parent.hasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw one cell."""
        one: FieldAgreement = index.data(ENTRY)
        colours = theme.tokens()
        painter.save()
        area, chosen = paint_ground(painter, option)
        if chosen and index.column() == 0:
            mark = QRect(area.x(), area.y(), 3, area.height())
            painter.fillRect(mark, colours.colour("acc"))
        focused = chosen and self._has_focus()
        wide = 2 if focused else 1
        edge = QRect(area.left(), area.bottom() + 1 - wide, area.width(), wide)
        painter.fillRect(edge, colours.colour("acc" if focused else "line"))
        if focused:
            edge.moveTop(area.top())
            painter.fillRect(edge, colours.colour("acc"))
            if index.column() == index.model().columnCount() - 1:
                end = QRect(area.right() - 1, area.top(), 2, area.height())
                painter.fillRect(end, colours.colour("acc"))
        if index.column() == PLOT:
            self._paint_plot(painter, area, one, chosen=chosen)
        else:
            self._paint_text(painter, area, index, chosen=chosen)
        painter.restore()

    @staticmethod
    def _paint_text(
        painter: QPainter, area: QRect, index: Index, *, chosen: bool
    ) -> None:
        model = cast("AgreementModel", index.model())
        at = index.column()
        box = _inner(area, at)
        strong = at in _STRONG
        tint = "text" if strong or at in _FIGURES else "text2"
        weight = 600 if chosen and strong else (500 if at == 4 else 400)
        words = str(index.data())
        if at == 0:
            measure = theme.metrics(theme.SMALL, weight).horizontalAdvance
            words = fitting_title(words, lambda one: measure(one) <= box.width())
        paint_words(
            painter,
            box,
            words,
            tint="onsel" if chosen else tint,
            weight=weight,
            right=model.columns[at].right,
        )

    def _paint_plot(
        self, painter: QPainter, area: QRect, one: FieldAgreement, *, chosen: bool
    ) -> None:
        colours = theme.tokens()
        middle = area.y() + area.height() / 2
        for tick in _AXIS:
            x = axis_x(area, tick)
            painter.setPen(colours.colour("line"))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        overall = self._overall()
        if overall is not None:
            painter.setPen(QPen(colours.colour("text3"), 1, Qt.PenStyle.DashLine))
            x = axis_x(area, overall)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if one.percent is None or one.low is None or one.high is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = colours.colour("acc" if chosen else "text2")
        painter.setPen(QPen(colour, 1.5))
        low, high = axis_x(area, one.low), axis_x(area, one.high)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        paint_marker(painter, one.kind, axis_x(area, one.percent), middle)


def paint_marker(painter: QPainter, kind: AgreementKind, x: float, y: float) -> None:
    """A shape for each kind: disc, square, diamond; a triangle for texts."""
    if kind is AgreementKind.CODED:
        painter.drawEllipse(QPointF(x, y), 4, 4)
    elif kind is AgreementKind.NUMBER:
        painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))
    elif kind is AgreementKind.ROWS:
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, y - 5),
                    QPointF(x + 5, y),
                    QPointF(x, y + 5),
                    QPointF(x - 5, y),
                ]
            )
        )
    else:
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - 5), QPointF(x + 5, y + 4), QPointF(x - 5, y + 4)])
        )


class AxisHeader(QHeaderView):
    """The headings, with the axis above the plots."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(27)
        self.setMinimumSectionSize(8)

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        """Draw a heading as its column is aligned, or the axis."""
        colours = theme.tokens()
        model = self.model()
        painter.save()
        painter.fillRect(rect, colours.colour("head"))
        painter.setPen(colours.colour("ctl"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if at == PLOT:
            self._paint_axis(painter, rect)
        elif isinstance(model, AgreementModel):
            words = model.headerData(at, Qt.Orientation.Horizontal)
            box = _inner(rect, at)
            right = model.columns[at].right
            paint_words(painter, box, str(words), tint="text2", weight=600, right=right)
        painter.restore()

    @staticmethod
    def _paint_axis(painter: QPainter, rect: QRect) -> None:
        """Draw the ticks' words; the unit follows the last and shifts none."""
        painter.setFont(theme.font(theme.TINY))
        painter.setPen(theme.tokens().colour("text2"))
        end = 0.0
        for words, box in tick_boxes(rect):
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            wide = theme.metrics(theme.TINY).horizontalAdvance(words)
            end = box.center().x() + wide / 2
        unit = QRectF(end + 2, rect.y(), rect.right() - end - 2, rect.height())
        painter.drawText(unit, Qt.AlignmentFlag.AlignVCenter, "%")


class AgreementTable(QTableView):
    """Sorts by click or Alt and a number; Enter opens a pair that differs."""

    entry_chosen = Signal(object)
    open_requested = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreement")
        self.setAccessibleName(_("Agreement by field"))
        self.fields = AgreementModel(self)
        self.setModel(self.fields)
        self.setItemDelegate(AgreementDelegate(lambda: self.fields.overall, self))
        self.setHorizontalHeader(AxisHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.selectionModel().currentChanged.connect(self._choose)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show other numbers."""
        self.fields.show(agreement)
        self._lay_columns()
        self.setCurrentIndex(self.fields.index(0, 0))

    def sort_by(self, column: int) -> None:
        """Sort by a column and keep the field that is looked at."""
        if not 0 <= column < len(self.fields.columns):
            return
        kept = self.current()
        self.fields.sort_by(column)
        self._lay_columns()
        if kept is not None:
            self.setCurrentIndex(self.fields.index(self.fields.row_of(kept.pattern), 0))

    def current(self) -> FieldAgreement | None:
        """The field that is looked at."""
        at = self.currentIndex().row()
        entries: Sequence[FieldAgreement] = self.fields.entries
        return entries[at] if 0 <= at < len(entries) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and a number sorts; Enter opens; Ctrl+C copies the table."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        digit, columns = event.key() - Qt.Key.Key_1, sortable(self.fields)
        if alt and 0 <= digit < len(columns):
            self.sort_by(columns[digit])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show in the whole row where the keys go."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the plot what the words leave."""
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_columns(self) -> None:
        room = self.viewport().width()
        for at in _SPARED:
            self.setColumnHidden(at, room < _ENOUGH)
        count = range(len(self.fields.columns))
        shown = [at for at in count if not self.isColumnHidden(at)]
        wide = {at: self._need(at) for at in shown if at != PLOT}
        least = _LEAST if room >= _ENOUGH else _TIGHT
        words = [at for at in _WORDS if at in wide]
        left = room - sum(need for at, need in wide.items() if at not in words)
        wide.update(
            zip(words, shared([wide[at] for at in words], left - least), strict=True)
        )
        plot = max(least, left - sum(wide[at] for at in words))
        more = max(0, plot - _WIDE) // len(words)
        for at in words:
            wide[at] += more
        wide[PLOT] = plot - more * len(words)
        for at, width in wide.items():
            self.setColumnWidth(at, width)

    def _need(self, at: int) -> int:
        """As wide as its words, and as its heading with its mark if it has one."""
        column = self.fields.columns[at]
        strong = theme.metrics(theme.SMALL, 600).horizontalAdvance
        plain = theme.metrics(theme.SMALL).horizontalAdvance
        measure = strong if at in _STRONG else plain
        said = (measure(column.text(one)) for one in self.fields.entries)
        heading = self.fields.headerData(at, Qt.Orientation.Horizontal)
        return (
            max(strong(str(heading)), *said) + _PAD + (_LEFT if at == 0 else _PAD) + 1
        )

    def _choose(self, at: QModelIndex, _before: QModelIndex) -> None:
        if at.isValid():
            self.entry_chosen.emit(self.fields.entries[at.row()])
