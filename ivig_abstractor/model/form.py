"""Reads the sections once into frozen specs; every face reads only these."""

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import BugError
from ivig_abstractor.base.paths import join, pattern_of
from ivig_abstractor.model import quantities as q
from ivig_abstractor.model.answer import Abstracted, Choice
from ivig_abstractor.model.field import Comparison, Item, Repeat, Row, Section
from ivig_abstractor.model.parts import Part
from ivig_abstractor.model.record import parts_of
from ivig_abstractor.model.sections.root import Answers

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORM_VERSION = 1
_ABSTRACTED: Any = Abstracted


class Kind(StrEnum):
    """The closed set of things a field can hold; every face knows each of them."""

    TEXT = "text"
    TEXTS = "texts"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    ARM = "arm"
    STAT = "stat"
    KOFN = "kofn"
    CHANGE = "change"
    TIME = "time"
    SPAN = "span"
    MEASURE = "measure"
    EFFECT = "effect"


_COMPOSITES: dict[type, Kind] = {
    q.Stat: Kind.STAT,
    q.KofN: Kind.KOFN,
    q.Change: Kind.CHANGE,
    q.TimePoint: Kind.TIME,
    q.Span: Kind.SPAN,
    q.Measure: Kind.MEASURE,
    q.Effect: Kind.EFFECT,
}
NUMERIC = frozenset((Kind.INTEGER, Kind.DECIMAL, *_COMPOSITES.values()))
"""The kinds whose answers are numbers, alone or in a notation."""

