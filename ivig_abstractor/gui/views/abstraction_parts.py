"""The parts of the screen on which a study is abstracted, and where they stand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ivig_abstractor.gui.forms.inspector import Inspector
from ivig_abstractor.gui.views.findings_panel import HEIGHT, FindingsPanel
from ivig_abstractor.gui.views.part_bar import PartBar
from ivig_abstractor.gui.views.parts import line_down
from ivig_abstractor.gui.views.section_stack import SectionStack
from ivig_abstractor.gui.views.section_strip import SectionStrip
from ivig_abstractor.gui.views.study_header import StudyHeader
from ivig_abstractor.model.form import FormSpec

INSPECTOR = 276


class AbstractionParts(QWidget):
    """Head, strip, form with details beside it, findings: placed, not yet alive."""

    def __init__(self, form: FormSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("abstraction")
        self.findings_height = HEIGHT
        self.header = StudyHeader()
        self.strip = SectionStrip(form.sections)
        self.parts = PartBar()
        self.stack = SectionStack()
        self.inspector = Inspector()
        self.findings = FindingsPanel()
        self._arrange()

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
        across = QHBoxLayout(upper)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(middle, 1)
        self.inspector.setFixedWidth(INSPECTOR)
        self.edge = line_down()
        across.addWidget(self.edge)
        across.addWidget(self.inspector)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.findings)
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
        height = self.findings.height_for(self.findings_height)
        self.splitter.setSizes([max(1, self.splitter.height() - height), height])

    def _take_height(self) -> None:
        if not self.findings.is_folded:
            self.findings_height = max(HEIGHT, self.splitter.sizes()[1])
