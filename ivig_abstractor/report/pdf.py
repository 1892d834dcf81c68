"""Paints laid out pages with reportlab: the only module that makes a PDF.

The same document gives the same bytes: the only date in the file is that of the data,
and nothing is taken from the machine.
"""

from collections.abc import Callable
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from ivig_abstractor.base.errors import BugError
from ivig_abstractor.base.files import write_whole
from ivig_abstractor.report import fonts
from ivig_abstractor.report.blocks import Document
from ivig_abstractor.report.flow import Cancelled
from ivig_abstractor.report.fonts import Face
from ivig_abstractor.report.layout import Layout, furniture, lay_out, units
from ivig_abstractor.report.page import (
    PAPERS,
    Jump,
    Landing,
    Letter,
    Outline,
    Page,
    PageNumber,
    Rounded,
    Stroke,
)
from ivig_abstractor.report.typesetting import TABLE

Progress = Callable[[int, int], bool]
_PROGRAM = "IVIG Abstractor"
_UNESCAPED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'*+,-./:;=?@_~%"
)
_TOLD = 200
# Pages as bytes: writing them as letters makes the file a fifth larger, and slower.
rl_config.useA85 = 0


def render(
    document: Document,
    target: Path | BinaryIO,
    *,
    paper: str = "a4",
    progress: Progress | None = None,
    places: dict[str, int] | None = None,
) -> int:
    """Write the PDF of a document and return the number of its pages.

    `progress(done, total)` may return False to stop. A file at `target` is replaced
    only when the new one is complete. `places` is given the page of every anchor.

    Raises:
        Cancelled: `progress` returned False; `target` is as it was.
        AppError: the file could not be written; it is as it was.
    """
    if paper not in PAPERS:
        raise BugError(f"no such paper: {paper}")
    steps = _Steps(progress, units(document.blocks))
    layout = lay_out(document, paper, steps.block)
    furniture(layout, document)
    content = _painted(document, layout, steps)
    if isinstance(target, Path):
        write_whole(target, lambda part: _fill(part, content))
    else:
        target.write(content)
    if places is not None:
        places.update(layout.places)
    return len(layout.pages)


def _fill(part: Path, content: bytes) -> None:
    part.write_bytes(content)