_COMPARED: dict[Kind, Comparison] = {
    Kind.TEXT: Comparison.TEXT,
    Kind.TEXTS: Comparison.SET,
    Kind.CHOICE: Comparison.CODE,
    Kind.CHOICES: Comparison.SET,
    Kind.ARM: Comparison.CODE,
    Kind.DATE: Comparison.CODE,
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the form, as every face sees it.

    `pattern` is its path with the row ids cut out; `owner` that of what holds it.
    `by_reviewer`: what the reviewer must give, whatever the paper says.
    """

    pattern: str
    owner: str
    name: str
    section: str
    item: Item
    kind: Kind
    options: tuple[Choice, ...] = ()
    bounds: q.Bounds | None = None
    text_pattern: q.Pattern | None = None
    by_reviewer: bool = False
    annotation: Any = field(default=None, compare=False, repr=False)

    @property
    def label(self) -> str:
        """The label in the source language."""
        return self.item.label

    @property
    def comparison(self) -> Comparison:
        """How two reviewers' answers are compared."""
        return self.item.compare or _COMPARED.get(self.kind, Comparison.NUMERIC)

    def option(self, code: str) -> Choice | None:
        """The option with this code, if the field has it."""
        return next((option for option in self.options if option == code), None)


@dataclass(frozen=True, slots=True)
class RepeatSpec:
    """Repeating rows inside a section: `outcomes.rows[]`."""

    pattern: str
    name: str
    section: str
    repeat: Repeat
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class ContainerSpec:
    """Repeating parts that hold whole sections: arms, phases, assessments."""

    pattern: str
    name: str
    repeat: Repeat


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section; asked once for each row of its `containers` (none: once a study)."""

    key: str
    prefix: str
    title: str
    help: str
    form_id: str
    containers: tuple[ContainerSpec, ...]
    fields: tuple[FieldSpec, ...]
    repeats: tuple[RepeatSpec, ...]

    def all_fields(self) -> Iterator[FieldSpec]:
        """The section's own fields, then those of its repeating rows."""
        yield from self.fields
        for rows in self.repeats:
            yield from rows.fields


@dataclass(frozen=True, slots=True, eq=False)
class FormSpec:
    """The whole form; one object for each form, compared and hashed as such."""

    version: int
    sections: tuple[SectionSpec, ...]
    containers: tuple[ContainerSpec, ...]
    by_pattern: dict[str, FieldSpec] = field(repr=False)
    by_section: dict[str, SectionSpec] = field(repr=False)
    repeats: dict[str, RepeatSpec] = field(repr=False)

    def field(self, path: str) -> FieldSpec:
        """The spec of a path.

        Raises:
            KeyError: the form has no such field.
        """
        return self.by_pattern[pattern_of(path)]

    def knows(self, path: str) -> bool:
        """Say whether the form has a field at this path."""
        return pattern_of(path) in self.by_pattern

    def section_of(self, path: str) -> SectionSpec:
        """The section a path of a field, a repeat row or a section lies in.

        Raises:
            KeyError: the path lies in no section.
        """
        pattern = pattern_of(path)
        for section in self.sections:
            if pattern == section.prefix or pattern.startswith(section.prefix + "."):
                return section
        raise KeyError(path)

    def fields(self) -> Iterator[FieldSpec]:
        """Every field of every section, in form order."""
        for section in self.sections:
            yield from section.all_fields()


@dataclass(frozen=True, slots=True)
class _Type:
    inner: Any
    marks: tuple[Any, ...]


def _strip(annotation: Any) -> _Type:
    marks: list[Any] = []
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        marks.extend(more)
    return _Type(annotation, tuple(marks))


def _kind(value: _Type, where: str) -> tuple[Kind, tuple[Choice, ...]]:
    inner = value.inner
    written = next((m.kind for m in value.marks if isinstance(m, q.Written)), None)
    if written:
        return Kind(written), ()
    if get_origin(inner) is tuple:
        member = _strip(get_args(inner)[0]).inner
        if isinstance(member, type) and issubclass(member, Choice):
            return Kind.CHOICES, tuple(member)
        return Kind.TEXTS, ()
    if isinstance(inner, type):
        if issubclass(inner, Choice):
            return Kind.CHOICE, tuple(inner)
        if inner in _COMPOSITES:
            return _COMPOSITES[inner], ()
        simple = {str: Kind.TEXT, int: Kind.INTEGER, Decimal: Kind.DECIMAL}.get(inner)
        if simple:
            return simple, ()
    raise BugError(f"{where} has a type the form does not know: {inner!r}")


def _mark(value: _Type, wanted: type) -> Any:
    found = [mark for mark in value.marks if isinstance(mark, wanted)]
    if not found and get_origin(value.inner) is tuple:
        member = _strip(get_args(value.inner)[0])
        found = [mark for mark in member.marks if isinstance(mark, wanted)]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Told:
    """What the type of a field says of it."""

    declared: Any
    kind: Kind
    options: tuple[Choice, ...]
    bounds: q.Bounds | None
    text_pattern: q.Pattern | None


_TOLD: dict[int, _Told] = {}
"""By identity: many fields have the same type, and to hash one is to read it."""


def _told(annotation: Any, where: str) -> _Told:
    if not isinstance(annotation, _ABSTRACTED):
        raise BugError(f"{where} must be declared Abstracted[one type]")
    declared = annotation.value
    told = _TOLD.get(id(declared))
    if told is None:
        value = _strip(declared)
        kind, options = _kind(value, where)
        bounds, text_pattern = _mark(value, q.Bounds), _mark(value, q.Pattern)
        told = _Told(declared, kind, options, bounds, text_pattern)
        _TOLD[id(declared)] = told
    return told


def _field_spec(
    name: str, info: Part, owner: str, section: str, *, by_reviewer: bool
) -> FieldSpec:
    pattern = join(owner, name)
    said = info.said
    if not isinstance(said, Item):
        raise BugError(f"{pattern} is not declared with item(...)")
    told = _told(info.annotation, pattern)
    return FieldSpec(
        pattern=pattern,
        owner=owner,
        name=name,
        section=section,
        item=said,
        kind=told.kind,
        options=told.options,
        bounds=told.bounds,
        text_pattern=told.text_pattern,
        by_reviewer=by_reviewer or said.by_reviewer,
        annotation=info.annotation,
    )


def _row_type(info: Part) -> type[Row] | None:
    if isinstance(info.said, Item):
        return None
    inner = _strip(info.annotation).inner
    if get_origin(inner) is list and issubclass(get_args(inner)[0], Row):
        row: type[Row] = get_args(inner)[0]
        return row
    return None


def _is_section(info: Part) -> bool:
    inner = _strip(info.annotation).inner
    return isinstance(inner, type) and issubclass(inner, Section)


@cache
def held_sections(cls: type[Section]) -> dict[str, type[Section]]:
    """The sections, and the row types of repeats, that a section class holds."""
    held: dict[str, type[Section]] = {}
    for name, info in parts_of(cls).items():
        row = _row_type(info)
        if row is not None:
            held[name] = row
        elif _is_section(info):
            held[name] = _strip(info.annotation).inner
    return held


def _repeat_of(info: Part, where: str) -> Repeat:
    said = info.said
    if not isinstance(said, Repeat):
        raise BugError(f"{where} is not declared with repeat(...)")
    return said


def section_spec(
    key: str,
    cls: type[Section],
    prefix: str,
    containers: tuple[ContainerSpec, ...] = (),
) -> SectionSpec:
    """Read one section class.

    Raises:
        BugError: a field is declared in a way the form does not know.
    """
    title, _, rest = (cls.__doc__ or key).strip().partition("\n")
    fields: list[FieldSpec] = []
    repeats: list[RepeatSpec] = []
    for name, info in parts_of(cls).items():
        row = _row_type(info)
        if row is None:
            fields.append(
                _field_spec(name, info, prefix, key, by_reviewer=cls.by_reviewer)
            )
            continue
        pattern = join(prefix, name) + "[]"
        inside = tuple(
            _field_spec(
                inner,
                inner_info,
                pattern,
                key,
                by_reviewer=cls.by_reviewer or row.by_reviewer,
            )
            for inner, inner_info in parts_of(row).items()
            if inner != "id"
        )
        repeats.append(
            RepeatSpec(pattern, name, key, _repeat_of(info, pattern), inside)
        )
    return SectionSpec(
        key=key,
        prefix=prefix,
        title=title.rstrip("."),
        help=" ".join(rest.split()),
        form_id=cls.form_id,
        containers=containers,
        fields=tuple(fields),
        repeats=tuple(repeats),
    )


def _walk(
    cls: type[Section], prefix: str, containers: tuple[ContainerSpec, ...]
) -> Iterator[SectionSpec]:
    for name, info in parts_of(cls).items():
        row = _row_type(info)
        if row is not None:
            pattern = join(prefix, name) + "[]"
            held = ContainerSpec(pattern, name, _repeat_of(info, pattern))
            yield from _walk(row, pattern, (*containers, held))
        elif _is_section(info):
            inner = _strip(info.annotation).inner
            yield section_spec(name, inner, join(prefix, name), containers)


def read_form(root: type[Section], version: int) -> FormSpec:
    """Read a root class into a form.

    Raises:
        BugError: a declaration is unknown, or two sections share a key.
    """
    sections = tuple(_walk(root, "", ()))
    containers: dict[str, ContainerSpec] = {}
    by_pattern: dict[str, FieldSpec] = {}
    repeats: dict[str, RepeatSpec] = {}
    for section in sections:
        containers.update({c.pattern: c for c in section.containers})
        by_pattern.update({spec.pattern: spec for spec in section.all_fields()})
        repeats.update({rows.pattern: rows for rows in section.repeats})
    by_section = {section.key: section for section in sections}
    if len(by_section) != len(sections):
        raise BugError("two sections of the form share a key")
    return FormSpec(
        version, sections, tuple(containers.values()), by_pattern, by_section, repeats
    )


@cache
def the_form() -> FormSpec:
    """The abstraction form of this program."""
    return read_form(Answers, FORM_VERSION)


def adapter(spec: FieldSpec) -> "TypeAdapter[Any]":
    """What validates one answer of a field, built when first needed."""
    from ivig_abstractor.model.validating import adapter_of

    return adapter_of(spec.annotation)
