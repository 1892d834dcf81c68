"""One abstractor's answers for one study, with evidence, notes and replies beside."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from ivig_abstractor.base import paths
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.answer import Missing, Unread
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.field import Row, Section, When
from ivig_abstractor.model.form import (
    FieldSpec,
    FormSpec,
    SectionSpec,
    held_sections,
    the_form,
)
from ivig_abstractor.model.plain import NotPlain, plain_reader
from ivig_abstractor.model.record import as_json, parts_of
from ivig_abstractor.model.reply import Reply
from ivig_abstractor.model.sections.root import Answers

ANSWER, EVIDENCE, NOTE, REPLY, ROW, STATE = (
    "answer",
    "evidence",
    "note",
    "reply:",
    "row",
    "state",
)


class Placed(NamedTuple):
    """An answer at its path, with the spec of its field."""

    path: str
    spec: FieldSpec
    answer: Any


def encode(answer: object) -> JsonValue:
    """The JSON of an answer: decimals as printed, codes as text, blank as null."""
    return as_json(answer)


def decode(spec: FieldSpec, value: JsonValue) -> Any:
    """The answer that a stored value stands for; text if it is not of the field's type.

    A value of another program, or a damaged one, is shown as unread and never dropped.
    """
    try:
        return read_value(spec, value)
    except ValueError:
        kept = value if isinstance(value, str) else json.dumps(value)
        return Unread(unread=kept)


def read_value(spec: FieldSpec, value: object) -> Any:
    """The answer to a field that a value stands for.

    Raises:
        ValueError: the value is not of the field's type, or not within its limits.
    """
    try:
        return plain_reader(spec.annotation)(value)
    except NotPlain:
        from ivig_abstractor.model.validating import adapter_of

        return adapter_of(spec.annotation).validate_python(value)


class Abstraction:
    """The answers of one reviewer for one study, as entries and as sections.

    `answers` is what checks and chapters read; `entries` is what is stored: JSON by
    `(path, facet)`. Removed rows keep their entries, so undo can bring them back.
    """

    def __init__(
        self,
        study_id: str,
        reviewer_id: str,
        entries: Iterable[tuple[str, str, JsonValue]] = (),
        form: FormSpec | None = None,
        root: type[Section] = Answers,
    ) -> None:
        self.study_id = study_id
        self.reviewer_id = reviewer_id
        self.form = form or the_form()
        self._root = root
        self.entries: dict[tuple[str, str], JsonValue] = {
            (path, facet): value for path, facet, value in entries
        }
        self._built: dict[str, Section] = {}
        self._ordered: dict[str, list[str]] = {}
        self._is_stale = False
        self._rebuild()

    @property
    def answers(self) -> Answers:
        """The typed sections; read only, change them through `put`."""
        return cast("Answers", self._owners[""])

    @property
    def root(self) -> Section:
        """The typed sections, for a form other than the program's own."""
        return self._owners[""]

    def get(self, path: str) -> Any:
        """The answer at a path; blank when the row does not exist (any more)."""
        owner = self._owners.get(paths.parent(path))
        return None if owner is None else getattr(owner, paths.leaf(path), None)

    def rows(self, container: str) -> list[str]:
        """The row ids of `arms`, `arms[a1].phases`, `outcomes.rows` in their order."""
        return list(self._rows.get(container, ()))

    def owner(self, path: str) -> Section | None:
        """The section or row at an owner path, `None` if there is none."""
        return self._owners.get(path)

    def note(self, path: str) -> str:
        """The reviewer's note beside an answer, or empty text."""
        return str(self.entries.get((path, NOTE)) or "")

    def evidence(self, path: str) -> tuple[Evidence, ...]:
        """The evidence of an answer."""
        kept = self.entries.get((path, EVIDENCE))
        if not isinstance(kept, list):
            return ()
        return tuple(Evidence.model_validate(one) for one in kept)

    def reply(self, path: str, rule: str) -> Reply | None:
        """The reviewer's answer to a finding, whether or not it still holds."""
        kept = self.entries.get((path, REPLY + rule))
        return Reply.read(kept) if kept else None

    def stored(self, asked: Iterable[str]) -> dict[str, JsonValue]:
        """What is stored as the answers at these paths."""
        return {path: self.entries.get((path, ANSWER)) for path in asked}

    @property
    def is_complete(self) -> bool:
        """Say whether the reviewer has completed (and so locked) the abstraction."""
        return self.entries.get(("", STATE)) == "complete"

    def instances(self, section: SectionSpec) -> list[str]:
        """The prefixes at which a section is asked, row ids filled in, in order."""
        found = [""]
        for container in section.containers:
            found = [
                paths.row(paths.join(above, container.name), row_id)
                for above in found
                for row_id in self.rows(paths.join(above, container.name))
            ]
        tail = section.prefix.rpartition("].")[2]
        return [paths.join(above, tail) for above in found]

    def walk(self, section: SectionSpec | None = None) -> Iterator[Placed]:
        """Every field of every existing row, answered or not, in form order."""
        for one in (section,) if section else self.form.sections:
            for prefix in self.instances(one):
                yield from self.walk_instance(one, prefix)

    def walk_instance(self, section: SectionSpec, prefix: str) -> Iterator[Placed]:
        """Every field of one instance of a section, its repeating rows included."""
        owner = self._owners[prefix]
        for spec in section.fields:
            yield Placed(f"{prefix}.{spec.name}", spec, getattr(owner, spec.name))
        for repeat in section.repeats:
            container = paths.join(prefix, repeat.name)
            for row_id in self._rows.get(container, ()):
                at = paths.row(container, row_id)
                row = self._owners[at]
                for spec in repeat.fields:
                    yield Placed(f"{at}.{spec.name}", spec, getattr(row, spec.name))

    def is_asked(self, path: str, spec: FieldSpec | None = None) -> bool:
        """Say whether the skip rules let this field be asked."""
        spec = spec or self.form.field(path)
        return all(self._holds(rule, path) for rule in spec.item.asked_when)

    def is_left(self, path: str, spec: FieldSpec | None = None) -> bool:
        """Say whether a field is asked, still blank, and blocks completion."""
        spec = spec or self.form.field(path)
        if self.get(path) is not None or spec.item.optional or spec.item.auto:
            return False
        return self.is_asked(path, spec)

    def rows_asked(self, pattern: str, container: str) -> bool:
        """Say whether the skip rules let these repeating rows be asked."""
        rules = self.form.repeats[pattern].repeat.asked_when
        return all(self._holds(rule, container) for rule in rules)

    def _holds(self, rule: When, path: str) -> bool:
        target = rule.field
        if "." not in target:
            target = paths.join(paths.parent(path), target)
        elif "[]" in target:
            ids = {name: row for name, row in paths.split(path) if row is not None}
            target = paths.fill(target, ids)
        answer = self.get(target)
        if answer is None or isinstance(answer, Missing | Unread):
            return False
        if not rule.codes:
            return True
        if isinstance(answer, tuple):
            return any(str(one) in rule.codes for one in answer)
        return str(answer) in rule.codes

    def put(self, path: str, facet: str, value: JsonValue) -> None:
        """Set one entry (already stored, or about to be) and keep the sections true.

        Raises:
            KeyError: the form has no field at this path.
        """
        if value is None:
            self.entries.pop((path, facet), None)
        else:
            self.entries[path, facet] = value
        if facet == ANSWER:
            if not self.form.knows(path):
                raise KeyError(path)
            if not self._is_stale:
                self._assign(path, value)
        elif facet == ROW:
            # Built anew when it is next looked at: rows come fifty at a time.
            self._is_stale = True

    def copy(self) -> "Abstraction":
        """An independent copy."""
        listed = ((path, facet, v) for (path, facet), v in self.entries.items())
        return Abstraction(
            self.study_id, self.reviewer_id, listed, self.form, self._root
        )

    @property
    def _owners(self) -> dict[str, Section]:
        if self._is_stale:
            self._rebuild()
        return self._built

    @property
    def _rows(self) -> dict[str, list[str]]:
        if self._is_stale:
            self._rebuild()
        return self._ordered

    def _assign(self, path: str, value: JsonValue) -> None:
        owner = self._owners.get(paths.parent(path))
        if owner is None:
            return
        spec = self.form.field(path)
        # Already validated: a second validation on assignment would cost twice.
        owner.__dict__[spec.name] = decode(spec, value)

    def _rebuild(self) -> None:
        self._is_stale = False
        self._ordered = self._live_rows()
        self._built = {}
        self._index("", self._build(self._root, ""))
        for (path, facet), value in self.entries.items():
            if facet == ANSWER and self.form.knows(path):
                self._assign(path, value)

    def _live_rows(self) -> dict[str, list[str]]:
        keys = {
            path: str(value)
            for (path, facet), value in self.entries.items()
            if facet == ROW and value is not None
        }
        ordered: dict[str, list[tuple[str, str]]] = {}
        for path, key in keys.items():
            if all(above in keys for above in paths.rows_above(path)):
                container, _, row_id = path[:-1].rpartition("[")
                ordered.setdefault(container, []).append((key, row_id))
        return {at: [row for _, row in sorted(ids)] for at, ids in ordered.items()}

    def _build(self, cls: type[Section], at: str, row_id: str = "") -> Section:
        """Build empty sections for `cls` at the path `at`, rows included."""
        built: dict[str, Any] = dict.fromkeys(parts_of(cls))
        if issubclass(cls, Row):
            built["id"] = row_id
        for name, inner in held_sections(cls).items():
            where = paths.join(at, name)
            if issubclass(inner, Row):
                built[name] = [
                    self._build(inner, paths.row(where, one), one)
                    for one in self._rows.get(where, ())
                ]
            else:
                built[name] = self._build(inner, where)
        return cls.of_parts(built)

    def _index(self, at: str, section: Section) -> None:
        self._owners[at] = section
        for name, inner in held_sections(type(section)).items():
            part = section.__dict__[name]
            where = paths.join(at, name)
            if issubclass(inner, Row):
                for row in part:
                    self._index(paths.row(where, row.id), row)
            else:
                self._index(where, part)
