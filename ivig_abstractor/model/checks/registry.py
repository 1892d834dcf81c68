"""Where every check of the form is declared, and how they are run over one study."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ivig_abstractor.base.errors import BugError
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class StudyIdentity:
    """What the checks must know of the other studies of the review."""

    study_id: str
    key: str = ""
    doi: str = ""
    pmid: str = ""
    first_author: str = ""
    journal: str = ""
    year: int | None = None
    n: int | None = None
    country: tuple[str, ...] = ()
    period: tuple[str, str] = ("", "")
    overlap_group: str = ""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may look at beside the abstraction itself."""

    current_year: int
    others: tuple[StudyIdentity, ...] = ()
    key: str = ""
    betamethasone_mg: Decimal = Decimal("0.75")


Found = Iterator[tuple[str, str]]
Check = Callable[[Abstraction, CheckContext], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the form: its id, how grave it is, what it wants, and why."""

    id: str
    severity: Severity
    wants: str
    why: str
    find: Check = field(repr=False)


_RULES: dict[str, Rule] = {}


def rule(rule_id: str, wants: str, *, why: str = "") -> Callable[[Check], Check]:
    """Declare a check. `H-` rules give errors, `S-` rules queries, `N-` rules notes.

    The function yields `(path, sentence)` for each place it finds; it never raises.
    """
    grave = {"H": Severity.ERROR, "S": Severity.QUERY, "U": Severity.ERROR}
    severity = grave.get(rule_id[0], Severity.NOTE)

    def declare(find: Check) -> Check:
        if rule_id in _RULES:
            raise BugError(f"rule {rule_id} is declared twice")
        _RULES[rule_id] = Rule(rule_id, severity, wants, why, find)
        return find

    return declare


@cache
def rules() -> dict[str, Rule]:
    """Every rule, by id, in a stable order."""
    import ivig_abstractor.model.checks as package

    for module in iter_modules(package.__path__):
        if module.name != "registry":
            import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))


def check(
    abstraction: Abstraction,
    context: CheckContext,
    only: Iterable[str] | None = None,
) -> list[Finding]:
    """Run the checks over one study; answered findings carry their reason."""
    found: list[Finding] = []
    chosen = rules() if only is None else {one: rules()[one] for one in only}
    for one in chosen.values():
        for path, message in one.find(abstraction, context):
            reason = abstraction.reply(path, one.id)
            found.append(Finding(one.id, one.severity, path, message, reason))
    order = _form_order(abstraction)
    last = len(order)
    found.sort(key=lambda f: (order.get(f.path, last), f.severity.value, f.rule))
    return found


def _form_order(abstraction: Abstraction) -> dict[str, int]:
    return {placed.path: at for at, placed in enumerate(abstraction.walk())}