class _Steps:
    """Counts laying out as the first half of the work and painting as the second."""

    def __init__(self, progress: Progress | None, count: int) -> None:
        self._progress = progress
        self._count = max(count, 1)
        self._done = 0
        self._every = max(self._count // _TOLD, 1)

    def block(self) -> None:
        """Count a block or a row."""
        self._done += 1
        if self._done % self._every == 0:
            self._tell(min(self._done, self._count))

    def page(self, number: int, pages: int) -> None:
        """Count a painted page."""
        self._tell(self._count + self._count * number // pages)

    def _tell(self, done: int) -> None:
        if self._progress is not None and not self._progress(done, 2 * self._count):
            raise Cancelled


def _painted(document: Document, layout: Layout, steps: _Steps) -> bytes:
    """The bytes of the PDF."""
    fonts.load(Face.SANS)
    content = BytesIO()
    first = layout.pages[0]
    canvas = Canvas(
        content,
        pagesize=(first.width, first.height),
        pageCompression=1,
        invariant=1,
        # Otherwise Helvetica is listed in the file, and not embedded.
        initialFontName=Face.SANS.value,
        initialFontSize=TABLE.size,
        lang=document.language,
    )
    _describe(canvas, document)
    painter = _Painter(canvas, layout)
    for number, page in enumerate(layout.pages, start=1):
        painter.paint(page)
        steps.page(number, len(layout.pages))
    canvas.save()
    return content.getvalue()


def _describe(canvas: Any, document: Document) -> None:
    """Set what the file says of itself."""
    day = document.data_date
    stamp = f"D:{day:%Y%m%d}000000Z" if day else "D:20000101000000Z"
    canvas.setTitle(_one_line(document.title))
    canvas.setAuthor(_one_line(document.author))
    canvas.setSubject(_one_line(document.subject))
    canvas.setKeywords(document.fingerprint)
    canvas.setCreator(_PROGRAM)
    canvas.setDateFormatter(lambda *_clock: stamp)
    # The file id would hold the time that SOURCE_DATE_EPOCH gives, where it is set.
    canvas._doc.signature = md5(stamp.encode(), usedforsecurity=False)  # noqa: SLF001
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()


def _one_line(text: str) -> str:
    return fonts.printable(text).replace("\n", " ")


def _address(url: str) -> str:
    """An address with only the signs an address may have."""
    return "".join(
        chr(one) if one in _UNESCAPED else f"%{one:02X}"
        for one in url.encode("utf-8", "replace")
    )


class _Painter:
    """Paints pages on a canvas; y is turned over here and nowhere else."""

    def __init__(self, canvas: Any, layout: Layout) -> None:
        self._canvas = canvas
        self._layout = layout
        self._keys: dict[str, str] = {}
        for page in layout.pages:
            for mark in page.marks:
                if isinstance(mark, Landing) and mark.anchor not in self._keys:
                    self._keys[mark.anchor] = f"place{len(self._keys)}"
        self._landed: set[str] = set()
        self._outline_depth = -1
        self._height = 0.0

    def paint(self, page: Page) -> None:
        """Paint one page: shapes first, then the words on them."""
        canvas = self._canvas
        self._height = page.height
        canvas.setPageSize((page.width, page.height))
        letters: list[Letter] = []
        for mark in page.marks:
            match mark:
                case Letter():
                    letters.append(mark)
                case Stroke():
                    self._stroke(mark)
                case Outline():
                    self._outline(mark)
                case Rounded():
                    self._rounded(mark)
                case Jump():
                    self._jump(mark)
                case Landing():
                    self._land(mark)
                case PageNumber():
                    letters.append(self._page_number(mark))
        self._write(letters)
        canvas.showPage()

    def _write(self, letters: list[Letter]) -> None:
        text = self._canvas.beginText()
        look: tuple[Face, float] | None = None
        colour = ""
        for one in letters:
            if (one.face, one.size) != look:
                look = (one.face, one.size)
                text.setFont(one.face.value, one.size)
            if one.colour != colour:
                colour = one.colour
                text.setFillColor(HexColor(colour))
            text.setTextOrigin(round(one.x, 3), round(self._height - one.baseline, 3))
            text.textOut(one.text)
        self._canvas.drawText(text)

    def _stroke(self, mark: Stroke) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(HexColor(mark.colour))
        canvas.setLineWidth(mark.weight)
        if mark.dash:
            canvas.setDash(list(mark.dash))
        canvas.line(
            round(mark.x, 3),
            round(self._height - mark.y, 3),
            round(mark.to_x, 3),
            round(self._height - mark.to_y, 3),
        )
        if mark.dash:
            canvas.setDash()

    def _outline(self, mark: Outline) -> None:
        canvas = self._canvas
        if mark.fill:
            canvas.setFillColor(HexColor(mark.fill))
        if mark.stroke:
            canvas.setStrokeColor(HexColor(mark.stroke))
            canvas.setLineWidth(mark.weight)
        path = canvas.beginPath()
        for at, (x, y) in enumerate(mark.points):
            place = (round(x, 3), round(self._height - y, 3))
            if at:
                path.lineTo(*place)
            else:
                path.moveTo(*place)
        if mark.closed:
            path.close()
        canvas.drawPath(path, stroke=bool(mark.stroke), fill=bool(mark.fill))

    def _rounded(self, mark: Rounded) -> None:
        canvas = self._canvas
        canvas.setFillColor(HexColor(mark.fill))
        y = self._height - mark.y - mark.height
        canvas.roundRect(
            mark.x, y, mark.width, mark.height, mark.radius, stroke=0, fill=1
        )

    def _jump(self, mark: Jump) -> None:
        area = (mark.x, self._height - mark.to_y, mark.to_x, self._height - mark.y)
        if mark.url:
            self._canvas.linkURL(_address(mark.url), area, relative=0, thickness=0)
        elif mark.target in self._keys:
            key = self._keys[mark.target]
            self._canvas.linkRect("", key, area, relative=0, thickness=0)

    def _land(self, mark: Landing) -> None:
        if mark.anchor in self._landed:
            return
        self._landed.add(mark.anchor)
        key = self._keys[mark.anchor]
        top = max(self._height - mark.y, 0.0)
        self._canvas.bookmarkHorizontalAbsolute(key, top)
        if mark.title:
            level = min(mark.level, self._outline_depth + 1)
            self._canvas.addOutlineEntry(
                _one_line(mark.title), key, level, closed=level > 0
            )
            self._outline_depth = level

    def _page_number(self, mark: PageNumber) -> Letter:
        page = self._layout.places.get(mark.anchor)
        text = str(page) if page else ""
        width = fonts.width(text, TABLE.plain, TABLE.size)
        return Letter(
            mark.x - width,
            mark.baseline,
            text,
            TABLE.plain,
            TABLE.size,
            mark.colour,
        )
