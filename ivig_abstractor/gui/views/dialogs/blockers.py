"""What still stands between a study and its completion, each line a link."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.views.parts import TextButton, label
from ivig_abstractor.gui.words import place_words
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding, Severity

_PATH = Qt.ItemDataRole.UserRole
_COMPLETE = "H-X01"


class BlockersDialog(QDialog):
    """Lists the blockers; Enter goes to the chosen one and closes the list."""

    go_requested = Signal(str)

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
        self.resize(680, 440)
        count = len(blockers)
        words = ngettext(
            "{n} thing is open. Go to it, answer it, and complete the study again.",
            "{n} things are open. Go to each, answer it, and complete the study again.",
            count,
        ).format(n=count)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What is open"))
        for one in blockers:
            place = place_words(abstraction, one.path)
            item = QListWidgetItem(f"{place}: {_(one.message)}")
            item.setData(_PATH, one.path)
            item.setIcon(_sign(one))
            self.list.addItem(item)
        if count:
            self.list.setCurrentRow(0)
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(self._go)
        go = TextButton(_("Go there"), look="primary")
        go.setDefault(True)
        go.setEnabled(bool(count))
        go.clicked.connect(lambda: self._go(self.list.currentItem()))
        leave = TextButton(_("Close"))
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(words))
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.setFocus()

    def paths(self) -> list[str]:
        """Where the blockers stand, in the order of the list."""
        return [str(self.list.item(at).data(_PATH)) for at in range(self.list.count())]

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            path = str(item.data(_PATH))
            self.accept()
            self.go_requested.emit(path)


def _sign(finding: Finding) -> QIcon:
    """A blank is a ring; errors and queries have their signs."""
    if finding.severity is Severity.QUERY:
        return icon("query", "qry")
    blank = finding.rule == _COMPLETE
    return icon("blank", "text2") if blank else icon("error", "err")
