"""A column of parts that scrolls up and down, and through which Tab goes in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.gui import tabbing
from ivig_abstractor.gui.forms.disclosure import MoreFields
from ivig_abstractor.gui.forms.passing import Asking


@runtime_checkable
class HasStops(Protocol):
    """A part of a form that Tab stops in."""

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        ...


@runtime_checkable
class HasRowBox(Protocol):
    """A grid, of which only the current row must be seen."""

    def row_box(self) -> QRect:
        """Where the current row stands."""
        ...


_FOLDING = (MoreFields, QToolButton)
_AROUND = 4
_SHARE = 3
"""What is pinned may take a third of the height."""


class ScrolledForm(Asking):
    """Holds parts under each other; never scrolls sideways."""

    can_be_changed = True
    """Without it, what only tells of keys that change something is not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order: list[QWidget] = []
        self.pinned: list[QWidget] = []
        self._spare: list[QWidget] = []
        # It has no frame, so that what it scrolls in is as large as it is. Asked for
        # that widget, PySide would make a class of every kind of widget Qt has.
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setHorizontalScrollBarPolicy(never)
        across = self._area.horizontalScrollBar()
        # Bringing the end of a row into sight would take its label out of it.
        across.valueChanged.connect(lambda _value: across.setValue(0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._area)
        self._outer = outer
        self.content = QWidget()
        self.content.setProperty("surface", "base")
        self._area.setWidget(self.content)
        self._column = QVBoxLayout(self.content)
        self._leave_room_for_bar()
        self._area.verticalScrollBar().rangeChanged.connect(self._leave_room_for_bar)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def _leave_room_for_bar(self) -> None:
        """Parts are as wide without the bar as beside it: nothing jumps sideways."""
        bar = self._area.verticalScrollBar()
        right = 0 if bar.maximum() > 0 else bar.sizeHint().width()
        self._column.setContentsMargins(0, 4, right, 12)

    def put(self, order: list[QWidget]) -> None:
        """Show these parts in this order, and no others."""
        if order == self.order:
            return
        for widget in set(self.order) - set(order):
            self._column.removeWidget(widget)
            widget.hide()
        for at, widget in enumerate(order):
            if self._column.indexOf(widget) != at:
                self._column.removeWidget(widget)
                self._column.insertWidget(at, widget)
            widget.show()
        self.order = order

    def pin(self, widget: QWidget, *, if_room: bool = False) -> None:
        """Keep a part in sight, below all that scrolls; or only if all else fits."""
        self.pinned.append(widget)
        self._outer.addWidget(widget)
        self.content.installEventFilter(self)
        if if_room:
            self._spare.append(widget)
            widget.hide()

    def fit_pinned(self) -> None:
        """Show what is pinned for want of other things, if the rest leaves room."""
        spare = sum(one.sizeHint().height() for one in self._spare)
        kept = sum(
            one.height()
            for one in self.pinned
            if one not in self._spare and self._column.indexOf(one) < 0
        )
        fits = self._column.sizeHint().height() + spare + kept <= self.height()
        for one in self._spare:
            one.setVisible(fits and self.can_be_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What scrolls may have grown or shrunk."""
        if watched is self.content and event.type() == QEvent.Type.LayoutRequest:
            self._let_scroll()
            self.fit_pinned()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """What is pinned may have grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest and self.pinned:
            self._let_scroll()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may have room for more, or for less."""
        super().resizeEvent(event)
        self._let_scroll()
        self.fit_pinned()
        # As when findings come below: what was in sight before is so again.
        lost = max(0, event.oldSize().height() - self.height())
        held = self._held() if lost else None
        if held is not None:
            top = held.mapTo(self._area, QPoint()).y()
            if -held.height() < top < self._area.height() + lost:
                self._keep_in_sight(held)

    def _let_scroll(self) -> None:
        """In a low window what is pinned scrolls too: it would hide all the rest."""
        kept = [one for one in self.pinned if one not in self._spare]
        crowded = self.height() < _SHARE * sum(one.height() for one in kept)
        focus = QApplication.focusWidget()
        for one in kept:
            if focus is not None and one.isAncestorOf(focus):
                continue  # moving it would take the focus from who types in it
            inside = self._column.indexOf(one) >= 0
            if crowded and not inside:
                self._outer.removeWidget(one)
                self._column.insertWidget(self._column.count() - 1, one)
            elif inside and not crowded:
                self._column.removeWidget(one)
                above = self.pinned[: self.pinned.index(one)]
                at = sum(self._outer.indexOf(other) >= 0 for other in above)
                self._outer.insertWidget(1 + at, one)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Keep what has the focus where it is, whatever comes or goes above it."""
        held = self._held()
        before = self._top_of(held)
        yield
        if held is None or not held.isVisible():
            return
        self._settle()
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + self._top_of(held) - before)
        if not isinstance(held, HasRowBox):
            self._keep_in_sight(held)

    def _keep_in_sight(self, held: QWidget) -> None:
        """Scroll no more than it takes until all of what has the focus can be seen."""
        box = held.row_box() if isinstance(held, HasRowBox) else held.rect()
        top = held.mapTo(self.content, box.topLeft()).y()
        bar, high = self._area.verticalScrollBar(), self._area.height()
        foot = top + box.height() + _AROUND - high
        bar.setValue(min(max(bar.value(), foot), top))

    def _held(self) -> QWidget | None:
        """The part with the focus; of a part with many fields, the one of them."""
        focus = QApplication.focusWidget()
        if focus is None or not self.content.isAncestorOf(focus):
            return None
        part = next((one for one in self.order if one.isAncestorOf(focus)), focus)
        return part if part.height() < self.height() // 3 else focus

    def _top_of(self, part: QWidget | None) -> int:
        return part.mapTo(self.content, QPoint()).y() if part is not None else 0

    def _settle(self) -> None:
        """Let what scrolls know at once of parts that were put in just now."""
        self._column.activate()
        wanted = max(self._column.minimumSize().height(), self._area.height())
        if wanted != self.content.height():
            QApplication.sendEvent(self._area, QEvent(QEvent.Type.LayoutRequest))
            self._column.activate()

    def wanted_height(self) -> int:
        """What all parts need, so that nothing scrolls."""
        self._column.activate()
        kept = sum(
            one.height()
            for one in self.pinned
            if not one.isHidden() and self._column.indexOf(one) < 0
        )
        return self._column.minimumSize().height() + kept

    def show_part(self, widget: QWidget, within: QRect | None = None) -> None:
        """Scroll until a part can be seen, or what is within it."""
        self._settle()
        if within is None:
            self._area.ensureWidgetVisible(widget, 0, 40)
            return
        middle = widget.mapTo(self.content, within.center()).y()
        self._area.ensureVisible(0, middle, 0, within.height() // 2 + _AROUND)

    def show_top(self) -> None:
        """Scroll to the beginning."""
        self._area.verticalScrollBar().setValue(0)

    def _stops(self) -> list[QWidget]:
        every = [*self.order, *self.pinned]
        parts = [one for one in every if isinstance(one, HasStops)]
        return [stop for part in parts for stop in part.stops()]

    def go_on(self) -> None:
        """Go to the next field or grid, as Enter does: never to what folds others."""
        stops, here = self._stops_and_here()
        later = stops[here[-1] + 1 :] if here else []
        fields = [one for one in later if not isinstance(one, _FOLDING)]
        if fields:
            fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif here:
            self.went_past.emit()

    def _stops_and_here(self) -> tuple[list[QWidget], list[int]]:
        """What Tab stops at now, and at which of them the focus is."""
        focus = QApplication.focusWidget()
        stops = [one for one in self._stops() if one.isVisible() and one.isEnabled()]
        here = [
            at
            for at, one in enumerate(stops)
            if focus is not None and (one is focus or one.isAncestorOf(focus))
        ]
        return stops, here

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab follows the form; at its ends it leaves."""
        focus = QApplication.focusWidget()
        stops, here = self._stops_and_here()
        if not here or focus is None:
            return super().focusNextPrevChild(next)
        at = here[-1] + 1 if next else here[0] - 1
        inside = 0 <= at < len(stops)
        if not inside:
            return tabbing.step(self.window(), focus, forward=next, beyond=self)
        reason = Qt.FocusReason
        stops[at].setFocus(reason.TabFocusReason if next else reason.BacktabFocusReason)
        return True
