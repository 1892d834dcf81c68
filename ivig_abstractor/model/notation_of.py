"""The notation in which each kind of field is written."""

from collections.abc import Callable
from functools import partial

from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.change import read_change
from ivig_abstractor.model.notation.dates import read_date
from ivig_abstractor.model.notation.effect import read_effect
from ivig_abstractor.model.notation.kofn import read_kofn
from ivig_abstractor.model.notation.numbers import (
    read_count,
    read_measure,
    read_number,
    read_span,
)
from ivig_abstractor.model.notation.reading import Problem, Reading
from ivig_abstractor.model.notation.stat import read_stat
from ivig_abstractor.model.notation.time import read_time
from ivig_abstractor.model.quantities import CountKind


def reader_of(
    kind: Kind, unit: str, example: str = ""
) -> Callable[[str], Reading | Problem]:
    """What reads the text of a field of a kind with this unit and this example.

    Raises:
        KeyError: fields of this kind are written in no notation of their own.
    """
    shown = {"example": example} if example else {}
    readers: dict[Kind, Callable[[str], Reading | Problem]] = {
        Kind.INTEGER: partial(read_count, unit=unit, **shown),
        Kind.DECIMAL: partial(read_number, unit=unit, **shown),
        Kind.DATE: read_date,
        Kind.STAT: partial(read_stat, unit=unit),
        Kind.KOFN: partial(read_kofn, kind=_count_kind(unit)),
        Kind.CHANGE: partial(read_change, unit=unit),
        Kind.TIME: read_time,
        Kind.SPAN: read_span,
        Kind.MEASURE: read_measure,
        Kind.EFFECT: read_effect,
    }
    return readers[kind]


def _count_kind(unit: str) -> CountKind | None:
    return next((kind for kind in CountKind if kind.label == unit), None)
