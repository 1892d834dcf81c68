"""Where every check of the form is declared, and how they are run over one study."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import import_module

from ivig_abstractor.base import paths
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import BugError
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.finding import Finding, Repair, Severity
from ivig_abstractor.model.form import FormSpec
from ivig_abstractor.model.reply import Reply


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


Found = Iterator[
    tuple[str, str]
    | tuple[str, str, tuple[Repair, ...]]
    | tuple[str, str, tuple[Repair, ...], tuple[str, ...]]
]
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
RULES_MARK = "fa98b3688256476a"
"""Names the set of rules, so that it is known without loading them: a test tells it."""


def rule(rule_id: str, wants: str, *, why: str = "") -> Callable[[Check], Check]:
    """Declare a check. `H-` rules give errors, `S-` rules queries, `N-` rules notes.

    The function yields `(path, sentence)` for each place it finds, and behind them,
    where it knows any, the likely repairs and the paths of the other fields that it
    looked at; it never raises.
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
    from pkgutil import iter_modules

    import ivig_abstractor.model.checks as package

    for module in iter_modules(package.__path__):
        if module.name != "registry":
            import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))


def mark_of(rule_ids: Iterable[str]) -> str:
    """What `RULES_MARK` must be for these rules."""
    return sha256("\n".join(rule_ids).encode()).hexdigest()[:16]


def check(
    abstraction: Abstraction,
    context: CheckContext,
    only: Iterable[str] | None = None,
) -> list[Finding]:
    """Run the checks over one study; answered findings carry their reason."""
    found: list[Finding] = []
    chosen = rules() if only is None else {one: rules()[one] for one in only}
    for one in chosen.values():
        said = [_finding(one, *told) for told in one.find(abstraction, context)]
        found += (_with_reason(finding, said, abstraction) for finding in said)
    found.sort(
        key=lambda f: (_place(abstraction, f.path), f.severity.value, f.rule, f.path)
    )
    return found


def _finding(
    asks: Rule,
    path: str,
    message: str,
    repairs: tuple[Repair, ...] = (),
    also: tuple[str, ...] = (),
) -> Finding:
    return Finding(asks.id, asks.severity, path, message, "", repairs, also)


def _with_reason(
    finding: Finding, said: Iterable[Finding], abstraction: Abstraction
) -> Finding:
    """The finding with the reviewer's reason, as far as that still answers it."""
    kept = abstraction.reply(finding.path, finding.rule)
    if kept is None:
        return finding
    here = [one for one in said if one.path == finding.path]
    if kept.holds(reply_to(here, abstraction, kept.reason)):
        return replace(finding, reason=kept.reason)
    return replace(finding, reason_before=kept.reason)


def reply_to(
    findings: Iterable[Finding], abstraction: Abstraction, reason: str
) -> Reply:
    """A reason as the reply to all that one rule finds at one path."""
    asked = list(findings)
    paths_of = {path for one in asked for path in (one.path, *one.also)}
    told = "\n".join(one.message for one in asked)
    return Reply(reason, told, abstraction.stored(sorted(paths_of)))


def _place(abstraction: Abstraction, path: str) -> tuple[int, ...]:
    """Where a path stands in the form: section, rows of it, part, row, field."""
    spec = abstraction.form.by_pattern.get(paths.pattern_of(path))
    if spec is None:
        return (len(abstraction.form.sections),)
    at = _positions(abstraction.form)[spec.pattern]
    rows = []
    for above in paths.rows_above(path):
        container, _, row_id = above[:-1].rpartition("[")
        there = abstraction.rows(container)
        rows.append(there.index(row_id) if row_id in there else len(there))
    section, depth, part, field_at = at
    return (section, *rows[:depth], part, *rows[depth:], field_at)


@cache
def _positions(form: FormSpec) -> dict[str, tuple[int, int, int, int]]:
    """Section, rows above it, part (0: its own fields) and place of every field."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for number, section in enumerate(form.sections):
        depth = len(section.containers)
        parts = (section.fields, *(repeat.fields for repeat in section.repeats))
        for part, fields in enumerate(parts):
            for at, spec in enumerate(fields):
                found[spec.pattern] = (number, depth, part, at)
    return found
