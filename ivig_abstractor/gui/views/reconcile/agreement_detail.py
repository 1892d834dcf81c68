"""What one field's disagreement consists of: the cross table and the pairs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.gui.views.parts import TextButton, label, line_across
from ivig_abstractor.gui.views.reconcile.agreement_words import (
    chance_words,
    count_words,
    degree,
    range_words,
    sign,
    titles,
)
from ivig_abstractor.gui.views.reconcile.drawing import (
    LetterBox,
    paint_letter,
    paint_words,
)
from ivig_abstractor.gui.views.reconcile.words import letter
from ivig_abstractor.model.agreement import (
    Agreement,
    CrossTable,
    Differing,
    Estimate,
    FieldAgreement,
)
from ivig_abstractor.model.form import the_form

WIDTH = 288
_MOST_CODES = 6
_MOST_PAIRS = 60
_CELL = 28


class DetailPane(QWidget):
    """Stands right of the table and follows it."""

    open_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementDetail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Details of the field"))
        self._initials: Sequence[str] = ()
        self._study: Callable[[str], str] = str
        self._entry: FieldAgreement | None = None
        self._inner: QWidget | None = None
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self.area)

    def set_names(self, initials: Sequence[str], study: Callable[[str], str]) -> None:
        """Take the reviewers' initials, and what names a study."""
        self._initials, self._study = initials, study

    def show_entry(self, entry: object, agreement: Agreement) -> None:
        """Show a field."""
        if not isinstance(entry, FieldAgreement):
            return
        self._entry = entry
        inner = QWidget()
        inner.setAutoFillBackground(False)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(8)
        self._add_head(rows, entry)
        self._add_coefficients(rows, entry)
        if entry.table is not None and len(agreement.letters) == 2:
            if len(entry.table.codes) <= _MOST_CODES:
                rows.addWidget(CrossView(entry.table, self._initials))
            else:
                many = _("{n} codes: too many for a table here; the export has it.")
                rows.addWidget(_wrapped(many.format(n=len(entry.table.codes)), "text3"))
        if entry.rows is not None:
            self._add_rows_found(rows, entry)
        rows.addWidget(line_across())
        self._add_pairs(rows, entry)
        rows.addStretch(1)
        self.area.setWidget(inner)
        self._inner = inner

    def open_first(self) -> None:
        """Open the first pair that differs, as they are listed."""
        if self._entry is not None and self._entry.differing:
            first = _alike(self._entry)[0][0]
            self.open_requested.emit(first.study_id, first.path)

    def _add_head(self, rows: QVBoxLayout, entry: FieldAgreement) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        title = WrappedText(theme.TEXT)
        title.show_spans([Span(titles(the_form())(entry), "text", 600)])
        row.addWidget(title, 1)
        count = _("{n} of {all} differ").format(
            n=entry.tally.differing, all=entry.pairs
        )
        row.addWidget(
            label(count, tone="text2", size="small"), 0, Qt.AlignmentFlag.AlignTop
        )
        rows.addLayout(row)

    def _add_coefficients(self, rows: QVBoxLayout, entry: FieldAgreement) -> None:
        if entry.coefficient is not None:
            words = _estimate_words(entry.coefficient)
            rows.addWidget(_wrapped(f"{sign(entry)}  {words}", "text2"))
            for more in (chance_words(entry.coefficient), count_words(entry)):
                if more:
                    rows.addWidget(_wrapped(more, "text3"))
            why = entry.coefficient.no_interval
            if why:
                rows.addWidget(_wrapped(_(why), "text3"))
        for other in entry.others:
            if not other.estimate.is_defined:
                continue
            words = _estimate_words(other.estimate)
            rows.addWidget(_wrapped(f"{_(other.label)}  {words}", "text3"))

    def _add_rows_found(self, rows: QVBoxLayout, entry: FieldAgreement) -> None:
        found = entry.rows
        if found is None:
            return
        rows.addWidget(_wrapped(_("Found by all: {n}").format(n=found.by_all), "text2"))
        for who, count in zip(self._initials, found.by_some, strict=False):
            said = (
                _("Only by {who}: {n}") if len(self._initials) == 2 else _("{who}: {n}")
            )
            rows.addWidget(_wrapped(said.format(who=who, n=count), "text2"))

    def _add_pairs(self, rows: QVBoxLayout, entry: FieldAgreement) -> None:
        if not entry.differing:
            rows.addWidget(_wrapped(_("Nothing differs."), "text2"))
            return
        rows.addWidget(label(_("Pairs that differ"), tone="text2", size="tiny"))
        left = _MOST_PAIRS
        for alike in _alike(entry):
            if left <= 0:
                break
            rows.addLayout(self._group(alike, left))
            rows.addWidget(line_across())
            left -= len(alike)
        more = len(entry.differing) - _MOST_PAIRS
        if more > 0:
            rows.addWidget(_wrapped(_("and {n} more").format(n=more), "text3"))

    def _group(self, alike: Sequence[Differing], most: int) -> QVBoxLayout:
        """What both answered, once, and a link to each pair in which they did."""
        column = QVBoxLayout()
        column.setSpacing(3)
        if len(alike) > 1:
            said = ngettext("{n} pair", "{n} pairs", len(alike))
            words = said.format(n=len(alike))
            column.addWidget(label(words, tone="text3", size="tiny"))
        column.addLayout(_answers(alike[0].answers))
        for one in alike[:most]:
            column.addWidget(self._link(one), 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _link(self, one: Differing) -> TextButton:
        name = " · ".join(filter(None, (self._study(one.study_id), one.row)))
        link = TextButton(name.replace("&", "&&"), look="link")
        link.setAccessibleName(_("Open {study}").format(study=name))
        link.clicked.connect(lambda: self.open_requested.emit(one.study_id, one.path))
        return link


def _answers(answers: Sequence[str]) -> QVBoxLayout:
    """Letters and answers, one below the other: so they stand alike in every group."""
    made = QVBoxLayout()
    made.setSpacing(3)
    for at, words in enumerate(answers):
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(LetterBox(letter(at)), 0, Qt.AlignmentFlag.AlignTop)
        said = capitalised(words) if words else _("blank")
        row.addWidget(_wrapped(said, "text"), 1)
        made.addLayout(row)
    return made


def _wrapped(words: str, tint: str) -> WrappedText:
    made = WrappedText(theme.SMALL)
    made.show_spans([Span(words, tint)])
    return made


def _estimate_words(estimate: Estimate) -> str:
    if estimate.value is None:
        return _("undefined: {why}").format(why=_(estimate.undefined))
    said = degree(estimate.value)
    if estimate.low is not None and estimate.high is not None:
        said += f" ({range_words(estimate.low, estimate.high)})"
    return said


def _alike(entry: FieldAgreement) -> list[list[Differing]]:
    """The pairs that differ, those with the same two answers together, most first."""
    groups: dict[tuple[str, ...], list[Differing]] = {}
    for one in entry.differing:
        groups.setdefault(one.answers, []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


class CrossView(QWidget):
    """The cross table of two reviewers; the diagonal is framed."""

    def __init__(self, table: CrossTable, initials: Sequence[str]) -> None:
        super().__init__()
        self._table = table
        self._who = [*initials, "", ""][:2]
        codes = len(table.codes)
        self.setFixedHeight(22 + _CELL * (codes + 2))
        self.setAccessibleName(_("Cross table"))
        self.setAccessibleDescription(self._spoken())
        self.setToolTip("\n".join(self._table.words))

    def sizeHint(self) -> QSize:
        """As wide as the pane."""
        return QSize(WIDTH - 32, self.height())

    def _spoken(self) -> str:
        table = self._table
        said = [
            _("A {a}, B {b}: {n}").format(a=a, b=b, n=table.counts[i][j])
            for i, a in enumerate(table.words)
            for j, b in enumerate(table.words)
            if table.counts[i][j]
        ]
        return ", ".join(said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw letters, codes, counts and sums."""
        with QPainter(self) as painter:
            colours = theme.tokens()
            table, count = self._table, len(self._table.codes)
            wide = min(64, (self.width() - 78) // (count + 1))
            left = self.width() - wide * (count + 1)
            left = min(left, 90)
            paint_letter(painter, "B", left, 10)
            said = _("{who} answered").format(who=self._who[1])
            box = QRect(left + 24, 0, self.width() - left - 24, 20)
            paint_words(painter, box, said, tint="text2")
            top = 22
            sums = [sum(row[at] for row in table.counts) for at in range(count)]
            heads = [*(capitalised(words) for words in table.words), _("All")]
            painter.setPen(colours.colour("line"))
            for at, words in enumerate(heads):
                box = QRect(left + at * wide, top, wide, _CELL)
                painter.fillRect(box, colours.colour("head"))
                self._cell(painter, box, words, "text2")
            corner = QRect(0, top, left, _CELL)
            painter.fillRect(corner, colours.colour("head"))
            paint_letter(painter, "A", 6, top + _CELL / 2)
            paint_words(
                painter, corner.adjusted(30, 0, -2, 0), self._who[0], tint="text2"
            )
            for i in range(count + 1):
                y = top + (i + 1) * _CELL
                side = QRect(0, y, left, _CELL)
                painter.fillRect(side, colours.colour("head"))
                paint_words(painter, side.adjusted(6, 0, -4, 0), heads[i], tint="text2")
                row = table.counts[i] if i < count else tuple(sums)
                for j, number_ in enumerate([*row, sum(row)]):
                    box = QRect(left + j * wide, y, wide, _CELL)
                    self._count(painter, box, number_, diagonal=i == j < count)
            painter.setPen(colours.colour("line"))
            for i in range(count + 3):
                y = top + i * _CELL
                painter.drawLine(0, y, left + wide * (count + 1), y)
            for x in (0, *(left + wide * at for at in range(count + 2))):
                painter.drawLine(x, top, x, top + (count + 2) * _CELL)
            painter.setPen(QPen(colours.colour("acc"), 1.5))
            for i in range(count):
                frame = QRectF(left + i * wide, top + (i + 1) * _CELL, wide, _CELL)
                painter.drawRect(frame)

    @staticmethod
    def _cell(painter: QPainter, box: QRect, words: str, tint: str) -> None:
        room = box.adjusted(3, 0, -3, 0)
        shown = theme.metrics(theme.TINY).elidedText(
            words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(theme.font(theme.TINY))
        painter.setPen(theme.tokens().colour(tint))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)

    @staticmethod
    def _count(painter: QPainter, box: QRect, count: int, *, diagonal: bool) -> None:
        colours = theme.tokens()
        if diagonal:
            painter.fillRect(box, colours.colour("selsoft"))
        painter.setFont(theme.font(theme.SMALL, 600 if diagonal else 400))
        painter.setPen(colours.colour("text" if count else "text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))
