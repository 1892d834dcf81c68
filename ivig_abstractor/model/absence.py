"""Which missing codes fit: in what order they are offered, and where many may stand."""

from collections.abc import Iterator

from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import MissingCode, value_of
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.progress import blanks

SCOPE = "identification.source_scope"
"""The field that says what was read."""

_WITHOUT_NUMBERS = frozenset(
    {Kind.TEXT, Kind.TEXTS, Kind.CHOICE, Kind.CHOICES, Kind.ARM}
)


def scope_read(abstraction: Abstraction) -> SourceScope | None:
    """What of the paper was read, where that is said."""
    if not abstraction.form.knows(SCOPE):
        return None
    scope = value_of(abstraction.get(SCOPE))
    return scope if isinstance(scope, SourceScope) else None


def codes_offered(scope: SourceScope | None) -> tuple[MissingCode, ...]:
    """The codes in the order in which they are offered: first the one likely right."""
    if scope is None or scope is SourceScope.FULL_TEXT:
        return tuple(MissingCode)
    others = [one for one in MissingCode if one is not MissingCode.NA_SRC]
    return (MissingCode.NA_SRC, *others)


def is_refused(code: MissingCode, scope: SourceScope | None) -> bool:
    """Say whether a code would be an error: “not reported” needs the full text (H-M01).

    Where it is not said what was read, nothing is refused.
    """
    partly = scope is not None and scope is not SourceScope.FULL_TEXT
    return partly and code is MissingCode.NR


def codes_for_many(scope: SourceScope | None) -> tuple[MissingCode, ...]:
    """The codes that many fields may be set to at once, the likely one first.

    “Unclear” needs a note for each field.
    """
    return tuple(
        one
        for one in codes_offered(scope)
        if one is not MissingCode.UNCLEAR and not is_refused(one, scope)
    )


def may_be(spec: FieldSpec, code: MissingCode) -> bool:
    """Say whether a field may be set to a code together with others."""
    if spec.by_reviewer:
        return False
    return code is not MissingCode.NUM_ONLY_FIG or spec.kind not in _WITHOUT_NUMBERS


def blanks_to_set(abstraction: Abstraction, code: MissingCode) -> Iterator[str]:
    """Where blank fields stand that may be set to a code together, in form order."""
    for placed in blanks(abstraction):
        if may_be(placed.spec, code):
            yield placed.path
