"""The report: which chapters are printed, what is unfinished, and the pages."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QIntValidator,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.preferences import Preferences
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import (
    ChoiceBox,
    ElidedLabel,
    IconButton,
    IconLabel,
    KeyHint,
    TextButton,
    label,
    line_across,
)
from ivig_abstractor.gui.views.report_chapters import FINDINGS, FLOW, ChapterList
from ivig_abstractor.gui.views.report_preview import FIT_PAGE, FIT_WIDTH, PagesView
from ivig_abstractor.model.finding import Severity
from ivig_abstractor.operations.changes import Overview, StudyLine

_LEFT, _LEFT_MOST = 288, 340
_WIDE, _NARROW = 700, 560
_MOST_IN_MENU = 30


class ReportView(QWidget):
    """Says what is unfinished before it is printed, shows the pages, and exports."""

    export_requested = Signal()
    flow_requested = Signal()
    study_requested = Signal(str)
    finding_requested = Signal(str, object)
    paper_chosen = Signal(str)
    left_out_changed = Signal(object)
    stop_requested = Signal()
    open_requested = Signal()
    appeared = Signal()
    disappeared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.count = label(tone="text3")
        self.chapters = ChapterList()
        self.facts: list[tuple[IconLabel, QLabel]] = []
        self.errors = _link(_("Go"), _("Go to the first error"))
        self.queries = _link(_("Go"), _("Go to the first query without an answer"))
        self.studies = _link(_("Show…"), _("Studies not complete…"))
        self.flow = _link(_("Open…"), _("Flow of studies…"))
        self.paper = ChoiceBox()
        self.bar = ReportBar()
        self.pages = PagesView()
        self._included: list[StudyLine] = []
        self._unfinished: list[StudyLine] = []
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._side = self._left()
        across.addWidget(self._side)
        across.addWidget(self._right(), 1)
        self.errors.clicked.connect(lambda: self._go_to_first(Severity.ERROR))
        self.queries.clicked.connect(lambda: self._go_to_first(Severity.QUERY))
        self.studies.clicked.connect(self._offer_studies)
        self.flow.clicked.connect(self.flow_requested)
        self.bar.export.clicked.connect(self.export_requested)
        self.bar.stop.clicked.connect(self.stop_requested)
        self.bar.open.clicked.connect(self.open_requested)
        self.bar.page_wanted.connect(self.pages.go_to)
        self.bar.zoom_chosen.connect(self.pages.set_zoom)
        self.pages.page_changed.connect(self._show_page)
        self.chapters.page_wanted.connect(self.pages.go_to)
        self.chapters.left_out_changed.connect(self.left_out_changed)
        self.chapters.left_out_changed.connect(self._say_checks)

    def show_review(self, _overview: Overview, lines: Sequence[StudyLine]) -> None:
        """Say how far the review is."""
        self._included = included = [one for one in lines if one.included]
        self._say_checks()
        unfinished = [o for o in included if o.errors or not o.is_done]
        self._unfinished = sorted(unfinished, key=lambda o: (-o.errors, -o.queries))
        self.studies.setVisible(bool(self._unfinished))

    def show_chapters(
        self, chapters: Sequence[dict[str, Any]], left_out: Sequence[str]
    ) -> None:
        """Show which chapters the pages are made of."""
        self.chapters.show_chapters(chapters, left_out)
        wide = max(_LEFT, self.chapters.whole_width())
        self._side.setFixedWidth(min(wide, _LEFT_MOST))
        self._say_checks()
        printed, known = self.chapters.counts()
        self.count.setText(_("{n} of {total} chapters").format(n=printed, total=known))

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show pages of these sizes; their pictures come later."""
        self.pages.show_pages(sizes)
        self._show_page(self.pages.page)

    def show_paper(self, code: str) -> None:
        """Show which paper is printed on."""
        self.paper.setCurrentIndex(max(0, self.paper.findData(code)))

    def clear(self) -> None:
        """Forget the pages of a review that is closed."""
        self.chapters.clear()
        self.pages.clear()
        self.count.setText("")
        self.bar.show_page(0, 0)
        self.bar.say("")

    def showEvent(self, event: QShowEvent) -> None:
        """Let the pages be made."""
        super().showEvent(event)
        self.chapters.setFocus()
        self.appeared.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing be made that is not seen."""
        super().hideEvent(event)
        self.disappeared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the export; Page Up and Down turn pages, with Ctrl chapters."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.bar.is_busy:
            self.stop_requested.emit()
        elif steps and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.chapters.step(steps)
        elif steps:
            self.pages.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _show_page(self, page: int) -> None:
        self.bar.show_page(page, self.pages.count)
        self.chapters.show_page(page)

    def _go_to_first(self, severity: Severity) -> None:
        """Ask for the first open finding of a kind, in the order of the study list."""
        is_error = severity is Severity.ERROR
        having = (o for o in self._included if (o.errors if is_error else o.queries))
        line = next(having, None)
        if line is not None:
            self.finding_requested.emit(line.study_id, severity)

    def _offer_studies(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("unfinished")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in self._unfinished[:_MOST_IN_MENU]:
            errors = ngettext("{n} error", "{n} errors", line.errors)
            said = f" – {errors.format(n=line.errors)}" if line.errors else ""
            action = menu.addAction(f"{line.label}{said}".replace("&", "&&"))
            action.triggered.connect(
                lambda _on=False, chosen=line.study_id: self.study_requested.emit(
                    chosen
                )
            )
        menu.popup(self.studies.mapToGlobal(self.studies.rect().topLeft()))

    def _say_checks(self) -> None:
        included = self._included
        errors = sum(one.errors for one in included)
        queries = sum(one.queries for one in included)
        unfinished = sum(not one.is_done for one in included)
        self.chapters.mark_errors(found=errors > 0)
        self.errors.setVisible(errors > 0)
        self.queries.setVisible(queries > 0)
        said = (
            _errors_said(errors, listed=FINDINGS not in self.chapters.left_out()),
            _queries_said(queries),
            _unfinished_said(unfinished),
            _flow_said(entered=self.chapters.has_content(FLOW)),
        )
        for (sign, words_label), (name, tint, words) in zip(
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
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(40)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(label(_("Report"), tone="strong"))
        row.addWidget(self.count, 1)
        column.addWidget(head)
        column.addWidget(self.chapters, 1)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 0)
        below.setSpacing(6)
        below.addWidget(line_across())
        below.addWidget(label(_("Before you export"), tone="text2", size="small"))
        for link in (self.errors, self.queries, self.studies, self.flow):
            fact = QWidget()
            line = QHBoxLayout(fact)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            sign = IconLabel("tick")
            words = label(size="small")
            words.setWordWrap(True)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            below.addWidget(fact)
            self.facts.append((sign, words))
        below.addWidget(line_across())
        below.addLayout(self._paper_row())
        column.addLayout(below)
        return side

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
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        hints = QWidget()
        hints.setProperty("surface", "side")
        hints.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        hints.setFixedHeight(28)
        row = QHBoxLayout(hints)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(KeyHint("Space", _("leave a chapter out")))
        row.addWidget(KeyHint("PgDown", _("go on reading")))
        said = ElidedLabel(tone="text2")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        said.setText(_("An earlier PDF stays as it is until the new one is complete."))
        row.addWidget(said, 1)
        column.addWidget(hints)
        return right


_Said = tuple[str, str, str]
"""What is said before an export: a sign, its colour, and words."""


def _errors_said(errors: int, *, listed: bool) -> _Said:
    words = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    if not errors:
        return "tick", "text2", words
    where = (
        _(": listed in the report")
        if listed
        else _(": the chapter that lists them is left out")
    )
    return "error", "err", words + where


def _queries_said(queries: int) -> _Said:
    words = ngettext(
        "{n} query without an answer", "{n} queries without an answer", queries
    ).format(n=queries)
    return ("query", "qry", words) if queries else ("tick", "text2", words)


def _unfinished_said(unfinished: int) -> _Said:
    if not unfinished:
        return "tick", "text2", _("All studies are complete")
    words = ngettext(
        "{n} study not complete: printed as a draft",
        "{n} studies not complete: printed as a draft",
        unfinished,
    )
    return "blank", "text2", words.format(n=unfinished)


def _flow_said(*, entered: bool) -> _Said:
    if entered:
        return "tick", "text2", _("Flow of studies entered")
    return "blank", "text2", _("Flow of studies not entered yet")


def _link(words: str, meant: str) -> TextButton:
    """A way to what a line is about; `meant` says it for who cannot see the line."""
    made = TextButton(words, look="link")
    made.setAccessibleName(meant)
    set_tip(made, meant)
    return made


class ReportBar(QWidget):
    """Over the pages: which one it is, how large, how far an export is, and Export."""

    page_wanted = Signal(int)
    zoom_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self.back = IconButton("chevron-left", _("Previous page"))
        self.forth = IconButton("chevron-right", _("Next page"))
        self.page = QLineEdit()
        self.total = label(tone="text2")
        self.zoom = ChoiceBox()
        self.words = ElidedLabel(tone="text2")
        self.progress = QProgressBar()
        self.stop = KeyButton(_("Cancel"), "Esc", gives_way=True)
        self.open = TextButton(_("Open the PDF"))
        self.export = KeyButton(
            _("Export PDF…"),
            "Ctrl+Shift+P",
            look="primary",
            sign="document",
            gives_way=True,
        )
        self._page = 0
        self._is_busy = False
        self._set_up()
        self._place()
        self.finish("")
        self.show_page(0, 0)

    @property
    def is_busy(self) -> bool:
        """Say whether an export is going on."""
        return self._is_busy

    def show_page(self, page: int, total: int) -> None:
        """Say which page is looked at."""
        self._page = page
        self.page.setText(str(page) if page else "")
        self.page.setEnabled(total > 0)
        self.page.setValidator(QIntValidator(1, max(1, total), self.page))
        self.total.setText(_("of {n}").format(n=total) if total else "")
        self.back.setEnabled(page > 1)
        self.forth.setEnabled(0 < page < total)

    def begin(self) -> None:
        """Show that an export has begun."""
        self.words.setText(_("Preparing the pages…"))
        self.progress.setRange(0, 0)
        self.open.hide()
        self._show_export(busy=True)
        self.stop.setEnabled(True)

    def advance(self, done: int, total: int) -> None:
        """Show how far the export is."""
        if self.is_busy and self.stop.isEnabled():
            self.progress.setRange(0, max(1, total))
            self.progress.setValue(done)
            percent = 100 * done // max(1, total)
            self.words.setText(_("Exporting {percent} %").format(percent=percent))

    def stopping(self) -> None:
        """Show that the export is about to stop."""
        self.stop.setEnabled(False)
        self.words.setText(_("Stopping…"))

    def finish(self, words: str, *, can_open: bool = False) -> None:
        """Show how the export ended."""
        self._show_export(busy=False)
        self.open.setVisible(can_open)
        self.words.setText(words)

    def say(self, words: str) -> None:
        """Say something unless an export is going on."""
        if not self.is_busy:
            self.words.setText(words)
            self.open.hide()

    def _show_export(self, *, busy: bool) -> None:
        """Offer to stop an export in the place where one is begun."""
        self._is_busy = busy
        for part in (self.progress, self.stop):
            part.setVisible(busy)
        self.export.setVisible(not busy)
        self._fit()

    def _fit(self) -> None:
        """Give up, where there is little room, what the keyboard does as well."""
        is_wide = self.width() >= _WIDE
        self._caption.setVisible(is_wide)
        for part in (self.back, self.forth):
            part.setVisible(self.width() >= _NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _set_up(self) -> None:
        self._caption = label(_("Page"), tone="text2")
        self.page.setFixedWidth(48)
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setAccessibleName(_("Page"))
        self.page.returnPressed.connect(self._take_page)
        self.back.clicked.connect(lambda: self.page_wanted.emit(self._page - 1))
        self.forth.clicked.connect(lambda: self.page_wanted.emit(self._page + 1))
        self.zoom.setAccessibleName(_("Size of the pages"))
        self.zoom.addItem(_("Fit width"), FIT_WIDTH)
        self.zoom.addItem(_("Fit page"), FIT_PAGE)
        for percent in (75, 100, 125, 150, 200):
            self.zoom.addItem(f"{percent} %", str(percent))
        self.zoom.activated.connect(
            lambda at: self.zoom_chosen.emit(str(self.zoom.itemData(at)))
        )
        self.progress.setTextVisible(False)
        self.progress.setMinimumWidth(60)
        self.progress.setMaximumWidth(140)
        self.progress.setAccessibleName(_("Progress of the export"))
        self.stop.setObjectName("stopExport")
        self.export.setObjectName("exportPdf")
        self.open.setObjectName("openPdf")

    def _place(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        left: tuple[QWidget, ...] = (self.back, self._caption, self.page, self.total)
        right: tuple[QWidget, ...] = (self.progress, self.stop)
        for part in (*left, self.forth, self.zoom):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.words, 1)
        for part in (*right, self.open, self.export):
            row.addWidget(part)

    def _take_page(self) -> None:
        if self.page.hasAcceptableInput():
            self.page_wanted.emit(int(self.page.text()))
