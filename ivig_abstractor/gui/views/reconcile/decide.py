"""The tab Decide: the queue, the pairs, and one table in form order."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.parts import label, line_across
from ivig_abstractor.gui.views.reconcile.card import Card
from ivig_abstractor.gui.views.reconcile.hints import HintBar
from ivig_abstractor.gui.views.reconcile.lines import Book
from ivig_abstractor.gui.views.reconcile.message import Message
from ivig_abstractor.gui.views.reconcile.pairing import PairingStrip
from ivig_abstractor.gui.views.reconcile.queue import in_section
from ivig_abstractor.gui.views.reconcile.sheet import SheetHead, SheetView
from ivig_abstractor.gui.views.reconcile.side import QueueSide
from ivig_abstractor.gui.views.reconcile.staging import Staged
from ivig_abstractor.operations.reconciling import Reconciliation


class DecideView(QWidget):
    """Shows one study's reconciliation; `side` is its queue, placed by the place."""

    decided = Signal(str, object)
    reopened = Signal(str)
    line_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = QueueSide()
        self.strip = PairingStrip()
        self.head = SheetHead()
        self.sheet = SheetView()
        self.hints = HintBar()
        self.message = Message()
        self.locked = label(tone="text2")
        self.stack = QStackedWidget()
        self.book: Book | None = None
        self.path = ""
        self._staged: dict[str, Staged] = {}
        self._study = ""
        self._arrange()
        self._connect()
        self.wait()

    @property
    def writable(self) -> bool:
        """Say whether the lines that are shown may be decided."""
        held = self.book.held if self.book is not None else None
        return held is not None and held.is_writable and not held.is_complete

    def wait(self) -> None:
        """Show nothing until the abstractions are compared."""
        self._staged = {}
        self._study = ""
        self.show_message(_("Reconcile"), _("Comparing the abstractions…"))

    def show_message(self, title: str, words: str) -> None:
        """Show why there is nothing to decide, and no answers."""
        self.book, self.path = None, ""
        self.sheet.fold()
        self.side.show_book(None, writable=False)
        self.message.say(title, words)
        self.stack.setCurrentWidget(self.message)

    def show_reconciliation(self, held: Reconciliation) -> None:
        """Show a study, or the same one as it is now; the line stays unfolded."""
        if held.study.study_id != self._study:
            self._study, self.path, self._staged = held.study.study_id, "", {}
            self.sheet.lines.taken.clear()
        self.book = Book(held)
        for path in list(self._staged):
            line = self.book.by_path.get(path)
            if line is None or line.state in ("agreed", "decided"):
                del self._staged[path]
                self.sheet.lines.taken.pop(path, None)
        self.stack.setCurrentIndex(0)
        self.locked.setVisible(held.is_complete or not held.is_writable)
        self.locked.setText(
            _("The consensus is complete and locked. Reopen it to change a decision.")
            if held.is_complete
            else _(
                "You may look. The lead or an adjudicator decides, in a file that can"
                " be written."
            )
        )
        self.hints.show_parties(len(held.parties))
        self.head.show_book(self.book)
        self.side.show_book(self.book, writable=self.writable)
        self.strip.show_book(self.book, writable=self.writable)
        focused = self._card_has_focus()
        self._show_lines()
        if self.path not in self.book.by_path:
            self.path = self._first()
        self._unfold(self.path, focus=focused)

    def show_keys(self) -> None:
        """Show some keys at least, where nothing has the focus."""
        if not self.hints.mode:
            self.hints.show_mode("queue")

    def reveal(self, path: str, *, focus: bool = True) -> None:
        """Unfold the line at a path."""
        if self.book is not None and path in self.book.by_path:
            if self.sheet.lines.row_of(path) < 0:
                self.side.section.setCurrentIndex(0)
            self._unfold(path, focus=focus)

    def step_open(self, steps: int) -> None:
        """Go to the next line that waits, or an earlier one; around the end."""
        if self.book is None:
            return
        listed = self.side.model.paths() or [
            one.compared.path for one in self.book.open_lines()
        ]
        if not listed:
            return
        if self.path in listed:
            at = (listed.index(self.path) + steps) % len(listed)
            self.reveal(listed[at])
        else:
            self.reveal(self.sheet.lines.nearest(self.path, listed, steps))

    def walk(self, steps: int) -> None:
        """Go to the line below or above, settled or not."""
        path = self.sheet.lines.beside(self.path, steps)
        if path:
            self._unfold(path, focus=True)

    def focus_card(self) -> None:
        """Give the keys to the unfolded line."""
        if self.sheet.card is not None:
            self.sheet.card.setFocus()
        else:
            self.side.list.setFocus()

    @property
    def card(self) -> Card | None:
        """The line that is unfolded."""
        return self.sheet.card

    def _first(self) -> str:
        listed = self.side.model.paths()
        if listed:
            return listed[0]
        book = self.book
        lines = book.held.lines if book is not None else ()
        return lines[0].compared.path if lines else ""

    def _show_lines(self) -> None:
        if self.book is not None:
            book, section = self.book, self.side.section_key
            shown = (one for one in book.held.lines if in_section(book, one, section))
            self.sheet.show_lines(book, shown)

    def _filter(self) -> None:
        self._show_lines()
        listed = self.side.model.paths()
        path = self.path
        if path not in listed:
            path = listed[0] if listed else ""
        if path:
            self._unfold(path, focus=False)
        else:
            self.sheet.fold()

    def _unfold(self, path: str, *, focus: bool) -> None:
        line = self.book.by_path.get(path) if self.book is not None else None
        if line is None or self.book is None:
            self.sheet.fold()
            return
        self.path = path
        kept = self._staged.get(path)
        card = Card(
            self.book,
            line,
            kept,
            writable=self.writable,
            narrow=self.sheet.is_narrow,
        )
        self._connect_card(card)
        if not self.sheet.unfold(path, card):
            return
        self.side.select(path)
        self.strip.reveal(path)
        if focus:
            card.setFocus()
        self.line_shown.emit(path)

    def _connect_card(self, card: Card) -> None:
        card.staged.connect(self._stage)
        card.decided.connect(self._decide)
        card.reopened.connect(self.reopened)
        card.stepped.connect(self.step_open)
        card.walked.connect(self.walk)
        card.pair_confirmed.connect(self.strip.confirm_current)
        card.grown.connect(self._grow)
        card.mode_changed.connect(self._show_mode)

    def _grow(self) -> None:
        # The new height is known only after the layouts have heard of the change.
        QTimer.singleShot(0, self.sheet.resize_card)

    def _stage(self, path: str, choice: Staged) -> None:
        self._staged[path] = choice
        self.sheet.lines.taken[path] = choice.kept

    def _decide(self, path: str, choice: Staged) -> None:
        self._staged[path] = choice
        listed = self.side.model.paths()
        following = ""
        if path in listed and len(listed) > 1:
            following = listed[(listed.index(path) + 1) % len(listed)]
        self.decided.emit(path, choice)
        if following and self.path == path:
            self.reveal(following)

    def _show_mode(self, mode: str) -> None:
        card = self.sheet.card
        if mode == "card" and card is not None and not card.can_choose:
            mode = "settled" if card.can_reopen else "locked"
        self.hints.show_mode(mode)

    def _card_has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        card = self.sheet.card
        return (
            card is not None
            and focus is not None
            and (card is focus or card.isAncestorOf(focus))
        )

    def _arrange(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.locked.setContentsMargins(24, 6, 12, 6)
        column.addWidget(self.locked)
        column.addWidget(self.strip)
        column.addWidget(line_across())
        column.addWidget(self.head)
        column.addWidget(self.sheet, 1)
        column.addWidget(line_across())
        column.addWidget(self.hints)
        self.stack.addWidget(page)
        self.stack.addWidget(self.message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _connect(self) -> None:
        self.sheet.room_changed.connect(self.head.set_room)
        self.sheet.chosen.connect(self.reveal)
        self.sheet.card_misfits.connect(
            lambda: self._unfold(self.path, focus=self._card_has_focus())
        )
        self.side.line_chosen.connect(lambda path: self.reveal(path, focus=False))
        self.side.entered_line.connect(self.focus_card)
        self.side.filtered.connect(self._filter)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusObjectChanged.connect(self._on_focus)

    def _on_focus(self, new: QObject | None) -> None:
        if new is self.side.list:
            self.hints.show_mode("queue")
