"""The backups there are, by review and time, and what restoring one would make."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.display import show_figures, show_moment
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.views.dialogs.fitted import FittedDialog
from ivig_abstractor.gui.views.parts import ChoiceBox, TextButton, label
from ivig_abstractor.operations.backups import (
    BackedUpReview,
    BackupLine,
    restored_name,
)

_WHY = {
    "merge": N_("before a merge"),
    "migration": N_("before a conversion"),
    "restore": N_("before a backup was restored"),
}


class BackupsDialog(FittedDialog):
    """Offers the backups of one review at a time, the newest first."""

    def __init__(
        self,
        known: Sequence[BackedUpReview],
        present: Path | None,
        otherwise: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("backups")
        self.setWindowTitle(_("Restore a backup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 420)
        self._known = tuple(known)
        self._otherwise = otherwise
        self.reviews = ChoiceBox()
        self.list = QListWidget()
        self.said = label(tone="text2")
        self._fill_reviews(present)
        self._place()
        self.reviews.currentIndexChanged.connect(self._show_backups)
        self.list.currentRowChanged.connect(self._say_target)
        self.list.itemActivated.connect(self.accept)
        self._show_backups()
        self.list.setFocus()

    def chosen(self) -> tuple[Path, Path]:
        """The backup that is chosen, and the file to be made from it."""
        line = self._lines()[max(0, self.list.currentRow())]
        place = self._known[self.reviews.currentIndex()].place
        if not place.parent.is_dir():
            place = self._otherwise / place.name
        return line.path, restored_name(place, line.at)

    def _fill_reviews(self, present: Path | None) -> None:
        for one in self._known:
            title = one.title or one.place.stem
            self.reviews.addItem(f"{title} – {one.place.name}")
        places = [one.place for one in self._known]
        if present in places:
            self.reviews.setCurrentIndex(places.index(present))

    def _place(self) -> None:
        self.reviews.setObjectName("reviews")
        self.reviews.setAccessibleName(_("Review"))
        self.reviews.setMinimumContentsLength(30)
        self.list.setObjectName("backupList")
        self.list.setAccessibleName(_("Backups, the newest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.said.setWordWrap(True)
        leave = TextButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        take = TextButton(_("Restore and open"), look="primary")
        take.setObjectName("accept")
        take.setDefault(True)
        take.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.setSpacing(12)
        words = label(_("Review"), tone="text2")
        words.setBuddy(self.reviews)
        head.addWidget(words)
        head.addWidget(self.reviews, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addLayout(row)

    def _lines(self) -> tuple[BackupLine, ...]:
        return self._known[max(0, self.reviews.currentIndex())].backups

    def _show_backups(self) -> None:
        self.list.clear()
        for line in self._lines():
            why = f"  ·  {_(_WHY[line.why])}" if line.why in _WHY else ""
            size = show_figures(_("{n} MB").format(n=f"{line.size / 1e6:.1f}"))
            item = QListWidgetItem(f"{show_moment(line.at)}  ·  {size}{why}")
            item.setSizeHint(QSize(100, 28))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _say_target(self) -> None:
        _source, target = self.chosen()
        self.said.setText(
            _(
                "It is put into a new file, “{name}”, in {folder}. The review as it is"
                " now stays where it is."
            ).format(name=target.name, folder=target.parent)
        )
