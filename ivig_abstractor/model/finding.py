"""The outcome of a check: an error, a query or a note about one place of the form."""

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.answer import Choice

COMPLETENESS = "H-X01"
"""The rule that names what is still to be done before a study is complete."""


class Severity(Choice):
    """An error must be mended, a query mended or answered; a note only informs."""

    ERROR = "error", N_("error")
    QUERY = "query", N_("query")
    NOTE = "note", N_("note")


@dataclass(frozen=True, slots=True)
class Repair:
    """A likely right answer: the words for it, the field it sets, and its text.

    `also` are further fields and texts that change with it, as in an exchange.
    """

    label: str
    path: str
    text: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def sets(self) -> tuple[tuple[str, str], ...]:
        """Every field it sets, with the text."""
        return ((self.path, self.text), *self.also)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule, the path it stands at, and a sentence.

    `reason` is the reviewer's answer to a query, empty while it is open; `repairs` are
    the answers that the rule knows to be likely. `also` are the paths of the other
    fields that it was computed from. `reason_before` was given when the rule found
    something else here, and answers nothing any more.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    reason: str = ""
    repairs: tuple[Repair, ...] = ()
    also: tuple[str, ...] = ()
    reason_before: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether it still waits for the reviewer."""
        return self.severity is not Severity.NOTE and not self.reason

    @property
    def answered(self) -> str:
        """What the reviewer said to it, in words; empty where nothing was said."""
        if self.reason:
            return _("Answered: {reason}").format(reason=self.reason)
        if self.reason_before:
            said = _("Answered before the entries changed: {reason}")
            return said.format(reason=self.reason_before)
        return ""
