"""Where something stands in the form, in words a reviewer would use."""

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.form import ContainerSpec, RepeatSpec
from ivig_abstractor.model.reading import show_answer


def arm_names(abstraction: Abstraction) -> dict[str, str]:
    """The arms' ids and names, in order; an unnamed arm is called by its number."""
    named: dict[str, str] = {}
    for number, row_id in enumerate(abstraction.rows("arms"), start=1):
        name = abstraction.get(f"arms[{row_id}].arm.name")
        unnamed = _("Arm {number}").format(number=number)
        named[row_id] = name if isinstance(name, str) and name else unnamed
    return named


def row_name(abstraction: Abstraction, row: str) -> str:
    """What tells a repeating row from the others: `Strength · IVIG · 3 months`.

    Empty where nothing that names it was answered.
    """
    repeat = abstraction.form.repeats.get(paths.pattern_of(row))
    if repeat is None:
        container = next(
            c for c in abstraction.form.containers if c.pattern == paths.pattern_of(row)
        )
        return row_words(abstraction, container, row)
    arms = arm_names(abstraction)
    said = []
    for name in _naming_fields(repeat, abstraction, row):
        path = f"{row}.{name}"
        spec = abstraction.form.field(path)
        answer = value_of(abstraction.get(path))
        if answer is not None:
            said.append(show_answer(spec, answer, arms))
    return " · ".join(said)


def _naming_fields(
    repeat: RepeatSpec, abstraction: Abstraction, row: str
) -> tuple[str, ...]:
    if repeat.repeat.named_by:
        return repeat.repeat.named_by
    answered = (
        spec.name
        for spec in repeat.fields
        if value_of(abstraction.get(f"{row}.{spec.name}")) is not None
    )
    return tuple(answered)[:1]


def standing_words(abstraction: Abstraction, path: str) -> str:
    """Where a field stands, without its label: `Outcomes › Strength · IVIG`."""
    form = abstraction.form
    try:
        section = form.section_of(path)
    except KeyError:
        return _part_words(abstraction, path)
    said = [_(section.title)]
    above = ""
    rows = paths.rows_above(path)
    for container, row in zip(section.containers, rows, strict=False):
        if len(abstraction.rows(paths.join(above, container.name))) > 1:
            said.append(row_words(abstraction, container, row))
        above = row
    for row in rows[len(section.containers) :]:
        repeat = form.repeats[paths.pattern_of(row)]
        said.append(row_name(abstraction, row) or _(repeat.repeat.one).capitalize())
    return " › ".join(said)


def row_words(abstraction: Abstraction, container: ContainerSpec, row: str) -> str:
    """The name of an arm or another part, or its number without one."""
    above, _bracket, row_id = row[:-1].rpartition("[")
    name = abstraction.get(f"{row}.arm.name") if container.name == "arms" else None
    if isinstance(name, str) and type(name) is str and name.strip():
        return name
    ids = abstraction.rows(above)
    number = ids.index(row_id) + 1 if row_id in ids else len(ids) + 1
    return _("{part} {number}").format(
        part=_(container.repeat.one).capitalize(), number=number
    )


def place_words(abstraction: Abstraction, path: str) -> str:
    """`Dose › Placebo › Days per course`: section, part if it matters, row, field."""
    form = abstraction.form
    if not path:
        return _("Whole study")
    try:
        section = form.section_of(path)
    except KeyError:
        return _part_words(abstraction, path)
    said = [_(section.title)]
    above = ""
    for container, row in zip(section.containers, paths.rows_above(path), strict=False):
        if len(abstraction.rows(paths.join(above, container.name))) > 1:
            said.append(row_words(abstraction, container, row))
        above = row
    said += _row_and_field(abstraction, path, len(section.containers))
    return " › ".join(said)


def _row_and_field(abstraction: Abstraction, path: str, depth: int) -> list[str]:
    said: list[str] = []
    rows = paths.rows_above(path)[depth:]
    for row in rows:
        container, _bracket, row_id = row[:-1].rpartition("[")
        ids = abstraction.rows(container)
        number = ids.index(row_id) + 1 if row_id in ids else 0
        said.append(_("row {number}").format(number=number or "–"))
    if abstraction.form.knows(path):
        said.append(_(abstraction.form.field(path).label))
    elif (
        repeat := abstraction.form.repeats.get(paths.pattern_of(path) + "[]")
    ) is not None:
        said.append(_(repeat.repeat.label))
    return said


def _part_words(abstraction: Abstraction, path: str) -> str:
    """The words for an arm or phase as a whole, or for all of them."""
    pattern = paths.pattern_of(path)
    for container in abstraction.form.containers:
        if pattern == container.pattern:
            return row_words(abstraction, container, path)
        if pattern + "[]" == container.pattern:
            return _(container.repeat.label)
    return path
