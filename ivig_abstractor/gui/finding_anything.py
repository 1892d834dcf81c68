"""What the palette can find: fields of the open study, commands, studies."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.commands import Command, Doer
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.showing import Showing
from ivig_abstractor.gui.views.palette import UNASKED, Entry
from ivig_abstractor.gui.views.study_list import design_words
from ivig_abstractor.model.abstraction import Abstraction, Placed
from ivig_abstractor.model.finding import Severity
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.model.reading import show_answer
from ivig_abstractor.operations.changes import OpenedStudy

Groups = list[tuple[str, str, list[Entry]]]


def palette_groups(
    desk: Desk,
    commands: Sequence[Command],
    doer: Doer,
    reveal: Callable[[str], None],
    showing: Showing,
    here: tuple[str, str] = ("", ""),
) -> Groups:
    """Everything that can be found now, group by group.

    `here` are the section that is shown and the path of the field one stands in.
    """
    groups: Groups = []
    if desk.study is not None:
        title = _("Fields of {study}").format(study=desk.study.line.label)
        near = _nearness(desk.study.abstraction.form, *here)
        fields = [
            *_fields(desk.study, reveal, near),
            *_grids(desk.study, reveal, near),
        ]
        groups.append(("field", title, fields))
        groups.append((UNASKED, "", list(_unasked(desk.study))))
    groups.append(("command", _("Commands"), list(_commands(desk, commands, doer))))
    if desk.overview is not None:
        groups.append(("study", _("Studies"), list(_studies(desk, showing))))
    return groups


def _fields(
    study: OpenedStudy, reveal: Callable[[str], None], near: Callable[[str], int]
) -> Iterator[Entry]:
    worst: dict[str, Severity] = {}
    for one in study.findings:
        if one.is_open and worst.get(one.path) is not Severity.ERROR:
            worst[one.path] = one.severity
    held = study.abstraction
    for placed in held.walk():
        if not _is_asked(held, placed):
            continue
        blank = placed.answer is None
        sign, tint = {
            Severity.ERROR: ("error", "err"),
            Severity.QUERY: ("query", "qry"),
        }.get(
            worst.get(placed.path, Severity.NOTE), ("blank" if blank else "", "text2")
        )
        yield Entry(
            "field",
            place_words(held, placed.path),
            _("blank") if blank else _answer(placed),
            sign=sign,
            tint=tint,
            go=partial(reveal, placed.path),
            near=near(placed.path),
        )


def _is_asked(held: Abstraction, placed: Placed) -> bool:
    if placed.spec.item.auto:
        return False
    return placed.answer is not None or held.is_asked(placed.path, placed.spec)


def _unasked(study: OpenedStudy) -> Iterator[Entry]:
    """What the form asks of other studies: whoever looks for it is to know."""
    held = study.abstraction
    for placed in held.walk():
        if not placed.spec.item.auto and not _is_asked(held, placed):
            said = _("{field}: not asked in this study")
            yield Entry("", said.format(field=place_words(held, placed.path)), "")


def _answer(placed: Placed) -> str:
    """An answer, a number with its unit."""
    said = show_answer(placed.spec, placed.answer)
    unit = placed.spec.item.unit
    is_number = isinstance(placed.answer, int | Decimal)
    return f"{said} {_(unit)}" if unit and is_number else said


def _nearness(form: FormSpec, section: str, path: str) -> Callable[[str], int]:
    """How near a field is to a place: in its section, and there in the same row."""
    row = next(reversed(paths.rows_above(path)), "")
    spec = form.by_section.get(section)
    inside: set[str] = set()
    if spec is not None:
        inside = {one.pattern for one in spec.all_fields()}
        inside |= {one.pattern for one in spec.repeats}

    def near(other: str) -> int:
        pattern = paths.pattern_of(other)
        if not inside.intersection((pattern, f"{pattern}[]")):
            return 0
        return 2 if row and other.startswith(f"{row}.") else 1

    return near


def _grids(
    study: OpenedStudy, reveal: Callable[[str], None], near: Callable[[str], int]
) -> Iterator[Entry]:
    """The repeating parts, which have no field to be found while they are empty."""
    held = study.abstraction
    for section in held.form.sections:
        for repeat in section.repeats:
            for prefix in held.instances(section):
                at = paths.join(prefix, repeat.name)
                if not held.rows_asked(repeat.pattern, at):
                    continue
                count = len(held.rows(at))
                said = ngettext("{count} row", "{count} rows", count)
                yield Entry(
                    "field",
                    place_words(held, at),
                    said.format(count=count) if count else _("no rows"),
                    go=partial(reveal, at),
                    near=near(at),
                )


def _commands(desk: Desk, commands: Sequence[Command], doer: Doer) -> Iterator[Entry]:
    situation = desk.situation
    for one in commands:
        if one.action is None or not one.enabled(situation) or one.id == "palette":
            continue
        title = one.title_now(situation).rstrip("…")
        if one.menu == "sections":
            title = _("Go to section {section}").format(section=title)
        keys = key_text(one.keys[0]) if one.keys else ""
        yield Entry("command", title, keys=keys, go=partial(one.action, doer))


def _studies(desk: Desk, showing: Showing) -> Iterator[Entry]:
    for line in desk.lines():
        answered = _("{percent} % answered").format(percent=line.percent)
        said = [design_words(line), answered]
        sign, tint, lead = ("", "", "")
        if line.exclusion:
            lead = _("Excluded · {code}").format(code=line.exclusion)
            sign, tint, said = "study-excluded", "text3", [lead]
        elif line.errors:
            sign, tint = "error", "err"
        elif line.queries:
            sign, tint = "query", "qry"
        yield Entry(
            "study",
            line.label,
            " · ".join(one for one in said if one),
            sign=sign,
            tint=tint,
            go=partial(showing.show_study, line.study_id),
            also=f"{line.citation} {line.key}".strip(),
            lead=f"{lead} · " if lead else "",
        )
