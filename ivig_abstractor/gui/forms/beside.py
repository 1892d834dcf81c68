"""What other fields tell already of one that is blank, as a hint in its place."""

from collections.abc import Sequence

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.editors import LineEditor
from ivig_abstractor.gui.forms.rows import FieldRow
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing
from ivig_abstractor.model.reading import show_answer

BESIDE = {"population.age": ("age_min", "age_max")}
"""The fields that tell a part of another one, the lower end before the upper one."""


def told_by(of: Sequence[str]) -> list[str]:
    """The paths of some fields, and of those that tell a part of them."""
    return [*of, *(one for path in of for one in _beside(path))]


def show_beside(row: FieldRow, abstraction: Abstraction) -> None:
    """Show in the line of a blank field what is entered beside it."""
    editor, beside = row.cells[0].editor, _beside(row.paths[0])
    if not beside or not isinstance(editor, LineEditor):
        return
    if editor.show_wish(_words(abstraction, beside)):
        row.relayout()


def _beside(path: str) -> list[str]:
    names = BESIDE.get(paths.pattern_of(path), ())
    return [paths.join(paths.parent(path), name) for name in names]


def _words(abstraction: Abstraction, beside: Sequence[str]) -> str:
    told: list[tuple[str, str]] = []
    for path in beside:
        spec, answer = abstraction.form.field(path), abstraction.get(path)
        if answer is not None and not isinstance(answer, Missing):
            told.append((show_answer(spec, answer, {}), _(spec.label)))
    labels = ", ".join(label for _value, label in told)
    if len(told) > 1:
        said = _("{low} to {high} in {fields}")
        return said.format(low=told[0][0], high=told[-1][0], fields=labels)
    if not told:
        return ""
    return _("{value} in {field}").format(value=told[0][0], field=labels)
