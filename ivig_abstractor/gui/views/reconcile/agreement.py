"""The tab Agreement: five figures, a table worst first, and what differs in a field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.theme import SMALL, TINY, font, metrics
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ElidedLabel,
    KeyHint,
    TextButton,
    label,
    line_across,
    line_down,
)
from ivig_abstractor.gui.views.reconcile.agreement_detail import WIDTH, DetailPane
from ivig_abstractor.gui.views.reconcile.agreement_marks import Marker
from ivig_abstractor.gui.views.reconcile.agreement_table import AgreementTable
from ivig_abstractor.gui.views.reconcile.agreement_words import number, sign
from ivig_abstractor.gui.views.reconcile.drawing import LetterBox
from ivig_abstractor.gui.views.reconcile.message import Message
from ivig_abstractor.model.agreement import Agreement, AgreementKind, Tally, together
from ivig_abstractor.operations.reconciling import PartyLine

_NARROW, _SLIM = 1120, 264
_NAME = 48
_LOW = 520
"""In a view so low, the table takes the room of what explains it."""
_DRAWING = N_(
    "n: pairs that the coefficient is computed from, in which both gave a code, or a"
    " number in the same unit; % counts besides those that only one answered, as"
    " different, and missing codes where a coefficient has no place for them. Marker"
    " and whiskers: percent the same with its 95 % Wilson interval, which takes pairs"
    " as independent; ▲ text; dashed line: all fields."
)
_COEFFICIENTS: dict[str, str] = {
    "κ": N_("κ: Cohen"),
    "κw": N_("κw: weighted"),
    "κF": N_("κF: Fleiss, of more than two reviewers"),
    "α": N_("α: Krippendorff"),
    "CCC": N_("CCC: Lin, interval by Fisher's z"),
    "F₁": N_(
        "F₁: harmonic mean of the shares of each reviewer's rows that the other found"
        " too"
    ),
}
_FIGURES: tuple[AgreementKind | None, ...] = (
    None,
    AgreementKind.CODED,
    AgreementKind.NUMBER,
    AgreementKind.TEXT,
    AgreementKind.ROWS,
)
_BETWEEN, _BEFORE, _BEHIND = 16, 24, 12
"""Between two figures and the line that parts them, before the first, behind the last.
"""


class FigureBox(QWidget):
    """One percentage with its interval and what it is of."""

    def __init__(self, kind: AgreementKind | None) -> None:
        super().__init__()
        self.kind = kind
        words = _("All fields") if kind is None else _(kind.label)
        self._title = words
        self.percent = QLabel("–")
        self.percent.setTextFormat(Qt.TextFormat.PlainText)
        self.percent.setFont(font(20, 600))
        self.percent.setMinimumWidth(metrics(20, 600).horizontalAdvance("100.0 %"))
        self.interval = label(tone="text2", size="small")
        self.interval.setMinimumWidth(1)
        self._intervals: tuple[str, ...] = ()
        self._of: tuple[str, ...] = ()
        self.of = ElidedLabel(tone="text3")
        self.of.setProperty("type", "tiny")
        head = QHBoxLayout()
        head.setSpacing(6)
        if kind is not None:
            head.addWidget(Marker(kind))
        head.addWidget(label(words, tone="text2", size="small"))
        head.addStretch(1)
        self._head = head
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self.percent)
        column.addWidget(self.interval)
        column.addWidget(self.of)
        self.texts = QWidget()
        self._texts_words = label(tone="text3", size="tiny")
        self._add_texts(column)

    def _add_texts(self, column: QVBoxLayout) -> None:
        """The line that tells of texts where they have no figure of their own."""
        row = QHBoxLayout(self.texts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._texts_words)
        row.addWidget(Marker(AgreementKind.TEXT))
        row.addStretch(1)
        self.texts.hide()
        column.addWidget(self.texts)
        column.addStretch(1)

    def show_texts(self, pairs: int) -> None:
        """Say how many of the pairs are texts; nothing where there are none."""
        self._texts_words.setText(_("of which {n} text").format(n=pairs))
        self.texts.setVisible(bool(pairs))

    @property
    def needed(self) -> int:
        """How wide it is with the shortest of its words, none of them cut."""
        short = metrics(SMALL).horizontalAdvance("".join(self._intervals[-1:]))
        of = metrics(TINY).horizontalAdvance("".join(self._of[-1:]))
        head = self._head.sizeHint().width()
        return max(short, of, head, self.percent.minimumWidth())

    def show_tally(self, tally: Tally) -> None:
        """Show other numbers."""
        if tally.percent is None:
            self.percent.setText("–")
            self._intervals = ()
            self._of = (_("no pairs"),)
        else:
            self.percent.setText(f"{number(tally.percent, 1)} %")
            self._intervals = _intervals(tally)
            words = (
                _("{same} found by all, of {all} rows")
                if self.kind is AgreementKind.ROWS
                else _("{same} of {all} pairs the same")
            )
            shares = (words, _("{same} of {all}"))
            self._of = tuple(
                one.format(same=tally.agreed, all=tally.pairs) for one in shares
            )
        whole = self._intervals[0] if self._intervals else ""
        set_tip(self, whole)
        said = (self._title, self.percent.text(), whole, self._of[0])
        self.setAccessibleName(", ".join(filter(None, said)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for; figures are never cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        measure = metrics(SMALL).horizontalAdvance
        fits = (one for one in self._intervals if measure(one) <= self.width())
        self.interval.setText(next(fits, "".join(self._intervals[-1:])))
        measure = metrics(TINY).horizontalAdvance
        short = (one for one in self._of if measure(one) <= self.width())
        self.of.setText(next(short, "".join(self._of[-1:])))


def _intervals(tally: Tally) -> tuple[str, ...]:
    """The interval in words, the most telling ones first.

    Pairs of one study are not independent of each other, so that the interval of many
    fields together is somewhat too narrow.
    """
    plain = _("{low} to {high}").format(
        low=number(tally.low, 1), high=number(tally.high, 1)
    )
    named = _("95 % CI {interval}").format(interval=plain)
    return (
        _("{interval}, pairs taken as independent").format(interval=named),
        named,
        plain,
    )


class AgreementView(QWidget):
    """How far the reviewers agreed before anything was reconciled."""

    cancel_requested = Signal()
    export_requested = Signal()
    line_requested = Signal(str, str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = [FigureBox(kind) for kind in _FIGURES]
        self._lines = [line_down(64) for _one in self.figures[1:]]
        self.table = AgreementTable()
        self.detail = DetailPane()
        self.legend = label(tone="text3", size="tiny")
        self.meaning = TextButton(_("Legend"), look="link")
        self.meaning.setCheckable(True)
        self.message = Message()
        self.bar = QProgressBar()
        self.stop = TextButton(_("Cancel"))
        self.stack = QStackedWidget()
        self.tools = QWidget()
        self.who = QHBoxLayout()
        self.copy = KeyButton(_("Copy table"), "Ctrl+C", gives_way=True)
        self.export = KeyButton(_("Export CSV…"), "Ctrl+Shift+X", gives_way=True)
        self.agreement: Agreement | None = None
        self._arrange()
        self.table.entry_chosen.connect(self._show_entry)
        self.table.open_requested.connect(self.detail.open_first)
        self.table.copy_requested.connect(self.copy_table)
        self.detail.open_requested.connect(self.line_requested)
        self.meaning.toggled.connect(self._fold)
        self.stop.clicked.connect(self.cancel_requested)
        self.copy.clicked.connect(self.copy_table)
        self.export.clicked.connect(self.export_requested)
        self.say_nothing()

    def show_parties(
        self, parties: Sequence[PartyLine], names: Callable[[str], str]
    ) -> None:
        """Say whose answers are compared; `names` calls a study by its name."""
        while (item := self.who.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in parties:
            self.who.addWidget(LetterBox(one.letter))
            who = one.reviewer.initials or one.reviewer.name
            self.who.addWidget(_short(who, tone="text", least=_NAME))
        initials = [one.reviewer.initials or one.reviewer.name for one in parties]
        self.detail.set_names(initials, names)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the numbers."""
        self.agreement = agreement
        if not agreement.overall.pairs:
            self.say_nothing()
            return
        for box in self.figures:
            if box.kind is None:
                box.show_tally(agreement.overall)
            else:
                box.show_tally(agreement.kinds.get(box.kind, together(())))
        self._place_texts()
        self.table.show_agreement(agreement)
        said = (agreement.left_out_words, _legend(agreement))
        self.legend.setText(" ".join(filter(None, said)))
        self.stack.setCurrentIndex(0)
        self._offer(shown=True)

    def show_progress(self, done: int, total: int) -> None:
        """Say how far the computation is."""
        self.message.say(
            _("Comparing all studies"),
            _("{done} of {total} studies").format(done=done, total=total),
        )
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self._wait(waits=True)

    def say_nothing(self) -> None:
        """Say what is needed before there is any agreement."""
        self.agreement = None
        self.message.say(
            _("No agreement yet"),
            _(
                "Agreement is computed from studies that two reviewers have abstracted"
                " without seeing each other's answers, and have completed."
            ),
        )
        self._wait(waits=False)

    def say(self, title: str, words: str) -> None:
        """Say why there are no numbers."""
        self.message.say(title, words)
        self._wait(waits=False)

    def copy_table(self) -> None:
        """Put the table on the clipboard."""
        if self.agreement is not None:
            QGuiApplication.clipboard().setText(self.table.fields.as_text())
            self.said.emit(_("The table is on the clipboard."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the details give way in a narrow window."""
        super().resizeEvent(event)
        self.detail.setFixedWidth(_SLIM if self.width() < _NARROW else WIDTH)
        self._fold()
        self._place_texts()

    def _place_texts(self) -> None:
        """Give texts a figure where there is room for five, else a line."""
        lines = (len(self.figures) - 1) * (2 * _BETWEEN + 1)
        needed = sum(box.needed for box in self.figures) + lines + _BEFORE + _BEHIND
        fits = needed <= self.width() - self.detail.width()
        at = _FIGURES.index(AgreementKind.TEXT)
        for part in (self.figures[at], self._lines[at - 1]):
            part.setVisible(fits)
        tally = self.agreement.kinds.get(AgreementKind.TEXT) if self.agreement else None
        self.figures[0].show_texts(0 if fits or tally is None else tally.pairs)

    def _fold(self) -> None:
        """Explain the signs where there is room, or when asked to."""
        is_low = self.height() < _LOW
        self.meaning.setVisible(is_low)
        self.legend.setVisible(not is_low or self.meaning.isChecked())

    def _wait(self, *, waits: bool) -> None:
        self.bar.setVisible(waits)
        self.stop.setVisible(waits)
        self.stack.setCurrentIndex(1)
        self._offer(shown=False)

    def _offer(self, *, shown: bool) -> None:
        for part in (self.copy, self.export):
            part.setEnabled(shown)

    def _show_entry(self, entry: object) -> None:
        if self.agreement is not None:
            self.detail.show_entry(entry, self.agreement)

    def _arrange(self) -> None:
        self._fill_message()
        self._fill_tools()
        self._fill_legend()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._boxes())
        left.addWidget(line_across())
        left.addWidget(self.table, 1)
        left.addWidget(line_across())
        left.addWidget(self.legend)
        left.addLayout(_keys(self.meaning))
        page = QWidget()
        page.setProperty("surface", "base")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(self.detail)
        self.stack.addWidget(page)
        self.stack.addWidget(self.message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _fill_message(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(360)
        self.bar.setAccessibleName(_("Progress of the comparison"))
        self.message.buttons.addWidget(self.bar)
        self.message.buttons.addWidget(self.stop)
        self.message.buttons.addStretch(1)

    def _fill_tools(self) -> None:
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        tools.addStretch(1)
        tools.addWidget(_short(_("before reconciliation"), tone="text2"))
        self.who.setSpacing(6)
        tools.addLayout(self.who)
        tools.addWidget(self.copy)
        tools.addWidget(self.export)

    def _fill_legend(self) -> None:
        self.legend.setWordWrap(True)
        self.legend.setContentsMargins(24, 6, 16, 8)

    def _boxes(self) -> QHBoxLayout:
        boxes = QHBoxLayout()
        boxes.setContentsMargins(_BEFORE, 0, _BEHIND, 0)
        boxes.setSpacing(_BETWEEN)
        for at, box in enumerate(self.figures):
            if at:
                boxes.addWidget(self._lines[at - 1])
            boxes.addWidget(box, 1)
        return boxes


def _legend(agreement: Agreement) -> str:
    """What the drawing means, and those signs of coefficients that occur."""
    used = {sign(one) for one in agreement.fields}
    said = "; ".join(_(words) for one, words in _COEFFICIENTS.items() if one in used)
    return " ".join(filter(None, (_(_DRAWING), f"{said}." if said else "")))


def _keys(meaning: QWidget) -> QHBoxLayout:
    hints = QHBoxLayout()
    hints.setContentsMargins(24, 4, 12, 6)
    hints.setSpacing(18)
    hints.addWidget(KeyHint("Return", _("open a pair that differs")))
    hints.addWidget(KeyHint("Alt+1", _("sort by a column (1 to 9)")))
    hints.addStretch(1)
    hints.addWidget(meaning)
    return hints


def _short(words: str, *, tone: str, least: int = 0) -> ElidedLabel:
    """Words that give way where there is no room, down to a width."""
    made = ElidedLabel(tone=tone)
    made.setProperty("type", "small")
    made.setText(words)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    made.setMinimumWidth(min(least, made.sizeHint().width()))
    return made
