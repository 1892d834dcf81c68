"""The messages that stand under the rows of a grid, each at its row."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.model.finding import Finding


class RowBands(QObject):
    """Makes rows higher by their messages, and keeps these where their rows are.

    A message is no row of its own, so that arrows and selections pass over it.
    """

    reply_requested = Signal(str, str)
    repair_chosen = Signal(object)

    def __init__(self, grid: QTableView, text_height: Callable[[int], int]) -> None:
        super().__init__(grid)
        self._grid = grid
        self._text_height = text_height
        self._bars: dict[int, list[MessageBar]] = {}
        self._spare: list[MessageBar] = []
        self._placed: tuple[int, ...] = ()

    def bars(self) -> list[MessageBar]:
        """The messages that are shown."""
        return [bar for bars in self._bars.values() for bar in bars]

    def show_findings(
        self, found: Mapping[int, Sequence[Finding]], *, read_only: bool
    ) -> None:
        """Show these findings under their rows, and no others."""
        self._placed = ()
        for bar in self.bars():
            bar.hide()
            self._spare.append(bar)
        self._bars = {}
        for row, findings in found.items():
            for finding in findings:
                bar = self._spare.pop() if self._spare else self._new_bar()
                bar.show_finding(finding, read_only=read_only)
                self._bars.setdefault(row, []).append(bar)

    def _new_bar(self) -> MessageBar:
        bar = MessageBar(self._grid.viewport())
        bar.reply_requested.connect(self.reply_requested)
        bar.repair_chosen.connect(self.repair_chosen)
        return bar

    def forget(self) -> None:
        """Place all of them anew: the lines of a row are more or fewer now."""
        self._placed = ()

    def place(self, rows: int) -> None:
        """Give each of the rows its height, and each message its place."""
        # Asking the grid for its model here, which Qt also does while one is being
        # set, makes PySide 6.11 lose a reference to it and crash.
        width = self._grid.viewport().width()
        # Qt asks after every little change, and mostly nothing has moved.
        if self._placed == self._places(rows):
            return
        for row in range(rows):
            bars = self._bars.get(row, [])
            heights = [bar.height_for(width) for bar in bars]
            high = self._text_height(row)
            wanted = high + sum(heights)
            if self._grid.rowHeight(row) != wanted:
                self._grid.setRowHeight(row, wanted)
            y = self._grid.rowViewportPosition(row) + high - 1
            for bar, below in zip(bars, heights, strict=True):
                bar.setGeometry(0, y, width, below)
                if bar.isHidden():
                    bar.show()
                y += below
        self._placed = self._places(rows)

    def _places(self, rows: int) -> tuple[int, ...]:
        """What the places of the messages depend on."""
        heights, scrolled = self._grid.verticalHeader(), self._grid.verticalScrollBar()
        room = self._grid.viewport().width()
        return room, rows, heights.length(), scrolled.value()
