"""Where Tab leads: through what is on the screen, as one reads it.

Qt follows the order in which widgets were made, and sections are made when they are
first looked at.
"""

from functools import cmp_to_key

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


def stops(window: QWidget) -> list[QWidget]:
    """What Tab stops at in a window: from left to right, and then further down."""
    found: list[QWidget] = []
    _gather(window, found)
    return found


def step(
    window: QWidget,
    focus: QWidget | None,
    *,
    forward: bool,
    beyond: QWidget | None = None,
) -> bool:
    """Give the focus to the next stop, or the one before; around at the ends.

    `beyond` is a part to be left, which leads the Tab key inside of it itself.
    """
    order = stops(window)
    held = [one for one in order if focus is not None and _holds(one, focus)]
    if beyond is not None:
        inside = [one for one in order if beyond.isAncestorOf(one)]
        held = inside if forward else inside[:1]
        order = [one for one in order if one not in inside or one in held[-1:]]
    if len(order) < 2:
        return False
    if held:
        at = order.index(held[-1]) + (1 if forward else -1)
    else:
        at = 0 if forward else -1
    reason = Qt.FocusReason
    order[at % len(order)].setFocus(
        reason.TabFocusReason if forward else reason.BacktabFocusReason
    )
    return True


def _holds(stop: QWidget, focus: QWidget) -> bool:
    return stop is focus or stop.isAncestorOf(focus)


def _gather(widget: QWidget, found: list[QWidget]) -> None:
    takes_tab = Qt.FocusPolicy.TabFocus
    if (
        widget.focusPolicy() & takes_tab == takes_tab
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.isWindow()
    ):
        found.append(widget)
        return
    children = [
        one
        for one in widget.children()
        if isinstance(one, QWidget) and one.isVisible() and not one.isWindow()
    ]
    for child in sorted(children, key=cmp_to_key(_in_reading_order)):
        _gather(child, found)


def _in_reading_order(one: QWidget, other: QWidget) -> int:
    first, second = one.geometry(), other.geometry()
    if _side_by_side(first, second):
        return first.x() - second.x() or first.y() - second.y()
    return first.y() - second.y() or first.x() - second.x()


def _side_by_side(first: QRect, second: QRect) -> bool:
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    return 2 * shared > min(first.height(), second.height())
