"""Finds the section and the arm, phase or assessment at which a place is shown."""

from ivig_abstractor.base import paths
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import FormSpec, SectionSpec
from ivig_abstractor.model.progress import blanks


class Ways:
    """Knows the form, and which part was looked at last in each section."""

    def __init__(self, form: FormSpec) -> None:
        self._form = form
        self._last: dict[str, str] = {}

    def forget(self) -> None:
        """Another study is looked at."""
        self._last.clear()

    def remember(self, section: SectionSpec, prefix: str) -> None:
        """This part of the section is looked at now."""
        self._last[section.key] = prefix

    def place_of(self, path: str, shown: SectionSpec) -> tuple[SectionSpec, str]:
        """The section and prefix at which a path is shown."""
        try:
            section = self._form.section_of(path)
        except KeyError:
            return self._section_of_part(path, shown)
        ids = {name: row for name, row in paths.split(path) if row is not None}
        return section, paths.fill(section.prefix, ids)

    def instance(
        self, section: SectionSpec, prefix: str, held: Abstraction, here: str
    ) -> str:
        """The instance at a prefix, else the last one, the same arm's, the first."""
        instances = held.instances(section)
        if prefix.endswith(".") and not any(
            one.startswith(prefix) for one in instances
        ):
            return prefix if held.owner(prefix[:-1]) is not None else ""
        fitting = [one for one in instances if prefix and one.startswith(prefix)]
        last = [one for one in instances if one == self._last.get(section.key)]
        near = [one for one in instances if _share_arm(one, here)]
        return (fitting or last or near or instances or [""])[0]

    @staticmethod
    def container(name: str, prefix: str, held: Abstraction | None) -> str:
        """Where a new arm, assessment, or phase of the arm at a prefix would stand."""
        rows = paths.rows_above(prefix)
        if name != "phases":
            return name
        if not rows and held is not None:
            rows = [paths.row("arms", one) for one in held.rows("arms")]
        return paths.join(rows[0], name) if rows and rows[0].startswith("arms[") else ""

    def _section_of_part(
        self, path: str, shown: SectionSpec
    ) -> tuple[SectionSpec, str]:
        """The section to show for an arm or phase as a whole, or for all arms."""
        pattern = paths.pattern_of(path)
        is_row = pattern.endswith("[]")
        wanted = pattern if is_row else f"{pattern}[]"
        inside = [
            section
            for section in self._form.sections
            if any(container.pattern == wanted for container in section.containers)
        ]
        if not path:
            inside = [one for one in self._form.sections if one.containers]
        kept = [one for one in inside if one == shown]
        return (kept or inside or [shown])[0], f"{path}." if is_row else ""


def next_blank(held: Abstraction, path: str) -> str:
    """The next field behind a path that is asked and blank, else the first one.

    Behind, as the screen shows them: in a section the essential fields come first,
    then the others, then the grids. A section with blanks before the path is finished
    before the next one is begun. The field at the path is no next one: it may just be
    answered.
    """
    order = _as_shown(held)
    blank = sorted((placed.path for placed in blanks(held)), key=order.__getitem__)
    here = order.get(path, (-1,))
    later = [one for one in blank if order[one] > here]
    around = _around(held.form, path)
    own = [o for o in blank if around and o.startswith(around) and o != path]
    own_later = [one for one in own if order[one] > here]
    return (own_later or own or later or blank or [""])[0]


def _as_shown(held: Abstraction) -> dict[str, tuple[int, ...]]:
    """Where every field stands: its part of the study, its place there, its number."""
    order: dict[str, tuple[int, ...]] = {}
    parts: dict[str, int] = {}
    for number, placed in enumerate(held.walk()):
        around = _around(held.form, placed.path)
        part = parts.setdefault(around, len(parts))
        in_grid = "[" in placed.path.removeprefix(around)
        place = 2 if in_grid else 1 - placed.spec.item.essential
        order[placed.path] = (part, place, number)
    return order


def _around(form: FormSpec, path: str) -> str:
    """The section instance that a path lies in, as paths in it begin."""
    try:
        section = form.section_of(path)
    except KeyError:
        return ""
    ids = {name: row for name, row in paths.split(path) if row is not None}
    return f"{paths.fill(section.prefix, ids)}."


def _share_arm(prefix: str, other: str) -> bool:
    mine, theirs = paths.rows_above(prefix), paths.rows_above(other)
    return bool(mine and theirs and mine[0] == theirs[0])
