"""What a printed dose reads as, and which fields that would fill."""

from typing import TYPE_CHECKING, Any

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.chips import Token
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer, write_answer

if TYPE_CHECKING:
    from ivig_abstractor.model.dose_phase import DosePart, PhaseReading


class DoseSuggestion:
    """Reads the dose of one phase; only blank fields are filled from it."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._answers: list[tuple[str, Any]] = []

    def read(self, text: str, abstraction: Abstraction, phase: str) -> None:
        """Read a text against the answers of its phase (`arms[a1].phases[p1]`)."""
        self._tokens, self._answers = [], []
        if not text.strip():
            return
        from ivig_abstractor.model.dose_reading import DoseReading, read_dose

        reading = read_dose(text)
        if not isinstance(reading, DoseReading):
            return
        if reading.only is None:
            self._tokens = [Token(reading.summary, waiting=True)]
            return
        for part in reading.only.parts:
            self._take(part, reading.only, abstraction, phase)
        self._join_unit()

    def tokens(self) -> list[Token]:
        """What was read: ticked where the field says the same, dashed where not."""
        return self._tokens

    def answers(self) -> list[tuple[str, Any]]:
        """The blank fields that would be filled."""
        return self._answers

    def _take(
        self, part: "DosePart", phase: "PhaseReading", abstraction: Abstraction, at: str
    ) -> None:
        name = f"{part.section}.{part.field}"
        from ivig_abstractor.model.dose_fields import fields_of
        from ivig_abstractor.model.dose_phase import Place

        value = fields_of(phase).get(name)
        if value is None:
            self._tokens.append(Token(part.words))
            return
        path = f"{at}.{name}"
        spec = abstraction.form.field(path)
        # As if it had been typed: the same answer, with the same text kept beside it.
        typed = read_answer(spec, write_answer(spec, value))
        read = value if isinstance(typed, Problem) else typed.value
        now = abstraction.get(path)
        same = write_answer(spec, now) == write_answer(spec, read)
        words = part.words
        if part.section is Place.COURSE:
            words = _("{words} → Course").format(words=words)
        self._tokens.append(Token(words, used=same, waiting=not same))
        if now is None:
            self._answers.append((path, read))

    def _join_unit(self) -> None:
        """The number and its unit are read apart, and shown as one."""
        if len(self._tokens) > 1 and self._tokens[1].text[:1].isdigit():
            unit, value = self._tokens[:2]
            both = Token(
                f"{value.text} {unit.text}",
                used=unit.used and value.used,
                waiting=unit.waiting or value.waiting,
            )
            self._tokens[:2] = [both]
