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

from ivig_abstractor.base.display import show_figures
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.views.reconcile.drawing import paint_words
from ivig_abstractor.gui.views.reconcile.tables import FlatModel, Index, paint_ground
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    Estimate,
    FieldAgreement,
)
from ivig_abstractor.model.form import FormSpec, the_form

ENTRY = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
PLOT = 6
ROW = 24
_MINUS = "−"
_P_PLACES = 3
_AXIS = (0, 25, 50, 75, 100)
_SIDE = 14
_ROOMY = 190
_SPARED = (1, 3, 5)
"""Columns a narrow window does without: section, same, and the interval in figures."""
_ENOUGH = 800
_LEAST, _WIDE = 120, 360
_COEFFICIENT, _INTERVAL = 7, 8
_GROWS = {0: (4, 80), 1: (6, 60), _INTERVAL: (2, 190)}
"""Columns of words that share what a wide plot can spare: which part, and the most."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width, how it is aligned, how it sorts."""

    words: str
    width: int
    right: bool
    sorts: Callable[[FieldAgreement], Any]
    text: Callable[[FieldAgreement], str]


def section_title(form: FormSpec, one: FieldAgreement) -> str:
    """The title of a field's section."""
    found = form.by_section.get(one.section)
    return _(found.title) if found is not None else _("Arms and phases")


def number(value: float | None, places: int = 2) -> str:
    """A number as the table prints it, with a true minus and the reader's decimals."""
    if value is None:
        return "–"
    return show_figures(f"{value:.{places}f}".replace("-", _MINUS))


def interval_words(one: FieldAgreement) -> str:
    """The interval of the coefficient, or why there is none."""
    estimate = one.coefficient
    if estimate is None:
        return "–"
    if estimate.undefined:
        return _("undefined: {why}").format(why=_(estimate.undefined))
    if estimate.low is None or estimate.high is None:
        said = _(estimate.no_interval) or "–"
    else:
        places = _places(estimate)
        said = _("{low} to {high}").format(
            low=number(estimate.low, places), high=number(estimate.high, places)
        )
    if is_of_fewer(one):
        return _("n {n}: {said}").format(n=estimate.n, said=said)
    return said


def is_of_fewer(one: FieldAgreement) -> bool:
    """Say whether the coefficient is of fewer pairs than the percentage."""
    estimate = one.coefficient
    if estimate is None or one.kind is AgreementKind.ROWS:
        return False  # F1 counts the rows of both
    return estimate.is_defined and estimate.n < one.pairs


def count_words(one: FieldAgreement) -> str:
    """Which pairs the coefficient is of, where they are not all; empty otherwise."""
    if one.coefficient is None or not is_of_fewer(one):
        return ""
    said = (
        _("{sign} is of {n} of the {all} pairs: of those with two numbers in one unit.")
        if one.kind is AgreementKind.NUMBER
        else _("{sign} is of {n} of the {all} pairs: of those with two codes.")
    )
    return said.format(sign=one.coefficient_name, n=one.coefficient.n, all=one.pairs)


def chance_words(estimate: Estimate) -> str:
    """How far a coefficient is from what chance alone gives; empty if not known."""
    if estimate.z is None or estimate.p is None:
        return ""
    least = 10**-_P_PLACES
    p = (
        f"< {number(least, _P_PLACES)}"
        if estimate.p < least
        else number(estimate.p, _P_PLACES)
    )
    return _("Against chance alone: z {z}, p {p}").format(z=number(estimate.z), p=p)


def _places(estimate: Estimate) -> int:
    return 3 if estimate.value is not None and estimate.value > 0.995 else 2


def _coefficient(one: FieldAgreement) -> str:
    estimate = one.coefficient
    if estimate is None or estimate.value is None:
        return "–"
    return number(estimate.value, _places(estimate))


def _wilson(one: FieldAgreement) -> str:
    if one.low is None or one.high is None:
        return "–"
    return _("{low} to {high}").format(low=f"{one.low:.0f}", high=f"{one.high:.0f}")


def _value(one: FieldAgreement) -> float:
    estimate = one.coefficient
    return estimate.value if estimate and estimate.value is not None else 9.0


