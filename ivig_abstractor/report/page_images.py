"""Draws the pages of a PDF as pictures, for a process that may be ended at any time."""

from pathlib import Path
from typing import Any, NamedTuple


class PageImage(NamedTuple):
    """A picture of a page: its size, and its pixels as blue, green, red and nothing."""

    width: int
    height: int
    pixels: bytes


class PageImages:
    """The pages of one PDF, counted from 1."""

    def __init__(self, file: Path) -> None:
        import pypdfium2

        # From memory, so that the file may be replaced meanwhile.
        self._document: Any = pypdfium2.PdfDocument(file.read_bytes())

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, in points."""
        return [
            self._document.get_page_size(number)
            for number in range(len(self._document))
        ]

    def draw(self, number: int, width: int) -> PageImage:
        """Draw a page, so many pixels wide."""
        page = self._document[number - 1]
        try:
            bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
            pixels = bytes(bitmap.buffer)
            image = PageImage(bitmap.width, bitmap.height, pixels)
            bitmap.close()
        finally:
            page.close()
        return image
