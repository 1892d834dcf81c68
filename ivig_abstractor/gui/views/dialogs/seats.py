"""The questions about who sits at a file that several share, and about their PINs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.views.dialogs.question import Asked, QuestionDialog
from ivig_abstractor.gui.views.parts import TextButton
from ivig_abstractor.operations.seats import SHORTEST, Need, SeatLine


class PinDialog(QuestionDialog):
    """Asks for a PIN and stays open until it is the right one.

    `tried` is answered by `refuse` or by `finish`.
    """

    tried = Signal(dict)

    def accept(self) -> None:
        """Hand over what was typed, unless the new PIN was typed in two ways."""
        said = self.answers()
        if self.need() == "new" and said["new"] != said["again"]:
            self.say_problem(_("The two are not the same. Type them once more."))
            self.editors["again"].setFocus()
            return
        self.take.setEnabled(False)
        self.tried.emit(said)

    def refuse(self, words: str) -> None:
        """Say why not; the reviewer can try again, or leave."""
        for one in self.asked:
            editor = self.editors[one.name]
            if one.secret and isinstance(editor, QLineEdit):
                editor.clear()
        self.say_problem(words)
        self.fit()
        self._focus_first()

    def finish(self) -> None:
        """Close: it was the right one."""
        super().accept()

    def need(self) -> Need:
        """What is asked for now."""
        return "new"

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where something is to be typed."""
        super().showEvent(event)
        self._focus_first()

    def _focus_first(self) -> None:
        for one in self.asked:
            editor = self.editors[one.name]
            if one.secret and editor.isVisibleTo(self):
                editor.setFocus()
                return

    def _is_ready(self) -> bool:
        said = self.answers()
        if self.need() == "new":
            long = min(len(said["new"]), len(said["again"])) >= SHORTEST
            return long and super()._is_ready()
        return self.need() == "" or bool(said["pin"])


class SeatDialog(PinDialog):
    """Asks who goes on in the file, and for the PIN where one is needed."""

    change_requested = Signal()
    remove_requested = Signal(str)

    def __init__(
        self,
        title: str,
        said: str,
        accept: str,
        seats: Sequence[SeatLine],
        chosen: str,
        parent: QWidget | None = None,
    ) -> None:
        self._seats = {one.reviewer_id: one for one in seats}
        self._current = ""
        options = tuple(
            (one.reviewer_id, f"{one.name} ({_(one.role.label)})") for one in seats
        )
        super().__init__(
            title,
            (
                Asked("reviewer", _("Reviewer"), chosen, options=options),
                Asked("pin", _("PIN"), secret=True),
                *_new_pin(),
            ),
            accept,
            parent,
            said=said,
        )
        self.setObjectName("seats")
        self._change = TextButton(_("Change my PIN…"))
        self._remove = TextButton(_("Remove this PIN…"))
        self._change.clicked.connect(self.change_requested)
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self.chosen()))
        self.buttons.insertWidget(0, self._change)
        self.buttons.insertWidget(1, self._remove)
        box = self.editors["reviewer"]
        if isinstance(box, QComboBox):
            box.currentIndexChanged.connect(self._show_need)
        self._show_need()

    def sit_at(self, current: str) -> None:
        """Say who sits there now; they need no PIN, and may change theirs."""
        self._current = current
        self._show_need()

    def chosen(self) -> str:
        """Who is chosen."""
        return self.answers()["reviewer"]

    def need(self) -> Need:
        """What sitting down as the chosen reviewer asks for."""
        seat = self._seats.get(self.chosen())
        return "" if seat is None or self.chosen() == self._current else seat.need

    def _show_need(self) -> None:
        need, seat = self.need(), self._seats.get(self.chosen())
        self.show_asked("pin", shown=need == "pin")
        for name in ("new", "again"):
            self.show_asked(name, shown=need == "new")
        mine = self._seats.get(self._current)
        self._change.setVisible(mine is not None and mine.has_pin)
        self._remove.setVisible(
            mine is not None
            and seat is not None
            and seat.has_pin
            and seat is not mine
            and "lead" in (mine.role.value, seat.role.value)
        )
        self.fit()
        self._look()


def who_dialog(
    file: str, seats: Sequence[SeatLine], chosen: str, parent: QWidget | None
) -> SeatDialog:
    """Ask who opens a file that several share."""
    said = _(
        "Several reviewers share {file}. Until all have completed the studies, each"
        " comes to their own answers with a PIN."
    )
    return SeatDialog(
        _("Who are you?"), said.format(file=file), _("Open"), seats, chosen, parent
    )


def switch_dialog(
    seats: Sequence[SeatLine], current: str, parent: QWidget | None
) -> SeatDialog:
    """Ask as whom to go on."""
    said = _("Each reviewer sees only their own answers until both are complete.")
    title = _("Go on as another reviewer")
    dialog = SeatDialog(title, said, _("Go on"), seats, current, parent)
    dialog.sit_at(current)
    return dialog


def choose_dialog(name: str, parent: QWidget | None) -> PinDialog:
    """Ask who works here for the PIN with which they come back."""
    dialog = PinDialog(
        _("Choose your PIN"),
        _new_pin(),
        _("Choose"),
        parent,
        said=_(
            "{name}, before somebody else goes on in this file: with a PIN, only you"
            " come back to your answers. It is asked for until all have completed the"
            " studies."
        ).format(name=name),
    )
    dialog.setObjectName("choosePin")
    return dialog


def change_dialog(name: str, parent: QWidget | None) -> PinDialog:
    """Ask for another PIN in place of the present one."""
    dialog = PinDialog(
        _("Change the PIN of {name}").format(name=name),
        (Asked("earlier", _("Present PIN"), secret=True, required=True), *_new_pin()),
        _("Change"),
        parent,
    )
    dialog.setObjectName("changePin")
    return dialog


def remove_dialog(name: str, studies: int, parent: QWidget | None) -> QuestionDialog:
    """Say what removing a PIN means, before it is done."""
    said = ngettext(
        "Whoever goes on as {name} next can choose a new PIN. {n} study of theirs is"
        " not complete: that you opened it is written into the audit trail as an early"
        " look, and the report will no longer call its reviewers independent.",
        "Whoever goes on as {name} next can choose a new PIN. {n} studies of theirs are"
        " not complete: that you opened them is written into the audit trail as an"
        " early look, and the report will no longer call their reviewers independent.",
        studies,
    )
    if not studies:
        said = _("Whoever goes on as {name} next can choose a new PIN.")
    dialog = QuestionDialog(
        _("Remove the PIN of {name}").format(name=name),
        (),
        _("Remove the PIN"),
        parent,
        said=said.format(name=name, n=studies),
    )
    dialog.setObjectName("removePin")
    # It cannot be taken back: Enter alone does not do it.
    dialog.take.setDefault(False)
    dialog.leave.setDefault(True)
    return dialog


def _new_pin() -> tuple[Asked, ...]:
    least = _("at least {n} characters, letters or digits").format(n=SHORTEST)
    return (
        Asked("new", _("New PIN"), secret=True, hint=least),
        Asked("again", _("Once more"), secret=True),
    )
