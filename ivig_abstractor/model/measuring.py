"""Reads the name of an instrument as the one outcome that it measures."""

from collections.abc import Iterator, Sequence

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.background import ALSO_CALLED, INSTRUMENTS_OF
from ivig_abstractor.model.codes import Instrument, OutcomeCode
from ivig_abstractor.model.notation.reading import Reading

_SIGNS = LatePattern(r"[\W_]+")
_DETAIL = LatePattern(r"\s*[(,\uff08\uff0c].*")
"""What parts instruments of one name: the range, the side, the unit."""


def measured_by(options: Sequence[Choice], text: str) -> Reading | None:
    """The outcome, among options, that an instrument of this name measures alone.

    Where several instruments have the name, as MMT has, only the outcome is read.
    """
    word = _bare(text)
    if not word or not any(isinstance(one, OutcomeCode) for one in options):
        return None
    named = [
        (outcome, instrument)
        for outcome, instruments in INSTRUMENTS_OF.items()
        for instrument in instruments
        if word in map(_bare, _names(instrument))
    ]
    if len({outcome for outcome, _instrument in named}) != 1:
        return None
    outcome, instrument = named[0]
    if len(named) > 1:
        return Reading(outcome, (_(outcome.label),))
    said = _("Instrument: {name}").format(name=_(instrument.label))
    return Reading(outcome, (_(outcome.label), said), (("instrument", instrument),))


def _names(instrument: Instrument) -> Iterator[str]:
    """Everything an instrument is called, with and without its details."""
    yield instrument.value
    for label in (instrument.label, _(instrument.label)):
        yield label
        yield _DETAIL.sub("", label)
    for name, meant in ALSO_CALLED.items():
        if instrument in meant:
            yield name


def _bare(name: str) -> str:
    """Letters and figures alone: MMT-8 and mmt 8 are one name."""
    return _SIGNS.sub("", name).casefold()
