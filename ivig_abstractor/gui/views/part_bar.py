"""Which arm, phase or assessment is shown, and how to add, name, move or remove one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.views.parts import ChoiceBox, IconButton, TextButton, label
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import ContainerSpec, SectionSpec
from ivig_abstractor.model.naming import row_words

HEIGHT = 32


class PartPicker(QWidget):
    """Chooses one row of one container, and changes its rows."""

    chosen = Signal(str)
    row_added = Signal(str, str)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    rename_requested = Signal(str)

    def __init__(self, container: ContainerSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.container = container
        self.at = container.name
        self._rows: list[str] = []
        one = _(container.repeat.one)
        self.name = label(one.capitalize(), tone="text2")
        self.box = ChoiceBox()
        self.box.setObjectName(f"part:{container.name}")
        self.box.setAccessibleName(one.capitalize())
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMinimumContentsLength(8)
        self.name.setBuddy(self.box)
        self.place = QLabel()
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.add = TextButton(one.capitalize(), icon_name="plus")
        self.add.setObjectName(f"add:{container.name}")
        self.add.setAccessibleName(_("Add {part}").format(part=one))
        self.more = IconButton(
            "more", _("Name, move or remove this {part}").format(part=one)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.name, self.box, self.place, self.more, self.add):
            row.addWidget(part)
        self._make_menu(one)
        self.box.activated.connect(lambda at: self.chosen.emit(self._path(at)))
        self.add.clicked.connect(
            lambda: self.row_added.emit(self.at, self._current_id())
        )

    def show_rows(
        self, abstraction: Abstraction, at: str, current: str, *, writable: bool
    ) -> None:
        """Show the rows of a container with one of them chosen."""
        self.at = at
        self._rows = abstraction.rows(at)
        names = [
            row_words(abstraction, self.container, paths.row(at, one))
            for one in self._rows
        ]
        names = [
            f"{name} · {size}"
            if (size := _patients(abstraction, paths.row(at, one)))
            else name
            for name, one in zip(names, self._rows, strict=True)
        ]
        self.box.blockSignals(True)
        if [self.box.itemText(i) for i in range(self.box.count())] != names:
            self.box.clear()
            self.box.addItems(names)
        chosen = self._rows.index(current) if current in self._rows else -1
        self.box.setCurrentIndex(chosen)
        self.box.blockSignals(False)
        many = len(self._rows) > 1
        named = self.container.name == "arms" and bool(self._rows)
        self.box.setVisible(many or named)
        place = _("{number} of {all}").format(number=chosen + 1, all=len(self._rows))
        self.place.setText(place if self._rows else _("none yet"))
        self.add.setEnabled(writable)
        self.more.setVisible(bool(self._rows))
        self.more.setEnabled(writable)
        self._up.setEnabled(chosen > 0)
        self._down.setEnabled(0 <= chosen < len(self._rows) - 1)

    def be_tight(self, tight: bool) -> None:
        """Leave out the word before the list and the place in it."""
        self.name.setVisible(not tight)
        self.place.setVisible(not tight or not self._rows)

    def _make_menu(self, one: str) -> None:
        menu = QMenu(self)
        said = (
            (_("Name this {part}").format(part=one), self._rename),
            (_("Move up"), lambda: self.row_moved.emit(self._current(), -1)),
            (_("Move down"), lambda: self.row_moved.emit(self._current(), 1)),
            (_("Remove this {part}").format(part=one), self._remove),
        )
        actions = []
        for words, do in said:
            action = QAction(words, menu)
            action.triggered.connect(do)
            menu.addAction(action)
            actions.append(action)
        self._name_it, self._up, self._down, self._out = actions
        self._name_it.setVisible(self.container.name == "arms")
        self.more.setMenu(menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def _rename(self) -> None:
        self.rename_requested.emit(self._current())

    def _remove(self) -> None:
        self.row_removed.emit(self._current())

    def _current_id(self) -> str:
        at = self.box.currentIndex()
        return self._rows[at] if 0 <= at < len(self._rows) else ""

    def _current(self) -> str:
        return paths.row(self.at, self._current_id())

    def _path(self, at: int) -> str:
        return paths.row(self.at, self._rows[at])


def _patients(abstraction: Abstraction, row: str) -> str:
    path = f"{row}.arm.n_treated"
    if not abstraction.form.knows(path):
        return ""
    count = abstraction.get(path)
    if not isinstance(count, int):
        return ""
    return _("{n} patients").format(n=count)


class PartBar(QWidget):
    """One picker for each container above the section that is shown."""

    part_chosen = Signal(str)
    row_added = Signal(str, str)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    rename_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("partBar")
        self.setFixedHeight(HEIGHT)
        self._pickers: dict[str, PartPicker] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 4, 16, 0)
        self._row.setSpacing(16)
        self._row.addStretch(1)
        self.left = label(tone="text3", size="small")
        self._row.addWidget(self.left)

    def show_section(
        self,
        section: SectionSpec,
        prefix: str,
        abstraction: Abstraction,
        *,
        writable: bool,
    ) -> None:
        """Show the containers of a section, with the part at `prefix` chosen."""
        rows = paths.rows_above(prefix)
        above = ""
        wanted = {container.pattern for container in section.containers}
        for pattern, picker in self._pickers.items():
            picker.setVisible(pattern in wanted)
        for depth, container in enumerate(section.containers):
            picker = self._picker(container)
            at = paths.join(above, container.name)
            current = rows[depth] if depth < len(rows) else ""
            picker.show_rows(
                abstraction, at, current[:-1].rpartition("[")[2], writable=writable
            )
            # A phase needs an arm to stand in.
            picker.setVisible(depth == 0 or bool(above))
            above = current

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what says least where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [one for one in self._pickers.values() if not one.isHidden()]
        for tight, said in ((False, True), (False, False), (True, False)):
            for picker in shown:
                picker.be_tight(tight)
            self.left.setVisible(said)
            wide = sum(one.sizeHint().width() + 16 for one in shown) + 40
            if wide + (self.left.sizeHint().width() if said else 0) <= self.width():
                break

    def say_left(self, essential: int, further: int) -> None:
        """Say how many fields are still blank here, and how many matter most."""
        count = essential + further
        said = ngettext("{n} field left", "{n} fields left", count).format(n=count)
        if essential and further:
            said = _("{n} essential, {m} further left").format(n=essential, m=further)
        self.left.setText(said if count else "")
        self._fit()

    def _picker(self, container: ContainerSpec) -> PartPicker:
        known = self._pickers.get(container.pattern)
        if known is not None:
            return known
        picker = PartPicker(container, self)
        self._pickers[container.pattern] = picker
        self._row.insertWidget(len(self._pickers) - 1, picker)
        picker.chosen.connect(self.part_chosen)
        picker.row_added.connect(self.row_added)
        picker.row_removed.connect(self.row_removed)
        picker.row_moved.connect(self.row_moved)
        picker.rename_requested.connect(self.rename_requested)
        return picker
