"""The left of Decide: which study, how far it is, and the queue of what is open."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.icons import icon, paint_icon
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.theme import SMALL, metrics
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ChoiceBox,
    IconButton,
    IconLabel,
    TextButton,
    label,
    line_across,
)
from ivig_abstractor.gui.views.reconcile.lines import Book
from ivig_abstractor.gui.views.reconcile.queue import (
    ORDERS,
    WIDTH,
    QueueDelegate,
    QueueModel,
    section_choices,
)
from ivig_abstractor.operations.reconciling import ReconcileLine

SLIM = 216
_MARGIN = 12
_CHROME = 48
"""What a list needs beside its words."""
_SIGNS = {
    "waiting": "lock",
    "ready": "study-not-started",
    "in_progress": "study-part-50",
    "complete": "study-complete",
}


class ShortBox(ChoiceBox):
    """A list in a narrow place: what is too long ends in dots."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, and as much of the words as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        inner = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        sign = 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        room = inner.width() - sign - 4
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        x, y = self.width() - 19, (self.height() - 12) / 2
        paint_icon(painter, "chevron-down", x, y, 12, "text2")


class Filters(QHBoxLayout):
    """Which section is listed, and in what order: two lists share a line by words."""

    def __init__(self) -> None:
        super().__init__()
        self.section, self.order = ShortBox(), ShortBox()
        self.setContentsMargins(12, 0, 12, 4)
        self.setSpacing(8)
        for box, name in (
            (self.section, _("Section")),
            (self.order, _("Order and kind")),
        ):
            box.setAccessibleName(name)
            box.setMinimumContentsLength(4)
            box.setSizeAdjustPolicy(
                ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self.addWidget(box, 1)
            box.currentTextChanged.connect(self._fit)
        for code, words in ORDERS:
            self.order.addItem(capitalised(_(words)), code)

    def set_slim(self, *, slim: bool) -> None:
        """Stand one above the other where the line is too short for both."""
        ways = QBoxLayout.Direction
        self.setDirection(ways.TopToBottom if slim else ways.LeftToRight)
        self.setSpacing(4 if slim else 8)

    def _fit(self) -> None:
        for at, box in enumerate((self.section, self.order)):
            words = box.fontMetrics().horizontalAdvance(box.currentText())
            self.setStretch(at, words + _CHROME)


class QueueList(QListView):
    """The list of what waits; Enter and the arrow to the right lead into the card."""

    entered_line = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered_line.emit()
            return
        super().keyPressEvent(event)


class Offer(QWidget):
    """One deed for many lines at once: words, and a button that says how many."""

    def __init__(self, said: str, deed: str, sign: str) -> None:
        super().__init__()
        self.sign = IconLabel(sign, "text2", 12)
        self.button = TextButton(deed)
        words = label(said, size="small")
        words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.sign)
        row.addWidget(words, 1)
        row.addWidget(self.button)

    def offer(self, count: int, deed: str, spoken: str, *, writable: bool) -> None:
        """Show it where there is anything to be done."""
        self.setVisible(bool(count))
        self.button.setText(deed.format(n=count))
        self.button.setAccessibleName(spoken.format(n=count))
        self.button.setEnabled(writable)


class QueueSide(QWidget):
    """Chooses the study and the line."""

    study_chosen = Signal(str)
    line_chosen = Signal(str)
    entered_line = Signal()
    filtered = Signal()
    accept_requested = Signal()
    fill_requested = Signal()
    confirm_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.studies = ShortBox()
        self.place = label(tone="text3", size="small")
        self.before = IconButton("chevron-left", _("Previous study to reconcile"))
        self.after = IconButton("chevron-right", _("Next study to reconcile"))
        self.bar = QProgressBar()
        self.settled = label(tone="text2", size="small")
        self.filters = Filters()
        self.section, self.order = self.filters.section, self.filters.order
        self.model = QueueModel(self)
        self.list = QueueList()
        self.nothing = label(tone="text3", size="small")
        self.foot = Offer(_("Same after normalising"), _("Accept all"), "derived")
        self.accept = self.foot.button
        said = _("All now say what was decided")
        self.confirm_row = Offer(said, _("Confirm all"), "undo")
        self.confirm = self.confirm_row.button
        self.fill_row = QWidget()
        self.fill = KeyButton("", "Ctrl+Shift+L", gives_way=True)
        self._book: Book | None = None
        self._quiet = False
        self._ready = 0
        self._arrange()
        self._connect()

    @property
    def section_key(self) -> str:
        """The section that is shown, empty for all."""
        return str(self.section.currentData() or "")

    def show_studies(self, lines: Sequence[ReconcileLine], current: str) -> None:
        """Offer the studies."""
        self._quiet = True
        self.studies.clear()
        for one in lines:
            self.studies.addItem(icon(_SIGNS[one.status]), one.label, one.study_id)
            at = self.studies.count() - 1
            for role in (
                Qt.ItemDataRole.AccessibleTextRole,
                Qt.ItemDataRole.ToolTipRole,
            ):
                self.studies.setItemData(at, _study_words(one), role)
        self._ready = sum(one.status != "waiting" for one in lines)
        at = self.studies.findData(current)
        self.studies.setCurrentIndex(at)
        self._quiet = False
        self._name_place()
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at < len(lines) - 1)

    def _name_place(self) -> None:
        """Say which of the studies it is, in as many words as there is room for."""
        at, count = self.studies.currentIndex() + 1, self.studies.count()
        said, tip = _place_words(at, count, self._ready, self.width() - 2 * _MARGIN)
        self.place.setText(said if at else "")
        set_tip(self.place, tip if at else "")

    def set_slim(self, *, slim: bool) -> None:
        """Give way in a narrow window."""
        self.setFixedWidth(SLIM if slim else WIDTH)
        self._name_place()
        self.filters.set_slim(slim=slim)
        self.foot.sign.setVisible(not slim)
        self.confirm_row.sign.setVisible(not slim)

    def show_book(self, book: Book | None, *, writable: bool) -> None:
        """Show what waits in a study."""
        self._book = book
        for part in (self.bar, self.settled, self.section, self.order, self.list):
            part.setVisible(book is not None)
        if book is None:
            self.model.show(None, "", "")
            self.nothing.hide()
            self.foot.hide()
            self.fill_row.hide()
            self.confirm_row.hide()
            return
        self._show_sections(book)
        held = book.held
        # It would draw itself at once, before the rest is there.
        self.bar.setUpdatesEnabled(False)
        self.bar.setRange(0, max(1, len(held.lines)))
        self.bar.setValue(held.settled)
        self.bar.setUpdatesEnabled(True)
        said, tip = _settled_words(book)
        self.settled.setText(said)
        set_tip(self.settled, tip)
        count = sum(one.compared.spec is not None for one in book.unstored())
        self.fill.say(_fill_words(count))
        self.fill_row.setVisible(bool(count) and writable)
        self.foot.offer(
            len(book.normalised()),
            _("Accept all {n}"),
            _("Accept all {n} that are the same after normalising"),
            writable=writable,
        )
        self.confirm_row.offer(
            sum(one.confirms for one in held.lines),
            _("Confirm all {n}"),
            _("Confirm all {n} decisions that every reviewer agrees with"),
            writable=writable,
        )
        self._show_queue()

    def select(self, path: str) -> None:
        """Mark a line as the one that is unfolded."""
        row = self.model.row_of(path)
        self._quiet = True
        at = self.model.index(row) if row >= 0 else QModelIndex()
        if row >= 0:
            self.list.setCurrentIndex(at)
            self.list.scrollTo(at)
        else:
            self.list.selectionModel().setCurrentIndex(
                at, QItemSelectionModel.SelectionFlag.Clear
            )
        self._quiet = False

    def step_study(self, steps: int) -> None:
        """Choose the next or an earlier study."""
        at = self.studies.currentIndex() + steps
        if 0 <= at < self.studies.count():
            self.study_chosen.emit(str(self.studies.itemData(at)))

    def _show_sections(self, book: Book) -> None:
        kept = self.section_key
        self._quiet = True
        self.section.clear()
        self.section.addItem(_("All sections"), "")
        for key, words in section_choices(book):
            self.section.addItem(words, key)
        self.section.setCurrentIndex(max(0, self.section.findData(kept)))
        self._quiet = False

    def _show_queue(self) -> None:
        self._quiet = True
        order = str(self.order.currentData())
        self.model.show(self._book, self.section_key, order)
        self.nothing.setVisible(not self.model.items)
        self._quiet = False

    def _arrange(self) -> None:
        self.nothing.setText(_("Nothing of this kind is open."))
        self.nothing.setContentsMargins(12, 8, 12, 8)
        self.nothing.hide()
        self.list.setObjectName("side")
        self.list.setAccessibleName(_("To decide"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._choice_of_study())
        column.addLayout(self._progress())
        column.addLayout(self.filters)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(line_across())
        self._fill_foot()
        column.addWidget(self.fill_row)
        column.addWidget(self.confirm_row)
        column.addWidget(self.foot)

    def _choice_of_study(self) -> QWidget:
        self.studies.setAccessibleName(_("Study to reconcile"))
        self.studies.setObjectName("reconcileStudies")
        self.studies.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        top = QWidget()
        top.setFixedHeight(40)
        head = QHBoxLayout(top)
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(2)
        head.addWidget(self.studies, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        return top

    def _progress(self) -> QVBoxLayout:
        """Which study it is, and below, what the bar draws is said beside it."""
        self.bar.setTextVisible(False)
        self.bar.setObjectName("settledBar")
        self.bar.setAccessibleName(_("Settled fields"))
        self.bar.setFixedHeight(10)
        self.bar.setMinimumWidth(24)
        done = QHBoxLayout()
        done.setSpacing(10)
        done.addWidget(self.bar, 1)
        done.addWidget(self.settled)
        rows = QVBoxLayout()
        rows.setContentsMargins(12, 0, 12, 6)
        rows.setSpacing(3)
        rows.addWidget(self.place)
        rows.addLayout(done)
        return rows

    def _fill_foot(self) -> None:
        fill = QHBoxLayout(self.fill_row)
        fill.setContentsMargins(12, 6, 12, 6)
        fill.addWidget(self.fill)
        fill.addStretch(1)

    def _connect(self) -> None:
        self.studies.activated.connect(
            lambda at: self.study_chosen.emit(str(self.studies.itemData(at)))
        )
        self.before.clicked.connect(lambda: self.step_study(-1))
        self.after.clicked.connect(lambda: self.step_study(1))
        for box in (self.section, self.order):
            box.currentIndexChanged.connect(self._filter)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.entered_line.connect(self.entered_line)
        self.list.clicked.connect(lambda _at: self.entered_line.emit())
        self.accept.clicked.connect(self.accept_requested)
        self.fill.clicked.connect(self.fill_requested)
        self.confirm.clicked.connect(self.confirm_requested)

    def _filter(self) -> None:
        if not self._quiet and self._book is not None:
            self._show_queue()
            self.filtered.emit()

    def _choose(self, at: QModelIndex, _before: QModelIndex) -> None:
        path = self.model.path_at(at.row()) if at.isValid() else ""
        if path and not self._quiet:
            self.line_chosen.emit(path)


def _study_words(line: ReconcileLine) -> str:
    """A study in the list to choose from, with how far it is."""
    if line.status == "waiting":
        return _("{study} · waiting").format(study=line.label)
    if line.status == "complete":
        return _("{study} · complete").format(study=line.label)
    if line.open:
        return _("{study} · {n} open").format(study=line.label, n=line.open)
    return line.label


def _place_words(at: int, count: int, ready: int, room: int) -> tuple[str, str]:
    """Which of the studies it is, and what these numbers are of."""
    known = {"at": at, "count": count, "ready": ready}
    ways = [_("Study {at} of {count}"), _("{at} of {count}")]
    if ready < count:
        ways = [
            _("Study {at} of {count} · {ready} ready to compare"),
            _("Study {at} of {count} · {ready} ready"),
            _("{at} of {count} · {ready} ready"),
        ]
    said = [one.format(**known) for one in ways]
    measure = metrics(SMALL).horizontalAdvance
    tip = _(
        "Abstracted by two reviewers or more: {count}. Completed by all of them:"
        " {ready}."
    )
    fits = (one for one in said if measure(one) <= room)
    return next(fits, said[-1]), tip.format(**known)


def _settled_words(book: Book) -> tuple[str, str]:
    """How far a study is, and what of it is shown but not stored yet."""
    held, unstored = book.held, len(book.unstored())
    is_bare = unstored == held.settled and not held.is_started
    said = _("{done} of {all} agree") if is_bare else _("{done} of {all} settled")
    tip = _("Fields and rows of this study that are settled")
    if unstored:
        tip = _("Fields and rows of this study that agree or are decided.")
        more = _("Not stored in the consensus yet: {n}.").format(n=unstored)
        tip = f"{tip} {more}"
    return said.format(done=held.settled, all=len(held.lines)), tip


def _fill_words(count: int) -> str:
    """How many fields are the same and can be filled in."""
    said = ngettext("Fill in {n} agreed field", "Fill in {n} agreed fields", count)
    return said.format(n=count)
