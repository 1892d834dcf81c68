"""Where something stands in the form, in words a reviewer would use."""

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import ContainerSpec


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
