"""How numbers and dates are written on the screen; what is kept stays as printed.

Like the language, this is one for the whole program and may change at any time. But it
holds only where something is shown: on the window's own thread, and where somebody says
`on_screen`. What other threads and processes write into files stays as printed.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Literal

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_, _

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
# A point between two figures, but not one of several: 10.1002/x, 1.2.3, 2012.03.04.
_POINT = re.compile(r"(?<![\w.])(\d+)\.(\d+)(?![\w.]*[./]\w|\.\d)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How figures are shown: the sign before decimals, and the shape of dates."""

    decimal: Literal["point", "comma"] = "point"
    dates: Literal["iso", "words"] = "iso"


_AS_PRINTED = Conventions()
_shown = _AS_PRINTED
_showing = threading.local()


def use_conventions(conventions: Conventions) -> None:
    """Show figures like this from now on."""
    global _shown  # noqa: PLW0603  (the program writes in one way at a time)
    _shown = conventions


def conventions() -> Conventions:
    """How figures are to be written here: as the screen has them, or as printed."""
    here = threading.current_thread() is threading.main_thread()
    depth: int = getattr(_showing, "depth", 0)
    return _shown if here or depth else _AS_PRINTED


@contextmanager
def on_screen() -> Iterator[None]:
    """Say that what this thread writes until the block ends is only shown."""
    _showing.depth = getattr(_showing, "depth", 0) + 1
    try:
        yield
    finally:
        _showing.depth -= 1


def show_figures(text: str) -> str:
    """The figures of an answer as they are shown; other text must not come here."""
    if conventions().decimal == "point":
        return text
    return _POINT.sub(r"\1,\2", text)


def show_day(day: date) -> str:
    """A day as it is shown."""
    if conventions().dates == "iso":
        return day.isoformat()
    return _("{day} {month} {year}").format(
        day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year
    )


def show_moment(at: datetime, *, seconds: bool = False) -> str:
    """A moment as it is shown, in the reviewer's own time."""
    local = at.astimezone()
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{show_day(local.date())} {time}"


def show_date(text: str) -> str:
    """A date kept as 2012-03-04, 2012-03 or 2012, as it is shown."""
    if conventions().dates == "iso":
        return text
    whole = _DAY.fullmatch(text)
    if whole:
        try:
            return show_day(date(*map(int, whole.groups())))
        except ValueError:
            return text
    part = _MONTH.fullmatch(text)
    if part and 1 <= int(part[2]) <= len(_MONTHS):
        month = _(_MONTHS[int(part[2]) - 1])
        return _("{month} {year}").format(month=month, year=part[1])
    return text
