"""Who abstracts which study: a table of studies and reviewers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.views.reconcile.drawing import paint_focus, paint_words
from ivig_abstractor.gui.views.reconcile.tables import FlatModel, Index, paint_ground
from ivig_abstractor.model.review import Duty
from ivig_abstractor.operations.changes import ReviewerLine, StudyLine

Duties = Mapping[str, Mapping[str, Duty]]
Standing = Mapping[str, Mapping[str, bool]]
DUTY = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 1)
DONE = cast("Qt.ItemDataRole", Qt.ItemDataRole.UserRole + 2)
ROW = 26
_STUDY, _EACH = 260, 180
_WORDS: dict[Duty, str] = {
    Duty.NONE: N_("– not assigned"),
    Duty.ABSTRACT: N_("abstractor"),
    Duty.VERIFY: N_("verifier"),
}
_SIGNS: dict[Duty, str] = {Duty.ABSTRACT: "pencil", Duty.VERIFY: "search"}
_UNASKED = N_("not assigned")
_STANDING: dict[bool | None, str] = {
    True: N_("{duty} · complete"),
    False: N_("{duty} · in progress"),
    None: N_("{duty} · not started"),
}
_NEXT: dict[Duty, Duty] = {
    Duty.NONE: Duty.ABSTRACT,
    Duty.ABSTRACT: Duty.VERIFY,
    Duty.VERIFY: Duty.NONE,
}
KEYS: dict[Qt.Key, Duty] = {
    Qt.Key.Key_A: Duty.ABSTRACT,
    Qt.Key.Key_V: Duty.VERIFY,
    Qt.Key.Key_N: Duty.NONE,
    Qt.Key.Key_Delete: Duty.NONE,
    Qt.Key.Key_Backspace: Duty.NONE,
}


class AssignmentModel(FlatModel):
    """One row for each included study, one column for each reviewer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studies: list[StudyLine] = []
        self.reviewers: list[ReviewerLine] = []
        self._duties: Duties = {}
        self._standing: Standing = {}

    def show(
        self,
        studies: Sequence[StudyLine],
        reviewers: Sequence[ReviewerLine],
        duties: Duties,
        standing: Standing,
    ) -> None:
        """Show other assignments; `standing` tells who has begun or completed what."""
        self._standing = standing
        wanted = [one for one in studies if one.included]
        same = [one.study_id for one in wanted] == [o.study_id for o in self.studies]
        if wanted and same and list(reviewers) == self.reviewers:
            self._duties = duties
            self.announce_cells()
            return
        self.beginResetModel()
        self.studies, self.reviewers, self._duties = wanted, list(reviewers), duties
        self.endResetModel()

    def duty(self, row: int, column: int) -> Duty:
        """What a reviewer does for a study."""
        study = self.studies[row].study_id
        who = self.reviewers[column - 1].reviewer_id
        return self._duties.get(study, {}).get(who, Duty.NONE)

    def _done(self, row: int, column: int) -> bool | None:
        """Whether it is complete; nothing where nobody has begun or is asked to."""
        study, who = self.ids(row, column)
        return self._standing.get(study, {}).get(who)

    def words(self, row: int, column: int) -> str:
        """What a reviewer does for a study, and whether it is done."""
        duty = self.duty(row, column)
        done = self._done(row, column)
        if duty is Duty.NONE and done is None:
            return _(_WORDS[duty])
        words = _UNASKED if duty is Duty.NONE else _WORDS[duty]
        return _(_STANDING[done]).format(duty=_(words))

    def ids(self, row: int, column: int) -> tuple[str, str]:
        """The study and the reviewer of a cell."""
        return self.studies[row].study_id, self.reviewers[column - 1].reviewer_id

    def size(self) -> tuple[int, int]:
        """The studies; the study's name and its reviewers."""
        return len(self.studies), len(self.reviewers) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A study's name is read, not chosen."""
        enabled = Qt.ItemFlag.ItemIsEnabled
        if index.column() == 0:
            return enabled
        return enabled | Qt.ItemFlag.ItemIsSelectable

    def heading(self, column: int, role: int) -> Any:
        """The reviewers' initials; their names as a tip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if column == 0:
            return _("Study") if role == Qt.ItemDataRole.DisplayRole else None
        who = self.reviewers[column - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return who.initials or who.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{who.name}, {_(who.role.label)}"
        return None

    def told(self, row: int, column: int, role: int) -> Any:
        """What the delegate draws, and what is read aloud."""
        study = self.studies[row]
        if column == 0:
            return study.label if role == Qt.ItemDataRole.DisplayRole else None
        duty = self.duty(row, column)
        if role == DUTY:
            return duty
        if role == DONE:
            return self._done(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            who = self.reviewers[column - 1].name
            bare = duty is Duty.NONE and self._done(row, column) is None
            said = _(_UNASKED) if bare else self.words(row, column)
            return f"{study.label}, {who}: {said}"
        return None


class AssignmentDelegate(QStyledItemDelegate):
    """Draws a sign and a word for what somebody does; the row in use is tinted."""

    def __init__(self, current: Callable[[], QModelIndex], parent: QWidget) -> None:
        super().__init__(parent)
        self._current = current

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw one cell."""
        state: QStyle.StateFlag = option.state
        colours = theme.tokens()
        painter.save()
        area, chosen = paint_ground(painter, option)
        at = self._current()
        if not chosen and index.row() == at.row():
            painter.fillRect(area, colours.colour("selsoft"))
        painter.setPen(colours.colour("line"))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())
        tint = "onsel" if chosen else "text"
        box = area.adjusted(24 if index.column() == 0 else 12, 0, -8, 0)
        duty = index.data(DUTY)
        if duty is not None:
            done = index.data(DONE) and duty is not Duty.NONE
            sign = "tick" if done else _SIGNS.get(duty)
            if sign is None:
                tint = "onsel" if chosen else "text3"
            else:
                y = area.y() + (area.height() - 12) / 2
                icons.paint_icon(painter, sign, box.x(), y, 12, tint)
                box.setLeft(box.x() + 18)
        paint_words(painter, box, str(index.data()), tint=tint)
        if state & QStyle.StateFlag.State_HasFocus and index.column() > 0:
            paint_focus(painter, area)
        elif at == index and index.column() > 0:
            painter.setPen(colours.colour("ctl"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()


class AssignmentTable(QTableView):
    """Space, or a letter, says what the reviewers of the chosen cells do."""

    wanted = Signal(object)
    counted = Signal(int)
    met = Signal(object)
    """The duty that all chosen cells have; None where they have several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assignments")
        self.setAccessibleName(_("Who abstracts which study"))
        self.writable = False
        self.cells = AssignmentModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(AssignmentDelegate(self.currentIndex, self))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setFixedHeight(26)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda _at: self.set_duty(None))
        chosen = self.selectionModel()
        chosen.currentChanged.connect(lambda *_rows: self.viewport().update())
        chosen.currentChanged.connect(lambda *_cells: self._count())
        chosen.selectionChanged.connect(lambda *_cells: self._count())

    def show_duties(
        self,
        studies: Sequence[StudyLine],
        reviewers: Sequence[ReviewerLine],
        duties: Duties,
        standing: Standing,
    ) -> None:
        """Show other assignments."""
        self.cells.show(studies, reviewers, duties, standing)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMaximumWidth(_STUDY + _EACH * len(reviewers) + bar)
        self._lay_columns()
        if not self.currentIndex().isValid() and self.cells.columnCount() > 1:
            self.selectionModel().setCurrentIndex(
                self.cells.index(0, 1), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self._count()

    def _chosen(self) -> list[QModelIndex]:
        """The cells that a duty would be set in."""
        chosen = [one for one in self.selectedIndexes() if one.column() > 0]
        at = self.currentIndex()
        if not chosen and at.isValid() and at.column() > 0:
            chosen = [at]
        return chosen

    def _count(self) -> None:
        chosen = self._chosen()
        self.counted.emit(len(chosen))
        duties = {self.cells.duty(one.row(), one.column()) for one in chosen}
        self.met.emit(duties.pop() if len(duties) == 1 else None)

    def set_duty(self, duty: Duty | None) -> None:
        """Ask for a duty in the chosen cells; without one, for the next kind."""
        chosen = self._chosen()
        if not chosen or not self.writable:
            return
        if duty is None:
            first = self.currentIndex() if self.currentIndex() in chosen else chosen[0]
            duty = _NEXT[self.cells.duty(first.row(), first.column())]
        wanted: dict[str, dict[str, Duty]] = {}
        for one in chosen:
            study, who = self.cells.ids(one.row(), one.column())
            wanted.setdefault(study, {})[who] = duty
        self.wanted.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters say what is done; Space takes the next kind."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if not held and key in KEYS:
            self.set_duty(KEYS[key])
        elif not held and key in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.set_duty(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width, which is never more than studies and reviewers need."""
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_columns(self) -> None:
        count = self.cells.columnCount() - 1
        if count < 1:
            return
        room = self.viewport().width()
        each = min(_EACH, (room - min(_STUDY, room // 3)) // count)
        self.setColumnWidth(0, room - each * count)
        for at in range(count):
            self.setColumnWidth(at + 1, each)
