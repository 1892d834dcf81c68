"""The report: what will be printed as unfinished, on which paper, and the export."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.preferences import Preferences
from ivig_abstractor.gui.theme import font
from ivig_abstractor.gui.views.parts import (
    ChoiceBox,
    IconLabel,
    KeyCap,
    KeyHint,
    TextButton,
    label,
    line_across,
)
from ivig_abstractor.gui.views.status_line import progress_words
from ivig_abstractor.gui.views.study_list import StudyDelegate, StudyItemModel
from ivig_abstractor.operations.changes import Overview, StudyLine

_LEFT = 288


class ReportView(QWidget):
    """Says what is unfinished before it is printed, and exports the PDF."""

    export_requested = Signal()
    flow_requested = Signal()
    study_requested = Signal(str)
    paper_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.count = label(tone="text3")
        self.facts: list[tuple[IconLabel, QLabel]] = []
        self.model = StudyItemModel(self)
        self.list = QListView()
        self.title = label()
        self.said = label(tone="text2")
        self.paper = ChoiceBox()
        self.export = TextButton(
            _("Export PDF…"), icon_name="document", look="primary", tint="onacc"
        )
        self.export.setObjectName("exportPdf")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._left())
        across.addWidget(self._right(), 1)
        self.export.clicked.connect(self.export_requested)
        self.list.activated.connect(self._open)

    def show_review(self, overview: Overview, lines: Sequence[StudyLine]) -> None:
        """Say how far the review is."""
        included = [one for one in lines if one.included]
        self.count.setText(progress_words(list(lines)))
        self.title.setText(overview.title or overview.path.stem)
        self._say_checks(included)
        unfinished = [o for o in included if o.errors or o.status != "complete"]
        self.model.set_lines(
            sorted(unfinished, key=lambda one: (-one.errors, -one.queries))
        )
        self.list.setCurrentIndex(self.model.index(0))
        excluded = len(lines) - len(included)
        numbers = ngettext(
            "{n} included study", "{n} included studies", len(included)
        ).format(n=len(included))
        others = ngettext("{n} excluded", "{n} excluded", excluded).format(n=excluded)
        self.said.setText(
            _(
                "{included}, {excluded}: characteristics, dose and course, outcomes, "
                "adverse effects and risk of bias, with references and open findings."
            ).format(included=numbers, excluded=others)
        )

    def _open(self, at: QModelIndex) -> None:
        self.study_requested.emit(self.model.study_at(at.row()))

    def _say_checks(self, included: Sequence[StudyLine]) -> None:
        errors = sum(one.errors for one in included)
        queries = sum(one.queries for one in included)
        unfinished = sum(one.status != "complete" for one in included)
        said = [
            (
                ("error", "err") if errors else ("tick", "text2"),
                ngettext("{n} error", "{n} errors", errors).format(n=errors)
                + (_(": listed in the report") if errors else ""),
            ),
            (
                ("query", "qry") if queries else ("tick", "text2"),
                ngettext(
                    "{n} query without an answer",
                    "{n} queries without an answer",
                    queries,
                ).format(n=queries),
            ),
            (
                ("blank", "text2") if unfinished else ("tick", "text2"),
                ngettext(
                    "{n} study not complete: printed as a draft",
                    "{n} studies not complete: printed as a draft",
                    unfinished,
                ).format(n=unfinished)
                if unfinished
                else _("All studies are complete"),
            ),
        ]
        for (sign, words_label), ((name, tint), words) in zip(
            self.facts, said, strict=True
        ):
            sign.show_icon(name, tint)
            words_label.setText(words)

    def _left(self) -> QWidget:
        side = QWidget()
        side.setProperty("surface", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_LEFT)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 0, 12, 10)
        column.setSpacing(8)
        head = QWidget()
        head.setFixedHeight(40)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(_("Report"), tone="strong"))
        row.addWidget(self.count, 1)
        column.addWidget(head)
        column.addWidget(label(_("Before you export"), tone="text2", size="small"))
        for _at in range(3):
            line = QHBoxLayout()
            line.setSpacing(8)
            sign = IconLabel("tick")
            words = label(size="small")
            words.setWordWrap(True)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            column.addLayout(line)
            self.facts.append((sign, words))
        flow = TextButton(_("Flow of studies…"))
        flow.clicked.connect(self.flow_requested)
        column.addWidget(flow, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(line_across())
        column.addWidget(label(_("Studies not complete"), tone="text2", size="small"))
        self.list.setAccessibleName(_("Studies not complete"))
        self.list.setObjectName("side")
        self.list.setModel(self.model)
        self.list.setItemDelegate(StudyDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.list, 1)
        hints = QHBoxLayout()
        hints.addWidget(KeyHint("Return", _("open the study")))
        hints.addStretch(1)
        column.addLayout(hints)
        return side

    def show_paper(self, code: str) -> None:
        """Show which paper is printed on."""
        self.paper.setCurrentIndex(max(0, self.paper.findData(code)))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter exports."""
        super().showEvent(event)
        self.export.setFocus()

    def _paper_row(self) -> QHBoxLayout:
        setting = next(one for one in Preferences.settings() if one.name == "paper")
        for code, words in setting.options:
            self.paper.addItem(_(words), code)
        self.paper.setAccessibleName(_(setting.label))
        self.paper.activated.connect(
            lambda at: self.paper_chosen.emit(str(self.paper.itemData(at)))
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(_(setting.label), tone="text2"))
        row.addWidget(self.paper)
        row.addStretch(1)
        return row

    def _right(self) -> QWidget:
        desk = QWidget()
        desk.setObjectName("desk")
        desk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page = QFrame()
        page.setObjectName("page")
        page.setFixedWidth(520)
        self.title.setFont(font(20, 600))
        self.title.setWordWrap(True)
        self.said.setWordWrap(True)
        promise = label(
            _("An earlier PDF stays as it is until the new one is whole."),
            tone="text3",
            size="small",
        )
        promise.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.export)
        row.addWidget(KeyCap("Ctrl+Shift+P"))
        row.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 36, 36, 28)
        column.setSpacing(14)
        for part in (self.title, self.said):
            column.addWidget(part)
        column.addSpacing(10)
        column.addLayout(self._paper_row())
        column.addSpacing(4)
        column.addLayout(row)
        column.addWidget(promise)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(page)
        across.addStretch(1)
        outer = QVBoxLayout(desk)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)
        return desk
