"""The place Reconcile: three tabs, and what stands at the right of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionTab,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.theme import coloured, theme_changes
from ivig_abstractor.gui.views.key_button import KeyButton
from ivig_abstractor.gui.views.parts import line_across
from ivig_abstractor.gui.views.reconcile.decide import DecideView
from ivig_abstractor.gui.views.reconcile.style import SHEET

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.reconcile.agreement import AgreementView
    from ivig_abstractor.gui.views.reconcile.imports import ImportsView

TABS = ("decide", "agreement", "imports")
HEAD = 40
TAB_PAD = 12
NARROW = 1120


class Tabs(QTabBar):
    """Tabs as wide as their words in bold, so that none is cut and none moves."""

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the words of the tab when it is the chosen one."""
        size = super().tabSizeHint(index)
        metrics = theme.metrics(theme.TEXT, 600)
        words = metrics.horizontalAdvance(self.tabText(index))
        return QSize(words + 2 * TAB_PAD + 2, size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Nothing of it is cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Begin the words at one place, whether their tab is the chosen one or not.

        Centred in their tab, they would move whenever they get bold.
        """
        with QPainter(self) as painter:
            for at in range(self.count()):
                option = QStyleOptionTab()
                self.initStyleOption(option, at)
                shape = QStyle.ControlElement.CE_TabBarTabShape
                self.style().drawControl(shape, option, painter, self)
                chosen = at == self.currentIndex()
                painter.setFont(theme.font(theme.TEXT, 600 if chosen else 400))
                painter.setPen(theme.tokens().colour("text" if chosen else "text2"))
                painter.drawText(
                    self.tabRect(at).adjusted(TAB_PAD, 0, 0, -2),
                    Qt.AlignmentFlag.AlignVCenter,
                    self.tabText(at),
                )


class ReconcilePlace(QWidget):
    """Decide with its queue; Agreement, and Team and files, are built when shown.

    `agreement_built` and `imports_built` bring the view, to be connected and filled.
    """

    agreement_built = Signal(object)
    imports_built = Signal(object)
    tab_chosen = Signal(str)
    complete_requested = Signal()
    reopen_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reconcile")
        self.tabs = Tabs()
        self.decide = DecideView()
        self._agreement: AgreementView | None = None
        self._imports: ImportsView | None = None
        self._counts: dict[str, tuple[int, int]] = {}
        self._is_narrow = False
        self.pages = QStackedWidget()
        self.tools = QStackedWidget()
        self.complete = KeyButton(
            _("Complete consensus…"), "Ctrl+Shift+C", sign="lock", gives_way=True
        )
        self.reopen = KeyButton(_("Reopen…"), "Ctrl+Shift+R", gives_way=True)
        self._arrange()
        self.tabs.currentChanged.connect(self._show_tab)
        self.complete.clicked.connect(self.complete_requested)
        self.reopen.clicked.connect(self.reopen_requested)
        theme_changes().changed.connect(self._dress)
        for name in TABS:
            self.count(name, 0)
        self.show_completion(can_complete=False, can_reopen=False)

    @property
    def agreement(self) -> "AgreementView":
        """The tab Agreement."""
        if self._agreement is None:
            from ivig_abstractor.gui.views.reconcile.agreement import AgreementView

            made = self._agreement = AgreementView()
            self._put("agreement", made, made.tools)
            self.agreement_built.emit(made)
        return self._agreement

    @property
    def imports(self) -> "ImportsView":
        """The tab Team and files."""
        if self._imports is None:
            from ivig_abstractor.gui.views.reconcile.imports import ImportsView

            made = self._imports = ImportsView()
            self._put("imports", made, made.tools)
            self.imports_built.emit(made)
        return self._imports

    def has(self, name: str) -> bool:
        """Say whether a tab has been built."""
        built = {"agreement": self._agreement, "imports": self._imports}
        return built.get(name, self.decide) is not None

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return TABS[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Show a tab by its name."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def count(self, name: str, count: int | None, studies: int = 0) -> None:
        """Say in a tab how much there is in it, and in how many studies."""
        self._counts[name] = (count or 0, studies)
        self._name_tab(name)

    def _name_tab(self, name: str) -> None:
        """Where there is little room, the number of studies is left out."""
        words = {
            "decide": _("Decide"),
            "agreement": _("Agreement"),
            "imports": _("Team and files"),
        }[name]
        count, studies = self._counts.get(name, (0, 0))
        said = "{tab}  {n}" if count else "{tab}"
        if count and name == "decide":
            said = ngettext(
                "{tab}  {n} open in {count} study",
                "{tab}  {n} open in {count} studies",
                studies,
            )
            if self._is_narrow:
                said = _("{tab}  {n} open")
        said = said.format(tab=words, n=count, count=studies)
        self.tabs.setTabText(TABS.index(name), said)
        self.tabs.updateGeometry()

    def show_completion(self, *, can_complete: bool, can_reopen: bool) -> None:
        """Offer what can be done with the consensus as a whole."""
        self.complete.setVisible(not can_reopen)
        self.complete.setEnabled(can_complete)
        self.reopen.setVisible(can_reopen)

    def forget(self) -> None:
        """Show nothing of what was seen: another reviewer may not see it."""
        self.decide.wait()
        if self._agreement is not None:
            self._agreement.say_nothing()
        if self._imports is not None:
            self._imports.show_imports(())
        self.show_completion(can_complete=False, can_reopen=False)
        for name in TABS:
            self.count(name, 0)

    def regions(self) -> list[QWidget]:
        """The parts F6 walks."""
        parts: list[QWidget]
        if self.tab == "decide":
            view = self.decide
            card: QWidget = view.card or view.sheet
            parts = [view.side.list, view.strip.list, card]
        elif self.tab == "agreement":
            parts = [self.agreement.table]
        else:
            parts = [self.imports.assignments, self.imports.list]
        return [*(one for one in parts if one.isVisible()), self.tabs]

    def focus_first(self) -> None:
        """Lead the keyboard to where work begins."""
        if self.tab == "decide":
            self.decide.focus_card()
        else:
            self.regions()[0].setFocus()

    def _show_tab(self, at: int) -> None:
        if TABS[at] != "decide":
            getattr(self, TABS[at])
        self.pages.setCurrentIndex(at)
        self.tools.setCurrentIndex(at)
        self._fit_tools()
        self.decide.side.setVisible(TABS[at] == "decide")
        self.tab_chosen.emit(TABS[at])

    def setVisible(self, visible: bool) -> None:
        """Dress before the first show, when all is in its place: it is done once."""
        if visible and not self.styleSheet():
            self._dress()
        super().setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the queue give way in a narrow window, and words in its tab."""
        super().resizeEvent(event)
        self._is_narrow = self.width() < NARROW
        self.decide.side.set_slim(slim=self._is_narrow)
        self._name_tab("decide")

    def _put(self, name: str, page: QWidget, tools: QWidget) -> None:
        """Put a page where a tab has been empty."""
        at = TABS.index(name)
        for stack, widget in ((self.pages, page), (self.tools, tools)):
            empty = stack.widget(at)
            shown = stack.currentIndex()
            stack.insertWidget(at, widget)
            if empty is not None:
                stack.removeWidget(empty)
                empty.deleteLater()
            stack.setCurrentIndex(shown)
        self._fit_tools()

    def _fit_tools(self) -> None:
        """Keep room only for the tools that are shown."""
        for at in range(self.tools.count()):
            tools = self.tools.widget(at)
            shown = at == self.tools.currentIndex()
            policy = (
                QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            )
            if tools is not None:
                tools.setSizePolicy(policy, QSizePolicy.Policy.Preferred)

    def _arrange(self) -> None:
        self.tabs.setAccessibleName(_("Tabs of Reconcile"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setObjectName("reconcileTabs")
        for name in TABS:
            self.tabs.addTab(name)
        mine = QWidget()
        row = QHBoxLayout(mine)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.complete)
        row.addWidget(self.reopen)
        for page, tools in (
            (self.decide, mine),
            (QWidget(), QWidget()),
            (QWidget(), QWidget()),
        ):
            self.pages.addWidget(page)
            self.tools.addWidget(tools)
        self._fit_tools()
        head = QWidget()
        head.setProperty("surface", "base")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(HEAD)
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 0, 12, 0)
        across.setSpacing(12)
        across.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        across.addWidget(self.tools, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.decide.side)
        below.addWidget(self.pages, 1)
        # Above all, so that the tabs stay where they are when the queue goes.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(line_across())
        outer.addLayout(below, 1)

    def _dress(self) -> None:
        self.setStyleSheet(coloured(SHEET))
