"""Which query Alt+A answers: where one stands, else the nearest one in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.views.abstraction_parts import AbstractionParts
from ivig_abstractor.model.finding import Finding, Severity

if TYPE_CHECKING:
    from ivig_abstractor.gui.views.findings_panel import FindingsPanel


class KeyMark(QTimer):
    """Lets the message that Alt+A answers say so, and no other."""

    def __init__(self, view: AbstractionParts) -> None:
        super().__init__(view)
        self._view = view
        # After it is painted: going over all messages takes a while.
        self.setSingleShot(True)
        self.timeout.connect(self._mark)

    def query_meant(self) -> Finding | None:
        """The query that Alt+A answers here, if one is in view."""
        view = self._view
        findings = view.findings if view.has("findings") else None
        return query_meant(view.stack.current(), findings)

    def soon(self) -> None:
        """Something came, went or got the focus."""
        self.start()

    def _mark(self) -> None:
        section = self._view.stack.current()
        # While the program starts, the findings come last.
        ready = self._view.isVisible() and self._view.has("findings")
        if section is not None and ready:
            meant = self.query_meant()
            for bar in _bars(section):
                found = bar.finding
                bar.show_key(shown=found is not None and found == meant)


def query_meant(
    section: SectionView | None, findings: "FindingsPanel | None"
) -> Finding | None:
    """The query that Alt+A acts on; none if nothing that is shown has one.

    In the findings it is the chosen one; in the form that of the current field, then
    the nearest in its section.
    """
    focus = QApplication.focusWidget()
    if findings is not None and focus is not None and findings.isAncestorOf(focus):
        return findings.chosen_query()
    if section is None:
        return None
    heads = [one.finding for one in section.order if isinstance(one, MessageBar)]
    chosen = findings.chosen_query() if findings is not None else None
    # What is said of the section as a whole has no field that one could stand in.
    told = chosen if chosen in heads else None
    return section.query_here() or told or _nearest(section, focus)


def _nearest(section: SectionView, focus: QWidget | None) -> Finding | None:
    def middle(part: QWidget) -> int:
        return part.mapTo(section, QPoint(0, part.height() // 2)).y()

    inside = focus is not None and section.isAncestorOf(focus)
    here = middle(focus) if inside and focus is not None else 0
    bars = [one for one in _bars(section) if _is_open_query(one.finding)]
    bars.sort(key=lambda one: abs(middle(one) - here))
    return bars[0].finding if bars else None


def _bars(section: SectionView) -> list[MessageBar]:
    every = section.findChildren(MessageBar)
    return [one for one in every if one.isVisibleTo(section)]


def _is_open_query(found: Finding | None) -> bool:
    return found is not None and found.severity is Severity.QUERY and found.is_open
