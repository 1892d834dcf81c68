"""`write(value)`: the notation that reads back to the same value, for every kind."""

from decimal import Decimal

from ivig_abstractor.model.notation.change import write_change
from ivig_abstractor.model.notation.effect import write_effect
from ivig_abstractor.model.notation.kofn import write_kofn
from ivig_abstractor.model.notation.lists import join_list
from ivig_abstractor.model.notation.numbers import write_measure, write_span
from ivig_abstractor.model.notation.stat import write_stat
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.time import write_time
from ivig_abstractor.model.quantities import (
    Change,
    Effect,
    KofN,
    Measure,
    Span,
    Stat,
    TimePoint,
)


def write(value: object) -> str:
    """The notation of a value; empty for none. Reading it gives an equal value back.

    Codes are written as codes and texts as they are; only `raw` is not written.
    """
    match value:
        case None:
            written = ""
        case Stat():
            written = write_stat(value)
        case KofN():
            written = write_kofn(value)
        case Change():
            written = write_change(value)
        case TimePoint():
            written = write_time(value)
        case Span():
            written = write_span(value)
        case Measure():
            written = write_measure(value)
        case Effect():
            written = write_effect(value)
        case Decimal():
            written = plainly(value)
        case list() | tuple():
            written = join_list(write(item) for item in value)
        case frozenset() | set():
            written = join_list(sorted(write(item) for item in value))
        case _:
            written = str(value)
    return written
