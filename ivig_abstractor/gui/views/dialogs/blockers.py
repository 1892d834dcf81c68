"""What still stands between a study and its completion, each line a link."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.views.findings_panel import (
    FindingDelegate,
    FindingItemModel,
    FindingListView,
)
from ivig_abstractor.gui.views.parts import KeyHint, TextButton, label
from ivig_abstractor.model.absence import (
    blanks_to_set,
    codes_for_many,
    scope_read,
)
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding


class BlockersDialog(QDialog):
    """Lists the blockers in form order; Enter goes to one and closes the list."""

    go_requested = Signal(str)
    set_requested = Signal()

    def __init__(
        self,
        study: str,
        blockers: Sequence[Finding],
        abstraction: Abstraction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("blockers")
        self.setWindowTitle(_("{study} cannot be completed yet").format(study=study))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(920, 480)
        count = len(blockers)
        words = ngettext(
            "{n} thing is open. Go to it, answer it, and complete the study again.",
            "{n} things are open. Go to each, answer it, and complete the study again.",
            count,
        ).format(n=count)
        self.model = FindingItemModel(self)
        self.model.show(blockers, abstraction, sort=False)
        self.list = FindingListView()
        self.list.setObjectName("findings")
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("What is open"))
        self.list.setCurrentIndex(self.model.index(0))
        self.list.gone.connect(self._go)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 14)
        row.addWidget(KeyHint("Return", _("go there")))
        row.addStretch(1)
        self.set_blanks = TextButton(_("Set the blank fields…"))
        self.set_blanks.setVisible(_has_blanks(abstraction))
        self.set_blanks.clicked.connect(self._set)
        row.addWidget(self.set_blanks)
        leave = TextButton(_("Close"))
        leave.clicked.connect(self.reject)
        row.addWidget(leave)
        head = label(words)
        head.setContentsMargins(24, 16, 20, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.setFocus()

    def paths(self) -> list[str]:
        """Where the blockers stand, in the order of the list."""
        return [one.path for one in self.model.findings]

    def _set(self) -> None:
        self.accept()
        self.set_requested.emit()

    def _go(self, row: int) -> None:
        path = self.model.findings[row].path
        self.accept()
        self.go_requested.emit(path)


def _has_blanks(abstraction: Abstraction) -> bool:
    """Say whether any blank field may be set together with others."""
    codes = codes_for_many(scope_read(abstraction))
    return any(True for code in codes for _one in blanks_to_set(abstraction, code))
