"""What a derived value is and where there may be one, apart from working them out."""

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass

_SECTIONS = frozenset(
    {"design", "population", "comparator"}
    | {"arms[].phases[].dose", "arms[].phases[].course"}
)


@dataclass(frozen=True, slots=True)
class DerivedLine:
    """One derived value, or why there is none.

    `path` is where it belongs (not always a field); `inputs` are the paths it is
    worked out from; `reason` is filled when `text` is empty.
    """

    path: str
    label: str
    text: str = ""
    formula: str = ""
    inputs: tuple[str, ...] = ()
    assumption: str = ""
    reason: str = ""


def has_derived(prefix: str) -> bool:
    """Say whether a section instance or a repeating row may have derived values."""
    pattern = paths.pattern_of(prefix)
    return pattern in _SECTIONS or pattern.endswith("[]")