def _columns(form: FormSpec) -> tuple[Column, ...]:
    order = {one.key: at for at, one in enumerate(form.sections)}
    return (
        Column(N_("Field"), 164, False, lambda o: _(o.label).casefold(),
               lambda o: _(o.label)),
        Column(N_("Section"), 104, False, lambda o: order.get(o.section, -1),
               lambda o: section_title(form, o)),
        Column(N_("Pairs"), 52, True, lambda o: -o.pairs, lambda o: str(o.pairs)),
        Column(N_("Same"), 52, True, lambda o: -o.same, lambda o: str(o.same)),
        Column("%", 58, True, lambda o: (o.percent or 0.0, -o.pairs),
               lambda o: number(o.percent, 1)),
        Column(N_("Wilson"), 80, False, lambda o: (o.low or 0.0), _wilson),
        Column("", 0, False, lambda o: (o.percent or 0.0), lambda o: ""),
        Column(N_("Coeff."), 92, True, _value,
               lambda o: f"{o.coefficient_name}  {_coefficient(o)}".strip()),
        Column(N_("95 % interval"), 170, False,
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
            arrow = " ▼" if self.falling else " ▲"
            return words + (arrow if column == self.sorted_by and words else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_("Sort: Alt+{n}").format(n=column + 1))
        return None

    def told(self, row: int, column: int, role: int) -> Any:
        """What the delegates draw, and what is read aloud."""
        one = self.entries[row]
        if role == ENTRY:
            return one
        text = self.columns[column].text(one)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text or _("{percent} per cent the same").format(
                percent=number(one.percent, 1)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            words = [text]
            if column in (_COEFFICIENT, _INTERVAL):
                words.append(count_words(one))
            return plain_tip("\n".join(filter(None, words))) if text else None
        return None

    def as_text(self) -> str:
        """The table as spreadsheets take it from the clipboard."""
        numbers = [at for at in range(len(self.columns)) if at != PLOT]
        rows = [[_(self.columns[at].words) for at in numbers]]
        rows += [[self.columns[at].text(one) for at in numbers] for one in self.entries]
        return "\n".join("\t".join(row) for row in rows)


def _width(column: Column) -> int:
    """As wide as its figures, and as its heading with the mark of the order."""
    words = _(column.words)
    if not words:
        return 0
    wide = theme.metrics(theme.SMALL, 600).horizontalAdvance(f"{words} ▲")
    return max(column.width, wide + 18)


def _grown(column: int, spare: int) -> int:
    part, most = _GROWS.get(column, (1, 0))
    return min(most, spare // part)


def axis_x(box: QRect, percent: float) -> float:
    """Where a percentage stands on the axis inside of a cell."""
    return box.x() + _SIDE + (box.width() - 2 * _SIDE) * percent / 100


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
        painter.setPen(colours.colour("acc" if focused else "line"))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())
        if focused:
            painter.drawLine(area.left(), area.top(), area.right(), area.top())
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
        box = area.adjusted(24 if at == 0 else 8, 0, -8, 0)
        strong = at in (0, 4)
        tint = "text" if strong or at in (2, 3, 7) else "text2"
        paint_words(
            painter,
            box,
            str(index.data()),
            tint="onsel" if chosen else tint,
            weight=600 if chosen and strong else (500 if at == 4 else 400),
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

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        """Draw a heading as its column is aligned, or the axis."""
        colours = theme.tokens()
        model = self.model()
        painter.save()
        painter.fillRect(rect, colours.colour("head"))
        painter.setPen(colours.colour("ctl"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if at == PLOT:
            painter.setFont(theme.font(theme.TINY))
            painter.setPen(colours.colour("text2"))
            roomy = rect.width() >= _ROOMY
            for tick in _AXIS if roomy else _AXIS[::2]:
                words = f"{tick} %" if tick == 100 else str(tick)
                x = axis_x(rect, tick)
                side = Qt.AlignmentFlag.AlignCenter
                # The last one keeps clear of the next column.
                left = min(x - 20, rect.right() - 40)
                painter.drawText(QRectF(left, rect.y(), 40, rect.height()), side, words)
        elif isinstance(model, AgreementModel):
            words = model.headerData(at, Qt.Orientation.Horizontal)
            box = rect.adjusted(24 if at == 0 else 8, 0, -8, 0)
            right = model.columns[at].right
            paint_words(painter, box, str(words), tint="text2", weight=600, right=right)
        painter.restore()


class AgreementTable(QTableView):
    """Sorts by click or Alt and a number; Enter opens a study that differs."""

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
        digit = event.key() - Qt.Key.Key_1
        if alt and 0 <= digit < len(self.fields.columns):
            self.sort_by(digit)
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
        shown = [
            one
            for at, one in enumerate(self.fields.columns)
            if not self.isColumnHidden(at)
        ]
        fixed = sum(_width(one) for one in shown)
        plot = max(_LEAST, room - fixed)
        tight = max(0, fixed + plot - room)
        spare = max(0, plot - _WIDE)
        plot -= sum(_grown(at, spare) for at in range(len(self.fields.columns)))
        for at, one in enumerate(self.fields.columns):
            width = plot if at == PLOT else _width(one) + _grown(at, spare)
            if at == _INTERVAL:
                width -= tight
            self.setColumnWidth(at, width)

    def _choose(self, at: QModelIndex, _before: QModelIndex) -> None:
        if at.isValid():
            self.entry_chosen.emit(self.fields.entries[at.row()])
