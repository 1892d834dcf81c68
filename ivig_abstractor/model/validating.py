"""What Pydantic is told of records; loaded only when Pydantic is asked something."""

from collections.abc import Collection
from functools import cache
from inspect import cleandoc
from typing import Any

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from ivig_abstractor.base.codes import Codes
from ivig_abstractor.model.parts import REQUIRED, Declaration, Part


@cache
def adapter_of(annotation: Any) -> TypeAdapter[Any]:
    """What validates values of a type: building it is dear, so it is kept."""
    return TypeAdapter(annotation)


def record_schema(
    cls: type, parts: Collection[Part], handler: GetCoreSchemaHandler
) -> CoreSchema:
    """A record as Pydantic sees it: a frozen data class, its parts given by name."""
    fields = [
        core_schema.dataclass_field(part.name, _part_schema(part, handler))
        for part in parts
    ]
    config: dict[str, Any] = getattr(cls, "__pydantic_config__", {})
    return core_schema.dataclass_schema(
        cls,
        core_schema.dataclass_args_schema(cls.__name__, fields),
        [part.name for part in parts],
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        config={"extra_fields_behavior": config["extra"], "allow_inf_nan": False},
        frozen=True,
    )


def _part_schema(part: Part, handler: GetCoreSchemaHandler) -> CoreSchema:
    inner = handler.generate_schema(part.annotation)
    if part.said is REQUIRED:
        return inner
    if isinstance(part.said, Declaration) and part.default() is not None:
        return core_schema.with_default_schema(inner, default_factory=part.default)
    return core_schema.with_default_schema(inner, default=part.default())


def codes_schema(cls: type[Codes]) -> CoreSchema:
    """Codes as Pydantic sees them: an enumeration of texts."""
    said = {"title": cls.__name__, "description": cleandoc(cls.__doc__ or "")}
    return core_schema.enum_schema(
        cls,
        list(cls),
        sub_type="str",
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        metadata={"pydantic_js_updates": {k: v for k, v in said.items() if v}},
    )
