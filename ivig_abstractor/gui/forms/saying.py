"""What a row says about its field: name, help, description, sign, unread text."""

from collections.abc import Sequence

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.model.answer import Choice, Unread
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.notation.reading import UNREADABLE


def name_of(spec: FieldSpec) -> str:
    """The label of a field, as it stands beside it."""
    return _(spec.label)


def help_of(spec: FieldSpec) -> str:
    """The help of a field, and an example."""
    example = spec.item.example
    shown = _("Example: {example}").format(example=example) if example else ""
    return "\n".join(part for part in (_(spec.item.help), shown) if part)


def tip_of(cells: Sequence[AnswerCell], elsewhere: Sequence[Finding]) -> str:
    """What the mouse is told on a row: what is wrong and not said there, or help.

    A remark on what was read may be cut beside the editor; here it stands whole.
    """
    told = [cell.problem for cell in cells if cell.problem]
    told += [one.message for one in elsewhere]
    read = [token for cell in cells for token in cell.tokens]
    if any(not one.used for one in read):
        words = ", ".join(one.text for one in read)
        told.append(_("Reads as: {words}").format(words=words))
    return plain_tip(next(iter(told), help_of(cells[0].spec)))


def description_of(spec: FieldSpec, findings: Sequence[Finding]) -> str:
    """What a screen reader says after the name: unit, help, then what is wrong."""
    said = [_(one) for one in (spec.item.unit, spec.item.help) if one]
    said += [f"{_(one.severity.label)}: {one.message}" for one in findings]
    return ". ".join(one.rstrip(".") for one in said)


def is_other_word(text: str, answer: object) -> bool:
    """Say whether an option was read from a word that is no beginning of its own."""
    words = " ".join(text.split()).casefold()
    return isinstance(answer, Choice) and not any(
        name.casefold().startswith(words)
        for name in (answer.value, answer.label, _(answer.label))
    )


def unread_of(cells: Sequence[AnswerCell], spoken: Sequence[Finding]) -> list[Finding]:
    """The sentence for unread text that no check has spoken about yet."""
    known = {one.path for one in spoken}
    return [
        Finding(UNREADABLE, Severity.ERROR, cell.path, cell.problem)
        for cell in cells
        if isinstance(cell.answer, Unread) and cell.problem and cell.path not in known
    ]


def spoken_of(cells: Sequence[AnswerCell], found: Sequence[Finding]) -> list[Finding]:
    """What is said at the cells: a finding that stands elsewhere only marks them."""
    at = {cell.path for cell in cells}
    spoken = [one for one in found if one.path in at]
    return spoken + unread_of(cells, spoken)


def choosing(cells: Sequence[AnswerCell]) -> list[str]:
    """Where the answer is what is just being typed of a choice."""
    return [
        cell.path
        for cell in cells
        if isinstance(cell.answer, Unread)
        and cell.has_focus()
        and cell.editor.half_typed() == cell.answer.unread
    ]


def sign_of(cells: Sequence[AnswerCell], found: Sequence[Finding]) -> str:
    """The sign of a row: of its gravest open finding, of a blank, or none."""
    graves = {one.severity for one in found}
    if Severity.ERROR in graves or any(isinstance(c.answer, Unread) for c in cells):
        return "error"
    if Severity.QUERY in graves:
        return "query"
    left = any(c.answer is None and not c.spec.item.optional for c in cells)
    return "blank" if left else ""
