"""Sets many blank fields to one missing code: which code, where, and which of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog
from ivig_abstractor.gui.views.parts import ChoiceBox, KeyHint, TextButton, label
from ivig_abstractor.gui.views.ticking import TickDelegate
from ivig_abstractor.model.absence import blanks_to_set, codes_for_many, scope_read
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.model.progress import blanks

_PATH = Qt.ItemDataRole.UserRole
_OF_STUDY = "*"
_NAMED = 5
"""So many of the fields that are left are named."""


class BlanksDialog(CentredDialog):
    """Lists the blank fields that would be set, all ticked; Enter sets them.

    `chosen` carries their paths and the code. `prefix` is the part of the form that is
    looked at; without one the whole study is offered first.
    """

    chosen = Signal(list, object)

    def __init__(
        self, abstraction: Abstraction, prefix: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("blanks")
        self.setWindowTitle(_("Set missing codes in blank fields"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 520)
        self._abstraction = abstraction
        self._left_out: set[str] = set()
        self.codes = ChoiceBox()
        self.places = ChoiceBox()
        self.list = QListWidget()
        self.list.setObjectName("fields")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(_("The fields that are set"))
        self.list.setItemDelegate(TickDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = label(_("No blank field here can be set to this."), tone="text2")
        self.others = label(tone="text2", size="small")
        self.others.setWordWrap(True)
        self.take = TextButton("", look="primary")
        self.take.setObjectName("accept")
        self.take.setDefault(True)
        self._lay_out()
        self._offer(prefix)
        self.codes.currentIndexChanged.connect(self._fill)
        self.places.currentIndexChanged.connect(self._fill)
        self.list.itemChanged.connect(self._tick)
        self.take.clicked.connect(self._choose)
        self._fill()
        self.codes.setFocus()

    @property
    def code(self) -> MissingCode:
        """The code that is chosen."""
        return MissingCode(self.codes.currentData())

    def paths(self) -> list[str]:
        """The fields that are ticked, in form order."""
        ticked = [one for one in self._items() if _is_ticked(one)]
        return [str(one.data(_PATH)) for one in ticked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _offer(self, prefix: str) -> None:
        """Offer the codes and the places, the likely ones first."""
        self.codes.setObjectName("code")
        self.places.setObjectName("place")
        for code in codes_for_many(scope_read(self._abstraction)):
            self.codes.addItem(capitalised(_(code.label)), code.value)
            self.codes.setItemData(
                self.codes.count() - 1,
                _(code.sentence),
                Qt.ItemDataRole.ToolTipRole,
            )
        if prefix:
            section = self._abstraction.form.section_of(prefix)
            instances = self._abstraction.instances(section)
            if len(instances) > 1:
                words = place_words(self._abstraction, prefix)
                self.places.addItem(_("This part: {part}").format(part=words), prefix)
            words = _("This section: {section}").format(section=_(section.title))
            self.places.addItem(words, section.key)
            # The section if nothing in the part can be set, but never more than was
            # looked at: whoever presses Enter again and again would set a whole study.
            if not any(map(self._is_there, self._settable())):
                self.places.setCurrentIndex(self.places.count() - 1)
        self.places.addItem(_("The whole study"), _OF_STUDY)

    def _settable(self) -> list[str]:
        """The blank fields of the study that can be set to the code."""
        return list(blanks_to_set(self._abstraction, self.code))

    def _is_there(self, path: str) -> bool:
        """Say whether a field stands in the place that is chosen."""
        place = str(self.places.currentData())
        if place == _OF_STUDY:
            return True
        form = self._abstraction.form
        if place in form.by_section:
            return form.section_of(path).key == place
        return path.startswith(f"{place}.")

    def _fill(self) -> None:
        """List the fields; those left out before stay left out."""
        self.list.blockSignals(True)
        self.list.clear()
        here = [one for one in self._settable() if self._is_there(one)]
        self._tell_others(here)
        for path in here:
            one = QListWidgetItem(place_words(self._abstraction, path))
            one.setData(_PATH, path)
            one.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            ticked = path not in self._left_out
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            one.setCheckState(state)
            self.list.addItem(one)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.list.setVisible(self.list.count() > 0)
        self.none.setVisible(self.list.count() == 0)
        self._say()

    def _tell_others(self, listed: list[str]) -> None:
        """Say which blank fields of the place nobody can answer with the code."""
        others = [
            _(placed.spec.label)
            for placed in blanks(self._abstraction)
            if self._is_there(placed.path) and placed.path not in listed
        ]
        shown = ", ".join(others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
        said = ngettext(
            "{n} blank field is left for you to answer: {fields}.",
            "{n} blank fields are left for you to answer: {fields}.",
            len(others),
        ).format(n=len(others), fields=shown)
        self.others.setText(said if others else "")
        self.others.setVisible(bool(others))

    def _tick(self, item: QListWidgetItem) -> None:
        path = str(item.data(_PATH))
        (self._left_out.discard if _is_ticked(item) else self._left_out.add)(path)
        self._say()

    def _say(self) -> None:
        count = len(self.paths())
        words = ngettext("Set {n} field", "Set {n} fields", count).format(n=count)
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setEnabled(count > 0)

    def _choose(self) -> None:
        paths, code = self.paths(), self.code
        self.accept()
        self.chosen.emit(paths, code)

    def _lay_out(self) -> None:
        asked = QFormLayout()
        asked.setHorizontalSpacing(16)
        asked.setVerticalSpacing(8)
        for words, box in ((_("Set to"), self.codes), (_("In"), self.places)):
            said = label(words, tone="text2")
            said.setBuddy(box)
            box.setAccessibleName(words)
            asked.addRow(said, box)
        leave = TextButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(KeyHint("Space", _("leave a field out")))
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addLayout(asked)
        column.addWidget(self.list, 1)
        column.addWidget(self.none, 1)
        column.addWidget(self.others)
        column.addLayout(row)


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked
