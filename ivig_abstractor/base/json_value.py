"""What may be kept in a review: JSON without floats."""

from typing import TypeAlias

JsonValue: TypeAlias = (
    bool | int | str | list["JsonValue"] | dict[str, "JsonValue"] | None
)
