"""Fills pages from the top: where the next thing goes, and when a page is full."""

from collections.abc import Callable

from ivig_abstractor.report.page import MARGIN, Page, new_page


class Cancelled(Exception):
    """The reviewer stopped the export; nothing was written."""


class Flow:
    """The pages so far and the place of the next block."""

    def __init__(self, paper: str, step: Callable[[], None] | None = None) -> None:
        self.pages: list[Page] = []
        self.y = 0.0
        self.after_heading = False
        self._paper: str = paper
        self._chapter = ""
        self._step = step or (lambda: None)
        self._start = 0.0

    @property
    def page(self) -> Page:
        """The page being filled."""
        if not self.pages:
            self.new_page(landscape=False)
        return self.pages[-1]

    @property
    def room(self) -> float:
        """What is left above the footer."""
        return self.page.bottom - self.y

    @property
    def at_top(self) -> bool:
        """Say whether the page is still empty."""
        return self.y <= self._start

    @property
    def left(self) -> float:
        """The left margin."""
        return MARGIN

    @property
    def right(self) -> float:
        """The right margin."""
        return self.page.width - MARGIN

    def new_page(self, *, landscape: bool | None = None) -> None:
        """Begin a page, of the same orientation unless told."""
        turned = self.page.landscape if landscape is None else landscape
        if self.pages and self.at_top and self.page.landscape == turned:
            return
        if self.pages and self.at_top and not self.page.marks:
            self.pages.pop()
        page = new_page(self._paper, landscape=turned, chapter=self._chapter)
        self.pages.append(page)
        self.y = self._start = page.top

    def turn(self, *, landscape: bool) -> None:
        """Go on on a page of this orientation."""
        if self.page.landscape != landscape:
            self.new_page(landscape=landscape)

    def begin_chapter(self, chapter: str, *, landscape: bool) -> None:
        """Begin a chapter on a new page that bears its name."""
        self._chapter = chapter
        self.new_page(landscape=landscape)
        self.page.chapter = chapter

    def space(self, height: float) -> None:
        """Leave room, though not at the top of a page."""
        if not self.at_top:
            self.y += height

    def need(self, height: float) -> None:
        """Begin a page if less than this is left on one that holds something."""
        if self.room < height and not self.at_top:
            self.new_page()

    def step(self) -> None:
        """Count one unit of work; the reviewer may stop here."""
        self._step()
