"""The screens of the window and how they are placed, each ignorant of the others."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.views.abstraction import AbstractionView
from ivig_abstractor.gui.views.activity_bar import ActivityBar
from ivig_abstractor.gui.views.no_study import NoStudyView
from ivig_abstractor.gui.views.notice import Notice
from ivig_abstractor.gui.views.palette import Palette
from ivig_abstractor.gui.views.report import ReportView
from ivig_abstractor.gui.views.search_button import SearchButton, SearchCorner
from ivig_abstractor.gui.views.status_line import StatusLine
from ivig_abstractor.gui.views.study_list import WIDTH, StudyListView
from ivig_abstractor.gui.views.welcome import WelcomeView
from ivig_abstractor.gui.window_state import WindowState
from ivig_abstractor.model.form import the_form

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace


class Screens:
    """Every view of a window, placed in it."""

    def __init__(self, window: QMainWindow) -> None:
        self.window = window
        self.notice = Notice()
        self.welcome = WelcomeView()
        self.activity = ActivityBar()
        self.studies = StudyListView()
        self.abstraction = AbstractionView(the_form())
        self.no_study = NoStudyView()
        self.report = ReportView()
        self.reconcile: ReconcilePlace | None = None
        self.status = StatusLine()
        self.search = SearchButton()
        self.body = QStackedWidget()
        self.work = QSplitter(Qt.Orientation.Horizontal)
        self.places = QStackedWidget()
        self._place_in(window)
        self.palette = Palette(window)

    def show_place(self, place: str) -> None:
        """Show Welcome, Abstract, Reconcile or Report."""
        shown: dict[str, QWidget] = {"abstract": self.work, "report": self.report}
        if place == "reconcile":
            shown[place] = self.reconcile_place()
        self.places.setCurrentWidget(shown.get(place, self.welcome))
        self.activity.setVisible(place in shown)
        self.activity.select(place)
        self.status.missing.setVisible(place == "abstract")
        said = _("Help on field") if place == "abstract" else _("Shortcuts")
        self.status.help.say(said)

    def reconcile_place(self) -> "ReconcilePlace":
        """The place Reconcile, built when it is first needed."""
        if self.reconcile is None:
            from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace

            self.reconcile = ReconcilePlace()
            self.places.addWidget(self.reconcile)
        return self.reconcile

    def regions(self) -> list[QWidget]:
        """The parts of the place that is shown, in the order F6 walks them."""
        if self.reconcile is not None and self.reconcile.isVisible():
            return self.reconcile.regions()
        view = self.abstraction
        inspector: list[QWidget] = [] if view.inspector.isHidden() else [view.inspector]
        shown = view.stack.current()
        full = shown.rows_in_full() if shown is not None else []
        last = view.findings
        # Folded, its button is all there is to go to.
        found: QWidget = last.list if last.list.isVisible() else last.fold_button
        return [self.studies.list, view.stack, *full, *inspector, found]

    def restore(self, state: WindowState) -> None:
        """Stand as the window stood when it was last closed."""
        if not state.restore_geometry(self.window):
            self.window.resize(1366, 768)
        state.restore_splitter("studies", self.work)
        height = state.word("findings")
        if height.isdigit():
            self.abstraction.findings_height = int(height)
        self.studies.sort_by(state.word("order"))
        self.abstraction.set_inspector(shown=state.flag("inspector", default=True))
        self.abstraction.findings.set_folded(state.flag("folded", default=False))

    def keep(self, state: WindowState) -> None:
        """Remember how the window stands."""
        state.keep_geometry(self.window)
        state.keep_splitter("studies", self.work)
        state.keep_word("findings", str(self.abstraction.findings_height))
        state.keep_word("order", self.studies.model.order)
        state.keep_flag("inspector", self.abstraction.wants_inspector)
        state.keep_flag("folded", self.abstraction.findings.is_folded)

    def _place_in(self, window: QMainWindow) -> None:
        window.setMinimumSize(QSize(800, 480))
        window.menuBar().setFixedHeight(29)
        window.menuBar().setAccessibleName(_("Menus"))
        window.menuBar().setCornerWidget(SearchCorner(self.search, window))
        window.setStatusBar(self.status)
        self.body.addWidget(self.no_study)
        self.body.addWidget(self.abstraction)
        self.work.setHandleWidth(1)
        self.work.addWidget(self.studies)
        self.work.addWidget(self.body)
        self.work.setStretchFactor(0, 0)
        self.work.setStretchFactor(1, 1)
        self.work.setSizes([WIDTH, 1062])
        self.work.setCollapsible(1, False)
        for place in (self.welcome, self.work, self.report):
            self.places.addWidget(place)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.activity)
        across.addWidget(self.places, 1)
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addLayout(across, 1)
        window.setCentralWidget(outer)
