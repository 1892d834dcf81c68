"""The form for machines: one JSON Schema of all sections, from Pydantic itself."""

import json
from typing import Any

from ivig_abstractor.model.field import Item, Section
from ivig_abstractor.model.form import FormSpec, the_form
from ivig_abstractor.model.sections.root import Answers
from ivig_abstractor.model.validating import adapter_of


def json_schema(root: type[Section], form: FormSpec) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the answers to a form and its root class.

    Each field carries its label, help, unit, form id and skip rules as annotations.
    """
    schema = adapter_of(root).json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Abstraction form"
    schema["version"] = form.version
    schema["x-fields"] = {
        spec.pattern: _annotations(spec.item) | {"kind": spec.kind.value}
        for spec in form.fields()
    }
    return schema


def json_schema_text() -> str:
    """The JSON Schema of the program's form: the same bytes every time."""
    schema = json_schema(Answers, the_form())
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _annotations(item: Item) -> dict[str, Any]:
    said = {
        "label": item.label,
        "form_id": item.form_id,
        "help": item.help,
        "unit": item.unit,
        "essential": item.essential,
        "optional": item.optional,
        "since": item.since,
        "asked_when": [
            {"field": rule.field, "codes": list(rule.codes)} for rule in item.asked_when
        ],
    }
    return {name: value for name, value in said.items() if value not in ("", [], False)}
