"""The pages of the report as they are printed, drawn when they come into view."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.theme import theme_changes, tokens

FIT_PAGE, FIT_WIDTH = "page", "width"
_EDGE, _GAP = 12, 12
_KEPT = 12
_INCH = 96 / 72


class PagesView(QAbstractScrollArea):
    """Shows pages one under the other; asks for pictures of those that are seen."""

    wanted = Signal(object)
    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setAccessibleName(_("Pages of the report"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A whole page on the screen is too small to be read.
        self._zoom = FIT_WIDTH
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[int] = []
        self._images: dict[int, QImage] = {}
        self._fresh: set[int] = set()
        self._page = 0
        self._scale_laid = 1.0
        self._words = ""
        self.verticalScrollBar().valueChanged.connect(self._look)
        theme_changes().changed.connect(self._look)

    @property
    def page(self) -> int:
        """The page that is looked at, counted from 1; 0 if there is none."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def say(self, words: str) -> None:
        """Say something in place of pages."""
        self._words = words
        self.viewport().update()

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show pages of these sizes, in points, at the page looked at before."""
        page = max(1, min(self._page, len(sizes)))
        self._sizes = list(sizes)
        # What was seen stays until the new picture comes.
        self._images = {n: i for n, i in self._images.items() if n <= len(sizes)}
        self._fresh.clear()
        self._words = ""
        self._lay_out()
        self.go_to(page)
        self._look()

    def clear(self) -> None:
        """Show no page."""
        self._sizes, self._tops, self._page = [], [], 0
        self._images.clear()
        self._fresh.clear()
        self._lay_out()
        self.viewport().update()

    def set_zoom(self, zoom: str) -> None:
        """Fit the page or its width, or show it at so many percent."""
        page = self._page
        self._zoom = zoom
        self._lay_out()
        self.go_to(page)
        self._look()

    def go_to(self, page: int) -> None:
        """Show a page from its top."""
        if 1 <= page <= len(self._tops):
            self.verticalScrollBar().setValue(self._tops[page - 1] - _EDGE)

    def put(self, page: int, image: QImage) -> None:
        """Show the picture of a page that was asked for."""
        self._images.pop(page, None)
        self._images[page] = image
        self._fresh.add(page)
        while len(self._images) > _KEPT:
            oldest = next(iter(self._images))
            del self._images[oldest]
            self._fresh.discard(oldest)
        self.viewport().update()

    def ask_again(self) -> None:
        """Ask for the pictures of what is seen, as whoever draws them is new."""
        self._fresh.clear()
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages anew."""
        super().resizeEvent(event)
        page, before = self._page, self._scale_laid
        down = self.verticalScrollBar()
        beyond = down.value() - self._tops[page - 1] if 1 <= page <= self.count else 0
        self._lay_out()
        if self._zoom == FIT_PAGE:
            self.go_to(page)
        elif self._zoom == FIT_WIDTH and 1 <= page <= self.count:
            # The same lines stay in view.
            moved = round(beyond * self._scale_laid / before)
            down.setValue(self._tops[page - 1] + moved)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn pages when whole pages are shown."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(1)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(self.count)
        elif steps is not None and self._zoom == FIT_PAGE:
            self.go_to(self._page + steps)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are seen."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), tokens().colour("desk"))
            if self._words or not self._sizes:
                painter.setPen(tokens().colour("text2"))
                middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.viewport().rect(), middle, self._words)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for page in self._seen():
                place = self._rect(page)
                # Paper is white in the dark, too.
                painter.fillRect(place, Qt.GlobalColor.white)
                image = self._images.get(page)
                if image is not None:
                    painter.drawImage(QRectF(place), image, QRectF(image.rect()))
                painter.setPen(tokens().colour("line"))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))

    # Where pages stand

    def _scale(self, page: int) -> float:
        """How many pixels a point of a page takes."""
        if not 1 <= page <= self.count:
            return 1.0
        view, (width, height) = self.viewport().size(), self._sizes[page - 1]
        across = max(50, view.width() - 2 * _EDGE) / width
        if self._zoom == FIT_WIDTH:
            # Each page for itself: one wide table does not make all letters small.
            return across
        if self._zoom == FIT_PAGE:
            return min(across, max(50, view.height() - 2 * _EDGE) / height)
        return _INCH * int(self._zoom) / 100

    def _extent(self, page: int) -> tuple[int, int]:
        """How wide and how high a page is drawn, in pixels."""
        scale, (width, height) = self._scale(page), self._sizes[page - 1]
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _lay_out(self) -> None:
        self._scale_laid = self._scale(self._page)
        extents = [self._extent(page) for page in range(1, self.count + 1)]
        tops = accumulate((high + _GAP for _wide, high in extents), initial=_EDGE)
        *self._tops, total = tops
        view = self.viewport().size()
        widest = max((wide for wide, _high in extents), default=0)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(48)
        # The last page, too, can be brought to the top.
        last = self._tops[-1] - _EDGE if self._tops else 0
        down.setRange(0, max(0, last, total - view.height()))
        across.setPageStep(view.width())
        across.setRange(0, max(0, widest + 2 * _EDGE - view.width()))

    def _rect(self, page: int) -> QRect:
        """Where a page is in the viewport."""
        wide, high = self._extent(page)
        room = max(self.viewport().width(), wide + 2 * _EDGE)
        left = (room - wide) // 2 - self.horizontalScrollBar().value()
        top = self._tops[page - 1] - self.verticalScrollBar().value()
        return QRect(left, top, wide, high)

    def _seen(self) -> list[int]:
        """The pages in view."""
        if not self._tops:
            return []
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        first = max(1, bisect_right(self._tops, top))
        last = max(first, bisect_right(self._tops, bottom))
        return list(range(first, last + 1))

    def _look(self) -> None:
        """Tell which page is looked at, and ask for the pictures that are lacking."""
        self.viewport().update()
        seen = self._seen()
        if not seen:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = max(1, bisect_right(self._tops, middle))
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        ratio = self.devicePixelRatioF()
        near = [*seen, *[one for one in (seen[-1] + 1,) if one <= self.count]]
        asked: list[tuple[int, int]] = []
        for one in near:
            width = max(1, round(self._sizes[one - 1][0] * self._scale(one) * ratio))
            held = self._images.get(one)
            if held is None or one not in self._fresh or held.width() != width:
                asked.append((one, width))
        self.wanted.emit(asked)
