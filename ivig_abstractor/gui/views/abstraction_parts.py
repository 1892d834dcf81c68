"""The parts of the screen on which a study is abstracted, and where they stand."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ivig_abstractor.gui.forms.plan import WIDE
from ivig_abstractor.gui.views.part_bar import PartBar
from ivig_abstractor.gui.views.parts import FINDINGS_HEAD, line_down
from ivig_abstractor.gui.views.section_stack import SectionStack
from ivig_abstractor.gui.views.section_strip import SectionStrip
from ivig_abstractor.gui.views.study_header import StudyHeader
from ivig_abstractor.model.form import FormSpec

if TYPE_CHECKING:
    from ivig_abstractor.gui.forms.inspector import Inspector
    from ivig_abstractor.gui.views.findings_panel import FindingsPanel

INSPECTOR = 276
HEIGHT = 110
"""How high the findings are at first."""
_ONE_FINDING = FINDINGS_HEAD + 34
_TWO_FINDINGS = FINDINGS_HEAD + 52
_ALL_FINDINGS = FINDINGS_HEAD + 8 + 5 * 24
"""Beside a form that leaves room, so high without being asked."""
_EMPTY = 200
"""What a section without any part needs to say so."""
_FORM = 420
"""A form with a grid that gets less than this leaves two findings in sight."""


class AbstractionParts(QWidget):
    """Head, strip, form with details beside it, findings: placed, not yet alive.

    The details and the findings are built when they are asked for, or once the form
    can be seen; until then their places are kept.
    """

    def __init__(self, form: FormSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("abstraction")
        self.findings_height = HEIGHT
        self.header = StudyHeader()
        self.strip = SectionStrip(form.sections)
        self.parts = PartBar()
        self.stack = SectionStack()
        self.beside, self.below = _place("pane"), _place("side")
        self._folded = False
        self._arrange()

    @cached_property
    def inspector(self) -> "Inspector":
        """The details of the field."""
        from ivig_abstractor.gui.forms.inspector import Inspector

        made = Inspector()
        made.setFixedWidth(INSPECTOR)
        place, self.beside = self.beside, made
        self._across.replaceWidget(place, made)
        made.setVisible(not place.isHidden())
        place.deleteLater()
        return made

    @cached_property
    def findings(self) -> "FindingsPanel":
        """What the checks found."""
        from ivig_abstractor.gui.views.findings_panel import FindingsPanel

        made = FindingsPanel()
        made.set_folded(self._folded)
        place, self.below = self.below, made
        self.splitter.replaceWidget(1, made)
        made.show()
        place.deleteLater()
        return made

    def has(self, name: str) -> bool:
        """Say whether the inspector or the findings have been built."""
        return name in self.__dict__

    @property
    def is_folded(self) -> bool:
        """Say whether only the head of the findings is shown."""
        return self.findings.is_folded if self.has("findings") else self._folded

    def set_folded(self, folded: bool) -> None:
        """Show only the head of the findings, or all."""
        self._folded = folded
        if self.has("findings"):
            self.findings.set_folded(folded)

    def _arrange(self) -> None:
        middle = QWidget()
        middle.setProperty("surface", "base")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form = QVBoxLayout(middle)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(0)
        form.addWidget(self.parts)
        form.addWidget(self.stack, 1)
        upper = QWidget()
        across = self._across = QHBoxLayout(upper)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(middle, 1)
        self.beside.setFixedWidth(INSPECTOR)
        self.below.setMinimumHeight(FINDINGS_HEAD)
        self.edge = line_down()
        across.addWidget(self.edge)
        across.addWidget(self.beside)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.below)
        self.splitter.splitterMoved.connect(self._take_height)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.strip)
        column.addWidget(self.splitter, 1)

    def fit_findings(self) -> None:
        """Give the findings the height of their rows, up to what the reviewer chose."""
        height = FINDINGS_HEAD + 2
        if self.has("findings"):
            # In a low window the form comes first: one finding can always be read.
            most = max(self.splitter.height() // 3, _ONE_FINDING)
            chosen = self.findings_height > HEIGHT
            high = self.findings_height if chosen else max(HEIGHT, self._left_over())
            height = self.findings.height_for(min(high, most))
            if not chosen and self.splitter.height() - height < self._wanted():
                height = self.findings.height_for(min(height, _TWO_FINDINGS))
        self.splitter.setSizes([max(1, self.splitter.height() - height), height])

    def _left_over(self) -> int:
        """What a form leaves below its last field; a wide grid leaves nothing."""
        view = self.stack.current()
        repeats = view.section.repeats if view is not None else ()
        if any(len(one.fields) > WIDE for one in repeats):
            return 0
        wanted = view.wanted_height() if view is not None else _EMPTY
        wanted += 0 if self.parts.isHidden() else self.parts.height()
        return min(_ALL_FINDINGS, self.splitter.height() - wanted)

    def _wanted(self) -> int:
        """What a grid wants of the height, with what is pinned below it."""
        view = self.stack.current()
        if view is None or not view.section.repeats:
            return 0
        pinned = sum(one.height() for one in view.pinned if not one.isHidden())
        return _FORM + pinned + (0 if self.parts.isHidden() else self.parts.height())

    def _take_height(self) -> None:
        if not self.is_folded:
            self.findings_height = max(HEIGHT, self.splitter.sizes()[1])


def _place(surface: str) -> QWidget:
    """What stands where a part is going to be, in its colour."""
    place = QWidget()
    place.setProperty("surface", surface)
    place.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return place
