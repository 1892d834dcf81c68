"""The report: what will be printed as unfinished, on which paper, and the export."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.icons import icon
from ivig_abstractor.gui.theme import font
from ivig_abstractor.gui.views.parts import (
    IconLabel,
    KeyHint,
    TextButton,
    label,
    line_across,
)
from ivig_abstractor.gui.views.status_line import progress_words
from ivig_abstractor.operations.changes import Overview, StudyLine

_LEFT = 288
_STUDY = Qt.ItemDataRole.UserRole


class ReportView(QWidget):
    """Says what is unfinished before it is printed, and exports the PDF."""

    export_requested = Signal()
    flow_requested = Signal()
    study_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.count = label(tone="text3")
        self.facts: list[tuple[IconLabel, QLabel]] = []
        self.list = QListWidget()
        self.title = label()
        self.said = label(tone="text2")
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
        self.list.itemActivated.connect(
            lambda item: self.study_requested.emit(str(item.data(_STUDY)))
        )

    def show_review(self, overview: Overview, lines: Sequence[StudyLine]) -> None:
        """Say how far the review is."""
        included = [one for one in lines if one.included]
        self.count.setText(progress_words(list(lines)))
        self.title.setText(overview.title or overview.path.stem)
        self._say_checks(included)
        self.list.clear()
        unfinished = [o for o in included if o.errors or o.status != "complete"]
        for line in sorted(unfinished, key=lambda one: (-one.errors, -one.queries)):
            self.list.addItem(_item(line))
        self.list.setVisible(bool(unfinished))
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
        self.list.setObjectName("unfinished")
        column.addWidget(self.list, 1)
        hints = QHBoxLayout()
        hints.addWidget(KeyHint("Return", _("open the study")))
        hints.addStretch(1)
        column.addLayout(hints)
        return side

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
        row.addSpacing(8)
        row.addWidget(KeyHint("Ctrl+Shift+P", ""))
        row.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 36, 36, 28)
        column.setSpacing(14)
        for part in (self.title, self.said):
            column.addWidget(part)
        column.addSpacing(10)
        column.addLayout(row)
        column.addWidget(promise)
        outer = QVBoxLayout(desk)
        outer.addStretch(2)
        outer.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        return desk


def _item(line: StudyLine) -> QListWidgetItem:
    said = [line.label, f"{line.percent} %"]
    if line.errors:
        said.append(
            ngettext("{n} error", "{n} errors", line.errors).format(n=line.errors)
        )
    item = QListWidgetItem(" · ".join(said))
    item.setData(_STUDY, line.study_id)
    item.setIcon(icon("error", "err") if line.errors else icon("blank"))
    return item
