"""Cells that the tables of agreement share: shares, coefficients, intervals."""

from collections.abc import Iterable

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import Estimate, Tally
from ivig_abstractor.model.figures import degree, fixed
from ivig_abstractor.report.blocks import Absent, Cell, Interval, Nothing, Number
from ivig_abstractor.report.methods import percent
from ivig_abstractor.report.report_input import DualInput

_NARROW, _WIDE = (50.0, 75.0, 100.0), (0.0, 25.0, 50.0, 75.0, 100.0)


def caption(dual: DualInput, text: str) -> str:
    """The caption of a table, which says so where the answers are simulated."""
    if not dual.is_simulated:
        return text
    return _("{caption} (simulated)").format(caption=text)


def scale_for(tallies: Iterable[Tally]) -> tuple[float, ...]:
    """From 50 to 100 if every interval lies there, or else from 0."""
    lowest = min((one.low or 0.0 for one in tallies if one.pairs), default=0.0)
    return _NARROW if lowest >= _NARROW[0] else _WIDE


def share_cells(tally: Tally) -> tuple[Cell, Cell]:
    """Percent agreement and Wilson's interval."""
    if tally.low is None or tally.high is None:
        return Nothing(), Nothing()
    ends = f"{percent(tally.low)}–{percent(tally.high)}"
    return Number(percent(tally.percent)), Number(ends)


def plotted(tally: Tally, scale: tuple[float, ...]) -> Cell:
    """Percent agreement with its interval, drawn."""
    if tally.percent is None or tally.low is None or tally.high is None:
        return Nothing()
    return Interval(tally.percent, tally.low, tally.high, scale)


def value_cell(estimate: Estimate | None) -> Cell:
    """A coefficient; where it is undefined, a note says why."""
    if estimate is None:
        return Nothing()
    if estimate.value is None:
        return Absent(_("undefined"), note=estimate.undefined)
    return Number(degree(estimate.value))


def interval_cell(estimate: Estimate | None) -> Cell:
    """The interval of a coefficient, or why there is none."""
    if estimate is None:
        return Nothing()
    if estimate.value is None:
        return Absent(_("undefined"), note=estimate.undefined)
    if estimate.low is None or estimate.high is None:
        return Absent(_("none"), note=estimate.no_interval)
    ends = dict.fromkeys((degree(estimate.low), degree(estimate.high)))
    return Number("–".join(ends))


def size_cell(estimate: Estimate | None) -> Cell:
    """A difference in the field's own unit, with as many digits as say something."""
    if estimate is None:
        return Nothing()
    if estimate.value is None:
        return Absent(_("undefined"), note=estimate.undefined)
    size = abs(estimate.value)
    return Number(fixed(estimate.value, 0 if size >= 1000 else 1 if size >= 10 else 2))
