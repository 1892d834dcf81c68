"""The one written notation of every kind of value: reading it and writing it."""

from ivig_abstractor.model.notation.change import read_change
from ivig_abstractor.model.notation.dates import read_date
from ivig_abstractor.model.notation.effect import read_effect
from ivig_abstractor.model.notation.kofn import read_kofn
from ivig_abstractor.model.notation.lists import join_list, read_list, split_list
from ivig_abstractor.model.notation.numbers import (
    read_count,
    read_measure,
    read_number,
    read_span,
)
from ivig_abstractor.model.notation.reading import Problem, Reading
from ivig_abstractor.model.notation.stat import read_stat
from ivig_abstractor.model.notation.time import read_time
from ivig_abstractor.model.notation.write import write

__all__ = [
    "Problem",
    "Reading",
    "join_list",
    "read_change",
    "read_count",
    "read_date",
    "read_effect",
    "read_kofn",
    "read_list",
    "read_measure",
    "read_number",
    "read_span",
    "read_stat",
    "read_time",
    "split_list",
    "write",
]
