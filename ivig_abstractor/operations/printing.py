"""What a process of its own does for the window: writes a report, or draws its pages.

The window stays free meanwhile, and can end the process. It is told what to do in its
first argument, as JSON, and tells how far it is on its standard output.
"""

import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import set_language

if TYPE_CHECKING:
    from ivig_abstractor.operations.open_review import OpenReview

WRITE, DRAW = "_report", "_pages"


@dataclass(frozen=True, slots=True)
class Order:
    """A report to be written: from a copy of a review, for one of its reviewers.

    `review` is where the review itself is: nothing may be written over it. `permit`
    shows that the reviewer sits there who is named.
    """

    source: str
    review: str
    reviewer_id: str
    target: str
    paper: str = "a4"
    left_out: tuple[str, ...] = ()
    language: str = "en"
    permit: str = ""

    def as_text(self) -> str:
        """The order as it is handed to the process."""
        return json.dumps(asdict(self))


def main(words: Sequence[str]) -> int:
    """Do what the first word asks for."""
    work = {WRITE: write, DRAW: draw}[words[0]]
    # Unbuffered: a thread that waits in a buffer could not be left behind at the end.
    with os.fdopen(0, "rb", buffering=0, closefd=False) as said:
        return work(words[1], said, sys.stdout.buffer)


def write(order: str, said: IO[bytes], tell: BinaryIO) -> int:
    """Write a report; a line on `said`, or its end, stops it.

    Tells lines of JSON: `done` of `total` while it goes on, and in the end either
    `pages` and `chapters`, or a sentence, `refused`.
    """
    from ivig_abstractor.operations.reporting import write_report

    asked = Order(**json.loads(order))
    set_language(asked.language)
    stop = threading.Event()
    threading.Thread(target=_wait, args=(said, stop), daemon=True).start()

    def progress(done: int, total: int) -> bool:
        _tell(tell, {"done": done, "total": total})
        return not stop.is_set()

    try:
        with _copy(asked) as review:
            made = write_report(
                review,
                Path(asked.target),
                paper=asked.paper,
                progress=progress,
                left_out=asked.left_out,
                instead_of=Path(asked.review),
            )
    except AppError as error:
        _tell(tell, {"refused": str(error)})
        return 0
    chapters = [asdict(one) for one in made.chapters]
    _tell(tell, {"pages": made.pages, "chapters": chapters})
    return 0


def draw(file: str, said: IO[bytes], tell: BinaryIO) -> int:
    """Draw pages of a PDF until nothing more is said.

    Tells the sizes of all pages, a line of JSON. Each line on `said` is a page number
    and a width in pixels; the answer is a line of JSON and then the pixels.
    """
    from ivig_abstractor.report.page_images import PageImages

    pages = PageImages(Path(file))
    _tell(tell, {"sizes": pages.sizes()})
    for line in said:
        number, width = map(int, line.split())
        image = pages.draw(number, width)
        told = {
            "page": number,
            "asked": width,
            "width": image.width,
            "height": image.height,
            "bytes": len(image.pixels),
        }
        _tell(tell, told, image.pixels)
    return 0


def _copy(asked: Order) -> "OpenReview":
    """The copy, open to be read; it was verified when it was taken."""
    from ivig_abstractor.operations import seats
    from ivig_abstractor.operations.open_review import OpenReview
    from ivig_abstractor.store.project import ProjectFile

    project = ProjectFile.open(
        Path(asked.source).absolute(), read_only=True, despite_damage=True
    )
    try:
        if seats.permit_of(project, asked.reviewer_id) != asked.permit:
            seats.refuse_wrong_pin(project, asked.reviewer_id, "")
        return OpenReview(project, asked.reviewer_id)
    except BaseException:
        project.close()
        raise


def _wait(said: IO[bytes], stop: threading.Event) -> None:
    said.readline()
    stop.set()


def _tell(tell: BinaryIO, what: Mapping[str, object], more: bytes = b"") -> None:
    tell.write(json.dumps(what).encode("ascii") + b"\n" + more)
    tell.flush()
