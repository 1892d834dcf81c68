"""The columns of the unfolded line: the field, and what each reviewer answered."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.views.parts import ElidedLabel, IconLabel, TextButton, label
from ivig_abstractor.gui.views.reconcile.drawing import paint_pill
from ivig_abstractor.gui.views.reconcile.lines import (
    Book,
    kept_words,
    own_row_answers,
)
from ivig_abstractor.gui.views.reconcile.quoting import not_quoted, not_quoted_words
from ivig_abstractor.gui.views.reconcile.words import (
    Said,
    date_words,
    differing,
    letter,
    marked,
    source_words,
)
from ivig_abstractor.model.answer import Missing, Unread
from ivig_abstractor.model.discrepancy import Side
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.operations.settling import Line

FIGURE = 20
_SHORT, _BESIDE, _LONG = 16, 116, 60
_PILL = 32
_SHOWN_ANSWERS = 8
_TOP = 8


def wrapped(*spans: Span, size: int = theme.SMALL) -> WrappedText:
    """Words that wrap, some of them marked."""
    made = WrappedText(size)
    made.show_spans(spans)
    return made


def column(parent: QWidget, left: int, right: int = 12) -> QVBoxLayout:
    """The layout of one column of the card."""
    made = QVBoxLayout(parent)
    made.setContentsMargins(left, _TOP, right, 10)
    made.setSpacing(6)
    return made


class Figure(QWidget):
    """An answer large enough to be decided on; a long one is smaller and wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Said("")
        self._more = ""
        self._words = WrappedText(theme.TEXT, self)
        self._words.hide()

    def show_said(self, said: Said, more: str = "", other: str = "") -> None:
        """Show an answer; `more` stands behind it, `other` is what it differs from."""
        self._said, self._more = said, more
        self.setAccessibleName(f"{said.full} {more}".strip())
        spans = differing(said.full, other) if other else [Span(said.full)]
        tail = [Span(f"  {more}", "text2")] if more else []
        self._words.show_spans([*spans, *tail])
        self._place_words()
        self.updateGeometry()
        self.update()

    def _wraps(self, width: int) -> bool:
        """Say whether it has no room on one line: a value is never cut here."""
        said = self._said
        return (len(said.text) > _SHORT and not said.is_code) or self.needed > width

    @property
    def needed(self) -> int:
        """How wide it is on one line."""
        said = self._said
        size, weight = (FIGURE, 600)
        if said.is_code or said.is_blank:
            size, weight = (theme.TEXT, 400)
        needed = theme.metrics(size, weight).horizontalAdvance(said.text)
        needed += _PILL if said.is_code else 0
        for words, tail in ((said.unit, theme.TEXT), (self._more, theme.SMALL)):
            if words:
                needed += 12 + theme.metrics(tail).horizontalAdvance(words)
        return needed

    def hasHeightForWidth(self) -> bool:
        """Long answers wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line for a figure, as many as it needs for a text."""
        if not self._wraps(width):
            return 26
        return max(26, self._words.heightForWidth(width) + 4)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(60, self.heightForWidth(max(60, self.width())))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(40, 26)

    def resizeEvent(self, event: object) -> None:
        """Let the words fill it."""
        del event
        self._place_words()

    def _place_words(self) -> None:
        self._words.setVisible(self._wraps(self.width()))
        high = self._words.heightForWidth(self.width())
        self._words.setGeometry(0, 3, self.width(), high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the figure, its unit, and whose it is."""
        if self._wraps(self.width()):
            return
        with QPainter(self) as painter:
            box = QRect(0, 0, self.width(), 26)
            if self._said.is_code:
                used = paint_pill(painter, box, self._said.text)
            else:
                quiet = self._said.is_blank
                tint, size = ("text3", theme.TEXT) if quiet else ("text", FIGURE)
                used = _draw(
                    painter, box, self._said.text, tint, size, 400 if quiet else 600
                )
                if self._said.unit:
                    box.setLeft(used + 8)
                    used += 8 + _draw(
                        painter, box, self._said.unit, "text2", theme.TEXT
                    )
            if self._more:
                box.setLeft(used + 12)
                _draw(painter, box, self._more, "text2", theme.SMALL)


def _draw(
    painter: QPainter, box: QRect, words: str, tint: str, size: int, weight: int = 400
) -> int:
    painter.setFont(theme.font(size, weight))
    painter.setPen(theme.tokens().colour(tint))
    metrics = theme.metrics(size, weight)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


class FieldColumn(QWidget):
    """What the field is called, how the answers relate, and what can be seen of it."""

    def __init__(self, book: Book, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        rows = column(self, 24, 8)
        rows.addWidget(wrapped(Span(book.name(line), "text", 600), size=theme.TEXT))
        compared = line.compared
        again = line.is_open and line.decision is not None
        title = compared.kind.label if compared.kind else compared.sameness.label
        heading = _("Opened again") if again else capitalised(_(title))
        rows.addWidget(wrapped(Span(heading, "text", 600)))
        if compared.why:
            rows.addWidget(wrapped(Span(compared.why, "text2")))
        source = shared_source(line)
        if source:
            rows.addWidget(SourceLabel(source))
        if again:
            for words in reopened_words(book, line):
                rows.addWidget(wrapped(Span(words, "qry")))
        elif line.decision is not None:
            said = _("Settled by {who}").format(who=line.decision.by)
            when = date_words(line.decision.at)
            rows.addWidget(wrapped(Span(f"{said}, {when}" if when else said, "text3")))
        rows.addStretch(1)


def reopened_words(book: Book, line: Line) -> list[str]:
    """Who changed what, when and why, and what had been decided before."""
    said = []
    for one in line.corrections:
        head = f"{one.letter} ({one.who}): {one.change}"
        said.append(_with_reason([head, date_words(one.at)], one.reason))
    earlier = line.decision
    if earlier is not None:
        held = book.consensus(line).full
        head = _("Decided before: {answer} ({whose})").format(
            answer=held, whose=kept_words(earlier.kept)
        )
        said.append(
            _with_reason([head, earlier.by, date_words(earlier.at)], earlier.reason)
        )
    return said


def _with_reason(parts: list[str], reason: str) -> str:
    said = ", ".join(filter(None, parts))
    return f"{said}: “{reason}”" if reason else said


class SideColumn(QWidget):
    """One reviewer's answer with its evidence and note."""

    taken = Signal(str)

    def __init__(
        self,
        book: Book,
        line: Line,
        at: int,
        parent: QWidget,
        *,
        active: bool,
        narrow: bool,
    ) -> None:
        super().__init__(parent)
        self.kept = letter(at)
        side = line.compared.sides[at]
        said = book.side(line, at)
        others = [
            book.side(line, n) for n in range(len(line.compared.sides)) if n != at
        ]
        worded = (one.full for one in others if not (one.is_blank or one.is_code))
        other = next(worded, "")
        rows = column(self, 12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.figure = Figure()
        self.figure.show_said(said, other=other)
        # Beside the button there is room for a number, and little more.
        long = narrow or self.figure.needed > _BESIDE
        if long:
            head.addStretch(1)
        else:
            head.addWidget(self.figure, 1)
        self.button = TakeButton(self.kept, self._words(line, side))
        self.button.clicked.connect(lambda: self.taken.emit(self.kept))
        self.button.setVisible(active)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        if long:
            rows.addWidget(self.figure)
        if line.compared.spec is None:
            self._add_row(rows, book, line, at)
        else:
            self._add_evidence(rows, line, at, said.full, other)
        rows.addStretch(1)

    def set_taken(self, *, taken: bool) -> None:
        """Mark this answer as the one that is proposed."""
        self.button.set_taken(taken=taken)

    def _words(self, line: Line, side: Side) -> str:
        if line.compared.spec is not None:
            return _("Take {letter}").format(letter=self.kept)
        return _("Keep the row") if side.path else _("Leave it out")

    def _add_evidence(
        self, rows: QVBoxLayout, line: Line, at: int, own: str, other: str
    ) -> None:
        side = line.compared.sides[at]
        quotes = [
            one.quotation
            for n, far in enumerate(line.compared.sides)
            for one in far.evidence
            if n != at and one.quotation
        ]
        shared = shared_source(line)
        for evidence in side.evidence:
            rows.addLayout(_place_line(evidence))
            if evidence.source and evidence.source != shared:
                rows.addWidget(SourceLabel(evidence.source))
            if evidence.quotation:
                rows.addWidget(Quotation(evidence.quotation, own, other, quotes))
            else:
                rows.addWidget(wrapped(Span(_("No quotation stored"), "text3")))
        own_quotes = [one.quotation for one in side.evidence if one.quotation]
        lacking = _lacking(line, side, own, own_quotes)
        if lacking:
            rows.addLayout(_sign_line("differs", Span(lacking, "text")))
        if not side.evidence and side.answer is not None:
            rows.addWidget(wrapped(Span(_("No evidence"), "text3")))
        if side.note:
            note = (Span(_("Note") + "  ", "text3"), Span(side.note, "text2"))
            rows.addWidget(wrapped(*note))

    @staticmethod
    def _add_row(rows: QVBoxLayout, book: Book, line: Line, at: int) -> None:
        answers = own_row_answers(book, line, at)
        for name, words in answers[:_SHOWN_ANSWERS]:
            spans = (Span(f"{name}  ", "text3"), Span(_cut(words), "text"))
            rows.addWidget(wrapped(*spans))
        left = len(answers) - _SHOWN_ANSWERS
        if left > 0:
            more = _("and {n} more answers").format(n=left)
            rows.addWidget(wrapped(Span(more, "text3")))


def _lacking(line: Line, side: Side, own: str, quotes: list[str]) -> str:
    """Which numbers of an answer are not in what was quoted for it, in a sentence."""
    spec = line.compared.spec
    if spec is None or side.answer is None or isinstance(side.answer, Missing | Unread):
        return ""
    return not_quoted_words(not_quoted(spec.kind, own, quotes), len(quotes))


def _sign_line(sign: str, words: Span) -> QHBoxLayout:
    """A sign, and words that wrap beside it."""
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(sign, "text2", 12), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(wrapped(words), 1)
    return row


def _cut(words: str) -> str:
    """Enough of a long answer to know the row by."""
    return words if len(words) <= _LONG else words[: _LONG - 1] + "…"


def _place_line(evidence: Evidence) -> QHBoxLayout:
    parts = (capitalised(_(evidence.place.label)), evidence.locator)
    row = _sign_line("pilcrow", Span(" · ".join(one for one in parts if one)))
    if evidence.confidence is not None:
        sure = _("confidence {how}").format(how=_(evidence.confidence.label))
        row.addWidget(label(sure, tone="text3", size="tiny"))
    return row


def shared_source(line: Line) -> str:
    """What all of them read, if that is one and the same; else empty."""
    sides = line.compared.sides
    sources = {one.source for side in sides for one in side.evidence}
    everybody = all(side.evidence for side in sides)
    return sources.pop() if len(sources) == 1 and everybody else ""


class SourceLabel(ElidedLabel):
    """What was read, on one line; the whole of it is the tip."""

    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__(tone="text2")
        self.setProperty("type", "small")
        self.setText(source_words(source))

    def _tell(self) -> None:
        set_tip(self, self._source)


class Quotation(QWidget):
    """The words of the paper, with a line down their left; what differs is bold."""

    def __init__(self, text: str, own: str, other: str, quotes: list[str]) -> None:
        super().__init__()
        spans = marked(text, own, other)
        if all(one.weight == 400 for one in spans) and quotes:
            spans = differing(text, quotes[0])
            bold = sum(len(one.text) for one in spans if one.weight > 400)
            if bold * 2 > len(text):
                # Two sentences of their own: nothing in them is worth marking.
                spans = [Span(text)]
        row = QVBoxLayout(self)
        row.setContentsMargins(10, 0, 0, 0)
        row.addWidget(wrapped(*spans))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        with QPainter(self) as painter:
            painter.fillRect(0, 0, 2, self.height(), theme.tokens().colour("ctl"))


class TakeButton(TextButton):
    """Takes one reviewer's answer; says so once it is taken."""

    def __init__(self, kept: str, words: str) -> None:
        super().__init__(words)
        self._words, self._kept, self._taken = words, kept, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(self._room(words))

    def set_taken(self, *, taken: bool) -> None:
        """Show whether it is taken."""
        self._taken = taken
        self.setChecked(taken)
        self.setAccessibleName(
            _("Taken: {letter}").format(letter=self._kept) if taken else self._words
        )
        self.setText("")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for words and key."""
        return QSize(self._room(self._words), 24)

    def _room(self, words: str) -> int:
        metrics = theme.metrics(theme.SMALL, 600)
        longest = max(words, _("Taken"), key=metrics.horizontalAdvance)
        return metrics.horizontalAdvance(longest) + 48

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tick, words and key."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            tint = "onsel" if self._taken else "text"
            words = _("Taken") if self._taken else self._words
            box = self.rect().adjusted(9, 0, -9, 0)
            if self._taken:
                icons.paint_icon(painter, "tick", 8, (self.height() - 12) / 2, 12, tint)
                box.setLeft(26)
            _draw(painter, box, words, tint, theme.SMALL, 600 if self._taken else 400)
            painter.setFont(theme.font(theme.TINY))
            painter.setPen(theme.tokens().colour("onsel" if self._taken else "text3"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect().adjusted(0, 0, -9, 0), right, self._kept)
