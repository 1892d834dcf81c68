"""What stands under a field: the reading of its text, and what checks say about it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ivig_abstractor.base.i18n import ngettext
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.chips import ReadingStrip, Token
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.model.finding import Finding, Repair, Severity

_WIDEST = 640
_MOST = 4
"""With more messages than this under one field, nobody sees the form any more."""

_RANK = {Severity.ERROR: 0, Severity.QUERY: 1, Severity.NOTE: 2}


class RowNotes(QObject):
    """The parts below a row; each is made when it is first needed."""

    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)
    reading_used = Signal()
    grown = Signal()

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self._row = row
        self._bars: list[MessageBar] = []
        self._rest: WrappedText | None = None
        self._found: tuple[Finding, ...] = ()
        self._said: tuple[Finding, ...] = ()
        self._held: tuple[str, ...] = ()
        self._read_only = False
        self.strip: ReadingStrip | None = None

    def bars(self) -> list[MessageBar]:
        """The messages that are shown."""
        return [bar for bar in self._bars if not bar.isHidden()]

    def show_findings(
        self,
        found: Sequence[Finding],
        *,
        read_only: bool,
        held: Sequence[str] = (),
    ) -> None:
        """Show these findings, and no others; of many, the gravest.

        Nothing is said of the paths `held` back, where a choice is being typed.
        """
        self._found, self._read_only = tuple(found), read_only
        self._held = tuple(held)
        found = [one for one in found if one not in self._said and one.path not in held]
        left = len(found) - _MOST
        if left > 0:
            found = sorted(found, key=lambda one: _RANK[one.severity])[:_MOST]
        self._say_rest(max(0, left))
        while len(self._bars) < len(found):
            bar = MessageBar(self._row)
            bar.reply_requested.connect(self.reply_requested)
            bar.repair_chosen.connect(self.repair_chosen)
            self._bars.append(bar)
        keyed = next((one for one in found if one.repairs), None)
        for at, bar in enumerate(self._bars):
            if at < len(found):
                key = found[at] is keyed
                bar.show_finding(found[at], read_only=read_only, keyed=key)
            bar.setVisible(at < len(found))

    def leave_out(self, said: Sequence[Finding]) -> bool:
        """Show none of what is said beside the row; says whether anything changed."""
        before = self.left_out()
        self._said = tuple(said)
        changed = before != self.left_out()
        if changed:
            self.show_findings(self._found, read_only=self._read_only, held=self._held)
        return changed

    def release(self) -> None:
        """Say what was held back while a choice was typed."""
        if self._held:
            self.show_findings(self._found, read_only=self._read_only)
            self.grown.emit()

    def left_out(self) -> list[Finding]:
        """The findings of the row whose sentences stand elsewhere on the screen."""
        return [one for one in self._found if one in self._said]

    def _say_rest(self, left: int) -> None:
        if self._rest is None and left:
            self._rest = WrappedText(theme.SMALL, self._row)
        if self._rest is not None:
            self._rest.setVisible(left > 0)
        if self._rest is not None and left:
            said = ngettext(
                "{n} more finding at this field stands in the list below.",
                "{n} more findings at this field stand in the list below.",
                left,
            )
            self._rest.show_spans([Span(said.format(n=left), "text2")])

    def messages(self) -> list[Finding]:
        """The findings that are shown."""
        return [bar.finding for bar in self.bars() if bar.finding is not None]

    def repairs(self) -> tuple[Repair, ...]:
        """The likely answers of the first message that knows any."""
        found = self.messages()
        return next((one.repairs for one in found if one.repairs), ())

    def first_query(self) -> Finding | None:
        """The query that Alt+A answers."""
        found = [*self.messages(), *self.left_out()]
        queries = [one for one in found if one.severity is Severity.QUERY]
        return next(iter(queries), None)

    def show_reading(self, tokens: Sequence[Token], *, usable: bool) -> None:
        """Show what was read in the text; nothing read shows nothing."""
        if self.strip is None:
            if not tokens:
                return
            self.strip = ReadingStrip(self._row)
            self.strip.used.connect(self.reading_used)
        if tokens:
            self.strip.show_tokens(tokens, usable=usable)
        else:
            self.strip.clear()
        self.strip.setVisible(bool(tokens))

    def place(self, left: int, y: int, width: int) -> int:
        """Put everything under each other; returns where it ends."""
        room = width - left
        if self.strip is not None and not self.strip.isHidden():
            high = self.strip.height_for(room)
            self.strip.setGeometry(left, y, room, high)
            y += high
        wide = min(room, _WIDEST)
        for bar in self.bars():
            high = bar.height_for(wide)
            bar.setGeometry(left, y, wide, high)
            y += high + 4
        if self._rest is not None and not self._rest.isHidden():
            high = self._rest.heightForWidth(wide)
            self._rest.setGeometry(left, y, wide, high)
            y += high + 4
        return y
