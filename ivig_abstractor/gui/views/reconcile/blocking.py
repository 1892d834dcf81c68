"""What still stands between a study and its consensus, each line a link."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog
from ivig_abstractor.gui.views.parts import KeyHint, TextButton, label
from ivig_abstractor.gui.views.reconcile.words import SIGNS
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.operations.reconciling import ConsensusOpen, Reconciliation


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that is open: where, in words, and its sign."""

    path: str
    words: str
    sign: str
    tint: str


def blockers(held: Reconciliation, error: ConsensusOpen) -> list[Blocker]:
    """What is open: lines to decide, errors of the consensus, then its queries."""
    lines = [
        Blocker(
            one.compared.path,
            " · ".join((one.place, one.label, _line_words(one))),
            SIGNS[one.compared.sameness],
            "text2",
        )
        for one in error.open_lines
    ]
    errors = [
        Blocker(
            one.path,
            f"{place_words(held.consensus, one.path)}: {_(one.message)}",
            "error",
            "err",
        )
        for one in error.errors
    ]
    queries = [
        Blocker(
            one.path,
            f"{place_words(held.consensus, one.path)}: {_(one.message)}",
            "query",
            "qry",
        )
        for one in held.queries
    ]
    return [*lines, *errors, *queries]


def _line_words(line: Any) -> str:
    if line.state == "normalised":
        return _("same after normalising, not accepted yet")
    kind = line.compared.kind
    return _("to decide") if kind is None else _(kind.label)


class ConsensusDialog(CentredDialog):
    """Lists what is open; Enter goes to one and closes the list."""

    go_requested = Signal(str)

    def __init__(
        self,
        held: Reconciliation,
        error: ConsensusOpen,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("consensusOpen")
        title = _("The consensus of {study} cannot be completed yet")
        self.setWindowTitle(title.format(study=held.study.label))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 440)
        self.found = blockers(held, error)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What is open"))
        for one in self.found:
            item = QListWidgetItem(icon(one.sign, one.tint, 12), one.words)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(lambda _item: self._go())
        said = label(str(error))
        said.setWordWrap(True)
        said.setContentsMargins(24, 16, 20, 0)
        leave = TextButton(_("Close"))
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 14)
        row.addWidget(KeyHint("Return", _("go there")))
        row.addStretch(1)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.setFocus()

    def _go(self) -> None:
        path = self.found[self.list.currentRow()].path
        self.accept()
        self.go_requested.emit(path)
