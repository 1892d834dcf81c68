"""Rules of the PRISMA flow of a review (F): every box follows from those before."""

from collections.abc import Iterator

from ivig_abstractor.base import clock
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode, is_missing
from ivig_abstractor.model.checks.looking import unread_by
from ivig_abstractor.model.checks.registry import CheckContext, Found, check, rule
from ivig_abstractor.model.codes import ExclusionReason, FlowStream
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.sections.flow import Flow

FLOW_RULES = (*(f"H-F0{number}" for number in range(1, 9)), "H-M02", "U-01")
"""The rules that apply to the review itself; all but H-F apply to a study."""


def check_flow(answers: Abstraction, included: int) -> list[Finding]:
    """Check the flow of a review that has `included` studies in all.

    `answers` are those of the review form, not of a study.
    """
    context = CheckContext(current_year=clock.now().year)
    found = check(answers, context, FLOW_RULES)
    flow = _flow(answers)
    total = _box(flow.total_studies) if flow is not None else None
    if total is not None and total != included:
        said = _(
            "The flow ends in {total} studies, but the review includes {included}."
        )
        message = said.format(total=total, included=included)
        found.append(Finding("H-F06", Severity.ERROR, "flow.total_studies", message))
    return found


def _flow(abstraction: Abstraction) -> Flow | None:
    owner = abstraction.owner("flow")
    return owner if isinstance(owner, Flow) else None


def _box(answer: object) -> int | None:
    """The number in a box; a box that does not apply counts 0."""
    if is_missing(answer, MissingCode.NA):
        return 0
    return answer if isinstance(answer, int) else None


def _boxes(flow: Flow, *names: str) -> list[int] | None:
    """The numbers of several boxes, or nothing while one of them is open."""
    known = [_box(getattr(flow, name)) for name in names]
    return None if None in known else [n for n in known if n is not None]


def _found_records(flow: Flow) -> int | None:
    known = [_box(row.records) for row in flow.databases]
    known += [_box(row.records) for row in flow.registers]
    if not known or None in known:
        return None
    return sum(n for n in known if n is not None)


def _unequal(path: str, said: int, sum_: str, right: int) -> Iterator[tuple[str, str]]:
    if said != right:
        yield (
            path,
            _("{said} is entered, but {sum} = {right}.").format(
                said=said, sum=sum_, right=right
            ),
        )


@rule(
    "H-F01",
    N_("Screened are all records found, less those removed before."),
    why=N_("The flow diagram must add up."),
)
def _screened(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    if flow is None:
        return
    removed = ("duplicates", "auto_ineligible", "other_removed")
    found, boxes = _found_records(flow), _boxes(flow, "screened", *removed)
    if found is None or boxes is None:
        return
    screened, duplicates, auto, other = boxes
    sum_ = _(
        "{found} found - {duplicates} duplicates - {auto} by automation - {other} "
        "for other reasons"
    ).format(found=found, duplicates=duplicates, auto=auto, other=other)
    right = found - duplicates - auto - other
    yield from _unequal("flow.screened", screened, sum_, right)


@rule(
    "H-F02",
    N_("Sought are the screened, less the excluded."),
    why=N_("The flow diagram must add up."),
)
def _sought(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    boxes = _boxes(flow, "sought_a", "screened", "records_excluded") if flow else None
    if boxes:
        sought, screened, excluded = boxes
        sum_ = _("{screened} screened - {excluded} excluded").format(
            screened=screened, excluded=excluded
        )
        yield from _unequal("flow.sought_a", sought, sum_, screened - excluded)


@rule(
    "H-F03",
    N_("Assessed are the sought, less those not retrieved."),
    why=N_("The flow diagram must add up."),
)
def _assessed(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    boxes = _boxes(flow, "assessed_a", "sought_a", "not_retrieved_a") if flow else None
    if boxes:
        yield from _retrieved("flow.assessed_a", *boxes)


def _retrieved(
    path: str, assessed: int, sought: int, lost: int
) -> Iterator[tuple[str, str]]:
    sum_ = _("{sought} sought - {lost} not retrieved").format(sought=sought, lost=lost)
    yield from _unequal(path, assessed, sum_, sought - lost)


@rule(
    "H-F04",
    N_("Other methods: no more are sought than found, and the assessed add up."),
    why=N_("The flow diagram must add up."),
)
def _other_methods(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    if flow is None:
        return
    found = _boxes(flow, "sought_b", "websites", "organisations", "citations")
    if found and found[0] > sum(found[1:]):
        yield (
            "flow.sought_b",
            _(
                "{sought} reports are sought, but other methods found only {found}."
            ).format(sought=found[0], found=sum(found[1:])),
        )
    boxes = _boxes(flow, "assessed_b", "sought_b", "not_retrieved_b")
    if boxes:
        yield from _retrieved("flow.assessed_b", *boxes)


@rule(
    "H-F05",
    N_("New reports are the assessed of both streams, less the excluded."),
    why=N_("The flow diagram must add up."),
)
def _new_reports(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    boxes = _boxes(flow, "new_reports", "assessed_a", "assessed_b") if flow else None
    counts = [_box(row.count) for row in flow.excluded] if flow else []
    if boxes is None or None in counts:
        return
    new, first, second = boxes
    excluded = sum(n for n in counts if n is not None)
    sum_ = _("{first} + {second} assessed - {excluded} excluded").format(
        first=first, second=second, excluded=excluded
    )
    yield from _unequal("flow.new_reports", new, sum_, first + second - excluded)


@rule(
    "H-F06",
    N_("There are not more new studies than new reports."),
    why=N_("Every study has at least one report."),
)
def _new_studies(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    boxes = _boxes(flow, "new_studies", "new_reports") if flow else None
    if boxes and boxes[0] > boxes[1]:
        yield (
            "flow.new_studies",
            _(
                "{studies} new studies are more than the {reports} new reports. Every "
                "study has at least one report."
            ).format(studies=boxes[0], reports=boxes[1]),
        )


@rule(
    "H-F07",
    N_("In all there are those from before and the new."),
    why=N_("The flow diagram must add up."),
)
def _totals(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    if flow is None:
        return
    for what in ("studies", "reports"):
        boxes = _boxes(flow, f"total_{what}", f"prev_{what}", f"new_{what}")
        if boxes:
            total, before, new = boxes
            sum_ = _("{before} before + {new} new").format(before=before, new=new)
            yield from _unequal(f"flow.total_{what}", total, sum_, before + new)


@rule(
    "H-F08",
    N_("All boxes are whole numbers, and each excluded report has one reason."),
    why=N_("A report without a reason, or with two, makes the diagram wrong."),
)
def _reasons(abstraction: Abstraction, _context: CheckContext) -> Found:
    flow = _flow(abstraction)
    if flow is None:
        return
    yield from unread_by(abstraction, "H-F08")
    seen: set[tuple[FlowStream, ExclusionReason]] = set()
    for row in flow.excluded:
        at = f"flow.excluded[{row.id}].reason"
        if isinstance(row.reason, Missing):
            yield (
                at,
                _(
                    "These {n} reports have no reason. Give each excluded report one "
                    "primary reason, E-01 to E-14."
                ).format(n=_box(row.count) or ""),
            )
        if not isinstance(row.reason, ExclusionReason):
            continue
        if isinstance(row.stream, FlowStream):
            if (row.stream, row.reason) in seen:
                yield (
                    at,
                    _(
                        "“{reason}” is listed twice for this stream. Add the two "
                        "numbers up in one row, so that no report counts twice."
                    ).format(reason=_(row.reason.label)),
                )
            seen.add((row.stream, row.reason))
