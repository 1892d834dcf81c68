"""The screens of the window and how they are placed, each ignorant of the others."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms import folding
from ivig_abstractor.gui.views.abstraction import AbstractionView
from ivig_abstractor.gui.views.activity_bar import ActivityBar
from ivig_abstractor.gui.views.no_study import NoStudyView
from ivig_abstractor.gui.views.notice import Notice
from ivig_abstractor.gui.views.search_button import SearchButton, SearchCorner
from ivig_abstractor.gui.views.status_line import StatusLine
from ivig_abstractor.gui.views.study_list import WIDTH, StudyListView
from ivig_abstractor.gui.window_state import WindowState
from ivig_abstractor.model.form import the_form

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.palette import Palette
    from ivig_abstractor.gui.views.reconcile.place import ReconcilePlace
    from ivig_abstractor.gui.views.report import ReportView
    from ivig_abstractor.gui.views.welcome import WelcomeView

_View = TypeVar("_View", bound=QWidget)
# How large the window is where there is room.
_WANTED = QSize(1366, 768)


class Screens:
    """Every view of a window, placed in it.

    Welcome, Report and the box that finds everything are built when first needed.
    """

    def __init__(self, window: QMainWindow) -> None:
        self.window = window
        self.notice = Notice()
        self.activity = ActivityBar()
        self.studies = StudyListView()
        self.abstraction = AbstractionView(the_form())
        self.no_study = NoStudyView()
        self.reconcile: ReconcilePlace | None = None
        self.status = StatusLine()
        self.search = SearchButton()
        self.body = QStackedWidget()
        self.work = QSplitter(Qt.Orientation.Horizontal)
        self.places = QStackedWidget()
        self._connecting: dict[str, Callable[[Any], None]] = {}
        self._place_in(window)

    @cached_property
    def welcome(self) -> "WelcomeView":
        """The first screen."""
        from ivig_abstractor.gui.views.welcome import WelcomeView

        return self._added("welcome", WelcomeView())

    @cached_property
    def report(self) -> "ReportView":
        """The place Report."""
        from ivig_abstractor.gui.views.report import ReportView

        return self._added("report", ReportView())

    @cached_property
    def palette(self) -> "Palette":
        """The box that finds everything."""
        from ivig_abstractor.gui.views.palette import Palette

        return Palette(self.window)

    def when_built(self, name: str, connect: Callable[[Any], None]) -> None:
        """Have Welcome or Report connected as soon as it is built."""
        self._connecting[name] = connect

    def has(self, name: str) -> bool:
        """Say whether Welcome or Report has been built."""
        return name in self.__dict__

    def _added(self, name: str, view: _View) -> _View:
        self.places.addWidget(view)
        self._connecting[name](view)
        return view

    def show_place(self, place: str) -> None:
        """Show Welcome, Abstract, Reconcile or Report."""
        shown: dict[str, Callable[[], QWidget]] = {
            "abstract": lambda: self.work,
            "reconcile": self.reconcile_place,
            "report": lambda: self.report,
        }
        self.places.setCurrentWidget(shown.get(place, lambda: self.welcome)())
        self.activity.setVisible(place in shown)
        self.activity.select(place)
        self.status.show_form_keys(shown=place == "abstract")

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
            self.window.resize(_WANTED)
        state.restore_splitter("studies", self.work)
        height = state.word("findings")
        if height.isdigit():
            self.abstraction.findings_height = int(height)
        self.studies.sort_by(state.word("order"))
        self.abstraction.set_inspector(shown=state.flag("inspector", default=True))
        self.abstraction.set_folded(state.flag("folded", default=False))
        folding.restore("panels", state.word("panels"))

    def keep(self, state: WindowState) -> None:
        """Remember how the window stands."""
        state.keep_geometry(self.window)
        state.keep_splitter("studies", self.work)
        state.keep_word("findings", str(self.abstraction.findings_height))
        state.keep_word("order", self.studies.model.order)
        state.keep_flag("inspector", self.abstraction.wants_inspector)
        state.keep_flag("folded", self.abstraction.is_folded)
        state.keep_word("panels", folding.word("panels"))

    def _keep_in_sight(self) -> None:
        """Scroll what is worked in out from behind a message, if it came below it."""
        focus = QApplication.focusWidget()
        above = focus
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if focus is None or above is None or not isinstance(above, QScrollArea):
            return
        foot = focus.rect().bottomLeft()
        if isinstance(focus, QAbstractItemView):
            cell = focus.visualRect(focus.currentIndex())
            foot = focus.viewport().mapTo(focus, cell.bottomLeft())
        seen = above.viewport()
        behind = focus.mapTo(seen, foot).y() + 4 - seen.height()
        if behind > 0:
            down = above.verticalScrollBar()
            down.setValue(down.value() + behind)

    def _place_in(self, window: QMainWindow) -> None:
        # At 200 % a small laptop has 683 x 384 of these.
        window.setMinimumSize(QSize(640, 340))
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
        for place in (QWidget(), self.work):  # nothing, until it is known what to show
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
        column.addLayout(across, 1)
        # Below all that is clicked: a message that comes moves none of it away.
        column.addWidget(self.notice)
        self.notice.said.connect(
            self._keep_in_sight, Qt.ConnectionType.QueuedConnection
        )
        window.setCentralWidget(outer)
