"""Which query Alt+A answers: where one stands, else the nearest one in sight."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.gui.views.findings_panel import FindingsPanel
from ivig_abstractor.model.finding import Finding, Severity


def query_meant(
    section: SectionView | None, findings: FindingsPanel | None
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


def mark_keys(section: SectionView | None, meant: Finding | None) -> None:
    """Let only the message that the key acts on show it."""
    for bar in _bars(section) if section is not None else ():
        bar.show_key(shown=bar.finding is not None and bar.finding == meant)


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
